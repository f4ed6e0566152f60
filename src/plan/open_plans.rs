//! The plans that are still open: those whose date has passed without a report, and those to come.

use std::sync::Arc;

use super::desk::{Desk, is_plan};
use super::entry::{announcements, group_by_year};
use super::pages::{Made, Pages};
use super::parts::EntryView;
use super::record::list_head;
use super::view::view;
use crate::date::{Date, OrderKey};
use crate::kinds;
use crate::link::{Handle, Site};
use crate::route::Route;

view! {
    /// What `open-plans.html` sees.
    OpenPlansView {
        /// Plans whose date has passed: their outcome is not reported. The oldest first.
        overdue: Vec<EntryView>,
        /// Plans with a date to come, nearest first.
        upcoming: Vec<EntryView>,
        /// Plans without a date.
        undated: Vec<EntryView>,
        /// What was announced of these when, newest announcement first.
        announcements: Vec<EntryView>,
        /// The day that counts as today.
        as_of: Option<Arc<str>>,
    }
}

/// Adds the page.
pub(super) fn pages(_: &Site, pages: &mut Pages) {
    pages.view(Route::new("/open-plans/"), None, "open-plans.html", made);
}

fn made(desk: &Desk) -> Made {
    let mut plans: Vec<Handle> =
        desk.site.of_kind(&kinds::EVENT).filter(|(_, entity)| is_plan(entity)).map(|(handle, _)| handle).collect();
    desk.sort_by_time(&mut plans);
    let mut said: Vec<(OrderKey, Handle, usize)> = Vec::new();
    for plan in &plans {
        let history = announcements(&desk.entity(*plan).document.fields);
        let dated =
            history.into_iter().filter_map(|(index, said)| Some((said.date("said_on")?.order_key(), *plan, index)));
        said.extend(dated);
    }
    said.sort_by_key(|(order, plan, index)| (std::cmp::Reverse(*order), *plan, std::cmp::Reverse(*index)));
    let mut announcements: Vec<EntryView> =
        said.into_iter().map(|(_, plan, index)| desk.announcement_entry(plan, index)).collect();
    group_by_year(desk, &mut announcements);
    let (overdue, open): (Vec<Handle>, Vec<Handle>) = plans.into_iter().partition(|plan| desk.card(*plan).view.overdue);
    let has_date = |plan: &Handle| {
        let date = desk.entity(*plan).document.fields.date("date");
        date.is_some_and(|date| Date::earliest(date).or_else(|| date.latest()).is_some())
    };
    let (dated, undated): (Vec<Handle>, Vec<Handle>) = open.into_iter().partition(has_date);
    let entries = |plans: Vec<Handle>| plans.into_iter().map(|plan| desk.event_entry(plan, None)).collect();
    let view = OpenPlansView {
        overdue: entries(overdue),
        upcoming: entries(dated),
        undated: entries(undated),
        announcements,
        as_of: desk.site.as_of.map(|day| day.words(desk.language).into()),
    };
    (list_head(desk, "open-plans", &desk.words.said.titles.open_plans, "open-plans/"), Box::new(view))
}
