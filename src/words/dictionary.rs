//! The languages of a site: which file of words speaks for a tag of BCP 47, and what the site says otherwise.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::{BUILT_IN, ENGLISH, Sections, Word, Words, base};
use crate::date::Language;
use crate::kinds::Kinds;

/// One word that a site says otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    /// The section: `title`.
    pub section: Arc<str>,
    /// The key in it: `people`.
    pub key: Arc<str>,
    /// Which form of plural it is, for a word that has some: `few`.
    pub form: Option<Arc<str>>,
    /// The word.
    pub text: Arc<str>,
}

impl Override {
    pub(super) fn apply(&self, sections: &mut Sections) {
        let Some(word) = sections.get_mut(&*self.section).and_then(|section| section.get_mut(&*self.key)) else {
            return;
        };
        match (word, &self.form) {
            (Word::Forms(forms), Some(form)) => {
                forms.insert(form.to_string(), Arc::clone(&self.text));
            }
            (word @ Word::Text(_), None) => *word = Word::Text(Arc::clone(&self.text)),
            _ => {}
        }
    }
}

/// What a site says otherwise, by the tag of the language: the name of its file.
pub type Overrides = BTreeMap<Arc<str>, Vec<Override>>;

/// The words of a site in its languages.
#[derive(Clone)]
pub struct Dictionary {
    language: Arc<str>,
    /// The words of the language itself, made when first asked for.
    own: OnceLock<Arc<Words>>,
    shared: Arc<Shared>,
}

struct Shared {
    overrides: Overrides,
    kinds: Kinds,
    /// The words of each language that was asked for.
    made: RwLock<BTreeMap<Arc<str>, Arc<Words>>>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self::new(ENGLISH, Overrides::new(), Kinds::default())
    }
}

impl Dictionary {
    /// Describes the words of a site in this language, with what it calls kinds of its own.
    #[must_use]
    pub fn new(language: &str, overrides: Overrides, kinds: Kinds) -> Self {
        Self::of_shared(language.into(), Arc::new(Shared { overrides, kinds, made: RwLock::default() }))
    }

    /// Returns the same words for who speaks another language first; where there are none in it, nothing changes.
    #[must_use]
    pub fn speaking(&self, tag: &str) -> Self {
        let language = if self.made(tag).is_some() { tag.into() } else { Arc::clone(&self.language) };
        Self::of_shared(language, Arc::clone(&self.shared))
    }

    fn of_shared(language: Arc<str>, shared: Arc<Shared>) -> Self {
        Self { language, own: OnceLock::new(), shared }
    }

    /// Returns the words of the language itself; English ones where it has none.
    #[must_use]
    pub fn own(&self) -> &Arc<Words> {
        let english =
            || Arc::new(Words::new(ENGLISH, ENGLISH, Language::ENGLISH, &[self.overrides(ENGLISH)], self.shared.kinds));
        self.own.get_or_init(|| self.made(&self.language).or_else(|| self.made(ENGLISH)).unwrap_or_else(english))
    }

    /// Returns the words of a language; where it has none, those of the language itself.
    #[must_use]
    pub fn of(&self, tag: &str) -> Arc<Words> {
        let other = if *tag == *self.language { None } else { self.made(tag) };
        other.unwrap_or_else(|| Arc::clone(self.own()))
    }

    fn overrides(&self, file: &str) -> &[Override] {
        self.shared.overrides.get(file).map_or(&[], Vec::as_slice)
    }

    /// Returns what a site says otherwise in a language, and below a region what it says so in the whole language.
    fn layers<'a>(&'a self, file: &'a str) -> Vec<&'a [Override]> {
        let base = base(file);
        let own = (base != file).then(|| self.overrides(file));
        [self.overrides(base)].into_iter().chain(own).collect()
    }

    fn made(&self, tag: &str) -> Option<Arc<Words>> {
        if let Some(words) = self.shared.made.read().unwrap_or_else(PoisonError::into_inner).get(tag) {
            return Some(Arc::clone(words));
        }
        let file = self.file(tag)?;
        let language = Language::of(tag);
        let mut made = self.shared.made.write().unwrap_or_else(PoisonError::into_inner);
        // `en-GB` and `en` are one, unless the digits differ.
        let name = if language == Language::of(file) { file } else { tag };
        let words = match made.get(name) {
            Some(words) => Arc::clone(words),
            None => Arc::new(Words::new(name, file, language, &self.layers(file), self.shared.kinds)),
        };
        made.insert(name.into(), Arc::clone(&words));
        made.insert(tag.into(), Arc::clone(&words));
        Some(words)
    }

    /// Returns the tag of the file that speaks for a language: its own, or that of the language without its region.
    fn file<'a>(&'a self, tag: &'a str) -> Option<&'a str> {
        let known =
            |tag: &str| self.shared.overrides.contains_key(tag) || BUILT_IN.iter().any(|(name, _)| *name == tag);
        [tag, base(tag)].into_iter().find(|tag| known(tag))
    }
}

/// Two dictionaries are one if they say everything in the same words.
impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
            && self.shared.overrides == other.shared.overrides
            && self.shared.kinds == other.shared.kinds
    }
}

impl Eq for Dictionary {}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dictionary").field(&self.language).finish()
    }
}
