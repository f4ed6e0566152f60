//! `dossier check`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::build::counted;
use super::working_folder;
use crate::check::baseline::Baseline;
use crate::cli::{self, Ending, SiteArguments};
use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::error::Error;
use crate::load;
use crate::write;

/// Reports what is wrong, without writing anything.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    site: SiteArguments,
    /// Check drafts and embargoed records, too
    #[arg(long)]
    drafts: bool,
    /// Leave out the findings that this file knows
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings of now into the baseline first
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let mut engine = Engine::new(self.site.options(self.drafts)?);
        let mut planned = engine.try_out()?.planned;
        let mut hidden = String::new();
        if let Some(file) = &self.baseline {
            let file = working_folder()?.join(file);
            if self.update_baseline {
                let baseline = Baseline::of(&planned.report, &planned.snapshot);
                write::replace(&file, baseline.to_json().as_bytes())?;
            }
            let known = read(&file)?.hide(&mut planned.report, &planned.snapshot);
            hidden = format!("; {} in the baseline", counted(known, "finding"));
        }
        cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
        let counts = [Severity::Error, Severity::Warning, Severity::Hint]
            .map(|severity| counted(planned.report.count(severity), severity.word()));
        let pages = planned.pages.iter().filter(|page| page.is_page()).count();
        cli::say(&format!("Checked {}: {}{hidden}.", counted(pages, "page"), counts.join(", ")));
        Ok(if planned.report.has_errors() { Ending::ContentErrors } else { Ending::Fine })
    }
}

/// Reads a baseline.
fn read(file: &Path) -> Result<Baseline, Error> {
    let bytes = load::outside(file)?;
    let shown = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let wrong = |what: String| Error::Usage(format!("cannot use the baseline `{shown}`: {what}"));
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
    Baseline::read(&text).map_err(wrong)
}
