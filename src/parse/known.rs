//! A document as it was known on a day: what was said later is cut out of its front matter and its text.
//!
//! - Updates after the day leave the text, with all that they alone refer to.
//! - Corrections, announcements, findings, claims, replies and references that were made later leave.
//! - A role or tie that began later leaves; one that ended later is still open, and so is an event that was going on.
//! - Of a plan, the last announcement by that day counts; what is dated later has not happened yet, and nothing came of it.
//! - Sources that nobody had cited by then leave, and so does a statement that rests on nothing else.
//!
//! A date counts as reached when its latest day is, one without an end when it has begun: nothing of what came later may
//! show.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fields::{Fields, RefItem, Value};
use super::front_matter::At;
use super::{Document, Reading, announced};
use crate::date::{Date, Day};
use crate::kind::Kind;
use crate::kinds;

/// The keys of a claim that tell how it was ruled on.
const RULING: [&str; 4] = ["status", "ruled_by", "ruled_on", "reason"];

/// How an event stands that was no plan to the end.
const TOOK_PLACE: [&str; 2] = ["happened", "disputed"];

/// The keys of an event that tell what was only known once it had taken place, unless a date there says otherwise.
const AFTERWARDS: [&str; 3] = ["outcomes", "accounts", "rulings"];

/// The keys of a reply that tell what came of the question.
const REPLY: [&str; 3] = ["status", "date", "text"];

/// What was not known of a document's references on a day.
#[derive(Clone, Debug, Default)]
pub struct Unknown {
    /// The places of references that its front matter names only later.
    pub references: Vec<At>,
    /// The keys of sources that nobody had cited by then.
    pub sources: Arc<BTreeSet<Arc<str>>>,
}

/// Returns a document as it was known at the end of a day.
#[must_use]
pub fn trimmed(document: &Document, reading: &Reading, by: Day, unknown: &Unknown) -> Document {
    let trim = Trim { kind: document.id.kind, by, unknown };
    let fields = trim.fields(&document.fields);
    let mut known = Document { fields: Fields::default(), references: Vec::new(), ..document.clone() };
    super::references(&mut known, &fields);
    known.fields = fields;
    // A name that came into use later still finds its record, but nothing shows it.
    for (alias, map) in known.aliases.iter_mut().zip(document.fields.maps("aliases")) {
        alias.later = trim.is_later(map.date("from"));
    }
    if document.updates.iter().any(|update| after(&update.date, by)) {
        let start = super::body_start(&document.source);
        let own = super::own_reading(&document.fields, reading).unwrap_or_else(|| reading.clone());
        let parsed = super::markdown::parse(&document.source, start, &Reading { known_by: Some(by), ..own });
        known.body = parsed.body;
        known.quotes = parsed.quotes;
        known.updates = parsed.updates;
    }
    known
}

/// Tells whether a date was not over by the end of a day.
#[must_use]
pub(super) fn after(date: &Date, by: Day) -> bool {
    date.latest().or_else(|| date.earliest()).is_some_and(|day| day > by)
}

struct Trim<'a> {
    kind: &'static Kind,
    by: Day,
    unknown: &'a Unknown,
}

