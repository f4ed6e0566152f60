//! A build that has nothing to do: it says so only where a build would change nothing, whatever the times of files say.

use std::fs::{self, FileTimes, OpenOptions};
use std::process::Command;
use std::time::{Duration, SystemTime};

use dossier::codes;
use dossier::diagnostic::Diagnostic;
use dossier::digest::Digest;
use dossier::engine::{Built, Engine, Options};
use jiff::ToSpan as _;

use crate::project::{Project, RECORDS, difference, tree};

const PROGRAM: Digest = Digest(1);

pub(crate) type Edit = fn(&Project);

/// Builds, and tells whether there was nothing to do.
fn is_same(project: &Project) -> bool {
    is_same_by(project.options(), project, PROGRAM)
}

fn is_same_by(options: Options, project: &Project, program: Digest) -> bool {
    match Engine::new(options).build_if_changed(&project.public(), &|| Some(program)).unwrap() {
        Built::Same(settled) => {
            assert!(settled.pages > 10, "it knows the number of pages: {}", settled.pages);
            true
        }
        Built::New(outcome) => {
            assert!(outcome.planned.report.all().is_empty(), "{:?}", outcome.planned.report.all());
            false
        }
    }
}

fn built() -> Project {
    let project = Project::new(RECORDS);
    assert!(!is_same(&project), "nothing is there yet");
    project
}

/// Tells that what is there is what a clean build writes.
fn assert_clean(project: &Project) {
    assert_eq!(difference(&tree(&project.public()), &project.clean().unwrap()), Vec::<String>::new());
}

#[test]
fn a_second_build_has_nothing_to_do_and_changes_nothing() {
    let project = built();
    let before = tree(&project.public());
    assert!(is_same(&project));
    assert!(is_same(&project), "and again");
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
    assert_clean(&project);
}

