//! Dates, held to the sentences of the content model: each group of rows quotes one, and has rows that hold and rows that don't.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]

use dossier::date::{
    Certainty, Date, DateError, Day, DayOrder, Language, Moment, Shape, Spine, Tri, holds_on, parse_localised,
};
use edtf_core::{Edtf, Relation};
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn day(text: &str) -> Day {
    date(text).day().unwrap_or_else(|| panic!("{text} is not one day"))
}

fn shown(day: Option<Day>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

/// Runs a check over every row and reports all the rows that fail.
fn each<Row: std::fmt::Debug, Seen: PartialEq + std::fmt::Debug>(
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

#[test]
fn date_like_is_edtf() {
    #[rustfmt::skip]
    let rows = [
        ("2025", true),
        ("2025-02-12", true),
        ("2025-02-12T18:30:00Z", true),
        ("2025-02-12~", true),
        ("201X", true),
        ("2019/..", true),
        ("Y170000002", true),
        ("[2024,2025]", true),
        ("156X-12-25", true),
        ("2004-06-~11", true),
        ("2025-02-12 18:30", true),
        ("2025-02-12t18:30z", true),
        ("2025-02-12 18:30 +0100", true),
        ("2025-02-12 18:30-05", true),
        ("", false),
        ("2025-02-30", false),
        ("12 February 2025", false),
        ("2025-02-12T18", false),
        ("2025-02-12 18:30 CET", false),
        ("2025-02-12T24:00", false),
        ("2025-02-12T18:30+15:00", false),
        ("Y99999999999999999999", false),
    ];
    each(
        "`date-like` below is EDTF (ISO 8601-2, levels 0 and 1, and the level 2 forms that its users meet)",
        &rows,
        |(text, is_date)| (Date::parse(text).is_ok(), *is_date),
    );
}

#[test]
fn dates_are_kept_as_written() {
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12 18:30+0100", "2025-02-12 18:30+0100", "2025-02-12T18:30:00+01:00"),
        ("  2025-02 \n", "2025-02", "2025-02"),
        ("?2004-?06-?11", "?2004-?06-?11", "2004-06-11?"),
        ("2025-02-12t18:30z", "2025-02-12t18:30z", "2025-02-12T18:30:00Z"),
    ];
    each("always kept as written", &rows, |(text, written, edtf)| {
        let date = date(text);
        ((date.as_str().to_owned(), date.edtf()), ((*written).to_owned(), (*edtf).to_owned()))
    });
    assert_ne!(date("2025-02"), date("2025-02-XX"), "equal by text, not by bounds");
    assert_eq!(date("2025-02"), date(" 2025-02"));
    let json = serde_json::to_string(&date("2025-02~")).unwrap();
    assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date("2025-02~"));
    assert!(serde_json::from_str::<Date>("2025").is_err(), "a number is not a date");
}

