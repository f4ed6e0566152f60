//! `dossier publish`.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::build::{counted, failure};
use super::progress::Progress;
use super::working_folder;
use crate::cli::{self, Ending, SiteArguments};
use crate::config::Packing;
use crate::engine::{Engine, Outcome};
use crate::error::Error;
use crate::name;
use crate::publish::{self, Gate, Gauge, Line, Payload, Plan, Target, Told};

/// The length of the bar that shows how far it is.
const BAR: u64 = 20;

/// Builds the site and sends it to where it is published.
#[derive(Args, Debug)]
pub struct Publish {
    /// The target's name in dossier.yaml [default: the only one]
    target: Option<String>,
    #[command(flatten)]
    site: SiteArguments,
    /// A folder to publish to, instead of a target of dossier.yaml
    #[arg(long, value_name = "DIR", conflicts_with = "target")]
    to: Option<PathBuf>,
    /// Print what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask; with a number, also when so many files would be deleted
    #[arg(long, value_name = "DELETIONS", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "not given, given alone, given with a number")]
    yes: Option<Option<usize>>,
    /// Go on although the site has under half of the files that are live
    #[arg(long)]
    shrink: bool,
}

impl Publish {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        // Never with drafts: what is published is what the public may see.
        let options = self.site.options(false)?;
        let root = options.root.clone();
        let mut engine = Engine::new(options);
        let outcome = engine.build(&root.join("public"))?;
        cli::print(&outcome.planned.report, &outcome.planned.snapshot, self.site.format.into())?;
        if outcome.planned.report.has_errors() {
            cli::say(&failure(&outcome));
            return Ok(Ending::ContentErrors);
        }
        let site = root.join("public");
        let config = &outcome.planned.snapshot.config;
        let chosen = self.chosen(&config.publish)?;
        let payload = Payload::new(&site, &outcome, &chosen.packings()?)?;
        let leaks = self.leaks(&outcome, &payload)?;
        let (name, target) = chosen.open(&engine)?;
        let plan = Plan::new(payload, target)?;
        for Line { sign, file, len } in plan.lines() {
            cli::data(&format!("{sign} {file}\t{len}"))?;
        }
        let told = plan.news()?;
        let line = summary(&plan, &told);
        if leaks > 0 {
            let found = counted(leaks, "finding");
            return Err(Error::Refused(format!(
                "{name}: {line}; {found} above must not be published, so nothing was sent"
            )));
        }
        self.allow(&plan, &name)?;
        if self.dry_run {
            cli::say(&format!("{name}: {line}; nothing was sent."));
            return Ok(Ending::Fine);
        }
        self.confirm(&plan, &name, &line)?;
        let (written, removed) = (plan.added.len() + plan.changed.len(), plan.removed.len());
        let gauge = Arc::new(Gauge::default());
        let (seen, all) = (Arc::clone(&gauge), plan.bytes());
        let progress = Progress::start(move |took| bar(seen.sent(), all, took));
        let committed = plan.commit(&gauge);
        progress.stop();
        committed?;
        cli::say(&format!("Published to {name}: {} written, {removed} removed.", counted(written, "file")));
        if !told.purge.is_empty() {
            cli::say("Caches before the site may still have, until they are told to forget:");
            told.purge.iter().for_each(|address| cli::say(&format!("  {address}")));
        }
        Ok(Ending::Fine)
    }

    /// Looks for what must not be published, prints it, and returns how much it is.
    fn leaks(&self, outcome: &Outcome, payload: &Payload) -> Result<usize, Error> {
        let home = std::env::home_dir();
        let report = Gate::new(&outcome.planned, home.as_deref())?.check(payload)?;
        cli::print(&report, &outcome.planned.snapshot, self.site.format.into())?;
        Ok(report.all().len())
    }

    fn chosen<'a>(&'a self, targets: &'a Value) -> Result<Chosen<'a>, Error> {
        match &self.to {
            Some(folder) => Ok(Chosen::Folder(folder)),
            None => self.target(targets).map(|(name, settings)| Chosen::Named(name, settings)),
        }
    }

    fn target<'a>(&'a self, targets: &'a Value) -> Result<(&'a str, &'a Value), Error> {
        let Value::Object(targets) = targets else {
            return Err(Error::Usage(
                "no `publish` in dossier.yaml; add `publish: {live: {kind: folder, path: /srv/www}}`".into(),
            ));
        };
        match &self.target {
            Some(name) => targets.get_key_value(name).map(|(name, target)| (name.as_str(), target)).ok_or_else(|| {
                let near = name::nearest(name, targets.keys().map(String::as_str), 1);
                let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                Error::Usage(format!("no target `{name}` below `publish` in dossier.yaml{help}"))
            }),
            None if targets.len() == 1 => {
                let only = targets.iter().next().map(|(name, target)| (name.as_str(), target));
                only.ok_or_else(|| Error::Usage("no target below `publish` in dossier.yaml".into()))
            }
            None => {
                let names: Vec<&str> = targets.keys().map(String::as_str).collect();
                Err(Error::Usage(format!("which target? `dossier publish NAME` with one of {}", names.join(", "))))
            }
        }
    }

    /// Refuses what a slip may be: many deletions whose number nobody named, and a site that has lost its greater half.
    fn allow(&self, plan: &Plan, name: &str) -> Result<(), Error> {
        if let Some((now, before)) = plan.shrinks().filter(|_| !self.shrink) {
            return Err(Error::Refused(format!(
                "the site has {} and {name} holds {before}: under half; if that is right, say `--shrink`",
                counted(now, "file")
            )));
        }
        let number = plan.removed.len();
        if plan.deletes_much() && self.yes.flatten() != Some(number) && !self.dry_run {
            return Err(Error::Refused(format!(
                "{} would be removed from {name}; if that is right, say `--yes={number}`",
                counted(number, "file")
            )));
        }
        Ok(())
    }

    /// Asks on a terminal; elsewhere only `--yes` goes on.
    fn confirm(&self, plan: &Plan, name: &str, line: &str) -> Result<(), Error> {
        if self.yes.is_some() || plan.is_empty() {
            cli::say(&format!("{name}: {line}."));
            return Ok(());
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(Error::Refused(format!("{line}; there is nobody to ask, so say `--yes`")));
        }
        cli::say(&format!("{name}: {line}. Go on? [y/N]"));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).map_err(|source| Error::io("read", "standard input", source))?;
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(Error::Refused("nothing was sent".into())),
        }
    }
}

