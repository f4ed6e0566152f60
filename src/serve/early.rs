//! Pages of the last preview, shown until the site is planned.
//!
//! What browsers asked for is kept in `.dossier/served`, with the digests of all that the site was made from (its [`Basis`]). Where
//! the next preview reads just that, those pages are what it would render: they are answered at once, and the site is planned
//! behind them. What was not asked for waits for the plan. The file may always be removed; one that is damaged or of another
//! version counts as none.
//!
//! ```text
//! <digest of all that follows>
//! <one line of JSON: the version, the basis, each output with its length>
//! <the bytes of one output after the other>
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::engine::{Basis, Engine};
use crate::error::Error;
use crate::load;
use crate::route::Route;
use crate::source::SourcePath;
use crate::write;

/// The version of the form of the file.
const VERSION: u32 = 1;

/// The name of the file in the folder of what may be removed.
const NAME: &str = "served";

/// What the last preview was asked for.
#[derive(PartialEq, Eq, Debug)]
pub struct Early {
    root: PathBuf,
    /// What the site was made from.
    pub basis: Basis,
    /// The number of pages of the site.
    pub pages: usize,
    /// The outputs, the last first.
    outputs: Vec<(Route, Held)>,
    places: BTreeMap<Route, usize>,
}

/// One output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Held {
    /// Its bytes.
    Bytes(Arc<[u8]>),
    /// The file of which it is a copy, which is read when it is asked for.
    Copy(SourcePath),
}

/// The line of JSON.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    basis: Basis,
    pages: usize,
    outputs: Vec<Output>,
}

#[derive(Serialize, Deserialize)]
struct Output {
    route: String,
    len: usize,
    copy: Option<String>,
}

impl Early {
    /// Collects outputs of a site, the last that was asked for first.
    #[must_use]
    pub fn new(root: &Path, basis: Basis, pages: usize, outputs: Vec<(Route, Held)>) -> Self {
        let places = outputs.iter().enumerate().map(|(at, (route, _))| (route.clone(), at)).collect();
        Self { root: root.to_path_buf(), basis, pages, outputs, places }
    }

    /// Returns what the last preview kept, if the site would be the same now. What is read for that is read for the next plan.
    pub fn recall(engine: &mut Engine, program: impl FnOnce() -> Option<Digest>) -> Result<Option<Self>, Error> {
        let Some(early) = Self::read(&engine.options.root) else { return Ok(None) };
        let Some(snapshot) = engine.reads_again(&early.basis, program)? else { return Ok(None) };
        // Nothing but what a plan would copy is ever read, whoever wrote the file.
        let is_planned = |held: &Held| !matches!(held, Held::Copy(path) if !snapshot.statics.contains(path));
        let Self { root, basis, pages, mut outputs, .. } = early;
        outputs.retain(|(_, held)| is_planned(held));
        Ok(Some(Self::new(&root, basis, pages, outputs)))
    }

    /// Reads what was kept, if it is whole.
    #[must_use]
    pub fn read(root: &Path) -> Option<Self> {
        let file = write::read_own(&write::cache(root, NAME)).ok()??;
        let (digest, rest) = split_line(&file)?;
        let is_whole = Digest::from_hex(str::from_utf8(digest).ok()?)? == Digest::of(rest);
        let (json, mut bytes) = split_line(rest).filter(|_| is_whole)?;
        let Head { version, basis, pages, outputs } = serde_json::from_slice(json).ok()?;
        if version != VERSION {
            return None;
        }
        let mut all = Vec::with_capacity(outputs.len());
        for Output { route, len, copy } in outputs {
            let (own, after) = bytes.split_at_checked(len)?;
            bytes = after;
            let held = copy.map_or_else(|| Held::Bytes(own.into()), |path| Held::Copy(SourcePath::new(&path)));
            all.push((Route::new(&route), held));
        }
        Some(Self::new(root, basis, pages, all))
    }

    /// Keeps it for the next preview, unless it is kept already. Where that fails, the next one takes the long way.
    pub fn keep(&self) {
        if Self::read(&self.root).as_ref() != Some(self) {
            let _ = self.bytes().map(|bytes| write::keep(&self.root, NAME, &bytes));
        }
    }

    /// Returns the bytes of the file.
    fn bytes(&self) -> Option<Vec<u8>> {
        let outputs = self.outputs.iter().map(|(route, held)| {
            let (len, copy) = match held {
                Held::Bytes(bytes) => (bytes.len(), None),
                Held::Copy(path) => (0, Some(path.as_str().to_owned())),
            };
            Output { route: route.as_str().to_owned(), len, copy }
        });
        let head = Head { version: VERSION, basis: self.basis.clone(), pages: self.pages, outputs: outputs.collect() };
        let mut rest = serde_json::to_vec(&head).ok()?;
        rest.push(b'\n');
        for (_, held) in &self.outputs {
            if let Held::Bytes(bytes) = held {
                rest.extend_from_slice(bytes);
            }
        }
        Some([format!("{}\n", Digest::of(&rest)).into_bytes(), rest].concat())
    }

    /// Returns what is held of a route.
    #[must_use]
    pub fn held(&self, route: &Route) -> Option<&Held> {
        self.places.get(route).map(|at| &self.outputs[*at].1)
    }

    /// Returns the bytes of an output; `None` where the plan is waited for.
    #[must_use]
    pub fn output(&self, route: &Route) -> Option<Arc<[u8]>> {
        match self.held(route)? {
            Held::Bytes(bytes) => Some(Arc::clone(bytes)),
            Held::Copy(path) => load::bytes(&self.root, path).ok().map(Into::into),
        }
    }

    /// Returns the routes, the last first.
    #[must_use]
    pub fn routes(&self) -> impl DoubleEndedIterator<Item = &Route> {
        self.outputs.iter().map(|(route, _)| route)
    }
}

/// Splits bytes at the end of their first line.
fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}
