//! What a build reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Engine;
use crate::diagnostic::Report;
use crate::digest::Digest;
use crate::error::Error;
use crate::link::Site;
use crate::load::{self, Snapshot};
use crate::picture;
use crate::plan;
use crate::render;
use crate::source::SourcePath;
use crate::timings::Timings;

/// A project that was read.
pub(super) struct Read {
    pub(super) snapshot: Snapshot,
    pub(super) report: Report,
    pub(super) timings: Timings,
}

impl Engine {
    /// Reads the texts, settings and templates as they are now.
    pub(super) fn read(&self) -> Result<Read, Error> {
        let mut timings = Timings::metered(self.meter);
        let mut report = Report::default();
        let mut snapshot = load::snapshot(&self.options.root, self.options.now, &mut report)?;
        if let Some(base_url) = &self.options.base_url {
            snapshot.config = Arc::new(snapshot.config.with_base_url(base_url)?);
        }
        timings.lap("load");
        Ok(Read { snapshot, report, timings })
    }
}

/// The pictures that were read, with the digests of their files.
pub(super) type Pictures = Vec<(SourcePath, Digest)>;

/// Reads what pages show beside texts: only the pictures that something refers to. One that cannot be shown is reported, and is among
/// those that were read.
pub(super) fn files(
    snapshot: &Snapshot,
    site: &Site,
    reached: &render::Reached<'_>,
    report: &mut Report,
) -> Result<(plan::Files, Pictures), Error> {
    let read: Result<Vec<_>, Error> = plan::pictures(site)
        .into_par_iter()
        .map(|path| {
            let bytes = load::bytes(&snapshot.root, &path)?;
            let facts = picture::facts(&bytes, snapshot.config.limits.pixels);
            Ok((path, Digest::of(&bytes), facts))
        })
        .collect();
    let (mut pictures, mut digests) = (BTreeMap::new(), Vec::new());
    for (path, digest, facts) in read? {
        digests.push((path.clone(), digest));
        match facts {
            Ok(facts) => {
                pictures.insert(path, plan::Original { digest, facts });
            }
            Err(fault) => report.push(render::unfit(&path, &fault)),
        }
    }
    let files = plan::Files {
        pictures,
        assets: snapshot.assets.clone(),
        statics: snapshot.statics.iter().cloned().collect(),
        wants: wants(snapshot, reached),
    };
    Ok((files, digests))
}

/// Reads what the templates ask for.
fn wants(snapshot: &Snapshot, reached: &render::Reached<'_>) -> Arc<plan::Wants> {
    let texts = snapshot.templates.iter().map(|(name, template)| (name.as_str(), &*template.text));
    Arc::new(plan::Wants::of(texts, reached.iter().map(|(name, names)| (name, names.iter().copied()))))
}
