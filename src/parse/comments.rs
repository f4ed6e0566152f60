//! Comments between `%%` and `%%`, which never leave the source.

use std::borrow::Cow;

/// A text without its comments, and the way back to the places in the source.
pub(crate) struct Commentless<'a> {
    /// The text.
    pub(crate) text: Cow<'a, str>,
    /// Pairs of (offset in the text, offset in the source) from which the two run in step.
    steps: Vec<(usize, usize)>,
    /// The offset in the source of a comment that is not closed.
    pub(crate) unclosed: Option<usize>,
}

impl Commentless<'_> {
    /// Returns the offset in the source of an offset in the text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        let at = self.steps.partition_point(|step| step.0 <= offset);
        match at.checked_sub(1).map(|at| self.steps[at]) {
            Some((here, there)) => offset - here + there,
            None => offset,
        }
    }
}

/// Takes the comments out. Code keeps its percent signs, and `\%%` is a pair of percent signs.
pub(crate) fn strip(text: &str) -> Commentless<'_> {
    if !text.contains("%%") {
        return Commentless { text: Cow::Borrowed(text), steps: Vec::new(), unclosed: None };
    }
    let mut kept = String::with_capacity(text.len());
    let mut steps = Vec::new();
    let mut unclosed = None;
    let mut at = 0;
    while at < text.len() {
        let line_start = at == 0 || text.as_bytes()[at - 1] == b'\n';
        let skip = if line_start { fence(&text[at..]) } else { 0 };
        let rest = &text[at + skip..];
        if skip > 0 {
            kept.push_str(&text[at..at + skip]);
            at += skip;
            continue;
        }
        if rest.starts_with("\\%%") {
            kept.push_str("%%");
            at += 3;
            steps.push((kept.len(), at));
        } else if let Some(comment) = rest.strip_prefix("%%") {
            let Some(close) = comment.find("%%") else {
                unclosed = Some(at);
                break;
            };
            at += close + 4;
            // A comment alone on its lines leaves no blank line inside a paragraph.
            if (kept.is_empty() || kept.ends_with('\n')) && text[at..].starts_with('\n') {
                at += 1;
            }
            steps.push((kept.len(), at));
        } else if rest.starts_with('`') {
            let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
            let fence = "`".repeat(ticks);
            let paragraph = rest.find("\n\n").unwrap_or(rest.len());
            let close = closing(&rest[ticks..paragraph.max(ticks)], &fence).map_or(ticks, |close| ticks + close);
            kept.push_str(&rest[..close]);
            at += close;
        } else {
            let next = rest.char_indices().skip(1).find(|(_, next)| matches!(next, '%' | '`' | '\\' | '\n'));
            let mut end = next.map_or(rest.len(), |(at, _)| at);
            if rest[end..].starts_with('\n') {
                end += 1;
            }
            kept.push_str(&rest[..end]);
            at += end;
        }
    }
    Commentless { text: Cow::Owned(kept), steps, unclosed }
}

/// Returns the end of a code span: where a run of exactly these back ticks ends.
fn closing(text: &str, fence: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find(fence) {
        let start = at + found;
        let run = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        if run == fence.len() {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

/// Returns the length of a fenced code block at the start of `text`, or 0.
fn fence(text: &str) -> usize {
    let indent = text.bytes().take_while(|byte| *byte == b' ').count();
    let mark = text[indent..].bytes().next().unwrap_or(b' ');
    let length = text[indent..].bytes().take_while(|byte| *byte == mark).count();
    if indent > 3 || !matches!(mark, b'`' | b'~') || length < 3 {
        return 0;
    }
    let first = text.find('\n').map_or(text.len(), |at| at + 1);
    if mark == b'`' && text[indent + length..first].contains('`') {
        return 0;
    }
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        at += line.len();
        let line = line.trim();
        if line.len() >= length && line.bytes().all(|byte| byte == mark) {
            return at;
        }
    }
    text.len()
}
