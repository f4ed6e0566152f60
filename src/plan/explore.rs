//! `timeline/events.json`: all events in columns, for the script that filters and sorts the timeline.
//!
//! 1. Events stand in order of time, oldest first, as in the list of all, those without a date last. What one is called, when it was and how it
//!    stands is told by the columns at its position.
//! 2. Names stand once, in the table of their column, those of most events first; an event has their positions there.
//! 3. What many dates have in common is a form: the views of dates with [`YEAR`], [`DAY`] and [`PADDED`] in place of year
//!    and day.
//!
//! Names, titles and dates are those that pages show; what no page shows is not in it.

use std::hash::Hash;

use foldhash::HashMap;

use super::desk::{Desk, is_plan, status};
use super::entry::previous_dates;
use super::json::{Object, push_escaped, push_string};
use super::pages::Pages;
use super::parts::DateView;
use super::tags;
use crate::date::Date;
use crate::kind::Kind;
use crate::kinds;
use crate::link::{Handle, Site};
use crate::route::Route;

/// Stands for the year in a form.
const YEAR: &str = "\u{1}";
/// Stands for the day, or the days, in a form.
const DAY: &str = "\u{2}";
/// Stands for the day in two digits in a form.
const PADDED: &str = "\u{3}";

/// Adds the data, where there are events.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    if site.of_kind(&kinds::EVENT).next().is_some() {
        pages.text(Route::new("/timeline/events.json"), None, |desk, json| {
            write(desk, json);
            json.push('\n');
        });
    }
}

fn write(desk: &Desk, json: &mut String) {
    let mut events: Vec<Handle> = desk.site.of_kind(&kinds::EVENT).map(|(handle, _)| handle).collect();
    desk.sort_by_time(&mut events);
    // As in the list without script: what began nobody knows when stands in the year until which it lasted.
    let year = |event: &Handle| desk.entity(*event).document.fields.date("date").and_then(Date::year_of_list);
    events.sort_by_key(|event| (year(event).is_none(), year(event)));
    let mut it = Object::new(json);
    it.text("schema", "dossier/events/1").text("undated", desk.language.beside().undated);
    it.texts("eras", desk.language.eras()).maybe("digits", desk.language.own_digits());
    if let Some(today) = desk.site.as_of {
        it.with("today", |json| push_number(json, today.year));
    }
    titles(desk, &events, &mut it);
    dates(desk, &events, &mut it);
    standing(desk, &events, &mut it);
    named(desk, &events, &mut it);
    tagged(desk, &events, &mut it);
    it.end();
}

/// Writes what the events are called, and their ids. An id that begins as the slug of an ASCII title does is written as the
/// length of that beginning and the rest, `24:-2`, and as 0 where it is that slug.
fn titles(desk: &Desk, events: &[Handle], it: &mut Object<'_>) {
    it.texts("title", events.iter().map(|event| &desk.entity(*event).document.name));
    it.list("id", events, |json, event| {
        let entity = desk.entity(*event);
        let (id, title) = (&*entity.id.id, &entity.document.name);
        let follows = if title.is_ascii() { plain(title) } else { String::new() };
        let same = id.bytes().zip(follows.bytes()).take_while(|(one, other)| one == other).count();
        match same {
            0..4 => push_string(json, id),
            _ if id == follows => json.push('0'),
            _ => push_string(json, &format!("{same}:{}", &id[same..])),
        }
    });
}

