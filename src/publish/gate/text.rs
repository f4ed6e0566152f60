//! What readers, search engines and programs find in a file of the output: text without markup and escapes, then the words.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Elements that do not end a word: `<bdi>Ada</bdi>s` is one.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "time", "u", "wbr",
];
/// How far the end of a tag is looked for beyond its quotation marks, in bytes.
const LONGEST_TAG: usize = 4096;
/// How much of a file tells whether it is text, in bytes.
const HEAD: usize = 8192;

/// The shortest run of letters that is taken for text in a file of another sort, in bytes.
const RUN: usize = 4;

/// Returns the text of a file by the ending of its name; of a file that holds none, such as a picture, what programs wrote
/// beside it.
pub(super) fn of_file<'a>(name: &str, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    if memchr(0, &bytes[..bytes.len().min(HEAD)]).is_some() {
        return runs(bytes).map(Cow::Owned);
    }
    let written = String::from_utf8_lossy(bytes);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let text = match ending.as_str() {
        "json" | "jsonl" | "jsonld" | "geojson" | "webmanifest" | "map" => readable(&unescaped(&written)),
        // The HTML of a feed is escaped once more.
        "xml" | "rss" | "atom" | "gexf" | "graphml" => readable(&readable(&written)),
        // A long line goes on after a line break and a space (RFC 5545 3.1).
        "ics" => readable(&written.replace("\r\n ", "").replace("\n ", "")),
        _ if memchr3(b'<', b'&', b'\\', bytes).is_none() => return Some(written),
        _ => readable(&written),
    };
    Some(Cow::Owned(text))
}

/// Returns what in a file of numbers can be read: a caption in Exif, IPTC or XMP, a comment.
fn runs(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    let parts = bytes.split(|byte| *byte < b' ' && !byte.is_ascii_whitespace());
    for chunk in parts.filter(|part| part.len() >= RUN).flat_map(<[u8]>::utf8_chunks) {
        if chunk.valid().len() >= RUN {
            text.push_str(chunk.valid());
            text.push('\n');
        }
    }
    (!text.is_empty()).then(|| readable(&text))
}

/// Returns what stands between the tags of a text, then what stands in them, since attributes are read as well.
pub(super) fn readable(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut tags = String::new();
    let mut rest = written;
    while let Some(at) = memchr3(b'<', b'&', b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { tag_end(rest) } else { None };
        if let Some(end) = end {
            let inside = &rest[1..end];
            if !is_inline(inside) {
                text.push('\n');
            }
            tags.push('\n');
            push_unescaped(&mut tags, inside);
            rest = &rest[end + 1..];
        } else {
            rest = step(&mut text, rest);
        }
    }
    text.push_str(rest);
    text.push('\n');
    text.push_str(&tags);
    text
}

/// Returns where the tag or comment ends that begins the text; none if none begins there.
fn tag_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if !bytes.get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
        return None;
    }
    if text.starts_with("<!--") {
        return text.find("-->").map(|end| end + 2);
    }
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate().take(LONGEST_TAG).skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    memchr(b'>', bytes)
}

fn is_inline(tag: &str) -> bool {
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let name = tag.split(|next: char| !next.is_ascii_alphanumeric()).next().unwrap_or("");
    INLINE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns a text with escapes and character references as what they stand for.
fn unescaped(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    push_unescaped(&mut text, written);
    text
}

fn push_unescaped(text: &mut String, mut rest: &str) {
    while let Some(at) = memchr2(b'&', b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = step(text, &rest[at..]);
    }
    text.push_str(rest);
}

/// Writes what the mark at the start stands for, and returns what follows it.
fn step<'a>(text: &mut String, rest: &'a str) -> &'a str {
    let read = match rest.as_bytes().first() {
        Some(b'&') => reference(rest),
        Some(b'\\') => escape(rest),
        _ => None,
    };
    let (character, length) = read.unwrap_or_else(|| (rest.chars().next().unwrap_or(' '), 1));
    text.push(character);
    &rest[length..]
}

/// Reads a character reference of HTML or XML, with its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "shy" => '\u{ad}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code)?
        }
    };
    Some((character, end + 1))
}

/// Reads an escape of JSON (RFC 8259 7) or JavaScript, with its length.
fn escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match text.as_bytes().get(1)? {
        b'n' | b'r' | b't' | b'b' | b'f' => Some((' ', 2)),
        mark @ (b'"' | b'\'' | b'/' | b'\\') => Some((char::from(*mark), 2)),
        b'u' => match (unit(0)?, unit(6)) {
            (high @ 0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) => {
                Some((char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?, 12))
            }
            (code, _) => Some((char::from_u32(code)?, 6)),
        },
        _ => None,
    }
}

/// Returns the words of a text in lower case, one space before and after each: `A "Falcon", he said` is ` a falcon he said `.
///
/// A letter of a script that is written without spaces is a word of its own.
pub(super) fn folded(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    if text.is_ascii() {
        text.bytes().for_each(|byte| fold(&mut words, char::from(byte)));
    } else if is_nfc(text) {
        text.chars().for_each(|character| fold(&mut words, character));
    } else {
        text.nfc().for_each(|character| fold(&mut words, character));
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

fn fold(words: &mut String, character: char) {
    if character.is_ascii_alphanumeric() {
        words.push(character.to_ascii_lowercase());
    } else if character.is_alphanumeric() {
        let alone = is_alone(character);
        if alone && !words.ends_with(' ') {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
        if alone {
            words.push(' ');
        }
    } else if !is_invisible(character) && !words.ends_with(' ') {
        words.push(' ');
    }
}

/// Tells whether a letter is of a script without spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_alone(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Tells whether nobody sees a character inside a word: a soft hyphen, a joiner, a mark of direction.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
