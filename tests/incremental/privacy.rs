//! Hard-cases I: nothing that must stay private leaves the sources.

use std::env;
use std::fs;
use std::process::Command;

use dossier::engine::{Engine, Options};

use crate::project::{Project, RECORDS, difference, errors, folder, hits, tree};

const CANARY: &str = "xylophonist";

/// I1. A word that stands only in what nobody may see is in no file of the output, and in no name of one.
#[test]
fn i1_a_canary_in_what_is_hidden_is_nowhere_in_the_output() {
    let project = Project::new(RECORDS);
    let c = CANARY;
    let hidden = [
        (
            "content/articles/secret.md",
            format!(
                "---\ntitle: The {c} talks\ndate: 2025-02-15\ndraft: true\npeople: [ada, The {c}]\ntags: [{c}]\n---\n\nA {c}.\n\n> {c}\n> — Ada Lovelace\n"
            ),
        ),
        (
            "content/articles/embargoed.md",
            format!(
                "---\ntitle: Later {c}\ndate: 2025-02-20\nembargo: 2025-02-19T21:20:01Z\naliases: [{c} alias]\nredirect_from: /{c}/\n---\n\nA {c}.\n"
            ),
        ),
        (
            "content/articles/expired.md",
            format!("---\ntitle: Past {c}\ndate: 2025-02-01\nexpires: 2025-02-19T21:20:00Z\n---\n\n{c}\n"),
        ),
        (
            "content/people/unpublished.md",
            format!(
                "---\nname: Mr Unpublished\nsummary: {c}\nstatus: draft\naliases: [{c}]\nimage: {{file: {c}.svg, alt: {c}, credit: {c}}}\n---\n\n{c}\n"
            ),
        ),
        (
            "content/people/noted.md",
            format!(
                "---\nname: Noted Person\nprivate: a {c}\n---\n\nKnown. %%{c}%% More.\n\n%%\n{c}\n%%\n\n<!-- {c} -->\n\nText <!-- {c} --> text.\n"
            ),
        ),
        ("content/people/noted-too.md", format!("---\nname: Noted Too\nprivate: {{source: {c}, [x]: y}}\n---\n")),
        (
            "content/events/hidden.md",
            format!(
                "---\ntitle: Hidden {c}\ndate: 2025-02-11\ndraft: true\nstory: talks\nparticipants: [ada]\nplace: {c} City\n---\n"
            ),
        ),
        ("content/organizations/hidden.md", format!("---\nname: The {c} Office\ndraft: true\n---\n")),
        ("content/stories/hidden.md", format!("---\ntitle: The {c}\ndraft: true\nknown: [{c}]\n---\n")),
        ("content/places/hidden.md", format!("---\nname: {c} Town\nexpires: 2020-01-01T00:00:00Z\n---\n")),
        (
            "content/articles/visible.md",
            format!(
                "---\ntitle: Visible\ndate: 2025-02-13\nstory: [talks, hidden]\npeople: [unpublished]\nevents: [\"Hidden {c}\"]\norganizations: [\"The {c} Office\"]\nplaces: [\"{c} Town\"]\naccounts:\n  - {{event: \"Hidden {c}\", date: 2025-02-14}}\n  - {{event: call, date: 2025-02-15, place: \"{c} Town\", participants: [unpublished]}}\n---\n\nHe met [[unpublished|someone]] and [another](../people/unpublished.md) [third](secret.md).\n"
            ),
        ),
        ("content/articles/xylophonist.svg", format!("<svg>{c}</svg>")),
        ("content/_notes.md", c.to_owned()),
        ("content/README.md", c.to_owned()),
        ("content/.obsidian/x.md", c.to_owned()),
        (
            "content/articles/withdrawn.md",
            format!(
                "---\ntitle: Withdrawn\ndate: 2025-02-10\nwithdrawn: {{date: 2025-02-11, note: A mistake.}}\nsummary: {c}\npeople: [The {c} Man]\ntags: [{c}]\n---\n\n{c}\n"
            ),
        ),
    ];
    for (path, text) in &hidden {
        project.write(path, &text.replace(", [x]: y", ", key: y"));
    }
    let outcome = project.build();
    assert!(!outcome.planned.report.has_errors(), "{}", errors(&outcome));
    assert_eq!(hits(&tree(&project.public()), c), Vec::<String>::new());
    // The word would have been there.
    let shown = tempfile::tempdir().unwrap();
    let mut all = Engine::new(Options { drafts: true, ..project.options() });
    assert!(!all.build(shown.path()).unwrap().planned.report.has_errors());
    assert!(hits(&tree(shown.path()), c).len() > 10);
}

