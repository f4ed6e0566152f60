//! Findings in a form that can be kept: the code by its name, places as numbers.

use serde::{Deserialize, Serialize};

use super::{Code, Diagnostic, Place, Report, Severity};
use crate::source::{SourcePath, Span};

/// A diagnostic as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    code: String,
    severity: String,
    message: String,
    place: Option<Spot>,
    help: Option<String>,
    notes: Vec<(Option<Spot>, String)>,
}

/// A file, with the first byte and the one after the last.
type Spot = (String, Option<(u32, u32)>);

impl Kept {
    /// Returns a diagnostic in this form.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { code, severity, message, place, help, notes } = diagnostic;
        Self {
            code: code.code.to_owned(),
            severity: severity.word().to_owned(),
            message: message.clone(),
            place: place.as_ref().map(spot),
            help: help.clone(),
            notes: notes.iter().map(|(place, text)| (place.as_ref().map(spot), text.clone())).collect(),
        }
    }

    /// Returns those of a report, in its order.
    #[must_use]
    pub fn all(report: &Report) -> Vec<Self> {
        report.all().iter().map(Self::of).collect()
    }

    /// Returns the diagnostic, whose code is one of these; nothing where that is none of this program.
    #[must_use]
    pub fn told(self, codes: &[&'static Code]) -> Option<Diagnostic> {
        let all = [Severity::Error, Severity::Warning, Severity::Hint];
        Some(Diagnostic {
            code: codes.iter().find(|code| code.code == self.code)?,
            severity: all.into_iter().find(|severity| severity.word() == self.severity)?,
            message: self.message,
            place: self.place.map(place),
            help: self.help,
            notes: self.notes.into_iter().map(|(spot, text)| (spot.map(place), text)).collect(),
        })
    }
}

fn spot(place: &Place) -> Spot {
    (place.path.as_str().to_owned(), place.span.map(|span| (span.start, span.end)))
}

fn place((path, span): Spot) -> Place {
    Place { path: SourcePath::new(&path), span: span.map(|(start, end)| Span { start, end }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn a_diagnostic_comes_back_as_it_was() {
        let path = SourcePath::new("content/people/ada.md");
        let told = Diagnostic::new(&codes::UNKNOWN_KEY, "unknown key `a`")
            .at(&path, Span::new(3, 7))
            .help("remove it")
            .note(Some(Place { path: path.clone(), span: None }), "here")
            .note(None, "nowhere");
        assert_eq!(Kept::of(&told).told(codes::CODES), Some(told.clone()));
        assert_eq!(Kept::of(&told).told(&[&codes::BAD_DATE]), None);
    }
}
