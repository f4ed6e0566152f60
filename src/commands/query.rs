//! `dossier query`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::known;
use crate::cli::{self, Ending, SiteArguments};
use crate::engine::{Engine, Planned};
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::load;
use crate::plan;

/// What can be asked for beside the kinds of records.
const TAGS: &str = "tags";

/// Prints records as JSON lines, each as in its `index.json`, or tags with the records that bear them.
#[derive(Args, Debug)]
pub struct Query {
    /// The kind: stories, articles, people, events, organizations, places, sources, pages, or one of the site's own; or tags
    kind: String,
    /// The id of one record, or of one tag as in its address
    id: Option<String>,
    /// Look into this file of JSON lines, such as a site's `records.jsonl`, instead of a project
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

impl Query {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let kind = |kinds| match &*self.kind {
            TAGS => Ok(None),
            kind => known::kind(kinds, kind, &[TAGS]).map(Some),
        };
        if let Some(path) = &self.lines {
            if self.kind == TAGS {
                return Err(Error::Usage("`--lines` knows records, not tags".to_owned()));
            }
            let text = String::from_utf8_lossy(&load::outside(path)?).into_owned();
            let kinds = known::kinds(self.site.root.as_deref())?;
            for line in kept(&text, path, (kinds, &self.kind), self.id.as_deref())? {
                cli::data(line)?;
            }
            return Ok(Ending::Fine);
        }
        let mut engine = Engine::new(self.site.options(false)?);
        let planned = engine.plan()?;
        if planned.report.has_errors() {
            cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
            return Ok(Ending::ContentErrors);
        }
        let kind = kind(planned.desk.kinds())?;
        for line in self.lines(&planned, kind)? {
            cli::data(&line)?;
        }
        Ok(Ending::Fine)
    }

    /// Returns what was asked for: of one kind, or of tags where there is none.
    fn lines(&self, planned: &Planned, kind: Option<&'static Kind>) -> Result<Vec<String>, Error> {
        let (site, desk) = (&planned.desk.site, &planned.desk);
        match (kind, &self.id) {
            (Some(kind), Some(id)) => Ok(vec![plan::record_json(desk, known::record(site, kind, id)?)]),
            (Some(kind), None) => {
                let records = site.of_kind(kind);
                let shown = records.filter(|(_, entity)| *kind != kinds::PAGE || &*entity.id.id != plan::HOME);
                Ok(shown.map(|(handle, _)| plan::record_json(desk, handle)).collect())
            }
            (None, Some(id)) => {
                let tags = plan::tags_json(desk);
                let found = tags.iter().find(|(tag, _)| tag == id).map(|(_, json)| vec![json.clone()]);
                found.ok_or_else(|| known::missing("tag", id, tags.iter().map(|(tag, _)| tag.as_str())))
            }
            (None, None) => Ok(plan::tags_json(desk).into_iter().map(|(_, json)| json).collect()),
        }
    }
}

/// Which record a line is of.
#[derive(Deserialize)]
struct Line {
    kind: String,
    id: String,
    #[serde(default)]
    url: String,
}

impl Line {
    /// Returns what several of its kind are called: the folder in the address, above that of the record.
    fn plural(&self) -> &str {
        self.url.trim_end_matches('/').rsplit('/').nth(1).unwrap_or_default()
    }
}

/// Returns the lines of a file that are of a kind, or of one record of it, as they are. A kind of the site's own is known from the file.
fn kept<'t>(
    text: &'t str,
    path: &Path,
    (kinds, asked): (Kinds, &str),
    id: Option<&str>,
) -> Result<Vec<&'t str>, Error> {
    let known = kinds.find(asked);
    let (mut kept, mut ids, mut others) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let read: Line = serde_json::from_str(line)
            .map_err(|_| Error::Usage(format!("line {} of `{}` is no record", number + 1, path.display())))?;
        let is_asked =
            known.map_or_else(|| [&*read.kind, read.plural()].contains(&asked), |kind| read.kind == kind.name);
        if is_asked {
            if id.is_none_or(|id| id == read.id) {
                kept.push(line);
            }
            ids.push(read.id);
        } else {
            others.insert(read.plural().to_owned());
        }
    }
    if known.is_none() && ids.is_empty() {
        let names = kinds.iter().map(|kind| kind.plural).chain([TAGS]);
        let own = others.iter().map(String::as_str).filter(|name| kinds.find(name).is_none());
        return Err(known::unknown("kind", "kinds", asked, names.chain(own)));
    }
    match id {
        Some(id) if kept.is_empty() => {
            Err(known::missing(known.map_or(asked, |kind| kind.name), id, ids.iter().map(String::as_str)))
        }
        _ => Ok(kept),
    }
}
