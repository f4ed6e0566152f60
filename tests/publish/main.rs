//! Publishing: what must never leave is found in every format, and what leaves is what was planned (hard-cases I, K).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

mod branch;
mod bucket;
mod ci;
mod command;
mod cut;
mod gate;
mod host;
mod hosts;
mod nginx;
mod plan;
mod rsync;
mod sums;

use std::fs;
use std::path::PathBuf;
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
