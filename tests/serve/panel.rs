//! The panel of the preview: what was understood on a page, with the line of each; what readers do not see is told.

use crate::preview::{Preview, put, status};

const CALL: &str = "---\ntitle: The call\ndate: 2025-02-12\npeople: [ada, Nobody Known]\n---\n\n\
    Ada Lovelace called [[office]] twice, said Ada Lovelace.\n\n> We will see.\n> — Ada Lovelace, 2025-02-12\n\n\
    ## Update 2025-02-13: More\n\nMore words.\n";

fn records(preview: &Preview) {
    let root = preview.root();
    put(
        root,
        "content/people/ada.md",
        "---\nname: Ada Lovelace\nroles:\n  - {title: Minister, from: 2025-01, until: 2025-03-01}\n  - {title: Chancellor, from: 2025-03}\n---\n",
    );
    put(root, "content/organizations/office.md", "---\nname: The Office\n---\n");
    put(root, "content/articles/call.md", CALL);
    preview.wait("/articles/call/", "the article did not show", |page| {
        page.contains("The Office") && page.contains("Minister")
    });
}

/// Returns the panel of a page without its tags, and the panel itself.
fn panel(page: &str) -> (String, String) {
    let panel =
        page.split_once("<aside class=\"dossier-panel\"").unwrap().1.split_once("</aside>").unwrap().0.to_owned();
    let mut words = String::new();
    let mut inside = true;
    for character in panel.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => words.push(character),
            _ => {}
        }
    }
    (words, panel)
}

#[test]
fn the_panel_says_what_was_understood_and_where_it_stands() {
    let preview = Preview::start();
    records(&preview);
    let (words, panel) = panel(&preview.get("/articles/call/"));
    let counts = "Understood: 2 people, 1 organization, 1 quote, 2 dates";
    assert!(words.starts_with(counts), "{words}");
    assert!(words.contains("Ada Lovelace, Minister 2 times line 4"), "the role is that of the day: {words}");
    assert!(words.contains("Nobody Known no file of its own line 4"), "{words}");
    assert!(words.contains("The Office line 7"), "{words}");
    assert!(words.contains("Ada Lovelace, 12 February 2025: “We will see.” line 10"), "{words}");
    assert!(words.contains("date 2025-02-12 reads 12 February 2025, 2025-02-12 line 3"), "{words}");
    assert!(words.contains("update 2025-02-13 reads 13 February 2025"), "{words}");
    let link = format!(
        "href=\"vscode://file{}/content/articles/call.md:4:10\"",
        preview.root().canonicalize().unwrap().display()
    );
    assert!(panel.contains(&link), "{panel}");
}

#[test]
fn drafts_and_embargoed_records_are_shown_with_a_banner() {
    let preview = Preview::start();
    let banner =
        |target: &str| preview.get(target).split("dossier-banner").nth(1).map(str::to_owned).unwrap_or_default();
    assert_eq!(banner("/articles/call/"), "");
    put(
        preview.root(),
        "content/articles/draft.md",
        "---\ntitle: A draft\ndate: 2025-02-12\ndraft: true\n---\n\nSecret.\n",
    );
    put(
        preview.root(),
        "content/articles/later.md",
        "---\ntitle: Later\ndate: 2025-02-12\nembargo: 2999-01-01T06:00:00Z\n---\n\nSecret.\n",
    );
    preview.wait("/articles/later/", "the article did not show", |page| page.contains("Secret."));
    assert!(banner("/articles/draft/").contains("Draft: readers do not see this page."));
    assert!(
        banner("/articles/later/").contains("Embargoed: readers do not see this page before 2999-01-01T06:00:00Z.")
    );

    let public = Preview::with(&["--no-drafts"]);
    put(
        public.root(),
        "content/articles/draft.md",
        "---\ntitle: A draft\ndate: 2025-02-12\ndraft: true\n---\n\nSecret.\n",
    );
    public.said("articles/draft.md: ");
    assert_eq!(status(&public.get("/articles/draft/")), "404");
}
