//! Hard-cases B of the program as a whole, cache and lock included: killed and failed at its system calls, on full disks, as another
//! user, with little of anything, and twice at once.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread;

use dossier::write::Manifest;
use tempfile::TempDir;

use crate::disk::{Disk, FILLER};
use crate::faults::need_strace;
use crate::project::{JOURNAL, MANIFEST, STAGING, Tree, put, tell, tree};

/// A project whose old site is built and whose texts are new, to be copied, and both sites.
struct Sites {
    project: TempDir,
    old: Tree,
    new: Tree,
}

static SITES: LazyLock<Sites> = LazyLock::new(|| {
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
fn copy(from: &Path, to: &Path, but: &[&str]) {
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
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(SITES.project.path(), folder.path(), &[]);
    folder
}

/// Returns a command of the program, which hears of nothing but the root.
fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).arg("--root").arg(root);
    tidy(&mut command);
    command
}

/// Takes away what would make a run depend on the machine. Two threads are enough to be many.
fn tidy(command: &mut Command) {
    command.env("SOURCE_DATE_EPOCH", "1740000000").env("NO_COLOR", "1").env("RAYON_NUM_THREADS", "2");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
}

/// Returns the same by way of another program, which is given it and its arguments.
fn by(words: &[&str], root: &Path) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args([env!("CARGO_BIN_EXE_dossier"), "build", "--root"]).arg(root);
    tidy(&mut command);
    command
}

/// What became of a build that was disturbed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Came {
    /// To nothing: the old site is there.
    Old,
    /// To something that the next build goes on with, every file whole.
    Between,
    /// To the new site.
    New,
}

