//! What is said differently of one event: by its own record, by the accounts written there, and by articles.
//!
//! 1. The accounts of the event's record, the record's own date, place and participants, and the accounts of articles are put
//!    together by the fact that they are about.
//! 2. What an article says counts where it surely differs from something else that is said: dates by their bounds, so that a
//!    vague one does not differ from a day within it; places and people by their records; anything else by its words. What
//!    agrees is left out, and so is a date for which a plan was announced before. The accounts that the event's record lists are there because somebody found that they differ.
//! 3. Those who say the same share a row.

use std::sync::Arc;

use super::{Entity, Handle, Resolved, Site, bare_name};
use crate::date::{Date, Language, Tri, parse_localised};
use crate::kinds;
use crate::name;
use crate::parse::At;
use crate::parse::fields::Fields;

/// How many larger places are looked through, should two of them hold each other.
const DEEPEST: usize = 16;

/// What is said of one fact.
#[derive(Clone, Debug)]
pub struct Point {
    /// Which fact, as it is first named: `date`, `place`, `participants`, `price`.
    pub field: Arc<str>,
    /// What is said, each value once.
    pub rows: Vec<Row>,
}

/// One value with all who say it.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is said.
    pub value: Value,
    /// Whether the event's own record says so.
    pub record: bool,
    /// The positions of the accounts on the event's record that say so.
    pub listed: Vec<usize>,
    /// The articles that say so, oldest first, each with the position of the account there.
    pub articles: Vec<(Handle, usize)>,
}

/// What an account says.
#[derive(Clone, Debug)]
pub enum Value {
    /// When, and the words for it where it was written as text.
    Date(Date, Option<Arc<str>>),
    /// Where.
    Place(Named),
    /// Who took part.
    People(Vec<Named>),
    /// Anything else.
    Words(Arc<str>),
}

/// A record, or a name without one.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name as written.
    pub words: Arc<str>,
    /// The record.
    pub record: Option<Handle>,
}

/// Who gives an account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Record,
    Listed(usize),
    Article(Handle, usize),
}

/// One value that somebody gives.
struct Said {
    by: By,
    value: Value,
}

/// Returns the key under which accounts and rulings of one fact stand together.
#[must_use]
pub fn fact(field: &str) -> String {
    name::key(field)
}

/// Returns the accounts of an event that articles give, oldest article first, each with its position there.
fn articles(site: &Site, event: Handle) -> Vec<(Handle, usize)> {
    let mentions = site.mentions_of(event).iter().rev();
    let accounts = mentions.filter_map(|mention| {
        let at = mention.at.filter(|at| at.field == "accounts" && at.sub == "event")?;
        (*site.get(mention.from).id.kind == kinds::ARTICLE).then_some((mention.from, usize::from(at.index)))
    });
    let mut accounts: Vec<(Handle, usize)> = accounts.collect();
    // Mentions are newest first; within one article accounts keep the order of its front matter.
    for of_one in accounts.chunk_by_mut(|a, b| a.0 == b.0) {
        of_one.sort_unstable_by_key(|(_, index)| *index);
    }
    accounts
}

/// Returns the facts about which accounts of an event differ, in the order in which they are first named.
#[must_use]
pub fn of(site: &Site, event: Handle) -> Vec<Point> {
    let entity = site.get(event);
    let listed = entity.document.fields.maps("accounts");
    let by_articles = articles(site, event);
    if listed.is_empty() && by_articles.is_empty() {
        return Vec::new();
    }
    let mut facts: Vec<(String, Arc<str>, Vec<Said>)> = Vec::new();
    let mut add = |field: &Arc<str>, said: Said| {
        let key = fact(field);
        match facts.iter_mut().find(|(known, ..)| *known == key) {
            Some((.., all)) => all.push(said),
            None => facts.push((key, Arc::clone(field), vec![said])),
        }
    };
    for (index, map) in listed.iter().enumerate() {
        if let (Some(field), Some(words)) = (map.text("field"), map.text("value")) {
            add(field, Said { by: By::Listed(index), value: read(site, field, words) });
        }
    }
    for (article, index) in by_articles {
        for (field, value) in given(site, article, index).into_iter().filter(|(_, value)| !was_announced(entity, value))
        {
            add(&field, Said { by: By::Article(article, index), value });
        }
    }
    let points = facts.into_iter().map(|(key, field, mut all)| {
        all.extend(own(entity, &key).map(|value| Said { by: By::Record, value }));
        if key == "place" {
            find_places(site, &mut all);
        }
        Point { field, rows: rows(site, &all) }
    });
    points.filter(|point| !point.rows.is_empty()).collect()
}

/// Returns what the event's own record says of a fact.
fn own(entity: &Entity, key: &str) -> Option<Value> {
    let fields = &entity.document.fields;
    let named = |field| {
        entity.refs(field).filter_map(|(_, reference, resolved)| named(&reference.target, resolved)).collect::<Vec<_>>()
    };
    match key {
        "date" => Some(Value::Date(fields.date("date")?.clone(), None)),
        "place" => named("place").into_iter().next().map(Value::Place),
        "participants" => Some(named("participants")).filter(|people| !people.is_empty()).map(Value::People),
        _ => None,
    }
}

