//! What pages show of a site's own kinds: what a record of one says by the keys that the site declares, who leads to a record by a
//! relation, and which records of such kinds an article or an event names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::date_view;
use super::desk::Desk;
use super::parts::{Part, SharedDate, SourceView};
use super::view::view;
use crate::kind::{Field, Kind, Type};
use crate::kinds::{self, Fact, Label};
use crate::link::{Entity, Handle};
use crate::parse::fields::Value;
use crate::parse::url;

view! {
    /// A fact: what it is called, and what it is.
    FactView {
        /// What it is called: `Built`.
        title: Arc<str>,
        /// What it is.
        values: Vec<FactValueView>,
    }
}

view! {
    /// One value of a fact: text, an address, a date, or a record.
    FactValueView {
        /// The words; of a record its name. Empty for a date.
        title: Arc<str>,
        /// The address of a record, from the site's root.
        path: Option<Arc<str>>,
        /// An address elsewhere.
        url: Option<Arc<str>>,
        /// A date.
        date: Option<SharedDate>,
        /// The part that a record plays.
        part: Option<Arc<str>>,
        /// What it rests on.
        sources: Vec<SourceView>,
    }
}

view! {
    /// The records of a kind of the site's own that an article names.
    NamedKindView {
        /// What several of them are called.
        title: Arc<str>,
        /// The records.
        records: Vec<Part>,
    }
}

/// Those who lead to a record by one relation: the kind and the key, what that is called from here, and who.
pub(super) struct Inverse {
    /// The kind of those who lead there.
    pub(super) kind: &'static Kind,
    /// The relation.
    pub(super) fact: &'static Fact,
    /// Who, each once, in the order of their ids.
    pub(super) records: Vec<Handle>,
}

impl Inverse {
    /// Returns what the relation is called on the pages of those to whom it leads.
    pub(super) fn label(&self) -> Option<&'static Label> {
        self.fact.inverse.as_ref().or(self.kind.own.as_ref().map(|own| &own.plural_label))
    }
}

/// Returns the declared keys of a record of a site's own kind, each with its field.
pub fn declared(kind: &'static Kind) -> impl Iterator<Item = (&'static Fact, &'static Field)> {
    let facts = kind.own.iter().flat_map(|own| &own.facts);
    facts.filter_map(|fact| Some((fact, kind.fields.iter().find(|field| field.name == fact.key)?)))
}

impl Desk {
    /// Returns what a page shows of a record's declared facts and relations, of the records of such kinds that an event names, and of
    /// those who lead there by a relation.
    #[must_use]
    pub fn facts(&self, handle: Handle) -> Vec<FactView> {
        let (entity, kinds) = (self.entity(handle), self.kinds());
        if !kinds.has_own() || entity.withdrawn {
            return Vec::new();
        }
        let tag = self.tag_of(entity);
        let own = declared(kinds.entry(entity.id.kind))
            .map(|(fact, field)| (Arc::clone(fact.label.in_language(tag)), self.values(entity, field)));
        let is_event = *entity.id.kind == kinds::EVENT;
        let named = kinds.own().filter(|_| is_event).filter_map(|kind| {
            let label = kind.own.as_ref()?.plural_label.in_language(tag);
            Some((Arc::clone(label), self.references(entity, kind.plural)))
        });
        let inverse = self.inverses(handle).into_iter().filter_map(|inverse| {
            let records = inverse.records.iter().map(|record| self.record_value(*record, None));
            Some((Arc::clone(inverse.label()?.in_language(tag)), records.collect()))
        });
        let all = own.chain(named).chain(inverse).filter(|(_, values): &(_, Vec<_>)| !values.is_empty());
        all.map(|(title, values)| FactView { title, values }).collect()
    }

