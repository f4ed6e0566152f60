//! The values of a record's keys after reading, each of the type that the table of kinds gives it.

use std::sync::Arc;

use crate::date::{Date, Moment};

/// One value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Text.
    Text(Arc<str>),
    /// Several texts.
    Texts(Vec<Arc<str>>),
    /// True or false.
    Flag(bool),
    /// An EDTF date.
    Date(Date),
    /// A moment in time.
    Moment(Moment),
    /// A whole number.
    Number(i64),
    /// References to records.
    Refs(Vec<RefItem>),
    /// Texts by key, in file order.
    TextMap(Vec<(Arc<str>, Arc<str>)>),
    /// Latitude and longitude in degrees.
    Coordinates(f64, f64),
    /// Maps with keys of their own.
    Maps(Vec<Fields>),
    /// Free data.
    Free(serde_json::Value),
}

/// A reference in front matter before it is resolved.
#[derive(Clone, PartialEq, Debug)]
pub struct RefItem {
    /// What names the record: an id, a name, an alias; a wikilink's brackets are gone.
    pub target: Arc<str>,
    /// The part played here.
    pub role: Option<Arc<str>>,
    /// The spelling that the document uses.
    pub name_used: Option<Arc<str>>,
    /// Since when this is known.
    pub since: Option<Date>,
    /// What it rests on.
    pub sources: Vec<Fields>,
}

/// The keys of one map with their values, in file order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fields {
    entries: Vec<(&'static str, Value)>,
}

/// Returns the words in brackets that stand for a speaker without a name: `(an aide)`.
#[must_use]
pub fn unnamed(speaker: &str) -> Option<&str> {
    let words = speaker.trim().strip_prefix('(')?.strip_suffix(')')?.trim();
    (!words.is_empty()).then_some(words)
}

/// Tells whether a text is a number as JSON writes it (RFC 8259 6): `243.8`, not `.5` or `1,5`.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

impl Fields {
    /// Adds a key; the caller has made sure that it is new.
    pub(crate) fn insert(&mut self, key: &'static str, value: Value) {
        self.entries.push((key, value));
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Returns the keys and values in file order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.entries.iter().map(|(key, value)| (*key, value))
    }

    /// Returns a text, shared.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&Arc<str>> {
        match self.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns several texts, or none.
    #[must_use]
    pub fn texts(&self, key: &str) -> &[Arc<str>] {
        match self.get(key) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Returns whether a flag is there and set; `None` where it is not given.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// Returns a date.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<&Date> {
        match self.get(key) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        }
    }

    /// Returns a moment.
    #[must_use]
    pub fn moment(&self, key: &str) -> Option<&Moment> {
        match self.get(key) {
            Some(Value::Moment(moment)) => Some(moment),
            _ => None,
        }
    }

    /// Returns a number.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Returns references, or none.
    #[must_use]
    pub fn refs(&self, key: &str) -> &[RefItem] {
        match self.get(key) {
            Some(Value::Refs(refs)) => refs,
            _ => &[],
        }
    }

    /// Returns maps, or none.
    #[must_use]
    pub fn maps(&self, key: &str) -> &[Fields] {
        match self.get(key) {
            Some(Value::Maps(maps)) => maps,
            _ => &[],
        }
    }

    /// Returns texts by key, or none.
    #[must_use]
    pub fn text_map(&self, key: &str) -> &[(Arc<str>, Arc<str>)] {
        match self.get(key) {
            Some(Value::TextMap(map)) => map,
            _ => &[],
        }
    }

    /// Returns the keys whose values differ; `None` where the keys themselves, or their order, do.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Option<Vec<&'static str>> {
        let keys = |fields: &Self| fields.iter().map(|(key, _)| key).collect::<Vec<_>>();
        let pairs = self.iter().zip(other.iter());
        (keys(self) == keys(other)).then(|| pairs.filter(|(one, other)| one.1 != other.1).map(|it| it.0.0).collect())
    }

    /// Appends the keys of `sources.yaml` that this map cites, at any depth, in file order.
    pub fn source_keys<'a>(&'a self, keys: &mut Vec<&'a str>) {
        let own = |maps: &'a [Self]| maps.iter().filter_map(|map| map.text("key")).map(|key| &**key);
        for (key, value) in self.iter() {
            match value {
                Value::Maps(maps) if matches!(key, "sources" | "source") => keys.extend(own(maps)),
                Value::Maps(maps) => maps.iter().for_each(|map| map.source_keys(keys)),
                Value::Refs(refs) => keys.extend(refs.iter().flat_map(|item| own(&item.sources))),
                _ => {}
            }
        }
    }
}
