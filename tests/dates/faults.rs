//! What a mistake says, and properties of any text.

use dossier::date::{Date, DateError, DayOrder, Language, Moment, Tri, parse_localised};
use proptest::prelude::*;

use crate::each;

pub(crate) fn fault(message: &str, offset: usize, len: usize, help: &str) -> DateError {
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