#[test]
fn every_date_has_bounds() {
    #[rustfmt::skip]
    let rows = [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02-12?", "2025-02-12", "2025-02-12"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("2025-02-12/2025-03", "2025-02-12", "2025-03-31"),
        ("[2024,2026-01]", "2024-01-01", "2026-01-31"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("Y170000002", "+170000002-01-01", "+170000002-12-31"),
        // Open, unknown, or more than a day can hold: no bound, and no panic.
        ("2019/..", "2019-01-01", "-"),
        ("2019/", "2019-01-01", "-"),
        ("../2019", "-", "2019-12-31"),
        ("/2019", "-", "2019-12-31"),
        ("[..1984]", "-", "1984-12-31"),
        ("..2004-06-01/2004-06-20..", "-", "-"),
        ("Y3E9", "-", "-"),
        ("Y-9223372036854775807", "-", "-"),
        ("Y17E100", "-", "-"),
    ];
    each("and always with an earliest and a latest bound", &rows, |(text, earliest, latest)| {
        let date = date(text);
        let seen = (shown(date.earliest()), shown(date.latest()));
        (seen, ((*earliest).to_owned(), (*latest).to_owned()))
    });
}

#[test]
fn text_that_yaml_would_coerce_is_no_date() {
    #[rustfmt::skip]
    let rows = [
        ("NO", false),
        ("yes", false),
        ("null", false),
        ("1.10", false),
        ("~", false),
        ("2024-13-40", false),
        ("2017", true),
        ("2025-02-12", true),
    ];
    each("A front-matter date is never coerced by YAML (G2)", &rows, |(text, is_date)| {
        (Date::parse(text).map(|date| date.as_str().to_owned()).ok(), is_date.then(|| (*text).to_owned()))
    });
}

#[test]
fn dates_display_in_words() {
    #[rustfmt::skip]
    let rows = [
        ("2017", "2017"),
        ("2025-02-12", "12 February 2025"),
        ("2025-02", "February 2025"),
        ("2025-02~", "about February 2025"),
        ("2025-02-12?", "12 February 2025 (date uncertain)"),
        ("2025-02-12%", "about 12 February 2025 (date uncertain)"),
        ("2004-06-~11", "11 June 2004 (day approximate)"),
        ("2004?-06-11", "11 June 2004 (year uncertain)"),
        ("2025-02-XX~", "some time in February 2025 (date approximate)"),
        ("2025-02-12/2025-02-14", "12–14 February 2025"),
        ("2025-02-28/2025-03-03", "28 February – 3 March 2025"),
        ("2024-12-28/2025-01-03", "28 December 2024 – 3 January 2025"),
        ("2025-02/2025-04", "February–April 2025"),
        ("2024-12/2025-02", "December 2024 – February 2025"),
        ("2019/2021", "2019–2021"),
        ("2025-02-12~/2025-02-14~", "about 12–14 February 2025"),
        ("1984?/2004%", "from 1984 (date uncertain) to about 2004 (date uncertain)"),
        ("2025-02-12/2025-03", "from 12 February 2025 to March 2025"),
        ("2025-02-XX", "some time in February 2025"),
        ("2025-XX-XX", "some time in 2025"),
        ("2025-XX", "some time in 2025"),
        ("201X", "the 2010s"),
        ("19XX", "some time from 1900 to 1999"),
        ("XXXX", "year unknown"),
        ("XXXX-12-25", "25 December, year unknown"),
        ("156X-12-25", "25 December, some year in the 1560s"),
        ("1560-X2", "February or December 1560"),
        ("2025-02-1X", "some day from 10 to 19 February 2025"),
        ("2025-02-X1", "1, 11 or 21 February 2025"),
        ("1950S2", "1950 (estimate, from 1900 to 1999)"),
        ("../2019", "until 2019"),
        ("2019/..", "since 2019"),
        ("2019/", "from 2019, end unknown"),
        ("/2019", "until 2019, start unknown"),
        ("2025-21", "spring 2025"),
        ("2025-29", "southern spring 2025"),
        ("2025-33", "first quarter of 2025"),
        ("[2024,2025]", "2024 or 2025"),
        ("{2024,2025}", "2024 and 2025"),
        ("[2025-02-12,2025-02-14]", "12 or 14 February 2025"),
        ("[2025-02-12..2025-02-14]", "one day of 12–14 February 2025"),
        ("[..1984]", "1984 or earlier"),
        ("-0043", "44 BC"),
        ("0000", "1 BC"),
        ("0079", "79 AD"),
        ("-0049/-0043", "50 BC – 44 BC"),
        ("Y170000002", "170,000,002"),
        ("Y17E100", "17 × 10^100"),
        ("2025-02-12 18:30+01:00", "12 February 2025, 18:30 (UTC+1)"),
        ("2025-02-12T18:30:15Z", "12 February 2025, 18:30:15 (UTC)"),
        ("2025-02-12 18:30-03:30", "12 February 2025, 18:30 (UTC−3:30)"),
        ("2025-02-12 18:30", "12 February 2025, 18:30"),
    ];
    each("Dates display in words", &rows, |(text, words)| (date(text).words(Language::ENGLISH), (*words).to_owned()));
    assert_eq!(day("2025-02-12").words(Language::ENGLISH), "12 February 2025");
}

#[test]
fn a_vague_date_is_never_made_exact() {
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12", Some("2025-02-12"), true),
        ("2025-02", Some("2025-02"), false),
        ("2025", Some("2025"), false),
        ("0079", Some("0079"), false),
        ("2025-02-12 18:30+0100", Some("2025-02-12T18:30+01:00"), true),
        ("2025-02-12 18:30:15Z", Some("2025-02-12T18:30:15Z"), true),
        ("2025-02-12 18:30", Some("2025-02-12T18:30"), true),
        ("2016-12-31T23:59:60Z", Some("2016-12-31T23:59Z"), true),
        ("2025-02-12?", None, false),
        ("2025-02~", None, false),
        ("2004-06-~11", None, false),
        ("2025-02-XX", None, false),
        ("1985-04-3X", None, false),
        ("2025-02-12/2025-02-12", None, false),
        ("201X", None, false),
        ("1950S4", None, false),
        ("2025-21", None, false),
        ("[2025-02-12]", None, false),
        ("0000", None, false),
        ("-0043-03-15", None, true),
        ("Y170000002", None, false),
    ];
    each(
        "No false precision in any export: a vague date is widened or left out, never made exact",
        &rows,
        |(text, html, is_day)| {
            let date = date(text);
            ((date.html_datetime(), date.day().is_some()), (html.map(str::to_owned), *is_day))
        },
    );
}

