//! A folder of a server, over SSH: the programs `rsync` and `ssh` of this machine do the work.
//!
//! `rsync` compares files by their sums at both ends, sends of a changed file what changed, and moves it into place when
//! it is whole. Who may enter is the business of `ssh`: its agent, its keys and its list of known hosts; it asks nothing.
//! Nothing but `rsync` is run on the server, so a key may be restricted to that.

mod run;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use self::run::{REMOVING, Rsync, Task, plain};
use super::Described;
use super::remote::{Own, Store};
use crate::engine::Engine;
use crate::error::Error;
use crate::load;
use crate::publish::gauge::Gauge;
use crate::publish::payload::Payload;
use crate::route::FilePath;
use crate::write::{self, Manifest};

/// How new files and folders may be read: by everybody, since web servers run as somebody else.
const READABLE: &str = "--chmod=D755,F644";
/// Says the name of each file that is sent.
const NAMES: &str = "--out-format=%n";
/// `rsync` knows no way to write a file only where none is, so it is looked at again after this.
const MOMENT: Duration = Duration::from_secs(1);

/// A folder of a server, and what is in it.
pub(super) struct Server {
    rsync: Rsync,
    /// Each file and folder by its path, and whether it is a folder.
    there: RefCell<BTreeMap<String, bool>>,
}

impl Server {
    /// Reaches the server that the settings describe, and lists what is in the folder.
    pub(super) fn open(engine: &Engine, described: &Described<'_>) -> Result<Self, Error> {
        let rsync = Rsync::new(&engine.options.root, described)?;
        let scratch = scratch()?;
        let mut there = BTreeMap::new();
        let task = Task {
            options: &["-r", "-l", "--list-only", "--no-human-readable"],
            folder: scratch.path(),
            is_fetch: true,
            doing: "list what is there",
        };
        rsync.run(&task, None, |line| there.extend(listed(line)))?;
        there.remove(".");
        Ok(Self { rsync, there: RefCell::new(there) })
    }

    /// Runs a task for some names.
    fn run<'n>(
        &self,
        task: &Task<'_>,
        names: impl IntoIterator<Item = &'n str>,
        told: impl FnMut(&str),
    ) -> Result<(), Error> {
        let scratch = scratch()?;
        let list = scratch.path().join("list");
        run::list(&list, names)?;
        self.rsync.run(task, Some(&list), told)
    }

    /// Fetches files into a folder; those that are not there are left out.
    fn fetch<'n>(&self, names: impl IntoIterator<Item = &'n str>, doing: &str) -> Result<TempDir, Error> {
        let folder = scratch()?;
        let options = ["-t", "--ignore-missing-args"];
        self.run(&Task { options: &options, folder: folder.path(), is_fetch: true, doing }, names, |_| ())?;
        Ok(folder)
    }

    /// Sends a file of the program's own, and tells whether it was sent.
    fn send(&self, name: &str, bytes: &[u8], how: &str) -> Result<bool, Error> {
        let folder = scratch()?;
        write::replace(&folder.path().join(name), bytes)?;
        let doing = format!("write `{name}`");
        let options = [how, READABLE, NAMES];
        let mut is_sent = false;
        let task = Task { options: &options, folder: folder.path(), is_fetch: false, doing: &doing };
        self.run(&task, [name], |line| is_sent |= line == name)?;
        Ok(is_sent)
    }

    /// Runs a task for files of a site, which are not all in one folder.
    fn run_for(
        &self,
        files: &[&FilePath],
        payload: &Payload,
        (options, doing): (&[&str], &str),
        mut told: impl FnMut(&str),
    ) -> Result<(), Error> {
        let mut by_folder: BTreeMap<&Path, Vec<&str>> = BTreeMap::new();
        for file in files {
            by_folder.entry(payload.folder(file)).or_default().push(file.as_str());
        }
        for (folder, names) in by_folder {
            self.run(&Task { options, folder, is_fetch: false, doing }, names, &mut told)?;
        }
        Ok(())
    }

    /// Removes what is named, and no folder that something is in.
    fn delete<'n>(&self, names: impl IntoIterator<Item = &'n str>, doing: &str) -> Result<(), Error> {
        let empty = scratch()?;
        let options = [REMOVING];
        self.run(&Task { options: &options, folder: empty.path(), is_fetch: false, doing }, names, |_| ())
    }

    /// Returns the folders above removed files in which nothing is left.
    fn emptied(&self, names: &[&str]) -> Vec<String> {
        let there = self.there.borrow();
        let is_empty = |folder: &String| {
            let inside = format!("{folder}/");
            let mut below = there.range(inside.clone()..).take_while(|(name, _)| name.starts_with(&inside));
            below.all(|(_, is_folder)| *is_folder)
        };
        let above: BTreeSet<String> = names.iter().flat_map(|name| above(name)).map(str::to_owned).collect();
        above.into_iter().filter(is_empty).collect()
    }
}

impl Store for Server {
    const BATCH: usize = 512;

    fn name(&self) -> String {
        self.rsync.name()
    }

