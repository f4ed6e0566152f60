//! Dates as authors write them: EDTF (ISO 8601-2:2019 levels 0 to 2) with bounds, order and words.
//!
//! Text becomes a [`Date`], which keeps the text and answers questions about it:
//!
//! 1. `clock` reads a day with a time, in the spellings that people use; everything else goes to `edtf_core`.
//! 2. The earliest and latest day are computed once. A qualifier (`?`, `~`, `%`) doesn't move them (ISO 8601-2 8.4.2), and a season
//!    without a hemisphere (`2025-21`) is read as the northern one.
//! 3. What can't be read becomes a [`DateError`] that points at the fault (`mistake`) and proposes the EDTF form (`suggestion`).
//! 4. A time of day without an offset gets that of a [`Zone`], where one is given.
//!
//! Which of several dates counts, and what "today" is, is left to the caller: nothing here reads a clock.

mod clock;
mod day;
mod instants;
mod mistake;
mod moment;
mod names;
mod prefix;
mod relation;
mod shape;
mod spine;
mod suggestion;
mod weekday;
mod words;
mod written;
mod zone;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use edtf_core::{Bound, Bounds, Edtf, Interval, IntervalEndpoint, Precision, YearKind};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use clock::Clock;
pub use day::Day;
pub use instants::by_instant;
pub use mistake::DateError;
pub use moment::Moment;
pub use prefix::Ends;
pub use relation::{OrderKey, Tri, holds_on};
pub use shape::{Certainty, Shape};
pub use spine::Spine;
pub use weekday::{WrittenWeekday, is_month, starts_with_day_or_month, weekdays};
pub use words::{Beside, Language};
pub use written::{DayOrder, parse_localised};
pub use zone::Zone;

use crate::digest::{self, Digestible};

/// A date as its author wrote it, such as `2025-02-12`, `2025-02~`, `2019/..` or `2025-02-12 18:30+01:00`.
///
/// Equality and hashing go by the text, and by the zone in which a time without an offset was read: `2025-02` and
/// `2025-02-XX` are different dates. A clone copies one pointer.
#[derive(Clone)]
pub struct Date(Arc<Parsed>);

/// What is kept of a date: never changed after parsing.
struct Parsed {
    text: Box<str>,
    value: Edtf,
    bounds: Bounds,
    /// Whether the offset is that of a zone and not in the text.
    zoned: bool,
}

/// What is wrong with a text as a date.
enum Fault {
    /// Its time of day.
    Clock(DateError),
    /// Its form.
    Form(edtf_core::ParseError),
}

