//! Dates in five languages and in zones, and weekdays beside dates: one row a case, in the tables of `tests/dates/`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]
#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::fmt::Write as _;
use std::fs;

use dossier::date::{Date, Language, Moment, Zone, weekdays};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{M, YM, YMD};
use icu_datetime::input::Date as CldrDate;
use icu_locale_core::Locale;

/// The languages of the columns.
const LANGUAGES: [&str; 5] = ["en", "uk", "de", "fr", "ar"];

/// Returns the rows of the tables of a document that have as many cells as asked for, heads left out.
fn rows<const N: usize>(name: &str) -> Vec<[String; N]> {
    let text = fs::read_to_string(format!("tests/dates/{name}.md")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: &&str| line.starts_with("| ---");
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_head = lines.get(at + 1).is_some_and(is_rule);
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else { continue };
        let cells: Vec<String> = cells.split(" | ").map(|cell| cell.trim().to_owned()).collect();
        if let (false, false, Ok(row)) = (is_head, is_rule(line), cells.try_into()) {
            rows.push(row);
        }
    }
    assert!(!rows.is_empty(), "no rows in {name}.md");
    rows
}

/// Takes the backticks from around a cell; `-` is nothing.
fn written(cell: &str) -> Option<&str> {
    (cell != "-").then(|| cell.trim_matches('`'))
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Reports all rows that fail at once.
fn report(name: &str, failures: &str) {
    assert!(failures.is_empty(), "tests/dates/{name}.md\n{failures}");
}

fn compare(failures: &mut String, row: &str, seen: &str, expected: &str) {
    if seen != expected {
        let _ = writeln!(failures, "{row}\n  seen     {seen}\n  expected {expected}");
    }
}

#[test]
fn every_precision_has_its_words_in_five_languages() {
    let mut failures = String::new();
    for [text, expected @ ..] in rows::<6>("words") {
        let date = date(written(&text).unwrap());
        for (tag, expected) in LANGUAGES.iter().zip(&expected) {
            compare(&mut failures, &format!("{text} {tag}"), &date.words(Language::of(tag)), expected);
        }
    }
    report("words", &failures);
}

#[test]
fn spans_have_their_words_in_five_languages() {
    let mut failures = String::new();
    for [from, until, expected @ ..] in rows::<7>("spans") {
        let [start, end] = [&from, &until].map(|end| written(end).map(date));
        for (tag, expected) in LANGUAGES.iter().zip(&expected) {
            let seen = Language::of(tag).span(start.as_ref(), end.as_ref());
            compare(&mut failures, &format!("{from} {until} {tag}"), &seen, expected);
        }
    }
    report("spans", &failures);
    assert_eq!(Language::ENGLISH.span(None, None), "");
}

#[test]
fn a_language_is_chosen_by_its_tag_and_else_it_is_english() {
    let mut failures = String::new();
    for [tag, expected] in rows::<2>("languages") {
        let seen = date("2025-02-12/..").words(Language::of(written(&tag).unwrap()));
        compare(&mut failures, &tag, &seen, &expected);
    }
    report("languages", &failures);
}

/// The names and their order are those of CLDR, with plain spaces; French says `1er` where its patterns cannot.
#[test]
fn days_and_months_are_called_as_in_cldr() {
    for (tag, cldr, short) in [
        ("en", "en-GB", "en"),
        ("uk", "uk", "uk"),
        ("de", "de", "de"),
        ("fr", "fr", "fr"),
        ("ar", "ar", "ar"),
        ("ar-EG", "ar-EG", "ar-EG"),
    ] {
        let [long, short] = [cldr, short].map(|tag| tag.parse::<Locale>().unwrap());
        let day = FixedCalendarDateTimeFormatter::try_new(long.clone().into(), YMD::long()).unwrap();
        let month = FixedCalendarDateTimeFormatter::try_new(long.into(), YM::long()).unwrap();
        let gutter = FixedCalendarDateTimeFormatter::try_new(short.into(), M::medium()).unwrap();
        for number in 1..=12 {
            let cldr = CldrDate::try_new_gregorian(2025, number, 12).unwrap();
            let words = |text: String| date(&text).words(Language::of(tag));
            let plain = |text: String| text.replace('\u{202f}', " ");
            assert_eq!(words(format!("2025-{number:02}-12")), plain(day.format(&cldr).to_string()), "{tag}");
            assert_eq!(words(format!("2025-{number:02}")), plain(month.format(&cldr).to_string()), "{tag}");
            let spine = date(&format!("2025-{number:02}")).spine(Language::of(tag));
            assert_eq!(spine.month, Some(gutter.format(&cldr).to_string()), "{tag}");
        }
    }
}

#[test]
fn a_gutter_has_the_pieces_of_its_language() {
    let pieces = |text: &str, tag: &str| {
        let spine = date(text).spine(Language::of(tag));
        [spine.day, spine.span, spine.month, Some(spine.year)].into_iter().flatten().collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(pieces("2025-02-12", "uk"), "12 | лют. | 2025");
    assert_eq!(pieces("2025-02-28/2025-03-03", "de"), "28 Feb – 3 Mär | 2025");
    assert_eq!(pieces("201X", "fr"), "années 2010");
    assert_eq!(pieces("201X", "uk"), "2010-ті");
    assert_eq!(pieces("2025-21", "fr"), "printemps | 2025");
    assert_eq!(pieces("2025-02-12", "ar-EG"), "١٢ | فبراير | ٢٠٢٥");
}

#[test]
fn a_time_without_an_offset_is_one_of_the_zone() {
    let mut failures = String::new();
    for [zone, text, expected] in rows::<3>("zones") {
        let zone = written(&zone).map(|name| Zone::named(name).unwrap());
        let text = written(&text).unwrap();
        let seen = match Date::parse_in(text, zone.as_ref()) {
            Ok(date) => date.edtf(),
            Err(fault) => format!(
                "error `{}`: {}; {}",
                &text[fault.offset..fault.offset + fault.len],
                fault.message,
                fault.help.unwrap_or_default()
            ),
        };
        compare(&mut failures, text, &seen, &expected);
    }
    report("zones", &failures);
}

#[test]
fn a_zone_is_known_by_name_or_has_a_near_one() {
    let mut failures = String::new();
    for [name, expected] in rows::<2>("zones") {
        let seen = match Zone::named(written(&name).unwrap()) {
            Ok(_) => "known".to_owned(),
            Err(near) => near.unwrap_or_else(|| "nothing near".to_owned()),
        };
        compare(&mut failures, &name, &seen, &expected);
    }
    report("zones", &failures);
}

#[test]
fn a_zone_makes_moments_and_other_dates() {
    let (berlin, kyiv) = (Zone::named("Europe/Berlin").unwrap(), Zone::named("Europe/Kyiv").unwrap());
    let moment = Moment::parse_in("2025-02-14 06:00", Some(&berlin)).unwrap();
    assert_eq!(moment.to_string(), "2025-02-14T05:00:00Z");
    assert!(Moment::parse_in("2025-10-26 02:30", Some(&berlin)).is_err());
    assert!(Moment::parse_in("2025-02-14", Some(&berlin)).is_err(), "a moment needs a time");
    let [here, there] = [&berlin, &kyiv].map(|zone| Date::parse_in("2025-02-14 06:00", Some(zone)).unwrap());
    assert_ne!(here, there, "one text, two moments");
    assert_eq!(here.html_datetime().as_deref(), Some("2025-02-14T06:00+01:00"));
    assert_eq!(here.as_str(), "2025-02-14 06:00", "it is kept as written");
    let json = serde_json::to_string(&here).unwrap();
    assert_eq!(serde_json::from_str::<Date>(&json).unwrap().instant(), here.instant());
    let start = |zone: &Zone, text: &str| zone.start_of(date(text).day().unwrap()).unwrap().to_string();
    assert_eq!(start(&kyiv, "2025-02-14"), "2025-02-13T22:00:00Z");
    // Where clocks skip midnight, the day begins after it.
    assert_eq!(start(&Zone::named("America/Sao_Paulo").unwrap(), "2018-11-04"), "2018-11-04T03:00:00Z");
}

#[test]
fn a_weekday_beside_a_date_fits_or_not() {
    let mut failures = String::new();
    for [text, expected] in rows::<2>("weekdays") {
        let found = weekdays(&text);
        let seen = match found.as_slice() {
            [] => "nothing".to_owned(),
            [one] => {
                assert!(text[one.place.clone()].contains(&one.weekday) && text[one.place.clone()].contains(&one.date));
                let fits = if one.fits { "right" } else { "wrong" };
                format!("{fits}: {}, {}, {}", one.weekday, one.date, one.right)
            }
            several => format!("{} dates", several.len()),
        };
        compare(&mut failures, &text, &seen, &expected);
    }
    report("weekdays", &failures);
}

#[test]
fn a_weekday_in_another_paragraph_is_not_beside_the_date() {
    assert_eq!(weekdays("on Tuesday\n12 February 2025").len(), 1);
    assert!(weekdays("on Tuesday\n\n12 February 2025").is_empty());
    assert_eq!(weekdays("Tuesday 12 February 2025, Friday 14 February 2025").len(), 2);
}
