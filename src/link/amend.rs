//! Another text of one record, put into a linked site where nothing that other records refer to changes with it.
//!
//! That is so where
//!
//! 1. the record is shown as before, under the same id and from the same file;
//! 2. no other record asks for a name that it got or lost, and no text may hold one ([`rename`]);
//! 3. the parts of its page are the same, or no other record links to one;
//! 4. it names as before those who are only named, and shows the same pictures;
//! 5. no source is secret or known by it alone.
//!
//! Then its own references are resolved, and its mentions of others exchanged. In all other cases the site stays as it is, and is
//! linked as a whole.

mod rename;

use std::cmp::Reverse;
use std::sync::Arc;

use super::mentions::{self, Made};
use super::visibility::{self, Visibility};
use super::{BodyLink, Entity, Handle, ImageFile, Input, Links, Mention, Resolved, Site};
use super::{corrections, near, outward, today};
use crate::date::{Date, OrderKey};
use crate::diagnostic::Report;
use crate::kinds;
use crate::parse::body::Target;
use crate::parse::{Document, Reference};
use crate::trust::Trust;
pub(super) use rename::Rename;

/// What changes in a linked site with the text of one record.
pub struct Amendment {
    /// The record.
    pub own: Handle,
    /// The record as it is not in the site.
    pub entity: Entity,
    /// Whether it mentions the same records, in the same order and way, as the one in the site.
    pub same_mentions: bool,
    /// The records that it mentions, sorted.
    pub mentioned: Vec<Handle>,
    /// The mentions of those records of which they change.
    mentions: Vec<(Handle, Vec<Mention>)>,
    rename: Option<Rename>,
}

impl Site {
    /// Returns what a document changes that takes the place of the one of the same record, with what is wrong in it; `None` where
    /// more may change than is looked at here.
    #[must_use]
    pub fn amend(&self, document: Arc<Document>, input: &Input<'_>, report: &mut Report) -> Option<Amendment> {
        let own = self.find(&document.id)?;
        let old = self.get(own);
        if old.stub || old.withdrawn || old.document.source.path != document.source.path {
            return None;
        }
        let trusts = |trust, holds: bool| holds || input.doubt == Some(trust);
        if !trusts(Trust::Standing, self.stands_as(&old.document, &document, input)) {
            return None;
        }
        let rename = Rename::of(&old.document, &document);
        let mut known = self.renamed.clone();
        known.add(rename.as_ref().unwrap_or(&Rename::default()));
        let is_unasked = || rename.as_ref().is_none_or(|rename| rename.is_unasked(own, self));
        let is_unwritten = || rename.as_ref().is_none_or(|rename| rename.is_unwritten(own, self));
        if !trusts(Trust::Names, !known.is_asked_by(&document, input.config.kinds()) && is_unasked())
            || !trusts(Trust::Words, !known.is_written_in(&document) && is_unwritten())
        {
            return None;
        }
        report.extend(document.diagnostics.iter().cloned());
        let references = self.references(old, &document, input)?;
        let mut entity = Entity {
            id: old.id.clone(),
            document,
            route: old.route.clone(),
            stub: false,
            withdrawn: false,
            spellings: old.spellings.clone(),
            links: Links { references, ..Links::default() },
        };
        let (links, diagnostics) = outward::resolve_one(own, &entity, &self.entities, &self.lexicon, input);
        report.extend(diagnostics);
        entity.links = Links { references: std::mem::take(&mut entity.links.references), ..links };
        if !trusts(Trust::Parts, has_same_parts(old, &entity) || !self.is_linked_in_part(own))
            || !trusts(Trust::Pictures, pictures(old) == pictures(&entity))
        {
            return None;
        }
        let (before, now) =
            (mentions::of_record(own, old, &old.links), mentions::of_record(own, &entity, &entity.links));
        let same = |(one, other): (&Made, &Made)| one.0 == other.0 && one.1.via == other.1.via;
        let same_mentions = before.len() == now.len() && before.iter().zip(&now).all(same);
        let mentions = self.mentions_with(own, &entity, &before, &now);
        let mut mentioned: Vec<Handle> = now.iter().map(|(target, _)| *target).collect();
        mentioned.sort_unstable();
        mentioned.dedup();
        Some(Amendment { own, entity, same_mentions, mentioned, mentions, rename })
    }

    /// Puts an amendment in place, and returns the one that takes it back.
    #[must_use]
    pub fn exchange(&mut self, amendment: Amendment) -> Amendment {
        let Amendment { own, entity, same_mentions, mentioned, mut mentions, rename } = amendment;
        let entity = std::mem::replace(&mut self.entities[own.ix()], entity);
        for (target, mentions) in &mut mentions {
            std::mem::swap(&mut self.mentions[target.ix()], mentions);
        }
        // The lexicon stays that of before.
        if let Some(rename) = &rename {
            self.renamed.add(rename);
        }
        self.as_of = today::of(&self.entities);
        if *entity.id.kind == kinds::PERSON {
            self.near_people = near::undecided(&self.entities);
        }
        Amendment { own, entity, same_mentions, mentioned, mentions, rename }
    }

