//! Dates in English words, for readers: never more exact than what is written.
//!
//! A date is built from the inside: what is known within the year, the year, then the qualifiers around both.

mod extent;

use edtf_core::{Bound, BoundDate, Date, DateField, DateTime, Edtf, Precision, Qualifier, Year, YearKind};

use super::names::{SEASONS, grouped, month, year_number};
use super::{Clock, day};

/// Returns the words for any date.
pub(super) fn of(value: &Edtf) -> String {
    match value {
        Edtf::Date(date) => single(date),
        Edtf::DateTime(timed) => date_time(timed),
        Edtf::Interval(span) => extent::interval(span),
        Edtf::Set(choice) => extent::set(choice),
    }
}

/// Returns the season of a date that has one, and the word that joins it to the year.
pub(super) fn season(date: &Date) -> Option<(&'static str, &'static str)> {
    let code = date.month?.value()?;
    SEASONS.iter().find(|(known, ..)| *known == code).map(|&(_, name, joint)| (name, joint))
}

/// Returns the year if every digit of it is written and counts.
pub(super) fn exact_year(year: &Year) -> Option<i64> {
    year.significant_digits.is_none().then(|| year.value()).flatten()
}

/// Returns the first year of ten that are named as a decade: 2010 for `201X`.
pub(super) fn decade(year: &Year) -> Option<i64> {
    match year.kind {
        YearKind::Standard { digits: [Some(a), Some(b), Some(c), None], negative: false } if a > 0 => {
            Some(i64::from(a) * 1000 + i64::from(b) * 100 + i64::from(c) * 10)
        }
        _ => None,
    }
}

/// Returns the first and last day of a date, where both can be counted.
pub(super) fn days(date: &Date) -> Option<(BoundDate, BoundDate)> {
    let bounds = Edtf::Date(*date).bounds();
    match (bounds.earliest, bounds.latest) {
        (Bound::Date(first), Bound::Date(last)) => Some((first, last)),
        _ => None,
    }
}

fn single(date: &Date) -> String {
    qualified(date, unqualified(date))
}

fn date_time(timed: &DateTime) -> String {
    let Clock { hour, minute, second, offset_minutes } = Clock::from(timed.time);
    let seconds = if second == 0 { String::new() } else { format!(":{second:02}") };
    let zone = match offset_minutes {
        None => String::new(),
        Some(0) => " (UTC)".to_owned(),
        Some(offset) => {
            let sign = if offset < 0 { '−' } else { '+' };
            match (offset.abs() / 60, offset.abs() % 60) {
                (hours, 0) => format!(" (UTC{sign}{hours})"),
                (hours, minutes) => format!(" (UTC{sign}{hours}:{minutes:02})"),
            }
        }
    };
    format!("{}, {hour:02}:{minute:02}{seconds}{zone}", single(&timed.date))
}

