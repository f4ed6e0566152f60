//! Records as entities of FollowTheMoney: what each says of itself.

use std::sync::Arc;

use super::entity::{Entity, id_of, is_id, sum};
use super::{language, own};
use crate::date::Date;
use crate::kind::Kind;
use crate::kinds;
use crate::link::{self, Handle};
use crate::name;
use crate::parse::fields::{Fields, Value};
use crate::plan::desk::{Desk, status};

/// The schema of each kind that has one.
pub const SCHEMATA: [(&Kind, &str); 6] = [
    (&kinds::PERSON, "Person"),
    (&kinds::EVENT, "Event"),
    (&kinds::ORGANIZATION, "Organization"),
    (&kinds::PLACE, "Address"),
    (&kinds::ARTICLE, "Article"),
    (&kinds::SOURCE, "Document"),
];

/// The more exact schemata that an import keeps.
pub const NARROWER: [(&str, &Kind); 6] = [
    ("Company", &kinds::ORGANIZATION),
    ("PublicBody", &kinds::ORGANIZATION),
    ("LegalEntity", &kinds::ORGANIZATION),
    ("HyperText", &kinds::SOURCE),
    ("Pages", &kinds::SOURCE),
    ("PlainText", &kinds::SOURCE),
];

/// Where the ids of organizations stand in FollowTheMoney, by the words that sites use for the registers.
pub const REGISTERS: [(&str, &str); 4] =
    [("wikidata", "wikidataId"), ("lei", "leiCode"), ("inn", "innCode"), ("ogrn", "ogrnCode")];

/// What stands before the status of an event in its notes.
pub const STATUS: &str = "status: ";
/// What stands before the words for a date that no prefix tells.
pub const WORDS: &str = "date: ";

/// The key of `extra` that holds what no other key does.
pub const EXTRA: &str = "ftm";

/// Returns the schema of a kind.
pub(super) fn schema_of(kind: &Kind) -> Option<&'static str> {
    if let Some(own) = &kind.own {
        return own.followthemoney;
    }
    SCHEMATA.iter().find(|(known, _)| *known == kind).map(|(_, schema)| *schema)
}

/// Returns what an import kept of a record because no key of it holds that.
fn kept(fields: &Fields) -> Option<&serde_json::Value> {
    match fields.get("extra") {
        Some(Value::Free(extra)) => extra.get(EXTRA),
        _ => None,
    }
}

/// Returns the id of a record: that under which it was imported, or one made of its kind and its own id.
#[must_use]
pub fn record_id(entity: &link::Entity) -> String {
    let fields = &entity.document.fields;
    let written = fields.text_map("ids").iter().find(|(register, _)| **register == *EXTRA).map(|(_, id)| &**id);
    let written = written.or_else(|| kept(fields)?.get("id")?.as_str()).filter(|id| is_id(id));
    written.map_or_else(|| id_of(entity.id.kind.name, &entity.id.id), str::to_owned)
}

/// Returns the entity of a record; none for a kind that FollowTheMoney has no word for, or a withdrawn record.
pub(super) fn entity(desk: &Desk, handle: Handle) -> Option<Entity> {
    let record = desk.entity(handle);
    let schema = schema_of(record.id.kind).filter(|_| !record.withdrawn)?;
    let fields = &record.document.fields;
    let narrower = kept(fields).and_then(|kept| kept.get("schema")?.as_str());
    let narrower =
        narrower.filter(|word| NARROWER.iter().any(|(known, kind)| known == word && kind == &record.id.kind));
    let mut it = Entity::new(narrower.unwrap_or(schema), record_id(record));
    it.add("summary", fields.text("summary")).add("keywords", fields.texts("tags"));
    match record.id.kind {
        kind if *kind == kinds::ARTICLE => article(desk, handle, &mut it),
        kind if *kind == kinds::SOURCE => source(record, &mut it),
        kind if *kind == kinds::EVENT => event(desk, record, &mut it),
        kind if *kind == kinds::PLACE => place(record, &mut it),
        kind if *kind == kinds::PERSON => person(desk, fields, &mut it),
        kind if kind.own.is_some() => own::facts(desk, record, &mut it),
        _ => {}
    }
    if *record.id.kind != kinds::SOURCE {
        names(record, &mut it);
        it.add("sourceUrl", [desk.site.config.address(record.route.path())]);
        it.add("publisher", [&desk.site.config.title]).add("publisherUrl", [&desk.site.config.base_url]);
    }
    Some(it)
}

