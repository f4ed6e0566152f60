//! What is fuzzed. Each target takes any bytes and panics where a promise breaks: nothing else panics, places lie within their
//! text, and what is shown has only what pages may have. Cargo's tests and libFuzzer run the same functions.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use dossier::codes;
use dossier::config::Config;
use dossier::date::{Date, DayOrder, Language, Moment, parse_localised, weekdays};
use dossier::diagnostic::{Diagnostic, Place, Severity};
use dossier::digest::Digest;
use dossier::engine::{Engine, Options};
use dossier::import::{csv, ftm, timelinejs, wikidata};
use dossier::kinds::{self, Kinds};
use dossier::parse::{self, Bounds, Reading};
use dossier::plan::Desk;
use dossier::render::{self, Shell};
use dossier::route::Route;
use dossier::serve::early::Early;
use dossier::serve::editor::Editor;
use dossier::serve::follow::Follow;
use dossier::serve::{Author, Live, http};
use dossier::source::{Source, SourcePath, Span};
use dossier::write::Manifest;
use tempfile::TempDir;
use tokio::runtime::Builder;

use crate::seen::Seen;

/// What is run on a text.
pub(crate) type Target = fn(&[u8]);

/// A target by the name of its corpus, with how many changed copies of each text of the corpus the tests try.
pub(crate) static TARGETS: &[(&str, Target, usize)] = &[
    ("front-matter", front_matter, 400),
    ("settings", settings, 400),
    ("dates", dates, 2000),
    ("markdown", markdown, 10),
    ("templates", templates, 10),
    ("kept", kept, 5),
    ("manifest", manifest, 400),
    ("requests", requests, 40),
    ("imports", imports, 60),
];

static READING: LazyLock<Reading> = LazyLock::new(|| Reading {
    dates: DayOrder::Ymd,
    trusted_html: false,
    known_by: None,
    zone: None,
    language: Language::ENGLISH,
    words: Arc::default(),
    bounds: Bounds::default(),
    kinds: Kinds::default(),
});

/// A file is a text before any of it is read.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn assert_within(span: Span, text: &str) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(text.get(start..end).is_some(), "{start}..{end} is no part of a text of {} bytes", text.len());
}

fn assert_places(diagnostics: &[Diagnostic], source: &Source) {
    for diagnostic in diagnostics {
        for place in diagnostic.place.iter().chain(diagnostic.notes.iter().filter_map(|(place, _)| place.as_ref())) {
            if let Place { path, span: Some(span) } = place
                && *path == source.path
            {
                assert_within(*span, &source.text);
            }
        }
    }
}

/// A whole file, front matter and text, as a record of each kind.
fn front_matter(bytes: &[u8]) {
    let text = text(bytes);
    for kind in kinds::KINDS {
        let source = Source::new(SourcePath::new(&format!("content/{}/x.md", kind.plural)), &text);
        let document = parse::document(&source, kind, &READING);
        assert_places(&document.diagnostics, &source);
        for reference in &document.references {
            assert_within(document.locate(reference.at), &source.text);
        }
    }
    let source = Source::new(SourcePath::new("content/sources.yaml"), &text);
    assert_places(&parse::sources(&source, &READING).1, &source);
}

fn settings(bytes: &[u8]) {
    let source = Source::new(SourcePath::new("dossier.yaml"), &text(bytes));
    assert_places(&Config::read(&source).1, &source);
}

fn dates(bytes: &[u8]) {
    let text = text(bytes);
    match Date::parse(&text) {
        Ok(date) => {
            let edtf = date.edtf();
            assert_eq!(Date::parse(&edtf).map(|date| date.edtf()).as_deref(), Ok(edtf.as_str()), "{text:?}");
            for language in ["en", "uk", "de", "fr", "ar"] {
                let _ = (date.words(Language::of(language)), date.spine(Language::of(language)));
            }
            assert!(date.earliest() <= date.latest() || date.latest().is_none(), "{text:?} ends before it begins");
        }
        Err(error) => assert!(text.get(error.offset..error.offset + error.len).is_some(), "{text:?}: {error:?}"),
    }
    let _ = Moment::parse(&text);
    for order in [DayOrder::Ymd, DayOrder::Dmy, DayOrder::Mdy] {
        let _ = parse_localised(&text, order);
    }
    for found in weekdays(&text) {
        assert!(text.get(found.place.clone()).is_some(), "{found:?}");
    }
}

