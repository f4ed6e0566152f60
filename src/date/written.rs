//! Dates in the forms that people write in running text: `14/02/2025`, `14 February 2025`, `February 14, 2025`.
//!
//! These become EDTF text; whether that is a date is for [`Date`] to say.

use serde::{Deserialize, Serialize};

use super::{Date, names, weekday};

/// The order of day, month and year in a date of three numbers: the setting `dates`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOrder {
    /// Year first, `2025-02-14`: three numbers with the year last aren't read.
    #[default]
    Ymd,
    /// Day first: `14/02/2025`, `14.02.2025`.
    Dmy,
    /// Month first: `02/14/2025`.
    Mdy,
}

/// Reads the date of an update's heading or a quote's attribution: EDTF, three numbers in the site's order, or words in a
/// language that has a table.
///
/// The text of the date is the EDTF that it reads as, not the text given.
#[must_use]
pub fn parse_localised(text: &str, order: DayOrder) -> Option<Date> {
    if let Some(date) = Date::find(text) {
        return Some(date);
    }
    if let Some(form) = in_words(text) {
        return Date::find(&form);
    }
    let (day, time) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let form = Numeric::read(day)?.in_order(order)?;
    Date::find(&format!("{form} {time}"))
}

/// Three numbers with one separator, the year having four digits.
pub(super) enum Numeric {
    YearFirst { year: u16, second: u8, third: u8 },
    YearLast { first: u8, second: u8, year: u16 },
}

impl Numeric {
    pub(super) fn read(text: &str) -> Option<Self> {
        let separator = text.chars().find(|character| !character.is_ascii_digit())?;
        if !matches!(separator, '/' | '.' | '-') {
            return None;
        }
        let mut parts = text.split(separator);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || ![first, second, third].into_iter().all(is_number) {
            return None;
        }
        let short = |part: &str| (part.len() <= 2).then(|| part.parse::<u8>().ok()).flatten();
        match (first.len(), third.len()) {
            (4, 1..=2) => {
                Some(Self::YearFirst { year: first.parse().ok()?, second: short(second)?, third: short(third)? })
            }
            (1..=2, 4) => {
                Some(Self::YearLast { first: short(first)?, second: short(second)?, year: third.parse().ok()? })
            }
            _ => None,
        }
    }

    fn in_order(&self, order: DayOrder) -> Option<String> {
        match (self, order) {
            (Self::YearFirst { year, second, third }, _) => Some(iso(*year, *second, *third)),
            (Self::YearLast { .. }, DayOrder::Ymd) => None,
            (Self::YearLast { first, second, year }, DayOrder::Dmy) => Some(iso(*year, *second, *first)),
            (Self::YearLast { first, second, year }, DayOrder::Mdy) => Some(iso(*year, *first, *second)),
        }
    }

    /// Returns both readings, the likelier first, real days or not.
    pub(super) fn readings(&self) -> [String; 2] {
        let (year, likely_month, likely_day) = match self {
            Self::YearFirst { year, second, third } => (*year, *second, *third),
            Self::YearLast { first, second, year } => (*year, *second, *first),
        };
        [iso(year, likely_month, likely_day), iso(year, likely_day, likely_month)]
    }
}

fn iso(year: u16, month: u8, day: u8) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// What may stand in a date beside a day, a month and a year.
const BESIDE: [&str; 8] = ["of", "the", "den", "dem", "der", "le", "року", "р"];

/// Reads `14 February 2025`, `Feb. 14, 2025`, `14th of February 2025`, `February 2025`, `12-14 February 2025`, a weekday before it or not,
/// and the like in the other languages that have a table: `5. März 2024`, `le 1er mai 2024`, `12 лютого 2025 року`.
pub(super) fn in_words(text: &str) -> Option<String> {
    let mut tokens: Vec<&str> = text
        .split(|character: char| character.is_whitespace() || character == ',')
        .map(|token| token.trim_end_matches('.'))
        .filter(|token| !token.is_empty() && !BESIDE.iter().any(|beside| token.eq_ignore_ascii_case(beside)))
        .collect();
    if tokens.first().is_some_and(|token| is_weekday(token)) {
        tokens.remove(0);
    }
    let (day, month, year) = match tokens.as_slice() {
        [month, year] => (None, *month, *year),
        [day, month, year] if month_number(month).is_some() => (Some(*day), *month, *year),
        [month, day, year] => (Some(*day), *month, *year),
        _ => return None,
    };
    let month = format!("{}-{:02}", four_digits(year)?, month_number(month)?);
    let Some(day) = day else {
        return Some(month);
    };
    let number = |day: &str| day_number(day.strip_suffix("er").unwrap_or(day).trim_end_matches('.'));
    match day.split_once(['-', '–']) {
        Some((first, last)) => Some(format!("{month}-{:02}/{month}-{:02}", number(first)?, number(last)?)),
        None => Some(format!("{month}-{:02}", number(day)?)),
    }
}

fn four_digits(text: &str) -> Option<&str> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// Reads `14` or `14th`.
pub(super) fn day_number(text: &str) -> Option<u8> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, suffix) = text.split_at_checked(end)?;
    let suffixed = suffix.is_empty() || ["st", "nd", "rd", "th"].iter().any(|known| suffix.eq_ignore_ascii_case(known));
    (suffixed && digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

/// Reads a month's name, whole, short or its first three letters in English, or `Sept`.
fn month_number(text: &str) -> Option<u8> {
    let is_abbreviated = |number: &u8| {
        names::month(*number).get(..3).is_some_and(|short| text.eq_ignore_ascii_case(short))
            || (*number == 9 && text.eq_ignore_ascii_case("Sept"))
    };
    (1..=12).find(is_abbreviated).or_else(|| weekday::month_number(text))
}

fn is_weekday(text: &str) -> bool {
    weekday::is_weekday(text)
        || ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().any(|short| text.eq_ignore_ascii_case(short))
}
