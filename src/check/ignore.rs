//! Findings that a comment at their line tells to leave alone, and such comments that do nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::Site;
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

/// Drops the findings that comments speak of. A comment without a finding is reported only where one was looked for: on a site
/// that has the record, and for a code that is due.
pub fn apply(documents: &[Arc<Document>], site: &Site, due: impl Fn(&Code) -> bool, report: &mut Report) {
    let mut dropped = BTreeSet::new();
    let mut idle = Vec::new();
    for document in documents.iter().filter(|document| !document.ignores.is_empty()) {
        let findings = by_line(document, report);
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
                let lines = (code.code, ignore.lines.start)..(code.code, ignore.lines.end);
                let hits: Vec<usize> = findings.range(lines).flat_map(|(_, found)| found).copied().collect();
                if hits.is_empty() && due(code) && site.find(&document.id).is_some() {
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

/// Returns the positions of the findings in the file of a document, by code and line.
fn by_line(document: &Document, report: &Report) -> BTreeMap<(&'static str, usize), Vec<usize>> {
    let mut findings: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, diagnostic) in report.all().iter().enumerate() {
        let place = diagnostic.place.as_ref().filter(|place| place.path == document.source.path);
        if let Some(span) = place.and_then(|place| place.span) {
            let line = position(&document.source.text, span.start as usize).line;
            findings.entry((diagnostic.code.code, line)).or_default().push(at);
        }
    }
    findings
}
