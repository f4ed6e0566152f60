//! What can keep a site from being written, and how to go on.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::manifest::Fault;
use crate::route::FilePath;

/// Why the output was not written. `Display` gives what is wrong in full, [`Error::help`] what to do about it.
#[derive(Debug, Error)]
pub enum Error {
    /// Writing there could harm files that are not ours; nothing was changed.
    #[error("refusing to write to `{}`: {reason}", path.display())]
    Refused {
        /// The output folder, or the place in it that is in the way.
        path: PathBuf,
        /// What is wrong with it.
        reason: Reason,
    },
    /// Another process is building; nothing was changed.
    #[error("`{}` is locked by another dossier{}", path.display(), process(*holder))]
    Locked {
        /// What is locked: the project's lock file, or the output folder.
        path: PathBuf,
        /// The number of the process that holds the lock, where it can be told.
        holder: Option<u32>,
    },
    /// The manifest or the journal of an earlier build can't be relied on; nothing was changed.
    #[error("cannot use `{}`: {fault}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The machine failed or refused before anything visible was changed.
    #[error("cannot {doing} `{}`: {}", path.display(), said(source))]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// What the machine said. It is part of the message, and so it is not offered as the source once more.
        r#source: io::Error,
        /// What was being done, as in "cannot *write* `index.html`".
        doing: &'static str,
    },
    /// The machine failed or refused while the new files were being put in place: each file is whole, old or new.
    #[error("stopped before the new site was complete: cannot {doing} `{}`: {}", path.display(), said(source))]
    Interrupted {
        /// What was moved or removed.
        path: PathBuf,
        /// What the machine said.
        r#source: io::Error,
        /// What was being done.
        doing: &'static str,
    },
    /// The next manifest records a file that was neither staged nor there before: a mistake in dossier itself.
    #[error("`{}` is recorded as written, but it was not", path.as_str())]
    Unstaged {
        /// The file.
        path: FilePath,
    },
}

/// What makes a place unsafe to write to.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Reason {
    /// `/`.
    #[error("it is the root of the file system")]
    Root,
    /// The home folder, or a folder above it.
    #[error("it is your home folder, or holds it")]
    Home,
    /// The root of the project, or a folder above it.
    #[error("it is the project's own folder, or holds it")]
    Project,
    /// A folder that the site is made from, one above it, or one in it.
    #[error("it overlaps with `{}`, which the site is made from", .0.display())]
    Source(PathBuf),
    /// The folder of the cache and the lock, which may be deleted at any time.
    #[error("`.dossier` is for the cache and the lock")]
    State,
    /// Somewhere in a `.git` folder.
    #[error("it is inside of `.git`")]
    Git,
    /// Something other than a folder is where a folder has to be.
    #[error("it is not a folder")]
    NotFolder,
    /// Something other than a file is where one of our own files has to be.
    #[error("it is not a file")]
    NotFile,
    /// A symbolic link to nothing.
    #[error("it is a symbolic link that leads nowhere")]
    Dangling,
    /// A symbolic link where a folder of the site is: writing below it would write somewhere else.
    #[error("it is a symbolic link, and files of the site belong below it")]
    Link,
    /// The folder has files in it and no manifest; holds the name of one of them.
    #[error("it holds files that dossier did not write, such as `{0}`")]
    Foreign(String),
    /// A file that no build wrote is where a file of the site belongs.
    #[error("dossier did not write what is there, and a file of the site belongs there")]
    InTheWay,
    /// A path that no file of the site may have, such as `.git/config`.
    #[error("no file of the site can have that path")]
    Path,
}

impl Error {
    /// Says how to go on, where there is a way.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Refused { reason, .. } => reason.help().map(str::to_owned),
            Self::Locked { .. } => Some("wait until it is done, or stop it".to_owned()),
            Self::Manifest { path, fault } => Some(manifest_help(path, fault)),
            Self::Interrupted { .. } => {
                Some("every file is whole, old or new; the same command again completes the site".to_owned())
            }
            Self::Io { .. } | Self::Unstaged { .. } => None,
        }
    }

    /// Returns the exit code: 2 the machine, 3 refused for safety, 4 locked.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused { .. } | Self::Manifest { .. } => 3,
            Self::Locked { .. } => 4,
            Self::Io { .. } | Self::Interrupted { .. } | Self::Unstaged { .. } => 2,
        }
    }

    /// Adds the path and the deed to what the machine said.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source, doing }
    }

    /// Refuses a place.
    pub(super) fn refused(path: impl Into<PathBuf>, reason: Reason) -> Self {
        Self::Refused { path: path.into(), reason }
    }
}

impl Reason {
    const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Root
            | Self::Home
            | Self::Project
            | Self::Source(_)
            | Self::State
            | Self::Git
            | Self::NotFolder
            | Self::Dangling => Some("choose another folder with `--output`"),
            Self::Foreign(_) => Some("empty it, or choose another folder with `--output`"),
            Self::Link => Some("put a folder in its place"),
            Self::NotFile => Some("remove it"),
            Self::InTheWay => Some("move it away, or give the page another address"),
            Self::Path => None,
        }
    }
}

fn manifest_help(path: &Path, fault: &Fault) -> String {
    let folder = path.parent().unwrap_or(path).display();
    match fault {
        Fault::Version(_) => format!(
            "build with the version of dossier that wrote it, or remove what it wrote from `{folder}`, \
             `.dossier-*` too, and build again"
        ),
        Fault::Incomplete | Fault::Path { .. } | Fault::Line { .. } => format!(
            "put it back as it was, or remove the site's files from `{folder}`, `.dossier-*` too, and build again"
        ),
    }
}

/// Returns what the machine said in the form of our own messages: without the number that the standard library adds.
fn said(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

fn process(holder: Option<u32>) -> String {
    holder.map_or_else(String::new, |id| format!(" (process {id})"))
}
