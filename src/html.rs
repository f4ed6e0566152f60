//! Text into HTML: the one escaping that every page uses.

use std::fmt::Write as _;

/// Appends `text` with `&`, `<` and `>` escaped, for use between tags.
pub fn push_text(html: &mut String, text: &str) {
    push(html, text, |byte| matches!(byte, b'&' | b'<' | b'>'));
}

/// Appends `text` with quotation marks escaped as well, for use in an attribute between double quotation marks.
pub fn push_attribute(html: &mut String, text: &str) {
    push(html, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\''));
}

/// Returns how many bytes [`push_text`] appends for `text`.
#[must_use]
pub fn text_len(text: &str) -> usize {
    let extra = |byte| match byte {
        b'&' => 4,
        b'<' | b'>' => 3,
        _ => 0,
    };
    text.len() + text.bytes().map(extra).sum::<usize>()
}

/// Returns `text` escaped for use between tags.
#[must_use]
pub fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    push_text(&mut html, text);
    html
}

/// Appends `<name attribute="value" ...>`; attributes without a value are left out.
pub fn open(html: &mut String, name: &str, attributes: &[(&str, Option<&str>)]) {
    html.push('<');
    html.push_str(name);
    for (attribute, value) in attributes {
        if let Some(value) = value {
            let _ = write!(html, " {attribute}=\"");
            push_attribute(html, value);
            html.push('"');
        }
    }
    html.push('>');
}

fn push(html: &mut String, text: &str, special: impl Fn(u8) -> bool) {
    // Most texts need no escape; this loop has no exit, so that it runs over many bytes at once.
    if !text.bytes().fold(false, |found, byte| found | special(byte)) {
        html.push_str(text);
        return;
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if special(byte) {
            html.push_str(&text[from..at]);
            html.push_str(match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            });
            from = at + 1;
        }
    }
    html.push_str(&text[from..]);
}
