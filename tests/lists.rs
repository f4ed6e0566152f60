//! Long lists of a whole site: each page has a limit, and a new entry changes the newest page alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Writes an article of a day of a year, with a quote and a correction.
fn article(root: &Path, year: u32, number: usize) {
    let day = format!("{year}-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28);
    let text = format!(
        "---\ntitle: Article {year} {number}\ndate: {day}\npeople: [ada]\ncorrections:\n  - {{date: {day}, note: Slip {year} {number}.}}\n---\n\n> Words of {year} {number}.\n>\n> — Ada Lovelace, {day}\n"
    );
    write(root, &format!("content/articles/a{year}-{number:03}.md"), &text);
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Builds and returns what was said to people.
fn build(root: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dossier")).args(["build", "--explain"]).current_dir(root).output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

/// Returns the page at a route, or nothing.
fn page(root: &Path, route: &str) -> Option<String> {
    fs::read_to_string(root.join("public").join(route.trim_start_matches('/')).join("index.html")).ok()
}

/// Returns how often words stand in a page.
fn count(root: &Path, route: &str, words: &str) -> usize {
    page(root, route).unwrap_or_else(|| panic!("no page at {route}")).matches(words).count()
}

#[test]
fn long_lists_are_split_into_pages_that_last() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "dossier.yaml", "title: T\nbase_url: https://example.org/\nlanguage: en\n");
    write(root, "content/people/ada.md", "---\nname: Ada Lovelace\n---\n");
    for number in 0..120 {
        article(root, 2023, number);
    }
    for number in 0..220 {
        article(root, 2024, number);
    }
    let _ = build(root);

    // 340 corrections and quotes: full pages of 50 from the oldest, 50 to 99 on the first.
    for list in ["corrections", "quotes"] {
        let entry = if list == "quotes" { "<figure" } else { "<li class=\"entry bare\">" };
        assert_eq!(count(root, list, entry), 90, "{list}");
        for number in 1..=5 {
            assert_eq!(count(root, &format!("{list}/page/{number}"), entry), 50, "{list} {number}");
        }
        assert!(page(root, &format!("{list}/page/6")).is_none());
        assert_eq!(count(root, list, &format!("{list}/page/")), 5, "the first page leads to all others");
    }
    assert_eq!(count(root, "people/ada", "<figure"), 90);
    assert_eq!(count(root, "people/ada/quotes/5", "<figure"), 50);
    assert_eq!(count(root, "people/ada", "people/ada/quotes/"), 5);
    assert_eq!(count(root, "people/ada", "<a href=\"../../articles/a2024-219/#correction-"), 1);

    // An article and its correction each: 240 changes in 2023, 440 in 2024, by year in pages of 100.
    let entry = "<li class=\"entry text";
    assert_eq!(count(root, "changes", entry), 140);
    assert_eq!(count(root, "changes/2024", entry), 140);
    assert_eq!(count(root, "changes/2024/page/3", entry), 100);
    assert_eq!(count(root, "changes/2023", entry), 140);
    assert_eq!(count(root, "changes/2023/page/1", entry), 100);
    assert!(page(root, "changes/2023/page/2").is_none());

    // One more article changes the newest pages of each list, and none of the full ones.
    // It is of the day of the newest one, so that today stays the same.
    article(root, 2024, 555);
    let said = build(root);
    let rendered: BTreeSet<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("re-rendered "))
        .filter_map(|line| line.split(':').next())
        .filter(|route| {
            ["/corrections/", "/quotes/", "/changes/", "/people/ada/"].iter().any(|list| route.starts_with(list))
        })
        .collect();
    let wanted = ["/changes/", "/changes/2024/", "/corrections/", "/people/ada/", "/people/ada/index.json", "/quotes/"];
    assert_eq!(rendered, BTreeSet::from(wanted), "{said}");
}

/// A list that is not long stands on one page.
#[test]
fn short_lists_have_one_page() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "dossier.yaml", "title: T\nbase_url: https://example.org/\nlanguage: en\n");
    write(root, "content/people/ada.md", "---\nname: Ada Lovelace\n---\n");
    for number in 0..99 {
        article(root, 2024, number);
    }
    let _ = build(root);
    assert_eq!(count(root, "quotes", "<figure"), 99);
    assert_eq!(count(root, "changes", "<li class=\"entry text"), 198);
    for route in ["quotes/page/1", "corrections/page/1", "people/ada/quotes/1", "changes/2024"] {
        assert!(page(root, route).is_none(), "{route}");
    }
}

/// The people of a tag are split like all others, in the order of their ids; a new one changes the pages before it.
#[test]
fn what_bears_a_tag_is_split_into_pages() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "dossier.yaml", "title: T\nbase_url: https://example.org/\nlanguage: en\n");
    let person = |number: usize| {
        let text = format!("---\nname: Person {number:03}\ntags: [crew]\n---\n");
        write(root, &format!("content/people/p{number:03}.md"), &text);
    };
    (1..=350).for_each(person);
    build(root);
    let shown = |route: &str| count(root, route, ">Person ");
    assert_eq!(shown("/tags/crew/"), 150);
    assert_eq!([1, 2].map(|number| shown(&format!("/tags/crew/records/page/{number}/"))), [100, 100]);
    assert!(page(root, "/tags/crew/records/page/3/").is_none());
    assert!(page(root, "/tags/crew/").unwrap().contains("350 records"));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for route in ["/tags/crew/", "/tags/crew/records/page/1/", "/tags/crew/records/page/2/"] {
        let page = page(root, route).unwrap();
        seen.extend(page.split(">Person ").skip(1).map(|rest| rest[..3].to_owned()));
    }
    assert_eq!(seen.len(), 350);
    person(0);
    let said = build(root);
    assert!(said.contains("/tags/crew/:") && !said.contains("/tags/crew/records/"), "{said}");
}
