//! Roles that somebody held before birth or after death.

use super::place::{either, key, place};
use crate::date::Tri;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::kinds;
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D054",
    title: "a role outside of a life",
    severity: Severity::Warning,
    doc: "One end of a role is surely before the person was born, or surely after the person died. A vague date counts only where no \
          day of it would do.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, person) in site.of_kind(&kinds::PERSON) {
        let fields = &person.document.fields;
        let (born, died) = (fields.date("born"), fields.date("died"));
        for (index, role) in fields.maps("roles").iter().enumerate() {
            let ends = [("begins", role.date("from"), ["from", "from"]), ("ends", role.date("until"), ["until", "to"])];
            for (verb, end, keys) in ends {
                let Some(end) = end else { continue };
                let (relation, event, field, bound) = match (born, died) {
                    (Some(born), _) if end.before(born) == Tri::Yes => ("before", "was born", "born", born),
                    (_, Some(died)) if died.before(end) == Tri::Yes => ("after", "died", "died", died),
                    _ => continue,
                };
                let title = role.text("title").map_or("", |title| &**title);
                let name = &person.document.name;
                let message = format!("the role `{title}` {verb} {relation} `{name}` {event}: {}", end.text());
                report.push(
                    Diagnostic::new(&CODE, message)
                        .at(&person.document.source.path, either(person, "roles", index, keys))
                        .note(Some(place(person, key(field))), format!("`{name}` {event} {}", bound.text()))
                        .help("correct one of the dates"),
                );
                // An end outside follows from a start outside.
                break;
            }
        }
    }
}
