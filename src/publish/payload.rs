//! What is published: the files of a built site, and what is made of them: compressed ones and the sums.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use super::{pack, sums};
use crate::config::Packing;
use crate::digest::Digest;
use crate::engine::Outcome;
use crate::error::Error;
use crate::load;
use crate::route::{FilePath, Route, percent_encoded};
use crate::write::{self, Inputs, Manifest, Record};

/// The files that a target shall hold.
pub struct Payload {
    /// The folder of the built site.
    site: PathBuf,
    /// The folder of the files that were made of it, gone when this is.
    made: TempDir,
    /// Which files are there.
    of_made: BTreeSet<FilePath>,
    /// What every file must be.
    manifest: Manifest,
    /// Whose site it is: its address, such as `https://example.org/`.
    owner: String,
    /// Of the pages that only lead on, the addresses to which they do.
    redirects: BTreeMap<FilePath, String>,
}

impl Payload {
    /// Reads a built site, compresses what a target wants compressed, and sums it up. Where the site has a file of a name
    /// that would be made, it stays as it is.
    pub fn new(site: &Path, outcome: &Outcome, packings: &[Packing]) -> Result<Self, Error> {
        let manifest = &outcome.manifest;
        let owner = outcome.planned.snapshot.config.base_url.to_string();
        let address = |to: &Route| format!("{owner}{}", percent_encoded(to.path()));
        let redirects = &outcome.planned.pages.redirects;
        let redirects = redirects.iter().map(|(from, to)| (from.clone(), address(to))).collect();
        let made = tempfile::tempdir().map_err(|source| Error::io("make", env::temp_dir(), source))?;
        let put = |name: &str, bytes: &[u8]| -> Result<Option<(FilePath, Record)>, Error> {
            let Some(file) = FilePath::new(name).filter(|file| !manifest.contains(file)) else { return Ok(None) };
            write::create(made.path(), Path::new(name), bytes)?;
            let record = Record { inputs: Inputs::default(), digest: Digest::of(bytes), len: bytes.len() as u64 };
            Ok(Some((file, record)))
        };
        let files: Vec<&FilePath> = manifest.iter().map(|(file, _)| file).filter(|_| !packings.is_empty()).collect();
        let of_file = |file: &FilePath| -> Result<Vec<(FilePath, Record)>, Error> {
            let bytes = load::outside(&site.join(file.as_str()))?;
            let packed = packings.iter().filter_map(|sort| Some((sort, pack::packed(file, &bytes, *sort)?)));
            let packed = packed.map(|(sort, packed)| put(&format!("{file}{}", sort.ending()), &packed));
            packed.filter_map(Result::transpose).collect()
        };
        let mut records = files.into_par_iter().map(of_file).collect::<Result<Vec<_>, Error>>()?.concat();
        records.extend(put(sums::FILE, sums::of(site, manifest)?.as_bytes())?);
        let of_made = records.iter().map(|(file, _)| file.clone()).collect();
        let mut manifest = manifest.clone();
        for (file, record) in records {
            manifest.insert(file, record);
        }
        Ok(Self { site: site.to_path_buf(), made, of_made, manifest, owner, redirects })
    }

    /// Returns the folder in which a file is.
    pub(super) fn folder(&self, file: &FilePath) -> &Path {
        if self.of_made.contains(file) { self.made.path() } else { &self.site }
    }

    /// Returns what the target will hold.
    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns whose site it is: its address.
    pub(super) fn owner(&self) -> &str {
        &self.owner
    }

    /// Returns where a page leads that does nothing else.
    pub(super) fn redirect(&self, file: &FilePath) -> Option<&str> {
        self.redirects.get(file).map(String::as_str)
    }

    /// Returns the bytes of a file.
    pub(super) fn bytes(&self, file: &FilePath) -> Result<Vec<u8>, Error> {
        load::outside(&self.folder(file).join(file.as_str()))
    }

    /// Returns the length of a file in bytes.
    pub(super) fn len(&self, file: &FilePath) -> u64 {
        self.manifest.get(file).map_or(0, |record| record.len)
    }
}
