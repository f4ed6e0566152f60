//! Sources as they are cited: in a line, and in the list at the end of a page, from which ways lead back into its text.

use std::iter;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::desk::Desk;
use super::front::is_home;
use super::parts::SourceView;
use super::view::view;
use crate::link::publishers::{Origin, origins_by};
use crate::link::{Entity, Handle};
use crate::parse::fields::Fields;
use crate::parse::url;

view! {
    /// A source in the list of a page: what the text cites comes first, in the order of its numbers there.
    ListedView {
        /// Its anchor: `_source-wire`, where it has a record.
        id: Option<Arc<str>>,
        /// What it is called.
        title: Arc<str>,
        /// Its page from the site's root.
        path: Option<Arc<str>>,
        /// Its address elsewhere.
        url: Option<Arc<str>>,
        /// A kept copy.
        archived: Option<Arc<str>>,
        /// Who published it.
        publisher: Option<Arc<str>>,
        /// When.
        date: Option<Arc<str>>,
        /// Where the page's text cites it.
        cited: Vec<CitationView>,
    }
}

view! {
    /// A place in a page's text that cites a source.
    CitationView {
        /// Its anchor: `cite-wire`.
        id: Arc<str>,
        /// The number of its paragraph, or 0.
        paragraph: u32,
        /// Where in the source: `p. 3`.
        locator: Option<Arc<str>>,
    }
}

/// Returns what a text cites, each once, in the order of the first citations: the place of each is its number.
fn cited_in(entity: &Entity) -> Vec<Handle> {
    let mut seen: HashSet<Handle> = HashSet::default();
    entity.links.cites.iter().flatten().copied().filter(|source| seen.insert(*source)).collect()
}

/// Tells whether the page of a record has a list of sources: the text of the home page has none.
pub(super) fn is_listed(entity: &Entity) -> bool {
    !is_home(entity)
}

/// Returns the anchor of a source in the list of a page.
pub(super) fn anchor(source: &Entity) -> String {
    format!("_source-{}", source.id.id)
}

/// Returns all that a record rests on, each source once: what its text cites, then what its front matter declares.
pub(super) fn own(desk: &Desk, record: Handle) -> impl Iterator<Item = Origin<'_>> {
    let entity = desk.entity(record);
    let cited = cited_in(entity).into_iter().map(|source| Origin { record: Some(source), written: None });
    let mut seen = HashSet::default();
    let all = cited.chain(desk.origins(entity.document.fields.maps("sources")));
    all.filter(move |origin| seen.insert(origin.identity()))
}

/// Returns the sources of the page of a record: its own, then those of the other records that the page gathers, each once.
pub(super) fn listed(desk: &Desk, page: Handle, others: &[Handle]) -> Vec<ListedView> {
    let mut places = citations(desk.entity(page));
    let mut seen = HashSet::default();
    let all = iter::once(page).chain(others.iter().copied()).flat_map(|record| own(desk, record));
    let once = all.filter(|origin| seen.insert(origin.identity()));
    once.filter_map(|origin| {
        let SourceView { title, path, url, archived, publisher, date } = desk.origin(origin)?;
        let id = origin.record.map(|record| anchor(desk.entity(record)).into());
        let cited = origin.record.and_then(|record| places.remove(&record)).unwrap_or_default();
        Some(ListedView { id, title, path, url, archived, publisher, date, cited })
    })
    .collect()
}

/// Returns where a text cites each source.
fn citations(entity: &Entity) -> HashMap<Handle, Vec<CitationView>> {
    let body = &entity.document.body;
    let mut places: HashMap<Handle, Vec<CitationView>> = HashMap::default();
    for (cite, source) in body.cites.iter().zip(&entity.links.cites) {
        let Some(source) = source else { continue };
        let paragraph = body.blocks.get(cite.block as usize).map_or(0, |block| block.paragraph);
        places.entry(*source).or_default().push(CitationView {
            id: (&*cite.id).into(),
            paragraph: paragraph.into(),
            locator: cite.locator.as_deref().map(Into::into),
        });
    }
    places
}

impl Desk {
    /// Returns the sources of a `sources` key.
    #[must_use]
    pub fn cited(&self, items: &[Fields]) -> Vec<SourceView> {
        self.origins(items).filter_map(|origin| self.origin(origin)).collect()
    }

    /// Returns the sources of a `sources` key that readers may see, before they are made into views.
    pub(super) fn origins<'s>(&'s self, items: &'s [Fields]) -> impl Iterator<Item = Origin<'s>> {
        origins_by(items, |key| self.sources.get(key).copied())
    }

    fn origin(&self, origin: Origin<'_>) -> Option<SourceView> {
        if let Some(record) = origin.record {
            return Some(self.source_view(record));
        }
        let written = origin.written?;
        if let Some(key) = written.text("key") {
            return Some(SourceView {
                title: Arc::clone(key),
                path: None,
                url: url::is_safe(key).then(|| Arc::clone(key)),
                archived: None,
                publisher: None,
                date: None,
            });
        }
        let url = written.text("url").cloned();
        Some(SourceView {
            title: written.text("title").or(url.as_ref()).or_else(|| written.text("publisher")).cloned()?,
            path: None,
            url: url.map(|url| self.address(&url)),
            archived: written.text("archived").map(|url| self.address(url)),
            publisher: written.text("publisher").cloned(),
            date: written.date("published").map(|date| date.words(self.language).into()),
        })
    }

    /// Returns a source's record as it is cited.
    #[must_use]
    pub fn source_view(&self, handle: Handle) -> SourceView {
        let (card, fields) = (&self.cards[handle.ix()].view, &self.entity(handle).document.fields);
        SourceView {
            title: Arc::clone(&card.title),
            path: Some(Arc::clone(&card.path)),
            url: fields.text("url").map(|url| self.address(url)),
            archived: fields.text("archived").map(|url| self.address(url)),
            publisher: fields.text("publisher").cloned(),
            date: fields.date("published").map(|date| date.words(self.language).into()),
        }
    }
}
