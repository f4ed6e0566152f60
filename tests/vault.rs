//! `vault/` is as Obsidian leaves it: it builds in place, every link leads somewhere, and nothing of Obsidian's own is seen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;

use program::{copy, run};
use serde_json::Value;

fn pages(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|it| it == "html" || it == "json" || it == "xml") {
            found.push((path.to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn a_vault_builds_in_place_without_a_broken_link() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("vault");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault"), &root);
    let told = run(&root, &["check"]);
    assert!(told.ends_with(": 0 errors, 1 warning, 0 hints.\n"), "{told}");
    assert!(told.contains("has no alternative text"), "{told}");
    run(&root, &["build"]);
    let record = |path: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(root.join("public").join(path).join("index.json")).unwrap()).unwrap()
    };
    let article = record("articles/dzvinok-u-liutomu");
    let links: Vec<&str> =
        article["links"].as_array().unwrap().iter().map(|it| it["record"]["id"].as_str().unwrap()).collect();
    // The label, the name in the text, three embeds, a block, a path from here, an address, the speaker's line aside.
    for (id, least) in [("phone-call", 4), ("volodymyr-zelensky", 1), ("keith-kellogg", 1), ("donald-trump", 1)] {
        assert!(links.iter().filter(|link| **link == id).count() >= least, "{id}: {links:?}");
    }
    assert_eq!(article["quotes"][0]["speaker"]["id"], "volodymyr-zelensky");
    assert_eq!(record("people/keith-kellogg")["title"], "Keith Kellogg");
    assert_eq!(record("events/riyadh-meeting")["place"]["id"], "riyadh");
    // In keys whose text nothing links in, a link is its words.
    let second = record("articles/second-thoughts-part-2");
    assert_eq!(second["summary"], "What the president and Keith Kellogg said, see Second thoughts (part 2).");
    assert_eq!(second["tags"], serde_json::json!(["second thoughts"]));
    let page = fs::read_to_string(root.join("public/articles/second-thoughts-part-2/index.html")).unwrap();
    for anchor in ["phone-call/#what-was-said\"", "phone-call/#p4\""] {
        assert!(page.contains(anchor), "{anchor}: {page}");
    }
    assert!(page.contains("alt=\"A map of all\""), "{page}");
    let mut all = Vec::new();
    pages(&root.join("public"), &mut all);
    for (path, text) in &all {
        let is_page = path.ends_with(".html");
        for id in ["^words-1", "^first-block", "^item-1", "^end"] {
            assert!(!is_page || !text.contains(id), "{path} holds {id}");
        }
        for private in ["private thought", "nobody sees", "alwaysUpdateLinks"] {
            assert!(!text.contains(private), "{path} holds {private}");
        }
        assert!(!is_page || !text.contains("[["), "{path} holds a link that is none");
        assert!(!is_page || !text.contains("[!"), "{path} holds a callout that is none");
    }
}

/// Renamed as in Obsidian: the file has the new name, links follow, the old name stays an alias, and nothing is broken.
#[test]
fn a_note_of_a_vault_is_renamed_with_all_its_links() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("vault");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault"), &root);
    run(&root, &["rename", "Keith Kellogg", "General Kellogg"]);
    run(&root, &["rename", "Phone call", "Дзвінок по телефону"]);
    run(&root, &["rename", "people/Volodymyr Zelensky", "Президент України"]);
    let told = run(&root, &["check"]);
    assert!(told.ends_with(": 0 errors, 1 warning, 0 hints.\n"), "{told}");
    let text = fs::read_to_string(root.join("content/articles/2025/02/Дзвінок у лютому.md")).unwrap();
    assert!(text.contains("[[../../../people/General Kellogg|посланець]]"), "{text}");
    assert!(
        text.contains("![[Дзвінок по телефону#What was said]]")
            && text.contains("![[Дзвінок по телефону#^first-block]]"),
        "{text}"
    );
    let note = fs::read_to_string(root.join("content/people/General Kellogg.md")).unwrap();
    assert!(
        note.starts_with("---\nredirect_from: [/people/keith-kellogg/]\naliases: [\"Keith Kellogg\"]\n---\n\nAn envoy"),
        "{note}"
    );
}
