//! Where pictures stand: one that something refers to, upright and without metadata, in its own size and in smaller ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::Desk;
use super::pages::{Make, Pages};
use crate::digest::{Digest, Digestible as _, Hasher};
use crate::link::ImageFile;
use crate::name;
use crate::picture::{self, Facts};
use crate::route::{Route, encoded};
use crate::source::SourcePath;

/// A picture as its author saved it.
#[derive(Clone, Copy, Debug)]
pub struct Original {
    /// The digest of its file.
    pub digest: Digest,
    /// What is known of it.
    pub facts: Facts,
}

/// A picture as pages show it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The address from the site's root.
    pub path: Arc<str>,
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// The widths in which it is offered, its own as the last, each with the address; none where there is one only.
    pub sizes: Vec<(u32, Arc<str>)>,
}

/// Adds the pictures to the outputs and returns how each is shown. An address holds the digest of what it leads to.
pub(super) fn place(originals: &BTreeMap<SourcePath, Original>, pages: &mut Pages) -> BTreeMap<SourcePath, Shown> {
    let mut shown = BTreeMap::new();
    for (path, original) in originals {
        let facts = original.facts;
        let digest = digest(original);
        let stem = format!("/files/{}.{}", name::slug(path.stem()), digest.short());
        let mut add = |route: String, width: Option<u32>| -> Arc<str> {
            let route = Route::new(&route);
            // The same picture may be saved twice.
            if !pages.answers(&route) {
                pages.add(route.clone(), Some(path), Make::Picture { path: path.clone(), facts, width, digest });
            }
            route.path().into()
        };
        let own = add(format!("{stem}.{}", facts.extension(false)), None);
        let mut sizes: Vec<(u32, Arc<str>)> = facts
            .widths()
            .map(|width| (width, add(format!("{stem}-{width}.{}", facts.extension(true)), Some(width))))
            .collect();
        if let Some((width, _)) = facts.size.filter(|_| !sizes.is_empty()) {
            sizes.push((width, Arc::clone(&own)));
        }
        shown.insert(path.clone(), Shown { path: own, size: facts.size, sizes });
    }
    shown
}

/// Returns the digest of what a picture's file is turned into.
fn digest(original: &Original) -> Digest {
    let mut hasher = Hasher::default();
    original.digest.digest(&mut hasher);
    hasher.number(picture::VERSION.into());
    hasher.finish()
}

impl Desk {
    /// Returns how a picture is shown; one of `static/` is served as it is.
    #[must_use]
    pub fn shown(&self, file: &ImageFile) -> Option<Shown> {
        match file {
            ImageFile::Content(path) => self.pictures.get(path).cloned(),
            ImageFile::Static(path) => {
                let path = path.as_str().strip_prefix("static/")?;
                Some(Shown { path: encoded(&name::composed(path)).into(), size: None, sizes: Vec::new() })
            }
        }
    }
}
