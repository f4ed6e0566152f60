//! Intervals and sets in English words: what their members share is said once.

use edtf_core::{Date, DateField, Interval, IntervalEndpoint, Precision, Qualifier, Set, SetElement, SetKind};

use super::super::names::{month, year_number};
use super::{exact_year, joined, marked, single};

/// Returns the words for an interval.
pub(super) fn interval(Interval { start, end }: &Interval) -> String {
    use IntervalEndpoint::{Date, Open, Unknown};
    match (start, end) {
        (Date(first), Date(last)) => span(first, last),
        (Open, end) => format!("until {}", endpoint(end)),
        (Unknown, end) => format!("until {}, start unknown", endpoint(end)),
        (start, Open) => format!("since {}", endpoint(start)),
        (start, Unknown) => format!("from {}, end unknown", endpoint(start)),
        (start, end) => format!("from {} to {}", endpoint(start), endpoint(end)),
    }
}

fn endpoint(endpoint: &IntervalEndpoint) -> String {
    match endpoint {
        IntervalEndpoint::Date(date) => single(date),
        IntervalEndpoint::OnOrBefore(date) => format!("{} or earlier", single(date)),
        IntervalEndpoint::OnOrAfter(date) => format!("{} or later", single(date)),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => "an unknown date".to_owned(),
    }
}

/// Returns the words for two ends, what they share said once: `12–14 February 2025`.
fn span(first: &Date, last: &Date) -> String {
    match (plain_parts(first), plain_parts(last)) {
        (Some(a), Some(b)) if a.qualifier == b.qualifier && a.precision == b.precision => marked(a.qualifier, a.to(&b)),
        _ => format!("from {} to {}", single(first), single(last)),
    }
}

/// A date of which every part is written, under one qualifier if any; parts that it lacks are 0.
struct PlainParts {
    year: i64,
    month: u8,
    day: u8,
    qualifier: Qualifier,
    precision: Precision,
}

fn plain_parts(date: &Date) -> Option<PlainParts> {
    let qualifier = date.year.qualifier;
    let number = |field: Option<DateField>| match field {
        None => Some(0),
        Some(field) if field.qualifier == qualifier => field.value(),
        Some(_) => None,
    };
    let parts = PlainParts {
        year: exact_year(&date.year)?,
        month: number(date.month)?,
        day: number(date.day)?,
        qualifier,
        precision: date.precision(),
    };
    (parts.precision != Precision::Season).then_some(parts)
}

impl PlainParts {
    fn to(&self, end: &Self) -> String {
        let (from, until) = (self.words(), end.words());
        let year = year_number(end.year);
        let [(from_month, until_month), (from_day, until_day)] = [(self.month, end.month), (self.day, end.day)];
        let [from_name, until_name] = [from_month, until_month].map(month);
        let same_year = self.year == end.year;
        match self.precision {
            _ if from == until => from,
            Precision::Day if same_year && from_month == until_month => {
                format!("{from_day}–{until_day} {until_name} {year}")
            }
            Precision::Day if same_year => {
                format!("{from_day} {from_name} – {until_day} {until_name} {year}")
            }
            Precision::Month if same_year => format!("{from_name}–{until_name} {year}"),
            Precision::Year if from.len() == 4 && until.len() == 4 => format!("{from}–{until}"),
            _ => format!("{from} – {until}"),
        }
    }

    fn words(&self) -> String {
        let year = year_number(self.year);
        match (self.month, self.day) {
            (0, _) => year,
            (number, 0) => format!("{} {year}", month(number)),
            (number, day) => format!("{day} {} {year}", month(number)),
        }
    }
}

/// Returns the words for a set.
pub(super) fn set(Set { kind, elements }: &Set) -> String {
    let joint = match kind {
        SetKind::OneMember => "or",
        SetKind::AllMembers => "and",
    };
    if let Some(words) = days_of_one_month(elements, joint) {
        return words;
    }
    let words: Vec<String> = elements.iter().map(|element| member(element, *kind)).collect();
    joined(&words, joint)
}

/// Returns `12 or 14 February 2025` when only the days differ.
fn days_of_one_month(elements: &[SetElement], joint: &str) -> Option<String> {
    let mut days = Vec::with_capacity(elements.len());
    let mut shared = None;
    for element in elements {
        let SetElement::Date(date) = element else {
            return None;
        };
        let parts = plain_parts(date)?;
        let month = (parts.year, parts.month);
        if parts.day == 0 || parts.qualifier.is_qualified() || *shared.get_or_insert(month) != month {
            return None;
        }
        days.push(parts.day.to_string());
    }
    let (year, number) = shared?;
    Some(format!("{} {} {}", joined(&days, joint), month(number), year_number(year)))
}

fn member(element: &SetElement, kind: SetKind) -> String {
    match (element, kind) {
        (SetElement::Date(date), _) => single(date),
        (SetElement::OnOrBefore(date), SetKind::OneMember) => {
            format!("{} or earlier", single(date))
        }
        (SetElement::OnOrBefore(date), SetKind::AllMembers) => {
            format!("{} and earlier", single(date))
        }
        (SetElement::OnOrAfter(date), SetKind::OneMember) => format!("{} or later", single(date)),
        (SetElement::OnOrAfter(date), SetKind::AllMembers) => format!("{} and later", single(date)),
        (SetElement::Range(first, last), SetKind::AllMembers) => span(first, last),
        (SetElement::Range(first, last), SetKind::OneMember) => {
            let unit = match first.precision() {
                Precision::Day => "day",
                Precision::Month | Precision::Season => "month",
                Precision::Year => "year",
            };
            format!("one {unit} of {}", span(first, last))
        }
    }
}
