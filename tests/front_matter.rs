//! What front matter promises: hard-cases G1 (what exhausts is refused, with its line) and G2 (no value changes silently),
//! and the forms that the content model gives each type of field.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may fail")]

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use dossier::codes;
use dossier::date::{DayOrder, Language};
use dossier::diagnostic::{Code, Diagnostic, Severity};
use dossier::kind::{Kind, Type};
use dossier::kinds::{self, Kinds};
use dossier::parse::fields::{Fields, Value};
use dossier::parse::{self, Bounds, Document, Reading};
use dossier::source::{Source, SourcePath, position};
use proptest::prelude::*;

/// No test may take longer, however slow the machine.
const PATIENCE: Duration = Duration::from_secs(5);

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

fn source(text: &str) -> Source {
    Source::new(SourcePath::new("content/records/record.md"), text)
}

fn whole(kind: &'static Kind, text: &str) -> Document {
    parse::document(&source(text), kind, &READING)
}

fn read(kind: &'static Kind, yaml: &str) -> Document {
    whole(kind, &format!("---\n{yaml}\n---\n\nText.\n"))
}

/// Reads front matter in which nothing may be wrong.
fn fine(kind: &'static Kind, yaml: &str) -> Document {
    let document = read(kind, yaml);
    assert_eq!(told(&document), Vec::<String>::new(), "{yaml}");
    document
}

fn told(document: &Document) -> Vec<String> {
    document.diagnostics.iter().map(|each| format!("{} {}", each.code.code, each.message)).collect()
}

/// Returns the diagnostic of a code and the line that it points at.
fn fault<'d>(document: &'d Document, code: &'static Code) -> (&'d Diagnostic, usize) {
    let found = document.diagnostics.iter().find(|each| each.code == code);
    let found = found.unwrap_or_else(|| panic!("no {} in {:?}", code.code, told(document)));
    let span = found.place.as_ref().and_then(|place| place.span).expect("a place");
    assert!(span.end as usize <= document.source.text.len(), "{found:?}");
    (found, position(&document.source.text, span.start as usize).line)
}

fn timed(what: &str, run: impl FnOnce() -> Document) -> Document {
    let start = Instant::now();
    let document = run();
    println!("{what}: {:?}", start.elapsed());
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
    document
}

/// G1.
#[test]
fn what_exhausts_is_an_error_with_its_line() {
    let bomb = {
        let mut bomb = "title: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let items = vec![format!("*a{}", level - 1); 9].join(", ");
            let _ = writeln!(bomb, "a{level}: &a{level} [{items}]");
        }
        bomb
    };
    let block = |opener: &str| {
        (0..300)
            .fold("title: x\nextra:\n".to_owned(), |text, level| format!("{text}{}{opener}\n", " ".repeat(level + 1)))
    };
    let cases: [(&str, String, &'static Code, usize); 16] = [
        ("64 KiB and more", format!("title: {}", "x".repeat(70_000)), &codes::LIMIT, 2),
        ("a bomb of aliases", bomb, &codes::LIMIT, 3),
        ("an alias of itself", "title: x\nextra: &a [*a]".into(), &codes::LIMIT, 3),
        ("a merge key", "title: x\nextra: &a {b: 1}\nprivate:\n  <<: *a".into(), &codes::LIMIT, 3),
        ("an anchored text", "title: x\nsummary: &a words".into(), &codes::LIMIT, 3),
        ("deep lists", format!("title: x\nextra: {}", "[".repeat(30_000)), &codes::LIMIT, 3),
        ("deeper lists", format!("title: x\nextra: {}{}", "[".repeat(100_000), "]".repeat(100_000)), &codes::LIMIT, 2),
        ("deep maps", format!("title: x\nextra: {}", "{a: ".repeat(15_000)), &codes::LIMIT, 3),
        ("deep dashes", format!("title: x\nextra:\n  {}x", "- ".repeat(30_000)), &codes::LIMIT, 4),
        ("deep question marks", format!("title: x\nextra:\n  {}x", "? ".repeat(30_000)), &codes::LIMIT, 4),
        ("deep block maps", block("a:"), &codes::LIMIT, 67),
        ("deep block lists", block("-"), &codes::LIMIT, 67),
        ("a tag", "title: !!python/object:os.system x".into(), &codes::LIMIT, 2),
        ("a local tag", "title: x\nextra: !secret {a: 1}".into(), &codes::LIMIT, 3),
        ("a key twice", "title: x\ndate: 2025\ntitle: y".into(), &codes::DUPLICATE_KEY, 4),
        ("a nested key twice", "title: x\nextra:\n  a: 1\n  a: 2".into(), &codes::DUPLICATE_KEY, 5),
    ];
    for (what, yaml, code, line) in cases {
        let document = timed(what, || read(&kinds::STORY, &yaml));
        let (diagnostic, at) = fault(&document, code);
        assert_eq!(diagnostic.severity, Severity::Error, "{what}");
        assert_eq!(at, line, "{what}: {diagnostic:?}");
    }
}