/// One change each, of everything that a build reads.
pub(crate) fn changes() -> [(&'static str, Edit); 12] {
    [
        ("a text", |it| it.edit("content/people/ada.md", "wrote notes", "wrote books")),
        ("a new text", |it| it.write("content/people/new.md", "---\nname: New One\n---\n\nNew.\n")),
        ("a text that is gone", |it| fs::remove_file(it.path("content/places/paris.md")).unwrap()),
        ("a setting", |it| it.edit("dossier.yaml", "title: Test", "title: Best")),
        ("a source", |it| it.edit("content/sources.yaml", "The report", "The account")),
        ("a picture", |it| it.edit("content/articles/handshake.svg", "<svg ", "<svg id=\"a\" ")),
        ("a static file", |it| it.edit("static/robots-extra.txt", "hello", "world")),
        ("a static file of another name", |it| {
            fs::rename(it.path("static/robots-extra.txt"), it.path("static/robots-others.txt")).unwrap();
        }),
        ("a new static file", |it| it.write("static/more.txt", "more")),
        ("a template", |it| it.write("templates/404.html", "<!doctype html><title>{{ page.title }}</title>")),
        ("a style", |it| it.write("templates/assets/docket.css", "p { margin: 0 }")),
        ("words", |it| it.write("templates/words/en.yaml", "title:\n  people: Folk\n")),
    ]
}

#[test]
fn a_change_of_anything_that_is_read_is_seen() {
    for (what, change) in changes() {
        let project = built();
        change(&project);
        let outcome = Engine::new(project.options()).build_if_changed(&project.public(), &|| Some(PROGRAM)).unwrap();
        assert!(matches!(outcome, Built::New(_)), "{what} is seen");
        assert_clean(&project);
    }
}

/// One that is there already: a new file is seen by its place alone.
#[test]
fn an_edit_of_a_template_of_the_project_is_seen() {
    let project = Project::new(RECORDS);
    project.write("templates/404.html", "<!doctype html><title>{{ page.title }}</title>");
    assert!(!is_same(&project) && is_same(&project));
    project.edit("templates/404.html", "page.title", "site.title");
    assert!(!is_same(&project), "it is seen");
    assert_clean(&project);
}

/// Times are no proof: other bytes of the same length with the old time are seen, and a new time alone is nothing.
#[test]
fn times_of_files_are_no_proof() {
    let project = built();
    let path = project.path("content/people/ada.md");
    let old = fs::metadata(&path).unwrap().modified().unwrap();
    let at = |time: SystemTime| {
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_times(FileTimes::new().set_modified(time)).unwrap();
    };
    at(old + Duration::from_mins(1));
    assert!(is_same(&project), "a new time alone is nothing");
    project.edit("content/people/ada.md", "wrote notes", "wrote votes");
    at(old);
    assert!(!is_same(&project), "other bytes of the same length");
    assert_clean(&project);
}

#[test]
fn an_output_that_was_changed_is_seen() {
    let changes: [(&str, Edit); 3] = [
        ("a page that is gone", |it| fs::remove_file(it.public().join("people/ada/index.html")).unwrap()),
        ("a page of another length", |it| fs::write(it.public().join("people/ada/index.html"), "short").unwrap()),
        ("a folder that is gone", |it| fs::remove_dir_all(it.public()).unwrap()),
    ];
    for (what, change) in changes {
        let project = built();
        change(&project);
        assert!(!is_same(&project), "{what} is seen");
        assert_clean(&project);
    }
}

#[test]
fn what_is_asked_for_counts_and_the_program_that_is_asked() {
    let project = built();
    let asked: [fn(&mut Options); 4] = [
        |it| it.drafts = true,
        |it| it.strict = true,
        |it| it.base_url = Some("https://other.example/".into()),
        |it| it.as_of = dossier::date::Day::from_ymd(2025, 2, 13),
    ];
    for ask in asked {
        is_same(&project);
        assert!(is_same(&project), "the same is asked for twice");
        let mut options = project.options();
        ask(&mut options);
        let outcome = Engine::new(options).build_if_changed(&project.public(), &|| Some(PROGRAM)).unwrap();
        assert!(matches!(outcome, Built::New(_)));
    }
    assert!(!is_same(&project), "the options are the first ones again");
    assert!(!is_same_by(project.options(), &project, Digest(2)), "another program may write other pages");
}

/// The end of an embargo changes pages though no file changes; a clock that was set back may hide one again.
#[test]
fn the_moment_counts_where_something_changes_by_itself() {
    let project = built();
    let at = |hours: i64| Options { now: project.options().now + hours.hours(), ..project.options() };
    assert!(is_same_by(at(24), &project, PROGRAM), "nothing is under embargo");
    assert!(!is_same_by(at(-1), &project, PROGRAM), "the clock was set back");
    project.write(
        "content/articles/later.md",
        "---\ntitle: Later\ndate: 2025-02-19\nembargo: 2025-02-20T06:00:00Z\n---\n\nHeld back.\n",
    );
    assert!(!is_same(&project));
    assert!(is_same_by(at(8), &project, PROGRAM), "before the embargo ends");
    assert!(!project.public().join("articles/later/index.html").exists());
    assert!(!is_same_by(at(9), &project, PROGRAM), "it has ended");
    assert!(project.public().join("articles/later/index.html").exists());
}

/// Builds, and returns whether there was nothing to do, and what was told.
fn told(project: &Project) -> (bool, Vec<Diagnostic>) {
    told_by(project.options(), project)
}

fn told_by(options: Options, project: &Project) -> (bool, Vec<Diagnostic>) {
    match Engine::new(options).build_if_changed(&project.public(), &|| Some(PROGRAM)).unwrap() {
        Built::Same(settled) => (true, settled.report.into_all()),
        Built::New(outcome) => (false, outcome.planned.report.into_all()),
    }
}

/// What is wrong is told again by each build, at the same places in the same order.
#[test]
fn what_was_found_is_told_again_where_there_is_nothing_to_do() {
    let project = built();
    project.write("content/people/odd.md", "---\nname: Odd One\nnickname: Od\nmotto: x\n---\n\nOdd.\n");
    project.write("content/people/even.md", "---\nname: Odd Onne\n---\n\nEven.\n");
    let (same, first) = told(&project);
    assert!(!same && first.len() == 2, "{first:?}");
    assert_eq!(told(&project), (true, first.clone()));
    assert_eq!(project.found(), first);
    project.edit("content/people/odd.md", "motto: x\n", "");
    let (same, second) = told(&project);
    assert!(!same && second.len() < first.len(), "{second:?}");
    // The program tells them in the form that is asked for.
    let sarif = || String::from_utf8(project.run(&["build", "--format", "sarif"], &[]).stdout).unwrap();
    let whole = sarif();
    assert!(whole.contains("unknown key"), "{whole}");
    assert_eq!(sarif(), whole);
}

/// What is found while files are read is about files that nothing else is made from: it is told as long as it is found.
#[test]
fn a_stray_file_is_told_as_long_as_it_is_there() {
    let project = built();
    assert!(is_same(&project));
    project.write("templates/words/uk.txt", "x");
    let (same, first) = told(&project);
    assert!(!same && first.len() == 1, "{first:?}");
    assert_eq!(told(&project), (true, first.clone()), "it is told again");
    fs::rename(project.path("templates/words/uk.txt"), project.path("templates/words/de.txt")).unwrap();
    let (same, second) = told(&project);
    assert!(!same && second.len() == 1 && second != first, "{second:?}");
    project.write("templates/words/uk.txt", "x");
    let (same, both) = told(&project);
    assert!(!same && both.len() == 2, "{both:?}");
    fs::remove_file(project.path("templates/words/uk.txt")).unwrap();
    fs::remove_file(project.path("templates/words/de.txt")).unwrap();
    assert!(!is_same(&project), "nothing is found any more");
    assert!(is_same(&project));
    assert_clean(&project);
}

/// An article of tomorrow is one of today on the day after: a day begins when it does so anywhere, a time when it is there.
#[test]
fn what_the_clock_mends_is_told_until_then() {
    // One that is not told could not be looked for.
    assert!(!codes::FUTURE_ARTICLE.may_be_lowered());
    let warns = |(same, found): (bool, Vec<Diagnostic>)| {
        (same, found.iter().filter(|finding| finding.code.code == codes::FUTURE_ARTICLE.code).count())
    };
    let article = |date: &str| format!("---\ntitle: Soon {date}\ndate: {date}\n---\n\nSoon.\n");
    let project = built();
    project.write("content/articles/day.md", &article("2099-01-02"));
    project.write("content/articles/time.md", &article("2099-01-02T09:00:00Z"));
    project.write("content/articles/never.md", &article("Y170000002"));
    let at = |time: &str| Options { now: time.parse().unwrap(), ..project.options() };
    let (before, day, time) = ("2098-12-31T23:59:59Z", "2099-01-01T00:00:00Z", "2099-01-02T09:00:00Z");
    for (now, expected) in [
        (before, (false, 3)),
        (before, (true, 3)),
        (day, (false, 2)),
        (day, (true, 2)),
        ("2099-01-02T08:59:59Z", (true, 2)),
        (time, (false, 1)),
        ("2999-01-01T00:00:00Z", (true, 1)),
        // A clock that was set back finds again what had passed.
        (before, (false, 3)),
        (before, (true, 3)),
    ] {
        assert_eq!(warns(told_by(at(now), &project)), expected, "{now}");
    }
}

/// Where only what was known on a day is shown, what is wrong is told of the whole.
#[test]
fn what_the_clock_mends_is_told_of_the_whole_site_as_of_a_day() {
    let project = built();
    project.write("content/articles/day.md", "---\ntitle: Soon\ndate: 2099-01-02\n---\n\nSoon.\n");
    let at = |time: &str| {
        let as_of = dossier::date::Day::from_ymd(2025, 2, 13);
        Options { now: time.parse().unwrap(), as_of, ..project.options() }
    };
    let told = |now| told_by(at(now), &project);
    let (same, found) = told("2098-12-31T23:59:59Z");
    assert!(!same && found.len() == 1, "{found:?}");
    assert!(told("2098-12-31T23:59:59Z").0);
    assert_eq!(told("2099-01-01T00:00:00Z"), (false, Vec::new()));
}

/// C2. A picture or a static file that changes while the site is built differs from what was read: the next build sees it.
#[test]
fn c2_a_file_that_changes_during_the_build_is_seen_by_the_next_one() {
    for (path, from, to) in
        [("content/articles/handshake.svg", "<svg ", "<svg id=\"a\" "), ("static/robots-extra.txt", "hello", "world")]
    {
        let project = Project::new(RECORDS);
        // The program is asked for when all is in place, before what was read is kept.
        let program = || {
            project.edit(path, from, to);
            Some(PROGRAM)
        };
        Engine::new(project.options()).build_if_changed(&project.public(), &program).unwrap();
        assert!(!is_same(&project), "{path}");
        assert_clean(&project);
    }
}

/// What cannot be kept fails no build, and what is no plain file is not waited for.
#[test]
fn what_cannot_be_kept_fails_no_build() {
    let project = Project::new(RECORDS);
    fs::create_dir_all(project.path(".dossier/built/folder")).unwrap();
    for _ in 0..2 {
        assert!(!is_same(&project));
        assert_clean(&project);
    }
    fs::remove_dir_all(project.path(".dossier/built")).unwrap();
    assert!(Command::new("mkfifo").arg(project.path(".dossier/built")).status().unwrap().success());
    assert!(!is_same(&project), "a pipe");
    assert!(is_same(&project), "it was replaced");
}

/// B10. What was kept is cut off, has another bit or is of another version: it counts as nothing, and the bytes are the same.
#[test]
fn b10_what_was_kept_is_damaged() {
    let project = built();
    let path = project.path(".dossier/built");
    let whole = fs::read(&path).unwrap();
    let mut damaged: Vec<Vec<u8>> = (0..whole.len()).step_by(7).map(|len| whole[..len].to_vec()).collect();
    damaged.extend((0..whole.len()).step_by(5).map(|at| {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        flipped
    }));
    let text = String::from_utf8(whole.clone()).unwrap();
    let newer = text.split_once('\n').unwrap().1.replace("\"version\":4", "\"version\":5");
    assert!(newer.contains("\"version\":5"), "{newer}");
    damaged.push(format!("{}\n{newer}", Digest::of(newer.as_bytes())).into_bytes());
    let before = tree(&project.public());
    for bytes in damaged {
        fs::write(&path, &bytes).unwrap();
        assert!(!is_same(&project), "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(fs::read(&path).unwrap(), whole, "it is kept anew");
    }
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
    fs::remove_dir_all(project.path(".dossier")).unwrap();
    assert!(!is_same(&project), "it may be removed");
    assert!(is_same(&project));
}
