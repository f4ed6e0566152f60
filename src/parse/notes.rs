//! What a file holds that never leaves it: comments, and the desk's own notes below `private`.

use super::yaml::{self, Bounds, Node, Tree};
use super::{comments, front_matter};
use crate::source::Source;

/// Returns the comments and private notes of a file of `content/`.
#[must_use]
pub fn of(source: &Source) -> Vec<String> {
    let parts = front_matter::split(source).ok();
    // `sources.yaml` is front matter from end to end.
    let whole = source.path.as_str().ends_with(".yaml");
    let (yaml, start) = match parts {
        Some((yaml, start)) => (&source.text[yaml], start),
        None if whole => (&*source.text, source.text.len()),
        None => ("", 0),
    };
    let mut notes: Vec<String> = comments::all(&source.text[start..]).into_iter().map(str::to_owned).collect();
    if yaml.contains("private")
        && let Some(node) = yaml::exact_unlimited(yaml, Bounds::default()).0
    {
        below_private(&node, usize::from(whole) + 1, &mut notes);
    }
    notes
}

/// Collects what stands below a key `private` that is one of a record's own keys.
fn below_private(node: &Node, depth: usize, notes: &mut Vec<String>) {
    match &node.tree {
        _ if depth == 0 => {}
        Tree::Map(entries) => {
            for entry in entries {
                if entry.key == "private" {
                    texts(&entry.value, notes);
                } else {
                    below_private(&entry.value, depth - 1, notes);
                }
            }
        }
        Tree::List(items) => items.iter().for_each(|item| below_private(item, depth, notes)),
        Tree::Null | Tree::Text { .. } => {}
    }
}

fn texts(node: &Node, notes: &mut Vec<String>) {
    match &node.tree {
        Tree::Null => {}
        Tree::Text { text, .. } => notes.push(text.clone()),
        Tree::List(items) => items.iter().for_each(|item| texts(item, notes)),
        Tree::Map(entries) => entries.iter().for_each(|entry| texts(&entry.value, notes)),
    }
}