/// G1: a second document cannot hide in a block, since its mark ends the front matter.
#[test]
fn several_documents_are_one() {
    let document = whole(&kinds::STORY, "---\ntitle: x\n---\ntitle: y\n---\n");
    assert_eq!(&*document.name, "x");
    let document = whole(&kinds::STORY, "---\ntitle: x\n...\ntitle: y\n");
    assert_eq!(&*document.name, "x");
    let text = "a: {title: x}\n---\nb: {title: y}\n";
    let (_, diagnostics) = parse::sources(&Source::new(SourcePath::new("content/sources.yaml"), text), &READING);
    let found = diagnostics.iter().find(|each| each.code == &codes::LIMIT).expect("a second document");
    let span = found.place.as_ref().unwrap().span.unwrap();
    assert_eq!(position(text, span.start as usize).line, 2);
}

/// G1: many keys, many items and many faults cost no more than their number.
#[test]
fn many_of_anything_take_no_time() {
    let keys = |form: &dyn Fn(usize) -> String| (0..5_000).fold("title: x\n".to_owned(), |text, at| text + &form(at));
    let cases = [
        ("unknown keys", keys(&|at| format!("k{at}: v\n"))),
        ("free keys", keys(&|at| if at == 0 { "extra:\n".into() } else { format!(" k{at}: v\n") })),
        ("equal keys", keys(&|_| "title: x\n".into())),
        ("aliases", format!("title: x\naliases: [{}]", "a, ".repeat(15_000))),
        ("lines of tabs", format!("title: x\n{}", "\t\n".repeat(20_000))),
        ("one long text", format!("title: \"{}\"", "\\n".repeat(30_000))),
        ("quotation marks", format!("title: {}", "'".repeat(60_000))),
        ("colons", format!("title: {}", "a: ".repeat(20_000))),
        ("hashes", format!("title: {}", "# ".repeat(20_000))),
        ("line breaks", format!("title: |\n{}", "  x\n".repeat(15_000))),
    ];
    for (what, yaml) in cases {
        timed(what, || read(&kinds::STORY, &yaml));
    }
    let mut many = String::new();
    for at in 0..20_000 {
        let _ = writeln!(many, "key-{at}: {{title: Title {at}}}");
    }
    let start = Instant::now();
    let (documents, diagnostics) =
        parse::sources(&Source::new(SourcePath::new("content/sources.yaml"), &many), &READING);
    println!("20,000 sources: {:?}", start.elapsed());
    assert!(start.elapsed() < PATIENCE);
    assert_eq!((documents.len(), diagnostics.len()), (20_000, 0));
}

