//! Who may see a record: drafts, embargo, expiry, withdrawal.

use foldhash::HashSet;
use jiff::Timestamp;

use crate::date::{Date, Day};
use crate::parse::Document;
use crate::parse::body::Body;
use crate::parse::fields::{Fields, Value};

/// The kind of a correction that takes back a whole article.
pub const RETRACTION: &str = "retraction";
/// The keys by which a retracted article tells whose dossiers used it.
const DECLARING: [&str; 6] = ["story", "people", "events", "organizations", "places", "corrections"];

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

/// Tells how a record stands at `now`; with `drafts`, what is hidden is shown. What was withdrawn or retracted after the
/// day `as_of` still stood on that day.
#[must_use]
pub fn of(document: &Document, now: Timestamp, drafts: bool, as_of: Option<Day>) -> Visibility {
    let fields = &document.fields;
    let said = fields.text("status").or_else(|| fields.text("state")).map(|status| &**status);
    let draft = fields.flag("draft") == Some(true) || said == Some("draft");
    let embargoed = fields.moment("embargo").is_some_and(|moment| now < moment.timestamp());
    let expired = fields.moment("expires").is_some_and(|moment| now >= moment.timestamp());
    let reached = |map: &Fields| {
        let day = map.date("date").and_then(Date::latest);
        as_of.zip(day).is_none_or(|(as_of, day)| day <= as_of)
    };
    let withdrawn = fields.get("withdrawn").is_some() && fields.maps("withdrawn").iter().all(reached);
    let retracted = retractions(fields).any(reached);
    if (draft || embargoed || expired) && !drafts {
        Visibility::Hidden
    } else if withdrawn || said == Some("withdrawn") || retracted {
        Visibility::Withdrawn
    } else {
        Visibility::Shown
    }
}

/// Returns the keys of the sources that hidden records cite and no other record does: they are no less secret.
#[must_use]
pub fn secret_sources<'a>(documents: impl Iterator<Item = (&'a Document, Visibility)>) -> HashSet<&'a str> {
    let (mut secret, mut shown) = (HashSet::default(), HashSet::default());
    let mut keys = Vec::new();
    for (document, visibility) in documents {
        document.fields.source_keys(&mut keys);
        keys.extend(document.body.cites.iter().map(|cite| &*cite.key));
        let citing = if visibility == Visibility::Shown { &mut shown } else { &mut secret };
        citing.extend(keys.drain(..));
    }
    secret.difference(&shown).copied().collect()
}

/// Returns when a record's visibility changes next by the clock, after `now`.
#[must_use]
pub fn next_change(document: &Document, now: Timestamp) -> Option<Timestamp> {
    let moments = ["embargo", "expires"].into_iter().filter_map(|key| document.fields.moment(key));
    moments.map(crate::date::Moment::timestamp).filter(|moment| *moment > now).min()
}

/// Returns the newest retraction among the corrections of an article.
#[must_use]
pub fn retraction(fields: &Fields) -> Option<&Fields> {
    retractions(fields).max_by_key(|map| map.date("date").map(Date::order_key))
}

fn retractions(fields: &Fields) -> impl Iterator<Item = &Fields> {
    let corrections = fields.maps("corrections").iter();
    corrections.filter(|map| map.text("kind").is_some_and(|kind| **kind == *RETRACTION))
}

/// Returns a withdrawn record without what it said: its name, its date and the notice stay.
///
/// Of a retracted article the retraction stays too, and with it whom the article declared: their dossiers say that it was
/// retracted, and nothing else of it.
#[must_use]
pub fn without_content(document: &Document) -> Document {
    let retraction = retraction(&document.fields);
    let mut fields = Fields::default();
    for (key, value) in document.fields.iter() {
        if ["title", "name", "date", "withdrawn", "status", "lang", "redirect_from"].contains(&key)
            || (key == "corrections" && retraction.is_some())
        {
            fields.insert(key, value.clone());
        }
    }
    if fields.get("withdrawn").is_none() {
        fields.insert("withdrawn", Value::Maps(retraction.map(notice).into_iter().collect()));
    }
    let declared =
        document.references.iter().filter(|reference| retraction.is_some() && DECLARING.contains(&reference.at.field));
    Document {
        fields,
        body: Body::default(),
        quotes: Vec::new(),
        updates: Vec::new(),
        references: declared.cloned().collect(),
        ..document.clone()
    }
}

/// Returns a retraction as the notice of its article.
fn notice(retraction: &Fields) -> Fields {
    let mut notice = Fields::default();
    for key in ["date", "note"] {
        if let Some(value) = retraction.get(key) {
            notice.insert(key, value.clone());
        }
    }
    notice
}