/// Asserts what must hold of any disturbed build before and after the next one. `root` is where this process sees the project.
fn assert_whole(root: &Path, when: &str) -> Came {
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
fn assert_next(root: &Path, next: &mut Command, when: &str) {
    let output = next.output().unwrap();
    assert!(output.status.success(), "{when}: {}", said(&output));
    let mut there = tree(&root.join("public"));
    there.remove(FILLER);
    assert!(there == SITES.new, "{when}: the next build came to something else");
    assert_no_temporary(root, when);
}

/// Asserts that no file is there that somebody meant to take away again.
fn assert_no_temporary(root: &Path, when: &str) {
    let is_left = |path: &&String| path.contains("/.tmp") || path.starts_with(".tmp");
    let left: Vec<String> = tree(root).keys().filter(is_left).cloned().collect();
    assert!(left.is_empty(), "{when}: left behind: {left:?}");
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Asserts that a build that failed by itself said one thing, and ended as is documented.
fn assert_told(output: &Output, reasons: &[&str], when: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(2), "{when}: {said}");
    assert_eq!(said.matches("error: ").count(), 1, "{when}: {said}");
    assert!(!said.contains("panicked") && !said.contains("os error"), "{when}: {said}");
    assert!(reasons.iter().any(|reason| said.contains(reason)), "{when}: {said}");
}

/// Runs a build with something injected into one of its system calls.
fn injected(root: &Path, call: &str, what: &str) -> Output {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{what}"));
    let words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    by(&words, root).output().unwrap()
}

/// Returns how many calls of a sort a build makes.
fn calls_of(call: &str) -> usize {
    let folder = project();
    let log = folder.path().join(".log");
    let trace = format!("trace={call}");
    let words = ["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", &trace];
    assert!(by(&words, folder.path()).output().unwrap().status.success());
    fs::read_to_string(log).unwrap().lines().filter(|line| line.contains(&format!("{call}("))).count()
}

/// Disturbs each call of each of these sorts, two builds at a time; returns how often what came of those that failed.
fn at_every_call(
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

/// B1.
#[test]
fn b1_the_program_killed_at_any_system_call_leaves_old_or_new() {
    let calls = ["write", "rename", "renameat", "unlink", "unlinkat", "rmdir", "fdatasync", "fsync", "ftruncate"];
    let came = at_every_call(&calls.map(|call| (call, "signal=SIGKILL")), |output, when| {
        assert_eq!(output.status.signal(), Some(9), "{when}: {}", said(output));
    });
    tell(&format!("killed at each call: {came:?}"));
    assert!(came.len() == 3, "{came:?}");
}

/// B4, B5.
#[test]
fn b5_the_program_failing_at_any_system_call_says_so_and_leaves_old_or_new() {
    let calls = [
        ("write", "error=ENOSPC"),
        ("rename", "error=EXDEV"),
        ("unlink", "error=EIO"),
        ("rmdir", "error=EIO"),
        ("unlinkat", "error=EACCES"),
        ("fdatasync", "error=EIO"),
        ("fsync", "error=EIO"),
    ];
    let reasons = ["no space left", "cross-device link", "permission denied", "input/output error"];
    let came = at_every_call(&calls, |output, when| {
        // The message itself may have been what could not be written.
        if !(when.starts_with("write") && said(output).is_empty()) {
            assert_told(output, &reasons, when);
        }
    });
    tell(&format!("failed at each call: {came:?}"));
    assert!(came.len() == 3, "{came:?}");
}

/// B4. The cache and the lock on a full disk: the site is built, or the one message names `.dossier`; nothing is half.
#[test]
fn b4_a_full_disk_under_the_cache_harms_nothing() {
    let (mut built, mut told) = (0, 0);
    // 4 KiB for each of `.gitignore`, the lock and what is kept of the build.
    for free in (0..=16).step_by(4) {
        let folder = project();
        let root = folder.path();
        fs::remove_dir_all(root.join(".dossier")).unwrap();
        let disk = Disk::over(&root.join(".dossier"), 64);
        let command = || {
            let words = disk.words();
            by(&words.iter().map(String::as_str).collect::<Vec<_>>(), root)
        };
        disk.fill(free);
        let when = format!("{free} KiB");
        let output = command().output().unwrap();
        if output.status.success() {
            assert_eq!(assert_whole(root, &when), Came::New);
            built += 1;
        } else {
            assert_told(&output, &["no space left on device"], &when);
            assert!(said(&output).contains("/.dossier/"), "{}", said(&output));
            assert_eq!(assert_whole(root, &when), Came::Old);
            told += 1;
        }
        assert_no_temporary(&disk.path(), &when);
        disk.free();
        assert_next(root, &mut command(), &when);
        assert_eq!(fs::read_to_string(disk.path().join(".gitignore")).unwrap(), "*\n", "{when}");
        // What was kept is right: another build has nothing to do, and one after an edit has.
        assert!(said(&command().output().unwrap()).contains(" 0 rendered"));
    }
    tell(&format!("a full disk under the cache: {built} built, {told} told"));
    assert!(built > 0 && told > 0, "{built} {told}");
}

/// B4. The output on a full disk.
#[test]
fn b4_the_program_on_a_full_disk_says_so_and_leaves_old_or_new() {
    let mut came: BTreeMap<Came, usize> = BTreeMap::new();
    for free in [0, 8, 24, 48, 96] {
        let folder = project();
        let root = folder.path();
        let disk = Disk::over(&root.join("public"), 1024);
        let build = || {
            let words = disk.words();
            by(&words.iter().map(String::as_str).collect::<Vec<_>>(), root)
        };
        let there = disk.outside(root);
        disk.fill(free);
        let when = format!("{free} KiB");
        let output = build().output().unwrap();
        if !output.status.success() {
            assert_told(&output, &["no space left on device"], &when);
            assert!(said(&output).contains("/public/"), "{}", said(&output));
        }
        let left = assert_whole(&there, &when);
        assert_eq!(output.status.success(), left == Came::New, "{when}");
        if left == Came::Old {
            assert!(!there.join("public").join(STAGING).exists() && !there.join("public").join(JOURNAL).exists());
        }
        *came.entry(left).or_default() += 1;
        assert_no_temporary(&there, &when);
        disk.free();
        assert_next(&there, &mut build(), &when);
    }
    tell(&format!("a full disk: {came:?}"));
    assert!(came.contains_key(&Came::Old) && came.contains_key(&Came::New), "{came:?}");
}

/// B7. Little memory, few threads, short files: the new site, or the old one and an end without a panic.
#[test]
fn b7_little_of_anything_leaves_old_or_new() {
    let (mut built, mut told, mut ended) = (0, 0, 0);
    let memory = [96, 160, 224, 320, 448, 640].map(|mib| format!("--as={}", mib << 20));
    let files = [0, 3, 200, 3_000, 20_000].map(|bytes| format!("--fsize={bytes}"));
    // As another user: root may have any number of threads.
    let as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let threads = [1, 2, 3, 64].map(|most| format!("--nproc={most}"));
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    for limit in memory.iter().chain(&files).chain(&threads) {
        // The signal of a file that is too long can be ignored; then writing fails.
        for ignored in [false, true] {
            if ignored && !limit.starts_with("--fsize") {
                continue;
            }
            let folder = project();
            let root = folder.path();
            let script = if ignored { "trap '' XFSZ; exec \"$@\"" } else { "exec \"$@\"" };
            let mut words = vec!["sh", "-c", script, "sh"];
            if limit.starts_with("--nproc") && is_root {
                let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(root).status().unwrap();
                assert!(owned.success());
                words.extend(as_nobody);
            }
            words.extend(["prlimit", limit]);
            let output = by(&words, root).env("MIMALLOC_VERBOSE", "0").output().unwrap();
            let when = format!("{limit} {ignored}");
            let said = said(&output);
            assert!(!said.contains("panicked"), "{when}: {said}");
            match (output.status.code(), output.status.signal()) {
                (Some(0), _) => built += 1,
                (Some(2), _) => {
                    assert_told(&output, &["file too large", "temporarily unavailable", "cannot allocate"], &when);
                    told += 1;
                }
                // SIGXFSZ, and the ends of programs that get no memory, be it while they are loaded.
                (code, signal) if code == Some(127) || matches!(signal, Some(25 | 6 | 9 | 11)) => ended += 1,
                other => panic!("{when}: {other:?}: {said}"),
            }
            assert_whole(root, &when);
            assert_next(root, &mut program(root, &["build"]), &when);
        }
    }
    tell(&format!("little of anything: {built} built, {told} told, {ended} ended"));
    assert!(built > 1 && told > 3 && ended > 1, "{built} {told} {ended}");
}

/// B7. A file that cannot be opened since too many are is named, whichever it is.
#[test]
fn b7_a_file_that_cannot_be_opened_is_named() {
    need_strace();
    let texts = ["dossier.yaml", "content/people/ada.md", "content/articles/call.md", "static/list.txt"];
    for path in texts.into_iter().chain(["public/.dossier-manifest", ".dossier/lock"]) {
        let folder = project();
        let root = folder.path();
        let full = root.join(path);
        let injected = ["-P", full.to_str().unwrap(), "-e", "trace=openat", "-e", "inject=openat:error=EMFILE"];
        let words: Vec<&str> = ["strace", "-f", "-qq", "-o", "/dev/null"].into_iter().chain(injected).collect();
        let output = by(&words, root).output().unwrap();
        assert_told(&output, &["too many open files"], path);
        assert!(said(&output).contains(path), "{path}: {}", said(&output));
        assert_eq!(assert_whole(root, path), Came::Old);
        assert_next(root, &mut program(root, &["build"]), path);
    }
}

/// B5. Another user, who may read the project but not write into it.
#[test]
fn b5_another_user_is_told_and_changes_nothing() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        // Who is not root cannot be another one; `faults.rs` closes a folder to its owner instead.
        return;
    }
    let folder = project();
    let root = folder.path();
    let words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let opened = Command::new("chmod").args(["-R", "a+rX"]).arg(root).status().unwrap();
    assert!(opened.success());
    let output = by(&words, root).output().unwrap();
    assert_told(&output, &["permission denied"], "another user");
    assert_eq!(assert_whole(root, "another user"), Came::Old);
    // One that may write into the project and not into its output.
    assert!(Command::new("chown").args(["-R", "65534"]).arg(root.join(".dossier")).status().unwrap().success());
    let output = by(&words, root).output().unwrap();
    assert_told(&output, &["permission denied"], "another user");
    assert!(said(&output).contains("/public"), "{}", said(&output));
    assert_eq!(assert_whole(root, "another user"), Came::Old);
    assert_next(root, &mut program(root, &["build"]), "another user");
}

/// B8. Many builds at once: one builds, the others do after it or end with 4 and say who holds the lock. A holder that is killed
/// holds nothing.
#[test]
fn b8_builds_at_once_do_not_meet() {
    let folder = project();
    let root = folder.path();
    let (mut built, mut locked) = (0, 0);
    for _ in 0..3 {
        let builds: Vec<_> = (0..4).map(|_| program(root, &["build"]).spawn().unwrap()).collect();
        for build in builds {
            let output = build.wait_with_output().unwrap();
            match output.status.code() {
                Some(0) => built += 1,
                Some(4) => {
                    let said = said(&output);
                    assert!(said.contains("is locked by another dossier") && said.contains("help: wait"), "{said}");
                    locked += 1;
                }
                other => panic!("{other:?}: {}", said(&output)),
            }
        }
        assert_eq!(assert_whole(root, "at once"), Came::New);
    }
    let mut killed = program(root, &["build"]).spawn().unwrap();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_next(root, &mut program(root, &["build"]), "at once");
    tell(&format!("twelve builds, four at once: {built} built, {locked} locked out"));
    assert!(built > 0 && locked > 0, "{built} {locked}");
}