/// G2: what YAML would take for a boolean, a number, a date or nothing stays the text that was written.
#[test]
fn texts_are_kept_as_they_were_written() {
    let words = [
        "NO",
        "no",
        "yes",
        "Yes",
        "on",
        "off",
        "y",
        "n",
        "true",
        "False",
        "1.10",
        "007",
        "0x1F",
        "0o17",
        "1e3",
        "1_000",
        "-0",
        "+1",
        ".5",
        "5.",
        "12:30:45",
        "2024-13-40",
        "2025-02-12",
        "2025-02-12T10:00:00Z",
        ".inf",
        "-.INF",
        ".nan",
        "18446744073709551616",
        "1.0",
        "null and void",
        "~home",
        "NaN",
        "=",
        "0b1",
    ];
    for word in words {
        let document =
            fine(&kinds::PERSON, &format!("name: {word}\naliases: [{word}]\nnative: {{en: {word}}}\ntags: {word}"));
        assert_eq!(&*document.name, word);
        assert!(document.aliases.iter().all(|alias| &*alias.name == word), "{word}: {:?}", document.aliases);
        assert_eq!(document.aliases.len(), 2, "{word}");
        assert_eq!(document.fields.texts("tags"), [word.into()]);
        let document =
            fine(&kinds::ARTICLE, &format!("title: {word}\ndate: 2025\nauthors: [{word}, {word}]\npeople: {word}"));
        assert_eq!(document.fields.texts("authors"), [word.into(), word.into()]);
        assert_eq!(&*document.fields.refs("people")[0].target, word);
        for quoted in [format!("\"{word}\""), format!("'{word}'")] {
            assert_eq!(&*fine(&kinds::STORY, &format!("title: {quoted}")).name, word);
        }
    }
    for quoted in ["\"\"", "'null'", "\"~\"", "'Null'"] {
        let document = read(&kinds::STORY, &format!("title: {quoted}\nsummary: x"));
        assert_eq!(&*document.name, quoted.trim_matches(['"', '\'']), "{quoted}");
    }
}

/// G2: nothing is no text, and a required key without a value is missing.
#[test]
fn nothing_is_never_the_text_null() {
    for nothing in ["", "~", "null", "Null", "NULL"] {
        let document = read(&kinds::STORY, &format!("title: {nothing}\nsummary: {nothing}\naliases: [{nothing}]"));
        let (_, line) = fault(&document, &codes::MISSING_KEY);
        assert_eq!(line, 2, "{nothing}");
        assert_eq!(&*document.name, "record", "the file's name stands in");
        assert!(document.fields.text("summary").is_none(), "{nothing}");
        assert!(document.aliases.is_empty(), "{nothing}");
    }
    let document = read(&kinds::ARTICLE, "title: x\ndate: ~");
    fault(&document, &codes::MISSING_KEY);
}

/// G2: dates are what was written or an error at their place, never something near.
#[test]
fn dates_are_never_coerced() {
    for written in ["2025", "2025-02", "2025-02-12", "2025-02~", "201X", "../2019", "2025-02-12/2025-02-14"] {
        for form in [written.to_owned(), format!("\"{written}\"")] {
            let document = fine(&kinds::ARTICLE, &format!("title: x\ndate: {form}"));
            assert_eq!(document.fields.date("date").unwrap().edtf(), written);
        }
    }
    for written in ["2024-13-40", "2025-02-30", "12/13/2025", "yesterday", "20250212", "1.10", "NO", "2025-2-1"] {
        let document = read(&kinds::ARTICLE, &format!("title: x\ndate: {written}"));
        let (diagnostic, line) = fault(&document, &codes::BAD_DATE);
        assert_eq!((diagnostic.severity, line), (Severity::Error, 3), "{written}");
        assert!(document.fields.date("date").is_none());
    }
    let document = read(&kinds::STORY, "title: x\nembargo: 2025-02-12");
    assert_eq!(fault(&document, &codes::BAD_DATE).1, 3);
    let document = read(&kinds::STORY, "title: x\nembargo: 2025-02-12T10:00");
    assert_eq!(fault(&document, &codes::BAD_DATE).1, 3);
}

