//! The parts of a record's page to which links lead: headings, blocks, corrections.

use std::borrow::Cow;

use super::Context;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::link::{BodyLink, Entity, Handle, corrections, decoded};
use crate::name;
use crate::parse::Document;
use crate::source::Span;

impl Context<'_> {
    /// Returns a link to a record, and to the part of its page that an anchor names: a heading, a correction or a block.
    pub(super) fn record(
        &self,
        me: Handle,
        entity: &Entity,
        target: Handle,
        anchor: Option<&str>,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BodyLink {
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else {
            return BodyLink::Record(target, None);
        };
        let document = if target == me { &entity.document } else { &self.entities[target.ix()].document };
        let corrected = |id: &str| {
            let entity = if target == me { entity } else { &self.entities[target.ix()] };
            corrections::of(entity).any(|correction| correction.id() == id)
        };
        let known = |id: &str| document.body.has_anchor(id) || corrected(id);
        // In an address spaces and the like are encoded.
        let anchor = if known(anchor) { Cow::Borrowed(anchor) } else { Cow::Owned(decoded(anchor)) };
        let last = anchor.rsplit('#').next().unwrap_or(&anchor);
        if let Some(id) = last.strip_prefix('^') {
            let element = document.body.block(id);
            if element.is_none() {
                let place = (&entity.document.source.path, span);
                diagnostics.push(missing_block(document, id).at(place.0, place.1));
            }
            return BodyLink::Record(target, element.map(Into::into));
        }
        let slug = name::slug(last);
        if known(last) {
            BodyLink::Record(target, Some(last.into()))
        } else if known(&slug) {
            BodyLink::Record(target, Some(slug.into()))
        } else {
            let headings: Vec<&str> =
                document.body.sections.iter().map(|section| &*section.id).filter(|id| !id.is_empty()).collect();
            let near = name::nearest(&slug, headings.iter().copied(), 1);
            let help = match (near.first(), headings.is_empty()) {
                (Some(near), _) => format!("did you mean `#{near}`?"),
                (None, true) => "that page has no headings".to_owned(),
                (None, false) => format!("its headings are `#{}`", headings.join("`, `#")),
            };
            let message = format!("`{}` has no heading `#{last}`", document.id);
            diagnostics.push(
                Diagnostic::new(&codes::BROKEN_ANCHOR, message).at(&entity.document.source.path, span).help(help),
            );
            BodyLink::Record(target, None)
        }
    }
}

/// Returns what is said of a link to a block that a record does not have.
fn missing_block(document: &Document, id: &str) -> Diagnostic {
    let known = document.body.block_ids.iter().map(|(known, _)| &**known);
    let help = match name::nearest(id, known, 1).first() {
        Some(near) => format!("did you mean `#^{near}`?"),
        None => format!("write ` ^{id}` at the end of the paragraph that is meant"),
    };
    Diagnostic::new(&codes::BROKEN_ANCHOR, format!("`{}` has no block `^{id}`", document.id)).help(help)
}
