//! The program in a copy of a site that is kept beside its test.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { assert!(fs::copy(&path, to).is_ok()) }
    }
}

pub(crate) fn dossier(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).current_dir(root).env("SOURCE_DATE_EPOCH", "1750000000").output().unwrap()
}

/// Runs the program, which must succeed; returns what it told and printed.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> String {
    let output = dossier(root, arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {told}");
    told + &String::from_utf8(output.stdout).unwrap()
}
