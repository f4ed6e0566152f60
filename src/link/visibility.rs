//! Who may see a record: drafts, embargo, expiry, withdrawal.

use jiff::Timestamp;

use crate::parse::Document;
use crate::parse::body::Body;
use crate::parse::fields::{Fields, Value};

/// How a record stands towards its readers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// It is shown.
    Shown,
    /// It keeps its address with a notice, and nothing of what it said.
    Withdrawn,
    /// There is no trace of it.
    Hidden,
}

/// Tells how a record stands at `now`; with `drafts`, what is hidden is shown.
#[must_use]
pub fn of(document: &Document, now: Timestamp, drafts: bool) -> Visibility {
    let fields = &document.fields;
    let said = fields.text("status").or_else(|| fields.text("state")).map(|status| &**status);
    let draft = fields.flag("draft") == Some(true) || said == Some("draft");
    let embargoed = fields.moment("embargo").is_some_and(|moment| now < moment.timestamp());
    let expired = fields.moment("expires").is_some_and(|moment| now >= moment.timestamp());
    if (draft || embargoed || expired) && !drafts {
        Visibility::Hidden
    } else if fields.get("withdrawn").is_some() || said == Some("withdrawn") {
        Visibility::Withdrawn
    } else {
        Visibility::Shown
    }
}

/// Returns when a record's visibility changes next by the clock, after `now`.
#[must_use]
pub fn next_change(document: &Document, now: Timestamp) -> Option<Timestamp> {
    let moments = ["embargo", "expires"].into_iter().filter_map(|key| document.fields.moment(key));
    moments.map(crate::date::Moment::timestamp).filter(|moment| *moment > now).min()
}

/// Returns a withdrawn record without what it said: its name, its date and the notice stay.
#[must_use]
pub fn without_content(document: &Document) -> Document {
    let mut fields = Fields::default();
    for (key, value) in document.fields.iter() {
        if ["title", "name", "date", "withdrawn", "status", "lang", "redirect_from"].contains(&key) {
            fields.insert(key, value.clone());
        }
    }
    if fields.get("withdrawn").is_none() {
        fields.insert("withdrawn", Value::Maps(Vec::new()));
    }
    Document {
        fields,
        body: Body::default(),
        quotes: Vec::new(),
        updates: Vec::new(),
        references: Vec::new(),
        ..document.clone()
    }
}
