//! A change is told: to the author, and to the tabs that show it, and to no other.

use std::fs;
use std::time::Duration;

use crate::preview::{Preview, article, put};

/// How long a tab listens that should hear nothing.
const SILENCE: Duration = Duration::from_millis(300);

#[test]
fn a_change_is_told_to_its_author_and_to_the_tabs_that_show_it() {
    let preview = Preview::with(&["--explain"]);
    let (mut call, mut ada) = (preview.tab("/articles/call/"), preview.tab("/people/ada/"));
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    let told = call.wait("data:");
    assert!(told.ends_with(r#"{"state":"changed","page":"/articles/call/","reasons":["content"]}"#), "{told}");
    let line = preview.said("articles/call.md: ");
    let (time, rest) = line.split_once(' ').unwrap();
    assert!(time.len() == 8 && time.bytes().filter(|byte| *byte == b':').count() == 2, "{line}");
    assert!(rest.starts_with("articles/call.md: 1 page in ") && rest.ends_with(" ms (reloaded 1 tab)"), "{line}");
    preview.said("re-rendered /articles/call/: content changed");
    assert_eq!(ada.hears(SILENCE), "", "a page that shows nothing of the change is left alone");

    // Who is mentioned sees it.
    put(preview.root(), "content/articles/call.md", &article("The call", "Then [[ada]] spoke."));
    let told = ada.wait("data:");
    assert!(told.contains(r#""page":"/people/ada/","reasons":["#) && told.contains(r#""mentions""#), "{told}");
}

#[test]
fn a_tab_that_was_hidden_is_told_what_it_missed() {
    let preview = Preview::start();
    let tab = preview.tab("/articles/call/");
    let query = tab.query.clone();
    drop(tab);
    let mut same = preview.tab_again(&query);
    assert_eq!(same.hears(SILENCE), "", "it shows what is true");
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    preview.wait("/articles/call/", "the edit did not show", |page| page.contains("Second words"));
    preview.tab_again(&query).wait(r#"{"state":"changed","page":"/articles/call/""#);
}

#[test]
fn a_tab_of_a_page_that_is_gone_is_led_on() {
    let preview = Preview::start();
    let (mut call, mut ada) = (preview.tab("/articles/call/"), preview.tab("/people/ada/"));
    let hidden = preview.tab("/articles/call/").query;
    let file = |name: &str| preview.root().join("content").join(name);
    fs::rename(file("articles/call.md"), file("articles/talk.md")).unwrap();
    let moved = r#"{"state":"gone","page":"/articles/call/","to":"/articles/talk/"}"#;
    call.wait(moved);
    preview.tab_again(&hidden).wait(moved);
    fs::remove_file(file("people/ada.md")).unwrap();
    ada.wait(r#"{"state":"gone","page":"/people/ada/","to":null}"#);
    // What was missing comes back.
    let mut missing = preview.tab("/people/ada/");
    put(preview.root(), "content/people/ada.md", "---\nname: Ada\n---\n");
    missing.wait(r#"{"state":"changed","page":"/people/ada/""#);
}

#[test]
fn files_that_keep_their_address_are_told_by_it() {
    let preview = Preview::start();
    let mut tab = preview.tab("/");
    put(preview.root(), "static/plain.txt", "other");
    tab.wait(r#"{"state":"files","files":["/plain.txt"]}"#);
    assert!(preview.get("/plain.txt").ends_with("other"));
}

#[test]
fn a_file_that_was_only_touched_is_told_to_nobody() {
    let preview = Preview::start();
    let mut tab = preview.tab("/articles/call/");
    put(preview.root(), "content/articles/call.md", &article("The call", "First words."));
    assert!(preview.said("articles/call.md: ").contains(": no page in "));
    assert_eq!(tab.hears(SILENCE), "");
}
