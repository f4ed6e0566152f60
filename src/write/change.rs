//! From staged files to the new tree: what a survey found to be done is done.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::error::Error;
use super::manifest::Manifest;
use super::place::Place;
use super::staging::{self, Berth};
use crate::route::FilePath;

/// What has to happen to the output, in this order.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// Files and folders of the old site where the new one has a folder or a file.
    pub(super) obstacles: Vec<Obstacle<'a>>,
    /// New files, and new folders where there is no folder yet.
    pub(super) arrivals: Vec<&'a str>,
    /// New files in the place of old ones.
    pub(super) replacements: &'a [FilePath],
    /// What the old manifest has and the next one lacks.
    pub(super) removals: Vec<&'a FilePath>,
}

/// Old files that go before the new ones come.
#[derive(Debug)]
pub(super) struct Obstacle<'a> {
    /// The file, or the folder that holds nothing but `files`.
    pub(super) path: &'a str,
    pub(super) files: Vec<&'a FilePath>,
}

/// Changes the output; remembers whether it did.
struct Hand<'a> {
    place: &'a Place,
    touched: bool,
}

impl Change<'_> {
    /// Does it. [`Error::Interrupted`] once something was changed, [`Error::Io`] as long as nothing was.
    pub(super) fn apply(&self, place: &Place) -> Result<(), Error> {
        let mut hand = Hand { place, touched: false };
        for obstacle in &self.obstacles {
            hand.remove(&obstacle.files, obstacle.path)?;
        }
        for path in &self.arrivals {
            hand.bring(path, Berth::New)?;
        }
        for path in self.replacements {
            hand.bring(path.as_str(), Berth::Over)?;
        }
        hand.remove(&self.removals, "")
    }
}

impl Hand<'_> {
    fn bring(&mut self, path: &str, berth: Berth) -> Result<(), Error> {
        let staged = staging::berth(self.place, path, berth);
        let target = self.place.output.join(path);
        let moved = match fs::rename(&staged, &target) {
            // Somebody removed the folder of a file that was to be replaced.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&staged, &target))
            }
            moved => moved,
        };
        moved.map_err(|error| self.stopped("move into place", &target, error))?;
        self.touched = true;
        Ok(())
    }

    /// Removes files, and those folders at `floor` and below that this leaves empty.
    fn remove(&mut self, files: &[&FilePath], floor: &str) -> Result<(), Error> {
        let mut folders = BTreeSet::new();
        for file in files {
            let file = file.as_str();
            let path = self.place.output.join(file);
            match fs::remove_file(&path) {
                Ok(()) => self.touched = true,
                Err(error) if is_gone(&error, &path) => {}
                Err(error) => return Err(self.stopped("remove", &path, error)),
            }
            folders.extend(
                file.match_indices('/')
                    .map(|(slash, _)| &file[..slash])
                    .filter(|folder| *folder == floor || is_below(folder, floor)),
            );
        }
        // The reverse order has what is in a folder before the folder.
        for folder in folders.into_iter().rev() {
            let path = self.place.output.join(folder);
            match fs::remove_dir(&path) {
                Ok(()) => self.touched = true,
                Err(error) if may_stay(&error) => {}
                Err(error) => return Err(self.stopped("remove", &path, error)),
            }
        }
        Ok(())
    }

    fn stopped(&self, doing: &'static str, path: &Path, source: io::Error) -> Error {
        let path = path.to_owned();
        if self.touched { Error::Interrupted { path, source, doing } } else { Error::Io { path, source, doing } }
    }
}

/// Returns the files of the old manifest that the next one lacks, in order.
pub(super) fn leaving<'a>(old: &'a Manifest, next: &'a Manifest) -> impl Iterator<Item = &'a FilePath> {
    let mut staying = next.iter().map(|(path, _)| path).peekable();
    old.iter().map(|(path, _)| path).filter(move |path| {
        while staying.next_if(|staying| staying < path).is_some() {}
        staying.peek() != Some(path)
    })
}

/// Tells whether `path` is in `folder` or deeper; everything is below the output folder, whose path is empty.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Tells whether a file that couldn't be removed isn't there: others may have removed it, or put a folder in its place.
fn is_gone(error: &io::Error, path: &Path) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory)
        || fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Tells whether a folder may be left where it is: it holds what isn't ours, or nobody is harmed by an empty one.
fn may_stay(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::ResourceBusy
            | io::ErrorKind::PermissionDenied
    )
}
