//! Moments: what decides when a record is published needs a day, a time and an offset, never a guess.

use std::fmt;

use jiff::Timestamp;

use super::{Date, DateError, Zone};

/// A moment in time, as `embargo`, `expires` and `--now` name it: `2025-02-14T06:00:00+01:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

impl Moment {
    /// Reads a day with a time and an offset, in any spelling that [`Date::parse`] takes.
    ///
    /// # Errors
    ///
    /// A [`DateError`] that says what is missing and shows it filled in.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::parse_in(text, None)
    }

    /// Reads a day with a time and, unless the zone gives it, an offset.
    ///
    /// # Errors
    ///
    /// As [`Moment::parse`]; and where the clocks of the zone skip the time or show it twice.
    pub fn parse_in(text: &str, zone: Option<&Zone>) -> Result<Self, DateError> {
        let date = Date::parse_in(text, zone)?;
        if let Some(instant) = date.instant() {
            return Ok(Self(instant));
        }
        let (message, example) = match (date.day(), date.time()) {
            (Some(day), Some(clock)) if clock.offset_minutes.is_none() => {
                let time = format!("{:02}:{:02}:{:02}", clock.hour, clock.minute, clock.second);
                (
                    "the offset from UTC is missing",
                    format!("write `{day}T{time}Z` for UTC, or the offset in place of `Z`, such as `+01:00`"),
                )
            }
            (Some(day), None) => {
                ("a time and an offset from UTC are missing", format!("write it like `{day}T06:00:00+01:00`"))
            }
            _ => (
                "a moment takes one certain day, a time and an offset from UTC",
                "write it like `2025-02-14T06:00:00+01:00`".to_owned(),
            ),
        };
        let lead = text.len() - text.trim_start().len();
        let len = date.as_str().len();
        Err(DateError { message: message.to_owned(), offset: lead, len, help: Some(example) })
    }

    /// Returns the moment as a count of time, to compare with that of the build.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.0
    }
}

/// Writes the moment in UTC: `2025-02-14T05:00:00Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
