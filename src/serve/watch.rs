//! Tells when something in the project's folders changed: events are hints, a moment of quiet ends a change.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::config;
use crate::error::Error;

/// How long nothing may happen before a change counts as complete.
const QUIET: Duration = Duration::from_millis(25);

/// The folders whose texts make the site.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Watches a project.
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    watched: Vec<PathBuf>,
}

impl Watch {
    /// Starts to watch the folders of the project at `root` and its settings.
    pub fn new(root: &Path) -> Result<Self, Error> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| failed(root, &error))?;
        let mut watch = Self { root: root.to_path_buf(), watcher, events, watched: Vec::new() };
        // The root itself tells of the settings, and of folders that come and go.
        watch.watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| failed(root, &error))?;
        watch.folders();
        Ok(watch)
    }

    fn folders(&mut self) {
        for folder in FOLDERS.map(|folder| self.root.join(folder)) {
            if !folder.is_dir() {
                self.watched.retain(|watched| *watched != folder);
            } else if !self.watched.contains(&folder) && self.watcher.watch(&folder, RecursiveMode::Recursive).is_ok() {
                self.watched.push(folder);
            }
        }
    }

    /// Waits for a change and returns the paths that it touched, from the root; `None` when watching has ended.
    pub fn wait(&mut self) -> Option<Vec<String>> {
        loop {
            let mut touched = Vec::new();
            let first = self.events.recv().ok()?;
            self.note(first, &mut touched);
            loop {
                match self.events.recv_timeout(QUIET) {
                    Ok(event) => self.note(event, &mut touched),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
            self.folders();
            touched.sort_unstable();
            touched.dedup();
            if !touched.is_empty() {
                return Some(touched);
            }
        }
    }

    fn note(&self, event: notify::Result<notify::Event>, touched: &mut Vec<String>) {
        let Ok(event) = event else { return };
        let reading = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if reading {
            return;
        }
        for path in &event.paths {
            let Ok(below) = path.strip_prefix(&self.root) else { continue };
            let first = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
            if first.is_some_and(|first| first == config::FILE || FOLDERS.contains(&first.as_str())) {
                touched.push(below.to_string_lossy().into_owned());
            }
        }
    }
}

fn failed(root: &Path, error: &notify::Error) -> Error {
    Error::io("watch", root, std::io::Error::other(error.to_string()))
}
