//! Listens to what the system tells of the project's folders, and looks after the folders themselves.

use std::collections::{BTreeMap, VecDeque};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::FOLDERS;
use crate::config;

/// What the system tells.
pub(super) struct System {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    /// What was told while nobody waited.
    early: VecDeque<notify::Result<notify::Event>>,
    /// What is watched, with what tells it from another folder at the same path.
    watched: BTreeMap<PathBuf, Mark>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark(u64, u64);

impl System {
    /// Starts to listen.
    pub(super) fn new(root: &Path) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher = RecommendedWatcher::new(sender, notify::Config::default())?;
        let mut system =
            Self { root: root.to_path_buf(), watcher, events, early: VecDeque::new(), watched: BTreeMap::new() };
        system.folders()?;
        Ok(system)
    }

    /// Waits at most this long, and returns what was touched in the meantime. Fails where the system has no more room to tell
    /// of changes, or, without an error, where it has ended.
    pub(super) fn wait(&mut self, most: Duration) -> Result<Vec<PathBuf>, Option<notify::Error>> {
        if self.early.is_empty() {
            match self.events.recv_timeout(most) {
                Ok(event) => self.early.push_back(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(None),
            }
        }
        self.early.extend(self.events.try_iter());
        let mut touched = Vec::new();
        while let Some(event) = self.early.pop_front() {
            touched.extend(self.paths(event)?);
        }
        touched.extend(self.folders()?);
        Ok(touched)
    }

    /// Tells whether a path for which `counts` holds was touched since the last wait, which the next one returns at once.
    pub(super) fn is_stirred(&mut self, counts: impl Fn(&Path) -> bool) -> bool {
        self.early.extend(self.events.try_iter());
        let touched = |event: &notify::Event| !is_reading(event) && event.paths.iter().any(|path| counts(path));
        self.early.iter().flatten().any(touched)
    }

    fn paths(&self, event: notify::Result<notify::Event>) -> notify::Result<Vec<PathBuf>> {
        let event = match event {
            Ok(event) => event,
            Err(error) if is_full(&error) => return Err(error),
            // A file that went while it was looked at is no failure.
            Err(_) => return Ok(Vec::new()),
        };
        let mut paths = if is_reading(&event) { Vec::new() } else { event.paths.clone() };
        if event.need_rescan() {
            paths.push(self.root.join(FOLDERS[0]));
        }
        Ok(paths)
    }

    /// Watches the folders that are there now, and returns those that came, went, or are others than before.
    fn folders(&mut self) -> notify::Result<Vec<PathBuf>> {
        let mut touched = Vec::new();
        // The root itself tells of the settings, and of folders that come and go.
        let root = (self.root.clone(), self.root.join(config::FILE), RecursiveMode::NonRecursive);
        let below =
            FOLDERS.map(|folder| self.root.join(folder)).map(|path| (path.clone(), path, RecursiveMode::Recursive));
        for (path, stands_for, mode) in std::iter::once(root).chain(below) {
            let mark = Mark::of(&path);
            if mark.as_ref() == self.watched.get(&path) {
                continue;
            }
            touched.push(stands_for);
            if self.watched.remove(&path).is_some() {
                // It is gone already where the folder is.
                let _ = self.watcher.unwatch(&path);
            }
            let Some(mark) = mark else { continue };
            match self.watcher.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, mark);
                }
                // It went again: the next look finds it.
                Err(_) if !path.exists() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(touched)
    }
}

/// Tells whether a file was only read.
fn is_reading(event: &notify::Event) -> bool {
    matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

/// Tells whether the system has no more room to tell of changes.
fn is_full(error: &notify::Error) -> bool {
    // ENOSPC and EMFILE.
    let full = |error: &io::Error| matches!(error.raw_os_error(), Some(28 | 24));
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => full(error),
        _ => false,
    }
}

impl Mark {
    fn of(path: &Path) -> Option<Self> {
        path.metadata().ok().filter(Metadata::is_dir).map(|found| Self::new(&found))
    }

    #[cfg(unix)]
    fn new(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self(found.dev(), found.ino())
    }

    #[cfg(not(unix))]
    fn new(_: &Metadata) -> Self {
        Self(0, 0)
    }
}
