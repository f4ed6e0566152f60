//! What is read as a date, and what it is kept as.

use dossier::date::{Date, Day, DayOrder, Moment, parse_localised};

use crate::faults::fault;
use crate::{date, each, shown};

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
