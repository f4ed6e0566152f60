//! Comments that tell checks to leave a finding alone: `%% ignore D060: reason %%` in a text, `# ignore D060: reason` in YAML.

use std::ops::Range;

use crate::parse::comments::{self, Commentless};
use crate::parse::yaml::{self, Node, Tree};
use crate::source::{Source, Span, position};

/// One such comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignore {
    /// The code of the finding as written: `D060`.
    pub code: Box<str>,
    /// Why it is left alone; empty where no reason is given.
    pub reason: Box<str>,
    /// The place of the comment in the file.
    pub span: Span,
    /// The lines, counted from 1, whose findings it speaks of: its own, and the one after it.
    pub lines: Range<usize>,
}

impl Ignore {
    /// Reads what stands in a comment; none if it is an ordinary one.
    pub(crate) fn read(inner: &str, source: &Source, span: Span) -> Option<Self> {
        let rest = inner.trim_start().strip_prefix("ignore")?;
        if !rest.starts_with(char::is_whitespace) {
            return None;
        }
        let (code, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let code = code.trim();
        let digits = code.strip_prefix(['D', 'd'])?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let first = position(&source.text, span.start as usize).line;
        let last = position(&source.text, span.end as usize).line;
        Some(Self { code: code.into(), reason: reason.trim().into(), span, lines: first..last + 2 })
    }
}

/// Reads those of a text that begins at byte `offset` of the file, in order.
pub(crate) fn in_text(text: &Commentless<'_>, source: &Source, offset: usize) -> Vec<Ignore> {
    let read = text.ignores.iter().filter_map(|range| {
        let span = Span::new(range.start, range.end).shifted(offset);
        Ignore::read(comments::inner(&source.text[span.start as usize..span.end as usize]), source, span)
    });
    read.collect()
}

/// Finds such comments in a block of YAML, in order.
pub(crate) fn in_yaml(source: &Source, block: Range<usize>) -> Vec<Ignore> {
    let Some(text) = source.text.get(block.clone()).filter(|text| text.contains("# ignore ")) else {
        return Vec::new();
    };
    // What stands inside a value is no comment.
    let mut values = Vec::new();
    if let Some(node) = yaml::exact_unlimited(text).0 {
        scalars(&node, &mut values);
    }
    let starts = text.match_indices("# ignore ").map(|(at, _)| at);
    let comments = starts.filter(|at| {
        let apart = *at == 0 || text[..*at].ends_with(char::is_whitespace);
        apart && !values.iter().any(|value| value.contains(at))
    });
    let read = comments.filter_map(|at| {
        let line = text[at..].lines().next().unwrap_or("").trim_end();
        let span = Span::new(at, at + line.len()).shifted(block.start);
        Ignore::read(&line[1..], source, span)
    });
    read.collect()
}

/// Collects the places of all keys and values that are text.
fn scalars(node: &Node, places: &mut Vec<Range<usize>>) {
    let range = |span: Span| span.start as usize..span.end as usize;
    match &node.tree {
        Tree::Null => {}
        Tree::Text { .. } => places.push(range(node.span)),
        Tree::List(items) => items.iter().for_each(|item| scalars(item, places)),
        Tree::Map(entries) => {
            for entry in entries {
                places.push(range(entry.key_span));
                scalars(&entry.value, places);
            }
        }
    }
}
