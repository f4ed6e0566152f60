//! What others show of a record, as digests. Versions of which these are the same differ only in words that the record's own page shows,
//! and the pages of those that it leads to.

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
    document.body.anchors.digest(&mut hasher);
    links(&entity.links, &mut hasher);
    hasher.finish()
}

/// Returns the digest of all that others show of a record but its sentences: of its front matter and its outline.
#[must_use]
pub fn shown_by_others(entity: &Entity) -> Digest {
    (entity.document.front_matter(), outline(entity)).own_digest()
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
    let told = speakers.iter().chain(venues).chain(addressees).chain(fielded.iter().flatten());
    let named = references.iter().chain(told).filter_map(|resolved| resolved.found());
    body.chain(named).chain(cites.iter().filter_map(|cited| *cited)).chain(automatic.iter().map(|it| it.target))
}

fn quote(quote: &Quote, hasher: &mut Hasher) {
    let Quote { id, text, speaker, to, venue, date, response_to, span: _, section: _ } = quote;
    (id, text, to).digest(hasher);
    (venue, date, response_to.map(u32::from)).digest(hasher);
    speaker.digest(hasher);
}

/// Adds where a record leads: to the same records, files and speakers in the same order.
fn links(links: &Links, hasher: &mut Hasher) {
    let Links { references, body, images, cites, speakers, venues, addressees, fielded, image, automatic } = links;
    (references, body, images).digest(hasher);
    (cites, speakers, venues).digest(hasher);
    (addressees, fielded, image).digest(hasher);
    each(automatic, hasher, |it, hasher| it.target.digest(hasher));
}

impl Digestible for Handle {
    fn digest(&self, hasher: &mut Hasher) {
        self.ix().digest(hasher);
    }
}

impl Digestible for Resolved {
    fn digest(&self, hasher: &mut Hasher) {
        match self {
            Self::Found(handle) => tagged(0, handle, hasher),
            Self::Hidden => hasher.number(1),
            Self::Plain => hasher.number(2),
        }
    }
}

impl Digestible for BodyLink {
    fn digest(&self, hasher: &mut Hasher) {
        match self {
            Self::Record(to, anchor) => tagged(0, &(to, anchor), hasher),
            Self::Page(route, rest) => tagged(1, &(route.as_str(), rest), hasher),
            Self::Text => hasher.number(2),
        }
    }
}

impl Digestible for ImageFile {
    fn digest(&self, hasher: &mut Hasher) {
        match self {
            Self::Content(path) => tagged(0, path.as_str(), hasher),
            Self::Static(path) => tagged(1, path.as_str(), hasher),
        }
    }
}

impl Digestible for Speaker {
    fn digest(&self, hasher: &mut Hasher) {
        match self {
            Self::Named(name) => tagged(0, name, hasher),
            Self::Unnamed(words) => tagged(1, words, hasher),
        }
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
    for item in items {
        add(item, hasher);
    }
}
