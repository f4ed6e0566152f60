//! What goes on to other programs, read by the programs that others use: `feedparser`, `icalendar`, `vobject`, `extruct`, Python's `csv`,
//! `followthemoney`, `networkx`; and what comes in from them. They are installed into `target/`, once. `read.py` and its like hold what
//! they must find.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

mod corpus;
mod ftm;
mod graphs;
mod import_ftm;
mod readers;
mod site;
mod timeline_js;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Python in an environment of its own, made once.
fn python() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
        let done = folder.join("done");
        if !done.exists() {
            let readers = "'feedparser==6.*' 'icalendar==7.*' 'vobject==0.9.*' 'extruct==0.18.*' 'rdflib==7.*'";
            let line = format!(
                "python3 -m venv '{0}' && '{0}/bin/pip' install --quiet {readers} && touch '{0}/done'",
                folder.display()
            );
            let output = Command::new("sh").args(["-c", &line]).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "the readers could not be installed: {said}\nType: {line}");
        }
        folder.join("bin/python")
    })
}

fn dossier(root: &Path, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    let output = command.args(arguments).current_dir(root).env("SOURCE_DATE_EPOCH", "1760000000").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Builds a site and lets all readers read it; `truth` is what they must find, where that is known.
fn read(root: &Path, truth: Option<&serde_json::Value>) {
    dossier(root, &["build", "--output", "public"]);
    let known = root.join("truth.json");
    fs::write(&known, truth.unwrap_or(&serde_json::Value::Null).to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/read.py");
    let output = Command::new(python()).arg(script).arg(root.join("public")).arg(known).output().unwrap();
    let said = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
    assert!(output.status.success(), "{said}");
}

/// How many articles the generated site has.
fn articles() -> usize {
    std::env::var("ARTICLES").ok().and_then(|count| count.parse().ok()).unwrap_or(100)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

#[test]
fn readers_accept_every_file_of_the_sample() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("content"), &folder.path().join("content"));
    fs::copy(root.join("dossier.yaml"), folder.path().join("dossier.yaml")).unwrap();
    read(folder.path(), None);
}

/// F4: `ARTICLES=1000 cargo test --test exports` makes the site larger.
#[test]
fn readers_give_hostile_text_of_a_generated_site_back() {
    let folder = tempfile::tempdir().unwrap();
    let truth = corpus::write(folder.path(), articles());
    read(folder.path(), Some(&truth));
}

#[test]
fn whole_texts_in_feeds_are_safe_and_their_links_absolute() {
    let folder = tempfile::tempdir().unwrap();
    let mut truth = corpus::write(folder.path(), 20);
    truth["full"] = true.into();
    let settings = fs::read_to_string(folder.path().join("dossier.yaml")).unwrap();
    fs::write(folder.path().join("dossier.yaml"), format!("{settings}feed_text: full\n")).unwrap();
    read(folder.path(), Some(&truth));
}

/// The order of ids is the other one here.
#[test]
fn a_feed_holds_the_newest_entries() {
    let site = site::Site::new("title: x\nbase_url: https://example.org/\nlanguage: en\n");
    for at in 0..60 {
        let date = format!("2025-{:02}-{:02}", 6 - at / 12, 20 - at % 12);
        site.put(&format!("content/articles/a{at:02}.md"), &format!("---\ntitle: A{at}\ndate: {date}\n---\n"));
        site.put(&format!("content/articles/z{:02}.md", 60 - at), &format!("---\ntitle: Z{at}\ndate: {date}\n---\n"));
    }
    let feed: serde_json::Value = serde_json::from_str(&site::export(site.root(), &["json-feed"])).unwrap();
    let dates: Vec<&str> =
        feed["items"].as_array().unwrap().iter().map(|it| it["date_published"].as_str().unwrap()).collect();
    assert_eq!((dates.len(), dates[0], dates[49]), (50, "2025-06-20T00:00:00Z", "2025-04-20T00:00:00Z"));
    assert!(dates.is_sorted_by(|one, next| one >= next), "{dates:?}");
}

#[test]
fn export_prints_what_a_build_writes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    corpus::write(root, 20);
    dossier(root, &["build"]);
    for (arguments, file) in [
        (&["atom"][..], "atom.xml"),
        (&["json-feed", "people/person-3"], "people/person-3/feed.json"),
        (&["ics", "stories/story-1"], "stories/story-1/calendar.ics"),
        (&["csv"], "events.csv"),
        (&["csv", "people"], "people.csv"),
        (&["jsonl"], "records.jsonl"),
    ] {
        let printed = dossier(root, &[&["export"], arguments].concat());
        assert!(printed == fs::read(root.join("public").join(file)).unwrap(), "{arguments:?}");
    }
    let lines = String::from_utf8(fs::read(root.join("public/records.jsonl")).unwrap()).unwrap();
    let people = String::from_utf8(dossier(root, &["query", "people"])).unwrap();
    assert!(!people.is_empty() && lines.contains(&people), "the lines are those of `dossier query`");
    let elsewhere = tempfile::tempdir().unwrap();
    let file = root.join("public/records.jsonl");
    let again = dossier(elsewhere.path(), &["query", "people", "--lines", file.to_str().unwrap()]);
    assert!(again == people.as_bytes(), "`dossier query` reads them without the project");
    let one = dossier(elsewhere.path(), &["query", "events", "event-2", "--lines", file.to_str().unwrap()]);
    assert!(one == dossier(root, &["query", "events", "event-2"]));
}
