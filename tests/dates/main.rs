//! Dates, held to the sentences of the content model: each group of rows quotes one, and has rows that hold and rows that don't.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]

mod faults;
mod order;
mod reading;
mod showing;

use dossier::date::{Date, Day};

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn day(text: &str) -> Day {
    date(text).day().unwrap_or_else(|| panic!("{text} is not one day"))
}

pub(crate) fn shown(day: Option<Day>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

/// Runs a check over every row and reports all the rows that fail.
pub(crate) fn each<Row: std::fmt::Debug, Seen: PartialEq + std::fmt::Debug>(
    sentence: &str,
    rows: &[Row],
    check: impl Fn(&Row) -> (Seen, Seen),
) {
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let (seen, expected) = check(row);
            (seen != expected).then(|| format!("{row:?}\n  seen {seen:?}, expected {expected:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{sentence}\n{}", failures.join("\n"));
}
