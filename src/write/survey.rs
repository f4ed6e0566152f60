//! From the staged files and two manifests to what has to be done, without doing any of it.
//!
//! It follows from what is on the disk alone: a file that is still staged has yet to be moved, a file of the old manifest
//! that the next one lacks has yet to be removed. So a change that was interrupted is surveyed again and applied again,
//! with the same result.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use super::access::Access;
use super::change::{self, Change, Obstacle};
use super::error::{Error, Reason};
use super::manifest::Manifest;
use super::place::Place;
use super::staging::Staged;
use crate::route::FilePath;

/// Finds out what has to be done, and refuses if anything is in the way. What is staged is part of `next`.
pub(super) fn survey<'a>(
    place: &'a Place,
    staged: &'a Staged,
    old: &'a Manifest,
    next: &'a Manifest,
) -> Result<Change<'a>, Error> {
    let mut survey =
        Survey { place, old, next, access: Access::of(place)?, ground: HashMap::new(), obstacles: Vec::new() };
    let arrivals = survey.arrivals(&staged.new)?;
    survey.check_replacements(&staged.over)?;
    let removals = survey.removals()?;
    Ok(Change { obstacles: survey.obstacles, arrivals, replacements: &staged.over, removals })
}

struct Survey<'a> {
    place: &'a Place,
    old: &'a Manifest,
    next: &'a Manifest,
    access: Access,
    /// What was found where folders are needed.
    ground: HashMap<&'a str, Ground>,
    obstacles: Vec<Obstacle<'a>>,
}

/// What is where a folder is needed.
#[derive(Clone, Copy)]
enum Ground {
    /// Nothing, or nothing once the obstacles are gone.
    Missing,
    File,
    /// Whether names can be changed in it is asked when the first one has to be.
    Folder {
        is_writable: bool,
    },
}

