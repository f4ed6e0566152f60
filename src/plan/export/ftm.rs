//! FollowTheMoney JSON lines: a site as the entities that Aleph, OpenSanctions and their tools work with.
//!
//! 1. Each record becomes an entity: people, events, organizations, places (as addresses), articles and sources (as
//!    documents). Its id is made of its kind and its own id, or is the one under which it was imported.
//!    What a site's own kinds and relations are, their declarations say.
//! 2. What records say of one another becomes links: `Occupancy` of a `Position` for roles, `UnknownLink` for parts in events
//!    and ties, `Documentation` from articles, `Note` for quotes. Their ids are sums of what they say.
//! 3. Somebody or something that is only named, without a record, is an entity too, so that each link has both of its ends.
//! 4. A date is the part of it that surely holds; what no part tells stands among an event's notes, in words.

mod entity;
pub mod language;
mod links;
mod own;
mod records;

use std::collections::{BTreeMap, BTreeSet};

pub use entity::{Entity, id_of, is_id};
pub use links::{Ends, FOLLOWS, PART_OF, post_id, quote_id, unnamed};
pub use own::{AS, edge, role_of};
pub use records::{EXTRA, NARROWER, REGISTERS, SCHEMATA, STATUS, WORDS, record_id, takes};

use super::{Asked, Scope};
use crate::kinds;
use crate::link::{self, Handle};
use crate::parse::Reference;
use crate::parse::fields::Fields;
use crate::plan::cited;
use crate::plan::desk::Desk;

/// The entities of a site by their ids, while they are collected.
struct Entities<'d> {
    desk: &'d Desk,
    by_id: BTreeMap<String, Entity>,
}

/// Appends the lines of what is asked for: the entities of its records, the links that they are in, and what stands at the
/// other ends of those.
pub(super) fn write(desk: &Desk, asked: Asked, lines: &mut String) {
    let entities = desk.collected.entities.get_or_init(|| entities(desk));
    let kept = match seeds(desk, asked.scope) {
        None => entities.keys().cloned().collect(),
        Some(seeds) => around(entities, seeds),
    };
    for entity in kept.iter().filter_map(|id| entities.get(id)) {
        entity.write(lines);
    }
}

/// Returns all entities of a site by their ids.
#[must_use]
pub fn entities(desk: &Desk) -> BTreeMap<String, Entity> {
    let mut entities = Entities { desk, by_id: BTreeMap::new() };
    for (handle, record) in desk.site.all() {
        if let Some(mut entity) = records::entity(desk, handle) {
            if *record.id.kind != kinds::SOURCE {
                entities.rest_on(&mut entity, cited::own(desk, handle));
            }
            entities.add(entity);
        }
    }
    for (handle, record) in desk.site.all().filter(|(_, record)| !record.withdrawn) {
        links::of(&mut entities, handle);
        entities.amend(&record_id(record), |it| records::restore(record, it));
    }
    for quote in desk.quotes.newest(0..desk.quotes.len()) {
        links::quote(&mut entities, quote);
    }
    entities.by_id
}

impl Entities<'_> {
    /// Adds an entity, to what is known of it already where there is something.
    fn add(&mut self, entity: Entity) {
        match self.by_id.get_mut(&entity.id) {
            Some(known) => known.merge(entity),
            None => {
                self.by_id.insert(entity.id.clone(), entity);
            }
        }
    }

    /// Changes an entity that was added.
    fn amend(&mut self, id: &str, change: impl FnOnce(&mut Entity)) {
        if let Some(entity) = self.by_id.get_mut(id) {
            change(entity);
        }
    }

    /// Says what an entity rests on.
    fn rest(&mut self, it: &mut Entity, sources: &[Fields]) {
        let desk = self.desk;
        self.rest_on(it, desk.origins(sources));
    }

    /// Says what it rests on that a record names another one.
    fn rest_item(&mut self, it: &mut Entity, record: &link::Entity, field: &str, written: &Reference) {
        if let Some(item) = record.document.fields.refs(field).get(usize::from(written.at.index)) {
            self.rest(it, &item.sources);
        }
    }

    fn rest_on<'o>(&mut self, it: &mut Entity, origins: impl Iterator<Item = link::publishers::Origin<'o>>) {
        for origin in origins {
            let id = match (origin.record, origin.written) {
                (Some(record), _) => record_id(self.desk.entity(record)),
                (None, Some(written)) => {
                    let document = records::loose(written);
                    let id = document.id.clone();
                    self.add(document);
                    id
                }
                (None, None) => continue,
            };
            it.refer("proof", [id]);
        }
    }
}

/// Returns the ids of the records that were asked for; `None` for all.
fn seeds(desk: &Desk, scope: Scope) -> Option<BTreeSet<String>> {
    let of = |handle: Handle| record_id(desk.entity(handle));
    Some(match scope {
        Scope::Site => return None,
        Scope::Kind(kind) if *kind == kinds::STORY => {
            desk.site.of_kind(&kinds::STORY).flat_map(|(story, _)| of_story(desk, story)).map(of).collect()
        }
        Scope::Kind(kind) => desk.site.of_kind(kind).map(|(handle, _)| of(handle)).collect(),
        Scope::Record(handle) if *desk.entity(handle).id.kind == kinds::STORY => {
            of_story(desk, handle).into_iter().map(of).collect()
        }
        Scope::Record(handle) => BTreeSet::from([of(handle)]),
    })
}

/// Returns what a story gathers, for which FollowTheMoney has no word.
fn of_story(desk: &Desk, story: Handle) -> Vec<Handle> {
    desk.articles_of(story).into_iter().chain(desk.story_events(story)).collect()
}

/// Returns entities with the links that they are in and with all that those name.
fn around(entities: &BTreeMap<String, Entity>, seeds: BTreeSet<String>) -> BTreeSet<String> {
    let mut kept = seeds;
    let touches = |entity: &&Entity| entity.is_link() && entity.references().iter().any(|id| kept.contains(id));
    let links: Vec<String> = entities.values().filter(touches).map(|entity| entity.id.clone()).collect();
    kept.extend(links);
    let mut open: Vec<String> = kept.iter().cloned().collect();
    while let Some(id) = open.pop() {
        for named in entities.get(&id).into_iter().flat_map(Entity::references) {
            if kept.insert(named.clone()) {
                open.push(named.clone());
            }
        }
    }
    kept
}
