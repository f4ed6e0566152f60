//! CSV (RFC 4180) of all records of a kind, for spreadsheets: a header, then a record a row in the order of ids.
//!
//! The columns follow from the table of kinds, whichever keys are used: `id`, `address` (`page_address` beside a key of that name), then
//! the keys of the kind that hold a plain value, `aliases`, `tags`, `lang`, and of people the `role` that they hold today.
//!
//! - A date has four columns: `date` as in EDTF, `date_text` in words, `date_earliest` and `date_latest`; the last two are empty where
//!   that is open.
//! - References have two: `place` with names, `place_ids` with records, `places/paris`; several stand one a line, and a name without
//!   a record has an empty line among the ids.
//! - Lists stand one a line, texts by key as `wikidata: Q42`; coordinates are `latitude` and `longitude`.
//!
//! A text that begins with `=`, `+`, `-`, `@`, a tab or a line break would be a formula to a spreadsheet: it has an apostrophe before it,
//! and so has one that begins with an apostrophe. To undo that, take one apostrophe from the start of a cell that begins with it. Numbers are
//! left as they are.

use std::fmt::Write as _;

use super::{Asked, Scope};
use crate::date::Date;
use crate::kind::{Field, Kind, Type};
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, bare_name};
use crate::parse::fields::Value;
use crate::plan::desk::{Desk, status};

/// The kinds whose records make a table.
pub(super) static TABLED: [&Kind; 7] = [
    &kinds::STORY,
    &kinds::ARTICLE,
    &kinds::PERSON,
    &kinds::EVENT,
    &kinds::ORGANIZATION,
    &kinds::PLACE,
    &kinds::SOURCE,
];

/// The keys of any kind that have a column, after those of the kind.
const ANY: [&str; 3] = ["aliases", "tags", "lang"];

pub(super) fn write(desk: &Desk, asked: Asked, text: &mut String) {
    let kind = match asked.scope {
        Scope::Kind(kind) => desk.kinds().entry(kind),
        Scope::Record(handle) => desk.entity(handle).id.kind,
        Scope::Site => &kinds::EVENT,
    };
    let mut table = Table { text, is_first: true };
    table.text("id");
    // A kind of the site's own may have an address, such as a company's.
    let is_taken = fields(kind).any(|field| field.name == "address");
    table.text(if is_taken { "page_address" } else { "address" });
    for field in fields(kind) {
        header(field, &mut table);
    }
    if *kind == kinds::PERSON {
        table.text("role");
    }
    table.end();
    for (handle, entity) in desk.site.of_kind(kind) {
        if let Scope::Record(only) = asked.scope
            && only != handle
        {
            continue;
        }
        table.text(&entity.id.id);
        table.text(&desk.site.config.address(entity.route.path()));
        for field in fields(kind) {
            cells(desk, handle, field, &mut table);
        }
        if *kind == kinds::PERSON {
            table.text(desk.cards[handle.ix()].view.role.as_deref().unwrap_or(""));
        }
        table.end();
    }
}