/// Returns the slug of an ASCII title as `explore.js` makes it: without the limits and the exceptions of addresses.
fn plain(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

/// Writes when the events were: form, year and day as pages show them, the first and the last year that a date may touch, and
/// for which dates a plan was announced before.
fn dates(desk: &Desk, events: &[Handle], it: &mut Object<'_>) {
    let mut forms: HashMap<String, usize> = HashMap::default();
    let mut table: Vec<String> = Vec::new();
    let mut buffer = String::new();
    let mut positions = Vec::with_capacity(events.len());
    for event in events {
        let Some(date) = &desk.cards[event.ix()].view.date else {
            positions.push(None);
            continue;
        };
        buffer.clear();
        push_form(&mut buffer, &date.view);
        if !forms.contains_key(&buffer) {
            forms.insert(buffer.clone(), table.len());
            table.push(buffer.clone());
        }
        positions.push(forms.get(&buffer).copied());
    }
    it.list("forms", table, |json, form| json.push_str(&form));
    it.list("form", positions, push_maybe);
    let view = |event: &Handle| desk.cards[event.ix()].view.date.as_ref().map(|date| &date.view);
    it.list("year", events, |json, event| push_short(json, view(event).map_or("", |date| &date.year)));
    it.list("day", events, |json, event| push_short(json, view(event).and_then(|date| shown(date)).unwrap_or("")));
    let date = |event: &Handle| desk.entity(*event).document.fields.date("date");
    let first = |event| date(event)?.earliest().map(|day| day.year);
    let last = |event| date(event)?.latest().map(|day| day.year);
    it.list("first", events, |json, event| push_maybe(json, first(event)));
    it.list("last", events, |json, event| push_maybe(json, last(event)));
    let plans = events.iter().enumerate().filter(|(_, event)| is_plan(desk.entity(**event)));
    it.list("earlier", plans, |json, (at, event)| {
        let dates = previous_dates(&desk.entity(*event).document.fields, desk.language);
        if !dates.is_empty() {
            let mut it = Object::new(json);
            it.number("event", at).texts("dates", dates.iter().map(|date| &date.view.text));
            it.end();
        }
    });
}

/// Writes how the events stand: status, importance, which plans are overdue, what rests on one publisher, and what is part of
/// what.
fn standing(desk: &Desk, events: &[Handle], it: &mut Object<'_>) {
    let statuses: Vec<Vec<_>> = events.iter().map(|event| status(desk.entity(*event)).into_iter().collect()).collect();
    column(it, "status", &statuses, |status| (status, status));
    let importance = |event: &Handle| desk.entity(*event).document.fields.number("importance").unwrap_or(0);
    it.list("importance", events, |json, event| push_number(json, importance(event)));
    let flagged = |holds: &dyn Fn(&Handle) -> bool| -> Vec<usize> {
        events.iter().enumerate().filter(|(_, event)| holds(event)).map(|(at, _)| at).collect()
    };
    let numbers = |json: &mut String, at: usize| push_number(json, at);
    it.list("overdue", flagged(&|event| desk.cards[event.ix()].view.overdue), numbers);
    it.list("single", flagged(&|event| desk.bases[event.ix()].single), numbers);
    let at: HashMap<Handle, usize> = events.iter().enumerate().map(|(at, event)| (*event, at)).collect();
    let parent = |event: Handle| desk.entity(event).refs("part_of").find_map(|(_, _, resolved)| resolved.found());
    let parts = events.iter().enumerate().filter_map(|(part, event)| Some([part, *at.get(&parent(*event)?)?]));
    it.list("part_of", parts, push_positions);
}

/// Writes who took part in the events, where they were, and to which stories they belong.
fn named(desk: &Desk, events: &[Handle], it: &mut Object<'_>) {
    let of = |kind: &'static Kind, field: &str| -> Vec<Vec<Handle>> {
        let found = |event: &Handle| {
            let named = desk.entity(*event).refs(field).filter_map(|(_, _, resolved)| resolved.found());
            named.filter(|named| *desk.entity(*named).id.kind == *kind && !desk.entity(*named).withdrawn).collect()
        };
        events.iter().map(found).collect()
    };
    let name = |record: &Handle| {
        let entity = desk.entity(*record);
        (&*entity.document.name, &*entity.id.id)
    };
    let (people, organizations) = (of(&kinds::PERSON, "participants"), of(&kinds::ORGANIZATION, "participants"));
    let places = of(&kinds::PLACE, "place");
    let mut stories: HashMap<Handle, Vec<Handle>> = HashMap::default();
    for (story, _) in desk.site.of_kind(&kinds::STORY) {
        for event in desk.story_events(story) {
            stories.entry(event).or_default().push(story);
        }
    }
    let stories: Vec<_> = events.iter().map(|event| stories.remove(event).unwrap_or_default()).collect();
    for (key, of) in
        [("people", &people), ("organizations", &organizations), ("places", &places), ("stories", &stories)]
    {
        column(it, key, of, name);
    }
}

fn tagged(desk: &Desk, events: &[Handle], it: &mut Object<'_>) {
    let tags = tags::of(&desk.site);
    let mut of: HashMap<Handle, Vec<usize>> = HashMap::default();
    for (at, tag) in tags.iter().enumerate() {
        for record in &tag.records {
            of.entry(*record).or_default().push(at);
        }
    }
    let tagged: Vec<_> = events.iter().map(|event| of.remove(event).unwrap_or_default()).collect();
    column(it, "tags", &tagged, |at| (&tags[*at].name, &tags[*at].slug));
}

