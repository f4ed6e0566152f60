//! The loop of the preview: plan, swap, tell the tabs, sweep in the background, wait for the next change.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::early::Early;
use super::keep::{Keeper, Program, QUIET};
use super::problem::Problem;
use super::sweep::Sweep;
use super::watch::{Touched, Watch};
use super::{Live, Shown, View};
use crate::diagnostic::{Diagnostic, Report, Severity, Texts, fingerprint};
use crate::digest::Digest;
use crate::engine::{Engine, Planned};
use crate::error::Error;
use crate::render;
use crate::route::Route;
use crate::source::SourcePath;
use crate::timings::Timings;

/// For how long the plan of the whole gives way to an author who goes on saving.
const GIVES_WAY: Duration = Duration::from_secs(5);

/// What the loop has to say.
pub enum Said<'a> {
    /// What authors can mend and has not been said before.
    Found(&'a Report, &'a dyn Texts),
    /// What keeps the site from being read.
    Failed(&'a Error),
    /// What became of a change.
    Changed(&'a Note),
    /// Why the folders are looked through instead of watched.
    Polls(&'a str),
}

/// What became of a change.
pub struct Note {
    /// The files that changed, from the root; several changes may have come before the pages of the first were known.
    pub files: Vec<String>,
    /// Whether it was only one more look.
    again: bool,
    /// The pages that changed, sorted by route; `None` where they are not known: with errors, and while the first sweep runs.
    pub changes: Option<Vec<(Route, render::Change)>>,
    /// How many errors keep the last good pages.
    pub errors: usize,
    /// How many tabs were told.
    pub tabs: usize,
    /// How long it took until they were.
    pub took: Duration,
    /// How long each stage of that took.
    pub timings: Timings,
}

/// Says something to the author; from two threads.
pub type Say = Arc<dyn Fn(&Said) + Send + Sync>;

/// What the loop keeps.
pub struct Follow {
    live: Arc<Live>,
    engine: Engine,
    program: Program,
    say: Say,
    sweeps: Sender<Work>,
    /// What was said already, by what makes a finding the same.
    known: Vec<Digest>,
}

/// What set off a plan.
struct Change {
    files: Vec<String>,
    again: bool,
    start: Instant,
    /// Since when the whole is to be planned.
    owed: Instant,
    /// What was told already, before the site was planned: to how many tabs, after how long.
    first: Option<(usize, Duration, Timings)>,
}

impl Change {
    /// Tells whether the next change has come, for which this one can wait.
    fn gives_way(&self, watch: &mut Watch) -> bool {
        self.owed.elapsed() < GIVES_WAY && watch.is_stirred()
    }

    /// Returns this change with one before it, of which the whole was not planned.
    fn after(self, before: Option<Self>) -> Self {
        let Some(before) = before else { return self };
        Self { files: united(&before.files, &self.files), again: before.again && self.again, owed: before.owed, ..self }
    }
}

/// A site to sweep, the one before it to take apart, and what is said in the end.
struct Work {
    shown: Arc<Shown>,
    before: View,
    generation: u64,
    note: Option<Note>,
}

impl Follow {
    /// Returns the loop before anything was read.
    pub fn new(live: Arc<Live>, engine: Engine, program: Program, say: Say) -> Result<Self, Error> {
        let (sweeps, works) = channel();
        let keeper = Keeper::new(engine.options.clone(), Arc::clone(&program));
        let (shared, says) = (Arc::clone(&live), Arc::clone(&say));
        let sweeping = thread::Builder::new().spawn(move || sweep(&shared, &works, &says, keeper));
        sweeping.map_err(|source| Error::io("start", "a thread", source))?;
        Ok(Self { live, engine, program, say, sweeps, known: Vec::new() })
    }

    /// Shows pages of the last preview where nothing has changed since; returns how many pages the site has then.
    pub fn recall(&mut self) -> Result<Option<usize>, Error> {
        let early = Early::recall(&mut self.engine, &*self.program)?;
        Ok(early.map(|early| {
            let pages = early.pages;
            self.live.recall(early);
            pages
        }))
    }

    /// Plans the site for the first time; returns how many pages there are.
    pub fn start(&mut self) -> Result<usize, Error> {
        let planned = self.engine.plan()?;
        let pages = planned.pages.iter().filter(|page| page.is_page()).count();
        self.show(planned, None);
        Ok(pages)
    }

    /// Follows the changes until watching ends; where the site was not planned yet, it is at first.
    pub fn run(mut self, watch: &mut Watch) {
        if self.live.view().early.is_some() {
            if watch.is_stirred() {
                self.engine.forget_read();
            }
            self.start().map_or_else(|error| self.fail(&error), |_| ());
        }
        // What is shown, while the plan of the whole that follows has given way to the next change.
        let mut owed: Option<Change> = None;
        while let Some(Touched { files, again, polls }) = watch.wait() {
            if let Some(reason) = &polls {
                (self.say)(&Said::Polls(reason));
            }
            let start = Instant::now();
            let mut change = Change { files, again, start, owed: start, first: None };
            self.amend(&mut change);
            let change = change.after(owed.take());
            let mut stop = || change.first.is_some() && change.gives_way(watch);
            match self.engine.plan_unless(&mut stop) {
                Ok(None) => owed = Some(change),
                // What was read in the middle of the next save is no mistake.
                Ok(Some(planned)) if planned.report.has_errors() && change.gives_way(watch) => owed = Some(change),
                Err(_) if change.gives_way(watch) => owed = Some(change),
                Ok(Some(planned)) => self.show(planned, Some(change)),
                Err(error) => self.fail(&error),
            }
        }
    }

    /// Shows what keeps the site from being read.
    fn fail(&mut self, error: &Error) {
        let before = self.live.swap(None, vec![Problem::from(error)]);
        self.live.tabs.tell(&self.live.view());
        self.known.clear();
        (self.say)(&Said::Failed(error));
        drop(before);
    }

    /// Puts a single text into the site that is shown, where no other record is linked otherwise with it.
    fn amend(&self, change: &mut Change) {
        let [file] = change.files.as_slice() else { return };
        let mut timings = Timings::metered(self.engine.meter);
        let path = SourcePath::new(file);
        // What cannot be read now is told by the plan of the whole.
        let put = |planned: &mut Planned| self.engine.amend(planned, &path, &mut timings).unwrap_or_default();
        let is_calm = self.live.view().problems.is_empty();
        if is_calm && self.live.change(|shown| shown.amend(put)).flatten().is_some() {
            timings.lap("show");
            let tabs = self.live.tabs.tell(&self.live.view());
            timings.lap("tabs");
            change.first = Some((tabs, change.start.elapsed(), timings));
        }
    }

    /// Shows a planned site, or what is wrong with it.
    fn show(&mut self, planned: Planned, change: Option<Change>) {
        let problems = |report: &Report| -> Vec<Problem> {
            report.all().iter().map(|diagnostic| Problem::new(diagnostic, &planned.snapshot)).collect()
        };
        let errors = planned.report.has_errors();
        let problems = if errors { problems(&planned.report) } else { Vec::new() };
        self.say_new(&planned);
        let (report, mut timings) = (planned.report.clone(), planned.timings.clone());
        let last = self.live.view().shown;
        let shown = if errors { None } else { Shown::new(planned, last.as_deref()).map(Arc::new) };
        let statics = change.as_ref().map(|change| statics(&change.files)).unwrap_or_default();
        let before = self.live.swap(shown.clone(), problems);
        timings.lap("swap");
        let view = self.live.view();
        let mut tabs = self.live.tabs.tell(&view);
        if !statics.is_empty() && !errors {
            tabs = tabs.max(self.live.tabs.tell_files(&statics));
        }
        timings.lap("tabs");
        let errors = report.count(Severity::Error);
        let note = change.map(|Change { files, again, start, first, .. }| {
            // Who was told at first shows the change already.
            let (told, took, timings) = first.unwrap_or_else(|| (0, start.elapsed(), timings));
            Note { files, again, changes: None, errors, tabs: told.max(tabs), took, timings }
        });
        match shown {
            Some(shown) => {
                let generation = self.live.generation();
                let _ = self.sweeps.send(Work { shown, before, generation, note });
            }
            None => {
                if let Some(note) = note {
                    (self.say)(&Said::Changed(&note));
                }
            }
        }
    }

    /// Says what was not said after the change before.
    fn say_new(&mut self, planned: &Planned) {
        let texts = &planned.snapshot;
        let key = |diagnostic: &Diagnostic| fingerprint(diagnostic, texts);
        let mut new = planned.report.clone();
        new.retain(|diagnostic| !self.known.contains(&key(diagnostic)));
        self.known = planned.report.all().iter().map(key).collect();
        if !new.all().is_empty() {
            (self.say)(&Said::Found(&new, texts));
        }
    }
}

/// Returns the addresses of touched files that are served as they are.
fn statics(files: &[String]) -> Vec<Route> {
    files.iter().filter_map(|path| path.strip_prefix("static/")).map(Route::new).collect()
}

/// Sweeps the newest site until the loop has ended, and keeps what is asked for when there is nothing to sweep.
fn sweep(live: &Live, works: &Receiver<Work>, say: &Say, mut keeper: Keeper) {
    let mut sweep = Sweep::default();
    let mut note: Option<Note> = None;
    let mut said: Vec<Diagnostic> = Vec::new();
    loop {
        let work = match works.recv_timeout(QUIET) {
            Ok(work) => work,
            Err(RecvTimeoutError::Timeout) => {
                keeper.keep(live);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Work { shown, before, generation, note: now } = work;
        // The old site is taken apart when nobody waits for the new one.
        drop(before);
        note = merged(note, now);
        let Some(swept) = sweep.run(&shown, &|| live.generation() != generation) else { continue };
        let snapshot = &shown.planned.snapshot;
        let problems = swept.mistakes.iter().map(|mistake| Problem::new(mistake, snapshot)).collect();
        let errors = swept.mistakes.len();
        keeper.swept(generation, errors == 0);
        let mut new = Report::default();
        new.extend(swept.mistakes.iter().filter(|mistake| !said.contains(mistake)).cloned());
        if errors + said.len() > 0 && live.found(generation, problems) {
            live.tabs.tell(&live.view());
        }
        said = swept.mistakes;
        if !new.all().is_empty() {
            say(&Said::Found(&new, snapshot));
        }
        let nothing = swept.changes.as_ref().is_none_or(Vec::is_empty);
        if let Some(note) = note.take().filter(|note| !(note.again && nothing)) {
            say(&Said::Changed(&Note { changes: swept.changes, errors, ..note }));
        }
    }
}

/// Puts the notes of two changes into one.
fn merged(first: Option<Note>, second: Option<Note>) -> Option<Note> {
    let (Some(first), Some(second)) = (&first, &second) else { return first.or(second) };
    let files = united(&first.files, &second.files);
    let again = first.again && second.again;
    Some(Note { files, again, changes: None, timings: second.timings.clone(), ..*second })
}

/// Returns the files of two changes, sorted, each once.
fn united(first: &[String], second: &[String]) -> Vec<String> {
    let mut files: Vec<String> = first.iter().chain(second).cloned().collect();
    files.sort_unstable();
    files.dedup();
    files
}
