//! One text of a site as a record.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::flavour::Meaning;
use super::matter::Matter;
use super::{Draft, Page, texts};
use crate::date::Date;
use crate::import::{an, front, values};
use crate::kind::{Kind, Type};
use crate::kinds;
use crate::name;
use crate::route::Route;

/// A record that is being made.
#[derive(Default)]
struct Record {
    values: BTreeMap<&'static str, Value>,
    extra: Map<String, Value>,
    addresses: Vec<String>,
    slug: Option<String>,
}

impl Draft<'_> {
    /// Makes a record of a text.
    pub(super) fn record(&mut self, kind: &'static Kind, page: &Page<'_>, matter: Matter<'_>) {
        let mut record = Record::default();
        let before = self.faults.len();
        for (key, value) in matter.keys {
            if !value.is_null() {
                self.key(kind, page, &mut record, &key, value);
            }
        }
        let Record { mut values, extra, mut addresses, slug } = record;
        if page.section == "_drafts" || self.hidden.iter().any(|folder| page.path.starts_with(folder)) {
            values.insert("draft", json!(true));
        }
        for (key, value) in [("lang", &page.lang), ("date", &page.day)] {
            if let (Some(value), Some(field)) = (value, values::field(kind, key)) {
                values.entry(field.name).or_insert_with(|| json!(value));
            }
        }
        let id = name::slug(slug.as_deref().unwrap_or(&page.slug));
        if !values.contains_key(kind.name_key) {
            // Jekyll and Eleventy make a title of the name of the file.
            values.insert(kind.name_key, json!(spoken(&page.slug)));
        }
        let is_draft = values.get("draft") == Some(&json!(true));
        let needed = kind.fields.iter().filter(|field| field.required);
        for field in needed.filter(|field| !values.contains_key(field.name)).collect::<Vec<_>>() {
            // One that could not be read was told with its value.
            if self.faults[before..].iter().any(|fault| fault.message.contains(&format!(": `{}` ", field.name))) {
                continue;
            }
            // Other generators need no date of a draft: here it is one that nobody knows yet.
            if is_draft && field.name == "date" {
                values.insert(field.name, json!("XXXX"));
                continue;
            }
            let message = format!("no `{}`, which {} {} needs: {}", field.name, an(kind.name), kind.name, field.doc);
            self.fault(page.path, 1, message);
        }
        if let Some(path) = page.path.strip_suffix(".markdown").or_else(|| page.path.strip_suffix(".md"))
            && self.is_there(kind, &id)
        {
            let made = self.taken.files.contains_key(&format!("content/{}/{id}.md", kind.plural));
            if made {
                self.leave(
                    page.path,
                    "a text",
                    format!("another one is `{}/{id}` already, beside `{path}`", kind.plural),
                );
            } else {
                self.taken.there += 1;
            }
            return;
        }
        let route = match kind {
            kind if *kind == kinds::PAGE => format!("/{id}/"),
            kind => format!("/{}/{id}/", kind.plural),
        };
        let is_named = matches!(self.flavour, super::Flavour::Hugo | super::Flavour::Zola);
        addresses.extend(page.address.as_ref().map(|address| match slug.as_deref().filter(|_| is_named) {
            Some(slug) => with_slug(address, slug),
            None => address.clone(),
        }));
        addresses.retain(|address| {
            address.starts_with('/')
                && !address.split('/').any(|part| part == "..")
                && Route::new(address).as_str() != route
                && !address.contains(':')
        });
        addresses.sort();
        addresses.dedup();
        if !addresses.is_empty() {
            values.insert("redirect_from", json!(addresses));
        }
        if !extra.is_empty() {
            self.taken.kept.extend(extra.keys().map(|key| format!("`{key}` of {}", kind.plural)));
            values.insert("extra", Value::Object(extra));
        }
        for tag in templates_tags(matter.body) {
            self.leave(page.path, format!("`{tag}`"), "a tag of the old templates; it stands in the text as it is");
        }
        let name = values.get(kind.name_key).and_then(Value::as_str).map(name::key);
        self.names.extend(name.map(|name| (kind.plural, name)));
        let text = front::matter(kind, &values);
        let body = matter.body.trim_end();
        let text = if body.is_empty() { text } else { format!("{text}\n{body}\n") };
        self.taken.files.insert(format!("content/{}/{id}.md", kind.plural), text);
    }

    fn key(&mut self, kind: &'static Kind, page: &Page<'_>, record: &mut Record, key: &str, value: Value) {
        if let Some(mapped) = self.mapping.keys.get(key) {
            if mapped.is_empty() {
                return;
            }
            if let Some(name) = mapped.strip_prefix("extra.") {
                record.extra.insert(name.to_owned(), value);
                return;
            }
            return match values::field(kind, mapped) {
                Some(field) => self.value(kind, page, record, field.name, &value),
                None => self.fault(page.path, 1, format!("`{key}` is to be `{mapped}`, which no {} has", kind.name)),
            };
        }
        if let Some(what) = self.mapping.taxonomies.get(key).cloned() {
            return self.terms_of(kind, page, record, &what, &value);
        }
        match self.flavour.meaning(key) {
            Some(Meaning::Key("title")) => self.value(kind, page, record, kind.name_key, &value),
            Some(Meaning::Key(known)) if values::field(kind, known).is_some() => {
                self.value(kind, page, record, known, &value);
            }
            Some(Meaning::Slug) => record.slug = texts(&value).pop(),
            // A page without an address is one that is not written.
            Some(Meaning::Address) if value == json!(false) => self.hide(page, record, key),
            Some(Meaning::Address) => record.addresses.extend(texts(&value)),
            Some(Meaning::Published) => {
                if value == json!(false) {
                    hide(record);
                }
            }
            Some(Meaning::Hides) if hides(&value) => self.hide(page, record, key),
            Some(Meaning::Extra) => record.extra.extend(value.as_object().cloned().unwrap_or_default()),
            Some(Meaning::Taxonomies) => {
                for (name, terms) in value.as_object().into_iter().flatten() {
                    let what = self.mapping.taxonomies.get(name).cloned();
                    let what = what.unwrap_or_else(|| {
                        if self.desk.kinds().find(name).is_some() { name.clone() } else { "tags".to_owned() }
                    });
                    self.terms_of(kind, page, record, &what, terms);
                }
            }
            Some(Meaning::Nothing) => {}
            Some(Meaning::Key(_) | Meaning::Hides) | None => match (key, values::field(kind, key)) {
                ("tags" | "categories" | "category" | "tag", _) => self.terms_of(kind, page, record, "tags", &value),
                (_, Some(field)) if !matches!(field.ty, Type::Map(..) | Type::Maps(..) | Type::TextMap) => {
                    self.value(kind, page, record, field.name, &value);
                }
                _ => {
                    record.extra.insert(key.to_owned(), value);
                }
            },
        }
    }

    /// Hides a record whose page is shown nowhere, or in no list, and says so.
    fn hide(&mut self, page: &Page<'_>, record: &mut Record, key: &str) {
        hide(record);
        self.leave(page.path, format!("`{key}`"), "it hides the page there; the record is a draft here");
    }

    /// Takes the value of a key over.
    fn value(&mut self, kind: &'static Kind, page: &Page<'_>, record: &mut Record, key: &str, value: &Value) {
        let Some(field) = values::field(kind, key) else { return };
        let is_list =
            matches!(field.ty, Type::Texts | Type::Refs(_) | Type::KnownRefs(_) | Type::Aliases | Type::Sources);
        if is_list {
            let entry = record.values.entry(field.name).or_insert_with(|| json!([]));
            if let Value::Array(list) = entry {
                let new: Vec<Value> =
                    texts(value).into_iter().map(Value::from).filter(|item| !list.contains(item)).collect();
                list.extend(new);
            }
            return;
        }
        let Some(words) =
            texts(value).into_iter().next().map(|words| words.trim().to_owned()).filter(|it| !it.is_empty())
        else {
            return;
        };
        let words = match field.ty {
            Type::Date => day(&words),
            // A day alone begins in UTC, as Hugo reads it.
            Type::Moment if is_day(&words) => format!("{words}T00:00:00Z"),
            _ => words,
        };
        match values::read(field, &words, '\0') {
            Ok(value) => {
                record.values.entry(field.name).or_insert(value);
            }
            // What was to be hidden until then is hidden until somebody says when.
            Err(_) if matches!(field.ty, Type::Moment) => {
                hide(record);
                let why = "it needs a time with an offset; the record is a draft until it has one";
                self.leave(page.path, format!("`{key}: {words}`"), why);
            }
            Err(message) => self.fault(page.path, 1, message),
        }
    }

    /// Takes the terms of a taxonomy over: as tags, as authors, or as records that the text refers to.
    fn terms_of(&mut self, kind: &'static Kind, page: &Page<'_>, record: &mut Record, what: &str, value: &Value) {
        let terms = match value {
            // Jekyll takes words with blanks between them.
            Value::String(words) if what == "tags" && words.contains(' ') && self.flavour == super::Flavour::Jekyll => {
                words.split_whitespace().map(str::to_owned).collect()
            }
            value => texts(value),
        };
        let target = match what {
            "" => return,
            "tags" | "authors" => None,
            "story" => Some(&kinds::STORY),
            word => self.desk.kinds().find(word),
        };
        let key = target.map_or(what, |target| if *target == kinds::STORY { "story" } else { target.plural });
        if values::field(kind, key).is_none() {
            return self.leave(page.path, format!("`{what}`"), format!("{} {} has none", an(kind.name), kind.name));
        }
        if let Some(target) = target {
            for term in &terms {
                self.terms.insert((target.plural, name::slug(term)), term.clone());
            }
        }
        self.value(kind, page, record, key, &json!(terms));
    }
}

