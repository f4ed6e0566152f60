//! Intervals and sets in words: what their members share is said once.

use edtf_core::{Date, DateField, Edtf, Interval, IntervalEndpoint, Precision, Qualifier, Set, SetElement, SetKind};

use super::exact_year;
use super::table::{Form, Place, Role, Table, Unit, fill};

impl Table {
    /// Returns the words for an interval.
    pub(super) fn interval(&self, Interval { start, end }: &Interval) -> String {
        use IntervalEndpoint::{Date, Open, Unknown};
        match (start, end) {
            (Date(first), Date(last)) => self.span(first, last),
            (Open, end) => self.endpoint(end, Role::Until),
            (Unknown, end) => fill(self.start_unknown, &[&self.endpoint(end, Role::Until)]),
            (start, Open) => self.endpoint(start, Role::Since),
            (start, Unknown) => fill(self.end_unknown, &[&self.endpoint(start, Role::Onward)]),
            (start, end) => format!("{} {}", self.endpoint(start, Role::From), self.endpoint(end, Role::To)),
        }
    }

    /// Returns the words for the only end of a span that is given. An interval brings the words that stand before it.
    pub(super) fn edge(&self, value: &Edtf, role: Role) -> String {
        use IntervalEndpoint::{Open, Unknown};
        let Edtf::Interval(Interval { start, end }) = value else { return self.date(value, role) };
        match (start, end, role) {
            (Open | Unknown, Open | Unknown, _) => self.date(value, role),
            (_, Open | Unknown, Role::Until) => fill(self.or_later, &[&self.endpoint(start, role)]),
            (Open | Unknown, _, Role::Since) => fill(self.or_earlier, &[&self.endpoint(end, role)]),
            (Open | Unknown, _, _) | (_, Open | Unknown, _) => self.interval(&Interval { start: *start, end: *end }),
            (_, _, Role::Since) => self.date(value, Role::Onward),
            _ => self.date(value, role),
        }
    }

    fn endpoint(&self, endpoint: &IntervalEndpoint, role: Role) -> String {
        match endpoint {
            IntervalEndpoint::Date(date) => self.single(date, role),
            IntervalEndpoint::OnOrBefore(date) => fill(self.or_earlier, &[&self.single(date, role)]),
            IntervalEndpoint::OnOrAfter(date) => fill(self.or_later, &[&self.single(date, role)]),
            IntervalEndpoint::Open | IntervalEndpoint::Unknown => {
                self.led(Place { role, about: false, unit: Unit::Unknown, words: self.unknown_date })
            }
        }
    }

    /// Returns the words for two ends, what they share said once: `12–14 February 2025`.
    fn span(&self, first: &Date, last: &Date) -> String {
        match (plain_parts(first), plain_parts(last)) {
            (Some(a), Some(b)) if a.qualifier == b.qualifier && a.precision == b.precision => {
                let unit = match a.precision {
                    Precision::Day => Unit::Day,
                    Precision::Month | Precision::Season => Unit::Month,
                    Precision::Year => Unit::Year,
                };
                self.marked(a.qualifier, unit, self.shared(&a, &b), Role::Alone)
            }
            _ => format!("{} {}", self.single(first, Role::From), self.single(last, Role::To)),
        }
    }

    fn shared(&self, start: &PlainParts, end: &PlainParts) -> String {
        let (from, until) = (self.plain(start), self.plain(end));
        let year = self.year_within(end.year);
        let same_year = start.year == end.year;
        let is_short = |words: &str| words.chars().count() == 4;
        match start.precision {
            _ if from == until => from,
            Precision::Day if same_year && start.month == end.month => {
                format!("{}–{} {year}", (self.day)(start.day), self.day_and_month(end.day, end.month))
            }
            Precision::Day if same_year => {
                let [from, until] = [start, end].map(|end| self.day_and_month(end.day, end.month));
                format!("{from} – {until} {year}")
            }
            Precision::Month if same_year => {
                let [from, until] = [start, end].map(|end| self.month(end.month, Form::Alone));
                format!("{from}–{until} {year}")
            }
            Precision::Year if is_short(&from) && is_short(&until) => format!("{from}–{until}{}", self.years_mark),
            _ => format!("{from} – {until}"),
        }
    }

