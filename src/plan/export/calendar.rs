//! iCalendar (RFC 5545): the events of the site, a story or a person, planned and past.
//!
//! 1. A moment is one in UTC; a day, or an interval of days, lasts all day (3.6.1). Months and vaguer dates are left out, and where
//!    they are asked for, the event lasts as long as the date may, with the date's words beside its title. What has no beginning or
//!    no end cannot be said. Where the author has words for a date, such as "day not given", the description begins with them.
//! 2. `STATUS`: what happened is confirmed, what is planned, postponed or disputed tentative.
//! 3. `SEQUENCE` counts how often date or status have changed, by the history of the event.
//! 4. `DTSTAMP`, the last change, is the newest of what its history was said on and of the document that last named it: never the
//!    clock. An event of which neither is known has the first moment of 1970.
//! 5. `UID` is made from the id of the record alone.
//!
//! A calendar may be empty, so that readers can subscribe to it before anything is planned.

use std::fmt::Write as _;

use jiff::{Timestamp, tz};

use super::{Asked, Scope, ids, moments};
use crate::date::{Certainty, Date, Day};
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, bare_name};
use crate::parse::fields::Value;
use crate::plan::desk::{Desk, status};
use crate::plan::entry::announcements;

/// How many bytes a line may have without its end (3.1).
const LINE: usize = 75;

pub(super) fn write(desk: &Desk, asked: Asked, text: &mut String) {
    let config = &desk.site.config;
    let (name, events): (String, Vec<Handle>) = match asked.scope {
        Scope::Record(record) => {
            let entity = desk.entity(record);
            let events = match entity.id.kind {
                kind if *kind == kinds::EVENT => vec![record],
                kind if *kind == kinds::STORY => desk.story_events(record),
                _ => desk.events_of(record).into_iter().map(|(event, _)| event).collect(),
            };
            (format!("{} · {}", entity.document.name, config.title), events)
        }
        Scope::Site | Scope::Kind(_) => {
            (config.title.to_string(), desk.site.of_kind(&kinds::EVENT).map(|(event, _)| event).collect())
        }
    };
    let mut lines = Lines { text, line: String::new() };
    lines.plain("BEGIN", "VCALENDAR").plain("VERSION", "2.0").plain("PRODID", "-//dossier//dossier//EN");
    lines.escaped("NAME", &name).escaped("X-WR-CALNAME", &name);
    for event in events {
        if let Some(time) = Time::of(desk.entity(event), asked.vague) {
            write_event(desk, event, &time, &mut lines);
        }
    }
    lines.plain("END", "VCALENDAR");
}

/// When an event takes place.
enum Time<'a> {
    /// At a moment.
    Moment(Timestamp),
    /// From a day to another, both included.
    Days(Day, Day),
    /// Some time from a day to another, or all of it.
    Within(Day, Day, &'a Date),
}

impl<'a> Time<'a> {
    /// Returns when an event takes place, as far as a calendar can say it.
    fn of(event: &'a Entity, vague: bool) -> Option<Self> {
        let date = event.document.fields.date("date")?;
        let is_written = |day: Day| (1..=9998).contains(&day.year);
        if let Some(moment) = date.instant() {
            return date.day().filter(|day| is_written(*day)).map(|_| Self::Moment(moment));
        }
        let (first, last, exact) = match date.days() {
            Some((first, last)) => (first, last, true),
            None => (date.earliest()?, date.latest()?, false),
        };
        let fits = is_written(first) && is_written(last);
        match exact {
            true if fits => Some(Self::Days(first, last)),
            false if fits && vague => Some(Self::Within(first, last, date)),
            _ => None,
        }
    }
}

