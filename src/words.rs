//! The words of the interface: one file for each language, of which a site may override single words.
//!
//! 1. The built-in files, `templates/words/en.yaml` and its like, have the same keys: two levels, and forms of plural below
//!    the section `count`.
//! 2. [`Words`] are those of one language: English ones below those of the language below those of the site.
//! 3. Templates name a word as `say.title.people`; what code writes itself is a field of [`Said`].
//! 4. A [`Dictionary`] holds the languages of a site, each made when first asked for.

mod dictionary;
mod endonym;
mod file;
mod pattern;
mod plural;
mod said;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use dictionary::{Dictionary, Override, Overrides};
pub use endonym::endonym;
pub use pattern::Pattern;
pub use plural::{CATEGORIES, Forms, Plurals, categories, is_one_number};
pub use said::{Announced, Said, Whole};

use crate::date::Language;
use crate::digest::{Digest, Digestible as _, Hasher};
use crate::kinds::Kinds;

/// The section whose words have forms of plural: each is a filter, as in `{{ n | count_articles }}`.
pub const COUNT: &str = "count";

/// The sections that hold the words for what a record says: each is a filter, as in `{{ page.status | say_story_status }}`.
pub const LOOKED_UP: [&str; 7] = ["alias", "correction", "event_status", "fact", "field", "kind", "story_status"];

/// The section of what kinds of records are called.
const KIND: &str = "kind";

/// The built-in files, by language.
pub const BUILT_IN: [(&str, &str); 5] = [
    (ENGLISH, include_str!("../templates/words/en.yaml")),
    ("ar", include_str!("../templates/words/ar.yaml")),
    ("de", include_str!("../templates/words/de.yaml")),
    ("fr", include_str!("../templates/words/fr.yaml")),
    ("uk", include_str!("../templates/words/uk.yaml")),
];

/// The language whose words stand in for those that another one lacks.
pub const ENGLISH: &str = "en";

/// A section of a file: its words by key.
pub type Section = BTreeMap<String, Word>;

/// A file of words, by section.
pub type Sections = BTreeMap<String, Section>;

/// What stands under a key.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Word {
    /// A word, or a pattern such as `Part of {story}`.
    Text(Arc<str>),
    /// The forms of plural, by category of CLDR.
    Forms(Forms),
}

/// The words of one language, as a site says them.
#[derive(Debug)]
pub struct Words {
    /// What the language is called here: the tag of its file, `uk`, or one that says more, where its digits are others.
    pub name: Arc<str>,
    /// The words that code writes itself.
    pub said: Said,
    /// The forms of plural by key, such as `articles`.
    pub plurals: Plurals,
    sections: Sections,
    digest: Digest,
}

/// Returns the language of a tag without its region: `de` of `de-AT`.
#[must_use]
pub fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

impl Words {
    /// Returns the words of a language: those of its built-in file, if there is one, with what a site calls kinds of its own, and
    /// what it says otherwise, layer upon layer.
    fn new(name: &str, file: &str, language: Language, layers: &[&[Override]], kinds: Kinds) -> Self {
        let mut sections = built_in(ENGLISH).cloned().unwrap_or_default();
        let base = base(file);
        if let Some(own) = built_in(base).filter(|_| base != ENGLISH) {
            for (section, words) in own {
                sections.entry(section.clone()).or_default().extend(words.clone());
            }
        }
        for (kind, own) in kinds.own().filter_map(|kind| Some((kind.name, kind.own.as_ref()?))) {
            let label = Word::Text(Arc::clone(own.label.in_language(file)));
            sections.entry(KIND.to_owned()).or_default().insert(kind.to_owned(), label);
        }
        for it in layers.iter().copied().flatten() {
            it.apply(&mut sections);
        }
        let forms = sections.get(COUNT).into_iter().flatten();
        let forms = forms.filter_map(|(key, word)| match word {
            Word::Forms(forms) => Some((key.clone(), forms.clone())),
            Word::Text(_) => None,
        });
        let plurals = Plurals::new(file, language, &forms.collect());
        let mut hasher = Hasher::default();
        language.number(0).digest(&mut hasher);
        for (section, words) in &sections {
            section.digest(&mut hasher);
            for (key, word) in words {
                key.digest(&mut hasher);
                word.digest(&mut hasher);
            }
        }
        Self { name: name.into(), said: Said::of(&sections), plurals, sections, digest: hasher.finish() }
    }

    /// Returns the word under a key such as `title.people`.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&Arc<str>> {
        let (section, key) = key.split_once('.')?;
        match self.sections.get(section)?.get(key)? {
            Word::Text(text) => Some(text),
            Word::Forms(_) => None,
        }
    }

    /// Returns the words of a section by key.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&str, &Word)> {
        self.sections.get(name).into_iter().flatten().map(|(key, word)| (key.as_str(), word))
    }

    /// Returns the word for what a record says, such as `planned` in the section `event_status`; the same where it has none.
    #[must_use]
    pub fn look_up<'a>(&'a self, section: &str, word: &'a str) -> &'a str {
        let words = self.sections.get(section);
        let found = words.and_then(|words| words.get(word).or_else(|| words.get(&word.replace(' ', "_"))));
        match found {
            Some(Word::Text(text)) => text,
            _ => word,
        }
    }

    /// Returns the same with a capital, as at the start of a line.
    #[must_use]
    pub fn look_up_at_start(&self, section: &str, word: &str) -> String {
        let word = self.look_up(section, word);
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// Returns the keys of all words that templates may name, such as `title.people`.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let texts = self.sections.iter().filter(|(name, _)| *name != COUNT);
        texts.flat_map(|(name, words)| words.keys().map(move |key| format!("{name}.{key}")))
    }

    /// Returns the digest of all that is said.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl Word {
    fn digest(&self, hasher: &mut Hasher) {
        match self {
            Self::Text(text) => text.digest(hasher),
            Self::Forms(forms) => {
                for (category, form) in forms {
                    category.digest(hasher);
                    form.digest(hasher);
                }
            }
        }
    }
}

/// Returns the words of a built-in file, read when first asked for; none of a language that has no file.
#[must_use]
pub fn built_in(language: &str) -> Option<&'static Sections> {
    static FILES: [OnceLock<Sections>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
    let at = BUILT_IN.iter().position(|(name, _)| *name == language)?;
    // That they can be read is what a test is for.
    FILES.get(at).map(|read| read.get_or_init(|| file::read(BUILT_IN[at].1).unwrap_or_default()))
}
