//! A build of the whole program that is disturbed, and what must hold after it and after the next one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread;

use dossier::write::Manifest;
use tempfile::TempDir;

use crate::disk::FILLER;
use crate::faults::need_strace;
use crate::project::{JOURNAL, MANIFEST, STAGING, Tree, put, tree};

/// A project whose old site is built and whose texts are new, to be copied, and both sites.
pub(crate) struct Sites {
    project: TempDir,
    pub(crate) old: Tree,
    pub(crate) new: Tree,
}

pub(crate) static SITES: LazyLock<Sites> = LazyLock::new(|| {
    let project = tempfile::tempdir().unwrap();
    let root = project.path();
    let settings = "title: Desk\nbase_url: https://example.org/\nlanguage: en\ncards: []\noutputs: [html]\n";
    put(root, "dossier.yaml", settings);
    put(root, "content/people/ada.md", "---\nname: Ada\n---\n");
    put(root, "content/people/bob.md", "---\nname: Bob\n---\n");
    put(root, "static/list.txt", "old");
    put(root, "content/articles/call.md", "---\ntitle: The call\ndate: 2025-02-12\n---\n\nAda said so.\n");
    let build = || assert!(program(root, &["build"]).output().unwrap().status.success());
    build();
    let old = tree(&root.join("public"));
    fs::remove_file(root.join("content/people/bob.md")).unwrap();
    put(root, "content/people/eve.md", "---\nname: Eve\n---\n");
    put(root, "static/list.txt", "new");
    put(root, "content/articles/call.md", "---\ntitle: The other call\ndate: 2025-02-12\n---\n\nAda said no.\n");
    let clean = tempfile::tempdir().unwrap();
    copy(root, clean.path(), &["public", ".dossier"]);
    assert!(program(clean.path(), &["build"]).output().unwrap().status.success());
    let new = tree(&clean.path().join("public"));
    assert!(old.keys().any(|path| !new.contains_key(path)) && new.keys().any(|path| !old.contains_key(path)));
    Sites { project, old, new }
});

/// Copies a folder but for some of its own entries.
pub(crate) fn copy(from: &Path, to: &Path, but: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap() {
            _ if but.iter().any(|name| entry.file_name() == **name) => {}
            kind if kind.is_dir() => copy(&entry.path(), &to, &[]),
            _ => drop(fs::copy(entry.path(), &to).unwrap()),
        }
    }
}

/// A project with the old site and the new texts.
pub(crate) fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(SITES.project.path(), folder.path(), &[]);
    folder
}

/// Returns a command of the program, which hears of nothing but the root.
pub(crate) fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).arg("--root").arg(root);
    tidy(&mut command);
    command
}

/// Takes away what would make a run depend on the machine. Two threads are enough to be many.
pub(crate) fn tidy(command: &mut Command) {
    command.env("SOURCE_DATE_EPOCH", "1740000000").env("NO_COLOR", "1").env("RAYON_NUM_THREADS", "2");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
}

/// Returns the same by way of another program, which is given it and its arguments.
pub(crate) fn by(words: &[&str], root: &Path) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args([env!("CARGO_BIN_EXE_dossier"), "build", "--root"]).arg(root);
    tidy(&mut command);
    command
}

/// What became of a build that was disturbed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Came {
    /// To nothing: the old site is there.
    Old,
    /// To something that the next build goes on with, every file whole.
    Between,
    /// To the new site.
    New,
}

/// Asserts what must hold of any disturbed build before and after the next one. `root` is where this process sees the project.
pub(crate) fn assert_whole(root: &Path, when: &str) -> Came {
    let own = |name| fs::read(root.join("public").join(name)).ok();
    let mut there = tree(&root.join("public"));
    there.remove(FILLER);
    let is_journal = own(JOURNAL).is_some_and(|bytes| Manifest::parse(&bytes).is_ok());
    let is_new = own(MANIFEST).is_some_and(|bytes| String::from_utf8_lossy(&bytes) == SITES.new[MANIFEST]);
    there.retain(|path, _| !path.starts_with(JOURNAL) && !path.starts_with(STAGING));
    if is_journal || is_new {
        for (path, text) in &there {
            let whole = [SITES.old.get(path), SITES.new.get(path)];
            assert!(whole.contains(&Some(text)), "{when}: `{path}` is neither old nor new");
        }
    } else {
        assert!(there == SITES.old, "{when}: the old site is not there any more");
    }
    match (is_journal, is_new) {
        (true, _) => Came::Between,
        (false, true) => Came::New,
        (false, false) => Came::Old,
    }
}

