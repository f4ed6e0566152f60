//! Who stands behind what a statement rests on: two sources of one publisher are one source for readers.
//!
//! The one rule for pages, data and checks. Sources that readers may not see count nowhere.

use std::collections::BTreeSet;

use super::{Entity, Handle, Site};
use crate::entity::EntityId;
use crate::kinds;
use crate::name;
use crate::parse::fields::Fields;
use crate::parse::url;

/// The keys whose items are statements that stand for themselves and need sources of their own. What is not known needs
/// none, and a role or a relation may rest on those of its record.
pub const STATEMENTS: [&str; 3] = ["known", "disputed", "claims"];

/// One source, as it is cited.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'s> {
    /// Its record.
    pub record: Option<Handle>,
    /// What is written where it is cited, in front matter.
    pub written: Option<&'s Fields>,
}

/// What a record rests on, in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Basis {
    /// How many sources.
    pub count: u32,
    /// Whether all of them come from one publisher.
    pub single: bool,
}

impl Basis {
    /// Counts what a record rests on: its `sources` and what its text cites.
    #[must_use]
    pub fn of(site: &Site, entity: &Entity) -> Self {
        let written = entity.document.fields.maps("sources");
        let cited = entity.links.cites.iter().flatten();
        let all: Vec<Origin<'_>> =
            cited.map(|record| Origin { record: Some(*record), written: None }).chain(origins(site, written)).collect();
        if all.is_empty() {
            return Self::default();
        }
        let count = all.iter().map(|origin| origin.identity()).collect::<BTreeSet<_>>().len() as u32;
        Self { count, single: publishers(site, all).len() == 1 }
    }
}

impl<'s> Origin<'s> {
    /// Returns what tells it from others: its record, else its title and address as written.
    #[must_use]
    pub fn identity(self) -> (Option<Handle>, [Option<&'s str>; 2]) {
        let text = |key| self.written.and_then(|written| written.text(key)).map(|text| &**text);
        let url = text("url").or_else(|| text("key"));
        let title = text("title").or(url).or_else(|| text("publisher"));
        (self.record, if self.record.is_some() { [None, None] } else { [title, url] })
    }
}

/// Returns the sources of a `sources` key that readers may see.
pub fn origins<'s>(site: &'s Site, items: &'s [Fields]) -> impl Iterator<Item = Origin<'s>> {
    origins_by(items, |key| {
        site.find(&EntityId::new(&kinds::SOURCE, key)).filter(|record| !site.get(*record).withdrawn)
    })
}

/// The same, where the records of keys are at hand.
pub fn origins_by(items: &[Fields], find: impl Fn(&str) -> Option<Handle>) -> impl Iterator<Item = Origin<'_>> {
    items.iter().filter_map(move |item| {
        let written = Some(item);
        let Some(key) = item.text("key") else {
            let says = ["title", "url", "publisher"].iter().any(|key| item.text(key).is_some());
            return says.then_some(Origin { record: None, written });
        };
        let record = find(key);
        (record.is_some() || url::is_external(key)).then_some(Origin { record, written })
    })
}

/// Returns who published sources, as far as that is known: names as written, hosts of addresses, keys, each once.
#[must_use]
pub fn publishers<'s>(site: &'s Site, origins: impl IntoIterator<Item = Origin<'s>>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = origins.into_iter().map(|origin| publisher(site, origin));
    all.filter(|publisher| seen.insert(name::key(publisher))).collect()
}

/// Tells whether all sources of a `sources` key come from one publisher; those of nothing do not.
#[must_use]
pub fn is_single(site: &Site, items: &[Fields]) -> bool {
    !items.is_empty() && publishers(site, origins(site, items)).len() == 1
}

fn publisher(site: &Site, origin: Origin<'_>) -> String {
    let own = |fields: &Fields| fields.text("publisher").map(ToString::to_string);
    let record = origin.record.map(|record| site.get(record));
    if let Some(publisher) = origin.written.and_then(own) {
        return publisher;
    }
    if let Some(record) = record {
        let fields = &record.document.fields;
        if let Some(publisher) = own(fields).or_else(|| fields.text("url").and_then(|url| host(url))) {
            return publisher;
        }
        return record.id.id.to_string();
    }
    let text = |key| origin.written.and_then(|written| written.text(key)).map(|text| &**text);
    let address = text("url").or_else(|| text("key"));
    address.and_then(host).unwrap_or_else(|| text("key").or_else(|| text("title")).unwrap_or_default().to_owned())
}

/// Returns the host of an address without `www.`.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.trim_start_matches("www.").to_lowercase())
}