/// Tells whether a value is a date for which the event was announced once: an article that gave it was right on its day.
fn was_announced(event: &Entity, value: &Value) -> bool {
    let Value::Date(date, _) = value else { return false };
    let mut announced = event.document.fields.maps("history").iter().filter_map(|said| said.date("date"));
    announced.any(|said| !apart(said, date))
}

/// Tells whether two dates surely differ.
fn apart(one: &Date, other: &Date) -> bool {
    one.before(other) == Tri::Yes || other.before(one) == Tri::Yes
}

/// Returns what one account of an article says, fact by fact.
fn given(site: &Site, article: Handle, index: usize) -> Vec<(Arc<str>, Value)> {
    of_article(site, site.get(article), index)
}

/// Returns what one account of an article says, fact by fact, in words.
#[must_use]
pub fn told(site: &Site, article: &Entity, index: usize, language: Language) -> Vec<(Arc<str>, Arc<str>)> {
    let values = of_article(site, article, index).into_iter();
    values.map(|(field, value)| (field, value.words(site, language))).collect()
}

fn of_article(site: &Site, entity: &Entity, index: usize) -> Vec<(Arc<str>, Value)> {
    let Some(map) = entity.document.fields.maps("accounts").get(index) else { return Vec::new() };
    let pairs = entity.document.references.iter().zip(&entity.links.references);
    let named = |sub: &'static str| {
        let at = At { field: "accounts", index: index as u16, sub };
        let here = pairs.clone().filter(move |(reference, _)| reference.at == at);
        here.filter_map(|(reference, resolved)| named(&reference.target, *resolved)).collect::<Vec<_>>()
    };
    let mut values: Vec<(Arc<str>, Value)> = Vec::new();
    values.extend(map.date("date").map(|date| ("date".into(), Value::Date(date.clone(), None))));
    values.extend(named("place").into_iter().next().map(|place| ("place".into(), Value::Place(place))));
    let people = named("participants");
    if !people.is_empty() {
        values.push(("participants".into(), Value::People(people)));
    }
    if let (Some(field), Some(words)) = (map.text("field"), map.text("value")) {
        values.push((Arc::clone(field), read(site, field, words)));
    }
    values
}

/// Returns a reference as a name; nothing where the record is hidden.
fn named(words: &Arc<str>, resolved: Resolved) -> Option<Named> {
    (resolved != Resolved::Hidden).then(|| Named { words: Arc::clone(words), record: resolved.found() })
}

/// Reads a value that is written as text, by the fact that it is about.
fn read(site: &Site, field: &str, words: &Arc<str>) -> Value {
    let date = (fact(field) == "date").then(|| parse_localised(words, site.config.reading.dates)).flatten();
    match date {
        // What is written for programs is said in words; what its author said in words stays so.
        Some(date) if Date::parse(words).is_ok() => Value::Date(date, None),
        Some(date) => Value::Date(date, Some(Arc::clone(words))),
        None => Value::Words(Arc::clone(words)),
    }
}

/// Returns a value of an account or a ruling that is written as text, as readers see it.
#[must_use]
pub fn in_words(site: &Site, field: &str, value: &Arc<str>, language: Language) -> Arc<str> {
    read(site, field, value).words(site, language)
}

/// Takes words for a place: the one that somebody else names, or that holds such a place, else one that has a record, else
/// just a name, which differs from all of these. Words that hold more than such a name stay words, which differ from no record.
fn find_places(site: &Site, all: &mut [Said]) {
    let mut known: Vec<Named> = Vec::new();
    for said in &*all {
        if let Value::Place(place) = &said.value {
            known.push(place.clone());
            known.extend(larger(site, place));
        }
    }
    for said in all {
        let Value::Words(words) = &said.value else { continue };
        let written = Named { words: Arc::clone(words), record: None };
        let place = known.iter().find(|place| is_one(site, place, &written)).cloned();
        if place.is_none() && known.iter().any(|place| is_within(site, place, words)) {
            continue;
        }
        let recorded = || {
            let mut places =
                site.of_kind(&kinds::PLACE).map(|(place, _)| Named { record: Some(place), ..written.clone() });
            places.find(|place| is_one(site, place, &written))
        };
        said.value = Value::Place(place.or_else(recorded).unwrap_or(written.clone()));
    }
}

/// Picks what differs and puts together what is the same: the record first, then what it lists, then articles.
fn rows(site: &Site, all: &[Said]) -> Vec<Row> {
    let is_shown = |said: &Said| match said.by {
        By::Listed(_) => true,
        By::Article(..) => all.iter().any(|other| differ(site, said, other)),
        By::Record => all.iter().any(|other| differ(site, said, other)),
    };
    let mut shown: Vec<&Said> = all.iter().filter(|said| is_shown(said)).collect();
    // The record was added last; the others are in their order.
    shown.sort_by_key(|said| said.by != By::Record);
    let mut rows: Vec<Row> = Vec::new();
    for said in shown {
        let same = |row: &Row| !matches!(said.by, By::Listed(_)) && are_same(site, &row.value, &said.value);
        let at = rows.iter().position(same).unwrap_or_else(|| {
            let value = said.value.clone();
            rows.push(Row { value, record: false, listed: Vec::new(), articles: Vec::new() });
            rows.len() - 1
        });
        let row = &mut rows[at];
        match said.by {
            By::Record => row.record = true,
            By::Listed(index) => row.listed.push(index),
            By::Article(article, index) => row.articles.push((article, index)),
        }
    }
    rows
}

