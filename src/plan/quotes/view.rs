//! A quote as pages show it, with the answers to it.

use std::sync::Arc;

use foldhash::HashSet;

use super::Quote;
use crate::date::Date;
use crate::kinds;
use crate::link::Handle;
use crate::parse::fields::Fields;
use crate::plan::desk::{Desk, Held, date_view};
use crate::plan::parts::{Card, NamedView, SharedDate, SourceView};
use crate::plan::view::view;

view! {
    /// A quote with all that is known of it.
    QuoteView {
        /// Its anchor.
        id: Arc<str>,
        /// The words.
        text: Arc<str>,
        /// Who said them.
        speaker: NamedView,
        /// The roles of the speaker on that day in words; `then` stands before one that is not held today.
        role: Option<Arc<str>>,
        /// When.
        date: Option<SharedDate>,
        /// The page that quotes it, with its anchor, from the site's root.
        path: Arc<str>,
        /// Whether the page's own text holds it, with its anchor.
        own: bool,
        /// The records that quote it.
        within: Vec<Card>,
        /// What else is known of it, where there is something.
        meta: Option<QuoteMetaView>,
        /// The answers to it, and the answers to those.
        responses: Vec<QuoteView>,
    }
}

view! {
    /// What is said of a quote in small print.
    QuoteMetaView {
        /// To whom.
        to: Option<NamedView>,
        /// Where.
        venue: Option<NamedView>,
        /// The words in the original language.
        original: Option<Arc<str>>,
        /// The language of the original.
        lang: Option<Arc<str>>,
        /// Where else it is quoted, beside the page itself and the first of `within`, with its anchors; at most three.
        also: Vec<NamedView>,
        /// How many more places there are.
        more: usize,
        /// What it answers, where that does not stand above it.
        response_to: Option<AnsweredView>,
        /// According to whom.
        sources: Vec<SourceView>,
    }
}

view! {
    /// A quote that another one answers.
    AnsweredView {
        /// Who said it.
        speaker: NamedView,
        /// The page that quotes it, with its anchor, from the site's root.
        path: Arc<str>,
    }
}

impl QuoteMetaView {
    fn says_something(&self) -> bool {
        let is_scene = self.to.is_some() || self.venue.is_some() || self.response_to.is_some();
        is_scene || self.original.is_some() || !self.also.is_empty() || !self.sources.is_empty()
    }
}

/// The line below a quote.
pub struct Attribution {
    /// Who said it.
    pub speaker: NamedView,
    /// The roles held on that day, in words.
    pub role: Option<Arc<str>>,
    /// To whom.
    pub to: Option<NamedView>,
    /// Where.
    pub venue: Option<NamedView>,
}

/// How many other places of a quote are named.
const MOST_PLACES: usize = 3;

impl Desk {
    /// Returns quotes for the page of a record, in their order; an answer to one of them stands below it.
    #[must_use]
    pub fn quote_views(&self, quotes: Vec<&Quote>, page: Handle) -> Vec<QuoteView> {
        self.quote_views_for(quotes, Some(page))
    }

    /// Returns quotes for the page of a record, or for a list.
    pub(super) fn quote_views_for(&self, quotes: Vec<&Quote>, page: Option<Handle>) -> Vec<QuoteView> {
        // A quote comes before its answers in the registry.
        let mut order: Vec<&Quote> = quotes.clone();
        order.sort_unstable_by_key(|quote| quote.at);
        let mut below: HashSet<u32> = HashSet::default();
        for quote in order {
            if !below.contains(&quote.at) {
                below.extend(self.quotes.exchange(quote));
            }
        }
        let first = quotes.into_iter().filter(|quote| !below.contains(&quote.at));
        first
            .map(|quote| {
                let answers = self.quotes.exchange(quote);
                let answers = answers.iter().map(|at| self.lone(&self.quotes.quotes[*at as usize], page, None));
                let answered = self.quotes.answered(quote).map(|answered| AnsweredView {
                    speaker: self.speaker(answered),
                    path: self.quote_path(answered).into(),
                });
                QuoteView { responses: answers.collect(), ..self.lone(quote, page, answered) }
            })
            .collect()
    }

    /// Returns who said a quote, in which role on its day, and, as a page tells it, to whom and where.
    #[must_use]
    pub fn attribution(&self, quote: &Quote, page: Option<Handle>) -> Attribution {
        let named = |(words, handle): &super::Named| match handle {
            Some(handle) => self.named_record(*handle),
            None => NamedView { title: Arc::clone(words), path: None },
        };
        let roles = self.roles_of(quote);
        Attribution {
            speaker: self.speaker(quote),
            role: Held::words(&roles, &self.words.said),
            to: quote.to(page).map(named),
            venue: venue(quote, page, &roles).map(named),
        }
    }

