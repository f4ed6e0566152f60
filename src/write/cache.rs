//! The project's own folder for what may always be removed: the lock, and what runs keep for the next one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::create::replace;
use super::error::{Error, Reason};

const FOLDER: &str = ".dossier";

/// Returns the path of a file in the folder.
#[must_use]
pub fn cache(project: &Path, name: &str) -> PathBuf {
    project.join(FOLDER).join(name)
}

/// Writes a file of the folder whole, over one that is there.
///
/// # Errors
///
/// [`Error::Refused`] and [`Error::Io`].
pub fn keep(project: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    replace(&folder(project)?.join(name), bytes)
}

/// Returns the folder, made if it isn't there; git is told to ignore it.
pub(super) fn folder(project: &Path) -> Result<PathBuf, Error> {
    let folder = project.join(FOLDER);
    match fs::create_dir(&folder) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if !fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir()) {
                return Err(Error::refused(folder, Reason::NotFolder));
            }
        }
        Err(error) => return Err(Error::io("make", &folder)(error)),
    }
    // Whole or not at all: half of it would hide nothing from git, and stay.
    super::create(&folder, Path::new(".gitignore"), b"*\n")?;
    Ok(folder)
}
