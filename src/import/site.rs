//! The content of a Hugo, Jekyll, Zola or Eleventy site: each text a record, each term of a taxonomy a record or a tag.
//!
//! 1. `matter` reads controls, front matter in YAML, TOML or JSON, whatever generator wrote it; every fault of every file is told at once.
//! 2. `flavour` knows what generators differ in: where texts are, what an address is, which key means what.
//! 3. `text` makes a record of one text. A mapping says which section and taxonomy is which kind, and which key is which.

mod flavour;
mod matter;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Fault, Left, Taken, controls, front};
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::name;
use crate::plan::Desk;
pub use flavour::Flavour;

/// What a mapping file says; what it does not say is as usual for the generator.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The kind of a section's records: `posts: articles`; empty for one that is left out.
    pub sections: BTreeMap<String, String>,
    /// What the terms of a taxonomy are: a kind, `tags`, `authors` or `story`.
    pub taxonomies: BTreeMap<String, String>,
    /// Which key is which: `description: summary`; empty for one that is left out.
    pub keys: BTreeMap<String, String>,
}

impl Mapping {
    /// Returns what is wrong with words of the mapping that mean nothing.
    #[must_use]
    pub fn faults(&self, kinds: Kinds) -> Vec<String> {
        let others = ["tags", "authors", "story", ""];
        let sections = self.sections.values().filter(|word| !word.is_empty());
        let taxonomies = self.taxonomies.values().filter(|word| !others.contains(&word.as_str()));
        let unknown = sections.chain(taxonomies).filter(|word| kinds.find(word).is_none());
        unknown.map(|word| super::no_kind(word, kinds)).collect()
    }
}

/// A text of the site, with what its place says of it.
struct Page<'a> {
    /// Its path, for messages.
    path: &'a str,
    /// The first folder of its path, or empty.
    section: String,
    /// The name that its address ends with.
    slug: String,
    /// The day in the name of its file.
    day: Option<String>,
    /// Its language, where the name of its file says it.
    lang: Option<String>,
    /// Its address before.
    address: Option<String>,
}

