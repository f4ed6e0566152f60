//! The words of a text as its page shows them: a link that names a record by a path or an id shows the record's name. Sentences and first
//! words of a text that stand elsewhere say the same.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::desk::Desk;
use crate::link::{BodyLink, Entity, Site};
use crate::parse::body::Link;

/// A record's text, for those who look into thousands of them.
pub struct Text {
    /// The words as written.
    pub(super) words: Arc<str>,
    /// Whether its page shows others somewhere.
    pub(super) is_renamed: bool,
}

impl Text {
    /// Returns the text of a record.
    pub(super) fn of(site: &Site, entity: &Entity) -> Self {
        let body = &entity.document.body;
        let mut links = body.links.iter().zip(&entity.links.body);
        Self { words: Arc::clone(&body.text), is_renamed: links.any(|(link, to)| instead(site, link, to).is_some()) }
    }
}

/// Returns what a link shows in place of the words as they are written; none where it shows these.
#[must_use]
pub(super) fn instead<'a>(site: &'a Site, link: &'a Link, to: &BodyLink) -> Option<&'a str> {
    // A path or an id is no way to name somebody to readers.
    let (BodyLink::Record(target, _), Some(bare)) = (to, &link.bare) else { return None };
    let (name, heading) = bare.split_once('#').map_or((&**bare, None), |(name, heading)| (name, Some(heading)));
    let target = site.get(*target);
    if name.is_empty() {
        Some(heading.unwrap_or(name).trim())
    } else if name.contains('/') || *name == *target.id.id || heading.is_some() {
        Some(&target.document.name)
    } else {
        None
    }
}

impl Desk {
    /// Returns a piece of a record's text as its page shows it.
    #[must_use]
    pub(super) fn as_shown<'a>(&'a self, entity: &'a Entity, piece: Range<u32>) -> Cow<'a, str> {
        let body = &entity.document.body;
        let text = |from: u32, to: u32| &body.text[from as usize..to as usize];
        let (mut shown, mut at) = (String::new(), piece.start);
        let first = body.links.partition_point(|link| link.label.start < piece.start);
        for (link, to) in body.links.iter().zip(&entity.links.body).skip(first) {
            if link.label.end > piece.end {
                break;
            }
            if let Some(words) = instead(&self.site, link, to).filter(|_| at <= link.label.start) {
                shown.push_str(text(at, link.label.start));
                shown.push_str(words);
                at = link.label.end;
            }
        }
        if at == piece.start {
            return text(piece.start, piece.end).into();
        }
        shown.push_str(text(at, piece.end));
        shown.into()
    }
}
