//! A `TimelineJS` JSON file: each slide an event, or what the site calls so.
//!
//! A date is as exact as it is written there: a year alone stays a year. Pictures are left, since their files are elsewhere; eras
//! and the title slide are no events.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Map, Value, json};

use super::{Fault, Left, Taken, controls, front};
use crate::date::Date;
use crate::entity::EntityId;
use crate::kinds;
use crate::name;
use crate::plan::Desk;

/// Takes the slides of a file over into a site.
///
/// # Errors
///
/// What is wrong with the file or with slides, each with its number.
pub fn take(desk: &Desk, bytes: &[u8]) -> Result<Taken, Vec<Fault>> {
    let mut read: Value = serde_json::from_slice(bytes)
        .map_err(|error| vec![Fault { line: error.line(), message: format!("not JSON: {error}") }])?;
    let mut taken = Taken::default();
    let mut faults = Vec::new();
    for (what, key) in [("eras", "eras"), ("the title slide", "title")] {
        if read.get(key).is_some_and(|value| !value.is_null()) {
            taken.left.push(Left { what: what.to_owned(), why: "no event".to_owned(), line: 0 });
        }
    }
    let Some(slides) = read.get_mut("events").and_then(Value::as_array_mut) else {
        return Err(vec![Fault { line: 1, message: "no list `events`, which a timeline has".to_owned() }]);
    };
    for (at, slide) in slides.iter_mut().enumerate() {
        controls::with_line_breaks(slide);
        let control = controls::held(slide).map(|control| format!("it holds {control}"));
        match control.map_or_else(|| event(slide, at + 1, &mut taken), Err) {
            Ok((id, text)) => {
                let path = format!("content/{}/{id}.md", kinds::EVENT.plural);
                match taken.files.entry(path) {
                    _ if desk.site.find(&EntityId::new(&kinds::EVENT, &id)).is_some() => taken.there += 1,
                    Entry::Occupied(_) => {
                        let why = format!("another one has the id `{id}` already");
                        taken.left.push(Left { what: format!("slide {}", at + 1), why, line: 0 });
                    }
                    Entry::Vacant(place) => {
                        place.insert(text);
                    }
                }
            }
            Err(message) => faults.push(Fault { line: 0, message: format!("slide {}: {message}", at + 1) }),
        }
    }
    taken.left.sort();
    if faults.is_empty() { Ok(taken) } else { Err(faults) }
}

/// Makes a record of a slide: its id and its text.
fn event(slide: &Value, number: usize, taken: &mut Taken) -> Result<(String, String), String> {
    let text = |key: &str| slide.get("text").and_then(|text| text.get(key)).and_then(Value::as_str).map(plain);
    let title = text("headline").filter(|title| !title.is_empty()).ok_or("it has no headline")?;
    let mut values: BTreeMap<&'static str, Value> = BTreeMap::from([("title", json!(title))]);
    let start = slide.get("start_date").map(date).transpose()?;
    let end = slide.get("end_date").map(date).transpose()?;
    let date = match (start, end) {
        (Some(start), Some(end)) if start != end => Some(format!("{start}/{end}")),
        (start, end) => start.or(end),
    };
    if let Some(date) = &date {
        Date::parse(date).map_err(|error| format!("its date `{date}`: {}", error.message))?;
        values.insert("date", json!(date));
    }
    let displayed = slide.get("display_date").or_else(|| slide.get("start_date").and_then(|it| it.get("display_date")));
    if let Some(words) = displayed.and_then(Value::as_str).filter(|words| !words.is_empty()) {
        values.insert("words", json!(plain(words)));
    }
    if let Some(group) = slide.get("group").and_then(Value::as_str).filter(|group| !group.is_empty()) {
        values.insert("tags", json!([group]));
    }
    if let Some(address) = slide.get("media").and_then(|media| media.get("url")).and_then(Value::as_str) {
        let why = format!("its file is elsewhere: {address}");
        taken.left.push(Left { what: format!("the picture of slide {number}"), why, line: 0 });
    }
    let id = slide.get("unique_id").and_then(Value::as_str).map(name::slug).filter(|id| !id.is_empty());
    let body = text("text").filter(|body| !body.is_empty()).map_or_else(String::new, |body| format!("\n{body}\n"));
    Ok((id.unwrap_or_else(|| name::slug(&title)), front::matter(&kinds::EVENT, &values) + &body))
}

/// Reads a date as exactly as it is given.
fn date(value: &Value) -> Result<String, String> {
    let map: &Map<String, Value> = value.as_object().ok_or("its date is no map")?;
    let number = |key: &str| -> Result<Option<i64>, String> {
        match map.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => {
                text.trim().parse().map(Some).map_err(|_| format!("`{key}` is `{text}`, no number"))
            }
            Some(other) => other.as_i64().map(Some).ok_or_else(|| format!("`{key}` is no whole number")),
        }
    };
    let year = number("year")?.ok_or("its date has no year")?;
    let mut date = match year {
        0..=9999 => format!("{year:04}"),
        // There the year before 1 is -1; in EDTF it is 0.
        -1 => "0000".to_owned(),
        -9999..-1 => format!("-{:04}", -year - 1),
        _ => format!("Y{}", if year < 0 { year + 1 } else { year }),
    };
    if let Some(month) = number("month")? {
        date = format!("{date}-{month:02}");
        if let Some(day) = number("day")? {
            // Times have no zone there, so that they say less than they seem to.
            date = format!("{date}-{day:02}");
        }
    }
    Ok(date)
}

/// Returns text without tags of HTML, paragraphs apart.
fn plain(html: &str) -> String {
    let broken =
        ["</p>", "<br>", "<br/>", "<br />"].iter().fold(html.to_owned(), |text, tag| text.replace(tag, "\n\n"));
    let mut text = String::with_capacity(broken.len());
    let mut rest = broken.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let is_tag = tag[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
        if let Some(end) = tag.find('>').filter(|_| is_tag) {
            rest = &tag[end + 1..];
        } else {
            text.push('<');
            rest = &tag[1..];
        }
    }
    text.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign));
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|it| !it.is_empty())
        .collect();
    paragraphs.join("\n\n")
}
