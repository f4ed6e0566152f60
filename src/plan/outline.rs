//! What others show of a record, as digests. Versions of which these are the same differ only in words that the record's own page shows,
//! and the pages of those that it leads to.

use super::entry::first_words;
use crate::digest::{Digest, Digestible, Hasher};
use crate::link::{BodyLink, Entity, Handle, ImageFile, Links, Resolved};
use crate::parse::Alias;
use crate::parse::body::{Cite, Quote, Speaker, Update};

/// Returns the digest of what others show of a record beside its front matter and the words of its text: where that is the same, it stands
/// in the same registries at the same places. It holds handles, and so tells only versions apart that stand in sites of the same records.
#[must_use]
pub(super) fn outline(entity: &Entity) -> Digest {
    let document = &entity.document;
    let mut hasher = Hasher::default();
    each(&document.aliases, &mut hasher, |Alias { name, kind, lang, later }, hasher| {
        (name, kind, lang).digest(hasher);
        later.digest(hasher);
    });
    each(&document.updates, &mut hasher, |Update { id, date, headline, blocks: _, span: _ }, hasher| {
        (id, date, headline).digest(hasher);
    });
    each(&document.quotes, &mut hasher, quote);
    each(&document.body.cites, &mut hasher, |Cite { id, key, locator: _, at: _, block: _, span: _ }, hasher| {
        (id, key).digest(hasher);
    });
    each(&document.body.anchors, &mut hasher, Digestible::digest);
    links(&entity.links, &mut hasher);
    hasher.finish()
}

/// Returns the digest of all that others show of a record but its sentences: of its front matter and name, its outline, the first words of its
/// updates, and where links to its blocks lead.
#[must_use]
pub fn shown_by_others(entity: &Entity) -> Digest {
    let document = &entity.document;
    let mut hasher = Hasher::default();
    document.front_matter().digest(&mut hasher);
    document.name.digest(&mut hasher);
    outline(entity).digest(&mut hasher);
    each(&document.updates, &mut hasher, |update, hasher| first_words(entity, update).digest(hasher));
    each(&document.body.block_ids, &mut hasher, |(id, element), hasher| (id, element).digest(hasher));
    hasher.finish()
}

/// Returns the records that one leads to, by its front matter and by its text, in no order, and some of them more than once: every record
/// that shows sentences of it is among them.
pub fn leads_to(entity: &Entity) -> impl Iterator<Item = Handle> {
    let Links { references, body, images: _, cites, speakers, venues, addressees, fielded, image: _, automatic } =
        &entity.links;
    let body = body.iter().filter_map(|link| match link {
        BodyLink::Record(handle, _) => Some(*handle),
        BodyLink::Page(..) | BodyLink::Text => None,
    });
    let named = references.iter().chain(speakers).filter_map(|resolved| resolved.found());
    let told = cites.iter().chain(venues).chain(addressees).chain(fielded.iter().flatten()).filter_map(|it| *it);
    body.chain(named).chain(told).chain(automatic.iter().map(|it| it.target))
}

fn quote(quote: &Quote, hasher: &mut Hasher) {
    let Quote { id, text, speaker, to, venue, date, response_to, span: _, section: _ } = quote;
    (id, text, to).digest(hasher);
    (venue, date, response_to.map(u32::from)).digest(hasher);
    match speaker {
        Speaker::Named(name) => tagged(0, name, hasher),
        Speaker::Unnamed(words) => tagged(1, words, hasher),
    }
}

/// Adds where a record leads: to the same records, files and speakers in the same order.
fn links(links: &Links, hasher: &mut Hasher) {
    let Links { references, body, images, cites, speakers, venues, addressees, fielded, image, automatic } = links;
    each(references, hasher, resolved);
    each(body, hasher, |link, hasher| match link {
        BodyLink::Record(to, anchor) => tagged(0, &(to.ix(), anchor), hasher),
        BodyLink::Page(route, rest) => tagged(1, &(route.as_str(), rest), hasher),
        BodyLink::Text => tagged(2, "", hasher),
    });
    each(images, hasher, picture);
    each(speakers, hasher, resolved);
    for handles in [cites, venues, addressees] {
        each(handles, hasher, known);
    }
    each(fielded, hasher, |[venue, to], hasher| {
        known(venue, hasher);
        known(to, hasher);
    });
    picture(image, hasher);
    each(automatic, hasher, |it, hasher| it.target.ix().digest(hasher));
}

fn resolved(resolved: &Resolved, hasher: &mut Hasher) {
    match resolved {
        Resolved::Found(handle) => tagged(0, &handle.ix(), hasher),
        Resolved::Hidden => tagged(1, "", hasher),
        Resolved::Plain => tagged(2, "", hasher),
    }
}

fn known(handle: &Option<Handle>, hasher: &mut Hasher) {
    handle.map(Handle::ix).digest(hasher);
}

fn picture(file: &Option<ImageFile>, hasher: &mut Hasher) {
    match file {
        None => tagged(0, "", hasher),
        Some(ImageFile::Content(path)) => tagged(1, path.as_str(), hasher),
        Some(ImageFile::Static(path)) => tagged(2, path.as_str(), hasher),
    }
}

/// Adds one of several variants, and what it holds.
fn tagged(variant: u64, held: &(impl Digestible + ?Sized), hasher: &mut Hasher) {
    hasher.number(variant);
    held.digest(hasher);
}

/// Adds the items of a list and their number.
fn each<T>(items: &[T], hasher: &mut Hasher, add: impl Fn(&T, &mut Hasher)) {
    hasher.number(items.len() as u64);
    items.iter().for_each(|item| add(item, hasher));
}
