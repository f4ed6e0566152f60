//! Changes of a text by place: made in memory and in the bytes of a file, and shown line by line.

use super::Edit;
use crate::source::{Source, position};

/// One line that changes.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// The line, from 1.
    pub line: usize,
    /// The column of the first change, in characters from 1.
    pub column: usize,
    /// What stands there now; nothing where a line is added.
    pub before: Option<String>,
    /// What stands there then.
    pub after: String,
}

/// Returns a text with its changes, which are in order and apart.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        changed.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        changed.push_str(&edit.text);
        at = (edit.span.end as usize).max(at);
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}

/// Returns the bytes of a file with changes by the places of its text as it was read: a byte order mark and line ends of other
/// systems stay as they are.
#[must_use]
pub fn apply_to_file(file: &str, edits: &[Edit]) -> String {
    let places = places(file, edits.iter().flat_map(|edit| [edit.span.start as usize, edit.span.end as usize]));
    let end = if file.contains("\r\n") { "\r\n" } else { "\n" };
    let mut changed = String::with_capacity(file.len());
    let mut at = 0;
    for (edit, span) in edits.iter().zip(places.chunks(2)) {
        let [start, stop] = span else { break };
        changed.push_str(file.get(at..*start).unwrap_or_default());
        changed.push_str(&edit.text.replace('\n', end));
        at = *stop;
    }
    changed.push_str(file.get(at..).unwrap_or_default());
    changed
}

/// Tells whether a file holds a text, line ends and a byte order mark aside.
#[must_use]
pub fn is_text_of(file: &str, source: &Source) -> bool {
    Source::new(source.path.clone(), file.strip_prefix('\u{feff}').unwrap_or(file)).digest == source.digest
}

/// Returns the byte of the file for each byte of its text, which come in order.
fn places(file: &str, wanted: impl Iterator<Item = usize>) -> Vec<usize> {
    let bytes = file.as_bytes();
    let mut here = if file.starts_with('\u{feff}') { 3 } else { 0 };
    let mut read = 0;
    wanted
        .map(|wanted| {
            while read < wanted && here < bytes.len() {
                here += if bytes[here..].starts_with(b"\r\n") { 2 } else { 1 };
                read += 1;
            }
            here
        })
        .collect()
}

/// Returns the lines that change.
#[must_use]
pub fn lines(text: &str, edits: &[Edit]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = edits;
    while let Some(first) = rest.first() {
        let start = text[..first.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let mut end = line_end(text, first.span.end as usize);
        let mut count = 0;
        while let Some(edit) = rest.get(count).filter(|edit| edit.span.start as usize <= end) {
            // A line that is added before another one is no change of that.
            if count > 0 && edit.text.ends_with('\n') && edit.span.start == edit.span.end {
                break;
            }
            end = end.max(line_end(text, edit.span.end as usize));
            count += 1;
            if edit.text.ends_with('\n') {
                break;
            }
        }
        let (own, others) = rest.split_at(count.max(1));
        let place = position(text, first.span.start as usize);
        let is_added = first.span.start == first.span.end && first.text.ends_with('\n');
        let (before, after) = if is_added {
            (None, first.text.trim_end_matches('\n').to_owned())
        } else {
            let shifted: Vec<Edit> = own.iter().map(|edit| moved(edit, start)).collect();
            (Some(text[start..end].to_owned()), apply(&text[start..end], &shifted))
        };
        lines.push(Line { line: place.line, column: place.column, before, after });
        rest = others;
    }
    lines
}

fn moved(edit: &Edit, by: usize) -> Edit {
    let span = crate::source::Span::new(edit.span.start as usize - by, edit.span.end as usize - by);
    Edit { span, text: edit.text.clone() }
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn a_file_keeps_its_mark_and_its_line_ends() {
        let file = "\u{feff}a\r\nbé c\r\n[[d]]\r\n";
        let text = "a\nbé c\n[[d]]\n";
        let at = text.find("d]").unwrap_or_default();
        let edits = [edit(2, 2, "new\n"), edit(at, at + 1, "eé")];
        assert_eq!(apply_to_file(file, &edits), "\u{feff}a\r\nnew\r\nbé c\r\n[[eé]]\r\n");
        assert_eq!(apply(text, &edits), "a\nnew\nbé c\n[[eé]]\n");
    }

    #[test]
    fn lines_are_shown_before_and_after() {
        let text = "one\nsee [[a]] and [[a]]\nend\n";
        let edits = [edit(4, 4, "x: y\n"), edit(10, 11, "bc"), edit(20, 21, "bc")];
        let shown = lines(text, &edits);
        assert_eq!(shown.len(), 2);
        assert_eq!((shown[0].line, &shown[0].before, &*shown[0].after), (2, &None, "x: y"));
        assert_eq!((shown[1].line, shown[1].column), (2, 7));
        assert_eq!(shown[1].before.as_deref(), Some("see [[a]] and [[a]]"));
        assert_eq!(shown[1].after, "see [[bc]] and [[bc]]");
    }
}
