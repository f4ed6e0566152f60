//! The preview: the same engine in a loop, pages rendered when they are asked for, nothing written.
//!
//! 1. [`watch`] tells that something changed; the site is planned again, and kept behind one `Arc` that is swapped whole ([`shown`]).
//!    Where one text changed and no other record is linked otherwise with it, it is put into the site that is shown first: words in a
//!    few milliseconds however large the site is, titles and what lists collect in some more. The plan of the whole follows, gives way
//!    to the next save, and nobody is told of it who shows the same already.
//! 2. Each open tab is compared with what it would be sent now, and told if that is something else ([`tabs`]); its script,
//!    `reload.js`, patches the page in place.
//! 3. The pages that changed are rendered in the background, for what is wrong in them ([`sweep`]); [`follow`] is this loop.
//! 4. With errors the last good site stays, and every page says what is wrong ([`problem`]).
//! 5. When it is quiet, what was asked for is kept ([`keep`]). Where nothing has changed since then, the next preview shows that
//!    while it plans the site ([`early`]).
//!
//! What a browser gets is what a build writes ([`reply`]), and around it what the preview adds ([`dress`]):
//! what is wrong, and what was understood on the page ([`panel`]). Only this machine is
//! answered, only planned routes are, and only by name of this machine: see [`http`].

pub mod asked;
pub mod dress;
pub mod early;
pub mod editor;
pub mod follow;
pub mod http;
pub mod keep;
pub mod panel;
mod patient;
pub mod problem;
pub mod reply;
pub mod shown;
pub mod sweep;
pub mod tabs;
pub mod watch;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use asked::Asked;
use early::Early;
use editor::Editor;
use problem::Problem;
pub use shown::Shown;
use tabs::Tabs;
use tokio::sync::watch::Sender;

/// How long a small change waits for those who look at the site.
const PATIENCE: Duration = Duration::from_millis(20);

/// Whose preview it is.
#[derive(Clone, Debug)]
pub struct Author {
    /// The project's folder.
    pub root: PathBuf,
    /// What opens its files.
    pub editor: Editor,
}

/// What the preview answers with at one moment; swapped whole, so that no page stands beside another moment's problems.
#[derive(Clone)]
pub struct View {
    /// The last site without errors.
    pub shown: Option<Arc<Shown>>,
    /// Pages of the last preview, until the site is planned for the first time.
    pub early: Option<Arc<Early>>,
    /// What keeps a newer site from being shown; empty where nothing does.
    pub problems: Arc<[Problem]>,
    /// What the last sweep found in templates and pictures.
    pub swept: Arc<[Problem]>,
    /// Whose preview it is.
    pub author: Arc<Author>,
}

/// What the server, the watcher and the sweep share.
pub struct Live {
    view: RwLock<View>,
    /// The tabs that listen.
    pub tabs: Tabs,
    /// What was asked for.
    pub asked: Asked,
    /// Whether the site was planned, well or not.
    planned: Sender<bool>,
    /// Counts the changes.
    generation: AtomicU64,
}

impl Live {
    /// Starts with no site.
    #[must_use]
    pub fn new(author: Author) -> Self {
        let (problems, swept) = (Arc::from([]), Arc::from([]));
        let view = View { shown: None, early: None, problems, swept, author: Arc::new(author) };
        Self {
            view: RwLock::new(view),
            tabs: Tabs::default(),
            asked: Asked::default(),
            planned: Sender::new(false),
            generation: AtomicU64::new(0),
        }
    }

    /// Shows pages of the last preview until the site is planned.
    fn recall(&self, early: Early) {
        early.routes().rev().for_each(|route| self.asked.note(route));
        self.view.write().unwrap_or_else(PoisonError::into_inner).early = Some(Arc::new(early));
    }

    /// Waits until the site was planned once.
    pub async fn planned(&self) {
        // It fails only where nobody is left to plan.
        let _ = self.planned.subscribe().wait_for(|planned| *planned).await;
    }

    /// Returns what is shown now.
    #[must_use]
    pub fn view(&self) -> View {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the number of the last change.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Shows another site, or with none the last one, and what is wrong; returns what was shown before.
    fn swap(&self, shown: Option<Arc<Shown>>, problems: Vec<Problem>) -> View {
        let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
        let next = View {
            shown: shown.or_else(|| view.shown.clone()),
            early: None,
            problems: problems.into(),
            // It stays until the next sweep says otherwise.
            swept: Arc::clone(&view.swept),
            author: Arc::clone(&view.author),
        };
        self.generation.fetch_add(1, Ordering::AcqRel);
        let before = std::mem::replace(&mut *view, next);
        self.planned.send_replace(true);
        before
    }

    /// Changes the site that is shown by way of `change`, while nobody looks at it; `None` where somebody does all the time. Sweeps
    /// stop for it.
    fn change<T>(&self, change: impl FnOnce(&mut Shown) -> T) -> Option<T> {
        self.generation.fetch_add(1, Ordering::AcqRel);
        let start = Instant::now();
        loop {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(shown) = view.shown.as_mut().and_then(Arc::get_mut) {
                return Some(change(shown));
            }
            drop(view);
            if start.elapsed() > PATIENCE {
                return None;
            }
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// Puts what a sweep found beside the site of a change, unless there was another change meanwhile; tells whether it did.
    fn found(&self, generation: u64, swept: Vec<Problem>) -> bool {
        let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
        let current = self.generation() == generation;
        if current {
            view.swept = swept.into();
        }
        current
    }
}
