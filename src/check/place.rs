//! Where a finding about a record stands.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::link::Entity;
use crate::parse::At;
use crate::source::Span;

/// Returns the place of a whole key.
pub(super) const fn key(field: &'static str) -> At {
    At { field, index: 0, sub: "" }
}

/// Starts a finding about a value of a record's front matter.
pub(super) fn finding(code: &'static Code, entity: &Entity, at: At, message: String) -> Diagnostic {
    let document = &entity.document;
    Diagnostic::new(code, message).at(&document.source.path, document.locate(at))
}

/// Starts a finding about a whole record, which stands at its name.
pub(super) fn about(code: &'static Code, entity: &Entity, message: String) -> Diagnostic {
    finding(code, entity, key(entity.id.kind.name_key), message)
}

/// Returns the place of a value of a record's front matter, for a note.
pub(super) fn place(entity: &Entity, at: At) -> Place {
    let document = &entity.document;
    Place { path: document.source.path.clone(), span: Some(document.locate(at)) }
}

/// Returns the place of a record's name, for a note.
pub(super) fn named(entity: &Entity) -> Place {
    place(entity, key(entity.id.kind.name_key))
}

/// Returns the place of a key of an item that has two spellings: the one that is written.
pub(super) fn either(entity: &Entity, field: &'static str, index: usize, subs: [&'static str; 2]) -> Span {
    let at = |sub| entity.document.locate(At { field, index: index as u16, sub });
    // A key that is not there has the place of the whole item.
    let item = at("\0");
    subs.into_iter().map(at).find(|span| *span != item).unwrap_or(item)
}
