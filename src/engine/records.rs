//! The pages that a build need not look at, since no more changed than the words of texts that they do not show.
//!
//! Whether a page is what it was is told from its view, and making those of all pages takes longer than rendering the few that change.
//! Most can be spared: what the page of one record shows of another is the other's front matter and outline
//! ([`plan::shown_by_others`]); sentences of it stand only on the pages of records that it leads to. So each build keeps in `.dossier/records`
//! these digests of every text. Where they are the same at the next one, with all that is read beside texts, only the
//! pages of the changed texts, of the records that these lead to, and those that stand for no single record are looked at.
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
use crate::source::SourcePath;
use crate::trust::Trust;
use crate::write;

/// The name of the file in the folder of what may be removed.
const NAME: &str = "records";

/// What one build tells the next one of its texts.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Records {
    /// The digest of all that is read beside texts, and of what is asked for.
    beside: u64,
    /// For each text by its path the digest of it, and that of what others show of it: of a record that is hidden the former twice, so
    /// that one which appears or goes differs.
    texts: Vec<(String, u64, u64)>,
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
            .filter(|entity| has_text(entity))
            .map(|entity| (&entity.document.source.path, plan::shown_by_others(entity)))
            .collect();
        // Of settings, and of texts that stand for several records or for none, others may show everything.
        let shown = |path: &SourcePath, whole: Digest| outlines.get(path).copied().unwrap_or(whole).half();
        let texts = snapshot.sources.iter();
        Self {
            beside: hasher.finish().half(),
            texts: texts.map(|(path, it)| (path.as_str().into(), it.digest.half(), shown(path, it.digest))).collect(),
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
            && texts().all(|((path, _, shown), (other, _, now))| path == other && shown == now);
        if !trusts(Trust::Beside, self.beside == now.beside) || !trusts(Trust::Outlines, same_outlines) {
            return None;
        }
        let changed: HashSet<&str> =
            texts().filter(|((_, was, _), (_, is, _))| was != is).map(|(_, (path, ..))| &**path).collect();
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

/// Tells whether a record is the only one of a text of its own.
fn has_text(entity: &Entity) -> bool {
    !entity.stub && *entity.id.kind != kinds::SOURCE
}
