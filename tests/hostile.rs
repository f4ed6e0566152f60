//! What hostile texts come to: hard-cases F (raw HTML, addresses, break-outs, data for programs) and G4 (pathological Markdown).
//!
//! Pages are parsed as a browser would, and judged by what may be in them, not by what may not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may fail and needs files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dossier::codes;
use dossier::date::{DayOrder, Language};
use dossier::engine::{Engine, Options};
use dossier::kinds;
use dossier::parse::{self, Document, Reading};
use dossier::render::{self, Shell};
use dossier::route::Route;
use dossier::source::{Source, SourcePath};
use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use tempfile::TempDir;

const READING: Reading =
    Reading { dates: DayOrder::Ymd, trusted_html: false, known_by: None, zone: None, language: Language::ENGLISH };

/// The elements that a page may have.
const TAGS: &str = "a abbr article aside b bdi blockquote body br button caption cite code col dd del details div dl dt em \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html img input label li link main mark meta nav ol p \
    picture pre q s script search section small source span strong style sub summary sup svg table tbody td template tfoot \
    th thead time title tr ul";
/// Those of them that only the theme may write.
const THEME_TAGS: &str = "body button form head html label link meta script search style svg template title";
/// The attributes that an element may have, beside `aria-*` and `data-*`.
const ATTRIBUTES: &str = "alt as charset checked class colspan content crossorigin datetime dir disabled height hidden href id lang \
    loading name open property rel role scope sizes src srcset start tabindex title type value width";

/// Texts that break out of something, somewhere.
const PAYLOADS: [&str; 22] = [
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</title><script>alert(2)</script>",
    "<!--<script>",
    "-->",
    "]]>",
    "</script><svg onload=alert(3)>",
    "<iframe srcdoc='<script>alert(4)</script>'></iframe>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example>",
    "a\" onmouseover=\"alert(5)",
    "a' onmouseover='alert(6)",
    "` onmouseover=alert(7)",
    "{{ 7 * 7 }}{% raw %}",
    "{# gone #}",
    "&lt;b&gt;&amp;&#106;",
    "javascript:alert(8)",
    "a\u{2028}b\u{2029}c",
    "\\\"\\u003c\\",
    "</textarea></noscript></style></template>",
];

/// Addresses that no page may lead to.
const ADDRESSES: [&str; 22] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x0003A;alert(1)",
    "&#1;javascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript\u{a0}:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:image/svg+xml,x",
    "blob:https://example.org/x",
    "file:///etc/passwd",
    "view-source:javascript:alert(1)",
    "intent://x#Intent;scheme=http;end",
];

/// A project in a temporary folder.
struct Project(TempDir);

impl Project {
    fn new(settings: &str) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        let given = if settings.starts_with("title:") { "" } else { "title: Desk\n" };
        project.put("dossier.yaml", &format!("{given}base_url: https://example.org/sub/\nlanguage: en\n{settings}"));
        project
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn engine(&self) -> Engine {
        Engine::new(Options {
            root: self.root().to_owned(),
            now: "2025-03-01T00:00:00Z".parse().unwrap(),
            as_of: None,
            drafts: false,
            strict: false,
            base_url: None,
        })
    }

    /// Builds the site, which must have no errors, and returns its texts by path, with what was warned of.
    fn build(&self) -> (BTreeMap<String, String>, Vec<String>) {
        let output = self.root().join("public");
        let outcome = self.engine().build(&output).unwrap();
        let report = &outcome.planned.report;
        let told: Vec<String> =
            report.all().iter().map(|each| format!("{} {}", each.code.code, each.message)).collect();
        assert!(!report.has_errors(), "{told:#?}");
        let paths = outcome.manifest.iter().map(|(file, _)| file.as_str().to_owned());
        let read = |path: String| {
            let bytes = fs::read(output.join(&path)).unwrap();
            (path, String::from_utf8_lossy(&bytes).into_owned())
        };
        (paths.map(read).collect(), told)
    }
}

