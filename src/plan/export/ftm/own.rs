//! Records of a site's own kinds as entities of FollowTheMoney: their facts as properties, their relations as links.

use super::Entities;
use super::entity::Entity;
use super::links::{Ends, named};
use super::records::{dated, record_id, schema_of};
use crate::kinds::Fact;
use crate::kinds::followthemoney::{Edge, UNKNOWN};
use crate::link;
use crate::parse::fields::{Fields, Value};
use crate::plan::desk::Desk;
use crate::plan::facts::declared;

/// Adds what a record says by keys that have properties of FollowTheMoney.
pub(super) fn facts(desk: &Desk, record: &link::Entity, it: &mut Entity) {
    let fields: &Fields = &record.document.fields;
    for (fact, _) in declared(record.id.kind).filter(|(_, field)| field.ty.reference().is_none()) {
        let Some(property) = fact.followthemoney else { continue };
        match fields.get(fact.key) {
            Some(Value::Text(text)) => it.add(property, [text]),
            Some(Value::Texts(texts)) => it.add(property, texts),
            Some(Value::Date(date)) => {
                let called = fact.label.in_language(&desk.site.config.language);
                dated(desk, it, (property, called), Some(date))
            }
            Some(Value::Flag(is_so)) => it.add(property, [if *is_so { "true" } else { "false" }]),
            _ => it,
        };
    }
}

/// The link that a relation makes, and at which of its ends the record and the other one stand.
#[must_use]
pub fn edge(fact: &Fact) -> (Edge, &'static str, &'static str) {
    fact.followthemoney.and_then(Edge::read).unwrap_or((UNKNOWN, UNKNOWN.source, UNKNOWN.target))
}

/// What stands between a relation's name and the part that is played in it.
pub const AS: &str = ": ";

/// The word of a link for what the other one is to the record: the part that is written there, after what the relation is called where
/// the link itself does not say it.
#[must_use]
pub fn role_of(fact: &Fact, edge: Edge, part: Option<&str>, language: &str) -> String {
    let called = if edge == UNKNOWN { &**fact.label.in_language(language) } else { "" };
    match part {
        Some(part) if called.is_empty() => part.to_owned(),
        Some(part) => [called, AS, part].concat(),
        None => called.to_owned(),
    }
}

/// Adds the relations of a record to those who are entities, too.
pub(super) fn relations(entities: &mut Entities<'_>, record: &link::Entity) {
    let desk = entities.desk;
    let kind = desk.kinds().entry(record.id.kind);
    if schema_of(kind).is_none() {
        return;
    }
    let id = record_id(record);
    for (fact, _) in declared(kind).filter(|(_, field)| field.ty.reference().is_some()) {
        let (edge, own, _) = edge(fact);
        for (_, written, resolved) in record.refs(fact.key) {
            let Some(other) = named(entities, record, written, resolved) else { continue };
            let role = role_of(fact, edge, written.role.as_deref(), &desk.site.config.language);
            let (from, to) = if own == edge.source { (&id, &other) } else { (&other, &id) };
            if from == to {
                continue;
            }
            let ends = Ends { from, to, role: &role };
            let mut link = ends.between(edge);
            entities.rest_item(&mut link, record, fact.key, written);
            entities.add(link);
        }
    }
}

/// Adds that records of a site's own kinds are in an event.
pub(super) fn in_event(entities: &mut Entities<'_>, record: &link::Entity) {
    let event = record_id(record);
    for kind in entities.desk.kinds().own().filter(|kind| schema_of(kind).is_some()) {
        for (_, written, resolved) in record.refs(kind.plural) {
            let Some(who) = named(entities, record, written, resolved) else { continue };
            let ends = Ends { from: &who, to: &event, role: written.role.as_deref().unwrap_or_default() };
            let mut link = ends.between(UNKNOWN);
            entities.rest_item(&mut link, record, kind.plural, written);
            entities.add(link);
        }
    }
}
