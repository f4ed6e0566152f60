//! `index.json` beside each record's page, as the data contract has it: complete, never split, keys without a value left
//! out, addresses from the host's root.

mod own;
mod records;
mod registries;

use std::sync::Arc;

use super::cited;
use super::desk::Desk;
use super::front;
use super::json::{Object, push_string};
use super::pages::Pages;
use super::parts::CardView;
use super::record;
use crate::date::{Date, Language};
use crate::kinds;
use crate::link::publishers::Origin;
use crate::link::{Entity, Handle, Mention, Resolved, Site, bare_name, roles};
use crate::parse::fields::Fields;

/// Adds the data of every record.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    for (handle, entity) in site.all().filter(|(_, entity)| *entity.id.kind != kinds::PAGE) {
        pages.text(entity.route.join("index.json"), record::origin(entity), move |desk, json| {
            write_record(desk, handle, json);
            json.push('\n');
        });
    }
}

/// Returns a record as the data contract has it.
#[must_use]
pub fn record_json(desk: &Desk, handle: Handle) -> String {
    let mut json = String::new();
    write_record(desk, handle, &mut json);
    json
}

fn write_record(desk: &Desk, handle: Handle, json: &mut String) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let mut it = Object::new(json);
    it.text("schema", "dossier/1").text("kind", entity.id.kind.name).text("id", &entity.id.id);
    it.text("url", &url(desk, entity)).text("title", &entity.document.name);
    it.maybe("summary", fields.text("summary"));
    it.text("lang", fields.text("lang").unwrap_or(&desk.site.config.language));
    let aliases = entity.document.shown_aliases().map(|alias| &alias.name);
    it.texts("aliases", aliases.chain(entity.spellings.iter().skip(1)));
    it.texts("tags", fields.texts("tags"));
    it.list("sources", cited::own(desk, handle), |json, origin| push_source(desk, json, origin));
    if entity.withdrawn {
        withdrawn(desk, handle, &mut it);
    } else {
        match entity.id.kind {
            kind if *kind == kinds::ARTICLE => records::article(desk, handle, &mut it),
            kind if *kind == kinds::PERSON => records::person(desk, handle, &mut it),
            kind if *kind == kinds::EVENT => records::event(desk, handle, &mut it),
            kind if *kind == kinds::STORY => records::story(desk, handle, &mut it),
            kind if *kind == kinds::SOURCE => records::source(desk, handle, &mut it),
            _ => records::thing(desk, handle, &mut it),
        }
        own::write(desk, handle, &mut it);
    }
    it.end();
}

/// Writes what a withdrawn record leaves: its date, the notice, and of a retracted one the retraction.
fn withdrawn(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    it.text("status", if entity.retracted() { "retracted" } else { "withdrawn" });
    dated(desk, it, "date", entity.document.fields.date("date"));
    if let Some(notice) = entity.document.fields.maps("withdrawn").first() {
        it.with("notice", |json| {
            let mut it = Object::new(json);
            dated(desk, &mut it, "date", notice.date("date"));
            it.maybe("note", notice.text("note"));
            it.end();
        });
    }
    registries::corrections(desk, it, desk.corrections.of(handle), false);
}

fn url(desk: &Desk, entity: &Entity) -> String {
    format!("{}{}", desk.site.config.base_path, entity.route.path())
}

/// Writes the reference to a record, which many others repeat: its kind, id, title and address.
pub(super) fn write_reference(site: &Site, entity: &Entity) -> String {
    let mut json = String::new();
    let mut it = Object::new(&mut json);
    it.text("kind", entity.id.kind.name).text("id", &entity.id.id).text("title", front::title(site, entity));
    it.text("url", &format!("{}{}", site.config.base_path, entity.route.path()));
    it.end();
    json
}

/// Writes the date of a record, which many others repeat; its card says it already where no author's words do.
pub(super) fn write_date(entity: &Entity, card: &CardView, language: Language) -> String {
    let mut json = String::new();
    let fields = &entity.document.fields;
    match (fields.date("date"), &card.date, fields.text("words")) {
        (Some(date), Some(said), None) => push_said(&mut json, date, &said.view.edtf, &said.view.text),
        (Some(date), ..) => push_date(language, &mut json, date),
        (None, ..) => {}
    }
    json
}

/// Returns the reference to a record.
fn reference(desk: &Desk, handle: Handle) -> &str {
    &desk.written[handle.ix()]
}

/// Writes a record, or a name without one.
fn named(desk: &Desk, json: &mut String, words: &str, record: Option<Handle>) {
    if let Some(record) = record {
        json.push_str(reference(desk, record));
    } else {
        let mut it = Object::new(json);
        it.text("title", bare_name(words, desk.kinds()));
        it.end();
    }
}

