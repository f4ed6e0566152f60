//! Times of day: a day with a time, in the spellings that people use, becomes an EDTF date and time.
//!
//! 1. Ten characters that look like `2025-02-12`, then `T`, `t` or spaces, then a digit: otherwise it's left to `edtf_core`.
//! 2. `18:30` or `18:30:15`; seconds left out are 0.
//! 3. After spaces, if any, nothing or an offset from UTC: `Z`, `z`, `+01`, `+0100`, `+01:00`.

use edtf_core::{Date, DateTime, Edtf, Time, TimeShift};
use jiff::Timestamp;
use jiff::civil::DateTime as CivilDateTime;
use jiff::tz::Offset;
use serde::Serialize;

use super::day::digits_of;
use super::mistake::{self, DateError};
use super::{Day, suggestion};

/// A time of day, such as `18:30` or `18:30:15+01:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Clock {
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
    /// The second, 0 to 60; 0 if none was written.
    pub second: u8,
    /// Minutes east of UTC, -840 to 840, if an offset was written.
    pub offset_minutes: Option<i32>,
}

impl Clock {
    /// Returns the moment of this time on a day; none without an offset or outside the years -9999 to 9999.
    ///
    /// A leap second counts as the second before it.
    pub(super) fn on(self, day: Day) -> Option<Timestamp> {
        let offset = Offset::from_seconds(self.offset_minutes? * 60).ok()?;
        offset.to_timestamp(self.civil(day)?).ok()
    }

    /// Returns this time on a day as clocks show it; none outside the years -9999 to 9999.
    pub(super) fn civil(self, day: Day) -> Option<CivilDateTime> {
        let [month, date, hour, minute, second] =
            [day.month, day.day, self.hour, self.minute, self.second.min(59)].map(u8::cast_signed);
        let year = i16::try_from(day.year).ok()?;
        CivilDateTime::new(year, month, date, hour, minute, second, 0).ok()
    }

    /// Returns seconds since midnight in UTC, which may be negative or past the day's end; a time without an offset counts as UTC.
    pub(super) fn utc_seconds(self) -> i32 {
        let local = i32::from(self.hour) * 3600 + i32::from(self.minute) * 60 + i32::from(self.second);
        local - self.offset_minutes.unwrap_or(0) * 60
    }

    /// Returns the form valid in HTML (4.5.14), which knows no leap second.
    pub(super) fn html(self) -> String {
        let mut html = String::with_capacity(14);
        push_pair(&mut html, self.hour, self.minute);
        if let 1..=59 = self.second {
            html.push(':');
            html.extend(digits_of(self.second).map(char::from));
        }
        match self.offset_minutes {
            None => {}
            Some(0) => html.push('Z'),
            Some(minutes) => {
                html.push(if minutes < 0 { '-' } else { '+' });
                let (hours, minutes) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
                push_pair(&mut html, hours as u8, minutes as u8);
            }
        }
        html
    }
}

/// Appends hours and minutes.
fn push_pair(text: &mut String, hours: u8, minutes: u8) {
    text.extend(digits_of(hours).map(char::from));
    text.push(':');
    text.extend(digits_of(minutes).map(char::from));
}

impl From<Time> for Clock {
    fn from(time: Time) -> Self {
        Self {
            hour: time.hour,
            minute: time.minute,
            second: time.second,
            offset_minutes: time.shift.map(|shift| match shift {
                TimeShift::Utc => 0,
                TimeShift::Offset { minutes, .. } => i32::from(minutes),
            }),
        }
    }
}

/// Splits text that holds a day and then a time; the second part starts with a digit.
pub(super) fn split(written: &str) -> Option<(&str, &str)> {
    let (day, rest) = written.split_at_checked(10)?;
    let shaped = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let time = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let timed = shaped && time.starts_with(|first: char| first.is_ascii_digit()) && !time.contains('/');
    timed.then_some((day, time))
}

/// Returns where the time of day stands in text that holds one, and how long it is.
pub(super) fn place(written: &str) -> (usize, usize) {
    match split(written) {
        Some((_, time)) => (written.len() - time.len(), time.len()),
        None => (0, written.len()),
    }
}