/// Returns a date that this program reads: with its time where it has an offset, else its day.
fn day(words: &str) -> String {
    let day = words.get(..10).unwrap_or(words);
    let has_time = words.len() > 10 && words[day.len()..].starts_with(['T', 't', ' ']);
    let zoned = words.get(11..).is_some_and(|time| time.contains(['Z', 'z', '+', '-']));
    // A fraction of a second says nothing here.
    let plain = match words.split_once('.') {
        Some((before, after)) => format!("{before}{}", after.trim_start_matches(|it: char| it.is_ascii_digit())),
        None => words.to_owned(),
    };
    if has_time && !(zoned && Date::parse(&plain).is_ok()) { day.to_owned() } else { plain }
}

/// Returns a name of a file as a title.
fn spoken(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns the tags of templates in a text, each once: `{{< figure`, `{% include`.
fn templates_tags(body: &str) -> Vec<String> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for mark in ["{{<", "{{%", "{%", "{{"] {
        for (at, _) in body.match_indices(mark) {
            let name = body[at + mark.len()..].trim_start_matches(['<', '%', '-', ' ', '/']);
            let name: String = name.chars().take_while(|it| it.is_alphanumeric() || "_-.".contains(*it)).collect();
            if !name.is_empty() && !tags.iter().any(|(known, _)| *known == name) {
                tags.push((name.clone(), format!("{mark} {name}")));
            }
        }
    }
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// Hides a record.
fn hide(record: &mut Record) {
    record.values.insert("draft", json!(true));
}

/// Tells whether a value of a key that hides pages does so: `true`, or Hugo's `{render: never}` and `{list: never}`.
fn hides(value: &Value) -> bool {
    match value {
        Value::Object(parts) => ["render", "list"]
            .iter()
            .any(|key| parts.get(*key).is_some_and(|part| matches!(part, Value::Bool(false)) || part == "never")),
        _ => *value == json!(true),
    }
}

/// Tells whether what a section hands down to its pages hides them.
pub(super) fn cascades_hidden(value: &Value) -> bool {
    match value {
        Value::Array(all) => all.iter().any(cascades_hidden),
        Value::Object(parts) => parts.iter().any(|(key, value)| match key.to_lowercase().as_str() {
            "draft" | "headless" => *value == json!(true),
            "build" | "_build" => hides(value),
            _ => false,
        }),
        _ => false,
    }
}

fn is_day(words: &str) -> bool {
    words.len() == 10
        && words
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// Returns the address at which a page stood whose key `slug` took the place of its file's name.
fn with_slug(address: &str, slug: &str) -> String {
    let folder = address.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{slug}/")
}
