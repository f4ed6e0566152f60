//! `dossier schema`.

use clap::{Args, ValueEnum};

use crate::cli::{self, Ending};
use crate::error::Error;

/// The JSON Schema (draft 2020-12) of the `index.json` beside each record.
pub const INDEX: &str = include_str!("schema/index.json");

/// Prints a JSON Schema.
#[derive(Args, Debug)]
pub struct Schema {
    /// Of what
    #[arg(value_enum, default_value_t)]
    of: Subject,
}

/// What has a schema.
#[derive(ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subject {
    /// The index.json beside each record's page
    #[default]
    Index,
}

impl Schema {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        match self.of {
            Subject::Index => cli::data(INDEX.trim_end())?,
        }
        Ok(Ending::Fine)
    }
}
