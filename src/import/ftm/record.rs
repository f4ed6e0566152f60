//! An entity of FollowTheMoney as a new record: the keys that hold what it says, and `extra` for what no key holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::lines::Item;
use crate::config::Config;
use crate::date::Date;
use crate::import::values;
use crate::kind::{Kind, Type};
use crate::kinds::{self, Kinds};
use crate::plan::declared;
use crate::plan::export::ftm::{EXTRA, NARROWER, REGISTERS, SCHEMATA, STATUS, WORDS, id_of, language, takes};

/// The most that is kept of a property, in bytes.
const MOST_KEPT: usize = 8 * 1024;
/// How an event can stand.
const STATUSES: [&str; 4] = ["planned", "postponed", "cancelled", "disputed"];

/// A record that is being made.
#[derive(Debug)]
pub(super) struct Record {
    /// The kind.
    pub(super) kind: &'static Kind,
    /// The id in the site, of which the file's name is made.
    pub(super) slug: String,
    /// The line that it came from.
    pub(super) line: usize,
    /// The display name.
    pub(super) name: String,
    /// The values of its keys.
    pub(super) values: BTreeMap<&'static str, Value>,
    /// What no key holds: the properties as they came.
    pub(super) kept: BTreeMap<String, BTreeSet<String>>,
    /// The ids of those who took part in an event.
    pub(super) involved: Vec<String>,
    id: String,
    schema: String,
}

/// Returns the kind of an entity: of several with its schema the one that its id names, else one of the site's own.
pub(super) fn kind_of(item: &Item, kinds: Kinds) -> Option<&'static Kind> {
    let schema = item.schema.as_str();
    let fits = |kind: &&'static Kind| kind.own.as_ref().is_some_and(|own| own.followthemoney == Some(schema));
    let built_in = usual_kind_of(schema);
    let named = |kind: &&'static Kind| item.id.strip_prefix(kind.name).is_some_and(|rest| rest.starts_with('-'));
    built_in
        .filter(named)
        .or_else(|| kinds.own().filter(fits).find(named))
        .or_else(|| kinds.own().find(fits))
        .or(built_in)
        .map(|kind| kinds.entry(kind))
}

fn usual_kind_of(schema: &str) -> Option<&'static Kind> {
    let usual = SCHEMATA.iter().find(|(_, known)| *known == schema).map(|(kind, _)| *kind);
    usual.or_else(|| NARROWER.iter().find(|(known, _)| *known == schema).map(|(_, kind)| *kind))
}

/// Returns the name by which a record is found: of a document its title.
pub(super) fn name_of(kind: &Kind, item: &Item) -> Option<String> {
    let keys: &[&str] = match kind {
        kind if *kind == kinds::ARTICLE || *kind == kinds::SOURCE => &["title", "name", "fileName", "summary"],
        kind if *kind == kinds::PLACE => &["name", "full", "city", "street", "region", "summary"],
        _ => &["name", "alias", "weakAlias", "previousName"],
    };
    // Texts of front matter have no blanks around them.
    keys.iter().find_map(|key| item.first(key)).map(|name| name.trim().to_owned())
}

impl Record {
    /// Makes a record of what an entity says of itself.
    pub(super) fn new(kind: &'static Kind, slug: String, name: String, mut item: Item, config: &Config) -> Self {
        let (line, id, schema) = (item.line, item.id.clone(), item.schema.clone());
        let mut it = Self {
            kind,
            slug,
            line,
            name,
            values: BTreeMap::new(),
            kept: BTreeMap::new(),
            involved: Vec::new(),
            id,
            schema,
        };
        it.values.insert(kind.name_key, json!(it.name));
        it.text("summary", item.one("summary"));
        it.texts("tags", &item.take("keywords"));
        match kind {
            kind if *kind == kinds::SOURCE => it.source(&mut item),
            kind if *kind == kinds::ARTICLE => it.article(&mut item, config),
            kind if *kind == kinds::EVENT => it.event(&mut item),
            kind if *kind == kinds::PLACE => it.place(&mut item),
            kind if *kind == kinds::PERSON => {
                it.date("born", &mut item, "birthDate");
                it.date("died", &mut item, "deathDate");
            }
            _ => it.facts(&mut item),
        }
        if *kind != kinds::SOURCE {
            it.names(&mut item);
            it.provenance(&mut item, config);
        }
        it.kept.append(&mut item.properties);
        it
    }

