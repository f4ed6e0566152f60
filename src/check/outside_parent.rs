//! Events that are part of another and lie surely outside its time.

use super::place::{finding, key, place};
use crate::date::{Certainty, Date, Day, Tri};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D053",
    title: "a part of an event that lies outside its time",
    severity: Severity::Warning,
    doc: "The event says that it is `part_of` another, but surely begins before that one does, or goes on after it has ended. Correct one \
          of the dates, make the time of the larger event longer (`2025-02-12/2025-02-20`), or use `follows` for what came directly \
          before.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, event) in site.of_kind(&kinds::EVENT) {
        let Some(date) = event.document.fields.date("date") else { continue };
        for (_, reference, resolved) in event.refs("part_of") {
            let Some(parent) = resolved.found().map(|parent| site.get(parent)) else { continue };
            let Some(span) = parent.document.fields.date("date") else { continue };
            let Some(relation) = outside(date, span) else { continue };
            let name = &parent.document.name;
            let message = format!("`{}` is part of `{name}` but {relation} it", event.document.name);
            let note = format!("`{name}` is dated {}, this one {}", span.text(), date.text());
            report.push(
                finding(&CODE, event, reference.at, message)
                    .note(Some(place(parent, key("date"))), note)
                    .help("correct one of the dates, or write `follows` instead of `part_of`"),
            );
        }
    }
}

/// Tells how a date lies outside another one, if it surely does: all of it, or a day on which it surely began or ended.
fn outside(date: &Date, span: &Date) -> Option<&'static str> {
    match (date.before(span), span.before(date)) {
        (Tri::Yes, _) => return Some("lies before"),
        (_, Tri::Yes) => return Some("lies after"),
        _ if span.certainty() != Certainty::Certain => return None,
        _ => {}
    }
    let sure = |day: &Day| date.contains_day(*day) == Tri::Yes;
    let begins = date.earliest().filter(sure).zip(span.earliest()).is_some_and(|(day, first)| day < first);
    let goes_on = date.latest().filter(sure).zip(span.latest()).is_some_and(|(day, last)| last < day);
    match (begins, goes_on) {
        (true, _) => Some("begins before"),
        (_, true) => Some("goes on after"),
        _ => None,
    }
}
