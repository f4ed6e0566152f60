//! The words of the interface: the files of all languages say the same, and a site says nothing in another one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

mod site;

use std::collections::{BTreeMap, BTreeSet};

use dossier::diagnostic::Severity;
use dossier::plan::export::FORMATS;
use dossier::render::Change;
use dossier::words::{self, BUILT_IN, COUNT, Pattern, Said, Sections, Word};
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use site::{MANY, SOME, Site};

const GREEK: [&str; 24] = [
    "Alfa", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Jota", "Kappa", "Lambda", "Mü", "Nü", "Xi",
    "Omikron", "Pi", "Rho", "Sigma", "Tau", "Ypsilon", "Phi", "Chi", "Psi", "Omega",
];
const UKRAINIAN: [&str; 24] = [
    "Альфа",
    "Бета",
    "Гамма",
    "Дельта",
    "Епсилон",
    "Дзета",
    "Ета",
    "Тета",
    "Йота",
    "Каппа",
    "Лямбда",
    "Мю",
    "Ню",
    "Ксі",
    "Омікрон",
    "Пі",
    "Ро",
    "Сигма",
    "Тау",
    "Іпсилон",
    "Фі",
    "Хі",
    "Псі",
    "Омега",
];
const ARABIC: [&str; 24] = [
    "ألفا",
    "بيتا",
    "غاما",
    "دلتا",
    "إبسلون",
    "زيتا",
    "إيتا",
    "ثيتا",
    "يوتا",
    "كابا",
    "لامدا",
    "ميو",
    "نيو",
    "كساي",
    "أوميكرون",
    "باي",
    "رو",
    "سيغما",
    "تاو",
    "أبسلون",
    "فاي",
    "خي",
    "بساي",
    "أوميغا",
];

/// What code says beside dates in English; the tables of dates are held to CLDR elsewhere.
const BESIDE_DATES: [&str; 9] =
    ["as of", "no date", "no date yet", "day not given", "undated", "date uncertain", "February", "since", "about"];

fn file(language: &str) -> Sections {
    words::built_in(language).unwrap().clone()
}

/// Returns the texts of a word, with the category of plural of each.
fn texts(word: &Word) -> Vec<(&str, &str)> {
    match word {
        Word::Text(text) => vec![("", text)],
        Word::Forms(forms) => forms.iter().map(|(category, form)| (category.as_str(), &**form)).collect(),
    }
}

#[test]
fn the_built_in_files_are_read_as_yaml_says() {
    for (language, text) in BUILT_IN {
        let yaml: Sections = serde_yaml::from_str(text).unwrap();
        assert_eq!(yaml, file(language), "{language}");
    }
}

#[test]
fn all_languages_have_the_same_words() {
    let keys = |language: &str| -> Vec<String> {
        let file = file(language);
        let words = file.iter().flat_map(|(section, words)| {
            words.iter().map(move |(key, word)| format!("{section}.{key} {}", matches!(word, Word::Forms(_))))
        });
        words.collect()
    };
    for (language, _) in BUILT_IN {
        assert_eq!(keys("en"), keys(language), "{language}");
        Said::read(&file(language)).unwrap();
    }
}

