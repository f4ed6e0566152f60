//! Dates as moments, for formats that know nothing else.
//!
//! A day stands for its beginning in the zone of the site, UTC unless set. A date that is vaguer or unsure is never made exact: it is
//! no moment, and where a format demands one (RFC 4287 4.2.15) it has the first day that the date may touch: what is later may not
//! have come. A time of day without an offset, where no zone is set, is no moment: it counts as its day.

use jiff::Timestamp;

use crate::date::{Date, Zone};
use crate::plan::desk::Desk;

/// Returns the zone of the site.
fn zone(desk: &Desk) -> &Zone {
    static UTC: Zone = Zone::UTC;
    desk.site.config.reading.zone.as_ref().unwrap_or(&UTC)
}

/// Returns the moment of a date that is one day, with or without a time.
pub(super) fn exact(desk: &Desk, date: &Date) -> Option<Timestamp> {
    let day = date.day()?;
    date.instant().or_else(|| zone(desk).start_of(day))
}

/// Returns the moment of a date, or the beginning of the last day that was surely reached.
pub(super) fn reached(desk: &Desk, date: &Date) -> Timestamp {
    let reached = || zone(desk).start_of(date.reached().or_else(|| date.latest())?);
    exact(desk, date).or_else(reached).unwrap_or(Timestamp::UNIX_EPOCH)
}
