//! The order of the stages, and what is kept from one run to the next.

mod amend;
mod basis;
mod memo;
mod read;
mod records;
mod settled;
mod sinks;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::check::{self, Depth};
use crate::config;
use crate::date::Day;
use crate::diagnostic::{self, Code, Report};
use crate::digest::Digest;
use crate::error::Error;
use crate::link::{self, Site};
use crate::load::Snapshot;
use crate::parse::{self, Document};
use crate::plan::{self, Desk, Page, Pages};
use crate::render::{self, Bounds, Change, Known, Rendered, Sink, Templates};
use crate::route::{FilePath, Route};
use crate::source::SourcePath;
use crate::timings::{Meter, Timings};
use crate::trust::Trust;
use crate::write::{self, Guard, Manifest, Target};
pub use basis::Basis;
use memo::Memo;
use read::{Read, files};
use records::Touched;
pub use settled::{Built, Settled};
use sinks::{CompareSink, NoSink, TargetSink};

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// The moment of the build.
    pub now: Timestamp,
    /// The day that counts as today, unless it follows from the articles.
    pub as_of: Option<Day>,
    /// Whether hidden records are shown.
    pub drafts: bool,
    /// Whether unknown keys are errors.
    pub strict: bool,
    /// The address of the site's root, instead of the one in the settings.
    pub base_url: Option<String>,
}

/// Runs the stages and keeps what can be used again.
pub struct Engine {
    /// What the runs are asked for.
    pub options: Options,
    /// What measures memory at the end of each stage, if anything does.
    pub meter: Option<Meter>,
    parsed: Memo,
    /// What was read for the next plan.
    ahead: Option<Read>,
    doubt: Option<Trust>,
}

/// A site that is ready to be rendered.
pub struct Planned {
    /// What was read.
    pub snapshot: Snapshot,
    /// The linked records, and what pages are made from.
    pub desk: Desk,
    /// The pages.
    pub pages: Pages,
    /// The pictures that were read, with the digests of their files.
    pub pictures: Vec<(SourcePath, Digest)>,
    /// The templates; none if one of them has a mistake.
    pub templates: Option<Templates>,
    /// What authors can mend.
    pub report: Report,
    /// What of it was found while the project was read.
    pub found_reading: Vec<diagnostic::Kept>,
    /// The next moment at which something else is found.
    pub next_finding: Option<Timestamp>,
    /// How long each stage took.
    pub timings: Timings,
}

/// What a build came to.
pub struct Outcome {
    /// The site, with what was read and what authors can mend.
    pub planned: Planned,
    /// What changed, sorted by route; empty where errors stopped the output.
    pub changes: Vec<(Route, Change)>,
    /// The number of pages.
    pub pages: usize,
    /// How many of them were rendered.
    pub rendered: usize,
    /// How many outputs were not looked at.
    pub spared: usize,
    /// How many files are gone.
    pub removed: usize,
    /// What every file of the output was made from.
    pub manifest: Manifest,
    /// The digest of the manifest in the output, where one was written.
    pub left: Option<Digest>,
    /// How long it took.
    pub took: Duration,
}

/// The linked records.
struct Linked {
    /// Those that are shown.
    site: Arc<Site>,
    /// All of them, where only what was known on a day is shown: what is wrong is told of the whole.
    whole: Option<Site>,
}

