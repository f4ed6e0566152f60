//! One document for each id.

use std::sync::Arc;

use crate::codes;
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::parse::{At, Document};

/// Keeps one document for each id, sorted by id; a second one is an error that names both files.
pub(super) fn unique(mut documents: Vec<Arc<Document>>, report: &mut Report) -> Vec<Arc<Document>> {
    documents.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.source.path.cmp(&b.source.path)));
    let mut kept: Vec<Arc<Document>> = Vec::with_capacity(documents.len());
    for document in documents {
        match kept.last() {
            Some(last) if last.id == document.id => {
                let message = format!("two {} have the id `{}`", document.id.kind.plural, document.id.id);
                let id = At { field: "id", index: 0, sub: "" };
                let first = Place { path: last.source.path.clone(), span: Some(last.locate(id)) };
                report.push(
                    Diagnostic::new(&codes::DUPLICATE_ID, message)
                        .at(&document.source.path, document.locate(id))
                        .note(Some(first), "the other one is here")
                        .help("rename one of the files, or give one an `id` of its own"),
                );
            }
            _ => kept.push(document),
        }
    }
    kept
}
