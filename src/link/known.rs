//! What of a site was known on a day, for `--as-of`: from the whole site to what has to be left out of it.
//!
//! A record is known from the earliest of
//!
//! 1. the article, or the update of one, that names it first,
//! 2. a `said_on` in an event's history,
//! 3. a `since` of a reference to it;
//!
//! lacking all of these, from its own date; without one, always. An article is known from its date, a source not before it
//! was published. A reference in an
//! article's front matter to a record that the text names only inside updates counts from the first of these. Days are the
//! last ones that a date allows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Entity, Handle, Mention, Site};
use crate::date::{Date, Day};
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds;
use crate::name;
use crate::parse::{At, Document};

/// What was not known on a day.
#[derive(Clone, Debug, Default)]
pub struct Unknown {
    /// The records with files, and sources.
    pub records: BTreeSet<EntityId>,
    /// The names of those who are only named, as names are compared: their ids follow from who else is named.
    pub names: BTreeSet<(&'static Kind, String)>,
    /// The keys of the sources.
    pub sources: Arc<BTreeSet<Arc<str>>>,
    /// By document, the places in its front matter of references that were made later.
    pub references: BTreeMap<EntityId, Vec<At>>,
}

impl Unknown {
    /// Tells whether it is the name of somebody who is only named, and was not by then.
    #[must_use]
    pub fn is_named(&self, kind: &'static Kind, name: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&(kind, name::key(name)))
    }
}

/// Finds out what of a site was not known by the end of a day.
#[must_use]
pub fn unknown(site: &Site, by: Day) -> Unknown {
    let mut unknown = Unknown::default();
    let cited = citations(site);
    for (handle, entity) in site.all() {
        let mut earliest: Option<Day> = None;
        let mut named = |day: Option<Day>| earliest = [earliest, day].into_iter().flatten().min();
        if *entity.id.kind != kinds::ARTICLE {
            for document in site.mentions_of(handle).chunk_by(|a, b| a.from == b.from) {
                let from = site.get(document[0].from);
                for (day, field) in naming(from, document) {
                    named(day);
                    if let (Some(at), true) = (field, day.is_some_and(|day| day > by)) {
                        unknown.references.entry(from.id.clone()).or_default().push(at);
                    }
                }
            }
            named(cited.get(&handle).copied());
            for map in entity.document.fields.maps("history") {
                named(map.date("said_on").and_then(Date::latest));
            }
        }
        let own = ["date", "published"].into_iter().find_map(|key| entity.document.fields.date(key));
        let own = own.and_then(Date::latest);
        // Nobody knew a source before it was published, whatever cites it.
        let unpublished = *entity.id.kind == kinds::SOURCE && own.is_some_and(|day| day > by);
        if unpublished || earliest.or(own).is_some_and(|day| day > by) {
            if entity.stub {
                let spellings = entity.spellings.iter();
                unknown.names.extend(spellings.map(|spelling| (entity.id.kind, name::key(spelling))));
            } else {
                unknown.records.insert(entity.id.clone());
            }
        }
    }
    let sources = unknown.records.iter().filter(|id| *id.kind == kinds::SOURCE).map(|id| Arc::clone(&id.id));
    unknown.sources = Arc::new(sources.collect());
    unknown
}

/// Returns the days on which one document names a record: in its text, and for each reference of its front matter the
/// place of that. Only articles, and references that say `since`, tell a day.
fn naming(from: &Entity, mentions: &[Mention]) -> Vec<(Option<Day>, Option<At>)> {
    let document = &*from.document;
    let published = published(from);
    let in_text: Vec<Option<Day>> =
        mentions.iter().filter(|mention| mention.block.is_some()).map(|mention| day_of(from, mention)).collect();
    let only_later = !in_text.is_empty() && in_text.iter().all(|day| *day > published);
    let fields = mentions.iter().filter_map(|mention| {
        let reference = document.references.get(mention.reference? as usize)?;
        let since = reference.since.as_ref().and_then(Date::latest);
        let day = since.or_else(|| if only_later { in_text.iter().copied().flatten().min() } else { published });
        Some((day, Some(reference.at)))
    });
    let fields: Vec<_> = fields.collect();
    in_text.into_iter().map(|day| (day, None)).chain(fields).collect()
}

/// Returns the day on which an article appeared.
fn published(entity: &Entity) -> Option<Day> {
    (*entity.id.kind == kinds::ARTICLE).then(|| entity.document.fields.date("date"))?.and_then(Date::latest)
}

/// Returns the day on which an article said what a mention in its text says: its own, or that of the update.
fn day_of(article: &Entity, mention: &Mention) -> Option<Day> {
    let published = published(article)?;
    let block = mention.block.and_then(|block| article.document.body.blocks.get(block as usize));
    Some(block.and_then(|block| update_day(&article.document, block.section)).unwrap_or(published))
}

fn update_day(document: &Document, section: u16) -> Option<Day> {
    let update = document.body.sections.get(usize::from(section))?.update?;
    document.updates.get(usize::from(update))?.date.latest()
}

/// Returns the first day on which an article rests on each source: what it cites only inside updates counts from these.
fn citations(site: &Site) -> BTreeMap<Handle, Day> {
    let mut days: BTreeMap<Handle, Day> = BTreeMap::new();
    for (handle, article) in site.of_kind(&kinds::ARTICLE) {
        let Some(published) = published(article) else { continue };
        let mut keys = Vec::new();
        article.document.fields.source_keys(&mut keys);
        for key in keys {
            let Some(source) = site.find(&EntityId::new(&kinds::SOURCE, key)) else { continue };
            let in_text = site.mentions_of(source).iter().filter(|mention| mention.from == handle);
            let first = in_text.filter_map(|mention| day_of(article, mention)).min().unwrap_or(published);
            days.entry(source).and_modify(|day| *day = first.min(*day)).or_insert(first);
        }
    }
    days
}