/// Puts what came in by an import in the place of what else would stand there.
pub(super) fn restore(record: &link::Entity, it: &mut Entity) {
    let came = kept(&record.document.fields).and_then(|kept| kept.get("properties")?.as_object());
    for (key, values) in came.into_iter().flatten() {
        let values = values.as_array().map_or(&[][..], Vec::as_slice);
        it.set(key, values.iter().filter_map(serde_json::Value::as_str));
    }
}

fn names(record: &link::Entity, it: &mut Entity) {
    let fields = &record.document.fields;
    it.add("name", [&record.document.name]);
    it.add("alias", fields.text_map("native").iter().map(|(_, name)| name));
    it.add("alias", record.spellings.iter().skip(1));
    for alias in record.document.shown_aliases() {
        let key = match alias.kind.as_deref() {
            Some("weak" | "nickname") => "weakAlias",
            Some("former") => "previousName",
            _ => "alias",
        };
        it.add(key, [&alias.name]);
    }
    for (register, id) in fields.text_map("ids") {
        let known = REGISTERS.iter().find(|(word, _)| **word == **register);
        if let Some((_, key)) = known.filter(|(_, key)| takes(record.id.kind, key, id)) {
            it.add(key, [id]);
        }
    }
}

/// Tells whether records of a kind have numbers of a register, and whether a text is one.
#[must_use]
pub fn takes(kind: &Kind, property: &str, id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match property {
        "wikidataId" => id.strip_prefix('Q').is_some_and(digits),
        _ if *kind != kinds::ORGANIZATION => false,
        "leiCode" => id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
        "innCode" => digits(id) && matches!(id.len(), 10 | 12),
        "ogrnCode" => digits(id) && matches!(id.len(), 13 | 15),
        _ => false,
    }
}

fn person(desk: &Desk, fields: &Fields, it: &mut Entity) {
    dated(desk, it, ("birthDate", "born"), fields.date("born"));
    dated(desk, it, ("deathDate", "died"), fields.date("died"));
}

/// Adds a date to a property as far as it surely holds; one of which nothing does is a note in words, after what it is called.
pub(super) fn dated<'e>(
    desk: &Desk,
    it: &'e mut Entity,
    (property, called): (&str, &str),
    date: Option<&Date>,
) -> &'e mut Entity {
    let day = date.and_then(prefix);
    let words = date.filter(|_| day.is_none()).map(|date| format!("{called}: {}", date.words(desk.language)));
    it.add(property, day).add("notes", words)
}

fn place(record: &link::Entity, it: &mut Entity) {
    it.add("full", [&record.document.name]);
    if let Some(Value::Coordinates(latitude, longitude)) = record.document.fields.get("coordinates") {
        it.add("latitude", [latitude.to_string()]).add("longitude", [longitude.to_string()]);
    }
}

fn article(desk: &Desk, handle: Handle, it: &mut Entity) {
    let record = desk.entity(handle);
    let fields = &record.document.fields;
    let config = &desk.site.config;
    let authors = if fields.texts("authors").is_empty() { &config.authors } else { fields.texts("authors") };
    it.add("title", [&record.document.name]).add("author", authors);
    it.add("publishedAt", fields.date("date").and_then(prefix));
    it.add("modifiedAt", desk.last_changed(handle).and_then(prefix));
    it.add("language", language::code(fields.text("lang").unwrap_or(&config.language)));
}

