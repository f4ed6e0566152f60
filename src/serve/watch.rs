//! Tells when something in the project's folders changed: events are hints, a moment of quiet ends a change, and what is read then decides.
//!
//! 1. Where the system tells of changes, it is listened to; where it cannot, or with `--poll`, the folders are looked through.
//! 2. A change is complete when nothing has happened for a moment; after many files, such as a checkout, for a longer one.
//! 3. A text that is missing or empty then may be half of a save: editors delete and create. It has a little more time.
//! 4. Folders that came, went, or were made again are watched anew; that is looked after twice a second.

mod look;
mod system;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::config;
use look::Look;
use system::System;

/// How long nothing may happen before a change counts as complete.
const QUIET: Duration = Duration::from_millis(20);
/// The same after many files.
const LONG_QUIET: Duration = Duration::from_millis(200);
/// How many files are many.
const MANY: usize = 16;
/// How long a text may be missing or empty in the middle of a save.
const GAP: Duration = Duration::from_millis(700);
/// How often the folders themselves are looked after, and all files where the system tells of nothing.
const LOOK: Duration = Duration::from_millis(500);

/// The folders whose texts make the site.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];
/// The endings of files that make pages.
const TEXTS: [&str; 6] = ["md", "markdown", "yaml", "html", "css", "js"];

/// Watches a project.
pub struct Watch {
    root: PathBuf,
    eyes: Eyes,
    /// How long nothing may happen; longer after many files, since more of them may come.
    quiet: Duration,
    /// A new folder: what was put into it before it was watched has told nothing, so that there is one more look.
    again: Option<Vec<String>>,
}

/// How changes are seen.
enum Eyes {
    /// The system tells of them.
    System(System),
    /// The folders are looked through.
    Look(Look),
}

/// What happened.
pub struct Touched {
    /// The files, from the root, sorted, each once.
    pub files: Vec<String>,
    /// Whether it is only one more look, of which nothing is said where it finds nothing.
    pub again: bool,
    /// Why the folders are looked through from now on.
    pub polls: Option<String>,
}

impl Watch {
    /// Starts to watch the folders of the project at `root` and its settings; the second value says why they are looked through
    /// although that was not asked for.
    #[must_use]
    pub fn new(root: &Path, polls: bool) -> (Self, Option<String>) {
        let (eyes, reason) = match if polls { Err(None) } else { System::new(root).map_err(Some) } {
            Ok(system) => (Eyes::System(system), None),
            Err(error) => (look(root), error.map(|error| error.to_string())),
        };
        (Self { root: root.to_path_buf(), eyes, quiet: QUIET, again: None }, reason)
    }

    /// Waits for a change; `None` when watching has ended.
    pub fn wait(&mut self) -> Option<Touched> {
        loop {
            let mut touched = Vec::new();
            let mut polls = None;
            if let Err(error) = self.collect(LOOK, &mut touched) {
                polls = Some(error?.to_string());
                self.eyes = look(&self.root);
            }
            if touched.is_empty() && polls.is_none() {
                let Some(files) = self.again.take() else { continue };
                return Some(Touched { files, again: true, polls });
            }
            self.wait_for_rest(&mut touched);
            touched.sort_unstable();
            touched.dedup();
            let folders: Vec<String> = touched.iter().filter(|path| self.root.join(path).is_dir()).cloned().collect();
            self.again = Some(folders).filter(|folders| !folders.is_empty());
            return Some(Touched { files: told(touched), again: false, polls });
        }
    }

    /// Tells whether something has changed since the last change, for which nobody has waited yet.
    pub fn is_stirred(&mut self) -> bool {
        let counts = |path: &Path| {
            let mut touched = Vec::new();
            note(&self.root, path, &mut touched);
            !touched.is_empty()
        };
        match &mut self.eyes {
            Eyes::System(system) => system.is_stirred(counts),
            Eyes::Look(_) => false,
        }
    }

    /// Waits for a first change at most this long, and collects until nothing has happened for a moment. Fails where watching
    /// is over: without an error where the system has ended it.
    fn collect(&mut self, most: Duration, touched: &mut Vec<String>) -> Result<(), Option<notify::Error>> {
        let mut until = Instant::now() + most;
        loop {
            let wait = until.saturating_duration_since(Instant::now());
            let before = touched.len();
            match &mut self.eyes {
                Eyes::System(system) => {
                    for path in system.wait(wait)? {
                        note(&self.root, &path, touched);
                    }
                }
                Eyes::Look(look) => {
                    thread::sleep(wait);
                    look.again().iter().for_each(|path| note(&self.root, path, touched));
                }
            }
            if touched.len() > before {
                if touched.len() > MANY {
                    self.quiet = LONG_QUIET;
                }
                until = Instant::now() + self.quiet;
            } else if Instant::now() >= until {
                if touched.len() <= MANY {
                    self.quiet = QUIET;
                }
                return Ok(());
            }
        }
    }

    /// Gives a save that deletes and creates, or empties and writes, the time for its second half.
    fn wait_for_rest(&mut self, touched: &mut Vec<String>) {
        let start = Instant::now();
        while touched.iter().any(|path| self.is_half(path)) {
            let Some(left) = GAP.checked_sub(start.elapsed()) else { return };
            if self.collect(left.min(QUIET * 2), touched).is_err() {
                return;
            }
        }
    }

    /// Tells whether a text is missing or empty.
    fn is_half(&self, path: &str) -> bool {
        let path = self.root.join(path);
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        TEXTS.contains(&ending) && path.metadata().map_or(true, |found| found.is_file() && found.len() == 0)
    }
}

/// Looks through the folders for the first time.
fn look(root: &Path) -> Eyes {
    let below = FOLDERS.iter().chain(&[config::FILE]);
    Eyes::Look(Look::new(below.map(|name| root.join(name)).collect()))
}

/// Adds a path to those that were touched, from the root, unless it makes no part of the site.
fn note(root: &Path, path: &Path, touched: &mut Vec<String>) {
    let Ok(below) = path.strip_prefix(root) else { return };
    let mut parts = below.components().map(|part| part.as_os_str().to_string_lossy());
    let Some(first) = parts.next() else { return };
    // Editors keep their own files under such names.
    let aside = parts.any(|part| part.starts_with('.') || part.ends_with('~'));
    if !aside && (first == config::FILE || FOLDERS.contains(&&*first)) {
        let path = below.to_string_lossy().replace('\\', "/");
        if touched.last() != Some(&path) {
            touched.push(path);
        }
    }
}

/// Returns what is told of touched paths: folders, and names that were there for a moment, only where nothing else is.
fn told(touched: Vec<String>) -> Vec<String> {
    let is_file = |path: &&String| path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let files: Vec<String> = touched.iter().filter(is_file).cloned().collect();
    if files.is_empty() { touched } else { files }
}
