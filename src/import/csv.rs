//! A table of values separated by commas: each row a record of one kind, each column a key of its front matter.
//!
//! 1. `table` reads the rows with their lines (RFC 4180; semicolons and tabs, too).
//! 2. Each header is a key by itself, or by a map of headers; what is neither is left and told.
//! 3. All rows are read before any is taken over: every value that its key does not take is a fault.

mod table;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Fault, Left, Taken, controls, front, values};
use crate::entity::EntityId;
use crate::kind::{Field, Kind};
use crate::name;
use crate::plan::Desk;
use table::Row;

/// What the column of a record's text is called in a map of headers.
const TEXT: &str = "text";

/// How a table is read.
pub struct Reading {
    /// What its rows are.
    pub kind: &'static Kind,
    /// The keys by headers.
    pub keys: BTreeMap<String, String>,
    /// What stands between the items of a list in one cell.
    pub separator: char,
}

/// Where a column goes.
enum Column {
    Key(&'static Field),
    Extra(String),
    Text,
    Nowhere,
}

impl Column {
    /// Returns what its cells are called in a record; nothing where they do not come into it.
    fn key(&self) -> Option<&str> {
        match self {
            Self::Key(field) => Some(field.name),
            Self::Extra(name) => Some(name),
            Self::Text => Some(TEXT),
            Self::Nowhere => None,
        }
    }
}

/// Takes the rows of a table over into a site.
///
/// # Errors
///
/// What is wrong with the headers and the rows; then nothing of the table can be relied on.
pub fn take(desk: &Desk, bytes: &[u8], reading: &Reading) -> Result<Taken, Vec<Fault>> {
    let mut rows = table::read(bytes).map_err(|fault| vec![fault])?.into_iter();
    let Some(header) = rows.next() else {
        return Err(vec![Fault { line: 1, message: "the table is empty".to_owned() }]);
    };
    let mut taken = Taken::default();
    let columns = columns(&header, reading, &mut taken)?;
    let mut faults = Vec::new();
    let mut made: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        match record(&row, &columns, reading) {
            Ok((id, text)) => {
                if desk.site.find(&EntityId::new(reading.kind, &id)).is_some() {
                    taken.there += 1;
                } else if let Some(first) = made.get(&id) {
                    let why = format!("line {first} has the id `{id}` already");
                    taken.left.push(Left { what: "row".to_owned(), why, line: row.line });
                } else {
                    taken.files.insert(format!("content/{}/{id}.md", reading.kind.plural), text);
                    made.insert(id, row.line);
                }
            }
            Err(messages) => faults.extend(messages.into_iter().map(|message| Fault { line: row.line, message })),
        }
    }
    taken.left.sort();
    if faults.is_empty() { Ok(taken) } else { Err(faults) }
}

/// Says where each column goes.
fn columns(header: &Row, reading: &Reading, taken: &mut Taken) -> Result<Vec<Column>, Vec<Fault>> {
    let mut faults = Vec::new();
    let fault = |message: String| Fault { line: header.line, message };
    let mut columns = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for title in &header.cells {
        let title = title.trim();
        if let Some(control) = controls::in_text(title) {
            faults.push(fault(format!("a header holds {control}")));
            continue;
        }
        let asked = reading.keys.get(title);
        let key = asked.cloned().unwrap_or_else(|| title.to_lowercase().replace([' ', '-'], "_"));
        let column = match (key.as_str(), key.strip_prefix("extra.")) {
            (_, Some(name)) if !name.is_empty() => Column::Extra(name.to_owned()),
            (TEXT, _) => Column::Text,
            (key, _) => values::field(reading.kind, key).map_or(Column::Nowhere, Column::Key),
        };
        if let (Column::Nowhere, Some(key)) = (&column, asked) {
            let near =
                values::nearest(reading.kind, key).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            faults.push(fault(format!("`{title}` is to be `{key}`, which no {} has{near}", reading.kind.name)));
        } else if matches!(column, Column::Nowhere) {
            let why = format!(
                "no key of that name; `--map \"{title}=extra.{}\"` keeps it",
                name::slug(title).replace('-', "_")
            );
            taken.left.push(Left { what: format!("column `{title}`"), why, line: header.line });
        }
        if let Column::Key(field) = &column
            && let Some(first) = seen.insert(field.name, title)
        {
            faults.push(fault(format!("`{first}` and `{title}` are both `{}`", field.name)));
        }
        columns.push(column);
    }
    for unknown in reading.keys.keys().filter(|key| !header.cells.iter().any(|title| title.trim() == **key)) {
        let near = name::nearest(unknown, header.cells.iter().map(String::as_str), 1);
        let near = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        faults.push(fault(format!("there is no column `{unknown}`{near}")));
    }
    let name_key = reading.kind.name_key;
    if !columns.iter().any(|column| matches!(column, Column::Key(field) if field.name == name_key)) {
        faults.push(fault(format!("no column is the `{name_key}`; say which: `--map \"...={name_key}\"`")));
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

/// Reads a row: the id of its record, and the text of its file.
fn record(row: &Row, columns: &[Column], reading: &Reading) -> Result<(String, String), Vec<String>> {
    let mut messages = Vec::new();
    let mut found: BTreeMap<&'static str, Value> = BTreeMap::new();
    let (mut extra, mut text, mut id) = (Map::new(), String::new(), None);
    if row.cells.len() != columns.len() {
        messages.push(format!("{} cells, where the header has {}", row.cells.len(), columns.len()));
    }
    for (cell, column) in row.cells.iter().zip(columns).filter(|(cell, _)| !cell.trim().is_empty()) {
        let words = cell.trim();
        if let Some((key, control)) = column.key().zip(controls::in_text(words)) {
            messages.push(format!("`{key}` holds {control}"));
            continue;
        }
        match column {
            Column::Text => text = format!("\n{words}\n"),
            Column::Extra(name) => {
                extra.insert(name.clone(), json!(words));
            }
            Column::Key(field) if field.name == "id" => id = Some(name::slug(words)),
            Column::Key(field) => match values::read(field, words, reading.separator) {
                Ok(value) => {
                    found.insert(field.name, value);
                }
                Err(message) => messages.push(message),
            },
            Column::Nowhere => {}
        }
    }
    for field in reading.kind.fields.iter().filter(|field| field.required || field.name == reading.kind.name_key) {
        if !found.contains_key(field.name) && !messages.iter().any(|message| message.contains(field.name)) {
            messages.push(format!("no `{}`: {}", field.name, field.doc));
        }
    }
    if !messages.is_empty() {
        return Err(messages);
    }
    let name = found.get(reading.kind.name_key).and_then(Value::as_str).unwrap_or_default();
    let id = id.unwrap_or_else(|| name::slug(name));
    if !extra.is_empty() {
        found.insert("extra", Value::Object(extra));
    }
    Ok((id, front::matter(reading.kind, &found) + &text))
}
