//! The pages that a build need not look at, since no more changed than the words of texts that they do not show.
//!
//! Whether a page is what it was is told from its view, and making those of all pages takes longer than rendering the few that change.
//! Most can be spared: what the page of one record shows of another is the other's front matter and outline
//! ([`plan::shown_by_others`]); sentences of it stand only on the pages of records that it leads to. So each build keeps in `.dossier/records`
//! these digests of every text. Where they are the same at the next one, with all that is read beside texts and the same records shown,
//! only the pages of the changed texts, of the records that these lead to, and those that stand for no single record are looked at.
//!
//! The file may always be removed. Its own digest is kept in `.dossier/built`, so that one of another build counts as none.

use std::collections::HashSet;
use std::path::Path;

use foldhash::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::basis::{asked, beside_texts};
use super::{Options, Planned};
use crate::digest::{Digest, Digestible as _, Hasher};
use crate::kinds;
use crate::link::{Entity, Site};
use crate::plan::{self, Make, Page};
use crate::source::{Source, SourcePath};
use crate::trust::Trust;
use crate::write;

/// The name of the file in the folder of what may be removed.
const NAME: &str = "records";

/// What one build tells the next one of its texts.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Records {
    /// The digest of all that is read beside texts, and of what is asked for.
    beside: u64,
    /// The digest of which records are shown, and where: whether a source is known may follow from words that are not.
    present: u64,
    /// The texts, in the order of their paths.
    texts: Vec<Kept>,
}

/// What is kept of one text.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    path: String,
    /// The digest of the text.
    text: u64,
    /// The digest of what others show of its record; of settings, and of what stands for several records or for none, that of the text.
    shown: u64,
}

/// The texts whose records' pages may have changed, with those of the records that these lead to.
pub(super) struct Touched(HashSet<SourcePath>);

impl Records {
    /// Returns those of a planned site.
    pub(super) fn of(options: &Options, planned: &Planned) -> Self {
        let (site, snapshot) = (&planned.desk.site, &planned.snapshot);
        let mut hasher = Hasher::default();
        asked(options, &mut hasher);
        beside_texts(snapshot, &mut hasher);
        for (path, digest) in &planned.pictures {
            (path.as_str(), digest).digest(&mut hasher);
        }
        let outlines: HashMap<&SourcePath, Digest> = site
            .entities
            .par_iter()
            .filter(|entity| has_own_file(entity))
            .map(|entity| (&entity.document.source.path, plan::shown_by_others(entity)))
            .collect();
        let kept = |(path, source): (&SourcePath, &Source)| Kept {
            path: path.as_str().into(),
            text: source.digest.half(),
            shown: outlines.get(path).unwrap_or(&source.digest).half(),
        };
        Self {
            beside: hasher.finish().half(),
            present: present(site).half(),
            texts: snapshot.sources.iter().map(kept).collect(),
        }
    }

    /// Reads those of this digest, if they are there.
    pub(super) fn read(root: &Path, digest: &str) -> Option<Self> {
        let bytes = write::read_own(&write::cache(root, NAME)).ok()??;
        let is_it = Digest::of(&bytes).to_string() == digest;
        is_it.then(|| serde_json::from_slice(&bytes).ok()).flatten()
    }

    /// Keeps them, and returns their digest. Where that fails, the next build looks at every page.
    pub(super) fn write(&self, root: &Path) -> Option<Digest> {
        let bytes = serde_json::to_vec(self).ok()?;
        write::keep(root, NAME, &bytes).ok()?;
        Some(Digest::of(&bytes))
    }

    /// Returns what may have changed from this build to the one that is planned, whose records are `now`; `None` where that may be
    /// everything.
    pub(super) fn touched(&self, now: &Self, site: &Site, doubt: Option<Trust>) -> Option<Touched> {
        let trusts = |trust, holds: bool| holds || doubt == Some(trust);
        let texts = || self.texts.iter().zip(&now.texts);
        let same_outlines = self.texts.len() == now.texts.len()
            && texts().all(|(was, is)| was.path == is.path && was.shown == is.shown);
        if !trusts(Trust::Beside, self.beside == now.beside)
            || !trusts(Trust::Present, self.present == now.present)
            || !trusts(Trust::Outlines, same_outlines)
        {
            return None;
        }
        let changed: HashSet<&str> = texts().filter(|(was, is)| was.text != is.text).map(|(_, is)| &*is.path).collect();
        let mut touched = HashSet::new();
        for entity in site.entities.iter().filter(|entity| changed.contains(entity.document.source.path.as_str())) {
            touched.insert(entity.document.source.path.clone());
            if doubt != Some(Trust::Leads) {
                touched.extend(plan::leads_to(entity).map(|to| site.get(to).document.source.path.clone()));
            }
        }
        Some(Touched(touched))
    }
}

impl Touched {
    /// Tells whether a page is what it was.
    pub(super) fn spares(&self, page: &Page) -> bool {
        match page.make {
            Make::View { .. } | Make::Text(_) => page.origin.as_ref().is_some_and(|origin| !self.0.contains(origin)),
            Make::Fixed(_) | Make::Copy(_) | Make::Picture { .. } | Make::Poster(_) => false,
        }
    }
}

/// Tells whether a record is the only one of its file.
fn has_own_file(entity: &Entity) -> bool {
    !entity.stub && *entity.id.kind != kinds::SOURCE
}

/// Returns the digest of which records are shown, in their order, and where.
fn present(site: &Site) -> Digest {
    let mut hasher = Hasher::default();
    for entity in &site.entities {
        (entity.id.kind.name, &entity.id.id, entity.route.as_str()).digest(&mut hasher);
        (entity.stub, entity.withdrawn).digest(&mut hasher);
    }
    hasher.finish()
}
