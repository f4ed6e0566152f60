//! A text file that an author wrote, and places in it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::digest::Digest;

/// The path of a file from the project's root, with `/` on every system: `content/people/ada.md`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Wraps a path that is already relative to the root and has `/` between its parts.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// Returns the path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the file's name without its folders: `ada.md`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Returns the file's name without its last extension: `ada`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Returns the folder that holds the file, without a slash at its end: `content/people`.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One text file as it was read: UTF-8, without a byte order mark, each line ended by `\n` alone.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where the file is.
    pub path: SourcePath,
    /// Its whole text.
    pub text: Arc<str>,
    /// The digest of its text.
    pub digest: Digest,
}

impl Source {
    /// Wraps a text that was read from `path`; line ends of other systems, which change no line's number, become `\n`.
    #[must_use]
    pub fn new(path: SourcePath, text: &str) -> Self {
        let text: Cow<'_, str> =
            if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() };
        let text = text.as_ref();
        Self { path, text: text.into(), digest: Digest::of(text.as_bytes()) }
    }
}

/// A range of bytes in one source, from the top of the file, front matter included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    /// Returns this span moved by `offset` bytes towards the end of the file.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }
}

/// A place in a text, counted from 1; columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Returns where byte `offset` of `text` stands; an offset past the end stands at the end.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// Tells whether a character is a control that no text has a use for: C0 but tab and line break, DEL, and C1. HTML and XML
/// forbid them (HTML 13.2.3.5; XML 1.0, 2.2).
#[must_use]
pub fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n')
}

/// Returns whether a text may hold a control: a look at bytes alone, for the many texts that hold none.
fn may_hold_control(text: &str) -> bool {
    // This loop has no exit, so that it runs over many bytes at once. C1 begins with 0xC2 in UTF-8.
    let odd = |byte: u8| (byte < 0x20 && byte != b'\t' && byte != b'\n') || byte == 0x7f || byte == 0xc2;
    text.bytes().fold(false, |found, byte| found | odd(byte))
}

/// Returns the controls of a text with their places.
pub fn controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    let text = if may_hold_control(text) { text } else { "" };
    text.char_indices().filter(|(_, character)| is_control(*character))
}
