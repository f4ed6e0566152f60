//! Hard-case C1 for the preview: after any edits what it serves is what a clean build with drafts writes.
//!
//! `SEED` and `SEQUENCES` are those of the state machine in `sequences.rs`; 300 sequences unless set.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dossier::engine::{Engine, Options, Planned};
use dossier::render::Change;
use dossier::serve::Shown;
use dossier::serve::sweep::Sweep;
use dossier::source::SourcePath;

use crate::project::{Project, RECORDS, Tree, difference, tree};
use crate::sequences::{Random, run};

/// Returns every output of a site as the preview serves it, before its additions.
fn served(shown: &Shown) -> Tree {
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

/// How often a text was put into a site that was planned already.
static EXCHANGED: AtomicUsize = AtomicUsize::new(0);

/// C1. Where the words of a text are put into the site that is shown, every output but the index of the search is that of a clean build;
/// where more has changed, nothing is exchanged.
#[test]
fn c1_a_text_that_is_put_into_the_site_equals_a_clean_build() {
    run(150, exchanges);
    let exchanged = EXCHANGED.load(Ordering::Relaxed);
    assert!(std::env::var_os("SEQUENCES").is_some() || exchanged > 100, "only {exchanged} texts were exchanged");
}

fn exchanges(seed: u64) -> Result<(), String> {
    let project = Project::new(RECORDS);
    let options = || Options { drafts: true, ..project.options() };
    let mut random = Random(seed.wrapping_mul(31));
    let mut engine = Engine::new(options());
    let mut steps: Vec<String> = Vec::new();
    for _ in 0..4 {
        let planned = engine.plan().map_err(|error| error.to_string())?;
        if planned.report.has_errors() {
            project.restore();
            continue;
        }
        let files = tree(&project.path("content"));
        // Every other time only words are added, which is what authors mostly do.
        let texts: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
        match random.pick(&texts).filter(|_| random.below(2) == 0) {
            Some(path) => {
                let path = format!("content/{path}");
                // At the beginning they move every mention after them.
                let text = project.read(&path);
                let words = "No name is in these words.";
                let at_first = text.replacen("\n---\n\n", &format!("\n---\n\n{words} "), 1);
                let text = if random.below(3) > 0 { at_first } else { format!("{text}\n{words}\n") };
                project.write(&path, &text);
                steps.push(format!("add words to {path}"));
            }
            None => steps.push(project.step(&mut random)),
        }
        let now = tree(&project.path("content"));
        let changed: Vec<&String> = now.keys().filter(|path| files.get(*path) != now.get(*path)).collect();
        let [path] = changed.as_slice() else { continue };
        if !files.contains_key(*path) || now.len() != files.len() {
            continue;
        }
        let fail = |what: &str, differences: &[String]| {
            Err(format!("SEED={seed} SEQUENCES=1: {what}\n{}\nafter\n{}", differences.join("\n"), steps.join("\n")))
        };
        let Some(mut shown) = Shown::new(planned, None) else { continue };
        let before = served(&shown);
        let path = SourcePath::new(&format!("content/{path}"));
        let put = |planned: &mut Planned| engine.retext(planned, &path).unwrap();
        if !shown.retext(put) {
            let differences = difference(&served(&shown), &before);
            if !differences.is_empty() {
                return fail("a text that was refused left traces", &differences);
            }
            continue;
        }
        EXCHANGED.fetch_add(1, Ordering::Relaxed);
        let Some(mut clean) = Project::clean_by(options()) else {
            return fail("a text was exchanged although it has errors", &[]);
        };
        let mut now = served(&shown);
        clean.remove(".dossier-manifest");
        for tree in [&mut clean, &mut now] {
            tree.retain(|path, _| !path.starts_with("search/") || path.ends_with(".html"));
        }
        let differences = difference(&now, &clean);
        if !differences.is_empty() {
            return fail("a text that was exchanged gives other pages than a clean build", &differences);
        }
    }
    Ok(())
}

/// What shows elsewhere than in the record's own words is never put in place by itself.
#[test]
fn c1_only_words_that_say_nothing_of_others_are_exchanged() {
    let file = "content/articles/call.md";
    let exchanged = |from: &str, to: &str| {
        let project = Project::new(RECORDS);
        let engine = || Engine::new(Options { drafts: true, ..project.options() });
        let mut planned = engine().plan().unwrap();
        project.edit(file, from, to);
        engine().retext(&mut planned, &SourcePath::new(file)).unwrap()
    };
    assert!(exchanged("Then [[call", "Then, at last, [[call"), "words around links");
    assert!(exchanged("agreed.\n", "agreed.\n\nNobody else was asked.\n"), "a paragraph at the end");
    assert!(exchanged("The Office agreed.", "In the end The Office agreed."), "words before a name");
    for (from, to) in [
        ("title: The call", "title: Another call"),
        ("date: 2025-02-12", "date: 2025-02-13"),
        ("story: talks", "story: talks\ndraft: true"),
        ("people: [ada,", "people: ["),
        ("in Paris", "in Rome"),
        ("called Grace Hopper", "called somebody"),
        ("The Office agreed.", "The Office agreed, and so did Grace Hopper."),
        ("[[call|the call]]", "the call"),
        ("[@report]", ""),
        ("![A handshake](handshake.svg)", ""),
        ("2025-02-13: More", "2025-02-14: More"),
        ("2025-02-13: More", "2025-02-13: Less"),
        ("We will see.", "We will not see."),
        ("— Ada Lovelace, 2025-02-12, Paris", "— Grace Hopper, 2025-02-12, Paris"),
        ("The Office agreed.", "The Office agreed.\n\n### A heading"),
        ("The Office agreed.", "The Office agreed with [[nobody-there]]."),
    ] {
        assert!(!exchanged(from, to), "{from} -> {to}");
    }
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
            "/search/: total",
        ]
    );
}
