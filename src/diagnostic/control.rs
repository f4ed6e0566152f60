//! What is said of control characters, which may stand in a file as they are, or as an escape of YAML or Markdown.

use super::Diagnostic;
use crate::codes;
use crate::source::{Source, Span, controls};

/// What Windows-1252 has in place of the controls U+0080 to U+009F; where it has nothing, the control itself.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Returns what is wrong with a control character, for its place to be added.
#[must_use]
pub fn control(character: char) -> Diagnostic {
    let code = u32::from(character);
    let help = match code.checked_sub(0x80).and_then(|at| WINDOWS.chars().nth(at as usize)) {
        Some(meant) if meant != character => {
            format!("write `{meant}`, for which Windows-1252 has this byte, or remove it")
        }
        _ => "remove it".to_owned(),
    };
    Diagnostic::new(&codes::CONTROL_CHARACTER, format!("a control character, U+{code:04X}")).help(help)
}

/// Returns what is wrong with the control characters that stand in a file as they are: the place of the first one on each of
/// the first lines that hold any, for a file in another encoding has one in each.
#[must_use]
pub fn controls_in(source: &Source) -> Vec<Diagnostic> {
    let mut line_end = 0;
    let firsts = controls(&source.text).filter(|(at, _)| {
        let is_first = *at >= line_end;
        if is_first {
            line_end = source.text[*at..].find('\n').map_or(source.text.len(), |length| at + length);
        }
        is_first
    });
    let told = firsts.take(MOST_LINES);
    told.map(|(at, character)| control(character).at(&source.path, Span::new(at, at + character.len_utf8()))).collect()
}

/// On how many lines of one file they are reported.
const MOST_LINES: usize = 5;
