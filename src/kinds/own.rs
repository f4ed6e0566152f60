//! What a site says of a kind of its own, beside its keys: what it is called, and which words other vocabularies have for it.

use std::sync::Arc;

/// What a site says of a kind of its own.
#[derive(Debug)]
pub struct Own {
    /// What one of them is called: `vessel`.
    pub label: Label,
    /// What several are called: `Vessels`.
    pub plural_label: Label,
    /// The template of its records' pages.
    pub template: &'static str,
    /// The schema of FollowTheMoney, where it has one: `Vessel`.
    pub followthemoney: Option<&'static str>,
    /// Its keys that hold facts and relations, in the order in which pages show them.
    pub facts: Vec<Fact>,
}

/// A key of a kind of a site's own.
#[derive(Debug)]
pub struct Fact {
    /// The key: `built`.
    pub key: &'static str,
    /// What it is called on pages: `Built`.
    pub label: Label,
    /// For a relation, what it is called on the pages of those to whom it leads: `Owns`.
    pub inverse: Option<Label>,
    /// The property of schema.org.
    pub schema_org: Option<&'static str>,
    /// The property of FollowTheMoney; for a relation its schema, and the end at which the other one stands.
    pub followthemoney: Option<&'static str>,
}

/// Words of a site, in one or several languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label(Vec<(Arc<str>, Arc<str>)>);

impl Label {
    /// Words for readers of all languages.
    #[must_use]
    pub fn plain(words: &str) -> Self {
        Self(vec![("".into(), words.into())])
    }

    /// Words by the tags of their languages; the first ones are for all others.
    #[must_use]
    pub fn by_language(words: Vec<(Arc<str>, Arc<str>)>) -> Option<Self> {
        (!words.is_empty()).then_some(Self(words))
    }

    /// Returns the words for a language, as in BCP 47: those of the tag, else of its language, else the first ones.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> &Arc<str> {
        let of = |tag: &str| self.0.iter().find(|(language, _)| **language == *tag);
        let found = of(tag).or_else(|| of(crate::words::base(tag)));
        &found.unwrap_or(&self.0[0]).1
    }
}