#[test]
fn moments_need_a_time_and_an_offset() {
    let moment = "2025-02-14T05:00:00Z";
    #[rustfmt::skip]
    let rows = [
        ("2025-02-14T06:00:00+01:00", Ok(moment)),
        ("2025-02-14 06:00+0100", Ok(moment)),
        (" 2025-02-14t05:00z", Ok(moment)),
        ("2025-02-14 06:00", Err(("the offset from UTC is missing", 0, 16, "write `2025-02-14T06:00:00Z` for UTC, or the offset in place of `Z`, such as `+01:00`"))),
        ("2025-02-14", Err(("a time and an offset from UTC are missing", 0, 10, "write it like `2025-02-14T06:00:00+01:00`"))),
        (" 2025-02", Err(("a moment takes one certain day, a time and an offset from UTC", 1, 7, "write it like `2025-02-14T06:00:00+01:00`"))),
        ("14/02/2025", Err(("`14/02/2025` is not an EDTF date", 0, 10, "write `2025-02-14`"))),
    ];
    each("`embargo` and `expires` carry a time and an offset", &rows, |(text, expected)| {
        let seen = Moment::parse(text).map(|moment| moment.to_string());
        let expected =
            expected.map(str::to_owned).map_err(|(message, offset, len, help)| fault(message, offset, len, help));
        (seen, expected)
    });
    let moment = Moment::parse("2025-02-14 06:00+0100").unwrap();
    assert_eq!(Some(moment.timestamp()), date("2025-02-14T05:00Z").instant());
    assert!(date("2025-02-14 06:00").instant().is_none(), "no offset, no moment");
}

#[test]
fn order_is_by_earliest_bound_then_latest() {
    let same = std::cmp::Ordering::Equal;
    let less = std::cmp::Ordering::Less;
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12", "2025-02-13", less),
        ("2019", "2019/..", less),
        ("2019", "2019/", less),
        ("../2019", "/2025", less),
        ("/2025", "201X", less),
        ("201X/..", "2019", less),
        ("2025-02-12", "2025-02", less.reverse()),
        ("2025-02-01", "2025-02", less),
        ("2025-02-12", "2025-02-12 08:00", less),
        ("2025-02-12 08:00+01:00", "2025-02-12 07:30Z", less),
        ("2025-02-12 08:00", "2025-02-12 18:30", less),
        ("2025-02-12 18:30", "2025-02-12/2025-02-14", less),
        ("2025-02", "2025-02-XX", same),
        ("2025-02-12?", "2025-02-12", same),
        ("2025-02-12 08:00+01:00", "2025-02-12 07:00Z", same),
        ("9999", "Y3E9", less),
    ];
    each("Order is by earliest bound, then latest, then `seq`, then id", &rows, |(this, that, expected)| {
        (date(this).order_key().cmp(&date(that).order_key()), *expected)
    });
}

