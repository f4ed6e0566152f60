//! The sixth stage: pages into artifacts, but only those whose inputs changed since the last build.
//!
//! 1. The templates are compiled once for each language, with its words in them; a mistake in one is a diagnostic at its line.
//! 2. A page's view is made and its fields' digests compared with those of the last build, those of its templates, words and of
//!    the site's settings too. Where all are equal the page is left alone.
//! 3. Otherwise it is rendered and handed to the sink, and forgotten. Pages are made in parallel.
//!
//! Templates are pure: they see their context and nothing else, so equal inputs give equal bytes.

mod blocks;
mod bounds;
mod filters;
mod mistake;
mod reached;
mod shell;
mod templates;
mod worded;

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

pub use bounds::Bounds;
pub use reached::Reached;
pub use shell::Shell;
pub use templates::Templates;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::digest::Digest;
use crate::error::Error;
use crate::load;
use crate::picture::{self, Facts, Fault};
use crate::plan::{self, Desk, Made, Make, Page, Pages};
use crate::route::{FilePath, Route};
use crate::source::SourcePath;
use crate::write::{Inputs, Manifest, Record};

/// The input of a page that stands for all texts of its template.
const TEMPLATES: &str = "templates";

thread_local! {
    /// What each thread writes its pages into, one after the other.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Where artifacts go, and what is known of the last ones.
pub trait Sink: Sync {
    /// Returns the record of a file that is still there as it was written.
    fn previous(&self, file: &FilePath) -> Option<&Record>;
    /// Tells whether the last build had this file.
    fn had(&self, file: &FilePath) -> bool;
    /// Tells whether an output that was made from one thing need not be made from the other.
    fn is_same(&self, before: &Inputs, now: &Inputs) -> bool {
        before == now
    }
    /// Takes the bytes of a file that is new or changed, with their digest.
    fn stage(&self, file: &FilePath, bytes: &[u8], digest: Digest) -> Result<(), Error>;
}

/// What is known of the outputs of the last build.
pub struct Known<'a> {
    /// Where artifacts go.
    pub sink: &'a dyn Sink,
    /// Tells of a page that it is what it was, without a look at it.
    pub is_spared: &'a (dyn Fn(&Page) -> bool + Sync),
}

/// What became of one page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is new.
    Added,
    /// It was rendered again; the inputs that changed, by name.
    Rendered(Vec<String>),
    /// It is gone.
    Removed,
}

/// What a build came to.
#[derive(Default, Debug)]
pub struct Rendered {
    /// What every file was made from, for the next build.
    pub manifest: Manifest,
    /// The pages and files that were made, sorted by route.
    pub changes: Vec<(Route, Change)>,
    /// The number of pages for readers.
    pub pages: usize,
    /// How many of them were rendered.
    pub rendered: usize,
    /// How many outputs were not looked at.
    pub spared: usize,
}

/// Renders what is stale. A template that fails is a diagnostic; only the machine fails the call.
pub fn stale(
    desk: &Desk,
    pages: &Pages,
    templates: &Templates,
    root: &Path,
    known: &Known<'_>,
    report: &mut Report,
) -> Result<Rendered, Error> {
    let press = Press { desk, templates, shell: Shell::new(desk), root, known };
    let mut all: Vec<(usize, &Page)> = pages.iter().enumerate().collect();
    // What is made from the whole site takes longest: it is begun first, so that no thread is left with it at the end.
    all.sort_by_key(|(_, page)| (page.origin.is_some(), Reverse(page.weight)));
    let mut results: Vec<(usize, &Page, Result<Finished, Failure>)> = all
        .into_par_iter()
        .map(|(at, page)| {
            let mut buffer = SPARE.take();
            let made = press.one(page, &mut buffer);
            SPARE.set(buffer);
            (at, page, made)
        })
        .collect();
    results.sort_by_key(|(at, ..)| *at);
    let mut rendered = Rendered::default();
    let mut records = Vec::with_capacity(results.len());
    let mut failures: BTreeMap<String, (Diagnostic, Vec<Route>)> = BTreeMap::new();
    for (_, page, result) in results {
        rendered.pages += usize::from(page.is_page());
        match result {
            Ok(made) => {
                records.push((page.file.clone(), made.record));
                rendered.spared += usize::from(made.spared);
                if let Some(change) = made.change {
                    rendered.rendered += usize::from(page.is_page());
                    rendered.changes.push((page.route.clone(), change));
                }
            }
            Err(Failure::Machine(error)) => return Err(error),
            Err(Failure::Template(diagnostics)) => {
                for diagnostic in diagnostics {
                    let key = format!("{:?} {}", diagnostic.place, diagnostic.message);
                    failures.entry(key).or_insert_with(|| (diagnostic, Vec::new())).1.push(page.route.clone());
                }
            }
        }
    }
    rendered.manifest = records.into_iter().collect();
    // One mistake fails many pages: it is told once, with the first of them.
    for (diagnostic, routes) in failures.into_values() {
        let more = match routes.len() {
            0 | 1 => String::new(),
            2 => " and one more page".to_owned(),
            several => format!(" and {} more pages", several - 1),
        };
        report.push(diagnostic.note(None, format!("while rendering `{}`{more}", routes[0])));
    }
    Ok(rendered)
}

