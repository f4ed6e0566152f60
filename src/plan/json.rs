//! JSON text, written as it is put together: no tree of values stands between a record and its bytes.

use std::fmt::Write as _;
use std::sync::Arc;

/// A JSON value as text. Nothing, `""`, `[]` and `null` count as no value, so their keys are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Json(pub(super) String);

impl Json {
    fn is_empty(&self) -> bool {
        matches!(self.0.as_str(), "" | "\"\"" | "[]" | "null")
    }

    /// Returns a list.
    pub(super) fn list(items: impl IntoIterator<Item = Json>) -> Self {
        let mut text = String::from("[");
        for item in items {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&item.0);
        }
        text.push(']');
        Self(text)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        let mut json = String::with_capacity(text.len() + 2);
        json.push('"');
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
        json.push('"');
        Self(json)
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Arc<str>> for Json {
    fn from(text: &Arc<str>) -> Self {
        Self::from(&**text)
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self(number.to_string())
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self(flag.to_string())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        object.finish()
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::default, Into::into)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::list(items.into_iter().map(Into::into))
    }
}

/// An object that is being written; keys without a value are left out.
pub(super) struct Object(String);

impl Object {
    /// Starts an object.
    pub(super) fn new() -> Self {
        Self(String::from("{"))
    }

    /// Goes on with an object that was written before.
    pub(super) fn from_written(written: &str) -> Self {
        Self(written.strip_suffix('}').unwrap_or("{").to_owned())
    }

    /// Adds a key and its value, unless that is empty.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Json>) -> &mut Self {
        let value = value.into();
        if !value.is_empty() {
            if self.0.len() > 1 {
                self.0.push(',');
            }
            self.0.push('"');
            self.0.push_str(key);
            self.0.push_str("\":");
            self.0.push_str(&value.0);
        }
        self
    }

    /// Adds a list, unless it is empty.
    pub(super) fn all<T: Into<Json>>(&mut self, key: &str, items: impl IntoIterator<Item = T>) -> &mut Self {
        self.set(key, Json::list(items.into_iter().map(Into::into)))
    }

    /// Adds the keys of another object.
    pub(super) fn join(&mut self, other: Self) -> &mut Self {
        if !other.is_empty() {
            if self.0.len() > 1 {
                self.0.push(',');
            }
            self.0.push_str(&other.0[1..]);
        }
        self
    }

    /// Ends the object.
    pub(super) fn finish(mut self) -> Json {
        self.0.push('}');
        Json(self.0)
    }

    /// Tells whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.0.len() == 1
    }
}
