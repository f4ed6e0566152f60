//! Hard-cases B, for real: builds are killed and failed at each of their system calls, and the disk is full.
//!
//! They run this binary again as another process, see [`helper`]; `strace` must be there.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dossier::write::{self, Guard};

use crate::project::{
    Files, MANIFEST, NEW, OLD, Project, assert_old_or_new, build, old_project, tell, tree, tree_of, with_foreign,
};

/// The other process of the tests below: builds `NEW` in the project that the environment names.
#[test]
fn helper() {
    let Some(root) = env::var_os("DOSSIER_TEST_ROOT") else {
        return;
    };
    let root = PathBuf::from(root);
    let sources = [root.join("content")];
    let guard = Guard { project: &root, content: &sources, home: None };
    let result = write::open(&root.join("public"), &guard).and_then(|target| {
        if env::var_os("DOSSIER_TEST_HOLD").is_some() {
            fs::write(root.join("held"), "").unwrap();
            thread::sleep(Duration::from_mins(1));
        }
        build(target, NEW)
    });
    if let Err(error) = result {
        let help = error.help().unwrap_or_default();
        fs::write(root.join("error"), format!("{error}\n{help}")).unwrap();
        panic!("{error}");
    }
}

pub(crate) fn helper_args(command: &mut Command, project: &Project) {
    command
        .args(["--exact", "faults::helper", "--test-threads=1"])
        .env("DOSSIER_TEST_ROOT", project.root())
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
}

pub(crate) fn run_helper(project: &Project) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    helper_args(&mut command, project);
    command
}

/// Runs the helper with something injected into its system calls, unless there is no `strace` that works.
fn run_injected(project: &Project, call: &str, injected: &str) -> Option<Output> {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("trace={call}"))
        .arg("-e")
        .arg(format!("inject={call}:{injected}"))
        .arg(env::current_exe().unwrap());
    helper_args(&mut command, project);
    command.output().ok()
}

/// Fails where `strace` cannot be used: the promises about kills must not go untested.
pub(crate) fn need_strace() {
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    assert!(works, "`strace` is missing or may not trace. Type: apt-get install strace");
}

/// What a build asks the kernel to change.
const CALLS: [&str; 10] =
    ["openat", "write", "mkdir", "rename", "unlink", "unlinkat", "rmdir", "fdatasync", "fsync", "ftruncate"];

/// B1.
#[test]
fn a_kill_at_any_system_call_leaves_old_or_new_and_the_next_build_completes_it() {
    need_strace();
    let mut kills = 0;
    let mut rolled_forward = 0;
    for call in CALLS {
        for at in 1.. {
            let project = old_project();
            let injected = format!("signal=SIGKILL:when={at}");
            let output = run_injected(&project, call, &injected).unwrap();
            if output.status.success() {
                break;
            }
            kills += 1;
            // The next process is killed while it rolls forward, too.
            if kills % 2 == 0 {
                run_injected(&project, "rename", "signal=SIGKILL:when=2");
                run_injected(&project, "unlink", "signal=SIGKILL:when=1");
            }
            let when = format!("{call} {at}");
            rolled_forward += usize::from(assert_old_or_new(&project, &when));
        }
    }
    tell(&format!("{kills} kills, {rolled_forward} after the journal"));
    assert!(kills > 40 && rolled_forward > 15, "{kills} {rolled_forward}");
}

/// B2.
#[test]
fn a_kill_at_any_moment_leaves_old_or_new() {
    let started = Instant::now();
    assert!(run_helper(&old_project()).status().unwrap().success());
    let longest = u64::try_from(started.elapsed().as_micros()).unwrap();
    let moments = 200;
    let mut seed = 1_u64;
    let mut new = 0;
    for moment in 0..moments {
        let project = old_project();
        let mut child = run_helper(&project).spawn().unwrap();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        thread::sleep(Duration::from_micros((seed >> 33) % longest));
        child.kill().unwrap();
        child.wait().unwrap();
        new += u64::from(assert_old_or_new(&project, &format!("moment {moment}")));
    }
    tell(&format!("{new} of {moments} were new"));
}

