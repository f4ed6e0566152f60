//! The pieces of a date for a gutter: set apart, abbreviated, and as wide as the date is vague.

use edtf_core::{
    BoundDate, Date, DateField, Edtf, Interval, IntervalEndpoint, Precision, Qualifier, Set, SetElement, Year, YearKind,
};
use serde::Serialize;

use super::{Language, day, words};

/// The pieces of a date, each to be set in its own size.
///
/// A day: `12`, `Feb`, `2025`. A span in one month: `12–14`, `Feb`, `2025`; over months: `28 Feb – 3 Mar`, no month, `2025`. A
/// half-open interval gives the pieces of the end that is known, a set those of its extent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Spine {
    /// The number of the day, if the date is one day.
    pub day: Option<String>,
    /// The days from first to last, if it is several but not whole months.
    pub span: Option<String>,
    /// The month or months in short (`Feb`, `Feb–Apr`), or the season (`spring`).
    pub month: Option<String>,
    /// The year or years: `2025`, `2010s`, `2019–2021`, `44 BC`; empty if none is known.
    pub year: String,
}

/// Returns the pieces of any date.
pub(super) fn of(value: &Edtf, language: Language) -> Spine {
    let writer = Writer(language);
    let spine = match value {
        Edtf::Date(date) => writer.of_date(date),
        Edtf::DateTime(timed) => writer.of_date(&timed.date),
        Edtf::Interval(interval) => writer.of_extent(&ends(interval)),
        Edtf::Set(set) => writer.of_extent(&members(set)),
    };
    let digits = |piece: Option<String>| piece.map(|piece| language.digits(piece));
    Spine {
        day: digits(spine.day),
        span: digits(spine.span),
        month: digits(spine.month),
        year: language.digits(spine.year),
    }
}

fn ends(Interval { start, end }: &Interval) -> Vec<Date> {
    [start, end]
        .into_iter()
        .filter_map(|endpoint| match endpoint {
            IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrBefore(date) | IntervalEndpoint::OnOrAfter(date) => {
                Some(*date)
            }
            IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
        })
        .collect()
}

fn members(set: &Set) -> Vec<Date> {
    let mut dates = Vec::with_capacity(set.elements.len());
    for element in &set.elements {
        match element {
            SetElement::Date(date) | SetElement::OnOrBefore(date) | SetElement::OnOrAfter(date) => {
                dates.push(*date);
            }
            SetElement::Range(first, last) => dates.extend([*first, *last]),
        }
    }
    dates
}

/// Writes pieces in one language.
struct Writer(Language);

impl Writer {
    /// Returns the pieces from the first to the last of several dates, in the unit of the vaguest.
    fn of_extent(&self, dates: &[Date]) -> Spine {
        if let [only] = dates {
            return self.of_date(only);
        }
        let days: Option<Vec<_>> = dates.iter().map(words::days).collect();
        let days = days.unwrap_or_default();
        let first = days.iter().map(|(first, _)| *first).min();
        let last = days.iter().map(|(_, last)| *last).max();
        let (Some(mut first), Some(mut last)) = (first, last) else {
            return Spine::default();
        };
        let is_exact = |field: Option<DateField>| field.and_then(DateField::value).is_some();
        let has_month = |date: &Date| is_exact(date.month) && date.precision() != Precision::Season;
        if !dates.iter().all(has_month) {
            (first.month, last.month) = (1, 12);
        }
        if !dates.iter().all(|date| has_month(date) && is_exact(date.day)) {
            (first.day, last.day) = (1, day::days_in(last.year, last.month));
        }
        self.between(first, last)
    }

    fn of_date(&self, date: &Date) -> Spine {
        let year = self.year(date);
        let code = date.month.and_then(DateField::value);
        if let Some(season) = code.and_then(|code| self.0.season(code)) {
            return Spine { month: Some(season.to_owned()), year, ..Spine::default() };
        }
        match words::days(date) {
            Some((first, last)) if date.month.is_some() => self.in_year(first, last, year),
            _ => Spine { year, ..Spine::default() },
        }
    }

    fn year(&self, date: &Date) -> String {
        let digits = match date.year.kind {
            YearKind::Standard { digits, .. } => Some(digits),
            YearKind::Big { .. } | YearKind::Exponential { .. } => None,
        };
        if let Some(decade) = words::decade(&date.year) {
            self.0.short_decade(decade)
        } else if digits == Some([None; 4]) {
            String::new()
        } else if let (None, Some((first, last))) = (words::exact_year(&date.year), words::days(date)) {
            self.years(first.year, last.year)
        } else {
            let year = Year { qualifier: Qualifier::default(), ..date.year };
            self.0.date(&Edtf::Date(Date { year, month: None, day: None }))
        }
    }

    fn years(&self, first: i64, last: i64) -> String {
        let dash = if (1000..=9999).contains(&first) && (1000..=9999).contains(&last) { "–" } else { " – " };
        if first == last { self.0.year(first) } else { format!("{}{dash}{}", self.0.year(first), self.0.year(last)) }
    }

    fn between(&self, first: BoundDate, last: BoundDate) -> Spine {
        let year = self.years(first.year, last.year);
        if first.year == last.year {
            return self.in_year(first, last, year);
        }
        let (first_name, last_name) = (self.0.short_month(first.month), self.0.short_month(last.month));
        if is_start_of_year(first) && is_end_of_year(last) {
            Spine { year, ..Spine::default() }
        } else if first.day == 1 && is_end_of_month(last) {
            Spine { month: Some(format!("{first_name}–{last_name}")), year, ..Spine::default() }
        } else {
            let span = format!("{} {first_name} – {} {last_name}", first.day, last.day);
            Spine { span: Some(span), year, ..Spine::default() }
        }
    }

    /// Returns the pieces of an extent within one year, whatever that year is called.
    fn in_year(&self, first: BoundDate, last: BoundDate, year: String) -> Spine {
        let (first_name, last_name) = (self.0.short_month(first.month), self.0.short_month(last.month));
        let blank = Spine { year, ..Spine::default() };
        let one_month = first.month == last.month;
        if one_month && first.day == last.day {
            Spine { day: Some(first.day.to_string()), month: Some(first_name.to_owned()), ..blank }
        } else if is_start_of_year(first) && is_end_of_year(last) {
            blank
        } else if first.day == 1 && is_end_of_month(last) {
            let months = if one_month { first_name.to_owned() } else { format!("{first_name}–{last_name}") };
            Spine { month: Some(months), ..blank }
        } else if one_month {
            Spine { span: Some(format!("{}–{}", first.day, last.day)), month: Some(first_name.to_owned()), ..blank }
        } else {
            let span = format!("{} {first_name} – {} {last_name}", first.day, last.day);
            Spine { span: Some(span), ..blank }
        }
    }
}

fn is_start_of_year(date: BoundDate) -> bool {
    (date.month, date.day) == (1, 1)
}

fn is_end_of_year(date: BoundDate) -> bool {
    (date.month, date.day) == (12, 31)
}

fn is_end_of_month(date: BoundDate) -> bool {
    date.day == day::days_in(date.year, date.month)
}
