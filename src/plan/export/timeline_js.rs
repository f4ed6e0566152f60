//! TimelineJS 3: the events of a site, a story or a person as slides.
//!
//! 1. A slide stands at the first day that its date may touch, no closer than the date is written, and its `display_date` says
//!    the date in words. An open beginning stands at its end.
//! 2. Spans become eras: the stories of a site and of a person, a person's roles.
//! 3. TimelineJS takes texts for HTML; every text of a record is escaped, but that for a picture, which it sets as text. A
//!    `display_date` is escaped twice: it is read as HTML for its text, and that is set as HTML again.
//! 4. An event without a date that can be drawn is in `undated`, a key that TimelineJS passes over.

use super::{Asked, Scope};
use crate::date::{Certainty, Clock, Date, Day, Shape};
use crate::html;
use crate::kinds;
use crate::link::{Entity, Handle};
use crate::plan::desk::{Desk, status};
use crate::plan::json::Object;

/// Appends the timeline.
pub(super) fn write(desk: &Desk, asked: Asked, json: &mut String) {
    let mut events: Vec<Handle> = match asked.scope {
        Scope::Record(handle) if *desk.entity(handle).id.kind == kinds::STORY => desk.story_events(handle),
        Scope::Record(handle) => desk.events_of(handle).into_iter().map(|(event, _)| event).collect(),
        Scope::Site | Scope::Kind(_) => desk.site.of_kind(&kinds::EVENT).map(|(event, _)| event).collect(),
    };
    events.retain(|event| !desk.entity(*event).withdrawn);
    desk.sort_by_time(&mut events);
    events.dedup();
    let (dated, undated): (Vec<Handle>, Vec<Handle>) =
        events.iter().partition(|event| date_of(desk, **event).is_some_and(|date| start(date).is_some()));
    let mut it = Object::new(json);
    it.with("title", |json| title(desk, asked.scope, json));
    it.list("events", &dated, |json, event| slide(desk, *event, json));
    it.list("eras", eras(desk, asked.scope, &events), |json, era| era.write(json));
    it.text("scale", "human");
    it.list("undated", &undated, |json, event| slide(desk, *event, json));
    it.end();
    json.push('\n');
}

fn date_of(desk: &Desk, handle: Handle) -> Option<&Date> {
    desk.entity(handle).document.fields.date("date")
}

fn title(desk: &Desk, scope: Scope, json: &mut String) {
    let config = &desk.site.config;
    let (id, headline, summary) = match scope {
        Scope::Record(handle) => {
            let record = desk.entity(handle);
            let fields = &record.document.fields;
            (slide_id(record), &record.document.name, fields.text("summary"))
        }
        Scope::Site | Scope::Kind(_) => ("site".to_owned(), &config.title, config.description.as_ref()),
    };
    let mut it = Object::new(json);
    it.text("unique_id", &id);
    texts(&mut it, headline, &summary.map(|text| paragraph(text)).unwrap_or_default());
    it.end();
}

fn slide(desk: &Desk, handle: Handle, json: &mut String) {
    let record = desk.entity(handle);
    let fields = &record.document.fields;
    let date = fields.date("date");
    let mut it = Object::new(json);
    it.text("unique_id", &slide_id(record));
    if let Some((date, first)) = date.and_then(|date| Some((date, start(date)?))) {
        it.with("start_date", |json| push_place(json, first, date.time()));
        if let Some(last) = end(date) {
            it.with("end_date", |json| push_place(json, last, None));
        }
    }
    let words = fields.text("words").map(ToString::to_string);
    let words = words.or_else(|| date.map(|date| date.words(desk.language)));
    it.maybe("display_date", words.map(|words| html::text(&html::text(&words))));
    let mut text = String::new();
    if let Some(status) = status(record).filter(|status| **status != *"happened") {
        text.push_str(&paragraph(&desk.words.look_up_at_start("event_status", &status)));
    }
    text.push_str(&fields.text("summary").map(|summary| paragraph(summary)).unwrap_or_default());
    let address = desk.site.config.address(record.route.path());
    text.push_str("<p>");
    html::open(&mut text, "a", &[("href", Some(&address))]);
    html::push_text(&mut text, &address);
    text.push_str("</a></p>");
    texts(&mut it, &record.document.name, &text);
    if let Some(image) = desk.image(record) {
        it.with("media", |json| {
            let mut it = Object::new(json);
            it.text("url", &desk.site.config.address(&image.path)).text("alt", &image.alt);
            it.maybe("caption", image.caption.map(|words| html::text(&words)));
            it.maybe("credit", image.credit.map(|words| html::text(&words)));
            it.end();
        });
    }
    it.end();
}

