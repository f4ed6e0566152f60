//! What articles, single sources and an event's own record say differently of it, fact by fact, and what the desk holds.

use std::sync::Arc;

use super::desk::{Desk, date_view};
use super::parts::{Card, SharedDate, SourceView};
use super::view::view;
use crate::link::Handle;
use crate::link::accounts::{self, Row, fact};
use crate::parse::fields::Fields;

view! {
    /// The accounts of one fact.
    AccountsView {
        /// Which fact.
        field: Arc<str>,
        /// What is said: by the record, by the accounts that it lists, by articles.
        rows: Vec<AccountView>,
        /// What the desk holds, in file order.
        rulings: Vec<RulingView>,
    }
}

view! {
    /// What somebody says about one fact.
    AccountView {
        /// What is said.
        value: Arc<str>,
        /// Whether the event's own record says so.
        record: bool,
        /// The articles that say so, oldest first.
        articles: Vec<Card>,
        /// The sources that say so.
        sources: Vec<SourceView>,
    }
}

view! {
    /// What the desk holds about one fact, and why.
    RulingView {
        /// What it holds.
        value: Arc<str>,
        /// Why.
        reason: Option<Arc<str>>,
        /// Who decided.
        by: Option<Arc<str>>,
        /// When.
        date: Option<SharedDate>,
        /// What it rests on.
        sources: Vec<SourceView>,
    }
}

impl AccountsView {
    /// Tells whether accounts differ, from each other or from what the desk holds; where it holds nothing, that they are listed
    /// says so.
    #[must_use]
    pub(super) fn differs(&self) -> bool {
        let held = self.rulings.iter().map(|ruling| &ruling.value);
        let mut values = self.rows.iter().map(|row| &row.value).chain(held);
        let first = values.next();
        !self.rows.is_empty() && (self.rulings.is_empty() || values.any(|value| Some(value) != first))
    }
}

impl Desk {
    /// Returns the accounts of an event that differ, those of one fact together, facts in the order in which they are first
    /// named.
    #[must_use]
    pub fn accounts(&self, event: Handle) -> Vec<AccountsView> {
        let entity = self.entity(event);
        let language = self.language_of(entity);
        let view = |row: &Row| AccountView {
            value: row.value.words(&self.site, language),
            record: row.record,
            articles: self.cards_of(articles(row)),
            sources: self.account_sources(event, row).into_iter().flat_map(|maps| self.cited(maps)).collect(),
        };
        let points = accounts::of(&self.site, event).into_iter();
        let mut groups: Vec<AccountsView> = points
            .map(|point| AccountsView {
                rows: point.rows.iter().map(view).collect(),
                field: point.field,
                rulings: Vec::new(),
            })
            .collect();
        for map in entity.document.fields.maps("rulings") {
            let (Some(field), Some(value)) = (map.text("field"), map.text("value")) else { continue };
            let at = groups.iter().position(|group| fact(&group.field) == fact(field)).unwrap_or_else(|| {
                groups.push(AccountsView { field: Arc::clone(field), rows: Vec::new(), rulings: Vec::new() });
                groups.len() - 1
            });
            groups[at].rulings.push(RulingView {
                value: accounts::in_words(&self.site, field, value, language),
                reason: map.text("reason").cloned(),
                by: map.text("by").cloned(),
                date: date_view(language, map.date("date"), None),
                sources: self.cited(map.maps("sources")),
            });
        }
        groups
    }

    /// Returns the sources that those cite who say what a row of accounts says.
    #[must_use]
    pub(super) fn account_sources(&self, event: Handle, row: &Row) -> Vec<&[Fields]> {
        let listed = self.entity(event).document.fields.maps("accounts");
        let own = row.listed.iter().filter_map(|index| listed.get(*index)).map(|map| map.maps("source"));
        let theirs = row.articles.iter().map(|(article, index)| accounts::sources(&self.site, *article, *index));
        own.chain(theirs).collect()
    }
}

/// Returns the articles that say what a row of accounts says, each once.
pub(super) fn articles(row: &Row) -> Vec<Handle> {
    let mut articles: Vec<Handle> = row.articles.iter().map(|(article, _)| *article).collect();
    articles.dedup();
    articles
}
