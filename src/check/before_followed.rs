//! Events that follow another and lie surely before it.

use super::place::{finding, key, place};
use crate::date::Tri;
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D045",
    title: "an event that lies before what it follows",
    severity: Severity::Warning,
    doc: "The event says that it `follows` another, but surely took place before that one. Pages order the two by their dates. Correct \
          one of the dates, or write `follows` in the other event's file.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, event) in site.of_kind(&kinds::EVENT) {
        let Some(date) = event.document.fields.date("date") else { continue };
        for (_, reference, resolved) in event.refs("follows") {
            let Some(other) = resolved.found().map(|other| site.get(other)) else { continue };
            let Some(then) = other.document.fields.date("date").filter(|then| date.before(then) == Tri::Yes) else {
                continue;
            };
            let name = &other.document.name;
            let message = format!("`{}` follows `{name}` but lies before it", event.document.name);
            let note = format!("`{name}` is dated {}, this one {}", then.text(), date.text());
            report.push(
                finding(&CODE, event, reference.at, message)
                    .note(Some(place(other, key("date"))), note)
                    .help("correct one of the dates, or write `follows` in the other file"),
            );
        }
    }
}