#[test]
fn before_has_three_values() {
    use Tri::{No, Unsure, Yes};
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12", "2025-02-13", Yes),
        ("2025-02-13", "2025-02-12", No),
        ("2025-02-12", "2025-02-12", No),
        ("1985~", "199X", Yes),
        ("2025-02", "2025-02-12", Unsure),
        ("198X", "1985", Unsure),
        ("2025-02-12?", "2025-02-12", Unsure),
        ("2019/..", "2018", No),
        ("2019/", "2018", No),
        ("2019/", "2030", Unsure),
        ("../2019", "2020", Yes),
        ("/2019", "2018", Unsure),
        ("2025-02-12 08:00+01:00", "2025-02-12 07:30Z", Yes),
        ("2025-02-12 08:30+01:00", "2025-02-12 07:30Z", No),
        ("2025-02-12 23:30-08:00", "2025-02-13 01:00+01:00", No),
        ("2025-02-12 08:00", "2025-02-12 09:00", Yes),
        ("2025-02-12 08:00", "2025-02-12 09:00Z", Unsure),
        ("2025-02-12 08:00", "2025-02-12", No),
        ("Y3E9", "Y4E9", Yes),
        ("XXXX", "2025", Unsure),
    ];
    each("Before/after has three values; an unsure pair is marked as unsure", &rows, |(this, that, expected)| {
        (date(this).before(&date(that)), *expected)
    });
}

/// Where both bounds of both dates are known, the answers are those of `edtf_core`, qualifiers on equal days aside.
#[test]
fn before_agrees_with_the_standard() {
    #[rustfmt::skip]
    let texts = [
        "2025-02-12",
        "2025-02-13",
        "2025-02",
        "2025",
        "201X",
        "19XX",
        "2025-21",
        "2025-24",
        "2019/2021",
        "2025-02-12/2025-02-14",
        "[2024,2026]",
        "{2024,2026}",
        "../2019",
        "2019/..",
        "-0043",
        "Y170000002",
        "XXXX-12-25",
        "2025-02-XX",
        "1950S2",
    ];
    for (this, that) in texts.iter().flat_map(|this| texts.iter().map(move |that| (this, that))) {
        let relations = Edtf::parse(this).unwrap().relation(&Edtf::parse(that).unwrap());
        let expected = if relations.is_definite(Relation::Before) {
            Tri::Yes
        } else if relations.is_possible(Relation::Before) {
            Tri::Unsure
        } else {
            Tri::No
        };
        assert_eq!(date(this).before(&date(that)), expected, "{this} before {that}");
    }
}

#[test]
fn roles_hold_over_a_span() {
    use Tri::{No, Unsure, Yes};
    #[rustfmt::skip]
    let rows = [
        (Some("2017"), Some("2019"), "2018-05-01", Yes),
        (Some("2017"), Some("2019"), "2017-05-01", Unsure),
        (Some("2017"), Some("2019"), "2019-05-01", Unsure),
        (Some("2017"), Some("2019"), "2016-12-31", No),
        (Some("2017"), Some("2019"), "2020-01-01", No),
        (Some("2025-01-20"), None, "2025-01-20", Yes),
        (Some("2025-01-20"), None, "2025-01-19", No),
        (Some("2025-01-20?"), None, "2025-01-20", Unsure),
        (Some("2025-01-20?"), None, "2025-01-21", Yes),
        (None, Some("2025-01-20"), "2025-01-20", Yes),
        (None, Some("2025-01-20"), "2025-01-21", No),
        (None, None, "2025-01-21", Yes),
        (Some("2019/.."), Some("../2021"), "2020-01-01", Yes),
        (Some("2019/"), None, "2020-01-01", Unsure),
        (Some("2019/"), Some("2021"), "2020-01-01", Yes),
        (Some("/2019"), None, "2018-01-01", Unsure),
        (Some("/2019"), None, "2020-01-01", Yes),
        (Some("[2017,2019]"), None, "2018-01-01", Unsure),
        (Some("[2017,2019]"), None, "2020-01-01", Yes),
        (None, Some("2019/"), "2020-01-01", Unsure),
        (None, Some("2019/"), "2018-01-01", Yes),
    ];
    each("Roles hold over a span", &rows, |(from, until, on, expected)| {
        let (from, until) = (from.map(date), until.map(date));
        (holds_on(from.as_ref(), until.as_ref(), day(on)), *expected)
    });
}

