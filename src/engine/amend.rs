//! The short way of the preview: another text of one file, put into a planned site where no other record is linked otherwise with it.

use std::sync::Arc;

use super::memo::{Place, document, place};
use super::{Engine, Planned};
use crate::check::{self, Depth};
use crate::diagnostic::Report;
use crate::error::Error;
use crate::link;
use crate::load;
use crate::plan::{self, Extent};
use crate::source::SourcePath;
use crate::timings::Timings;

impl Engine {
    /// Reads one file anew and puts its text into a planned site, where all pages are then as a plan of the whole would make them,
    /// but for the index of the search. Returns how much changed; in all other cases, and with errors, the site stays as it is, and
    /// is to be planned.
    pub fn amend(
        &self,
        planned: &mut Planned,
        path: &SourcePath,
        timings: &mut Timings,
    ) -> Result<Option<Extent>, Error> {
        let Place::Record(kind) = place(path, planned.snapshot.config.kinds()) else { return Ok(None) };
        let known = planned.snapshot.sources.contains_key(path);
        if !known || self.options.as_of.is_some() || self.options.base_url.is_some() || planned.report.has_errors() {
            return Ok(None);
        }
        let Some(source) = load::text(&planned.snapshot.root, path, &planned.snapshot.config.limits)? else {
            return Ok(None);
        };
        let (config, desk) = (&planned.snapshot.config, &mut planned.desk);
        let document = Arc::new(document(&source, kind, &config.reading));
        timings.lap("parse");
        let nothing = link::known::Unknown::default();
        let input = self.input(&planned.snapshot, &nothing);
        let mut report = Report::default();
        let Some(amendment) = desk.site.amend(document, &input, &mut report) else { return Ok(None) };
        let extent = Extent::of(desk, &amendment, self.doubt);
        let (own, mentioned) = (amendment.own, amendment.mentioned.clone());
        let Some(site) = Arc::get_mut(&mut desk.site) else { return Ok(None) };
        let before = site.exchange(amendment);
        timings.lap("link");
        let severities = check::severity::of(config, &mut Report::default());
        check::run(&desk.site, &severities, Depth::Failing, &mut report);
        timings.lap("check");
        let again = (extent == Extent::All).then(|| plan::again(desk, &planned.pages, &mut report));
        report.weigh(&severities);
        report.settle(self.options.strict);
        if report.has_errors() {
            drop(again);
            if let Some(site) = Arc::get_mut(&mut desk.site) {
                let _ = site.exchange(before);
            }
            return Ok(None);
        }
        match (extent, again) {
            (Extent::Words, _) => desk.reword(own, mentioned),
            (Extent::Card, _) => desk.retitle(own),
            (Extent::All, again) => {
                if let Some((desk, pages)) = again {
                    (planned.desk, planned.pages) = (desk, pages);
                }
            }
        }
        planned.snapshot.sources.insert(path.clone(), source);
        timings.lap("plan");
        Ok(Some(extent))
    }
}