/// Where the site is sent.
enum Chosen<'a> {
    /// To a folder that no setting names.
    Folder(&'a Path),
    /// To a target of the settings.
    Named(&'a str, &'a Value),
}

impl Chosen<'_> {
    /// Returns the sorts of compressed files that are wanted there.
    fn packings(&self) -> Result<Vec<Packing>, Error> {
        match self {
            Self::Folder(_) => Ok(Vec::new()),
            Self::Named(name, settings) => Packing::of_target(settings).ok_or_else(|| {
                Error::Usage(format!("the `compress` of `{name}` is `gzip`, `brotli` or a list of both"))
            }),
        }
    }

    /// Opens the target, and returns how it is called.
    fn open(&self, engine: &Engine) -> Result<(String, Box<dyn Target>), Error> {
        match self {
            Self::Folder(folder) => {
                let path = working_folder()?.join(folder);
                Ok((folder.display().to_string(), publish::open_folder(engine, &path)?))
            }
            Self::Named(name, settings) => Ok(((*name).to_owned(), publish::open(engine, name, settings)?)),
        }
    }
}

/// Returns the plan in one line: `2 to add, 1 to change, 0 to remove (12.4 kB): +1 event`.
fn summary(plan: &Plan, told: &Told) -> String {
    let (added, changed, removed) = (plan.added.len(), plan.changed.len(), plan.removed.len());
    let mut line = format!("{added} to add, {changed} to change, {removed} to remove");
    if added + changed > 0 {
        let _ = write!(line, " ({})", size(plan.bytes()));
    }
    if !told.words.is_empty() {
        let _ = write!(line, ": {}", told.words.join(", "));
    }
    line
}

/// Returns how far a publication is: `[#####...............] 10.0 MB of 40.0 MB, 2.5 MB/s`.
fn bar(sent: u64, all: u64, took: Duration) -> String {
    // What was begun again after a connection was cut counts twice.
    let sent = sent.min(all);
    let full = usize::try_from(sent * BAR / all.max(1)).unwrap_or(0);
    let empty = usize::try_from(BAR).unwrap_or(0) - full;
    let speed = u128::from(sent) * 1_000 / took.as_millis().max(1);
    let speed = size(u64::try_from(speed).unwrap_or(u64::MAX));
    format!("[{}{}] {} of {}, {speed}/s", "#".repeat(full), ".".repeat(empty), size(sent), size(all))
}

/// Returns a number of bytes as people say it: `812 bytes`, `12.4 kB`.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "one place behind the point is shown")]
    let number = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", number / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number / 1e6),
        _ => format!("{:.1} GB", number / 1e9),
    }
}