    /// Adds an item to a list.
    pub(super) fn push(&mut self, key: &'static str, value: Value) {
        if let Value::Array(list) = self.values.entry(key).or_insert_with(|| Value::Array(Vec::new()))
            && !list.contains(&value)
        {
            list.push(value);
        }
    }

    /// Tells whether a record takes part, with or without saying how.
    pub(super) fn has_part(&self, reference: &str) -> bool {
        let of = |item: &Value| item.as_str().or_else(|| item.get("ref")?.as_str()).map(str::to_owned);
        let Some(Value::Array(items)) = self.values.get("participants") else { return false };
        items.iter().filter_map(of).any(|known| known == reference)
    }

    fn text(&mut self, key: &'static str, text: Option<String>) {
        if let Some(text) = text {
            self.values.insert(key, json!(text));
        }
    }

    fn texts(&mut self, key: &'static str, texts: &[String]) {
        if !texts.is_empty() {
            self.values.insert(key, json!(texts));
        }
    }

    /// Takes a date over that this program can read.
    fn date(&mut self, key: &'static str, item: &mut Item, property: &str) {
        self.text(key, item.one_if(property, is_date));
    }

    fn names(&mut self, item: &mut Item) {
        let others = item.take("name").into_iter().filter(|name| *name != self.name);
        for alias in others.chain(item.take("alias")).collect::<Vec<_>>() {
            self.push("aliases", json!(alias));
        }
        for (property, sort) in [("weakAlias", "weak"), ("previousName", "former")] {
            for alias in item.take(property) {
                self.push("aliases", json!({ "name": alias, "kind": sort }));
            }
        }
        let has_ids = self.kind.fields.iter().any(|field| field.name == "ids");
        let mut ids = Map::new();
        for (register, property) in REGISTERS.iter().filter(|_| has_ids) {
            if let Some(id) = item.one_if(property, |id| takes(self.kind, property, id)) {
                ids.insert((*register).to_owned(), json!(id));
            }
        }
        if has_ids && self.id != id_of(self.kind.name, &self.slug) {
            ids.insert(EXTRA.to_owned(), json!(self.id));
        }
        if !ids.is_empty() {
            self.values.insert("ids", Value::Object(ids));
        }
    }

    /// Drops what the site says of its own pages; what came from elsewhere is kept.
    fn provenance(&mut self, item: &mut Item, config: &Config) {
        let page = config.address(&format!("{}/{}/", self.kind.plural, self.slug));
        let own = [("sourceUrl", &*page), ("publisher", &*config.title), ("publisherUrl", &*config.base_url)];
        for (property, value) in own {
            if item.one_if(property, |came| came == value).is_none() {
                self.kept.insert(property.to_owned(), item.take(property).into_iter().collect());
            }
        }
    }

    /// Takes over what a kind of the site's own has keys for.
    fn facts(&mut self, item: &mut Item) {
        for (fact, field) in declared(self.kind) {
            let Some(property) = fact.followthemoney.filter(|_| field.ty.reference().is_none()) else { continue };
            let fits = |words: &str| values::read(field, words, '\0').is_ok();
            match field.ty {
                Type::Date => self.date(fact.key, item, property),
                Type::Texts => self.texts(fact.key, &item.take(property)),
                Type::Flag => {
                    let flag = item.one_if(property, |word| matches!(word, "true" | "false"));
                    self.values.extend(flag.map(|flag| (fact.key, json!(flag == "true"))));
                }
                _ => self.text(fact.key, item.one_if(property, fits)),
            }
        }
    }

    fn article(&mut self, item: &mut Item, config: &Config) {
        let name = self.name.clone();
        item.one_if("title", |title| title == name);
        self.date("date", item, "publishedAt");
        // Each article has a date, if only one that nobody knows.
        self.values.entry("date").or_insert_with(|| json!("XXXX"));
        self.date("updated", item, "modifiedAt");
        let authors = item.take("author");
        if authors.is_empty() && !config.authors.is_empty() {
            self.kept.insert("author".to_owned(), BTreeSet::new());
        }
        self.texts("authors", &authors);
        if item.properties.contains_key("language") {
            self.language(item);
        } else {
            self.kept.insert("language".to_owned(), BTreeSet::new());
        }
    }

    fn language(&mut self, item: &mut Item) {
        let code = item.one_if("language", |code| language::tag(code).is_some());
        self.text("lang", code.and_then(|code| language::tag(&code)).map(str::to_owned));
    }

