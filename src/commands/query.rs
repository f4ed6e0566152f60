//! `dossier query`.

use clap::Args;

use crate::cli::{self, Ending, SiteArguments};
use crate::engine::{Engine, Planned};
use crate::entity::EntityId;
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds;
use crate::name;
use crate::plan;

/// What can be asked for beside the kinds of records.
const TAGS: &str = "tags";

/// Prints records as JSON lines, each as in its `index.json`, or tags with the records that bear them.
#[derive(Args, Debug)]
pub struct Query {
    /// The kind: stories, articles, people, events, organizations, places, sources, pages; or tags
    kind: String,
    /// The id of one record, or of one tag as in its address
    id: Option<String>,
    #[command(flatten)]
    site: SiteArguments,
}

impl Query {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let kind = kinds::find(&self.kind);
        if kind.is_none() && self.kind != TAGS {
            let known: Vec<&str> = kinds::KINDS.map(|kind| kind.plural).into_iter().chain([TAGS]).collect();
            let near = name::nearest(&self.kind, known.iter().copied(), 1);
            let help = near.first().map_or_else(
                || format!("the kinds are {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Error::Usage(format!("no kind `{}`; {help}", self.kind)));
        }
        let mut engine = Engine::new(self.site.options(false)?);
        let planned = engine.plan()?;
        if planned.report.has_errors() {
            cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
            return Ok(Ending::ContentErrors);
        }
        for line in self.lines(&planned, kind)? {
            cli::data(&line)?;
        }
        Ok(Ending::Fine)
    }

    /// Returns what was asked for: of one kind, or of tags where there is none.
    fn lines(&self, planned: &Planned, kind: Option<&'static Kind>) -> Result<Vec<String>, Error> {
        let (site, desk) = (&planned.desk.site, &planned.desk);
        match (kind, &self.id) {
            (Some(kind), Some(id)) => match site.find(&EntityId::new(kind, id)) {
                Some(handle) => Ok(vec![plan::record_json(desk, handle)]),
                None => Err(missing(kind.name, id, site.of_kind(kind).map(|(_, entity)| &*entity.id.id))),
            },
            (Some(kind), None) => {
                let records = site.of_kind(kind);
                let shown = records.filter(|(_, entity)| *kind != kinds::PAGE || &*entity.id.id != plan::HOME);
                Ok(shown.map(|(handle, _)| plan::record_json(desk, handle)).collect())
            }
            (None, Some(id)) => {
                let tags = plan::tags_json(desk);
                let found = tags.iter().find(|(tag, _)| tag == id).map(|(_, json)| vec![json.clone()]);
                found.ok_or_else(|| missing("tag", id, tags.iter().map(|(tag, _)| tag.as_str())))
            }
            (None, None) => Ok(plan::tags_json(desk).into_iter().map(|(_, json)| json).collect()),
        }
    }
}

fn missing<'a>(noun: &str, id: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let near = name::nearest(id, known, 1);
    let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Error::Usage(format!("no {noun} with the id `{id}`{help}"))
}
