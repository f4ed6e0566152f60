//! What the preview keeps for its next start: it shows that only where a clean build with drafts gives just that.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use dossier::digest::Digest;
use dossier::engine::{Basis, Engine, Options};
use dossier::route::Route;
use dossier::serve::early::{Early, Held};
use dossier::serve::editor::Editor;
use dossier::serve::follow::Follow;
use dossier::serve::keep::{Keeper, Program};
use dossier::serve::reply::{Reply, reply};
use dossier::serve::tabs::Showing;
use dossier::serve::watch::Watch;
use dossier::serve::{Author, Live};
use dossier::source::SourcePath;
use jiff::ToSpan as _;

use crate::project::{Project, RECORDS};
use crate::sequences::{Random, run};
use crate::settled::changes;

const PROGRAM: Digest = Digest(1);
const ADA: &str = "/people/ada/";
const DRAFT: (&str, &str) =
    ("content/articles/idea.md", "---\ntitle: An idea\ndate: 2025-02-18\ndraft: true\n---\n\nNot yet.\n");

fn program() -> Program {
    Arc::new(|| Some(PROGRAM))
}

fn options(project: &Project) -> Options {
    Options { drafts: true, ..project.options() }
}

/// Returns a preview that has planned nothing yet.
fn preview(options: Options) -> (Arc<Live>, Follow) {
    let editor: Editor = "vscode".parse().unwrap();
    let live = Arc::new(Live::new(Author { root: options.root.clone(), editor }));
    let follow = Follow::new(Arc::clone(&live), Engine::new(options), program(), Arc::new(|_| ())).unwrap();
    (live, follow)
}

/// Asks a preview for everything, and lets it keep that.
fn keep(options: Options) {
    let (live, mut follow) = preview(options.clone());
    follow.start().unwrap();
    keep_of(&live, options);
}

fn keep_of(live: &Live, options: Options) {
    let Some(shown) = live.view().shown else { return };
    for page in shown.planned.pages.iter() {
        shown.bytes(page).ok();
        live.asked.note(&page.route);
    }
    drop(shown);
    let mut keeper = Keeper::new(options, program());
    keeper.swept(live.generation(), true);
    keeper.keep(live);
}

fn project() -> Project {
    let project = Project::new(RECORDS);
    project.write(DRAFT.0, DRAFT.1);
    keep(options(&project));
    project
}

/// Returns what the next start shows at once.
fn recalled(options: Options) -> Option<Early> {
    Early::recall(&mut Engine::new(options), || Some(PROGRAM)).unwrap()
}

/// Returns the outputs that differ from a clean build.
fn wrong(early: &Early, options: Options) -> Vec<String> {
    let clean = Project::clean_by(options).unwrap_or_default();
    let is_right = |route: &&Route| {
        let file = route.file().unwrap();
        clean.get(file.as_str()).map(Vec::as_slice) == early.output(route).as_deref()
    };
    early.routes().filter(|route| !is_right(route)).map(ToString::to_string).collect()
}

fn text(live: &Live, route: &str) -> Option<String> {
    match reply(&live.view(), &Route::new(route)) {
        Reply::Page(sent) => Some(sent.html),
        _ => None,
    }
}

#[test]
fn what_was_asked_for_is_what_a_clean_build_with_drafts_gives() {
    let project = project();
    let early = recalled(options(&project)).unwrap();
    for route in [ADA, "/articles/idea/", "/robots-extra.txt"] {
        assert!(early.output(&Route::new(route)).is_some(), "{route}");
    }
    assert!(early.routes().any(|route| route.as_str().ends_with(".svg")), "a picture");
    assert_eq!(wrong(&early, options(&project)), Vec::<String>::new());
    assert!(!project.public().exists(), "nothing is written there");
}

/// One change each, of everything that is read: nothing is shown then, or what is right all the same.
#[test]
fn after_a_change_of_anything_that_is_read_nothing_wrong_is_shown() {
    for (what, change) in changes() {
        let project = project();
        change(&project);
        let early = recalled(options(&project));
        assert_eq!(
            early.is_some(),
            what == "a static file",
            "{what}: files that are only copied are read when they are asked for"
        );
        let wrong = early.map(|early| wrong(&early, options(&project)));
        assert_eq!(wrong.unwrap_or_default(), Vec::<String>::new(), "{what}");
    }
}

