//! Who is in a story: the part that each plays in it, how often, from when to when.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

use super::desk::Desk;
use super::parts::{Card, SharedDate};
use super::view::view;
use crate::kinds;
use crate::link::Handle;
use crate::name;

view! {
    /// Somebody in a story.
    MemberView {
        /// The record.
        record: Card,
        /// The part played in this story.
        part: Option<Arc<str>>,
        /// How many have this part, or none.
        of_part: usize,
        /// A person's role today.
        role: Option<Arc<str>>,
        /// In how many of the story's articles and events.
        mentions: usize,
        /// The date of the first of these.
        first: Option<SharedDate>,
        /// The date of the last of these.
        last: Option<SharedDate>,
    }
}

/// Somebody in a story: the part played, how often, from when to when.
pub struct Role {
    /// Who.
    pub handle: Handle,
    /// The part played in this story: the newest one that its events and articles give.
    pub part: Option<Arc<str>>,
    /// In how many of its articles and events.
    pub mentions: usize,
    /// The first of these.
    pub first: Handle,
    /// The last of these.
    pub last: Handle,
}

impl Desk {
    /// Returns who is in a story, most often named first.
    #[must_use]
    pub fn cast(&self, story: Handle, people: bool) -> Vec<Role> {
        let mut documents: Vec<(Handle, &str)> = self
            .articles_of(story)
            .into_iter()
            .map(|article| (article, if people { "people" } else { "organizations" }))
            .collect();
        documents.extend(self.story_events(story).into_iter().map(|event| (event, "participants")));
        documents.sort_by_key(|(document, _)| self.order.rank(*document));
        let wanted = if people { &kinds::PERSON } else { &kinds::ORGANIZATION };
        let mut cast: BTreeMap<Handle, Role> = BTreeMap::new();
        for (document, field) in documents {
            for (_, reference, resolved) in self.entity(document).refs(field) {
                let is_wanted = |handle: &Handle| {
                    let entity = self.entity(*handle);
                    *entity.id.kind == *wanted && !entity.withdrawn
                };
                let Some(handle) = resolved.found().filter(is_wanted) else { continue };
                let role = cast.entry(handle).or_insert(Role {
                    handle,
                    part: None,
                    mentions: 0,
                    first: document,
                    last: document,
                });
                if role.mentions == 0 || role.last != document {
                    role.mentions += 1;
                }
                role.last = document;
                role.part = reference.role.clone().or_else(|| role.part.take());
            }
        }
        let mut cast: Vec<Role> = cast.into_values().collect();
        cast.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.handle.cmp(&b.handle)));
        cast
    }
}

/// Returns the members of a cast for a page: those of one part together, the part of the one who is named most often first,
/// those without a part last.
pub(super) fn members(desk: &Desk, cast: Vec<Role>) -> Vec<MemberView> {
    let mut places: HashMap<String, usize> = HashMap::default();
    let mut parts: Vec<Vec<Role>> = Vec::new();
    let mut without: Vec<Role> = Vec::new();
    for role in cast {
        let Some(part) = &role.part else {
            without.push(role);
            continue;
        };
        let at = *places.entry(name::key(part)).or_insert(parts.len());
        match parts.get_mut(at) {
            Some(members) => members.push(role),
            None => parts.push(vec![role]),
        }
    }
    parts.push(without);
    let members = parts.into_iter().flat_map(|members| {
        let (count, part) = (members.len(), members.first().and_then(|first| first.part.clone()));
        members.into_iter().map(move |role| (role, part.clone(), count))
    });
    let date = |document: Handle| desk.cards[document.ix()].view.date.clone();
    members
        .map(|(role, part, of_part)| {
            let record = desk.card(role.handle);
            let held = record.view.role.clone();
            let (first, last) = (date(role.first), date(role.last));
            MemberView { record, part, of_part, role: held, mentions: role.mentions, first, last }
        })
        .collect()
}