/// B4, B5: the machine fails once, at any system call. What can't be undone is completed by the next build.
#[test]
fn a_failure_at_any_system_call_is_named_and_leaves_old_or_new() {
    need_strace();
    let mut intact = 0;
    let mut interrupted = 0;
    let (full, broken) = ("no space left on device", "input/output error");
    for (call, error, reason) in [
        ("write", "ENOSPC", full),
        ("mkdir", "ENOSPC", full),
        ("rename", "EIO", broken),
        ("rename", "EXDEV", "cross-device link"),
        ("unlink", "EIO", broken),
        ("rmdir", "EIO", broken),
        ("fdatasync", "EIO", broken),
    ] {
        for at in 1.. {
            let project = old_project();
            let injected = format!("error={error}:when={at}");
            let output = run_injected(&project, call, &injected).unwrap();
            if output.status.success() {
                // The call is none of ours, or there are no more.
                if at > 40 || call != "write" {
                    break;
                }
                continue;
            }
            let when = format!("{call} {at} {error}");
            let Ok(message) = fs::read_to_string(project.root().join("error")) else {
                // The test harness itself could not write.
                continue;
            };
            assert!(message.contains(reason), "{when}: {message}");
            assert!(message.contains("site/"), "{when}: {message}");
            if message.contains("the same command again completes") {
                interrupted += 1;
                assert!(assert_old_or_new(&project, &when), "{when}: {message}");
            } else if project.visible() == with_foreign(OLD) {
                intact += 1;
                assert_eq!(project.own(), [MANIFEST], "{when}: {message}");
                assert!(!assert_old_or_new(&project, &when), "{when}: {message}");
            } else {
                // Only the cleaning up failed.
                assert_eq!(project.visible(), with_foreign(NEW), "{when}: {message}");
            }
        }
    }
    tell(&format!("{intact} left intact, {interrupted} interrupted"));
    assert!(intact > 15 && interrupted > 10, "{intact} {interrupted}");
}

/// B5: the first rename fails for good, so nothing has changed.
#[test]
fn a_folder_that_cannot_be_renamed_into_leaves_the_old_site() {
    need_strace();
    let project = old_project();
    // Without what has to make room first, moving is the first change.
    let target = project.open().unwrap();
    let old: Files = &OLD[5..];
    build(target, old).unwrap();
    let before = project.visible();
    let output = run_injected(&project, "rename", "error=EIO").unwrap();
    assert!(!output.status.success());
    let message = fs::read_to_string(project.root().join("error")).unwrap();
    assert!(message.starts_with("cannot move into place `"), "{message}");
    assert_eq!(project.visible(), before);
    assert_eq!(project.own(), [MANIFEST]);
}

/// B4: 256 KiB are enough for the old site only.
#[test]
fn a_full_disk_leaves_the_old_site_and_no_temporary() {
    let project = Project::new();
    fs::create_dir(project.output()).unwrap();
    let script = format!(
        "mount -t tmpfs -o size=256k tmpfs {0} && \"$0\" --exact faults::fill --test-threads=1; cp -r {0} {1}",
        project.output().display(),
        project.folder.path().join("after").display(),
    );
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .arg(env::current_exe().unwrap())
        .env("DOSSIER_TEST_FILL", project.root())
        .output();
    let after = project.folder.path().join("after");
    assert!(
        after.join("index.html").exists(),
        "no file system could be mounted for this test, which needs user namespaces: {output:?}"
    );
    let message = fs::read_to_string(project.root().join("error")).unwrap();
    assert!(message.starts_with("cannot write `") && message.contains("no space left"), "{message}");
    let mut left = tree(&after);
    left.remove(MANIFEST).unwrap();
    assert_eq!(left, tree_of(&[("index.html", "old")]));
}

/// The other process of the test above: fills the disk.
#[test]
fn fill() {
    let Some(root) = env::var_os("DOSSIER_TEST_FILL") else {
        return;
    };
    let root = PathBuf::from(root);
    let guard = Guard { project: &root, content: &[], home: None };
    let open = || write::open(&root.join("public"), &guard).unwrap();
    build(open(), &[("index.html", "old")]).unwrap();
    let text = "x".repeat(20_000);
    let paths: Vec<_> = (0..20).map(|page| format!("{page}/index.html")).collect();
    let mut files: Vec<_> = paths.iter().map(|path| (path.as_str(), text.as_str())).collect();
    files.push(("index.html", "new"));
    let error = build(open(), &files).unwrap_err();
    fs::write(root.join("error"), error.to_string()).unwrap();
}

/// B5: as another user, where root runs the tests; else with a folder that even its owner may not write to.
#[test]
fn a_folder_without_permission_is_named_and_leaves_the_old_site() {
    const NOBODY: u32 = 65_534;
    let project = old_project();
    let root = project.root();
    let is_root = fs::metadata(&root).unwrap().uid() == 0;
    let people = project.output().join("people");
    let mut command = run_helper(&project);
    if is_root {
        for path in [project.folder.path(), &root, &project.output()] {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        fs::remove_dir_all(root.join(".dossier")).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    } else {
        fs::set_permissions(&people, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let status = command.output();
    fs::set_permissions(&people, fs::Permissions::from_mode(0o755)).unwrap();
    let Ok(output) = status else {
        panic!("the test binary cannot be run as another user; is its folder closed to others?");
    };
    assert!(!output.status.success());
    let Ok(message) = fs::read_to_string(root.join("error")) else {
        panic!("the test binary cannot be run as another user; is its folder closed to others?");
    };
    assert!(message.starts_with("cannot move files into `") && message.contains("permission denied"), "{message}");
    assert_eq!(project.visible(), with_foreign(OLD));
    assert_eq!(project.own(), [MANIFEST]);
}
