//! Control characters that a numeric reference such as `&#7;` puts into a text; those that stand there themselves are found
//! where files are read.

use std::ops::Range;

use memchr::memmem;

use super::Markdown;
use crate::diagnostic::control;
use crate::source::is_control;

impl Markdown<'_> {
    /// Reports each reference in the text that stands for a control character, but in code, where it stands for itself.
    pub(super) fn control_references(&mut self) {
        let text = &*self.commentless.text;
        let found: Vec<(Range<usize>, char)> =
            memmem::find_iter(text.as_bytes(), "&#").filter_map(|at| reference(text, at)).collect();
        if found.is_empty() {
            return;
        }
        let is_code = super::inline::code(self.events);
        for (range, character) in found.into_iter().filter(|(range, _)| !is_code(range.start)) {
            let span = self.span(&range);
            self.diagnostics.push(control(character).at(&self.source.path, span));
        }
    }
}

/// Returns the reference at a byte of the text, if it stands for a control character (`CommonMark` 0.31, 2.5).
fn reference(text: &str, at: usize) -> Option<(Range<usize>, char)> {
    let escapes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
    let digits = text[at + 2..].split(|character: char| !character.is_ascii_alphanumeric()).next()?;
    if escapes % 2 == 1 || !text[at + 2 + digits.len()..].starts_with(';') {
        return None;
    }
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    // What stands for no character, or for U+0000, is read as U+FFFD.
    let character = code.ok().filter(|code| *code != 0).and_then(char::from_u32)?;
    is_control(character).then(|| (at..at + 2 + digits.len() + 1, character))
}
