//! The short way of the preview: another text of one file, put into a planned site where nothing else changes with it.

use std::sync::Arc;

use super::{Engine, Place, Planned, document, place};
use crate::error::Error;
use crate::link;
use crate::load;
use crate::source::SourcePath;

impl Engine {
    /// Reads one file anew and puts its text into a planned site, where all pages are then as a plan of the whole would make them,
    /// but for the index of the search. Returns whether it did: in all other cases the site stays as it is, and is to be planned.
    pub fn retext(&self, planned: &mut Planned, path: &SourcePath) -> Result<bool, Error> {
        let Place::Record(kind) = place(path) else { return Ok(false) };
        let known = planned.snapshot.sources.contains_key(path);
        if !known || self.options.as_of.is_some() || self.options.base_url.is_some() || planned.report.has_errors() {
            return Ok(false);
        }
        let Some(source) = load::text(&planned.snapshot.root, path)? else { return Ok(false) };
        let snapshot = &mut planned.snapshot;
        let document = Arc::new(document(&source, kind, &snapshot.config.reading));
        let nothing = link::known::Unknown::default();
        let input = self.input(snapshot, &nothing);
        let done = planned.desk.retext(document, &input);
        if done {
            snapshot.sources.insert(path.clone(), source);
        }
        Ok(done)
    }
}
