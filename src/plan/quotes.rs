//! The registry of quotes: the same words of the same speaker are one quote, however many documents hold them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::{Desk, date_view};
use super::parts::{NamedView, QuoteView};
use crate::date::Date;
use crate::kinds;
use crate::link::{Handle, Resolved, Site};
use crate::parse::body::Speaker;
use foldhash::HashMap;

/// One quote.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its anchor on the pages that hold it.
    pub id: Arc<str>,
    /// The words.
    pub text: Arc<str>,
    /// Who said them, where that is a record.
    pub speaker: Option<Handle>,
    /// The speaker's name as written.
    pub speaker_words: Arc<str>,
    /// To whom: words, and the record.
    pub to: Option<(Arc<str>, Option<Handle>)>,
    /// Where: words, and the record.
    pub venue: Option<(Arc<str>, Option<Handle>)>,
    /// When.
    pub date: Option<Date>,
    /// The documents that hold it, each with its anchor there.
    pub places: Vec<(Handle, Arc<str>)>,
    /// The words in the original language, and that language.
    pub original: Option<(Arc<str>, Option<Arc<str>>)>,
}

/// All quotes with the ways to find them.
#[derive(Default)]
pub struct Registry {
    quotes: Vec<Quote>,
    by_speaker: HashMap<Handle, Vec<u32>>,
    by_venue: HashMap<Handle, Vec<u32>>,
    by_document: HashMap<Handle, Vec<u32>>,
}

impl Registry {
    /// Collects the quotes of all documents.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut registry = Self::default();
        let mut known: BTreeMap<(String, String), u32> = BTreeMap::new();
        for (handle, entity) in site.all() {
            for (at, quote) in entity.document.quotes.iter().enumerate() {
                let (speaker, words) = match (&quote.speaker, entity.links.speakers.get(at)) {
                    (_, Some(Resolved::Hidden)) => continue,
                    (Speaker::Named(name), resolved) => (resolved.and_then(|resolved| resolved.found()), name),
                    (Speaker::Unnamed(words), _) => (None, words),
                };
                let linked = |words: &Option<Box<str>>, to: Option<&Option<Handle>>| {
                    words.as_deref().map(|words| (Arc::from(words), to.copied().flatten()))
                };
                registry.add(
                    &mut known,
                    Quote {
                        id: Arc::clone(&quote.id),
                        text: Arc::clone(&quote.text),
                        speaker,
                        speaker_words: words.as_ref().into(),
                        to: linked(&quote.to, entity.links.addressees.get(at)),
                        venue: linked(&quote.venue, entity.links.venues.get(at)),
                        date: quote.date.clone(),
                        places: vec![(handle, Arc::clone(&quote.id))],
                        original: None,
                    },
                );
            }
            for (at, quote) in entity.document.fields.maps("quotes").iter().enumerate() {
                let (Some(text), Some(written)) = (quote.text("text"), quote.refs("speaker").first()) else { continue };
                let resolved = entity.nested("quotes", at, "speaker");
                if resolved == Some(Resolved::Hidden) {
                    continue;
                }
                let original = quote.text("original").map(|words| (Arc::clone(words), quote.text("lang").cloned()));
                registry.add(
                    &mut known,
                    Quote {
                        id: crate::parse::markdown::quote_anchor(text).into(),
                        text: Arc::clone(text),
                        speaker: resolved.and_then(Resolved::found),
                        speaker_words: Arc::clone(&written.target),
                        to: quote.text("to").map(|words| (Arc::clone(words), None)),
                        venue: quote.text("venue").map(|words| (Arc::clone(words), None)),
                        date: quote.date("date").cloned(),
                        places: vec![(handle, "".into())],
                        original,
                    },
                );
            }
        }
        registry.index();
        registry
    }

    fn add(&mut self, known: &mut BTreeMap<(String, String), u32>, quote: Quote) {
        let speaker = quote.speaker.map_or_else(|| quote.speaker_words.to_string(), |handle| handle.ix().to_string());
        let key = (crate::parse::markdown::quote_anchor(&quote.text), speaker);
        if let Some(at) = known.get(&key) {
            let first = &mut self.quotes[*at as usize];
            let [place] = quote.places.as_slice() else { return };
            first.places.push(place.clone());
            first.venue = first.venue.take().or(quote.venue);
            first.to = first.to.take().or(quote.to);
            first.date = first.date.take().or(quote.date);
            first.original = first.original.take().or(quote.original);
        } else {
            known.insert(key, self.quotes.len() as u32);
            self.quotes.push(quote);
        }
    }

    fn index(&mut self) {
        for (at, quote) in self.quotes.iter().enumerate() {
            let at = at as u32;
            if let Some(speaker) = quote.speaker {
                self.by_speaker.entry(speaker).or_default().push(at);
            }
            if let Some((_, Some(venue))) = &quote.venue {
                self.by_venue.entry(*venue).or_default().push(at);
            }
            for (document, _) in &quote.places {
                let within = self.by_document.entry(*document).or_default();
                if within.last() != Some(&at) {
                    within.push(at);
                }
            }
        }
    }

    fn pick(&self, found: Option<&Vec<u32>>) -> Vec<&Quote> {
        let mut quotes: Vec<&Quote> = found.into_iter().flatten().map(|at| &self.quotes[*at as usize]).collect();
        let key = |quote: &&Quote| quote.date.as_ref().map(Date::order_key);
        quotes.sort_by(|a, b| key(b).cmp(&key(a)).then_with(|| a.id.cmp(&b.id)));
        quotes
    }

    /// Returns what somebody said, newest first.
    #[must_use]
    pub fn by(&self, speaker: Handle) -> Vec<&Quote> {
        self.pick(self.by_speaker.get(&speaker))
    }

    /// Returns what was said at a venue, newest first.
    #[must_use]
    pub fn at(&self, venue: Handle) -> Vec<&Quote> {
        self.pick(self.by_venue.get(&venue))
    }

    /// Returns what a document quotes, newest first.
    #[must_use]
    pub fn within(&self, document: Handle) -> Vec<&Quote> {
        self.pick(self.by_document.get(&document))
    }

    /// Returns what belongs to an event: said there, quoted by its own text, or said by one who took part and quoted by
    /// an article that declares it.
    #[must_use]
    pub fn of_event(&self, site: &Site, event: Handle) -> Vec<&Quote> {
        let mut quotes = self.at(event);
        quotes.extend(self.within(event));
        let took_part: Vec<Handle> =
            site.get(event).refs("participants").filter_map(|(_, _, resolved)| resolved.found()).collect();
        for mention in
            site.mentions_of(event).iter().filter(|mention| mention.at.is_some_and(|at| at.field == "events"))
        {
            let said = self.within(mention.from).into_iter();
            quotes.extend(said.filter(|quote| quote.speaker.is_some_and(|speaker| took_part.contains(&speaker))));
        }
        let mut seen = std::collections::BTreeSet::new();
        quotes.retain(|quote| seen.insert((Arc::clone(&quote.id), quote.speaker)));
        quotes
    }
}

