//! The order of names from A to Z in the site's language, and the letter under which a name stands.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Compares names as readers of a language do.
pub(super) struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// Prepares the order of a language, given as in BCP 47; an unknown one gets the root order of CLDR.
    #[must_use]
    pub(super) fn new(language: &str) -> Self {
        let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        Self { collator: Collator::try_new((&locale).into(), options).ok() }
    }

    /// Compares two names.
    #[must_use]
    pub(super) fn compare(&self, one: &str, other: &str) -> Ordering {
        match &self.collator {
            Some(collator) => collator.compare(one, other).then_with(|| one.cmp(other)),
            None => one.cmp(other),
        }
    }

    /// Returns the letter under which a name stands: without marks where it is Latin, `#` for what is no letter.
    #[must_use]
    pub(super) fn letter(name: &str) -> String {
        let Some(first) = name.chars().find(|character| character.is_alphanumeric()) else { return "#".to_owned() };
        if !first.is_alphabetic() {
            return "#".to_owned();
        }
        let base: String = first.to_string().nfd().filter(|character| !is_combining_mark(*character)).collect();
        let plain = base.chars().next().filter(char::is_ascii_alphabetic).unwrap_or(first);
        plain.to_uppercase().to_string()
    }
}
