//! What one or two records tell of one tie.

use std::sync::Arc;

use foldhash::HashSet;

use super::ties::{inverse, sort_of};
use crate::date::Date;
use crate::link::publishers::Origin;
use crate::parse::fields::Fields;

/// What a record says of a tie, then what the record at its other end says where it tells the same.
pub(super) struct Told<'a>(Vec<&'a Fields>);

impl<'a> Told<'a> {
    /// Makes a tie that one record tells so far.
    pub(super) fn by(fields: &'a Fields) -> Self {
        Self(vec![fields])
    }

    /// Takes what the other end says if that is the same tie; a tie that both ends have told takes no more.
    pub(super) fn takes(&mut self, fields: &'a Fields) -> bool {
        let takes = matches!(*self.0, [own] if is_one_tie(own, fields));
        self.0.extend(takes.then_some(fields));
        takes
    }

    /// Returns a text that the first record that has it tells.
    pub(super) fn text(&self, key: &str) -> Option<&'a Arc<str>> {
        self.0.iter().find_map(|fields| fields.text(key))
    }

    /// Returns a date that the first record that has it tells.
    pub(super) fn date(&self, key: &str) -> Option<&'a Date> {
        self.0.iter().find_map(|fields| fields.date(key))
    }

    /// Returns what the tie is, seen from the record that tells it first.
    pub(super) fn label(&self) -> Option<&'a Arc<str>> {
        self.0.first().and_then(|fields| fields.text("as"))
    }

    /// Returns what the tie rests on, each source once, whether it has a key or is written out.
    pub(super) fn sources(&self) -> Vec<Fields> {
        let mut seen = HashSet::default();
        let all = self.0.iter().flat_map(|fields| fields.maps("sources"));
        all.filter(|source| seen.insert(Origin { record: None, written: Some(source) }.identity())).cloned().collect()
    }
}

/// Tells whether two records, each seen from its own side, tell one tie of one time.
fn is_one_tie(own: &Fields, fields: &Fields) -> bool {
    let turned = |fields: &Fields| {
        let given = fields.text("inverse").map(|label| sort_of(label));
        given.or_else(|| fields.text("as").and_then(|label| inverse(label)).map(|label| sort_of(&label)))
    };
    let [here, there] = [own, fields].map(|fields| fields.text("as").map(|label| sort_of(label)));
    let other_time = ["from", "until"]
        .into_iter()
        .any(|key| own.date(key).zip(fields.date(key)).is_some_and(|(a, b)| a.contradicts(b)));
    let same = here == there && turned(own).is_none() && turned(fields).is_none()
        || turned(own).is_some_and(|turned| Some(turned) == there)
        || turned(fields).is_some_and(|turned| Some(turned) == here);
    same && !other_time
}
