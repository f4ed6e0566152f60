//! Entities of Wikidata as JSON: people, organizations and places with their names in many languages, and positions with spans.
//!
//! A position is named by the labels of its own entity, where that is in the same file; otherwise it is told and left.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Fault, Left, Taken, controls, front};
use crate::kind::Kind;
use crate::kinds;
use crate::link::Site;
use crate::name;
use crate::plan::Desk;

/// The class of humans.
const HUMAN: &str = "Q5";

/// The entities of a file, by id.
type Entities = BTreeMap<String, Value>;

/// Takes the entities of a file over into a site. What only names the position of somebody becomes no record.
///
/// # Errors
///
/// What is wrong with the file.
pub fn take(desk: &Desk, bytes: &[u8]) -> Result<Taken, Vec<Fault>> {
    let read: Value = serde_json::from_slice(bytes)
        .map_err(|error| vec![Fault { line: error.line(), message: format!("not JSON: {error}") }])?;
    let mut entities = entities(read);
    if entities.is_empty() {
        return Err(vec![Fault {
            line: 1,
            message: "no entities: neither `entities` nor an `id` with `labels`".to_owned(),
        }]);
    }
    entities.values_mut().for_each(controls::with_line_breaks);
    let language = desk.site.config.language.split('-').next().unwrap_or("en").to_owned();
    let mut reader = Reader { entities: &entities, language, left: Vec::new() };
    let positions: BTreeSet<String> =
        entities.values().flat_map(|entity| items(entity, "P39")).map(|(id, _)| id).collect();
    let mut taken = Taken::default();
    for (id, entity) in entities.iter().filter(|(id, _)| !positions.contains(*id)) {
        let kind = kind(entity);
        let Some(name) = reader.label(id) else {
            reader.leave(id, "it has no label");
            continue;
        };
        let slug = name::slug(&name);
        if is_there(&desk.site, kind, id, &slug) {
            taken.there += 1;
            continue;
        }
        let path = format!("content/{}/{slug}.md", kind.plural);
        // Two of one name: the second one has its number in its id.
        let path = if taken.files.contains_key(&path) {
            path.replace(".md", &format!("-{}.md", id.to_lowercase()))
        } else {
            path
        };
        let values = reader.record(kind, id, entity, &name);
        match values.values().find_map(controls::held) {
            Some(control) => reader.leave(id, format!("it holds {control}")),
            None => {
                taken.files.insert(path, front::matter(kind, &values));
            }
        }
    }
    taken.left = reader.left;
    taken.left.sort();
    Ok(taken)
}

/// Returns the entities of a file: those of `entities`, a list of them, or one alone.
fn entities(read: Value) -> Entities {
    let list: Vec<Value> = match read {
        Value::Object(mut map) => match map.remove("entities") {
            Some(Value::Object(entities)) => entities.into_iter().map(|(_, entity)| entity).collect(),
            Some(Value::Array(entities)) => entities,
            _ => vec![Value::Object(map)],
        },
        Value::Array(list) => list,
        _ => Vec::new(),
    };
    let named = list.into_iter().filter(|entity| entity.get("labels").is_some());
    named.filter_map(|entity| Some((entity.get("id")?.as_str()?.to_owned(), entity))).collect()
}

/// Tells whether a site has a record of an entity: by its id at Wikidata, or by its name.
fn is_there(site: &Site, kind: &'static Kind, id: &str, slug: &str) -> bool {
    let mut records = site.all().filter(|(_, entity)| entity.id.kind == kind && !entity.stub);
    records.any(|(_, entity)| {
        let ids = entity.document.fields.text_map("ids");
        let own = ids.iter().find(|(key, _)| **key == *"wikidata").map(|(_, own)| &**own);
        own.map_or(*entity.id.id == *slug, |own| own == id)
    })
}

fn kind(entity: &Value) -> &'static Kind {
    if items(entity, "P31").iter().any(|(class, _)| class == HUMAN) {
        &kinds::PERSON
    } else if statements(entity, "P625").next().is_some() {
        &kinds::PLACE
    } else {
        &kinds::ORGANIZATION
    }
}

/// Returns the statements of a property that count: the preferred ones first, none that is deprecated.
fn statements<'a>(entity: &'a Value, property: &'a str) -> impl Iterator<Item = &'a Value> {
    let all = entity.get("claims").and_then(|claims| claims.get(property)).and_then(Value::as_array);
    let mut counting: Vec<&Value> = all.into_iter().flatten().filter(|it| rank(it) != Some("deprecated")).collect();
    counting.sort_by_key(|statement| rank(statement) != Some("preferred"));
    counting.into_iter()
}

fn rank(statement: &Value) -> Option<&str> {
    statement.get("rank").and_then(Value::as_str)
}

fn main_value(statement: &Value) -> Option<&Value> {
    statement.get("mainsnak")?.get("datavalue")?.get("value")
}

/// Returns the entities that a property names, each with its statement.
fn items<'a>(entity: &'a Value, property: &'a str) -> Vec<(String, &'a Value)> {
    let named = statements(entity, property)
        .filter_map(|statement| Some((main_value(statement)?.get("id")?.as_str()?.to_owned(), statement)));
    named.collect()
}

