//! The form of a date and how far it is vouched for: what a designer maps to marks.

use edtf_core::{DateField, Edtf, Precision, SetKind, YearKind};
use serde::Serialize;

/// The form of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One complete day, with or without a time: `2025-02-12`.
    Day,
    /// One month: `2025-02`.
    Month,
    /// One year: `2025`.
    Year,
    /// Ten years: `201X`.
    Decade,
    /// A hundred years: `19XX`.
    Century,
    /// A season, quarter, third or half of a year: `2025-21`.
    Season,
    /// Some day within known bounds, digits left out: `2025-02-XX`, `2025-XX`, `156X-12-25`, `1950S2`.
    Within,
    /// A closed interval over several days: `2025-02-12/2025-02-14`.
    Span,
    /// An interval whose end is open or unknown: `2019/..`, `2019/`.
    Since,
    /// An interval whose start is open or unknown: `../2019`, `/2019`.
    Until,
    /// One of several dates, not known which: `[2024,2025]`.
    OneOf,
    /// All of several dates: `{2024,2025}`.
    AllOf,
    /// No year is known: `XXXX`, `XXXX-12-25`.
    Unknown,
}

/// How far the author vouches for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Without a qualifier.
    Certain,
    /// An estimate: `~`, or significant digits as in `1950S2`.
    Approximate,
    /// Doubtful: `?`.
    Uncertain,
    /// Doubtful and an estimate: `%`.
    Both,
}

pub(super) fn of(value: &Edtf) -> Shape {
    match value {
        Edtf::Date(date) => of_date(date),
        Edtf::DateTime(_) => Shape::Day,
        Edtf::Interval(interval) => match (interval.start.is_dated(), interval.end.is_dated()) {
            (_, false) => Shape::Since,
            (false, true) => Shape::Until,
            (true, true) => {
                let bounds = value.bounds();
                if bounds.earliest == bounds.latest { Shape::Day } else { Shape::Span }
            }
        },
        Edtf::Set(set) => match set.kind {
            SetKind::OneMember => Shape::OneOf,
            SetKind::AllMembers => Shape::AllOf,
        },
    }
}

fn of_date(date: &edtf_core::Date) -> Shape {
    let in_year = date.month.is_some();
    if let YearKind::Standard { digits, .. } = date.year.kind {
        match digits.map(|digit| digit.is_some()) {
            [true, true, true, true] => {}
            [true, true, true, false] if !in_year => return Shape::Decade,
            [true, true, false, false] if !in_year => return Shape::Century,
            [false, false, false, false] => return Shape::Unknown,
            _ => return Shape::Within,
        }
    }
    let hidden = |field: Option<DateField>| field.is_some_and(DateField::has_unspecified);
    if date.year.significant_digits.is_some() || hidden(date.month) || hidden(date.day) {
        return Shape::Within;
    }
    match date.precision() {
        Precision::Year => Shape::Year,
        Precision::Month => Shape::Month,
        Precision::Season => Shape::Season,
        Precision::Day => Shape::Day,
    }
}

pub(super) fn certainty(value: &Edtf) -> Certainty {
    let estimated = match value {
        Edtf::Date(date) => date.year.significant_digits.is_some(),
        _ => false,
    };
    match (value.is_uncertain(), value.is_approximate() || estimated) {
        (false, false) => Certainty::Certain,
        (false, true) => Certainty::Approximate,
        (true, false) => Certainty::Uncertain,
        (true, true) => Certainty::Both,
    }
}
