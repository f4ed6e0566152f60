//! Sends a built site to where the public finds it: a folder, or a branch of a git repository.

mod gate;
mod git;
mod place;
mod sums;

use std::path::{Path, PathBuf};

pub use gate::Gate;
pub use place::{BranchPlace, Place};
pub use sums::{Difference, Verified, verify};

use crate::digest::Digest;
use crate::engine::Engine;
use crate::error::Error;
use crate::load;
use crate::route::FilePath;
use crate::write::{Committed, Inputs, Manifest, Record, Target};

/// What publishing would change.
pub struct Plan {
    /// New files.
    pub added: Vec<FilePath>,
    /// Files with other bytes.
    pub changed: Vec<FilePath>,
    /// Files that the site no longer has.
    pub removed: Vec<FilePath>,
    site: PathBuf,
    /// What the target will hold: the site, and its sums.
    manifest: Manifest,
    /// The text of the sums; none where the site has a file of that name.
    sums: Option<(FilePath, String)>,
    target: Target,
}

impl Plan {
    /// Compares a built site with what its target holds.
    pub fn new(engine: &Engine, site: &Path, folder: &Path, manifest: &Manifest) -> Result<Self, Error> {
        let target = engine.open(folder)?;
        let mut manifest = manifest.clone();
        let sums = match FilePath::new(sums::FILE).filter(|file| !manifest.contains(file)) {
            Some(file) => Some((file, sums::of(site, &manifest)?)),
            None => None,
        };
        if let Some((file, text)) = &sums {
            let (digest, len) = (Digest::of(text.as_bytes()), text.len() as u64);
            manifest.insert(file.clone(), Record { inputs: Inputs::default(), digest, len });
        }
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for (file, record) in &manifest {
            match target.manifest().get(file) {
                None => added.push(file.clone()),
                Some(old) if old.digest != record.digest || !target.has(file) => changed.push(file.clone()),
                Some(_) => {}
            }
        }
        let old = target.manifest().iter().map(|(file, _)| file);
        let removed = old.filter(|file| manifest.get(file).is_none()).cloned().collect();
        Ok(Self { added, changed, removed, site: site.to_path_buf(), manifest, sums, target })
    }

    /// Tells whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Tells whether more is deleted than a slip should: over 256 files, or over a quarter of the site.
    #[must_use]
    pub fn deletes_much(&self) -> bool {
        let held = self.target.manifest().iter().count();
        self.removed.len() > 256 || (held > 20 && self.removed.len() * 4 > held)
    }

    /// Returns what would change, a sign and a path each.
    pub fn lines(&self) -> impl Iterator<Item = (char, &FilePath)> {
        let signed = |sign: char| move |file| (sign, file);
        self.added
            .iter()
            .map(signed('+'))
            .chain(self.changed.iter().map(signed('~')))
            .chain(self.removed.iter().map(signed('-')))
    }

    /// Changes the target.
    pub fn commit(self) -> Result<Committed, Error> {
        for file in self.added.iter().chain(&self.changed) {
            let bytes = match &self.sums {
                Some((sums, text)) if sums == file => text.clone().into_bytes(),
                _ => load::outside(&self.site.join(file.as_str()))?,
            };
            self.target.stage(file, &bytes, Digest::of(&bytes))?;
        }
        Ok(self.target.commit(&self.manifest)?)
    }
}
