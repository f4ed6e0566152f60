//! What is said differently of one event: by its own record, by the accounts written there, and by articles.
//!
//! 1. The accounts of the event's record, the record's own date, place and participants, and the accounts of articles are put
//!    together by the fact that they are about.
//! 2. What an article says counts where it surely differs from something else that is said: dates by their bounds, so that a
//!    vague one does not differ from a day within it; places and people by their records; anything else by its words. What
//!    agrees is left out, and so is the date for which the event was announced when an article was written, before it took
//!    place. The accounts that the event's record lists are there because somebody found that they differ.
//! 3. Those who say the same share a row.

mod differ;

use std::sync::Arc;

use super::{Entity, Handle, Resolved, Site, bare_name};
use crate::date::{Date, Language, Tri, parse_localised};
use crate::kinds;
use crate::name;
use crate::parse::At;
use crate::parse::fields::Fields;
use differ::{are_same, differ, is_one, is_within, larger};

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
        let given = given(site, article, index).into_iter();
        for (field, value) in given.filter(|(_, value)| !was_announced(entity, site.get(article), value)) {
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

/// Tells whether a value is a date for which the event was announced when an article was written, before it took place: the
/// article was right on its day.
fn was_announced(event: &Entity, article: &Entity, value: &Value) -> bool {
    let Value::Date(date, _) = value else { return false };
    let (event, written) = (&event.document.fields, article.document.fields.date("date"));
    if is_before(event.date("date"), written) {
        return false;
    }
    let history = event.maps("history");
    let held = history.iter().filter(|said| {
        let on = said.date("said_on");
        let mut later = history.iter().map(|later| later.date("said_on"));
        let is_replaced = later.any(|later| is_before(on, later) && is_before(later, written));
        !is_before(written, on) && !is_replaced
    });
    held.filter_map(|said| said.date("date")).any(|said| !said.contradicts(date))
}

/// Tells whether one date is surely before another.
fn is_before(one: Option<&Date>, other: Option<&Date>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.before(other) == Tri::Yes)
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
    let is_listed = |said: &Said| matches!(said.by, By::Listed(_));
    let is_shown = |said: &Said| {
        let beside =
            |other: &Said| differ(site, said, other) || is_listed(other) && are_same(site, &said.value, &other.value);
        is_listed(said) || all.iter().any(beside)
    };
    let mut shown: Vec<&Said> = all.iter().filter(|said| is_shown(said)).collect();
    // The record was added last; the others are in their order.
    shown.sort_by_key(|said| said.by != By::Record);
    let mut rows: Vec<Row> = Vec::new();
    for said in shown {
        let same = |row: &Row| are_same(site, &row.value, &said.value);
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

impl Value {
    /// Returns it in words, in the language of a page; records by their names.
    #[must_use]
    pub fn words(&self, site: &Site, language: Language) -> Arc<str> {
        let name = |named: &Named| match named.record {
            Some(record) => Arc::clone(&site.get(record).document.name),
            None => bare_name(&named.words, site.config.kinds()).into(),
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