/// Tells whether text is a day with a time that exist.
pub(super) fn is_timed(written: &str) -> bool {
    match split(written) {
        Some((day, time)) => {
            matches!(Edtf::parse(day), Ok(Edtf::Date(date)) if read_time(date, written, time).is_ok())
        }
        None => false,
    }
}

/// Reads a day with a time; none if the text isn't shaped like one.
pub(super) fn read(written: &str) -> Option<Result<Edtf, DateError>> {
    let (day, time) = split(written)?;
    Some(match Edtf::parse(day) {
        Ok(Edtf::Date(date)) => {
            read_time(date, written, time).map_err(|fault| fault.or_help(suggestion::of_time(written)))
        }
        Ok(_) => Err(DateError::whole(written)),
        Err(cause) => Err(mistake::explain(written, cause)),
    })
}

fn read_time(date: Date, written: &str, text: &str) -> Result<Edtf, DateError> {
    let mut reader = Reader { written, rest: text };
    let hour = reader.field("hour", 23)?;
    reader.colon()?;
    let minute = reader.field("minute", 59)?;
    let second = if reader.rest.starts_with(':') {
        reader.colon()?;
        reader.field("second", 60)?
    } else {
        0
    };
    let shift = reader.shift()?;
    Ok(Edtf::DateTime(DateTime { date, time: Time { hour, minute, second, shift } }))
}

/// What is left to read of a time, and the text it stands in, for places.
struct Reader<'a> {
    written: &'a str,
    rest: &'a str,
}

impl Reader<'_> {
    fn field(&mut self, name: &str, greatest: u8) -> Result<u8, DateError> {
        let (digits, rest) = self.rest.split_at_checked(2).unwrap_or((self.rest, ""));
        let Some(number) = two_digits(digits) else {
            return Err(self.fault(format!("the {name} takes two digits"), 1));
        };
        if number > greatest {
            return Err(self.fault(format!("there is no {name} {digits}"), 2));
        }
        self.rest = rest;
        Ok(number)
    }

    fn colon(&mut self) -> Result<(), DateError> {
        self.rest =
            self.rest.strip_prefix(':').ok_or_else(|| self.fault("a time is written like `18:30`".to_owned(), 1))?;
        Ok(())
    }

    fn shift(&mut self) -> Result<Option<TimeShift>, DateError> {
        self.rest = self.rest.trim_start();
        let (sign, digits) = match self.rest.split_at_checked(1) {
            None => return Ok(None),
            Some(("Z" | "z", "")) => return Ok(Some(TimeShift::Utc)),
            Some(("+", digits)) => (1, digits),
            Some(("-", digits)) => (-1, digits),
            Some(_) => return Err(self.not_an_offset()),
        };
        let (hours, minutes) = match digits.split_at_checked(2) {
            Some((hours, "")) => (two_digits(hours), Some(0)),
            Some((hours, minutes)) => (two_digits(hours), two_digits(minutes.strip_prefix(':').unwrap_or(minutes))),
            None => (None, None),
        };
        let (Some(hours), Some(minutes @ ..60)) = (hours, minutes) else {
            return Err(self.not_an_offset());
        };
        let total = i16::from(hours) * 60 + i16::from(minutes);
        if total > 14 * 60 {
            return Err(self.fault("no place is more than 14 hours from UTC".to_owned(), self.rest.len()));
        }
        if total == 0 && sign < 0 {
            return Err(self.not_an_offset());
        }
        Ok(Some(TimeShift::Offset { minutes: sign * total, hours_only: digits.len() == 2 }))
    }

    fn not_an_offset(&self) -> DateError {
        self.fault(format!("{} is not an offset such as `+01:00` or `Z`", mistake::quoted(self.rest)), self.rest.len())
    }

    /// Points at the start of what is left.
    fn fault(&self, message: String, len: usize) -> DateError {
        let offset = self.written.len() - self.rest.len();
        DateError::at(self.written, message, offset, len)
    }
}

fn two_digits(text: &str) -> Option<u8> {
    let all_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}
