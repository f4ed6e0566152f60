//! The registry of quotes: the same words of the same speaker are one quote, however many documents hold them, unless they say
//! that it was said on different days.

mod lists;
mod view;

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::date::Date;
use crate::link::{Entity, Handle, Resolved, Site};
use crate::name;
use crate::parse::body::{self, Speaker};
use crate::parse::fields::{Fields, unnamed};

pub use lists::QuotesView;
pub(super) use lists::pages;
pub use view::QuoteView;

/// The length of a quote's anchor where nothing tells it from another one: `q-0f3a9c21`.
const ANCHOR: usize = 10;

/// Words, and the record that they name.
pub(super) type Named = (Arc<str>, Option<Handle>);

/// One quote.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its position in the registry.
    at: u32,
    /// Its anchor on the pages that hold it.
    pub id: Arc<str>,
    /// The words.
    pub text: Arc<str>,
    /// Who said them, where that is a record.
    pub speaker: Option<Handle>,
    /// The speaker's name as written.
    pub speaker_words: Arc<str>,
    /// When.
    pub date: Option<Date>,
    /// The documents that hold it.
    pub places: Vec<Place>,
    /// The words in the original language, and that language.
    pub original: Option<(Arc<str>, Option<Arc<str>>)>,
    /// The document and the position in its front matter that say according to whom it was said.
    source: Option<(Handle, usize)>,
    /// The quote that it answers.
    response_to: Option<u32>,
}

/// Where a document holds a quote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The document.
    pub document: Handle,
    /// The anchor there.
    pub anchor: Arc<str>,
    /// Whether its front matter holds it, and not its text.
    pub fielded: bool,
    /// To whom it was said, as the document has it.
    pub to: Option<Named>,
    /// Where it was said, as the document has it.
    pub venue: Option<Named>,
}

impl Quote {
    /// Returns where it was said, for a page: what that page says itself, itself where it is a venue, else what the first
    /// document says.
    #[must_use]
    pub fn venue(&self, page: Option<Handle>) -> Option<&Named> {
        self.told(page, |place| place.venue.as_ref())
    }

    /// Returns to whom it was said, in the same way.
    #[must_use]
    pub fn to(&self, page: Option<Handle>) -> Option<&Named> {
        self.told(page, |place| place.to.as_ref())
    }

    fn told<'a>(&'a self, page: Option<Handle>, of: impl Fn(&'a Place) -> Option<&'a Named>) -> Option<&'a Named> {
        let own = self.places.iter().filter(|place| Some(place.document) == page).find_map(&of);
        let itself = || self.places.iter().filter_map(&of).find(|(_, record)| record.is_some() && *record == page);
        own.or_else(itself).or_else(|| self.places.iter().find_map(&of))
    }
}

/// Who said something, as far as quotes are told apart by it.
#[derive(PartialEq, Eq, Hash)]
enum Said {
    By(Handle),
    /// Somebody without a record, in one document: the guard of another one is another guard.
    Unnamed(Option<Handle>, Arc<str>),
}

/// What is known while the quotes are collected.
#[derive(Default)]
struct Known {
    /// Finds the quotes that have the same words and speaker: one, unless their dates differ.
    quotes: HashMap<(Arc<str>, Said), Vec<u32>>,
    /// The anchors that are taken.
    ids: HashMap<String, usize>,
}

/// All quotes with the ways to find them.
#[derive(Default)]
pub struct Registry {
    quotes: Vec<Quote>,
    /// All of them, newest first.
    newest: Vec<u32>,
    /// For each, its place in `newest`.
    ranks: Vec<u32>,
    by_speaker: HashMap<Handle, Vec<u32>>,
    by_venue: HashMap<Handle, Vec<u32>>,
    by_addressee: HashMap<Handle, Vec<u32>>,
    by_document: HashMap<Handle, Vec<u32>>,
    /// By the document whose front matter holds it and the position in its list.
    fielded: HashMap<(Handle, u32), u32>,
    responses: HashMap<u32, Vec<u32>>,
}

