//! Hard-cases F1, F3, F4 and F7: names, titles and texts stay texts, on pages and in data.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dossier::render::{self, Shell};
use dossier::route::Route;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::payloads::PAYLOADS;
use crate::project::{Project, yaml};
use crate::seen::{Seen, pages};

/// F1, F3 and F4: names, titles and every text of front matter and settings stand in pages as text, come to nothing else, and data
/// gives them back.
#[test]
fn texts_of_front_matter_stay_texts() {
    let mut settings =
        format!("title: {0}\ndescription: {0}\nauthors: [{0}]\nlicence: {0}\nmenu:\n", yaml(PAYLOADS[0]));
    for payload in PAYLOADS {
        let _ = writeln!(settings, "  - {{title: {}, url: /people/}}", yaml(payload));
    }
    settings.push_str("  - {title: x, url: \"/javascript:alert(1)\"}\n");
    let project = Project::new(&settings);
    let mut sources = String::new();
    for (at, payload) in PAYLOADS.into_iter().enumerate() {
        let named = |what: &str| yaml(&format!("{what}{at} {payload}"));
        let (p, quoted) = (at, yaml(payload));
        let _ = writeln!(
            sources,
            "s{p}: {{title: {}, publisher: {quoted}, author: {quoted}, type: {quoted}, summary: {quoted}, url: \"https://example.org/{p}?a=b&c='\"}}",
            named("S")
        );
        project.put(
            &format!("content/people/p{p}.md"),
            &format!(
                "---\nname: {}\nid: p{p}\naliases: [{}, {{name: {}, kind: weak, lang: {quoted}}}]\nsort_as: {quoted}\nnative: {{uk: {quoted}}}\n\
                 summary: {quoted}\nroles: [{{title: {quoted}, organization: o{p}, from: 2020}}]\nids: {{wikidata: {quoted}, viaf: {quoted}, opensanctions: {quoted}, own: {quoted}}}\n\
                 tags: [{quoted}]\nrelations: [{{to: o{p}, as: {quoted}, status: {quoted}}}]\nlang: {quoted}\nimage: photo.svg\nalt: {quoted}\ncaption: {quoted}\ncredit: {quoted}\nlicence: {quoted}\n\
                 claims: [{{text: {quoted}, by: p{p}, reply: {{text: {quoted}, via: {quoted}}}}}]\nsources: [s{p}, {{title: {quoted}, publisher: {quoted}}}]\nextra: {{x: {quoted}}}\n---\n\nText.\n",
                named("P"), named("Alias "), named("Weak ")
            ),
        );
        for (kind, letter) in [("organizations", "O"), ("places", "L")] {
            let lower = letter.to_lowercase();
            project.put(
                &format!("content/{kind}/{lower}{p}.md"),
                &format!(
                    "---\nname: {}\nid: {lower}{p}\nsummary: {quoted}\nnative: {{uk: {quoted}}}\n---\n",
                    named(letter)
                ),
            );
        }
        project.put(
            &format!("content/events/e{p}.md"),
            &format!(
                "---\ntitle: {}\nid: e{p}\ndate: 2025-02-1X\nwords: {quoted}\nsummary: {quoted}\ntype: {quoted}\nplace: l{p}\nstory: t{p}\nparticipants: [{{ref: p{p}, as: {quoted}}}, {{ref: o{p}, as: {quoted}}}]\n\
                 outcomes: [{quoted}]\naccounts: [{{field: {quoted}, value: {quoted}, source: s{p}}}]\n---\n",
                named("E")
            ),
        );
        project.put(
            &format!("content/stories/t{p}.md"),
            &format!("---\ntitle: {}\nid: t{p}\nsummary: {quoted}\nknown: [{quoted}]\nunknown: [{quoted}]\ndisputed: [{{text: {quoted}, sources: s{p}}}]\n---\n\nStory.\n", named("T")),
        );
        project.put(
            &format!("content/articles/a{p}.md"),
            &format!(
                "---\ntitle: {}\nid: a{p}\ndate: 2025-02-12\nsummary: {quoted}\nstory: t{p}\nauthors: [{quoted}]\npeople: [{{ref: p{p}, as: {quoted}}}, {}]\nevents: [e{p}]\norganizations: [o{p}]\nplaces: [l{p}]\n\
                 dateline: {quoted}\ncredits: [o{p}]\ncorrections: [{{date: 2025-02-13, was: {quoted}, now: {quoted}, note: {quoted}}}]\nsources: [s{p}]\n\
                 accounts: [{{event: e{p}, date: 2025-03-01, place: {quoted}, participants: [o{p}]}}, {{event: e{p}, field: {quoted}, value: not that, source: s{p}}}]\n\
                 quotes: [{{text: {quoted}, speaker: p{p}, to: {quoted}, venue: {quoted}, date: 2025}}]\n---\n\nText of [[p{p}]] and [[people/p{p}|other words]] [@s{p}, p. 3].\n\n## Update 2025-02-14: news\n\nMore.\n",
                named("A"), named("Stub ")
            ),
        );
        project.put(
            &format!("content/pages/g{p}.md"),
            &format!("---\ntitle: {}\nid: g{p}\nsummary: {quoted}\n---\n\nPage.\n", named("G")),
        );
    }
    project.put("content/sources.yaml", &sources);
    project.put("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let (files, _) = project.build();
    let pages = pages(&files);
    for (at, payload) in PAYLOADS.into_iter().enumerate() {
        let kinds = [
            ("people", "P"),
            ("organizations", "O"),
            ("places", "L"),
            ("events", "E"),
            ("stories", "T"),
            ("articles", "A"),
            ("sources", "S"),
        ];
        for (kind, letter) in kinds {
            let path = format!("{kind}/{}{at}/index.html", letter.to_lowercase());
            let page = &pages[path.as_str()];
            assert_eq!(page.heading.trim(), format!("{letter}{at} {payload}"), "{path}");
            let data: serde_json::Value =
                serde_json::from_str(&files[&format!("{kind}/{}{at}/index.json", letter.to_lowercase())]).unwrap();
            assert_eq!(data["title"], format!("{letter}{at} {payload}"), "{path}");
        }
        let page = &pages[format!("people/p{at}/index.html").as_str()];
        assert!(page.has(&format!("Alias {at} {payload}")), "{payload}");
        assert!(page.values.iter().any(|value| value == payload), "the alternative text of {payload}");
        let page = &pages[format!("events/e{at}/index.html").as_str()];
        assert!(page.text.matches(payload).count() > 3, "{payload}");
        let page = &pages[format!("articles/a{at}/index.html").as_str()];
        assert!(page.has(&format!("Stub {at} {payload}")), "{payload}");
    }
    data_gives_hostile_texts_back(&files);
}

/// F4: what programs read parses and gives the texts back.
fn data_gives_hostile_texts_back(files: &BTreeMap<String, String>) {
    for (path, text) in files {
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else if path.ends_with(".xml") {
            let found = xml(text);
            assert!(!found.is_empty(), "{path}");
            if path == "atom.xml" {
                // The newest entries only: each one is whole, and there are many.
                let whole = |text: &&String| PAYLOADS.iter().any(|payload| text.contains(payload));
                assert!(found.iter().filter(whole).count() > 50, "{found:?}");
                assert!(found.iter().any(|text| text == PAYLOADS[0]), "the title of the site");
            }
        }
    }
}

/// Returns the texts of an XML document, which must be well-formed.
fn xml(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut depth) = (vec![String::new()], 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => {
                depth += 1;
                found.push(String::new());
            }
            Event::End(_) => {
                depth -= 1;
                found.push(String::new());
            }
            Event::Text(text) => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(name) => {
                let plain = quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap().into_owned();
                found.last_mut().unwrap().push_str(&plain);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found.retain(|text| !text.trim().is_empty());
    found
}

/// F1 and F3: whatever stands in a text is shown as it was written.
#[test]
fn texts_of_articles_stay_texts() {
    let wrap: [(&str, &str); 14] = [
        ("", ""),
        ("text ", " text"),
        ("- ", ""),
        ("> ", ""),
        ("# ", ""),
        ("## Update 2025-02-14: ", ""),
        ("| a |\n|---|\n| ", " |"),
        ("```", "\ncode\n```"),
        ("~~~ ", "\ncode\n~~~"),
        ("    ", ""),
        ("a[^1]\n\n[^1]: ", ""),
        ("term\n: ", ""),
        ("> [!note] ", "\n> text"),
        ("> words\n> — (", "), 2025"),
    ];
    let project = Project::new("");
    let mut wanted = Vec::new();
    for (at, payload) in PAYLOADS.into_iter().enumerate() {
        // What opens a comment and doesn't close it is an error, see below.
        if payload.contains("<!--") {
            continue;
        }
        for (form, (before, after)) in wrap.iter().enumerate() {
            let path = format!("articles/a{at}-{form}");
            let body = format!("{before}{payload}{after}");
            project.put(
                &format!("content/{path}.md"),
                &format!("---\ntitle: x\ndate: 2025\n---\n\n{body}\n\nLast words.\n"),
            );
            wanted.push((format!("{path}/index.html"), *before, payload));
        }
        let form = format!(
            "# x {{#{payload} .{payload} onclick={payload}}}\n\n[x](https://example.org/{at} {0}) ![{payload}](<photo.svg> {0}) ![[photo.svg|{payload}]]\n\n[x][r{at}]\n\n[r{at}]: /people/ {0}\n\n[^{payload}]\n\n[^{payload}]: note\n\n[@{payload}]\n",
            yaml(payload).replace("\\\\", "\\")
        );
        project.put(&format!("content/articles/b{at}.md"), &format!("---\ntitle: x\ndate: 2025\n---\n\n{form}\n"));
    }
    project.put("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let outcome = project.engine().plan().unwrap();
    // Citations of keys that do not exist are errors; the pages are looked at all the same.
    let shell = Shell::new(&outcome.desk);
    let templates = outcome.templates.as_ref().unwrap();
    let page = |path: &str| {
        let page = outcome.pages.get(&Route::new(path)).unwrap();
        let Ok(bytes) = render::page(&outcome.desk, page, templates, &shell, project.root()) else { panic!("{path}") };
        let html = String::from_utf8(bytes).unwrap();
        let seen = Seen::page(&html);
        assert_eq!(seen.faults, Vec::<String>::new(), "{path}:\n{html}");
        seen
    };
    for at in (0..PAYLOADS.len()).filter(|at| !PAYLOADS[*at].contains("<!--")) {
        page(&format!("/articles/b{at}/index.html"));
    }
    for (path, before, payload) in wanted {
        let seen = page(&format!("/{path}"));
        assert!(seen.text.contains("Last words."), "{path}");
        // Where Markdown gives the characters a meaning of their own, that they come to nothing is enough.
        let meant = (before.ends_with('(') && payload.contains(')'))
            || (before.starts_with('>') && payload.starts_with("--"))
            || ["&", "\\", "`", "\u{2028}", "{", "*", "|"].iter().any(|mark| payload.contains(mark));
        let attribute = before.starts_with("```") || before.starts_with("~~~");
        if !meant && !attribute {
            let shown = |text: &str| text.split_whitespace().collect::<String>();
            let (text, payload) = (shown(&seen.text), shown(payload));
            let smart = |text: &str| text.replace(['"', '\'', '’', '“', '”'], "");
            assert!(smart(&text).contains(&smart(&payload)), "{path} {before:?}: {payload}\n{text}");
        }
    }
}

/// F7.
#[test]
fn bidi_controls_in_names_are_warned_of_and_isolated() {
    let project = Project::new("");
    project.put("content/people/x.md", "---\nname: \"Ada \\u202Egnp.exe\"\nid: x\n---\n");
    project.put("content/articles/a.md", "---\ntitle: On\ndate: 2025\npeople: [x]\n---\n\nWords.\n");
    let (files, told) = project.build();
    assert!(told.iter().any(|each| each.starts_with("D039")), "{told:?}");
    for path in ["people/index.html", "articles/a/index.html"] {
        assert!(files[path].contains("<bdi>Ada \u{202e}gnp.exe</bdi>"), "{path}: {}", files[path]);
    }
}
