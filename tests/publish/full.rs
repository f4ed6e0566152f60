//! Hard-cases B1 and B4 of publishing to a folder: killed at its renames, and with a full disk wherever it writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::disk::Disk;
use crate::{Project, files, said};

/// Writes one of two versions of the site; each has pages that the other lacks.
fn version(project: &Project, number: usize) {
    for at in 0..4 {
        let _ = fs::remove_file(project.root().join(format!("content/articles/only-{}-{at}.md", 3 - number)));
        let text = format!("---\ntitle: Only {number}, {at}\ndate: 2025-02-1{number}\n---\n\nIt was call {number}.\n");
        project.write(&format!("content/articles/only-{number}-{at}.md"), text);
    }
}

/// A project whose first version is published and whose texts are those of the second.
fn project() -> Project {
    let project = Project::new();
    version(&project, 1);
    assert!(project.publish(&["--yes"]).status.success());
    version(&project, 2);
    project
}

/// Publishes by way of another program.
fn publish_by(words: &[String], project: &Project, temporary: &Path) -> Output {
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg(env!("CARGO_BIN_EXE_dossier"));
    command.args(["publish", "--yes", "--root"]).arg(project.root());
    command.env("HOME", project.home()).env("TMPDIR", temporary).env("SOURCE_DATE_EPOCH", "1740000000");
    command.output().unwrap()
}

/// The bytes of each file of a published folder.
fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().filter(|(name, _)| name != ".filler").map(|(name, (bytes, _))| (name, bytes)).collect()
}

/// Asserts that a folder holds nothing of a run that is over.
fn assert_tidy(folder: &Path, when: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_left = name.starts_with(".tmp") || [".dossier-journal", ".dossier-staging"].contains(&name.as_str());
        assert!(!is_left, "{when}: `{name}` is left");
    }
}

/// Returns what the second version comes to.
fn wanted() -> BTreeMap<String, Vec<u8>> {
    let project = Project::new();
    version(&project, 2);
    assert!(project.publish(&["--yes"]).status.success());
    held(&project.live())
}

/// B4. Each disk in turn is full: that of the host, of the built site, of the cache and of temporary files.
#[test]
fn b4_a_full_disk_is_named_and_the_live_site_is_old_or_new() {
    let wanted = wanted();
    let (mut old, mut new) = (0, 0);
    for (place, free) in [
        ("live", 0),
        ("live", 32),
        ("live", 96),
        ("site/public", 0),
        ("site/public", 48),
        ("site/.dossier", 0),
        ("temporary", 0),
    ] {
        let project = project();
        let before = held(&project.live());
        let full: PathBuf = project.home().join(place);
        let disk = Disk::over(&full, 2048);
        let temporary = project.home().join("temporary");
        fs::create_dir_all(&temporary).unwrap();
        disk.fill(free);
        let when = format!("{place}, {free} KiB");
        let output = publish_by(&disk.words(), &project, &temporary);
        let said = said(&output);
        let live = disk.outside(&project.live());
        if output.status.success() {
            assert!(held(&live) == wanted, "{when}");
            new += 1;
        } else {
            assert_eq!(output.status.code(), Some(2), "{when}: {said}");
            assert_eq!(said.matches("error: ").count(), 1, "{when}: {said}");
            let named = said.contains(&format!("/{place}/")) && said.contains("no space left on device");
            assert!(named && !said.contains("panicked"), "{when}: {said}");
            assert!(held(&live) == before, "{when}: {said}");
            old += 1;
        }
        assert_tidy(&live, &when);
        assert_tidy(&disk.outside(&project.root().join("public")), &when);
        disk.free();
        let output = publish_by(&disk.words(), &project, &temporary);
        assert!(output.status.success(), "{when}: {}", crate::said(&output));
        assert!(held(&live) == wanted, "{when}");
        assert_tidy(&live, &when);
        assert_eq!(fs::read_dir(disk.outside(&temporary)).unwrap().count(), 0, "{when}: temporary files are left");
    }
    println!("full disks: {old} left the old site, {new} made the new one");
    assert!(old > 4, "{old} {new}");
}

/// B1. Killed at any rename, of the built site and of the published one, files are whole and the next run completes both.
#[test]
fn b1_killed_at_its_renames_a_folder_has_whole_files_and_the_next_run_goes_on() {
    let wanted = wanted();
    let mut kills = 0;
    for at in (1..).step_by(5) {
        let project = project();
        let before = held(&project.live());
        let inject = format!("inject=rename:signal=SIGKILL:when={at}");
        let words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e", &inject].map(str::to_owned);
        let output = publish_by(&words, &project, Path::new("/tmp"));
        if output.status.success() {
            break;
        }
        kills += 1;
        for (name, bytes) in held(&project.live()) {
            let whole = [before.get(&name), wanted.get(&name)];
            assert!(whole.contains(&Some(&bytes)), "rename {at}: `{name}` is neither old nor new");
        }
        let output = project.publish(&["--yes"]);
        assert!(output.status.success(), "rename {at}: {}", said(&output));
        assert!(held(&project.live()) == wanted, "rename {at}");
        assert_tidy(&project.live(), &format!("rename {at}"));
    }
    println!("{kills} kills");
    assert!(kills > 3, "{kills}");
}
