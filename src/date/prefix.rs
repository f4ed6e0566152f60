//! The part of a date that surely holds, for formats that know nothing but `2025`, `2025-02` and `2025-02-12`.

use edtf_core::{Bound, Edtf, Interval, IntervalEndpoint};

use super::shape::certainty;
use super::{Certainty, Date, day};

/// The ends of an interval as prefixes that surely hold; an end that is open, unknown or vouched for by nobody is none.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ends {
    /// When it begins, such as `2025-02`.
    pub start: Option<String>,
    /// When it ends.
    pub end: Option<String>,
}

impl Date {
    /// Returns the longest of day, month and year that surely holds, such as `2025-02` for `2025-02-XX`: none for a date that
    /// is qualified, or that may touch two years.
    #[must_use]
    pub fn prefix(&self) -> Option<String> {
        prefix(&self.0.value)
    }

    /// Returns the ends of an interval; none for a date that is no interval.
    #[must_use]
    pub fn ends(&self) -> Option<Ends> {
        let Edtf::Interval(Interval { start, end }) = &self.0.value else { return None };
        let of = |end: &IntervalEndpoint| match end {
            IntervalEndpoint::Date(date) => prefix(&Edtf::Date(*date)),
            _ => None,
        };
        Some(Ends { start: of(start), end: of(end) })
    }
}

fn prefix(value: &Edtf) -> Option<String> {
    let bounds = value.bounds();
    let (Bound::Date(_), Bound::Date(_)) = (bounds.earliest, bounds.latest) else { return None };
    let (first, last) = day::of_bound(bounds.earliest).zip(day::of_bound(bounds.latest))?;
    if certainty(value) != Certainty::Certain || first.year != last.year || !(1..=9999).contains(&first.year) {
        return None;
    }
    let year = format!("{:04}", first.year);
    Some(match (first.month == last.month, first.day == last.day) {
        (false, _) => year,
        (true, false) => format!("{year}-{:02}", first.month),
        (true, true) => first.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Date, Ends};

    #[test]
    fn a_prefix_is_no_longer_than_what_surely_holds() {
        for (written, prefix) in [
            ("2025-02-12", Some("2025-02-12")),
            ("2025-02-12 18:30+01:00", Some("2025-02-12")),
            ("2025-02", Some("2025-02")),
            ("2025-02-XX", Some("2025-02")),
            ("2025-XX-12", Some("2025")),
            ("2025-21", Some("2025")),
            ("2025", Some("2025")),
            ("2025-02-12/2025-02-14", Some("2025-02")),
            ("[2025-01,2025-03]", Some("2025")),
            ("2025-02~", None),
            ("2025?", None),
            ("201X", None),
            ("2019/..", None),
            ("XXXX", None),
        ] {
            assert_eq!(Date::parse(written).ok().and_then(|date| date.prefix()).as_deref(), prefix, "{written}");
        }
    }

    #[test]
    fn each_end_of_an_interval_stands_for_itself() {
        for (written, start, end) in [
            ("2025-02-12/2025-03", Some("2025-02-12"), Some("2025-03")),
            ("2019/..", Some("2019"), None),
            ("../2019", None, Some("2019")),
            ("2019~/2020-01-02", None, Some("2020-01-02")),
        ] {
            let ends = Date::parse(written).ok().and_then(|date| date.ends());
            let wanted = Ends { start: start.map(str::to_owned), end: end.map(str::to_owned) };
            assert_eq!(ends, Some(wanted), "{written}");
        }
        assert_eq!(Date::parse("2025").ok().and_then(|date| date.ends()), None);
    }
}
