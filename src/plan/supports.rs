//! The facts of front matter that rest on a source, each in words and with the place at which its record shows it.
//!
//! 1. The records are gone through once, and what cites a source is noted by field and position.
//! 2. The words of a fact are made only where a page or data wants them.
//!
//! A fact that names a record which readers may not see is left out with its source.

use std::sync::Arc;

use foldhash::HashMap;

use super::accounts::AccountsView;
use super::desk::Desk;
use super::facts;
use super::parts::Card;
use super::view::view;
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, Site, accounts, bare_name};
use crate::parse::fields::{Fields, RefItem, Value};
use crate::words::{Announced, Whole};

/// A fact that rests on a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Support {
    /// The record whose front matter states it.
    pub record: Handle,
    /// The key: `roles`; `sources` where the whole record rests on the source.
    pub field: &'static str,
    /// The position in the list of the key.
    pub index: u32,
}

view! {
    /// A record with its facts that rest on a source.
    SupportView {
        /// The record.
        record: Card,
        /// The facts, in the order of its front matter.
        facts: Vec<FactView>,
    }
}

view! {
    /// A fact that rests on a source.
    FactView {
        /// What it is, in a word or two: `role`, `not known yet`, `announcement`.
        sort: &'static str,
        /// The fact: `foreign minister, since 2024`.
        text: Arc<str>,
        /// Where its record shows it, from the site's root.
        path: Arc<str>,
    }
}

/// Returns the sources by key, and the facts of front matter that rest on each, in the order of kinds, ids and keys.
pub(super) fn index(site: &Site) -> (HashMap<Arc<str>, Handle>, HashMap<Handle, Vec<Support>>) {
    let sources: HashMap<Arc<str>, Handle> =
        site.of_kind(&kinds::SOURCE).map(|(handle, entity)| (Arc::clone(&entity.id.id), handle)).collect();
    let mut supports: HashMap<Handle, Vec<Support>> = HashMap::default();
    let mut keys = Vec::new();
    for (record, entity) in site.all() {
        let mut note = |field: &'static str, index: usize, keys: &mut Vec<&str>| {
            let support = Support { record, field, index: index as u32 };
            for source in keys.drain(..).filter_map(|key| sources.get(key)) {
                let facts = supports.entry(*source).or_default();
                if facts.last() != Some(&support) {
                    facts.push(support);
                }
            }
        };
        for (field, value) in entity.document.fields.iter() {
            match value {
                Value::Maps(items) if field == "sources" => {
                    keys.extend(items.iter().filter_map(|item| item.text("key")).map(|key| &**key));
                    note(field, 0, &mut keys);
                }
                Value::Maps(maps) => {
                    for (index, map) in maps.iter().enumerate() {
                        map.source_keys(&mut keys);
                        if !keys.is_empty() && names_hidden(entity, field, index) {
                            keys.clear();
                        }
                        note(field, index, &mut keys);
                    }
                }
                Value::Refs(items) if items.iter().any(|item| !item.sources.is_empty()) => {
                    for (_, reference, resolved) in entity.refs(field) {
                        let index = usize::from(reference.at.index);
                        let Some(item) = items.get(index).filter(|_| resolved != Resolved::Hidden) else { continue };
                        keys.extend(item.sources.iter().filter_map(|item| item.text("key")).map(|key| &**key));
                        note(field, index, &mut keys);
                    }
                }
                _ => {}
            }
        }
    }
    (sources, supports)
}

/// Tells whether an item names a hidden record without which it says nothing; a role without its organization still does.
fn names_hidden(entity: &Entity, field: &str, index: usize) -> bool {
    let pairs = entity.document.references.iter().zip(&entity.links.references);
    pairs.into_iter().any(|(reference, resolved)| {
        *resolved == Resolved::Hidden
            && reference.at.field == field
            && usize::from(reference.at.index) == index
            && reference.at.sub != "organization"
    })
}

impl Desk {
    /// Returns the facts of front matter that rest on a source, in the order of kinds, ids and keys.
    #[must_use]
    pub fn supported_by(&self, source: Handle) -> &[Support] {
        self.supports.get(&source).map_or(&[], Vec::as_slice)
    }

    /// Returns facts by record.
    #[must_use]
    pub fn support_views(&self, supports: &[Support]) -> Vec<SupportView> {
        let records = supports.chunk_by(|a, b| a.record == b.record);
        records
            .map(|facts| SupportView {
                record: self.card(facts[0].record),
                facts: facts.iter().map(|fact| self.fact(*fact)).collect(),
            })
            .collect()
    }

