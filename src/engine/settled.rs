//! A build that would come to what is there: told from the digests of all that it reads, without parsing or rendering anything.
//!
//! What a build read (its [`Basis`]) and came to is kept in `.dossier/built`. Where that still holds and the output is complete,
//! there is nothing to do but to tell again what was found. What is found while files are read, such as a stray one, may be about files
//! that are not part of what was read: it must be the same again. What the clock mends holds until then.
//! The file may always be removed; one that is damaged or of another version counts as none.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::records::Records;
use super::{Basis, Engine, Options, Outcome, Planned, Read};
use crate::check;
use crate::diagnostic::{self, Report};
use crate::digest::Digest;
use crate::error::Error;
use crate::load::Snapshot;
use crate::plan::Make;
use crate::timings::Timings;
use crate::write::{self, Target};

/// The version of the form of the file.
const VERSION: u32 = 4;

/// The name of the file in the folder of what may be removed.
const NAME: &str = "built";

/// The most findings that are kept: more than these say that something else is wrong.
const MOST_FINDINGS: usize = 100_000;

/// What came of a build that may have nothing to do.
pub enum Built {
    /// The output is what it would be.
    Same(Box<Settled>),
    /// It was built.
    New(Box<Outcome>),
}

/// A build that had nothing to do.
pub struct Settled {
    /// What was read.
    pub snapshot: Snapshot,
    /// What authors can mend, as it was found then.
    pub report: Report,
    /// The number of pages.
    pub pages: usize,
    /// The next moment at which an embargo or expiry changes what is shown.
    pub next_change: Option<Timestamp>,
    /// How long each stage took.
    pub timings: Timings,
    /// How long it took.
    pub took: Duration,
}

/// What is kept of a build.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// What it read.
    #[serde(flatten)]
    basis: Basis,
    /// The digest of the program that made it.
    program: String,
    /// The digest of the manifest that it left.
    manifest: String,
    /// The digest of what it tells of its texts, in a file of its own: only a build that has something to do reads it.
    records: Option<String>,
    pages: usize,
    /// What it found.
    findings: Vec<diagnostic::Kept>,
    /// What of it was found while the project was read, before anybody weighed it.
    found_reading: Vec<diagnostic::Kept>,
    /// The moment at which something else is found.
    finds_until: Option<String>,
}

/// The digests of what a build left.
#[derive(Clone, Copy)]
struct Left {
    manifest: Digest,
    records: Option<Digest>,
}

impl Engine {
    /// Builds the site into a folder, unless that would change nothing. `program` gives the digest of the program itself: a
    /// new one may write other pages from the same texts. Without one the site is always built.
    pub fn build_if_changed(&mut self, output: &Path, program: &dyn Fn() -> Option<Digest>) -> Result<Built, Error> {
        let start = Instant::now();
        let target = self.open(output)?;
        let read = self.read()?;
        let kept = Kept::read(&self.options.root);
        if let Some(kept) = &kept {
            let holds = |program| kept.basis.holds(&self.options, &read.snapshot, program, self.doubt);
            if program().is_some_and(holds)
                && kept.finds(&read, self.options.now)
                && kept.is_left_in(&target)
                && let Some(report) = kept.report()
            {
                let Read { snapshot, mut timings, .. } = read;
                timings.lap("look");
                let (pages, next_change) = (kept.pages, kept.basis.until());
                let settled = Settled { snapshot, report, pages, next_change, timings, took: start.elapsed() };
                return Ok(Built::Same(Box::new(settled)));
            }
        }
        self.ahead = Some(read);
        let (options, doubt) = (self.options.clone(), self.doubt);
        let before = kept.and_then(|kept| kept.records(&options.root, &target, program()?));
        let mut records = None;
        let mut outcome = self.build_into(target, |planned| {
            let now = records.insert(Records::of(&options, planned));
            before?.touched(now, &planned.desk.site, doubt)
        })?;
        let left = outcome.left.filter(|_| outcome.planned.report.all().len() <= MOST_FINDINGS);
        if let Some((manifest, program)) = left.zip(program()) {
            let records = records.and_then(|records| records.write(&options.root));
            Kept::of(&options, &outcome, program, Left { manifest, records }).write(&options.root);
        }
        outcome.took = start.elapsed();
        Ok(Built::New(Box::new(outcome)))
    }
}

impl Kept {
    /// Reads what was kept of the last build, if it is whole.
    fn read(root: &Path) -> Option<Self> {
        let text = String::from_utf8(write::read_own(&write::cache(root, NAME)).ok()??).ok()?;
        let (digest, kept) = text.split_once('\n')?;
        let is_whole = Digest::from_hex(digest)? == Digest::of(kept.as_bytes());
        serde_json::from_str(kept).ok().filter(|kept: &Self| is_whole && kept.version == VERSION)
    }

    /// Returns what is kept of a build.
    fn of(options: &Options, outcome: &Outcome, program: Digest, left: Left) -> Self {
        let Planned { pages, .. } = &outcome.planned;
        let copied = pages.iter().filter_map(|page| match &page.make {
            Make::Copy(path) => Some((path, outcome.manifest.get(&page.file)?.digest)),
            _ => None,
        });
        let basis = Basis::of(options, &outcome.planned, copied, program);
        let findings = diagnostic::Kept::all(&outcome.planned.report);
        Self {
            version: VERSION,
            basis,
            program: program.to_string(),
            manifest: left.manifest.to_string(),
            records: left.records.map(|records| records.to_string()),
            pages: outcome.pages,
            findings,
            found_reading: outcome.planned.found_reading.clone(),
            finds_until: outcome.planned.next_finding.map(|moment| moment.to_string()),
        }
    }

    /// Tells whether what was found is found now, too, where what was read is the same.
    fn finds(&self, read: &Read, now: Timestamp) -> bool {
        let until = self.finds_until.as_deref();
        self.found_reading == diagnostic::Kept::all(&read.report)
            && until.is_none_or(|until| until.parse().is_ok_and(|until| now < until))
    }

    /// Returns what the build told of its texts, where the output is the one that it left and the same program made it.
    fn records(&self, root: &Path, target: &Target, program: Digest) -> Option<Records> {
        let is_that = self.program == program.to_string() && self.manifest == target.digest()?.to_string();
        Records::read(root, self.records.as_ref().filter(|_| is_that)?)
    }

    /// Keeps it. Where that fails, the site is in place all the same, and the next build takes the long way.
    fn write(&self, root: &Path) {
        if let Ok(kept) = serde_json::to_string(self) {
            let text = format!("{}\n{kept}", Digest::of(kept.as_bytes()));
            let _ = write::keep(root, NAME, text.as_bytes());
        }
    }

    /// Returns what was found, in its order.
    fn report(&self) -> Option<Report> {
        let codes = check::all_codes();
        let mut report = Report::default();
        for finding in &self.findings {
            report.push(finding.clone().told(&codes)?);
        }
        Some(report)
    }

    /// Tells whether the output is the one that was left.
    fn is_left_in(&self, target: &Target) -> bool {
        target.digest().is_some_and(|digest| digest.to_string() == self.manifest) && target.is_complete()
    }
}