#[test]
fn an_event_falls_on_a_day_or_may() {
    use Tri::{No, Unsure, Yes};
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12", "2025-02-12", Yes),
        ("2025-02-12 18:30Z", "2025-02-12", Yes),
        ("2025-02-12", "2025-02-13", No),
        ("2025-02-12~", "2025-02-12", Unsure),
        ("2025-02", "2025-02-12", Unsure),
        ("2025-02", "2025-03-12", No),
        ("2025-02-X1", "2025-02-11", Unsure),
        ("2025-02-X1", "2025-02-12", No),
        ("156X-12-25", "1565-12-25", Unsure),
        ("156X-12-25", "1565-12-24", No),
        ("2025-24", "2026-01-05", Unsure),
        ("2025-02-12/2025-02-14", "2025-02-13", Yes),
        ("2025-02-12/2025-02-14", "2025-02-15", No),
        ("2019/2021", "2020-06-01", Yes),
        ("2019/2021", "2019-06-01", Unsure),
        ("2019/..", "2030-01-01", Yes),
        ("2019/", "2030-01-01", Unsure),
        ("[2025-02-12,2025-02-14]", "2025-02-12", Unsure),
        ("[2025-02-12,2025-02-14]", "2025-02-13", No),
        ("[2025-02-12]", "2025-02-12", Yes),
        ("{2025-02-12,2025-02-14}", "2025-02-12", Yes),
        ("{2025-02-12..2025-02-14}", "2025-02-13", Yes),
        ("{2025-02-12,2025-02-14}", "2025-02-13", No),
    ];
    each("a date holds the days it may fall on, and is never made exact", &rows, |(text, on, expected)| {
        (date(text).contains_day(day(on)), *expected)
    });
}

#[test]
fn shapes_and_certainty_are_what_a_designer_maps_to_marks() {
    use Certainty::{Approximate, Both, Certain, Uncertain};
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12", Shape::Day, Certain),
        ("2025-02-12 18:30", Shape::Day, Certain),
        ("2025-02-12/2025-02-12", Shape::Day, Certain),
        ("2025-02?", Shape::Month, Uncertain),
        ("2025~", Shape::Year, Approximate),
        ("201X", Shape::Decade, Certain),
        ("19XX%", Shape::Century, Both),
        ("2025-21", Shape::Season, Certain),
        ("2025-02-XX", Shape::Within, Certain),
        ("1950S2", Shape::Within, Approximate),
        ("2025-02-12/2025-02-14~", Shape::Span, Approximate),
        ("2019/..", Shape::Since, Certain),
        ("2019/", Shape::Since, Certain),
        ("../2019", Shape::Until, Certain),
        ("[2024,2025]", Shape::OneOf, Certain),
        ("{2024,2025?}", Shape::AllOf, Uncertain),
        ("XXXX-12-25", Shape::Unknown, Certain),
        ("?2004-06-~11", Shape::Day, Both),
    ];
    each(
        "Dates on the spine: certain, about, uncertain, interval, since when open",
        &rows,
        |(text, shape, certainty)| ((date(text).shape(), date(text).certainty()), (*shape, *certainty)),
    );
}

