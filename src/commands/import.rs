//! `dossier import`: a subcommand for each format, and what all of them have in common.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::{self, Ending, SiteArguments};
use crate::engine::Engine;
use crate::error::Error;
use crate::import::{self, Fault, Left, Taken};
use crate::load;
use crate::plan::Desk;
use crate::write;

/// Makes records of what other programs hold; nothing that is there is changed.
#[derive(Args, Debug)]
pub struct Import {
    /// What comes in.
    #[command(subcommand)]
    from: From,
}

/// The formats that come in.
#[derive(Subcommand, Debug)]
enum From {
    /// FollowTheMoney JSON lines, as of Aleph, OpenSanctions and `dossier export ftm`
    Ftm(Arguments),
}

/// What each format is told.
#[derive(Args, Debug)]
struct Arguments {
    /// The file
    file: PathBuf,
    /// Say what would be made, and make nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    site: SiteArguments,
}

/// Makes new files of the bytes of another program.
type Importer = fn(&Desk, &[u8]) -> Result<Taken, Vec<Fault>>;

impl Import {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        match self.from {
            From::Ftm(arguments) => arguments.run(import::ftm::take),
        }
    }
}

impl Arguments {
    fn run(self, importer: Importer) -> Result<Ending, Error> {
        // Hidden records are there, too.
        let options = self.site.options(true)?;
        let root = options.root.clone();
        let mut engine = Engine::new(options);
        let planned = engine.plan()?;
        if planned.report.has_errors() {
            cli::print(&planned.report, &planned.snapshot, self.site.format.into())?;
            return Ok(Ending::ContentErrors);
        }
        let taken = match importer(&planned.desk, &load::outside(&self.file)?) {
            Ok(taken) => taken,
            Err(faults) => {
                for Fault { line, message } in faults {
                    cli::say(&format!("{}: {}:{line}: {message}", cli::paint("error", "1;31"), self.file.display()));
                }
                cli::say("Nothing was made");
                return Ok(Ending::ContentErrors);
            }
        };
        for path in taken.files.keys() {
            if self.dry_run {
                cli::data(path)?;
            }
        }
        let made = if self.dry_run { taken.files.len() } else { make(&root, &taken.files)? };
        tell(&taken);
        let verb = if self.dry_run { "Would make" } else { "Made" };
        cli::say(&format!("{verb} {made} {}; {} there already", if made == 1 { "file" } else { "files" }, taken.there));
        Ok(Ending::Fine)
    }
}

/// Makes the files that are not there; returns how many.
fn make(root: &Path, files: &BTreeMap<String, String>) -> Result<usize, Error> {
    let mut made = 0;
    for (path, text) in files {
        if write::create(root, Path::new(path), text.as_bytes())? {
            made += 1;
        } else {
            cli::say(&format!("`{path}` is there already and was left as it is"));
        }
    }
    Ok(made)
}

/// Says what was kept for an export only, and what was not taken over: what is alike in one line.
fn tell(taken: &Taken) {
    if !taken.kept.is_empty() {
        cli::say(&format!("Kept in `extra`, for `dossier export` alone: {}", taken.kept.join(", ")));
    }
    let mut alike: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for Left { what, why, line } in &taken.left {
        alike.entry((what, why)).or_default().push(*line);
    }
    for ((what, why), lines) in alike {
        let shown: Vec<String> = lines.iter().take(10).map(usize::to_string).collect();
        let (noun, more) =
            (if lines.len() == 1 { "line" } else { "lines" }, if lines.len() > 10 { ", ..." } else { "" });
        cli::say(&format!("Not taken over: {what}: {why} ({noun} {}{more})", shown.join(", ")));
    }
}
