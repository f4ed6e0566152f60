//! A project whose output folder the tests build into, its old and its new site, and what both must be.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use dossier::digest::Digest;
use dossier::route::FilePath;
use dossier::write::{self, Committed, Error, Guard, Inputs, Manifest, Reason, Record, Target};
use tempfile::TempDir;

/// A project in a temporary folder.
pub(crate) struct Project {
    pub(crate) folder: TempDir,
    pub(crate) sources: Vec<PathBuf>,
}

/// The files of a site: path and text.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

/// All that is in a folder, links not followed: a folder's path ends in `/`, a link's text is where it leads.
pub(crate) type Tree = BTreeMap<String, String>;

pub(crate) const JOURNAL: &str = ".dossier-journal";
pub(crate) const MANIFEST: &str = ".dossier-manifest";
pub(crate) const STAGING: &str = ".dossier-staging";

impl Project {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let sources = ["content", "templates", "static"].map(|name| root.join(name));
        for source in &sources {
            fs::create_dir_all(source).unwrap();
        }
        put(&root, "content/ada.md", "# Ada");
        Self { folder, sources: sources.to_vec() }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    pub(crate) fn open_at(&self, output: &Path) -> Result<Target, Error> {
        let guard =
            Guard { project: &self.root(), content: &self.sources, home: Some(&self.folder.path().join("home/ada")) };
        write::open(output, &guard)
    }

    pub(crate) fn open(&self) -> Result<Target, Error> {
        self.open_at(&self.output())
    }

    pub(crate) fn build(&self, files: Files) -> Result<Committed, Error> {
        build(self.open()?, files)
    }

    /// What a visitor of the site sees: all but dossier's own files.
    pub(crate) fn visible(&self) -> Tree {
        let mut tree = tree(&self.output());
        tree.retain(|path, _| !path.starts_with(".dossier-"));
        tree
    }

    /// The names of dossier's own files.
    pub(crate) fn own(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.output())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(".dossier-"))
            .collect();
        names.sort();
        names
    }
}

/// Stages what changed and commits.
pub(crate) fn build(target: Target, files: Files) -> Result<Committed, Error> {
    for (path, text) in files {
        stage(&target, &file(path), text.as_bytes())?;
    }
    target.commit(&manifest(files))
}

pub(crate) fn stage(target: &Target, path: &FilePath, bytes: &[u8]) -> Result<(), Error> {
    target.stage(path, bytes, Digest::of(bytes))
}

pub(crate) fn file(path: &str) -> FilePath {
    FilePath::new(path).unwrap()
}

pub(crate) fn record(text: &str) -> Record {
    Record {
        inputs: Inputs::of([("templates", Digest(7 << 64))]),
        digest: Digest::of(text.as_bytes()),
        len: text.len() as u64,
    }
}

pub(crate) fn manifest(files: Files) -> Manifest {
    files.iter().map(|(path, text)| (file(path), record(text))).collect()
}

/// Says what a test came to, also where it holds: `cargo test` keeps to itself what such a one prints.
pub(crate) fn tell(words: &str) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}

pub(crate) fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(crate) fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                tree.insert(format!("{path}/"), String::new());
                folders.push((entry.path(), format!("{path}/")));
            } else if kind.is_symlink() {
                let to = fs::read_link(entry.path()).unwrap();
                tree.insert(path, format!("-> {}", to.display()));
            } else {
                let bytes = fs::read(entry.path()).unwrap();
                tree.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    tree
}

/// The tree of a site that is in an otherwise empty folder.
pub(crate) fn tree_of(files: Files) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        for (slash, _) in path.match_indices('/') {
            tree.insert(path[..=slash].to_owned(), String::new());
        }
        tree.insert((*path).to_owned(), (*text).to_owned());
    }
    tree
}

pub(crate) fn reason(error: &Error) -> &Reason {
    match error {
        Error::Refused { reason, .. } => reason,
        error => panic!("not refused: {error}"),
    }
}

