//! Dates in words, for readers: never more exact than what is written, in the grammar of each language.
//!
//! 1. A [`Language`] is chosen by a BCP 47 tag; one without a table here is English.
//! 2. A date is built from the inside: what is known within the year, the year, then the qualifiers around both, then what
//!    the sentence needs before it.
//! 3. The words of a language are one table in a file of its own; nothing here is said in any language.
//! 4. Digits become those of the language at the very end.

mod ar;
mod de;
mod en;
mod extent;
mod fr;
mod language;
mod table;
mod uk;

use edtf_core::{Bound, BoundDate, Date, DateField, DateTime, Edtf, Precision, Qualifier, Year, YearKind};

use super::{Clock, day};
pub(super) use en::{MONTHS as ENGLISH_MONTHS, SEASONS as ENGLISH_SEASONS};
pub use language::Language;
pub use table::Beside;
use table::{Form, Place, Role, Table, Unit, fill};

/// Returns the first year of ten that are named as a decade: 2010 for `201X`.
pub(super) fn decade(year: &Year) -> Option<i64> {
    match year.kind {
        YearKind::Standard { digits: [Some(a), Some(b), Some(c), None], negative: false } if a > 0 => {
            Some(i64::from(a) * 1000 + i64::from(b) * 100 + i64::from(c) * 10)
        }
        _ => None,
    }
}

/// Returns the year if every digit of it is written and counts.
pub(super) fn exact_year(year: &Year) -> Option<i64> {
    year.significant_digits.is_none().then(|| year.value()).flatten()
}

/// Returns the first and last day of a date, where both can be counted.
pub(super) fn days(date: &Date) -> Option<(BoundDate, BoundDate)> {
    let bounds = Edtf::Date(*date).bounds();
    match (bounds.earliest, bounds.latest) {
        (Bound::Date(first), Bound::Date(last)) => Some((first, last)),
        _ => None,
    }
}

/// What is written within the year.
enum InYear {
    /// No month at all: `2025`.
    Whole,
    /// Only that there is one: `2025-XX`.
    Somewhere,
    /// A month, a day, a season, or several of them, and the word that joins them to the year.
    Named(Unit, String, &'static str),
}

impl Table {
    /// Returns the words for any date.
    fn date(&self, value: &Edtf, role: Role) -> String {
        let clause = |words: String| self.led(Place { role, about: false, unit: Unit::Clause, words: &words });
        match value {
            Edtf::Date(date) => self.single(date, role),
            Edtf::DateTime(timed) => self.date_time(timed, role),
            Edtf::Interval(span) => clause(self.interval(span)),
            Edtf::Set(choice) => clause(self.set(choice)),
        }
    }

    fn single(&self, date: &Date, role: Role) -> String {
        let (unit, words) = self.unqualified(date, role.form());
        self.qualified(date, unit, words, role)
    }

    fn date_time(&self, timed: &DateTime, role: Role) -> String {
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
        let time = format!("{hour:02}:{minute:02}{seconds}");
        fill(self.time, &[&self.single(&timed.date, role), &time]) + &zone
    }

    fn unqualified(&self, date: &Date, form: Form) -> (Unit, String) {
        let inside = self.in_year(date, form);
        if let Some(number) = exact_year(&date.year) {
            return match inside {
                InYear::Whole => (Unit::Year, self.year_in(number, form)),
                InYear::Somewhere => (Unit::Clause, fill(self.some_time_in_year, &[&self.year_within(number)])),
                InYear::Named(unit, name, joint) => (unit, format!("{name}{joint}{}", self.year_within(number))),
            };
        }
        if let YearKind::Standard { digits: [None, None, None, None], .. } = date.year.kind {
            let words = match inside {
                InYear::Whole => self.year_unknown.to_owned(),
                InYear::Somewhere => self.date_unknown.to_owned(),
                InYear::Named(_, name, _) => fill(self.of_unknown_year, &[&name]),
            };
            return (Unit::Clause, words);
        }
        match (decade(&date.year).map(|decade| decade.to_string()), inside) {
            (Some(decade), InYear::Whole) => (Unit::Decade, fill(self.decade[form as usize], &[&decade])),
            (Some(decade), InYear::Somewhere) => (Unit::Clause, fill(self.some_time_in_decade, &[&decade])),
            (Some(decade), InYear::Named(_, name, _)) => {
                (Unit::Clause, fill(self.some_year_in_decade, &[&name, &decade]))
            }
            (None, InYear::Named(_, name, _)) => (
                Unit::Clause,
                match self.year_range(date) {
                    Some([first, last]) => fill(self.some_year_between, &[&name, &first, &last]),
                    None => fill(self.of_unknown_year, &[&name]),
                },
            ),
            (None, _) if date.year.has_unspecified() => (
                Unit::Clause,
                match self.year_range(date) {
                    Some([first, last]) => fill(self.some_time_between, &[&first, &last]),
                    None => self.year_unknown.to_owned(),
                },
            ),
            (None, _) => (Unit::Year, self.estimated_year(date, form)),
        }
    }

    fn year_range(&self, date: &Date) -> Option<[String; 2]> {
        let (first, last) = days(date)?;
        Some([first.year, last.year].map(|year| self.year_within(year)))
    }

