//! Where the files of a build are, and the few ways they are read and made to last.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::{Error, Reason};
use super::manifest::Manifest;
use crate::digest::Digest;

pub(super) const MANIFEST: &str = ".dossier-manifest";
pub(super) const JOURNAL: &str = ".dossier-journal";
const STAGING: &str = ".dossier-staging";

/// An output folder and dossier's own files in it.
#[derive(Debug)]
pub(super) struct Place {
    /// The folder, as the user named it.
    pub(super) output: PathBuf,
    /// What the last complete build wrote.
    pub(super) manifest: PathBuf,
    /// The next manifest, while the staged files are put in place.
    pub(super) journal: PathBuf,
    /// The new files, at the paths that they'll have in the output.
    pub(super) staging: PathBuf,
}

/// A manifest that was read, or an empty one.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    pub(super) manifest: Manifest,
    /// The digest of the file, if there is one.
    pub(super) digest: Option<Digest>,
}

impl Place {
    pub(super) fn new(output: &Path) -> Self {
        Self {
            output: output.to_owned(),
            manifest: output.join(MANIFEST),
            journal: output.join(JOURNAL),
            staging: output.join(STAGING),
        }
    }

    /// Reads the manifest of the last complete build.
    pub(super) fn recorded(&self) -> Result<Recorded, Error> {
        let Some(bytes) = read_own(&self.manifest)? else {
            return Ok(Recorded::default());
        };
        let manifest =
            Manifest::parse(&bytes).map_err(|fault| Error::Manifest { path: self.manifest.clone(), fault })?;
        Ok(Recorded { manifest, digest: Some(Digest::of(&bytes)) })
    }

    /// Removes the staging folder; a link of that name is removed, not followed.
    pub(super) fn drop_staging(&self) -> Result<(), Error> {
        let removed = match fs::symlink_metadata(&self.staging) {
            Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(&self.staging),
            Ok(_) => fs::remove_file(&self.staging),
            Err(error) => Err(error),
        };
        absent(removed).map_err(Error::io("remove", &self.staging))
    }

    /// Removes the journal; until then the staging folder has to stay.
    pub(super) fn drop_journal(&self) -> Result<(), Error> {
        absent(fs::remove_file(&self.journal)).map_err(Error::io("remove", &self.journal))
    }

    /// Makes the names in the output folder outlast a loss of power, where the file system can do that.
    #[cfg(unix)]
    pub(super) fn sync(&self) -> Result<(), Error> {
        match File::open(&self.output).and_then(|folder| folder.sync_all()) {
            Err(error) if !is_unsupported(&error) => Err(Error::io("sync", &self.output)(error)),
            _ => Ok(()),
        }
    }

    /// Does nothing where folders can't be opened.
    #[cfg(not(unix))]
    pub(super) fn sync(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Reads one of our own files, if it is there; anything but a plain file (a link, a pipe that would hang) is refused.
///
/// # Errors
///
/// [`Error::Refused`] and [`Error::Io`].
pub fn read_own(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::read(path).map(Some).map_err(Error::io("read", path)),
        Ok(_) => Err(Error::refused(path, Reason::NotFile)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}

/// Writes a file that outlasts a loss of power, once the folder is synced, too.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    File::create_new(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_data()
        })
        .map_err(Error::io("write", path))
}

#[cfg(unix)]
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported)
}

/// Takes "there is no such thing" for success.
pub(super) fn absent(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
