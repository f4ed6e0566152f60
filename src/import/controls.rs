//! Control characters in what other programs hold: no file may have them, so that they are told before one is made.

use serde_json::Value;

use crate::source::is_control;

/// Says what a control character is called.
pub(super) fn called(control: char) -> String {
    format!("the control character U+{:04X}", u32::from(control))
}

/// Returns the control characters of a text, the first one on each line, with its line from 1.
pub(super) fn by_line(text: &str) -> impl Iterator<Item = (usize, char)> {
    let first = |line: &str| line.chars().find(|character| is_control(*character));
    text.lines().enumerate().filter_map(move |(at, line)| Some((at + 1, first(line)?)))
}

/// Says which control character a text holds, if any.
pub(super) fn in_text(text: &str) -> Option<String> {
    text.chars().find(|character| is_control(*character)).map(called)
}

/// Says which control character a text of a value, or a key, holds, if any.
pub(super) fn held(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => in_text(text),
        Value::Array(items) => items.iter().find_map(held),
        Value::Object(map) => map.iter().find_map(|(key, value)| in_text(key).or_else(|| held(value))),
        _ => None,
    }
}

/// Gives all texts of a value the line breaks of a file.
pub(super) fn with_line_breaks(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\r') => *text = text.replace("\r\n", "\n"),
        Value::Array(items) => items.iter_mut().for_each(with_line_breaks),
        Value::Object(map) => map.values_mut().for_each(with_line_breaks),
        _ => {}
    }
}
