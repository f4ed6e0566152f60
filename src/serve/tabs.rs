//! The open tabs: each is told when what it shows has changed, and nothing else.
//!
//! A tab says which page it shows and in which version, and is compared with what it would be sent now: at once, which is how a tab
//! that was hidden catches up, and after each change. So a page that shows nothing of a change is left alone.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::View;
use super::reply::{Reply, Sent, Status, reply};
use super::shown::Origin;
use crate::digest::Digest;
use crate::render;
use crate::route::Route;
use crate::write::Inputs;

/// What a tab shows, by its own account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Showing {
    /// The route of its page.
    pub route: Route,
    /// The version that it was sent.
    pub version: Option<Digest>,
    /// Whether the site had this page.
    pub found: bool,
    /// The file that the page stands for.
    pub origin: Option<Origin>,
}

struct Tab {
    showing: Showing,
    inputs: Inputs,
    sender: UnboundedSender<Value>,
}

/// The tabs that listen.
#[derive(Default)]
pub struct Tabs {
    open: Mutex<BTreeMap<u64, Tab>>,
}

impl Tabs {
    /// Takes a tab in, and returns what it will be told. What it missed is told at once.
    pub fn listen(&self, showing: Showing, view: &View) -> UnboundedReceiver<Value> {
        let (sender, receiver) = unbounded_channel();
        let mut tab = Tab { inputs: inputs(view, &showing.route), showing, sender };
        if tab.showing.version.is_some() {
            tab.tell(view);
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let next = open.last_key_value().map_or(0, |(last, _)| last + 1);
        open.insert(next, tab);
        receiver
    }

    /// Tells each tab that shows something else now, and returns how many did.
    pub fn tell(&self, view: &View) -> usize {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, tab| !tab.sender.is_closed());
        open.values_mut().map(|tab| usize::from(tab.tell(view))).sum()
    }

    /// Tells all tabs of files that keep their addresses when their bytes change, and returns how many tabs there are.
    pub fn tell_files(&self, files: &[Route]) -> usize {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, tab| !tab.sender.is_closed());
        let files: Vec<&str> = files.iter().map(Route::as_str).collect();
        let event = json!({"state": "files", "files": files});
        open.values().filter(|tab| tab.sender.send(event.clone()).is_ok()).count()
    }
}

impl Tab {
    /// Tells the tab if it shows something else now.
    fn tell(&mut self, view: &View) -> bool {
        let Reply::Page(sent) = reply(view, &self.showing.route) else { return false };
        if self.showing.version == Some(sent.version) {
            return false;
        }
        let Sent { status, version, origin, .. } = sent;
        let gone = self.showing.found && status == Status::NotFound;
        let event = if gone {
            json!({"state": "gone", "page": self.showing.route.as_str(), "to": self.led_to(view)})
        } else {
            let inputs = inputs(view, &self.showing.route);
            let reasons = render::reasons(&self.inputs, &inputs);
            self.inputs = inputs;
            json!({"state": "changed", "page": self.showing.route.as_str(), "reasons": reasons})
        };
        self.showing.version = Some(version);
        if status != Status::Failed {
            self.showing.found = status == Status::Found;
            self.showing.origin = origin.or(self.showing.origin.take());
        }
        self.sender.send(event).is_ok()
    }

    /// Returns where the record of a page stands that is gone.
    fn led_to(&self, view: &View) -> Option<String> {
        let shown = view.shown.as_ref()?;
        Some(shown.moved(self.showing.origin.as_ref()?)?.as_str().to_owned())
    }
}

fn inputs(view: &View, route: &Route) -> Inputs {
    let of = |shown: &super::Shown| Some(shown.inputs(shown.page(route)?));
    view.shown.as_ref().and_then(|shown| of(shown)).unwrap_or_default()
}
