//! Hard-case C1 for the preview: after any edits what it serves is what a clean build with drafts writes.
//!
//! `SEED` and `SEQUENCES` are those of the state machine in `sequences.rs`; 300 sequences unless set.

use std::sync::Arc;

use dossier::engine::{Engine, Options};
use dossier::render::Change;
use dossier::serve::Shown;
use dossier::serve::sweep::Sweep;

use crate::project::{Project, RECORDS, Tree, difference};
use crate::sequences::{Random, run};

/// Returns every output of a site as the preview serves it, before its additions.
pub(crate) fn served(shown: &Shown) -> Tree {
    let bytes = |page| shown.bytes(page).map_or_else(|_| b"cannot be rendered".to_vec(), |bytes| bytes.to_vec());
    shown.planned.pages.iter().map(|page| (page.file.as_str().to_owned(), bytes(page))).collect()
}

/// C1. After every step of random edits, what is served equals a clean build in bytes and absences, and a page that the sweep calls
/// unchanged is the same page; with errors the last good site is served.
#[test]
fn c1_the_served_pages_equal_a_clean_build_with_drafts() {
    run(300, sequence);
}

fn sequence(seed: u64) -> Result<(), String> {
    let project = Project::new(RECORDS);
    let options = || Options { drafts: true, ..project.options() };
    let mut random = Random(seed);
    let mut engine = Engine::new(options());
    let (mut sweep, mut last, mut before) = (Sweep::default(), None::<Arc<Shown>>, Tree::new());
    let mut steps: Vec<String> = Vec::new();
    for round in 0..3 {
        let planned = engine.plan().map_err(|error| error.to_string())?;
        let fail = |what: &str, differences: &[String]| {
            Err(format!("SEED={seed} SEQUENCES=1: {what}\n{}\nafter\n{}", differences.join("\n"), steps.join("\n")))
        };
        // All sequences begin with the same site, which is compared once.
        let clean = if round == 0 && seed % 100 != 1 { Some(Tree::new()) } else { Project::clean_by(options()) };
        if planned.report.has_errors() {
            if clean.is_some() {
                return fail("only the preview has errors", &[]);
            }
            project.restore();
            steps.push("restore the first files".into());
            continue;
        }
        let Some(shown) = Shown::new(planned, last.as_deref()).map(Arc::new) else {
            return fail("no errors, and yet nothing is shown", &[]);
        };
        let now = served(&shown);
        let swept = sweep.run(&shown, &|| false).map(|swept| (swept.changes, swept.mistakes));
        match clean {
            // A mistake that only rendering finds: the sweep finds it, too.
            None => {
                if swept.is_none_or(|(_, mistakes)| mistakes.is_empty()) {
                    return fail("only the clean build has errors", &[]);
                }
            }
            Some(clean) if clean.is_empty() => {}
            Some(mut clean) => {
                clean.remove(".dossier-manifest");
                let differences = difference(&now, &clean);
                if !differences.is_empty() {
                    return fail("what is served differs from a clean build", &differences);
                }
                if let Some((Some(changes), _)) = swept {
                    let differences = unsaid(&shown, &changes, &before, &now);
                    if !differences.is_empty() {
                        return fail("pages changed that the sweep did not see", &differences);
                    }
                }
            }
        }
        (before, last) = (now, Some(shown));
        for _ in 0..=random.below(3) {
            steps.push(project.step(&mut random));
        }
    }
    Ok(())
}

/// Returns the pages that have other bytes than before, of which the sweep said nothing.
fn unsaid(shown: &Shown, changes: &[(dossier::route::Route, Change)], before: &Tree, now: &Tree) -> Vec<String> {
    let said = |file: &str| changes.iter().any(|(route, _)| route.file().is_some_and(|path| path.as_str() == file));
    let pages = shown.planned.pages.iter().filter(|page| page.is_page()).map(|page| page.file.as_str());
    pages.filter(|file| before.get(*file) != now.get(*file) && !said(file)).map(str::to_owned).collect()
}

/// Returns what a sweep says of the pages that an edit changed: `/people/ada/: mentions`.
fn swept(edit: impl Fn(&Project)) -> Vec<String> {
    let project = Project::new(RECORDS);
    let mut engine = Engine::new(Options { drafts: true, ..project.options() });
    let mut sweep = Sweep::default();
    let mut changes = None;
    for round in 0..2 {
        if round == 1 {
            edit(&project);
        }
        let shown = Shown::new(engine.plan().unwrap(), None).unwrap();
        changes = sweep.run(&shown, &|| false).unwrap().changes;
    }
    let words = |(route, change): (dossier::route::Route, Change)| match change {
        Change::Added => format!("{route}: added"),
        Change::Removed => format!("{route}: removed"),
        Change::Rendered(reasons) => format!("{route}: {}", reasons.join(", ")),
    };
    changes.unwrap().into_iter().map(words).collect()
}

/// C3. The author is told exactly the pages that show an edit, and why.
#[test]
fn c3_the_sweep_names_the_pages_that_an_edit_shows_on() {
    let edit =
        |path: &'static str, from: &'static str, to: &'static str| move |site: &Project| site.edit(path, from, to);
    let (answer, ada) = ("content/articles/answer.md", "content/people/ada.md");
    assert_eq!(swept(edit(answer, "Nobody else did.", "Nobody else spoke.")), ["/articles/answer/: content"]);
    let mention = swept(edit(answer, "Grace Hopper answered.", "Grace Hopper answered at once."));
    assert_eq!(mention, ["/articles/answer/: content", "/people/grace/: mentions"]);
    assert_eq!(swept(edit("content/places/paris.md", "A city.", "A large city.")), ["/places/paris/: content"]);
    let alias = swept(edit(ada, "[Countess]", "[Countess, Lady Lovelace]"));
    assert_eq!(alias, ["/people/ada/: aliases, linked_data", "/people/lady-lovelace/: added"]);
    assert_eq!(
        swept(edit(ada, "Minister", "Chancellor")),
        [
            "/: people",
            "/articles/call/: content, people",
            "/events/call/: participants, quotes",
            "/organizations/office/: members",
            "/people/: groups",
            "/people/ada/: held, linked_data, quotes, role, roles, timeline",
            "/people/grace/: related",
            "/people/new-name/: related",
            "/places/paris/: quotes",
            "/quotes/: quotes",
            "/stories/talks/: cast, quotes",
        ]
    );
    assert_eq!(swept(edit(answer, "story: talks", "story: talks\ndraft: true")), [""; 0], "drafts are shown");
    assert_eq!(swept(|site: &Project| site.write(answer, &site.read(answer))), [""; 0]);
    let template = "{% extends \"base.html\" %}";
    assert_eq!(swept(|site: &Project| site.write("templates/place.html", template)), ["/places/paris/: templates"]);
    assert_eq!(
        swept(|site: &Project| std::fs::remove_file(site.path("content/organizations/office.md")).unwrap()),
        [
            "/articles/call/: content",
            "/organizations/: groups, letters, total",
            "/organizations/office/: removed",
            "/people/ada/: linked_data, roles",
            "/places/: groups",
            "/places/paris/: mentions, named_in",
        ]
    );
}
