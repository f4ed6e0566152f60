//! The day that counts as today, which follows from what was published; and what is dated later than the moment of the build.

use jiff::Timestamp;

use super::{Entity, Input, Site};
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
    for (entity, date, _) in future(entities, input.now) {
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

/// Returns the next moment at which an article is no longer dated after the moment of the build, and so no longer warned of.
#[must_use]
pub fn next_arrival(site: &Site, now: Timestamp) -> Option<Timestamp> {
    future(&site.entities, now).filter_map(|(.., arrival)| arrival).min()
}

/// Returns the articles that are dated after a moment, with the first moment at which that is no longer so.
fn future(entities: &[Entity], now: Timestamp) -> impl Iterator<Item = (&Entity, &Date, Option<Timestamp>)> {
    let articles = entities.iter().filter(|entity| *entity.id.kind == kinds::ARTICLE);
    articles.filter_map(move |entity| {
        let date = entity.document.fields.date("date")?;
        let arrival = date.instant().or_else(|| begins_somewhere(date.earliest()?));
        // A day that no clock reaches is in the future, too.
        let is_later = arrival.map_or_else(|| date.earliest().is_some_and(|day| day.year > 0), |arrival| arrival > now);
        is_later.then_some((entity, date, arrival))
    })
}

/// Returns the moment at which a day counts as begun: somewhere on Earth it is there while it is the day before in UTC.
fn begins_somewhere(day: Day) -> Option<Timestamp> {
    let date =
        jiff::civil::Date::new(day.year.try_into().ok()?, day.month.cast_signed(), day.day.cast_signed()).ok()?;
    Some(date.yesterday().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}
