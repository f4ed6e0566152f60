//! `dossier export`.

use clap::Args;

use super::known;
use crate::cli::{self, Ending, SiteArguments};
use crate::engine::Engine;
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds;
use crate::link::Site;
use crate::plan::export::{Asked, FORMATS, Format, Scope};

/// Prints the site, a kind of records or one record in a format that other programs read.
#[derive(Args, Debug)]
pub struct Export {
    /// The format
    #[arg(help = formats())]
    export: String,
    /// A kind, such as `events`, or a record, such as `people/ada` [default: the whole site; of `csv` the events]
    #[arg(value_name = "KIND | KIND/ID")]
    of: Option<String>,
    /// Have months and vaguer dates in calendars, too
    #[arg(long)]
    vague: bool,
    #[command(flatten)]
    site: SiteArguments,
}

/// Returns the names of all formats, for the help.
fn formats() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    format!("The format: {}", names.join(", "))
}

impl Export {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let Some(format) = Format::find(&self.export) else {
            let names = FORMATS.iter().map(|format| format.name);
            return Err(known::unknown("format", "formats", &self.export, names));
        };
        let mut engine = Engine::new(self.site.options(false)?);
        let planned = engine.plan()?;
        if planned.report.has_errors() {
            cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
            return Ok(Ending::ContentErrors);
        }
        let (kind, id) = match self.of.as_deref().map(|of| of.split_once('/').unwrap_or((of, ""))) {
            Some((kind, id)) => {
                (Some(known::kind(planned.desk.kinds(), kind, &[])?), Some(id).filter(|id| !id.is_empty()))
            }
            None => (None, None),
        };
        let scope = scope(&planned.desk.site, format, kind, id)?;
        let vague = self.vague || planned.desk.site.config.vague_dates;
        let text = format.text(&planned.desk, Asked { scope, vague });
        // The last line break is that of the output.
        cli::data(text.strip_suffix('\n').unwrap_or(&text))?;
        Ok(Ending::Fine)
    }
}

/// Returns what was asked for, if the format can be made of it.
fn scope(site: &Site, format: &Format, kind: Option<&'static Kind>, id: Option<&str>) -> Result<Scope, Error> {
    let scope = match (kind, id) {
        (Some(kind), Some(id)) => {
            let record = known::record(site, kind, id)?;
            if site.get(record).withdrawn {
                return Err(Error::Usage(format!("{} `{id}` is withdrawn", kind.name)));
            }
            Scope::Record(record)
        }
        (Some(kind), None) => Scope::Kind(kind),
        (None, _) if format.of.site => Scope::Site,
        (None, _) => Scope::Kind(&kinds::EVENT),
    };
    if format.takes(site, scope) {
        return Ok(scope);
    }
    let list = |kinds: &mut dyn Iterator<Item = &'static Kind>, tail: &str| {
        let names: Vec<String> = kinds.map(|kind| format!("`{}{tail}`", kind.plural)).collect();
        names.join(", ")
    };
    let kinds = site.config.kinds();
    let mut made: Vec<String> = Vec::new();
    if format.of.site {
        made.push("the whole site".to_owned());
    }
    made.extend(
        [list(&mut format.of.together(kinds), ""), list(&mut format.of.single(kinds), "/ID")]
            .into_iter()
            .filter(|it| !it.is_empty()),
    );
    Err(Error::Usage(format!("`{}` is made of {}", format.name, made.join(", "))))
}