#[test]
fn the_spine_sets_day_month_and_year_apart() {
    #[rustfmt::skip]
    let rows = [
        ("2025-02-12", ["12", "", "Feb", "2025"]),
        ("2025-02-12?", ["12", "", "Feb", "2025"]),
        ("2025-02-12/2025-02-14", ["", "12–14", "Feb", "2025"]),
        ("2025-02-28/2025-03-03", ["", "28 Feb – 3 Mar", "", "2025"]),
        ("2024-12-28/2025-01-03", ["", "28 Dec – 3 Jan", "", "2024–2025"]),
        ("2025-02-12/2025-03", ["", "", "Feb–Mar", "2025"]),
        ("2025-02~", ["", "", "Feb", "2025"]),
        ("2025-02-XX", ["", "", "Feb", "2025"]),
        ("2025-02-1X", ["", "10–19", "Feb", "2025"]),
        ("2025-21~", ["", "", "spring", "2025"]),
        ("201X", ["", "", "", "2010s"]),
        ("156X-12-25", ["25", "", "Dec", "1560s"]),
        ("XXXX-12-25", ["25", "", "Dec", ""]),
        ("19XX", ["", "", "", "1900–1999"]),
        ("2019/2021", ["", "", "", "2019–2021"]),
        ("2019-02-01/..", ["1", "", "Feb", "2019"]),
        ("[2025-02-12,2025-02-14]", ["", "12–14", "Feb", "2025"]),
        ("-0043~", ["", "", "", "44 BC"]),
    ];
    each("dates are the ornament (large day numeral)", &rows, |(text, [day, span, month, year])| {
        let piece = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let expected = Spine { day: piece(day), span: piece(span), month: piece(month), year: (*year).to_owned() };
        (date(text).spine(Language::ENGLISH), expected)
    });
}

#[test]
fn updates_and_quotes_take_the_sites_order() {
    use DayOrder::{Dmy, Mdy, Ymd};
    #[rustfmt::skip]
    let rows = [
        ("2025-02-14", Dmy, Some("2025-02-14")),
        ("2025-02-14 09:40+01:00", Ymd, Some("2025-02-14T09:40:00+01:00")),
        ("14/02/2025", Dmy, Some("2025-02-14")),
        ("14.02.2025", Dmy, Some("2025-02-14")),
        ("14/2/2025 09:40+01:00", Dmy, Some("2025-02-14T09:40:00+01:00")),
        ("02/14/2025", Mdy, Some("2025-02-14")),
        ("03/04/2025", Mdy, Some("2025-03-04")),
        ("03/04/2025", Dmy, Some("2025-04-03")),
        ("2025/02/14", Ymd, Some("2025-02-14")),
        ("14 February 2025", Ymd, Some("2025-02-14")),
        ("February 14, 2025", Dmy, Some("2025-02-14")),
        ("Fri, 14 Feb. 2025", Dmy, Some("2025-02-14")),
        ("february 2025", Ymd, Some("2025-02")),
        ("14/02/2025", Ymd, None),
        ("14/02/2025", Mdy, None),
        ("31/02/2025", Dmy, None),
        ("30 February 2025", Dmy, None),
        ("Munich", Dmy, None),
        ("March", Dmy, None),
        ("Room 12, 2025", Dmy, None),
        ("", Dmy, None),
    ];
    each(
        "also `14/02/2025` when `dossier.yaml` says `dates: dmy`; the last field that reads as a date is the date",
        &rows,
        |(text, order, edtf)| (parse_localised(text, *order).map(|date| date.edtf()), edtf.map(str::to_owned)),
    );
    assert_eq!(parse_localised("14/02/2025", Dmy), Some(date("2025-02-14")));
}

#[test]
fn days_know_their_calendar() {
    #[rustfmt::skip]
    let rows = [
        ((2025, 2, 12), Some("2025-02-12 Wednesday")),
        ((2000, 2, 29), Some("2000-02-29 Tuesday")),
        ((0, 1, 1), Some("0000-01-01 Saturday")),
        ((-43, 3, 15), Some("-0043-03-15 Friday")),
        ((i32::MAX, 12, 31), Some("+2147483647-12-31 Tuesday")),
        ((1900, 2, 29), None),
        ((2025, 13, 1), None),
        ((2025, 4, 0), None),
    ];
    each("days", &rows, |((year, month, number), expected)| {
        let seen = Day::from_ymd(*year, *month, *number).map(|day| format!("{day} {:?}", day.weekday()));
        (seen, expected.map(str::to_owned))
    });
    let mut civil = jiff::civil::date(-9999, 1, 1);
    while let Ok(next) = civil.checked_add(jiff::Span::new().days(97)) {
        assert_eq!(Day::from(civil).weekday(), civil.weekday(), "{civil}");
        civil = next;
    }
}

