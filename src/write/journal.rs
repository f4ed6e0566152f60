//! From "everything is staged" to "everything is in place", past any interruption.
//!
//! The journal is the next manifest; what is in the staging folder is what has yet to be moved:
//!
//! 1. `.dossier-journal` is written and synced. Incomplete, it is worth nothing, and the old site stays.
//! 2. Files are moved and removed, see [`Change`](super::change::Change). From here on there is only forward.
//! 3. `.dossier-journal` becomes `.dossier-manifest` by one rename, so the two never disagree.
//! 4. The staging folder goes.

use std::fs;
use std::io;
use std::path::Path;

use super::error::Error;
use super::inputs::Inputs;
use super::manifest::{Fault, Manifest, Record};
use super::place::{self, Place};
use super::staging::Staged;
use super::survey::survey;
use crate::digest::Digest;
use crate::route::FilePath;

/// Writes the journal: step 1.
pub(super) fn begin(place: &Place, next: &[u8]) -> Result<(), Error> {
    place::write_synced(&place.journal, next)?;
    place.sync()
}

/// Turns the journal into the manifest, or drops it where the manifest already has these bytes: steps 3 and 4.
pub(super) fn finish(place: &Place, next: Digest, recorded: Option<Digest>) -> Result<(), Error> {
    if recorded == Some(next) { fs::remove_file(&place.journal) } else { fs::rename(&place.journal, &place.manifest) }
        .map_err(|source| Error::Interrupted { path: place.manifest.clone(), source, doing: "replace" })?;
    place.sync()?;
    place.drop_staging()
}

/// Completes what an earlier process began, or drops what it left; does nothing where nothing is left.
pub(super) fn recover(place: &Place) -> Result<(), Error> {
    let Some(bytes) = place::read_own(&place.journal)? else {
        return place.drop_staging();
    };
    let next = match Manifest::parse(&bytes) {
        Ok(next) => next,
        Err(Fault::Incomplete) => {
            place.drop_journal()?;
            return place.drop_staging();
        }
        Err(fault) => {
            return Err(Error::Manifest { path: place.journal.clone(), fault });
        }
    };
    let recorded = place.recorded()?;
    let staged = Staged::find(place, &next)?;
    survey(place, &staged, &recorded.manifest, &next)?.apply(place)?;
    let lost = lost(place, &recorded.manifest, &next);
    if lost.is_empty() {
        return finish(place, Digest::of(&bytes), recorded.digest);
    }
    forget(place, next, lost)?;
    place.drop_journal()?;
    place.sync()?;
    place.drop_staging()
}

/// Returns the changed files that don't have the bytes they should have: the staging folder was tampered with, or power
/// was lost before the staged bytes were on the disk.
fn lost(place: &Place, old: &Manifest, next: &Manifest) -> Vec<FilePath> {
    next.iter()
        .filter(|(path, record)| old.get(path).is_none_or(|before| before.identity() != record.identity()))
        .filter(|(path, record)| {
            let bytes = read_plain(&place.output.join(path.as_str()));
            bytes.map(|bytes| Digest::of(&bytes)).ok() != Some(record.digest)
        })
        .map(|(path, _)| path.clone())
        .collect()
}

/// Reads a file if it is one: a link could lead anywhere, and a pipe would hang.
fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_file() {
        fs::read(path)
    } else {
        Err(io::Error::from(io::ErrorKind::InvalidInput))
    }
}

/// Replaces the manifest by one that expects bytes of some files that they can't have, so that they're written again.
fn forget(place: &Place, mut next: Manifest, lost: Vec<FilePath>) -> Result<(), Error> {
    for path in lost {
        let unknown = Record { inputs: Inputs::default(), digest: Digest(0), len: u64::MAX };
        next.insert(path, unknown);
    }
    let staged = place.staging.join(".dossier-manifest");
    fs::create_dir_all(&place.staging).map_err(Error::io("make", &place.staging))?;
    place::absent(fs::remove_file(&staged)).map_err(Error::io("remove", &staged))?;
    place::write_synced(&staged, &next.to_bytes())?;
    fs::rename(&staged, &place.manifest).map_err(Error::io("replace", &place.manifest))
}