/// Writes a date with its words and bounds.
fn push_date(language: Language, json: &mut String, date: &Date) {
    push_said(json, date, &date.edtf(), &date.words(language));
}

fn push_said(json: &mut String, date: &Date, edtf: &str, words: &str) {
    let mut it = Object::new(json);
    it.text("edtf", edtf).text("text", words);
    it.maybe("earliest", date.earliest().map(|day| day.to_string()));
    it.maybe("latest", date.latest().map(|day| day.to_string()));
    it.end();
}

fn dated(desk: &Desk, it: &mut Object<'_>, key: &str, date: Option<&Date>) {
    if let Some(date) = date {
        it.with(key, |json| push_date(desk.language, json, date));
    }
}

/// Writes a record's own date.
fn own_date(desk: &Desk, it: &mut Object<'_>, handle: Handle) {
    let date = &desk.dates[handle.ix()];
    if !date.is_empty() {
        it.raw("date", date);
    }
}

/// Writes the sources of a key: records, or what is known of sources without one.
fn cited(desk: &Desk, it: &mut Object<'_>, key: &str, items: &[Fields]) {
    if !items.is_empty() {
        it.list(key, desk.origins(items), |json, origin| push_source(desk, json, origin));
    }
}

fn push_source(desk: &Desk, json: &mut String, origin: Origin<'_>) {
    match (origin.record, origin.written) {
        (Some(record), _) => json.push_str(reference(desk, record)),
        (None, Some(item)) => {
            let mut it = Object::new(json);
            it.maybe("title", item.text("title")).maybe("publisher", item.text("publisher"));
            let address = |written| desk.address(written);
            it.maybe("url", item.text("url").or_else(|| item.text("key")).map(address));
            it.maybe("archived", item.text("archived").map(address));
            it.end();
        }
        (None, None) => {}
    }
}

/// Writes the declared records of a key, each with its part and role.
fn declared(desk: &Desk, it: &mut Object<'_>, entity: &Entity, field: &str, on: Option<&Date>) {
    let items = entity.document.fields.refs(field);
    it.list(field, entity.refs(field), |json, (_, part, resolved)| match resolved {
        Resolved::Found(handle) => {
            let mut it = Object::more(json, reference(desk, handle));
            it.maybe("as", part.role.as_ref()).maybe("name_used", part.name_used.as_ref());
            with_role(desk, handle, on, &mut it);
            cited(desk, &mut it, "sources", items.get(usize::from(part.at.index)).map_or(&[], |item| &item.sources));
            it.end();
        }
        Resolved::Plain => {
            let mut it = Object::new(json);
            it.text("title", bare_name(&part.target, desk.kinds()));
            it.maybe("as", part.role.as_ref()).maybe("name_used", part.name_used.as_ref());
            cited(desk, &mut it, "sources", items.get(usize::from(part.at.index)).map_or(&[], |item| &item.sources));
            it.end();
        }
        Resolved::Hidden => {}
    });
}

/// Writes the first declared record of a key.
fn declared_one(desk: &Desk, it: &mut Object<'_>, entity: &Entity, field: &str) {
    if let Some((_, part, resolved)) = entity.refs(field).next()
        && resolved != Resolved::Hidden
    {
        it.with(field, |json| named(desk, json, &part.target, resolved.found()));
    }
}

/// Adds a person's role on a date: the first that surely holds, and all of them where there are several.
fn with_role(desk: &Desk, handle: Handle, on: Option<&Date>, it: &mut Object<'_>) {
    let fields = &desk.entity(handle).document.fields;
    let held = on.map(|on| roles::throughout(fields, on)).unwrap_or_default();
    let titles: Vec<&Arc<str>> = held.iter().filter_map(|at| fields.maps("roles").get(*at)?.text("title")).collect();
    it.maybe("role", titles.first().copied());
    if titles.len() > 1 {
        it.texts("roles", titles);
    }
}

/// Writes every mention of a record, newest document first.
fn mentions(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    it.list("mentions", desk.site.mentions_of(handle), |json, mention| push_mention(desk, json, mention));
}

fn push_mention(desk: &Desk, json: &mut String, mention: &Mention) {
    let mut it = Object::new(json);
    it.raw("in", reference(desk, mention.from));
    if let Some([before, words, after]) = desk.sentence(mention) {
        it.text("section", desk.section(mention)).anchor("anchor", desk.anchor(mention));
        it.text("spelling", &words).text("via", mention.via.word());
        it.pieces("context", &[before, words, after]);
    } else {
        let document = &desk.entity(mention.from).document;
        let used = mention.reference.and_then(|number| document.references.get(number as usize));
        it.maybe("spelling", used.map(|used| used.name_used.as_ref().unwrap_or(&used.target)));
        it.text("via", mention.via.word());
        it.maybe("as", used.and_then(|used| used.role.as_ref()));
    }
    it.end();
}
