//! Hard-case C1 for the short way of the preview: a file that is put into a planned site gives the pages of a clean build.
//!
//! `SEED` and `SEQUENCES` are those of the state machine in `sequences.rs`; 150 sequences unless set.

use std::sync::Mutex;

use dossier::engine::{Engine, Options, Planned};
use dossier::plan::Extent;
use dossier::serve::Shown;
use dossier::source::SourcePath;
use dossier::timings::Timings;

use crate::live::served;
use crate::project::{Project, RECORDS, Tree, difference, tree};
use crate::sequences::{Random, WORDS, run};

/// Lines of front matter, of which each takes the place of those with its key.
const LINES: &[&str] = &[
    "title: The call",
    "title: Another call of two",
    "title: Ada Lovelace",
    "title: News",
    "name: Grace Hopper",
    "name: Grace Brewster Hopper",
    "name: Paris",
    "summary: In one sentence.",
    "summary: In another one.",
    "date: 2025-02-11",
    "date: 2025-02-12",
    "date: 2025-02-14/2025-02-16",
    "date: 2025-02-18",
    "updated: 2025-02-17",
    "end: 2025-02-10",
    "words: on a cold day",
    "tags: [spring, calls]",
    "tags: [Spring]",
    "story: talks",
    "story: nowhere",
    "people: [ada]",
    "people: [grace, ada, {ref: New Name, as: guest}]",
    "people: [New Name]",
    "people: [Somebody New, grace]",
    "events: [call]",
    "places: [paris]",
    "organizations: [office]",
    "participants: [grace]",
    "participants: [ada, New Name]",
    "place: paris",
    "part_of: call",
    "follows: [call]",
    "seq: 3",
    "importance: 4",
    "status: planned",
    "status: cancelled",
    "draft: true",
    "embargo: 2025-02-20T06:00:00Z",
    "expires: 2025-02-18T06:00:00Z",
    "lang: de",
    "autolink: off",
    "autolink: declared",
    "sort_as: Zebra",
    "aliases: [Countess, Countess of Lovelace]",
    "aliases: [The Admiral]",
    "aliases: [{name: Admiral of Notes, kind: weak}]",
    "redirect_from: [/old/]",
    "redirect_from: [/people/]",
    "sources: [report]",
    "sources: [{title: A letter, url: 'https://example.org/letter'}]",
    "image: {file: handshake.svg, alt: Hands, credit: Us}",
    "quotes: [{text: So be it., speaker: ada, date: 2025-02-13, venue: Paris}]",
    "claims: [{text: It was cold., by: grace, about: ada, status: open}]",
    "corrections: [{date: 2025-02-15, note: A name was wrong.}]",
    "corrections: [{date: 2025-02-16, note: All of it., kind: retraction}]",
    "roles: [{title: Chancellor, organization: office, from: 2023}]",
    "relations: [{to: ada, as: rival}]",
    "same_as: [ada]",
    "born: 1906-12-09",
    "known: [{text: It rang., date: 2025-02-12, sources: [report]}]",
    "history: [{said_on: 2025-02-10, status: planned, date: 2025-02-11}]",
    "accounts: [{event: call, date: 2025-02-13, sources: [report]}]",
    "extra: {colour: red}",
];

/// What is put at the end of a text.
const ENDS: &[&str] = &[
    "No name is in these words.",
    "> It is done.\n> — Grace Hopper, 2025-02-13, Paris",
    "> We will see.\n> — Ada Lovelace, 2025-02-12, Paris",
    "## A heading",
    "## Update 2025-02-17: Again\n\nAda Lovelace agreed.",
    "As [the report](https://example.org) says [@report].",
    "See [[call#more|what came later]] and [[events/call|the call]].",
    "See [[answer#a-heading]].",
    "See [[answer#^told]] and [[answer#^again]].",
    "This as well. ^again",
    "![A handshake](handshake.svg)",
    "[[ada]] and [[New Name]] came.",
    "[[nobody-there]] came.",
    "Much later, A call of two was made.",
];