/// What is made while texts are taken over.
struct Draft<'a> {
    desk: &'a Desk,
    flavour: Flavour,
    mapping: &'a Mapping,
    taken: Taken,
    faults: Vec<Fault>,
    /// The names of the records that there are, as they are compared.
    names: BTreeSet<(&'static str, String)>,
    /// The names of terms that are to be records.
    terms: BTreeMap<(&'static str, String), String>,
    /// The folders whose pages are hidden, with a slash at the end.
    hidden: Vec<String>,
}

/// Takes the texts of a site over.
///
/// # Errors
///
/// What is wrong with the mapping and the texts, each message with the file; then nothing can be relied on.
pub fn take(
    desk: &Desk,
    files: &BTreeMap<String, Vec<u8>>,
    flavour: Flavour,
    mapping: &Mapping,
) -> Result<Taken, Vec<Fault>> {
    let mut draft = Draft {
        desk,
        flavour,
        mapping,
        taken: Taken::default(),
        faults: Vec::new(),
        names: names(desk),
        terms: BTreeMap::new(),
        hidden: hidden(files),
    };
    for (path, bytes) in files {
        let Some(page) = flavour.page(path) else { continue };
        match std::str::from_utf8(bytes) {
            Ok(text) => draft.page(&page, text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(_) => draft.fault(path, 1, "not UTF-8 text"),
        }
    }
    draft.terms();
    draft.taken.kept.sort();
    draft.taken.kept.dedup();
    draft.taken.left.sort();
    if draft.faults.is_empty() { Ok(draft.taken) } else { Err(draft.faults) }
}

/// Returns the folders whose pages are hidden by what their `_index.md` hands down.
fn hidden(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let hides = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let read = matter::read(text.strip_prefix('\u{feff}').unwrap_or(text)).ok().flatten();
        read.is_some_and(|read| {
            read.keys.iter().any(|(key, value)| key.eq_ignore_ascii_case("cascade") && text::cascades_hidden(value))
        })
    };
    let sections = files.iter().filter_map(|(path, bytes)| Some((path.strip_suffix("_index.md")?, bytes)));
    sections.filter(|(_, bytes)| hides(bytes)).map(|(folder, _)| folder.to_owned()).collect()
}

impl Draft<'_> {
    fn fault(&mut self, path: &str, line: usize, message: impl AsRef<str>) {
        self.faults.push(Fault { line: 0, message: format!("{path}:{line}: {}", message.as_ref()) });
    }

    fn leave(&mut self, path: &str, what: impl Into<String>, why: impl AsRef<str>) {
        self.taken.left.push(Left { what: what.into(), why: format!("{path}: {}", why.as_ref()), line: 0 });
    }

    fn page(&mut self, page: &Page<'_>, text: &str) {
        let kind = match self.kind(&page.section) {
            Ok(Some(kind)) => kind,
            Ok(None) => return,
            Err(why) => return self.leave(page.path, format!("section `{}`", page.section), why),
        };
        let mut controls = controls::by_line(text).peekable();
        if controls.peek().is_some() {
            controls.for_each(|(line, control)| self.fault(page.path, line, controls::called(control)));
            return;
        }
        match matter::read(text) {
            Ok(Some(read)) => self.record(kind, page, read),
            Ok(None) => self.leave(page.path, "a text without front matter", "generators copy it as it is"),
            Err(faults) => {
                for (line, message) in faults {
                    self.fault(page.path, line, message);
                }
            }
        }
    }

    /// Returns the kind of a section's records; none where it is left out.
    fn kind(&self, section: &str) -> Result<Option<&'static Kind>, String> {
        if let Some(word) = self.mapping.sections.get(section) {
            return Ok(self.desk.kinds().find(word));
        }
        let usual = match section {
            "" => Some(&kinds::PAGE),
            "posts" | "post" | "blog" | "news" | "_posts" | "_drafts" | "article" => Some(&kinds::ARTICLE),
            word => self.desk.kinds().find(word.trim_start_matches('_')).filter(|kind| **kind != kinds::SOURCE),
        };
        usual
            .map(Some)
            .ok_or_else(|| format!("of which kind is it? say `sections: {{{section}: articles}}` in the mapping"))
    }

    /// Tells whether the site has a record, or one was made now.
    fn is_there(&self, kind: &'static Kind, id: &str) -> bool {
        let found = self.desk.site.find(&EntityId::new(kind, id));
        found.is_some_and(|handle| !self.desk.site.get(handle).stub)
            || self.taken.files.contains_key(&format!("content/{}/{id}.md", kind.plural))
    }

    /// Makes records of the terms that have none.
    fn terms(&mut self) {
        for ((plural, id), name) in std::mem::take(&mut self.terms) {
            let Some(kind) = self.desk.kinds().find(plural) else { continue };
            if !self.is_there(kind, &id) && !self.names.contains(&(plural, name::key(&name))) {
                let values = BTreeMap::from([(kind.name_key, json!(name))]);
                self.taken.files.insert(format!("content/{plural}/{id}.md"), front::matter(kind, &values));
            }
        }
    }
}

/// Returns the names of a site's records, those that are only named aside.
fn names(desk: &Desk) -> BTreeSet<(&'static str, String)> {
    let records = desk.site.all().map(|(_, entity)| entity).filter(|entity| !entity.stub);
    let names = records.flat_map(|entity| {
        let document = &entity.document;
        let all = [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name));
        all.map(|name| (entity.id.kind.plural, name::key(name)))
    });
    names.collect()
}

/// Returns the texts of a value: one, or those of a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Number(_) | Value::Bool(_) => vec![value.to_string()],
        Value::Object(map) => map.get("name").map(texts).unwrap_or_default(),
        Value::Null => Vec::new(),
    }
}
