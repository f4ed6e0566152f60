//! What is published: the files of a built site, and the sums that go with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::sums;
use crate::digest::Digest;
use crate::engine::Outcome;
use crate::error::Error;
use crate::load;
use crate::route::{FilePath, Route, percent_encoded};
use crate::write::{Inputs, Manifest, Record};

/// The files that a target shall hold.
pub struct Payload {
    /// The folder of the built site.
    site: PathBuf,
    /// What every file must be, the sums included.
    manifest: Manifest,
    /// The text of the sums; none where the site has a file of that name.
    sums: Option<(FilePath, String)>,
    /// Whose site it is: its address, such as `https://example.org/`.
    owner: String,
    /// Of the pages that only lead on, the addresses to which they do.
    redirects: BTreeMap<FilePath, String>,
}

impl Payload {
    /// Reads a built site for its sums.
    pub fn new(site: &Path, outcome: &Outcome) -> Result<Self, Error> {
        let mut manifest = outcome.manifest.clone();
        let owner = outcome.planned.snapshot.config.base_url.to_string();
        let address = |to: &Route| format!("{owner}{}", percent_encoded(to.path()));
        let redirects = &outcome.planned.pages.redirects;
        let redirects = redirects.iter().map(|(from, to)| (from.clone(), address(to))).collect();
        let sums = match FilePath::new(sums::FILE).filter(|file| !manifest.contains(file)) {
            Some(file) => Some((file, sums::of(site, &manifest)?)),
            None => None,
        };
        if let Some((file, text)) = &sums {
            let (digest, len) = (Digest::of(text.as_bytes()), text.len() as u64);
            manifest.insert(file.clone(), Record { inputs: Inputs::default(), digest, len });
        }
        Ok(Self { site: site.to_path_buf(), manifest, sums, owner, redirects })
    }

    /// Returns the folder of the built site, where all files are but those that are a text.
    pub(super) fn site(&self) -> &Path {
        &self.site
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

    /// Returns the text of a file that is not in the folder of the site.
    pub(super) fn text(&self, file: &FilePath) -> Option<&str> {
        self.sums.as_ref().filter(|(sums, _)| sums == file).map(|(_, text)| text.as_str())
    }

    /// Returns the bytes of a file.
    pub(super) fn bytes(&self, file: &FilePath) -> Result<Vec<u8>, Error> {
        match self.text(file) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => load::outside(&self.site.join(file.as_str())),
        }
    }

    /// Returns the length of a file in bytes.
    pub(super) fn len(&self, file: &FilePath) -> u64 {
        self.manifest.get(file).map_or(0, |record| record.len)
    }
}
