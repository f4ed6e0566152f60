//! `dossier schema`.

pub(crate) mod tables;

use std::sync::LazyLock;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::cli::{self, Ending};
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds;

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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subject {
    /// The index.json beside each record's page.
    #[default]
    Index,
    /// The settings.
    Settings,
    /// The front matter of a kind; of sources, the file that holds them.
    Kind(&'static Kind),
}

/// Everything that has a schema, in the order in which help lists it.
static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let kinds = kinds::KINDS.into_iter().map(Subject::Kind);
    [Subject::Index, Subject::Settings].into_iter().chain(kinds).collect()
});

impl ValueEnum for Subject {
    fn value_variants<'a>() -> &'a [Self] {
        &SUBJECTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Index => PossibleValue::new("index").help("The index.json beside each record's page"),
            Self::Settings => PossibleValue::new("settings").help("dossier.yaml"),
            Self::Kind(kind) if **kind == kinds::SOURCE => {
                PossibleValue::new(kind.plural).alias(kind.name).help("content/sources.yaml")
            }
            Self::Kind(kind) => PossibleValue::new(kind.name)
                .alias(kind.plural)
                .help(format!("The front matter in content/{}/", kind.plural)),
        })
    }
}

impl Schema {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        match self.of {
            Subject::Index => cli::data(INDEX.trim_end())?,
            Subject::Settings => cli::data(&text(&tables::of_settings()))?,
            Subject::Kind(kind) => cli::data(&text(&tables::of_kind(kind)))?,
        }
        Ok(Ending::Fine)
    }
}

/// Returns a schema as it is printed.
fn text(schema: &Value) -> String {
    format!("{schema:#}")
}