/// Writes the values of a column: their names and ids, those of most events first, and for each event the positions of its
/// own in that table. A column without values is left out.
fn column<'a, K: Hash + Ord>(
    it: &mut Object<'_>,
    key: &str,
    of: &'a [Vec<K>],
    name: impl Fn(&'a K) -> (&'a str, &'a str),
) {
    // How many events have a value; then its place in the table.
    let mut at: HashMap<&K, usize> = HashMap::default();
    for value in of.iter().flatten() {
        *at.entry(value).or_default() += 1;
    }
    if at.is_empty() {
        return;
    }
    let mut table: Vec<(&K, usize)> = at.iter().map(|(value, count)| (*value, *count)).collect();
    table.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    at.extend(table.iter().enumerate().map(|(at, (value, _))| (*value, at)));
    it.with(key, |json| {
        let mut it = Object::new(json);
        it.texts("names", table.iter().map(|(value, _)| name(value).0));
        it.texts("ids", table.iter().map(|(value, _)| name(value).1));
        it.list("of", of, |json, values| {
            let mut positions: Vec<usize> = values.iter().filter_map(|value| at.get(value).copied()).collect();
            positions.sort_unstable();
            positions.dedup();
            push_positions(json, positions);
        });
        it.end();
    });
}

/// Returns what stands in the gutter as the day of a date.
fn shown(date: &DateView) -> Option<&str> {
    date.day.as_deref().or(date.span.as_deref())
}

/// Writes what a date has in common with others that differ from it in year and day alone.
fn push_form(json: &mut String, date: &DateView) {
    let mut it = Object::new(json);
    it.text("mark", date.mark).with("text", |json| push_blank(json, &date.text, date));
    if let Some(exact) = &date.exact {
        it.with("exact", |json| push_blank(json, exact, date));
    }
    if let Some(datetime) = &date.datetime {
        it.with("datetime", |json| push_datetime(json, datetime, date));
    }
    it.maybe("month", date.month.as_ref()).maybe("time", date.time.as_ref());
    it.text("lead", date.lead).text("doubt", date.doubt).flag("day", date.day.is_some());
    it.end();
}

/// Writes a text with what stands for the year and the day in place of each, where it holds them.
fn push_blank(json: &mut String, text: &str, date: &DateView) {
    let year = text.find(&*date.year).filter(|_| !date.year.is_empty()).map(|at| at..at + date.year.len());
    let mut pieces = ["", "", text];
    if let Some(year) = year {
        pieces = [&text[..year.start], YEAR, &text[year.end..]];
    }
    // The day is looked for before the year, then after it.
    let day = shown(date).unwrap_or("");
    let at = [0, 2].into_iter().find_map(|part| Some((part, pieces[part].find(day)?))).filter(|_| !day.is_empty());
    let mut blank = [pieces[0], "", "", pieces[1], pieces[2], "", ""];
    if let Some((part, at)) = at {
        let (before, after) = (&pieces[part][..at], &pieces[part][at + day.len()..]);
        let from = if part == 0 { 0 } else { 4 };
        blank[from..from + 3].copy_from_slice(&[before, DAY, after]);
    }
    push_pieces(json, &blank);
}

/// Writes a value of `<time datetime>` in the same way; its day has two digits.
fn push_datetime(json: &mut String, datetime: &str, date: &DateView) {
    let Some(rest) = datetime.strip_prefix(&*date.year).filter(|_| date.year.len() == 4) else {
        return push_string(json, datetime);
    };
    match (rest.get(..4), rest.get(4..6), rest.get(6..)) {
        (Some(month), Some(day), Some(after)) if is_padded(day, date.day.as_deref()) => {
            push_pieces(json, &[YEAR, month, PADDED, after]);
        }
        _ => push_pieces(json, &[YEAR, rest]),
    }
}

/// Tells whether two digits are a day as pages show it.
fn is_padded(digits: &str, day: Option<&str>) -> bool {
    day.is_some_and(|day| digits == day || digits.strip_prefix('0') == Some(day))
}

fn push_pieces(json: &mut String, pieces: &[&str]) {
    json.push('"');
    for piece in pieces {
        push_escaped(json, piece);
    }
    json.push('"');
}

fn push_number(json: &mut String, number: impl itoa::Integer) {
    json.push_str(itoa::Buffer::new().format(number));
}

fn push_maybe(json: &mut String, number: Option<impl itoa::Integer>) {
    match number {
        Some(number) => push_number(json, number),
        None => json.push_str("null"),
    }
}

/// Writes a short text: a number as one, nothing as 0.
fn push_short(json: &mut String, text: &str) {
    let is_number = !text.starts_with('0') && text.len() < 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text {
        "" => json.push('0'),
        text if is_number => json.push_str(text),
        text => push_string(json, text),
    }
}

fn push_positions(json: &mut String, positions: impl IntoIterator<Item = usize>) {
    json.push('[');
    for (at, position) in positions.into_iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        push_number(json, position);
    }
    json.push(']');
}