    /// Returns those who lead to a record by relations of their own kinds, in the order of kinds and keys.
    pub(super) fn inverses(&self, handle: Handle) -> Vec<Inverse> {
        let kinds = self.kinds();
        let mut found: BTreeMap<(&'static Kind, usize), Vec<Handle>> = BTreeMap::new();
        for mention in self.site.mentions_of(handle).iter().filter(|_| kinds.has_own()) {
            let kind = kinds.entry(self.entity(mention.from).id.kind);
            let Some((at, own)) = mention.at.filter(|at| at.sub.is_empty()).zip(kind.own.as_ref()) else { continue };
            if let Some(fact) = own.facts.iter().position(|fact| fact.key == at.field) {
                found.entry((kind, fact)).or_default().push(mention.from);
            }
        }
        let inverses = found.into_iter().filter_map(|((kind, fact), mut records)| {
            records.sort_unstable();
            records.dedup();
            Some(Inverse { kind, fact: kind.own.as_ref()?.facts.get(fact)?, records })
        });
        inverses.collect()
    }

    /// Returns the records of the site's own kinds that an article names, by kind.
    #[must_use]
    pub fn named_kinds(&self, entity: &Entity) -> Vec<NamedKindView> {
        let tag = self.tag_of(entity);
        let named = self.kinds().own().filter(|_| !entity.withdrawn).filter_map(|kind| {
            let title = Arc::clone(kind.own.as_ref()?.plural_label.in_language(tag));
            Some(NamedKindView { title, records: self.parts(entity, kind.plural, None) })
        });
        named.filter(|named| !named.records.is_empty()).collect()
    }

    /// Returns the language of a record's page, as in BCP 47.
    fn tag_of<'a>(&'a self, entity: &'a Entity) -> &'a str {
        entity.document.fields.text("lang").unwrap_or(&self.site.config.language)
    }

    fn values(&self, entity: &Entity, field: &Field) -> Vec<FactValueView> {
        let fields = &entity.document.fields;
        let date = || date_view(self.language_of(entity), fields.date(field.name), None);
        match (&field.ty, fields.get(field.name)) {
            (Type::Url, Some(Value::Text(address))) => {
                let bare = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
                let (title, url) = (url::shown(bare).into(), Some(self.address(address)));
                vec![FactValueView { title, url, ..FactValueView::default() }]
            }
            (_, Some(Value::Text(text))) => vec![said(text)],
            (_, Some(Value::Texts(texts))) => texts.iter().map(said).collect(),
            (_, Some(Value::Flag(is_so))) => {
                let key = if *is_so { "own.is" } else { "own.is_not" };
                self.words_of(entity).text(key).map(said).into_iter().collect()
            }
            (_, Some(Value::Date(_))) => vec![FactValueView { date: date(), ..FactValueView::default() }],
            (_, Some(Value::Refs(_))) => self.references(entity, field.name),
            _ => Vec::new(),
        }
    }

    fn references(&self, entity: &Entity, key: &str) -> Vec<FactValueView> {
        let items = entity.document.fields.refs(key);
        let found = entity.refs(key).filter_map(|(_, reference, resolved)| {
            let value = match resolved.found() {
                Some(record) => self.record_value(record, reference.role.clone()),
                None => said(&self.named(resolved, &reference.target)?.title),
            };
            let item = items.get(usize::from(reference.at.index));
            Some(FactValueView { sources: item.map(|item| self.cited(&item.sources)).unwrap_or_default(), ..value })
        });
        found.collect()
    }

    fn record_value(&self, record: Handle, part: Option<Arc<str>>) -> FactValueView {
        let card = &self.cards[record.ix()].view;
        let (title, path) = (Arc::clone(&card.title), Some(Arc::clone(&card.path)));
        FactValueView { title, path, part, ..FactValueView::default() }
    }
}

fn said(text: &Arc<str>) -> FactValueView {
    FactValueView { title: Arc::clone(text), ..FactValueView::default() }
}

impl Default for FactValueView {
    fn default() -> Self {
        Self { title: "".into(), path: None, url: None, date: None, part: None, sources: Vec::new() }
    }
}
