//! Names, held to the sentences of the content model: the cases are the documents in `tests/names/`.
//!
//! A heading there quotes the sentence. Each block below it is one small site, `holds` where the sentence applies and
//! `but` where it does not; every sentence needs both. Lines of `---` part the block into
//!
//! 1. records, one a line: `people/ada: Ada Lovelace; Ada; The Countess (weak)`, that is the display name and the aliases;
//!    then perhaps `{draft: true}`, further keys, and after `::` a text. `site autolink: off` is a setting,
//!    `observe people/ada` looks at that record instead of at the article;
//! 2. further front matter of the article (the part may be missing);
//! 3. the article's text;
//! 4. what comes of it: `words -> people/ada auto` for a mention, perhaps with `@ section p1 | sentence`; `D012 words`
//!    for a diagnostic that holds these words; `stub people/ada Ada; ada` for a record that is only named; `html` and
//!    `no html` for what the rendered text holds; `quote people/ada in articles/a, articles/b` for a quote of hers.
//!    Mentions in front matter (`field`) and quotes count only where one is listed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]
#![allow(clippy::format_push_string, reason = "a case is small")]
#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use dossier::config::Config;
use dossier::diagnostic::Report;
use dossier::entity::EntityId;
use dossier::kinds::Kinds;
use dossier::link::{self, Handle, Site, Via};
use dossier::plan::{self, Make};
use dossier::source::{Source, SourcePath};
use dossier::{kinds, name, parse};
use proptest::prelude::*;

/// One block of a case document.
struct Row {
    /// The file and line.
    place: String,
    /// Whether the sentence applies.
    holds: bool,
    parts: Vec<String>,
}

/// A site that was linked, with what is looked at.
struct Linked {
    site: Arc<Site>,
    report: Report,
    observed: Handle,
}

const ARTICLE: &str = "articles/test";

fn id(written: &str) -> EntityId {
    let (kind, id) = written.split_once('/').unwrap_or_else(|| panic!("`{written}` is no id"));
    EntityId::new(Kinds::default().find(kind).unwrap_or_else(|| panic!("no kind `{kind}`")), id)
}

fn source(path: &str, text: &str) -> Source {
    Source::new(SourcePath::new(path), text)
}

/// Links a site of a few files and the settings.
fn linked(files: &[(String, String)], settings: &str, observed: &str) -> Linked {
    let settings = format!("title: Test\nbase_url: https://example.org/\nlanguage: en\n{settings}");
    let (config, diagnostics) = Config::read(&source("dossier.yaml", &settings));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut report = Report::default();
    let documents = files.iter().map(|(path, text)| {
        let kind = Kinds::default().find(path.split('/').nth(1).unwrap()).unwrap();
        let document = parse::document(&source(path, text), kind, &config.reading);
        report.extend(document.diagnostics.iter().cloned());
        Arc::new(document)
    });
    let documents = documents.collect();
    let (none, unknown) = (BTreeSet::new(), link::known::Unknown::default());
    let input = link::Input {
        config: Arc::new(config),
        files: &none,
        statics: &none,
        now: "2025-06-01T00:00:00Z".parse().unwrap(),
        drafts: false,
        as_of: None,
        unknown: &unknown,
        doubt: None,
    };
    let site = Arc::new(link::site(documents, &input, &mut report));
    report.settle(false);
    let observed = site.find(&id(observed)).unwrap_or_else(|| panic!("no {observed}"));
    Linked { site, report, observed }
}

