//! The plan: what a target would get and lose, in files and in the words of readers.

use super::gauge::Gauge;
use super::news;
use super::payload::Payload;
use super::target::{Change, Target};
use crate::error::Error;
use crate::route::{FilePath, percent_encoded};
use crate::write::Manifest;

/// Below so many files a site is too small to judge by shares of it.
const SMALL: usize = 20;
/// More deletions than this are always many.
const MANY_DELETIONS: usize = 256;

/// What publishing would change.
pub struct Plan {
    /// New files.
    pub added: Vec<FilePath>,
    /// Files with other bytes.
    pub changed: Vec<FilePath>,
    /// Files that the site no longer has.
    pub removed: Vec<FilePath>,
    payload: Payload,
    target: Box<dyn Target>,
}

/// What readers would notice.
#[derive(Clone, Debug)]
pub struct Told {
    /// In words, the weightiest first: `+1 event`, `1 correction`.
    pub words: Vec<String>,
    /// The addresses that caches should forget: of pages that are gone, and of records that were withdrawn.
    pub purge: Vec<String>,
}

/// A line of the plan.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// `+` for a new file, `~` for one with other bytes, `-` for one that goes.
    pub sign: char,
    /// Which file.
    pub file: &'a FilePath,
    /// Its length in bytes: that of a file that goes is the one that it had.
    pub len: u64,
}

impl Plan {
    /// Compares a built site with what its target holds.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if the target holds another site, and what the target itself refuses.
    pub fn new(payload: Payload, target: Box<dyn Target>) -> Result<Self, Error> {
        if let Some(owner) = target.owner().filter(|owner| *owner != payload.owner()) {
            return Err(Error::Refused(format!(
                "there is another site at the target, that of {owner}, and this one is {}; if the address has changed, \
                 remove `{}` there first",
                payload.owner(),
                super::target::MARKER
            )));
        }
        let held = target.held();
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for file in target.stale(&payload)? {
            if held.contains(&file) { &mut changed } else { &mut added }.push(file);
        }
        let removed =
            held.iter().map(|(file, _)| file).filter(|file| !payload.manifest().contains(file)).cloned().collect();
        Ok(Self { added, changed, removed, payload, target })
    }

    /// Tells whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Tells whether more is deleted than a slip should: over 256 files, or over a quarter of the site.
    #[must_use]
    pub fn deletes_much(&self) -> bool {
        let held = self.target.held().len();
        self.removed.len() > MANY_DELETIONS || (held > SMALL && self.removed.len() * 4 > held)
    }

    /// Returns the numbers of files now and before, where the site is under half of what the target holds: more likely
    /// half of it was not there to be built than half of it was given up.
    #[must_use]
    pub fn shrinks(&self) -> Option<(usize, usize)> {
        let (now, before) = (self.payload.manifest().len(), self.target.held().len());
        (before > SMALL && now * 2 < before).then_some((now, before))
    }

    /// Returns what would change, file by file.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let now = |sign| move |file| Line { sign, file, len: self.payload.len(file) };
        let before = |file| Line { sign: '-', file, len: length(self.target.held(), file) };
        let added = self.added.iter().map(now('+'));
        added.chain(self.changed.iter().map(now('~'))).chain(self.removed.iter().map(before))
    }

    /// Returns how many bytes would be sent.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.added.iter().chain(&self.changed).map(|file| self.payload.len(file)).sum()
    }

    /// Tells what readers would notice, in words: `+1 event`, `1 correction`.
    pub fn news(&self) -> Result<Told, Error> {
        let is_record = |file: &&FilePath| news::is_record(file);
        let old: Vec<&FilePath> = self.changed.iter().chain(&self.removed).filter(is_record).collect();
        let new = self.added.iter().chain(&self.changed).filter(is_record);
        let told = old.len().min(news::MOST);
        let before = old[..told].iter().copied().zip(self.target.read(&old[..told])?);
        let now: Result<Vec<_>, Error> = new.map(|file| Ok((file, self.payload.bytes(file)?))).collect();
        let news = news::tell(before, now?, old.len() - told);
        let gone = self.removed.iter().filter(|file| file.as_str().ends_with(".html") || is_record(file));
        let page = |file: &FilePath| format!("{}{}", self.payload.owner(), address(file));
        let mut purge: Vec<String> = gone.map(page).collect();
        for file in &news.withdrawn {
            let folder = file.as_str().trim_end_matches("index.json");
            purge.extend(
                [folder, file.as_str()].map(|path| format!("{}{}", self.payload.owner(), percent_encoded(path))),
            );
        }
        Ok(Told { words: news.words(), purge })
    }

    /// Changes the target, which tells a gauge how far it is.
    pub fn commit(self, gauge: &Gauge) -> Result<(), Error> {
        let upload: Vec<FilePath> = self.added.into_iter().chain(self.changed).collect();
        self.target.send(&Change { payload: &self.payload, upload, remove: self.removed, gauge })
    }
}

fn length(manifest: &Manifest, file: &FilePath) -> u64 {
    manifest.get(file).map_or(0, |record| record.len)
}

/// Returns the path at which readers find a file.
fn address(file: &FilePath) -> String {
    let path = file.as_str();
    let is_index = path == "index.html" || path.ends_with("/index.html");
    percent_encoded(if is_index { path.trim_end_matches("index.html") } else { path })
}
