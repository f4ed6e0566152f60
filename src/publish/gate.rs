//! The gate: the last look at the very bytes before they are sent.
//!
//! Everything before it keeps secrets by construction. This looks at what came of it, whatever the way: a template, `extra`,
//! a file in `static/`. It knows
//!
//! 1. what stands only in hidden records, notes and comments (see `hidden`), and `private_words`, both looked for in the
//!    text of each file without markup and escapes (see `text`);
//! 2. the paths of the project and of the home folder, and keys by their marks (see `token`), in the bytes;
//! 3. places in pictures and films (see `place`).
//!
//! All of it inside archives and compressed files, too (see `packed`).
//!
//! A finding names the file and what sort of thing it is, never the thing itself: logs are read by others.

mod hidden;
mod packed;
mod place;
mod text;
mod token;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use crate::codes;
use crate::config::PrivateWord;
use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::engine::Planned;
use crate::error::Error;
use crate::route::FilePath;
use crate::source::SourcePath;
use token::TOKENS;

use super::payload::Payload;
use super::sums;

/// How deep files in files are looked into: an archive in an archive, compressed.
const DEEPEST: usize = 4;
/// How many files a finding names.
const MOST_FILES: usize = 5;

/// What must not be in the bytes, ready to be looked for.
pub struct Gate {
    /// Finds words in folded text.
    words: AhoCorasick,
    /// What each of them is.
    of_words: Vec<Finding>,
    /// The patterns of `private_words`, with the number of each.
    patterns: Vec<(regex::Regex, usize)>,
    /// Finds the paths, then the marks of keys, in bytes.
    marks: AhoCorasick,
    /// The paths, with what each is.
    paths: Vec<(String, &'static str)>,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Finding {
    /// Words of a file that is not published.
    Hidden(SourcePath),
    /// The item of `private_words` with this number.
    PrivateWord(usize),
    /// A path of this machine.
    LocalPath(&'static str),
    /// A key or token.
    Key(&'static str),
    /// Where a picture was taken.
    Place,
}

impl Gate {
    /// Prepares what must not be published of a site, on a machine with this home folder.
    pub fn new(planned: &Planned, home: Option<&Path>) -> Result<Self, Error> {
        let secrets = hidden::secrets(planned).map_err(too_much)?;
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        let mut of_words = Vec::new();
        for (at, item) in planned.snapshot.config.private_words.iter().enumerate() {
            match item {
                PrivateWord::Words(text) => {
                    words.push(text::folded(text));
                    of_words.push(Finding::PrivateWord(at + 1));
                }
                PrivateWord::Pattern(pattern) => patterns.push((pattern.clone(), at + 1)),
            }
        }
        for (secret, path) in secrets {
            words.push(secret);
            of_words.push(Finding::Hidden(path));
        }
        let paths = paths(&planned.snapshot.root, home, &planned.snapshot.config.base_path);
        let marks = paths.iter().map(|(path, _)| path.as_str()).chain(TOKENS.iter().map(|token| token.mark));
        let marks = AhoCorasick::new(marks).map_err(too_much)?;
        Ok(Self { words: AhoCorasick::new(words).map_err(too_much)?, of_words, patterns, marks, paths })
    }

    /// Looks at every file that would be sent, and reports what must not be published.
    pub fn check(&self, payload: &Payload) -> Result<Report, Error> {
        // The sums hold the names of the others, and numbers.
        let files = payload.manifest().iter().map(|(file, _)| file);
        let files: Vec<&FilePath> = files.filter(|file| file.as_str() != sums::FILE).collect();
        let found: Result<Vec<(&FilePath, BTreeSet<Finding>)>, Error> =
            files.into_par_iter().map(|file| Ok((file, self.look(file.as_str(), &payload.bytes(file)?, 0)))).collect();
        let mut by_finding: BTreeMap<Finding, Vec<&FilePath>> = BTreeMap::new();
        for (file, findings) in found? {
            for finding in findings {
                by_finding.entry(finding).or_default().push(file);
            }
        }
        let mut report = Report::default();
        report.extend(by_finding.iter().map(|(finding, files)| finding.diagnostic(files)));
        report.settle(false);
        Ok(report)
    }

    /// Returns what is wrong with one file, and with what is packed in it.
    fn look(&self, name: &str, bytes: &[u8], depth: usize) -> BTreeSet<Finding> {
        let mut found = BTreeSet::new();
        for hit in self.marks.find_overlapping_iter(bytes) {
            let at = hit.pattern().as_usize();
            match self.paths.get(at) {
                Some((_, what)) if is_whole(bytes, hit.start(), hit.end()) => {
                    found.insert(Finding::LocalPath(what));
                }
                Some(_) => {}
                None => {
                    let token = TOKENS.get(at - self.paths.len()).filter(|token| token.is_at(bytes, hit.start()));
                    found.extend(token.map(|token| Finding::Key(token.what)));
                }
            }
        }
        if depth < DEEPEST {
            for (name, bytes) in packed::members(name, bytes) {
                found.append(&mut self.look(&name, &bytes, depth + 1));
            }
        }
        if place::is_told(bytes) {
            found.insert(Finding::Place);
        }
        if !self.of_words.is_empty() || !self.patterns.is_empty() {
            self.read(name, &mut found);
            if let Some(text) = text::of_file(name, bytes) {
                self.read(&text, &mut found);
            }
        }
        found
    }

    /// Adds what is wrong with a text.
    fn read(&self, text: &str, found: &mut BTreeSet<Finding>) {
        for (pattern, number) in &self.patterns {
            if pattern.is_match(text) {
                found.insert(Finding::PrivateWord(*number));
            }
        }
        if !self.of_words.is_empty() {
            let words = text::folded(text);
            // Of a name that a leak repeats there may be thousands of hits.
            let hits: BTreeSet<usize> =
                self.words.find_overlapping_iter(&words).map(|hit| hit.pattern().as_usize()).collect();
            found.extend(hits.into_iter().filter_map(|at| self.of_words.get(at).cloned()));
        }
    }
}

impl Finding {
    fn code(&self) -> &'static Code {
        match self {
            Self::Hidden(_) => &codes::HIDDEN_TEXT,
            Self::PrivateWord(_) => &codes::PRIVATE_WORD,
            Self::LocalPath(_) => &codes::LOCAL_PATH,
            Self::Key(_) => &codes::ACCESS_KEY,
            Self::Place => &codes::PLACE_IN_PICTURE,
        }
    }

    fn diagnostic(&self, files: &[&FilePath]) -> Diagnostic {
        let (message, help) = match self {
            Self::Hidden(path) => (
                format!("words of `{path}` that are not published"),
                "a template, `extra` or a file in `static/` has them",
            ),
            Self::PrivateWord(number) => {
                (format!("what number {number} of `private_words` forbids"), "`dossier.yaml` has the list")
            }
            Self::LocalPath(what) => (format!("the path of {what}"), "the program that made the file wrote it there"),
            Self::Key(what) => (format!("what looks like {what}"), "if it is real and was ever published, revoke it"),
            Self::Place => (
                "where a picture was taken".to_owned(),
                "move it from `static/` to `content/`, where pictures are cleaned, or remove its metadata",
            ),
        };
        let place = |file: &&FilePath| SourcePath::new(&format!("public/{file}"));
        let mut diagnostic = Diagnostic::new(self.code(), format!("the output holds {message}")).help(help);
        let mut files = files.iter();
        if let Some(first) = files.next() {
            diagnostic = diagnostic.in_file(&place(first));
        }
        let more = files.len().saturating_sub(MOST_FILES - 1);
        for file in files.by_ref().take(MOST_FILES - 1) {
            diagnostic = diagnostic.note(Some(Place { path: place(file), span: None }), "and here");
        }
        if more > 0 {
            diagnostic = diagnostic.note(None, format!("and in {more} more"));
        }
        diagnostic
    }
}

/// Returns the paths that must not be seen, in each way that they are written.
fn paths(root: &Path, home: Option<&Path>, base_path: &str) -> Vec<(String, &'static str)> {
    let canonical = root.canonicalize().ok();
    let roots = [Some(root), canonical.as_deref()].into_iter().flatten().map(|path| (path, "the project's folder"));
    let mut paths = Vec::new();
    for (path, what) in roots.chain(home.map(|home| (home, "the home folder"))) {
        let Some(text) = path.to_str().filter(|_| path.is_absolute()) else { continue };
        let text = text.trim_end_matches(['/', '\\']);
        // What addresses of the site begin with says nothing of the machine.
        if text.is_empty() || base_path.starts_with(&format!("{text}/")) {
            continue;
        }
        for written in [text.to_owned(), text.replace('\\', "/"), text.replace('\\', "\\\\")] {
            if !paths.contains(&(written.clone(), what)) {
                paths.push((written, what));
            }
        }
    }
    paths
}

/// Tells whether a path stands by itself: not `example.org/home/ada`, nor `/home/adam`.
fn is_whole(bytes: &[u8], start: usize, end: usize) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    !before.is_some_and(part) && !bytes.get(end).is_some_and(|after| part(after) && *after != b'.')
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function on errors")]
fn too_much(error: aho_corasick::BuildError) -> Error {
    Error::Refused(format!("there is too much to look for before it is published: {error}"))
}
