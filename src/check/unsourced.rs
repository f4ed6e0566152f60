//! Statements without a source.

use super::fact;
use super::place::finding;
use crate::diagnostic::{Code, Report, Severity};
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D058",
    title: "a statement without a source",
    severity: Severity::Warning,
    doc: "What a story lists as `known` or `disputed`, and every claim, is published as a statement of its own and needs `sources` of \
          its own. `unknown` needs none, and roles and relations may rest on the sources of their record.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    fact::each(site, |fact| {
        if fact.sources.is_empty() {
            let message = format!("this {} has no source", fact.noun);
            let help = "add `sources: [key]` beside `text`, with a key of `content/sources.yaml`, an address, or a map";
            report.push(finding(&CODE, fact.entity, fact.at, message).help(help));
        }
    });
}
