//! Diagnostics as text for a terminal and as JSON lines, where wording meets form; other forms stand beside this file.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Map, Value, json};

use super::{Diagnostic, Place, Severity};
use crate::source::{SourcePath, Span, position};

/// How diagnostics are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// With the line and carets, for people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
    /// One SARIF 2.1.0 document, for code scanning.
    Sarif,
    /// One workflow command a line, for annotations on GitHub.
    Github,
}

/// Gives the text of a file that a diagnostic points into.
pub trait Texts {
    /// Returns the whole text of `path`, if it is at hand.
    fn text(&self, path: &SourcePath) -> Option<&str>;
}

/// Returns the diagnostic with its line and carets, ending in a line break.
#[must_use]
pub fn terminal(diagnostic: &Diagnostic, texts: &dyn Texts, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let mut group = located(
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.code)),
        diagnostic.place.as_ref(),
        texts,
    );
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut groups = vec![];
    let mut remarks = vec![];
    for (place, text) in &diagnostic.notes {
        match place {
            None => group = group.element(Level::NOTE.message(text)),
            Some(_) => {
                remarks.push(located(Group::with_title(Level::NOTE.secondary_title(text)), place.as_ref(), texts));
            }
        }
    }
    groups.push(group);
    groups.extend(remarks);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.decor_style(DecorStyle::Ascii).render(&groups))
}

fn located<'a>(group: Group<'a>, place: Option<&'a Place>, texts: &'a dyn Texts) -> Group<'a> {
    let Some(place) = place else { return group };
    let path = place.path.as_str();
    match (place.span, texts.text(&place.path)) {
        (Some(span), Some(text)) => excerpt(group, text, path, span),
        _ => group.element(Origin::path(path)),
    }
}

/// How much of a line that is longer stands around a place in it, in bytes: far more than a terminal shows.
const AROUND: usize = 1000;

/// Adds the lines of `span`, cut out of the text, so that a long file costs nothing; of a long line what stands around the place.
fn excerpt<'a>(group: Group<'a>, text: &'a str, path: &'a str, span: Span) -> Group<'a> {
    let floor = |at: usize| text.floor_char_boundary(at);
    let start = floor((span.start as usize).min(text.len()));
    let end = floor((span.end as usize).clamp(start, text.len()));
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let end = end.min(text[start..].find('\n').map_or(end, |at| start + at)).max(start);
    let last = last.min(text[end..].find('\n').map_or(last, |at| end + at));
    let last = last.min(floor(end.saturating_add(AROUND)));
    let place = position(text, start);
    let cut = |from: usize| {
        Snippet::source(text[from..last].trim_end_matches('\r'))
            .line_start(place.line)
            .annotation(AnnotationKind::Primary.span(start - from..end.max(start) - from))
    };
    if start - first <= AROUND {
        return group.element(cut(first).path(path));
    }
    group
        .element(Origin::path(path).line(place.line).char_column(place.column))
        .element(cut(floor(start - AROUND / 10)))
}

/// Returns the diagnostic as one JSON object without a line break, with the keys of the data contract.
#[must_use]
pub fn json_line(diagnostic: &Diagnostic, texts: &dyn Texts) -> String {
    let mut object = Map::new();
    object.insert("code".into(), json!(diagnostic.code.code));
    object.insert("severity".into(), json!(diagnostic.severity.word()));
    object.insert("message".into(), json!(diagnostic.message));
    place_keys(&mut object, diagnostic.place.as_ref(), texts);
    if let Some(help) = &diagnostic.help {
        object.insert("help".into(), json!(help));
    }
    if !diagnostic.notes.is_empty() {
        let notes = diagnostic.notes.iter().map(|(place, text)| {
            let mut note = Map::new();
            note.insert("message".into(), json!(text));
            place_keys(&mut note, place.as_ref(), texts);
            Value::Object(note)
        });
        object.insert("notes".into(), notes.collect());
    }
    Value::Object(object).to_string()
}

fn place_keys(object: &mut Map<String, Value>, place: Option<&Place>, texts: &dyn Texts) {
    let Some(place) = place else { return };
    object.insert("file".into(), json!(place.path.as_str()));
    if let (Some(span), Some(text)) = (place.span, texts.text(&place.path)) {
        let (start, end) = (position(text, span.start as usize), position(text, span.end as usize));
        object.insert("line".into(), json!(start.line));
        object.insert("column".into(), json!(start.column));
        object.insert("end_line".into(), json!(end.line));
        object.insert("end_column".into(), json!(end.column));
    }
}
