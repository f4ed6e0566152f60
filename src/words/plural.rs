//! Numbers with what is counted: `1 article`, `5 статей`, by the categories of plural that CLDR gives a language.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::Pattern;
use crate::date::Language;

/// The forms of a word by category: `one`, `few`, `many`, `other`.
pub type Forms = BTreeMap<String, Arc<str>>;

/// Up to which number categories are kept: most numbers of a site are small.
const KEPT: u64 = 200;

/// The words of one language that have forms of plural.
#[derive(Debug)]
pub struct Plurals {
    locale: Locale,
    language: Language,
    /// The categories of the numbers from 0 to [`KEPT`].
    kept: Vec<PluralCategory>,
    /// The words by key.
    words: Vec<(String, Counted)>,
}

/// One word in its forms, in the order of [`CATEGORIES`].
type Counted = [Option<Pattern>; CATEGORIES.len()];

/// The names of the categories of CLDR.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Which of [`CATEGORIES`] stands in for those that a word lacks.
const OTHER: usize = 5;

impl Plurals {
    /// Reads the forms of words; `file` is the tag of their language, and `language` gives the digits.
    #[must_use]
    pub(super) fn new(file: &str, language: Language, forms: &BTreeMap<String, Forms>) -> Self {
        let locale = Locale::try_from_str(file).unwrap_or(Locale::UNKNOWN);
        let counted = |forms: &Forms| CATEGORIES.map(|name| forms.get(name).map(|form| Pattern::new(form)));
        let words = forms.iter().map(|(key, forms)| (key.clone(), counted(forms))).collect();
        let kept = match rules(&locale) {
            Some(rules) => (0..=KEPT).map(|number| rules.category_for(number)).collect(),
            None => Vec::new(),
        };
        Self { locale, language, kept, words }
    }

    /// Returns a number with what is counted; `at` is the place of the key among [`Plurals::keys`].
    #[must_use]
    pub fn say(&self, at: usize, number: u64) -> String {
        let place = place(self.category(number));
        let digits = self.language.number(number);
        let form = self.words.get(at).and_then(|(_, forms)| forms[place].as_ref().or(forms[OTHER].as_ref()));
        form.map_or_else(|| digits.clone(), |form| form.fill(&[("n", &digits)]))
    }

    /// Returns a number with what is counted, by key; the number alone under one that has no forms.
    #[must_use]
    pub fn of(&self, key: &str, number: u64) -> String {
        let at = self.words.iter().position(|(known, _)| known == key);
        at.map_or_else(|| self.language.number(number), |at| self.say(at, number))
    }

    /// Returns the language in whose digits numbers stand.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns the keys of the words, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(key, _)| key.as_str())
    }

    fn category(&self, number: u64) -> PluralCategory {
        let kept = usize::try_from(number).ok().and_then(|at| self.kept.get(at)).copied();
        kept.or_else(|| Some(rules(&self.locale)?.category_for(number))).unwrap_or(PluralCategory::Other)
    }
}

/// Returns the names of the categories that a language has.
#[must_use]
pub fn categories(file: &str) -> Vec<&'static str> {
    let rules = Locale::try_from_str(file).ok().and_then(|locale| rules(&locale));
    rules.map(|rules| rules.categories().map(|category| CATEGORIES[place(category)]).collect()).unwrap_or_default()
}

/// Tells whether a category of a language stands for one number only, as `one` does in English and `two` in Arabic, but not
/// `one` in Ukrainian, which stands for 21 as well.
#[must_use]
pub fn is_one_number(file: &str, category: &str) -> bool {
    let rules = Locale::try_from_str(file).ok().and_then(|locale| rules(&locale));
    let in_it = |rules: PluralRules| {
        (0..=KEPT).filter(|number| CATEGORIES[place(rules.category_for(*number))] == category).count()
    };
    rules.map(in_it) == Some(1)
}

/// The rules cannot be shared between threads; their data lies in the program, so that making them is cheap.
fn rules(locale: &Locale) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(locale.into()).ok()
}

/// Returns the place of a category among [`CATEGORIES`].
fn place(category: PluralCategory) -> usize {
    match category {
        PluralCategory::Zero => 0,
        PluralCategory::One => 1,
        PluralCategory::Two => 2,
        PluralCategory::Few => 3,
        PluralCategory::Many => 4,
        PluralCategory::Other => OTHER,
    }
}