/// Writes a text as YAML.
fn yaml(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// What a page comes to in a browser.
#[derive(Default)]
struct Seen {
    /// All text.
    text: String,
    /// The values of all attributes.
    values: Vec<String>,
    ids: BTreeSet<String>,
    /// The first heading.
    heading: String,
    faults: Vec<String>,
}

impl Seen {
    /// Parses a page; with `body`, only what the theme never writes is allowed below the body's element.
    fn page(html: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let mut seen = Self::default();
        seen.walk(&dom.document, false);
        seen
    }

    fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    fn walk(&mut self, node: &Handle, mut content: bool) {
        let mut heading = None;
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let name = &*name.local;
                let attributes: Vec<(String, String)> =
                    attrs.borrow().iter().map(|each| (each.name.local.to_string(), each.value.to_string())).collect();
                if !TAGS.split_ascii_whitespace().any(|tag| tag == name)
                    || (content && THEME_TAGS.split_ascii_whitespace().any(|tag| tag == name))
                {
                    self.fault(format!("<{name}>"));
                }
                for (attribute, value) in &attributes {
                    self.attribute(name, attribute, value, &attributes);
                }
                if name == "script" {
                    let data = attributes.iter().any(|(key, value)| key == "type" && value == "application/ld+json");
                    let own = attributes.iter().any(|(key, value)| key == "src" && value.contains("assets/"));
                    if !data && !own {
                        self.fault("<script>".to_owned());
                    }
                }
                content |= attributes.iter().any(|(key, value)| key == "class" && value == "body");
                heading = (name == "h1" && self.heading.is_empty()).then_some(self.text.len());
            }
            NodeData::Text { contents } => self.text.push_str(&contents.borrow()),
            NodeData::Comment { contents } => self.fault(format!("<!--{contents}-->")),
            NodeData::ProcessingInstruction { .. } => self.fault("<?".to_owned()),
            NodeData::Document | NodeData::Doctype { .. } => {}
        }
        for child in node.children.borrow().iter() {
            self.walk(child, content);
        }
        if let Some(start) = heading {
            self.heading = self.text[start..].to_owned();
        }
    }

    fn attribute(&mut self, tag: &str, name: &str, value: &str, all: &[(String, String)]) {
        let known = ATTRIBUTES.split_ascii_whitespace().any(|known| known == name)
            || name.starts_with("aria-")
            || name.starts_with("data-");
        let refresh = tag == "meta" && name == "http-equiv" && value == "refresh";
        if !known && !refresh {
            self.fault(format!("<{tag} {name}={value:?}>"));
        }
        let address = match name {
            "href" | "src" => Some(value),
            "content" if all.iter().any(|(key, _)| key == "http-equiv") => value.strip_prefix("0; url=").or(Some("x:")),
            _ => None,
        };
        if let Some(scheme) = address.and_then(scheme)
            && !["http", "https", "mailto", "tel"].contains(&scheme.as_str())
        {
            self.fault(format!("<{tag} {name}={value:?}>"));
        }
        if name == "id" && !self.ids.insert(value.to_owned()) {
            self.fault(format!("id {value} twice"));
        }
        self.values.push(value.to_owned());
    }

    fn has(&self, text: &str) -> bool {
        self.text.contains(text) || self.values.iter().any(|value| value.contains(text))
    }
}

/// Returns the scheme that a browser sees (WHATWG URL, 4.4).
fn scheme(address: &str) -> Option<String> {
    let address = address.trim_matches(|each: char| each <= ' ').replace(['\t', '\n', '\r'], "");
    let (scheme, _) = address.split_once(':')?;
    let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|each| each.is_ascii_alphanumeric() || "+-.".contains(each));
    plain.then(|| scheme.to_ascii_lowercase())
}

/// Parses every page of a site and wants no fault in any.
fn pages(files: &BTreeMap<String, String>) -> BTreeMap<&str, Seen> {
    let mut pages = BTreeMap::new();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let seen = Seen::page(html);
        assert_eq!(seen.faults, Vec::<String>::new(), "{path}:\n{html}");
        pages.insert(path.as_str(), seen);
    }
    pages
}

fn article(body: &str) -> Document {
    let text = format!("---\ntitle: x\ndate: 2025\n---\n\n{body}\n");
    parse::document(&Source::new(SourcePath::new("content/articles/x.md"), &text), &kinds::ARTICLE, &READING)
}

/// F1 and F3: names, titles and every text of front matter and settings stand in pages as text, and come to nothing else.
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

