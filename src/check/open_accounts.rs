//! Accounts of an event that differ while nothing says what the desk holds.

use super::place::{finding, key, place};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::accounts::{self, Point, fact};
use crate::link::{Handle, Site};
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D070",
    title: "accounts that differ without a ruling",
    severity: Severity::Hint,
    doc: "Articles, sources or the event's own record give another date, place, participant or number for one event. Readers see all \
          of them in a table. Write `rulings: {field: date, value: 12 February, reason: ...}` in the event's file to say what holds \
          and why, or that it is not decided; or correct the account that is wrong. A vague date does not differ from a day within \
          it, nor a place from a larger one that holds it.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (event, entity) in site.of_kind(&kinds::EVENT) {
        let rulings = entity.document.fields.maps("rulings");
        let ruled: Vec<String> = rulings.iter().filter_map(|map| map.text("field")).map(|field| fact(field)).collect();
        for point in accounts::of(site, event) {
            if !ruled.contains(&fact(&point.field)) {
                tell(site, event, &point, report);
            }
        }
    }
}

fn tell(site: &Site, event: Handle, point: &Point, report: &mut Report) {
    let entity = site.get(event);
    let language = site.config.reading.language;
    let values: Vec<String> = point.rows.iter().map(|row| format!("`{}`", row.value.words(site, language))).collect();
    let mut each: Vec<&str> = Vec::new();
    for value in &values {
        if !each.contains(&value.as_str()) {
            each.push(value);
        }
    }
    if each.len() < 2 {
        return;
    }
    let message = format!("accounts of `{}` differ on the {}: {}", entity.document.name, point.field, each.join(", "));
    let in_articles = point.rows.iter().zip(&values).flat_map(|(row, value)| {
        row.articles.iter().map(move |(article, index)| (*article, account(site, *article, *index, point), value))
    });
    let in_articles: Vec<(Handle, At, &String)> = in_articles.collect();
    let listed = point.rows.iter().filter(|row| !row.record).find_map(|row| row.listed.first());
    // An event that is only named has no file of its own.
    let (here, at) = match (listed, in_articles.first()) {
        (Some(index), _) => (entity, At { field: "accounts", index: *index as u16, sub: "value" }),
        (None, Some((article, at, _))) if entity.stub => (site.get(*article), *at),
        _ => (entity, own(point)),
    };
    let mut found = finding(&CODE, here, at, message);
    for (article, at, value) in in_articles.into_iter().skip(usize::from(entity.stub)) {
        found = found.note(Some(place(site.get(article), at)), format!("this article says {value}"));
    }
    let help = format!("write `rulings: {{field: {}, value: ..., reason: ...}}` in the event's file", point.field);
    report.push(found.help(help));
}

/// Returns the place of an article's account of a fact.
fn account(site: &Site, article: Handle, index: usize, point: &Point) -> At {
    let map = site.get(article).document.fields.maps("accounts").get(index);
    let sub = ["date", "place", "participants"]
        .into_iter()
        .find(|sub| fact(&point.field) == *sub && map.is_some_and(|map| map.get(sub).is_some()));
    At { field: "accounts", index: index as u16, sub: sub.unwrap_or("value") }
}

/// Returns the place of the fact in the event's own record, or of its title.
fn own(point: &Point) -> At {
    let is_own = point.rows.iter().any(|row| row.record);
    let field = ["date", "place", "participants"].into_iter().find(|field| is_own && fact(&point.field) == *field);
    key(field.unwrap_or(kinds::EVENT.name_key))
}
