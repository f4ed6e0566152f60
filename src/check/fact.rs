//! The statements of a site that stand for themselves and need sources of their own.

use std::collections::BTreeSet;

use crate::entity::EntityId;
use crate::kinds;
use crate::link::{Entity, Site};
use crate::name;
use crate::parse::At;
use crate::parse::fields::Fields;

/// One statement.
pub(super) struct Fact<'a> {
    /// The record that makes it.
    pub(super) entity: &'a Entity,
    /// Where it stands.
    pub(super) at: At,
    /// What it is: `what is known`.
    pub(super) noun: &'static str,
    /// What it rests on.
    pub(super) sources: &'a [Fields],
}

/// The keys that hold statements. What is not known needs no source, and a role or a relation may rest on those of its record.
const KEYS: [(&str, &str); 3] = [("known", "finding"), ("disputed", "finding"), ("claims", "claim")];

/// Calls `take` with the statements of all records.
pub(super) fn each<'a>(site: &'a Site, mut take: impl FnMut(Fact<'a>)) {
    for (_, entity) in site.all() {
        for (field, noun) in KEYS {
            for (index, map) in entity.document.fields.maps(field).iter().enumerate() {
                if map.text("text").is_none() {
                    continue;
                }
                let at = At { field, index: index as u16, sub: "text" };
                take(Fact { entity, at, noun, sources: map.maps("sources") });
            }
        }
    }
}

impl Fact<'_> {
    /// Returns who published the sources, as far as that is known: names as written, hosts of addresses, keys, each once.
    pub(super) fn publishers(&self, site: &Site) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let all = self.sources.iter().map(|source| publisher(site, source));
        all.filter(|publisher| seen.insert(name::key(publisher))).collect()
    }
}

fn publisher(site: &Site, source: &Fields) -> String {
    let own = |fields: &Fields| fields.text("publisher").map(ToString::to_string);
    if let Some(publisher) = own(source) {
        return publisher;
    }
    let key = source.text("key").map(|key| &**key);
    let record = key.and_then(|key| site.find(&EntityId::new(&kinds::SOURCE, key)));
    if let Some(record) = record {
        let fields = &site.get(record).document.fields;
        if let Some(publisher) = own(fields).or_else(|| fields.text("url").and_then(|url| host(url))) {
            return publisher;
        }
    }
    let address = source.text("url").map(|url| &**url).or(key);
    address.and_then(host).unwrap_or_else(|| {
        let title = source.text("title").map(|title| &**title);
        key.or(title).unwrap_or_default().to_owned()
    })
}

/// Returns the host of an address without `www.`.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.trim_start_matches("www.").to_lowercase())
}
