//! Order and three-valued relations: what is certain about two dates, or a date and a day, given their bounds.
//!
//! On known bounds these agree with `edtf_core`'s relations; they say more where only one end is unknown, or where two times are written.

use edtf_core::{
    Bound, BoundDate, Date as Single, DateField, Edtf, IntervalEndpoint, Precision, Set, SetElement, SetKind, YearKind,
};
use serde::Serialize;

use super::{Certainty, Clock, Date, Day};

/// The answer to a question about dates that may be vague.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tri {
    /// It holds whatever the exact dates are.
    Yes,
    /// It fails whatever the exact dates are.
    No,
    /// It depends on what isn't known.
    Unsure,
}

impl Tri {
    /// Returns `Yes` if both are, `No` if either is.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unsure,
        }
    }

    /// Returns `Yes` if either is, `No` if both are.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unsure,
        }
    }
}

/// The place of a date in a list: by earliest bound, then latest, then time of day.
///
/// An open or unknown start comes before every day, an open or unknown end after every day, and a day without a time before its
/// times. Times of one written day compare as moments; one without an offset is taken for UTC, so that the order is total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey {
    earliest: Point,
    latest: Point,
    seconds: Option<i32>,
}

/// A bound on the axis of days; unlike [`Day`] it holds any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Point {
    Past,
    On { year: i64, month: u8, day: u8 },
    Future,
}

impl From<BoundDate> for Point {
    fn from(BoundDate { year, month, day }: BoundDate) -> Self {
        Self::On { year, month, day }
    }
}

impl From<Day> for Point {
    fn from(day: Day) -> Self {
        BoundDate::from(day).into()
    }
}

/// The first and last point that something may touch.
#[derive(Clone, Copy)]
struct Zone {
    first: Point,
    last: Point,
}

impl Zone {
    fn of(earliest: Bound, latest: Bound) -> Self {
        let point = |bound, unknown| match bound {
            Bound::Date(date) => Point::from(date),
            Bound::NegativeInfinity => Point::Past,
            Bound::PositiveInfinity => Point::Future,
            Bound::Unknown => unknown,
        };
        Self { first: point(earliest, Point::Past), last: point(latest, Point::Future) }
    }

    fn of_single(date: &Single) -> Self {
        let bounds = Edtf::Date(*date).bounds();
        Self::of(bounds.earliest, bounds.latest)
    }

    /// Returns every day up to the last that a date may touch.
    fn back_from(date: &Single) -> Self {
        Self { first: Point::Past, ..Self::of_single(date) }
    }

    /// Returns every day from the first that a date may touch.
    fn on_from(date: &Single) -> Self {
        Self { last: Point::Future, ..Self::of_single(date) }
    }

    fn has(self, day: Point) -> bool {
        self.first <= day && day <= self.last
    }
}

impl Date {
    fn zone(&self) -> Zone {
        Zone::of(self.0.bounds.earliest, self.0.bounds.latest)
    }

    /// Returns the place of this date in a list.
    #[must_use]
    pub fn order_key(&self) -> OrderKey {
        let Zone { first, last } = self.zone();
        OrderKey { earliest: first, latest: last, seconds: self.time().map(Clock::utc_seconds) }
    }

    /// Tells whether this date ends before the other starts.
    ///
    /// Two moments compare exactly, two times without an offset as times of one place, everything else by day; so of two events
    /// on one day neither is before the other, unless a qualifier leaves room.
    #[must_use]
    pub fn before(&self, other: &Self) -> Tri {
        if let (Some(this), Some(that)) = (self.instant(), other.instant()) {
            return if this < that { Tri::Yes } else { Tri::No };
        }
        let (this, that) = (self.zone(), other.zone());
        if this.last < that.first {
            return Tri::Yes;
        }
        if this.first > that.last {
            return Tri::No;
        }
        if this.first < that.last || self.is_qualified() || other.is_qualified() {
            return Tri::Unsure;
        }
        match (self.time(), other.time()) {
            (Some(a), Some(b)) if a.offset_minutes.is_some() != b.offset_minutes.is_some() => Tri::Unsure,
            (Some(a), Some(b)) if a.utc_seconds() < b.utc_seconds() => Tri::Yes,
            _ => Tri::No,
        }
    }

