//! The kinds of one site: those that are built in, and its own behind them.
//!
//! A kind is the same for as long as the program runs, so that records can hold it as they hold one that is built in. The table of
//! a site with kinds of its own is therefore made once and stays: a preview makes another one only when the setting changes.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::declared::{Declared, DeclaredField, DeclaredType};
use super::own::{Fact, Own};
use super::{ARTICLE, EVENT, KINDS, NAMED};
use crate::kind::{Field, Kind, Targets, Type};

/// The kinds of a site, in the order in which lists of kinds appear.
#[derive(Clone, Copy)]
pub struct Kinds(&'static [&'static Kind]);

impl Default for Kinds {
    fn default() -> Self {
        Self(&KINDS)
    }
}

/// Two tables are one if they are the same: equal declarations give the same one.
impl PartialEq for Kinds {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Kinds {}

impl fmt::Debug for Kinds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The tables with kinds of a site's own, each with the declarations that it was made of.
static MADE: Mutex<Vec<(Vec<Declared>, Kinds)>> = Mutex::new(Vec::new());

impl Kinds {
    /// The most kinds that a site may have of its own.
    pub const MOST_OWN: usize = 100;

    /// Returns the kinds of a site that declares these; at most [`Self::MOST_OWN`] of them count.
    #[must_use]
    pub fn with(mut declared: Vec<Declared>) -> Self {
        declared.truncate(Self::MOST_OWN);
        if declared.is_empty() {
            return Self::default();
        }
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = made.iter().find(|(known, _)| *known == declared) {
            return *known;
        }
        let kinds = Self(make(&declared));
        made.push((declared, kinds));
        kinds
    }

    /// Returns all of them.
    #[must_use]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = &'static Kind> {
        self.0.iter().copied()
    }

    /// Returns those that are not built in.
    pub fn own(self) -> impl Iterator<Item = &'static Kind> {
        self.iter().skip(KINDS.len())
    }

    /// Tells whether there are others than those that are built in.
    #[must_use]
    pub fn has_own(self) -> bool {
        self.0.len() > KINDS.len()
    }

    /// Returns the kind of this name, singular or plural: `person`, `people`.
    #[must_use]
    pub fn find(self, name: &str) -> Option<&'static Kind> {
        self.iter().find(|kind| kind.name == name || kind.plural == name)
    }

    /// Returns the kind whose folder this is.
    #[must_use]
    pub fn of_folder(self, folder: &str) -> Option<&'static Kind> {
        self.iter().find(|kind| kind.plural == folder)
    }

    /// Returns the entry of a kind, with all keys that it has on this site.
    #[must_use]
    pub fn entry(self, kind: &'static Kind) -> &'static Kind {
        self.0.get(usize::from(kind.order)).copied().unwrap_or(kind)
    }
}

/// Makes a table that stays.
fn make(declared: &[Declared]) -> &'static [&'static Kind] {
    let places = || declared.iter().zip(KINDS.len() as u8..);
    // Relations may lead in circles: they name kinds by outlines, which have the same places but no keys of their own.
    let outlines: Vec<&'static Kind> = places().map(|(it, order)| stay(kind(it, order, &[], Vec::new()))).collect();
    let named: Vec<Field> = outlines.iter().map(|kind| naming(kind)).collect();
    let named: &'static [Field] = named.leak();
    let mut kinds: Vec<&'static Kind> = KINDS.to_vec();
    for (built_in, fields) in [(&ARTICLE, ARTICLE.fields), (&EVENT, EVENT.fields)] {
        let fields = fields.iter().chain(named).copied().collect::<Vec<_>>().leak();
        let Kind { order, name, plural, name_key, schema_org, .. } = *built_in;
        kinds[usize::from(order)] = stay(Kind { order, name, plural, name_key, schema_org, fields, own: None });
    }
    kinds.extend(places().map(|(it, order)| {
        let fields = it.fields.iter().map(|field| own_field(field, &outlines));
        let fields: &'static [Field] = NAMED.iter().copied().chain(fields).collect::<Vec<_>>().leak();
        let facts = it.fields.iter().zip(&fields[NAMED.len()..]).map(|(declared, field)| fact(declared, field.name));
        stay(kind(it, order, fields, facts.collect()))
    }));
    kinds.leak()
}

fn kind(declared: &Declared, order: u8, fields: &'static [Field], facts: Vec<Fact>) -> Kind {
    Kind {
        order,
        name: word(&declared.name),
        plural: word(&declared.plural),
        name_key: "name",
        schema_org: word(&declared.schema_org),
        fields,
        own: Some(Own {
            label: declared.label.clone(),
            plural_label: declared.plural_label.clone(),
            template: word(&declared.template),
            followthemoney: declared.followthemoney.as_deref().map(word),
            facts,
        }),
    }
}

/// Returns the key by which articles and events name records of a kind.
fn naming(kind: &'static Kind) -> Field {
    let targets: Targets = vec![kind].leak();
    let doc = word(&format!("the {} in it", kind.plural));
    Field { name: kind.plural, also: "", ty: Type::Refs(targets), required: false, doc }
}

fn own_field(declared: &DeclaredField, outlines: &[&'static Kind]) -> Field {
    let ty = match &declared.ty {
        DeclaredType::Text => Type::Prose,
        DeclaredType::Texts => Type::Texts,
        DeclaredType::Date => Type::Date,
        DeclaredType::Number => Type::Decimal,
        DeclaredType::Url => Type::Url,
        DeclaredType::Flag => Type::Flag,
        DeclaredType::Choice(words) => Type::Choice(words.iter().map(|it| word(it)).collect::<Vec<_>>().leak()),
        DeclaredType::Relation(to, _) => {
            let known = || KINDS.iter().chain(outlines).copied();
            let targets = to.iter().filter_map(|to| known().find(|kind| kind.name == to || kind.plural == to));
            Type::KnownRefs(targets.collect::<Vec<_>>().leak())
        }
    };
    let doc = word(declared.label.in_language("en"));
    Field { name: word(&declared.key), also: "", ty, required: declared.required, doc }
}

fn fact(declared: &DeclaredField, key: &'static str) -> Fact {
    let inverse = match &declared.ty {
        DeclaredType::Relation(_, inverse) => inverse.clone(),
        _ => None,
    };
    Fact {
        key,
        label: declared.label.clone(),
        inverse,
        schema_org: declared.schema_org.as_deref().map(word),
        followthemoney: declared.followthemoney.as_deref().map(word),
    }
}

fn stay<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn word(text: &str) -> &'static str {
    text.to_owned().leak()
}
