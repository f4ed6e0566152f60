//! Pages that a build does not look at since only words of other texts changed: they are what a clean build gives.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dossier::date::Day;
use dossier::digest::Digest;
use dossier::engine::{Built, Engine, Options, Outcome};
use dossier::plan::Make;
use dossier::render::{self, Shell};
use jiff::ToSpan as _;

use crate::amended::edited;
use crate::project::{Project, RECORDS, difference, errors, tree};
use crate::sequences::{Random, run};
use crate::settled::Edit;

/// Builds, and returns what came of it; with nothing to do, nothing.
fn built_by(engine: &mut Engine, project: &Project) -> Option<Outcome> {
    match engine.build_if_changed(&project.public(), &|| Some(Digest(1))).unwrap() {
        Built::New(outcome) => Some(*outcome),
        Built::Same(_) => None,
    }
}

fn built(project: &Project) -> Outcome {
    built_by(&mut Engine::new(project.options()), project).unwrap()
}

/// How many builds spared some pages.
static SPARING: AtomicUsize = AtomicUsize::new(0);

/// C1. After edits of texts, alone and several at once, of which many change no more than words, each build gives the bytes of a clean one.
#[test]
fn c1_what_is_not_looked_at_is_what_a_clean_build_gives() {
    run(100, sequence);
    let sparing = SPARING.load(Ordering::Relaxed);
    assert!(std::env::var_os("SEQUENCES").is_some() || sparing > 60, "only {sparing} builds spared pages");
}

fn sequence(seed: u64) -> Result<(), String> {
    let project = Project::new(RECORDS);
    let mut random = Random(seed.wrapping_mul(37));
    let as_of = [None, None, Day::from_ymd(2025, 2, 13), Day::from_ymd(2025, 2, 16)][seed as usize % 4];
    let options = || Options { drafts: seed.is_multiple_of(5), as_of, ..project.options() };
    if seed.is_multiple_of(3) {
        let all =
            "outputs: [html, json, feeds, calendar, csv, ftm, graph, search]\noutputs_for: [people, events, stories]\n";
        project.write("dossier.yaml", &format!("title: Test\nbase_url: https://example.org/\nlanguage: en\n{all}"));
    }
    let mut steps: Vec<String> = Vec::new();
    built_by(&mut Engine::new(options()), &project);
    for _ in 0..5 {
        let files: Vec<String> = tree(&project.path("content")).into_keys().filter(|it| it.ends_with(".md")).collect();
        for _ in 0..=random.below(2) {
            let Some(file) = random.pick(&files) else { break };
            let path = format!("content/{file}");
            let (text, what) = edited(&project.read(&path), &mut random);
            project.write(&path, &text);
            steps.push(format!("{path}: {what}"));
        }
        let Some(outcome) = built_by(&mut Engine::new(options()), &project) else { continue };
        let fail = |what: &str, differences: &[String]| {
            Err(format!("SEED={seed} SEQUENCES=1: {what}\n{}\nafter\n{}", differences.join("\n"), steps.join("\n")))
        };
        let clean = Project::clean_by(options());
        if outcome.planned.report.has_errors() {
            if clean.is_some() {
                return fail("only this build has errors", &[errors(&outcome)]);
            }
            project.restore();
            steps.push("restore the first files".into());
            continue;
        }
        let Some(clean) = clean else { return fail("only the clean build has errors", &[]) };
        SPARING.fetch_add(usize::from(outcome.spared > 0), Ordering::Relaxed);
        let differences = difference(&tree(&project.public()), &clean);
        if !differences.is_empty() {
            return fail("the output differs from a clean build", &differences);
        }
    }
    Ok(())
}

