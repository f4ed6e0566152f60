//! Links that say what a relation of a site's own kinds says, into the records that have it.

use super::Draft;
use super::lines::Item;
use super::links::part;
use crate::kinds;
use crate::kinds::followthemoney::UNKNOWN;
use crate::plan::declared;
use crate::plan::export::ftm::{AS, Ends, edge, role_of};

impl Draft<'_> {
    /// Takes a link over that a relation of the site's own kinds makes, or that such a record is in an event; any other one is
    /// returned.
    pub(super) fn own_link(&mut self, mut item: Item) -> Option<Item> {
        let language = &self.desk.site.config.language;
        for kind in self.desk.kinds().own() {
            let relations = declared(kind).filter_map(|(fact, field)| Some((fact, field.ty.reference()?.0)));
            for (fact, targets) in relations {
                let (edge, own, other) = edge(fact);
                let Some((id, with)) = item.first(own).zip(item.first(other)) else { continue };
                let (id, with) = (id.to_owned(), with.to_owned());
                let is_of = |id: &String, fits: &dyn Fn(&super::Who) -> bool| self.who.get(id).is_some_and(fits);
                if item.schema != edge.schema
                    || !is_of(&id, &|who| who.kind == kind)
                    || !is_of(&with, &|who| targets.contains(&who.kind))
                {
                    continue;
                }
                let word = edge.word().and_then(|word| item.first(word)).unwrap_or_default().to_owned();
                let usual = role_of(fact, edge, None, language);
                let role = match word.strip_prefix(&*usual) {
                    // Another relation.
                    None => continue,
                    Some("") => None,
                    Some(part) if usual.is_empty() => Some(part),
                    Some(rest) => match rest.strip_prefix(AS) {
                        Some(part) => Some(part),
                        None => continue,
                    },
                };
                let (from, to) = if own == edge.source { (&*id, &*with) } else { (&*with, &*id) };
                let canonical = Ends { from, to, role: &word }.relation(edge.schema);
                let reference = part(&self.who.get(&with)?.reference(), role);
                for property in [Some(own), Some(other), edge.word()].into_iter().flatten() {
                    item.take(property);
                }
                self.add(&id, &canonical, fact.key, reference, item);
                return None;
            }
        }
        self.in_event(item)
    }

    fn in_event(&mut self, mut item: Item) -> Option<Item> {
        let ends = item.first(UNKNOWN.source).zip(item.first(UNKNOWN.target));
        let Some((from, to)) = ends.map(|(from, to)| (from.to_owned(), to.to_owned())) else { return Some(item) };
        let (who, event) = (self.who.get(&from).cloned(), self.who.get(&to));
        let is_event = event.is_some_and(|event| *event.kind == kinds::EVENT);
        let Some(who) = who.filter(|who| item.schema == UNKNOWN.schema && is_event && who.kind.own.is_some()) else {
            return Some(item);
        };
        let role = item.first("role").map(str::to_owned);
        let ends = Ends { from: &from, to: &to, role: role.as_deref().unwrap_or_default() };
        let canonical = ends.relation(UNKNOWN.schema);
        for property in [UNKNOWN.source, UNKNOWN.target, "role"] {
            item.take(property);
        }
        self.add(&to, &canonical, who.kind.plural, part(&who.reference(), role.as_deref()), item);
        None
    }
}