impl Date {
    /// Reads EDTF, or a day with a time as people write it: `2025-02-12 18:30`, `2025-02-12t18:30:00z`, `2025-02-12 18:30 +0100`.
    ///
    /// # Errors
    ///
    /// A [`DateError`] that points into `text`, with the form to write where one can be guessed.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let written = text.trim();
        Self::read(written).map_err(|fault| {
            let error = match fault {
                Fault::Clock(error) => error,
                Fault::Form(cause) => mistake::explain(written, cause),
            };
            error.moved(text.len() - text.trim_start().len())
        })
    }

    /// Reads a text that may well be no date: why it is none is not looked into.
    pub(crate) fn find(text: &str) -> Option<Self> {
        Self::read(text.trim()).ok()
    }

    fn read(written: &str) -> Result<Self, Fault> {
        let value = match clock::read(written) {
            Some(timed) => timed.map_err(Fault::Clock),
            None => Edtf::parse(written).map_err(Fault::Form),
        };
        value.map(|value| Self::new(written, value))
    }

    fn new(text: &str, value: Edtf) -> Self {
        let bounds = value.bounds();
        Self(Arc::new(Parsed { text: text.into(), value, bounds, zoned: false }))
    }

    fn zoned(text: &str, value: Edtf) -> Self {
        let bounds = value.bounds();
        Self(Arc::new(Parsed { text: text.into(), value, bounds, zoned: true }))
    }

    /// Returns the text as written, without white space around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns the canonical EDTF, such as `2025-02-12T18:30:00+01:00` for `2025-02-12 18:30+0100`.
    #[must_use]
    pub fn edtf(&self) -> String {
        self.0.value.to_string()
    }

    /// Returns the first day it may touch; none if that is open, unknown, or in a year that [`Day`] can't hold.
    #[must_use]
    pub fn earliest(&self) -> Option<Day> {
        day::of_bound(self.0.bounds.earliest)
    }

    /// Returns the last day it may touch; none if that is open, unknown, or in a year that [`Day`] can't hold.
    #[must_use]
    pub fn latest(&self) -> Option<Day> {
        day::of_bound(self.0.bounds.latest)
    }

    /// Returns the year in whose list it stands: that of its first day, or of its last where nobody knows the first.
    #[must_use]
    pub fn year_of_list(&self) -> Option<i32> {
        self.earliest().or_else(|| self.latest()).map(|day| day.year)
    }

    /// Returns the last day that was surely reached when it was over: of a vague date the first, of an interval that of its end.
    #[must_use]
    pub fn reached(&self) -> Option<Day> {
        let end = match &self.0.value {
            Edtf::Interval(Interval { end: IntervalEndpoint::Date(end), .. }) => {
                Some(Edtf::Date(*end).bounds().earliest)
            }
            _ => None,
        };
        end.and_then(day::of_bound).or_else(|| self.earliest())
    }

    /// Returns an interval without its end, where it may have begun by a day and surely lasted longer.
    #[must_use]
    pub fn without_end_after(&self, by: Day) -> Option<Self> {
        let lasted = self.earliest().is_some_and(|day| day <= by) && self.reached().is_some_and(|day| day > by);
        let (start, _) = self.as_str().split_once('/').filter(|_| lasted)?;
        let is_interval = matches!(self.0.value, Edtf::Interval(_));
        is_interval.then(|| Self::find(&format!("{start}/.."))).flatten()
    }

    /// Returns the day if exactly one is written, complete and without a qualifier, with or without a time.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        let date = self.complete_date()?;
        (date.precision() == Precision::Day).then(|| self.earliest()).flatten()
    }

    /// Returns the first and the last day if both are written, complete and without a qualifier: one day, or an interval of days.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
        if let Some(day) = self.day() {
            return Some((day, day));
        }
        let Edtf::Interval(Interval { start: IntervalEndpoint::Date(start), end: IntervalEndpoint::Date(end) }) =
            self.0.value
        else {
            return None;
        };
        let exact = |date: edtf_core::Date| is_complete(&date) && date.precision() == Precision::Day;
        (exact(start) && exact(end)).then(|| self.earliest().zip(self.latest())).flatten()
    }

    /// Returns the time of day, if one is written.
    #[must_use]
    pub fn time(&self) -> Option<Clock> {
        match &self.0.value {
            Edtf::DateTime(timed) => Some(Clock::from(timed.time)),
            _ => None,
        }
    }

    /// Returns the moment, if a time is written and its offset is written or known from a zone.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        self.time()?.on(self.day()?)
    }

    /// Returns the form of the date: what mark it gets on a timeline.
    #[must_use]
    pub fn shape(&self) -> Shape {
        shape::of(&self.0.value)
    }

    /// Returns how far the author vouches for the date: its qualifiers, wherever in it they stand.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        shape::certainty(&self.0.value)
    }

    /// Returns the date in words, such as `about February 2025` or `12–14 February 2025`, never more exact than written.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        language.date(&self.0.value)
    }

    /// Returns the date in English words, as the messages of the program have it.
    #[must_use]
    pub fn text(&self) -> String {
        self.words(Language::ENGLISH)
    }

    /// Returns the words for what the date leaves open beside the days of its [`Spine`]: `or earlier`, `end unknown`.
    #[must_use]
    pub fn left_open(&self, language: Language) -> Option<&'static str> {
        language.left_open(&self.0.value)
    }

    /// Returns the pieces that a date gutter sets apart: day or span, month, year.
    #[must_use]
    pub fn spine(&self, language: Language) -> Spine {
        spine::of(&self.0.value, language)
    }

    /// Returns a value valid in `<time datetime>` (HTML 4.5.14): a day, month or year from 1 to 9999, or a day with a time.
    ///
    /// There is none for anything vague, qualified, or longer than the unit written.
    #[must_use]
    pub fn html_datetime(&self) -> Option<String> {
        let date = self.complete_date()?;
        let earliest = self.earliest().filter(|day| (1..=9999).contains(&day.year))?;
        let Day { year, month, .. } = earliest;
        match date.precision() {
            Precision::Year => Some(format!("{year:04}")),
            Precision::Month => Some(format!("{year:04}-{month:02}")),
            Precision::Season => None,
            Precision::Day => Some(match self.time() {
                Some(clock) => format!("{earliest}T{}", clock.html()),
                None => earliest.to_string(),
            }),
        }
    }

    /// Returns the one date of which every digit is written and nothing is qualified.
    fn complete_date(&self) -> Option<edtf_core::Date> {
        let date = match self.0.value {
            Edtf::Date(date) => date,
            Edtf::DateTime(timed) => timed.date,
            Edtf::Interval(_) | Edtf::Set(_) => return None,
        };
        is_complete(&date).then_some(date)
    }

    /// Tells whether the bounds are one and the same day.
    fn is_one_day(&self) -> bool {
        match (self.0.bounds.earliest, self.0.bounds.latest) {
            (Bound::Date(earliest), Bound::Date(latest)) => earliest == latest,
            _ => false,
        }
    }
}

/// Tells whether every digit of a date is written and nothing is qualified.
fn is_complete(date: &edtf_core::Date) -> bool {
    matches!(date.year.kind, YearKind::Standard { .. })
        && date.year.significant_digits.is_none()
        && !date.is_uncertain()
        && !date.is_approximate()
        && !date.has_unspecified()
}

impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str() && self.0.value == other.0.value
    }
}

impl Eq for Date {}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Digestible for Date {
    fn digest(&self, hasher: &mut digest::Hasher) {
        self.as_str().digest(hasher);
        // The zone of a time without an offset.
        let moment = self.instant().map(|moment| moment.as_second().cast_unsigned());
        moment.is_some().digest(hasher);
        hasher.number(moment.unwrap_or_default());
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Date").field(&self.as_str()).finish()
    }
}

/// Writes the text as the author wrote it.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Writes the text as the author wrote it, with the offset where that was a zone's, so that reading gives the same date back.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.zoned { serializer.serialize_str(&self.edtf()) } else { serializer.serialize_str(self.as_str()) }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
