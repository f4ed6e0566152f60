//! The settings `outputs`, `outputs_for` and `feed_ids`: what is written beside pages, of what, and under which ids.

use std::sync::Arc;

use super::Reader;
use crate::codes;
use crate::date::Date;
use crate::diagnostic::Diagnostic;

/// Which formats can be chosen in `outputs`.
pub const OUTPUTS: [&str; 10] =
    ["html", "search", "json", "feeds", "calendar", "csv", "jsonl", "ftm", "timeline", "graph"];

/// Which of them are written unless the setting says otherwise.
pub(super) const USUAL: [&str; 5] = ["html", "search", "json", "feeds", "calendar"];

/// Which kinds can be chosen in `outputs_for`.
pub(super) const FOLLOWED: [&str; 3] = ["stories", "people", "events"];

impl Reader<'_> {
    /// Reads `feed_ids: example.org,2025`: an authority and a day, month or year on which the name was its own (RFC 4151 2.1).
    pub(super) fn feed_ids(&mut self) -> Option<Arc<str>> {
        let given = Arc::clone(self.fields.text("feed_ids")?);
        let (authority, date) = given.rsplit_once(',').unwrap_or((&given, ""));
        let of_name = |character: char| character.is_ascii_alphanumeric() || "-._@".contains(character);
        let is_name = authority.contains('.') && authority.chars().all(of_name);
        let is_date =
            matches!(date.len(), 4 | 7 | 10) && Date::parse(date).is_ok_and(|date| date.html_datetime().is_some());
        if is_name && is_date {
            return Some(given);
        }
        let message = format!("`feed_ids` must be a host and a date such as `example.org,2025`, not `{given}`");
        let help = "the date is one on which the host was yours";
        self.report("feed_ids", 0, Diagnostic::new(&codes::SETTINGS, message).help(help));
        None
    }
}