    /// Returns the words for significant digits (`1950S2`) and for years beyond counting (`Y17E100`).
    fn estimated_year(&self, date: &Date, form: Form) -> String {
        let year = match (date.year.value(), date.year.kind) {
            (Some(number), _) => self.year_in(number, form),
            (None, YearKind::Exponential { significand, exponent }) => {
                let number = format!("{} × 10^{exponent}", self.grouped(significand.unsigned_abs()));
                if significand < 0 { fill(self.before_christ, &[&number]) } else { number }
            }
            (None, _) => self.year_unknown.to_owned(),
        };
        match (date.year.significant_digits, self.year_range(date)) {
            (Some(_), Some([first, last])) => fill(self.estimate_between, &[&year, &first, &last]),
            (Some(1), None) => fill(self.estimate_to_digit, &[&year]),
            (Some(digits), None) => fill(self.estimate_to_digits, &[&year, &digits.to_string()]),
            (None, _) => year,
        }
    }

    fn in_year(&self, date: &Date, form: Form) -> InYear {
        let Some(field) = date.month else {
            return InYear::Whole;
        };
        if let Some((unit, name, joint)) = field.value().and_then(|code| self.season(code, form)) {
            return InYear::Named(unit, name.to_owned(), joint);
        }
        let is_any = |field: DateField| field.digits == [None, None];
        if is_any(field) && date.day.is_none_or(is_any) {
            return InYear::Somewhere;
        }
        let months = numbers_that_fit(field, 12);
        let name = |number| self.month(number, form).to_owned();
        let governed = |number| self.month(number, Form::Governed).to_owned();
        let (unit, words) = match (months.as_slice(), date.day) {
            (&[number], None) => (Unit::Month, name(number)),
            (&[number], Some(day)) if !is_any(day) => self.days_of(date, number, day),
            (months, None) if !is_run(months) => (Unit::Month, self.joined_by_or(months, name)),
            (months, day) if day.is_none_or(is_any) => match months {
                [first, .., last] if is_run(months) => {
                    (Unit::Clause, fill(self.some_time_between, &[&governed(*first), &governed(*last)]))
                }
                _ => (Unit::Clause, fill(self.some_time_in_month, &[&self.joined_by_or(months, governed)])),
            },
            _ => {
                match days(date).map(|(first, last)| [first, last].map(|end| self.day_and_month(end.day, end.month))) {
                    Some([first, last]) if first == last => (Unit::Day, first),
                    Some([first, last]) => (Unit::Clause, fill(self.some_day_between, &[&first, &last])),
                    None => return InYear::Somewhere,
                }
            }
        };
        InYear::Named(unit, words, " ")
    }

    /// Returns the words for one or more days of a month.
    fn days_of(&self, date: &Date, month: u8, day: DateField) -> (Unit, String) {
        // A leap year stands for a year with digits left out, whose Februaries may have 29 days.
        let length = day::days_in(date.year.value().unwrap_or(2000), month);
        let days = numbers_that_fit(day, length);
        let name = self.month(month, Form::Governed);
        match days.as_slice() {
            [first, .., last] if is_run(&days) => {
                (Unit::Clause, fill(self.some_day_of_month, &[&(self.day)(*first), &(self.day)(*last), name]))
            }
            days => (Unit::Day, format!("{} {name}", self.joined_by_or(days, self.day))),
        }
    }

    fn day_and_month(&self, day: u8, month: u8) -> String {
        format!("{} {}", (self.day)(day), self.month(month, Form::Governed))
    }

    fn joined_by_or(&self, numbers: &[u8], name: impl Fn(u8) -> String) -> String {
        self.joined(&numbers.iter().map(|number| name(*number)).collect::<Vec<_>>(), self.or)
    }

    fn qualified(&self, date: &Date, unit: Unit, words: String, role: Role) -> String {
        let month = date.month.map(|field| field.qualifier);
        let day = date.day.map(|field| field.qualifier);
        let year = date.year.qualifier;
        if month.is_none_or(|qualifier| qualifier == year) && day.is_none_or(|qualifier| qualifier == year) {
            return self.marked(year, unit, words, role);
        }
        let [_, of_day, of_month, of_season, of_year] = &self.doubts;
        let of_month = if date.precision() == Precision::Season { of_season } else { of_month };
        let parts = [(of_day, day), (of_month, month), (of_year, Some(year))];
        let doubts: Vec<&str> = parts.into_iter().filter_map(|(doubts, qualifier)| doubt(doubts, qualifier?)).collect();
        let words = format!("{words} ({})", doubts.join(self.comma));
        self.led(Place { role, about: false, unit, words: &words })
    }

    /// Puts one qualifier around words that it applies to as a whole.
    fn marked(&self, qualifier: Qualifier, unit: Unit, mut words: String, role: Role) -> String {
        let about = qualifier.approximate && unit != Unit::Clause;
        let left = Qualifier { approximate: qualifier.approximate && !about, ..qualifier };
        if let Some(doubt) = doubt(&self.doubts[0], left) {
            words = format!("{words} ({doubt})");
        }
        self.led(Place { role, about, unit, words: &words })
    }
}

/// Returns the numbers from 1 up that a field with digits left out may be.
fn numbers_that_fit(field: DateField, greatest: u8) -> Vec<u8> {
    let [tens, ones] = field.digits;
    (1..=greatest)
        .filter(|number| tens.is_none_or(|tens| tens == number / 10) && ones.is_none_or(|ones| ones == number % 10))
        .collect()
}

/// Tells whether numbers are three or more in a row.
fn is_run(numbers: &[u8]) -> bool {
    match numbers {
        [first, .., last] => numbers.len() > 2 && usize::from(last - first) + 1 == numbers.len(),
        _ => false,
    }
}

fn doubt(doubts: &[&'static str; 3], Qualifier { uncertain, approximate }: Qualifier) -> Option<&'static str> {
    match (uncertain, approximate) {
        (false, false) => None,
        (true, false) => Some(doubts[0]),
        (false, true) => Some(doubts[1]),
        (true, true) => Some(doubts[2]),
    }
}
