//! The ties among those who are in a story, each told once.

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::cast::Role;
use super::desk::Desk;
use super::parts::{NamedView, SourceView};
use super::told::Told;
use super::view::view;
use crate::link::{Handle, Resolved};

view! {
    /// A tie between two members of a story's cast.
    TieView {
        /// The one whose record tells it.
        of: NamedView,
        /// What the tie is, seen from there.
        label: Option<Arc<str>>,
        /// The other one.
        to: NamedView,
        /// The span in words; empty where nothing is known of it.
        span: Arc<str>,
        /// How sure it is.
        status: Option<Arc<str>>,
        /// What it rests on.
        sources: Vec<SourceView>,
    }
}

/// A tie between two records, with all that tell it.
pub(super) struct Among<'a> {
    /// The one whose record tells it first.
    pub(super) of: Handle,
    /// The other one.
    pub(super) to: Handle,
    /// What the records say of it, that of `of` first.
    pub(super) told: Told<'a>,
}

impl Desk {
    /// Returns the ties among some records, in the order of these and of their files. One that both sides tell is one.
    #[must_use]
    pub(super) fn ties_among(&self, records: &[Handle]) -> Vec<Among<'_>> {
        let members: HashSet<Handle> = records.iter().copied().collect();
        let mut ties: Vec<Among<'_>> = Vec::new();
        let mut between: HashMap<(Handle, Handle), Vec<usize>> = HashMap::default();
        for of in records {
            let entity = self.entity(*of);
            for (at, fields) in entity.document.fields.maps("relations").iter().enumerate() {
                let to = entity.nested("relations", at, "to").and_then(Resolved::found);
                let Some(to) = to.filter(|to| to != of && members.contains(to)) else { continue };
                let known = between.entry((*of.min(&to), *of.max(&to))).or_default();
                let is_told = known.iter().any(|at| {
                    let tie = &mut ties[*at];
                    tie.of == to && tie.told.takes(fields)
                });
                if !is_told {
                    known.push(ties.len());
                    ties.push(Among { of: *of, to, told: Told::by(fields) });
                }
            }
        }
        ties
    }

    /// Returns the ties among the members of a cast for a page.
    #[must_use]
    pub(super) fn ties_of_cast(&self, people: &[Role], organizations: &[Role]) -> Vec<TieView> {
        let records: Vec<Handle> = people.iter().chain(organizations).map(|role| role.handle).collect();
        let view = |tie: Among<'_>| TieView {
            of: self.named_record(tie.of),
            label: tie.told.label().cloned(),
            to: self.named_record(tie.to),
            span: self.language.span(tie.told.date("from"), tie.told.date("until")).into(),
            status: tie.told.text("status").cloned(),
            sources: self.cited(&tie.told.sources()),
        };
        self.ties_among(&records).into_iter().map(view).collect()
    }
}
