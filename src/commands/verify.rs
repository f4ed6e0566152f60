//! `dossier verify`.

use std::path::PathBuf;

use clap::Args;

use super::build::counted;
use crate::cli::{self, Ending};
use crate::error::Error;
use crate::publish::{self, Difference};

/// Compares a published folder with the sums that were published with it.
#[derive(Args, Debug)]
pub struct Verify {
    /// The folder that a site was published to
    folder: PathBuf,
}

impl Verify {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let verified = publish::verify(&self.folder)?;
        for (file, difference) in &verified.differences {
            let sign = match difference {
                Difference::Changed => '~',
                Difference::Missing => '-',
            };
            cli::data(&format!("{sign} {file}"))?;
        }
        let files = counted(verified.files, "file");
        if verified.differences.is_empty() {
            cli::say(&format!("{files} verified."));
            return Ok(Ending::Fine);
        }
        Err(Error::Altered(format!("{} of {files} not as published", verified.differences.len())))
    }
}