    /// Tells whether readers see a record as they did, and whether the sources stay as secret as they are.
    fn stands_as(&self, old: &Document, new: &Document, input: &Input<'_>) -> bool {
        let visible = visibility::of(new, input.now, input.drafts, input.as_of) == Visibility::Shown;
        let next = |document| visibility::next_change(document, input.now);
        let autolink = |document: &Document| document.fields.text("autolink").cloned();
        visible
            && next(old) == next(new)
            && autolink(old) == autolink(new)
            && (self.hidden.is_empty() || cited(old) == cited(new))
    }

    /// Resolves the references of a document. `None` where one that is new does not lead to a record with a file, and where
    /// others are left or counted otherwise: that makes or changes those who are only named.
    fn references(&self, old: &Entity, document: &Document, input: &Input<'_>) -> Option<Vec<Resolved>> {
        let before: Vec<(&Reference, Resolved)> =
            old.document.references.iter().zip(old.links.references.iter().copied()).collect();
        let alike = |one: &Reference, other: &Reference| {
            (&one.target, one.targets, one.must_exist) == (&other.target, other.targets, other.must_exist)
        };
        let is_stub = |resolved: Resolved| resolved.found().is_some_and(|handle| self.get(handle).stub);
        let mut resolved = Vec::with_capacity(document.references.len());
        for reference in &document.references {
            let now = self.lexicon.reference(document, reference);
            let known = before.iter().find(|(other, _)| alike(reference, other)).map(|(_, resolved)| *resolved);
            let as_before = known.map_or(matches!(now, Resolved::Found(_)) && !is_stub(now), |known| known == now);
            if !as_before && input.doubt != Some(Trust::Stubs) {
                return None;
            }
            resolved.push(known.unwrap_or(now));
        }
        let stubs = |pairs: &mut dyn Iterator<Item = (&Reference, Resolved)>| {
            let mut stubs: Vec<Arc<str>> =
                pairs.filter(|(_, resolved)| is_stub(*resolved)).map(|(it, _)| Arc::clone(&it.target)).collect();
            stubs.sort_unstable();
            stubs
        };
        let (was, is) =
            (stubs(&mut before.iter().copied()), stubs(&mut document.references.iter().zip(resolved.iter().copied())));
        (was == is || input.doubt == Some(Trust::Stubs)).then_some(resolved)
    }

    /// Tells whether another record links to a part of a record's page.
    fn is_linked_in_part(&self, own: Handle) -> bool {
        let in_part = |target: &Target| match target {
            Target::Name(_, anchor) => anchor.is_some(),
            Target::Address(address) => address.contains('#'),
        };
        self.mentions_of(own).chunk_by(|a, b| a.from == b.from).any(|mentions| {
            let from = self.get(mentions[0].from);
            let links = from.document.body.links.iter().zip(&from.links.body);
            links
                .into_iter()
                .any(|(link, to)| matches!(to, BodyLink::Record(to, _) if *to == own) && in_part(&link.target))
        })
    }

    /// Returns the mentions of all records that one mentions, or mentioned before, with those that it makes now; those alone that change.
    fn mentions_with(
        &self,
        own: Handle,
        entity: &Entity,
        before: &[Made],
        now: &[Made],
    ) -> Vec<(Handle, Vec<Mention>)> {
        let place = |entity: &Entity, handle: Handle| -> (Reverse<Option<OrderKey>>, Handle) {
            (Reverse(entity.document.fields.date("date").map(Date::order_key)), handle)
        };
        let own_place = place(entity, own);
        let mut targets: Vec<Handle> = before.iter().chain(now).map(|(target, _)| *target).collect();
        targets.sort_unstable();
        targets.dedup();
        let with = |target: Handle| {
            let known = &self.mentions[target.ix()];
            let mut mentions: Vec<Mention> = known.iter().filter(|mention| mention.from != own).cloned().collect();
            let at = mentions.partition_point(|mention| place(self.get(mention.from), mention.from) < own_place);
            mentions.splice(at..at, now.iter().filter(|made| made.0 == target).map(|made| made.1.clone()));
            (mentions != *known).then_some((target, mentions))
        };
        targets.into_iter().filter_map(with).collect()
    }
}

/// Returns the keys of the sources that a document cites, sorted.
fn cited(document: &Document) -> Vec<&str> {
    let mut keys = Vec::new();
    document.fields.source_keys(&mut keys);
    keys.extend(document.body.cites.iter().map(|cite| &*cite.key));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Tells whether what others may link to on a record's page is the same.
fn has_same_parts(old: &Entity, new: &Entity) -> bool {
    let (one, other) = (&old.document.body, &new.document.body);
    let ids = |entity| corrections::of(entity).map(|correction| correction.id()).collect::<Vec<_>>();
    one.anchors == other.anchors
        && one.paragraphs == other.paragraphs
        && one.block_ids == other.block_ids
        && ids(old) == ids(new)
}

/// Returns the pictures that a record shows, sorted.
fn pictures(entity: &Entity) -> Vec<&ImageFile> {
    let mut pictures: Vec<&ImageFile> = entity.links.images.iter().flatten().chain(&entity.links.image).collect();
    pictures.sort_unstable();
    pictures.dedup();
    pictures
}
