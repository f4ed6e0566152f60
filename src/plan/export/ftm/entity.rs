//! One entity of FollowTheMoney and its id.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::kinds::followthemoney::EDGES;
use crate::plan::json::{Object, push_string};

/// One entity: a schema, and properties that each have any number of values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// Its id, such as `person-ada-lovelace`.
    pub id: String,
    /// Its schema, such as `Person`.
    pub schema: String,
    properties: BTreeMap<String, BTreeSet<String>>,
    /// The ids of the entities that it names.
    references: BTreeSet<String>,
}

impl Entity {
    /// Makes an entity without properties.
    pub(super) fn new(schema: &str, id: String) -> Self {
        Self { id, schema: schema.to_owned(), properties: BTreeMap::new(), references: BTreeSet::new() }
    }

    /// Adds a value, where there is one.
    pub(super) fn add<T: AsRef<str>>(&mut self, key: &str, values: impl IntoIterator<Item = T>) -> &mut Self {
        for value in values {
            let value = value.as_ref();
            if !value.trim().is_empty() {
                self.properties.entry(key.to_owned()).or_default().insert(value.to_owned());
            }
        }
        self
    }

    /// Adds the ids of other entities; none names itself, which FollowTheMoney refuses.
    pub(super) fn refer<T: AsRef<str>>(&mut self, key: &str, ids: impl IntoIterator<Item = T>) -> &mut Self {
        for id in ids {
            let id = id.as_ref();
            if id != self.id {
                self.add(key, [id]);
                self.references.insert(id.to_owned());
            }
        }
        self
    }

    /// Puts values in the place of those that a property has.
    pub(super) fn set<T: AsRef<str>>(&mut self, key: &str, values: impl IntoIterator<Item = T>) {
        self.properties.remove(key);
        self.add(key, values);
    }

    /// Takes over what another entity of the same id says.
    pub(super) fn merge(&mut self, other: Self) {
        for (key, values) in other.properties {
            self.properties.entry(key).or_default().extend(values);
        }
        self.references.extend(other.references);
    }

    /// Returns the ids of the entities that it names.
    pub(super) fn references(&self) -> &BTreeSet<String> {
        &self.references
    }

    /// Tells whether it says something of others only.
    pub(super) fn is_link(&self) -> bool {
        self.schema == "Note" || EDGES.iter().any(|edge| edge.schema == self.schema)
    }

    /// Appends the line of the entity; keys and values are sorted, so that equal entities are equal lines.
    pub(super) fn write(&self, json: &mut String) {
        let mut it = Object::new(json);
        it.text("id", &self.id).text("schema", &self.schema).with("properties", |json| {
            let mut it = Object::new(json);
            for (key, values) in &self.properties {
                it.list(key, values, |json, value| push_string(json, value));
            }
            it.end();
        });
        it.end();
        json.push('\n');
    }
}

/// Tells whether FollowTheMoney takes a text for an id.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    text.len() <= MOST_BYTES
        && ends(text.bytes().next())
        && ends(text.bytes().next_back())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

/// The longest id.
const MOST_BYTES: usize = 200;

/// Returns the id of what has a name of its own: `person-ada-lovelace`, and a sum where the name cannot stand in an id.
#[must_use]
pub fn id_of(kind: &str, name: &str) -> String {
    let id = format!("{kind}-{name}");
    if is_id(&id) { id } else { format!("{kind}-{}", sum(&[name])) }
}

/// Returns the id of what has none of its own: a sum of its schema and of what tells it from others.
pub(super) fn link_id(schema: &str, parts: &[&str]) -> String {
    format!("{}-{}", schema.to_lowercase(), sum(parts))
}

/// Returns the first 160 bits of the SHA-256 sum of texts, each with its length.
pub(super) fn sum(parts: &[&str]) -> String {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_le_bytes());
        sum.update(part);
    }
    sum.finalize().iter().take(20).fold(String::with_capacity(40), |mut text, byte| {
        text.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        text.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        text
    })
}