/// Returns the name of a slide in addresses: TimelineJS takes it for the id of an element.
fn slide_id(record: &Entity) -> String {
    format!("{}-{}", record.id.kind.name, record.id.id)
}

fn texts(it: &mut Object<'_>, headline: &str, text: &str) {
    it.with("text", |json| {
        let mut it = Object::new(json);
        it.text("headline", &html::text(headline)).text("text", text);
        it.end();
    });
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", html::text(text))
}

/// A year, perhaps with its month, perhaps with the day.
type Place = (i32, Option<u8>, Option<u8>);

/// Returns where a slide stands: at the first day of its date, or at the last one where nobody knows the first, no closer
/// than it is written.
fn start(date: &Date) -> Option<Place> {
    if date.shape() == Shape::Unknown {
        return None;
    }
    let ends = date.ends();
    let first = date.earliest().map(|day| place(date, ends.as_ref().map(|ends| &ends.start), day));
    first.or_else(|| Some(place(date, ends.as_ref().map(|ends| &ends.end), date.latest()?)))
}

/// Returns where a span ends.
fn end(date: &Date) -> Option<Place> {
    let ends = date.ends()?;
    date.earliest().and(date.latest()).map(|day| place(date, Some(&ends.end), day))
}

/// Returns a day as far as it is written: that of an interval as its end is, where that is certain.
fn place(date: &Date, end: Option<&Option<String>>, Day { year, month, day }: Day) -> Place {
    let exactness = match (end, date.shape()) {
        (Some(Some(prefix)), _) => prefix.len(),
        (None, Shape::Day) => "2025-02-12".len(),
        (None, Shape::Month | Shape::Season | Shape::Within) => "2025-02".len(),
        _ => "2025".len(),
    };
    (year, (exactness > 4).then_some(month), (exactness > 7).then_some(day))
}

fn push_place(json: &mut String, (year, month, day): Place, time: Option<Clock>) {
    let mut it = Object::new(json);
    it.raw("year", &year.to_string());
    for (key, number) in [("month", month), ("day", day)] {
        if let Some(number) = number {
            it.number(key, usize::from(number));
        }
    }
    if let Some(time) = time {
        it.raw("hour", &time.hour.to_string()).raw("minute", &time.minute.to_string());
    }
    it.end();
}

/// A span behind the slides.
struct Era {
    start: Day,
    end: Day,
    headline: String,
}

impl Era {
    fn write(&self, json: &mut String) {
        let mut it = Object::new(json);
        for (key, Day { year, month, day }) in [("start_date", self.start), ("end_date", self.end)] {
            it.with(key, |json| push_place(json, (year, Some(month), Some(day)), None));
        }
        texts(&mut it, &self.headline, "");
        it.end();
    }
}

/// Returns the spans behind the slides: those of stories, and of a person's roles.
fn eras(desk: &Desk, scope: Scope, events: &[Handle]) -> Vec<Era> {
    let mut eras = Vec::new();
    if let Scope::Record(handle) = scope {
        roles(desk, desk.entity(handle), &mut eras);
    }
    for (story, record) in desk.site.of_kind(&kinds::STORY).filter(|(_, record)| !record.withdrawn) {
        let own = desk.story_events(story);
        // On its own timeline a story is the whole.
        if scope == Scope::Record(story) || !own.iter().any(|event| events.contains(event)) {
            continue;
        }
        let certain = |date: &&Date| date.certainty() == Certainty::Certain;
        let dates: Vec<&Date> = own.iter().filter_map(|event| date_of(desk, *event)).filter(certain).collect();
        let first = dates.iter().filter_map(|date| date.earliest()).min();
        let last = dates.iter().filter_map(|date| date.latest()).max();
        if let Some((start, end)) = first.zip(last) {
            eras.push(Era { start, end, headline: record.document.name.to_string() });
        }
    }
    eras
}

/// Adds the roles of a person of which both ends are known; one that is not over lasts to the day of the site.
fn roles(desk: &Desk, record: &Entity, eras: &mut Vec<Era>) {
    for role in record.document.fields.maps("roles") {
        let (Some(title), Some(from)) = (role.text("title"), role.date("from")) else { continue };
        let until = role.date("until");
        let is_certain = [Some(from), until].into_iter().flatten().all(|date| date.certainty() == Certainty::Certain);
        let end = until.map_or(desk.site.as_of, Date::latest);
        if let Some((start, end)) = from.earliest().zip(end).filter(|(start, end)| is_certain && start <= end) {
            eras.push(Era { start, end, headline: title.to_string() });
        }
    }
}
