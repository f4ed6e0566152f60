//! Time zones: what offset from UTC a time of day has that is written without one.
//!
//! The rules come from the copy of the IANA database inside the program, so that they are the same on every machine.

use std::sync::LazyLock;

use edtf_core::{DateTime, Edtf, Time, TimeShift};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use super::{Clock, Date, DateError, Day, Language, clock};
use crate::name;

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone of the IANA database, such as `Europe/Kyiv`. A clone copies one pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// Finds a zone by its IANA name, in any case.
    ///
    /// # Errors
    ///
    /// The nearest known name, if one is near.
    pub fn named(given: &str) -> Result<Self, Option<String>> {
        DATABASE.get(given).map(Self).map_err(|_| {
            let known: Vec<String> = DATABASE.available().map(|name| name.to_string()).collect();
            // A city alone is the likeliest slip.
            let city = known.iter().find(|name| {
                name.rsplit_once('/').is_some_and(|(_, city)| city.eq_ignore_ascii_case(&given.replace(' ', "_")))
            });
            let near = || name::nearest(given, known.iter().map(String::as_str), 1).first().map(ToString::to_string);
            city.cloned().or_else(near)
        })
    }

    /// Returns the moment at which a day begins here; none outside the years -9999 to 9999.
    #[must_use]
    pub fn start_of(&self, day: Day) -> Option<Timestamp> {
        let (year, [month, date]) = (i16::try_from(day.year).ok()?, [day.month, day.day].map(u8::cast_signed));
        let civil = civil::Date::new(year, month, date).ok()?;
        civil.to_zoned(self.0.clone()).ok().map(|zoned| zoned.timestamp())
    }

    fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

impl Date {
    /// Reads a date as [`Date::parse`] does; a time of day without an offset is one of the zone.
    ///
    /// # Errors
    ///
    /// As [`Date::parse`]; and where the clocks of the zone skip the time or show it twice.
    pub fn parse_in(text: &str, zone: Option<&Zone>) -> Result<Self, DateError> {
        let lead = text.len() - text.trim_start().len();
        Self::parse(text)?.in_zone(zone).map_err(|fault| fault.moved(lead))
    }

    /// Gives a time of day without an offset that of the zone; any other date stays as it is.
    ///
    /// So does a time in the years before zones counted in whole minutes, since such an offset cannot be written.
    ///
    /// # Errors
    ///
    /// Where the clocks of the zone skip the time or show it twice; the place is in [`Date::as_str`].
    pub fn in_zone(self, zone: Option<&Zone>) -> Result<Self, DateError> {
        let (Some(zone), Edtf::DateTime(timed)) = (zone, &self.0.value) else { return Ok(self) };
        let clock = Clock::from(timed.time);
        let civil = self.day().and_then(|day| clock.civil(day));
        let (None, Some(civil)) = (clock.offset_minutes, civil) else { return Ok(self) };
        let (message, meant) = match zone.0.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                let Some(shift) = shift(offset) else { return Ok(self) };
                let time = Time { shift: Some(shift), ..timed.time };
                let value = Edtf::DateTime(DateTime { time, ..*timed });
                return Ok(Self::zoned(self.as_str(), value));
            }
            // Read with the offset before the change, the time lies after it, and the other way round.
            AmbiguousOffset::Gap { before, after } => (
                "does not exist",
                [before.to_timestamp(civil).map(|at| (at, after)), after.to_timestamp(civil).map(|at| (at, before))],
            ),
            AmbiguousOffset::Fold { before, after } => {
                ("comes twice", [before, after].map(|offset| offset.to_timestamp(civil).map(|at| (at, offset))))
            }
        };
        let forms: Vec<String> = meant.into_iter().flatten().map(|(at, offset)| form(at, offset)).collect();
        let day = self.day().map(|day| day.words(Language::ENGLISH)).unwrap_or_default();
        let (offset, len) = clock::place(self.as_str());
        let time = civil.time().strftime(if civil.second() == 0 { "%H:%M" } else { "%H:%M:%S" });
        Err(DateError {
            message: format!("{time} {message} on {day} in `{}`: the clocks change then", zone.name()),
            offset,
            len,
            help: Some(format!("write the offset from UTC: `{}`", forms.join("` or `"))),
        })
    }
}

fn shift(offset: Offset) -> Option<TimeShift> {
    let (minutes, rest) = (offset.seconds() / 60, offset.seconds() % 60);
    match i16::try_from(minutes).ok().filter(|_| rest == 0)? {
        0 => Some(TimeShift::Utc),
        minutes => Some(TimeShift::Offset { minutes, hours_only: false }),
    }
}

/// Returns a moment as authors write it, such as `2025-10-26T02:30+02:00`.
fn form(at: Timestamp, offset: Offset) -> String {
    let civil = offset.to_datetime(at);
    let seconds = if civil.second() == 0 { String::new() } else { format!(":{:02}", civil.second()) };
    let (sign, minutes) = (if offset.is_negative() { '-' } else { '+' }, offset.seconds().abs() / 60);
    let (hour, minute) = (civil.hour(), civil.minute());
    format!("{}T{hour:02}:{minute:02}{seconds}{sign}{:02}:{:02}", civil.date(), minutes / 60, minutes % 60)
}
