//! The sixth stage: pages into artifacts, but only those whose inputs changed since the last build.
//!
//! 1. The templates are compiled once; a mistake in one is a diagnostic at its line.
//! 2. A page's view is made and its fields' digests compared with those of the last build, those of its templates and of
//!    the site's settings too. Where all are equal the page is left alone.
//! 3. Otherwise it is rendered and handed to the sink, and forgotten. Pages are made in parallel.
//!
//! Templates are pure: they see their context and nothing else, so equal inputs give equal bytes.

mod mistake;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use tera::{Context, Map, Value};

pub use templates::Templates;

use crate::diagnostic::{Diagnostic, Report};
use crate::digest::{Digest, Digestible as _};
use crate::error::Error;
use crate::load;
use crate::plan::view::View as _;
use crate::plan::{self, Desk, Make, Page, Pages};
use crate::route::{FilePath, Route};
use crate::write::{Manifest, Record};

/// Where artifacts go, and what is known of the last ones.
pub trait Sink: Sync {
    /// Returns the record of a file that is still there as it was written.
    fn previous(&self, file: &FilePath) -> Option<&Record>;
    /// Tells whether the last build had this file.
    fn had(&self, file: &FilePath) -> bool;
    /// Takes the bytes of a file that is new or changed.
    fn stage(&self, file: &FilePath, bytes: &[u8]) -> Result<(), Error>;
}

/// What became of one page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is new.
    Added,
    /// It was rendered again; the inputs that changed, by name.
    Rendered(Vec<String>),
    /// It is gone.
    Removed,
}

/// What a build came to.
#[derive(Default, Debug)]
pub struct Rendered {
    /// What every file was made from, for the next build.
    pub manifest: Manifest,
    /// The pages and files that were made, sorted by route.
    pub changes: Vec<(Route, Change)>,
    /// The number of pages for readers.
    pub pages: usize,
    /// How many of them were rendered.
    pub rendered: usize,
}

/// Renders what is stale. A template that fails is a diagnostic; only the machine fails the call.
pub fn stale(
    desk: &Desk,
    pages: &Pages,
    templates: &Templates,
    root: &Path,
    sink: &dyn Sink,
    report: &mut Report,
) -> Result<Rendered, Error> {
    let shell = Shell::new(desk);
    let all: Vec<&Page> = pages.iter().collect();
    let results: Vec<Result<Made, Failure>> =
        all.par_iter().map(|page| one(desk, page, templates, &shell, root, sink)).collect();
    let mut rendered = Rendered::default();
    let mut failures: BTreeMap<String, (Diagnostic, Vec<Route>)> = BTreeMap::new();
    for (page, result) in all.into_iter().zip(results) {
        rendered.pages += usize::from(page.is_page());
        match result {
            Ok(made) => {
                rendered.manifest.insert(page.file.clone(), made.record);
                if let Some(change) = made.change {
                    rendered.rendered += usize::from(page.is_page());
                    rendered.changes.push((page.route.clone(), change));
                }
            }
            Err(Failure::Machine(error)) => return Err(error),
            Err(Failure::Template(diagnostics)) => {
                for diagnostic in diagnostics {
                    let key = format!("{:?} {}", diagnostic.place, diagnostic.message);
                    failures.entry(key).or_insert_with(|| (diagnostic, Vec::new())).1.push(page.route.clone());
                }
            }
        }
    }
    // One mistake fails many pages: it is told once, with the first of them.
    for (diagnostic, routes) in failures.into_values() {
        let more = match routes.len() {
            0 | 1 => String::new(),
            2 => " and one more page".to_owned(),
            several => format!(" and {} more pages", several - 1),
        };
        report.push(diagnostic.note(None, format!("while rendering `{}`{more}", routes[0])));
    }
    Ok(rendered)
}

