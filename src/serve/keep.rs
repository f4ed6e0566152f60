//! Keeps what browsers asked for, when it is quiet, for the start of the next preview: see [`early`](super::early).

use std::sync::Arc;
use std::time::Duration;

use super::early::{Early, Held};
use super::{Live, Shown};
use crate::digest::Digest;
use crate::engine::{Basis, Options};
use crate::plan::{Make, Page};

/// How long nothing is swept before something is kept.
pub const QUIET: Duration = Duration::from_secs(1);

/// How many bytes are kept.
const MOST_BYTES: usize = 16 << 20;

/// Gives the digest of the program: a new one may write other pages from the same texts.
pub type Program = Arc<dyn Fn() -> Option<Digest> + Send + Sync>;

/// Decides what is kept and when.
pub struct Keeper {
    options: Options,
    program: Program,
    /// The number of the change after which every page was found good.
    good: Option<u64>,
    /// Of what was kept last: the number of the change, and that of what was asked for.
    kept: Option<(u64, u64)>,
}

impl Keeper {
    /// Starts with nothing to keep.
    #[must_use]
    pub fn new(options: Options, program: Program) -> Self {
        Self { options, program, good: None, kept: None }
    }

    /// Says whether every page was found good after a change.
    pub fn swept(&mut self, generation: u64, is_good: bool) {
        self.good = is_good.then_some(generation);
    }

    /// Keeps what was asked for, unless that was done already. A site with a mistake is never kept, nor one that is just changing.
    pub fn keep(&mut self, live: &Live) {
        let Some(good) = self.good else { return };
        let state = (good, live.asked.news());
        // The site is only as it was swept if its number is so still when it is at hand: both change together.
        let shown = live.view().shown;
        let stop = || live.generation() != good;
        if self.kept == Some(state) || stop() {
            return;
        }
        let early = shown.and_then(|shown| self.of(&shown, live, &stop));
        if let Some(early) = early {
            early.keep();
            self.kept = Some(state);
        }
    }

    /// Collects what was asked for; `None` where something else changes.
    fn of(&self, shown: &Shown, live: &Live, stop: &dyn Fn() -> bool) -> Option<Early> {
        let planned = &shown.planned;
        let basis = Basis::of(&self.options, planned, std::iter::empty(), (self.program)()?);
        // What was kept of the same site is the same.
        let last = Early::read(&self.options.root).filter(|last| last.basis.is_that_of(&basis));
        let mut room = MOST_BYTES;
        let mut outputs = Vec::new();
        for route in live.asked.all() {
            if stop() {
                return None;
            }
            let Some(page) = shown.page(&route) else { continue };
            let known = last.as_ref().and_then(|last| last.held(&route)).cloned();
            let Some(held) = known.or_else(|| held(shown, page)) else { continue };
            if let Held::Bytes(bytes) = &held {
                let Some(rest) = room.checked_sub(bytes.len()) else { continue };
                room = rest;
            }
            outputs.push((route, held));
        }
        let basis = last.map_or(basis, |last| last.basis);
        let pages = planned.pages.iter().filter(|page| page.is_page()).count();
        Some(Early::new(&self.options.root, basis, pages, outputs))
    }
}

/// Returns an output as it is now. Pictures are only kept where they are at hand, since they take long to make.
fn held(shown: &Shown, page: &Page) -> Option<Held> {
    match &page.make {
        Make::Copy(path) => Some(Held::Copy(path.clone())),
        Make::Picture { .. } | Make::Poster(_) => shown.at_hand(page).map(Held::Bytes),
        Make::View { .. } | Make::Text(_) | Make::Fixed(_) => {
            let made = || shown.render(page).ok().map(Into::into);
            shown.at_hand(page).or_else(made).map(Held::Bytes)
        }
    }
}
