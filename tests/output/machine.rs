//! Hard-cases B of the program as a whole, cache and lock included: killed and failed at its system calls, on full disks, as another
//! user, with little of anything, and twice at once.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;

use crate::disk::Disk;
use crate::disturbed::{
    Came, assert_next, assert_no_temporary, assert_told, assert_whole, at_every_call, by, program, project, said,
};
use crate::faults::need_strace;
use crate::project::{JOURNAL, STAGING, tell};

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
        let folder = project();
        let root = folder.path();
        let mut words = Vec::new();
        if limit.starts_with("--nproc") && is_root {
            let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(root).status().unwrap();
            assert!(owned.success());
            words.extend(as_nobody);
        }
        words.extend(["prlimit", limit]);
        let output = by(&words, root).env("MIMALLOC_VERBOSE", "0").output().unwrap();
        let said = said(&output);
        assert!(!said.contains("panicked"), "{limit}: {said}");
        assert!(limit != "--fsize=0" || output.status.code() == Some(2), "{said}");
        match (output.status.code(), output.status.signal()) {
            (Some(0), _) => built += 1,
            (Some(2), _) => {
                assert_told(&output, &["file too large", "temporarily unavailable", "cannot allocate"], limit);
                told += 1;
            }
            // The ends of programs that get no memory, be it while they are loaded.
            (code, signal)
                if limit.starts_with("--as") && (code == Some(127) || matches!(signal, Some(6 | 9 | 11))) =>
            {
                ended += 1;
            }
            other => panic!("{limit}: {other:?}: {said}"),
        }
        assert_whole(root, limit);
        assert_next(root, &mut program(root, &["build"]), limit);
    }
    tell(&format!("little of anything: {built} built, {told} told, {ended} ended"));
    assert!(built > 1 && told > 3, "{built} {told} {ended}");
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
