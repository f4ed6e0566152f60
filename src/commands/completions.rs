//! `dossier completions`.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::cli::{self, Arguments, Ending};
use crate::error::Error;

/// Prints a completion script.
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "dossier", &mut script);
        cli::data(String::from_utf8_lossy(&script).trim_end())?;
        Ok(Ending::Fine)
    }
}
