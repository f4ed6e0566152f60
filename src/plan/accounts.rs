//! What single sources say differently about one event, fact by fact, and what the desk holds.

use std::sync::Arc;

use super::desk::{Desk, date_view};
use super::parts::{SharedDate, SourceView};
use super::view::view;
use crate::link::Entity;
use crate::name;

view! {
    /// The accounts of one fact.
    AccountsView {
        /// Which fact.
        field: Arc<str>,
        /// What each source says, in file order.
        rows: Vec<AccountView>,
        /// What the desk holds, in file order.
        rulings: Vec<RulingView>,
    }
}

view! {
    /// What one source says about one fact.
    AccountView {
        /// What it says.
        value: Arc<str>,
        /// Which source.
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

impl Desk {
    /// Returns the accounts of an event, those of one fact together, facts in the order in which they are first named.
    #[must_use]
    pub fn accounts(&self, entity: &Entity) -> Vec<AccountsView> {
        fn group<'g>(groups: &'g mut Vec<(String, AccountsView)>, field: &Arc<str>) -> &'g mut AccountsView {
            let key = name::key(field);
            let at = groups.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
                groups.push((key, AccountsView { field: Arc::clone(field), rows: Vec::new(), rulings: Vec::new() }));
                groups.len() - 1
            });
            &mut groups[at].1
        }
        let (fields, language) = (&entity.document.fields, self.language_of(entity));
        let mut groups = Vec::new();
        for map in fields.maps("accounts") {
            let (Some(field), Some(value)) = (map.text("field"), map.text("value")) else { continue };
            let row = AccountView { value: Arc::clone(value), sources: self.cited(map.maps("source")) };
            group(&mut groups, field).rows.push(row);
        }
        for map in fields.maps("rulings") {
            let (Some(field), Some(value)) = (map.text("field"), map.text("value")) else { continue };
            group(&mut groups, field).rulings.push(RulingView {
                value: Arc::clone(value),
                reason: map.text("reason").cloned(),
                by: map.text("by").cloned(),
                date: date_view(language, map.date("date"), None),
                sources: self.cited(map.maps("sources")),
            });
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}
