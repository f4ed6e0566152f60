//! The first stage and the only reader: a project's folder into one [`Snapshot`] in memory.
//!
//! 1. The settings.
//! 2. Every text below `content/`, in parallel; links out of the project, pipes and names that are not UTF-8 are refused.
//! 3. The templates: the built-in theme, each file replaced by the project's own where there is one; its own words.
//! 4. The paths of pictures and of `static/`; their bytes are read when a page needs them.
//!
//! The order in which a folder lists its files never matters: everything is sorted.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads")]

mod memory;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rust_embed::RustEmbed;

use crate::codes;
use crate::config::{self, Config, Limits, own_kinds};
use crate::diagnostic::{Diagnostic, Report, Texts, controls_in};
use crate::digest::{Digest, Hasher};
use crate::error::Error;
use crate::kinds::Kinds;
use crate::name;
use crate::source::{Source, SourcePath, Span, position};
use crate::words::{Dictionary, Overrides};
pub use memory::memory;

/// The longest settings, template or file of words, in bytes.
const MOST_OWN: u64 = 16 << 20;
/// How much of a large file is in memory at a time, in bytes.
const PIECE: usize = 256 << 10;

/// Under what name a template that the project replaces is still there, for one that builds on it: `theme/person.html`.
pub const BUILT_IN: &str = "theme/";

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Theme;

/// Everything that a build depends on, but the bytes of pictures and of `static/`.
#[derive(Clone)]
pub struct Snapshot {
    /// The project's folder.
    pub root: PathBuf,
    /// The settings.
    pub config: Arc<Config>,
    /// The text files, settings included.
    pub sources: BTreeMap<SourcePath, Source>,
    /// The templates by name, such as `person.html`.
    pub templates: BTreeMap<String, Template>,
    /// The theme's styles, scripts and fonts by name, such as `docket.css`.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The files below `content/` that are no texts.
    pub files: BTreeSet<SourcePath>,
    /// The files below `static/`.
    pub statics: BTreeSet<SourcePath>,
    /// The moment of the build, by which alone embargo and expiry are judged.
    pub now: jiff::Timestamp,
}

/// One template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its text.
    pub text: Arc<str>,
    /// The project's file, or `None` for the built-in one.
    pub path: Option<SourcePath>,
}

impl Template {
    /// Tells whether this template extends, includes or otherwise names another one.
    fn names(&self, other: &str) -> bool {
        names(&self.text, other)
    }
}

/// Tells whether the text of a template holds the name of another one in quotes.
#[must_use]
fn names(text: &str, template: &str) -> bool {
    ['"', '\'', '`'].iter().any(|mark| text.contains(&format!("{mark}{template}{mark}")))
}

impl Texts for Snapshot {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        self.sources.get(path).map(|source| &*source.text).or_else(|| {
            self.templates
                .values()
                .find(|template| template.path.as_ref() == Some(path))
                .map(|template| &*template.text)
        })
    }
}

/// Returns the nearest folder at or above `from` that has settings.
pub fn find_root(from: &Path) -> Result<PathBuf, Error> {
    let start = from.canonicalize().map_err(|source| Error::io("open", from, source))?;
    start
        .ancestors()
        .find(|folder| folder.join(config::FILE).is_file())
        .map(Path::to_path_buf)
        .ok_or(Error::NoProject { folder: start.clone() })
}

/// Reads the project at `root` as it is now.
pub fn snapshot(root: &Path, now: jiff::Timestamp, report: &mut Report) -> Result<Snapshot, Error> {
    let settings_path = SourcePath::new(config::FILE);
    if !root.join(config::FILE).is_file() {
        return Err(Error::NoProject { folder: root.to_path_buf() });
    }
    let mut sources = BTreeMap::new();
    let config = match read_text(root, &settings_path, MOST_OWN, &mut Vec::new())?.usable(report) {
        Some(source) => {
            let (config, diagnostics) = Config::read(&source);
            report.extend(diagnostics);
            sources.insert(settings_path, source);
            config
        }
        None => Config::titled("Untitled"),
    };
    let mut content = walk::files(root, "content", report)?;
    content.retain(|path| !is_left_alone(path));
    let (texts, files): (Vec<_>, Vec<_>) = content.into_iter().partition(is_text);
    let read: Result<Vec<_>, Error> =
        texts.par_iter().map_init(Vec::new, |buffer, path| read_text(root, path, config.limits.text, buffer)).collect();
    for read in read? {
        if let Some(source) = read.usable(report) {
            sources.insert(source.path.clone(), source);
        }
    }
    let statics = walk::files(root, "static", report)?.into_iter().collect();
    let (templates, assets, words) = theme(root, config.kinds(), report)?;
    let names: Vec<&str> = templates.keys().map(String::as_str).collect();
    let settings = sources.get(&SourcePath::new(config::FILE));
    report.extend(settings.map(|it| own_kinds::missing_templates(it, config.kinds(), &names)).unwrap_or_default());
    let config = with_words(config, words, &mut sources, report);
    let files = files.into_iter().collect();
    Ok(Snapshot { root: root.to_path_buf(), config: Arc::new(config), sources, templates, assets, files, statics, now })
}

