//! Hard-case C4: everything on which it rests that something is used again is needed. Whichever of these is left out, what is built
//! or served after some edit is no longer what a clean build gives; C1, which holds this after random edits, would notice.

use std::fs;

use dossier::date::Day;
use dossier::digest::Digest;
use dossier::engine::{Engine, Options, Planned};
use dossier::serve::Shown;
use dossier::source::SourcePath;
use dossier::timings::Timings;
use dossier::trust::Trust;
use jiff::ToSpan as _;

use crate::amended::without_index;
use crate::live::served;
use crate::project::{Project, RECORDS, difference, tree};

/// An edit that shows why one thing is looked at.
enum Edit {
    /// Before a build.
    Built(fn(&Project)),
    /// Between two builds of which the second may have nothing to do.
    Again(fn(&Project)),
    /// None, but the end of an embargo between them.
    Later,
    /// Between two builds of what was known on a day, in a site with a source that only the words of an update cite.
    Then(fn(&Project)),
    /// In one file of the preview, from these words to those.
    Shown(&'static str, &'static str, &'static str),
}

const CALL: &str = "content/articles/call.md";
const HALL: &str = "content/places/hall.md";
const SQUARE: &str = "content/places/square.md";

/// Records more: a place that a text names, one that is only the venue of a quote, and one of which a block is linked.
const MORE: [(&str, &str); 4] = [
    (HALL, "---\nname: City Hall\n---\n"),
    (SQUARE, "---\nname: Old Square\n---\n\nHere. ^here\n\nThere.\n"),
    ("content/places/dome.md", "---\nname: The Great Dome\n---\n"),
    (
        "content/articles/later.md",
        "---\ntitle: Later\ndate: 2025-02-15\n---\n\nThey met in City Hall, as [[articles/call#update-2025-02-13|was told]], \
         [[places/square#^here|here]].\n\n\
         > Yes.\n> — Grace Hopper, 2025-02-12, The Great Dome\n",
    ),
];

/// Returns an edit for each.
fn edit(trust: Trust) -> Edit {
    use Edit::{Again, Built, Later, Shown, Then};
    match trust {
        Trust::Source => Built(|site| site.edit(CALL, "agreed", "refused")),
        Trust::Reading => Built(|site| site.edit("dossier.yaml", "language", "raw_html: trusted\nlanguage")),
        Trust::View => Built(|site| site.edit("content/places/paris.md", "A city", "The city")),
        Trust::Site => Built(|site| site.edit("dossier.yaml", "title: Test", "title: Desk")),
        Trust::Templates => Built(|site| site.write("templates/place.html", MARKED)),
        Trust::Poster => Built(|site| site.edit("content/stories/talks.md", "The talks", "The long talks")),
        Trust::Output => Built(|site| fs::remove_file(site.path("public/people/ada/index.html")).unwrap()),
        Trust::Standing => Shown(CALL, "story:", "embargo: 2025-02-20T06:00:00Z\nstory:"),
        Trust::Names => Shown("content/places/dome.md", "The Great Dome", "The Little Dome"),
        Trust::Words => Shown(HALL, "City Hall", "Town House"),
        Trust::Parts => Shown(CALL, "## Update 2025-02-13: More", "## More"),
        Trust::Stubs => Shown(CALL, "New Name", "Newer Name"),
        Trust::Pictures => Shown(CALL, "![A handshake](handshake.svg)", "No picture."),
        Trust::Facts => Shown("content/articles/later.md", "> Yes.", "> No."),
        Trust::FrontMatter => Shown(CALL, "title: The call", "title: Another call"),
        Trust::Inputs => Again(|site| site.edit("content/places/paris.md", "A city", "The city")),
        Trust::Moment => Later,
        Trust::Files => Again(|site| site.edit("content/articles/handshake.svg", "<svg ", "<svg id=\"a\" ")),
        Trust::Beside => Again(|site| site.write("templates/place.html", MARKED)),
        Trust::Present => Then(|site| site.edit("content/articles/wire.md", " [@wire]", "")),
        Trust::Outlines => Again(|site| site.edit(CALL, "title: The call", "title: Another call")),
        Trust::Leads => Again(|site| site.edit(CALL, "Ada Lovelace called", "Once Ada Lovelace called")),
    }
}

/// Asks for what the theme's own template asks for, and shows more.
const MARKED: &str = "{% extends \"theme/place.html\" %}{% block head %}<meta name=\"mark\">{% endblock head %}";

/// Tells whether an edit leads to what a clean build gives, by an engine that looks at everything or leaves something out.
fn is_right(edit: &Edit, engine: impl Fn(Options) -> Engine) -> bool {
    let project = Project::new(RECORDS);
    for (path, text) in MORE {
        project.write(path, text);
    }
    let clean = |project: &Project| project.clean().map(without_index);
    match edit {
        Edit::Built(edit) => {
            let mut engine = engine(project.options());
            engine.build(&project.public()).unwrap();
            edit(&project);
            let outcome = engine.build(&project.public()).unwrap();
            assert!(!outcome.planned.report.has_errors(), "{:?}", outcome.planned.report.all());
            difference(&without_index(tree(&project.public())), &clean(&project).unwrap()).is_empty()
        }
        Edit::Again(edit) => is_right_again(&project, engine, *edit, 0),
        Edit::Later => is_right_again(&project, engine, |_| (), 9),
        Edit::Then(edit) => is_right_then(&project, engine, *edit),
        Edit::Shown(path, from, to) => {
            let mut engine = engine(project.options());
            let planned = engine.plan().unwrap();
            assert!(!planned.report.has_errors(), "{:?}", planned.report.all());
            let mut shown = Shown::new(planned, None).unwrap();
            project.edit(path, from, to);
            let put =
                |planned: &mut Planned| engine.amend(planned, &SourcePath::new(path), &mut Timings::start()).unwrap();
            let done = shown.amend(put).is_some();
            // Nothing is done where the whole is to be planned.
            !done || clean(&project).is_some_and(|clean| difference(&without_index(served(&shown)), &clean).is_empty())
        }
    }
}

/// Builds, edits, and builds again after some hours; tells whether what is there is what a clean build gives then.
fn is_right_again(project: &Project, engine: impl Fn(Options) -> Engine, edit: fn(&Project), hours: i64) -> bool {
    let embargo = "---\ntitle: Held\ndate: 2025-02-19\nembargo: 2025-02-20T06:00:00Z\n---\n\nHeld back.\n";
    project.write("content/articles/held.md", embargo);
    let build = |mut engine: Engine| {
        engine.build_if_changed(&project.public(), &|| Some(Digest(1))).unwrap();
    };
    build(engine(project.options()));
    assert!(project.path(".dossier/built").is_file(), "it was not kept");
    edit(project);
    let later = Options { now: project.options().now + hours.hours(), ..project.options() };
    build(engine(later.clone()));
    difference(&tree(&project.public()), &Project::clean_by(later).unwrap()).is_empty()
}

/// The same of what was known before an update that cites a source which others cite in their front matter.
fn is_right_then(project: &Project, engine: impl Fn(Options) -> Engine, edit: fn(&Project)) -> bool {
    project.write("content/sources.yaml", "report:\n  title: The report\nwire:\n  title: The wire\n");
    let updated = "---\ntitle: The wire\ndate: 2025-02-12\nsources: [wire]\n---\n\nWords.\n\n## Update 2025-02-14\n\nMore [@wire].\n";
    project.write("content/articles/wire.md", updated);
    project.write("content/events/sale.md", "---\ntitle: The sale\ndate: 2025-02-10\nsources: [wire]\n---\n\nSold.\n");
    let options = Options { as_of: Day::from_ymd(2025, 2, 13), ..project.options() };
    let build = || engine(options.clone()).build_if_changed(&project.public(), &|| Some(Digest(1))).unwrap();
    build();
    edit(project);
    build();
    difference(&tree(&project.public()), &Project::clean_by(options.clone()).unwrap()).is_empty()
}

#[test]
fn links_to_a_block_go_with_it() {
    assert!(is_right(&Edit::Shown(SQUARE, "Here. ^here\n\nThere.", "Here.\n\nThere. ^here"), Engine::new));
}

/// C4.
#[test]
fn c4_everything_that_is_looked_at_is_needed() {
    for trust in Trust::ALL {
        let edit = edit(trust);
        assert!(is_right(&edit, Engine::new), "{trust:?}: the edit is wrong even where everything is looked at");
        assert!(!is_right(&edit, |options| Engine::doubt(options, trust)), "{trust:?} is looked at for nothing");
    }
}