/// Returns a date no more exact than it is known: 9 is a year, 10 a month, 11 a day (Wikidata, Help:Dates).
fn date(value: &Value) -> Option<String> {
    let time = value.get("time")?.as_str()?;
    let precision = value.get("precision")?.as_u64()?;
    let (sign, digits) = time.split_at_checked(1)?;
    let mut parts = digits.split('T').next()?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year: u32 = year.parse().ok().filter(|year| *year <= 9999)?;
    // There the year before 1 is -1; in EDTF it is 0.
    let written = match (sign, year) {
        ("-", 0 | 1) => "0000".to_owned(),
        ("-", year) => format!("-{:04}", year - 1),
        (_, year) => format!("{year:04}"),
    };
    Some(match precision {
        11 => format!("{written}-{month}-{day}"),
        10 => format!("{written}-{month}"),
        9 => written,
        8 if sign == "+" => format!("{:03}X", year / 10),
        _ => return None,
    })
}

struct Reader<'a> {
    entities: &'a Entities,
    language: String,
    left: Vec<Left>,
}

impl Reader<'_> {
    fn leave(&mut self, id: &str, why: impl Into<String>) {
        self.left.push(Left { what: format!("`{id}`"), why: why.into(), line: 0 });
    }

    /// Returns the name of an entity: in the language of the site, in many, in English, or any.
    fn label(&self, id: &str) -> Option<String> {
        let labels = self.entities.get(id)?.get("labels")?.as_object()?;
        let wanted = [self.language.as_str(), "mul", "en"].into_iter().find_map(|language| labels.get(language));
        let label = wanted.or_else(|| labels.values().next())?;
        label.get("value")?.as_str().map(str::to_owned)
    }

    fn record(&mut self, kind: &'static Kind, id: &str, entity: &Value, name: &str) -> BTreeMap<&'static str, Value> {
        let mut values: BTreeMap<&'static str, Value> = BTreeMap::from([("name", json!(name))]);
        let aliases = aliases(entity, name);
        if !aliases.is_empty() {
            values.insert("aliases", Value::Array(aliases));
        }
        let described = entity.get("descriptions").and_then(|all| all.get(&self.language).or_else(|| all.get("en")));
        if let Some(summary) = described.and_then(|it| it.get("value")).and_then(Value::as_str) {
            values.insert("summary", json!(summary));
        }
        values.insert("ids", json!({ "wikidata": id }));
        if *kind == kinds::PERSON {
            for (key, property) in [("born", "P569"), ("died", "P570")] {
                if let Some(date) = statements(entity, property).find_map(|it| date(main_value(it)?)) {
                    values.insert(key, json!(date));
                }
            }
            let roles = self.roles(id, entity);
            if !roles.is_empty() {
                values.insert("roles", Value::Array(roles));
            }
        }
        if *kind == kinds::PLACE
            && let Some(point) = statements(entity, "P625").find_map(main_value)
            && let (Some(latitude), Some(longitude)) = (point.get("latitude"), point.get("longitude"))
        {
            values.insert("coordinates", json!([latitude, longitude]));
        }
        values
    }

    /// Returns the positions of somebody, with their spans.
    fn roles(&mut self, id: &str, entity: &Value) -> Vec<Value> {
        let mut roles = Vec::new();
        for (position, statement) in items(entity, "P39") {
            let Some(title) = self.label(&position) else {
                self.leave(id, format!("its position `{position}` has no name: add that entity to the file"));
                continue;
            };
            let mut role = Map::from_iter([("title".to_owned(), json!(title))]);
            for (key, property) in [("from", "P580"), ("to", "P582")] {
                let qualifier =
                    statement.get("qualifiers").and_then(|all| all.get(property)).and_then(|all| all.get(0));
                let value = qualifier.and_then(|it| it.get("datavalue")).and_then(|it| it.get("value"));
                if let Some(date) = value.and_then(date) {
                    role.insert(key.to_owned(), json!(date));
                }
            }
            roles.push(Value::Object(role));
        }
        let start = |role: &Value| role.get("from").and_then(Value::as_str).unwrap_or_default().to_owned();
        roles.sort_by_key(start);
        roles
    }
}

/// Returns the other names of an entity, each once, with its language.
fn aliases(entity: &Value, name: &str) -> Vec<Value> {
    let mut seen = BTreeSet::from([name::key(name)]);
    let mut found = Vec::new();
    let texts = |map: Option<&Value>| -> Vec<(String, String)> {
        let entries = map.and_then(Value::as_object).into_iter().flatten();
        let each = entries.flat_map(|(language, value)| {
            let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            values.into_iter().map(move |value| (language.clone(), value))
        });
        each.filter_map(|(language, value)| Some((language, value.get("value")?.as_str()?.to_owned()))).collect()
    };
    for (language, text) in texts(entity.get("labels")).into_iter().chain(texts(entity.get("aliases"))) {
        if seen.insert(name::key(&text)) {
            // Wikidata has codes of its own: `mul` for many, `zh-classical`.
            let is_tag = language != "mul" && language.parse::<icu_locale_core::Locale>().is_ok();
            found.push(if is_tag { json!({ "name": text, "lang": language }) } else { json!({ "name": text }) });
        }
    }
    found
}
