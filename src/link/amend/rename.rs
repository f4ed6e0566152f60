//! The names that a record got or lost, and whether that makes a difference to anybody else.

use std::sync::Arc;

use memchr::memmem;
use rayon::prelude::*;

use crate::kinds::{self, Kinds};
use crate::link::names::{self, split_kind};
use crate::link::{Handle, Site, outward};
use crate::name;
use crate::parse::Document;
use crate::parse::body::{Speaker, Target};

/// The names that records have in one version and not in the other.
#[derive(Clone, Default)]
pub(in crate::link) struct Rename {
    /// The ids of the records.
    ids: Vec<Arc<str>>,
    /// As they are compared with what others ask for.
    keys: Vec<String>,
    /// As they are looked for in running text, with the words of people's names: short names are decided by these.
    written: Vec<String>,
}

impl Rename {
    /// Compares two versions of a record; `None` where the names are the same.
    pub(super) fn of(old: &Document, new: &Document) -> Option<Self> {
        let keys = |document| names::keys_of(document).iter().map(ToString::to_string).collect::<Vec<_>>();
        let keys = apart(&keys(old), &keys(new));
        let written = apart(&written(old), &written(new));
        if keys.is_empty() && written.is_empty() && weak(old) == weak(new) {
            return None;
        }
        let aliases = || old.aliases.iter().chain(&new.aliases).map(|alias| folded(&alias.name));
        let written = if weak(old) == weak(new) { written } else { written.into_iter().chain(aliases()).collect() };
        Some(Self { ids: vec![Arc::clone(&old.id.id)], keys, written })
    }

    /// Adds the names of others.
    pub(super) fn add(&mut self, other: &Self) {
        self.ids.extend_from_slice(&other.ids);
        self.keys.extend_from_slice(&other.keys);
        self.written.extend_from_slice(&other.written);
    }

    /// Tells whether no record but this one asks for one of these names.
    pub(super) fn is_unasked(&self, own: Handle, site: &Site) -> bool {
        let others = site.entities.par_iter().enumerate();
        !others.any(|(at, entity)| at != own.ix() && self.is_asked_by(&entity.document, site.config.kinds()))
    }

    /// Tells whether a record asks for one of these names.
    pub(super) fn is_asked_by(&self, document: &Document, kinds: Kinds) -> bool {
        !self.ids.is_empty() && asked(document).any(|asked| self.is_meant(asked, kinds))
    }

    /// Tells whether a name that is asked for is one of these, or only like the id of such a record without being it: then its
    /// names decide.
    fn is_meant(&self, asked: &str, kinds: Kinds) -> bool {
        let (_, bare) = split_kind(asked, kinds);
        // Most are turned away by their first letter.
        let first = |text: &str| text.bytes().find(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
        let may_be = |key: &str| !key.is_ascii() || first(key) == first(bare);
        if bare.is_ascii() && !self.ids.iter().any(|id| may_be(id)) && !self.keys.iter().any(|key| may_be(key)) {
            return false;
        }
        let key = name::key(bare);
        let is_like = |id: &Arc<str>| key != **id && name::slug(bare) == **id;
        self.keys.contains(&key) || self.ids.iter().any(is_like)
    }

    /// Tells whether no text but that of this record holds one of these names.
    pub(super) fn is_unwritten(&self, own: Handle, site: &Site) -> bool {
        let is_in = self.finds();
        let others = site.entities.par_iter().enumerate();
        self.written.is_empty() || !others.any(|(at, entity)| at != own.ix() && is_in(&entity.document.body.text))
    }

    /// Tells whether the text of a record holds one of these names.
    pub(super) fn is_written_in(&self, document: &Document) -> bool {
        !self.written.is_empty() && self.finds()(&document.body.text)
    }

    /// Returns what tells whether a text holds one of these names.
    fn finds(&self) -> impl Fn(&str) -> bool + Sync {
        let finders: Vec<_> = self.written.iter().map(|name| memmem::Finder::new(name.as_bytes())).collect();
        let holds = move |text: &str| finders.iter().any(|finder| finder.find(text.as_bytes()).is_some());
        move |text| holds(text) || (!text.is_ascii() && holds(&name::fold(text).text))
    }
}

/// Returns what is in one of two lists alone.
fn apart(one: &[String], other: &[String]) -> Vec<String> {
    let gone = one.iter().filter(|name| !other.contains(name));
    let new = other.iter().filter(|name| !one.contains(name));
    gone.chain(new).cloned().collect()
}

fn folded(name: &str) -> String {
    name::fold(name.trim()).text.into_owned()
}

/// Returns the names by which a record is found in running text, and the words of a person's names.
fn written(document: &Document) -> Vec<String> {
    let kind = document.id.kind;
    if *kind == kinds::SOURCE || *kind == kinds::PAGE {
        return Vec::new();
    }
    // The one word of a title is too little to be meant.
    let titled = *kind == kinds::STORY || *kind == kinds::ARTICLE;
    let names = [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name));
    let names = names.filter(|name| !(titled && name::is_short(name))).map(|name| folded(name));
    names.chain(outward::words(document)).filter(|name| !name.is_empty()).collect()
}

/// Returns the aliases that are too weak to be meant by themselves.
fn weak(document: &Document) -> Vec<&str> {
    let weak = document.aliases.iter().filter(|alias| alias.kind.as_deref() == Some("weak"));
    weak.map(|alias| &*alias.name).collect()
}

/// Returns every name by which a document asks for a record.
fn asked(document: &Document) -> impl Iterator<Item = &str> {
    let references = document.references.iter().map(|reference| &*reference.target);
    let links = document.body.links.iter().filter_map(|link| match &link.target {
        Target::Name(name, _) => Some(&**name),
        Target::Address(_) => None,
    });
    let quotes = document.quotes.iter().flat_map(|quote| {
        let speaker = match &quote.speaker {
            Speaker::Named(name) => Some(&**name),
            Speaker::Unnamed(_) => None,
        };
        [speaker, quote.venue.as_deref(), quote.to.as_deref()].into_iter().flatten()
    });
    let fielded = document
        .fields
        .maps("quotes")
        .iter()
        .flat_map(|quote| ["venue", "to"].into_iter().filter_map(|key| quote.text(key).map(|words| &**words)));
    references.chain(links).chain(quotes).chain(fielded)
}