    /// Returns where a quote was said, as a page tells it.
    #[must_use]
    pub fn quote_venue<'a>(&self, quote: &'a Quote, page: Handle) -> Option<&'a super::Named> {
        // The roles matter only to words that might be one.
        let known = quote.venue(Some(page))?;
        if known.1.is_some() { Some(known) } else { venue(quote, Some(page), &self.roles_of(quote)) }
    }

    /// Returns the roles that the speaker of a quote held on its day.
    fn roles_of(&self, quote: &Quote) -> Vec<Held> {
        quote.speaker.map(|speaker| self.held_at(speaker, self.quote_date(quote))).unwrap_or_default()
    }

    /// Returns a quote for a page, without what answers it.
    fn lone(&self, quote: &Quote, page: Option<Handle>, response_to: Option<AnsweredView>) -> QuoteView {
        let Attribution { speaker, role, to, venue } = self.attribution(quote, page);
        let own = quote.places.iter().any(|place| Some(place.document) == page && !place.fielded);
        // A page that does not hold it names the first place as that from which it is taken.
        let first = quote.places.first().map(|place| place.document).filter(|_| !own);
        let (also, more) = self.other_places(quote, &[page, first]);
        let meta = QuoteMetaView {
            to,
            venue,
            also,
            more,
            original: quote.original.as_ref().map(|(words, _)| Arc::clone(words)),
            lang: quote.original.as_ref().and_then(|(_, lang)| lang.clone()),
            sources: self.cited(self.quote_sources(quote)),
            response_to,
        };
        QuoteView {
            id: Arc::clone(&quote.id),
            text: Arc::clone(&quote.text),
            speaker,
            role,
            date: date_view(self.language, quote.date.as_ref(), None),
            path: self.quote_path(quote).into(),
            own,
            within: self.documents(quote),
            meta: Some(meta).filter(QuoteMetaView::says_something),
            responses: Vec::new(),
        }
    }

    fn speaker(&self, quote: &Quote) -> NamedView {
        match quote.speaker {
            Some(speaker) => self.named_record(speaker),
            None => NamedView { title: Arc::clone(&quote.speaker_words), path: None },
        }
    }

    /// Returns the address of a quote where it was first quoted, from the site's root.
    #[must_use]
    pub fn quote_path(&self, quote: &Quote) -> String {
        let place = quote.places.first();
        place.map_or_else(String::new, |place| [self.entity(place.document).route.path(), "#", &place.anchor].concat())
    }

    /// Returns what front matter says of where the words of a quote come from.
    #[must_use]
    pub fn quote_sources(&self, quote: &Quote) -> &[Fields] {
        let Some((document, at)) = quote.source else { return &[] };
        let quotes = self.entity(document).document.fields.maps("quotes");
        quotes.get(at).map_or(&[], |fields| fields.maps("source"))
    }

    /// Returns where else a quote stands than in some records, each with its anchor, and how many more there are.
    #[must_use]
    pub fn other_places(&self, quote: &Quote, but: &[Option<Handle>]) -> (Vec<NamedView>, usize) {
        let mut seen: Vec<Handle> = but.iter().copied().flatten().collect();
        let mut others = Vec::new();
        for place in &quote.places {
            if !seen.contains(&place.document) {
                seen.push(place.document);
                let entity = self.entity(place.document);
                let path = [entity.route.path(), "#", &place.anchor].concat();
                others.push(NamedView { title: Arc::clone(&entity.document.name), path: Some(path.into()) });
            }
        }
        let more = others.len().saturating_sub(MOST_PLACES);
        others.truncate(MOST_PLACES);
        (others, more)
    }

    fn documents(&self, quote: &Quote) -> Vec<Card> {
        let mut documents: Vec<Handle> = quote.places.iter().map(|place| place.document).collect();
        documents.dedup();
        documents.into_iter().map(|document| self.card(document)).collect()
    }

    /// Returns the day by which a speaker's role is told: the quote's own date, else that of the article or event.
    #[must_use]
    pub fn quote_date<'a>(&'a self, quote: &'a Quote) -> Option<&'a Date> {
        quote.date.as_ref().or_else(|| {
            let entity = self.entity(quote.places.first()?.document);
            let dated = *entity.id.kind == kinds::ARTICLE || *entity.id.kind == kinds::EVENT;
            dated.then(|| entity.document.fields.date("date"))?
        })
    }
}

/// Returns the venue of a quote. Some attributions give the role once more, where others give a venue.
fn venue<'a>(quote: &'a Quote, page: Option<Handle>, roles: &[Held]) -> Option<&'a super::Named> {
    let told = |words: &Arc<str>| roles.iter().any(|held| held.title == *words);
    quote.venue(page).filter(|(words, record)| record.is_some() || !told(words))
}