/// Tells whether two values surely differ.
fn differ(site: &Site, one: &Said, other: &Said) -> bool {
    match (&one.value, &other.value) {
        (Value::Date(a, _), Value::Date(b, _)) => apart(a, b),
        (Value::Place(a), Value::Place(b)) => !is_one(site, a, b) && !holds(site, a, b) && !holds(site, b, a),
        (Value::People(a), Value::People(b)) => {
            let within = |inner: &[Named], outer: &[Named]| {
                inner.iter().all(|person| outer.iter().any(|other| is_one(site, person, other)))
            };
            // The record has all who took part; an account need not name them all.
            match (one.by, other.by) {
                (By::Record, _) => !within(b, a),
                (_, By::Record) => !within(a, b),
                _ => !within(a, b) && !within(b, a),
            }
        }
        (Value::Words(a), Value::Words(b)) => plain(a) != plain(b),
        // A date in words that no rule reads may well be the same day.
        _ => false,
    }
}

/// Tells whether two values say the same.
fn are_same(site: &Site, one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Date(a, _), Value::Date(b, _)) => a.edtf() == b.edtf(),
        (Value::Place(a), Value::Place(b)) => is_one(site, a, b),
        (Value::People(a), Value::People(b)) => {
            a.len() == b.len() && a.iter().all(|person| b.iter().any(|other| is_one(site, person, other)))
        }
        (Value::Words(a), Value::Words(b)) => plain(a) == plain(b),
        _ => false,
    }
}

/// Tells whether two names mean one record, or are one name.
fn is_one(site: &Site, one: &Named, other: &Named) -> bool {
    let bears = |record: Handle, words: &str| {
        let (document, key) = (&site.get(record).document, name::key(bare_name(words)));
        let names = [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name));
        *document.id.id == *words || names.into_iter().any(|known| name::key(known) == key)
    };
    match (one.record, other.record) {
        (Some(a), Some(b)) => a == b,
        (Some(record), None) => bears(record, &other.words),
        (None, Some(record)) => bears(record, &one.words),
        (None, None) => name::key(bare_name(&one.words)) == name::key(bare_name(&other.words)),
    }
}

/// Tells whether words hold the name of a place among others: "near Kyiv".
fn is_within(site: &Site, place: &Named, words: &str) -> bool {
    let name = place.record.map_or_else(|| bare_name(&place.words), |record| &site.get(record).document.name);
    let padded = |words: &str| {
        let words = name::key(words).replace(|letter: char| !letter.is_alphanumeric(), " ");
        format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    padded(words).contains(&padded(name))
}

/// Tells whether a place holds another: Ukraine holds Kyiv.
fn holds(site: &Site, outer: &Named, inner: &Named) -> bool {
    larger(site, inner).any(|place| is_one(site, outer, &place))
}

/// Returns the places that hold one, the smallest first.
fn larger<'s>(site: &'s Site, place: &Named) -> impl Iterator<Item = Named> + 's {
    let parent = |place: &Named| {
        let mut parents = site.get(place.record?).refs("parent");
        parents.find_map(|(_, reference, resolved)| named(&reference.target, resolved))
    };
    std::iter::successors(parent(place), parent).take(DEEPEST)
}

/// Returns words without what does not tell values apart: case, spaces, the marks between thousands, a full stop.
fn plain(words: &str) -> String {
    let key = name::key(words);
    let letters: Vec<char> = key.trim_end_matches('.').chars().collect();
    let digits = |at: usize| letters[at..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let kept = letters.iter().enumerate().filter(|(at, letter)| {
        let between = *at > 0 && letters[at - 1].is_ascii_digit() && digits(at + 1) == 3;
        !(between && matches!(letter, ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}'))
    });
    kept.map(|(_, letter)| *letter).collect()
}

impl Value {
    /// Returns it in words, in the language of a page; records by their names.
    #[must_use]
    pub fn words(&self, site: &Site, language: Language) -> Arc<str> {
        let name = |named: &Named| match named.record {
            Some(record) => Arc::clone(&site.get(record).document.name),
            None => bare_name(&named.words).into(),
        };
        match self {
            Self::Date(_, Some(words)) | Self::Words(words) => Arc::clone(words),
            Self::Date(date, None) => date.words(language).into(),
            Self::Place(place) => name(place),
            Self::People(people) => people.iter().map(name).collect::<Vec<_>>().join(", ").into(),
        }
    }
}

/// Returns the sources that an account of an article cites.
#[must_use]
pub fn sources(site: &Site, article: Handle, index: usize) -> &[Fields] {
    let map = site.get(article).document.fields.maps("accounts").get(index);
    map.map_or(&[], |map| map.maps("source"))
}
