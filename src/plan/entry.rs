//! Entries of lists in order of time: events, articles, updates, corrections, announcements of plans.

use std::sync::Arc;

use super::corrections::Corrected;
use super::desk::{Desk, date_view, is_plan, status};
use super::parts::{Card, EntryMetaView, EntryView, SharedDate};
use crate::date::{Date, Language, OrderKey};
use crate::link::{Entity, Handle, Mention};
use crate::parse::fields::Fields;

impl Desk {
    /// Returns an event as an entry of a list in time.
    #[must_use]
    pub fn event_entry(&self, event: Handle, of: Option<(Handle, &Mention)>) -> EntryView {
        let entity = self.entity(event);
        let fields = &entity.document.fields;
        let date = fields.date("date");
        let status = status(entity);
        let mut entry = entry(self.card(event), "event");
        entry.mark = entry_mark(status.as_deref(), entry.date.as_ref());
        let parent = entity.refs("part_of").find_map(|(_, _, resolved)| resolved.found());
        let meta = EntryMetaView {
            status: status.filter(|status| **status != *"happened"),
            overdue: entry.record.view.overdue,
            announced: None,
            previous_dates: if is_plan(entity) { previous_dates(fields, self.language) } else { Vec::new() },
            part_of: parent.map(|parent| self.card(parent)),
            part: of.and_then(|(_, mention)| self.part(mention)),
            role: of.and_then(|(person, _)| self.role_at(person, date)),
            single_source: self.bases[event.ix()].single,
        };
        entry.meta = Some(meta).filter(EntryMetaView::says_something);
        entry.sources = self.cited(fields.maps("sources"));
        entry
    }

    /// Returns an article as an entry of a list in time.
    #[must_use]
    pub fn article_entry(&self, article: Handle) -> EntryView {
        entry(self.card(article), "article")
    }

    /// Returns an update of an article as an entry of a list in time.
    #[must_use]
    pub fn update_entry(&self, article: Handle, id: &str) -> EntryView {
        let entity = self.entity(article);
        let mut entry = entry(self.card(article), "update");
        if let Some(update) = entity.document.updates.iter().find(|update| *update.id == *id) {
            let untitled = || self.words.said.entry.update_of.fill(&[("title", &entity.document.name)]).into();
            entry.title = update.headline.clone().unwrap_or_else(untitled);
            entry.path = format!("{}#{id}", entity.route.path()).into();
            entry.date = date_view(self.language, Some(&update.date), None);
            entry.summary = Some(excerpt(self, entity, update.blocks.start, UPDATE));
        }
        entry
    }

    /// Returns a correction of an article as an entry of a list in time.
    #[must_use]
    pub fn correction_entry(&self, corrected: &Corrected) -> EntryView {
        let fields = corrected.fields(&self.site);
        let mut entry = entry(self.card(corrected.article), "correction");
        let said = &self.words.said.corrected;
        let title = corrected.by_kind(&self.site, [&said.correction, &said.clarification, &said.retraction]);
        entry.title = title.fill(&[("title", &entry.title)]).into();
        entry.path = corrected.path(&self.site).into();
        entry.date = date_view(self.language, fields.date("date"), None);
        entry.summary = fields.text("note").or_else(|| fields.text("now")).cloned();
        entry
    }

    /// Returns an announcement from an event's history as an entry of a list in time.
    #[must_use]
    pub fn announcement_entry(&self, event: Handle, index: usize) -> EntryView {
        let entity = self.entity(event);
        let mut entry = entry(self.card(event), "announcement");
        entry.summary = None;
        if let Some(said) = entity.document.fields.maps("history").get(index) {
            entry.date = date_view(self.language, said.date("said_on"), None);
            let status = said.text("status");
            entry.mark = entry_mark(status.map(|status| &**status), entry.date.as_ref());
            let announced = date_view(self.language, said.date("date"), None);
            entry.meta = Some(EntryMetaView {
                status: status.cloned(),
                overdue: false,
                announced,
                previous_dates: Vec::new(),
                part_of: None,
                part: None,
                role: None,
                single_source: false,
            });
            entry.sources = self.cited(said.maps("source"));
        }
        entry
    }
}

/// Returns what all entries have.
fn entry(record: Card, kind: &'static str) -> EntryView {
    let view = &record.view;
    EntryView {
        kind,
        title: Arc::clone(&view.title),
        path: Arc::clone(&view.path),
        date: view.date.clone(),
        year: None,
        same_date: false,
        summary: view.summary.clone(),
        mark: "text",
        sources: Vec::new(),
        meta: None,
        record,
    }
}