/// C1 for the start of the preview.
#[test]
fn c1_what_was_kept_equals_a_clean_build_with_drafts() {
    run(40, |seed| {
        let project = Project::new(RECORDS);
        let mut random = Random(seed);
        let mut steps = Vec::new();
        for _ in 0..3 {
            keep(options(&project));
            if random.below(3) > 0 {
                steps.push(project.step(&mut random));
            }
            let early = recalled(options(&project));
            let wrong = early.map(|early| wrong(&early, options(&project))).unwrap_or_default();
            if !wrong.is_empty() {
                return Err(format!("SEED={seed} SEQUENCES=1: {}\nafter\n{}", wrong.join("\n"), steps.join("\n")));
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_asked_for_counts_and_the_program_and_the_moment() {
    let project = project();
    project.write(
        "content/articles/later.md",
        "---\ntitle: Later\ndate: 2025-02-19\nembargo: 2025-02-20T06:00:00Z\n---\n\nHeld back.\n",
    );
    for drafts in [true, false] {
        let asked = Options { drafts, ..options(&project) };
        keep(asked.clone());
        assert!(recalled(asked.clone()).is_some());
        assert!(recalled(Options { drafts: !drafts, ..asked.clone() }).is_none(), "--no-drafts");
        let at = |hours: i64| Options { now: asked.now + hours.hours(), ..asked.clone() };
        assert!(recalled(at(8)).is_some(), "before the embargo ends");
        assert!(recalled(at(9)).is_none(), "it has ended");
        assert!(recalled(at(-1)).is_none(), "the clock was set back");
        let day = dossier::date::Day::from_ymd(2025, 2, 13);
        assert!(recalled(Options { as_of: day, ..asked.clone() }).is_none(), "--as-of");
        assert!(
            Early::recall(&mut Engine::new(asked.clone()), || Some(Digest(2))).unwrap().is_none(),
            "another program"
        );
        assert!(Early::recall(&mut Engine::new(asked), || None).unwrap().is_none(), "an unknown program");
    }
}

/// What was kept stays while nothing else is read, also what only an earlier preview was asked for.
#[test]
fn what_an_earlier_preview_was_asked_for_stays_until_something_changes() {
    let project = project();
    let before = fs::read(project.path(".dossier/served")).unwrap();
    let (live, mut follow) = preview(options(&project));
    assert!(follow.recall().unwrap().is_some_and(|pages| pages > 10));
    follow.start().unwrap();
    let mut keeper = Keeper::new(options(&project), program());
    keeper.swept(live.generation(), true);
    keeper.keep(&live);
    assert!(fs::read(project.path(".dossier/served")).unwrap() == before);
    project.edit("content/people/ada.md", "wrote notes", "wrote books");
    follow.start().unwrap();
    keeper.swept(live.generation(), true);
    keeper.keep(&live);
    let early = recalled(options(&project)).unwrap();
    let ada = early.output(&Route::new(ADA)).unwrap();
    assert!(String::from_utf8_lossy(&ada).contains("wrote books"));
    assert_eq!(wrong(&early, options(&project)), Vec::<String>::new());
}

/// A site with mistakes, or one that is changing, is not kept.
#[test]
fn only_a_site_that_was_found_good_is_kept() {
    let project = Project::new(RECORDS);
    let (live, mut follow) = preview(options(&project));
    follow.start().unwrap();
    live.asked.note(&Route::new(ADA));
    let mut keeper = Keeper::new(options(&project), program());
    keeper.keep(&live);
    keeper.swept(live.generation(), false);
    keeper.keep(&live);
    keeper.swept(live.generation() - 1, true);
    keeper.keep(&live);
    assert!(!project.path(".dossier").exists());
    keeper.swept(live.generation(), true);
    keeper.keep(&live);
    assert!(recalled(options(&project)).is_some());
}

/// The page is there at once, a tab is told when the site is planned, and gets what was understood on the page then.
#[test]
fn a_page_is_there_before_the_plan_and_its_tab_is_told_of_it() {
    let project = project();
    let (live, mut follow) = preview(options(&project));
    follow.recall().unwrap();
    let route = Route::new(ADA);
    let Reply::Page(early) = reply(&live.view(), &route) else { panic!("no page") };
    assert!(early.html.contains("reload.js") && early.html.contains(" data-found"), "{}", early.html);
    assert!(!early.html.contains("dossier-panel"));
    assert!(matches!(reply(&live.view(), &Route::new("/nowhere/")), Reply::Later), "it may be there when all is known");
    let showing = Showing { route, version: Some(early.version), found: true, origin: None };
    let mut told = live.tabs.listen(showing, &live.view());
    assert!(told.try_recv().is_err());
    follow.start().unwrap();
    let event = told.try_recv().unwrap().to_string();
    assert!(event.contains(r#""state":"changed""#) && event.contains(ADA), "{event}");
    let page = text(&live, ADA).unwrap();
    assert!(page.contains("dossier-panel"), "{page}");
    assert!(text(&live, "/nowhere/").is_some());
}

/// C2. An edit after the project was read is shown, whether the plan had begun or not.
#[test]
fn c2_an_edit_while_the_site_is_planned_is_not_lost() {
    for has_begun in [false, true] {
        let project = project();
        let (mut watch, _) = Watch::new(&project.root(), false);
        let (live, mut follow) = preview(options(&project));
        follow.recall().unwrap();
        if has_begun {
            follow.start().unwrap();
        }
        project.edit("content/people/ada.md", "wrote notes", "wrote books");
        thread::spawn(move || follow.run(&mut watch));
        let start = Instant::now();
        while !text(&live, ADA).is_some_and(|page| page.contains("wrote books")) {
            assert!(start.elapsed() < Duration::from_secs(20), "it is lost; begun: {has_begun}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Where what was read has an error at the first plan, the early pages are gone, and it says what is wrong.
#[test]
fn an_error_at_the_first_plan_takes_the_early_pages_away() {
    let project = project();
    let (live, mut follow) = preview(options(&project));
    assert!(follow.recall().unwrap().is_some());
    // It is read for the plan.
    fs::remove_file(project.path("content/articles/handshake.svg")).unwrap();
    let (mut watch, _) = Watch::new(&project.root(), false);
    thread::spawn(move || follow.run(&mut watch));
    let start = Instant::now();
    while live.view().early.is_some() {
        assert!(start.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(5));
    }
    let page = text(&live, ADA).unwrap();
    assert!(page.contains("handshake.svg"), "{page}");
}

/// H7. Whoever wrote the file, nothing is read for it but what a plan would copy.
#[test]
fn h7_a_forged_file_leads_to_no_other_file() {
    let project = project();
    project.write("secret.txt", "hunter2");
    let basis: Basis = Early::read(&project.root()).unwrap().basis;
    let forged =
        ["secret.txt", "content/people/ada.md", "static/../secret.txt", "/etc/passwd", "static/robots-extra.txt"];
    let outputs = forged.map(|path| (Route::new(path), Held::Copy(SourcePath::new(path))));
    Early::new(&project.root(), basis, 1, outputs.into()).keep();
    let early = recalled(options(&project)).unwrap();
    let shown: Vec<String> = early.routes().map(ToString::to_string).collect();
    assert_eq!(shown, ["/static/robots-extra.txt"]);
}

/// B10. What was kept is cut off, has another bit or is of another version: it counts as nothing.
#[test]
fn b10_what_the_preview_kept_is_damaged() {
    let project = project();
    let path: PathBuf = project.path(".dossier/served");
    let whole = fs::read(&path).unwrap();
    let step = whole.len() / 60;
    let mut damaged: Vec<Vec<u8>> = (0..whole.len()).step_by(step).map(|len| whole[..len].to_vec()).collect();
    damaged.extend((0..whole.len()).step_by(step).map(|at| {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        flipped
    }));
    let end = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut newer = whole[end..].to_vec();
    let version = newer.windows(11).position(|part| part == b"\"version\":1").unwrap();
    newer[version + 10] = b'2';
    damaged.push([format!("{}\n", Digest::of(&newer)).as_bytes(), &newer].concat());
    for bytes in damaged {
        fs::write(&path, &bytes).unwrap();
        assert!(Early::read(&project.root()).is_none(), "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(300)]));
    }
    fs::write(&path, &whole).unwrap();
    assert!(recalled(options(&project)).is_some());
}