/// What is written within the year.
enum InYear {
    /// No month at all: `2025`.
    Whole,
    /// Only that there is one: `2025-XX`.
    Somewhere,
    /// A month, a day, a season, or several of them, and the word that joins them to the year.
    Named(String, &'static str),
}

fn unqualified(date: &Date) -> String {
    let inside = in_year(date);
    if let Some(number) = exact_year(&date.year) {
        let year = year_number(number);
        return match inside {
            InYear::Whole => year,
            InYear::Somewhere => format!("some time in {year}"),
            InYear::Named(name, joint) => format!("{name}{joint}{year}"),
        };
    }
    if let YearKind::Standard { digits: [None, None, None, None], .. } = date.year.kind {
        return match inside {
            InYear::Whole => "year unknown".to_owned(),
            InYear::Somewhere => "date unknown".to_owned(),
            InYear::Named(name, _) => format!("{name}, year unknown"),
        };
    }
    match (decade(&date.year), inside) {
        (Some(decade), InYear::Whole) => format!("the {decade}s"),
        (Some(decade), InYear::Somewhere) => format!("some time in the {decade}s"),
        (Some(decade), InYear::Named(name, _)) => format!("{name}, some year in the {decade}s"),
        (None, InYear::Named(name, _)) => format!("{name}, some year {}", year_range(date)),
        (None, _) if date.year.has_unspecified() => format!("some time {}", year_range(date)),
        (None, _) => estimated_year(date),
    }
}

fn year_range(date: &Date) -> String {
    match days(date) {
        Some((first, last)) => format!("from {} to {}", year_number(first.year), year_number(last.year)),
        None => "too far to count".to_owned(),
    }
}

/// Returns the words for significant digits (`1950S2`) and for years beyond counting (`Y17E100`).
fn estimated_year(date: &Date) -> String {
    let year = match (date.year.value(), date.year.kind) {
        (Some(number), _) => year_number(number),
        (None, YearKind::Exponential { significand, exponent }) => {
            let era = if significand < 0 { " BC" } else { "" };
            format!("{} × 10^{exponent}{era}", grouped(significand.unsigned_abs()))
        }
        (None, _) => "year unknown".to_owned(),
    };
    match date.year.significant_digits {
        Some(_) if days(date).is_some() => format!("{year} (estimate, {})", year_range(date)),
        Some(1) => format!("{year} (estimate to 1 digit)"),
        Some(digits) => format!("{year} (estimate to {digits} digits)"),
        None => year,
    }
}

fn in_year(date: &Date) -> InYear {
    let Some(field) = date.month else {
        return InYear::Whole;
    };
    if let Some((name, joint)) = season(date) {
        return InYear::Named(name.to_owned(), joint);
    }
    let months = numbers_that_fit(field, 12);
    let is_any = |field: DateField| field.digits == [None, None];
    let name = match (months.as_slice(), date.day) {
        (_, day) if is_any(field) && day.is_none_or(is_any) => return InYear::Somewhere,
        (&[number], None) => month(number).to_owned(),
        (&[number], Some(day)) if is_any(day) => format!("some time in {}", month(number)),
        (&[number], Some(day)) => {
            // A leap year stands for a year with digits left out, whose Februaries may have 29 days.
            let length = day::days_in(date.year.value().unwrap_or(2000), number);
            let days = numbers_that_fit(day, length);
            let words = choice(&days, "some day from ", |day| day.to_string());
            format!("{words} {}", month(number))
        }
        (months, None) => choice(months, "some time from ", |number| month(number).to_owned()),
        (months, Some(day)) if is_any(day) => {
            let words = choice(months, "from ", |number| month(number).to_owned());
            let preposition = if words.starts_with("from ") { "" } else { "in " };
            format!("some time {preposition}{words}")
        }
        (_, Some(_)) => match days(date) {
            Some((first, last)) if (first.month, first.day) == (last.month, last.day) => {
                format!("{} {}", first.day, month(first.month))
            }
            Some((first, last)) => {
                format!("some day from {} {} to {} {}", first.day, month(first.month), last.day, month(last.month))
            }
            None => return InYear::Somewhere,
        },
    };
    InYear::Named(name, " ")
}

/// Returns the numbers from 1 up that a field with digits left out may be.
fn numbers_that_fit(field: DateField, greatest: u8) -> Vec<u8> {
    let [tens, ones] = field.digits;
    (1..=greatest)
        .filter(|number| tens.is_none_or(|tens| tens == number / 10) && ones.is_none_or(|ones| ones == number % 10))
        .collect()
}

/// Returns `<opening>10 to 19` for three or more numbers in a row, otherwise `1, 11 or 21`.
fn choice(numbers: &[u8], opening: &str, name: impl Fn(u8) -> String) -> String {
    match numbers {
        [first, .., last] if numbers.len() > 2 && usize::from(last - first) + 1 == numbers.len() => {
            format!("{opening}{} to {}", name(*first), name(*last))
        }
        _ => joined(&numbers.iter().map(|number| name(*number)).collect::<Vec<_>>(), "or"),
    }
}

/// Returns `a`, `a or b`, `a, b or c`.
fn joined(words: &[String], last_joint: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {last_joint} {last}", most.join(", ")),
    }
}

fn qualified(date: &Date, words: String) -> String {
    let month = date.month.map(|field| field.qualifier);
    let day = date.day.map(|field| field.qualifier);
    let year = date.year.qualifier;
    if month.is_none_or(|qualifier| qualifier == year) && day.is_none_or(|qualifier| qualifier == year) {
        return marked(year, words);
    }
    let season = date.precision() == Precision::Season;
    let parts = [("day", day), (if season { "season" } else { "month" }, month), ("year", Some(year))];
    let doubts: Vec<String> = parts
        .into_iter()
        .filter_map(|(name, qualifier)| {
            let doubt = doubt(qualifier?)?;
            Some(format!("{name} {doubt}"))
        })
        .collect();
    format!("{words} ({})", doubts.join(", "))
}

fn doubt(Qualifier { uncertain, approximate }: Qualifier) -> Option<&'static str> {
    match (uncertain, approximate) {
        (false, false) => None,
        (true, false) => Some("uncertain"),
        (false, true) => Some("approximate"),
        (true, true) => Some("uncertain and approximate"),
    }
}

/// Puts one qualifier around words that it applies to as a whole.
fn marked(qualifier: Qualifier, words: String) -> String {
    let reads_after_about =
        !words.starts_with("some ") && !words.ends_with(" unknown") && !words.contains(", some year");
    match doubt(qualifier) {
        None => words,
        Some(_) if qualifier.approximate && reads_after_about => {
            let doubt = if qualifier.uncertain { " (date uncertain)" } else { "" };
            format!("about {words}{doubt}")
        }
        Some(doubt) => format!("{words} (date {doubt})"),
    }
}
