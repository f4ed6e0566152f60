//! What the benches work on: the made-up site of a thousand articles, read from a folder and planned.

#![expect(clippy::disallowed_methods, reason = "the site has to be written before it is read")]

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, LazyLock};

use dossier::config::{Autolink, Config};
use dossier::diagnostic::Report;
use dossier::engine::{Engine, Options, Planned};
use dossier::kind::Kind;
use dossier::kinds::KINDS;
use dossier::link::{self, Site};
use dossier::load::Snapshot;
use dossier::parse::{self, Document};
use dossier::plan::Files;
use dossier::source::Source;
use jiff::Timestamp;

use crate::corpus;

/// How many articles the site has.
pub(crate) const ARTICLES: usize = 1000;

/// The site.
pub(crate) static SITE: LazyLock<Planned> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in corpus::files(ARTICLES) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let planned = Engine::new(Options {
        root: folder.path().to_path_buf(),
        now: Timestamp::UNIX_EPOCH,
        as_of: None,
        drafts: false,
        strict: false,
        base_url: None,
    })
    .plan()
    .unwrap();
    assert!(!planned.report.has_errors());
    planned
});

/// The documents of the site, parsed.
pub(crate) static DOCUMENTS: LazyLock<Vec<Arc<Document>>> = LazyLock::new(|| {
    let Snapshot { sources, config, .. } = &SITE.snapshot;
    let listed = sources.values().filter(|source| source.path.as_str() == "content/sources.yaml");
    let mut documents: Vec<_> = listed.flat_map(|source| parse::sources(source, &config.reading).0).collect();
    for kind in KINDS.iter().copied() {
        documents.extend(texts(kind).map(|source| parse::document(source, kind, &config.reading)));
    }
    documents.into_iter().map(Arc::new).collect()
});

/// Returns the texts of the records of a kind.
pub(crate) fn texts(kind: &'static Kind) -> impl Iterator<Item = &'static Source> {
    let folder = format!("content/{}/", kind.plural);
    SITE.snapshot.sources.values().filter(move |source| source.path.as_str().starts_with(&folder))
}

/// Links documents, and looks for these names in their texts.
pub(crate) fn linked(documents: Vec<Arc<Document>>, autolink: Autolink) -> Site {
    let snapshot = &SITE.snapshot;
    let input = link::Input {
        config: Arc::new(Config { autolink, ..Config::clone(&snapshot.config) }),
        files: &snapshot.files,
        statics: &snapshot.statics,
        now: snapshot.now,
        drafts: false,
        as_of: None,
        unknown: &link::known::Unknown::default(),
        doubt: None,
    };
    link::site(documents, &input, &mut Report::default())
}

/// Returns what pages show beside texts.
pub(crate) fn files() -> Files {
    let Snapshot { assets, statics, .. } = &SITE.snapshot;
    Files {
        pictures: BTreeMap::new(),
        assets: assets.clone(),
        statics: statics.iter().cloned().collect(),
        wants: Arc::clone(&SITE.desk.wants),
    }
}
