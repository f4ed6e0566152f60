//! The place of every record in time: by the bounds of its date, moments as they came, then by `seq`, then by id; but an event
//! that `follows` another stands after it, unless their dates say otherwise.

use std::collections::BTreeSet;

use foldhash::HashMap;
use rayon::prelude::*;

use crate::date::{Date, OrderKey, Tri, by_instant};
use crate::kinds;
use crate::link::{Entity, Handle, Site};

/// The places of all records.
#[derive(Default)]
pub(super) struct Ranks {
    /// For each record, how many come before it; those without a date come last.
    pub before: Vec<u32>,
    /// The places among dates of the events that stand later than their own date for what they follow.
    pub moved: HashMap<Handle, OrderKey>,
}

/// Returns the places of all records.
#[must_use]
pub(super) fn of(site: &Site) -> Ranks {
    let mut keyed: Vec<(bool, Option<OrderKey>, i64, &str, Handle)> = site
        .all()
        .map(|(handle, entity)| {
            let fields = &entity.document.fields;
            let date = date(entity).map(Date::order_key);
            (date.is_none(), date, fields.number("seq").unwrap_or(0), &*entity.id.id, handle)
        })
        .collect();
    keyed.par_sort_unstable();
    let sorted: Vec<Handle> = keyed.into_iter().map(|(.., handle)| handle).collect();
    let sorted = by_instant(sorted, |handle| date(site.get(*handle))?.instant());
    Held::of(site).release(site, sorted)
}

fn date(entity: &Entity) -> Option<&Date> {
    entity.document.fields.date("date")
}

/// Tells whether an event may stand after one that it follows: both have dates that leave it open, or neither has.
fn may_follow(event: &Entity, other: &Entity) -> bool {
    match (date(event), date(other)) {
        (Some(date), Some(other)) => date.before(other) != Tri::Yes,
        (date, other) => date.is_none() && other.is_none(),
    }
}

/// Tells whether an event follows another, perhaps by way of others.
#[must_use]
pub(super) fn follows(site: &Site, event: Handle, other: Handle) -> bool {
    let mut seen = vec![event];
    let mut at = 0;
    while let Some(event) = seen.get(at).copied() {
        at += 1;
        for before in followed(site.get(event)) {
            if before == other {
                return true;
            }
            if !seen.contains(&before) {
                seen.push(before);
            }
        }
    }
    false
}

fn followed(event: &Entity) -> impl Iterator<Item = Handle> {
    event.refs("follows").filter_map(|(_, _, resolved)| resolved.found())
}

/// The events that are held back until those which they follow are placed.
#[derive(Default)]
struct Held {
    /// For each of these, for how many it waits.
    waits: HashMap<Handle, usize>,
    /// For each event, those that wait for it.
    followers: HashMap<Handle, Vec<Handle>>,
}

impl Held {
    fn of(site: &Site) -> Self {
        let mut held = Self::default();
        for (handle, event) in site.of_kind(&kinds::EVENT) {
            let mut before: Vec<Handle> =
                followed(event).filter(|other| *other != handle && may_follow(event, site.get(*other))).collect();
            before.sort_unstable();
            before.dedup();
            if !before.is_empty() {
                held.waits.insert(handle, before.len());
            }
            for other in before {
                held.followers.entry(other).or_default().push(handle);
            }
        }
        held
    }

    /// Numbers sorted records; one that waits for others comes directly after the last of these.
    fn release(mut self, site: &Site, sorted: Vec<Handle>) -> Ranks {
        let mut places = vec![0; sorted.len()];
        for (place, handle) in sorted.iter().enumerate() {
            places[handle.ix()] = place;
        }
        let mut ranks = Ranks { before: vec![u32::MAX; sorted.len()], ..Ranks::default() };
        let mut count = 0;
        for (place, handle) in sorted.iter().enumerate() {
            if self.waits.contains_key(handle) {
                continue;
            }
            let mut ready = BTreeSet::from([place]);
            while let Some(next) = ready.pop_first() {
                let event = sorted[next];
                ranks.before[event.ix()] = count;
                count += 1;
                for follower in self.followers.remove(&event).unwrap_or_default() {
                    ranks.move_after(site, follower, event);
                    let is_free = self.waits.get_mut(&follower).is_some_and(|left| {
                        *left -= 1;
                        *left == 0
                    });
                    if is_free {
                        self.waits.remove(&follower);
                        ready.extend(Some(places[follower.ix()]).filter(|its| *its < place));
                    }
                }
            }
        }
        // Events that lead back to themselves are an error, which is told elsewhere.
        for handle in sorted {
            if ranks.before[handle.ix()] == u32::MAX {
                ranks.before[handle.ix()] = count;
                count += 1;
            }
        }
        ranks
    }
}

impl Ranks {
    fn move_after(&mut self, site: &Site, event: Handle, other: Handle) {
        let key = |ranks: &Self, handle| {
            ranks.moved.get(&handle).copied().or_else(|| date(site.get(handle)).map(Date::order_key))
        };
        if let (Some(own), Some(later)) = (key(self, event), key(self, other))
            && own < later
        {
            self.moved.insert(event, later);
        }
    }
}
