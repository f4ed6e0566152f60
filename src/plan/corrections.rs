//! The registry of corrections: on the article, on the dossiers that used it, and all of them on one page.

use std::sync::Arc;

use foldhash::HashMap;

use super::desk::{Desk, date_view};
use super::paged::{List, Part};
use super::pages::{Made, Pages};
use super::parts::{Card, PartLinkView, SharedDate};
use super::view::view;
use crate::kinds;
use crate::link::{Handle, Site, corrections};
use crate::parse::fields::Fields;

/// How many corrections a full page of their list has.
const SIZE: usize = 50;

view! {
    /// What was wrong and is right now.
    CorrectionView {
        /// Its anchor on the article's page: `correction-2025-02-14`.
        id: Arc<str>,
        /// `correction`, `clarification` or `retraction`.
        kind: Arc<str>,
        /// When.
        date: SharedDate,
        /// What stood there.
        was: Option<Arc<str>>,
        /// What stands there now.
        now: Option<Arc<str>>,
        /// What readers should know.
        note: Option<Arc<str>>,
    }
}

view! {
    /// A correction away from its article.
    CorrectedView {
        /// The article.
        article: Card,
        /// The address of the correction from the site's root.
        path: Arc<str>,
        /// What was corrected.
        correction: CorrectionView,
    }
}

view! {
    /// What `corrections.html` sees.
    CorrectionsView {
        /// The corrections, newest first.
        corrections: Vec<CorrectedView>,
        /// Links to the other pages of the list.
        parts: Vec<PartLinkView>,
        /// The number of all corrections, on the first page.
        total: usize,
    }
}

/// One correction.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Its anchor on the article's page.
    pub id: Arc<str>,
    /// The article.
    pub article: Handle,
    /// Its position in the article's list.
    index: usize,
}

impl Corrected {
    /// Returns what the article says of it.
    #[must_use]
    pub fn fields<'s>(&self, site: &'s Site) -> &'s Fields {
        &site.get(self.article).document.fields.maps("corrections")[self.index]
    }

    /// Returns one of these: the first for a correction, or that for a clarification or a retraction if it is one.
    #[must_use]
    pub fn by_kind<T>(&self, site: &Site, [correction, clarification, retraction]: [T; 3]) -> T {
        match self.fields(site).text("kind").map(|kind| &**kind) {
            Some("clarification") => clarification,
            Some("retraction") => retraction,
            _ => correction,
        }
    }

    /// Returns its address from the site's root.
    #[must_use]
    pub fn path(&self, site: &Site) -> String {
        format!("{}#{}", site.get(self.article).route.path(), self.id)
    }
}

/// All corrections with the ways to find them.
#[derive(Default)]
pub struct Corrections {
    /// Newest first.
    all: Vec<Corrected>,
    of: HashMap<Handle, Vec<u32>>,
    on: HashMap<Handle, Vec<u32>>,
}

impl Corrections {
    /// Collects the corrections of all articles, retracted ones included.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut corrections = Self { all: all(site), ..Self::default() };
        for (at, corrected) in corrections.all.iter().enumerate() {
            corrections.of.entry(corrected.article).or_default().push(at as u32);
            let entity = site.get(corrected.article);
            let found = corrections::of(entity).find(|correction| correction.index == corrected.index);
            for record in found.map(|correction| corrections::concerned(entity, &correction)).unwrap_or_default() {
                corrections.on.entry(record).or_default().push(at as u32);
            }
        }
        corrections
    }

    /// Returns all of them, newest first.
    #[must_use]
    pub fn all(&self) -> &[Corrected] {
        &self.all
    }

    /// Returns those of an article, newest first.
    pub fn of(&self, article: Handle) -> impl Iterator<Item = &Corrected> {
        self.of.get(&article).into_iter().flatten().map(|at| &self.all[*at as usize])
    }

    /// Returns those that concern a record, newest first.
    pub fn on(&self, record: Handle) -> impl Iterator<Item = &Corrected> {
        self.on.get(&record).into_iter().flatten().map(|at| &self.all[*at as usize])
    }
}

/// Returns the corrections of all articles, newest first.
pub(super) fn all(site: &Site) -> Vec<Corrected> {
    let articles = site.all().filter(|(_, entity)| *entity.id.kind == kinds::ARTICLE);
    let dated = articles.flat_map(|(article, entity)| {
        corrections::of(entity).map(move |correction| {
            let corrected = Corrected { id: correction.id().into(), article, index: correction.index };
            (correction.date.order_key(), corrected)
        })
    });
    let mut all: Vec<_> = dated.collect();
    all.sort_by(|(order, one), (other_order, other)| {
        other_order.cmp(order).then_with(|| (one.article, one.index).cmp(&(other.article, other.index)))
    });
    all.into_iter().map(|(_, corrected)| corrected).collect()
}

impl Desk {
    /// Returns the corrections of an article, newest first.
    #[must_use]
    pub fn corrections_of(&self, article: Handle) -> Vec<CorrectionView> {
        self.corrections.of(article).filter_map(|corrected| self.correction_view(corrected)).collect()
    }

    /// Returns the newest corrections of articles that concern a record, newest first, as many as a full page has.
    #[must_use]
    pub fn corrections_on(&self, record: Handle) -> Vec<CorrectedView> {
        self.corrections.on(record).take(SIZE).filter_map(|corrected| self.corrected_view(corrected)).collect()
    }

    fn correction_view(&self, corrected: &Corrected) -> Option<CorrectionView> {
        let fields = corrected.fields(&self.site);
        let text = |key: &str| fields.text(key).cloned();
        Some(CorrectionView {
            id: Arc::clone(&corrected.id),
            kind: text("kind").unwrap_or_else(|| "correction".into()),
            date: date_view(self.language, fields.date("date"), None)?,
            was: text("was"),
            now: text("now"),
            note: text("note"),
        })
    }

    fn corrected_view(&self, corrected: &Corrected) -> Option<CorrectedView> {
        Some(CorrectedView {
            article: self.card(corrected.article),
            path: corrected.path(&self.site).into(),
            correction: self.correction_view(corrected)?,
        })
    }
}

/// Adds the list of all corrections.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    let articles = site.all().filter(|(_, entity)| *entity.id.kind == kinds::ARTICLE);
    let count = articles.map(|(_, entity)| corrections::of(entity).count()).sum();
    let list = List::new("corrections", |said| &said.titles.corrections, "corrections.html", SIZE);
    list.pages(count, pages, made);
}

fn made(desk: &Desk, part: &Part) -> Made {
    // The list is newest first; full pages count from the oldest.
    let range = part.newest_first();
    let corrections = desk.corrections.all()[range].iter();
    let view = CorrectionsView {
        corrections: corrections.filter_map(|corrected| desk.corrected_view(corrected)).collect(),
        parts: part.links(),
        total: part.total(),
    };
    (part.head(desk), Box::new(view))
}