/// Returns a file after an edit, and what that was.
pub(crate) fn edited(text: &str, random: &mut Random) -> (String, String) {
    match random.below(10) {
        0 | 1 => {
            // At the beginning they move every mention after them.
            let words = "No name is in these words.";
            (text.replacen("\n---\n\n", &format!("\n---\n\n{words} "), 1), "words at the beginning".into())
        }
        2 => {
            let end = ENDS[random.below(ENDS.len())];
            (format!("{text}\n{end}\n"), format!("`{end}` at the end"))
        }
        3 => {
            let word = WORDS[random.below(WORDS.len())];
            (format!("{text}\nAfterwards {word} left.\n"), format!("`{word}` at the end"))
        }
        4 => {
            // The last paragraph goes.
            let cut = text.trim_end().rfind("\n\n").filter(|at| text[..*at].contains("\n---\n")).unwrap_or(text.len());
            (format!("{}\n", &text[..cut]), "without its last paragraph".into())
        }
        5 | 6 => {
            // Another title in the place of the one that is there.
            let title = format!("title: Talk number {}", random.below(9));
            let lines = text.split_inclusive('\n').map(|line| match line.strip_prefix("title: ") {
                Some(_) => format!("{title}\n"),
                None => line.to_owned(),
            });
            (lines.collect(), title.clone())
        }
        _ => {
            let line = LINES[random.below(LINES.len())];
            let key = &line[..=line.find(':').unwrap()];
            let mut gone = false;
            let kept = text.split_inclusive('\n').filter(|line| {
                gone = line.starts_with(key) || (gone && line.starts_with("  "));
                !gone
            });
            let kept: String = kept.collect();
            if random.below(5) == 0 {
                return (kept, format!("without {key}"));
            }
            (kept.replacen("---\n", &format!("---\n{line}\n"), 1), line.into())
        }
    }
}

/// How much changed whenever a file was put into a site.
static AMENDED: Mutex<Vec<Extent>> = Mutex::new(Vec::new());

/// C1. Where a file is put into the site that is shown, every output but the index of the search is that of a clean build; where
/// other records are linked otherwise with it, nothing is exchanged.
#[test]
fn c1_a_file_that_is_put_into_the_site_equals_a_clean_build() {
    run(150, |seed| sequence(seed, Engine::new));
    let amended = AMENDED.lock().unwrap();
    for extent in [Extent::Words, Extent::Card, Extent::All] {
        let number = amended.iter().filter(|it| **it == extent).count();
        assert!(std::env::var_os("SEQUENCES").is_some() || number > 20, "{extent:?} only {number} times");
    }
}

fn sequence(seed: u64, engine: impl Fn(Options) -> Engine) -> Result<(), String> {
    let project = Project::new(RECORDS);
    let drafts = !seed.is_multiple_of(3);
    let options = || Options { drafts, ..project.options() };
    let mut random = Random(seed.wrapping_mul(31));
    let mut engine = engine(options());
    let mut steps: Vec<String> = Vec::new();
    let fail = |what: &str, differences: &[String], steps: &[String]| {
        Err(format!("SEED={seed} SEQUENCES=1: {what}\n{}\nafter\n{}", differences.join("\n"), steps.join("\n")))
    };
    for _ in 0..3 {
        if random.below(3) == 0 {
            steps.push(project.step(&mut random));
        }
        let planned = engine.plan().map_err(|error| error.to_string())?;
        let Some(mut shown) = Some(planned).filter(|it| !it.report.has_errors()).and_then(|it| Shown::new(it, None))
        else {
            project.restore();
            steps.push("restore the first files".into());
            continue;
        };
        let before = served(&shown);
        // Several edits of one file, or of several, until one is refused.
        for _ in 0..2 {
            let files: Vec<String> =
                tree(&project.path("content")).into_keys().filter(|it| it.ends_with(".md")).collect();
            let Some(file) = random.pick(&files) else { break };
            let path = format!("content/{file}");
            let (text, what) = edited(&project.read(&path), &mut random);
            project.write(&path, &text);
            steps.push(format!("{path}: {what}"));
            let put =
                |planned: &mut Planned| engine.amend(planned, &SourcePath::new(&path), &mut Timings::start()).unwrap();
            let Some(extent) = shown.amend(put) else { break };
            AMENDED.lock().unwrap().push(extent);
            steps.push(format!("  which changes {extent:?}"));
            let Some(clean) = Project::clean_by(options()) else {
                return fail("a file was exchanged although it has errors", &[], &steps);
            };
            let differences = difference(&without_index(served(&shown)), &without_index(clean));
            if !differences.is_empty() {
                return fail("a file that was exchanged gives other pages than a clean build", &differences, &steps);
            }
        }
        if steps.last().is_some_and(|step| !step.starts_with("  ")) && !steps.iter().any(|step| step.starts_with("  "))
        {
            let differences = difference(&served(&shown), &before);
            if !differences.is_empty() {
                return fail("a file that was refused left traces", &differences, &steps);
            }
        }
    }
    Ok(())
}

