//! What comes before and after what: the order in time of the articles and of the events of each story.

use foldhash::HashMap;
use rayon::prelude::*;

use crate::date::{Date, OrderKey};
use crate::kinds;
use crate::link::{Handle, Site};

/// The order of all records in time, and the sequences in which they have neighbours.
#[derive(Default)]
pub struct Order {
    /// For each record, how many come before it.
    ranks: Vec<u32>,
    sequences: Vec<Vec<Handle>>,
    of: HashMap<Handle, (u32, u32)>,
}

impl Order {
    /// Orders the articles and the events of each story by time; those without a story form a sequence of their own.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut order = Self { ranks: ranks(site), ..Self::default() };
        for kind in [&kinds::ARTICLE, &kinds::EVENT] {
            let mut by_story: std::collections::BTreeMap<Option<Handle>, Vec<Handle>> =
                std::collections::BTreeMap::new();
            for (handle, entity) in site.of_kind(kind) {
                let story = entity.refs("story").find_map(|(_, _, resolved)| resolved.found());
                by_story.entry(story).or_default().push(handle);
            }
            for (_, mut sequence) in by_story {
                sequence.sort_by_key(|handle| order.rank(*handle));
                let number = order.sequences.len() as u32;
                for (at, handle) in sequence.iter().enumerate() {
                    order.of.insert(*handle, (number, at as u32));
                }
                order.sequences.push(sequence);
            }
        }
        order
    }

    /// Returns how many records come before one in time: a number to sort by. Those without a date come last.
    #[must_use]
    pub fn rank(&self, handle: Handle) -> u32 {
        self.ranks[handle.ix()]
    }

    /// Returns the records before and after one in its sequence.
    #[must_use]
    pub fn around(&self, handle: Handle) -> (Option<Handle>, Option<Handle>) {
        let Some((sequence, at)) = self.of.get(&handle) else { return (None, None) };
        let sequence = &self.sequences[*sequence as usize];
        let at = *at as usize;
        (at.checked_sub(1).and_then(|before| sequence.get(before)).copied(), sequence.get(at + 1).copied())
    }
}

/// Orders all records by the bounds of their dates, then by `seq`, then by id; those without a date come last.
fn ranks(site: &Site) -> Vec<u32> {
    let mut keyed: Vec<(bool, Option<OrderKey>, i64, &str, Handle)> = site
        .all()
        .map(|(handle, entity)| {
            let fields = &entity.document.fields;
            let date = fields.date("date").map(Date::order_key);
            (date.is_none(), date, fields.number("seq").unwrap_or(0), &*entity.id.id, handle)
        })
        .collect();
    keyed.par_sort_unstable();
    let mut ranks = vec![0; keyed.len()];
    for (rank, (.., handle)) in keyed.into_iter().enumerate() {
        ranks[handle.ix()] = rank as u32;
    }
    ranks
}