/// G2: booleans are strict.
#[test]
fn only_true_and_false_are_booleans() {
    for (word, value) in [("true", true), ("True", true), ("TRUE", true), ("false", false), ("FALSE", false)] {
        assert_eq!(fine(&kinds::STORY, &format!("title: x\ndraft: {word}")).fields.flag("draft"), Some(value));
    }
    for word in ["yes", "no", "on", "off", "1", "0", "\"true\"", "'false'", "tRUE", "[true]", "{a: true}", "y"] {
        let document = read(&kinds::STORY, &format!("title: x\ndraft: {word}"));
        assert_eq!(fault(&document, &codes::WRONG_TYPE).1, 3, "{word}");
    }
    for key in ["published", "publish", "hidden", "visibility", "unlisted"] {
        let document = read(&kinds::STORY, &format!("title: x\n{key}: false"));
        let (diagnostic, line) = fault(&document, &codes::MISLEADING_KEY);
        assert_eq!((diagnostic.severity, line), (Severity::Error, 3));
    }
}

/// A value of each type that stands for every field of that type.
fn examples(ty: &Type) -> Vec<String> {
    let one = |text: &str| vec![text.to_owned()];
    match ty {
        Type::Text | Type::Prose => vec!["words".into(), "\"words: more\"".into(), "2025".into()],
        Type::Texts => vec!["words".into(), "[words, more]".into()],
        Type::Flag => vec!["true".into(), "false".into()],
        Type::Date => vec!["2025-02-12".into(), "\"2025-02~\"".into()],
        Type::Moment => one("2025-02-12T10:00:00+01:00"),
        Type::Zone => vec!["Europe/Kyiv".into(), "UTC".into()],
        Type::Url => vec!["https://example.org/a?b#c".into(), "/a/b/".into(), "mailto:a@example.org".into()],
        Type::Decimal => vec!["243.8".into(), "-7".into(), "0".into()],
        Type::Words => vec!["words".into(), "{en: words, uk: слова}".into()],
        Type::Number(least, most) => vec![least.to_string(), most.to_string()],
        Type::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Type::Ref(_) | Type::KnownRef(_) => {
            ["ada", "[[Ada]]", "\"[[Ada|she]]\"", "{ref: Ada, as: host}"].map(str::to_owned).to_vec()
        }
        Type::Refs(_) | Type::KnownRefs(_) => {
            ["ada", "[[Ada]]", "\"[[Ada]]\"", "[Ada, \"[[Bo|B]]\", [[Cy]], {ref: Di, as: host, since: 2025}]"]
                .map(str::to_owned)
                .to_vec()
        }
        Type::Sources => vec![
            "key".into(),
            "https://example.org/".into(),
            "[key, https://example.org/, {title: T, url: https://example.org/, published: 2025, tier: 1, page: p. 3}]"
                .into(),
            "{key: k, page: 3}".into(),
        ],
        Type::Aliases => vec!["Foo".into(), "[Foo, {name: Bar, kind: weak, lang: en, from: 2020, to: 2021}]".into()],
        Type::Image => vec![
            "photo.jpg".into(),
            "{file: photo.jpg, alt: a, caption: b, credit: c, licence: d}".into(),
            "\"[[photo.jpg]]\"".into(),
        ],
        Type::TextMap => one("{uk: Ада, en: Ada}"),
        Type::Coordinates => one("[48.85, -2.35]"),
        Type::Map(short, fields) => short.map(|_| "words".to_owned()).into_iter().chain([map(fields)]).collect(),
        Type::Maps(short, fields) => {
            let short = short.map(|short| {
                let field = fields.iter().find(|field| field.name == short).unwrap();
                examples(&field.ty).remove(0)
            });
            let long = map(fields);
            let list = format!("[{}]", short.iter().cloned().chain([long.clone()]).collect::<Vec<_>>().join(", "));
            short
                .filter(|_| fields.iter().filter(|field| field.required).count() < 2)
                .into_iter()
                .chain([long, list])
                .collect()
        }
        Type::Free | Type::Private => vec!["words".into(), "[a, {b: c}, 1, true, ~]".into()],
    }
}

fn map(fields: &'static [dossier::kind::Field]) -> String {
    let parts: Vec<String> =
        fields.iter().map(|field| format!("{}: {}", field.name, examples(&field.ty).pop().unwrap())).collect();
    format!("{{{}}}", parts.join(", "))
}

