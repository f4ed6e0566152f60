//! `dossier build`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;

use super::progress::Progress;
use super::{program, working_folder};
use crate::cli::{self, Ending, SiteArguments};
use crate::diagnostic::Severity;
use crate::engine::{Built, Engine, Outcome, Settled};
use crate::error::Error;
use crate::load;
use crate::render::Change;
use crate::timings::{Lap, Memory, Meter, Timings};

/// Builds the site into a folder.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Build {
    #[command(flatten)]
    site: SiteArguments,
    /// Where to write the site [default: public/ in the project]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address of the site's root, instead of the one in dossier.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Show drafts and embargoed records, for a preview that is not published
    #[arg(long)]
    drafts: bool,
    /// Say for each page why it was rendered
    #[arg(long)]
    explain: bool,
    /// Say how long each stage took, and how much memory is held after it
    #[arg(long)]
    timings: bool,
    /// Compare what was written with a clean build
    #[arg(long)]
    verify: bool,
}

impl Build {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let mut options = self.site.options(self.drafts)?;
        options.base_url.clone_from(&self.base_url);
        let output = match &self.output {
            Some(output) => working_folder()?.join(output),
            None => options.root.join("public"),
        };
        let progress = Progress::start(|took| format!("building … {:.1} s", took.as_secs_f64()));
        let mut engine = Engine::new(options);
        engine.meter = meter(self.timings);
        // It is read beside the build, which asks for it at its end only where it is the first.
        let program = program::digest();
        let built = engine.build_if_changed(&output, &program);
        progress.stop();
        let outcome = match built? {
            Built::New(outcome) => outcome,
            Built::Same(settled) => {
                cli::print(&settled.report, &settled.snapshot, self.site.format.into())?;
                self.verify(&engine, &output)?;
                self.same(&settled);
                std::mem::forget(settled);
                return Ok(Ending::Fine);
            }
        };
        cli::print(&outcome.planned.report, &outcome.planned.snapshot, self.site.format.into())?;
        if outcome.planned.report.has_errors() {
            cli::say(&failure(&outcome));
            return Ok(Ending::ContentErrors);
        }
        if self.explain {
            for (route, change) in &outcome.changes {
                cli::say(&explain(route.as_str(), change));
            }
        }
        if self.timings {
            say_timings(&outcome.planned.timings);
        }
        self.verify(&engine, &output)?;
        if let Some(next) = outcome.planned.desk.site.next_change {
            cli::say(&next_change(next));
        }
        cli::say(&summary(&outcome));
        end(engine, outcome);
        Ok(Ending::Fine)
    }

    /// Compares what is there with a clean build, where that is asked for.
    fn verify(&self, engine: &Engine, output: &Path) -> Result<(), Error> {
        let difference = if self.verify { engine.verify(output)? } else { None };
        difference.map_or(Ok(()), |difference| Err(Error::Differs(difference)))
    }

    /// Says that there was nothing to do.
    fn same(&self, settled: &Settled) {
        if self.timings {
            say_timings(&settled.timings);
        }
        if let Some(next) = settled.next_change {
            cli::say(&next_change(next));
        }
        let warnings = settled.report.count(Severity::Warning);
        cli::say(&last_line([settled.pages, 0, 0, warnings], settled.took));
    }
}

fn next_change(moment: Timestamp) -> String {
    format!("An embargo or expiry changes what is shown at {moment}: build again then.")
}

/// Leaves the memory to the system: the process ends now, and giving back each record by itself takes as long as
/// linking them did.
fn end(engine: Engine, outcome: Box<Outcome>) {
    std::mem::forget((engine, outcome));
}

/// Returns what measures memory, where timings are asked for.
pub(super) fn meter(timings: bool) -> Option<Meter> {
    timings.then_some(load::memory)
}

/// Prints a line for each stage: its name, its milliseconds, its share of the whole; and where the system tells, the memory that is
/// held after it and the most that was held until then.
pub(super) fn say_timings(timings: &Timings) {
    let total = timings.total().as_secs_f64().max(f64::EPSILON);
    for Lap { stage, took, memory } in timings.iter() {
        let took = took.as_secs_f64();
        let held = |Memory { held, peak }: &Memory| format!("{:>7} MiB, peak{:>6} MiB", held >> 20, peak >> 20);
        let memory = memory.as_ref().map(held).unwrap_or_default();
        cli::say(&format!("{stage:<10}{:>9.1} ms{:>6.1} %{memory}", took * 1e3, took / total * 100.0));
    }
}

/// Returns the last line of a build.
fn summary(outcome: &Outcome) -> String {
    let warnings = outcome.planned.report.count(Severity::Warning);
    last_line([outcome.pages, outcome.rendered, outcome.removed, warnings], outcome.took)
}

fn last_line([pages, rendered, removed, warnings]: [usize; 4], took: Duration) -> String {
    format!(
        "Built {} in {:.2} s: {rendered} rendered, {} unchanged, {removed} removed; {}.",
        counted(pages, "page"),
        took.as_secs_f64(),
        pages - rendered,
        counted(warnings, "warning"),
    )
}

/// Returns the last line of a build that wrote nothing.
pub(super) fn failure(outcome: &Outcome) -> String {
    format!(
        "Nothing was written: {}, {}.",
        counted(outcome.planned.report.count(Severity::Error), "error"),
        counted(outcome.planned.report.count(Severity::Warning), "warning"),
    )
}

/// Returns a number with its noun in the singular or plural.
pub(super) fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Returns the line that says what became of a page, and why.
pub(super) fn explain(route: &str, change: &Change) -> String {
    match change {
        Change::Added => format!("added {route}"),
        Change::Removed => format!("removed {route}"),
        Change::Rendered(reasons) => format!("re-rendered {route}: {} changed", reasons.join(", ")),
    }
}
