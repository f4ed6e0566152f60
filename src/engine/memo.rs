//! The documents of the last run, and what each file of `content/` is.

use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::digest::Digest;
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::load::Snapshot;
use crate::name;
use crate::parse::{self, Document, Reading};
use crate::plan;
use crate::source::{Source, SourcePath, Span};
use crate::trust::Trust;

/// The documents of the last run, by the digests of their texts.
#[derive(Default)]
pub(super) struct Memo {
    reading: Option<Reading>,
    documents: HashMap<SourcePath, (Digest, Arc<Document>)>,
}

impl Memo {
    /// Parses what changed, in parallel, and returns all documents in the order of their paths.
    pub(super) fn update(
        &mut self,
        snapshot: &Snapshot,
        doubt: Option<Trust>,
        report: &mut Report,
    ) -> Vec<Arc<Document>> {
        let reading = &snapshot.config.reading;
        if self.reading.as_ref() != Some(reading) && (self.reading.is_none() || doubt != Some(Trust::Reading)) {
            self.documents.clear();
            self.reading = Some(reading.clone());
        }
        let mut stray = Vec::new();
        let mut wanted: Vec<(&Source, &'static Kind)> = Vec::new();
        let mut documents: Vec<Arc<Document>> = Vec::new();
        for (path, source) in &snapshot.sources {
            match place(path, reading.kinds) {
                Place::Record(kind) => wanted.push((source, kind)),
                Place::Sources => {
                    let (records, diagnostics) = parse::sources(source, reading);
                    report.extend(diagnostics);
                    documents.extend(records.into_iter().map(Arc::new));
                }
                Place::Settings => {}
                Place::Stray => stray.push(path),
            }
        }
        let parsed: Vec<(SourcePath, Digest, Arc<Document>)> = wanted
            .par_iter()
            .map(|(source, kind)| {
                let known =
                    self.documents.get(&source.path).filter(|it| it.0 == source.digest || doubt == Some(Trust::Source));
                let document =
                    known.map_or_else(|| Arc::new(document(source, kind, reading)), |(_, known)| Arc::clone(known));
                (source.path.clone(), source.digest, document)
            })
            .collect();
        self.documents.clear();
        for (path, digest, document) in parsed {
            self.documents.insert(path, (digest, Arc::clone(&document)));
            documents.push(document);
        }
        for document in &documents {
            report.extend(document.diagnostics.iter().cloned());
        }
        report.extend(stray.into_iter().map(|path| stray_file(path, reading.kinds)));
        documents
    }
}

pub(super) fn document(source: &Source, kind: &'static Kind, reading: &Reading) -> Document {
    if source.path.as_str() != HOME_TEXT {
        return parse::document(source, kind, reading);
    }
    let mut home = parse::plain(source, kind, reading);
    home.id = EntityId::new(kind, plan::HOME);
    home
}

/// The text of the home page.
const HOME_TEXT: &str = "content/index.md";

/// What a file of `content/` is.
pub(super) enum Place {
    Record(&'static Kind),
    Sources,
    Settings,
    Stray,
}

pub(super) fn place(path: &SourcePath, kinds: Kinds) -> Place {
    let Some(below) = path.as_str().strip_prefix("content/") else { return Place::Settings };
    if below == "sources.yaml" {
        return Place::Sources;
    }
    if path.as_str() == HOME_TEXT {
        return Place::Record(&kinds::PAGE);
    }
    let folder = below.split_once('/').map(|(folder, _)| folder);
    match folder.and_then(|folder| kinds.of_folder(folder)) {
        Some(kind) if *kind != kinds::SOURCE => Place::Record(kind),
        _ => Place::Stray,
    }
}

fn stray_file(path: &SourcePath, kinds: Kinds) -> Diagnostic {
    let folders: Vec<&str> = kinds.iter().filter(|kind| **kind != kinds::SOURCE).map(|kind| kind.plural).collect();
    let folder =
        path.as_str().strip_prefix("content/").and_then(|below| below.split_once('/')).map(|(folder, _)| folder);
    let near = folder.and_then(|folder| name::nearest(folder, folders.iter().copied(), 1).into_iter().next());
    let help = match near {
        Some(near) => format!("did you mean `content/{near}/`?"),
        None => {
            format!("move it into one of `{}` below `content/`, or let its name begin with `_`", folders.join("`, `"))
        }
    };
    Diagnostic::new(&codes::STRAY_FILE, format!("`{path}` is in no folder of a kind"))
        .at(path, Span::new(0, 0))
        .help(help)
}
