//! A target far away that holds files by name and nothing else: how a site gets there whole.
//!
//! 1. The journal is written, by which the target is taken: it says who publishes, and which files may be there from now on.
//!    Where there is one of somebody else, this one stops; where there is one of this project, a run of it was cut, and this
//!    one goes on from there.
//! 2. The marker, which says whose site it is.
//! 3. Assets, then pages, then indexes and feeds, so that no page lacks what it shows and no list what it names.
//! 4. What the site no longer has is removed, in the opposite order: only what the record or the journal name.
//! 5. The record of what is there, and the end of the journal.

use std::fmt::Write as _;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, Instant};

use super::{Change, MARKER, Target};
use crate::engine::Engine;
use crate::error::Error;
use crate::load;
use crate::publish::gauge::Gauge;
use crate::publish::order::Wave;
use crate::publish::payload::Payload;
use crate::route::FilePath;
use crate::write::{self, Manifest};

/// The record of what is there.
const RECORD: &str = ".dossier-manifest";
/// Who publishes now, and what may be there.
pub(super) const JOURNAL: &str = ".dossier-journal";
/// So often the journal is written again while files are sent.
const BEAT: Duration = Duration::from_mins(1);
/// After so long without, its publisher is taken for dead.
const DEAD: Duration = Duration::from_mins(15);
/// A small file of the program's own, and for how long it has not been written, where that is known.
pub(super) type Own = (Vec<u8>, Option<Duration>);

/// What holds files by name.
pub(super) trait Store {
    /// So many files are sent before the journal is thought of again.
    const BATCH: usize;

    /// Returns how people call it: `the bucket news`.
    fn name(&self) -> String;

    /// Reads a file of the program's own.
    fn get(&self, name: &str) -> Result<Option<Own>, Error>;

    /// Writes a small file of the program's own.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Error>;

    /// Writes such a file unless there is one, and tells whether it did.
    fn create(&self, name: &str, bytes: &[u8]) -> Result<bool, Error>;

    /// Returns the name of a file or folder that is not hidden; none where there is nothing.
    fn anything(&self) -> Option<String>;

    /// Tells whether a file that was published is still there, unless that is not known.
    fn has(&self, file: &FilePath) -> Option<bool>;

    /// Returns those files of a site that are not there with the same bytes, and whether something else is in their place.
    fn differing(&self, payload: &Payload, held: &Manifest) -> Result<Vec<(FilePath, bool)>, Error>;

    /// Reads files.
    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error>;

    /// Sends files.
    fn upload(&self, files: &[&FilePath], payload: &Payload, gauge: &Gauge) -> Result<(), Error>;

    /// Removes files by name, those that are gone already included.
    fn remove(&self, names: &[&str]) -> Result<(), Error>;
}

/// A store, and what is there.
pub(super) struct Remote<S> {
    store: S,
    /// What the record says, and what a run that was cut may have left.
    held: Manifest,
    /// The bytes of the record, by which somebody else's publication in between is seen.
    record: Option<Vec<u8>>,
    owner: Option<String>,
    /// Whether an earlier run was cut and left its journal.
    is_cut: bool,
    /// Who publishes: this copy of the project.
    publisher: String,
    /// Two runs of one project are kept apart by the lock of its output, which nobody changes meanwhile.
    _output: write::Target,
}

impl<S: Store> Remote<S> {
    /// Reads what a store holds.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] for one that holds what nobody published, [`Error::Busy`] while somebody else publishes.
    pub(super) fn open(engine: &Engine, store: S) -> Result<Self, Error> {
        let root = &engine.options.root;
        let output = engine.open(&root.join("public"))?;
        let state = root.join(".dossier").join("publisher");
        write::create(root, &state, new_name().as_bytes())?;
        let publisher = String::from_utf8_lossy(&load::outside(&state)?).trim().to_owned();
        let record = store.get(RECORD)?.map(|(bytes, _)| bytes);
        let mut held = match &record {
            Some(bytes) => parsed(&store, RECORD, bytes)?,
            None => Manifest::default(),
        };
        let left = store.get(JOURNAL)?;
        let is_cut = left.is_some();
        if let Some((bytes, age)) = left {
            let journal = Journal::read(&store, &bytes)?;
            journal.allow(&store, &publisher, age)?;
            for (file, record) in &journal.manifest {
                if !held.contains(file) {
                    held.insert(file.clone(), record.clone());
                }
            }
        } else if record.is_none()
            && store.get(MARKER)?.is_none()
            && let Some(name) = store.anything()
        {
            return Err(Error::Refused(format!(
                "{} holds `{name}` and no site that `dossier` published; name an empty place",
                store.name()
            )));
        }
        let there: Vec<_> = held.iter().filter(|(file, _)| store.has(file) != Some(false)).collect();
        let held = there.into_iter().fold(Manifest::default(), |mut there, (file, record)| {
            there.insert(file.clone(), record.clone());
            there
        });
        let owner = store.get(MARKER)?.map(|(bytes, _)| String::from_utf8_lossy(&bytes).trim().to_owned());
        Ok(Self { store, held, record, owner, is_cut, publisher, _output: output })
    }