/// Asserts that a build now makes exactly the new site, and that nothing is left of the one that was disturbed.
pub(crate) fn assert_next(root: &Path, next: &mut Command, when: &str) {
    let output = next.output().unwrap();
    assert!(output.status.success(), "{when}: {}", said(&output));
    let mut there = tree(&root.join("public"));
    there.remove(FILLER);
    assert!(there == SITES.new, "{when}: the next build came to something else");
    assert_no_temporary(root, when);
}

/// Asserts that no file is there that somebody meant to take away again.
pub(crate) fn assert_no_temporary(root: &Path, when: &str) {
    let is_left = |path: &&String| path.contains("/.tmp") || path.starts_with(".tmp");
    let left: Vec<String> = tree(root).keys().filter(is_left).cloned().collect();
    assert!(left.is_empty(), "{when}: left behind: {left:?}");
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Asserts that a build that failed by itself said one thing, and ended as is documented.
pub(crate) fn assert_told(output: &Output, reasons: &[&str], when: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(2), "{when}: {said}");
    assert_eq!(said.matches("error: ").count(), 1, "{when}: {said}");
    assert!(!said.contains("panicked") && !said.contains("os error"), "{when}: {said}");
    assert!(reasons.iter().any(|reason| said.contains(reason)), "{when}: {said}");
}

/// Runs a build with something injected into one of its system calls.
pub(crate) fn injected(root: &Path, call: &str, what: &str) -> Output {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{what}"));
    let words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    by(&words, root).output().unwrap()
}

/// Returns how many calls of a sort a build makes.
pub(crate) fn calls_of(call: &str) -> usize {
    let folder = project();
    let log = folder.path().join(".log");
    let trace = format!("trace={call}");
    let words = ["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", &trace];
    assert!(by(&words, folder.path()).output().unwrap().status.success());
    fs::read_to_string(log).unwrap().lines().filter(|line| line.contains(&format!("{call}("))).count()
}

/// Disturbs each call of each of these sorts, two builds at a time; returns how often what came of those that failed.
pub(crate) fn at_every_call(
    calls: &[(&'static str, &'static str)],
    check: impl Fn(&Output, &str) + Sync,
) -> BTreeMap<Came, usize> {
    need_strace();
    // Writes are many, and fail alike.
    let step = |call: &str, what: &str| if call == "write" && what.starts_with("error") { 2 } else { 1 };
    let points = |(call, what): &(&'static str, &'static str)| {
        (1..=calls_of(call)).step_by(step(call, what)).map(|at| (*call, *what, at)).collect::<Vec<_>>()
    };
    let points: Vec<(&str, &str, usize)> = calls.iter().flat_map(points).collect();
    let disturb = |&(call, what, at): &(&str, &str, usize)| {
        let folder = project();
        let root = folder.path();
        let output = injected(root, call, &format!("{what}:when={at}"));
        let when = format!("{call} {at} {what}");
        let came = assert_whole(root, &when);
        let is_failed = !output.status.success();
        if is_failed {
            check(&output, &when);
        }
        if !what.starts_with("signal") {
            assert_no_temporary(root, &when);
        }
        // What failed may not have mattered, such as to keep the cache; a thread may have made fewer calls than all.
        assert!(is_failed || came == Came::New, "{when}");
        assert_next(root, &mut program(root, &["build"]), &when);
        is_failed.then_some(came)
    };
    let mut counts = BTreeMap::new();
    let middle = points.len().div_ceil(2);
    thread::scope(|scope| {
        let parts = points
            .chunks(middle.max(1))
            .map(|part| scope.spawn(|| part.iter().filter_map(disturb).collect::<Vec<_>>()));
        for part in parts.collect::<Vec<_>>() {
            for came in part.join().unwrap() {
                *counts.entry(came).or_default() += 1;
            }
        }
    });
    counts
}