/// Reads the settings of the project at `root` alone, whatever is wrong with them.
pub fn settings(root: &Path) -> Result<Config, Error> {
    let read = read_text(root, &SourcePath::new(config::FILE), MOST_OWN, &mut Vec::new())?;
    Ok(read.source.map_or_else(|| Config::titled("Untitled"), |source| Config::read(&source).0))
}

/// Reads the bytes of one file of the project.
pub fn bytes(root: &Path, path: &SourcePath) -> Result<Vec<u8>, Error> {
    let full = root.join(path.as_str());
    fs::read(&full).map_err(|source| Error::io("read", full, source))
}

/// Reads one text of the project; `None` where an author has something to mend in it.
pub fn text(root: &Path, path: &SourcePath, limits: &Limits) -> Result<Option<Source>, Error> {
    let read = read_text(root, path, limits.text, &mut Vec::new())?;
    Ok(read.source.filter(|_| read.wrong.is_empty()))
}

/// Reads the bytes of a file that is not of the project, such as one of the output.
pub fn outside(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::io("read", path, source))
}

/// Returns a digest of a file that is not of the project and may be large: it is read piece by piece.
pub fn digest(path: &Path) -> Result<Digest, Error> {
    let failed = |source| Error::io("read", path, source);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hasher, mut piece) = (Hasher::default(), Vec::with_capacity(PIECE));
    loop {
        piece.clear();
        // All pieces but the last one have one length: with others the digest would be another one.
        file.by_ref().take(PIECE as u64).read_to_end(&mut piece).map_err(failed)?;
        if piece.is_empty() {
            return Ok(hasher.finish());
        }
        hasher.bytes(&piece);
    }
}

/// The files of another program's folder, by their paths from there.
pub struct Folder {
    /// What they hold.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The links that lead out of the folder, which are not followed.
    pub links_out: Vec<String>,
}

/// Reads the files of another program's folder that are wanted; hidden folders and what was installed or built there are left alone.
pub fn folder(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Folder, Error> {
    fs::read_dir(folder).map_err(|source| Error::io("read", folder, source))?;
    let real = folder.canonicalize().map_err(|source| Error::io("open", folder, source))?;
    let skipped = ["node_modules", "public", "_site", "themes", "vendor", "target"];
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .filter_entry(move |entry| {
            entry.depth() == 0 || !entry.file_name().to_str().is_some_and(|it| skipped.contains(&it))
        })
        .build();
    let (mut files, mut links_out) = (BTreeMap::new(), Vec::new());
    for path in walk.filter_map(Result::ok).map(ignore::DirEntry::into_path).filter(|path| path.is_file()) {
        let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) else { continue };
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        if !wanted(&name) {
            continue;
        }
        if path.is_symlink() && !path.canonicalize().is_ok_and(|target| target.starts_with(&real)) {
            links_out.push(name);
        } else {
            files.insert(name, outside(&path)?);
        }
    }
    links_out.sort_unstable();
    Ok(Folder { files, links_out })
}

/// Reads the bytes of a file that the command line names: of a plain file, not of what waits or never ends.
pub fn named(path: &Path) -> Result<Vec<u8>, Error> {
    let metadata = fs::metadata(path).map_err(|source| Error::io("read", path, source))?;
    if metadata.is_file() { outside(path) } else { Err(Error::Usage(format!("`{}` is no file", path.display()))) }
}

/// Tells whether a file is an author's own business: `README.md`, `_drafts.md`, `.obsidian`.
fn is_left_alone(path: &SourcePath) -> bool {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    below.split('/').any(|part| part.starts_with(['_', '.'])) || path.name() == "README.md"
}

fn is_text(path: &SourcePath) -> bool {
    let name = path.name().to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown") || path.as_str() == "content/sources.yaml"
}

/// A text that was read, unless it cannot be, and what an author has to mend in it.
struct Read {
    source: Option<Source>,
    wrong: Vec<Diagnostic>,
}

impl Read {
    fn refused(diagnostic: Diagnostic) -> Self {
        Self { source: None, wrong: vec![diagnostic] }
    }

    /// Returns the text; what is wrong with it is reported.
    fn usable(self, report: &mut Report) -> Option<Source> {
        report.extend(self.wrong);
        self.source
    }
}

/// Reads a text by way of a buffer.
fn read_text(root: &Path, path: &SourcePath, most: u64, buffer: &mut Vec<u8>) -> Result<Read, Error> {
    let full = root.join(path.as_str());
    let failed = |source| Error::io("read", &full, source);
    let file = File::open(&full).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > most {
        let message = format!("a text of {} MiB; the limit is {} MiB", size >> 20, most >> 20);
        let help = "split it, or raise `limits: {text: ...}` in `dossier.yaml`";
        return Ok(Read::refused(Diagnostic::new(&codes::LIMIT, message).in_file(path).help(help)));
    }
    buffer.clear();
    buffer.reserve(size as usize + 1);
    // The size is known: a file that is read as such would be asked for it twice more.
    file.take(most + 1).read_to_end(buffer).map_err(failed)?;
    let bytes = buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(buffer);
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let source = Source::new(path.clone(), text);
            let wrong = controls_in(&source);
            Ok(Read { source: Some(source), wrong })
        }
        Err(error) => {
            let good = error.valid_up_to();
            let before = std::str::from_utf8(&bytes[..good]).unwrap_or("");
            let place = position(before, good);
            let message = format!("not UTF-8 text from line {}, column {} on", place.line, place.column);
            let help = "save the file as UTF-8";
            Ok(Read::refused(Diagnostic::new(&codes::NOT_UTF8, message).in_file(path).help(help)))
        }
    }
}

