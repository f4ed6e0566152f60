//! Whatever else takes a site, such as `wrangler` or `netlify`: a folder in which the site is laid out, and a program that
//! is run then.
//!
//! The folder keeps what was sent, so that the plan is that of any other target. The program runs each time, also where
//! nothing changed, since it may have failed the last time. What it prints is its own, and goes to standard error.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::folder::Folder;
use super::{Change, Described, Target};
use crate::engine::Engine;
use crate::error::Error;
use crate::publish::payload::Payload;
use crate::route::FilePath;
use crate::write::Manifest;

/// What stands for the folder in the words of the program's line.
const HERE: &str = "{folder}";

/// A folder and a program.
pub(super) struct Hook {
    folder: Folder,
    path: PathBuf,
    root: PathBuf,
    program: String,
    arguments: Vec<String>,
}

impl Hook {
    /// Opens the folder, and reads what is to be run.
    pub(super) fn open(engine: &Engine, described: &Described<'_>) -> Result<Self, Error> {
        let root: &Path = &engine.options.root;
        let path = root.join(described.needed("path")?);
        let mut words = described.texts("run").into_iter();
        let program = words.next().filter(|program| !program.is_empty());
        let program = program.ok_or_else(|| {
            let name = described.name;
            Error::Usage(format!("the target `{name}` needs a `run`, such as `[wrangler, pages, deploy, '{HERE}']`"))
        })?;
        let folder = Folder::open(engine, &path)?;
        let here = path.display().to_string();
        let arguments = words.map(|word| word.replace(HERE, &here)).collect();
        Ok(Self { folder, root: root.to_path_buf(), path, program: program.to_owned(), arguments })
    }
}

impl Target for Hook {
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
        let Self { folder, path, root, program, arguments } = *self;
        folder.commit(change)?;
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(root).env("DOSSIER_FOLDER", path);
        command.stdin(Stdio::null()).stdout(io::stderr());
        let status = command.status().map_err(|source| Error::io("run", &program, source))?;
        let said = || match status.code() {
            Some(code) => format!("it ended with {code}"),
            None => "it was stopped".to_owned(),
        };
        if status.success() {
            return Ok(());
        }
        Err(Error::Remote { address: program, doing: "send the site".to_owned(), said: said() })
    }
}
