//! Statements that rest on one publisher only.

use super::fact;
use super::place::finding;
use crate::diagnostic::{Code, Report, Severity};
use crate::link::Site;
use crate::link::publishers::{origins, publishers};

pub(super) static CODE: Code = Code {
    code: "D059",
    title: "a statement with a single source",
    severity: Severity::Hint,
    doc: "All sources of what a story lists as `known` or `disputed`, or of a claim, come from one publisher. A second one that does \
          not draw on the first makes the statement safer. Publishers are compared by name, else by the host of the address.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    fact::each(site, |fact| {
        if let [only] = publishers(site, origins(site, fact.sources)).as_slice() {
            let message = format!("this {} rests on `{only}` alone", fact.noun);
            let help = "add a source from somebody else, if there is one";
            report.push(finding(&CODE, fact.entity, fact.at, message).help(help));
        }
    });
}
