//! Days of the week that running text gives beside a date: `Tuesday 12 February 2025`, `mercredi 12 février 2025`.
//!
//! 1. A year of four digits is found; before it stand a month and a day, or after it the rest of `2025-02-12`.
//! 2. Before these, or after them in brackets, stands a word; an article or a comma may stand between.
//! 3. The names are those of the tables of words, in any case and any of the languages.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashMap;

use super::words::Language;
use super::{Day, written};

/// What can stand between a day of the week and a date.
const ARTICLES: [&str; 6] = ["the", "of", "den", "dem", "der", "le"];
/// How far before a year its day of the week begins, in bytes.
const REACH: usize = 96;

/// A day of the week beside a date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenWeekday {
    /// Where the two stand, in bytes.
    pub place: Range<usize>,
    /// The day of the week as written.
    pub weekday: String,
    /// The date as written.
    pub date: String,
    /// The name, in the same language, of the day of the week that the date has.
    pub right: String,
    /// Whether that is the one written.
    pub fits: bool,
}

/// The names that running text may use.
struct Names {
    /// The number of a month by name.
    months: HashMap<String, u8>,
    /// The number of a day of the week by name, from Monday 0, and all seven in its language.
    weekdays: HashMap<String, (usize, [&'static str; 7])>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { months: HashMap::default(), weekdays: HashMap::default() };
    for table in Language::tables() {
        for months in [&table.months, &table.months_governed, &table.months_short] {
            for (number, name) in (1..).zip(months) {
                names.months.entry(name.trim_end_matches('.').to_lowercase()).or_insert(number);
            }
        }
        let own = table.weekdays.map(|spellings| spellings[0]);
        for (number, spellings) in table.weekdays.iter().enumerate() {
            for spelling in *spellings {
                names.weekdays.insert((*spelling).to_owned(), (number, own));
            }
        }
    }
    names
});

/// Tells whether text begins with a day of the week or a month in a language that has a table.
#[must_use]
pub fn starts_with_day_or_month(text: &str) -> bool {
    let end = text.find(|next: char| !in_word(next)).unwrap_or(text.len());
    is_weekday(&text[..end]) || month_number(&text[..end]).is_some()
}

/// Tells whether a word is a day of the week in a language that has a table.
pub(super) fn is_weekday(word: &str) -> bool {
    NAMES.weekdays.contains_key(&key(word))
}

/// Tells whether a word is a month in a language that has a table.
#[must_use]
pub fn is_month(word: &str) -> bool {
    month_number(word).is_some()
}

/// Returns the number of a month by its name, whole or short, in any language that has a table.
pub(super) fn month_number(word: &str) -> Option<u8> {
    NAMES.months.get(key(word).trim_end_matches('.')).copied()
}

/// Finds every day of the week beside a complete date, in the order of the text.
#[must_use]
pub fn weekdays(text: &str) -> Vec<WrittenWeekday> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = next_digit(bytes, at) {
        let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = start + len;
        if len == 4 {
            found.extend(at_year(text, start));
        }
    }
    found
}

/// Returns where the next digit stands. Texts have few: most pieces are passed over whole, many bytes at once.
fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    const PIECE: usize = 64;
    let digit = |piece: &[u8]| piece.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
    let skipped = bytes[from..].chunks_exact(PIECE).take_while(|piece| !digit(piece)).count() * PIECE;
    let start = from + skipped;
    bytes[start..].iter().position(u8::is_ascii_digit).map(|offset| start + offset)
}

fn at_year(text: &str, start: usize) -> Option<WrittenWeekday> {
    let year: i32 = text[start..start + 4].parse().ok()?;
    let (place, day) = iso(text, start, year).or_else(|| spelled(text, start, year))?;
    let before = Words::before(text, place.start).find(|(_, word)| !ARTICLES.contains(&key(word).as_str()));
    let after = || bracketed(text, place.end);
    let known = |(range, word): (Range<usize>, &str)| Some((range, *NAMES.weekdays.get(&key(word))?));
    let (range, (number, names)) = before.and_then(known).or_else(|| after().and_then(known))?;
    let weekday = text[range.clone()].to_owned();
    let right = usize::try_from(day.weekday().to_monday_zero_offset()).ok()?;
    Some(WrittenWeekday {
        place: range.start.min(place.start)..range.end.max(place.end),
        right: capitalised(names[right], weekday.starts_with(char::is_uppercase)),
        fits: number == right,
        date: text[place].to_owned(),
        weekday,
    })
}

/// Reads `2025-02-12`.
fn iso(text: &str, start: usize, year: i32) -> Option<(Range<usize>, Day)> {
    let rest = text.get(start + 4..start + 10)?;
    let two = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u8>().ok())?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    let ends = !text[start + 10..].starts_with(|next: char| next.is_alphanumeric() || next == '-');
    let day = Day::from_ymd(year, two(month)?, two(day)?)?;
    (month.len() == 2 && ends).then_some((start..start + 10, day))
}

/// Reads `12 February` or `February 12` before a year.
fn spelled(text: &str, start: usize, year: i32) -> Option<(Range<usize>, Day)> {
    let mut words = Words::before(text, start).filter(|(_, word)| !ARTICLES.contains(word));
    let [(last, second), (first, word)] = [words.next()?, words.next()?];
    let number = |word: &str| written::day_number(word.strip_suffix("er").unwrap_or(word));
    let month = |word: &str| NAMES.months.get(&key(word)).copied();
    let (month, day) = match (month(second), number(second)) {
        (Some(month), _) => (month, number(word)?),
        (None, Some(day)) => (month(word)?, day),
        (None, None) => return None,
    };
    let place = first.start.min(last.start)..start + 4;
    Some((place, Day::from_ymd(year, month, day)?))
}

/// Returns the word in brackets that follows a date.
fn bracketed(text: &str, end: usize) -> Option<(Range<usize>, &str)> {
    let rest = text.get(end..)?;
    let year = ["року", "р."].into_iter().find_map(|word| rest.trim_start().strip_prefix(word)).unwrap_or(rest);
    let inner = year.trim_start().strip_prefix('(')?;
    let len = inner.find(|next: char| !in_word(next)).unwrap_or(inner.len());
    let start = text.len() - inner.len();
    Some((start..start + len, &inner[..len]))
}

/// The words before a place, the nearest first, as far as nothing but marks and space stands between.
struct Words<'a> {
    text: &'a str,
    end: usize,
    least: usize,
}

impl<'a> Words<'a> {
    fn before(text: &'a str, end: usize) -> Self {
        Self { text, end, least: text.ceil_char_boundary(end.saturating_sub(REACH)) }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = (Range<usize>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let window = self.text.get(self.least..self.end)?;
        let through = window.trim_end_matches(|next: char| next.is_whitespace() || ",.*_".contains(next));
        let start = through.trim_end_matches(in_word).len();
        let gap = &window[through.len()..];
        // A blank line parts two paragraphs.
        let joined = !gap.is_empty() && gap.matches('\n').count() < 2;
        let range = self.least + start..self.least + through.len();
        self.end = range.start;
        (joined && !range.is_empty()).then(|| (range.clone(), &self.text[range]))
    }
}

fn in_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\'' | '’' | 'ʼ' | '\u{301}')
}

fn key(word: &str) -> String {
    word.to_lowercase().replace(['’', 'ʼ'], "'")
}

fn capitalised(name: &str, capital: bool) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if capital => first.to_uppercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