/// Every kind of change at once. Foreign files are among them.
pub(crate) const OLD: Files = &[
    ("about", "old about"),
    ("gone/x/index.html", "old x"),
    ("index.html", "old home"),
    ("notes/deep/index.html", "old deep"),
    ("notes/index.html", "old notes"),
    ("people/ada/index.html", "old ada"),
    ("people/bob/index.html", "old bob"),
    ("people/same/index.html", "same"),
];
pub(crate) const NEW: Files = &[
    ("about/index.html", "new about"),
    ("index.html", "new home"),
    ("notes", "new notes"),
    ("people/ada/index.html", "new ada"),
    ("people/ada/index.json", "new json"),
    ("people/eve/index.html", "new eve"),
    ("people/same/index.html", "same"),
    ("stories/one/index.html", "new one"),
    ("stories/two/index.html", "new two"),
];
pub(crate) const FOREIGN: Files =
    &[(".nojekyll", ""), ("CNAME", "ada.example"), ("gone/mine.txt", "mine"), ("people/ada/photo.jpg", "jpeg")];

pub(crate) fn with_foreign(files: Files) -> Tree {
    let mut tree = tree_of(files);
    tree.extend(tree_of(FOREIGN));
    tree
}

/// A project whose old site is built, with foreign files in it.
pub(crate) fn old_project() -> Project {
    let project = Project::new();
    project.build(OLD).unwrap();
    for (path, text) in FOREIGN {
        put(&project.output(), path, text);
    }
    assert_eq!(project.visible(), with_foreign(OLD));
    project
}

/// Asserts that each visible file is whole: old, new, or foreign.
pub(crate) fn assert_whole(project: &Project, when: &str) {
    for (path, text) in project.visible() {
        if path.ends_with('/') {
            continue;
        }
        let is_whole = [OLD, NEW, FOREIGN].iter().any(|files| files.contains(&(path.as_str(), text.as_str())));
        assert!(is_whole, "{when}: {path} is {text:?}");
    }
    for (path, text) in FOREIGN {
        assert_eq!(fs::read_to_string(project.output().join(path)).unwrap(), *text, "{when}: {path}");
    }
}

/// Asserts what must hold after any kill, then lets the next build do its work. Returns whether the new site came of it.
pub(crate) fn assert_old_or_new(project: &Project, when: &str) -> bool {
    let recorded = |name| {
        let bytes = fs::read(project.output().join(name)).ok()?;
        Manifest::parse(&bytes).ok()
    };
    let is_new = recorded(JOURNAL).is_some() || recorded(MANIFEST) == Some(manifest(NEW));
    if is_new {
        assert_whole(project, when);
    } else {
        assert_eq!(project.visible(), with_foreign(OLD), "{when}");
    }
    let files = if is_new { NEW } else { OLD };
    let target = project.open().unwrap_or_else(|error| panic!("{when}: {error}"));
    assert_eq!(*target.manifest(), manifest(files), "{when}");
    assert_eq!(project.visible(), with_foreign(files), "{when}");
    assert_eq!(project.own(), [MANIFEST], "{when}");
    build(target, NEW).unwrap();
    assert_eq!(project.visible(), with_foreign(NEW), "{when}");
    assert_eq!(project.own(), [MANIFEST], "{when}");
    is_new
}

/// Leaves the new site staged, as a kill just before the journal would.
pub(crate) fn stage_only(project: &Project) {
    let target = project.open().unwrap();
    for (path, text) in NEW {
        stage(&target, &file(path), text.as_bytes()).unwrap();
    }
    let staging = project.output().join(STAGING);
    let aside = project.folder.path().join("aside");
    fs::rename(&staging, &aside).unwrap();
    target.abandon();
    fs::create_dir_all(project.output()).unwrap();
    fs::rename(&aside, &staging).unwrap();
}
