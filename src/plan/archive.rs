//! Long lists in stable pages: full pages count from the oldest entry, so that a new entry changes only the newest.

use std::sync::Arc;

use super::desk::{Desk, is_plan};
use super::entry::group_by_year;
use super::mentions::MentionsView;
use super::pages::{Made, Pages};
use super::parts::{Card, EntryView, PartLinkView};
use super::quotes::QuoteView;
use super::record;
use super::view::view;
use super::wants::Wanted;
use crate::kind::Kind;
use crate::kinds;
use crate::link::{Handle, Site};
use crate::route::Route;

/// How many entries a full page has.
pub(super) const SIZE: usize = 50;

/// How a list of entries, oldest first, is split: full pages first, the newest 50 to 99 on the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The number of full pages.
    pub full: usize,
    /// The position of the first entry that stands on the record's own page.
    pub first: usize,
    /// How many entries a full page has.
    pub size: usize,
}

impl Split {
    /// Splits a list of this length into pages of [`SIZE`].
    #[must_use]
    pub(super) fn of(length: usize) -> Self {
        Self::by(length, SIZE)
    }

    /// Splits a list of this length into pages of `size`; the first one holds up to twice as many less one.
    #[must_use]
    pub(super) fn by(length: usize, size: usize) -> Self {
        let full = (length / size).saturating_sub(1);
        Self { full, first: full * size, size }
    }

    /// Returns which entries a full page has: `1–50`.
    #[must_use]
    pub(super) fn range(self, number: usize) -> String {
        format!("{}–{}", (number - 1) * self.size + 1, number * self.size)
    }

    /// Returns the links to the full pages, newest first.
    #[must_use]
    pub(super) fn links(self, path: &str, list: &str) -> Vec<PartLinkView> {
        (1..=self.full).rev().map(|number| self.link(number, path, list)).collect()
    }

    /// Returns the links of a full page, to itself and the one before: links to those after it would change it whenever a
    /// page is filled.
    #[must_use]
    pub(super) fn links_of(self, number: usize, path: &str, list: &str) -> Vec<PartLinkView> {
        let own = PartLinkView { current: true, ..self.link(number, path, list) };
        let before = (number > 1).then(|| self.link(number - 1, path, list));
        [Some(own), before].into_iter().flatten().collect()
    }

    fn link(self, number: usize, path: &str, list: &str) -> PartLinkView {
        PartLinkView {
            title: self.range(number).into(),
            path: format!("{path}{list}/{number}/").into(),
            current: false,
        }
    }
}

view! {
    /// What `archive.html` sees: a full page of a record's mentions, events or quotes.
    ArchiveView {
        /// The record.
        record: Card,
        /// `mentions`, `events` or `quotes`.
        list: &'static str,
        /// The documents that mention it, newest first.
        mentions: MentionsView,
        /// Its events, newest first.
        timeline: Vec<EntryView>,
        /// What was said by it or there, newest first.
        quotes: Vec<QuoteView>,
        /// The pages of the list, newest first.
        parts: Vec<PartLinkView>,
    }
}

/// What full pages are made with.
const TEMPLATE: &str = "archive.html";

/// Adds the full pages of the records of a kind.
pub(super) fn pages(site: &Site, kind: &'static Kind, pages: &mut Pages) {
    for (handle, entity) in site.of_kind(kind) {
        let documents = site.mentions_of(handle).chunk_by(|a, b| a.from == b.from).count();
        for number in 1..=Split::of(documents).full {
            let route = entity.route.join(&format!("mentions/{number}/"));
            pages.view(route, record::origin(entity), TEMPLATE, move |desk| mentions_page(desk, handle, number));
        }
        if *kind == kinds::SOURCE {
            continue;
        }
        let events = past_events(site, handle);
        for number in 1..=Split::of(events).full {
            let route = entity.route.join(&format!("events/{number}/"));
            pages.view(route, record::origin(entity), TEMPLATE, move |desk| events_page(desk, handle, number));
        }
    }
}

