//! How serious each code is on one site.

use std::collections::BTreeMap;

use super::{Code, Severity};

/// What the settings make of single codes; every other code keeps its own severity.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Severities {
    /// None is for a code that is turned off.
    changed: BTreeMap<&'static str, Option<Severity>>,
}

impl Severities {
    /// Gives a code another severity, or turns it off.
    pub fn set(&mut self, code: &'static Code, severity: Option<Severity>) {
        self.changed.insert(code.code, severity);
    }

    /// Returns the severity of a code on this site; none if it is turned off.
    #[must_use]
    pub fn of(&self, code: &Code) -> Option<Severity> {
        self.for_diagnostic(code, code.severity)
    }

    /// Returns the severity of a diagnostic, which may have been given another one than its code; none if it is turned off.
    pub(super) fn for_diagnostic(&self, code: &Code, severity: Severity) -> Option<Severity> {
        self.changed.get(code.code).copied().unwrap_or(Some(severity))
    }
}
