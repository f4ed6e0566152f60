//! The words of the interface put into a template before it is compiled: to Tera a word is text like any other, so that
//! saying it costs a page nothing.
//!
//! 1. `{{ say.title.people }}` becomes the word itself, `{% set what = say.event.happened %}` a string with it.
//! 2. Of a sentence with a gap, `{{ say.entry.role.before }}` and `{{ say.entry.role.after }}` are what stands around it.
//! 3. Places in the text that came of it are led back to the template as it was written.

use crate::html;
use crate::load::Template;
use crate::source::{SourcePath, Span};
use crate::template::{self, Tag};
use crate::words::{Pattern, Words};

/// How templates name the words.
const SAY: &str = "say.";

/// A template with the words of one language in it.
pub(super) struct Worded {
    /// Its text.
    pub(super) text: String,
    /// The site's own file, or none for a built-in template.
    pub(super) path: Option<SourcePath>,
    /// Where in this text and in the template each piece begins that was copied.
    pieces: Vec<(u32, u32)>,
}

/// A word that there is not.
pub(super) struct Unknown {
    /// As it is named: `title.poeple`.
    pub(super) key: String,
    /// Where in the template.
    pub(super) span: Span,
}

impl Worded {
    /// Puts the words into a template; those that there are not are noted in `unknown`.
    pub(super) fn new(template: &Template, words: &Words, unknown: &mut Vec<Unknown>) -> Self {
        let mut writer =
            Writer { source: &template.text, words, out: String::new(), at: 0, pieces: vec![(0, 0)], unknown };
        writer.template();
        Self { text: writer.out, path: template.path.clone(), pieces: writer.pieces }
    }

    /// Returns where in the template a span of this text stands.
    pub(super) fn place(&self, span: Span) -> Span {
        let place = |at: u32| {
            let piece = self.pieces.partition_point(|(here, _)| *here <= at).saturating_sub(1);
            let (here, there) = self.pieces.get(piece).copied().unwrap_or_default();
            let next = self.pieces.get(piece + 1).map_or(u32::MAX, |(_, next)| *next);
            (there + (at - here)).min(next)
        };
        Span { start: place(span.start), end: place(span.end) }
    }
}

struct Writer<'a> {
    source: &'a str,
    words: &'a Words,
    out: String,
    /// Up to where the source was written.
    at: usize,
    pieces: Vec<(u32, u32)>,
    unknown: &'a mut Vec<Unknown>,
}

impl Writer<'_> {
    fn template(&mut self) {
        for tag in template::tags(self.source) {
            self.tag(&tag);
        }
        self.copy_to(self.source.len());
    }

    /// Writes the words that a tag names.
    fn tag(&mut self, tag: &Tag<'_>) {
        let named: Vec<Span> = tag.code().flat_map(|(at, code)| named(at, code)).collect();
        let is_alone = |span: &&Span| tag.inside.trim().len() == (span.end - span.start) as usize;
        let is_ended = self.source[..tag.range.end].ends_with("}}");
        if let Some(span) = named.first().filter(|_| tag.says && is_ended).filter(is_alone) {
            if let Some(word) = self.word(*span) {
                self.copy_to(tag.range.start);
                self.say(&word, tag.range.start, tag.range.end);
            }
            return;
        }
        for span in named {
            if let Some(word) = self.word(span) {
                self.copy_to(span.start as usize);
                self.quote(&word, span.end as usize);
            }
        }
    }

    /// Returns the word that a path names.
    fn word(&mut self, span: Span) -> Option<String> {
        let path = &self.source[span.start as usize + SAY.len()..span.end as usize];
        let (key, part) = match path.rsplit_once('.') {
            Some((key, part @ ("before" | "after"))) if key.contains('.') => (key, part),
            _ => (path, ""),
        };
        let Some(text) = self.words.text(key) else {
            self.unknown.push(Unknown { key: key.to_owned(), span });
            return None;
        };
        Some(match part {
            "before" => Pattern::new(text).before().to_owned(),
            "after" => Pattern::new(text).after().to_owned(),
            _ => text.to_string(),
        })
    }

    /// Writes a word as text, unless Tera would not leave it as it is.
    fn say(&mut self, word: &str, open: usize, close: usize) {
        let (before, after) = (self.source[..open].trim_end(), self.source[close..].trim_start());
        let trimmed = ["-%}", "-}}", "-#}"].iter().any(|mark| before.ends_with(mark))
            || ["{%-", "{{-", "{#-"].iter().any(|mark| after.starts_with(mark));
        let has_edges = word.trim().len() != word.len() || word.is_empty();
        if word.contains('{') || (trimmed && has_edges) {
            self.out.push_str("{{ ");
            self.quote(word, close);
            // What follows is no longer the end of the tag.
            self.pieces.pop();
            self.out.push_str(" }}");
            self.pieces.push((self.out.len() as u32, close as u32));
            return;
        }
        html::push_attribute(&mut self.out, word);
        self.skip_to(close);
    }

    /// Writes a word as a string of Tera.
    fn quote(&mut self, word: &str, end: usize) {
        self.out.push('"');
        for letter in word.chars() {
            if matches!(letter, '"' | '\\') {
                self.out.push('\\');
            }
            self.out.push(letter);
        }
        self.out.push('"');
        self.skip_to(end);
    }

    fn copy_to(&mut self, end: usize) {
        self.out.push_str(&self.source[self.at..end]);
        self.at = end;
    }

    fn skip_to(&mut self, end: usize) {
        self.at = end;
        self.pieces.push((self.out.len() as u32, end as u32));
    }
}

/// Returns the paths in a piece of code, which stands at `at`, that name words.
fn named(at: usize, code: &str) -> impl Iterator<Item = Span> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + code[end..].find(is_of_path)?;
        end = code[start..].find(|letter| !is_of_path(letter)).map_or(code.len(), |length| start + length);
        Some((start, end))
    })
    .filter(|(start, _)| code[*start..].starts_with(SAY))
    .map(move |(start, end)| Span::new(at + start, at + end))
}

fn is_of_path(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')
}