/// Of the words of each text of the sample, at its beginning and at its end, no page knows that is not looked at.
#[test]
fn c1_no_page_of_the_sample_knows_words_that_it_is_not_looked_at_for() {
    let project = Project::new(&[]);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "static"] {
        for (path, bytes) in tree(&repository.join(folder)) {
            let path = project.path(&format!("{folder}/{path}"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    project.write("dossier.yaml", &fs::read_to_string(repository.join("dossier.yaml")).unwrap());
    let mut engine = Engine::new(project.options());
    let first = built_by(&mut engine, &project).unwrap();
    assert!(!first.planned.report.has_errors(), "{}", errors(&first));
    let texts: Vec<String> = first.planned.snapshot.sources.keys().map(|path| path.as_str().to_owned()).collect();
    let mut sparing = 0;
    for path in texts.iter().filter(|path| path.ends_with(".md")) {
        let text = project.read(path);
        let Some(at) = text.find("\n---\n").map(|at| at + 5) else { continue };
        let (matter, body) = text.split_at(at);
        project.write(path, &format!("{matter}\nNo words were there before.\n{body}\nNone follow.\n"));
        let outcome = built_by(&mut engine, &project).unwrap();
        sparing += usize::from(outcome.spared > outcome.manifest.len() / 4);
        // What each page is made from now, whether the build looked at it or not.
        let planned = &outcome.planned;
        let (desk, templates) = (&planned.desk, planned.templates.as_ref().unwrap());
        let shell = Shell::new(desk);
        for page in planned.pages.iter() {
            let known = outcome.manifest.get(&page.file).unwrap();
            let differing = render::reasons(&known.inputs, &render::inputs(desk, page, templates, &shell));
            assert!(differing.is_empty(), "{path}: {} was not looked at: {differing:?}", page.route);
            if matches!(page.make, Make::Text(_)) {
                let text = render::page(desk, page, templates, &shell, &project.root()).ok().unwrap();
                assert_eq!(Digest::of(&text), known.digest, "{path}: {} was not looked at", page.route);
            }
        }
    }
    assert!(sparing > texts.len() / 2, "only {sparing} of {} texts", texts.len());
}

/// Words alone lead to a look at the pages of the text and of those that it leads to; what is on others, to a look at all.
#[test]
fn c1_pages_are_spared_where_no_more_than_words_changed() {
    let file = "content/articles/call.md";
    let spared = |from: &str, to: &str| {
        let project = Project::new(RECORDS);
        built(&project);
        project.edit(file, from, to);
        built(&project).spared
    };
    let few = spared("Then [[call", "Then, at last, [[call");
    assert!(few > 0, "{few}");
    for (from, to) in [
        ("Paris. Then", "Paris. After that"),
        ("The Office agreed.", "The Office did not."),
        ("![A hand", "Look:\n\n![A hand"),
    ] {
        assert_eq!(spared(from, to), few, "{from} -> {to}");
    }
    for (from, to) in [
        ("title: The call", "title: Another call"),
        ("date: 2025-02-12", "date: 2025-02-13"),
        ("called Grace Hopper", "called somebody"),
        ("2025-02-13: More", "2025-02-13: Less"),
        ("We will see.", "We will not see."),
        ("[@report]", ""),
    ] {
        assert_eq!(spared(from, to), 0, "{from} -> {to}");
    }
}

/// Where more changed than texts, or what was kept is not of the output that is there, all pages are looked at.
#[test]
fn no_page_is_spared_where_what_was_kept_is_of_something_else() {
    let edits: [(&str, Edit); 6] = [
        ("a picture", |it| it.edit("content/articles/handshake.svg", "<svg ", "<svg id=\"a\" ")),
        ("a new text", |it| it.write("content/places/rome.md", "---\nname: Rome\n---\n")),
        ("a setting", |it| it.edit("dossier.yaml", "title: Test", "title: Best")),
        ("a source", |it| it.edit("content/sources.yaml", "The report", "The account")),
        ("what was kept is gone", |it| fs::remove_file(it.path(".dossier/records")).unwrap()),
        ("what was kept is damaged", |it| {
            let kept = it.read(".dossier/records");
            it.write(".dossier/records", &kept.replacen("content/", "contemt/", 1));
        }),
    ];
    for (what, edit) in edits {
        let project = Project::new(RECORDS);
        built(&project);
        edit(&project);
        project.edit("content/articles/call.md", "Then [[call", "Then, at last, [[call");
        let outcome = built(&project);
        assert_eq!(outcome.spared, 0, "{what}");
        assert_eq!(difference(&tree(&project.public()), &project.clean().unwrap()), Vec::<String>::new(), "{what}");
    }
}

/// An output that is gone or was changed is made anew, though its page need not be looked at.
#[test]
fn an_output_that_is_gone_is_made_although_its_page_is_the_same() {
    let project = Project::new(RECORDS);
    built(&project);
    fs::remove_file(project.public().join("places/paris/index.html")).unwrap();
    fs::write(project.public().join("people/grace/index.html"), "short").unwrap();
    project.edit("content/organizations/office.md", "In Paris.", "Still in Paris.");
    built(&project);
    assert_eq!(difference(&tree(&project.public()), &project.clean().unwrap()), Vec::<String>::new());
}

/// The program that made the output counts: another one may make other pages from the same texts.
#[test]
fn no_page_is_spared_by_another_program() {
    let project = Project::new(RECORDS);
    built(&project);
    project.edit("content/articles/call.md", "Then [[call", "Then, at last, [[call");
    let newer = Engine::new(project.options()).build_if_changed(&project.public(), &|| Some(Digest(2))).unwrap();
    let Built::New(outcome) = newer else { panic!("there was something to do") };
    assert_eq!(outcome.spared, 0);
}

/// A record that appears, or that goes, by the clock alone: its neighbours are looked at, whatever else its text is.
#[test]
fn no_page_is_spared_when_a_record_appears_or_goes_by_the_clock() {
    for (path, keys) in [
        ("content/articles/held.md", "date: 2025-02-19\nembargo: 2025-02-20T06:00:00Z"),
        ("content/articles/gone.md", "date: 2025-02-10\nexpires: 2025-02-20T06:00:00Z"),
        ("content/articles/notice.md", "date: 2025-02-10\nstatus: withdrawn\nexpires: 2025-02-20T06:00:00Z"),
        ("content/places/zoo.md", "withdrawn: {date: 2025-02-11}\nexpires: 2025-02-20T06:00:00Z"),
    ] {
        let project = Project::new(RECORDS);
        let key = if path.contains("places") { "name" } else { "title" };
        project.write(path, &format!("---\n{key}: What comes and goes\n{keys}\n---\n\nWith Ada Lovelace.\n"));
        built(&project);
        let later = Options { now: project.options().now + 9.hours(), ..project.options() };
        let outcome = built_by(&mut Engine::new(later.clone()), &project).unwrap();
        assert_eq!(outcome.spared, 0, "{path}");
        assert_eq!(difference(&tree(&project.public()), &Project::clean_by(later).unwrap()), Vec::<String>::new());
    }
}