    /// Tells whether two dates cannot be one: either is surely before the other.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        self.before(other) == Tri::Yes || other.before(self) == Tri::Yes
    }

    /// Tells whether this date lies within the bounds of the other and says more: a day of its month, a time of its day.
    #[must_use]
    pub fn is_closer_than(&self, other: &Self) -> bool {
        let (this, that) = (self.zone(), other.zone());
        let is_within = that.first <= this.first && this.last <= that.last;
        is_within
            && ((this.first, this.last) != (that.first, that.last) || self.time().is_some() && other.time().is_none())
    }

    /// Tells whether this date surely starts before the other does.
    #[must_use]
    pub fn starts_before(&self, other: &Self) -> bool {
        let start = |date: &Self| Edge::start(&date.0.value).zone;
        let moments = self.instant().and(other.instant()).is_some();
        self.before(other) == Tri::Yes || !moments && start(self).last < start(other).first
    }

    /// Tells whether the date falls on a day, or covers it if it is an interval.
    ///
    /// A month, a year or a date with digits left out is some day within it, so every day that fits is `Unsure`.
    #[must_use]
    pub fn contains_day(&self, day: Day) -> Tri {
        match &self.0.value {
            Edtf::Date(date) => falls_on(date, day),
            Edtf::DateTime(timed) => falls_on(&timed.date, day),
            value @ Edtf::Interval(_) => Edge::start(value).started_by(day).and(Edge::end(value).lasts_on(day)),
            Edtf::Set(set) if set.kind == SetKind::AllMembers => {
                set.elements.iter().fold(Tri::No, |found, element| found.or(touches(element, day)))
            }
            Edtf::Set(set) => self.one_of_falls_on(set, day),
        }
    }

    fn one_of_falls_on(&self, set: &Set, day: Day) -> Tri {
        let mut elements = set.elements.iter().map(|element| touches(element, day));
        if self.is_one_day() && self.certainty() == Certainty::Certain {
            elements.next().unwrap_or(Tri::No)
        } else if elements.all(|touch| touch == Tri::No) {
            Tri::No
        } else {
            Tri::Unsure
        }
    }

    /// Tells whether it is an interval with an end that is not known, which is no open end.
    fn ends_unknown(&self) -> bool {
        matches!(&self.0.value, Edtf::Interval(interval) if interval.end == IntervalEndpoint::Unknown)
    }

    fn is_qualified(&self) -> bool {
        self.certainty() != Certainty::Certain
    }
}

/// Tells whether something that lasted from one date until another, both included, held on a day; a missing date is an open end.
///
/// A vague end is unsure over the days it may fall on, a qualified day on that day. An interval counts by its own end: `from: 2019/..`
/// is from 2019. Without `until`, `from: 2019/` is from 2019 to an end that is not known.
#[must_use]
pub fn holds_on(from: Option<&Date>, until: Option<&Date>, day: Day) -> Tri {
    let started = from.map_or(Tri::Yes, |from| Edge::start(&from.0.value).started_by(day));
    let end = until.or_else(|| from.filter(|from| from.ends_unknown()));
    let lasts = end.map_or(Tri::Yes, |until| Edge::end(&until.0.value).lasts_on(day));
    started.and(lasts)
}

/// One end of a span: the days it may fall on, and whether the author doubts even those.
struct Edge {
    zone: Zone,
    qualified: bool,
}

impl Edge {
    fn start(value: &Edtf) -> Self {
        match value {
            Edtf::Interval(interval) => {
                Self::of_endpoint(&interval.start, Zone { first: Point::Past, last: zone(value).last }, Point::Past)
            }
            _ => Self::of_whole(value),
        }
    }

    fn end(value: &Edtf) -> Self {
        match value {
            Edtf::Interval(interval) => {
                Self::of_endpoint(&interval.end, Zone { first: zone(value).first, last: Point::Future }, Point::Future)
            }
            _ => Self::of_whole(value),
        }
    }

