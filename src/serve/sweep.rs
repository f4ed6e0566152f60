//! Renders what changed in the background, for what is wrong in it, and tells which pages changed and why.
//!
//! What each page was made from is remembered from sweep to sweep, so that only pages with other inputs are rendered. A sweep stops
//! when something else changes; what it has seen by then counts for the next.

use std::collections::BTreeMap;

use super::shown::{Shown, mistakes};
use crate::diagnostic::{Diagnostic, Report};
use crate::plan::Page;
use crate::render::{self, Change};
use crate::route::Route;
use crate::write::Inputs;

/// What is known of the pages.
#[derive(Default)]
pub struct Sweep {
    pages: BTreeMap<Route, Seen>,
    /// What changed since the last sweep that came to its end.
    changes: BTreeMap<Route, Change>,
    /// Whether every page was seen once.
    complete: bool,
}

struct Seen {
    inputs: Inputs,
    mistakes: Vec<Diagnostic>,
}

/// What a sweep came to.
pub struct Swept {
    /// The pages that changed, sorted by route; `None` after the first sweep, before which nothing was known.
    pub changes: Option<Vec<(Route, Change)>>,
    /// What is wrong in templates and pictures, each once, in the order of places.
    pub mistakes: Vec<Diagnostic>,
}

impl Sweep {
    /// Goes over all pages, unless it is told to stop; then it returns `None`.
    pub fn run(&mut self, shown: &Shown, stop: &dyn Fn() -> bool) -> Option<Swept> {
        let pages = || shown.planned.pages.iter().filter(|page| page.is_page());
        for page in pages() {
            if stop() {
                return None;
            }
            self.see(shown, page);
        }
        let gone: Vec<Route> = self.pages.keys().filter(|route| shown.page(route).is_none()).cloned().collect();
        for route in gone {
            self.pages.remove(&route);
            self.note(route, Change::Removed);
        }
        let changes = std::mem::take(&mut self.changes).into_iter().collect();
        let changes = std::mem::replace(&mut self.complete, true).then_some(changes);
        let mut mistakes = Report::default();
        mistakes.extend(self.pages.values().flat_map(|seen| seen.mistakes.iter().cloned()));
        mistakes.settle(false);
        Some(Swept { changes, mistakes: mistakes.into_all() })
    }

    fn see(&mut self, shown: &Shown, page: &Page) {
        let inputs = shown.inputs(page);
        let change = match self.pages.get(&page.route) {
            Some(seen) if seen.inputs == inputs => return,
            Some(seen) => Change::Rendered(render::reasons(&seen.inputs, &inputs)),
            None => Change::Added,
        };
        let mistakes = shown.render(page).err().map(|failure| mistakes(&failure).to_vec()).unwrap_or_default();
        self.pages.insert(page.route.clone(), Seen { inputs, mistakes });
        self.note(page.route.clone(), change);
    }

    /// Adds what happened to a page to what happened to it since the last sweep that came to its end.
    fn note(&mut self, route: Route, change: Change) {
        let merged = match (self.changes.remove(&route), change) {
            (Some(Change::Added), Change::Removed) => return,
            (Some(Change::Added), Change::Rendered(_)) => Change::Added,
            (Some(Change::Removed), Change::Added) => Change::Rendered(vec!["content".to_owned()]),
            (Some(Change::Rendered(mut before)), Change::Rendered(now)) => {
                before.extend(now);
                before.sort_unstable();
                before.dedup();
                Change::Rendered(before)
            }
            (_, change) => change,
        };
        self.changes.insert(route, merged);
    }
}
