//! FollowTheMoney JSON lines into records, so that what a site exports and imports again is the same.
//!
//! 1. `lines` reads every entity, or says what is wrong with each line; then nothing is taken over.
//! 2. Entities that stand for themselves become records (`record`), unless the site has one of their id. A record keeps that id
//!    where it is not the one that an export would give it: under `ids`, or `extra` where its kind has no `ids`.
//! 3. Entities that say something of others become lines of the record that is new (`links`): roles, ties, parts in events, who
//!    is in an article, quotes. None is added to a record that is there already.
//! 4. Sources go into `content/sources.yaml` if there is none; otherwise they are written where they are cited.

mod lines;
mod links;
mod own;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Fault, Left, Taken, front};
use crate::kind::Kind;
use crate::kinds;
use crate::name;
use crate::plan::Desk;
use crate::plan::export::ftm::{self as export, id_of};
use lines::Item;
use record::{Record, kind_of, name_of};

/// The file of sources.
const SOURCES: &str = "content/sources.yaml";
/// The longest front matter that is read, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// A record that is new or there already.
#[derive(Clone, Debug)]
struct Who {
    kind: &'static Kind,
    slug: String,
}

impl Who {
    /// Returns the reference to it.
    fn reference(&self) -> String {
        format!("{}/{}", self.kind.plural, self.slug)
    }
}

/// What is known while entities are taken over.
struct Draft<'d> {
    desk: &'d Desk,
    /// All records by the ids of their entities, new ones and those that are there.
    who: BTreeMap<String, Who>,
    /// The addresses that are taken, by kind, in lower case: no two differ in case alone.
    slugs: BTreeSet<(&'static str, String)>,
    /// The new ones.
    records: BTreeMap<String, Record>,
    /// The ids of all that the site says already.
    said: BTreeSet<String>,
    /// Sources that cannot go into the file of sources, as they are written where they are cited.
    loose: BTreeMap<String, Value>,
    taken: Taken,
}

/// Takes the lines of a file over into a site.
///
/// # Errors
///
/// What is wrong with lines, each with its number; then nothing of the file can be relied on.
pub fn take(desk: &Desk, bytes: &[u8]) -> Result<Taken, Vec<Fault>> {
    let mut draft = Draft::new(desk);
    let (mut new, mut others) = (Vec::new(), Vec::new());
    for item in lines::read(bytes)? {
        match kind_of(&item, desk.kinds()) {
            Some(kind) if draft.is_new(kind, &item) => new.push((kind, item)),
            Some(_) => {}
            None => others.push(item),
        }
    }
    // All have their places before one names another.
    let said: Vec<_> = new.iter().map(|(_, item)| (item.id.clone(), item.properties.clone())).collect();
    for (kind, item) in new {
        draft.record(kind, item);
    }
    for (id, properties) in said {
        draft.of_record(&id, properties);
    }
    draft.links(others);
    draft.involve();
    draft.finish()
}

impl<'d> Draft<'d> {
    fn new(desk: &'d Desk) -> Self {
        let records = desk.site.all().filter(|(_, record)| *record.id.kind != kinds::PAGE);
        let who = records.map(|(_, record)| {
            let who = Who { kind: record.id.kind, slug: record.id.id.to_string() };
            (export::record_id(record), who)
        });
        let who: BTreeMap<String, Who> = who.collect();
        let slugs = who.values().map(|who| (who.kind.name, who.slug.to_ascii_lowercase())).collect();
        Self {
            desk,
            who,
            slugs,
            records: BTreeMap::new(),
            said: export::entities(desk).into_keys().collect(),
            loose: BTreeMap::new(),
            taken: Taken::default(),
        }
    }

    fn leave(&mut self, what: &str, why: impl Into<String>, line: usize) {
        self.taken.left.push(Left { what: what.to_owned(), why: why.into(), line });
    }

    /// Tells whether the site lacks an entity, and gives it its place there.
    fn is_new(&mut self, kind: &'static Kind, item: &Item) -> bool {
        if self.who.contains_key(&item.id) {
            self.taken.there += 1;
            return false;
        }
        let Some(name) = name_of(kind, item) else {
            self.leave(&item.schema, "it has no name", item.line);
            return false;
        };
        let slug = self.slug(kind, item, &name);
        self.slugs.insert((kind.name, slug.to_ascii_lowercase()));
        self.who.insert(item.id.clone(), Who { kind, slug });
        true
    }

