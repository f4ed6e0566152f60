//! `dossier import`: a subcommand for each format, and what all of them have in common.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::de::DeserializeOwned;

use super::known;
use crate::cli::{self, Ending, SiteArguments};
use crate::diagnostic::Report;
use crate::engine::Engine;
use crate::error::Error;
use crate::import::site::{Flavour, Mapping};
use crate::import::{self, Fault, Left, Taken, obsidian};
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
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
    /// A table: each row a record of one kind, each column a key
    Csv(Csv),
    /// The content of a Hugo site
    Hugo(Site),
    /// The content of a Jekyll site
    Jekyll(Site),
    /// The content of a Zola site
    Zola(Site),
    /// The content of an Eleventy site
    Eleventy(Site),
    /// A vault of Obsidian, copied; in the folders of the kinds it builds in place
    Obsidian(Site),
    /// The events of a `TimelineJS` JSON file
    Timelinejs(Arguments),
    /// Entities of Wikidata as JSON, such as <https://www.wikidata.org/wiki/Special:EntityData/Q42.json>
    Wikidata(Arguments),
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

/// What is told of another generator's site.
#[derive(Args, Debug)]
struct Site {
    /// The folder of the site
    folder: PathBuf,
    /// A YAML file that says which section and taxonomy is which kind, and which key is which
    #[arg(long, value_name = "FILE")]
    map_file: Option<PathBuf>,
    /// Say what would be made, and make nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    site: SiteArguments,
}

/// What is told of a table beside that.
#[derive(Args, Debug)]
struct Csv {
    /// The kind of its rows: people, events, articles, organizations, places, stories, or one of the site's own
    #[arg(long)]
    kind: String,
    /// Which key a column is: `"Full name=name"`; `extra.NAME` keeps what no key holds, `text` is the record's text
    #[arg(long = "map", value_name = "HEADER=KEY", value_parser = pair)]
    map: Vec<(String, String)>,
    /// A YAML file of such pairs, `Full name: name`
    #[arg(long, value_name = "FILE")]
    map_file: Option<PathBuf>,
    /// What stands between the items of a list in one cell
    #[arg(long, value_name = "SIGN", default_value_t = ';')]
    separator: char,
    #[command(flatten)]
    arguments: Arguments,
}

impl Import {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        match self.from {
            From::Ftm(arguments) => arguments.run(import::ftm::take),
            From::Csv(csv) => csv.run(),
            From::Hugo(site) => site.run(Flavour::Hugo),
            From::Jekyll(site) => site.run(Flavour::Jekyll),
            From::Zola(site) => site.run(Flavour::Zola),
            From::Eleventy(site) => site.run(Flavour::Eleventy),
            From::Obsidian(site) => site.copy(),
            From::Timelinejs(arguments) => arguments.run(import::timelinejs::take),
            From::Wikidata(arguments) => arguments.run(import::wikidata::take),
        }
    }
}

impl Site {
    fn run(self, flavour: Flavour) -> Result<Ending, Error> {
        let mapping: Mapping = self.mapping()?;
        self.usable(&mapping.faults(known::kinds(self.site.root.as_deref())?))?;
        let is_text = |path: &str| path.ends_with(".md") || path.ends_with(".markdown");
        let load::Folder { files, links_out } = load::folder(&self.folder, is_text)?;
        let take = |desk: &Desk| Ok(with_links(import::site::take(desk, &files, flavour, &mapping)?, &links_out));
        bring(&self.folder, self.dry_run, &self.site, Author::Somebody, take)
    }

    /// Reads the mapping; without one, what is usual.
    fn mapping<M: Default + DeserializeOwned>(&self) -> Result<M, Error> {
        let Some(file) = &self.map_file else { return Ok(M::default()) };
        serde_yaml::from_slice(&load::named(file)?)
            .map_err(|error| Error::Usage(format!("cannot use the mapping `{}`: {error}", file.display())))
    }

    /// Refuses a mapping that means nothing.
    fn usable(&self, faults: &[String]) -> Result<(), Error> {
        let file = self.map_file.as_deref().unwrap_or(&self.folder).display();
        let usable = faults.is_empty();
        if usable {
            Ok(())
        } else {
            Err(Error::Usage(format!("cannot use the mapping `{file}`: {}", faults.join("; "))))
        }
    }

    /// Takes a vault over.
    fn copy(self) -> Result<Ending, Error> {
        let mapping: obsidian::Mapping = self.mapping()?;
        self.usable(&mapping.faults(known::kinds(self.site.root.as_deref())?))?;
        let load::Folder { files, links_out } = load::folder(&self.folder, obsidian::is_wanted)?;
        let take = |desk: &Desk| Ok(with_links(obsidian::take(desk, &files, &mapping)?, &links_out));
        bring(&self.folder, self.dry_run, &self.site, Author::Somebody, take)
    }
}

/// Adds the links that lead out of a folder to what was left.
fn with_links(mut taken: Taken, links_out: &[String]) -> Taken {
    let why = "a link that leads out of the folder; copy the file instead".to_owned();
    taken.left.extend(links_out.iter().map(|link| Left { what: format!("`{link}`"), why: why.clone(), line: 0 }));
    taken
}

