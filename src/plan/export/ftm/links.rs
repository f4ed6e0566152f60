//! What records say of one another: roles, parts in events, ties, who is in an article, what was said.

use super::entity::{Entity, link_id};
use super::records::{plain, prefix, record_id, schema_of};
use super::{Entities, own};
use crate::kind::Kind;
use crate::kinds;
use crate::kinds::followthemoney::Edge;
use crate::link::{self, Handle, Resolved, bare_name, meant_kind};
use crate::parse::Reference;
use crate::parse::fields::Fields;
use crate::plan::Quote;

/// What is said of a record that belongs to a larger one.
pub const PART_OF: &str = "part of";
/// What is said of an event that came right after another.
pub const FOLLOWS: &str = "follows";

/// The keys of an article that name what it is about.
const NAMED: [&str; 5] = ["people", "events", "organizations", "places", "credits"];

/// The ids of the ends of a link, and the part or tie that it tells.
pub struct Ends<'a> {
    /// What it goes out from: a subject, a document, a holder.
    pub from: &'a str,
    /// What it leads to: an object, an entity, a post.
    pub to: &'a str,
    /// The part or the tie; empty where there is none.
    pub role: &'a str,
}

impl Ends<'_> {
    /// Returns the id of a part in an event or of what belongs to or follows something: an `UnknownLink`.
    #[must_use]
    pub fn part(&self) -> String {
        link_id("UnknownLink", &[self.from, self.to, self.role])
    }

    /// Returns the id of a document that tells of something: a `Documentation`.
    #[must_use]
    pub fn documentation(&self) -> String {
        link_id("Documentation", &[self.from, self.to, self.role])
    }

    /// Returns the id of a tie with the dates on which it began and ended: an `UnknownLink`.
    #[must_use]
    pub fn tie(&self, [from, until]: [&str; 2]) -> String {
        link_id("UnknownLink", &[self.from, self.to, self.role, from, until])
    }

    /// Returns the id of a post that somebody held: an `Occupancy`.
    #[must_use]
    pub fn occupancy(&self, [from, until]: [&str; 2]) -> String {
        link_id("Occupancy", &[self.from, self.to, from, until])
    }

    /// Returns the id of what a relation of a site's own kind tells: a link of this schema.
    #[must_use]
    pub fn relation(&self, schema: &str) -> String {
        link_id(schema, &[self.from, self.to, self.role])
    }

    /// Returns the link that a relation of a site's own kind tells.
    pub(super) fn between(&self, edge: Edge) -> Entity {
        let mut it = Entity::new(edge.schema, self.relation(edge.schema));
        it.refer(edge.source, [self.from]).refer(edge.target, [self.to]);
        it.add(edge.word().unwrap_or_default(), [self.role].into_iter().filter(|_| edge.word().is_some()));
        it
    }

    fn entity(&self, schema: &str, id: String) -> Entity {
        let [from, to] = match schema {
            "Documentation" => ["document", "entity"],
            "Occupancy" => ["holder", "post"],
            _ => ["subject", "object"],
        };
        let mut it = Entity::new(schema, id);
        it.refer(from, [self.from]).refer(to, [self.to]);
        if schema != "Occupancy" {
            it.add("role", [self.role]);
        }
        it
    }
}

/// Returns the id of a `Position`.
#[must_use]
pub fn post_id(title: &str, organization: &str) -> String {
    link_id("Position", &[title, organization])
}

/// Returns the id of a quote, a `Note`: of its words, of who said them, and of the date as far as it holds.
#[must_use]
pub fn quote_id(text: &str, by: &str, date: &str) -> String {
    link_id("Note", &[text, by, date])
}

/// Returns who said something, for its id: the speaker's, or one without a name in a document.
#[must_use]
pub fn unnamed(document: &str, words: &str) -> String {
    format!("{document} {words}")
}

