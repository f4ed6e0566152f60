//! The languages in which dates are said, chosen by tag.

use std::fmt;

use edtf_core::Edtf;
use icu_locale_core::Locale;
use icu_locale_core::extensions::unicode::key;

use super::super::{Date, Day};
use super::table::{Beside, Form, Place, Role, Table, Unit};
use super::{ar, de, en, extent, fr, uk};

/// The tables, by the language of their tag.
static TABLES: [(&str, &Table); 5] =
    [("en", &en::TABLE), ("ar", &ar::TABLE), ("de", &de::TABLE), ("fr", &fr::TABLE), ("uk", &uk::TABLE)];

/// The regions where CLDR writes Arabic with the digits ٠ to ٩; in all others and in `ar` itself they are Western ones.
const ARABIC_INDIC: [&str; 21] = [
    "BH", "DJ", "EG", "ER", "IL", "IQ", "JO", "KM", "KW", "LB", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SS", "SY",
    "TD", "YE",
];

/// A language in which dates are said, such as that of `uk` or `de-AT`. Copying it is free.
#[derive(Clone, Copy)]
pub struct Language {
    name: &'static str,
    table: &'static Table,
    /// Whether digits are Arabic-Indic, as in ٢٠٢٥.
    arabic_digits: bool,
}

impl Language {
    /// English.
    pub const ENGLISH: Self = Self { name: "en", table: &en::TABLE, arabic_digits: false };

    /// Returns the language of a BCP 47 tag; English where it has no table or the tag cannot be read.
    ///
    /// Arabic has the digits that CLDR gives it: Western ones for `ar`, Arabic-Indic ones for `ar-EG` and its like, and
    /// either by `-u-nu-arab` or `-u-nu-latn`.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let Ok(locale) = Locale::try_from_str(tag) else { return Self::ENGLISH };
        let language = locale.id.language.as_str();
        let Some((name, table)) = TABLES.iter().find(|(known, _)| *known == language) else { return Self::ENGLISH };
        let digits = locale.extensions.unicode.keywords.get(&key!("nu")).map(ToString::to_string);
        let arabic = match digits {
            Some(digits) => digits == "arab",
            None => locale.id.region.is_some_and(|region| ARABIC_INDIC.contains(&region.as_str())),
        };
        Self { name, table, arabic_digits: *name == "ar" && arabic }
    }

    /// Returns the words that stand beside dates.
    #[must_use]
    pub fn beside(self) -> &'static Beside {
        &self.table.beside
    }

    /// Returns the time from one date to another in words: `since 20 January 2025`, `2017 to 2021`; empty without either.
    #[must_use]
    pub fn span(self, from: Option<&Date>, until: Option<&Date>) -> String {
        self.digits(match (from, until) {
            (Some(from), Some(until)) => {
                let [from, until] = [(from, Role::Since), (until, Role::Until)].map(|(end, role)| {
                    let known = extent::known_end(&end.0.value, role);
                    self.table.date(known.as_ref().unwrap_or(&end.0.value), Role::Alone)
                });
                if from == until { from } else { super::fill(self.table.lasting, &[&from, &until]) }
            }
            (Some(from), None) => self.table.edge(&from.0.value, Role::Since),
            (None, Some(until)) => self.table.edge(&until.0.value, Role::Until),
            (None, None) => String::new(),
        })
    }

    pub(in crate::date) fn date(self, value: &Edtf) -> String {
        self.digits(self.table.date(value, Role::Alone))
    }

    pub(in crate::date) fn left_open(self, value: &Edtf) -> Option<&'static str> {
        self.table.left_open(value)
    }

    pub(in crate::date) fn full_day(self, day: Day) -> String {
        let day_and_month = self.table.day_and_month(day.day, day.month);
        let words = format!("{day_and_month} {}", self.table.year_within(day.year.into()));
        self.digits(self.table.led(Place { role: Role::Alone, about: false, unit: Unit::Day, words: &words }))
    }

    /// Returns an astronomical year as people count.
    #[must_use]
    pub fn year(self, year: i64) -> String {
        self.digits(self.table.year(year))
    }

    /// Returns ten years for a gutter: `2010s`.
    pub(in crate::date) fn short_decade(self, first: i64) -> String {
        self.digits(super::fill(self.table.decade[2], &[&first.to_string()]))
    }

    /// Returns the name of a month for a gutter: `Feb`.
    pub(in crate::date) fn short_month(self, number: u8) -> &'static str {
        self.table.short_month(number)
    }

    /// Returns what a code from 21 to 41 stands for.
    pub(in crate::date) fn season(self, code: u8) -> Option<&'static str> {
        self.table.season(code, Form::Alone).map(|(_, name, _)| name)
    }

    /// Returns a number in the digits of the language.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        self.digits(number.to_string())
    }

    /// Returns how years before and in the first centuries of the common era are said, with `{}` for their numbers: `{} BC`,
    /// `{} AD`.
    #[must_use]
    pub fn eras(self) -> [&'static str; 2] {
        [self.table.before_christ, self.table.anno_domini]
    }

    /// Returns its ten digits, the nought first, where they are not the Western ones.
    #[must_use]
    pub fn own_digits(self) -> Option<String> {
        self.arabic_digits.then(|| self.digits("0123456789".to_owned()))
    }

    /// Turns Western digits into those of the language.
    pub(in crate::date) fn digits(self, text: String) -> String {
        if !self.arabic_digits || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return text;
        }
        let arabic = |character: char| match character {
            '0'..='9' => char::from_u32(u32::from(character) - u32::from('0') + u32::from('٠')).unwrap_or(character),
            // Between words Arabic has a comma of its own, so this one stands between thousands.
            ',' => '٬',
            _ => character,
        };
        text.chars().map(arabic).collect()
    }

    /// Returns the names of months and days of the week that running text may use, by language, with their numbers.
    pub(in crate::date) fn tables() -> impl Iterator<Item = &'static Table> {
        TABLES.iter().map(|(_, table)| *table)
    }
}

/// Two languages are one if they say everything in the same words.
impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.arabic_digits) == (other.name, other.arabic_digits)
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.name).finish()
    }
}
