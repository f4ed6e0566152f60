//! The programs of others: a Python with the packages that read what is exported, in an environment of its own, made once.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The Python that knows `followthemoney` and `networkx`.
fn graph_readers() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graph-readers");
        if !folder.join("bin/ftm").exists() {
            let line = format!(
                "python3 -m venv '{0}' && '{0}/bin/pip' install --quiet 'followthemoney==4.*' 'networkx==3.*'",
                folder.display()
            );
            let output = Command::new("sh").args(["-c", &line]).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "the readers could not be installed: {said}\nType: {line}");
        }
        folder.join("bin")
    })
}

/// Runs a program of the environment, `python` or `ftm`, and returns what it prints; it must not fail.
pub(super) fn run(program: &str, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } =
        Command::new(graph_readers().join(program)).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{program} {arguments:?}: {said}\n{}", String::from_utf8_lossy(&stdout));
    String::from_utf8(stdout).unwrap()
}

/// Runs a script of this folder on a file.
pub(super) fn script(name: &str, file: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports").join(name);
    run("python", &[script.to_str().unwrap(), file.to_str().unwrap()])
}