type ThemeFiles = (BTreeMap<String, Template>, BTreeMap<String, Arc<[u8]>>, Vec<Source>);

/// Collects the built-in theme and lays the project's own files over it.
fn theme(root: &Path, kinds: Kinds, report: &mut Report) -> Result<ThemeFiles, Error> {
    let (mut templates, mut assets, mut words) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for name in Theme::iter() {
        let Some(file) = Theme::get(&name) else { continue };
        match name.strip_prefix("assets/") {
            Some(asset) => {
                assets.insert(asset.to_owned(), file.data.as_ref().into());
            }
            None if name.ends_with(".html") => {
                let text = String::from_utf8_lossy(&file.data).replace("\r\n", "\n");
                templates.insert(name.into_owned(), Template { text: text.into(), path: None });
            }
            None => {}
        }
    }
    let own = walk::files(root, "templates", report)?;
    let built_in: Vec<String> = templates.keys().cloned().collect();
    let mut replaced: BTreeMap<String, Template> = BTreeMap::new();
    for path in own {
        let name = path.as_str().strip_prefix("templates/").unwrap_or(path.as_str()).to_owned();
        if let Some(asset) = name.strip_prefix("assets/") {
            assets.insert(asset.to_owned(), bytes(root, &path)?.into());
        } else if name.ends_with(".html") {
            if let Some(source) = read_text(root, &path, MOST_OWN, &mut Vec::new())?.usable(report) {
                let own = Template { text: source.text, path: Some(path) };
                if let Some(built_in) = templates.insert(name.clone(), own) {
                    replaced.insert(format!("{BUILT_IN}{name}"), built_in);
                }
            }
        } else if is_words(&name) {
            words.extend(read_text(root, &path, MOST_OWN, &mut Vec::new())?.usable(report));
        } else if name.starts_with("words/") && !is_left_alone(&path) {
            let message = format!("`{name}` is no file of words");
            let help = format!("name it after its language: `words/{}.yaml`", path.stem());
            report.push(Diagnostic::new(&codes::UNUSED_TEMPLATE, message).at(&path, Span::new(0, 0)).help(help));
        }
    }
    // What is replaced stays within reach of those that build on it, and is not compiled where nothing does.
    replaced.retain(|name, _| templates.values().any(|template| template.names(name)));
    for (name, template) in replaced {
        templates.entry(name).or_insert(template);
    }
    // A kind of the site's own may have a template that no built-in one has the name of.
    let own = kinds.own().filter_map(|kind| Some(kind.own.as_ref()?.template.to_owned()));
    let known: Vec<String> = built_in.into_iter().chain(own).collect();
    unused_templates(&templates, &known, report);
    Ok((templates, assets, words))
}

/// Tells whether a file of `templates/` holds words of the interface: `words/uk.yaml`.
fn is_words(name: &str) -> bool {
    name.strip_prefix("words/").is_some_and(|name| name.ends_with(".yaml") && !name.contains('/'))
}

/// Lets the settings say what the project's own files of words say.
fn with_words(
    mut config: Config,
    words: Vec<Source>,
    sources: &mut BTreeMap<SourcePath, Source>,
    report: &mut Report,
) -> Config {
    if words.is_empty() {
        return config;
    }
    let mut overrides = Overrides::new();
    for source in words {
        let (own, diagnostics) = config::words::read(&source);
        overrides.insert(source.path.name().trim_end_matches(".yaml").into(), own);
        report.extend(diagnostics);
        sources.insert(source.path.clone(), source);
    }
    config.reading.words = Arc::new(Dictionary::new(&config.language, overrides, config.kinds()));
    config
}

/// Warns of templates that override nothing and that no other template includes or extends.
fn unused_templates(templates: &BTreeMap<String, Template>, known: &[String], report: &mut Report) {
    for (name, template) in templates {
        let Some(path) = &template.path else { continue };
        let defines = template.text.contains("{% component") || template.text.contains("{%- component");
        if !known.contains(name) && !defines && !templates.values().any(|other| other.names(name)) {
            let near = name::nearest(name, known.iter().map(String::as_str), 1);
            let help = near.first().map(|near| format!("did you mean `{near}`?"));
            let message = format!("`{name}` overrides no built-in template");
            report.push(Diagnostic::new(&codes::UNUSED_TEMPLATE, message).at(path, Span::new(0, 0)).help_if(help));
        }
    }
}