fn fault(message: &str, offset: usize, len: usize, help: &str) -> DateError {
    let help = (!help.is_empty()).then(|| help.to_owned());
    DateError { message: message.to_owned(), offset, len, help }
}

/// The text, what is wrong, where, how long, and the help (empty for none). A message of `*` says that the whole isn't an EDTF date.
#[rustfmt::skip]
const FAULTS: &[(&str, &str, usize, usize, &str)] = &[
    ("", "the date is empty", 0, 0, ""),
    ("2024-13-40", "there is no month 13", 5, 2, ""),
    ("2025-14-02", "there is no month 14", 5, 2, "write `2025-02-14`"),
    ("2025-02-30", "February 2025 has 28 days", 8, 2, ""),
    ("  2025-02-30", "February 2025 has 28 days", 10, 2, ""),
    ("2025-02-30 18:30", "February 2025 has 28 days", 8, 2, ""),
    ("2025-02-00", "there is no day 00", 8, 2, ""),
    ("../2025-13-01", "there is no month 13", 8, 2, ""),
    ("[2024,2025-13]", "there is no month 13", 11, 2, ""),
    ("2025-21-05", "a season takes no day", 8, 2, "write `2025-05-21`"),
    ("2024/2023", "the interval ends before it starts", 5, 4, "write `2023/2024`"),
    ("2025-02-12/2025-02-13T10:00", "an interval takes days, not times", 11, 16, "write `2025-02-12/2025-02-13`"),
    ("2025-02-12 24:00", "there is no hour 24", 11, 2, ""),
    ("2025-02-12 18:61", "there is no minute 61", 14, 2, ""),
    ("2025-02-12 9:40", "the hour takes two digits", 11, 1, "write `2025-02-12T09:40`"),
    ("2025-02-12 6:30 pm", "the hour takes two digits", 11, 1, "write `2025-02-12T18:30`"),
    ("2025-02-12 18.30", "a time is written like `18:30`", 13, 1, "write `2025-02-12T18:30`"),
    ("2025-02-12 18:30 UTC", "`UTC` is not an offset such as `+01:00` or `Z`", 17, 3, "write `2025-02-12T18:30Z`"),
    ("2025-02-12T18:30:15.123Z", "`.123Z` is not an offset such as `+01:00` or `Z`", 19, 5, "write `2025-02-12T18:30:15Z`"),
    ("2025-02-12T18:30-00:00", "`-00:00` is not an offset such as `+01:00` or `Z`", 16, 6, "write `2025-02-12T18:30Z`"),
    ("2025-02-12T18:30+15:00", "no place is more than 14 hours from UTC", 16, 6, ""),
    ("[2024", "unterminated set", 4, 1, ""),
    ("2025-02-12é", "EDTF permits ASCII characters only", 10, 2, ""),
    ("hello", "*", 0, 5, ""),
    ("14/02/2025", "*", 0, 10, "write `2025-02-14`"),
    ("02/14/2025", "*", 0, 10, "write `2025-02-14`"),
    ("03/04/2025", "*", 0, 10, "write `2025-04-03` or `2025-03-04`"),
    ("20250214", "*", 0, 8, "write `2025-02-14`"),
    ("2025-2-5", "*", 0, 8, "write `2025-02-05`"),
    ("2025/02", "*", 0, 7, "write `2025-02`"),
    ("Feb 2025", "*", 0, 8, "write `2025-02`"),
    ("12 February 2025", "*", 0, 16, "write `2025-02-12`"),
    ("12–14 February 2025", "*", 0, 21, "write `2025-02-12/2025-02-14`"),
    ("28 February – 3 March 2025", "*", 0, 28, "write `2025-02-28/2025-03-03`"),
    ("c. 1900", "*", 0, 7, "write `1900~`"),
    ("ca 1900", "*", 0, 7, "write `1900~`"),
    ("circa 1900", "*", 0, 10, "write `1900~`"),
    ("about February 2025", "*", 0, 19, "write `2025-02~`"),
    ("1900 (?)", "*", 0, 8, "write `1900?`"),
    ("1990s", "*", 0, 5, "write `199X`"),
    ("1900s", "*", 0, 5, "write `190X` or `19XX`"),
    ("199x", "*", 0, 4, "write `199X`"),
    ("2025-02-??", "*", 0, 10, "write `2025-02-XX`"),
    ("some time in February 2025", "*", 0, 26, "write `2025-02-XX`"),
    ("2025-02-12 - 2025-02-14", "*", 0, 23, "write `2025-02-12/2025-02-14`"),
    ("2025-02-12 / 2025-02-14", "*", 0, 23, "write `2025-02-12/2025-02-14`"),
    ("2019–2021", "*", 0, 11, "write `2019/2021`"),
    ("2024–25", "*", 0, 9, "write `2024/2025`"),
    ("2019-present", "*", 0, 12, "write `2019/..`"),
    ("until 2019", "*", 0, 10, "write `../2019`"),
    ("2024 or 2025", "*", 0, 12, "write `[2024,2025]`"),
    ("spring 2025", "*", 0, 11, "write `2025-21`"),
    ("Q1 2025", "*", 0, 7, "write `2025-33`"),
    ("44 BC", "*", 0, 5, "write `-0043`"),
    ("20th century", "*", 0, 12, "write `19XX`"),
];

