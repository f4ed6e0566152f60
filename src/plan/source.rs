//! A source's page: what it is, and all that rests on it.

use std::sync::Arc;

use super::archive;
use super::corrections::CorrectedView;
use super::desk::{Desk, date_view};
use super::mentions::MentionsView;
use super::pages::{Made, Pages};
use super::parts::{PartLinkView, SharedDate};
use super::record;
use super::supports::SupportView;
use super::view::view;
use super::wants::Wanted;
use crate::kinds;
use crate::link::{Handle, Site};
use crate::words::endonym;

/// How many of the facts that rest on a source its page lists.
const SUPPORTS: usize = 100;

view! {
    /// What `source.html` sees.
    SourcePageView {
        /// Who published it.
        publisher: Option<Arc<str>>,
        /// Who wrote or said it.
        authors: Vec<Arc<str>>,
        /// When it was published.
        published: Option<SharedDate>,
        /// When it was read.
        accessed: Option<SharedDate>,
        /// What sort of source.
        sort: Option<Arc<str>>,
        /// The language of the source itself.
        source_lang: Option<Arc<str>>,
        /// How strong it is, 1 the strongest; 0 where that is not said.
        tier: u32,
        /// Its address elsewhere.
        source_url: Option<Arc<str>>,
        /// A kept copy.
        archived: Option<Arc<str>>,
        /// What it is, in a line.
        summary: Option<Arc<str>>,
        /// In how many documents it is cited.
        cited_in: usize,
        /// The newest texts that cite it, with the passages that it supports.
        mentions: MentionsView,
        /// The pages of older citations.
        older_mentions: Vec<PartLinkView>,
        /// The first hundred facts of front matter that rest on it, by record; `index.json` has all.
        supports: Vec<SupportView>,
        /// The number of all of these facts.
        support_count: usize,
        /// How many of them stand here.
        supports_here: usize,
        /// The corrections of articles that concern it, newest first.
        corrections: Vec<CorrectedView>,
    }
}

pub(super) fn pages(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::SOURCE, pages, "source.html", made);
    archive::pages(site, &kinds::SOURCE, pages);
}

fn made(desk: &Desk, wanted: &Wanted, handle: Handle) -> Made {
    let fields = &desk.entity(handle).document.fields;
    let (mentions, older_mentions, cited_in) = archive::newest_mentions(desk, wanted, handle);
    let supports = desk.supported_by(handle);
    let here = &supports[..supports.len().min(SUPPORTS)];
    let view = SourcePageView {
        publisher: fields.text("publisher").cloned(),
        authors: fields.texts("author").to_vec(),
        published: date_view(desk.language, fields.date("published"), None),
        accessed: date_view(desk.language, fields.date("accessed"), None),
        sort: fields.text("type").cloned(),
        source_lang: fields.text("lang").map(|tag| endonym(tag).into()),
        tier: fields.number("tier").unwrap_or(0) as u32,
        source_url: fields.text("url").map(|url| desk.address(url)),
        archived: fields.text("archived").map(|url| desk.address(url)),
        summary: fields.text("summary").cloned(),
        cited_in,
        mentions,
        older_mentions,
        supports: desk.support_views(here),
        support_count: supports.len(),
        supports_here: here.len(),
        corrections: wanted.then("corrections", || desk.corrections_on(handle)),
    };
    let mut head = record::head(desk, wanted, handle);
    head.lang = Arc::clone(&desk.site.config.language);
    (head, Box::new(view))
}
