//! Updates that are dated before the article appeared.

use super::place::{finding, key, place};
use crate::date::Tri;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::kinds;
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D055",
    title: "an update from before the publication",
    severity: Severity::Warning,
    doc: "`updated`, or the heading `## Update ...`, has a date that is surely before the `date` of the article. Feeds and story pages order by these \
          dates, so the update would come before what it updates.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, article) in site.of_kind(&kinds::ARTICLE) {
        let document = &article.document;
        let Some(date) = document.fields.date("date") else { continue };
        if let Some(updated) = document.fields.date("updated").filter(|updated| updated.before(date) == Tri::Yes) {
            let message = format!("`updated` is {}, before the article appeared", updated.text());
            let mut found = finding(&CODE, article, key("updated"), message);
            found.severity = Severity::Hint;
            let dated = format!("the article is of {}", date.text());
            report.push(found.note(Some(place(article, key("date"))), dated).help("correct one of the dates"));
        }
        for update in document.updates.iter().filter(|update| update.date.before(date) == Tri::Yes) {
            let message = format!("this update is of {}, before the article appeared", update.date.text());
            report.push(
                Diagnostic::new(&CODE, message)
                    .at(&document.source.path, update.span)
                    .note(Some(place(article, key("date"))), format!("the article is of {}", date.text()))
                    .help("correct one of the dates"),
            );
        }
    }
}
