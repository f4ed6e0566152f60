//! Kinds as a site declares them in its settings, read and checked, before they have places in a table.

use super::own::Label;

/// A kind that a site declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// One of them: `vessel`.
    pub name: String,
    /// Several: `vessels`.
    pub plural: String,
    /// What one is called on pages.
    pub label: Label,
    /// What several are called.
    pub plural_label: Label,
    /// The template of the pages.
    pub template: String,
    /// The type of schema.org.
    pub schema_org: String,
    /// The schema of FollowTheMoney.
    pub followthemoney: Option<String>,
    /// Its keys.
    pub fields: Vec<DeclaredField>,
}

/// A key of such a kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclaredField {
    /// The key.
    pub key: String,
    /// What it is called on pages.
    pub label: Label,
    /// What its value may be.
    pub ty: DeclaredType,
    /// Whether it must be there.
    pub required: bool,
    /// The property of schema.org.
    pub schema_org: Option<String>,
    /// The property of FollowTheMoney, or the schema of a relation.
    pub followthemoney: Option<String>,
}

/// What the value of such a key may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeclaredType {
    /// Text.
    Text,
    /// Text or several texts.
    Texts,
    /// A date.
    Date,
    /// A number.
    Number,
    /// An address.
    Url,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Choice(Vec<String>),
    /// Records of these kinds, by their names or plurals, and what the relation is called from there.
    Relation(Vec<String>, Option<Label>),
}