impl Linked {
    /// Returns the mentions of the observed record as lines, each with its place.
    fn mentions(&self, via: &[Via]) -> Vec<(String, String)> {
        let document = &self.site.get(self.observed).document;
        let mut found = Vec::new();
        for (target, _) in self.site.all() {
            for mention in self.site.mentions_of(target).iter().filter(|mention| mention.from == self.observed) {
                if !via.contains(&mention.via) {
                    continue;
                }
                let text = |range: &std::ops::Range<u32>| &document.body.text[range.start as usize..range.end as usize];
                let reference = mention.reference.map(|at| &document.references[at as usize]);
                let words = reference.map_or_else(|| text(&mention.text), |reference| &reference.target);
                let line = format!("{words} -> {} {}", self.site.get(target).id, mention.via.word());
                let block = mention.block.map(|block| &document.body.blocks[block as usize]);
                let place = block.map_or_else(String::new, |block| {
                    let section = &document.body.sections[usize::from(block.section)].title;
                    format!("{section} p{} | {}", block.paragraph, text(&mention.sentence))
                });
                found.push((mention.block.unwrap_or(u32::MAX), mention.text.start, mention.reference, line, place));
            }
        }
        found.sort();
        found.into_iter().map(|(_, _, _, line, place)| (line, place.trim_start().to_owned())).collect()
    }

    fn diagnostics(&self) -> Vec<String> {
        let all = self.report.all().iter();
        all.map(|found| {
            let help = found.help.as_deref().unwrap_or("");
            format!("{} {}: {} ({help})", found.code.code, found.severity.word(), found.message)
        })
        .collect()
    }

    fn stubs(&self) -> Vec<String> {
        let stubs = self.site.entities.iter().filter(|entity| entity.stub);
        stubs.map(|stub| format!("stub {} {}", stub.id, stub.spellings.join("; "))).collect()
    }

    /// Returns the quotes of everybody, each with the records that hold it.
    fn quotes(&self) -> Vec<String> {
        let (desk, _) = plan::pages(&self.site, &plan::Files::default(), &mut Report::default());
        let mut lines = Vec::new();
        for (speaker, _) in self.site.all() {
            for quote in desk.quotes.of(speaker).into_iter().filter(|quote| quote.speaker == Some(speaker)) {
                let place = |place: &plan::Place| self.site.get(place.document).id.to_string();
                let places = quote.places.iter().map(place).collect::<Vec<_>>();
                lines.push(format!("quote {} in {}", self.site.get(speaker).id, places.join(", ")));
            }
        }
        lines
    }