/// Renders one output as it is now, for `serve`.
pub fn page(desk: &Desk, page: &Page, templates: &Templates, shell: &Shell, root: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match &page.make {
        Make::View { template, view } => {
            let made = view(desk);
            let wanted = desk.wants.of_template(template);
            let context = shell.context(page, (&made, wanted), templates).map_err(Failure::Template)?;
            templates.render(template, &made.0.lang, &context, &mut bytes).map_err(Failure::Template)?;
        }
        Make::Picture { path, facts, width, .. } => bytes = picture(root, path, facts, *width)?,
        Make::Poster(poster) => bytes = poster.drawn(),
        make => plain(desk, make, root, &mut bytes).map_err(Failure::Machine)?,
    }
    Ok(bytes)
}

/// Returns what a page is made from, as a build records it; nothing where the bytes of an output alone decide.
#[must_use]
pub fn inputs(desk: &Desk, page: &Page, templates: &Templates, shell: &Shell) -> Inputs {
    match &page.make {
        Make::View { template, view } => recorded(desk, &view(desk), template, templates, shell),
        Make::Picture { digest, .. } => Inputs::of(vec![("picture", *digest)]),
        Make::Poster(poster) => Inputs::of(vec![("card", poster.digest())]),
        Make::Text(_) | Make::Fixed(_) | Make::Copy(_) => Inputs::default(),
    }
}

fn recorded(desk: &Desk, made: &Made, template: &str, templates: &Templates, shell: &Shell) -> Inputs {
    let mut digests = plan::digests(made, desk.wants.of_template(template));
    digests.push(("site", shell.digest()));
    digests.push((TEMPLATES, templates.digest(template, &made.0.lang)));
    digests.sort_unstable();
    Inputs::of(digests)
}

/// Returns the names of the inputs that differ, as `build --explain` names them.
#[must_use]
pub fn reasons(before: &Inputs, after: &Inputs) -> Vec<String> {
    let mut names = before.differing(after);
    if names.contains(&TEMPLATES) {
        // Another template may ask for other fields: that they come and go says nothing more.
        names.retain(|name| before.has(name) && after.has(name));
    }
    names.into_iter().map(str::to_owned).collect()
}

/// Appends an output that needs no template.
fn plain(desk: &Desk, make: &Make, root: &Path, bytes: &mut Vec<u8>) -> Result<(), Error> {
    match make {
        Make::View { .. } | Make::Picture { .. } | Make::Poster(_) => {}
        Make::Text(write) => {
            let mut text = String::from_utf8(std::mem::take(bytes)).unwrap_or_default();
            write(desk, &mut text);
            *bytes = text.into_bytes();
        }
        Make::Fixed(fixed) => bytes.extend_from_slice(fixed),
        Make::Copy(path) => bytes.append(&mut load::bytes(root, path)?),
    }
    Ok(())
}

/// Makes a picture from its file.
fn picture(root: &Path, path: &SourcePath, facts: &Facts, width: Option<u32>) -> Result<Vec<u8>, Failure> {
    let bytes = load::bytes(root, path).map_err(Failure::Machine)?;
    let made = width.map_or_else(|| picture::clean(&bytes, facts), |width| picture::scaled(&bytes, facts, width));
    made.map_err(|fault| Failure::Template(vec![unfit(path, &fault)]))
}

