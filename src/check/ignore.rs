//! Findings that a comment at their line tells to leave alone, and such comments that do nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::name;
use crate::parse::{Document, Ignore};
use crate::source::position;

pub(super) static CODE: Code = Code {
    code: "D067",
    title: "a comment that ignores nothing",
    severity: Severity::Warning,
    doc: "`%% ignore D060: reason %%` in a text and `# ignore D060: reason` in YAML leave the findings of that code on the same line and \
          on the next one out. This one gives no reason, names no code that can be ignored, or stands where there is no such finding \
          any more: remove it. Errors of reading and linking, and what may be the only sign of a secret, cannot be ignored.",
};

/// Drops the findings that comments speak of. `visible` tells of which documents the records are on the site, `due` which codes
/// were looked for: elsewhere a comment without a finding says nothing wrong.
pub fn apply(
    documents: &[Arc<Document>],
    visible: impl Fn(&Document) -> bool,
    due: impl Fn(&Code) -> bool,
    report: &mut Report,
) {
    let mut dropped = BTreeSet::new();
    let mut idle = Vec::new();
    for document in documents.iter().filter(|document| !document.ignores.is_empty()) {
        let mut push = |ignore: &Ignore, message: String, help: &str| {
            idle.push(Diagnostic::new(&CODE, message).at(&document.source.path, ignore.span).help(help));
        };
        for ignore in &document.ignores {
            let Some(code) = check::find_code(&ignore.code) else {
                let known = check::all_codes();
                let near = name::nearest(&ignore.code, known.iter().map(|code| code.code), 1);
                let help =
                    near.first().map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
                push(ignore, format!("no message has the code `{}`", ignore.code), &help);
                continue;
            };
            if !code.may_be_lowered() {
                let message = format!("`{}` ({}) cannot be ignored", code.code, code.title);
                push(ignore, message, "remove the comment, and mend what the message says");
            } else if ignore.reason.is_empty() {
                let message = format!("no reason is given to ignore `{}`, so it is not ignored", code.code);
                push(ignore, message, &format!("write `ignore {}: reason`", code.code));
            } else {
                let hits = hits(document, ignore, code, report);
                if hits.is_empty() && visible(document) && due(code) {
                    let message = format!("there is no `{}` ({}) to ignore here", code.code, code.title);
                    push(ignore, message, "remove the comment");
                }
                dropped.extend(hits);
            }
        }
    }
    let mut at = 0;
    report.retain(|_| {
        at += 1;
        !dropped.contains(&(at - 1))
    });
    report.extend(idle);
}

/// Returns the positions of the findings that a comment speaks of.
fn hits(document: &Document, ignore: &Ignore, code: &Code, report: &Report) -> Vec<usize> {
    let found = report.all().iter().enumerate().filter(|(_, diagnostic)| {
        let Some(place) = diagnostic.place.as_ref().filter(|place| place.path == document.source.path) else {
            return false;
        };
        let line = place.span.map(|span| position(&document.source.text, span.start as usize).line);
        diagnostic.code.code == code.code && line.is_some_and(|line| ignore.lines.contains(&line))
    });
    found.map(|(at, _)| at).collect()
}