    /// Returns the text of the observed record as readers get it.
    fn html(&self) -> String {
        let (desk, pages) = plan::pages(&self.site, &plan::Files::default(), &mut Report::default());
        let Make::View { view, .. } = &pages.get(&self.site.get(self.observed).route).unwrap().make else {
            panic!("no page");
        };
        let fields = plan::fields(&view(&desk), plan::Wants::everything().of_template(""));
        let text = fields.iter().find(|(name, _)| *name == "content").unwrap();
        text.1.as_str().unwrap_or_default().to_owned()
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Turns a line of the first part into a file.
fn record(line: &str) -> (String, String) {
    let (id, rest) = line.split_once(": ").unwrap_or_else(|| panic!("`{line}` is no record"));
    let (rest, body) = rest.split_once(" :: ").unwrap_or((rest, ""));
    let (names, keys) = rest.split_once('{').unwrap_or((rest, "}"));
    let mut names = names.split(';').map(str::trim);
    let kind = Kinds::default().find(id.split('/').next().unwrap()).unwrap();
    let mut text = format!("---\n{{{}: {}, aliases: [", kind.name_key, quoted(names.next().unwrap()));
    for alias in names {
        match alias.strip_suffix(" (weak)") {
            Some(alias) => text += &format!("{{name: {}, kind: weak}}, ", quoted(alias)),
            None => text += &format!("{}, ", quoted(alias)),
        }
    }
    let date = if *kind == kinds::ARTICLE { ", date: 2025-01-01" } else { "" };
    text += &format!("]{date}, {}\n---\n{}\n", keys.trim(), body.replace("\\n", "\n"));
    (format!("content/{id}.md"), text)
}

/// Links the site of a row and returns what differs from what the row says.
fn differences(row: &Row) -> Vec<String> {
    let (records, front, body, expected) = match row.parts.as_slice() {
        [records, body, expected] => (records, "", body, expected),
        [records, front, body, expected] => (records, front.as_str(), body, expected),
        parts => panic!("{}: {} parts", row.place, parts.len()),
    };
    let (mut files, mut settings, mut observed) = (Vec::new(), String::new(), ARTICLE);
    for line in records.lines().filter(|line| !line.is_empty()) {
        if let Some(setting) = line.strip_prefix("site ") {
            settings += &format!("{setting}\n");
        } else if let Some(other) = line.strip_prefix("observe ") {
            observed = other;
        } else {
            files.push(record(line));
        }
    }
    let article = format!("---\ntitle: Test\ndate: 2025-01-01\n{front}---\n{body}");
    files.push((format!("content/{ARTICLE}.md"), article));
    let linked = linked(&files, &settings, observed);
    let lines: Vec<&str> = expected.lines().filter(|line| !line.is_empty() && *line != "nothing").collect();
    let fields = lines.iter().any(|line| line.ends_with(" field"));
    let via: &[Via] = if fields { &[Via::Link, Via::Auto, Via::Field] } else { &[Via::Link, Via::Auto] };
    let mut wrong = Vec::new();

    let mentions = linked.mentions(via);
    let wanted: Vec<&str> = lines.iter().copied().filter(|line| line.contains(" -> ")).collect();
    let fits = |wanted: &str, (line, place): &(String, String)| match wanted.split_once(" @ ") {
        Some((wanted, at)) => wanted == line && at == place,
        None => wanted == line,
    };
    if wanted.len() != mentions.len() || !wanted.iter().zip(&mentions).all(|(wanted, seen)| fits(wanted, seen)) {
        wrong.push(format!("wanted {wanted:#?}\nmentions {mentions:#?}"));
    }
    let diagnostics = linked.diagnostics();
    let is_code = |line: &str| line.starts_with('D') && line[1..4.min(line.len())].bytes().all(|b| b.is_ascii_digit());
    let mut left = diagnostics.clone();
    for wanted in lines.iter().filter(|line| is_code(line)) {
        let found = left.iter().position(|seen| {
            seen.starts_with(&wanted[..4]) && wanted[4..].split_whitespace().all(|word| seen.contains(word))
        });
        match found {
            Some(at) => drop(left.remove(at)),
            None => left.push(format!("missing {wanted}")),
        }
    }
    if !left.is_empty() {
        wrong.push(format!("diagnostics {left:#?}"));
    }
    let wanted: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("stub ")).collect();
    let stubs = linked.stubs();
    if wanted != stubs {
        wrong.push(format!("stubs {stubs:#?}"));
    }
    let wanted: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("quote ")).collect();
    let quotes = linked.quotes();
    if !wanted.is_empty() && wanted != quotes {
        wrong.push(format!("quotes {quotes:#?}"));
    }
    // Whatever comes of it, the page can be made.
    let html = linked.html();
    for line in &lines {
        if let Some(words) = line.strip_prefix("html ")
            && !html.contains(words)
        {
            wrong.push(format!("no {words} in {html}"));
        }
        if let Some(words) = line.strip_prefix("no html ")
            && html.contains(words)
        {
            wrong.push(format!("{words} in {html}"));
        }
    }
    wrong
}

/// Reads a case document: each sentence with its rows.
fn sentences(path: &Path) -> Vec<(String, Vec<Row>)> {
    let text = fs::read_to_string(path).unwrap();
    let mut found: Vec<(String, Vec<Row>)> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(sentence) = line.strip_prefix("## ").filter(|_| !inside) {
            found.push((sentence.to_owned(), Vec::new()));
        } else if let Some(info) = line.strip_prefix("````") {
            inside = !inside;
            if inside {
                let place = format!("{}:{}: {info}", path.display(), number + 1);
                let holds = match info.split(' ').next() {
                    Some("holds") => true,
                    Some("but") => false,
                    _ => panic!("{place}: neither `holds` nor `but`"),
                };
                found.last_mut().unwrap().1.push(Row { place, holds, parts: vec![String::new()] });
            }
        } else if inside {
            let row = found.last_mut().unwrap().1.last_mut().unwrap();
            if line == "---" {
                row.parts.push(String::new());
            } else {
                let part = row.parts.last_mut().unwrap();
                part.push_str(line);
                part.push('\n');
            }
        }
    }
    found
}

