//! Artifacts and a manifest become the output folder: the only writer of a site's output.
//!
//! 1. [`open`] refuses dangerous folders, takes the lock, completes what an interrupted build began and reads the manifest.
//! 2. [`Target::stage`] writes what changed to `<output>/.dossier-staging`, where nobody looks. A full disk, an error or a
//!    kill leaves the old site.
//! 3. [`Target::commit`] looks for anything in the way, writes the journal, moves the staged files into place, removes
//!    what the old manifest has and the new one lacks, and turns the journal into the manifest. A kill leaves whole files,
//!    old or new, and the next [`open`] goes on to exactly the new site.
//!
//! What a page depends on and whether it has to be rendered is decided elsewhere. Files that no manifest names are never
//! changed, and folders are removed only when they are empty.

#![expect(clippy::disallowed_methods, reason = "this is the module that writes")]

mod access;
mod cache;
mod change;
mod create;
mod error;
mod guard;
mod inputs;
mod journal;
mod lock;
mod manifest;
mod place;
mod staging;
mod survey;

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub use cache::{cache, keep};
pub use create::{Replacement, create, replace, replace_all};
pub use error::{Error, Reason};
pub use guard::Guard;
pub use inputs::{Input, Inputs};
pub use manifest::{Fault, Manifest, Record};
pub use place::read_own;

use rayon::prelude::*;

use crate::digest::Digest;
use crate::route::FilePath;
use lock::Lock;
use place::{Place, Recorded};
use staging::{Berth, Staged};
use survey::survey;

/// An output folder that was found safe, is locked and has no half-done build in it.
///
/// Dropped without [`Target::commit`], it leaves the output as it was.
#[derive(Debug)]
pub struct Target {
    place: Place,
    recorded: Recorded,
    staged: Mutex<BTreeMap<FilePath, Waiting>>,
    /// The folders that were made for the output, the deepest first.
    made: Vec<PathBuf>,
    /// Whether journal and staging folder are left for the next build to go on from.
    is_interrupted: bool,
    _lock: Lock,
}

/// A staged file.
#[derive(Debug)]
struct Waiting {
    berth: Berth,
    /// The digest and the length of its bytes, unless they were written in part.
    written: Option<(Digest, u64)>,
}

/// What a commit changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Committed {
    /// The number of files that were added or replaced.
    pub written: usize,
    /// The number of files that the site no longer has.
    pub removed: usize,
    /// The digest of the manifest that is there now.
    pub manifest: Digest,
}

/// Opens an output folder for one build; makes it if it isn't there.
///
/// # Errors
///
/// [`Error::Refused`] for a dangerous folder, [`Error::Locked`] during another build, [`Error::Manifest`] if what an
/// earlier build left can't be relied on, and [`Error::Io`]. Nothing visible is changed, unless it completes an
/// interrupted build.
pub fn open(output: &Path, guard: &Guard<'_>) -> Result<Target, Error> {
    guard.check(output)?;
    guard::check_foreign(output)?;
    let mut lock = Lock::take(guard.project)?;
    let made = make_folders(output)?;
    lock.take_output(output)?;
    let place = Place::new(output);
    journal::recover(&place)?;
    guard::check_foreign(output)?;
    let recorded = place.recorded()?;
    check_folders(output, &recorded.manifest)?;
    Ok(Target { place, recorded, staged: Mutex::default(), made, is_interrupted: false, _lock: lock })
}