impl Csv {
    fn run(self) -> Result<Ending, Error> {
        let mut keys: BTreeMap<String, String> = BTreeMap::new();
        if let Some(file) = &self.map_file {
            keys.extend(pairs(file)?);
        }
        keys.extend(self.map);
        let kind = kind(&self.kind, known::kinds(self.arguments.site.root.as_deref())?)?;
        let reading = import::csv::Reading { kind, keys, separator: self.separator };
        self.arguments.run(|desk, bytes| import::csv::take(desk, bytes, &reading))
    }
}

/// Reads a file of pairs of texts.
fn pairs(file: &Path) -> Result<BTreeMap<String, String>, Error> {
    let bytes = load::named(file)?;
    let read: Result<BTreeMap<String, String>, _> = serde_yaml::from_slice(&bytes);
    read.map_err(|error| Error::Usage(format!("`{}` is no map of texts: {error}", file.display())))
}

/// Reads the kind of records that have files.
fn kind(word: &str, kinds: Kinds) -> Result<&'static Kind, Error> {
    let has_files = |kind: &&'static Kind| **kind != kinds::SOURCE;
    kinds
        .find(word)
        .filter(has_files)
        .ok_or_else(|| known::unknown("kind", "kinds", word, kinds.iter().filter(has_files).map(|kind| kind.plural)))
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (header, key) = text.rsplit_once('=').ok_or("write `HEADER=KEY`")?;
    Ok((header.trim().to_owned(), key.trim().to_owned()))
}

impl Arguments {
    /// Makes new files of the bytes of another program.
    fn run(self, importer: impl FnOnce(&Desk, &[u8]) -> Result<Taken, Vec<Fault>>) -> Result<Ending, Error> {
        let bytes = load::named(&self.file)?;
        bring(&self.file, self.dry_run, &self.site, Author::Importer, |desk| importer(desk, &bytes))
    }
}

/// Who wrote the texts that come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Author {
    /// A person: mistakes in them are mended in the new files.
    Somebody,
    /// The importer: one that cannot be read would be its mistake.
    Importer,
}

/// Makes new files of what comes from somewhere, and says what became of it.
fn bring(
    from: &Path,
    dry_run: bool,
    site: &SiteArguments,
    author: Author,
    importer: impl FnOnce(&Desk) -> Result<Taken, Vec<Fault>>,
) -> Result<Ending, Error> {
    // Hidden records are there, too.
    let options = site.options(true)?;
    let root = options.root.clone();
    let mut engine = Engine::new(options);
    let planned = engine.plan()?;
    if planned.report.has_errors() {
        cli::print(&planned.report, &planned.snapshot, site.format.into())?;
        return Ok(Ending::ContentErrors);
    }
    let taken = match importer(&planned.desk) {
        Ok(taken) => taken,
        Err(faults) => {
            for Fault { line, message } in faults {
                let place = match line {
                    // Of a folder the message begins with the file.
                    0 if from.is_dir() => "/".to_owned(),
                    0 => ": ".to_owned(),
                    line => format!(":{line}: "),
                };
                cli::say(&format!("{}: {}{place}{message}", cli::paint("error", "1;31"), from.display()));
            }
            cli::say("Nothing was made");
            return Ok(Ending::ContentErrors);
        }
    };
    let mistakes =
        if author == Author::Importer { taken.mistakes(&planned.snapshot.config) } else { Report::default() };
    if mistakes.has_errors() {
        cli::print(&mistakes, &taken, site.format.into())?;
        cli::say("Nothing was made: the new files would hold these errors");
        return Ok(Ending::ContentErrors);
    }
    if dry_run {
        taken.files.keys().chain(taken.bytes.keys()).try_for_each(|path| cli::data(path))?;
    }
    let all = taken.files.iter().map(|(path, text)| (path, text.as_bytes()));
    let all = all.chain(taken.bytes.iter().map(|(path, bytes)| (path, bytes.as_slice())));
    let made = if dry_run { all.count() } else { make(&root, all)? };
    tell(&taken);
    let verb = if dry_run { "Would make" } else { "Made" };
    cli::say(&format!("{verb} {made} {}; {} there already", if made == 1 { "file" } else { "files" }, taken.there));
    Ok(Ending::Fine)
}

/// Makes the files that are not there; returns how many.
fn make<'a>(root: &Path, files: impl Iterator<Item = (&'a String, &'a [u8])>) -> Result<usize, Error> {
    let mut made = 0;
    for (path, bytes) in files {
        if write::create(root, Path::new(path), bytes)? {
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
        cli::say(&format!("Kept in `extra`: {}", taken.kept.join(", ")));
    }
    let mut alike: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for Left { what, why, line } in &taken.left {
        alike.entry((what, why)).or_default().push(*line);
    }
    for ((what, why), lines) in alike {
        let times = if lines.len() > 1 { format!(" ({} times)", lines.len()) } else { String::new() };
        let shown: Vec<String> = lines.iter().take(10).filter(|line| **line > 0).map(usize::to_string).collect();
        let (noun, more) =
            (if lines.len() == 1 { "line" } else { "lines" }, if lines.len() > 10 { ", ..." } else { "" });
        let lines = if shown.is_empty() { times } else { format!(" ({noun} {}{more})", shown.join(", ")) };
        cli::say(&format!("Not taken over: {what}: {why}{lines}"));
    }
}
