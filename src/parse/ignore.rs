//! Comments that tell checks to leave a finding alone: `%% ignore D060: reason %%` in a text, `# ignore D060: reason` in YAML.

use std::ops::Range;

use crate::parse::comments::{self, Commentless};
use crate::parse::yaml::{self, Bounds, Fault, Node, Tree};
use crate::source::{Source, Span};

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
    fn read(inner: &str, span: Span, lines: &mut Lines<'_>) -> Option<Self> {
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
        let (first, last) = (lines.of(span.start), lines.of(span.end));
        Some(Self { code: code.into(), reason: reason.trim().into(), span, lines: first..last + 2 })
    }
}

/// Counts the lines of a text while going through it, so that many comments cost one pass.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(source: &'a Source) -> Self {
        Self { text: source.text.as_bytes(), at: 0, line: 1 }
    }

    /// Returns the line of a byte, counted from 1; each call asks for a later one.
    fn of(&mut self, offset: u32) -> usize {
        let passed = self.text.get(self.at..offset as usize).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(offset as usize);
        self.line
    }
}

/// Reads those of a text that begins at byte `offset` of the file, in order.
pub(crate) fn in_text(text: &Commentless<'_>, source: &Source, offset: usize) -> Vec<Ignore> {
    let mut lines = Lines::new(source);
    let read = text.ignores.iter().filter_map(|range| {
        let span = Span::new(range.start, range.end).shifted(offset);
        Ignore::read(comments::inner(&source.text[span.start as usize..span.end as usize]), span, &mut lines)
    });
    read.collect()
}

/// Finds those of front matter, in order.
pub(crate) fn in_front_matter(source: &Source, block: Range<usize>) -> Vec<Ignore> {
    in_yaml(source, block, yaml::exact)
}

/// Finds those of a file that is all YAML, in order.
pub(crate) fn in_file(source: &Source) -> Vec<Ignore> {
    in_yaml(source, 0..source.text.len(), yaml::exact_unlimited)
}

/// Reads YAML with the place of everything.
type Reader = fn(&str, Bounds) -> (Option<Node>, Vec<Fault>);

fn in_yaml(source: &Source, block: Range<usize>, read: Reader) -> Vec<Ignore> {
    let Some(text) = source.text.get(block.clone()).filter(|text| text.contains("# ignore ")) else {
        return Vec::new();
    };
    // What stands inside a value is no comment. What cannot be read has mistakes of its own.
    let Some(node) = read(text, Bounds::WIDEST).0 else { return Vec::new() };
    let mut values = Vec::new();
    scalars(&node, &mut values);
    values.sort_unstable_by_key(|value| value.start);
    let inside = |at: usize| {
        let next = values.partition_point(|value| value.start <= at);
        next.checked_sub(1).is_some_and(|last| values[last].contains(&at))
    };
    let mut lines = Lines::new(source);
    let starts = text.match_indices("# ignore ").map(|(at, _)| at);
    let comments = starts.filter(|at| (*at == 0 || text[..*at].ends_with(char::is_whitespace)) && !inside(*at));
    let read = comments.filter_map(|at| {
        let line = text[at..].lines().next().unwrap_or("").trim_end();
        let span = Span::new(at, at + line.len()).shifted(block.start);
        Ignore::read(&line[1..], span, &mut lines)
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
