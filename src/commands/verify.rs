//! `dossier verify`.

use std::path::Path;

use clap::Args;

use super::build::counted;
use crate::cli::{self, Ending};
use crate::error::Error;
use crate::publish::{self, Difference};

/// Compares a published site with the sums that were published with it.
#[derive(Args, Debug)]
pub struct Verify {
    /// The address of the site, or the folder that it was published to
    #[arg(value_name = "URL|DIR")]
    place: String,
}

impl Verify {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let is_address = ["https://", "http://"].iter().any(|scheme| self.place.starts_with(scheme));
        let verified =
            if is_address { publish::verify_site(&self.place)? } else { publish::verify(Path::new(&self.place))? };
        for (file, difference) in &verified.differences {
            let sign = match difference {
                Difference::Changed => '~',
                Difference::Missing => '-',
            };
            cli::data(&format!("{sign} {file}"))?;
        }
        let files = counted(verified.files, "file");
        if verified.differences.is_empty() {
            let unseen = match verified.unseen {
                0 => String::new(),
                number => format!("; {number} not looked at, which the host reads itself or leads on from"),
            };
            cli::say(&format!("{files} verified{unseen}."));
            return Ok(Ending::Fine);
        }
        Err(Error::Altered(format!("{} of {files} not as published", verified.differences.len())))
    }
}
