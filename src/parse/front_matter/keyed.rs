//! A file of records by key, such as `sources.yaml`.

use super::node::{found, text};
use super::place::first_line;
use super::{Block, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::parse::fields::Fields;
use crate::parse::yaml::{self, Entry, Tree};
use crate::source::Span;

/// Reads one map of a block that was read as a whole, such as a kind in the settings; `owner` is the key that holds it.
pub(crate) fn read_map(block: &Block<'_>, owner: &str, map: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> Fields {
    let mut reader = Reader { block, zone: None, diagnostics: Vec::new() };
    let fields = reader.map(map, block.table, owner, false);
    diagnostics.append(&mut reader.diagnostics);
    fields
}

/// Reads a file of keyed records: a map of maps, or a list of maps with `key`. Returns each key with its place.
pub(crate) fn read_keyed(block: &Block<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Span, Fields)> {
    let (node, faults) = yaml::exact_unlimited(block.text, block.bounds);
    let mut reader = Reader { block, zone: None, diagnostics: Vec::new() };
    for fault in faults {
        reader.fault(&fault);
    }
    let mut records = Vec::new();
    match node.as_ref().map(|node| &node.tree) {
        Some(Tree::Map(entries)) => {
            for entry in entries {
                if let Tree::Map(inner) = &entry.value.tree {
                    let fields = reader.map(inner, block.table, block.owner, true);
                    records.push((entry.key.clone(), entry.key_span, fields));
                } else {
                    let message =
                        format!("`{}` must be a map with at least `title`, not {}", entry.key, found(&entry.value));
                    reader.push(Diagnostic::new(&codes::WRONG_TYPE, message), entry.value.span);
                }
            }
        }
        Some(Tree::List(items)) => {
            for item in items {
                let Tree::Map(inner) = &item.tree else { continue };
                let (keys, rest): (Vec<Entry>, Vec<Entry>) =
                    inner.iter().cloned().partition(|entry| entry.key == "key");
                if let Some(key) = keys.first().and_then(|entry| text(&entry.value)) {
                    let fields = reader.map(&rest, block.table, block.owner, true);
                    records.push((key.to_owned(), item.span, fields));
                } else {
                    let message = "`key` is missing in this source";
                    reader.push(
                        Diagnostic::new(&codes::MISSING_KEY, message).help("add `key: ...`: texts cite it"),
                        item.span,
                    );
                }
            }
        }
        Some(Tree::Null) | None => {}
        Some(Tree::Text { .. }) => {
            let message = "expected sources by key, found text";
            reader.push(Diagnostic::new(&codes::WRONG_TYPE, message), first_line(block.text));
        }
    }
    diagnostics.append(&mut reader.diagnostics);
    records
}
