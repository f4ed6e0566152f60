//! `dossier rename`.

use std::path::PathBuf;

use clap::Args;

use super::build::counted;
use crate::cli::{self, Ending, SiteArguments};
use crate::engine::{Engine, Planned};
use crate::error::Error;
use crate::load;
use crate::rename;
use crate::source::SourcePath;
use crate::write::{self, Replacement};

/// Gives a record another id.
#[derive(Args, Debug)]
pub struct Rename {
    /// The record: its kind and id, its id, or a name
    old: String,
    /// Its new id; in a vault, the new name of its file
    new: String,
    /// Show each line that would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    site: SiteArguments,
}

impl Rename {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        // Records that are hidden refer to others, too.
        let mut engine = Engine::new(self.site.options(true)?);
        let planned = engine.plan()?;
        if planned.report.has_errors() {
            cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
            cli::say("Nothing was renamed: where a reference leads is not sure before the errors are mended.");
            return Ok(Ending::ContentErrors);
        }
        let handle = rename::find(&planned.desk.site, &self.old)?;
        let change = rename::plan(&mut engine, &planned, handle, &self.new)?;
        let files = change.edits.iter().filter(|(path, edits)| **path != change.from && !edits.is_empty()).count();
        let counts = format!("{} in {}", counted(change.references, "reference"), counted(files, "other file"));
        if self.dry_run {
            show(&change, &planned)?;
            cli::say(&format!("Would rename `{}` to `{}`: {counts}.", change.old, change.new));
            return Ok(Ending::Fine);
        }
        write::replace_all(&replacements(&change, &planned)?)?;
        cli::say(&format!(
            "Renamed `{}` to `{}`: {counts}; `{}` leads to it.",
            change.old, change.new, change.redirect
        ));
        Ok(Ending::Fine)
    }
}

/// Prints each line that would change, before and after.
fn show(change: &rename::Rename, planned: &Planned) -> Result<(), Error> {
    if change.from != change.to {
        cli::data(&format!("{} -> {}", change.from, change.to))?;
    }
    for (path, edits) in &change.edits {
        let Some(source) = planned.snapshot.sources.get(path) else { continue };
        for line in rename::lines(&source.text, edits) {
            cli::data(&format!("{path}:{}:{}", line.line, line.column))?;
            if let Some(before) = line.before {
                cli::data(&format!("- {before}"))?;
            }
            for after in line.after.split('\n') {
                cli::data(&format!("+ {after}"))?;
            }
        }
    }
    Ok(())
}

/// Returns the files as they are then, from the bytes that they have now.
fn replacements(change: &rename::Rename, planned: &Planned) -> Result<Vec<Replacement>, Error> {
    let root = &planned.snapshot.root;
    let full = |path: &SourcePath| -> PathBuf { root.join(path.as_str()) };
    let mut replacements = Vec::new();
    for (path, edits) in change.edits.iter().filter(|(_, edits)| !edits.is_empty()) {
        let before = load::bytes(root, path)?;
        let text = String::from_utf8_lossy(&before).into_owned();
        let is_as_read = planned.snapshot.sources.get(path).is_some_and(|source| rename::is_text_of(&text, source));
        if !is_as_read {
            return Err(Error::Refused(format!("`{path}` changed meanwhile; nothing was renamed")));
        }
        let to = if *path == change.from { &change.to } else { path };
        let after = rename::apply_to_file(&text, edits).into_bytes();
        replacements.push(Replacement { from: full(path), to: full(to), before, after });
    }
    Ok(replacements)
}
