//! Files that wait to be put in place, in `.dossier-staging`.
//!
//! - `new/people/ada/index.html` comes where nothing was: a folder that the output lacks is moved whole, by one rename.
//! - `over/4/4a1f…`, the digest of the path, replaces a file: its folder is there, and none has to be made and removed
//!   for waiting. Of sixteen folders each has its own lock in the kernel, which threads would wait for.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::Error;
use super::manifest::Manifest;
use super::place::Place;
use crate::digest::Digest;
use crate::route::FilePath;

const NEW: &str = "new";
const OVER: &str = "over";

/// How a file waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Berth {
    /// Nothing is at its path.
    New,
    /// A file of the last build is.
    Over,
}

/// The files that wait, each list in order.
#[derive(Debug, Default)]
pub(super) struct Staged {
    pub(super) new: Vec<FilePath>,
    pub(super) over: Vec<FilePath>,
}

impl Staged {
    pub(super) fn len(&self) -> usize {
        self.new.len() + self.over.len()
    }

    pub(super) fn push(&mut self, path: FilePath, berth: Berth) {
        match berth {
            Berth::New => self.new.push(path),
            Berth::Over => self.over.push(path),
        }
    }

    /// Finds what an interrupted build has left to be put in place; what isn't a file of the next manifest is removed.
    pub(super) fn find(place: &Place, next: &Manifest) -> Result<Self, Error> {
        if !is_folder(&place.staging) {
            place.drop_staging()?;
            return Ok(Self::default());
        }
        Ok(Self { new: find_new(&place.staging.join(NEW), next)?, over: find_over(place, next) })
    }
}

/// Returns where a file waits; a folder, too, if it is new.
pub(super) fn berth(place: &Place, path: &str, berth: Berth) -> PathBuf {
    let mut staged = place.staging.clone();
    match berth {
        Berth::New => {
            staged.push(NEW);
            staged.push(path);
        }
        Berth::Over => {
            let name = Digest::of(path.as_bytes()).to_string();
            staged.push(OVER);
            staged.push(&name[..1]);
            staged.push(name);
        }
    }
    staged
}

/// Writes a file that isn't there yet, and makes the folders above it where they are missing.
///
/// Most files share their folder with the one that this thread wrote before; most others have one of their own, so that
/// to look for it first would be wasted.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    thread_local! {
        static LAST: RefCell<PathBuf> = const { RefCell::new(PathBuf::new()) };
    }
    let Some(folder) = path.parent() else { return File::create_new(path)?.write_all(bytes) };
    LAST.with_borrow_mut(|last| {
        if last != folder {
            make_folder(folder)?;
            folder.clone_into(last);
        }
        let mut file = match File::create_new(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folder(folder)?;
                File::create_new(path)?
            }
            created => created?,
        };
        file.write_all(bytes)
    })
}

fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

fn find_new(root: &Path, next: &Manifest) -> Result<Vec<FilePath>, Error> {
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        if !is_folder(&folder) {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(Error::io("list", &folder))? {
            let entry = entry.map_err(Error::io("list", &folder))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(Error::io("read", &path))?;
            let name = entry.file_name().into_string().ok();
            let file = name.map(|name| format!("{prefix}{name}"));
            match file {
                Some(file) if kind.is_dir() => folders.push((path, format!("{file}/"))),
                Some(file) if kind.is_file() && is_next(&file, next) => {
                    found.extend(FilePath::new(&file));
                }
                // A folder that is moved whole must not take a stranger along.
                _ if kind.is_dir() => {
                    fs::remove_dir_all(&path).map_err(Error::io("remove", &path))?;
                }
                _ => fs::remove_file(&path).map_err(Error::io("remove", &path))?,
            }
        }
    }
    found.sort();
    Ok(found)
}

fn find_over(place: &Place, next: &Manifest) -> Vec<FilePath> {
    next.iter()
        .map(|(path, _)| path)
        .filter(|path| {
            fs::symlink_metadata(berth(place, path.as_str(), Berth::Over)).is_ok_and(|metadata| metadata.is_file())
        })
        .cloned()
        .collect()
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

fn is_next(path: &str, next: &Manifest) -> bool {
    FilePath::new(path).is_some_and(|path| next.contains(&path))
}