impl Target {
    /// Returns the manifest of the last build, empty if there was none. Where an interrupted build lost a file, its record
    /// has no inputs and a length that no file has.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.recorded.manifest
    }

    /// Returns the digest of the manifest of the last build, if there was one.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.recorded.digest
    }

    /// Tells whether all recorded files are still there with their recorded lengths.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.recorded.manifest.par_iter().all(|(path, record)| self.is_there(path, record))
    }

    /// Tells whether a recorded file is still there with its recorded length.
    #[must_use]
    pub fn has(&self, path: &FilePath) -> bool {
        self.recorded.manifest.get(path).is_some_and(|record| self.is_there(path, record))
    }

    /// Writes a file to the staging folder, unless the output has it with the same bytes; `digest` is theirs. Threads may
    /// share the target.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], also for a path that was staged before, and [`Error::Refused`] for a path in `.git`.
    pub fn stage(&self, path: &FilePath, bytes: &[u8], digest: Digest) -> Result<(), Error> {
        if manifest::is_in_git(path.as_str()) {
            return Err(Error::refused(self.place.output.join(path.as_str()), Reason::Path));
        }
        debug_assert_eq!(digest, Digest::of(bytes));
        let identity = (digest, bytes.len() as u64);
        let record = self.recorded.manifest.get(path);
        if record.is_some_and(|record| record.identity() == identity && self.is_there(path, record)) {
            return Ok(());
        }
        let berth = if record.is_some() && self.has_file(path) { Berth::Over } else { Berth::New };
        let staged = staging::berth(&self.place, path.as_str(), berth);
        let written = staging::write(&staged, bytes);
        let waiting = Waiting { berth, written: written.is_ok().then_some(identity) };
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()).or_insert(waiting);
        written.map_err(Error::io("write", &staged))
    }

    /// Makes the output what `next` records: files that are in `next` have been staged, or were there before; those that
    /// were recorded before and aren't in `next` are removed; staged files that aren't in `next` are forgotten.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] if the machine fails between the first and the last visible change; the next [`open`] goes on.
    /// With any other error nothing visible was changed: [`Error::Refused`] if something that no build wrote is where a
    /// file belongs, [`Error::Unstaged`], [`Error::Io`].
    pub fn commit(mut self, next: &Manifest) -> Result<Committed, Error> {
        let is_empty = self.staged.get_mut().unwrap_or_else(PoisonError::into_inner).is_empty();
        if let Some(manifest) = self.recorded.digest.filter(|_| is_empty && *next == self.recorded.manifest) {
            return Ok(Committed { manifest, ..Committed::default() });
        }
        let (staged, bytes) = rayon::join(|| self.take_staged(next), || next.to_bytes());
        let staged = staged?;
        let change = survey(&self.place, &staged, &self.recorded.manifest, next)?;
        let manifest = Digest::of(&bytes);
        journal::begin(&self.place, &bytes)?;
        let done =
            change.apply(&self.place).and_then(|()| journal::finish(&self.place, manifest, self.recorded.digest));
        self.is_interrupted = matches!(done, Err(Error::Interrupted { .. }));
        done?;
        self.made.clear();
        let removed = change::leaving(&self.recorded.manifest, next).count();
        Ok(Committed { written: staged.len(), removed, manifest })
    }

    /// Forgets what was staged; the output is as it was before [`open`].
    pub fn abandon(self) {}

    /// Returns what of the staged files is in `next`, in order, once `next` is known to record nothing else.
    fn take_staged(&mut self, next: &Manifest) -> Result<Staged, Error> {
        let all = self.staged.get_mut().unwrap_or_else(PoisonError::into_inner);
        for (path, record) in next {
            let known = match all.get(path) {
                Some(waiting) => waiting.written,
                None => self.recorded.manifest.get(path).map(Record::identity),
            };
            if known != Some(record.identity()) {
                return Err(Error::Unstaged { path: path.clone() });
            }
        }
        let mut staged = Staged::default();
        for (path, Waiting { berth, .. }) in std::mem::take(all) {
            if next.contains(&path) {
                staged.push(path, berth);
            } else {
                let forgotten = staging::berth(&self.place, path.as_str(), berth);
                place::absent(fs::remove_file(&forgotten)).map_err(Error::io("remove", &forgotten))?;
            }
        }
        Ok(staged)
    }

    fn is_there(&self, path: &FilePath, record: &Record) -> bool {
        self.look(path).is_some_and(|metadata| metadata.is_file() && metadata.len() == record.len)
    }

    /// Tells whether something is at a path that a file can replace: a link, too.
    fn has_file(&self, path: &FilePath) -> bool {
        self.look(path).is_some_and(|metadata| !metadata.is_dir())
    }

    fn look(&self, path: &FilePath) -> Option<Metadata> {
        fs::symlink_metadata(self.place.output.join(path.as_str())).ok()
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // With a journal that can't be removed the staging folder is still needed: the next build decides.
        if self.is_interrupted || self.place.drop_journal().is_err() {
            return;
        }
        // What can't be removed here is removed by the next build; there is nobody to tell.
        let _ = self.place.drop_staging();
        for folder in &self.made {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Makes the output folder and those above it, and returns those that it made, the deepest first.
fn make_folders(output: &Path) -> Result<Vec<PathBuf>, Error> {
    let missing = output
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(output).map_err(Error::io("make", output))?;
    Ok(missing)
}

/// Refuses an output where a folder of the manifest was replaced by a symbolic link.
fn check_folders(output: &Path, manifest: &Manifest) -> Result<(), Error> {
    let mut folders: Vec<&str> = Vec::new();
    let mut last = "";
    for (path, _) in manifest {
        let path = path.as_str();
        // In order of the paths, the folders of two files in a row are mostly the same.
        let is_new = |folder: &str| !last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        folders.extend(path.match_indices('/').map(|(slash, _)| &path[..slash]).filter(|folder| is_new(folder)));
        last = path;
    }
    folders.into_par_iter().try_for_each(|folder| {
        let folder = output.join(folder);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_symlink() => Err(Error::refused(folder, Reason::Link)),
            Ok(_) | Err(_) => Ok(()),
        }
    })
}
