//! A folder of this machine, committed as the output of a build is: whole, or not at all.

use std::path::{Path, PathBuf};

use super::{Change, MARKER, Target};
use crate::digest::Digest;
use crate::engine::Engine;
use crate::error::Error;
use crate::load;
use crate::publish::payload::Payload;
use crate::route::FilePath;
use crate::write::{self, Manifest};

/// A folder that was found safe and is locked.
pub(super) struct Folder {
    path: PathBuf,
    output: write::Target,
    owner: Option<String>,
}

impl Folder {
    /// Opens a folder, which is empty, not there yet, or holds a site.
    pub(super) fn open(engine: &Engine, path: &Path) -> Result<Self, Error> {
        let output = engine.open(path)?;
        let owner = load::outside(&path.join(MARKER)).ok().map(|text| String::from_utf8_lossy(&text).trim().to_owned());
        Ok(Self { path: path.to_path_buf(), output, owner })
    }

    /// Writes what changed, then the marker.
    pub(super) fn commit(self, change: &Change<'_>) -> Result<(), Error> {
        for file in &change.upload {
            let bytes = change.payload.bytes(file)?;
            self.output.stage(file, &bytes, Digest::of(&bytes))?;
            change.gauge.add(bytes.len() as u64);
        }
        self.output.commit(change.payload.manifest())?;
        if self.owner.as_deref() != Some(change.payload.owner()) {
            write::replace(&self.path.join(MARKER), format!("{}\n", change.payload.owner()).as_bytes())?;
        }
        Ok(())
    }
}

impl Target for Folder {
    fn held(&self) -> &Manifest {
        self.output.manifest()
    }

    fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    fn stale(&self, payload: &Payload) -> Result<Vec<FilePath>, Error> {
        let held = self.output.manifest();
        let is_stale = |(file, record): &(&FilePath, &write::Record)| {
            held.get(file).is_none_or(|old| old.digest != record.digest || !self.output.has(file))
        };
        Ok(payload.manifest().iter().filter(is_stale).map(|(file, _)| file.clone()).collect())
    }

    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        Ok(files.iter().map(|file| load::outside(&self.path.join(file.as_str())).ok()).collect())
    }

    fn send(self: Box<Self>, change: &Change<'_>) -> Result<(), Error> {
        self.commit(change)
    }
}