impl Trim<'_> {
    fn fields(&self, fields: &Fields) -> Fields {
        let plan = (*self.kind == kinds::EVENT).then(|| self.plan(fields)).flatten();
        let came_later = plan.is_some() && fields.text("status").is_none_or(|status| TOOK_PLACE.contains(&&**status));
        let lasting = self.lasting(fields).filter(|_| plan.is_none());
        let mut known = Fields::default();
        for (key, value) in fields.iter() {
            let kept = match value {
                Value::Date(_) if key == "date" && lasting.is_some() => lasting.clone().map(Value::Date),
                Value::Text(_) if key == "words" && lasting.is_some() => None,
                Value::Date(date) if matches!(key, "updated" | "died") => {
                    (!self.is_later(Some(date))).then(|| value.clone())
                }
                Value::Date(_) if key == "date" && plan.is_some() => None,
                Value::Text(_) if matches!(key, "status" | "words") && plan.is_some() => None,
                Value::Refs(refs) => Some(Value::Refs(self.refs(key, refs))),
                Value::Maps(maps) if matches!(key, "sources" | "source") => Some(Value::Maps(self.sources(maps))),
                Value::Maps(maps) if key == "withdrawn" && maps.iter().any(|map| self.is_later(map.date("date"))) => {
                    None
                }
                Value::Maps(maps) if came_later && AFTERWARDS.contains(&key) => {
                    let mut known = self.maps(key, maps);
                    known.retain(|map| ["date", "since"].iter().any(|key| map.date(key).is_some()));
                    Some(Value::Maps(known))
                }
                Value::Maps(maps) => Some(Value::Maps(self.maps(key, maps))),
                _ => Some(value.clone()),
            };
            if let Some(kept) = kept {
                known.insert(key, kept);
            }
        }
        if let Some(plan) = plan {
            known.insert("status", Value::Text(plan.status));
            if let Some(date) = plan.date {
                known.insert("date", Value::Date(date));
            }
        }
        known
    }

    fn is_later(&self, date: Option<&Date>) -> bool {
        date.is_some_and(|date| after(date, self.by))
    }

    /// Returns an event as it was planned on that day; `None` where it stands as its record has it.
    fn plan(&self, fields: &Fields) -> Option<Plan> {
        let history = fields.maps("history");
        if history.iter().any(|map| self.is_later(map.date("said_on"))) {
            let by_then = history.iter().filter(|map| !self.is_later(map.date("said_on")));
            let last = announced::last(by_then).map(|(_, said)| said);
            return Some(Plan {
                status: last.and_then(|map| map.text("status").cloned()).unwrap_or_else(|| "planned".into()),
                date: last.and_then(|map| map.date("date").cloned()),
            });
        }
        let status = fields.text("status").map_or("happened", |status| &**status);
        let date = fields.date("date")?;
        let is_ahead = date.earliest().is_some_and(|earliest| earliest > self.by);
        (is_ahead && TOOK_PLACE.contains(&status)).then(|| Plan { status: "planned".into(), date: Some(date.clone()) })
    }

    /// Returns the date of an event that was going on, with an open end, unless that end had been announced.
    fn lasting(&self, fields: &Fields) -> Option<Date> {
        let date = fields.date("date").filter(|_| *self.kind == kinds::EVENT)?;
        let mut said = fields.maps("history").iter().filter_map(|said| said.date("date"));
        let took_place = fields.text("status").is_none_or(|status| TOOK_PLACE.contains(&&**status));
        let is_announced = said.any(|said| said.latest() == date.latest());
        date.without_end_after(self.by).filter(|_| took_place && !is_announced)
    }

    fn refs(&self, field: &str, refs: &[RefItem]) -> Vec<RefItem> {
        let known = refs
            .iter()
            .enumerate()
            .filter(|(index, item)| !self.is_later(item.since.as_ref()) && !self.is_unknown(field, *index));
        known.map(|(_, item)| RefItem { sources: self.sources(&item.sources), ..item.clone() }).collect()
    }

    fn is_unknown(&self, field: &str, index: usize) -> bool {
        self.unknown.references.iter().any(|at| at.field == field && usize::from(at.index) == index)
    }

    fn sources(&self, items: &[Fields]) -> Vec<Fields> {
        items
            .iter()
            .filter(|item| item.text("key").is_none_or(|key| !self.unknown.sources.contains(key)))
            .filter(|item| !self.is_later(item.date("published")))
            .cloned()
            .collect()
    }

    fn maps(&self, field: &str, maps: &[Fields]) -> Vec<Fields> {
        let known = maps.iter().enumerate().filter(|(index, map)| {
            let said = match field {
                "roles" | "relations" => ["from", "since"].as_slice(),
                "history" => &["said_on"],
                "reply" => &["asked"],
                // The date of an account is what it says of the event.
                "accounts" => &[],
                _ => &["date", "since"],
            };
            !said.iter().any(|key| self.is_later(map.date(key))) && !self.is_unknown(field, *index)
        });
        known.filter_map(|(_, map)| self.map(map)).collect()
    }

    /// Returns what was known of a reply: of one that came later only that, how and until when somebody was asked.
    fn replies(&self, maps: &[Fields]) -> Vec<Fields> {
        let mut known = self.maps("reply", maps);
        for reply in known.iter_mut().filter(|reply| self.is_later(reply.date("date"))) {
            let mut asked = Fields::default();
            let before = reply.iter().filter(|(key, _)| !REPLY.contains(key));
            before.for_each(|(key, value)| asked.insert(key, value.clone()));
            *reply = asked;
        }
        known
    }

    /// Returns what was known of a map; `None` where nothing of what it rests on was.
    fn map(&self, map: &Fields) -> Option<Fields> {
        let mut known = Fields::default();
        // Before it was ruled on, a claim stood without a ruling.
        let open = self.is_later(map.date("ruled_on"));
        for (key, value) in map.iter() {
            let kept = match value {
                _ if open && RULING.contains(&key) => continue,
                Value::Maps(maps) if key == "reply" => Value::Maps(self.replies(maps)),
                Value::Date(until) if key == "until" && self.is_later(Some(until)) => continue,
                Value::Maps(sources) if matches!(key, "sources" | "source") => {
                    let left = self.sources(sources);
                    if left.is_empty() && !sources.is_empty() {
                        return None;
                    }
                    Value::Maps(left)
                }
                Value::Maps(maps) => Value::Maps(self.maps(key, maps)),
                _ => value.clone(),
            };
            known.insert(key, kept);
        }
        Some(known)
    }
}

struct Plan {
    status: Arc<str>,
    date: Option<Date>,
}