/// Renders one output as it is now, for `serve`.
pub fn page(desk: &Desk, page: &Page, templates: &Templates, shell: &Shell, root: &Path) -> Result<Vec<u8>, Failure> {
    match &page.make {
        Make::View { template, view } => {
            let fields = plan::fields(&view(desk));
            templates.render(template, &shell.context(page, fields)).map_err(Failure::Template)
        }
        Make::Bytes(bytes) => Ok(bytes(desk)),
        Make::Fixed(bytes) => Ok(bytes.to_vec()),
        Make::Copy(path) => load::bytes(root, path).map_err(Failure::Machine),
    }
}

/// Why a page could not be made.
pub enum Failure {
    /// A template failed.
    Template(Vec<Diagnostic>),
    /// The machine failed.
    Machine(Error),
}

/// What all pages see of the site.
pub struct Shell {
    value: Value,
    digest: Digest,
    base_path: String,
}

impl Shell {
    /// Makes it once for all pages.
    #[must_use]
    pub fn new(desk: &Desk) -> Self {
        let site = plan::shell(desk);
        Self { value: site.value(), digest: site.own_digest(), base_path: desk.site.config.base_path.to_string() }
    }

    fn context(&self, page: &Page, fields: Vec<(&'static str, Value)>) -> Context {
        let mut context = Context::new();
        let fields: Map = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
        context.insert_value("page", Value::from(fields));
        context.insert_value("site", self.value.clone());
        // The page for what is not found is shown at any depth.
        let root = if page.route.as_str() == "/404.html" { self.base_path.clone() } else { page.route.to_root() };
        context.insert_value("root", Value::normal_string(&root));
        context
    }
}

struct Made {
    record: Record,
    change: Option<Change>,
}

fn one(
    desk: &Desk,
    page: &Page,
    templates: &Templates,
    shell: &Shell,
    root: &Path,
    sink: &dyn Sink,
) -> Result<Made, Failure> {
    let previous = sink.previous(&page.file);
    let Make::View { template, view } = &page.make else {
        let bytes = self::page(desk, page, templates, shell, root)?;
        let record = Record { inputs: Vec::new(), digest: Digest::of(&bytes), len: bytes.len() as u64 };
        if previous.is_some_and(|previous| previous.digest == record.digest) {
            return Ok(Made { record, change: None });
        }
        sink.stage(&page.file, &bytes).map_err(Failure::Machine)?;
        let change = if sink.had(&page.file) { Change::Rendered(vec!["content".into()]) } else { Change::Added };
        return Ok(Made { record, change: Some(change) });
    };
    let made = view(desk);
    let digests = plan::digests(&made);
    let mut inputs: Vec<(Box<str>, Digest)> = Vec::with_capacity(digests.len() + 2);
    inputs.push(("site".into(), shell.digest));
    inputs.push(("templates".into(), templates.digest(template)));
    inputs.extend(digests.into_iter().map(|(name, digest)| (format!("page.{name}").into(), digest)));
    inputs.sort_unstable();
    if let Some(previous) = previous.filter(|previous| previous.inputs == inputs) {
        return Ok(Made { record: previous.clone(), change: None });
    }
    let bytes = templates.render(template, &shell.context(page, plan::fields(&made))).map_err(Failure::Template)?;
    let record = Record { digest: Digest::of(&bytes), len: bytes.len() as u64, inputs };
    let change = match previous {
        Some(previous) => Change::Rendered(reasons(&previous.inputs, &record.inputs)),
        None if sink.had(&page.file) => Change::Rendered(vec!["the output is missing or was changed".into()]),
        None => Change::Added,
    };
    sink.stage(&page.file, &bytes).map_err(Failure::Machine)?;
    Ok(Made { record, change: Some(change) })
}

/// Returns the names of the inputs that differ.
fn reasons(before: &[(Box<str>, Digest)], after: &[(Box<str>, Digest)]) -> Vec<String> {
    let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (before.iter().cloned().collect(), after.iter().cloned().collect());
    let names: std::collections::BTreeSet<&Box<str>> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| name.trim_start_matches("page.").to_owned())
        .collect()
}
