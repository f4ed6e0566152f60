//! `dossier check`.

use clap::Args;

use super::build::counted;
use crate::cli::{self, Ending, SiteArguments};
use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::error::Error;

/// Reports what is wrong, without writing anything.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    site: SiteArguments,
    /// Check drafts and embargoed records, too
    #[arg(long)]
    drafts: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let mut engine = Engine::new(self.site.options(self.drafts)?);
        let outcome = engine.try_out()?;
        cli::print(&outcome.planned.report, &outcome.planned.snapshot, self.site.format.into())?;
        let counts = [Severity::Error, Severity::Warning, Severity::Hint]
            .map(|severity| counted(outcome.planned.report.count(severity), severity.word()));
        let pages = outcome.planned.pages.iter().filter(|page| page.is_page()).count();
        cli::say(&format!("Checked {}: {}.", counted(pages, "page"), counts.join(", ")));
        Ok(if outcome.planned.report.has_errors() { Ending::ContentErrors } else { Ending::Fine })
    }
}