    fn of_endpoint(endpoint: &IntervalEndpoint, unknown: Zone, open: Point) -> Self {
        let (zone, date) = match endpoint {
            IntervalEndpoint::Open => (Zone { first: open, last: open }, None),
            IntervalEndpoint::Unknown => (unknown, None),
            IntervalEndpoint::Date(date) => (Zone::of_single(date), Some(date)),
            IntervalEndpoint::OnOrBefore(date) => (Zone::back_from(date), Some(date)),
            IntervalEndpoint::OnOrAfter(date) => (Zone::on_from(date), Some(date)),
        };
        Self { zone, qualified: date.is_some_and(is_qualified) }
    }

    fn of_whole(value: &Edtf) -> Self {
        Self { zone: zone(value), qualified: value.is_uncertain() || value.is_approximate() }
    }

    fn started_by(&self, day: Day) -> Tri {
        let day = Point::from(day);
        if day < self.zone.first {
            Tri::No
        } else if day < self.zone.last || self.is_doubtful_on(day) {
            Tri::Unsure
        } else {
            Tri::Yes
        }
    }

    fn lasts_on(&self, day: Day) -> Tri {
        let day = Point::from(day);
        if day > self.zone.last {
            Tri::No
        } else if day > self.zone.first || self.is_doubtful_on(day) {
            Tri::Unsure
        } else {
            Tri::Yes
        }
    }

    fn is_doubtful_on(&self, day: Point) -> bool {
        self.qualified && self.zone.has(day)
    }
}

fn zone(value: &Edtf) -> Zone {
    let bounds = value.bounds();
    Zone::of(bounds.earliest, bounds.latest)
}

fn is_qualified(date: &Single) -> bool {
    date.is_uncertain() || date.is_approximate()
}

/// Tells whether a single date falls on a day.
fn falls_on(date: &Single, day: Day) -> Tri {
    if !Zone::of_single(date).has(day.into()) || !digits_fit(date, day) {
        Tri::No
    } else if date.precision() == Precision::Day && !date.has_unspecified() && !is_qualified(date) {
        Tri::Yes
    } else {
        Tri::Unsure
    }
}

/// Tells whether every written digit of a date is that of a day: `2025-02-X1` fits the 1st, 11th and 21st.
fn digits_fit(date: &Single, day: Day) -> bool {
    let fits = |digit: Option<u8>, place: u32| digit.is_none_or(|digit| u32::from(digit) == place % 10);
    let pair = |field: Option<DateField>, number: u8| {
        field.is_none_or(|DateField { digits: [tens, ones], .. }| {
            fits(tens, u32::from(number / 10)) && fits(ones, u32::from(number))
        })
    };
    let year = day.year.unsigned_abs();
    let year_fits = match date.year.kind {
        YearKind::Standard { digits: [a, b, c, d], .. }
            if date.year.significant_digits.is_none() && !is_season(date) =>
        {
            fits(a, year / 1000) && fits(b, year / 100) && fits(c, year / 10) && fits(d, year)
        }
        _ => true,
    };
    year_fits && (is_season(date) || pair(date.month, day.month) && pair(date.day, day.day))
}

fn is_season(date: &Single) -> bool {
    date.precision() == Precision::Season
}

/// Tells whether the dates that an element stands for, taken together, touch a day.
fn touches(element: &SetElement, day: Day) -> Tri {
    let (zone, precision) = match element {
        SetElement::Date(date) => return falls_on(date, day),
        SetElement::OnOrBefore(date) => (Zone::back_from(date), date.precision()),
        SetElement::OnOrAfter(date) => (Zone::on_from(date), date.precision()),
        SetElement::Range(first, last) => {
            (Zone { first: Zone::of_single(first).first, last: Zone::of_single(last).last }, first.precision())
        }
    };
    match (zone.has(day.into()), precision) {
        (false, _) => Tri::No,
        (true, Precision::Day) => Tri::Yes,
        (true, _) => Tri::Unsure,
    }
}