    fn source(&mut self, item: &mut Item) {
        let (name, slug) = (self.name.clone(), self.slug.clone());
        for (property, value) in [("title", &name), ("name", &name), ("fileName", &slug)] {
            if item.one_if(property, |came| came == value).is_none() {
                self.kept.insert(property.to_owned(), item.take(property).into_iter().collect());
            }
        }
        self.text("publisher", item.one("publisher"));
        self.texts("author", &item.take("author"));
        let is_address = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        self.text("url", item.one_if("sourceUrl", is_address));
        self.date("published", item, "publishedAt");
        self.date("accessed", item, "retrievedAt");
        self.language(item);
    }

    fn event(&mut self, item: &mut Item) {
        let start = item.one_if("startDate", is_date);
        // An end before the start makes no span; it is kept beside it.
        let is_after = |end: &str| start.as_ref().is_none_or(|start| Date::parse(&format!("{start}/{end}")).is_ok());
        let end = item.one_if("endDate", |end| is_date(end) && is_after(end));
        match [start, end] {
            [None, None] => self.date("date", item, "date"),
            [start @ Some(_), None] if item.first("endDate").is_some() => self.text("date", start),
            [start, end] => {
                let side = |end: Option<String>| end.unwrap_or_else(|| "..".to_owned());
                self.text("date", Some(format!("{}/{}", side(start), side(end))));
            }
        }
        let notes = item.take("notes");
        let said = |note: &String| {
            note.strip_prefix(WORDS).is_some() || note.strip_prefix(STATUS).is_some_and(|word| STATUSES.contains(&word))
        };
        if !notes.iter().all(said) || notes.iter().filter(|note| note.starts_with(WORDS)).count() > 1 {
            self.kept.insert("notes".to_owned(), notes.iter().cloned().collect());
        }
        for note in &notes {
            self.text("words", note.strip_prefix(WORDS).map(str::to_owned));
            let status = note.strip_prefix(STATUS).filter(|word| STATUSES.contains(word));
            self.text("status", status.map(str::to_owned));
        }
    }

    fn place(&mut self, item: &mut Item) {
        let name = self.name.clone();
        if item.one_if("full", |full| full == name).is_none() {
            self.kept.insert("full".to_owned(), item.take("full").into_iter().collect());
        }
        let number =
            |text: &str, most: f64| text.parse().is_ok_and(|it: f64| it.abs() <= most && it.to_string() == text);
        if item.first("latitude").is_some_and(|it| number(it, 90.0))
            && item.first("longitude").is_some_and(|it| number(it, 180.0))
            && let (Some(latitude), Some(longitude)) = (item.one("latitude"), item.one("longitude"))
        {
            self.values.insert("coordinates", json!([latitude, longitude]));
        }
    }

    /// Drops what `extra` should not keep: whole texts of documents. Returns the properties.
    pub(super) fn drop_long(&mut self) -> Vec<String> {
        let is_long = |values: &BTreeSet<String>| values.iter().map(String::len).sum::<usize>() > MOST_KEPT;
        let long: Vec<String> = self.kept.iter().filter(|(_, it)| is_long(it)).map(|(key, _)| key.clone()).collect();
        for key in &long {
            self.kept.remove(key);
        }
        long
    }

    /// Returns the values with what `extra` keeps.
    pub(super) fn finish(mut self) -> (BTreeMap<&'static str, Value>, Vec<String>) {
        let mut kept = Map::new();
        let has_ids = self.kind.fields.iter().any(|field| field.name == "ids");
        if !has_ids && self.id != id_of(self.kind.name, &self.slug) {
            kept.insert("id".to_owned(), json!(self.id));
        }
        if NARROWER.iter().any(|(schema, _)| *schema == self.schema) {
            kept.insert("schema".to_owned(), json!(self.schema));
        }
        let properties: Vec<String> =
            self.kept.iter().filter(|(_, it)| !it.is_empty()).map(|it| it.0.clone()).collect();
        if !self.kept.is_empty() {
            kept.insert("properties".to_owned(), json!(self.kept));
        }
        if !kept.is_empty() {
            self.values.insert("extra", json!({ EXTRA: kept }));
        }
        (self.values, properties)
    }
}

pub(super) fn is_date(text: &str) -> bool {
    // Only what comes out of an export as it came in: `2025`, `2025-02`, `2025-02-12`.
    matches!(text.len(), 4 | 7 | 10) && Date::parse(text).is_ok_and(|date| date.prefix().as_deref() == Some(text))
}
