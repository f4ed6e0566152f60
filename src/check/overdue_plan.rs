//! Plans whose day is over: what came of them is not reported.

use super::place::{finding, key};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{Entity, Site};
use crate::parse::{At, announced};

pub(super) static CODE: Code = Code {
    code: "D051",
    title: "a plan whose day is over",
    severity: Severity::Warning,
    doc: "The event is `planned` or `postponed`, and the last day on which it could take place is before today, so readers see \"outcome not \
          reported\". Write what came of it: `status: happened`, `postponed` or `cancelled`. Today is the newest date of a published \
          article, or what `--as-of` says, never the clock.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let Some(today) = site.as_of else { return };
    for (_, event) in site.of_kind(&kinds::EVENT) {
        let fields = &event.document.fields;
        let verb = match fields.text("status").map(|status| &**status) {
            Some("planned") => "planned for",
            Some("postponed") => "postponed to",
            _ => continue,
        };
        let Some(date) = fields.date("date") else { continue };
        if date.latest().is_some_and(|last| last < today) {
            let message =
                format!("`{}` was {verb} {}, and its outcome is not reported", event.document.name, date.text());
            let help = "write what came of it: `status: happened`, `postponed` or `cancelled`";
            report.push(finding(&CODE, event, place(event), message).help(help));
        }
    }
}

/// Returns where the date stands: in the last announcement, if the event has none of its own.
fn place(event: &Entity) -> At {
    let document = &event.document;
    // A key that is not there has the place of the whole front matter.
    if document.locate(key("date")) != document.locate(key("\0")) {
        return key("date");
    }
    let index = announced::last(document.fields.maps("history")).map_or(0, |(index, _)| index);
    At { field: "history", index: index as u16, sub: "date" }
}
