//! Dates in words and as marks on the spine.

use dossier::date::{Certainty, Language, Shape, Spine};

use crate::{date, day, each};

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
