//! What comes before and after what: the order in time of the articles and of the events of each story.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::ranks::{self, Ranks};
use crate::date::{Date, OrderKey};
use crate::kinds;
use crate::link::{Entity, Handle, Site};

/// A place in a sequence: its number, and how many come before.
type Place = (u32, u32);

/// The order of all records in time, and the sequences in which they have neighbours.
#[derive(Default)]
pub struct Order {
    ranks: Ranks,
    sequences: Vec<Sequence>,
    /// For each record, its place in the first sequence that has it.
    of: HashMap<Handle, Place>,
    /// The further places of the few records that are in several.
    more: HashMap<Handle, Vec<Place>>,
}

/// The articles or the events of one story, oldest first, or those of none.
struct Sequence {
    story: Option<Handle>,
    records: Vec<Handle>,
}

/// The neighbours of a record in one story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Around {
    /// The story; none for records without one.
    pub story: Option<Handle>,
    /// The one before it.
    pub previous: Option<Handle>,
    /// The one after it.
    pub next: Option<Handle>,
}

impl Order {
    /// Orders the articles and the events of each story by time; those without a story form a sequence of their own. An event
    /// that names no story belongs to those of the articles that declare it.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut order = Self { ranks: ranks::of(site), ..Self::default() };
        let declared = declared(site);
        for kind in [&kinds::ARTICLE, &kinds::EVENT] {
            let mut by_story: BTreeMap<Handle, Vec<Handle>> = BTreeMap::new();
            let mut without = Vec::new();
            // Which story a record names first decides which of its sequences comes first.
            let mut several: Vec<(Handle, Vec<Handle>)> = Vec::new();
            for (handle, entity) in site.of_kind(kind) {
                let mut stories = stories(entity);
                if entity.refs("story").next().is_none() {
                    stories = declared.get(&handle).cloned().unwrap_or_default();
                }
                for story in &stories {
                    by_story.entry(*story).or_default().push(handle);
                }
                match stories.len() {
                    0 => without.push(handle),
                    1 => {}
                    _ => several.push((handle, stories)),
                }
            }
            let first = order.sequences.len();
            order.add(None, without);
            for (story, records) in by_story {
                order.add(Some(story), records);
            }
            for (handle, stories) in several {
                order.sort_places(handle, &stories, first);
            }
        }
        order
    }

    fn add(&mut self, story: Option<Handle>, mut records: Vec<Handle>) {
        records.sort_by_key(|handle| self.rank(*handle));
        let number = self.sequences.len() as u32;
        for (at, handle) in records.iter().enumerate() {
            let place = (number, at as u32);
            if self.of.contains_key(handle) {
                self.more.entry(*handle).or_default().push(place);
            } else {
                self.of.insert(*handle, place);
            }
        }
        self.sequences.push(Sequence { story, records });
    }

    /// Puts the places of a record into the order in which it names its stories.
    fn sort_places(&mut self, handle: Handle, stories: &[Handle], first: usize) {
        let Some(mut more) = self.more.remove(&handle) else { return };
        more.extend(self.of.get(&handle));
        let rank = |place: &Place| {
            let story = self.sequences[first..].get(place.0 as usize - first).and_then(|sequence| sequence.story);
            stories.iter().position(|named| Some(*named) == story)
        };
        more.sort_by_key(rank);
        self.of.insert(handle, more.remove(0));
        self.more.insert(handle, more);
    }

    /// Returns how many records come before one in time: a number to sort by. Those without a date come last.
    #[must_use]
    pub fn rank(&self, handle: Handle) -> u32 {
        self.ranks.before[handle.ix()]
    }

    /// Returns the place of a record with this date among dates: that of what it follows, where that is later.
    #[must_use]
    pub fn key(&self, handle: Handle, date: &Date) -> OrderKey {
        self.ranks.moved.get(&handle).copied().unwrap_or_else(|| date.order_key())
    }

    /// Returns the records before and after one in its first story.
    #[must_use]
    pub fn around(&self, handle: Handle) -> (Option<Handle>, Option<Handle>) {
        let around = self.of.get(&handle).map(|place| self.at(*place));
        around.map_or((None, None), |around| (around.previous, around.next))
    }

    /// Returns the records before and after one in each of its stories, in the order in which it names them.
    pub fn around_in_each(&self, handle: Handle) -> impl Iterator<Item = Around> {
        let places = self.of.get(&handle).into_iter().chain(self.more.get(&handle).into_iter().flatten());
        places.map(|place| self.at(*place))
    }

    fn at(&self, (sequence, at): Place) -> Around {
        let Sequence { story, records } = &self.sequences[sequence as usize];
        let at = at as usize;
        let previous = at.checked_sub(1).and_then(|before| records.get(before)).copied();
        Around { story: *story, previous, next: records.get(at + 1).copied() }
    }
}

/// Returns the stories that a record names, each once.
fn stories(entity: &Entity) -> Vec<Handle> {
    let mut stories: Vec<Handle> = Vec::new();
    for story in entity.refs("story").filter_map(|(_, _, resolved)| resolved.found()) {
        if !stories.contains(&story) {
            stories.push(story);
        }
    }
    stories
}

/// Returns for each event that an article declares the stories of these articles, sorted.
fn declared(site: &Site) -> HashMap<Handle, Vec<Handle>> {
    let mut declared: HashMap<Handle, Vec<Handle>> = HashMap::default();
    for (_, article) in site.of_kind(&kinds::ARTICLE) {
        let stories = stories(article);
        for event in article.refs("events").filter_map(|(_, _, resolved)| resolved.found()) {
            let known = declared.entry(event).or_default();
            for story in &stories {
                if let Err(at) = known.binary_search(story) {
                    known.insert(at, *story);
                }
            }
        }
    }
    declared
}
