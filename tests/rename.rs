//! `rename`: whatever record of a site gets whatever id, the site says the same as before but for that id.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A linear congruential generator (Knuth, MMIX): the same site each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

fn run(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).current_dir(root).env("SOURCE_DATE_EPOCH", "1740000000").output().unwrap()
}

fn fine(root: &Path, arguments: &[&str]) {
    let output = run(root, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn files(folder: &Path, below: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, below, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.insert(path.strip_prefix(below).unwrap().to_str().unwrap().replace('\\', "/"), text);
        }
    }
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    files(folder, folder, &mut found);
    found
}

/// Returns the data of every record.
fn data(root: &Path) -> BTreeMap<String, String> {
    fine(root, &["build"]);
    tree(&root.join("public")).into_iter().filter(|(path, _)| path.ends_with("/index.json")).collect()
}

/// Writes a site in which records refer to each other in every way.
fn site(root: &Path, dice: &mut Dice) -> Vec<String> {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("dossier.yaml", "title: Made up\nbase_url: https://example.org/\nlanguage: en\n");
    let people: Vec<String> = (0..6).map(|at| format!("person-{at}")).collect();
    for (at, id) in people.iter().enumerate() {
        let other = &people[(at + 1) % people.len()];
        write(
            &format!("content/people/{id}.md"),
            &format!(
                "---\nname: Somebody {at}\nrelations: [{{to: {other}, as: friend of}}]\n---\n\nKnows [[{other}]] and [[people/{other}|them]].\n"
            ),
        );
    }
    for at in 0..4 {
        let (one, two) = (&people[dice.roll(6)], &people[dice.roll(6)]);
        write(
            &format!("content/events/event-{at}.md"),
            &format!(
                "---\ntitle: Event {at}\ndate: 2025-02-{:02}\nparticipants:\n  - {{ref: {one}, as: host}}\n  - \"[[{two}]]\"\n---\n\nBy [[{one}]].\n",
                at + 1
            ),
        );
    }
    for at in 0..8 {
        let (one, two, event) = (&people[dice.roll(6)], &people[dice.roll(6)], dice.roll(4));
        let end = if at % 2 == 0 { "\n" } else { "\r\n" };
        let mark = if at % 3 == 0 { "\u{feff}" } else { "" };
        let text = format!(
            "---\ntitle: Article {at}\ndate: 2025-02-{:02}\npeople: [{one}, Somebody {}]\nevents: [event-{event}]\n---\n\n\
             [[{one}]] met [[{two}|somebody]] at [the event](../events/event-{event}.md), not [[Somebody 2]].\n\n\
             Somebody 1 and `[[code]]` stay; see [here](/people/{two}/) and ![[event-{event}]].\n\n\
             > So be it.\n>\n> — {two}, 2025-02-01\n",
            at + 10,
            dice.roll(6),
        );
        write(&format!("content/articles/article-{at}.md"), &format!("{mark}{}", text.replace('\n', end)));
    }
    let events = (0..4).map(|at| format!("events/event-{at}"));
    people.iter().map(|id| format!("people/{id}")).chain(events).collect()
}

#[test]
fn a_site_says_the_same_after_any_rename_but_for_the_id() {
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let records = site(root, &mut dice);
        let before = data(root);
        let content = tree(&root.join("content"));
        let old = &records[dice.roll(records.len())];
        let (kind, id) = old.split_once('/').unwrap();
        // Where all else is equal, records stand in the order of their ids: this one keeps its place.
        let new = format!("{id}-x");
        // A dry run changes nothing.
        fine(root, &["rename", old, &new, "--dry-run"]);
        assert_eq!(content, tree(&root.join("content")), "seed {seed}");
        fine(root, &["rename", old, &new]);
        let after = data(root);
        // Every word of the old id is one of the new id, in the data and in the texts.
        let expected: BTreeMap<String, String> =
            before.iter().map(|(path, text)| (path.replace(id, &new), text.replace(id, &new))).collect();
        for (path, text) in &expected {
            assert_eq!(Some(text), after.get(path), "seed {seed}, {old}: {path}");
        }
        assert_eq!(expected.len(), after.len());
        assert!(root.join(format!("public/{kind}/{id}/index.html")).exists(), "the old address leads on");
        // Nothing else changed in the texts: mark and line ends are as they were.
        for (path, text) in tree(&root.join("content")) {
            let was = &content[&path.replace(&new, id)];
            let is_own = path.contains(&new);
            let now: String = text.lines().filter(|line| !(is_own && line.starts_with("redirect_from"))).collect();
            let was: String = was.lines().collect();
            assert_eq!(now.replace(&new, id), was, "seed {seed}: {path}");
            assert_eq!(text.matches("\r\n").count(), content[&path.replace(&new, id)].matches("\r\n").count());
            assert_eq!(text.starts_with('\u{feff}'), content[&path.replace(&new, id)].starts_with('\u{feff}'));
        }
        // And back: the site is what it was, but for the address that leads on.
        fine(root, &["rename", &format!("{kind}/{new}"), id]);
        assert_eq!(data(root), before, "seed {seed}");
    }
}

/// What fails in the middle leaves every file as it was: those that were put in their places before are taken back.
#[test]
fn what_cannot_be_written_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root, &mut Dice(1));
    let before = tree(&root.join("content"));
    // A folder stands where the file is to go.
    fs::create_dir(root.join("content/people/else.md")).unwrap();
    let output = run(root, &["rename", "people/person-1", "else"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(before, tree(&root.join("content")));
    fs::remove_dir(root.join("content/people/else.md")).unwrap();
    fine(root, &["rename", "people/person-1", "else"]);
    assert_ne!(before, tree(&root.join("content")));
}