/// I2. What was published and is made a draft is gone everywhere.
#[test]
fn i2_published_and_then_a_draft_is_gone_everywhere() {
    let project = Project::new(RECORDS);
    let c = CANARY;
    let text = format!(
        "---\ntitle: The {c} affair\ndate: 2025-02-15\nstory: talks\npeople: [ada, The {c}]\n---\n\nAda Lovelace heard a {c}. ![A {c}]({c}.svg)\n\n> A {c}!\n> — Ada Lovelace\n"
    );
    project.build();
    let before = tree(&project.public());
    project.write("content/articles/affair.md", &text);
    project.write(&format!("content/articles/{c}.svg"), &format!("<svg>{c}</svg>"));
    project.build();
    assert!(hits(&tree(&project.public()), c).len() > 5);
    project.edit("content/articles/affair.md", "---\ntitle", "---\ndraft: true\ntitle");
    project.build();
    assert_eq!(hits(&tree(&project.public()), c), Vec::<String>::new());
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
}

/// I3. An embargo ends at its very moment, in whatever zone it is written.
#[test]
fn i3_an_embargo_ends_at_its_moment_across_zones() {
    let project = Project::new(RECORDS);
    let c = CANARY;
    for (embargo, seen) in [
        ("2025-02-19T21:20:00Z", true),
        ("2025-02-19T21:20:01Z", false),
        ("2025-02-20T07:20:00+10:00", true),
        ("2025-02-20T07:20:01+10:00", false),
        ("2025-02-19T16:20:00-05:00", true),
        ("2025-02-19T16:20:01-05:00", false),
    ] {
        project
            .write("content/articles/e.md", &format!("---\ntitle: {c}\ndate: 2025-02-15\nembargo: {embargo}\n---\n"));
        let outcome = project.build();
        assert!(!outcome.planned.report.has_errors(), "{}", errors(&outcome));
        assert_eq!(!hits(&tree(&project.public()), c).is_empty(), seen, "{embargo}");
    }
}

/// I4. Of `content/`, only pictures that something shows are copied.
#[test]
fn i4_only_referenced_files_of_content_are_copied() {
    let project = Project::new(RECORDS);
    project.write("content/articles/notes.pdf", "for the desk");
    project.build();
    let tree = tree(&project.public());
    let files: Vec<&String> = tree.keys().filter(|path| path.starts_with("files/")).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].starts_with("files/handshake."), "{files:?}");
    for word in ["nobody refers to this", "for the desk", "unused"] {
        assert_eq!(hits(&tree, word), Vec::<String>::new(), "{word}");
    }
}

/// I6. No path of this machine, no user and no host is in the output.
#[test]
fn i6_no_path_user_or_host_is_in_the_output() {
    let folder = folder();
    let home = folder.path().join("home-of-zebulon");
    let project = Project::new(RECORDS);
    let site = home.join("site");
    fs::create_dir_all(&home).unwrap();
    fs::rename(project.root(), &site).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .args(["build"])
        .current_dir(&site)
        .env("HOME", &home)
        .env("USER", "zebulon")
        .env("LOGNAME", "zebulon")
        .env("HOSTNAME", "zebulon-host")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let built = tree(&site.join("public"));
    let words = ["zebulon", home.to_str().unwrap(), folder.path().to_str().unwrap(), env!("CARGO_MANIFEST_DIR")];
    for word in words.into_iter().chain([host.trim()].into_iter().filter(|host| host.len() > 5)) {
        assert_eq!(hits(&built, word), Vec::<String>::new(), "{word}");
    }
}