impl Desk {
    /// Returns a quote with the speaker's role on its day, for the page of a record.
    #[must_use]
    pub fn quote_view(&self, quote: &Quote, page: Handle) -> QuoteView {
        let named = |(words, handle): &(Arc<str>, Option<Handle>)| match handle {
            Some(handle) => self.named_record(*handle),
            None => NamedView { title: Arc::clone(words), path: None },
        };
        let role = quote.speaker.and_then(|speaker| self.role_at(speaker, self.quote_date(quote)));
        let path = quote.places.first().map_or_else(String::new, |(document, anchor)| {
            let path = self.entity(*document).route.path();
            if anchor.is_empty() { path.to_owned() } else { format!("{path}#{anchor}") }
        });
        QuoteView {
            id: Arc::clone(&quote.id),
            text: Arc::clone(&quote.text),
            speaker: match quote.speaker {
                Some(speaker) => self.named_record(speaker),
                None => NamedView { title: Arc::clone(&quote.speaker_words), path: None },
            },
            to: quote.to.as_ref().map(named),
            // Some attributions give the role once more, where others give a venue.
            venue: quote
                .venue
                .as_ref()
                .filter(|(words, record)| record.is_some() || role.as_ref() != Some(words))
                .map(named),
            role,
            own: quote.places.iter().any(|(document, anchor)| *document == page && !anchor.is_empty()),
            date: date_view(self.language, quote.date.as_ref(), None),
            path: path.into(),
            within: self.documents(quote),
            original: quote.original.as_ref().map(|(words, _)| Arc::clone(words)),
            lang: quote.original.as_ref().and_then(|(_, lang)| lang.clone()),
        }
    }

    fn documents(&self, quote: &Quote) -> Vec<super::parts::Card> {
        let mut documents: Vec<Handle> = quote.places.iter().map(|(document, _)| *document).collect();
        documents.dedup();
        documents.into_iter().map(|document| self.card(document)).collect()
    }

    /// Returns the day by which a speaker's role is told: the quote's own date, else that of the article.
    #[must_use]
    pub fn quote_date<'a>(&'a self, quote: &'a Quote) -> Option<&'a Date> {
        quote.date.as_ref().or_else(|| {
            let (document, _) = quote.places.first()?;
            let entity = self.entity(*document);
            (*entity.id.kind == kinds::ARTICLE).then(|| entity.document.fields.date("date"))?
        })
    }
}