/// Content model: every field of every kind takes each form of its type, short or long.
#[test]
fn every_field_takes_every_form_of_its_type() {
    for kind in kinds::KINDS.into_iter().filter(|kind| **kind != kinds::SOURCE) {
        let own = |name: &str| kind.fields.iter().any(|field| [field.name, field.also].contains(&name));
        for field in kind.fields.iter().chain(kinds::ANY.iter().filter(|field| !own(field.name))) {
            for name in [field.name, field.also].into_iter().filter(|name| !name.is_empty()) {
                let languages = || vec!["en".to_owned(), "pt-BR".to_owned()];
                for example in if name == "lang" { languages() } else { examples(&field.ty) } {
                    let mut yaml = format!("{name}: {example}");
                    for required in kind.fields.iter().filter(|other| other.required && other.name != field.name) {
                        let _ = write!(yaml, "\n{}: 2025", required.name);
                    }
                    let document = fine(kind, &yaml);
                    let private = matches!(field.ty, Type::Private);
                    assert_eq!(document.fields.get(field.name).is_none(), private, "{} {yaml}", kind.name);
                }
            }
        }
    }
}

/// Content model: the short and the long form of a reference mean the same, with or without a wikilink's brackets.
#[test]
fn short_and_long_forms_mean_the_same() {
    let forms = ["Ada", "\"Ada\"", "[[Ada]]", "\"[[Ada]]\"", "{ref: Ada}", "{ref: \"[[Ada]]\"}"];
    for form in forms {
        for list in [form.to_owned(), format!("[{form}]"), format!("\n  - {form}")] {
            let document = fine(&kinds::ARTICLE, &format!("title: x\ndate: 2025\npeople: {list}"));
            let refs = document.fields.refs("people");
            assert_eq!(refs.iter().map(|item| &*item.target).collect::<Vec<_>>(), ["Ada"], "{list}");
        }
        let document = fine(&kinds::EVENT, &format!("title: x\nplace: {form}"));
        assert_eq!(&*document.fields.refs("place")[0].target, "Ada", "{form}");
    }
    let document = fine(
        &kinds::ARTICLE,
        "title: x\ndate: 2025\npeople: [\"[[ada|Countess]]\", {ref: Bo, as: host, since: 2024, sources: [k]}]",
    );
    let refs = document.fields.refs("people");
    assert_eq!(refs[0].name_used.as_deref(), Some("Countess"));
    assert_eq!((refs[1].role.as_deref(), refs[1].sources.len()), (Some("host"), 1));

    let name = |document: &Document| document.aliases.iter().map(|alias| alias.name.to_string()).collect::<Vec<_>>();
    assert_eq!(name(&fine(&kinds::PERSON, "aliases: Foo")), ["Foo"]);
    assert_eq!(name(&fine(&kinds::PERSON, "aliases: [Foo, {name: Bar}]")), ["Foo", "Bar"]);

    let until = |yaml: &str| {
        let document = fine(&kinds::PERSON, yaml);
        document.fields.maps("roles")[0].date("until").map(dossier::date::Date::edtf)
    };
    assert_eq!(until("roles: [{title: a, from: 2020, to: 2024}]"), Some("2024".into()));
    assert_eq!(until("roles: {title: a, until: 2024}"), Some("2024".into()));
    assert_eq!(until("roles: a"), None);

    let state = |yaml: &str| fine(&kinds::STORY, yaml).fields.text("state").map(ToString::to_string);
    assert_eq!(state("title: x\nstate: closed"), Some("closed".into()));
    assert_eq!(state("title: x\nstatus: closed"), Some("closed".into()));
    fault(&read(&kinds::STORY, "title: x\nstate: closed\nstatus: ongoing"), &codes::DUPLICATE_KEY);

    let file = |document: &Document| document.fields.maps("image")[0].text("file").map(ToString::to_string);
    assert_eq!(file(&fine(&kinds::PERSON, "image: a.jpg")), Some("a.jpg".into()));
    assert_eq!(file(&fine(&kinds::PERSON, "image: {file: a.jpg, alt: b}")), Some("a.jpg".into()));
    let sources = |document: &Document| -> Vec<String> {
        document.fields.maps("sources").iter().map(|item: &Fields| item.iter().map(|(key, _)| key).collect()).collect()
    };
    let document = fine(&kinds::PERSON, "sources: [k, https://example.org/, {title: T, url: https://example.org/}]");
    assert_eq!(sources(&document), ["key", "key", "titleurl"]);
}