/// F2: no page leads to a dangerous address, however it is disguised, and the author is told where it stands.
#[test]
fn dangerous_addresses_become_no_links() {
    for address in ADDRESSES {
        let plain = address.replace([' ', '<', '>'], "");
        for body in [
            format!("[words](<{}>)", address.replace(['<', '>'], "")),
            format!("[words]({plain})"),
            format!("![words]({plain})"),
            format!("<{plain}>"),
            format!("[words][r]\n\n[r]: {plain}"),
            format!("![words][r]\n\n[r]: <{}>", address.replace(['<', '>'], "")),
            format!("![[{plain}]]"),
            format!("[![words]({plain})]({plain})"),
            format!("# [words]({plain})"),
            format!("| [words]({plain}) |\n|---|\n| x |"),
        ] {
            let document = article(&body);
            let page = Seen::page(&document.body.html);
            assert_eq!(page.faults, Vec::<String>::new(), "{body}: {}", document.body.html);
            for link in &document.body.links {
                let dangerous =
                    matches!(&link.target, parse::body::Target::Address(address) if scheme(address).is_some());
                assert!(!dangerous, "{body}: {:?}", link.target);
            }
            let told = document.diagnostics.iter().filter(|each| each.code == &codes::UNSAFE_URL).count();
            let linked = !document.body.links.is_empty() || !document.body.images.is_empty();
            let shown = document.body.text.contains("script") || document.body.text.contains(&plain[..4]);
            assert!(told > 0 || linked || shown, "{body}: {:?}", document.body);
        }
        for (field, kind) in [("url", &kinds::SOURCE), ("archived", &kinds::SOURCE)] {
            let text = format!("k: {{title: x, {field}: {}}}\n", yaml(address));
            let (documents, diagnostics) =
                parse::sources(&Source::new(SourcePath::new("content/sources.yaml"), &text), &READING);
            let entities = address.contains('&');
            let told = diagnostics.iter().any(|each| each.code == &codes::UNSAFE_URL);
            assert!(told || entities, "{} {text}", kind.name);
            let kept = documents[0].fields.text(field).filter(|kept| scheme(kept).is_some());
            assert!(kept.is_none(), "{text}");
        }
    }
}

