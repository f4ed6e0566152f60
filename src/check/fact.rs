//! The statements of a site that stand for themselves and need sources of their own.

use crate::link::publishers::STATEMENTS;
use crate::link::{Entity, Site};
use crate::parse::At;
use crate::parse::fields::Fields;

/// One statement.
pub(super) struct Fact<'a> {
    /// The record that makes it.
    pub(super) entity: &'a Entity,
    /// Where it stands.
    pub(super) at: At,
    /// What it is: `finding`, `claim`.
    pub(super) noun: &'static str,
    /// What it rests on.
    pub(super) sources: &'a [Fields],
}

/// Calls `take` with the statements of all records.
pub(super) fn each<'a>(site: &'a Site, mut take: impl FnMut(Fact<'a>)) {
    for (_, entity) in site.all() {
        for field in STATEMENTS {
            let noun = if field == "claims" { "claim" } else { "finding" };
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