    fn plain(&self, parts: &PlainParts) -> String {
        match (parts.month, parts.day) {
            (0, _) => self.year(parts.year),
            (month, 0) => format!("{} {}", self.month(month, Form::Alone), self.year_within(parts.year)),
            (month, day) => format!("{} {}", self.day_and_month(day, month), self.year_within(parts.year)),
        }
    }

    /// Returns the words for a set.
    pub(super) fn set(&self, Set { kind, elements }: &Set) -> String {
        let joint = match kind {
            SetKind::OneMember => self.or,
            SetKind::AllMembers => self.and,
        };
        if let Some(words) = self.days_of_one_month(elements, joint) {
            return words;
        }
        let words: Vec<String> = elements.iter().map(|element| self.member(element, *kind)).collect();
        self.joined(&words, joint)
    }

    /// Returns `12 or 14 February 2025` when only the days differ.
    fn days_of_one_month(&self, elements: &[SetElement], joint: &str) -> Option<String> {
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
            days.push((self.day)(parts.day));
        }
        let (year, number) = shared?;
        let month = self.month(number, Form::Governed);
        Some(format!("{} {month} {}", self.joined(&days, joint), self.year_within(year)))
    }

    fn member(&self, element: &SetElement, kind: SetKind) -> String {
        let single = |date| self.single(date, Role::Alone);
        match (element, kind) {
            (SetElement::Date(date), _) => single(date),
            (SetElement::OnOrBefore(date), SetKind::OneMember) => fill(self.or_earlier, &[&single(date)]),
            (SetElement::OnOrBefore(date), SetKind::AllMembers) => fill(self.and_earlier, &[&single(date)]),
            (SetElement::OnOrAfter(date), SetKind::OneMember) => fill(self.or_later, &[&single(date)]),
            (SetElement::OnOrAfter(date), SetKind::AllMembers) => fill(self.and_later, &[&single(date)]),
            (SetElement::Range(first, last), SetKind::AllMembers) => self.span(first, last),
            (SetElement::Range(first, last), SetKind::OneMember) => {
                let [day, month, year] = self.one_of;
                let one_of = match first.precision() {
                    Precision::Day => day,
                    Precision::Month | Precision::Season => month,
                    Precision::Year => year,
                };
                fill(one_of, &[&self.span(first, last)])
            }
        }
    }
}

impl Table {
    /// Returns the words for what a date leaves open beside the days that it names: `or earlier`, `end unknown`.
    pub(super) fn left_open(&self, value: &Edtf) -> Option<&'static str> {
        let pattern = match value {
            Edtf::Interval(Interval { end: IntervalEndpoint::Unknown, .. }) => self.end_unknown,
            Edtf::Interval(Interval { start: IntervalEndpoint::Unknown, .. }) => self.start_unknown,
            Edtf::Set(Set { kind, elements }) => match (elements.first()?, elements.last()?, kind) {
                (SetElement::OnOrBefore(_), _, SetKind::OneMember) => self.or_earlier,
                (SetElement::OnOrBefore(_), _, SetKind::AllMembers) => self.and_earlier,
                (_, SetElement::OnOrAfter(_), SetKind::OneMember) => self.or_later,
                (_, SetElement::OnOrAfter(_), SetKind::AllMembers) => self.and_later,
                _ => return None,
            },
            _ => return None,
        };
        Some(pattern.trim_start_matches(|character: char| !character.is_alphabetic()))
    }
}

/// Returns the date at that end of an interval whose other end is open or unknown.
pub(super) fn known_end(value: &Edtf, role: Role) -> Option<Edtf> {
    use IntervalEndpoint::{Date, Open, Unknown};
    let Edtf::Interval(Interval { start, end }) = value else { return None };
    match (start, end, role) {
        (Date(date), Open | Unknown, Role::Since) | (Open | Unknown, Date(date), Role::Until) => {
            Some(Edtf::Date(*date))
        }
        _ => None,
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
