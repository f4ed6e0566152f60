//! The preview: the same engine in a loop, pages rendered when they are asked for, nothing written.
//!
//! 1. The site is planned, and kept behind one `Arc` that is swapped whole.
//! 2. [`watch`] tells that something changed; the site is planned again, and browsers are told to load anew.
//! 3. With errors the last good site stays, and every page says what is wrong.
//!
//! Only this machine is answered, only planned routes are, and only by name of this machine: see [`http`].

pub mod http;
pub mod watch;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::broadcast;

use crate::diagnostic::{self, Report};
use crate::engine::{Engine, Planned};
use crate::error::Error;
use crate::load::Snapshot;
use crate::render::{self, Failure, Shell};
use crate::route::Route;

/// A site as it is shown now.
pub struct Shown {
    planned: Planned,
    shell: Shell,
    rendered: Mutex<HashMap<Route, Arc<[u8]>>>,
}

/// What the preview answers with at one moment; swapped whole, so that no page stands beside another moment's problems.
#[derive(Clone)]
pub struct View {
    /// The last site without errors.
    shown: Option<Arc<Shown>>,
    /// What is wrong now, as text; empty where nothing is.
    pub problems: Arc<str>,
}

/// What the server and the watcher share.
pub struct Live {
    view: RwLock<View>,
    /// Tells browsers that something changed.
    changed: broadcast::Sender<()>,
}

/// An answer of the preview.
pub enum Answer {
    /// The bytes of a page or file.
    Found(Arc<[u8]>),
    /// The site has no such route; the page that says so, if there is one.
    NotFound(Option<Arc<[u8]>>),
    /// The page could not be rendered; why, as text.
    Failed(String),
}

impl Default for Live {
    fn default() -> Self {
        let view = View { shown: None, problems: "".into() };
        Self { view: RwLock::new(view), changed: broadcast::channel(16).0 }
    }
}

impl Live {
    /// Plans the site as it is now and shows it, or what is wrong with it. Returns what authors can mend.
    pub fn refresh(&self, engine: &mut Engine) -> Result<(Report, Snapshot, usize), Error> {
        let planned = engine.plan()?;
        let (report, snapshot, pages) = (
            planned.report.clone(),
            planned.snapshot.clone(),
            planned.pages.iter().filter(|page| page.is_page()).count(),
        );
        let problems: String = report
            .all()
            .iter()
            .filter(|diagnostic| report.has_errors() && diagnostic.severity == crate::diagnostic::Severity::Error)
            .map(|diagnostic| diagnostic::terminal(diagnostic, &snapshot, false) + "\n")
            .collect();
        let shown = (!report.has_errors()).then(|| {
            let shell = Shell::new(&planned.desk);
            Arc::new(Shown { planned, shell, rendered: Mutex::default() })
        });
        self.swap(shown, problems.into());
        Ok((report, snapshot, pages))
    }

    /// Shows what keeps the site from being read, beside the last good pages.
    pub fn fail(&self, error: &Error) {
        self.swap(None, format!("error: {error}\n").into());
    }

    /// Puts another view in place of the one that is shown; without a new site the last one stays.
    fn swap(&self, shown: Option<Arc<Shown>>, problems: Arc<str>) {
        let old = {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            let shown = shown.or_else(|| view.shown.clone());
            std::mem::replace(&mut *view, View { shown, problems })
        };
        // The old site is taken apart only when nobody waits for the new one.
        let _ = self.changed.send(());
        drop(old);
    }

    /// Returns what is shown now.
    #[must_use]
    pub fn view(&self) -> View {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the channel on which changes are told.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<()> {
        self.changed.subscribe()
    }
}

impl View {
    /// Answers a route: rendered once, then kept until the next change.
    #[must_use]
    pub fn answer(&self, route: &Route) -> Answer {
        let Some(shown) = &self.shown else { return Answer::NotFound(None) };
        match shown.page(route) {
            Some(Ok(bytes)) => Answer::Found(bytes),
            Some(Err(problem)) => Answer::Failed(problem),
            None => Answer::NotFound(shown.page(&Route::new("/404.html")).and_then(Result::ok)),
        }
    }
}

impl Shown {
    fn page(&self, route: &Route) -> Option<Result<Arc<[u8]>, String>> {
        let page = self.planned.pages.get(route)?;
        // `/people/ada/index.html` is the same file, but not the address of the page.
        if page.route != *route {
            return None;
        }
        let lock = || self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = lock().get(route) {
            return Some(Ok(Arc::clone(bytes)));
        }
        let planned = &self.planned;
        let templates = planned.templates.as_ref()?;
        match render::page(&planned.desk, page, templates, &self.shell, &planned.snapshot.root) {
            Ok(bytes) => {
                let bytes: Arc<[u8]> = bytes.into();
                lock().insert(route.clone(), Arc::clone(&bytes));
                Some(Ok(bytes))
            }
            Err(Failure::Template(diagnostics)) => {
                let texts = diagnostics.iter().map(|found| diagnostic::terminal(found, &planned.snapshot, false));
                Some(Err(texts.collect()))
            }
            Err(Failure::Machine(error)) => Some(Err(error.to_string())),
        }
    }
}
