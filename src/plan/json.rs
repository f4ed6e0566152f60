//! JSON text, written once: no tree of values and no pieces stand between a record and its bytes.

use std::fmt::Write as _;

use super::gather::Anchor;

/// Appends a string with its quotation marks (RFC 8259, 7).
pub(super) fn push_string(json: &mut String, text: &str) {
    json.push('"');
    push_escaped(json, text);
    json.push('"');
}

/// Appends what stands between the quotation marks of a string.
pub(super) fn push_escaped(json: &mut String, text: &str) {
    // Most texts need no escape; this loop has no exit, so that it runs over many bytes at once.
    if !text.bytes().fold(false, |found, byte| found | matches!(byte, 0..0x20 | b'"' | b'\\' | 0x7f)) {
        json.push_str(text);
        return;
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 | 0x7f => "",
            _ => continue,
        };
        json.push_str(&text[from..at]);
        if escape.is_empty() {
            let _ = write!(json, "\\u{byte:04x}");
        } else {
            json.push_str(escape);
        }
        from = at + 1;
    }
    json.push_str(&text[from..]);
}

/// An object that is being written. Keys without a value are left out: nothing, `""` and `[]` count as no value.
pub(super) struct Object<'t> {
    json: &'t mut String,
    start: usize,
}

impl<'t> Object<'t> {
    /// Starts an object.
    pub(super) fn new(json: &'t mut String) -> Self {
        json.push('{');
        let start = json.len();
        Self { json, start }
    }

    /// Goes on with an object that was written before.
    pub(super) fn more(json: &'t mut String, written: &str) -> Self {
        let start = json.len() + 1;
        json.push_str(written.strip_suffix('}').unwrap_or("{"));
        Self { json, start }
    }

    /// Adds what `write` writes.
    pub(super) fn with(&mut self, key: &str, write: impl FnOnce(&mut String)) -> &mut Self {
        let before = self.json.len();
        if before > self.start {
            self.json.push(',');
        }
        self.json.push('"');
        self.json.push_str(key);
        self.json.push_str("\":");
        let value = self.json.len();
        write(self.json);
        if matches!(&self.json[value..], "" | "\"\"" | "[]") {
            self.json.truncate(before);
        }
        self
    }

    /// Adds a text.
    pub(super) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.with(key, |json| push_string(json, text))
    }

    /// Adds a text that is at hand in pieces.
    pub(super) fn pieces(&mut self, key: &str, pieces: &[impl AsRef<str>]) -> &mut Self {
        self.with(key, |json| {
            json.push('"');
            for piece in pieces {
                push_escaped(json, piece.as_ref());
            }
            json.push('"');
        })
    }

    /// Adds a place on a page.
    pub(super) fn anchor(&mut self, key: &str, anchor: Anchor<'_>) -> &mut Self {
        self.with(key, |json| {
            json.push('"');
            anchor.push(json);
            json.push('"');
        })
    }

    /// Adds a text, where there is one.
    pub(super) fn maybe<T: AsRef<str>>(&mut self, key: &str, text: Option<T>) -> &mut Self {
        if let Some(text) = text {
            self.text(key, text.as_ref());
        }
        self
    }

    /// Adds a number.
    pub(super) fn number(&mut self, key: &str, number: usize) -> &mut Self {
        self.with(key, |json| json.push_str(itoa::Buffer::new().format(number)))
    }

    /// Adds what is true; what is not is left out.
    pub(super) fn flag(&mut self, key: &str, holds: bool) -> &mut Self {
        self.with(key, |json| json.push_str(if holds { "true" } else { "" }))
    }

    /// Adds a value that is JSON already.
    pub(super) fn raw(&mut self, key: &str, value: &str) -> &mut Self {
        self.with(key, |json| json.push_str(value))
    }

    /// Adds a list, each item written by `write`; an item for which nothing is written is left out.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) -> &mut Self {
        self.with(key, |json| {
            json.push('[');
            let first = json.len();
            for item in items {
                let before = json.len();
                if before > first {
                    json.push(',');
                }
                let start = json.len();
                write(json, item);
                if json.len() == start {
                    json.truncate(before);
                }
            }
            json.push(']');
        })
    }

    /// Adds a list of texts.
    pub(super) fn texts<T: AsRef<str>>(&mut self, key: &str, texts: impl IntoIterator<Item = T>) -> &mut Self {
        self.list(key, texts, |json, text| push_string(json, text.as_ref()))
    }

    /// Ends the object.
    pub(super) fn end(self) {
        self.json.push('}');
    }
}
