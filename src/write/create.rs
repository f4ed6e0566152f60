//! Single files that are no output: new ones of a project, made whole and never over one that is there, and a baseline.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

/// A file that gets another text, and perhaps another place.
#[derive(Debug)]
pub struct Replacement {
    /// Where it is.
    pub from: PathBuf,
    /// Where it is then; nothing is there yet, unless it stays.
    pub to: PathBuf,
    /// What it holds.
    pub before: Vec<u8>,
    /// What it holds then.
    pub after: Vec<u8>,
}

/// Replaces several files. All are written in full beside their places before the first one is put there, and if one cannot be put
/// there, those before it are as they were.
///
/// # Errors
///
/// [`Error::Io`].
pub fn replace_all(replacements: &[Replacement]) -> Result<(), Error> {
    let mut staged = Vec::with_capacity(replacements.len());
    for replacement in replacements {
        let folder = replacement.to.parent().unwrap_or(&replacement.to);
        let permissions = fs::metadata(&replacement.from).map_err(Error::io("read", &replacement.from))?.permissions();
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
            file.write_all(&replacement.after)?;
            file.as_file().set_permissions(permissions)?;
            file.as_file().sync_all()?;
            Ok(file)
        });
        staged.push(written.map_err(Error::io("write", &replacement.to))?);
    }
    for (done, (file, replacement)) in staged.into_iter().zip(replacements).enumerate() {
        if let Err(error) = put(file, replacement) {
            for before in replacements[..done].iter().rev() {
                take_back(before)?;
            }
            return Err(error);
        }
    }
    Ok(())
}

/// Puts a file that was written into its place.
fn put(file: tempfile::NamedTempFile, replacement: &Replacement) -> Result<(), Error> {
    if replacement.from == replacement.to {
        return file
            .persist(&replacement.to)
            .map(drop)
            .map_err(|error| Error::io("write", &replacement.to)(error.error));
    }
    file.persist_noclobber(&replacement.to).map_err(|error| Error::io("write", &replacement.to)(error.error))?;
    fs::remove_file(&replacement.from).map_err(Error::io("remove", &replacement.from))
}

/// Makes a file what it was.
fn take_back(replacement: &Replacement) -> Result<(), Error> {
    replace(&replacement.from, &replacement.before)?;
    if replacement.from != replacement.to {
        fs::remove_file(&replacement.to).map_err(Error::io("remove", &replacement.to))?;
    }
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
