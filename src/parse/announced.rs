//! What was announced of a plan last.

use super::fields::{Fields, Value};
use crate::date::Date;
use crate::kind::Kind;
use crate::kinds;

/// Returns the announcement that was made last; of several made then, or none of which says when, the one written last.
#[must_use]
pub fn last<'a>(history: impl IntoIterator<Item = &'a Fields>) -> Option<(usize, &'a Fields)> {
    history.into_iter().enumerate().max_by_key(|(_, said)| said.date("said_on").map(Date::order_key))
}

/// Gives a plan without a date that for which it was announced last.
pub(super) fn fill_date(kind: &Kind, fields: &mut Fields) {
    let is_plan = fields.text("status").is_some_and(|status| matches!(&**status, "planned" | "postponed"));
    if *kind != kinds::EVENT || !is_plan || fields.get("date").is_some() {
        return;
    }
    if let Some(date) = last(fields.maps("history")).and_then(|(_, said)| said.date("date").cloned()) {
        fields.insert("date", Value::Date(date));
    }
}
