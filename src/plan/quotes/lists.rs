//! The list of all quotes, and the full pages of those of one record.

use std::sync::Arc;

use super::{QuoteView, Registry};
use crate::kinds;
use crate::link::{Handle, Site};
use crate::plan::archive::{self, Split};
use crate::plan::desk::Desk;
use crate::plan::paged::List;
use crate::plan::pages::{Made, Pages};
use crate::plan::parts::PartLinkView;
use crate::plan::record;
use crate::plan::view::view;

/// How many quotes a full page of the list of all has.
const SIZE: usize = 50;

view! {
    /// What `quotes.html` sees.
    QuotesView {
        /// The quotes, newest first; answers stand below what they answer.
        quotes: Vec<QuoteView>,
        /// Links to the other pages of the list.
        parts: Vec<PartLinkView>,
        /// The number of all quotes, on the first page.
        total: usize,
    }
}

/// Adds the list of all quotes, and the full pages of those who said much.
pub(in crate::plan) fn pages(site: &Site, quotes: &Registry, pages: &mut Pages) {
    let list = List::new("quotes", |said| &said.titles.quotes, "quotes.html", SIZE);
    list.pages(quotes.len(), pages, |desk, part| {
        let quotes = desk.quotes.newest(part.newest_first());
        let quotes = desk.quote_views_for(quotes, None);
        let view = QuotesView { quotes, parts: part.links(), total: part.total() };
        (part.head(desk), Box::new(view))
    });
    for kind in [&kinds::PERSON, &kinds::ORGANIZATION, &kinds::PLACE] {
        for (handle, entity) in site.of_kind(kind) {
            for number in 1..=Split::of(quotes.of(handle).len()).full {
                let route = entity.route.join(&format!("quotes/{number}/"));
                pages.view(route, record::origin(entity), "archive.html", move |desk| made(desk, handle, number));
            }
        }
    }
}

fn made(desk: &Desk, handle: Handle, number: usize) -> Made {
    let mut quotes = desk.quotes.of(handle);
    let split = Split::of(quotes.len());
    // Full pages count from the oldest.
    let newest = quotes.len() - number * split.size;
    let quotes = quotes.drain(newest..newest + split.size).collect();
    let list = archive::Slice { quotes: desk.quote_views(quotes, handle), ..archive::Slice::default() };
    archive::made(desk, handle, "quotes", number, split, list)
}

/// What a record's own page shows of what was said by it or there, and to it.
pub(in crate::plan) struct Said {
    /// The newest quotes, newest first.
    pub(in crate::plan) newest: Vec<QuoteView>,
    /// The pages of older ones.
    pub(in crate::plan) older: Vec<PartLinkView>,
    /// The number of all.
    pub(in crate::plan) count: usize,
    /// What was said to it, newest first, as far as it is no answer to something above; at most fifty.
    pub(in crate::plan) to: Vec<QuoteView>,
    /// The number of all of these.
    pub(in crate::plan) to_count: usize,
}

impl Desk {
    /// Returns the quotes for the page of somebody who speaks, or of a place where something was said.
    #[must_use]
    pub(in crate::plan) fn said(&self, handle: Handle) -> Said {
        let mut quotes = self.quotes.of(handle);
        let count = quotes.len();
        let split = Split::of(count);
        quotes.truncate(count - split.first);
        let newest = self.quote_views(quotes, handle);
        let shown = |id: &Arc<str>| {
            newest.iter().any(|quote| quote.id == *id || quote.responses.iter().any(|answer| answer.id == *id))
        };
        let mut to: Vec<_> = self.quotes.to(handle).into_iter().filter(|quote| !shown(&quote.id)).collect();
        let to_count = to.len();
        to.truncate(archive::SIZE);
        let mut to = self.quote_views(to, handle);
        // An answer that stands above with all else that was said is not repeated.
        for quote in &mut to {
            quote.responses.retain(|answer| !shown(&answer.id));
        }
        Said { to_count, older: split.links(self.entity(handle).route.path(), "quotes"), newest, count, to }
    }
}
