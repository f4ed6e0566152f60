//! A build that would come to what is there: told from the digests of all that it reads, without parsing or rendering anything.
//!
//! What a build read and came to is kept in `.dossier/built`. The next one reads the same files, for times of files are no
//! proof, and where each has its bytes, the output is complete and no embargo has ended, there is nothing to do. Only a
//! build without any finding is kept, since findings are told again each time. The file may always be removed; one that
//! is damaged or of another version counts as none.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Engine, Options, Outcome, Planned, Read};
use crate::digest::{Digest, Digestible as _, Hasher};
use crate::error::Error;
use crate::load::{self, Snapshot};
use crate::plan::Make;
use crate::source::SourcePath;
use crate::timings::Timings;
use crate::write::{self, Target};

/// The version of the form of the file.
const VERSION: u32 = 1;

/// What came of a build that may have nothing to do.
pub enum Built {
    /// The output is what it would be.
    Same(Settled),
    /// It was built.
    New(Box<Outcome>),
}

/// A build that had nothing to do.
pub struct Settled {
    /// The number of pages.
    pub pages: usize,
    /// The next moment at which an embargo or expiry changes what is shown.
    pub next_change: Option<Timestamp>,
    /// How long each stage took.
    pub timings: Timings,
    /// How long it took.
    pub took: Duration,
}

/// What is kept of a build.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// The digest of the texts, settings and templates that it read, of what it was asked for, and of the program.
    inputs: String,
    /// The digest of the manifest that it left.
    manifest: String,
    /// The moment at which it was built.
    from: String,
    /// The next moment at which something changes by itself.
    until: Option<String>,
    pages: usize,
    /// The pictures and other files that it read, with their digests.
    files: Vec<(String, String)>,
}

impl Engine {
    /// Builds the site into a folder, unless that would change nothing. `program` gives the digest of the program itself: a
    /// new one may write other pages from the same texts. Without one the site is always built.
    pub fn build_if_changed(&mut self, output: &Path, program: &dyn Fn() -> Option<Digest>) -> Result<Built, Error> {
        let start = Instant::now();
        let target = self.open(output)?;
        if let Some(kept) = Kept::read(&self.options.root) {
            let read = self.read()?;
            let inputs = program().map(|program| inputs(&self.options, &read.snapshot, program).to_string());
            if read.report.all().is_empty()
                && Some(&kept.inputs) == inputs.as_ref()
                && kept.holds(&self.options, &target)
            {
                let Read { mut timings, .. } = read;
                timings.lap("look");
                let next_change = kept.until.and_then(|until| until.parse().ok());
                return Ok(Built::Same(Settled { pages: kept.pages, next_change, timings, took: start.elapsed() }));
            }
            self.ahead = Some(read);
        }
        let mut outcome = self.build_into(target)?;
        let left = outcome.left.filter(|_| outcome.planned.report.all().is_empty());
        if let Some((manifest, program)) = left.zip(program()) {
            let inputs = inputs(&self.options, &outcome.planned.snapshot, program);
            Kept::of(&self.options, &outcome, inputs, manifest).write(&self.options.root);
        }
        outcome.took = start.elapsed();
        Ok(Built::New(Box::new(outcome)))
    }
}

/// Returns the digest of all that a build reads, but for files that are no texts.
fn inputs(options: &Options, snapshot: &Snapshot, program: Digest) -> Digest {
    let mut hasher = Hasher::default();
    program.digest(&mut hasher);
    let Options { root: _, now: _, as_of, drafts, strict, base_url } = options;
    hasher.bytes(format!("{as_of:?} {drafts} {strict} {base_url:?}").as_bytes());
    for (path, source) in &snapshot.sources {
        path.as_str().digest(&mut hasher);
        source.digest.digest(&mut hasher);
    }
    for (name, template) in &snapshot.templates {
        name.digest(&mut hasher);
        template.text.digest(&mut hasher);
        hasher.number(u64::from(template.path.is_some()));
    }
    for (name, bytes) in &snapshot.assets {
        name.digest(&mut hasher);
        hasher.bytes(bytes);
    }
    for paths in [&snapshot.files, &snapshot.statics] {
        hasher.number(paths.len() as u64);
        for path in paths {
            path.as_str().digest(&mut hasher);
        }
    }
    hasher.finish()
}

impl Kept {
    fn path(root: &Path) -> PathBuf {
        root.join(".dossier/built")
    }

    /// Reads what was kept of the last build, if it is whole.
    fn read(root: &Path) -> Option<Self> {
        let text = String::from_utf8(write::read_own(&Self::path(root)).ok()??).ok()?;
        let (digest, kept) = text.split_once('\n')?;
        let is_whole = Digest::from_hex(digest)? == Digest::of(kept.as_bytes());
        serde_json::from_str(kept).ok().filter(|kept: &Self| is_whole && kept.version == VERSION)
    }

    /// Returns what is kept of a build. The digests are those of the bytes that it read: a file that changed meanwhile differs.
    fn of(options: &Options, outcome: &Outcome, inputs: Digest, manifest: Digest) -> Self {
        let Planned { pages, pictures, desk, .. } = &outcome.planned;
        let copied = pages.iter().filter_map(|page| match &page.make {
            Make::Copy(path) => Some((path, outcome.manifest.get(&page.file)?.digest)),
            _ => None,
        });
        let read = pictures.iter().map(|(path, digest)| (path, *digest)).chain(copied);
        Self {
            version: VERSION,
            inputs: inputs.to_string(),
            manifest: manifest.to_string(),
            from: options.now.to_string(),
            until: desk.site.next_change.map(|moment| moment.to_string()),
            pages: outcome.pages,
            files: read.map(|(path, digest)| (path.as_str().to_owned(), digest.to_string())).collect(),
        }
    }

    /// Keeps it. Where that fails, the site is in place all the same, and the next build takes the long way.
    fn write(&self, root: &Path) {
        if let Ok(kept) = serde_json::to_string(self) {
            let text = format!("{}\n{kept}", Digest::of(kept.as_bytes()));
            let _ = write::replace(&Self::path(root), text.as_bytes());
        }
    }

    /// Tells whether the output is the one that was left, nothing changes by itself until now, and all files that are no texts
    /// have their bytes.
    fn holds(&self, options: &Options, target: &Target) -> bool {
        let moment = |text: &String| text.parse::<Timestamp>().ok();
        let is_time = moment(&self.from).is_some_and(|from| from <= options.now)
            && self.until.as_ref().is_none_or(|until| moment(until).is_some_and(|until| options.now < until));
        is_time
            && target.digest().is_some_and(|digest| digest.to_string() == self.manifest)
            && self.files.par_iter().all(|(path, digest)| {
                let bytes = load::bytes(&options.root, &SourcePath::new(path));
                bytes.is_ok_and(|bytes| Digest::of(&bytes).to_string() == *digest)
            })
            && target.is_complete()
    }
}
