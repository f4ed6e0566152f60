//! The day that counts as today, which follows from what was published.

use super::{Entity, Input};
use crate::codes;
use crate::date::{Date, Day};
use crate::diagnostic::{Diagnostic, Report};
use crate::kinds;
use crate::parse::At;

/// Returns the newest day on which a published article appeared, was updated or corrected; without articles, the
/// newest day of an event that is not planned. A day that was perhaps not reached does not count: of a vague date the first
/// does, of an interval the first that its end may fall on.
pub(super) fn of(entities: &[Entity]) -> Option<Day> {
    let articles = entities.iter().filter(|entity| *entity.id.kind == kinds::ARTICLE);
    let newest = articles
        .flat_map(|entity| {
            let fields = &entity.document.fields;
            let updates = entity.document.updates.iter().map(|update| &update.date);
            let corrections = fields.maps("corrections").iter().filter_map(|correction| correction.date("date"));
            // Of a retracted article, the day of the retraction counts.
            let own = ["date", "updated"].into_iter().filter(|_| !entity.withdrawn).filter_map(|key| fields.date(key));
            own.chain(updates).chain(corrections).filter_map(Date::reached).collect::<Vec<_>>()
        })
        .max();
    newest.or_else(|| {
        let events = entities.iter().filter(|entity| *entity.id.kind == kinds::EVENT && !entity.withdrawn);
        let past = events.filter(|entity| {
            !matches!(
                entity.document.fields.text("status").map(|status| &**status),
                Some("planned" | "postponed" | "cancelled")
            )
        });
        past.filter_map(|entity| entity.document.fields.date("date").and_then(Date::reached)).max()
    })
}

/// Warns of articles that are dated after the moment of the build.
pub(super) fn warn_of_future(entities: &[Entity], input: &Input<'_>, report: &mut Report) {
    let zoned = input.now.to_zoned(jiff::tz::TimeZone::UTC);
    // Somewhere on Earth it may be the next day already.
    let date = zoned.date().tomorrow().unwrap_or_else(|_| zoned.date());
    let Some(tomorrow) = Day::from_ymd(i32::from(date.year()), date.month() as u8, date.day() as u8) else { return };
    for entity in entities.iter().filter(|entity| *entity.id.kind == kinds::ARTICLE) {
        let Some(date) = entity.document.fields.date("date") else { continue };
        let is_later = match (date.instant(), date.earliest()) {
            (Some(moment), _) => moment > input.now,
            (None, day) => day.is_some_and(|day| day > tomorrow),
        };
        if is_later {
            let at = entity.document.locate(At { field: "date", index: 0, sub: "" });
            let message = format!("this article is dated {}, after the moment of the build", date.text());
            let diagnostic = Diagnostic::new(&codes::FUTURE_ARTICLE, message).at(&entity.document.source.path, at);
            let hold = match (date.instant(), date.earliest()) {
                (Some(_), _) | (None, None) => date.edtf(),
                (None, Some(day)) => format!("{day}T06:00:00Z"),
            };
            report.push(diagnostic.help(format!("it is published now; `embargo: {hold}` would hold it back")));
        }
    }
}