#[test]
fn each_sentence_has_rows_that_hold_and_rows_that_do_not() {
    let mut documents: Vec<_> = fs::read_dir("tests/names").unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.sort();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for document in &documents {
        for (sentence, rows) in sentences(document) {
            for holds in [true, false] {
                if !rows.iter().any(|row| row.holds == holds) {
                    wrong.push(format!("{}: {sentence}\n  no row with holds = {holds}", document.display()));
                }
            }
            for row in rows {
                count += 1;
                let differences = differences(&row);
                if !differences.is_empty() {
                    wrong.push(format!("{}\n  {sentence}\n{}", row.place, differences.join("\n")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} rows\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// "slugged: NFC, transliterated to ASCII, lower case, each run of anything else becomes one hyphen, none at the ends".
#[test]
fn slugs_are_safe_and_say_what_they_can() {
    #[rustfmt::skip]
    let rows = [
        ("Ada Lovelace", "ada-lovelace"),
        ("  Ada --- Lovelace! ", "ada-lovelace"),
        ("José GARCÍA", "jose-garcia"),
        ("Jose\u{301} Garci\u{301}a", "jose-garcia"),
        ("O’Neill", "o-neill"),
        ("O'Neill", "o-neill"),
        ("Łukasz Ørsted", "lukasz-orsted"),
        ("Groß", "gross"),
        ("Київ", "kiyiv"),
        ("北京", "bei-jing"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-0"),
        ("a...", "a"),
        ("index", "index"),
    ];
    let seen: Vec<_> = rows.iter().map(|(name, _)| (*name, name::slug(name))).collect();
    let expected: Vec<_> = rows.iter().map(|(name, slug)| (*name, (*slug).to_owned())).collect();
    assert_eq!(seen, expected);
    // What says nothing in ASCII still has an address, the same every time and its own.
    let odd = ["", "/", "😀", "🎉🎉", "\u{301}"].map(name::slug);
    assert!(odd.iter().all(|slug| !slug.is_empty() && *slug == name::slug(slug)), "{odd:?}");
    assert_ne!(name::slug("/"), name::slug("?"));
    let long = "北".repeat(300);
    assert!(name::slug(&long).len() <= name::SLUG_LIMIT);
    assert_ne!(name::slug(&long), name::slug(&format!("{long}京")));
}

/// Pieces of names and texts in several scripts, with what may stand between them.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "Ada", "Lovelace", "Ada Lovelace", "José", "Jose\u{301}", "O'Neill", "O’Neill", "Groß", "Σίγμας", "İnan",
            "习近平", "กรุงเทพ", "กรั", "Київ", "é", "e\u{301}", "\u{301}", "ﬁ", "Å", "가", "\u{1100}\u{1161}",
        ]).prop_map(str::to_owned),
        4 => prop::sample::select(vec![" ", "  ", "\n", ", ", "-", "'", "’", "\u{a0}", "\u{ad}", "\u{200d}", "_", "."])
            .prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => "[a-zA-Z0-9/.#|\\[\\]]{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Markdown in which names stand among all kinds of markup.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => words(),
        3 => prop::sample::select(vec![
            "Ada Lovelace", "Lovelace", "Lovelace & Co", "Lovelace <Ltd>", "习近平", "José Pérez", "Jose\u{301} Pe\u{301}rez",
        ]).prop_map(str::to_owned),
        4 => prop::sample::select(vec![
            "*", "**", "`", "\n\n", "\n", "\n\n## ", "\n\n> ", "\n> — Ada Lovelace\n\n", "[[", "]]", "|", "[[ada]]", "[[Ada Lovelace|",
            "[[#x]]", "![[a.png]]", "[x](", ")", "![", "](a.png)", "[@key, p. 3]", "[^1]", "\n\n[^1]: ", "<b>", "</b>", "<br>",
            "<!-- ", " -->", "%%", "&amp;", "\\", "\n\n| a | b |\n| - | - |\n| ", " | ", "\n- ", "\n\n~~~\n", "~~", " ",
            "\n\n## Update 2025-02-14\n\n", "> [!note] ", "\n\nterm\n: ",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Returns the visible text of HTML that has no attribute with `>`, without what citations and attributions add.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text + rest
}

/// Links an article with this text, with names made links by themselves or not.
fn with_autolink(text: &str, word: &str) -> Linked {
    let records = [
        "people/ada: Ada Lovelace; Lovelace; Ada King, Countess of Lovelace",
        "people/xi: 习近平; 近平 (weak)",
        "people/jose: José Pérez; Pérez",
        "organizations/co: Lovelace & Co",
        "organizations/ltd: Lovelace <Ltd>",
        "places/kyiv: Київ",
    ];
    let mut files: Vec<_> = records.into_iter().map(record).collect();
    let article = format!("---\ntitle: Test\ndate: 2025-01-01\nautolink: {word}\npeople: [jose]\n---\n{text}");
    files.push((format!("content/{ARTICLE}.md"), article));
    linked(&files, "", ARTICLE)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_key_is_its_own_key(name in words()) {
        let key = name::key(&name);
        prop_assert_eq!(name::key(&key), key);
    }

    #[test]
    fn a_slug_is_safe_and_its_own_slug(name in words()) {
        let slug = name::slug(&name);
        prop_assert!(!slug.is_empty() && slug.len() <= name::SLUG_LIMIT);
        prop_assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        prop_assert_eq!(name::slug(&slug), slug);
    }

    /// The form of Unicode, case of ASCII letters and spaces at the ends make no difference to either.
    #[test]
    fn composed_and_decomposed_names_are_one(name in words()) {
        let (composed, decomposed) = (nfc(&name), nfd(&name));
        prop_assert_eq!(name::key(&composed), name::key(&decomposed));
        prop_assert_eq!(name::slug(&composed), name::slug(&decomposed));
        prop_assert_eq!(name::key(&format!(" {name}\t")), name::key(&name));
        prop_assert_eq!(name::fold(&composed).text, name::fold(&decomposed).text);
    }

    #[test]
    fn offsets_in_a_folded_text_lead_back(before in words(), name in words(), after in words()) {
        let text = format!("{before} {name} {after}");
        let folded = name::fold(&text);
        prop_assert_eq!(folded.original(0), 0);
        prop_assert_eq!(folded.original(folded.text.len()), text.len());
        let mut last = 0;
        for (at, _) in folded.text.char_indices() {
            let original = folded.original(at);
            prop_assert!(text.is_char_boundary(original) && original >= last, "{at} -> {original} after {last}");
            last = original;
        }
        // Between spaces, what stands in one text is what stands in the other.
        for (at, _) in folded.text.match_indices(' ') {
            let original = folded.original(at);
            prop_assert_eq!(&name::fold(&text[original..]).text, &folded.text[at..]);
        }
    }

    #[test]
    fn links_never_overlap_and_leave_the_visible_text(text in markdown()) {
        let (with, without) = (with_autolink(&text, "known"), with_autolink(&text, "off"));
        let entity = with.site.get(with.observed);
        let body = &entity.document.body;
        let mut taken: Vec<(u32, u32)> = Vec::new();
        for link in &entity.links.automatic {
            let words = &body.text[link.text.start as usize..link.text.end as usize];
            taken.push((link.text.start, link.text.end));
            let escaped = dossier::html::text(words).replace('\n', " ");
            prop_assert_eq!(body.html[link.html as usize..][..escaped.len()].replace('\n', " "), escaped);
        }
        let links = body.links.iter().filter(|link| !link.label.is_empty());
        taken.extend(links.map(|link| (link.label.start, link.label.end)));
        taken.sort_unstable();
        prop_assert!(taken.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", taken);
        let (with, without) = (with.html(), without.html());
        prop_assert_eq!(visible(&with), visible(&without));
        prop_assert_eq!(with.matches("<a ").count(), with.matches("</a>").count());
    }
}

fn nfc(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

fn nfd(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfd(text).collect()
}
