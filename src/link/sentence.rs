//! The sentence around a mention.

use std::ops::Range;

use crate::date;

/// Words before a full stop that do not end a sentence.
const ABBREVIATIONS: [&str; 46] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "maj", "capt", "rev", "hon",
    "jr", "sr", "vs", "etc", "e.g", "i.e", "cf", "approx", "inc", "ltd", "co", "dept", "hr", "z.b", "d.h", "u.a",
    "bzw", "vgl", "mme", "mlle", "м", "вул", "ім", "св", "див", "напр", "гр", "акад", "проф",
];

/// Words before a full stop that do not end a sentence where a number follows.
const BEFORE_NUMBERS: [&str; 34] = [
    "no", "nos", "nr", "p", "pp", "s", "b", "c", "d", "ca", "dec", "fig", "art", "abs", "vol", "ch", "sec", "ст",
    "стор", "с", "п", "ч", "т", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
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
            (spaced && fresh && !(character == '.' && goes_on(&text[..at], text[end..].trim_start()))).then_some(end)
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

/// Tells whether a sentence goes on after a full stop with a space: it ends an abbreviation, or the number of a day.
fn goes_on(before: &str, after: &str) -> bool {
    let parts = |letter: char| letter.is_whitespace() || "([“\"„«".contains(letter);
    let word = before.rsplit(parts).next().unwrap_or("");
    // An initial, as in `J. Doe` or `U.S.`, or a known abbreviation.
    let is_initial = word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    let is_any = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let next = || after.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
    is_initial
        || is_any(&ABBREVIATIONS)
        || after.starts_with(|first: char| first.is_ascii_digit()) && is_any(&BEFORE_NUMBERS)
        // `3. März`, `5 p.m. Monday`.
        || (1..3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()) && date::is_month(next())
        || matches!(word, "a.m" | "p.m") && date::starts_with_day_or_month(next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_inside_a_sentence_does_not_end_it() {
        for whole in [
            "Am 3. März 2024 sank die Fähre mit Ada an Bord.",
            "Sie sank am 12. Mai mit Ada.",
            "They met Ada at 5 p.m. Monday in the U.S. Senate.",
            "Ada, b. 1815, wrote to Dr. No on p. 12 of vol. 3.",
            "On Feb. 12 Ada met J. Doe.",
            "Ада живе у м. Київ на вул. Лесі.",
            "Sie sprach z.B. Ada an.",
        ] {
            let at = whole.find(['A', 'А']).unwrap_or_default();
            let mut sentences = Sentences::default();
            sentences.read(whole);
            assert_eq!(&whole[sentences.around(whole, at..at + 2)], whole);
        }
    }

    #[test]
    fn a_full_stop_at_its_end_does() {
        for (first, second) in [
            ("Ada said no.", "Nobody came."),
            ("It was 5 p.m.", "The court rose."),
            ("They were 12.", "Nobody left."),
            ("She chose plan b.", "It failed."),
            ("Das war der 3.", "Niemand kam."),
        ] {
            let both = format!("{first} {second}");
            let mut sentences = Sentences::default();
            sentences.read(&both);
            assert_eq!(&both[sentences.around(&both, 0..1)], first);
        }
    }
}
