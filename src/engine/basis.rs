//! What a site was made from, as digests: by them a later run knows that it would make the same.
//!
//! The later run reads the same files, for times of files are no proof. Where each has its bytes, the same is asked of the same
//! program, and no embargo has ended, what was made then is what would be made now.

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Engine, Options, Planned};
use crate::digest::{Digest, Digestible as _, Hasher};
use crate::error::Error;
use crate::load::{self, Snapshot};
use crate::source::SourcePath;
use crate::trust::Trust;

/// All that a site was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The digest of the texts, settings and templates that were read, of what was asked for, and of the program.
    inputs: String,
    /// The moment at which it was made.
    from: String,
    /// The next moment at which something changes by itself.
    until: Option<String>,
    /// The pictures and other files that were read, with their digests.
    files: Vec<(String, String)>,
}

impl Basis {
    /// Returns that of a planned site, for which these files were read beside its pictures. The digests are those of the bytes that
    /// were read: a file that has changed since then differs.
    #[must_use]
    pub fn of<'a>(
        options: &Options,
        planned: &'a Planned,
        files: impl Iterator<Item = (&'a SourcePath, Digest)>,
        program: Digest,
    ) -> Self {
        let read = planned.pictures.iter().map(|(path, digest)| (path, *digest)).chain(files);
        Self {
            inputs: inputs(options, &planned.snapshot, program).to_string(),
            from: options.now.to_string(),
            until: planned.desk.site.next_change.map(|moment| moment.to_string()),
            files: read.map(|(path, digest)| (path.as_str().to_owned(), digest.to_string())).collect(),
        }
    }

    /// Tells whether what was read now, and when, would give the same.
    pub(super) fn holds(&self, options: &Options, snapshot: &Snapshot, program: Digest, doubt: Option<Trust>) -> bool {
        let looks = |at: Trust| doubt != Some(at);
        (!looks(Trust::Inputs) || self.inputs == inputs(options, snapshot, program).to_string())
            && (!looks(Trust::Moment) || self.is_time(options.now))
            && (!looks(Trust::Files) || self.files.par_iter().all(|file| is_there(options, file)))
    }

    /// Tells whether what was made from another basis would be made from this one, too.
    #[must_use]
    pub fn is_that_of(&self, other: &Self) -> bool {
        let is_time = moment(&other.from).is_some_and(|now| self.is_time(now));
        self.inputs == other.inputs && self.files == other.files && is_time
    }

    /// Returns the moment at which something changes by itself.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        moment(self.until.as_deref()?)
    }

    /// Tells whether nothing has changed by itself until now, nor is hidden again since the clock was set back.
    fn is_time(&self, now: Timestamp) -> bool {
        moment(&self.from).is_some_and(|from| from <= now)
            && self.until.as_deref().is_none_or(|until| moment(until).is_some_and(|until| now < until))
    }
}

impl Engine {
    /// Reads the project, and returns what was read if something was made from just that. It is read for the next plan, too.
    /// The program is asked for at the end, since its digest is made meanwhile.
    pub fn reads_again(
        &mut self,
        basis: &Basis,
        program: impl FnOnce() -> Option<Digest>,
    ) -> Result<Option<&Snapshot>, Error> {
        let read = self.read()?;
        let holds = program().is_some_and(|it| basis.holds(&self.options, &read.snapshot, it, self.doubt));
        let read = self.ahead.insert(read);
        Ok(holds.then_some(&read.snapshot))
    }

    /// Forgets what was read for the next plan, which reads the project as it is then.
    pub fn forget_read(&mut self) {
        self.ahead = None;
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn is_there(options: &Options, (path, digest): &(String, String)) -> bool {
    let bytes = load::bytes(&options.root, &SourcePath::new(path));
    bytes.is_ok_and(|bytes| Digest::of(&bytes).to_string() == *digest)
}

/// Returns the digest of all that is read, but for files that are no texts.
fn inputs(options: &Options, snapshot: &Snapshot, program: Digest) -> Digest {
    let mut hasher = Hasher::default();
    program.digest(&mut hasher);
    asked(options, &mut hasher);
    for (path, source) in &snapshot.sources {
        path.as_str().digest(&mut hasher);
        source.digest.digest(&mut hasher);
    }
    beside_texts(snapshot, &mut hasher);
    hasher.finish()
}

/// Adds what is asked for.
pub(super) fn asked(options: &Options, hasher: &mut Hasher) {
    let Options { root: _, now: _, as_of, drafts, strict, base_url } = options;
    hasher.bytes(format!("{as_of:?} {drafts} {strict} {base_url:?}").as_bytes());
}

/// Adds all that is read beside the texts of `content/`, settings and words, but for files that are no texts: of these their paths.
pub(super) fn beside_texts(snapshot: &Snapshot, hasher: &mut Hasher) {
    for (name, template) in &snapshot.templates {
        name.digest(hasher);
        template.text.digest(hasher);
        hasher.number(u64::from(template.path.is_some()));
    }
    for (name, bytes) in &snapshot.assets {
        name.digest(hasher);
        hasher.bytes(bytes);
    }
    for paths in [&snapshot.files, &snapshot.statics] {
        hasher.number(paths.len() as u64);
        for path in paths {
            path.as_str().digest(hasher);
        }
    }
}
