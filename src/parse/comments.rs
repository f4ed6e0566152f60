//! Comments, which never leave the source: between `%%` and `%%`, and those of HTML.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// A text without its comments, and the way back to the places in the source.
pub(crate) struct Commentless<'a> {
    /// The text.
    pub(crate) text: Cow<'a, str>,
    /// Pairs of (offset in the text, offset in the source) from which the two run in step.
    steps: Vec<(usize, usize)>,
    /// The offsets in the text of what looks like the start of a comment and is meant as it stands, sorted.
    literal: Vec<usize>,
    /// The places in the source of comments that begin with the word `ignore`.
    pub(crate) ignores: Vec<Range<usize>>,
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

    /// Returns the offsets in the text of comments that were left in as code, or half of one, where `is_code` knows of no
    /// code: Markdown has the last word on what code is, and a comment must not slip through.
    pub(crate) fn doubtful<F: Fn(usize) -> bool>(&self, code: impl FnOnce() -> F) -> Vec<usize> {
        // A text that lost nothing holds no mark at all.
        if matches!(self.text, Cow::Borrowed(_)) {
            return Vec::new();
        }
        let is_code = code();
        let starts = ["%%", "<!--"].into_iter().flat_map(|mark| self.text.match_indices(mark)).map(|(at, _)| at);
        starts.filter(|at| self.literal.binary_search(at).is_err() && !is_code(*at)).collect()
    }
}

/// Takes the comments out. Code keeps its percent signs, `\%%` is a pair of percent signs, and `\<!--` no comment.
pub(crate) fn strip(text: &str) -> Commentless<'_> {
    if [b"%%".as_slice(), b"<!--"].iter().all(|mark| memmem::find(text.as_bytes(), mark).is_none()) {
        return Commentless {
            text: Cow::Borrowed(text),
            steps: Vec::new(),
            literal: Vec::new(),
            ignores: Vec::new(),
            unclosed: None,
        };
    }
    let mut kept = String::with_capacity(text.len());
    let (mut steps, mut literal, mut ignores) = (Vec::new(), Vec::new(), Vec::new());
    let mut unclosed = None;
    let mut spans = Spans { text, paragraph: 0, unmatched: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        let line_start = at == 0 || text.as_bytes()[at - 1] == b'\n';
        let skip = if line_start { fence(&text[at..]) } else { 0 };
        let rest = &text[at..];
        if skip > 0 {
            kept.push_str(&rest[..skip]);
            at += skip;
        } else if rest.starts_with("\\%%") {
            literal.push(kept.len());
            kept.push_str("%%");
            at += 3;
            steps.push((kept.len(), at));
        } else if rest.starts_with("%%") || rest.starts_with("<!--") {
            let Some(length) = comment(rest) else {
                unclosed = Some(at);
                break;
            };
            if inner(&rest[..length]).trim_start().starts_with("ignore") {
                ignores.push(at..at + length);
            }
            at += length;
            // A comment alone on its lines leaves no blank line inside a paragraph.
            if (kept.is_empty() || kept.ends_with('\n')) && text[at..].starts_with('\n') {
                at += 1;
            }
            steps.push((kept.len(), at));
        } else if rest.starts_with('`') {
            let length = spans.length(at);
            kept.push_str(&rest[..length]);
            at += length;
        } else if rest.starts_with('\\') && rest[1..].starts_with(|next: char| next.is_ascii_punctuation()) {
            if rest[1..].starts_with("<!--") {
                literal.push(kept.len() + 1);
            }
            kept.push_str(&rest[..2]);
            at += 2;
        } else {
            let next = rest.char_indices().skip(1).find(|(_, next)| matches!(next, '%' | '`' | '\\' | '<' | '\n'));
            let mut end = next.map_or(rest.len(), |(at, _)| at);
            if rest[end..].starts_with('\n') {
                end += 1;
            }
            kept.push_str(&rest[..end]);
            at += end;
        }
    }
    Commentless { text: Cow::Owned(kept), steps, literal, ignores, unclosed }
}

/// Returns the comments of a text with their marks, in order.
pub(crate) fn all(text: &str) -> Vec<&str> {
    let mut last = (0, 0);
    let mut comments = Vec::new();
    for step in strip(text).steps {
        // What lies between the end of what was kept and its next beginning was left out.
        comments.extend(text.get(last.1 + (step.0 - last.0)..step.1));
        last = step;
    }
    comments
}

/// Returns the length of the comment at the start of `text`; none if it is not closed.
fn comment(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix("%%") {
        return inner.find("%%").map(|close| close + 4);
    }
    // `<!-->` and `<!--->` are whole comments (CommonMark 0.31 6.6).
    match ["<!-->", "<!--->"].into_iter().find(|empty| text.starts_with(empty)) {
        Some(empty) => Some(empty.len()),
        None => text[4..].find("-->").map(|close| close + 7),
    }
}

/// Returns what stands between the marks of a comment.
pub(crate) fn inner(comment: &str) -> &str {
    match comment.strip_prefix("%%") {
        Some(rest) => rest.strip_suffix("%%").unwrap_or(rest),
        None => comment.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).unwrap_or(""),
    }
}

/// The code spans of a text, found from left to right.
struct Spans<'a> {
    text: &'a str,
    /// Where the current paragraph ends.
    paragraph: usize,
    /// Runs of back ticks, by length, that nothing closes in the rest of the paragraph.
    unmatched: Vec<usize>,
}

impl Spans<'_> {
    /// Returns the length of the code span that begins at `at`, or of its back ticks alone.
    fn length(&mut self, at: usize) -> usize {
        if at >= self.paragraph {
            self.paragraph = self.text[at..].find("\n\n").map_or(self.text.len(), |end| at + end);
            self.unmatched.clear();
        }
        let ticks = self.text[at..].bytes().take_while(|byte| *byte == b'`').count();
        if self.unmatched.contains(&ticks) {
            return ticks;
        }
        let close = self.text.get(at + ticks..self.paragraph).and_then(|rest| closing(rest, &"`".repeat(ticks)));
        if close.is_none() {
            self.unmatched.push(ticks);
        }
        ticks + close.unwrap_or(0)
    }
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
