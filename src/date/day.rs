//! One calendar day, proleptic Gregorian, with astronomical years (0 is 1 BC).

use std::fmt;

use edtf_core::{Bound, BoundDate};
use jiff::civil::Weekday;
use serde::{Serialize, Serializer};

use super::Language;

/// A calendar day, such as `2025-02-12`; later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The astronomical year: 0 is 1 BC, -43 is 44 BC.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Day {
    /// Makes a day; none if the calendar has no such day.
    #[must_use]
    pub const fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        if month >= 1 && month <= 12 && day >= 1 && day <= days_in(year as i64, month) {
            Some(Self { year, month, day })
        } else {
            None
        }
    }

    /// Returns the day of the week, in any year.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // Counting years from March puts the leap day last, so that months before it have fixed lengths.
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month < 3);
        let days_before_month = (153 * ((month + 9) % 12) + 2) / 5;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        match (365 * year + leap_days + days_before_month + day + 1).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Returns the day after this one.
    #[must_use]
    pub fn next(self) -> Self {
        let Self { year, month, day } = self;
        if day < days_in(i64::from(year), month) {
            Self { day: day + 1, ..self }
        } else if month < 12 {
            Self { year, month: month + 1, day: 1 }
        } else {
            Self { year: year.saturating_add(1), month: 1, day: 1 }
        }
    }

    /// Returns the day in words, such as `12 February 2025`.
    #[must_use]
    pub fn words(self, language: Language) -> String {
        language.full_day(self)
    }
}

/// Writes ISO 8601 `2025-02-12`; years outside 0 to 9999 carry a sign.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nearly every day has a year of four digits; it is written at one go.
        if let Ok(year @ 0..=9999) = u16::try_from(self.year) {
            let [century, year] = [(year / 100) as u8, (year % 100) as u8].map(digits_of);
            let [month, day] = [self.month, self.day].map(digits_of);
            let text = [century[0], century[1], year[0], year[1], b'-', month[0], month[1], b'-', day[0], day[1]];
            return f.write_str(str::from_utf8(&text).unwrap_or_default());
        }
        let sign = if self.year < 0 { '-' } else { '+' };
        let year = self.year.unsigned_abs();
        write!(f, "{sign}{year:04}-{:02}-{:02}", self.month, self.day)
    }
}

/// Returns a number below 100 in two digits.
pub(super) const fn digits_of(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
}

/// Writes what `Display` writes.
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<jiff::civil::Date> for Day {
    fn from(date: jiff::civil::Date) -> Self {
        Self { year: i32::from(date.year()), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
    }
}

impl From<Day> for BoundDate {
    fn from(day: Day) -> Self {
        Self { year: i64::from(day.year), month: day.month, day: day.day }
    }
}

/// Returns the day at a bound, if it is one and its year fits.
pub(super) fn of_bound(bound: Bound) -> Option<Day> {
    let Bound::Date(date) = bound else {
        return None;
    };
    Some(Day { year: i32::try_from(date.year).ok()?, month: date.month, day: date.day })
}

/// Returns the number of days of a month, 1 to 12.
pub(super) const fn days_in(year: i64, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
