//! What of a planned site changes with the text of one record, and that laid out anew: with the words of a text almost nothing, with
//! a title what others show of it, else everything but the files of pictures, styles and scripts and the index of the search.

use std::sync::Arc;

use super::desk::{Desk, FileRoutes, Once};
use super::export::Collected;
use super::outline::outline;
use super::pages::{Make, Pages};
use super::wording::Text;
use super::{Files, assemble, posters, search};
use crate::diagnostic::Report;
use crate::kinds;
use crate::link::{Amendment, Handle};
use crate::trust::Trust;

/// How much of a planned site changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// What pages show of the record's text.
    Words,
    /// Also what other pages show of the record: its title and summary.
    Card,
    /// All that is collected from records.
    All,
}

impl Extent {
    /// Returns how much changes with a record that takes the place of the one that was planned.
    #[must_use]
    pub fn of(desk: &Desk, amendment: &Amendment, doubt: Option<Trust>) -> Self {
        let (old, new) = (desk.entity(amendment.own), &amendment.entity);
        let trusts = |trust, holds: bool| holds || doubt == Some(trust);
        if !trusts(Trust::Facts, amendment.same_mentions && outline(old) == outline(new)) {
            return Self::All;
        }
        let kind = old.id.kind;
        // Records of the other kinds stand in lists by name, and a poster shows both.
        let by_date = *kind == kinds::ARTICLE || *kind == kinds::EVENT;
        let on_cards: &[&str] =
            if by_date && !desk.site.config.cards.contains(&kind) { &[kind.name_key, "summary"] } else { &[] };
        match old.document.fields.differing(&new.document.fields) {
            Some(keys) if trusts(Trust::FrontMatter, keys.is_empty()) => Self::Words,
            Some(keys) if keys.iter().all(|key| on_cards.contains(key)) => Self::Card,
            _ => Self::All,
        }
    }
}

impl Desk {
    /// Puts in place what pages show of a record's text, and of those that it mentions.
    pub fn reword(&mut self, own: Handle, mentioned: impl IntoIterator<Item = Handle>) {
        self.collected = Collected::default();
        self.texts[own.ix()] = Text::of(&self.site, self.site.get(own));
        for handle in mentioned.into_iter().chain([own]) {
            self.once[handle.ix()] = Once::default();
        }
    }

    /// Puts in place what all pages show of a record.
    pub fn retitle(&mut self, own: Handle) {
        self.reword(own, []);
        self.show(own);
        self.once.iter_mut().for_each(|once| *once = Once::default());
    }
}

/// Lays a planned site out anew of which one record has changed; `pages` are those of before.
#[must_use]
pub fn again(desk: &Desk, pages: &Pages, report: &mut Report) -> (Desk, Pages) {
    let mut kept = Pages::default();
    for page in pages.iter().filter(|page| stays(&page.make) || search::is_index(page)) {
        kept.add(page.route.clone(), page.origin.as_ref(), page.make.clone());
    }
    let addresses = FileRoutes {
        pictures: desk.pictures.clone(),
        assets: desk.assets.clone(),
        posters: posters::place(&desk.site, &mut kept),
    };
    let files = Files { wants: Arc::clone(&desk.wants), ..Files::default() };
    assemble(&desk.site, &files, addresses, kept, search::page, report)
}

/// Tells whether an output follows from files alone.
fn stays(make: &Make) -> bool {
    match make {
        Make::Fixed(_) | Make::Copy(_) | Make::Picture { .. } => true,
        Make::View { .. } | Make::Text(_) | Make::Poster(_) => false,
    }
}
