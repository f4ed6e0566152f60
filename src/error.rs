//! What the machine refuses, always with the path or address that it is about. Never used for an author's mistakes.

use std::io;
use std::path::PathBuf;

/// A failure that no author can mend in a text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {doing} `{}`: {}", path.display(), reason(source))]
    Io {
        /// What was being done: `read`, `write`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// No project was found.
    #[error("no `dossier.yaml` in `{}` or any folder above it", folder.display())]
    NoProject {
        /// Where the search began.
        folder: PathBuf,
    },
    /// An argument is wrong.
    #[error("{0}")]
    Usage(String),
    /// `--verify` found a difference.
    #[error("the output differs from a clean build: {0}")]
    Differs(String),
    /// Git refused or failed.
    #[error("git {doing}: {said}")]
    Git {
        /// The command of git.
        doing: String,
        /// Its own words, without passwords.
        said: String,
    },
    /// A host far away refused or failed, or could not be reached.
    #[error("{address}: cannot {doing}: {said}")]
    Remote {
        /// The host, such as `s3.eu-central-1.amazonaws.com`; never with a user, a password or a signature.
        address: String,
        /// What was being done: ``write `index.html` ``.
        doing: String,
        /// What it said, or why it could not be reached.
        said: String,
    },
    /// Somebody else is publishing to the same target.
    #[error("{0}")]
    Busy(String),
    /// A published site is not what was published.
    #[error("{0}")]
    Altered(String),
    /// A safety rule stands against what was asked.
    #[error("{0}")]
    Refused(String),
    /// The output was refused, is locked, or could not be written.
    #[error(transparent)]
    Output(#[from] crate::write::Error),
}

impl Error {
    /// Wraps an error of the file system.
    #[must_use]
    pub fn io(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { doing, path: path.into(), source }
    }

    /// Returns the exit code that the data contract gives it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Output(error) => error.exit_code(),
            Self::Differs(_) | Self::Altered(_) => 5,
            Self::Refused(_) => 3,
            Self::Busy(_) => 4,
            Self::Io { .. } | Self::NoProject { .. } | Self::Usage(_) | Self::Git { .. } | Self::Remote { .. } => 2,
        }
    }
}

/// Returns the reason without the number that the standard library adds.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}
