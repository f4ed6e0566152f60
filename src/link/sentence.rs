//! The sentence around a mention.

use std::ops::Range;

/// Words before a full stop that do not end a sentence.
const ABBREVIATIONS: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "jr", "sr", "vs", "etc",
    "no", "e.g", "i.e", "approx", "inc", "ltd", "co",
];

/// Where the sentences of one text end.
#[derive(Default)]
pub(super) struct Sentences {
    ends: Vec<usize>,
}

impl Sentences {
    /// Looks for the ends in another text.
    pub(super) fn read(&mut self, text: &str) {
        self.ends.clear();
        let bytes = text.as_bytes();
        if text.is_ascii() {
            self.ends.extend(memchr::memchr3_iter(b'.', b'!', b'?', bytes).filter_map(|at| end(text, at)));
        } else {
            // Most bytes end nothing: only these begin a mark, or a letter that is no longer than one.
            let begins = |byte: u8| matches!(byte, b'.' | b'!' | b'?' | 0xd8 | 0xdb | 0xe2 | 0xe3 | 0xef);
            let places = bytes.iter().enumerate().filter(|(_, byte)| begins(**byte));
            self.ends.extend(places.filter_map(|(at, _)| end(text, at)));
        }
    }

    /// Returns the range of the sentence that holds `place`, without white space at its ends. `text` is what was read.
    pub(super) fn around(&self, text: &str, place: Range<usize>) -> Range<usize> {
        let end = self.ends.iter().copied().find(|end| *end >= place.end).unwrap_or(text.len());
        let before = self.ends.iter().copied().take_while(|end| *end < place.end);
        let start = before.filter(|end| *end <= place.start).last().unwrap_or(0);
        let piece = &text[start..end];
        let lead = piece.len() - piece.trim_start().len();
        start + lead..start + lead + piece.trim().len()
    }
}

/// Returns where the sentence ends whose last mark may be the character at `at`, unless it goes on there.
fn end(text: &str, at: usize) -> Option<usize> {
    let character = text[at..].chars().next()?;
    match character {
        '。' | '！' | '？' | '．' => Some(closed(text, at + character.len_utf8())),
        '.' | '!' | '?' | '…' | '؟' | '۔' => {
            let end = closed(text, at + character.len_utf8());
            let mut after = text[end..].chars();
            let spaced = after.next().is_some_and(char::is_whitespace);
            let next = after.find(|next| !next.is_whitespace());
            let fresh = next.is_some_and(|next| !next.is_lowercase() || !next.is_alphabetic());
            (spaced && fresh && !(character == '.' && abbreviated(&text[..at]))).then_some(end)
        }
        _ => None,
    }
}

/// Steps over quotation marks and brackets that belong to the sentence before.
fn closed(text: &str, mut at: usize) -> usize {
    while let Some(next) = text[at..].chars().next().filter(|next| "”’\"')]»」』.!?".contains(*next)) {
        at += next.len_utf8();
    }
    at
}

fn abbreviated(before: &str) -> bool {
    let word =
        before.rsplit(|character: char| character.is_whitespace() || "([“\"".contains(character)).next().unwrap_or("");
    // An initial, as in `J. Doe` or `U.S.`, or a known abbreviation.
    let initial = word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    initial || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
}