/// Returns what is said of a picture that cannot be shown.
#[must_use]
pub fn unfit(path: &SourcePath, fault: &Fault) -> Diagnostic {
    let message = format!("`{}` cannot be shown: {fault}", path.name());
    let help = match fault {
        Fault::Unknown => "save it as JPEG, PNG or WebP",
        Fault::Broken(_) => "open it in a picture editor and save it again",
        Fault::TooLarge { .. } => "save it smaller: pages show pictures at most 1,600 pixels wide",
    };
    Diagnostic::new(&codes::UNFIT_PICTURE, message).in_file(path).help(help)
}

/// Why a page could not be made.
pub enum Failure {
    /// A template failed.
    Template(Vec<Diagnostic>),
    /// The machine failed.
    Machine(Error),
}

struct Finished {
    record: Record,
    change: Option<Change>,
    /// Whether it was not looked at.
    spared: bool,
}

impl Finished {
    /// Returns an output that is what it was.
    fn same(previous: &Record) -> Self {
        Self { record: previous.clone(), change: None, spared: false }
    }
}

/// What the rendering of one output needs beside its page.
struct Press<'a> {
    desk: &'a Desk,
    templates: &'a Templates,
    shell: Shell,
    root: &'a Path,
    known: &'a Known<'a>,
}

impl Press<'_> {
    /// Makes an output if it is stale; `bytes` is what each thread writes into, page after page.
    fn one(&self, page: &Page, bytes: &mut Vec<u8>) -> Result<Finished, Failure> {
        bytes.clear();
        let previous = self.known.sink.previous(&page.file);
        if let Some(previous) = previous.filter(|_| (self.known.is_spared)(page)) {
            return Ok(Finished { spared: true, ..Finished::same(previous) });
        }
        match &page.make {
            Make::Picture { path, facts, width, digest } => {
                return self.once(page, ("picture", *digest), || picture(self.root, path, facts, *width));
            }
            Make::Poster(poster) => return self.once(page, ("card", poster.digest()), || Ok(poster.drawn())),
            _ => {}
        }
        let Make::View { template, view } = &page.make else {
            plain(self.desk, &page.make, self.root, bytes).map_err(Failure::Machine)?;
            let record = record(Inputs::default(), bytes);
            if previous.is_some_and(|previous| previous.digest == record.digest) {
                return Ok(Finished::same(&record));
            }
            let change =
                if self.known.sink.had(&page.file) { Change::Rendered(vec!["content".into()]) } else { Change::Added };
            return self.staged(page, record, change, bytes);
        };
        let made = view(self.desk);
        let inputs = recorded(self.desk, &made, template, self.templates, &self.shell);
        if let Some(previous) = previous.filter(|previous| self.known.sink.is_same(&previous.inputs, &inputs)) {
            return Ok(Finished::same(previous));
        }
        let wanted = self.desk.wants.of_template(template);
        let context = self.shell.context(page, (&made, wanted), self.templates).map_err(Failure::Template)?;
        self.templates.render(template, &made.0.lang, &context, bytes).map_err(Failure::Template)?;
        let record = record(inputs, bytes);
        let change = match previous {
            Some(previous) => Change::Rendered(reasons(&previous.inputs, &record.inputs)),
            None if self.known.sink.had(&page.file) => {
                Change::Rendered(vec!["the output is missing or was changed".into()])
            }
            None => Change::Added,
        };
        self.staged(page, record, change, bytes)
    }

    /// Makes what takes long, unless it was made from the same before; `of` names what that is.
    fn once(
        &self,
        page: &Page,
        (of, digest): (&'static str, Digest),
        make: impl FnOnce() -> Result<Vec<u8>, Failure>,
    ) -> Result<Finished, Failure> {
        let inputs = Inputs::of(vec![(of, digest)]);
        let previous = self.known.sink.previous(&page.file);
        if let Some(previous) = previous.filter(|previous| self.known.sink.is_same(&previous.inputs, &inputs)) {
            return Ok(Finished::same(previous));
        }
        let bytes = make()?;
        let change = if self.known.sink.had(&page.file) { Change::Rendered(vec![of.into()]) } else { Change::Added };
        self.staged(page, record(inputs, &bytes), change, &bytes)
    }

    fn staged(&self, page: &Page, record: Record, change: Change, bytes: &[u8]) -> Result<Finished, Failure> {
        self.known.sink.stage(&page.file, bytes, record.digest).map_err(Failure::Machine)?;
        Ok(Finished { record, change: Some(change), spared: false })
    }
}

fn record(inputs: Inputs, bytes: &[u8]) -> Record {
    Record { inputs, digest: Digest::of(bytes), len: bytes.len() as u64 }
}