/// Content model: what Obsidian writes for itself is ignored, in silence.
#[test]
fn keys_of_editors_are_ignored() {
    let document = fine(
        &kinds::PERSON,
        "cssclasses: [wide]\ncssclass: wide\ncreated: 2025-02-12\nmodified: 2025-02-12\naliases: Foo",
    );
    assert!(document.fields.get("created").is_none());
    assert_eq!(&*document.name, "record");
}

/// A fault is told where it stands in the file, whatever the line ends; a file of another system is the same document.
#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let text = "---\ntitle: \"A title\"\ndate: 2025-02-12\nsummary: |\n  one\n  two\npeople:\n  - Ada\nodd: x\n---\n\n# Heading\n\nOne\ntwo [[Ada]]. %%secret%%\n\n```\ncode\n\nmore\n```\n\n> words\n> — Ada, 2025\n\n| a | b |\n|---|---|\n| c | d |\n\nA ` tick.\n\n%%hidden%%\n\nAnother ` tick.\n";
    let plain = whole(&kinds::ARTICLE, text);
    let place = |document: &Document| -> Vec<(String, Option<usize>)> {
        let line = |each: &Diagnostic| {
            let span = each.place.as_ref()?.span?;
            Some(position(&document.source.text, span.start as usize).line)
        };
        document.diagnostics.iter().map(|each| (each.message.clone(), line(each))).collect()
    };
    for ends in ["\r\n", "\r"] {
        let other = whole(&kinds::ARTICLE, &text.replace('\n', ends));
        assert_eq!(plain.body.html, other.body.html);
        assert_eq!(plain.body.text, other.body.text);
        assert_eq!(format!("{:?}", plain.fields), format!("{:?}", other.fields));
        assert_eq!(place(&plain), place(&other));
    }
    assert!(!plain.body.text.contains("secret") && !plain.body.text.contains("hidden"));
    assert_eq!(place(&plain), [("unknown key `odd` in this article".to_owned(), Some(9))]);
}

fn in_bounds(document: &Document) {
    let text = &document.source.text;
    for diagnostic in &document.diagnostics {
        let places = [&diagnostic.place].into_iter().chain(diagnostic.notes.iter().map(|(place, _)| place));
        for span in places.flatten().filter_map(|place| place.span) {
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{diagnostic:?} of {text:?}");
        }
    }
    for reference in &document.references {
        assert!(document.locate(reference.at).end as usize <= text.len());
    }
    for (_, value) in document.fields.iter() {
        if let Value::Maps(maps) = value {
            assert!(maps.len() <= text.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written: no panic, and every place is in the text.
    #[test]
    fn whatever_is_written_places_are_in_the_text(
        parts in prop::collection::vec(
            prop_oneof![
                4 => prop::sample::select(vec![
                    "title: ", "date: ", "people: ", "roles:", "sources: ", "aliases: ", "draft: ", "image: ", "extra: ",
                    "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", "[[", "]]", ", ", ": ", "\"", "'", "|\n", ">-\n", "&a ",
                    "*a", "!t ", "? ", "# ", "~", "null", "true", "2025-02-12", "2025-13-99", "ref: ", "Ä", "\u{1f600}",
                    "\u{feff}", "\u{202e}", "\r\n", "\t", "---", "\n---\n", "...", "%", "\\", "\\u0000", "\0", "\u{85}",
                    "\u{2028}", "javascript:x", "@", "`", "<<: ",
                ]).prop_map(str::to_owned),
                1 => "\\PC{0,8}",
            ],
            0..40,
        ),
    ) {
        let yaml = parts.concat();
        for kind in [&kinds::ARTICLE, &kinds::PERSON, &kinds::EVENT] {
            in_bounds(&read(kind, &yaml));
        }
        in_bounds(&whole(&kinds::STORY, &yaml));
        let _ = parse::sources(&source(&yaml), &READING);
    }
}