fn write_event(desk: &Desk, event: Handle, time: &Time<'_>, lines: &mut Lines<'_>) {
    let config = &desk.site.config;
    let entity = desk.entity(event);
    let fields = &entity.document.fields;
    lines.plain("BEGIN", "VEVENT").plain("UID", &ids::uid(config, entity));
    lines.plain("DTSTAMP", &in_utc(last_change(desk, event)));
    match time {
        Time::Moment(moment) => lines.plain("DTSTART", &in_utc(*moment)),
        Time::Days(first, last) | Time::Within(first, last, _) => {
            lines.plain("DTSTART;VALUE=DATE", &compact(*first)).plain("DTEND;VALUE=DATE", &compact(last.next()))
        }
    };
    let status = status(entity);
    let is_sure = !matches!(time, Time::Within(_, _, date) if date.certainty() != Certainty::Certain);
    lines.plain(
        "STATUS",
        match status.as_deref() {
            Some("cancelled") => "CANCELLED",
            Some("planned" | "postponed" | "disputed") => "TENTATIVE",
            _ if is_sure => "CONFIRMED",
            _ => "TENTATIVE",
        },
    );
    lines.plain("SEQUENCE", itoa::Buffer::new().format(changes(entity)));
    // What is reported takes up nobody's time.
    lines.plain("TRANSP", "TRANSPARENT");
    let words = fields.text("words").map(|words| &**words);
    let summary = fields.text("summary").map(|summary| &**summary);
    let (title, said) = match time {
        Time::Within(_, _, date) => {
            let words = words.map_or_else(|| date.words(desk.language), str::to_owned);
            (format!("{} · {words}", entity.document.name), summary.into_iter().collect())
        }
        _ => (entity.document.name.to_string(), words.into_iter().chain(summary).collect::<Vec<_>>()),
    };
    lines.escaped("SUMMARY", &title);
    if !said.is_empty() {
        lines.escaped("DESCRIPTION", &said.join("\n"));
    }
    write_place(desk, entity, lines);
    if let Some(sort) = fields.text("type") {
        lines.escaped("CATEGORIES", sort);
    }
    lines.plain("URL", &config.address(entity.route.path())).plain("END", "VEVENT");
}

fn write_place(desk: &Desk, event: &Entity, lines: &mut Lines<'_>) {
    let Some((_, written, resolved)) = event.refs("place").next() else { return };
    match resolved {
        Resolved::Found(place) => {
            let place = &desk.entity(place).document;
            lines.escaped("LOCATION", &place.name);
            if let Some(Value::Coordinates(latitude, longitude)) = place.fields.get("coordinates") {
                lines.plain("GEO", &format!("{latitude};{longitude}"));
            }
        }
        Resolved::Plain => {
            lines.escaped("LOCATION", bare_name(&written.target, desk.kinds()));
        }
        Resolved::Hidden => {}
    }
}

/// Returns when what is known of an event last changed.
fn last_change(desk: &Desk, event: Handle) -> Timestamp {
    let said = desk.entity(event).document.fields.maps("history").iter().filter_map(|said| said.date("said_on"));
    // The newest document comes first.
    let naming = desk.site.mentions_of(event).first().and_then(|mention| {
        let fields = &desk.entity(mention.from).document.fields;
        (*desk.entity(mention.from).id.kind == kinds::ARTICLE).then(|| fields.date("date")).flatten()
    });
    said.chain(naming).map(|date| moments::reached(desk, date)).max().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Counts how often the date or status of an event has changed since it was first announced.
fn changes(event: &Entity) -> usize {
    let fields = &event.document.fields;
    let state = |date: Option<&Date>, status: Option<&str>| (date.map(Date::edtf), status.map(str::to_owned));
    let said = announcements(fields).into_iter();
    let mut states: Vec<_> =
        said.map(|(_, map)| state(map.date("date"), map.text("status").map(|status| &**status))).collect();
    if !states.is_empty() {
        states.push(state(fields.date("date"), status(event).as_deref()));
    }
    states.dedup();
    states.len().saturating_sub(1)
}

/// Writes a moment in UTC (3.3.5): `20250212T173000Z`.
fn in_utc(moment: Timestamp) -> String {
    let civil = moment.to_zoned(tz::TimeZone::UTC).datetime();
    let (date, time) = (civil.date(), civil.time());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Writes a day (3.3.4): `20250212`.
fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year, day.month, day.day)
}

/// The lines of a calendar.
struct Lines<'t> {
    text: &'t mut String,
    /// The line that is being written.
    line: String,
}

impl Lines<'_> {
    /// Adds a value that needs no escape.
    fn plain(&mut self, name: &str, value: &str) -> &mut Self {
        self.line.clear();
        let _ = write!(self.line, "{name}:{value}");
        self.fold();
        self
    }

    /// Adds a text (3.3.11), without the characters that none may hold.
    fn escaped(&mut self, name: &str, value: &str) -> &mut Self {
        self.line.clear();
        self.line.push_str(name);
        self.line.push(':');
        for character in value.chars() {
            match character {
                '\\' | ';' | ',' => self.line.extend(['\\', character]),
                '\n' => self.line.push_str("\\n"),
                '\t' => self.line.push('\t'),
                character if character.is_control() => {}
                character => self.line.push(character),
            }
        }
        self.fold();
        self
    }

    /// Ends the line, folded so that none is longer than it may be and no character is cut (3.1).
    fn fold(&mut self) {
        let mut rest = self.line.as_str();
        // The space that begins a further line counts, too.
        let mut most = LINE;
        while rest.len() > most {
            let (line, next) = rest.split_at(rest.floor_char_boundary(most));
            self.text.push_str(line);
            self.text.push_str("\r\n ");
            rest = next;
            most = LINE - 1;
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
    }
}
