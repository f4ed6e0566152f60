//! Single files that are no output: new ones of a project, made whole and never over one that is there, and a baseline.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::Error;

/// Makes a file with its folders below `root`, unless something is there already; tells whether it was made.
///
/// # Errors
///
/// [`Error::Io`].
pub fn create(root: &Path, path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let full = root.join(path);
    if fs::symlink_metadata(&full).is_ok() {
        return Ok(false);
    }
    let folder = full.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist_noclobber(&full).map_err(|error| error.error)
    });
    match written {
        Ok(file) => {
            readable(&file);
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Error::io("write", &full)(error)),
    }
}

/// Writes a file whole, over one that is there.
///
/// # Errors
///
/// [`Error::Io`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    });
    readable(&written.map_err(Error::io("write", path))?);
    Ok(())
}

/// Temporary files are private; a new text is an ordinary file.
fn readable(file: &fs::File) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = file.set_permissions(fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}
