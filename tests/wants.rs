//! What templates ask for: each field of each page is the same whether it is asked for alone or with all others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use dossier::digest::Digest;
use dossier::engine::{Engine, Options};
use dossier::plan::{self, HeadView, Make, Wants};

fn options(root: &Path) -> Options {
    Options {
        root: root.to_owned(),
        now: "2025-03-01T12:00:00Z".parse().unwrap(),
        as_of: None,
        drafts: true,
        strict: false,
        base_url: None,
    }
}

/// Returns what a template asks for that shows one field alone.
fn only(template: &str, field: &str) -> Wants {
    let text = format!("{{{{ page.{field} }}}}");
    Wants::of([(template, text.as_str())], [(template, [template])])
}

/// Has one of everything that a page can show.
const RECORDS: &[(&str, &str)] = &[
    ("dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\ncards: []\n"),
    (
        "content/people/ada.md",
        "---\nname: Ada Lovelace\nroles:\n  - {title: envoy, organization: office, from: 2020}\nrelations:\n  - {to: bob, type: aide}\nborn: 1970\ntags: [talks]\n---\n\nAda negotiates.\n",
    ),
    ("content/people/bob.md", "---\nname: Bob Stone\nnot_same_as: [ada]\n---\n"),
    ("content/organizations/office.md", "---\nname: The Office\n---\n\nAn office.\n"),
    ("content/places/port.md", "---\nname: Port Town\n---\n"),
    ("content/stories/talks.md", "---\ntitle: The talks\n---\n\nTalks.\n"),
    (
        "content/events/first.md",
        "---\ntitle: First meeting\ndate: 2025-01-10\nplace: port\nparticipants: [ada, bob]\nstory: talks\noutcomes:\n  - A second meeting.\nsource: wire\n---\n\nThey met.\n",
    ),
    (
        "content/events/second.md",
        "---\ntitle: Second meeting\ndate: 2025-02\nstatus: planned\nfollows: first\nparticipants: [ada]\nstory: talks\nannounced:\n  - {date: 2025-01-20, said_on: 2025-01-11}\n---\n",
    ),
    (
        "content/articles/one.md",
        "---\ntitle: They meet\ndate: 2025-01-10\nstory: talks\npeople: [ada, bob]\nevents: [first]\nsource: wire\ncorrections:\n  - {date: 2025-01-12, note: A name was wrong.}\n---\n\nAda Lovelace met Bob Stone at the First meeting. [@wire]\n\n> We will meet again, here or elsewhere.\n>\n> — Ada Lovelace, 10 January 2025, to Bob Stone\n\n## Update 2025-01-11\n\nBob Stone left Port Town.\n",
    ),
    (
        "content/articles/two.md",
        "---\ntitle: Again\ndate: 2025-01-20\nstory: talks\n---\n\nAda Lovelace and Bob Stone wait.\n",
    ),
    ("content/sources.yaml", "wire:\n  title: A report\n  url: https://example.com/a\n  publisher: The Wire\n"),
];

#[test]
fn a_field_is_the_same_alone_as_with_all_others() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in RECORDS {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut said = 0;
    for root in [folder.path(), Path::new(env!("CARGO_MANIFEST_DIR"))] {
        let mut planned = Engine::new(options(root)).plan().unwrap();
        assert!(!planned.report.has_errors(), "{:?}", planned.report.all());
        for page in planned.pages.iter() {
            let Make::View { template, view } = &page.make else { continue };
            let everything = Arc::new(Wants::everything());
            planned.desk.wants = Arc::clone(&everything);
            let all = plan::digests(&view(&planned.desk), everything.of_template(template));
            let own = plan::CONTEXTS.iter().find(|(name, _)| name == template).map(|(_, fields)| *fields).unwrap();
            for field in HeadView::FIELDS.iter().chain(own).map(|field| field.name).filter(|name| *name != "mentions") {
                let wants = Arc::new(only(template, field));
                planned.desk.wants = Arc::clone(&wants);
                let made = view(&planned.desk);
                let alone = plan::digests(&made, wants.of_template(template));
                let expected: Vec<(&str, Digest)> = all.iter().filter(|(name, _)| *name == field).copied().collect();
                assert_eq!(alone, expected, "`{field}` of {}", page.route);
                let names: Vec<&str> =
                    plan::fields(&made, wants.of_template(template)).iter().map(|(name, _)| *name).collect();
                assert_eq!(names, [field], "{}", page.route);
                said += alone.len();
            }
        }
    }
    assert!(said > 1_500, "only {said} fields said something");
}

#[test]
fn what_no_template_shows_renders_nothing_anew() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let put = |path: &str, text: &str| {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    };
    let build = || {
        let output =
            Command::new(env!("CARGO_BIN_EXE_dossier")).args(["build", "--explain"]).current_dir(root).output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    for (path, text) in RECORDS {
        put(path, text);
    }
    put("templates/person.html", "<h1>{{ page.title }}</h1>{{ page.content }}\n");
    put("dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\ncards: []\noutputs: [html]\n");
    let said = build();
    assert!(said.contains("rendered, 0 unchanged"), "{said}");
    let page = std::fs::read_to_string(root.join("public/people/ada/index.html")).unwrap();
    assert_eq!(page, "<h1>Ada Lovelace</h1><p id=\"p1\">Ada negotiates.</p>\n\n");
    put("content/articles/two.md", "---\ntitle: Again\ndate: 2025-01-20\nstory: talks\n---\n\nAda Lovelace left.\n");
    let said = build();
    assert!(said.contains("/articles/two/") && !said.contains("/people/ada/"), "{said}");
    put("templates/person.html", "<h1>{{ page.title }}</h1>{{ page.mentions.rows }}\n");
    build();
    let page = std::fs::read_to_string(root.join("public/people/ada/index.html")).unwrap();
    assert!(page.contains("<mark>Ada Lovelace</mark> left."), "{page}");
}