fn source(record: &link::Entity, it: &mut Entity) {
    let fields = &record.document.fields;
    it.add("title", [&record.document.name]).add("name", [&record.document.name]).add("fileName", [&record.id.id]);
    it.add("language", fields.text("lang").and_then(|tag| language::code(tag)));
    printed(fields, it);
}

/// Adds what a source says of where it was published.
fn printed(fields: &Fields, it: &mut Entity) {
    it.add("publisher", fields.text("publisher")).add("author", fields.texts("author"));
    it.add("sourceUrl", fields.text("url").filter(|url| is_address(url)));
    it.add("publishedAt", fields.date("published").and_then(prefix));
    it.add("retrievedAt", fields.date("accessed").and_then(prefix));
}

fn event(desk: &Desk, record: &link::Entity, it: &mut Entity) {
    let fields = &record.document.fields;
    it.add("keywords", fields.text("type"));
    let date = fields.date("date");
    let told = span(it, date);
    let words = fields.text("words").map(ToString::to_string);
    let words = words.or_else(|| date.filter(|_| !told).map(|date| date.words(desk.language)));
    it.add("notes", words.map(|words| format!("{WORDS}{words}")));
    let status = status(record).filter(|status| **status != *"happened");
    it.add("notes", status.map(|status| format!("{STATUS}{status}")));
}

/// Adds a date as far as it surely holds, an interval by its ends; tells whether something of it holds.
pub(super) fn span(it: &mut Entity, date: Option<&Date>) -> bool {
    let Some(date) = date else { return false };
    if let Some(ends) = date.ends() {
        let told = ends.start.is_some() || ends.end.is_some();
        it.add("startDate", ends.start.filter(|day| is_known(day)))
            .add("endDate", ends.end.filter(|day| is_known(day)));
        return told;
    }
    let prefix = prefix(date);
    it.add("date", prefix.as_ref());
    prefix.is_some()
}

/// Returns the part of a date that surely holds, where FollowTheMoney knows its year.
pub(super) fn prefix(date: &Date) -> Option<String> {
    date.prefix().filter(|day| is_known(day))
}

/// Tells whether FollowTheMoney knows the year of a day: those from 1000 to 2999.
fn is_known(day: &str) -> bool {
    matches!(day.as_bytes().first(), Some(b'1' | b'2'))
}

fn is_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns the document for a source that is written where it is cited.
pub(super) fn loose(written: &Fields) -> Entity {
    let text = |key| written.text(key).map(|text| &**text);
    let url = text("url").or_else(|| text("key"));
    let title = text("title").or(url).or_else(|| text("publisher")).unwrap_or_default();
    // Cut short enough that the sum always stands at its end.
    let slug: String = name::slug(title).chars().take(48).collect();
    let sum = sum(&[title, url.unwrap_or_default(), text("publisher").unwrap_or_default()]);
    let key = format!("{slug}-{}", &sum[..8]);
    let mut it = Entity::new("Document", id_of(kinds::SOURCE.name, &key));
    it.add("title", [title]).add("name", [title]).add("fileName", [key]);
    printed(written, &mut it);
    it.add("sourceUrl", url.filter(|url| is_address(url)));
    it
}

/// Returns the entity of somebody or something that is only named on the page of a record.
pub(super) fn plain(desk: &Desk, kind: &Kind, words: &str, on: &link::Entity) -> Option<Entity> {
    let schema = schema_of(kind)?;
    let name: Arc<str> = link::bare_name(words, desk.kinds()).into();
    let mut it = Entity::new(schema, id_of(kind.name, &name::slug(&name)));
    it.add("name", [&name]);
    if *kind == kinds::PLACE {
        it.add("full", [&name]);
    }
    it.add("sourceUrl", [desk.site.config.address(on.route.path())]);
    it.add("publisher", [&desk.site.config.title]).add("publisherUrl", [&desk.site.config.base_url]);
    Some(it)
}
