//! What is before what, and what holds on a day.

use dossier::date::{Tri, by_instant, holds_on};
use edtf_core::{Edtf, Relation};

use crate::{date, day, each};

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
fn moments_of_different_zones_come_in_their_order() {
    #[rustfmt::skip]
    let rows: [(&[&str], &[&str]); 6] = [
        (&["2025-02-12T23:30-05:00", "2025-02-13", "2025-02-13T01:00+02:00"], &["2025-02-13T01:00+02:00", "2025-02-12T23:30-05:00", "2025-02-13"]),
        (&["2025-02-12", "2025-02-12T22:00-05:00", "2025-02-13"], &["2025-02-12", "2025-02-12T22:00-05:00", "2025-02-13"]),
        (&["2025-02-12T23:30-05:00", "2025-02-12T23:45-05:00", "2025-02-13T01:00+02:00", "2025-02-13T06:40+02:00"],
         &["2025-02-13T01:00+02:00", "2025-02-12T23:30-05:00", "2025-02-13T06:40+02:00", "2025-02-12T23:45-05:00"]),
        (&["2025-02-12T23:30-05:00", "2025-02-13T01:00"], &["2025-02-12T23:30-05:00", "2025-02-13T01:00"]),
        (&["2025-02", "2025-02-12T23:30-05:00", "2025-02-13?"], &["2025-02", "2025-02-12T23:30-05:00", "2025-02-13?"]),
        (&["2024-12-31T23:30-08:00", "2025-01-01T01:00+01:00"], &["2025-01-01T01:00+01:00", "2024-12-31T23:30-08:00"]),
    ];
    each("Order is by earliest bound: of moments, as they came", &rows, |(texts, expected)| {
        let mut dates: Vec<_> = texts.iter().map(|text| date(text)).collect();
        dates.sort_by_key(dossier::date::Date::order_key);
        let ordered = by_instant(dates, dossier::date::Date::instant);
        (
            ordered.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected.iter().map(ToString::to_string).collect(),
        )
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
fn the_later_end_of_an_interval_is_open() {
    #[rustfmt::skip]
    let rows = [
        ("2025-02-05/2025-02-22", "2025-02-10", Some("2025-02-05/..")),
        ("2025-02-05/2025-02-22", "2025-02-22", None),
        ("2025-02-05/2025-02-22", "2025-02-04", None),
        ("2025-01~/2025-03", "2025-02-10", Some("2025-01~/..")),
        ("2025-01/2025-02", "2025-02-10", None),
        ("2025-02", "2025-02-10", None),
        ("2025-02-05/..", "2025-02-10", None),
        ("[2025-02-05,2025-02-22]", "2025-02-10", None),
    ];
    each("The later end of a role or plan shows as open", &rows, |(text, by, expected)| {
        (date(text).without_end_after(day(by)).map(|date| date.to_string()), expected.map(str::to_owned))
    });
}
