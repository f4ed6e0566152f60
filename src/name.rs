//! Names as people write them: the form in which two spellings are the same, slugs, and the nearest known name.

mod letters;
mod sound;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

use deunicode::deunicode_char;
use rapidfuzz::distance::damerau_levenshtein;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use crate::digest::Digest;

pub use letters::{Letters, gathered};
pub use sound::sound;

/// The longest slug in bytes; longer ones are cut and end in a digest.
pub const SLUG_LIMIT: usize = 120;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Returns the form in which two spellings are one name: NFC, case folded, white space collapsed, curly apostrophes
/// straight.
#[must_use]
pub fn key(name: &str) -> String {
    if name.is_ascii() {
        let mut key = String::with_capacity(name.len());
        for word in name.split_ascii_whitespace() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        }
        key.make_ascii_lowercase();
        return key;
    }
    let mut key = String::with_capacity(name.len());
    for character in name.nfc().flat_map(char::to_lowercase) {
        match character {
            '\u{2019}' | '\u{2bc}' => key.push('\''),
            'ß' => key.push_str("ss"),
            'ς' => key.push('σ'),
            _ if character.is_whitespace() => {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            _ => key.push(character),
        }
    }
    if key.ends_with(' ') {
        key.pop();
    }
    if is_nfc(&key) { key } else { key.nfc().collect() }
}

/// Returns a path with its letters composed (NFC), as people type it. Some systems take letters and their marks apart in the names of
/// files.
#[must_use]
pub fn composed(path: &str) -> Cow<'_, str> {
    if path.is_ascii() || is_nfc(path) { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) }
}

/// Returns the part of an address that stands for `name`: NFC, transliterated to ASCII, lower case, each run of
/// anything else one hyphen, none at the ends. Never empty, never a device of Windows, at most [`SLUG_LIMIT`] bytes.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let mut push = |character: char| {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    // What is ASCII is composed already.
    let plain = if name.is_ascii() { name } else { "" };
    plain.chars().for_each(&mut push);
    for character in name[plain.len()..].nfc() {
        match character {
            '\u{2019}' | '\u{2bc}' => push('-'),
            _ if character.is_ascii() => push(character),
            _ if is_combining_mark(character) => {}
            _ => {
                let spaced = is_unspaced(character);
                if spaced {
                    push('-');
                }
                deunicode_char(character).unwrap_or("-").chars().for_each(&mut push);
                if spaced {
                    push('-');
                }
            }
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    let digest = || Digest::of(name.nfc().collect::<String>().as_bytes()).short();
    if slug.is_empty() {
        return format!("x-{}", digest());
    }
    if slug.len() > SLUG_LIMIT {
        slug.truncate(SLUG_LIMIT - 9);
        slug = format!("{}-{}", slug.trim_end_matches('-'), digest());
    }
    if DEVICES.contains(&slug.as_str()) { format!("{slug}-0") } else { slug }
}

/// Tells whether words in this character's script are written without spaces between them: Han, kana, Thai, Lao,
/// Khmer, Burmese.
#[must_use]
pub fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x3134F)
}

/// Tells whether a character continues a word, so that a name cannot end beside it.
#[must_use]
pub fn continues_word(character: char) -> bool {
    (character.is_alphanumeric() || character == '_' || is_combining_mark(character)) && !is_unspaced(character)
}

/// Tells whether a character is a mark upon the letter before it.
#[must_use]
pub fn is_mark(character: char) -> bool {
    is_combining_mark(character)
}

/// Tells whether a character stands unseen between two letters without parting them: soft hyphens, joiners, marks of
/// direction (UAX 29, WB4).
#[must_use]
pub fn is_joiner(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Tells whether a person's name is short: one word, or in scripts without spaces one character.
#[must_use]
pub fn is_short(name: &str) -> bool {
    let name = name.trim();
    if name.chars().any(is_unspaced) { name.chars().count() == 1 } else { !name.contains(char::is_whitespace) }
}

/// A text in which names are compared byte by byte: NFC, with straight apostrophes and plain spaces.
pub struct Folded<'a> {
    /// The folded text.
    pub text: Cow<'a, str>,
    /// The letters in which the two texts differ, in order; between these they run in step.
    steps: Vec<Step>,
}

/// A letter with another folded form, by byte offsets.
struct Step {
    start: u32,
    end: u32,
    original_end: u32,
}

impl Folded<'_> {
    /// Returns the offset in the original text that answers `offset` of the folded one; inside a letter, its end.
    #[must_use]
    pub fn original(&self, offset: usize) -> usize {
        let at = self.steps.partition_point(|step| (step.start as usize) < offset);
        match at.checked_sub(1).and_then(|at| self.steps.get(at)) {
            Some(step) => offset.saturating_sub(step.end as usize) + step.original_end as usize,
            None => offset,
        }
    }
}

/// Folds a text, without a copy where it is folded already.
#[must_use]
pub fn fold(text: &str) -> Folded<'_> {
    let plain = text.is_ascii() || (!text.contains(['\u{2019}', '\u{2bc}', '\u{a0}', '\u{202f}']) && is_nfc(text));
    if plain {
        return Folded { text: Cow::Borrowed(text), steps: Vec::new() };
    }
    let mut folded = String::with_capacity(text.len());
    let mut steps = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = rest.peek().copied().filter(|(_, next)| composes(*next)) {
            end = at + next.len_utf8();
            rest.next();
        }
        let before = folded.len();
        match &text[start..end] {
            "\u{2019}" | "\u{2bc}" => folded.push('\''),
            "\u{a0}" | "\u{202f}" => folded.push(' '),
            cluster => folded.extend(cluster.nfc()),
        }
        if folded[before..] != text[start..end] {
            steps.push(Step { start: before as u32, end: folded.len() as u32, original_end: end as u32 });
        }
    }
    Folded { text: Cow::Owned(folded), steps }
}

/// Tells whether a character may become one with what stands before it: a mark, or a part of a Korean syllable.
fn composes(character: char) -> bool {
    canonical_combining_class(character) != 0 || is_nfc_quick(std::iter::once(character)) == IsNormalized::Maybe
}

/// Returns up to `most` known names that are near `name`, nearest first: at most a third of its letters differ.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let wanted = key(name);
    let limit = (wanted.chars().count() / 3).clamp(1, 5);
    let comparator = damerau_levenshtein::BatchComparator::new(wanted.chars());
    let arguments = damerau_levenshtein::Args::default().score_cutoff(limit);
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| Some((comparator.distance_with_args(key(candidate).chars(), &arguments)?, candidate)))
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(_, candidate)| *candidate);
    found.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// Returns how many letters differ between two names in the form in which they are compared; `None` for more than five.
#[must_use]
pub fn distance(one: &str, other: &str) -> Option<usize> {
    let arguments = damerau_levenshtein::Args::default().score_cutoff(5);
    damerau_levenshtein::distance_with_args(key(one).chars(), key(other).chars(), &arguments)
}

/// Counts how often each key occurs and makes a repeated one unique by a number: `a`, `a-2`, `a-3`.
pub fn unique<S: BuildHasher>(taken: &mut HashMap<String, usize, S>, wanted: &str) -> String {
    let mut candidate = wanted.to_owned();
    loop {
        let count = taken.entry(candidate.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return candidate;
        }
        let count = taken.get(wanted).copied().unwrap_or(2).max(2);
        candidate = format!("{wanted}-{count}");
        if taken.contains_key(&candidate) {
            *taken.entry(wanted.to_owned()).or_insert(1) += 1;
        }
    }
}
