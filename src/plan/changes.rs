//! What changed on the site, day by day: articles, updates, corrections, announcements of plans.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::corrections;
use super::desk::Desk;
use super::entry::group_by_year;
use super::paged::{List, Part};
use super::pages::{Made, Pages};
use super::parts::{EntryView, PartLinkView};
use super::timeline::{Moment, What};
use super::view::view;
use crate::date::{Date, OrderKey};
use crate::kinds;
use crate::link::{Handle, Site};

/// From how many changes on each year has pages of its own.
const LONG: usize = 300;
/// How many changes a full page has.
const SIZE: usize = 100;

view! {
    /// What `changes.html` sees.
    ChangesView {
        /// The changes, newest first.
        entries: Vec<EntryView>,
        /// Links to the years, newest first, where there are many changes.
        years: Vec<PartLinkView>,
        /// Links to the other pages of this year.
        parts: Vec<PartLinkView>,
        /// The number of all changes, on the first page of all.
        total: usize,
    }
}

/// The changes of each year, newest year first, each year oldest change first.
type Years = Vec<(i32, Vec<Moment>)>;

/// Adds the list of changes, by year where it is long.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    let years = Arc::new(by_year(site));
    let total: usize = years.iter().map(|(_, moments)| moments.len()).sum();
    let list = List::new("changes", |said| &said.titles.changes, "changes.html", SIZE);
    if total <= LONG {
        // All of them stand on one page: there is nothing that would have to be stable.
        let list = List::new("changes", |said| &said.titles.changes, "changes.html", usize::MAX);
        return list.pages(total, pages, move |desk, part| {
            let moments: Vec<&Moment> = years.iter().flat_map(|(_, moments)| moments.iter().rev()).collect();
            made(desk, part, &moments, Vec::new(), part.total())
        });
    }
    for (at, (year, moments)) in years.iter().enumerate() {
        let list = list.clone().within(&format!("changes/{year}"), &year.to_string());
        let years = Arc::clone(&years);
        list.pages(moments.len(), pages, move |desk, part| of_year(desk, part, &years, at, false));
    }
    // The first page has the newest changes; its older pages are those of their year.
    let newest = years.first().map_or(0, |(_, moments)| moments.len());
    let first = Part::first(list, newest);
    pages.view(first.route(), None, "changes.html", move |desk| of_year(desk, &first, &years, 0, true));
}

fn of_year(desk: &Desk, part: &Part, years: &Years, at: usize, is_first: bool) -> Made {
    let (year, moments) = &years[at];
    let links = years.iter().map(|(other, _)| PartLinkView {
        title: other.to_string().into(),
        path: format!("changes/{other}/").into(),
        current: !is_first && other == year,
    });
    let links = links.collect();
    let shown: Vec<&Moment> = moments[part.oldest_first()].iter().rev().collect();
    let total = if is_first { years.iter().map(|(_, moments)| moments.len()).sum() } else { 0 };
    made(desk, part, &shown, links, total)
}

fn made(desk: &Desk, part: &Part, moments: &[&Moment], years: Vec<PartLinkView>, total: usize) -> Made {
    let mut entries: Vec<EntryView> = moments.iter().map(|moment| desk.entry(moment)).collect();
    group_by_year(desk, &mut entries);
    (part.head(desk), Box::new(ChangesView { entries, years, parts: part.links(), total }))
}

/// Collects the changes of a site.
fn by_year(site: &Site) -> Years {
    let mut changes: Vec<(OrderKey, (u8, Handle), Moment)> = Vec::new();
    let mut add = |date: &Date, what: What| {
        changes.push((date.order_key(), what.rank(), Moment { date: Some(date.clone()), what }));
    };
    for (article, entity) in site.of_kind(&kinds::ARTICLE) {
        if let Some(date) = entity.document.fields.date("date") {
            add(date, What::Article(article));
        }
        for update in &entity.document.updates {
            add(&update.date, What::Update(article, Arc::clone(&update.id), update.headline.clone()));
        }
    }
    for corrected in corrections::all(site) {
        if let Some(date) = corrected.fields(site).date("date") {
            add(date, What::Correction(corrected.clone()));
        }
    }
    for (event, entity) in site.of_kind(&kinds::EVENT) {
        for (index, said) in entity.document.fields.maps("history").iter().enumerate() {
            if let Some(date) = said.date("said_on") {
                add(date, What::Announcement(event, index));
            }
        }
    }
    changes.sort_by_key(|(order, rank, _)| (*order, *rank));
    let mut years: BTreeMap<i32, Vec<Moment>> = BTreeMap::new();
    for (_, _, moment) in changes {
        let day = moment.date.as_ref().and_then(|date| date.earliest().or_else(|| date.latest()));
        years.entry(day.map_or(0, |day| day.year)).or_default().push(moment);
    }
    years.into_iter().rev().collect()
}
