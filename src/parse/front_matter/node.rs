//! What a node of YAML holds: text, a flag, a reference, a list of which a single item may stand without brackets.

use std::borrow::Cow;
use std::sync::Arc;

use crate::parse::fields::{RefItem, Value};
use crate::parse::yaml::{Entry, Node, Tree};

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

/// Returns a text as readers see it, without comments, where nothing becomes a link: of each `[[target|label]]` the label, else the name of what it leads to.
pub(super) fn prose(text: &str) -> Cow<'_, str> {
    let text = uncommented(text);
    if text.contains("[[") { unlinked(&text).into() } else { text }
}

/// Returns a text without what stands between `%%` and `%%`, which never leaves the source. Two percent signs alone are text, and so is
/// HTML: nothing of front matter is markup.
pub(super) fn uncommented(text: &str) -> Cow<'_, str> {
    if !text.contains("%%") {
        return text.into();
    }
    let mut pieces = text.split("%%");
    let mut rest = pieces.next().unwrap_or_default().to_owned();
    while let Some(inside) = pieces.next() {
        if let Some(after) = pieces.next() {
            rest.push_str(after);
        } else {
            rest.push_str("%%");
            rest.push_str(inside);
        }
    }
    rest.trim().to_owned().into()
}

fn unlinked(text: &str) -> String {
    let (mut prose, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, inside)) = rest.split_once("[[") {
        let is_link = |inner: &str| !inner.trim().is_empty() && !inner.contains(['[', ']']);
        if let Some((inner, after)) = inside.split_once("]]").filter(|(inner, _)| is_link(inner)) {
            prose.push_str(before.strip_suffix('!').unwrap_or(before));
            prose.push_str(words(inner));
            rest = after;
        } else {
            prose.push_str(before);
            prose.push_str("[[");
            rest = inside;
        }
    }
    prose.push_str(rest);
    prose
}

/// Returns the words that a wikilink shows: its label, else what it leads to without folder, ending and brackets.
fn words(inner: &str) -> &str {
    let (target, label) = match inner.split_once('|') {
        Some((target, label)) => (target, label.trim()),
        None => (inner, ""),
    };
    let (name, heading) = target.split_once('#').unwrap_or((target, ""));
    let name = name.rsplit('/').next().unwrap_or(name).trim();
    let name = name.strip_suffix(".md").unwrap_or(name);
    [label, name, heading.trim()].into_iter().find(|words| !words.is_empty()).unwrap_or(inner)
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
    let read = |entry: &Entry| Some((entry.key.as_str().into(), uncommented(text(&entry.value)?).into()));
    entries.iter().map(read).collect()
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
            _ => uncommented(text).into_owned().into(),
        },
        Tree::Text { text, .. } => uncommented(text).into_owned().into(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_link_in_prose_the_words_stay() {
        for (written, shown) in [
            ("plain words", "plain words"),
            ("Chair. %% her source is [[Bo]] %%", "Chair."),
            ("50 %, 100%% and [[Ada]]", "50 %, 100%% and Ada"),
            ("About [[Ada]] and [[bob|Robert]].", "About Ada and Robert."),
            ("[[people/bob]] [[../people/bob.md]] [[People/Bob#Early life]] [[#Early life]]", "bob bob Bob Early life"),
            ("![[photo.jpg|the photo]]", "the photo"),
            ("[[ Ada | ]]", "Ada"),
            ("a]] [[b]] [[", "a]] b [["),
            ("[[]] [[ ]] [[[a]]] m[0]", "[[]] [[ ]] [[[a]]] m[0]"),
        ] {
            assert_eq!(prose(written), shown, "{written}");
        }
    }
}
