//! The text of a new record: front matter that holds any text unchanged, each list item on a line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::kind::Kind;
use crate::kinds;

/// Returns the file of a record: its keys in the order of the table of kinds.
pub(super) fn matter(kind: &Kind, values: &BTreeMap<&'static str, Value>) -> String {
    let mut text = "---\n".to_owned();
    // A key of a kind stands for that of any record: `status`.
    let any = kinds::ANY.iter().filter(|any| kind.fields.iter().all(|own| own.name != any.name));
    for key in kind.fields.iter().chain(any).map(|field| field.name) {
        match values.get(key) {
            Some(Value::Array(items)) => {
                let _ = writeln!(text, "{key}:");
                for item in items {
                    text.push_str("  - ");
                    flow(&mut text, item);
                    text.push('\n');
                }
            }
            Some(value) => {
                let _ = write!(text, "{key}: ");
                flow(&mut text, value);
                text.push('\n');
            }
            None => {}
        }
    }
    text + "---\n"
}

/// Returns a line of a file of keyed records.
pub(super) fn keyed(key: &str, values: &BTreeMap<&'static str, Value>) -> String {
    let mut text = String::new();
    quote(&mut text, key);
    text.push_str(": ");
    let map = values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    flow(&mut text, &Value::Object(map));
    text + "\n"
}

/// Appends a value in the flow style of YAML, on one line.
fn flow(yaml: &mut String, value: &Value) {
    match value {
        Value::String(text) => quote(yaml, text),
        Value::Array(items) => {
            yaml.push('[');
            for (at, item) in items.iter().enumerate() {
                yaml.push_str(if at > 0 { ", " } else { "" });
                flow(yaml, item);
            }
            yaml.push(']');
        }
        Value::Object(map) => {
            yaml.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                yaml.push_str(if at > 0 { ", " } else { "" });
                let is_word = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && !key.is_empty();
                if is_word {
                    yaml.push_str(key);
                } else {
                    quote(yaml, key);
                }
                yaml.push_str(": ");
                flow(yaml, value);
            }
            yaml.push('}');
        }
        other => yaml.push_str(&other.to_string()),
    }
}

/// Appends a text between quotation marks, with escapes for all that YAML takes for something else (YAML 1.2, 5.7).
fn quote(yaml: &mut String, text: &str) {
    yaml.push('"');
    for character in text.chars() {
        match character {
            '"' => yaml.push_str("\\\""),
            '\\' => yaml.push_str("\\\\"),
            '\n' => yaml.push_str("\\n"),
            '\t' => yaml.push_str("\\t"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{a0}' => {
                let _ = write!(yaml, "\\x{:02x}", u32::from(character));
            }
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(yaml, "\\u{:04x}", u32::from(character));
            }
            character => yaml.push(character),
        }
    }
    yaml.push('"');
}