    /// Returns a fact in words, with the place at which its record shows it.
    #[must_use]
    pub fn fact(&self, support: Support) -> FactView {
        let Support { record, field, index } = support;
        let entity = self.entity(record);
        let fields = &entity.document.fields;
        let at = index as usize;
        let item = fields.maps(field).get(at);
        let text = match (field, item) {
            ("sources", _) => whole(&self.words.said.whole, entity),
            (_, Some(item)) => self.words(entity, field, at, item),
            _ => {
                fields.refs(field).get(at).map(|item| self.reference_words(entity, field, at, item)).unwrap_or_default()
            }
        };
        let own = match field {
            "claims" => self.claims.held(record, index).map(|claim| &claim.id),
            "quotes" => self.quotes.fielded(record, index),
            _ => None,
        };
        let route = entity.route.path();
        let path = match (own, field) {
            (Some(id), _) => format!("{route}#{id}"),
            (None, "accounts") if *entity.id.kind == kinds::ARTICLE => self.accounts_path(entity, at),
            (None, "accounts" | "rulings") if !self.is_disputed(record, item) => format!("{route}#_rulings"),
            (None, _) => format!("{route}{}", part(entity, field)),
        };
        FactView { sort: sort(field), text: text.into(), path: path.into() }
    }

    /// Returns an item of a list in words.
    fn words(&self, entity: &Entity, field: &'static str, at: usize, item: &Fields) -> String {
        let said = &self.words.said;
        let joined = |parts: &[&str]| joined(&said.list.comma, parts);
        let text = |key: &str| item.text(key).map_or("", |text| &**text);
        let point = |field: &str| self.words.look_up("field", field).to_owned();
        let date = |key: &str| item.date(key).map(|date| date.words(self.language)).unwrap_or_default();
        let span = || self.language.span(item.date("from"), item.date("until"));
        let value = || {
            let (field, value) = item.text("field").zip(item.text("value"))?;
            Some(accounts::in_words(&self.site, field, value, self.language))
        };
        let value = || value().unwrap_or_default();
        let named = |sub: &str| {
            let written = item.refs(sub).first()?;
            match entity.nested(field, at, sub).unwrap_or(Resolved::Plain) {
                Resolved::Found(handle) => Some(self.entity(handle).document.name.to_string()),
                Resolved::Plain => Some(bare_name(&written.target, self.kinds()).to_owned()),
                Resolved::Hidden => None,
            }
        };
        match field {
            "roles" => joined(&[text("title"), &named("organization").unwrap_or_default(), &span()]),
            "relations" => {
                let label = item.text("as").map_or(&*said.relation.tied, |label| &**label);
                let tie = format!("{label} {}", named("to").unwrap_or_default());
                joined(&[&tie, &span(), text("status")])
            }
            "accounts" if *entity.id.kind == kinds::ARTICLE => {
                let told = accounts::told(&self.site, entity, at, self.language).into_iter();
                let facts: Vec<String> = told
                    .map(|(fact, value)| said.told.account.fill(&[("field", &point(&fact)), ("value", &value)]))
                    .collect();
                joined(&[&named("event").unwrap_or_default(), &facts.join(&said.list.semicolon)])
            }
            "accounts" => said.told.account.fill(&[("field", &point(text("field"))), ("value", &value())]),
            "rulings" => said.told.ruling.fill(&[("field", &point(text("field"))), ("value", &value())]),
            "history" => {
                let what = announced(&said.plan, text("status"), &date("date"));
                let on = date("said_on");
                if on.is_empty() { what } else { said.told.said_on.fill(&[("what", &what), ("date", &on)]) }
            }
            "quotes" => joined(&[
                &said.marks.quoted.fill(&[("text", text("text"))]),
                &named("speaker").unwrap_or_default(),
                &date("date"),
            ]),
            "claims" => {
                let by = named("by").map(|by| said.claim.by.fill(&[("name", &by)])).unwrap_or_default();
                let about = named("about").map(|about| said.claim.about.fill(&[("name", &about)])).unwrap_or_default();
                let claimed = [text("text"), &by, &about].into_iter().filter(|part| !part.is_empty());
                claimed.collect::<Vec<_>>().join(" · ")
            }
            _ => {
                let date = date("date");
                if date.is_empty() { text("text").to_owned() } else { format!("{} ({date})", text("text")) }
            }
        }
    }

