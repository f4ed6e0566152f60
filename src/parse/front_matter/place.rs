//! Where in a file the front matter stands, and where in it a value.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::parse::yaml::{self, Bounds, Node, Tree};
use crate::source::{Source, Span};

/// Finds the front matter of a record's file: the range of its YAML and where the text begins.
pub(crate) fn split(source: &Source) -> Result<(Range<usize>, usize), Diagnostic> {
    let text = &*source.text;
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "---" {
        let diagnostic = Diagnostic::new(&codes::FRONT_MATTER, "no front matter at the top of the file");
        return Err(diagnostic
            .at(&source.path, first_line(text))
            .help("begin the file with a line `---`, then keys such as `title: ...`, then a line `---`"));
    }
    let start = first.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Ok((start..at, at + line.len()));
        }
        at += line.len();
    }
    Err(Diagnostic::new(&codes::FRONT_MATTER, "front matter is not closed")
        .at(&source.path, first_line(text))
        .help("add a line `---` after the last key"))
}

/// Returns where the first line of a text stands.
pub(crate) fn first_line(text: &str) -> Span {
    Span::new(0, text.lines().next().unwrap_or("").trim_end().len())
}

/// A place in front matter: a key, the item of its list, and a key in that item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    /// The key: `people`.
    pub field: &'static str,
    /// Which item of its list, from 0.
    pub index: u16,
    /// A key in that item, or empty.
    pub sub: &'static str,
}

/// The front matter of a file with the place of everything, read when the first place is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(OnceLock<Option<(usize, Arc<Node>)>>);

impl Places {
    /// Returns where in the file a value stands; the whole block's first line where it cannot be found.
    pub(crate) fn locate(&self, source: &Source, at: At) -> Span {
        self.find(source, at, |part| Some(part.span))
    }

    /// Returns where in a value some words stand, for a list of which one item is meant; all of the value where they do not
    /// stand in it as they are.
    pub(crate) fn locate_words(&self, source: &Source, at: At, words: &str) -> Span {
        self.find(source, at, |part| Some(holding(part, words).unwrap_or(part.span)))
    }

    fn find(&self, source: &Source, at: At, span: impl Fn(&Node) -> Option<Span>) -> Span {
        let read = self.0.get_or_init(|| {
            let (range, _) = split(source).ok()?;
            let node = yaml::exact(source.text.get(range.clone())?, Bounds::WIDEST).0?;
            Some((range.start, Arc::new(node)))
        });
        let found = read.as_ref().and_then(|(start, node)| Some(span(part_of(node, at)?)?.shifted(*start)));
        found.unwrap_or_else(|| first_line(&source.text))
    }
}

/// Returns where in a value a text stands that is these words, or names them in the brackets of a wikilink.
fn holding(node: &Node, words: &str) -> Option<Span> {
    match &node.tree {
        Tree::Text { text, .. } => {
            let bare = text.trim().trim_start_matches("[[");
            let rest = bare.strip_prefix(words)?;
            (rest.is_empty() || rest.starts_with(['|', '#', ']'])).then_some(node.span)
        }
        Tree::List(items) => items.iter().find_map(|item| holding(item, words)),
        Tree::Map(entries) => entries.iter().find_map(|entry| holding(&entry.value, words)),
        Tree::Null => None,
    }
}

/// Returns where in a parsed block a value stands.
pub(crate) fn locate_in(node: &Node, at: At) -> Option<Span> {
    part_of(node, at).map(|part| part.span)
}

fn part_of(node: &Node, at: At) -> Option<&Node> {
    fn find<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
        match &node.tree {
            Tree::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            _ => None,
        }
    }
    let value = find(node, at.field)?;
    let item = match &value.tree {
        Tree::List(items) => items.get(usize::from(at.index))?,
        _ => value,
    };
    let key = if at.sub.is_empty() { "ref" } else { at.sub };
    Some(find(item, key).map_or(item, |inner| find(inner, "ref").unwrap_or(inner)))
}
