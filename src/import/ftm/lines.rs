//! The lines of a file of FollowTheMoney, each an entity, with every fault by its line.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::import::{Fault, controls};
use crate::plan::export::ftm::is_id;

/// The longest line, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// With more faults than these nobody reads on.
const MOST_FAULTS: usize = 100;

/// One entity as it came.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its line, from 1; of one in several pieces the first.
    pub(super) line: usize,
    /// Its id.
    pub(super) id: String,
    /// Its schema.
    pub(super) schema: String,
    /// What is left of it.
    pub(super) properties: BTreeMap<String, BTreeSet<String>>,
}

impl Item {
    /// Takes all values of a property.
    pub(super) fn take(&mut self, key: &str) -> Vec<String> {
        self.properties.remove(key).into_iter().flatten().collect()
    }

    /// Takes the one value of a property, if it has just one.
    pub(super) fn one(&mut self, key: &str) -> Option<String> {
        self.one_if(key, |_| true)
    }

    /// Takes the one value of a property, if it has just one that fits.
    pub(super) fn one_if(&mut self, key: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
        let values = self.properties.get(key)?;
        let value = values.first().filter(|value| values.len() == 1 && fits(value))?.clone();
        self.properties.remove(key);
        Some(value)
    }

    /// Returns the first value of a property.
    pub(super) fn first(&self, key: &str) -> Option<&str> {
        self.properties.get(key)?.first().map(String::as_str)
    }
}

/// Reads all entities, in the order of their first lines; those with one id are pieces of one entity.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Item>, Vec<Fault>> {
    let mut items: Vec<Item> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let read = item(at + 1, line).and_then(|item| match places.entry(item.id.clone()) {
            Entry::Vacant(place) => {
                place.insert(items.len());
                items.push(item);
                Ok(())
            }
            Entry::Occupied(place) => {
                let known = &mut items[*place.get()];
                if known.schema != item.schema {
                    return Err(format!(
                        "`{}` is {} here and {} in line {}",
                        item.id, item.schema, known.schema, known.line
                    ));
                }
                for (key, values) in item.properties {
                    known.properties.entry(key).or_default().extend(values);
                }
                Ok(())
            }
        });
        faults.extend(read.err().map(|message| Fault { line: at + 1, message }));
    }
    if faults.is_empty() { Ok(items) } else { Err(faults) }
}

fn item(line: usize, bytes: &[u8]) -> Result<Item, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("the line has {} bytes; an entity has {MOST_BYTES} at most", bytes.len()));
    }
    let text = str::from_utf8(bytes).map_err(|_| "the line is not UTF-8".to_owned())?;
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        // The line that it tells is that within the line.
        let words = error.to_string();
        let words = words.rsplit_once(" at line ").map_or(&*words, |(words, _)| words);
        format!("no JSON: {words} at column {}", error.column())
    })?;
    let Value::Object(mut map) = value else {
        return Err("an entity is a map with `id`, `schema` and `properties`".into());
    };
    let mut text = |key: &str| match map.remove(key) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("`{key}` must be text")),
        None => Err(format!("`{key}` is missing")),
    };
    let (id, schema) = (text("id")?, text("schema")?);
    if !is_id(&id) {
        let shown: String = id.chars().take(60).map(|it| if it.is_control() { '\u{fffd}' } else { it }).collect();
        return Err(format!("`{shown}` is no id: letters, digits, `-` and `.`, at most 200 of them"));
    }
    if schema.is_empty() || !schema.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("`schema` must be a word such as `Person`".into());
    }
    let properties = match map.remove("properties") {
        Some(Value::Object(properties)) => properties,
        Some(_) => return Err("`properties` must be a map".into()),
        None => return Err("`properties` is missing".into()),
    };
    let properties = properties.into_iter().map(|(key, values)| {
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err("the name of a property must be a word".to_owned());
        }
        let values = match values {
            Value::Array(values) => values,
            single => vec![single],
        };
        let texts: Result<BTreeSet<String>, String> = values.into_iter().map(|value| of(&key, value)).collect();
        Ok((key, texts?))
    });
    let mut properties = properties.collect::<Result<BTreeMap<_, _>, String>>()?;
    properties.retain(|_, values| {
        values.retain(|value| !value.trim().is_empty());
        !values.is_empty()
    });
    Ok(Item { line, id, schema, properties })
}

/// Reads a value: text, a number, or an entity within, of which the id counts.
fn of(key: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => {
            let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text };
            match controls::in_text(&text) {
                Some(control) => Err(format!("`{key}` holds {control}")),
                None => Ok(text),
            }
        }
        Value::Number(number) => Ok(number.to_string()),
        Value::Object(map) => match map.get("id") {
            Some(Value::String(id)) => Ok(id.clone()),
            _ => Err(format!("`{key}` must be a list of texts")),
        },
        _ => Err(format!("`{key}` must be a list of texts")),
    }
}
