//! Names that several texts mention and that no record has.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::kinds;
use crate::link::{Entity, Site};
use crate::name;
use crate::source::SourcePath;

pub(super) static CODE: Code = Code {
    code: "D061",
    title: "names that are often mentioned and have no record",
    severity: Severity::Hint,
    doc: "Words with capitals in the running text of at least three records that are no name, alias or part of a name of any record. \
          Each may deserve a file, or be an alias of one. Names at the start of a sentence are not counted, since every word has a \
          capital there, and single words are not in languages in which every noun has one.",
};

/// In fewer texts a name is not listed.
const FEWEST_TEXTS: usize = 3;
/// So many names are listed, those of most texts first.
const MOST_NAMES: usize = 12;
/// Words without a capital that a name may hold.
const INNER: [&str; 15] =
    ["of", "de", "del", "della", "di", "da", "du", "la", "le", "van", "von", "der", "den", "bin", "al"];
/// Words with a capital that are no names.
const CALENDAR: [&str; 20] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "i",
];

pub(super) fn run(site: &Site, report: &mut Report) {
    let known = Known::of(site);
    let found: Vec<(&SourcePath, BTreeSet<String>)> = site
        .entities
        .par_iter()
        .filter(|entity| *entity.id.kind != kinds::PAGE && !entity.document.body.runs.is_empty())
        .map(|entity| (&entity.document.source.path, names(entity, &site.config.language, &known)))
        .collect();
    let mut counts: BTreeMap<String, (usize, &SourcePath)> = BTreeMap::new();
    for (path, names) in found {
        for name in names {
            counts.entry(name).or_insert((0, path)).0 += 1;
        }
    }
    let mut often: Vec<(String, usize, &SourcePath)> = counts
        .into_iter()
        .filter(|(_, (count, _))| *count >= FEWEST_TEXTS)
        .map(|(name, (count, path))| (name, count, path))
        .collect();
    if often.is_empty() {
        return;
    }
    often.sort_by_key(|(_, count, _)| Reverse(*count));
    let message = match often.len() {
        1 => "a name is often mentioned and has no record".to_owned(),
        many => format!("{many} names are often mentioned and have no record"),
    };
    let help = "create a record with `dossier new person NAME`, or add the name to the `aliases` of one";
    let finding = Diagnostic::new(&CODE, message).help(help);
    let listed = often.iter().take(MOST_NAMES);
    report.push(listed.fold(finding, |finding, (name, count, path)| {
        finding.note(None, format!("`{name}` in {count} texts, such as `{path}`"))
    }));
}

/// The names that records have.
#[derive(Default)]
struct Known {
    names: HashSet<String>,
    words: HashSet<String>,
}

impl Known {
    fn of(site: &Site) -> Self {
        let mut known = Self::default();
        for entity in &site.entities {
            let document = &entity.document;
            let aliases = document.aliases.iter().map(|alias| &alias.name);
            // A headline holds the names of others.
            let titled = entity.id.kind.name_key == "title";
            for name in [&document.name].into_iter().chain(aliases).chain(&entity.spellings) {
                let key = name::key(name);
                if !titled {
                    known.words.extend(key.split(|next: char| !next.is_alphanumeric()).map(str::to_owned));
                }
                known.names.insert(key);
            }
        }
        known
    }

    /// Tells whether words are a name, a part of one, or begin or end with one.
    fn has(&self, words: &[&str]) -> bool {
        let name = |words: &[&str]| self.names.contains(&name::key(&words.join(" ")));
        words.iter().all(|word| self.words.contains(&name::key(word)))
            || (1..=words.len()).any(|length| name(&words[..length]) || name(&words[words.len() - length..]))
    }
}

/// Returns the unknown names in the running text of a record.
fn names(entity: &Entity, language: &str, known: &Known) -> BTreeSet<String> {
    let document = &entity.document;
    let language = document.fields.text("lang").map_or(language, |lang| lang);
    let fewest = if ["de", "lb"].contains(&language.split('-').next().unwrap_or("")) { 2 } else { 1 };
    let body = &document.body;
    let mut names = BTreeSet::new();
    for run in &body.runs {
        let (start, end) = (run.text.start as usize, run.text.end as usize);
        let block = body.blocks.partition_point(|block| block.text.end <= run.text.start);
        if body.blocks.get(block).is_some_and(|block| block.quote.is_some()) {
            continue;
        }
        for (at, sequence) in sequences(&body.text[start..end]) {
            if sequence.len() >= fewest && !starts_sentence(&body.text[..start + at]) && !known.has(&sequence) {
                names.insert(sequence.join(" "));
            }
        }
    }
    names
}

/// Returns the longest sequences of words with capitals, each with the place of its first word.
fn sequences(text: &str) -> Vec<(usize, Vec<&str>)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Vec<&str>)> = None;
    // Words without a capital after the last one with one: they belong to the name if another follows.
    let mut inner: Vec<&str> = Vec::new();
    let mut end = 0;
    for (at, word) in words(text) {
        let apart = !matches!(&text[end..at], " " | "\n");
        end = at + word.len();
        if apart {
            found.extend(open.take());
            inner.clear();
        }
        let possessive = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        let bare = possessive.unwrap_or(word);
        let capital = bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().nth(1).is_some();
        if capital && !CALENDAR.contains(&bare.to_lowercase().as_str()) {
            let (_, sequence) = open.get_or_insert_with(|| (at, Vec::new()));
            sequence.append(&mut inner);
            sequence.push(bare);
            if possessive.is_some() {
                found.extend(open.take());
            }
        } else if open.is_some() && INNER.contains(&word) && inner.len() < 2 {
            inner.push(word);
        } else {
            found.extend(open.take());
            inner.clear();
        }
    }
    found.extend(open);
    found
}

/// Returns the words of a text with their places; an apostrophe, a hyphen or a full stop between letters parts none.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |next: char| !(name::continues_word(next) || matches!(next, '\'' | '’' | '-'));
    text.split(ends).filter_map(move |word| {
        let trimmed = word.trim_matches(['\'', '’', '-']);
        (!trimmed.is_empty()).then(|| (trimmed.as_ptr() as usize - text.as_ptr() as usize, trimmed))
    })
}

/// Tells whether a sentence, or a piece that begins like one, starts at the end of a text.
fn starts_sentence(before: &str) -> bool {
    let opening = |next: char| matches!(next, ' ' | '“' | '„' | '«' | '‘' | '"' | '\'' | '(' | '[' | '\u{a0}');
    let before = before.trim_end_matches(opening).trim_end_matches(['”', '»', '’', ')', ']']);
    before.is_empty() || before.ends_with(['\n', '.', '!', '?', '…', ':', ';', '–', '—', '•'])
}