impl EntryView {
    /// Returns the entry for the page of the larger event itself.
    #[must_use]
    pub(super) fn within_its_parent(mut self) -> Self {
        let meta = self.meta.map(|meta| EntryMetaView { part_of: None, ..meta });
        self.meta = meta.filter(EntryMetaView::says_something);
        self
    }
}

impl EntryMetaView {
    fn says_something(&self) -> bool {
        let is_role = self.part.is_some() || self.role.is_some();
        let is_plan = self.status.is_some() || self.announced.is_some() || !self.previous_dates.is_empty();
        is_role || is_plan || self.overdue || self.part_of.is_some() || self.single_source
    }
}

/// Returns the announcements of an event's history with their positions, in the order in which they were made; those that
/// do not say when come first.
pub(super) fn announcements(fields: &Fields) -> Vec<(usize, &Fields)> {
    let mut history: Vec<(usize, &Fields)> = fields.maps("history").iter().enumerate().collect();
    history.sort_by_key(|(_, said)| said.date("said_on").map(Date::order_key));
    history
}

/// Returns the dates for which an event was announced before, in the order of their announcements. A date within which the
/// one that counts now lies was no other date.
pub(super) fn previous_dates(fields: &Fields, language: Language) -> Vec<SharedDate> {
    let current = fields.date("date");
    let mut dates: Vec<&Date> = Vec::new();
    for date in announcements(fields).into_iter().filter_map(|(_, said)| said.date("date")) {
        if !current.is_some_and(|current| is_within(current, date))
            && !dates.iter().any(|known| known.edtf() == date.edtf())
        {
            dates.push(date);
        }
    }
    dates.into_iter().filter_map(|date| date_view(language, Some(date), None)).collect()
}

/// Tells whether a date surely lies within another.
fn is_within(date: &Date, other: &Date) -> bool {
    let starts = other.earliest().zip(date.earliest()).is_some_and(|(outer, inner)| outer <= inner);
    let ends = date.latest().zip(other.latest()).is_some_and(|(inner, outer)| inner <= outer);
    date.edtf() == other.edtf() || (starts && ends)
}

/// Returns when an article was last changed after it was published: `updated`, or its newest update or correction.
#[must_use]
pub(super) fn last_changed(entity: &Entity) -> Option<&Date> {
    let document = &entity.document;
    let corrections = document.fields.maps("corrections").iter().filter_map(|map| map.date("date"));
    let updates = document.updates.iter().map(|update| &update.date);
    let all = document.fields.date("updated").into_iter().chain(corrections).chain(updates);
    let newest: Option<(OrderKey, &Date)> = all.map(|date| (date.order_key(), date)).max_by_key(|(order, _)| *order);
    newest.map(|(_, date)| date)
}

/// Returns how an event is drawn.
fn entry_mark(status: Option<&str>, date: Option<&SharedDate>) -> &'static str {
    match (status, date) {
        (Some("planned" | "postponed"), _) => "plan",
        (Some("cancelled"), _) => "void",
        (Some("disputed"), _) => "diff",
        (_, Some(date)) => date.view.mark,
        (_, None) => "none",
    }
}

/// Marks where a new year begins in a list of entries, and which dates repeat the one before.
pub(super) fn group_by_year(desk: &Desk, entries: &mut [EntryView]) {
    let undated = desk.language.beside().undated;
    let mut last: Option<(Arc<str>, Arc<str>)> = None;
    for entry in entries {
        let (year, text) = match &entry.date {
            Some(date) if !date.view.year.is_empty() => (Arc::clone(&date.view.year), Arc::clone(&date.view.text)),
            Some(date) => (undated.into(), Arc::clone(&date.view.text)),
            None => (undated.into(), "".into()),
        };
        let before = last.as_ref();
        entry.same_date = before.is_some_and(|(_, before)| *before == text && !text.is_empty());
        entry.year = before.is_none_or(|(before, _)| *before != year).then(|| Arc::clone(&year));
        last = Some((year, text));
    }
}

/// How many words lists show of an update.
const UPDATE: usize = 80;

/// Returns the first words of a text from a block on, at most `most` words, within the block's section.
#[must_use]
pub(super) fn excerpt(desk: &Desk, entity: &Entity, from: u32, most: usize) -> Arc<str> {
    let Some(first) = entity.document.body.blocks.get(from as usize) else { return "".into() };
    let text = desk.as_shown(entity, first.text.clone());
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= most { words.join(" ").into() } else { format!("{} …", words[..most].join(" ")).into() }
}
