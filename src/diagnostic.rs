//! What an author can mend: facts with a place, collected by every stage and printed in one form.

mod control;
mod fingerprint;
mod github;
mod kept;
mod render;
mod sarif;
mod severities;

use std::cmp::Ordering;

pub use control::{control, controls_in};
pub use fingerprint::fingerprint;
pub use github::github_line;
pub use kept::Kept;
pub use render::{Format, Texts, json_line, terminal};
pub use sarif::sarif;
pub use severities::Severities;

use crate::source::{SourcePath, Span};

/// How serious a diagnostic is. Errors stop the output; hints do not count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Written, but worth a look.
    Warning,
    /// A proposal.
    Hint,
}

impl Severity {
    /// Returns the word that is printed: `error`, `warning`, `hint`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// One kind of diagnostic: a stable code and what `dossier explain` says of it.
#[derive(PartialEq, Eq, Debug)]
pub struct Code {
    /// The stable code: `D012`.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// How serious it is unless the settings say otherwise.
    pub severity: Severity,
    /// What it means and how to mend it.
    pub doc: &'static str,
}

impl Code {
    /// Tells whether the settings, a comment or a baseline may make less of it. Errors of reading and linking leave holes in
    /// the output, and the others here may be the only sign that a secret is about to be published: a misspelt `draft` or
    /// `private_words`, the name of a record that is held back, a date that was meant as an embargo.
    #[must_use]
    pub fn may_be_lowered(&self) -> bool {
        use crate::codes::{FUTURE_ARTICLE, HIDDEN_REF, UNKNOWN_KEY, UNKNOWN_SETTING};
        let guards = [&UNKNOWN_KEY, &UNKNOWN_SETTING, &HIDDEN_REF, &FUTURE_ARTICLE];
        self.severity != Severity::Error && !guards.iter().any(|guard| guard.code == self.code)
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file.
    pub path: SourcePath,
    /// The range in it; the whole file is meant when there is none.
    pub span: Option<Span>,
}

/// One thing that an author can mend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Which rule.
    pub code: &'static Code,
    /// How serious it is here.
    pub severity: Severity,
    /// What is wrong: lower case, names in backticks, no full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub notes: Vec<(Option<Place>, String)>,
}

impl Diagnostic {
    /// Starts a diagnostic with the code's own severity and no place.
    #[must_use]
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity, message: message.into(), place: None, help: None, notes: Vec::new() }
    }

    /// Sets the file and the range in it.
    #[must_use]
    pub fn at(mut self, path: &SourcePath, span: Span) -> Self {
        self.place = Some(Place { path: path.clone(), span: Some(span) });
        self
    }

    /// Sets the file alone.
    #[must_use]
    pub fn in_file(mut self, path: &SourcePath) -> Self {
        self.place = Some(Place { path: path.clone(), span: None });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where something can be said.
    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds a remark, at a place or without one.
    #[must_use]
    pub fn note(mut self, place: Option<Place>, text: impl Into<String>) -> Self {
        self.notes.push((place, text.into()));
        self
    }

    fn order(&self, other: &Self) -> Ordering {
        let key = |diagnostic: &Self| {
            let place = diagnostic.place.clone();
            let (path, span) = place.map_or((None, None), |place| (Some(place.path), place.span));
            (diagnostic.severity, path, span, diagnostic.code.code, diagnostic.message.clone())
        };
        key(self).cmp(&key(other))
    }
}

/// The diagnostics of one run.
#[derive(Clone, Default, Debug)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds several.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Gives each the severity that the settings give its code, and drops those that are turned off.
    pub fn weigh(&mut self, severities: &Severities) {
        self.diagnostics.retain_mut(|diagnostic| {
            match severities.for_diagnostic(diagnostic.code, diagnostic.severity) {
                Some(severity) => {
                    diagnostic.severity = severity;
                    true
                }
                None => false,
            }
        });
    }

    /// Keeps those for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// Sorts by severity, then place, then code, and drops repetitions. With `strict`, unknown keys and settings are
    /// errors.
    pub fn settle(&mut self, strict: bool) {
        if strict {
            for diagnostic in &mut self.diagnostics {
                if [crate::codes::UNKNOWN_KEY.code, crate::codes::UNKNOWN_SETTING.code].contains(&diagnostic.code.code)
                {
                    diagnostic.severity = Severity::Error;
                }
            }
        }
        self.diagnostics.sort_by(Diagnostic::order);
        self.diagnostics.dedup();
    }

    /// Returns the diagnostics; after [`Report::settle`] in their final order.
    #[must_use]
    pub fn all(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Gives the diagnostics away.
    #[must_use]
    pub fn into_all(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Counts those of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Tells whether the output must not be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
