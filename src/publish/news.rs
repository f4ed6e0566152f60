//! What readers will notice, told from the data beside the pages: `+1 event, Marco Rubio's role changed on 4 pages`.
//!
//! Only `index.json` is compared, which holds all that a record's page says; a new look of all pages is no news.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::kinds::KINDS;
use crate::route::FilePath;

/// So many old records are read to be compared, which may be far away; the others are only counted.
pub(super) const MOST: usize = 1_000;
/// So many people are named, whose roles changed.
const MOST_NAMED: usize = 3;

/// Tells whether a file is the data beside a record's page.
pub(super) fn is_record(file: &FilePath) -> bool {
    file.as_str().ends_with("/index.json")
}

/// Tells what is different in the records `now`, from those `before`; so many more changed unread.
pub(super) fn tell<'a>(
    before: impl IntoIterator<Item = (&'a FilePath, Option<Vec<u8>>)>,
    now: impl IntoIterator<Item = (&'a FilePath, Vec<u8>)>,
    unread: usize,
) -> News<'a> {
    let parsed = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
    let mut old: BTreeMap<&FilePath, Option<Value>> =
        before.into_iter().map(|(file, bytes)| (file, bytes.as_deref().and_then(parsed))).collect();
    let mut news = News::default();
    for (file, bytes) in now {
        let Some(new) = parsed(&bytes) else { continue };
        match old.remove(file) {
            Some(Some(old)) => news.compare(file, &old, &new),
            Some(None) => news.others += 1,
            None => news.count(file, &new, |count| count.0 += 1),
        }
    }
    for (file, gone) in old {
        if let Some(gone) = gone {
            news.count(file, &gone, |count| count.1 += 1);
        }
    }
    news.others += unread;
    news
}

/// What is counted.
#[derive(Default)]
pub(super) struct News<'a> {
    /// The records that came and went, by kind.
    kinds: BTreeMap<Sort, (usize, usize)>,
    /// For each name, on how many pages the person's role is another.
    roles: BTreeMap<String, usize>,
    /// How many titles are others.
    titles: usize,
    corrections: usize,
    updates: usize,
    /// The records that are withdrawn now and were not before.
    pub(super) withdrawn: Vec<&'a FilePath>,
    /// The records that differ in anything else, or were not compared.
    others: usize,
}

impl<'a> News<'a> {
    /// Counts a record that came or went.
    fn count(&mut self, file: &FilePath, record: &Value, count: impl Fn(&mut (usize, usize))) {
        let Some(name) = record["kind"].as_str() else { return };
        let order = KINDS.iter().position(|known| known.name == name).unwrap_or(KINDS.len());
        // The folder of a kind is called after several of them.
        let plural = file.as_str().rsplit('/').nth(2).unwrap_or(name);
        count(self.kinds.entry(Sort { order, name: name.to_owned(), plural: plural.to_owned() }).or_default());
    }

    /// Counts what is different in one record.
    fn compare(&mut self, file: &'a FilePath, old: &Value, new: &Value) {
        let is_withdrawn = |record: &Value| matches!(record["status"].as_str(), Some("withdrawn" | "retracted"));
        if is_withdrawn(new) && !is_withdrawn(old) {
            self.withdrawn.push(file);
            return;
        }
        let before = (self.titles, self.corrections, self.updates, self.roles.values().sum::<usize>());
        self.titles += usize::from(old["title"] != new["title"]);
        self.corrections += more("corrections", old, new);
        self.updates += more("updates", old, new);
        let (was, is) = (roles(old), roles(new));
        for (person, roles) in &is {
            if was.get(person).is_some_and(|was| was != roles) {
                *self.roles.entry(person.1.clone()).or_default() += 1;
            }
        }
        let after = (self.titles, self.corrections, self.updates, self.roles.values().sum::<usize>());
        self.others += usize::from(before == after);
    }

    /// Puts the numbers into words, the weightiest first.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut kinds = |sign: char, number: fn(&(usize, usize)) -> usize| {
            for (sort, counts) in self.kinds.iter().filter(|(_, counts)| number(counts) > 0) {
                words.push(format!("{sign}{}", sort.words(number(counts))));
            }
        };
        kinds('+', |counts| counts.0);
        kinds('-', |counts| counts.1);
        for (name, pages) in self.roles.iter().take(MOST_NAMED) {
            words.push(format!("{name}'s role changed on {}", counted(*pages, "page")));
        }
        if self.roles.len() > MOST_NAMED {
            let more = self.roles.len() - MOST_NAMED;
            words.push(if more == 1 { "1 more role changed".into() } else { format!("{more} more roles changed") });
        }
        let counts = [
            (self.titles, "title changed", "titles changed"),
            (self.corrections, "correction", "corrections"),
            (self.updates, "update", "updates"),
            (self.withdrawn.len(), "withdrawal", "withdrawals"),
            (self.others, "other record changed", "other records changed"),
        ];
        for (number, one, many) in counts.into_iter().filter(|(number, ..)| *number > 0) {
            words.push(format!("{number} {}", if number == 1 { one } else { many }));
        }
        words
    }
}

/// Returns how many entries a list has more than before, those that it only repeats from another record aside.
fn more(key: &str, old: &Value, new: &Value) -> usize {
    let own = |record: &Value| {
        record[key].as_array().map_or(0, |entries| entries.iter().filter(|entry| entry.get("in").is_none()).count())
    };
    own(new).saturating_sub(own(old))
}

/// A person: the id and the name.
type Person = (String, String);

/// Returns each role that a record's data says of a person, by person.
fn roles(record: &Value) -> BTreeMap<Person, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    collect(record, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeMap<Person, BTreeSet<String>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(object) => {
            let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
            if text("kind").as_deref() == Some("person")
                && let (Some(id), Some(name)) = (text("id"), text("title"))
            {
                // A mention without a role is not the end of one.
                let roles: &mut BTreeSet<String> = found.entry((id, name)).or_default();
                roles.extend(text("role"));
            }
            object.values().for_each(|value| collect(value, found));
        }
        _ => {}
    }
}

/// A kind of records: its place among those that are built in, or behind them, and what one and several are called.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sort {
    order: usize,
    name: String,
    plural: String,
}

impl Sort {
    fn words(&self, number: usize) -> String {
        format!("{number} {}", if number == 1 { &self.name } else { &self.plural })
    }
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
