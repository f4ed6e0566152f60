//! What is wrong with text that isn't a date, where, and what to write instead.
//!
//! 1. Right form, impossible date (`2025-02-30`, `2024/2023`): points at the part.
//! 2. A form that [`suggestion`] knows (`14/02/2025`): points at the whole, with the EDTF form as help.
//! 3. Anything else that looks like EDTF: where `edtf_core` stopped, in its words.
//! 4. Anything else: points at the whole.

use std::fmt;

use edtf_core::{Edtf, ParseError};

use super::{Language, clock, day, names, suggestion};

/// A fault in a date: what, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, lower case, without a full stop: `there is no month 13`.
    pub message: String,
    /// Where the fault starts, in bytes into the text given.
    pub offset: usize,
    /// How many bytes are at fault; 0 only where nothing is written.
    pub len: usize,
    /// What to do, if a common other form is recognised: ``write `2025-02-14` ``.
    pub help: Option<String>,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

impl DateError {
    /// Points at a part of the text, widened to whole characters and kept inside it: at the end, to the last one.
    pub(super) fn at(written: &str, message: String, offset: usize, len: usize) -> Self {
        let start = written.floor_char_boundary(offset.min(written.len().saturating_sub(1)));
        let end = written.ceil_char_boundary(start.saturating_add(len.max(1)));
        Self { message, offset: start, len: end - start, help: None }
    }

    /// Points at the whole text.
    pub(super) fn whole(written: &str) -> Self {
        let message = format!("{} is not an EDTF date", quoted(written));
        Self::at(written, message, 0, written.len())
    }

    pub(super) fn or_help(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }

    /// Moves the place by the white space before the text.
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.offset += by;
        self
    }
}

/// Returns text between backticks, or "this" if it would spoil a message.
pub(super) fn quoted(text: &str) -> String {
    if text.len() > 60 || text.chars().any(char::is_control) { "this".to_owned() } else { format!("`{text}`") }
}

/// Says what is wrong with text that `edtf_core` refused.
pub(super) fn explain(written: &str, cause: ParseError) -> DateError {
    if written.is_empty() {
        return DateError::at(written, "the date is empty".to_owned(), 0, 0);
    }
    let help = suggestion::of_date(written);
    if let Some(fault) = impossible(written) {
        return fault.or_help(help);
    }
    if help.is_some() || !looks_like_edtf(written) {
        return DateError::whole(written).or_help(help);
    }
    let offset = cause.offset.min(written.len());
    let word = |character: char| character.is_alphanumeric();
    let len = match written.get(offset..) {
        Some(rest) => rest.find(|character| !word(character)).unwrap_or(rest.len()).max(1),
        None => 1,
    };
    DateError::at(written, cause.message.to_owned(), offset, len)
}

fn looks_like_edtf(written: &str) -> bool {
    let inner = written.trim_start_matches(['[', '{', '.', '/', '?', '~', '%', '-', 'Y']);
    inner.starts_with(|first: char| first.is_ascii_digit() || first == 'X')
}

/// Finds the first part that has the form of a date and isn't one.
fn impossible(written: &str) -> Option<DateError> {
    let mut offset = 0;
    for part in written.split(['/', ',', '[', ']', '{', '}']) {
        let dots = part.len() - part.trim_start_matches('.').len();
        if let Some((message, at, len)) = impossible_day(part.trim_matches('.')) {
            return Some(DateError::at(written, message, offset + dots + at, len));
        }
        offset += part.len() + 1;
    }
    impossible_interval(written)
}

fn impossible_interval(written: &str) -> Option<DateError> {
    let (start, end) = written.split_once('/')?;
    let after = start.len() + 1;
    for (side, offset) in [(start, 0), (end, after)] {
        if clock::split(side).is_some() {
            let message = "an interval takes days, not times".to_owned();
            let [first, last] = [start, end].map(|side| clock::split(side).map_or(side, |(day, _)| day));
            let form = if first == last { first.to_owned() } else { format!("{first}/{last}") };
            let help = Edtf::parse(&form).is_ok().then(|| format!("write `{form}`"));
            return Some(DateError::at(written, message, offset, side.len()).or_help(help));
        }
    }
    let is_date = |side| matches!(Edtf::parse(side), Ok(Edtf::Date(_)));
    (is_date(start) && is_date(end)).then(|| {
        let help = format!("write `{end}/{start}`");
        DateError::at(written, "the interval ends before it starts".to_owned(), after, end.len()).or_help(Some(help))
    })
}

/// Finds a month or day that the calendar lacks in text of the form `2025-02-30`, qualifiers and all, and anything after it.
fn impossible_day(text: &str) -> Option<(String, usize, usize)> {
    let mut digits = Digits { text, at: usize::from(text.starts_with('-')) };
    let (_, year) = digits.next(4)?;
    let (month_at, month) = digits.after_hyphen()?;
    let year = if text.starts_with('-') { -i64::from(year) } else { i64::from(year) };
    let day = digits.after_hyphen();
    match (month, day) {
        (1..=12, Some((at, 0))) => Some(("there is no day 00".to_owned(), at, 2)),
        (1..=12, Some((at, number))) => {
            let month = u8::try_from(month).ok()?;
            let length = day::days_in(year, month);
            (number > u32::from(length)).then(|| {
                let name = names::month(month);
                let year = Language::ENGLISH.year(year);
                (format!("{name} {year} has {length} days"), at, 2)
            })
        }
        (21..=41, Some((at, _))) => Some(("a season takes no day".to_owned(), at, 2)),
        (1..=12 | 21..=41, None) => None,
        _ => Some((format!("there is no month {month:02}"), month_at, 2)),
    }
}

/// A reader of runs of digits, past qualifiers.
struct Digits<'a> {
    text: &'a str,
    at: usize,
}

impl Digits<'_> {
    fn next(&mut self, count: usize) -> Option<(usize, u32)> {
        let rest = self.text.get(self.at..)?;
        self.at += rest.len() - rest.trim_start_matches(['?', '~', '%']).len();
        let start = self.at;
        let digits = self.text.get(start..start + count)?;
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        self.at += count;
        let rest = self.text.get(self.at..)?;
        let longer = rest.starts_with(|next: char| next.is_ascii_digit());
        self.at += rest.len() - rest.trim_start_matches(['?', '~', '%']).len();
        (!longer).then_some((start, number))
    }

    fn after_hyphen(&mut self) -> Option<(usize, u32)> {
        self.text.get(self.at..)?.strip_prefix('-')?;
        self.at += 1;
        self.next(2)
    }
}
