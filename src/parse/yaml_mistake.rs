//! Faults of YAML in an author's words: what was likely meant, and where.

use super::yaml::Fault;
use crate::source::Span;

/// A mistake as an author sees it.
pub(crate) struct Mistake {
    /// Where, in bytes of the YAML text.
    pub(crate) span: Span,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
}

/// Reads the line of a fault for the usual slips; what is none of them keeps the parser's words.
pub(crate) fn read(text: &str, fault: &Fault) -> Mistake {
    let at = (fault.span.start as usize).min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or("");
    let (key, value) = line.split_once(':').unwrap_or((line, ""));
    let mistake = |from: usize, length: usize, message: &str, help: String| Mistake {
        span: Span::new(from, from + length),
        message: message.to_owned(),
        help: Some(help),
    };
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return mistake(start + tab, 1, "a tab as indentation", "indent with spaces".into());
    }
    let bare = value.trim();
    if bare.contains(": ") && !bare.starts_with(['"', '\'', '[', '{']) {
        let from = start + key.len() + 1 + (value.len() - value.trim_start().len());
        let help = format!("put it in quotation marks: `{}: \"{bare}\"`", key.trim());
        return mistake(from, bare.len(), "a colon in a value without quotation marks", help);
    }
    if bare.starts_with('"') && bare.matches('"').count() % 2 == 1 {
        let from = start + line.find('"').unwrap_or(0);
        return mistake(from, 1, "a quotation mark is not closed", "close it at the end of the value".into());
    }
    if let Some((open, bracket)) = unclosed(&text[..text.ceil_char_boundary(at + 1)]) {
        let close = if bracket == '[' { ']' } else { '}' };
        return mistake(open, 1, &format!("`{bracket}` is not closed"), format!("close it with `{close}`"));
    }
    if bare.starts_with(['@', '`', '%', '*', '&', '!']) {
        let from = start + key.len() + 1 + (value.len() - value.trim_start().len());
        let help = format!("put it in quotation marks: `{}: \"{bare}\"`", key.trim());
        return mistake(from, bare.len(), "a value that begins with a sign of YAML", help);
    }
    if !line.trim().is_empty() && !line.contains(':') && !line.trim_start().starts_with('-') {
        let help = "write `key: value`".to_owned();
        return mistake(start + indent, line.trim().len(), "a line without a key", help);
    }
    Mistake { span: fault.span, message: format!("no valid YAML: {}", fault.message), help: None }
}

/// Returns the last bracket that is open at the end of a text, with its place; text in quotation marks does not count.
fn unclosed(text: &str) -> Option<(usize, char)> {
    let mut open = Vec::new();
    let mut quoted: Option<char> = None;
    let mut before = '\n';
    for (at, character) in text.char_indices() {
        // In the middle of a word these are letters like any other.
        let begins = " \n[{,:".contains(before);
        match (quoted, character) {
            (Some(mark), _) => quoted = Some(mark).filter(|mark| *mark != character),
            (None, '"' | '\'') if begins => quoted = Some(character),
            (None, '[' | '{') if begins || !open.is_empty() => open.push((at, character)),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
        before = character;
    }
    open.pop()
}