/// Adds all that a record says of others.
pub(super) fn of(entities: &mut Entities<'_>, handle: Handle) {
    let record = entities.desk.entity(handle);
    match record.id.kind {
        kind if *kind == kinds::ARTICLE => article(entities, record),
        kind if *kind == kinds::EVENT => event(entities, record),
        kind if *kind == kinds::PERSON => person(entities, record),
        kind if *kind == kinds::ORGANIZATION || *kind == kinds::PLACE => part_of(entities, record, "parent"),
        kind if kind.own.is_some() => own::relations(entities, record),
        _ => {}
    }
}

/// Returns the id of what a reference names, and adds that where it has no record; none for what readers may not see.
pub(super) fn named(
    entities: &mut Entities<'_>,
    on: &link::Entity,
    written: &Reference,
    resolved: Resolved,
) -> Option<String> {
    let kind = meant_kind(written, entities.desk.kinds())?;
    target(entities, on, kind, &written.target, resolved)
}

fn target(
    entities: &mut Entities<'_>,
    on: &link::Entity,
    kind: &Kind,
    words: &str,
    resolved: Resolved,
) -> Option<String> {
    match resolved {
        Resolved::Found(handle) => {
            let record = entities.desk.entity(handle);
            (!record.withdrawn && schema_of(record.id.kind).is_some()).then(|| record_id(record))
        }
        Resolved::Plain => {
            let entity = plain(entities.desk, kind, words, on)?;
            let id = entity.id.clone();
            entities.add(entity);
            Some(id)
        }
        Resolved::Hidden => None,
    }
}

fn article(entities: &mut Entities<'_>, record: &link::Entity) {
    let document = record_id(record);
    let own = entities.desk.kinds().own().map(|kind| kind.plural);
    for field in NAMED.into_iter().chain(own) {
        for (_, written, resolved) in record.refs(field) {
            let Some(of) = named(entities, record, written, resolved) else { continue };
            let ends = Ends { from: &document, to: &of, role: written.role.as_deref().unwrap_or_default() };
            let mut link = ends.entity("Documentation", ends.documentation());
            entities.rest_item(&mut link, record, field, written);
            entities.add(link);
        }
    }
}

fn event(entities: &mut Entities<'_>, record: &link::Entity) {
    let id = record_id(record);
    let mut involved = Vec::new();
    for (_, written, resolved) in record.refs("participants") {
        let Some(who) = named(entities, record, written, resolved) else { continue };
        let ends = Ends { from: &who, to: &id, role: written.role.as_deref().unwrap_or_default() };
        let mut link = ends.entity("UnknownLink", ends.part());
        entities.rest_item(&mut link, record, "participants", written);
        entities.add(link);
        involved.push(who);
    }
    let place = record.refs("place").next();
    let place = place.and_then(|(_, written, resolved)| {
        let id = named(entities, record, written, resolved)?;
        let name = resolved.found().map(|place| entities.desk.entity(place).document.name.to_string());
        Some((id, name.unwrap_or_else(|| bare_name(&written.target, entities.desk.kinds()).to_owned())))
    });
    entities.amend(&id, |it| {
        it.refer("involved", &involved);
        if let Some((place, name)) = &place {
            it.refer("addressEntity", [place]).add("location", [name]);
        }
    });
    own::in_event(entities, record);
    part_of(entities, record, "part_of");
    for (_, _, resolved) in record.refs("follows") {
        between(entities, record, resolved, FOLLOWS);
    }
}

fn part_of(entities: &mut Entities<'_>, record: &link::Entity, field: &str) {
    for (_, written, resolved) in record.refs(field) {
        // A larger body that has no record is one that is named here.
        let Some(whole) = named(entities, record, written, resolved) else { continue };
        tie(entities, &record_id(record), &whole, PART_OF);
    }
}

fn between(entities: &mut Entities<'_>, record: &link::Entity, resolved: Resolved, role: &str) {
    if let Some(other) = resolved.found().map(|other| entities.desk.entity(other)).filter(|other| !other.withdrawn) {
        tie(entities, &record_id(record), &record_id(other), role);
    }
}

fn tie(entities: &mut Entities<'_>, from: &str, to: &str, role: &str) {
    let ends = Ends { from, to, role };
    if from != to {
        entities.add(ends.entity("UnknownLink", ends.part()));
    }
}

