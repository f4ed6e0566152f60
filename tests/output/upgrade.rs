//! What an older version of the program left is gone on with, what a newer one left is refused or thrown away; nothing is lost.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dossier::digest::Digest;
use tempfile::TempDir;

use crate::project::{JOURNAL, MANIFEST, STAGING, Tree, put, tree};

/// A built site with files of others in its output.
fn built() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(
        root,
        "dossier.yaml",
        "title: Desk\nbase_url: https://example.org/\nlanguage: en\ncards: []\noutputs: [html]\n",
    );
    put(root, "content/people/ada.md", "---\nname: Ada\n---\n");
    put(root, "content/people/bob.md", "---\nname: Bob\n---\n");
    let output = build(root);
    assert!(output.status.success(), "{}", said(&output));
    put(root, "public/CNAME", "example.org");
    put(root, "public/people/bob/notes.txt", "mine");
    folder
}

fn build(root: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command
        .args(["build", "--root"])
        .arg(root)
        .env("SOURCE_DATE_EPOCH", "1740000000")
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn public(root: &Path) -> Tree {
    tree(&root.join("public"))
}

/// Returns a manifest as another version would write it, which its digest proves whole.
fn of_format(manifest: &str, format: &str, line: impl Fn(&str) -> String) -> String {
    let records = manifest.lines().skip(1).filter(|line| !line.starts_with("end "));
    let records: String = records.map(|record| line(record) + "\n").collect();
    let text = format!("dossier-manifest {format}\n{records}");
    let end = Digest::of(text.as_bytes());
    format!("{text}end {end}\n")
}

/// A3. The first format is read: what it records is known, its pages are made again, and nothing else is touched.
#[test]
fn a3_an_output_of_the_first_format_is_gone_on_with() {
    let folder = built();
    let root = folder.path();
    let before = public(root);
    let path = root.join("public").join(MANIFEST);
    let bare = |line: &str| line.split('\t').next().unwrap().to_owned();
    fs::write(&path, of_format(&before[MANIFEST], "1", bare)).unwrap();
    assert!(build(root).status.success());
    assert!(public(root) == before, "the site and its manifest are those of this version");
    assert!(said(&build(root)).contains(" 0 rendered"));

    // What it records and the site has no more is removed; what it does not record stays.
    fs::write(&path, of_format(&before[MANIFEST], "1", bare)).unwrap();
    fs::remove_file(root.join("content/people/bob.md")).unwrap();
    assert!(build(root).status.success());
    let after = public(root);
    assert!(!after.contains_key("people/bob/index.html"));
    assert_eq!((after["CNAME"].as_str(), after["people/bob/notes.txt"].as_str()), ("example.org", "mine"));
}

/// A1, A6. A manifest or a journal of a newer format is refused by name, and nothing is touched.
#[test]
fn a6_what_a_newer_version_wrote_is_refused_and_kept() {
    for (name, format) in [(MANIFEST, "3"), (JOURNAL, "3"), (MANIFEST, "10"), (MANIFEST, "2025-rc1")] {
        let folder = built();
        let root = folder.path();
        let manifest = public(root)[MANIFEST].clone();
        put(root, &format!("public/{name}"), &of_format(&manifest, format, |line| format!("{line} and more")));
        if name == JOURNAL {
            put(root, &format!("public/{STAGING}/new/people/eve/index.html"), "hers");
        }
        put(root, "content/people/eve.md", "---\nname: Eve\n---\n");
        let before = public(root);
        let output = build(root);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(3), "{name} {format}: {said}");
        assert!(
            said.contains(&format!("written in format `{format}`")) && said.contains("help: build with the version"),
            "{said}"
        );
        assert!(public(root) == before, "{name} {format}");
        // With what the newer version left put away as the message says, the site is built.
        fs::remove_dir_all(root.join("public")).unwrap();
        assert!(build(root).status.success());
        assert!(public(root).contains_key("people/eve/index.html"));
    }
}

/// B10. A cache of another version counts as none, and whatever else such a version kept is left to it.
#[test]
fn b10_a_cache_of_another_version_changes_nothing() {
    let folder = built();
    let root = folder.path();
    let (before, path) = (public(root), root.join(".dossier/built"));
    let kept = fs::read_to_string(&path).unwrap();
    let (_, json) = kept.split_once('\n').unwrap();
    assert!(json.contains("\"version\":4"));
    put(root, ".dossier/memos-9/people/ada", "of a newer version");
    let signed = |json: &str| format!("{}\n{json}", Digest::of(json.as_bytes()));
    let others = [
        signed(&json.replace("\"version\":4", "\"version\":3")),
        signed(&json.replace("\"version\":4", "\"version\":5")),
        signed(&json.replace("\"pages\":", "\"more\":[1],\"pages\":").replace("\"version\":4", "\"version\":5")),
        signed("{\"version\":5}"),
        signed("[]"),
        "dossier-cache 2\n\u{1}\u{2}".to_owned(),
        String::new(),
    ];
    for other in others {
        // What it says is no more so: a cache that is believed would keep the old page.
        put(root, "content/people/ada.md", "---\nname: Ada\n---\n\nNew.\n");
        fs::write(&path, &other).unwrap();
        assert!(build(root).status.success());
        assert!(public(root)["people/ada/index.html"].contains("New."), "{other}");
        put(root, "content/people/ada.md", "---\nname: Ada\n---\n");
        fs::write(&path, &other).unwrap();
        assert!(build(root).status.success());
        assert!(public(root) == before, "{other}");
        assert_eq!(fs::read_to_string(&path).unwrap(), kept, "it is kept anew");
        // Nor is it believed where all that it says is so.
        fs::write(&path, &other).unwrap();
        assert!(build(root).status.success());
        assert_eq!(fs::read_to_string(&path).unwrap(), kept, "it is kept anew");
    }
    assert_eq!(fs::read_to_string(root.join(".dossier/memos-9/people/ada")).unwrap(), "of a newer version");
    assert!(said(&build(root)).contains(" 0 rendered"));
}