#[test]
fn a_mistake_is_pointed_at_and_mended() {
    each("golden mistakes", FAULTS, |(text, message, offset, len, help)| {
        let whole = format!("`{text}` is not an EDTF date");
        let message = if *message == "*" { &whole } else { *message };
        (Date::parse(text).map(|date| date.edtf()), Err(fault(message, *offset, *len, help)))
    });
}

/// What is written between backticks in a help text is a date, so that following the help ends the matter.
fn assert_help_is_sound(help: &str) {
    for form in help.split('`').skip(1).step_by(2) {
        assert!(Date::parse(form).is_ok(), "{help}");
    }
}

/// Text made of the pieces of dates, right and wrong.
fn date_like() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let pieces = [
        "2025",
        "02",
        "12",
        "30",
        "99",
        "X",
        "XX",
        "201X",
        "-",
        "-",
        "/",
        "..",
        "?",
        "~",
        "%",
        "[",
        "]",
        "{",
        "}",
        ",",
        " ",
        "T",
        "t",
        ":",
        "+01",
        "Z",
        "z",
        "Y",
        "E",
        "S2",
        "9",
        "February",
        "mar",
        "c.",
        "s",
        " to ",
        "–",
        "é",
        " or ",
        "since ",
        "pm",
        "'",
        "\u{a0}",
        "18:30",
        "century",
        "2025-02-12",
        "00",
        ".5",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_date_or_a_fault_inside_it(text in prop_oneof![4 => date_like(), 1 => ".{0,40}"]) {
        match Date::parse(&text) {
            Err(error) => {
                let place = text.get(error.offset..error.offset + error.len);
                prop_assert!(place.is_some(), "{text:?}: {error:?}");
                prop_assert_eq!(error.len == 0, text.trim().is_empty());
                assert_help_is_sound(error.help.as_deref().unwrap_or_default());
            }
            Ok(date) => {
                prop_assert_eq!(date.as_str(), text.trim());
                let again = Date::parse(&date.edtf()).unwrap();
                prop_assert_eq!(again.edtf(), date.edtf());
                prop_assert_eq!(again.words(Language::ENGLISH), date.words(Language::ENGLISH));
                prop_assert_eq!(again.order_key(), date.order_key());
                prop_assert!(!date.words(Language::ENGLISH).is_empty());
                prop_assert_eq!(date.before(&date) == Tri::Yes, false);
                let _ = (date.spine(Language::ENGLISH), date.shape(), date.html_datetime(), date.instant());
                if let (Some(earliest), Some(latest)) = (date.earliest(), date.latest()) {
                    prop_assert!(earliest <= latest);
                    prop_assert_ne!(date.contains_day(earliest), Tri::No);
                    prop_assert_ne!(date.contains_day(latest), Tri::No);
                }
            }
        }
        let _ = (Moment::parse(&text), parse_localised(&text, DayOrder::Dmy));
    }
}