    /// Returns where an article's account stands: on the page of its event, where accounts of that differ.
    fn accounts_path(&self, article: &Entity, at: usize) -> String {
        let event = article.nested("accounts", at, "event").and_then(Resolved::found);
        let Some(event) = event else { return article.route.path().to_owned() };
        let anchor = if self.accounts(event).iter().any(AccountsView::differs) { "#_accounts" } else { "" };
        format!("{}{anchor}", self.entity(event).route.path())
    }

    /// Tells whether accounts of an event differ on the fact of an account or a ruling.
    fn is_disputed(&self, event: Handle, told: Option<&Fields>) -> bool {
        let field = told.and_then(|told| told.text("field")).map(|field| accounts::fact(field));
        self.accounts(event).iter().any(|group| group.differs() && Some(accounts::fact(&group.field)) == field)
    }

    /// Returns a declared record in words: its name and the part that it plays.
    fn reference_words(&self, entity: &Entity, field: &str, at: usize, item: &RefItem) -> String {
        let mut references = entity.refs(field);
        let found = references.find(|(_, reference, _)| usize::from(reference.at.index) == at);
        let name = match found.and_then(|(_, _, resolved)| resolved.found()) {
            Some(handle) => self.entity(handle).document.name.to_string(),
            None => bare_name(&item.target, self.kinds()).to_owned(),
        };
        // Of a relation of a kind of the site's own, which one it is.
        let mut facts = facts::declared(self.kinds().entry(entity.id.kind));
        let relation = facts.find(|(fact, _)| fact.key == field).map(|(fact, _)| fact);
        let label = relation.map(|fact| format!("{} ", fact.label.in_language(&self.site.config.language)));
        let name = label.unwrap_or_default() + &name;
        joined(&self.words.said.list.comma, &[&name, item.role.as_deref().unwrap_or_default()])
    }
}

fn joined(comma: &str, parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(comma)
}

/// Returns what rests on a source where a record cites it as a whole.
fn whole(said: &Whole, entity: &Entity) -> String {
    let whole = match entity.id.kind {
        kind if *kind == kinds::EVENT => &said.event,
        kind if *kind == kinds::ARTICLE => &said.article,
        kind if *kind == kinds::STORY => &said.story,
        _ => &said.record,
    };
    whole.to_string()
}

/// Returns an announcement in words: `planned for May 2019`.
fn announced(said: &Announced, status: &str, date: &str) -> String {
    let (bare, dated) = match status {
        "postponed" => (&said.postponed, &said.postponed_for),
        "cancelled" => (&said.cancelled, &said.cancelled_for),
        "happened" => (&said.happened, &said.happened_for),
        "planned" => (&said.planned, &said.planned_for),
        "disputed" => (&said.disputed, &said.disputed_for),
        _ => (&said.announced, &said.announced_for),
    };
    if date.is_empty() { bare.to_string() } else { dated.fill(&[("date", date)]) }
}

/// Returns what the facts of a key are, in a word or two.
fn sort(field: &str) -> &'static str {
    match field {
        "sources" => "record",
        "roles" => "role",
        "relations" => "relation",
        "accounts" => "account",
        "rulings" => "ruling",
        "history" => "announcement",
        "claims" => "claim",
        "quotes" => "quote",
        "known" => "known",
        "unknown" => "not known yet",
        "disputed" => "disputed",
        "outcomes" => "outcome",
        "participants" => "participant",
        "people" => "person",
        "events" | "part_of" | "follows" => "event",
        "organizations" | "credits" => "organization",
        "place" | "places" => "place",
        "story" => "story",
        _ => "fact",
    }
}

/// Returns the part of a record's page that shows the facts of a key, as a fragment; empty where it is the head.
fn part(entity: &Entity, field: &str) -> &'static str {
    match field {
        "roles" => "#_roles",
        "relations" => "#_relations",
        "accounts" | "rulings" => "#_accounts",
        "history" => "#_history",
        "known" | "unknown" | "disputed" => "#_stands",
        "outcomes" => "#_outcomes",
        "participants" => "#people",
        "people" if *entity.id.kind == kinds::ARTICLE => "#people",
        "events" if *entity.id.kind == kinds::ARTICLE => "#events",
        _ => "",
    }
}
