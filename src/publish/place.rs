//! Where a target is: a folder, or a branch that is checked out into one.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::git::{Branch, Checkout, History};
use crate::error::Error;

/// The branch that is published to unless the target says otherwise.
const BRANCH: &str = "gh-pages";

/// A target at hand.
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A branch, checked out.
    Branch(BranchPlace),
}

/// A branch, checked out into a folder that is gone when this is.
pub struct BranchPlace(Checkout);

impl Place {
    /// Opens a target as the settings describe it; relative folders count from the project.
    pub fn open(root: &Path, name: &str, target: &Value) -> Result<Self, Error> {
        let text = |key: &str| target.get(key).and_then(Value::as_str);
        let needed = |key: &str| text(key).ok_or_else(|| Error::Usage(format!("the target `{name}` needs a `{key}`")));
        match text("kind") {
            Some("folder") => Ok(Self::Folder(root.join(needed("path")?))),
            Some("git") => {
                let repository = needed("repository")?;
                // A folder is not an address: `ssh://host/x`, `host:x`.
                let is_folder = !repository.contains(':');
                let near = root.join(repository);
                let repository = if is_folder { near.to_string_lossy().into_owned() } else { repository.to_owned() };
                let history = match text("history") {
                    None | Some("keep") => History::Keep,
                    Some("one") => History::One,
                    Some(other) => {
                        let message = format!("the `history` of `{name}` is `keep` or `one`, not `{other}`");
                        return Err(Error::Usage(message));
                    }
                };
                let branch = Branch { repository, branch: text("branch").unwrap_or(BRANCH).to_owned(), history };
                Ok(Self::Branch(BranchPlace(branch.checked(name)?.check_out()?)))
            }
            Some(kind) => {
                let message =
                    format!("the target `{name}` has the kind `{kind}`; this version knows `folder` and `git`");
                Err(Error::Usage(message))
            }
            None => Err(Error::Usage(format!("the target `{name}` needs a `kind`: `folder` or `git`"))),
        }
    }

    /// Returns the folder in which the files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self {
            Self::Folder(path) => path,
            Self::Branch(branch) => branch.0.folder(),
        }
    }

    /// Sends what was written to the folder, where that is not the target itself.
    pub fn send(&self) -> Result<(), Error> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Branch(branch) => branch.0.push(),
        }
    }
}
