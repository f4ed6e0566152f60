//! Moments of different zones: a list that is sorted by written days, put into the order in which its moments came.

use jiff::Timestamp;

/// Moves each moment of a sorted list before those that came after it, and nothing else.
///
/// The place of a date in a list goes by the day that is written, which is no order of moments where clocks differ: 01:00 in
/// Kyiv on the 13th comes before 23:30 in Washington on the 12th. What has no instant, a day without a time or a time without an
/// offset, stays where it is.
#[must_use]
pub fn by_instant<T>(sorted: Vec<T>, instant: impl Fn(&T) -> Option<Timestamp>) -> Vec<T> {
    let mut ordered: Vec<(Option<Timestamp>, T)> = Vec::with_capacity(sorted.len());
    let mut newest: Option<Timestamp> = None;
    for item in sorted {
        let instant = instant(&item);
        let mut at = ordered.len();
        if let Some(instant) = instant.filter(|instant| newest.is_some_and(|newest| *instant < newest)) {
            // Moments before this one are in order already.
            let back = ordered.iter().enumerate().rev().filter_map(|(place, (other, _))| Some((place, (*other)?)));
            at = back.take_while(|(_, other)| instant < *other).map(|(place, _)| place).last().unwrap_or(at);
        }
        newest = newest.max(instant);
        ordered.insert(at, (instant, item));
    }
    ordered.into_iter().map(|(_, item)| item).collect()
}
