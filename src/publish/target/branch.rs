//! A branch of a git repository: a folder into which it is checked out, and a push.

use super::folder::Folder;
use super::git::{self, Checkout, History};
use super::{Change, Described, Target};
use crate::engine::Engine;
use crate::error::Error;
use crate::publish::payload::Payload;
use crate::route::FilePath;
use crate::write::Manifest;

/// The branch that is published to unless the target says otherwise.
const BRANCH: &str = "gh-pages";

/// A branch, checked out into a folder that is gone when this is.
pub(super) struct Branch {
    folder: Folder,
    checkout: Checkout,
}

impl Branch {
    /// Checks the branch out.
    pub(super) fn open(engine: &Engine, described: &Described<'_>) -> Result<Self, Error> {
        let name = described.name;
        let repository = described.needed("repository")?;
        // A folder is not an address: `ssh://host/x`, `host:x`.
        let repository = if repository.contains(':') {
            repository.to_owned()
        } else {
            engine.options.root.join(repository).to_string_lossy().into_owned()
        };
        let history = match described.text("history") {
            None | Some("keep") => History::Keep,
            Some("one") => History::One,
            Some(other) => {
                return Err(Error::Usage(format!("the `history` of `{name}` is `keep` or `one`, not `{other}`")));
            }
        };
        let branch = described.text("branch").unwrap_or(BRANCH).to_owned();
        let checkout = git::Branch { repository, branch, history }.checked(name)?.check_out()?;
        let folder = Folder::open(engine, checkout.folder())?;
        Ok(Self { folder, checkout })
    }
}

impl Target for Branch {
    fn held(&self) -> &Manifest {
        self.folder.held()
    }

    fn owner(&self) -> Option<&str> {
        self.folder.owner()
    }

    fn stale(&self, payload: &Payload) -> Result<Vec<FilePath>, Error> {
        self.folder.stale(payload)
    }

    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        self.folder.read(files)
    }

    fn send(self: Box<Self>, change: &Change<'_>) -> Result<(), Error> {
        self.folder.commit(change)?;
        self.checkout.push()
    }
}
