//! What is wrong now: the diagnostics of the terminal, as JSON and as what the preview lays over a page.

use std::fmt::Write as _;
use std::path::Path;

use super::editor::Editor;
use crate::diagnostic::{self, Diagnostic, Place, Severity, Texts};
use crate::error::Error;
use crate::html;
use crate::source::{Position, SourcePath, position};

/// A place in a file, as people count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The file.
    pub path: SourcePath,
    /// The line and the column.
    pub at: Position,
}

impl Spot {
    /// Looks up where a place stands; the top of the file where it is the whole of it.
    #[must_use]
    pub fn of(place: &Place, texts: &dyn Texts) -> Self {
        let at = place.span.and_then(|span| Some(position(texts.text(&place.path)?, span.start as usize)));
        Self { path: place.path.clone(), at: at.unwrap_or(Position { line: 1, column: 1 }) }
    }

    /// Appends a link that opens the editor here: `articles/call.md:7:5`.
    pub fn push_link(&self, page: &mut String, editor: &Editor, root: &Path) {
        html::open(page, "a", &[("href", Some(&editor.link(root, &self.path, self.at)))]);
        html::push_text(page, &format!("{}:{}:{}", self.path, self.at.line, self.at.column));
        page.push_str("</a>");
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// How serious it is.
    pub severity: Severity,
    /// Where it is, then the other places that belong to it.
    spots: Vec<Spot>,
    /// What the terminal says.
    text: String,
    /// The same as one JSON object.
    json: String,
}

impl Problem {
    /// Puts a diagnostic into its forms.
    #[must_use]
    pub fn new(diagnostic: &Diagnostic, texts: &dyn Texts) -> Self {
        let places = diagnostic.place.iter().chain(diagnostic.notes.iter().filter_map(|(place, _)| place.as_ref()));
        Self {
            severity: diagnostic.severity,
            spots: places.map(|place| Spot::of(place, texts)).collect(),
            text: diagnostic::terminal(diagnostic, texts, false),
            json: diagnostic::json_line(diagnostic, texts),
        }
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let message = error.to_string();
        let json = serde_json::json!({"severity": "error", "message": message}).to_string();
        Self { severity: Severity::Error, spots: Vec::new(), text: format!("error: {message}\n"), json }
    }
}

/// Returns problems as one JSON list with the keys of `--format json`.
#[must_use]
pub fn json(problems: &[Problem]) -> String {
    let all: Vec<&str> = problems.iter().map(|problem| problem.json.as_str()).collect();
    format!("[{}]\n", all.join(","))
}

/// Appends what is wrong as a layer over a page: errors first, all that is less behind one line.
pub fn push_overlay(page: &mut String, problems: &[Problem], editor: &Editor, root: &Path) {
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    let (errors, others): (Vec<&Problem>, Vec<&Problem>) = problems.iter().partition(is_error);
    if errors.is_empty() {
        return;
    }
    page.push_str("<div class=\"dossier-problems\" role=\"alert\" data-dossier-problems>");
    page.push_str("<h2>What is wrong now</h2><p>Until it is mended, pages stay as they were last.</p>");
    push_list(page, &errors, editor, root);
    if !others.is_empty() {
        let noun = if others.len() == 1 { "remark" } else { "remarks" };
        let _ = write!(page, "<details><summary>{} more {noun}</summary>", others.len());
        push_list(page, &others, editor, root);
        page.push_str("</details>");
    }
    page.push_str("</div>");
}

fn push_list(page: &mut String, problems: &[&Problem], editor: &Editor, root: &Path) {
    page.push_str("<ol>");
    for problem in problems {
        page.push_str("<li><pre tabindex=\"0\">");
        html::push_text(page, problem.text.trim_end());
        page.push_str("</pre>");
        for spot in &problem.spots {
            page.push_str("<p>Open ");
            spot.push_link(page, editor, root);
            page.push_str("</p>");
        }
        page.push_str("</li>");
    }
    page.push_str("</ol>");
}
