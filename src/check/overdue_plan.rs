//! Plans whose day is over: what came of them is not reported.

use super::place::{finding, key};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D051",
    title: "a plan whose day is over",
    severity: Severity::Warning,
    doc: "The event is `planned`, and the last day on which it could take place is before today, so readers see \"outcome not \
          reported\". Write what came of it: `status: happened`, `postponed` or `cancelled`. Today is the newest date of a published \
          article, or what `--as-of` says, never the clock.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let Some(today) = site.as_of else { return };
    for (_, event) in site.of_kind(&kinds::EVENT) {
        let fields = &event.document.fields;
        let planned = fields.text("status").is_some_and(|status| &**status == "planned");
        let Some(date) = fields.date("date").filter(|_| planned) else { continue };
        if date.latest().is_some_and(|last| last < today) {
            let message =
                format!("`{}` was planned for {}, and its outcome is not reported", event.document.name, date.text());
            let help = "write what came of it: `status: happened`, `postponed` or `cancelled`";
            report.push(finding(&CODE, event, key("date"), message).help(help));
        }
    }
}
