//! An article's page.

use std::sync::Arc;

use super::cited::{self, ListedView};
use super::claims::ClaimView;
use super::corrections::CorrectionView;
use super::desk::{Desk, date_view};
use super::entry::{excerpt, last_changed};
use super::facts::{FactView, NamedKindView};
use super::mentions::MentionsView;
use super::pages::{Made, Pages};
use super::parts::{Card, ImageView, NamedView, Part, SharedDate, UpdateView, WithdrawalView};
use super::quotes::QuoteView;
use super::record;
use super::view::{Free, Html, view};
use super::wants::Wanted;
use crate::date::Date;
use crate::kinds;
use crate::link::{Entity, Handle, Site, corrections};
use crate::words::Words;

view! {
    /// What `article.html` sees.
    ArticleView {
        /// When it was published.
        date: Option<SharedDate>,
        /// When it was last changed: `updated`, or its newest update or correction.
        updated: Option<SharedDate>,
        /// The update or the correction that it was changed by on that day.
        changed: Option<ChangeView>,
        /// The standfirst.
        summary: Option<Arc<str>>,
        /// Who wrote it.
        authors: Vec<Arc<str>>,
        /// Agencies whose reporting it uses.
        credits: Vec<NamedView>,
        /// The stories that it belongs to.
        stories: Vec<Card>,
        /// The place and day that open the text.
        dateline: Option<Arc<str>>,
        /// A picture.
        image: Option<ImageView>,
        /// The corrections, newest first.
        corrections: Vec<CorrectionView>,
        /// The text.
        content: Html,
        /// The dated updates, newest first.
        updates: Vec<UpdateView>,
        /// Quotes that the front matter holds.
        quotes: Vec<QuoteView>,
        /// What is claimed in it, each with the reply.
        claims: Vec<ClaimView>,
        /// The people in it, with their roles on that day.
        people: Vec<Part>,
        /// The events in it.
        events: Vec<Part>,
        /// The organizations in it.
        organizations: Vec<Part>,
        /// The places in it.
        places: Vec<Part>,
        /// The records of the site's own kinds in it, by kind.
        named: Vec<NamedKindView>,
        /// The article before it in its story, or of all.
        previous: Option<Card>,
        /// The article after it.
        next: Option<Card>,
        /// The article that it translates.
        translation_of: Option<Card>,
        /// What it rests on.
        sources: Vec<ListedView>,
        /// The documents that mention it.
        mentions: MentionsView,
        /// Words to group by.
        tags: Vec<Arc<str>>,
        /// Whether it was withdrawn.
        withdrawn: Option<WithdrawalView>,
        /// What it says by keys of the site's own, and who leads there by relations of such kinds.
        facts: Vec<FactView>,
        /// Free data.
        extra: Free,
    }
}

view! {
    /// What changed an article last.
    ChangeView {
        /// Its anchor.
        id: Arc<str>,
        /// The headline of an update, or what a correction is.
        title: Option<Arc<str>>,
    }
}

pub(super) fn pages(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::ARTICLE, pages, "article.html", made);
}

impl Desk {
    /// Returns when an article was last changed: `updated`, or its newest update or correction.
    #[must_use]
    pub fn last_changed(&self, article: Handle) -> Option<&Date> {
        last_changed(self.entity(article))
    }
}

/// Returns the update or correction that came last, unless what changed the article last is another day's.
fn last_change(entity: &Entity, words: &Words) -> Option<ChangeView> {
    let corrections = corrections::of(entity).map(|it| {
        let title = words.look_up_at_start("correction", it.kind());
        (it.date, ChangeView { id: it.id().into(), title: Some(title.into()) })
    });
    let updates = entity.document.updates.iter();
    let updates = updates.map(|it| (&it.date, ChangeView { id: Arc::clone(&it.id), title: it.headline.clone() }));
    let (date, change) = corrections.chain(updates).max_by_key(|(date, _)| date.order_key())?;
    let newest = last_changed(entity)?;
    (newest.latest() == date.latest() && newest.earliest() == date.earliest()).then_some(change)
}

fn made(desk: &Desk, wanted: &Wanted, handle: Handle) -> Made {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let (date, language) = (fields.date("date"), desk.language_of(entity));
    let updates = entity.document.updates.iter().filter_map(|update| {
        let view = UpdateView {
            id: Arc::clone(&update.id),
            date: date_view(language, Some(&update.date), None)?,
            headline: update.headline.clone(),
            excerpt: excerpt(desk, entity, update.blocks.start, 40),
        };
        Some((update.date.order_key(), view))
    });
    let mut updates: Vec<_> = updates.collect();
    updates.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    let (previous, next) = desk.order.around(handle);
    let fielded =
        |quote: &&super::quotes::Quote| quote.places.iter().any(|place| place.document == handle && place.fielded);
    // A retracted article keeps whom it declared for their dossiers; its own page shows nothing of it.
    let declared =
        |field| if entity.withdrawn { Vec::new() } else { wanted.then(field, || desk.parts(entity, field, date)) };
    let view = ArticleView {
        date: desk.date_of(handle),
        updated: desk.updated_of(handle),
        changed: last_change(entity, &desk.words_of(entity)).filter(|_| !entity.withdrawn),
        summary: fields.text("summary").cloned(),
        authors: fields.texts("authors").to_vec(),
        credits: entity
            .refs("credits")
            .filter_map(|(_, reference, resolved)| desk.named(resolved, &reference.target))
            .collect(),
        stories: desk.cards_of(entity.refs("story").filter_map(|(_, _, resolved)| resolved.found())),
        dateline: fields.text("dateline").cloned(),
        image: desk.image(entity),
        corrections: wanted.then("corrections", || desk.corrections_of(handle)),
        content: record::content(desk, handle),
        updates: updates.into_iter().map(|(_, update)| update).collect(),
        quotes: wanted.then("quotes", || {
            desk.quote_views(desk.quotes.within(handle).into_iter().filter(fielded).collect(), handle)
        }),
        claims: wanted.then("claims", || desk.claims_on(handle)),
        people: declared("people"),
        events: declared("events"),
        organizations: declared("organizations"),
        places: declared("places"),
        named: wanted.then("named", || desk.named_kinds(entity)),
        previous: previous.map(|handle| desk.card(handle)),
        next: next.map(|handle| desk.card(handle)),
        translation_of: entity
            .refs("translation_of")
            .find_map(|(_, _, resolved)| resolved.found())
            .map(|of| desk.card(of)),
        sources: wanted.then("sources", || cited::listed(desk, handle, &[])),
        mentions: wanted
            .then("mentions", || desk.mentions_view(wanted, desk.mentioning(handle), &entity.route.to_root())),
        tags: fields.texts("tags").to_vec(),
        withdrawn: record::withdrawn(desk, entity),
        facts: wanted.then("facts", || desk.facts(handle)),
        extra: record::extra(entity),
    };
    (record::head(desk, wanted, handle), Box::new(view))
}
