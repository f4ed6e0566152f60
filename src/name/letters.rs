//! Spellings: which names are one, and which only look alike once they are written in Latin letters.
//!
//! Spellings that differ in case, spaces, punctuation or marks upon Latin letters are one name: `José Álvarez`, `jose alvarez`.
//! Names with different letters are not, though one address would stand for both: `张伟` and `章伟`, `Hùng` and `Hưng`, `C` and
//! `C++`.

use std::collections::BTreeMap;

use deunicode::deunicode_char;
use unicode_normalization::char::is_combining_mark;

use super::{is_joiner, is_unspaced, key};

/// The letters of a name, by which spellings are told apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Letters {
    /// Them without the marks of Latin letters; one space for each run of spaces and punctuation.
    bare: String,
    /// For each of them the letter as written, where that has a mark.
    marked: Vec<Option<char>>,
}

impl Letters {
    /// Returns the letters of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let key = key(name);
        let mut letters = Self { bare: String::with_capacity(key.len()), marked: Vec::new() };
        for letter in key.chars().filter(|letter| !is_joiner(*letter)) {
            match letter {
                _ if is_separator(letter) => {
                    if !letters.bare.is_empty() && !letters.bare.ends_with(|last| last == ' ' || is_unspaced(last)) {
                        letters.push(' ', None);
                    }
                }
                '\u{300}'..='\u{36f}' => {
                    if let Some(mark) = letters.marked.last_mut() {
                        *mark = Some(letter);
                    }
                }
                'ё' => letters.push('е', Some(letter)),
                _ if is_latin(letter) => {
                    let plain = deunicode_char(letter).unwrap_or_default();
                    plain.chars().for_each(|plain| letters.push(plain.to_ascii_lowercase(), Some(letter)));
                }
                _ => {
                    if is_unspaced(letter) {
                        letters.end_word();
                    }
                    letters.push(letter, None);
                }
            }
        }
        letters.end_word();
        // Of a name that is punctuation alone every sign counts.
        if letters.bare.is_empty() {
            key.chars().for_each(|sign| letters.push(sign, None));
        }
        letters
    }

    fn push(&mut self, letter: char, marked: Option<char>) {
        self.bare.push(letter);
        self.marked.push(marked);
    }

    /// Takes a space at the end away: there is none between words in scripts without spaces either.
    fn end_word(&mut self) {
        if self.bare.ends_with(' ') {
            self.bare.pop();
            self.marked.pop();
        }
    }

    /// Tells whether two names are spellings of one: of each letter both have the same mark, or one has none.
    #[must_use]
    pub fn agree(&self, other: &Self) -> bool {
        self.bare == other.bare
            && self.marked.iter().zip(&other.marked).all(|(a, b)| a == b || a.is_none() || b.is_none())
    }

    /// Tells whether two names with one slug are surely two, and neither is the other in Latin letters.
    #[must_use]
    pub fn contradict(&self, other: &Self) -> bool {
        !self.agree(other) && (self.bare == other.bare || !self.bare.is_ascii() && !other.bare.is_ascii())
    }
}

/// Spellings that differ in their marks alone, by these, each with its place among all.
type Forms<T> = BTreeMap<Vec<Option<char>>, Vec<(usize, T)>>;

/// Gathers spellings into names, which come in an order of their own; within a name the spellings keep theirs. Where the marks
/// of some contradict each other, a spelling without marks could mean each of them, so that all stand for themselves.
#[must_use]
pub fn gathered<T>(spellings: impl IntoIterator<Item = (Letters, T)>) -> Vec<Vec<T>> {
    let mut alike: BTreeMap<String, Forms<T>> = BTreeMap::new();
    for (place, (letters, spelling)) in spellings.into_iter().enumerate() {
        alike.entry(letters.bare).or_default().entry(letters.marked).or_default().push((place, spelling));
    }
    let mut names = Vec::with_capacity(alike.len());
    for forms in alike.into_values() {
        if is_one_name(&forms) {
            let mut all: Vec<(usize, T)> = forms.into_values().flatten().collect();
            all.sort_by_key(|(place, _)| *place);
            names.push(all);
        } else {
            names.extend(forms.into_values());
        }
    }
    names.into_iter().map(|name| name.into_iter().map(|(_, spelling)| spelling).collect()).collect()
}

