//! Who has to do with whom, as diagrams show it: ties that are recorded, and events of which both are part.

use std::sync::Arc;

use foldhash::HashMap;

use super::arcs::{self, Bond, DiagramView, MOST, ToldView};
use super::cast::Role;
use super::desk::{Desk, status};
use super::parts::NamedView;
use super::view::view;
use crate::date::Date;
use crate::kinds;
use crate::link::{Entity, Handle};

/// The most pairs of a diagram that are only in the same events: more arcs could not be told apart.
const MOST_MET: usize = 40;
/// The fewest names of a diagram: a sentence says as much of two.
const FEWEST: usize = 3;
/// The most names of a person's diagram beside their own.
const AROUND: usize = 12;

view! {
    /// Somebody with those who are in the same events.
    MetView {
        /// Who.
        of: NamedView,
        /// The others, each pair told once: those who share most first.
        others: Vec<OtherView>,
    }
}

view! {
    /// Somebody who is in the same events.
    OtherView {
        /// Who.
        to: NamedView,
        /// In how many.
        events: usize,
    }
}

/// Two by their places among names, with the number of the events that they share.
type Met = ([usize; 2], usize);

impl Desk {
    /// Returns the diagram of those who are named most often in a story, and the pairs that share most of its events.
    #[must_use]
    pub(super) fn story_diagram(
        &self,
        story: Handle,
        people: &[Role],
        organizations: &[Role],
    ) -> (Option<DiagramView>, Vec<MetView>) {
        let mut roles: Vec<&Role> = people.iter().chain(organizations).collect();
        roles.sort_by(|a, b| b.mentions.cmp(&a.mentions).then(a.handle.cmp(&b.handle)));
        let names: Vec<Handle> = roles.iter().take(MOST).map(|role| role.handle).collect();
        let met = self.met_in(story, &names);
        let mut views: Vec<(usize, MetView)> = Vec::new();
        for ([a, b], events) in &met {
            let other = OtherView { to: self.named_record(names[*b]), events: *events };
            if let Some((_, known)) = views.iter_mut().find(|(of, _)| of == a) {
                known.others.push(other);
            } else {
                views.push((*a, MetView { of: self.named_record(names[*a]), others: vec![other] }));
            }
        }
        let views = views.into_iter().map(|(_, view)| view).collect();
        (self.diagram(&names, &met, 0), views)
    }

    /// Returns the diagram around a person: those tied to them, then those who share most events with them. Nobody is drawn
    /// for one without ties.
    #[must_use]
    pub(super) fn person_diagram(&self, person: Handle) -> Option<DiagramView> {
        let tied: Vec<Handle> = self.ties(person).iter().filter_map(|tie| tie.other).collect();
        if tied.is_empty() {
            return None;
        }
        let related = self.all_related(person).iter().filter(|(_, (events, _))| *events > 0);
        let mut names = vec![person];
        for other in tied.into_iter().chain(related.clone().map(|(other, _)| *other)) {
            if names.len() <= AROUND && !names.contains(&other) {
                names.push(other);
            }
        }
        let place = |other: Handle| names.iter().position(|name| *name == other);
        let events: Vec<&Entity> = self
            .naming(person, &kinds::EVENT, &["participants"])
            .into_iter()
            .map(|(event, _)| self.entity(event))
            .filter(|event| took_place(event))
            .collect();
        let has = |event: &Entity, other| event.refs("participants").any(|(_, _, with)| with.found() == Some(other));
        let shared = |other: Handle| events.iter().filter(|event| has(event, other)).count();
        let met = related.filter_map(|(other, _)| Some((place(*other)?, shared(*other))));
        let met: Vec<Met> = met.filter(|(_, events)| *events > 0).map(|(at, events)| ([0, at], events)).collect();
        self.diagram(&names, &met, 1)
    }

    /// Returns the pairs of names that share events of a story which took place, those that share most first.
    fn met_in(&self, story: Handle, names: &[Handle]) -> Vec<Met> {
        let places: HashMap<Handle, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut shared: HashMap<[usize; 2], usize> = HashMap::default();
        let mut here: Vec<usize> = Vec::new();
        for event in self.story_events(story) {
            let event = self.entity(event);
            if !took_place(event) {
                continue;
            }
            let part =
                event.refs("participants").filter_map(|(_, _, resolved)| places.get(&resolved.found()?).copied());
            here.clear();
            here.extend(part);
            here.sort_unstable();
            here.dedup();
            for (at, a) in here.iter().enumerate() {
                for b in &here[at + 1..] {
                    *shared.entry([*a, *b]).or_default() += 1;
                }
            }
        }
        let mut met: Vec<Met> = shared.into_iter().collect();
        met.sort_unstable_by_key(|(pair, events)| (std::cmp::Reverse(*events), *pair));
        met.truncate(MOST_MET);
        met
    }

    /// Returns the diagram of names with their recorded ties and with those who met; the first ones, whose page it is, stay at
    /// its head.
    fn diagram(&self, names: &[Handle], met: &[Met], head: usize) -> Option<DiagramView> {
        let places: HashMap<Handle, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut bonds: Vec<Bond> = Vec::new();
        for tie in self.ties_among(names) {
            let [Some(of), Some(to)] = [tie.of, tie.to].map(|end| places.get(&end).copied()) else { continue };
            let ends = [of.min(to), of.max(to)];
            let ended = tie.told.date("until").is_some_and(|until| self.is_over(until));
            let [of, to] = [tie.of, tie.to].map(|end| Arc::clone(&self.cards[end.ix()].view.title));
            let told = ToldView { of, label: tie.told.label().cloned(), to };
            if let Some(known) = bonds.iter_mut().find(|bond| bond.ends == ends) {
                known.ended &= ended;
                known.told.push(told);
            } else {
                bonds.push(Bond { ends, told: vec![told], ended });
            }
        }
        for (ends, _) in met {
            if !bonds.iter().any(|bond| bond.ends == *ends) {
                bonds.push(Bond { ends: *ends, told: Vec::new(), ended: false });
            }
        }
        let mut names: Vec<NamedView> = names.iter().map(|name| self.named_record(*name)).collect();
        for own in names.iter_mut().take(head) {
            own.path = None;
        }
        let diagram = arcs::drawn(names, bonds, head);
        (diagram.nodes.len() >= FEWEST).then_some(diagram)
    }

    /// Tells whether what lasted until a date is over today.
    fn is_over(&self, until: &Date) -> bool {
        let Some(today) = self.site.as_of else { return true };
        until.latest().is_some_and(|latest| latest < today)
    }
}

/// Tells whether an event is no plan and was not called off.
fn took_place(event: &Entity) -> bool {
    !matches!(status(event).as_deref(), Some("planned" | "postponed" | "cancelled"))
}
