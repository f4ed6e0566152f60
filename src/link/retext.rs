//! Another text of one record, put into a linked site where nothing else changes with it.
//!
//! That is so where the record says the same of itself and of others: its front matter is the same, and so are its updates, quotes,
//! citations, pictures and anchors, and its text names the same records in the same order. Then only the text and the places of its
//! mentions are exchanged; in all other cases the site stays as it is, and is linked as a whole.

use std::sync::Arc;

use foldhash::HashMap;

use super::mentions::{self, Made};
use super::outward;
use super::{Entity, Handle, Input, Links, Site};
use crate::parse::Document;
use crate::parse::body::{Body, Quote, Update};

impl Site {
    /// Puts a document in the place of the one of the same record. Returns the record and those that it mentions, or `None` where
    /// more than its text may have changed; then nothing was exchanged.
    pub fn retext(&mut self, document: Arc<Document>, input: &Input<'_>) -> Option<(Handle, Vec<Handle>)> {
        let own = self.find(&document.id)?;
        let old = self.get(own);
        if old.stub || old.withdrawn || !says_the_same(&old.document, &document) {
            return None;
        }
        let links = Links { references: old.links.references.clone(), ..Links::default() };
        let mut entity = Entity {
            id: old.id.clone(),
            document,
            route: old.route.clone(),
            stub: false,
            withdrawn: false,
            spellings: old.spellings.clone(),
            links,
        };
        let (mut links, diagnostics) = outward::resolve_one(own, &entity, &self.entities, &self.lexicon, input);
        if !diagnostics.is_empty() || !leads_to_the_same(&old.links, &links) {
            return None;
        }
        let (before, now) = (mentions::of_record(own, old, &old.links), mentions::of_record(own, &entity, &links));
        let same = |(one, other): (&Made, &Made)| one.0 == other.0 && one.1.via == other.1.via;
        if before.len() != now.len() || !before.iter().zip(&now).all(same) {
            return None;
        }
        links.references = std::mem::take(&mut entity.links.references);
        entity.links = links;
        self.entities[own.ix()] = entity;
        Some((own, self.place(own, now)))
    }

    /// Puts the mentions that a record makes in the place of those that it made before, which are as many and in the same order.
    fn place(&mut self, from: Handle, made: Vec<Made>) -> Vec<Handle> {
        let mut next: HashMap<Handle, usize> = HashMap::default();
        let mut mentioned = Vec::new();
        for (target, mention) in made {
            let mentions = &mut self.mentions[target.ix()];
            let at = next.entry(target).or_insert_with(|| {
                mentioned.push(target);
                mentions.iter().position(|mention| mention.from == from).unwrap_or(mentions.len())
            });
            if let Some(place) = mentions.get_mut(*at) {
                *place = mention;
            }
            *at += 1;
        }
        mentioned
    }
}

/// Tells whether two documents of one file say the same but for the words of their texts.
fn says_the_same(old: &Document, new: &Document) -> bool {
    let update = |one: &Update, other: &Update| {
        one.id == other.id && one.date.as_str() == other.date.as_str() && one.headline == other.headline
    };
    let (one, other) = (&old.body, &new.body);
    old.source.path == new.source.path
        && new.diagnostics.is_empty()
        && old.front_matter() == new.front_matter()
        && all(&old.updates, &new.updates, update)
        && all(&old.quotes, &new.quotes, is_same_quote)
        && all(&one.cites, &other.cites, |one, other| one.key == other.key && one.id == other.id)
        && has_same_anchors(one, other)
}

fn is_same_quote(one: &Quote, other: &Quote) -> bool {
    let date = |quote: &Quote| quote.date.as_ref().map(|date| date.as_str().to_owned());
    let key = |quote: &Quote| (quote.id.clone(), quote.text.clone(), quote.to.clone(), quote.venue.clone());
    key(one) == key(other)
        && one.speaker == other.speaker
        && date(one) == date(other)
        && one.response_to == other.response_to
}

/// Tells whether what others may link to is still there: paragraphs may be added.
fn has_same_anchors(one: &Body, other: &Body) -> bool {
    one.anchors == other.anchors && one.paragraphs <= other.paragraphs
}

/// Tells whether two texts of one record lead to the same records, files and speakers in the same order.
fn leads_to_the_same(old: &Links, new: &Links) -> bool {
    let Links { references: _, body, images, cites, speakers, venues, addressees, fielded, image, automatic } = old;
    let targets = |links: &Links| -> Vec<Handle> { links.automatic.iter().map(|it| it.target).collect() };
    *body == new.body
        && *images == new.images
        && *cites == new.cites
        && *speakers == new.speakers
        && *venues == new.venues
        && *addressees == new.addressees
        && *fielded == new.fielded
        && *image == new.image
        && automatic.len() == new.automatic.len()
        && targets(old) == targets(new)
}

fn all<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}
