//! The lists by date: of articles, of events, and the timeline of all stories, split into stable pages where they are long.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::{Desk, is_plan};
use super::entry::group_by_year;
use super::paged::{List, part_title};
use super::pages::{Made, Pages};
use super::parts::{EntryView, PartLinkView};
use super::record::list_head;
use super::view::view;
use crate::date::Date;
use crate::kinds;
use crate::link::{Handle, Site};
use crate::route::Route;

/// From how many records on a list has pages of its own.
pub(super) const LONG: usize = 300;
/// How many articles a full page of their list has.
const ARTICLES: usize = 100;

view! {
    /// What `articles.html`, `events.html` and `timeline.html` see.
    EntriesView {
        /// The entries in their order.
        entries: Vec<EntryView>,
        /// Planned and postponed events, nearest first; on the first page only.
        upcoming: Vec<EntryView>,
        /// Links to the other pages of the list.
        parts: Vec<PartLinkView>,
        /// The number of all entries.
        total: usize,
        /// The day that counts as today.
        as_of: Option<Arc<str>>,
    }
}

/// Adds the list of articles, newest first.
pub(super) fn articles(site: &Site, pages: &mut Pages) {
    let mut articles: Vec<Handle> = site.of_kind(&kinds::ARTICLE).map(|(handle, _)| handle).collect();
    articles
        .sort_by_cached_key(|handle| (site.get(*handle).document.fields.date("date").map(Date::order_key), *handle));
    let articles = Arc::new(articles);
    let list = List::new("articles", |said| &said.titles.articles, "articles.html", ARTICLES);
    list.pages(articles.len(), pages, move |desk, part| {
        let newest = articles[part.oldest_first()].iter().rev();
        let mut entries: Vec<EntryView> = newest.map(|article| desk.article_entry(*article)).collect();
        group_by_year(desk, &mut entries);
        let (parts, total) = (part.links(), part.total());
        (part.head(desk), Box::new(EntriesView { entries, upcoming: Vec::new(), parts, total, as_of: None }))
    });
}

/// The events of a year, or those without a date.
type Year = (Option<i32>, Vec<Handle>);

/// Returns what stands for a year in an address.
fn year_slug(year: Option<i32>) -> String {
    year.map_or_else(|| "undated".to_owned(), |year| year.to_string())
}

/// Adds the list of events by date and the timeline of all stories, by year where they are long.
pub(super) fn events(site: &Site, pages: &mut Pages) {
    // What has no date stands before all years, so that it comes last.
    let mut past: BTreeMap<Option<i32>, Vec<Handle>> = BTreeMap::new();
    let mut plans: Vec<Handle> = Vec::new();
    let mut total = 0;
    for (handle, entity) in site.of_kind(&kinds::EVENT) {
        total += 1;
        if is_plan(entity) {
            plans.push(handle);
            continue;
        }
        let year = entity.document.fields.date("date").and_then(Date::year_of_list);
        past.entry(year).or_default().push(handle);
    }
    let years: Arc<Vec<Year>> = Arc::new(past.into_iter().rev().collect());
    let plans = Arc::new(plans);
    let long = total > LONG;
    for (list, template, folder) in
        [("events", "events.html", "events/year/"), ("timeline", "timeline.html", "timeline/")]
    {
        if long {
            for at in 0..years.len() {
                let (years, plans) = (Arc::clone(&years), Arc::clone(&plans));
                let route = Route::new(&format!("/{folder}{}/", year_slug(years[at].0)));
                pages
                    .view(route, None, template, move |desk| events_page(desk, list, folder, &years, &plans, Some(at)));
            }
        }
        let (years, plans) = (Arc::clone(&years), Arc::clone(&plans));
        pages.view(Route::new(&format!("/{list}/")), None, template, move |desk| {
            events_page(desk, list, folder, &years, &plans, None)
        });
    }
}

fn events_page(
    desk: &Desk,
    list: &'static str,
    folder: &str,
    years: &[Year],
    plans: &[Handle],
    only: Option<usize>,
) -> Made {
    let total = plans.len() + years.iter().map(|(_, events)| events.len()).sum::<usize>();
    let long = total > LONG;
    // The first page of a long list shows the newest year.
    let shown = |at: usize| only.map_or(!long || at == 0, |only| only == at);
    let mut entries = Vec::new();
    for (_, (_, events)) in years.iter().enumerate().filter(|(at, _)| shown(*at)) {
        let mut events = events.clone();
        desk.sort_by_time(&mut events);
        entries.extend(events.into_iter().rev().map(|event| desk.event_entry(event, None)));
    }
    group_by_year(desk, &mut entries);
    let mut upcoming = Vec::new();
    if only.is_none() {
        let mut plans = plans.to_vec();
        desk.sort_by_time(&mut plans);
        upcoming = plans.into_iter().map(|event| desk.event_entry(event, None)).collect();
    }
    let said_year = |year: Option<i32>| {
        let words = |year| desk.language.year(i64::from(year));
        year.map_or_else(|| desk.language.beside().undated.to_owned(), words)
    };
    let part = |(at, (year, _)): (usize, &Year)| PartLinkView {
        title: said_year(*year).into(),
        path: format!("{folder}{}/", year_slug(*year)).into(),
        current: only == Some(at),
    };
    let parts = if long { years.iter().enumerate().map(part).collect() } else { Vec::new() };
    let said = &desk.words.said;
    let base = if list == "events" { &said.titles.events } else { &said.titles.timeline };
    let (title, path) = match only {
        Some(at) => {
            let year = years[at].0;
            (part_title(said, base, &said_year(year)), format!("{folder}{}/", year_slug(year)))
        }
        None => (base.to_string(), format!("{list}/")),
    };
    let as_of = desk.site.as_of.map(|day| day.words(desk.language).into());
    let total = if only.is_some() { 0 } else { total };
    let view = EntriesView { entries, upcoming, parts, total, as_of };
    (list_head(desk, list, &title, &path), Box::new(view))
}