    /// Takes the target for this run, and returns the journal.
    fn take(&self, payload: &Payload) -> Result<Vec<u8>, Error> {
        let mut all = payload.manifest().clone();
        for (file, record) in &self.held {
            if !all.contains(file) {
                all.insert(file.clone(), record.clone());
            }
        }
        let journal = Journal::write(&self.publisher, &all);
        while !self.store.create(JOURNAL, &journal)? {
            if let Some((bytes, age)) = self.store.get(JOURNAL)? {
                Journal::read(&self.store, &bytes)?.allow(&self.store, &self.publisher, age)?;
                self.store.remove(&[JOURNAL])?;
            }
        }
        if self.store.get(RECORD)?.map(|(bytes, _)| bytes) != self.record {
            self.store.remove(&[JOURNAL])?;
            return Err(Error::Busy(format!("somebody else published to {} meanwhile; look again", self.store.name())));
        }
        Ok(journal)
    }

    /// Stops if somebody else has taken the target.
    fn hold(&self) -> Result<(), Error> {
        match self.store.get(JOURNAL)? {
            Some((bytes, _)) if Journal::publisher(&bytes) == Some(&self.publisher) => Ok(()),
            _ => Err(Error::Busy(format!("somebody else took {} for dead and publishes to it", self.store.name()))),
        }
    }
}

impl<S: Store> Target for Remote<S> {
    fn held(&self) -> &Manifest {
        &self.held
    }

    fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    fn stale(&self, payload: &Payload) -> Result<Vec<FilePath>, Error> {
        let mut stale = Vec::new();
        for (file, is_there) in self.store.differing(payload, &self.held)? {
            if is_there && !self.held.contains(&file) {
                return Err(Error::Refused(format!(
                    "{} holds a `{file}` that `dossier` did not publish, where one of the site belongs",
                    self.store.name()
                )));
            }
            stale.push(file);
        }
        Ok(stale)
    }

    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        self.store.read(files)
    }

    fn send(self: Box<Self>, change: &Change<'_>) -> Result<(), Error> {
        let payload = change.payload;
        let next = payload.manifest().without_inputs().to_bytes();
        let is_same = change.upload.is_empty() && change.remove.is_empty() && !self.is_cut;
        if is_same && self.record.as_ref() == Some(&next) && self.owner.as_deref() == Some(payload.owner()) {
            return Ok(());
        }
        let journal = self.take(payload)?;
        self.store.put(MARKER, format!("{}\n", payload.owner()).as_bytes())?;
        let mut beat = Instant::now();
        for wave in Wave::ALL {
            let files: Vec<&FilePath> = change.upload.iter().filter(|file| Wave::of(file) == wave).collect();
            for batch in files.chunks(S::BATCH) {
                self.store.upload(batch, payload, change.gauge)?;
                if beat.elapsed() > BEAT {
                    self.hold()?;
                    self.store.put(JOURNAL, &journal)?;
                    beat = Instant::now();
                }
            }
        }
        self.hold()?;
        for wave in Wave::ALL.into_iter().rev() {
            let gone = change.remove.iter().filter(|file| Wave::of(file) == wave);
            let gone: Vec<&str> = gone.map(FilePath::as_str).collect();
            if !gone.is_empty() {
                self.store.remove(&gone)?;
            }
        }
        self.store.put(RECORD, &next)?;
        self.store.remove(&[JOURNAL])
    }
}

/// Who publishes, and what may be there.
struct Journal {
    publisher: String,
    manifest: Manifest,
}

impl Journal {
    fn write(publisher: &str, manifest: &Manifest) -> Vec<u8> {
        let mut bytes = format!("publisher {publisher}\n").into_bytes();
        bytes.extend(manifest.without_inputs().to_bytes());
        bytes
    }

    /// Returns who wrote a journal.
    fn publisher(bytes: &[u8]) -> Option<&str> {
        let line = bytes.split(|byte| *byte == b'\n').next()?;
        std::str::from_utf8(line).ok()?.strip_prefix("publisher ")
    }

    fn read(store: &impl Store, bytes: &[u8]) -> Result<Self, Error> {
        let line = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| end + 1);
        let manifest = parsed(store, JOURNAL, &bytes[line..])?;
        Ok(Self { publisher: Self::publisher(bytes).unwrap_or_default().to_owned(), manifest })
    }

    /// Goes on where the journal is this project's own, or that of a publisher that has not been heard of for long.
    fn allow(&self, store: &impl Store, publisher: &str, age: Option<Duration>) -> Result<(), Error> {
        if self.publisher == publisher || age.is_some_and(|age| age > DEAD) {
            return Ok(());
        }
        let until = age.map_or_else(
            || format!("remove `{JOURNAL}` there"),
            |age| format!("wait for {} minutes", DEAD.saturating_sub(age).as_secs() / 60 + 1),
        );
        let name = store.name();
        Err(Error::Busy(format!("somebody else publishes to {name}; if that was cut, go on from there, or {until}")))
    }
}

fn parsed(store: &impl Store, name: &str, bytes: &[u8]) -> Result<Manifest, Error> {
    Manifest::parse(bytes).map_err(|fault| Error::Refused(format!("`{name}` of {}: {fault}", store.name())))
}

/// Makes up a name for this copy of the project: sixteen letters that nobody else has.
fn new_name() -> String {
    let mut name = String::new();
    let _ = write!(name, "{:016x}", RandomState::new().build_hasher().finish());
    name
}
