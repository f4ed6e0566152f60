//! Events that happened after all of their sources were published: a plan that is told as a fact, or a date that slipped.

use super::place::{finding, key};
use crate::date::{Date, Tri};
use crate::diagnostic::{Code, Report, Severity};
use crate::entity::EntityId;
use crate::kinds;
use crate::link::{Entity, Site};

pub(super) static CODE: Code = Code {
    code: "D050",
    title: "an event that is later than its sources",
    severity: Severity::Warning,
    doc: "Everything that the event rests on was published before the day on which it is said to have happened, so the sources can \
          only have announced it. Write `status: planned` if it is still to come, cite a source that reports it, or correct one of \
          the dates. Only what is certain counts: with one source whose date is vague or missing nothing is said.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, event) in site.of_kind(&kinds::EVENT) {
        let fields = &event.document.fields;
        let Some(date) = fields.date("date").filter(|_| !announced(event)) else { continue };
        let Some(published) = published(site, event).filter(|published| !published.is_empty()) else { continue };
        let before = published.iter().fold(Tri::Yes, |all, published| all.and(published.before(date)));
        if let (Tri::Yes, Some(last)) = (before, published.iter().max_by_key(|published| published.order_key())) {
            let message = format!("`{}` is later than its sources: {}", event.document.name, date.text());
            report.push(
                finding(&CODE, event, key("date"), message)
                    .note(None, format!("the last of its sources is of {}", last.text()))
                    .help("write `status: planned`, cite a source that reports it, or correct the date"),
            );
        }
    }
}

/// Tells whether an event is told as something to come.
fn announced(event: &Entity) -> bool {
    let status = event.document.fields.text("status").map(|status| &**status);
    matches!(status, Some("planned" | "postponed" | "cancelled"))
}

/// Returns the days on which the sources of an event were published; none where one of them has no date.
fn published<'a>(site: &'a Site, event: &'a Entity) -> Option<Vec<&'a Date>> {
    let cited = event.document.fields.maps("sources").iter();
    cited
        .map(|source| match source.text("key") {
            Some(key) => {
                let record = site.find(&EntityId::new(&kinds::SOURCE, key))?;
                site.get(record).document.fields.date("published")
            }
            None => source.date("published"),
        })
        .collect()
}
