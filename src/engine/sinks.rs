//! Where a run's artifacts go: nowhere, into a comparison, or to an output folder.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::digest::Digest;
use crate::error::Error;
use crate::load;
use crate::render::Sink;
use crate::route::FilePath;
use crate::trust::Trust;
use crate::write::{Inputs, Record, Target};

/// Takes nothing.
pub(super) struct NoSink;

impl Sink for NoSink {
    fn previous(&self, _: &FilePath) -> Option<&Record> {
        None
    }

    fn had(&self, _: &FilePath) -> bool {
        false
    }

    fn stage(&self, _: &FilePath, _: &[u8], _: Digest) -> Result<(), Error> {
        Ok(())
    }
}

/// Compares what it is given with a folder.
pub(super) struct CompareSink<'a> {
    output: &'a Path,
    difference: Mutex<Option<String>>,
}

impl<'a> CompareSink<'a> {
    pub(super) fn new(output: &'a Path) -> Self {
        Self { output, difference: Mutex::default() }
    }

    /// Returns the first difference in words.
    pub(super) fn difference(self) -> Option<String> {
        self.difference.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for CompareSink<'_> {
    fn previous(&self, _: &FilePath) -> Option<&Record> {
        None
    }

    fn had(&self, _: &FilePath) -> bool {
        false
    }

    fn stage(&self, file: &FilePath, bytes: &[u8], _: Digest) -> Result<(), Error> {
        let difference = match load::outside(&self.output.join(file.as_str())) {
            Ok(there) if there == bytes => return Ok(()),
            Ok(_) => format!("`{file}` has other bytes"),
            Err(_) => format!("`{file}` is missing"),
        };
        let mut first = self.difference.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|first| difference < *first) {
            *first = Some(difference);
        }
        Ok(())
    }
}

/// A target as the sink of artifacts.
pub(super) struct TargetSink<'a> {
    pub(super) target: &'a Target,
    /// What is not looked at.
    pub(super) doubt: Option<Trust>,
}

impl Sink for TargetSink<'_> {
    fn previous(&self, file: &FilePath) -> Option<&Record> {
        let is_there = || self.doubt == Some(Trust::Output) || self.target.has(file);
        self.target.manifest().get(file).filter(|_| is_there())
    }

    fn had(&self, file: &FilePath) -> bool {
        self.target.manifest().get(file).is_some()
    }

    fn is_same(&self, before: &Inputs, now: &Inputs) -> bool {
        let rests_on = |input: &str| match input {
            "site" => Trust::Site,
            "templates" => Trust::Templates,
            "card" => Trust::Poster,
            _ => Trust::View,
        };
        let left_out = |doubt| before.differing(now).into_iter().all(|input| rests_on(input) == doubt);
        before == now || self.doubt.is_some_and(left_out)
    }

    fn stage(&self, file: &FilePath, bytes: &[u8], digest: Digest) -> Result<(), Error> {
        Ok(self.target.stage(file, bytes, digest)?)
    }
}
