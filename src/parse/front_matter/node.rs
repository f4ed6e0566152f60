//! What a node of YAML holds: text, a flag, a reference, a list of which a single item may stand without brackets.

use std::sync::Arc;

use crate::parse::fields::{RefItem, Value};
use crate::parse::yaml::{Node, Tree};

impl RefItem {
    /// Reads the short form, text or a wikilink.
    pub(super) fn short(text: &str) -> Self {
        let (target, label) = unbracketed(text);
        Self { target: target.into(), role: None, name_used: label.map(Into::into), since: None, sources: Vec::new() }
    }
}

/// Takes the brackets off `[[target#heading|label]]`, and the heading; anything else stays as it is.
fn unbracketed(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) else { return (text, None) };
    let (target, label) = match inner.split_once('|') {
        Some((target, label)) => (target, Some(label.trim())),
        None => (inner, None),
    };
    (target.split_once('#').map_or(target, |(name, _)| name).trim(), label)
}

/// Returns the text of an unquoted `[[Name]]`, which YAML reads as a list in a list.
pub(super) fn wikilink(items: &[Node]) -> Option<String> {
    match items {
        [Node { tree: Tree::Text { text, .. }, .. }] => Some(text.clone()),
        // `- [[Name]]` in a list of several.
        [Node { tree: Tree::List(inner), .. }] => wikilink(inner),
        _ => None,
    }
}

pub(super) fn wikilinked(node: &Node) -> Option<String> {
    match &node.tree {
        Tree::List(items) => wikilink(items),
        _ => None,
    }
}

pub(super) fn items(node: &Node) -> &[Node] {
    match &node.tree {
        // `people: [[Name]]` without quotation marks is one reference, not a list with a list.
        Tree::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

pub(super) fn text(node: &Node) -> Option<&str> {
    match &node.tree {
        Tree::Text { text, .. } => Some(text.trim()),
        _ => None,
    }
}

pub(super) fn flag(node: &Node) -> Option<bool> {
    match &node.tree {
        Tree::Text { text, plain: true } => match text.as_str() {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn text_map(node: &Node) -> Option<Vec<(Arc<str>, Arc<str>)>> {
    let Tree::Map(entries) = &node.tree else { return None };
    entries.iter().map(|entry| Some((entry.key.as_str().into(), text(&entry.value)?.into()))).collect()
}

pub(super) fn coordinates(node: &Node) -> Option<Value> {
    let Tree::List(items) = &node.tree else { return None };
    let [latitude, longitude] = items.as_slice() else { return None };
    let number = |node: &Node, most: f64| text(node)?.parse().ok().filter(|number: &f64| number.abs() <= most);
    Some(Value::Coordinates(number(latitude, 90.0)?, number(longitude, 180.0)?))
}

pub(super) fn free(node: &Node) -> serde_json::Value {
    match &node.tree {
        Tree::Null => serde_json::Value::Null,
        Tree::Text { text, plain: true } if matches!(text.as_str(), "true" | "false") => (text == "true").into(),
        Tree::Text { text, plain: true } => match text.parse::<i64>() {
            Ok(number) if number.to_string() == *text => number.into(),
            _ => text.as_str().into(),
        },
        Tree::Text { text, .. } => text.as_str().into(),
        Tree::List(items) => items.iter().map(free).collect(),
        Tree::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), free(&entry.value))).collect(),
    }
}

pub(super) fn found(node: &Node) -> String {
    match &node.tree {
        Tree::Null => "nothing".into(),
        Tree::Text { text, plain: false } => format!("the text \"{text}\""),
        Tree::Text { text, .. } => format!("`{text}`"),
        Tree::List(_) => "a list".into(),
        Tree::Map(_) => "a map".into(),
    }
}