/// Tells whether no letter has two different marks.
fn is_one_name<T>(forms: &Forms<T>) -> bool {
    let mut marks: Vec<Option<char>> = Vec::new();
    forms.keys().all(|form| {
        marks.resize(form.len(), None);
        let agree = marks.iter().zip(form).all(|(known, mark)| known == mark || known.is_none() || mark.is_none());
        marks.iter_mut().zip(form).for_each(|(known, mark)| *known = known.or(*mark));
        agree
    })
}

/// Tells whether a character parts the words of a name or is punctuation. Signs such as `+`, `#` and `&` tell names apart.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || "-_.,;:!?'\"()[]{}/\\`".contains(letter)
        || matches!(u32::from(letter),
            0xA1 | 0xAB | 0xB7 | 0xBB | 0xBF | 0x5BE | 0x5F3 | 0x5F4 | 0x60C | 0x61B | 0x61F
            | 0x2010..=0x2027 | 0x2030..=0x205E | 0x3000..=0x3003 | 0x3008..=0x3011 | 0x30FB
            | 0xFF01 | 0xFF07..=0xFF09 | 0xFF0C..=0xFF0F | 0xFF1A | 0xFF1B | 0xFF1F | 0xFF65)
}

fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && !is_combining_mark(letter) && matches!(u32::from(letter), 0xC0..=0x24F | 0x1E00..=0x1EFF)
}

#[cfg(test)]
mod tests {
    use super::{Letters, gathered};

    fn names<'a>(spellings: &[&'a str]) -> Vec<Vec<&'a str>> {
        gathered(spellings.iter().map(|spelling| (Letters::of(spelling), *spelling)))
    }

    #[test]
    fn spellings_of_one_name_differ_in_case_spaces_punctuation_or_marks() {
        for spellings in [
            &["Ada Lovelace", "ada  lovelace", "Ada-Lovelace", "«Ada Lovelace»"][..],
            &["José Alvarez", "Jose Álvarez", "JOSE ALVAREZ"],
            &["Wałęsa", "Walesa"],
            &["J. R. Smith", "J R Smith"],
            &["O'Brien", "O\u{2019}Brien"],
            &["Артём", "Артем"],
            &["Jean\u{ad}ne", "Jeanne"],
            &["Æthel", "Aethel"],
            &["张 伟", "张\u{3000}伟", "张伟"],
            &["マイケル・ジャクソン", "マイケル ジャクソン"],
            &["foreign-policy", "Foreign policy"],
        ] {
            assert_eq!(names(spellings), [spellings.to_vec()]);
        }
    }

    #[test]
    fn other_letters_are_other_names_though_their_slugs_are_one() {
        for spellings in [
            &["张伟", "章伟"][..],
            &["C", "C#", "C++"],
            &["AT T", "AT&T"],
            &["Сергий", "Сергій"],
            &["Hưng", "Hùng"],
            &["Hung", "Hưng", "Hùng"],
            &["राम", "रम"],
            &["🎂", "🎉"],
            &["!", "?"],
            &["Putin", "Путин"],
        ] {
            let found = names(spellings);
            assert_eq!(found.len(), spellings.len(), "{spellings:?}");
        }
        assert_eq!(names(&["HÙNG", "Hưng", "Hùng"]), [vec!["HÙNG", "Hùng"], vec!["Hưng"]]);
    }

    #[test]
    fn a_name_in_latin_letters_may_stand_for_one_in_others() {
        let contradict = |one: &str, other: &str| Letters::of(one).contradict(&Letters::of(other));
        assert!(contradict("张伟", "章伟") && contradict("Hùng", "Hưng"));
        assert!(!contradict("张伟", "Zhang Wei") && !contradict("张伟", "张 伟") && !contradict("Hùng", "Hung"));
    }
}