impl Registry {
    /// Collects the quotes of all documents.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut registry = Self::default();
        let mut known = Known::default();
        let mut own: Vec<Option<u32>> = Vec::new();
        for (handle, entity) in site.all() {
            own.clear();
            for (at, written) in entity.document.quotes.iter().enumerate() {
                let quote = of_text(handle, entity, at, written);
                own.push(quote.map(|mut quote| {
                    let answered = written.response_to.and_then(|answered| own.get(usize::from(answered)));
                    // Nobody answers to oneself, by whatever name.
                    let is_other =
                        |at: &u32| registry.quotes[*at as usize].speaker.is_none_or(|it| Some(it) != quote.speaker);
                    quote.response_to = answered.copied().flatten().filter(is_other);
                    registry.add(&mut known, quote)
                }));
            }
            for (at, fields) in entity.document.fields.maps("quotes").iter().enumerate() {
                if let Some(quote) = of_fields(handle, entity, at, fields) {
                    let number = registry.add(&mut known, quote);
                    registry.fielded.insert((handle, at as u32), number);
                }
            }
        }
        registry.index();
        registry
    }

    /// Adds a quote, or what a further place says of a known one; returns its position.
    fn add(&mut self, known: &mut Known, mut quote: Quote) -> u32 {
        let document = quote.places.first().map(|place| place.document);
        let said = quote.speaker.map_or_else(|| Said::Unnamed(document, Arc::clone(&quote.speaker_words)), Said::By);
        let anchor = if quote.id.len() > ANCHOR { quote.id[..ANCHOR].into() } else { Arc::clone(&quote.id) };
        let alike = known.quotes.entry((anchor, said)).or_default();
        let is_one = |at: &&u32| {
            let known = self.quotes.get(**at as usize).and_then(|known| known.date.as_ref());
            !known.zip(quote.date.as_ref()).is_some_and(|(known, date)| known.contradicts(date))
        };
        let at = alike.iter().find(is_one).copied().unwrap_or_else(|| {
            alike.push(self.quotes.len() as u32);
            self.quotes.len() as u32
        });
        if at as usize == self.quotes.len() {
            // Others may have said the same words.
            quote.id = name::unique(&mut known.ids, &quote.id).into();
        }
        let id = self.quotes.get(at as usize).map_or(&quote.id, |first| &first.id);
        for place in quote.places.iter_mut().filter(|place| place.fielded) {
            place.anchor = Arc::clone(id);
        }
        if let Some(first) = self.quotes.get_mut(at as usize) {
            first.places.append(&mut quote.places);
            if quote
                .date
                .as_ref()
                .is_some_and(|date| first.date.as_ref().is_none_or(|known| date.is_closer_than(known)))
            {
                first.date = quote.date;
            }
            first.original = first.original.take().or(quote.original);
            first.source = first.source.or(quote.source);
            // Two documents that quote an exchange the other way round make no circle.
            first.response_to = first.response_to.or(quote.response_to.filter(|answered| *answered < at));
        } else {
            quote.at = at;
            self.quotes.push(quote);
        }
        at
    }

    fn index(&mut self) {
        self.newest = (0..self.quotes.len() as u32).collect();
        self.newest.sort_by_cached_key(|at| {
            let quote = &self.quotes[*at as usize];
            (std::cmp::Reverse(quote.date.as_ref().map(Date::order_key)), Arc::clone(&quote.id), *at)
        });
        self.ranks = vec![0; self.quotes.len()];
        for (rank, at) in self.newest.iter().enumerate() {
            self.ranks[*at as usize] = rank as u32;
        }
        for quote in &self.quotes {
            let at = quote.at;
            if let Some(speaker) = quote.speaker {
                self.by_speaker.entry(speaker).or_default().push(at);
            }
            for place in &quote.places {
                for (map, named) in [(&mut self.by_venue, &place.venue), (&mut self.by_addressee, &place.to)] {
                    if let Some((_, Some(record))) = named {
                        map.entry(*record).or_default().push(at);
                    }
                }
                let within = self.by_document.entry(place.document).or_default();
                if within.last() != Some(&at) {
                    within.push(at);
                }
            }
            if let Some(answered) = quote.response_to {
                self.responses.entry(answered).or_default().push(at);
            }
        }
    }

    /// Returns the quotes at these positions, newest first, each once.
    fn pick<'a>(&self, found: impl IntoIterator<Item = &'a u32>) -> Vec<&Quote> {
        let mut ranks: Vec<u32> = found.into_iter().map(|at| self.ranks[*at as usize]).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks.into_iter().map(|rank| &self.quotes[self.newest[rank as usize] as usize]).collect()
    }

    /// Returns how many quotes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.quotes.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quotes.is_empty()
    }

    /// Returns the quote at this place among all, the newest first; `None` where there are not so many.
    #[must_use]
    pub fn by_rank(&self, rank: u32) -> Option<&Quote> {
        self.quotes.get(*self.newest.get(rank as usize)? as usize)
    }

    /// Returns quotes by their places among all, newest first.
    #[must_use]
    pub fn newest(&self, range: std::ops::Range<usize>) -> Vec<&Quote> {
        self.newest[range].iter().map(|at| &self.quotes[*at as usize]).collect()
    }

    /// Returns what somebody said, or what was said at a venue, newest first.
    #[must_use]
    pub fn of(&self, record: Handle) -> Vec<&Quote> {
        let maps = [&self.by_speaker, &self.by_venue];
        self.pick(maps.into_iter().filter_map(|map| map.get(&record)).flatten())
    }

    /// Returns what was said to somebody, newest first.
    #[must_use]
    pub fn to(&self, addressee: Handle) -> Vec<&Quote> {
        self.pick(self.by_addressee.get(&addressee).into_iter().flatten())
    }

    /// Returns what a document quotes, newest first.
    #[must_use]
    pub fn within(&self, document: Handle) -> Vec<&Quote> {
        self.pick(self.by_document.get(&document).into_iter().flatten())
    }

    /// Returns the anchor, on the page of a document, of the quote that its front matter holds at a position.
    #[must_use]
    pub fn fielded(&self, document: Handle, index: u32) -> Option<&Arc<str>> {
        let quote = &self.quotes[*self.fielded.get(&(document, index))? as usize];
        quote.places.iter().find(|place| place.document == document).map(|place| &place.anchor)
    }

    /// Returns what the text of a document holds under an anchor.
    #[must_use]
    pub fn at(&self, document: Handle, anchor: &str) -> Option<&Quote> {
        let holds = |quote: &&Quote| {
            quote.places.iter().any(|place| place.document == document && !place.fielded && *place.anchor == *anchor)
        };
        self.by_document.get(&document)?.iter().map(|at| &self.quotes[*at as usize]).find(holds)
    }

    /// Returns what a story's articles quote, newest first.
    #[must_use]
    pub fn of_story(&self, articles: &[Handle]) -> Vec<&Quote> {
        self.pick(articles.iter().filter_map(|article| self.by_document.get(article)).flatten())
    }

    /// Returns what belongs to an event, newest first: said there, quoted by its own text, or said by one who took part
    /// and quoted by an article that declares it.
    #[must_use]
    pub fn of_event(&self, site: &Site, event: Handle) -> Vec<&Quote> {
        let mut found: Vec<u32> = Vec::new();
        found.extend([&self.by_venue, &self.by_document].into_iter().filter_map(|map| map.get(&event)).flatten());
        let took_part: HashSet<Handle> =
            site.get(event).refs("participants").filter_map(|(_, _, resolved)| resolved.found()).collect();
        let declaring =
            site.mentions_of(event).iter().filter(|mention| mention.at.is_some_and(|at| at.field == "events"));
        for at in declaring.filter_map(|mention| self.by_document.get(&mention.from)).flatten() {
            if self.quotes[*at as usize].speaker.is_some_and(|speaker| took_part.contains(&speaker)) {
                found.push(*at);
            }
        }
        self.pick(&found)
    }

    /// Returns the quote that one answers.
    #[must_use]
    pub fn answered(&self, quote: &Quote) -> Option<&Quote> {
        quote.response_to.map(|at| &self.quotes[at as usize])
    }

    /// Returns the positions of the answers to a quote, and of the answers to those, in the order of the documents.
    fn exchange(&self, quote: &Quote) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let mut next = 0;
        let mut of = quote.at;
        loop {
            found.extend(self.responses.get(&of).into_iter().flatten());
            let Some(answer) = found.get(next) else { break };
            of = *answer;
            next += 1;
        }
        found.sort_unstable();
        found
    }
}

