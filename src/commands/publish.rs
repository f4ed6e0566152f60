//! `dossier publish`.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use clap::Args;
use serde_json::Value;

use super::build::{counted, failure};
use crate::cli::{self, Ending, SiteArguments};
use crate::engine::{Engine, Outcome};
use crate::error::Error;
use crate::name;
use crate::publish::{Gate, Place, Plan};

/// Builds the site and sends it to where it is published.
#[derive(Args, Debug)]
pub struct Publish {
    /// The target's name in dossier.yaml [default: the only one]
    target: Option<String>,
    #[command(flatten)]
    site: SiteArguments,
    /// Print what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask; with a number, also when so many files would be deleted
    #[arg(long, value_name = "DELETIONS", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "not given, given alone, given with a number")]
    yes: Option<Option<usize>>,
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
        let leaks = self.leaks(&outcome, &root.join("public"))?;
        let (name, target) = self.target(&outcome.planned.snapshot.config.publish)?;
        let place = Place::open(&root, name, target)?;
        let plan = Plan::new(&engine, &root.join("public"), place.folder(), &outcome.manifest)?;
        for (sign, path) in plan.lines() {
            cli::data(&format!("{sign} {path}"))?;
        }
        let line =
            format!("{} to add, {} to change, {} to remove", plan.added.len(), plan.changed.len(), plan.removed.len());
        if leaks > 0 {
            let found = counted(leaks, "finding");
            return Err(Error::Refused(format!(
                "{name}: {line}; {found} above must not be published, so nothing was sent"
            )));
        }
        if self.dry_run {
            cli::say(&format!("{name}: {line}; nothing was sent."));
            return Ok(Ending::Fine);
        }
        self.confirm(&plan, name, &line)?;
        let files = plan.commit()?;
        place.send()?;
        cli::say(&format!(
            "Published to {name}: {} written, {} removed.",
            counted(files.written, "file"),
            files.removed
        ));
        Ok(Ending::Fine)
    }

    /// Looks for what must not be published, prints it, and returns how much it is.
    fn leaks(&self, outcome: &Outcome, site: &Path) -> Result<usize, Error> {
        let home = std::env::home_dir();
        let report = Gate::new(&outcome.planned, home.as_deref())?.check(site, &outcome.manifest)?;
        cli::print(&report, &outcome.planned.snapshot, self.site.format.into())?;
        Ok(report.all().len())
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

    /// Asks on a terminal; elsewhere only `--yes` goes on. Many deletions need their number named.
    fn confirm(&self, plan: &Plan, name: &str, line: &str) -> Result<(), Error> {
        if plan.deletes_much() && self.yes.flatten() != Some(plan.removed.len()) {
            let number = plan.removed.len();
            return Err(Error::Refused(format!(
                "{number} files would be removed from {name}; if that is right, say `--yes={number}`"
            )));
        }
        if self.yes.is_some() || plan.is_empty() {
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