impl Engine {
    /// Starts with nothing known.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, meter: None, parsed: Memo::default(), ahead: None, doubt: None }
    }

    /// Starts with nothing known, and takes it for granted that one thing stays the same. What is built is wrong then, which tests show.
    #[doc(hidden)]
    #[must_use]
    pub fn doubt(options: Options, doubt: Trust) -> Self {
        Self { doubt: Some(doubt), ..Self::new(options) }
    }

    /// Reads, parses, links, checks and plans the site as it is now.
    pub fn plan(&mut self) -> Result<Planned, Error> {
        self.plan_with(Depth::Counting)
    }

    /// Plans the site as it would be if what was read were changed in this way. Nothing is written, and pictures are those on the disk.
    pub fn plan_changed(&mut self, change: impl FnOnce(&mut Snapshot)) -> Result<Planned, Error> {
        let mut read = self.read()?;
        change(&mut read.snapshot);
        self.ahead = Some(read);
        self.plan()
    }

    /// Does the same, unless it is told to stop between two stages; then it returns `None`.
    pub fn plan_unless(&mut self, stop: &mut dyn FnMut() -> bool) -> Result<Option<Planned>, Error> {
        self.stages(Depth::Counting, stop)
    }

    fn plan_with(&mut self, depth: Depth) -> Result<Planned, Error> {
        loop {
            // Nothing stops it, so that once is enough.
            if let Some(planned) = self.stages(depth, &mut || false)? {
                return Ok(planned);
            }
        }
    }

    fn stages(&mut self, depth: Depth, stop: &mut dyn FnMut() -> bool) -> Result<Option<Planned>, Error> {
        let ahead = self.ahead.take();
        let Read { snapshot, mut report, mut timings } = ahead.map_or_else(|| self.read(), Ok)?;
        let found_reading = diagnostic::Kept::all(&report);
        let documents = self.parsed.update(&snapshot, self.doubt, &mut report);
        timings.lap("parse");
        if stop() {
            return Ok(None);
        }
        let remarked: Vec<Arc<Document>> =
            documents.iter().filter(|document| !document.ignores.is_empty()).cloned().collect();
        unused_words(&snapshot, &documents, &mut report);
        let Linked { site, whole } = self.link(documents, &snapshot, &mut report);
        timings.lap("link");
        if stop() {
            return Ok(None);
        }
        let severities = check::severity::of(&snapshot.config, &mut report);
        check::run(whole.as_ref().unwrap_or(&site), &severities, depth, &mut report);
        let next_finding = link::next_arrival(whole.as_ref().unwrap_or(&site), snapshot.now);
        timings.lap("check");
        let reached = render::Reached::of(&snapshot.templates);
        let (files, pictures) = files(&snapshot, &site, &reached, &mut report)?;
        let mut mistakes = Report::default();
        let config = &snapshot.config;
        let bounds = Bounds { length: config.limits.page, time: config.limits.time };
        let ((desk, pages), templates) = rayon::join(
            || plan::pages(&site, &files, &mut report),
            || Templates::compile(&snapshot.templates, &reached, &config.reading.words, bounds, &mut mistakes),
        );
        report.extend(mistakes.into_all());
        timings.lap("plan");
        let due = |code: &Code| check::is_due(code, &severities, depth);
        check::ignore::apply(&remarked, whole.as_ref().unwrap_or(&site), due, &mut report);
        report.weigh(&severities);
        report.settle(self.options.strict);
        Ok(Some(Planned { snapshot, desk, pages, pictures, templates, report, found_reading, next_finding, timings }))
    }

    /// Links the documents; where a day is asked for, as they were known on it.
    fn link(&self, documents: Vec<Arc<Document>>, snapshot: &Snapshot, report: &mut Report) -> Linked {
        let nothing = link::known::Unknown::default();
        let input = self.input(snapshot, &nothing);
        let Some(day) = self.options.as_of else {
            return Linked { site: Arc::new(link::site(documents, &input, report)), whole: None };
        };
        // What is wrong is told of the whole site; what was known follows from it.
        let whole = link::site(documents.clone(), &input, report);
        let unknown = link::known::unknown(&whole, day);
        let reading = &snapshot.config.reading;
        let known = documents.par_iter().map(|document| {
            let references = unknown.references.get(&document.id).cloned().unwrap_or_default();
            let sources = Arc::clone(&unknown.sources);
            Arc::new(parse::known::trimmed(document, reading, day, &parse::known::Unknown { references, sources }))
        });
        let input = link::Input { unknown: &unknown, ..input };
        let site = Arc::new(link::site(known.collect(), &input, &mut Report::default()));
        Linked { site, whole: Some(whole) }
    }

    /// Returns what linking is given beside the documents.
    fn input<'a>(&self, snapshot: &'a Snapshot, unknown: &'a link::known::Unknown) -> link::Input<'a> {
        link::Input {
            config: Arc::clone(&snapshot.config),
            files: &snapshot.files,
            statics: &snapshot.statics,
            now: snapshot.now,
            drafts: self.options.drafts,
            as_of: self.options.as_of,
            unknown,
            doubt: self.doubt,
        }
    }

    /// Builds the site into a folder. With errors nothing is written.
    pub fn build(&mut self, output: &Path) -> Result<Outcome, Error> {
        let target = self.open(output)?;
        self.build_into(target, |_| None)
    }

    /// Builds into a target; `touched` is asked for what may have changed in the planned site.
    fn build_into(
        &mut self,
        target: Target,
        touched: impl FnOnce(&Planned) -> Option<Touched>,
    ) -> Result<Outcome, Error> {
        let start = Instant::now();
        let sink = TargetSink { target: &target, doubt: self.doubt };
        let mut outcome = self.render(&sink, Depth::Counting, touched)?;
        if outcome.planned.report.has_errors() {
            target.abandon();
            outcome.changes.clear();
        } else {
            let old = target.manifest().iter().map(|(file, _)| file);
            let gone: Vec<FilePath> = old.filter(|file| outcome.manifest.get(file).is_none()).cloned().collect();
            outcome.removed = gone.len();
            outcome.changes.extend(gone.iter().map(|file| (route_of(file), Change::Removed)));
            outcome.changes.sort_by(|a, b| a.0.cmp(&b.0));
            outcome.left = Some(target.commit(&outcome.manifest)?.manifest);
            outcome.planned.timings.lap("write");
        }
        outcome.took = start.elapsed();
        Ok(outcome)
    }

    /// Renders everything and writes nothing, for what is wrong.
    pub fn try_out(&mut self) -> Result<Outcome, Error> {
        self.render(&NoSink, Depth::All, |_| None)
    }

    /// Compares a folder with what a clean build would write, and returns the first difference in words.
    pub fn verify(&self, output: &Path) -> Result<Option<String>, Error> {
        let sink = CompareSink::new(output);
        let outcome = Self::new(self.options.clone()).render(&sink, Depth::Counting, |_| None)?;
        let known = self.open(output)?;
        let extra = known.manifest().iter().map(|(file, _)| file).find(|file| outcome.manifest.get(file).is_none());
        Ok(sink.difference().or_else(|| extra.map(|file| format!("`{file}` is there and should not be"))))
    }

    fn render(
        &mut self,
        sink: &dyn Sink,
        depth: Depth,
        touched: impl FnOnce(&Planned) -> Option<Touched>,
    ) -> Result<Outcome, Error> {
        let start = Instant::now();
        let mut planned = self.plan_with(depth)?;
        let mut rendered = Rendered::default();
        if let Some(templates) = planned.templates.as_ref().filter(|_| !planned.report.has_errors()) {
            let touched = touched(&planned);
            let is_spared = |page: &Page| touched.as_ref().is_some_and(|touched| touched.spares(page));
            let known = Known { sink, is_spared: &is_spared };
            let root = &planned.snapshot.root;
            rendered = render::stale(&planned.desk, &planned.pages, templates, root, &known, &mut planned.report)?;
            planned.report.settle(self.options.strict);
        }
        planned.timings.lap("render");
        Ok(Outcome {
            changes: rendered.changes,
            pages: rendered.pages,
            rendered: rendered.rendered,
            spared: rendered.spared,
            removed: 0,
            planned,
            manifest: rendered.manifest,
            left: None,
            took: start.elapsed(),
        })
    }

    /// Opens an output folder of this project: the site's own, or one that it is published to.
    pub fn open(&self, output: &Path) -> Result<Target, Error> {
        let root = &self.options.root;
        let read = ["content", "templates", "static"].map(|folder| root.join(folder));
        let home = std::env::home_dir();
        let guard = Guard { project: root, content: &read, home: home.as_deref() };
        Ok(write::open(output, &guard)?)
    }
}

fn route_of(file: &FilePath) -> Route {
    Route::new(file.as_str().strip_suffix("index.html").unwrap_or(file.as_str()))
}

/// Reports the files of words in languages that neither the site nor any of its texts speaks, hidden ones included.
fn unused_words(snapshot: &Snapshot, documents: &[Arc<Document>], report: &mut Report) {
    let mut files = snapshot.sources.values().filter(|source| source.path.folder() == "templates/words").peekable();
    if files.peek().is_some() {
        let texts = documents.iter().filter_map(|document| document.fields.text("lang"));
        let texts: BTreeSet<&str> = texts.chain([&snapshot.config.language]).map(|tag| &**tag).collect();
        config::words::unused(files, &texts, report);
    }
}
