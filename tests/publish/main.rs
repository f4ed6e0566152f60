//! Publishing: what must never leave is found in every format, and what leaves is what was planned (hard-cases I, K).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test reads files and fails loudly"
)]

mod branch;
mod bucket;
mod ci;
mod command;
mod cut;
#[path = "../output/disk.rs"]
mod disk;
mod folder;
mod full;
mod gate;
mod host;
mod hosts;
mod nginx;
mod plan;
mod rsync;
mod sums;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const SETTINGS: &str =
    "title: Test\nbase_url: https://example.org/\nlanguage: en\npublish:\n  live: {kind: folder, path: ../live}\n";

/// A site in a folder of its own, below a home folder.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.write("dossier.yaml", SETTINGS);
        project
            .write("content/articles/call.md", "---\ntitle: The call\ndate: 2025-02-12\n---\n\nIt was a short call.\n");
        project
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home-of-zebulon")
    }

    fn root(&self) -> PathBuf {
        self.home().join("site")
    }

    fn live(&self) -> PathBuf {
        self.home().join("live")
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    fn publish(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dossier"))
            .arg("publish")
            .args(arguments)
            .current_dir(self.root())
            .env("HOME", self.home())
            .env("SOURCE_DATE_EPOCH", "1740000000")
            .output()
            .unwrap()
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Each file below a folder but the program's own, with its bytes and its number on the disk, which is another one for each
/// file that was written anew.
fn files(root: &Path) -> BTreeMap<String, (Vec<u8>, u64)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if fs::symlink_metadata(&path).unwrap().is_dir() {
                folders.push(path);
            } else if path.is_file() && !name.starts_with(".dossier-") {
                let number = fs::metadata(&path).unwrap().ino();
                files.insert(name, (fs::read(path).unwrap(), number));
            }
        }
    }
    files
}

/// The paths of a plan behind these signs, in order.
fn lines(output: &Output, signs: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().filter(|line| line.starts_with(|sign| signs.contains(sign)));
    let mut paths: Vec<String> = lines.map(|line| line[2..].split('\t').next().unwrap().to_owned()).collect();
    paths.sort();
    paths
}
