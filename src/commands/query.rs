//! `dossier query`.

use clap::Args;

use crate::cli::{self, Ending, SiteArguments};
use crate::engine::Engine;
use crate::entity::EntityId;
use crate::error::Error;
use crate::kinds;
use crate::name;
use crate::plan;

/// Prints records as JSON lines, each as in its `index.json`.
#[derive(Args, Debug)]
pub struct Query {
    /// The kind: stories, articles, people, events, organizations, places, sources
    kind: String,
    /// The id of one record
    id: Option<String>,
    #[command(flatten)]
    site: SiteArguments,
}

impl Query {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let Some(kind) = kinds::find(&self.kind) else {
            let known = kinds::KINDS.map(|kind| kind.plural);
            let near = name::nearest(&self.kind, known, 1);
            let help = near.first().map_or_else(
                || format!("the kinds are {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Error::Usage(format!("no kind `{}`; {help}", self.kind)));
        };
        let mut engine = Engine::new(self.site.options(false)?);
        let planned = engine.plan()?;
        if planned.report.has_errors() {
            cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
            return Ok(Ending::ContentErrors);
        }
        if let Some(id) = &self.id {
            let Some(handle) = planned.site.find(&EntityId::new(kind, id)) else {
                let known: Vec<&str> = planned.site.of_kind(kind).map(|(_, entity)| &*entity.id.id).collect();
                let near = name::nearest(id, known, 1);
                let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                return Err(Error::Usage(format!("no {} with the id `{id}`{help}", kind.name)));
            };
            cli::data(&plan::record_json(&planned.desk, handle))?;
            return Ok(Ending::Fine);
        }
        for (handle, entity) in planned.site.of_kind(kind) {
            if *entity.id.kind != kinds::PAGE || &*entity.id.id != plan::HOME {
                cli::data(&plan::record_json(&planned.desk, handle))?;
            }
        }
        Ok(Ending::Fine)
    }
}
