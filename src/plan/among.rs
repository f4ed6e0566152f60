//! The ties among those who are in a story, each told once.

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::cast::Role;
use super::desk::Desk;
use super::parts::{NamedView, SourceView};
use super::ties::{inverse, sort_of};
use super::view::view;
use crate::date::{Date, Tri};
use crate::link::{Handle, Resolved};
use crate::parse::fields::Fields;

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
    /// What the records say of it: that of `of`, then that of `to` where it tells the same.
    pub(super) told: Vec<&'a Fields>,
}

impl<'a> Among<'a> {
    /// Returns a text that the first record that has it tells.
    pub(super) fn text(&self, key: &str) -> Option<&'a Arc<str>> {
        self.told.iter().find_map(|fields| fields.text(key))
    }

    /// Returns a date that the first record that has it tells.
    pub(super) fn date(&self, key: &str) -> Option<&'a Date> {
        self.told.iter().find_map(|fields| fields.date(key))
    }

    /// Returns what the tie is, seen from the one that tells it first.
    pub(super) fn label(&self) -> Option<&'a Arc<str>> {
        self.told.first().and_then(|fields| fields.text("as"))
    }

    /// Returns what it rests on.
    pub(super) fn sources(&self) -> Vec<Fields> {
        sources(&self.told)
    }
}

/// Returns what all that tell a tie rest it on, each source once.
pub(super) fn sources(told: &[&Fields]) -> Vec<Fields> {
    let mut sources: Vec<Fields> = Vec::new();
    for source in told.iter().flat_map(|fields| fields.maps("sources")) {
        let key = source.text("key");
        if key.is_none() || !sources.iter().any(|known| known.text("key") == key) {
            sources.push(source.clone());
        }
    }
    sources
}

/// Tells whether two records, each seen from its own side, tell one tie of one time.
pub(super) fn is_one_tie(own: &Fields, fields: &Fields) -> bool {
    let turned = |fields: &Fields| {
        let given = fields.text("inverse").map(|label| sort_of(label));
        given.or_else(|| fields.text("as").and_then(|label| inverse(label)).map(|label| sort_of(&label)))
    };
    let [here, there] = [own, fields].map(|fields| fields.text("as").map(|label| sort_of(label)));
    let apart = |a: &Date, b: &Date| a.before(b) == Tri::Yes || b.before(a) == Tri::Yes;
    let other_time =
        ["from", "until"].into_iter().any(|key| own.date(key).zip(fields.date(key)).is_some_and(|(a, b)| apart(a, b)));
    let same = here == there && turned(own).is_none() && turned(fields).is_none()
        || turned(own).is_some_and(|turned| Some(turned) == there)
        || turned(fields).is_some_and(|turned| Some(turned) == here);
    same && !other_time
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
                let told = known.iter().find(|at| {
                    let tie = &ties[**at];
                    tie.of == to && tie.told.len() == 1 && is_one_tie(tie.told[0], fields)
                });
                if let Some(at) = told {
                    ties[*at].told.push(fields);
                } else {
                    known.push(ties.len());
                    ties.push(Among { of: *of, to, told: vec![fields] });
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
            label: tie.label().cloned(),
            to: self.named_record(tie.to),
            span: self.language.span(tie.date("from"), tie.date("until")).into(),
            status: tie.text("status").cloned(),
            sources: self.cited(&tie.sources()),
        };
        self.ties_among(&records).into_iter().map(view).collect()
    }
}