/// Reads a quote block of a text; none where the speaker is hidden.
fn of_text(document: Handle, entity: &Entity, at: usize, written: &body::Quote) -> Option<Quote> {
    let (speaker, words) = match (&written.speaker, entity.links.speakers.get(at)) {
        (_, Some(Resolved::Hidden)) => return None,
        (Speaker::Named(name), resolved) => (resolved.and_then(|resolved| resolved.found()), name),
        (Speaker::Unnamed(words), _) => (None, words),
    };
    let named = |words: &Option<Box<str>>, to: Option<&Resolved>| shown(Arc::from(words.as_deref()?), to.copied());
    Some(Quote {
        at: 0,
        id: Arc::clone(&written.id),
        text: Arc::clone(&written.text),
        speaker,
        speaker_words: words.as_ref().into(),
        date: written.date.clone(),
        places: vec![Place {
            document,
            anchor: Arc::clone(&written.id),
            fielded: false,
            to: named(&written.to, entity.links.addressees.get(at)),
            venue: named(&written.venue, entity.links.venues.get(at)),
        }],
        original: None,
        source: None,
        response_to: None,
    })
}

/// Returns words with the record that they name; nothing where readers may not see it.
fn shown(words: Arc<str>, resolved: Option<Resolved>) -> Option<(Arc<str>, Option<Handle>)> {
    (resolved != Some(Resolved::Hidden)).then(|| (words, resolved.and_then(Resolved::found)))
}

/// Reads a quote of front matter; none where the speaker is hidden.
fn of_fields(document: Handle, entity: &Entity, at: usize, fields: &Fields) -> Option<Quote> {
    let (text, written) = (fields.text("text")?, fields.refs("speaker").first()?);
    let resolved = entity.nested("quotes", at, "speaker");
    if resolved == Some(Resolved::Hidden) {
        return None;
    }
    let [venue, to] = entity.links.fielded.get(at).map_or([None, None], |pair| pair.map(Some));
    let named = |key: &str, resolved| shown(Arc::clone(fields.text(key)?), resolved);
    let id: Arc<str> = crate::parse::markdown::quote_anchor(text).into();
    Some(Quote {
        at: 0,
        id: Arc::clone(&id),
        text: Arc::clone(text),
        speaker: resolved.and_then(Resolved::found),
        speaker_words: unnamed(&written.target).map_or_else(|| Arc::clone(&written.target), Arc::from),
        date: fields.date("date").cloned(),
        places: vec![Place { document, anchor: id, fielded: true, to: named("to", to), venue: named("venue", venue) }],
        original: fields.text("original").map(|words| (Arc::clone(words), fields.text("lang").cloned())),
        source: (!fields.maps("source").is_empty()).then_some((document, at)),
        response_to: None,
    })
}
