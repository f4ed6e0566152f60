//! The words of a text in the form in which they are compared. `search.js` and `docket.js` do the same to what a reader types;
//! `tests/search/words.json` holds both to it.
//!
//! 1. Apostrophes, and what stands unseen between letters, are left out.
//! 2. NFKD, lower case; accents, and the vowel marks of Arabic and Hebrew, are left out; some letters have a plain twin.
//! 3. A word is a run of letters, marks and digits. In a script without spaces each two neighbours are one.

use std::borrow::Cow;

use memchr::memchr2;
use unicode_normalization::UnicodeNormalization;

use crate::name::{is_joiner, is_mark, is_unspaced};

/// Calls `found` with each word of a text. `last` tells whether in a script without spaces the last character of a run is
/// one more word, so that it can be found alone.
pub(super) fn words(text: &str, last: bool, mut found: impl FnMut(&str)) {
    let folded = fold(text);
    if folded.is_ascii() {
        plain_words(&folded, found);
        return;
    }
    let mut rest = &*folded;
    while let Some(start) = rest.find(of_word) {
        rest = &rest[start..];
        let unspaced = rest.starts_with(is_unspaced);
        let end = rest.find(|it| !of_word(it) || is_unspaced(it) != unspaced).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if unspaced {
            pairs(word, last, &mut found);
        } else {
            found(word);
        }
        rest = after;
    }
}

/// The same for what is ASCII, where letters need no look at what Unicode says of them.
fn plain_words(text: &str, mut found: impl FnMut(&str)) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            if start < at {
                found(&text[start..at]);
            }
            start = at + 1;
        }
    }
    if start < text.len() {
        found(&text[start..]);
    }
}

fn pairs(word: &str, last: bool, found: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    for three in starts.windows(3) {
        found(&word[three[0]..three[2]]);
    }
    if last || starts.len() == 2 {
        found(&word[starts[starts.len() - 2]..]);
    }
}

fn of_word(character: char) -> bool {
    character.is_alphanumeric() || is_mark(character)
}

fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let mut text = Cow::from(text);
        if memchr2(b'\'', b'`', text.as_bytes()).is_some() {
            text = text.replace(['\'', '`'], "").into();
        }
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            text.to_mut().make_ascii_lowercase();
        }
        return text;
    }
    let letters = text.chars().filter(|it| !is_apostrophe(*it) && !is_joiner(*it));
    let mut folded = String::with_capacity(text.len());
    for letter in letters.nfkd().flat_map(char::to_lowercase).filter(|it| !is_accent(*it)) {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ŋ' => folded.push('n'),
            'ς' => folded.push('σ'),
            'ґ' => folded.push('г'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            // The stroke that lengthens a line of Arabic.
            'ـ' => {}
            letter => folded.push(letter),
        }
    }
    folded.into()
}

fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`' | '´' | '\u{2b9}' | '\u{2bb}'..='\u{2bf}' | '\u{2018}' | '\u{2019}' | '\u{2032}' | '\u{ff07}'
    )
}

/// Tells whether a mark makes no other word of a word.
fn is_accent(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::words;

    #[test]
    fn the_table_that_the_script_is_held_to_holds_here() {
        let table: serde_json::Value = serde_json::from_str(include_str!("../../../tests/search/words.json")).unwrap();
        let rows = table.as_array().unwrap();
        assert!(rows.len() >= 20, "the table has {} rows", rows.len());
        for row in rows {
            let text = row["text"].as_str().unwrap();
            for (key, last) in [("words", true), ("typed", false)] {
                let Some(wanted) = row.get(key).or_else(|| row.get("words")) else { continue };
                let mut found = Vec::new();
                words(text, last, |word| found.push(word.to_owned()));
                assert_eq!(serde_json::to_value(&found).unwrap(), *wanted, "{key} of {text}");
            }
        }
    }
}
