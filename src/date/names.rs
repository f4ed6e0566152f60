//! English names of months, seasons and years.

use edtf_core::BoundDate;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The codes that stand for a month in `2025-21` (ISO 8601-2 4.8), with the word that joins them to the year.
pub(super) const SEASONS: [(u8, &str, &str); 21] = [
    (21, "spring", " "),
    (22, "summer", " "),
    (23, "autumn", " "),
    (24, "winter", " "),
    (25, "northern spring", " "),
    (26, "northern summer", " "),
    (27, "northern autumn", " "),
    (28, "northern winter", " "),
    (29, "southern spring", " "),
    (30, "southern summer", " "),
    (31, "southern autumn", " "),
    (32, "southern winter", " "),
    (33, "first quarter", " of "),
    (34, "second quarter", " of "),
    (35, "third quarter", " of "),
    (36, "fourth quarter", " of "),
    (37, "first four months", " of "),
    (38, "middle four months", " of "),
    (39, "last four months", " of "),
    (40, "first half", " of "),
    (41, "second half", " of "),
];

/// Returns the name of a month, 1 to 12.
pub(super) fn month(number: u8) -> &'static str {
    MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("")
}

/// Returns a complete day, such as `12 February 2025`.
pub(super) fn full_day(BoundDate { year, month: number, day }: BoundDate) -> String {
    format!("{day} {} {}", month(number), year_number(year))
}

/// Returns an astronomical year as people count: `2025`, `79 AD`, `44 BC`, `170,000,002`.
pub(super) fn year_number(year: i64) -> String {
    match year {
        ..=0 => format!("{} BC", grouped(year.unsigned_abs() + 1)),
        1..=999 => format!("{year} AD"),
        1000..=9999 => year.to_string(),
        _ => grouped(year.unsigned_abs()),
    }
}

/// Returns a number with a comma between thousands, from 10,000 up.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
