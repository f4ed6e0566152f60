//! What changes in the record's own front matter: its id, where it has one, the address that must keep working, and the name that
//! only its file gave.

use std::fmt::Write as _;

use super::{Asked, Edit};
use crate::error::Error;
use crate::name;
use crate::parse::{At, Document};
use crate::source::Span;

/// Returns the changes of the record's front matter.
pub(super) fn edits(asked: &Asked<'_>) -> Result<Vec<Edit>, Error> {
    let document = &asked.entity.document;
    let mut edits = Vec::new();
    if let Some(id) = document.fields.text("id") {
        let span = document.locate(At { field: "id", index: 0, sub: "" });
        edits.push(within(document, span, id, &asked.new.id).ok_or_else(|| unreadable(document, "id"))?);
    }
    let kind = asked.new.kind;
    let old = asked.entity.route.as_str();
    let new = old.replace(&*asked.entity.id.id, &asked.new.id);
    let paths = document.fields.texts("redirect_from");
    let is_new = |path: &str| path.trim_matches('/') == new.trim_matches('/');
    let mut lines = String::new();
    if let Some(index) = paths.iter().position(|path| is_new(path)) {
        // Back to a name that it had: the two addresses change places.
        let span = document.locate(At { field: "redirect_from", index: index as u16, sub: "" });
        edits.push(within(document, span, &paths[index], old).ok_or_else(|| unreadable(document, "redirect_from"))?);
    } else {
        add(document, "redirect_from", paths.len(), old, &mut edits, &mut lines)?;
    }
    let stem = document.source.path.stem();
    let unnamed = document.fields.text(kind.name_key).is_none() && stem != asked.stem;
    if unnamed && name::slug(stem) != stem {
        let quoted = serde_json::Value::from(stem).to_string();
        add(document, "aliases", document.fields.maps("aliases").len(), &quoted, &mut edits, &mut lines)?;
    }
    if document.front_matter().is_empty() {
        edits.push(Edit { span: Span::new(0, 0), text: format!("---\n{lines}---\n\n") });
    } else if !lines.is_empty() {
        let end = document.front_matter().trim_end().rfind('\n').map_or(0, |at| at + 1);
        edits.push(Edit { span: Span::new(end, end), text: lines });
    }
    Ok(edits)
}

/// Adds an item to a list of the front matter, which may be written in any way; a key that is not there is a new line.
fn add(
    document: &Document,
    field: &'static str,
    count: usize,
    item: &str,
    edits: &mut Vec<Edit>,
    lines: &mut String,
) -> Result<(), Error> {
    let text = &*document.source.text;
    let Some(last) = count.checked_sub(1) else {
        if document.front_matter().lines().any(|line| line.starts_with(field)) {
            return Err(unreadable(document, field));
        }
        let _ = writeln!(lines, "{field}: [{item}]");
        return Ok(());
    };
    let span = document.locate(At { field, index: last as u16, sub: "\0" });
    let (start, end) = (span.start as usize, span.end as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line_start..start];
    let indentation = before.strip_suffix("- ").filter(|before| before.trim().is_empty());
    let after = text[end..].trim_start();
    if let Some(indentation) = indentation {
        edits.push(Edit { span: Span::new(end, end), text: format!("\n{indentation}- {item}") });
    } else if after.starts_with([',', ']']) {
        edits.push(Edit { span: Span::new(end, end), text: format!(", {item}") });
    } else if count == 1 && before.trim_start() == format!("{field}: ") {
        edits.push(Edit { span: Span::new(start, start), text: "[".to_owned() });
        edits.push(Edit { span: Span::new(end, end), text: format!(", {item}]") });
    } else {
        return Err(unreadable(document, field));
    }
    Ok(())
}

/// Replaces words that stand in a place.
pub(super) fn within(document: &Document, span: Span, words: &str, by: &str) -> Option<Edit> {
    let raw = document.source.text.get(span.start as usize..span.end as usize)?;
    let start = span.start as usize + raw.find(words)?;
    Some(Edit { span: Span::new(start, start + words.len()), text: by.to_owned() })
}

fn unreadable(document: &Document, field: &str) -> Error {
    let path = &document.source.path;
    Error::Refused(format!("`{field}` in `{path}` is written so that it cannot be changed; nothing was changed"))
}
