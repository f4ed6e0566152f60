//! What the setting `checks` of a site makes of the codes.

use crate::check;
use crate::codes;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Report, Severities};
use crate::name;
use crate::source::SourcePath;

/// Reads the setting; codes that do not exist, and those that may not be lowered, are reported and keep their severity.
#[must_use]
pub fn of(config: &Config, report: &mut Report) -> Severities {
    let mut severities = Severities::default();
    for setting in &config.checks {
        let place = |diagnostic: Diagnostic| diagnostic.at(&SourcePath::new(config::FILE), setting.span);
        let Some(code) = check::find_code(&setting.code) else {
            let known: Vec<&str> = check::all_codes().iter().map(|code| code.code).collect();
            let help = match name::nearest(&setting.code, known, 1).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a code is printed before each message: `warning[D028]`".to_owned(),
            };
            let message = format!("no message has the code `{}`", setting.code);
            report.push(place(Diagnostic::new(&codes::SETTINGS, message).help(help)));
            continue;
        };
        // `off` is the least of all.
        let lowered = setting.severity.is_none_or(|severity| severity > code.severity);
        if lowered && !code.may_be_lowered() {
            let word = setting.severity.map_or("off", crate::diagnostic::Severity::word);
            let message = format!("`{}` ({}) cannot be `{word}`", code.code, code.title);
            report.push(place(Diagnostic::new(&codes::SETTINGS, message).help(
                "errors of reading and linking, and what may be the only sign of a secret, keep their severity; remove the line",
            )));
            continue;
        }
        severities.set(code, setting.severity);
    }
    severities
}
