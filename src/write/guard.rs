//! The folders that are never written to, however the command line names them.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{self, Component, Path, PathBuf};

use super::error::{Error, Reason};
use super::place::{JOURNAL, MANIFEST};

/// The folders that an output folder must stay clear of.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'a> {
    /// The root of the project: neither it nor a folder above it can be the output. The lock is in `.dossier` in it.
    pub project: &'a Path,
    /// The folders that are read (content, templates, static files): the output can't be one of them, or above or in one.
    pub content: &'a [PathBuf],
    /// The user's home: neither it nor a folder above it can be the output.
    pub home: Option<&'a Path>,
}

impl Guard<'_> {
    /// Refuses an output folder that is, holds or is in a folder of the guard, through symbolic links, too.
    pub(super) fn check(&self, output: &Path) -> Result<(), Error> {
        let real = match resolve(output) {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::refused(output, Reason::Dangling));
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(Error::refused(output, Reason::NotFolder));
            }
            Err(error) => return Err(Error::io("open the folder", output)(error)),
        };
        match self.danger(&real) {
            Some(reason) => Err(Error::refused(output, reason)),
            None if real.exists() && !real.is_dir() => Err(Error::refused(output, Reason::NotFolder)),
            None => Ok(()),
        }
    }

    fn danger(&self, real: &Path) -> Option<Reason> {
        let project = settle(self.project);
        if real.parent().is_none() {
            return Some(Reason::Root);
        }
        if self.home.filter(|home| home.is_absolute()).is_some_and(|home| settle(home).starts_with(real)) {
            return Some(Reason::Home);
        }
        if project.starts_with(real) {
            return Some(Reason::Project);
        }
        for folder in self.content {
            let source = settle(folder);
            if source.starts_with(real) || real.starts_with(&source) {
                return Some(Reason::Source(folder.clone()));
            }
        }
        if real.starts_with(project.join(".dossier")) {
            return Some(Reason::State);
        }
        real.components().any(|component| component.as_os_str().eq_ignore_ascii_case(".git")).then_some(Reason::Git)
    }
}

/// Refuses a folder that has more than dot files in it and neither a manifest nor a journal of ours.
///
/// The folder is listed before it is asked for the journal, and for the journal before the manifest: a build that
/// completes meanwhile writes them in the opposite order, and so is never mistaken for a stranger.
pub(super) fn check_foreign(output: &Path) -> Result<(), Error> {
    let Some(name) = first_visible(output)? else {
        return Ok(());
    };
    for own in [JOURNAL, MANIFEST] {
        if output.join(own).symlink_metadata().is_ok() {
            return Ok(());
        }
    }
    Err(Error::refused(output, Reason::Foreign(name)))
}

/// Returns the first name, in order, that isn't a dot file's.
fn first_visible(output: &Path) -> Result<Option<String>, Error> {
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("list", output)(error)),
    };
    let mut first = None;
    for entry in entries {
        let name = entry.map_err(Error::io("list", output))?.file_name();
        if !is_dot_file(&name) && first.as_ref().is_none_or(|first| name < *first) {
            first = Some(name);
        }
    }
    Ok(first.map(|name| name.to_string_lossy().into_owned()))
}

fn is_dot_file(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Resolves the path of a guarded folder; one that can't be resolved is compared as it is spelt.
fn settle(path: &Path) -> PathBuf {
    resolve(path).or_else(|_| path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// Resolves symbolic links and `..` in as much of a path as exists; what doesn't exist yet is appended.
///
/// A link that leads nowhere is the error `NotFound`.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let named = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut real = PathBuf::new();
    for component in path::absolute(named)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            Component::Prefix(_) | Component::RootDir => real.push(component),
            Component::Normal(name) => {
                real.push(name);
                match fs::canonicalize(&real) {
                    Ok(target) => real = target,
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    Err(error) if real.symlink_metadata().is_ok() => return Err(error),
                    Err(_) => {}
                }
            }
        }
    }
    Ok(real)
}
