//! `dossier schema`.

pub(crate) mod tables;

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command};
use serde_json::Value;

use super::known;
use crate::cli::{self, Ending};
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds;

/// The JSON Schema (draft 2020-12) of the `index.json` beside each record.
pub const INDEX: &str = include_str!("schema/index.json");

/// What the schema of that is called.
const OF_INDEX: &str = "index";
/// What the schema of `dossier.yaml` is called.
const OF_SETTINGS: &str = "settings";

/// Prints a JSON Schema.
#[derive(Args, Debug)]
pub struct Schema {
    /// Of what; also of a kind of the site's own
    #[arg(value_parser = Subjects, default_value = OF_INDEX)]
    of: String,
    /// The project's folder, for its own kinds [default: the nearest folder upward with dossier.yaml]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

/// Takes any word, since a site may have kinds of its own, and lists those that are always there.
#[derive(Clone)]
struct Subjects;

impl TypedValueParser for Subjects {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let index = PossibleValue::new(OF_INDEX).help("The index.json beside each record's page");
        let settings = PossibleValue::new(OF_SETTINGS).help("dossier.yaml");
        let kinds = kinds::KINDS.into_iter().map(|kind| match kind {
            kind if *kind == kinds::SOURCE => {
                PossibleValue::new(kind.plural).alias(kind.name).help("content/sources.yaml")
            }
            kind => PossibleValue::new(kind.name)
                .alias(kind.plural)
                .help(format!("The front matter in content/{}/", kind.plural)),
        });
        Some(Box::new([index, settings].into_iter().chain(kinds)))
    }
}

impl Schema {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        match &*self.of {
            OF_INDEX => cli::data(INDEX.trim_end())?,
            OF_SETTINGS => cli::data(&text(&tables::of_settings()))?,
            of => cli::data(&text(&tables::of_kind(self.kind(of)?)))?,
        }
        Ok(Ending::Fine)
    }

    fn kind(&self, of: &str) -> Result<&'static Kind, Error> {
        let kinds = known::kinds(self.root.as_deref())?;
        let names = || kinds.iter().map(tables::name);
        let missing = || known::unknown("schema", "schemas", of, [OF_INDEX, OF_SETTINGS].into_iter().chain(names()));
        kinds.find(of).ok_or_else(missing)
    }
}

/// Returns a schema as it is printed.
fn text(schema: &Value) -> String {
    format!("{schema:#}")
}
