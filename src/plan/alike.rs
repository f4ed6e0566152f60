//! People who are, who are not, and who may be one: each told on the pages of both.

use foldhash::HashMap;

use super::desk::Desk;
use super::parts::Card;
use crate::kinds;
use crate::link::{Handle, Site};

/// For each person, those who may be the same and of whom nobody has said whether they are.
pub(super) type Alike = HashMap<Handle, Vec<Handle>>;

/// Lays the undecided pairs out for both sides; the pairs come in order, and so do those of each person.
pub(super) fn alike(site: &Site) -> Alike {
    let mut alike = Alike::default();
    for pair in &site.near_people {
        alike.entry(pair.one).or_default().push(pair.other);
        alike.entry(pair.other).or_default().push(pair.one);
    }
    alike
}

impl Desk {
    /// Returns the people whom a person's record names in `same_as` or `not_same_as`, then those whose records name this one
    /// there: what one side says holds for both, unless the other key says the contrary.
    #[must_use]
    pub(super) fn said_of(&self, person: Handle, field: &str) -> Vec<Handle> {
        let mut others = self.named_of(person, field);
        if !others.is_empty() {
            let contrary = self.named_of(person, if field == "same_as" { "not_same_as" } else { "same_as" });
            others.retain(|other| !contrary.contains(other));
        }
        others
    }

    fn named_of(&self, person: Handle, field: &str) -> Vec<Handle> {
        let mut others: Vec<Handle> =
            self.entity(person).refs(field).filter_map(|(_, _, resolved)| resolved.found()).collect();
        others.extend(self.naming(person, &kinds::PERSON, &[field]).into_iter().map(|(other, _)| other));
        let mut seen = vec![person];
        others.retain(|other| {
            let new = !seen.contains(other);
            seen.push(*other);
            new
        });
        others
    }

    /// Returns the people who may be this one, in the order of their ids.
    #[must_use]
    pub(super) fn perhaps_same(&self, person: Handle) -> &[Handle] {
        self.alike.get(&person).map_or(&[], Vec::as_slice)
    }

    /// Returns the cards of the people whom `same_as` or `not_same_as` ties to a person, from either side.
    #[must_use]
    pub(super) fn cards_said_of(&self, person: Handle, field: &str) -> Vec<Card> {
        self.cards_of(self.said_of(person, field))
    }
}
