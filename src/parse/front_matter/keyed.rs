//! A file of records by key, such as `sources.yaml`.

use std::collections::BTreeMap;

use super::node::{found, text};
use super::place::first_line;
use super::{Block, Reader};
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::parse::fields::Fields;
use crate::parse::yaml::{self, Entry, Node, Tree};
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
        Some(Tree::List(items)) => listed(items, &mut reader, &mut records),
        Some(Tree::Null) | None => {}
        Some(Tree::Text { .. }) => {
            let message = "expected sources by key, found text";
            reader.push(Diagnostic::new(&codes::WRONG_TYPE, message), first_line(block.text));
        }
    }
    diagnostics.append(&mut reader.diagnostics);
    records
}

/// Reads a list of maps with `key`; of two with the same one the first counts.
fn listed(items: &[Node], reader: &mut Reader<'_>, records: &mut Vec<(String, Span, Fields)>) {
    let mut places: BTreeMap<&str, Span> = BTreeMap::new();
    for item in items {
        let Tree::Map(entries) = &item.tree else {
            let message = format!("a source must be a map with at least `key` and `title`, not {}", found(item));
            reader.push(Diagnostic::new(&codes::WRONG_TYPE, message), item.span);
            continue;
        };
        let rest: Vec<Entry> = entries.iter().filter(|entry| entry.key != "key").cloned().collect();
        let named = entries.iter().find(|entry| entry.key == "key");
        let Some(named) = named else {
            let message = "`key` is missing in this source";
            let diagnostic = Diagnostic::new(&codes::MISSING_KEY, message).help("add `key: ...`: texts cite it");
            reader.push(diagnostic, item.span);
            continue;
        };
        let span = named.value.span;
        let Some(key) = text(&named.value).filter(|key| !key.is_empty()) else {
            let message = format!("`key` must be a text, not {}", found(&named.value));
            reader.push(Diagnostic::new(&codes::WRONG_TYPE, message), span);
            continue;
        };
        if let Some(first) = places.get(key) {
            let first =
                Place { path: reader.block.source.path.clone(), span: Some(first.shifted(reader.block.offset)) };
            let diagnostic = Diagnostic::new(&codes::DUPLICATE_ID, format!("two sources have the key `{key}`"))
                .note(Some(first), "the other one is here")
                .help("give one of them another key");
            reader.push(diagnostic, span);
            continue;
        }
        places.insert(key, span);
        records.push((key.to_owned(), item.span, reader.map(&rest, reader.block.table, reader.block.owner, true)));
    }
}
