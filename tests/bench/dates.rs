//! Dates: each form read, and put into words.

use divan::black_box;
use dossier::date::{Date, DateError, DayOrder, Language, WrittenWeekday, parse_localised, weekdays};

const FORMS: [&str; 11] = [
    "2025-02-12",
    "2025-02",
    "2025",
    "2025-02-12 18:30",
    "2025-02-12T18:30:00+01:00",
    "2025-02-12/2025-02-14",
    "2025-02-12/..",
    "2017~",
    "201X",
    "2025-22",
    "{2025-02-12,2025-02-14}",
];

#[divan::bench(args = FORMS)]
fn parse(text: &str) -> Result<Date, DateError> {
    Date::parse(black_box(text))
}

#[divan::bench(args = FORMS)]
fn words(bencher: divan::Bencher, text: &str) {
    let date = Date::parse(text).unwrap();
    bencher.bench(|| date.words(black_box(Language::ENGLISH)));
}

#[divan::bench]
fn mistaken() -> Result<Date, DateError> {
    Date::parse(black_box("12 Febuary 2025"))
}

#[divan::bench(args = ["12 February 2025", "12.2.2025", "12 лютого 2025"])]
fn written(text: &str) -> Option<Date> {
    parse_localised(black_box(text), DayOrder::Dmy)
}

#[divan::bench]
fn weekdays_in_a_sentence() -> Vec<WrittenWeekday> {
    weekdays(black_box("The committee met on Wednesday, 12 February 2025, and will hear the next witness in a week."))
}
