//! While something is wrong every page stays as it was last, under what is wrong.

use std::fs;

use crate::preview::{Preview, article, put, status};

/// H8: while the content is broken every page stays as it was last, with what is wrong, escaped.
#[test]
fn broken_content_keeps_the_last_good_page_and_says_what_is_wrong() {
    let preview = Preview::start();
    let page = "/articles/call/";
    assert!(preview.get(page).contains("First words"));
    put(preview.root(), "content/articles/call.md", &article("The call", "New [[<script>alert(1)</script>]]."));
    let broken = preview.wait(page, "the error did not show", |page| page.contains("data-dossier-problems"));
    assert!(broken.contains("First words"), "{broken}");
    assert!(broken.contains("D012"), "{broken}");
    assert!(!broken.contains("<script>alert"), "{broken}");
    assert!(broken.contains("&lt;script&gt;alert"), "{broken}");

    put(preview.root(), "content/articles/call.md", &article("The call", "Third words."));
    let mended = preview.wait(page, "the mended page did not show", |page| page.contains("Third words"));
    assert!(!mended.contains("data-dossier-problems"), "{mended}");

    // What only the machine can mend is said, too.
    fs::rename(preview.root().join("dossier.yaml"), preview.root().join("away.yaml")).unwrap();
    let broken =
        preview.wait(page, "the missing settings were not told", |page| page.contains("data-dossier-problems"));
    assert!(broken.contains("Third words"), "{broken}");
    fs::rename(preview.root().join("away.yaml"), preview.root().join("dossier.yaml")).unwrap();
    preview.wait(page, "the mended site did not show", |page| !page.contains("data-dossier-problems"));
}

/// H8: a page that its template cannot render stays as it was last, and the others are shown; one that nobody has seen says so.
#[test]
fn a_page_that_cannot_be_rendered_stays_as_it_was() {
    let preview = Preview::start();
    put(preview.root(), "content/people/bob.md", "---\nname: Bob\n---\n");
    preview.wait("/people/bob/", "the new page did not show", |page| status(page) == "200");
    let seen = preview.get("/people/ada/");
    assert!(seen.contains("<bdi>Ada</bdi>"), "{seen}");
    // What was seen before the text of another file changed is still there to fall back on.
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    preview.wait("/articles/call/", "the edit did not show", |page| page.contains("Second words"));
    put(
        preview.root(),
        "templates/person.html",
        "{% extends \"theme/person.html\" %}{% block head %}{{ page.title.nothing }}{% endblock head %}",
    );
    // It is asked for once the change is there, and not before.
    preview.said("templates/person.html");
    let broken = preview.get("/people/ada/");
    assert_eq!(status(&broken), "500", "{broken}");
    assert!(broken.contains("<bdi>Ada</bdi>") && broken.contains("templates/person.html"), "{broken}");
    assert!(broken.contains("data-dossier-problems"), "{broken}");
    let other = preview.get("/articles/call/");
    assert!(status(&other) == "200" && other.contains("Second words"), "{other}");
    fs::remove_file(preview.root().join("templates/person.html")).unwrap();
    preview.wait("/people/ada/", "the mended page did not show", |page| status(page) == "200");
}

/// A page that nobody has seen has nothing to fall back on.
#[test]
fn a_page_that_was_never_rendered_says_so() {
    let preview = Preview::start();
    put(preview.root(), "templates/place.html", "{{ page.title.nothing }}");
    put(preview.root(), "content/places/odesa.md", "---\nname: Odesa\n---\n");
    let page = preview.wait("/places/odesa/", "the mistake did not show", |page| status(page) == "500");
    assert!(page.contains("This page cannot be rendered") && page.contains("templates/place.html"), "{page}");
}