/// Returns the outputs but the index of the search and what only builds write.
pub(crate) fn without_index(mut tree: Tree) -> Tree {
    tree.retain(|path, _| path != ".dossier-manifest" && (!path.starts_with("search/") || path.ends_with(".html")));
    tree
}

/// Files are put into the site by as little as shows them, and never where others would have to be linked anew.
#[test]
fn c1_as_little_is_laid_out_as_shows_an_edit() {
    let file = "content/articles/call.md";
    let extent = |from: &str, to: &str| {
        let project = Project::new(RECORDS);
        let engine = || Engine::new(Options { drafts: true, ..project.options() });
        let mut planned = engine().plan().unwrap();
        project.edit(file, from, to);
        engine().amend(&mut planned, &SourcePath::new(file), &mut Timings::start()).unwrap()
    };
    for (from, to) in [
        ("Then [[call", "Then, at last, [[call"),
        ("agreed.\n", "agreed.\n\nNobody else was asked.\n"),
        ("The Office agreed.", "In the end The Office agreed."),
    ] {
        assert_eq!(extent(from, to), Some(Extent::Words), "{from} -> {to}");
    }
    for (from, to) in [
        ("title: The call", "title: Another call"),
        ("story: talks", "story: talks\nsummary: In short."),
        ("story", "summary: S\nstory"),
    ] {
        let expected = if to.contains("summary") { Extent::All } else { Extent::Card };
        assert_eq!(extent(from, to), Some(expected), "{from} -> {to}");
    }
    for (from, to) in [
        ("date: 2025-02-12", "date: 2025-02-13"),
        ("story: talks", "story: talks\ndraft: true"),
        ("people: [ada,", "people: ["),
        ("in Paris", "in Rome"),
        ("called Grace Hopper", "called somebody"),
        ("The Office agreed.", "The Office agreed, and so did Grace Hopper."),
        ("[[call|the call]]", "the call"),
        ("[@report]", ""),
        ("2025-02-13: More", "2025-02-14: More"),
        ("2025-02-13: More", "2025-02-13: Less"),
        ("We will see.", "We will not see."),
        ("— Ada Lovelace, 2025-02-12, Paris", "— Grace Hopper, 2025-02-12, Paris"),
        ("The Office agreed.", "The Office agreed.\n\n### A heading"),
    ] {
        assert_eq!(extent(from, to), Some(Extent::All), "{from} -> {to}");
    }
    for (from, to) in [
        ("New Name", "Newer Name"),
        ("![A handshake](handshake.svg)", ""),
        ("The Office agreed.", "The Office agreed with [[nobody-there]]."),
        ("title: The call", "title: Ada Lovelace"),
        ("title: The call", "title: She wrote notes"),
        ("date: 2025-02-12", "date: some day"),
        ("story: talks", "story: talks\nautolink: off"),
    ] {
        assert_eq!(extent(from, to), None, "{from} -> {to}");
    }
}
