//! A project whose files hold hostile texts, and one article alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use dossier::date::{DayOrder, Language};
use dossier::engine::{Engine, Options};
use dossier::kinds::{self, Kinds};
use dossier::parse::{self, Bounds, Document, Reading};
use dossier::source::{Source, SourcePath};
use tempfile::TempDir;

pub(crate) static READING: LazyLock<Reading> = LazyLock::new(|| Reading {
    dates: DayOrder::Ymd,
    trusted_html: false,
    known_by: None,
    zone: None,
    language: Language::ENGLISH,
    words: Arc::default(),
    bounds: Bounds::default(),
    kinds: Kinds::default(),
});

/// A project in a temporary folder.
pub(crate) struct Project(TempDir);

impl Project {
    pub(crate) fn new(settings: &str) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        let given = if settings.starts_with("title:") { "" } else { "title: Desk\n" };
        project.put("dossier.yaml", &format!("{given}base_url: https://example.org/sub/\nlanguage: en\n{settings}"));
        project
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn engine(&self) -> Engine {
        Engine::new(Options {
            root: self.root().to_owned(),
            now: "2025-03-01T00:00:00Z".parse().unwrap(),
            as_of: None,
            drafts: false,
            strict: false,
            base_url: None,
        })
    }

    /// Builds the site, which must have no errors, and returns its texts by path, with what was warned of.
    pub(crate) fn build(&self) -> (BTreeMap<String, String>, Vec<String>) {
        let output = self.root().join("public");
        let outcome = self.engine().build(&output).unwrap();
        let report = &outcome.planned.report;
        let told: Vec<String> =
            report.all().iter().map(|each| format!("{} {}", each.code.code, each.message)).collect();
        assert!(!report.has_errors(), "{told:#?}");
        let paths = outcome.manifest.iter().map(|(file, _)| file.as_str().to_owned());
        let read = |path: String| {
            let bytes = fs::read(output.join(&path)).unwrap();
            (path, String::from_utf8_lossy(&bytes).into_owned())
        };
        (paths.map(read).collect(), told)
    }
}

/// Writes a text as YAML.
pub(crate) fn yaml(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

pub(crate) fn article(body: &str) -> Document {
    let text = format!("---\ntitle: x\ndate: 2025\n---\n\n{body}\n");
    parse::document(&Source::new(SourcePath::new("content/articles/x.md"), &text), &kinds::ARTICLE, &READING)
}
