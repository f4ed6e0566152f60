//! A project in a temporary folder, and what the program makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A project in a temporary folder.
pub(crate) struct Project(TempDir);

/// All files below a folder with their texts, links not followed.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.put("dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\n");
        project
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn person(&self, path: &str, name: &str) {
        self.put(path, &format!("---\nname: \"{name}\"\n---\n"));
    }

    pub(crate) fn build(&self) -> Built {
        self.build_with(&[])
    }

    pub(crate) fn build_with(&self, arguments: &[&str]) -> Built {
        let output = run(self.root(), &[&["build", "--format", "json"], arguments].concat(), &[]);
        Built::of(self.root(), &output)
    }
}

/// What a build came to.
pub(crate) struct Built {
    pub(crate) code: Option<i32>,
    pub(crate) told: Vec<String>,
    pub(crate) files: Tree,
}

impl Built {
    pub(crate) fn of(root: &Path, output: &Output) -> Self {
        let told = String::from_utf8(output.stdout.clone()).unwrap();
        Self {
            code: output.status.code(),
            told: told.lines().map(str::to_owned).collect(),
            files: tree(&root.join("public")),
        }
    }

    /// Returns the one message of a code; it names all of these.
    pub(crate) fn told(&self, code: &str, named: &[&str]) -> &str {
        let code = format!("\"code\":\"{code}\"");
        let found = self.told.iter().find(|line| line.contains(&code) && named.iter().all(|name| line.contains(name)));
        found.unwrap_or_else(|| panic!("no {code} that names {named:?} in {:#?}", self.told))
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    pub(crate) fn nothing_written(&self) {
        assert_eq!(self.code, Some(1), "{:?}", self.told);
        assert!(self.files.is_empty(), "{:?}", self.files.keys());
    }
}

/// Runs the program; it must not take long.
pub(crate) fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (stdout, stderr) = (drained(child.stdout.take().unwrap()), drained(child.stderr.take().unwrap()));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if start.elapsed() > Duration::from_secs(30) => {
                child.kill().unwrap();
                panic!("`{}` hangs", arguments.join(" "));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let output = Output { status, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    output
}

/// Reads a pipe to its end, so that it never fills.
pub(crate) fn drained(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

pub(crate) fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                tree.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    tree
}