/// What is above a file: its folder, or else what is in the place of the first of its folders that isn't there.
enum Parent<'a> {
    Folder,
    Missing(&'a str),
    File(&'a str),
}

impl<'a> Survey<'a> {
    /// Returns what to move so that new files come to their paths: each file, or its first folder that is missing.
    fn arrivals(&mut self, files: &'a [FilePath]) -> Result<Vec<&'a str>, Error> {
        let mut arrivals: Vec<&str> = Vec::new();
        for file in files {
            let path = file.as_str();
            // In order of their paths, the files of a folder that is moved whole follow one another.
            if arrivals.last().is_some_and(|folder| change::is_below(path, folder)) {
                continue;
            }
            let arrival = match self.find_parent(path)? {
                Parent::Folder => {
                    self.vacate(file)?;
                    path
                }
                Parent::Missing(folder) => folder,
                Parent::File(folder) => {
                    self.clear(folder)?;
                    folder
                }
            };
            arrivals.push(arrival);
        }
        Ok(arrivals)
    }

    /// Replaced files were looked at when they were staged; what the old manifest lacks was tampered with.
    fn check_replacements(&mut self, files: &'a [FilePath]) -> Result<(), Error> {
        for file in files {
            match self.find_parent(file.as_str())? {
                Parent::Folder if self.old.contains(file) => {}
                Parent::Folder => self.vacate(file)?,
                Parent::Missing(_) => {}
                Parent::File(folder) => self.clear(folder)?,
            }
        }
        Ok(())
    }

    fn removals(&mut self) -> Result<Vec<&'a FilePath>, Error> {
        let mut removals = Vec::new();
        for file in change::leaving(self.old, self.next) {
            match self.find_parent(file.as_str())? {
                Parent::Folder => removals.push(file),
                Parent::Missing(_) | Parent::File(_) => {}
            }
        }
        Ok(removals)
    }

    /// Looks at the folders above a file, and makes sure that names can be changed in the last one that there is.
    fn find_parent(&mut self, path: &'a str) -> Result<Parent<'a>, Error> {
        let mut parent = "";
        for (slash, _) in path.match_indices('/') {
            let folder = &path[..slash];
            let found = match self.ground(folder)? {
                Ground::Folder { .. } => None,
                Ground::Missing => Some(Parent::Missing(folder)),
                Ground::File => Some(Parent::File(folder)),
            };
            if let Some(found) = found {
                self.prove_writable(parent)?;
                return Ok(found);
            }
            parent = folder;
        }
        self.prove_writable(parent)?;
        Ok(Parent::Folder)
    }

    /// Looks at a path where a folder is needed, the folders above it known to be there.
    fn ground(&mut self, folder: &'a str) -> Result<Ground, Error> {
        if let Some(ground) = self.ground.get(folder) {
            return Ok(*ground);
        }
        let path = self.place.output.join(folder);
        let ground = match look(&path)? {
            None => Ground::Missing,
            Some(metadata) if metadata.is_dir() => Ground::Folder { is_writable: self.access.is_evident(&metadata) },
            Some(metadata) if metadata.is_symlink() && self.leaving_file(folder).is_none() => {
                return Err(Error::refused(path, Reason::Link));
            }
            Some(_) => Ground::File,
        };
        self.ground.insert(folder, ground);
        Ok(ground)
    }

    /// Has a file removed that is where a folder is needed, if it is one of ours that leaves.
    fn clear(&mut self, path: &'a str) -> Result<(), Error> {
        let Some(file) = self.leaving_file(path) else {
            return Err(Error::refused(self.place.output.join(path), Reason::InTheWay));
        };
        self.obstacles.push(Obstacle { path, files: vec![file] });
        self.ground.insert(path, Ground::Missing);
        Ok(())
    }

    /// Refuses if names in a folder can't be changed, as far as that can be told before it is done.
    fn prove_writable(&mut self, folder: &'a str) -> Result<(), Error> {
        let known = Ground::Folder { is_writable: true };
        match self.ground.insert(folder, known) {
            Some(Ground::Folder { is_writable: false }) => Access::prove(self.place, folder),
            _ => Ok(()),
        }
    }

    /// Makes sure that nothing but our own is at the path of a file that is staged.
    fn vacate(&mut self, file: &'a FilePath) -> Result<(), Error> {
        let path = file.as_str();
        let target = self.place.output.join(path);
        match look(&target)? {
            None => Ok(()),
            Some(metadata) if metadata.is_dir() => {
                let files: Vec<_> =
                    change::leaving(self.old, self.next).filter(|file| change::is_below(file.as_str(), path)).collect();
                check_only(&files, &target, path)?;
                self.obstacles.push(Obstacle { path, files });
                Ok(())
            }
            Some(_) if self.old.contains(file) => Ok(()),
            Some(_) => Err(Error::refused(target, Reason::InTheWay)),
        }
    }

    fn leaving_file(&self, path: &str) -> Option<&'a FilePath> {
        let path = FilePath::new(path)?;
        let file = self.old.path(&path)?;
        (!self.next.contains(&path)).then_some(file)
    }
}

/// Refuses a folder that holds anything but `files` and the folders they are in.
fn check_only(files: &[&FilePath], folder: &Path, path: &str) -> Result<(), Error> {
    let mut folders = vec![(folder.to_owned(), path.to_owned())];
    while let Some((folder, path)) = folders.pop() {
        let inside = format!("{path}/");
        let first = files.partition_point(|file| file.as_str() < inside.as_str());
        if !files.get(first).is_some_and(|file| change::is_below(file.as_str(), &path)) {
            return Err(Error::refused(folder, Reason::InTheWay));
        }
        for entry in fs::read_dir(&folder).map_err(Error::io("list", &folder))? {
            let entry = entry.map_err(Error::io("list", &folder))?;
            let child = format!("{inside}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(Error::io("read", &entry.path()))?;
            if kind.is_dir() {
                folders.push((entry.path(), child));
            } else if files.binary_search_by(|file| file.as_str().cmp(&child)).is_err() {
                return Err(Error::refused(entry.path(), Reason::InTheWay));
            }
        }
    }
    Ok(())
}

/// Looks at what is at a path, links not followed.
fn look(path: &Path) -> Result<Option<Metadata>, Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}
