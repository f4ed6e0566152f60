//! While something is wrong every page stays as it was last, under what is wrong.

use std::fs;

use crate::preview::{Preview, article, put};

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
