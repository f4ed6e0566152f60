//! Where a site is published: one file for each sort of target.
//!
//! A target says what it holds and whose that is, which files of a site it lacks, and takes what changed. Everything else,
//! such as what is asked before, is the same for all of them. To add one, write its file and name it in [`open`].

mod branch;
mod command;
mod folder;
mod git;
mod remote;
mod rsync;
mod s3;

use std::path::Path;

use serde_json::Value;

use super::gauge::Gauge;
use super::payload::Payload;
use crate::engine::Engine;
use crate::error::Error;
use crate::route::FilePath;
use crate::write::Manifest;

/// The file that shows whose site a target holds: one line, the address of the site.
pub(super) const MARKER: &str = ".dossier-site";

/// A target at hand.
pub trait Target {
    /// Returns what was published there, as the target has it on record; empty where nothing was.
    fn held(&self) -> &Manifest;

    /// Returns the address of the site that is there; none where there is no site.
    fn owner(&self) -> Option<&str>;

    /// Returns the files that the target lacks, or has with other bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if a file that nobody published is where one of them belongs.
    fn stale(&self, payload: &Payload) -> Result<Vec<FilePath>, Error>;

    /// Reads files as the target has them; `None` for one that is not there.
    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error>;

    /// Makes the target what the payload says. Cut anywhere, each file is old or new, no page lacks what it shows, and the
    /// next run goes on from there.
    fn send(self: Box<Self>, change: &Change<'_>) -> Result<(), Error>;
}

/// What a target gets and loses.
pub struct Change<'a> {
    /// What it shall hold.
    pub(super) payload: &'a Payload,
    /// The files that are sent.
    pub(super) upload: Vec<FilePath>,
    /// The files that go.
    pub(super) remove: Vec<FilePath>,
    /// What is told how far it is.
    pub(super) gauge: &'a Gauge,
}

/// A target as `dossier.yaml` describes it.
pub(super) struct Described<'a> {
    /// Its name, such as `live`.
    pub(super) name: &'a str,
    /// What stands below the name.
    settings: &'a Value,
}

impl<'a> Described<'a> {
    /// Returns the text of a setting.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.settings.get(key).and_then(Value::as_str)
    }

    /// Returns a setting that is a list of texts.
    pub(super) fn texts(&self, key: &str) -> Vec<&'a str> {
        let list = self.settings.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns a setting that is `true` or `false`.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.settings.get(key).and_then(Value::as_bool)
    }

    /// Returns a setting that is the number of a port.
    pub(super) fn port(&self, key: &str) -> Result<Option<u16>, Error> {
        let wrong = || Error::Usage(format!("the `{key}` of `{}` is a number up to 65535", self.name));
        let number = |value: &Value| value.as_u64().and_then(|number| u16::try_from(number).ok()).ok_or_else(wrong);
        self.settings.get(key).map(number).transpose()
    }

    /// Refuses settings that this kind of target does not have: a slip, or a password that has no place here.
    fn only(&self, known: &[&str]) -> Result<(), Error> {
        let keys = self.settings.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        match keys.filter(|key| *key != "kind").find(|key| !known.contains(key)) {
            None => Ok(()),
            Some(key) => Err(Error::Usage(format!(
                "the target `{}` has a `{key}`; there are {}, and keys and passwords come from the environment",
                self.name,
                known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
            ))),
        }
    }

    /// Returns the text of a setting that must be there.
    pub(super) fn needed(&self, key: &str) -> Result<&'a str, Error> {
        self.text(key).ok_or_else(|| Error::Usage(format!("the target `{}` needs a `{key}`", self.name)))
    }
}

/// Opens a target as the settings describe it; relative folders count from the project.
pub fn open(engine: &Engine, name: &str, settings: &Value) -> Result<Box<dyn Target>, Error> {
    let described = Described { name, settings };
    let root: &Path = &engine.options.root;
    match described.text("kind") {
        Some("folder") => {
            described.only(&["path", COMPRESS])?;
            Ok(Box::new(folder::Folder::open(engine, &root.join(described.needed("path")?))?))
        }
        Some("git") => {
            described.only(&["repository", "branch", "history", COMPRESS])?;
            Ok(Box::new(branch::Branch::open(engine, &described)?))
        }
        Some("s3") => {
            described.only(&["bucket", "region", "endpoint", "path_style", "prefix"])?;
            Ok(Box::new(remote::Remote::open(engine, s3::Bucket::open(&described)?)?))
        }
        Some("rsync") => {
            described.only(&["host", "path", "port", "identity", "known_hosts", COMPRESS])?;
            Ok(Box::new(remote::Remote::open(engine, rsync::Server::open(engine, &described)?)?))
        }
        Some("command") => {
            described.only(&["path", "run", COMPRESS])?;
            Ok(Box::new(command::Hook::open(engine, &described)?))
        }
        Some(kind) => {
            Err(Error::Usage(format!("the target `{name}` has the kind `{kind}`; this version knows {KINDS}")))
        }
        None => Err(Error::Usage(format!("the target `{name}` needs a `kind`: {KINDS}"))),
    }
}

/// Opens a folder that no setting names.
pub fn open_folder(engine: &Engine, path: &Path) -> Result<Box<dyn Target>, Error> {
    Ok(Box::new(folder::Folder::open(engine, path)?))
}

/// The setting of targets that are folders in the end: a bucket sends no other file than the one that is asked for.
const COMPRESS: &str = "compress";
/// The kinds of targets, in words.
const KINDS: &str = "`folder`, `git`, `s3`, `rsync` and `command`";
