//! Looks through folders for what changed since the last look, where the system tells of nothing.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ignore::WalkBuilder;

/// What is known of the files below some paths.
pub(super) struct Look {
    paths: Vec<PathBuf>,
    seen: BTreeMap<PathBuf, Stamp>,
}

/// What tells one state of a file from the next.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
    file: u64,
}

impl Look {
    /// Looks for the first time.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        let seen = stamps(&paths);
        Self { paths, seen }
    }

    /// Returns the files and folders that are new, changed or gone since the last look, sorted.
    pub(super) fn again(&mut self) -> Vec<PathBuf> {
        let now = stamps(&self.paths);
        let mut changed: Vec<PathBuf> = Vec::new();
        changed.extend(now.iter().filter(|(path, stamp)| self.seen.get(*path) != Some(stamp)).map(|it| it.0.clone()));
        changed.extend(self.seen.keys().filter(|path| !now.contains_key(*path)).cloned());
        changed.sort_unstable();
        self.seen = now;
        changed
    }
}

fn stamps(paths: &[PathBuf]) -> BTreeMap<PathBuf, Stamp> {
    let walk = |path: &PathBuf| WalkBuilder::new(path).standard_filters(false).follow_links(false).build();
    let entries = paths.iter().filter(|path| path.exists()).flat_map(walk).filter_map(Result::ok);
    entries.filter_map(|entry| Some((entry.path().to_path_buf(), Stamp::of(entry.path())?))).collect()
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let found = path.metadata().ok()?;
        // The time of a folder changes with the files in it, which are told by themselves.
        let modified = if found.is_dir() { None } else { found.modified().ok() };
        let len = if found.is_dir() { 0 } else { found.len() };
        Some(Self { modified, len, file: number(&found) })
    }
}

#[cfg(unix)]
fn number(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}