/// F2: addresses of front matter, of files and of records come to no dangerous link either.
#[test]
fn dangerous_addresses_of_front_matter_become_no_links() {
    let project = Project::new("menu:\n  - {title: x, url: \"/javascript:alert(1)\"}\n");
    let mut sources = String::new();
    for (at, address) in ADDRESSES.into_iter().enumerate() {
        let quoted = yaml(address);
        // In YAML an entity is no disguise: the text is a key that no source has, and an error of its own.
        let cited = if address.contains('&') { String::new() } else { format!("{quoted}, ") };
        let _ = writeln!(sources, "s{at}: {{title: T{at}, url: {quoted}, archived: {quoted}}}");
        project.put(
            &format!("content/people/p{at}.md"),
            &format!("---\nname: {}\nids: {{wikidata: {quoted}}}\nsources: [s{at}, {cited}{{title: x, url: {quoted}}}, {{url: {quoted}}}]\nimage: photo.svg\nalt: x\nlicence: {quoted}\ncredit: {quoted}\n---\n", yaml(&format!("{address} {at}"))),
        );
    }
    project.put("content/sources.yaml", &sources);
    project.put("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    project.put("static/javascript:alert(1).txt", "x");
    project.put("static/javascript:alert(2).png", "x");
    project.put("static/a b?c#d%41\"<.png", "x");
    project.put(
        "content/index.md",
        "[a](/javascript:alert%281%29.txt) ![b](/javascript:alert%282%29.png) ![c](</a b%3Fc%23d%2541\"%3C.png>) [[javascript:alert(1) 0]] [[javascript:alert(1) 0|x]]\n",
    );
    let (files, told) = project.build();
    assert!(told.iter().filter(|each| each.starts_with("D021")).count() > ADDRESSES.len(), "{told:#?}");
    let pages = pages(&files);
    let home = &pages["index.html"];
    for path in ["javascript%3Aalert(1).txt", "javascript%3Aalert(2).png", "a%20b%3Fc%23d%2541%22%3C.png"] {
        assert!(home.values.iter().any(|value| value == path), "{path} in {:?}", home.values);
    }
}

/// F1: `raw_html: trusted` passes HTML on, and comments never leave, whatever stands around them.
#[test]
fn trusted_html_passes_and_comments_never_leave() {
    let comments = [
        "<!-- secret -->",
        "a <!-- secret --> b",
        "<!-- secret\n\nsecret -->",
        "a <!-- secret\n\nsecret --> b",
        "<div>\n<!-- secret\n\nsecret -->\n</div>",
        "%%secret%%",
        "a %%secret\n\nsecret%% b",
        "<p title=\"<!-- secret -->\">x</p>",
        "- a\n  <!-- secret -->\n- b",
        "> a\n> <!-- secret\n> secret -->\n",
        "| a |\n|---|\n| <!-- secret --> |",
        "# x <!-- secret -->",
        "[x](/people/ \"<!-- secret -->\")",
        "<!--> <!-- secret -->",
        "<!-- a --!> secret -->",
        "\\` <!-- secret --> `",
        "a ` b\n\n<!-- secret --> `",
        "[^1]\n\n[^1]: a <!-- secret -->",
        "<script>/* <!-- secret --> */</script>",
        "%% <!-- %% <!-- secret -->",
    ];
    for setting in ["", "raw_html: trusted\n"] {
        let project = Project::new(setting);
        for (at, comment) in comments.into_iter().enumerate() {
            let text = format!(
                "---\ntitle: x # secret\ndate: 2025\nprivate: secret\n---\n\nFirst.\n\n{comment}\n\nLast words.\n"
            );
            project.put(&format!("content/articles/a{at}.md"), &text);
        }
        project.put(
            "content/articles/raw.md",
            "---\ntitle: x\ndate: 2025\n---\n\n<div class=\"own\"><u>kept</u></div>\n\nAnd <kbd>this</kbd>.\n",
        );
        let (files, _) = project.build();
        for (path, text) in &files {
            assert!(!text.contains("secret"), "{setting:?} {path}: {text}");
        }
        for at in 0..comments.len() {
            assert!(files[&format!("articles/a{at}/index.html")].contains("Last words."), "{at}");
        }
        let raw = &files["articles/raw/index.html"];
        assert_eq!(
            raw.contains("<div class=\"own\"><u>kept</u></div>") && raw.contains("<kbd>this</kbd>"),
            !setting.is_empty()
        );
    }
}

/// I1: a comment that Markdown might not take for one is an error, never shown.
#[test]
fn comments_in_doubt_are_errors() {
    for body in [
        "%%secret",
        "<!-- secret",
        "a ` b\n# %%secret%% `",
        "<a title=\"`\">%%secret%%</a> `",
        "| ` | %%secret%% | ` |\n|---|---|---|\n| a | b | c |",
        "- ```\n  a\n\nb %%secret%%\n```",
        "<div>\n`%%secret%%`\n</div>",
        "<div>\n```\n<!-- secret -->\n```\n</div>",
        "a ` b\n- %%secret%% `",
    ] {
        let document = article(body);
        let told = document.diagnostics.iter().any(|each| each.code == &codes::UNCLOSED_COMMENT);
        assert!(told || !document.body.html.contains("secret"), "{body}: {}", document.body.html);
    }
    for (body, shown) in [
        ("`%%code%%`", "%%code%%"),
        ("```\n%%code%%\n<!-- code -->\n```", "%%code%%\n<!-- code -->"),
        ("100 \\%% sure", "100 %% sure"),
        ("`` <!-- code ` --> ``", "<!-- code ` -->"),
        ("\\<!-- shown -->", "<!-- shown -->"),
        ("50 % and 60 %", "50 % and 60 %"),
    ] {
        let document = article(body);
        assert!(document.diagnostics.is_empty(), "{body}: {:?}", document.diagnostics);
        assert!(Seen::page(&document.body.html).text.contains(shown), "{body}: {}", document.body.html);
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

/// G4: what nests or repeats without end takes time by its length, and no stack.
#[test]
fn pathological_markdown_takes_its_length_in_time() {
    let size = 100_000;
    let repeated = |unit: &str| unit.repeat(size / unit.len());
    let cases = [
        ("quotes", repeated("> ")),
        ("bare quotes", repeated(">")),
        ("lists", repeated("- ")),
        ("brackets", repeated("[")),
        ("citations", repeated("[@")),
        ("wikilinks", repeated("[[")),
        ("images", repeated("![")),
        ("stars", repeated("*a ")),
        ("mixed emphasis", repeated("*_")),
        ("ticks", repeated("`a")),
        ("rising ticks", (1..400).map(|at| "`".repeat(at)).collect::<Vec<_>>().join(" ")),
        ("comments and ticks", format!("%%x%% {}", repeated("` "))),
        ("tags", repeated("<a ")),
        ("open comments", repeated("<!- ")),
        ("lines", repeated("a\n")),
        ("footnotes", repeated("[^1]")),
        ("notes", repeated("[^a]: x\n\n")),
        ("tables", format!("{}\n{}\n", repeated("|a"), repeated("|-"))),
        ("headings", repeated("# a\n")),
        ("equal headings", repeated("# x\n\n")),
        ("entities", repeated("&amp;")),
        ("closed wikilinks", repeated("[[a]] ")),
        ("updates", repeated("## Update 2025\n\n")),
        ("quote blocks", repeated("> a\n> — (b)\n\n")),
        ("percent signs", repeated("\\%% ")),
        ("nested quotes", (0..400).map(|depth| "> ".repeat(depth)).collect::<Vec<_>>().join("a\n")),
        ("nested lists", (0..300).map(|depth| "  ".repeat(depth)).collect::<Vec<_>>().join("- a\n")),
    ];
    for (what, body) in cases {
        let start = Instant::now();
        let document = article(&body);
        let took = start.elapsed();
        println!("{what}: {took:?}, {} bytes", document.body.html.len());
        assert!(took < Duration::from_secs(10), "{what} took {took:?}");
    }
}

/// Pieces of Markdown that break something when they meet.
#[expect(clippy::too_many_lines, reason = "a list")]
fn fragment() -> impl Strategy<Value = String> {
    let seeds = vec![
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n# ",
        "\n## Update 2025-02-14: ",
        "\n## Update 2025-02-14\n",
        "\n# update-2025-02-14-h\n",
        "\n# fn-1\n",
        "\n# p1\n",
        "\n# main\n",
        "\n# q-x {#fnref-1}\n",
        "\n|a|b|\n|-|-:|\n|",
        "|",
        "\n```",
        "\n~~~ js\"onload=x\n",
        "\n    ",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "![",
        "[[",
        "]]",
        "[x](javascript:a)",
        "<javascript:a>",
        "![x](data:x)",
        "[x](<java\tscript:a>)",
        "[r]",
        "\n\n[r]: javascript:a \"t\"\n",
        "[^1]",
        "\n[^1]: ",
        "[^1][^2]",
        "\n[^2]: see [^1]\n",
        "[@k]",
        "[@k, p. 3]",
        "[Ada](/people/ada/)",
        "[[Ada]]",
        "[[Ada|\"><b>]]",
        "![[photo.png|100]]",
        "![[photo.png]]",
        "![a \"b](photo.png \"t\")",
        "[![a](photo.png)](https://example.org/)",
        "[![a](https://example.org/x.png)](https://example.org/)",
        "[a [[Ada]] b](https://example.org/)",
        "[a[^1] [@k]](https://example.org/)",
        "Ada",
        "Ada Lovelace",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<svg/onload=x>",
        "<!--",
        "-->",
        "%%",
        "\\%%",
        "<?php",
        "<![CDATA[",
        "]]>",
        "<a href=\"",
        "\">",
        "'",
        "&quot;",
        "&lt;",
        "&#0;",
        "&#106;",
        "{#id onclick=x}",
        "\n> [!note] t\n> ",
        "\n> words\n> — Ada, 2025\n\n",
        "\n> — ",
        "\n: ",
        "\n- [ ] ",
        "\n- [x] ",
        "\n---\n",
        "\n***\n",
        "  \n",
        "\\",
        "\u{0}",
        "\u{202e}",
        "\u{2028}",
        "\u{fffd}",
        "é\u{301}",
        "文",
        "\t",
        "\r",
        "https://example.org/",
        "$x$",
        "\n$$x$$\n",
        "^a^",
        "H~2~O",
        "\n<div>\n",
        "\n</div>\n",
        "\n<details>\n",
    ];
    prop_oneof![6 => prop::sample::select(seeds).prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => "[a-z ]{1,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// F8: whatever the Markdown, a page has only what pages may have, its ids are its own, and nothing panics.
    #[test]
    fn whatever_the_markdown_a_page_has_only_what_it_may(
        bodies in prop::collection::vec(prop::collection::vec(fragment(), 0..30), 20),
    ) {
        let project = Project::new("");
        project.put("content/people/ada.md", "---\nname: Ada Lovelace\naliases: Ada\n---\n");
        project.put("content/sources.yaml", "k: {title: \"T<b>\", url: https://example.org/}\n");
        project.put("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        for (at, body) in bodies.iter().enumerate() {
            let text = format!("---\ntitle: x\ndate: 2025\npeople: ada\n---\n\n{}\n", body.concat());
            project.put(&format!("content/articles/a{at}.md"), &text);
        }
        let planned = project.engine().plan().unwrap();
        let shell = Shell::new(&planned.desk);
        let templates = planned.templates.as_ref().unwrap();
        for (at, body) in bodies.iter().enumerate() {
            let page = planned.pages.get(&Route::new(&format!("/articles/a{at}/"))).unwrap();
            let Ok(bytes) = render::page(&planned.desk, page, templates, &shell, project.root()) else { panic!("{body:?}") };
            let html = String::from_utf8(bytes).unwrap();
            let seen = Seen::page(&html);
            prop_assert_eq!(seen.faults, Vec::<String>::new(), "{:?}:\n{}", body.concat(), html);
        }
        for diagnostic in planned.report.all() {
            let Some(place) = &diagnostic.place else { continue };
            let text = planned.snapshot.sources.get(&place.path).map_or(0, |source| source.text.len());
            let end = place.span.map_or(0, |span| span.end as usize);
            prop_assert!(end <= text, "{:?}", diagnostic);
        }
    }
}
