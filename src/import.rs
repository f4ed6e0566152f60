//! What other programs hold, into files of `content/`: one file below for each format, and a command of its name.
//!
//! An importer is given a site as it is and the bytes of another program, and returns new files as data, what it could not take
//! over, and what is wrong with the bytes. It writes nothing, and none of its files stands where there is one already: what the
//! site says is never changed.

mod controls;
pub mod csv;
mod front;
pub mod ftm;
pub mod obsidian;
pub mod site;
pub mod timelinejs;
mod values;
pub mod wikidata;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::{Report, Severity, Texts};
use crate::kinds::{self, Kinds};
use crate::name;
use crate::parse;
use crate::source::{Source, SourcePath};

/// Says that there is no kind of a name.
fn no_kind(word: &str, kinds: Kinds) -> String {
    let near = name::nearest(word, kinds.iter().map(|kind| kind.plural), 1);
    let near = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("there is no kind `{word}`{near}")
}

/// Returns the article before a noun.
fn an(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}

/// What an importer makes of the bytes of another program.
#[derive(Debug, Default)]
pub struct Taken {
    /// The new files, by path: `content/people/ada-lovelace.md`.
    pub files: BTreeMap<String, String>,
    /// The new files that are no texts, by path: pictures.
    pub bytes: BTreeMap<String, Vec<u8>>,
    /// How many of the things that came are in the site already.
    pub there: usize,
    /// What no key of a record holds and `extra` keeps, for an export to give back.
    pub kept: Vec<String>,
    /// What could not be taken over.
    pub left: Vec<Left>,
}

/// Something that could not be taken over.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Left {
    /// What it is: ``Vessel``.
    pub what: String,
    /// Why not.
    pub why: String,
    /// Its line, from 1; 0 where lines do not matter.
    pub line: usize,
}

/// What is wrong with a line, so that nothing is taken over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The line, from 1; 0 where the message tells the place: the number of a slide, or a file of a folder.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl Taken {
    /// Returns what in one of the new files alone keeps it from being read, such as more than a limit allows. Where their links lead
    /// is not looked at.
    #[must_use]
    pub fn mistakes(&self, config: &Config) -> Report {
        let mut report = Report::default();
        for (path, text) in &self.files {
            let source = Source::new(SourcePath::new(path), text);
            let folder = path.strip_prefix("content/").and_then(|below| below.split('/').next()).unwrap_or_default();
            let kind = config.kinds().iter().find(|kind| kind.plural == folder && **kind != kinds::SOURCE);
            let found = match kind {
                Some(kind) => parse::document(&source, kind, &config.reading).diagnostics,
                None => parse::sources(&source, &config.reading).1,
            };
            report.extend(found.into_iter().filter(|finding| finding.severity == Severity::Error));
        }
        report
    }
}

impl Texts for Taken {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        self.files.get(path.as_str()).map(String::as_str)
    }
}