#[test]
fn all_languages_fill_the_same_gaps() {
    let english = file("en");
    for (language, _) in BUILT_IN {
        for (section, words) in file(language) {
            for (key, word) in words {
                let other = texts(&english[&section][&key])[0].1;
                for (_, text) in texts(&word) {
                    assert!(!text.trim().is_empty(), "{language}: {section}.{key} says nothing");
                    if section == COUNT {
                        assert!(Pattern::new(text).gaps().iter().all(|gap| *gap == "n"), "{language}: {text}");
                    } else {
                        assert_eq!(Pattern::new(other).gaps(), Pattern::new(text).gaps(), "{language}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_count_has_the_plurals_that_cldr_gives_its_language() {
    for (language, _) in BUILT_IN {
        let wanted: BTreeSet<&str> = words::categories(language).into_iter().collect();
        for (key, word) in &file(language)[COUNT] {
            let given: BTreeSet<&str> = texts(word).into_iter().map(|(category, _)| category).collect();
            assert_eq!(wanted, given, "{language}: {key}");
        }
    }
}

#[test]
fn a_site_speaks_its_language_alone() {
    for (language, letters) in [("uk", UKRAINIAN), ("ar", ARABIC), ("ar-EG", ARABIC), ("de", GREEK), ("fr", GREEK)] {
        // One is so large that its lists are split in every way.
        let many = if language == "uk" { MANY } else { SOME };
        let english = English::beside(language, letters == GREEK);
        for site in [Site::new(language, &letters, many), Site::empty(language)] {
            let outcome = site.build();
            assert_eq!(outcome.planned.report.count(Severity::Error), 0, "{:?}", outcome.planned.report.all());
            let mut wrong = BTreeSet::new();
            for (path, html) in site.pages() {
                let found = visible(&html).into_iter().filter_map(|said| Some((english.word_in(&said)?, said)));
                wrong.extend(found.map(|(word, said)| format!("`{word}` in `{}`, as in {path}", said.trim())));
            }
            let wrong: Vec<String> = wrong.into_iter().take(40).collect();
            assert!(wrong.is_empty(), "{language}:\n{}", wrong.join("\n"));
        }
    }
}

/// What a site in another language must not say.
struct English {
    /// The words of the interface that are no words of the other language.
    words: BTreeSet<String>,
    /// Whether the other language is written in the same letters.
    same_letters: bool,
}

impl English {
    fn beside(language: &str, same_letters: bool) -> Self {
        let own = file(language.split('-').next().unwrap());
        let own: String =
            own.values().flat_map(BTreeMap::values).flat_map(texts).map(|(_, text)| plain(text)).collect();
        let english = file("en");
        let said = english.values().flat_map(BTreeMap::values).flat_map(texts).map(|(_, text)| text);
        let words = said.chain(BESIDE_DATES).flat_map(pieces);
        Self { words: words.filter(|words| !own.contains(words.as_str())).collect(), same_letters }
    }

    /// Returns an English word in what is said.
    fn word_in(&self, said: &str) -> Option<String> {
        // Formats have one name in all languages.
        if said == "JSON" || FORMATS.iter().any(|format| format.title() == said) {
            return None;
        }
        let said = plain(said);
        let words = self.words.iter().find(|words| said.contains(words.as_str()));
        let is_latin = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let latin =
            || said.split(' ').find(|word| is_latin(word) && *word != "wikidata").filter(|_| !self.same_letters);
        words.map(|words| words.trim().to_owned()).or_else(|| latin().map(str::to_owned))
    }
}

#[test]
fn a_changed_word_renders_the_pages_of_its_language() {
    let site = Site::new("uk", &UKRAINIAN, 2);
    site.build();
    assert_eq!(site.build().rendered, 0);
    site.write("templates/words/de.yaml", "title: {people: Leute}\n");
    assert_eq!(site.build().rendered, 0, "no page speaks German");
    site.write("templates/words/uk.yaml", "title: {people: Персони}\n");
    let outcome = site.build();
    assert_eq!(outcome.rendered, outcome.pages);
    let reasons = outcome.changes.iter().filter_map(|(_, change)| match change {
        Change::Rendered(reasons) => Some(reasons),
        _ => None,
    });
    assert!(reasons.flatten().any(|reason| reason == "templates"));
    let pages = site.pages();
    // A redirect has no menu.
    let mut with_menu = pages.iter().filter(|(_, html)| !html.contains("http-equiv=\"refresh\""));
    assert!(with_menu.all(|(_, html)| html.contains("Персони")));
}

/// Returns a text as words in lower case, with a space around each; addresses are none.
fn plain(text: &str) -> String {
    let text: String = text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '’').filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    format!(" {} ", words.join(" "))
}

/// Returns what stands around the gaps of a sentence, as words.
fn pieces(text: &str) -> Vec<String> {
    let pieces = text.split(['{', '}']).step_by(2).map(plain);
    pieces.filter(|piece| piece.chars().filter(|letter| letter.is_alphabetic()).count() > 1).collect()
}

/// Returns what readers see or hear of a page: texts and the attributes that stand for them.
fn visible(html: &str) -> Vec<String> {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html);
    let mut said = Vec::new();
    walk(&dom.document, &mut said);
    said
}

fn walk(node: &Handle, said: &mut Vec<String>) {
    match &node.data {
        NodeData::Text { contents } => said.push(contents.borrow().to_string()),
        NodeData::Element { name, attrs, .. } => {
            if matches!(&*name.local, "script" | "style") {
                return;
            }
            let attrs = attrs.borrow();
            let spoken = attrs.iter().filter(|it| matches!(&*it.name.local, "aria-label" | "title" | "alt"));
            said.extend(spoken.map(|it| it.value.to_string()));
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        walk(child, said);
    }
}
