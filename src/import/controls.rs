//! Control characters in what other programs hold: no file may have them, so that they are told before one is made.

use serde_json::Value;

use crate::source::is_control;

/// Says which control character a text holds, if any.
pub(super) fn told(text: &str) -> Option<String> {
    let control = text.chars().find(|character| is_control(*character))?;
    Some(format!("holds the control character U+{:04X}", u32::from(control)))
}

/// Gives all texts of a value the line breaks of a file, and says which control character one of them, or a key, holds.
pub(super) fn settle(value: &mut Value) -> Option<String> {
    match value {
        Value::String(text) => {
            if text.contains('\r') {
                *text = text.replace("\r\n", "\n");
            }
            told(text)
        }
        Value::Array(items) => items.iter_mut().find_map(settle),
        Value::Object(map) => map.iter_mut().find_map(|(key, value)| told(key).or_else(|| settle(value))),
        _ => None,
    }
}
