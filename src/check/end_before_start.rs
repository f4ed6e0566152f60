//! Spans that end before they begin: roles, relations, aliases, lives.

use super::place::{either, finding, key};
use crate::date::{Date, Tri};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D052",
    title: "a span that ends before it begins",
    severity: Severity::Warning,
    doc: "A role, a relation or an alias has an end that is surely before its start, or somebody died before they were born. The two \
          dates may have been exchanged. A vague date counts only where no day of it would do.",
};

/// The lists whose items are spans, with the key that names an item.
const SPANS: [(&str, &str, &str); 3] =
    [("roles", "title", "role"), ("relations", "as", "relation"), ("aliases", "name", "alias")];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, entity) in site.all() {
        let fields = &entity.document.fields;
        for (field, name, noun) in SPANS {
            for (index, item) in fields.maps(field).iter().enumerate() {
                if let Some((from, until)) = reversed(item.date("from"), item.date("until")) {
                    let name = item.text(name).map_or_else(String::new, |name| format!(" `{name}`"));
                    let message = format!("the {noun}{name} ends {} and begins {}", until.text(), from.text());
                    let span = either(entity, field, index, ["until", "to"]);
                    let finding = Diagnostic::new(&CODE, message).at(&entity.document.source.path, span);
                    report.push(finding.help("correct one of the dates, or exchange `from` and `until`"));
                }
            }
        }
        if let Some((born, died)) = reversed(fields.date("born"), fields.date("died")) {
            let message = format!("`{}` died {} and was born {}", entity.document.name, died.text(), born.text());
            report.push(finding(&CODE, entity, key("died"), message).help("correct one of the dates"));
        }
    }
}

/// Returns start and end where the end is surely before the start.
fn reversed<'a>(from: Option<&'a Date>, until: Option<&'a Date>) -> Option<(&'a Date, &'a Date)> {
    let (from, until) = (from?, until?);
    (until.before(from) == Tri::Yes).then_some((from, until))
}