/// A project of which one file changes.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.put("dossier.yaml", b"title: Desk\nbase_url: https://example.org/sub/\nlanguage: en\n");
        project.put("content/people/ada.md", b"---\nname: Ada Lovelace\naliases: Ada\n---\n");
        project.put("content/sources.yaml", b"k: {title: \"T<b>\", url: https://example.org/}\n");
        project.put("content/articles/photo.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        project
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn root(&self) -> &Path {
        self.0.path()
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
}

thread_local! {
    static DESK: Desk = {
        let project = Project::new();
        project.engine().plan().unwrap().desk
    };
    static TEXTS: Project = Project::new();
    static THEME: Project = Project::new();
    static BUILT: Project = Project::new();
}

/// F8: the text of an article, to the page that a reader sees.
fn markdown(bytes: &[u8]) {
    TEXTS.with(|project| {
        project.put(
            "content/articles/a.md",
            format!("---\ntitle: x\ndate: 2025\npeople: ada\n---\n\n{}\n", text(bytes)).as_bytes(),
        );
        let planned = project.engine().plan().unwrap();
        for source in planned.snapshot.sources.values() {
            assert_places(planned.report.all(), source);
        }
        let (Some(page), Some(templates)) = (planned.pages.get(&Route::new("/articles/a/")), &planned.templates) else {
            return;
        };
        let shell = Shell::new(&planned.desk);
        let Ok(html) = render::page(&planned.desk, page, templates, &shell, project.root()) else { panic!("no page") };
        let html = String::from_utf8(html).unwrap();
        let seen = Seen::page(&html);
        assert!(seen.faults.is_empty(), "{:?}:\n{html}", seen.faults);
    });
}

/// A page's template. What a template writes is its author's; it is rendered unless it could loop for long.
fn templates(bytes: &[u8]) {
    THEME.with(|project| {
        let text = text(bytes);
        project.put("templates/page.html", text.as_bytes());
        project.put("content/about.md", b"---\ntitle: About\n---\n\nUs.\n");
        let planned = project.engine().plan().unwrap();
        let template = Source::new(SourcePath::new("templates/page.html"), &text);
        assert_places(planned.report.all(), &template);
        let (Some(page), Some(templates)) = (planned.pages.get(&Route::new("/about/")), &planned.templates) else {
            return;
        };
        if !text.contains("for") {
            let shell = Shell::new(&planned.desk);
            let _ = render::page(&planned.desk, page, templates, &shell, project.root());
        }
    });
}

/// What the last build or preview kept, damaged: the next one comes to the same site.
fn kept(bytes: &[u8]) {
    BUILT.with(|project| {
        // Its first line is the digest of what follows.
        let rest = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes, |end| &bytes[end + 1..]);
        let sealed = [Digest::of(rest).to_string().as_bytes(), b"\n", rest].concat();
        project.put(".dossier/built", if bytes.len().is_multiple_of(4) { bytes } else { &sealed });
        let output = project.root().join("public");
        let built = project.engine().build_if_changed(&output, &|| Some(Digest::of(b"program"))).unwrap();
        drop(built);
        project.put(".dossier/served", if bytes.len().is_multiple_of(4) { bytes } else { &sealed });
        let early = Early::recall(&mut project.engine(), || Some(Digest::of(b"program"))).unwrap();
        assert!(early.is_none());
        assert!(output.join("people/ada/index.html").is_file());
    });
}

/// A manifest as it is, and with the digest in its last line that belongs to the rest.
fn manifest(bytes: &[u8]) {
    let end = bytes.windows(5).rposition(|five| five == b"\nend ").map_or(bytes.len(), |at| at + 1);
    let above = &bytes[..end];
    let sealed = [above, b"end ", Digest::of(above).to_string().as_bytes(), b"\n"].concat();
    for manifest in [bytes, &sealed].into_iter().filter_map(|bytes| Manifest::parse(bytes).ok()) {
        let written = manifest.to_bytes();
        assert_eq!(Manifest::parse(&written).unwrap(), manifest);
    }
}

/// What another program wrote, taken over in each way: new files stand in folders of kinds, and can be read.
fn imports(bytes: &[u8]) {
    DESK.with(|desk| {
        let reading = csv::Reading { kind: &kinds::EVENT, keys: BTreeMap::new(), separator: ';' };
        let all = [
            ftm::take(desk, bytes),
            csv::take(desk, bytes, &reading),
            timelinejs::take(desk, bytes),
            wikidata::take(desk, bytes),
        ];
        for taken in all.into_iter().flatten() {
            for (path, text) in taken.files {
                let (folder, name) = path.rsplit_once('/').unwrap();
                assert!(!name.starts_with('.') && !path.contains("..") && !path.contains('\\'), "{path}");
                let source = Source::new(SourcePath::new(&path), &text);
                let kind = kinds::KINDS.iter().find(|kind| folder == format!("content/{}", kind.plural));
                assert!(kind.is_some() || path == "content/sources.yaml", "{path}");
                let diagnostics = kind.map_or_else(
                    || parse::sources(&source, &READING).1,
                    |kind| parse::document(&source, kind, &READING).diagnostics,
                );
                // Texts beyond a limit are told by the command before it makes a file.
                let is_wrong = |it: &&Diagnostic| it.severity == Severity::Error && it.code.code != codes::LIMIT.code;
                let wrong = diagnostics.iter().find(is_wrong);
                assert!(wrong.is_none(), "{wrong:?} in {path}:\n{text}");
            }
        }
    });
}

/// A running preview, to which anything is sent.
struct Server {
    address: SocketAddr,
    _project: Project,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let project = Project::new();
    let live = Arc::new(Live::new(Author { root: project.root().to_owned(), editor: Editor::default() }));
    let mut follow = Follow::new(Arc::clone(&live), project.engine(), Arc::new(|| None), Arc::new(|_| {})).unwrap();
    follow.start().unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (listener, address) = runtime.block_on(http::listen("127.0.0.1", 0)).unwrap();
    thread::spawn(move || runtime.block_on(http::serve(listener, live, "127.0.0.1")));
    Server { address, _project: project }
});

impl Server {
    /// Sends bytes and returns what is answered until the server is silent: some channels stay open.
    fn ask(&self, bytes: &[u8], patience: Duration) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(patience)).unwrap();
        let mut answer = Vec::new();
        if stream.write_all(bytes).is_ok() {
            let _ = stream.read_to_end(&mut answer);
        }
        text(&answer)
    }
}

/// H1 to H4: whatever is sent, the server lives, and no answer lets another site read it or holds a file of the project.
fn requests(bytes: &[u8]) {
    const ALIVE: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = SERVER.ask(bytes, Duration::from_millis(20)).to_ascii_lowercase();
    assert!(!answer.contains("access-control-allow"), "{answer}");
    assert!(!answer.contains("aliases: ada"), "{answer}");
    let alive = SERVER.ask(ALIVE, Duration::from_secs(10));
    assert!(alive.starts_with("HTTP/1.1 200"), "{alive}");
}
