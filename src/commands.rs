//! The commands, one file each: what they take, what they do, what they print.

pub mod build;
pub mod check;
pub mod completions;
pub mod explain;
pub mod export;
pub mod import;
pub mod init;
mod known;
pub mod new;
mod program;
mod progress;
pub mod publish;
pub mod query;
pub mod rename;
pub mod schema;
pub mod serve;
pub mod verify;

use std::env;
use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::cli::{Command, Ending, SiteArguments};
use crate::date::{Date, Moment};
use crate::engine::Options;
use crate::error::Error;
use crate::load;

/// Runs a command.
pub fn run(command: Command) -> Result<Ending, Error> {
    match command {
        Command::Init(init) => init.run(),
        Command::New(new) => new.run(),
        Command::Build(build) => build.run(),
        Command::Serve(serve) => serve.run(),
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(),
        Command::Publish(publish) => publish.run(),
        Command::Verify(verify) => verify.run(),
        Command::Query(query) => query.run(),
        Command::Export(export) => export.run(),
        Command::Import(import) => import.run(),
        Command::Rename(rename) => rename.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
    }
}

impl SiteArguments {
    /// Turns the arguments into the options of a run; `drafts` shows hidden records.
    pub(crate) fn options(&self, drafts: bool) -> Result<Options, Error> {
        start_threads()?;
        let root = match &self.root {
            Some(root) => root.canonicalize().map_err(|source| Error::io("open", root, source))?,
            None => load::find_root(&working_folder()?)?,
        };
        let as_of = match &self.as_of {
            None => None,
            Some(text) => match Date::parse(text).map(|date| date.day()) {
                Ok(Some(day)) => Some(day),
                Ok(None) => {
                    return Err(Error::Usage(format!("`--as-of` needs one day such as `2025-02-13`, not `{text}`")));
                }
                Err(error) => return Err(Error::Usage(format!("`--as-of {text}`: {}", error.message))),
            },
        };
        Ok(Options { root, now: now(self.now.as_deref())?, as_of, drafts, strict: self.strict, base_url: None })
    }
}

/// Starts the threads of all that is done in parallel: where the system refuses some, that is said, and not a panic later on.
fn start_threads() -> Result<(), Error> {
    match rayon::ThreadPoolBuilder::new().build_global() {
        Err(error) if error.source().is_some() => {
            Err(Error::io("start", "threads", io::Error::other(error.to_string())))
        }
        // They may be there already.
        _ => Ok(()),
    }
}

/// Returns the working folder.
pub(crate) fn working_folder() -> Result<PathBuf, Error> {
    env::current_dir().map_err(|source| Error::io("open", ".", source))
}

/// Returns the moment of the build: as given, else `SOURCE_DATE_EPOCH`, else the clock.
fn now(given: Option<&str>) -> Result<Timestamp, Error> {
    if let Some(text) = given {
        let moment = Moment::parse(text).map_err(|error| Error::Usage(format!("`--now {text}`: {}", error.message)))?;
        return Ok(moment.timestamp());
    }
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| Error::Usage(format!("`SOURCE_DATE_EPOCH` is `{seconds}`, not a number of seconds"))),
        #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
        Err(_) => Ok(Timestamp::now()),
    }
}