fn past_events(site: &Site, handle: Handle) -> usize {
    let kind = site.get(handle).id.kind;
    let mut events: Vec<Handle> = site
        .mentions_of(handle)
        .iter()
        .filter(|mention| {
            let own = if kind.own.is_some() { kind.plural } else { "" };
            let keys = ["participants", "place", "part_of", own];
            mention.at.is_some_and(|at| keys.contains(&at.field) && at.sub.is_empty())
        })
        .map(|mention| mention.from)
        .filter(|from| *site.get(*from).id.kind == kinds::EVENT)
        .filter(|from| !is_plan(site.get(*from)))
        .collect();
    events.sort_unstable();
    events.dedup();
    events.len()
}

/// Returns the newest mentions of a record, the links to its full pages, and the number of documents.
pub(super) fn newest_mentions(
    desk: &Desk,
    wanted: &Wanted,
    handle: Handle,
) -> (MentionsView, Vec<PartLinkView>, usize) {
    let total = desk.mentioning(handle).count();
    let split = Split::of(total);
    let root = desk.entity(handle).route.to_root();
    let newest = wanted
        .then("mentions", || desk.mentions_view(wanted, desk.mentioning(handle).take(total - split.first), &root));
    (newest, split.links(desk.entity(handle).route.path(), "mentions"), total)
}

fn mentions_page(desk: &Desk, handle: Handle, number: usize) -> Made {
    let groups: Vec<_> = desk.mentioning(handle).collect();
    let split = Split::of(groups.len());
    // Full pages count from the oldest.
    let newest = groups.len() - number * SIZE;
    let root = part_route(desk, handle, "mentions", number).to_root();
    let wanted = desk.wants.of_template(TEMPLATE);
    let page = desk.mentions_view(wanted, groups[newest..newest + SIZE].iter().copied(), &root);
    made(desk, handle, "mentions", number, split, Slice { mentions: Some(page), ..Slice::default() })
}

fn events_page(desk: &Desk, handle: Handle, number: usize) -> Made {
    let mut events: Vec<_> =
        desk.events_of(handle).into_iter().filter(|(event, _)| !is_plan(desk.entity(*event))).collect();
    desk.undated_first(&mut events);
    let split = Split::of(events.len());
    let slice = &events[(number - 1) * SIZE..number * SIZE];
    let mut timeline: Vec<EntryView> =
        slice.iter().rev().map(|(event, mention)| desk.event_entry(*event, Some((handle, mention)))).collect();
    group_by_year(desk, &mut timeline);
    made(desk, handle, "events", number, split, Slice { timeline, ..Slice::default() })
}

fn part_route(desk: &Desk, handle: Handle, list: &str, number: usize) -> Route {
    desk.entity(handle).route.join(&format!("{list}/{number}/"))
}

/// What a full page shows: one of these.
#[derive(Default)]
pub(super) struct Slice {
    /// Documents that mention the record.
    pub mentions: Option<MentionsView>,
    /// Its events.
    pub timeline: Vec<EntryView>,
    /// What was said by it or there.
    pub quotes: Vec<QuoteView>,
}

/// Makes a full page of one of a record's lists.
pub(super) fn made(desk: &Desk, handle: Handle, list: &'static str, number: usize, split: Split, slice: Slice) -> Made {
    let entity = desk.entity(handle);
    let parts = split.links_of(number, entity.route.path(), list);
    let words = desk.words_of(entity);
    let title = match list {
        "mentions" => &words.said.titles.mentions_of,
        "events" => &words.said.titles.events_of,
        _ => &words.said.titles.quotes_of,
    };
    let title: Arc<str> = title.fill(&[("name", &entity.document.name), ("range", &Split::of(0).range(number))]).into();
    let mut head = record::part_head(desk, handle);
    head.title = title;
    head.path = part_route(desk, handle, list, number).path().into();
    head.url = desk.site.config.address(&head.path).into();
    head.data = false;
    let Slice { mentions, timeline, quotes } = slice;
    let mentions = mentions.unwrap_or_default();
    let view = ArchiveView { record: desk.card(handle), list, mentions, timeline, quotes, parts };
    (head, Box::new(view))
}