fn person(entities: &mut Entities<'_>, record: &link::Entity) {
    let id = record_id(record);
    for (at, role) in record.document.fields.maps("roles").iter().enumerate() {
        occupancy(entities, record, at, role);
    }
    for (at, relation) in record.document.fields.maps("relations").iter().enumerate() {
        let resolved = record.nested("relations", at, "to").unwrap_or(Resolved::Plain);
        let [written, ..] = relation.refs("to") else { continue };
        let Some(other) = target(entities, record, &kinds::PERSON, &written.target, resolved) else { continue };
        if other == id {
            continue;
        }
        // A tie that is told from the other side only begins there.
        let (role, turned) = match (relation.text("as"), relation.text("inverse")) {
            (None, Some(inverse)) => (&**inverse, true),
            (label, _) => (label.map_or("", |label| &**label), false),
        };
        let (from, to) = if turned { (&other, &id) } else { (&id, &other) };
        let dates = ["from", "until"].map(|key| relation.date(key).and_then(prefix));
        let ends = Ends { from, to, role };
        let mut link = ends.entity("UnknownLink", ends.tie(days(&dates)));
        dated(&mut link, &dates);
        link.add("status", relation.text("status"));
        entities.rest(&mut link, relation.maps("sources"));
        entities.add(link);
    }
}

/// Returns the days of a span for the id of a link; empty where none is known.
fn days([from, until]: &[Option<String>; 2]) -> [&str; 2] {
    [from, until].map(|date| date.as_deref().unwrap_or_default())
}

fn dated(link: &mut Entity, [from, until]: &[Option<String>; 2]) {
    link.add("startDate", from.as_ref()).add("endDate", until.as_ref());
}

/// Adds a role of a person: a position, and that they hold it.
fn occupancy(entities: &mut Entities<'_>, record: &link::Entity, at: usize, role: &Fields) {
    let Some(title) = role.text("title") else { return };
    let holder = record_id(record);
    let organization = role.refs("organization").first().and_then(|written| {
        let resolved = record.nested("roles", at, "organization").unwrap_or(Resolved::Plain);
        target(entities, record, &kinds::ORGANIZATION, &written.target, resolved)
    });
    let post = post_id(title, organization.as_deref().unwrap_or_default());
    let mut position = Entity::new("Position", post.clone());
    position.add("name", [title]).refer("organization", organization);
    entities.add(position);
    let dates = ["from", "until"].map(|key| role.date(key).and_then(prefix));
    let ends = Ends { from: &holder, to: &post, role: "" };
    let mut link = ends.entity("Occupancy", ends.occupancy(days(&dates)));
    dated(&mut link, &dates);
    entities.rest(&mut link, role.maps("sources"));
    entities.add(link);
}

/// Adds a quote as a note on the one who said it and on the articles and events that hold it.
pub(super) fn quote(entities: &mut Entities<'_>, quote: &Quote) {
    let desk = entities.desk;
    let speaker = quote.speaker.map(|speaker| desk.entity(speaker)).filter(|speaker| !speaker.withdrawn);
    if quote.speaker.is_some() && speaker.is_none() {
        return;
    }
    let places = quote.places.iter().map(|place| desk.entity(place.document)).filter(|document| {
        !document.withdrawn && (*document.id.kind == kinds::ARTICLE || *document.id.kind == kinds::EVENT)
    });
    let mut about: Vec<String> = speaker.into_iter().chain(places).map(record_id).collect();
    about.sort_unstable();
    about.dedup();
    let Some(first) = about.first() else { return };
    let date = quote.date.as_ref().and_then(prefix);
    let by = speaker.map_or_else(|| unnamed(first, &quote.speaker_words), record_id);
    let id = quote_id(&quote.text, &by, date.as_deref().unwrap_or_default());
    let mut it = Entity::new("Note", id);
    it.add("description", [&quote.text]).refer("entity", &about);
    it.add("peopleMentioned", speaker.is_none().then_some(&quote.speaker_words));
    it.add("createdAt", date);
    it.add("locationMentioned", quote.venue(None).map(|(words, _)| words));
    it.add("namesMentioned", quote.to(None).map(|(words, _)| words));
    entities.add(it);
}