    fn get(&self, name: &str) -> Result<Option<Own>, Error> {
        let folder = self.fetch([name], &format!("read `{name}`"))?;
        let path = folder.path().join(name);
        let Ok(found) = fs::metadata(&path) else { return Ok(None) };
        // The clocks of two machines differ by less than what is taken for long.
        let age = found.modified().ok().and_then(|moment| moment.elapsed().ok());
        Ok(Some((load::outside(&path)?, age)))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.send(name, bytes, "--ignore-times").map(drop)
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<bool, Error> {
        if !self.send(name, bytes, "--ignore-existing")? {
            return Ok(false);
        }
        // Of two that found nothing there, the later one is read by both.
        thread::sleep(MOMENT);
        Ok(self.get(name)?.is_some_and(|(there, _)| there == bytes))
    }

    fn anything(&self) -> Option<String> {
        self.there.borrow().keys().find(|name| !name.starts_with('.')).cloned()
    }

    fn has(&self, file: &FilePath) -> Option<bool> {
        Some(self.there.borrow().contains_key(file.as_str()))
    }

    fn differing(&self, payload: &Payload, _held: &Manifest) -> Result<Vec<(FilePath, bool)>, Error> {
        let files: Vec<&FilePath> = payload.manifest().iter().map(|(file, _)| file).collect();
        let there = self.there.borrow();
        // What is no folder, and would have to be one.
        let mut folders = files.iter().flat_map(|file| above(file.as_str()));
        if let Some(file) = folders.find(|folder| there.get(*folder) == Some(&false)).and_then(FilePath::new) {
            return Ok(vec![(file, true)]);
        }
        let mut differing = Vec::new();
        self.run_for(&files, payload, (&["--dry-run", "--checksum", NAMES], "compare files"), |line| {
            let name = plain(line);
            let file = FilePath::new(&name).filter(|file| payload.manifest().contains(file));
            differing.extend(file.map(|file| (file, there.contains_key(&name))));
        })?;
        differing.sort();
        differing.dedup();
        Ok(differing)
    }

    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let folder = self.fetch(files.iter().map(|file| file.as_str()), "read files")?;
        Ok(files.iter().map(|file| load::outside(&folder.path().join(file.as_str())).ok()).collect())
    }

    fn upload(&self, files: &[&FilePath], payload: &Payload, gauge: &Gauge) -> Result<(), Error> {
        self.run_for(files, payload, (&["--ignore-times", READABLE, NAMES], "send files"), |line| {
            let file = FilePath::new(&plain(line)).filter(|file| payload.manifest().contains(file));
            gauge.add(file.map_or(0, |file| payload.len(&file)));
        })?;
        self.there.borrow_mut().extend(files.iter().map(|file| (file.as_str().to_owned(), false)));
        Ok(())
    }

    fn remove(&self, names: &[&str]) -> Result<(), Error> {
        let doing = if let [name] = names { format!("remove `{name}`") } else { "remove files".to_owned() };
        self.delete(names.iter().copied(), &doing)?;
        self.there.borrow_mut().retain(|name, _| !names.contains(&name.as_str()));
        // A folder goes after those in it.
        let mut emptied = self.emptied(names);
        emptied.sort_by_key(|folder| folder.matches('/').count());
        while let Some(depth) = emptied.last().map(|folder| folder.matches('/').count()) {
            let first = emptied.partition_point(|folder| folder.matches('/').count() < depth);
            let deepest = emptied.split_off(first);
            self.delete(deepest.iter().map(String::as_str), "remove empty folders")?;
        }
        Ok(())
    }
}

/// Makes a folder that is gone when it is dropped.
fn scratch() -> Result<TempDir, Error> {
    tempfile::tempdir().map_err(|source| Error::io("make", std::env::temp_dir(), source))
}

/// Returns the folders above a file, the nearest last.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Reads a line of a list: `-rw-r--r--  812 2025/02/12 09:30:00 people/ada/index.html`.
fn listed(line: &str) -> Option<(String, bool)> {
    let (kind, rest) = line.split_once(' ')?;
    let (_length, rest) = rest.trim_start().split_once(' ')?;
    let name = rest.get("2025/02/12 09:30:00 ".len()..)?;
    let name = if kind.starts_with('l') { name.split(" -> ").next()? } else { name };
    Some((plain(name), kind.starts_with('d')))
}

#[cfg(test)]
mod tests {
    use super::{above, listed};

    #[test]
    fn lines_of_a_list_are_read() {
        let read = |line| listed(line).unwrap();
        assert_eq!(read("drwxr-xr-x        4096 2025/02/12 09:30:00 people"), ("people".to_owned(), true));
        assert_eq!(read("-rw-r--r--  1234567890 2025/02/12 09:30:00 a b/c.html"), ("a b/c.html".to_owned(), false));
        assert_eq!(read("lrwxrwxrwx           3 2025/02/12 09:30:00 live -> old"), ("live".to_owned(), false));
        assert_eq!(listed("a banner"), None);
        assert_eq!(above("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