    /// Returns the id of a new record: the one in the id of an export, else one made of the name; never one that is taken.
    fn slug(&self, kind: &'static Kind, item: &Item, name: &str) -> String {
        let own = item.id.strip_prefix(kind.name).and_then(|rest| rest.strip_prefix('-'));
        let is_own = |slug: &&str| if *kind == kinds::SOURCE { is_key(slug) } else { name::slug(slug) == **slug };
        let wanted = own.filter(is_own).map_or_else(|| name::slug(name), str::to_owned);
        // Records of one kind have different ids, and their addresses differ in more than case.
        let is_taken =
            |slug: &str| self.who.values().any(|who| who.kind == kind && who.slug.eq_ignore_ascii_case(slug));
        let numbered = (2..).map(|number: usize| format!("{wanted}-{number}"));
        std::iter::once(wanted.clone()).chain(numbered).find(|slug| !is_taken(slug)).unwrap_or(wanted)
    }

    fn record(&mut self, kind: &'static Kind, item: Item) {
        let Some(who) = self.who.get(&item.id).cloned() else { return };
        let (id, name) = (item.id.clone(), name_of(kind, &item).unwrap_or_default());
        let is_loose = *kind == kinds::SOURCE && self.has_sources();
        if is_loose {
            self.leave(
                &item.schema,
                format!("`{SOURCES}` is there already; it is written where it is cited"),
                item.line,
            );
        }
        let (schema, line) = (item.schema.clone(), item.line);
        let mut record = Record::new(kind, who.slug, name, item, &self.desk.site.config);
        for property in record.drop_long() {
            self.leave(&schema, format!("`{property}` is too long for front matter"), line);
        }
        if is_loose {
            let known = ["title", "publisher", "author", "url", "published", "accessed", "lang"];
            let values = record.values.iter().filter(|(key, _)| known.contains(key));
            let map = values.map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
            self.loose.insert(id, Value::Object(map));
        } else {
            self.records.insert(id, record);
        }
    }

    /// Tells whether the site has a file of sources.
    fn has_sources(&self) -> bool {
        self.desk.site.of_kind(&kinds::SOURCE).next().is_some()
    }

    /// Returns what the ids of documents are as sources, and those of them that are none.
    fn sources(&self, ids: &[String]) -> (Vec<Value>, Vec<String>) {
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for id in ids {
            match (self.loose.get(id), self.who.get(id).filter(|who| *who.kind == kinds::SOURCE)) {
                (Some(loose), _) => found.push(loose.clone()),
                (None, Some(who)) => found.push(json!(who.slug)),
                (None, None) => missing.push(id.clone()),
            }
        }
        (found, missing)
    }

    /// Turns all records into files.
    fn finish(mut self) -> Result<Taken, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut sources = String::new();
        let mut kept = BTreeSet::new();
        for record in std::mem::take(&mut self.records).into_values() {
            let (kind, slug, line) = (record.kind, record.slug.clone(), record.line);
            let (values, properties) = record.finish();
            kept.extend(properties.into_iter().map(|property| format!("{} of {}", property, kind.plural)));
            if *kind == kinds::SOURCE {
                sources.push_str(&front::keyed(&slug, &values));
                continue;
            }
            let text = front::matter(kind, &values);
            if text.len() > MOST_BYTES {
                let message =
                    format!("what is said of it makes {} bytes; a record has {MOST_BYTES} at most", text.len());
                faults.push(Fault { line, message });
            }
            self.taken.files.insert(format!("content/{}/{slug}.md", kind.plural), text);
        }
        if !sources.is_empty() {
            self.taken.files.insert(SOURCES.to_owned(), sources);
        }
        self.taken.kept = kept.into_iter().collect();
        self.taken.left.sort();
        if faults.is_empty() { Ok(self.taken) } else { Err(faults) }
    }
}

/// Tells whether words can be the key of a source: they are no address, and an id of an export holds them.
fn is_key(words: &str) -> bool {
    export::is_id(words) && id_of(kinds::SOURCE.name, words) == format!("{}-{words}", kinds::SOURCE.name)
}
