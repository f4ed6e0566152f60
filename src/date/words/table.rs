//! What a language gives to the words of dates: one [`Table`] a language, and how its patterns are filled.

/// The names, patterns and small rules of one language.
///
/// In a pattern each `{}` stands for the next piece. Digits are Western here; [`Language`](super::Language) turns them
/// into those of its script at the end.
pub(in crate::date) struct Table {
    /// The months as they stand alone: `лютий`.
    pub(in crate::date) months: [&'static str; 12],
    /// The months beside a day or after a preposition: `лютого`.
    pub(in crate::date) months_governed: [&'static str; 12],
    /// The months in a gutter: `Feb`.
    pub(in crate::date) months_short: [&'static str; 12],
    /// The spellings of the days of the week, Monday first, in lower case with a straight apostrophe.
    pub(in crate::date) weekdays: [&'static [&'static str]; 7],
    /// What stands for a month in `2025-21` to `2025-41` (ISO 8601-2 4.8).
    pub(super) seasons: [&'static str; 21],
    /// The same after a preposition.
    pub(super) seasons_governed: [&'static str; 21],
    /// Between a season and its year, and between a quarter, third or half and its year.
    pub(super) season_joints: [&'static str; 2],
    /// The number of a day: `12`, `12.`, `1er`.
    pub(super) day: fn(u8) -> String,
    /// What follows a year within a phrase: ` р.`.
    pub(super) year_mark: &'static str,
    /// What follows two years with a dash between them.
    pub(super) years_mark: &'static str,
    /// A year before the common era.
    pub(super) before_christ: &'static str,
    /// A year from 1 to 999.
    pub(super) anno_domini: &'static str,
    /// Between thousands.
    pub(super) grouping: char,
    /// Ten years alone and after a preposition, and in a gutter.
    pub(super) decade: [&'static str; 3],
    /// What stands before the words of a date.
    pub(super) lead: fn(Place<'_>) -> Lead,
    /// A day and a time of day.
    pub(super) time: &'static str,
    /// Between the first and the middle ones of several.
    pub(super) comma: &'static str,
    /// Before the last of several, of which one holds.
    pub(super) or: &'static str,
    /// Before the last of several, all of which hold.
    pub(super) and: &'static str,
    /// A year of which no more is known.
    pub(super) some_time_in_year: &'static str,
    /// A month of which no more is known.
    pub(super) some_time_in_month: &'static str,
    /// Ten years of which no more is known.
    pub(super) some_time_in_decade: &'static str,
    /// Two ends, months or years, between which it was.
    pub(super) some_time_between: &'static str,
    /// Two days of a month, and the month.
    pub(super) some_day_of_month: &'static str,
    /// Two ends with day and month.
    pub(super) some_day_between: &'static str,
    /// A day or month, and the ten years one of which it was.
    pub(super) some_year_in_decade: &'static str,
    /// A day or month, and the years between which it was.
    pub(super) some_year_between: &'static str,
    /// Nothing known of the year.
    pub(super) year_unknown: &'static str,
    /// Nothing known at all.
    pub(super) date_unknown: &'static str,
    /// A day or month in a year that is not known.
    pub(super) of_unknown_year: &'static str,
    /// A year that was estimated, and its bounds.
    pub(super) estimate_between: &'static str,
    /// A year that was estimated to one digit.
    pub(super) estimate_to_digit: &'static str,
    /// A year that was estimated to a number of digits.
    pub(super) estimate_to_digits: &'static str,
    /// What is unsure of a date, day, month, season or year, by row: uncertain, approximate, both.
    pub(super) doubts: [[&'static str; 3]; 5],
    /// An end of an interval that is not known.
    pub(super) unknown_date: &'static str,
    /// What follows an interval without a known start.
    pub(super) start_unknown: &'static str,
    /// What follows an interval without a known end.
    pub(super) end_unknown: &'static str,
    /// One date or any before it.
    pub(super) or_earlier: &'static str,
    /// One date or any after it.
    pub(super) or_later: &'static str,
    /// A date and all before it.
    pub(super) and_earlier: &'static str,
    /// A date and all after it.
    pub(super) and_later: &'static str,
    /// Days, months or years of which one is meant.
    pub(super) one_of: [&'static str; 3],
    /// The first and the last date of something that lasted.
    pub(super) lasting: &'static str,
    /// The words beside dates.
    pub(super) beside: Beside,
}

/// The words that stand beside dates on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Before a date that is near: `about`.
    pub about: &'static str,
    /// Before a start: `since`.
    pub since: &'static str,
    /// Before an end: `until`.
    pub until: &'static str,
    /// Before the day that counts as today, within a line: `as of`.
    pub as_of: &'static str,
    /// The same at the start of a line: `As of`.
    pub as_of_line: &'static str,
    /// In place of a date that is not given: `no date`.
    pub no_date: &'static str,
    /// In place of the date of what is planned: `No date yet`.
    pub no_date_yet: &'static str,
    /// Beside a date that may be wrong: `date uncertain`.
    pub uncertain: &'static str,
    /// Beside a year alone: `day not given`.
    pub day_not_given: &'static str,
    /// The heading of what has no date: `Undated`.
    pub undated: &'static str,
}

/// Where in a sentence a date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// By itself.
    Alone,
    /// As a start that is all there is: `since`.
    Since,
    /// As a start whose end is not known: `from`.
    Onward,
    /// As an end that is all there is: `until`.
    Until,
    /// As the first of two ends: `from`.
    From,
    /// As the second of two ends: `to`.
    To,
}

/// What the words of a date begin with, for the prepositions and articles before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year, or several.
    Year,
    /// Ten years.
    Decade,
    /// A season.
    Season,
    /// A quarter, a third or a half of a year.
    Part,
    /// A clause of its own, such as `some time in February`, which takes no `about`.
    Clause,
    /// The words for a date that is not known.
    Unknown,
}

/// A date that is about to be written.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Where it stands.
    pub(super) role: Role,
    /// Whether it is an estimate.
    pub(super) about: bool,
    /// What its words begin with.
    pub(super) unit: Unit,
    /// Its words.
    pub(super) words: &'a str,
}

/// What stands before a date: a preposition, then the word for `about` and an article; each with its space.
pub(super) type Lead = [&'static str; 2];

/// How a name is inflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it stands alone.
    Alone,
    /// After a preposition.
    Governed,
}

impl Role {
    pub(super) fn form(self) -> Form {
        if self == Self::Alone { Form::Alone } else { Form::Governed }
    }
}

impl Table {
    /// Returns the name of a month, 1 to 12.
    pub(super) fn month(&self, number: u8, form: Form) -> &'static str {
        let names = match form {
            Form::Alone => &self.months,
            Form::Governed => &self.months_governed,
        };
        nth(names, number)
    }

    /// Returns the name of a month in a gutter.
    pub(super) fn short_month(&self, number: u8) -> &'static str {
        nth(&self.months_short, number)
    }

    /// Returns what a code from 21 to 41 stands for, with what joins it to the year.
    pub(super) fn season(&self, code: u8, form: Form) -> Option<(Unit, &'static str, &'static str)> {
        let at = usize::from(code.checked_sub(21)?);
        let names = match form {
            Form::Alone => &self.seasons,
            Form::Governed => &self.seasons_governed,
        };
        let (unit, joint) = if code < 33 { (Unit::Season, 0) } else { (Unit::Part, 1) };
        Some((unit, names.get(at)?, self.season_joints[joint]))
    }

    /// Returns an astronomical year as people count: `2025`, `79 AD`, `44 BC`, `170,000,002`.
    pub(super) fn year(&self, year: i64) -> String {
        let grouped = |year| self.grouped(year);
        match year {
            ..=0 => fill(self.before_christ, &[&grouped(year.unsigned_abs() + 1)]),
            1..=999 => fill(self.anno_domini, &[&year.to_string()]),
            _ => grouped(year.unsigned_abs()),
        }
    }

    /// Returns a year within a phrase: `2025 р.`.
    pub(super) fn year_within(&self, year: i64) -> String {
        let mark = if year >= 1000 { self.year_mark } else { "" };
        self.year(year) + mark
    }

    /// Returns a year in its form.
    pub(super) fn year_in(&self, year: i64, form: Form) -> String {
        match form {
            Form::Alone => self.year(year),
            Form::Governed => self.year_within(year),
        }
    }

    /// Returns a number with a mark between thousands, from 10,000 up.
    pub(super) fn grouped(&self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < 5 {
            return digits;
        }
        let mut out = String::with_capacity(digits.len() + digits.len());
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(self.grouping);
            }
            out.push(digit);
        }
        out
    }

    /// Returns `a`, `a or b`, `a, b or c`.
    pub(super) fn joined(&self, words: &[String], last_joint: &str) -> String {
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => format!("{}{last_joint}{last}", most.join(self.comma)),
        }
    }

    /// Puts before words what belongs before them.
    pub(super) fn led(&self, place: Place<'_>) -> String {
        let [preposition, article] = (self.lead)(place);
        format!("{preposition}{article}{}", place.words)
    }
}

fn nth(names: &[&'static str; 12], number: u8) -> &'static str {
    names.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("")
}

/// Fills a pattern.
pub(super) fn fill(pattern: &str, pieces: &[&str]) -> String {
    let mut out = String::with_capacity(pattern.len() + pieces.iter().map(|piece| piece.len()).sum::<usize>());
    let mut pieces = pieces.iter();
    for (at, text) in pattern.split("{}").enumerate() {
        if at > 0 {
            out.push_str(pieces.next().copied().unwrap_or_default());
        }
        out.push_str(text);
    }
    out
}

/// Returns the number of a day as it is.
pub(super) fn plain_day(number: u8) -> String {
    number.to_string()
}