/// Returns the keys of a kind that have columns.
fn fields(kind: &'static Kind) -> impl Iterator<Item = &'static Field> {
    let any = kinds::ANY.iter().filter(|field| ANY.contains(&field.name));
    kind.fields.iter().chain(any).filter(|field| {
        let is_nested = matches!(
            field.ty,
            Type::Maps(..) | Type::Map(..) | Type::Sources | Type::Image | Type::Free | Type::Private | Type::Moment
        );
        !is_nested
    })
}

fn header(field: &Field, table: &mut Table<'_>) {
    let name = field.name;
    match &field.ty {
        Type::Date => {
            table.text(name);
            for part in ["text", "earliest", "latest"] {
                table.text(&format!("{name}_{part}"));
            }
        }
        Type::Coordinates => ["latitude", "longitude"].iter().for_each(|part| table.text(part)),
        ty if ty.reference().is_some() => {
            table.text(name);
            table.text(&format!("{name}_ids"));
        }
        _ => table.text(name),
    }
}

fn cells(desk: &Desk, handle: Handle, field: &Field, table: &mut Table<'_>) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    match &field.ty {
        Type::Date => dated(desk, date(desk, handle, field.name), table),
        Type::Coordinates => match fields.get(field.name) {
            Some(Value::Coordinates(latitude, longitude)) => {
                table.number(latitude);
                table.number(longitude);
            }
            _ => (0..2).for_each(|_| table.text("")),
        },
        Type::Aliases => {
            let aliases = entity.document.shown_aliases().map(|alias| &*alias.name);
            table.list(aliases.chain(entity.spellings.iter().skip(1).map(|it| &**it)));
        }
        ty if ty.reference().is_some() => references(desk, entity, field.name, table),
        _ if field.name == entity.id.kind.name_key => table.text(&entity.document.name),
        _ if field.also == "status" || field.name == "status" => table.text(status(entity).as_deref().unwrap_or("")),
        _ => match fields.get(field.name) {
            Some(Value::Text(number)) if matches!(field.ty, Type::Decimal) => table.number(number),
            Some(Value::Text(text)) => table.text(text),
            Some(Value::Texts(texts)) => table.list(texts.iter().map(|text| &**text)),
            Some(Value::Flag(flag)) => table.text(if *flag { "true" } else { "false" }),
            Some(Value::Number(number)) => table.number(number),
            Some(Value::TextMap(map)) => {
                let lines: Vec<String> = map.iter().map(|(key, text)| format!("{key}: {text}")).collect();
                table.list(lines.iter().map(String::as_str));
            }
            _ => table.text(""),
        },
    }
}

/// Returns the date of a key; an article was last changed by its last update or correction.
fn date<'d>(desk: &'d Desk, handle: Handle, key: &str) -> Option<&'d Date> {
    let entity = desk.entity(handle);
    if key == "updated" { desk.last_changed(handle) } else { entity.document.fields.date(key) }
}

fn dated(desk: &Desk, date: Option<&Date>, table: &mut Table<'_>) {
    let day = |day: Option<crate::date::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    table.text(&date.map(Date::edtf).unwrap_or_default());
    table.text(&date.map(|date| date.words(desk.language)).unwrap_or_default());
    table.text(&day(date.and_then(Date::earliest)));
    table.text(&day(date.and_then(Date::latest)));
}

/// Writes the names of the records of a key, and their ids.
fn references(desk: &Desk, entity: &Entity, key: &str, table: &mut Table<'_>) {
    let (mut names, mut ids) = (Vec::new(), Vec::new());
    for (_, written, resolved) in entity.refs(key) {
        match resolved {
            Resolved::Found(record) => {
                names.push(desk.entity(record).document.name.to_string());
                ids.push(desk.entity(record).id.to_string());
            }
            Resolved::Plain => {
                names.push(bare_name(&written.target, desk.kinds()).to_owned());
                ids.push(String::new());
            }
            Resolved::Hidden => {}
        }
    }
    table.list(names.iter().map(String::as_str));
    if ids.iter().all(String::is_empty) {
        ids.clear();
    }
    table.list(ids.iter().map(String::as_str));
}

/// The rows that are being written.
struct Table<'t> {
    text: &'t mut String,
    is_first: bool,
}

impl Table<'_> {
    fn begin(&mut self) {
        if !self.is_first {
            self.text.push(',');
        }
        self.is_first = false;
    }

    /// Adds a cell that no spreadsheet takes for a formula.
    fn text(&mut self, cell: &str) {
        self.begin();
        let is_quoted = cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
        if is_quoted {
            self.text.push('"');
        }
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']) {
            self.text.push('\'');
        }
        if is_quoted {
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
    }

    fn number(&mut self, number: impl std::fmt::Display) {
        self.begin();
        let _ = write!(self.text, "{number}");
    }

    /// Adds a cell with an item a line.
    fn list<'a>(&mut self, items: impl Iterator<Item = &'a str>) {
        let items: Vec<&str> = items.collect();
        self.text(&items.join("\n"));
    }

    fn end(&mut self) {
        self.text.push_str("\r\n");
        self.is_first = true;
    }
}
