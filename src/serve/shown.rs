//! A site as it is shown at one moment: planned, with the pages that were asked for.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::engine::Planned;
use crate::plan::{Extent, Page};
use crate::render::{self, Failure, Shell, Templates};
use crate::route::Route;
use crate::source::SourcePath;
use crate::write::Inputs;

/// How many last good pages are kept for when their templates fail.
const MOST_BEFORE: usize = 256;

/// A site without errors, and what was rendered of it so far.
pub struct Shown {
    /// The site.
    pub planned: Planned,
    templates: Templates,
    shell: Shell,
    rendered: Mutex<HashMap<Route, Arc<[u8]>>>,
    /// The pages that were asked for before the last change, for when they cannot be rendered now.
    before: HashMap<Route, Arc<[u8]>>,
}

/// The file that a page stands for, by which it is found again after it has moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The file.
    pub path: SourcePath,
    /// The digest of its text.
    pub digest: Digest,
}

impl Shown {
    /// Shows a planned site after another one; `None` where a template has a mistake.
    #[must_use]
    pub fn new(mut planned: Planned, last: Option<&Self>) -> Option<Self> {
        let templates = planned.templates.take()?;
        let shell = Shell::new(&planned.desk);
        let before = last.map(|last| last.kept(&planned)).unwrap_or_default();
        Some(Self { planned, templates, shell, rendered: Mutex::default(), before })
    }

    /// Puts another text of one record in place by way of `put`, where that is possible; what was rendered before is forgotten.
    pub fn amend(&mut self, put: impl FnOnce(&mut Planned) -> Option<Extent>) -> Option<Extent> {
        let extent = put(&mut self.planned)?;
        self.before = self.kept(&self.planned);
        self.rendered = Mutex::default();
        self.shell = Shell::new(&self.planned.desk);
        Some(extent)
    }

    /// Returns the pages to fall back on in the site that comes next.
    fn kept(&self, next: &Planned) -> HashMap<Route, Arc<[u8]>> {
        let rendered = self.rendered();
        let asked = rendered.iter().chain(self.before.iter().filter(|(route, _)| !rendered.contains_key(*route)));
        asked
            .filter(|(route, _)| next.pages.get(route).is_some_and(Page::is_page))
            .take(MOST_BEFORE)
            .map(|(route, bytes)| (route.clone(), Arc::clone(bytes)))
            .collect()
    }

    fn rendered(&self) -> MutexGuard<'_, HashMap<Route, Arc<[u8]>>> {
        self.rendered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the output of a route: `/people/ada/` and not `/people/ada/index.html`, which is the same file.
    #[must_use]
    pub fn page(&self, route: &Route) -> Option<&Page> {
        self.planned.pages.get(route).filter(|page| page.route == *route)
    }

    /// Returns the bytes of an output: made once, then kept until the next change.
    pub fn bytes(&self, page: &Page) -> Result<Arc<[u8]>, Failure> {
        if let Some(bytes) = self.at_hand(page) {
            return Ok(bytes);
        }
        let bytes: Arc<[u8]> = self.render(page)?.into();
        self.rendered().insert(page.route.clone(), Arc::clone(&bytes));
        Ok(bytes)
    }

    /// Returns the bytes of an output that was asked for since the last change.
    #[must_use]
    pub fn at_hand(&self, page: &Page) -> Option<Arc<[u8]>> {
        self.rendered().get(&page.route).cloned()
    }

    /// Renders an output and does not keep it.
    pub fn render(&self, page: &Page) -> Result<Vec<u8>, Failure> {
        render::page(&self.planned.desk, page, &self.templates, &self.shell, self.root())
    }

    /// Returns what a page is made from.
    #[must_use]
    pub fn inputs(&self, page: &Page) -> Inputs {
        render::inputs(&self.planned.desk, page, &self.templates, &self.shell)
    }

    /// Returns the last good bytes of a page that cannot be rendered now.
    #[must_use]
    pub fn last_good(&self, route: &Route) -> Option<Arc<[u8]>> {
        self.before.get(route).cloned()
    }

    /// Returns the file that a page stands for.
    #[must_use]
    pub fn origin(&self, page: &Page) -> Option<Origin> {
        let path = page.origin.as_ref().filter(|_| page.is_page())?;
        let source = self.planned.snapshot.sources.get(path)?;
        Some(Origin { path: path.clone(), digest: source.digest })
    }

    /// Returns where the page of a file stands now: by its path, or else by its text, since a renamed file keeps that.
    #[must_use]
    pub fn moved(&self, origin: &Origin) -> Option<&Route> {
        let of = |path: &SourcePath| {
            let stands_for = |page: &&Page| page.is_page() && page.origin.as_ref() == Some(path);
            self.planned.pages.iter().find(stands_for).map(|page| &page.route)
        };
        let same_text = || self.planned.snapshot.sources.values().find(|source| source.digest == origin.digest);
        of(&origin.path).or_else(|| of(&same_text()?.path))
    }

    /// Returns the project's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.planned.snapshot.root
    }
}

/// Returns what authors can mend of a failure; what only the machine can is none of it.
#[must_use]
pub fn mistakes(failure: &Failure) -> &[Diagnostic] {
    match failure {
        Failure::Template(diagnostics) => diagnostics,
        Failure::Machine(_) => &[],
    }
}
