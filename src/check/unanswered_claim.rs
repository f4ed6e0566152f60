//! Claims about a person who was not heard.

use super::place::finding;
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{Resolved, Site};
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D064",
    title: "a claim about a person without a reply",
    severity: Severity::Warning,
    doc: "A claim and the reply of the one concerned travel together to every page that repeats either. Write `reply` below the claim: \
          when the person was `asked`, `via` what, until which `deadline`, and the `date` and `text` of the answer, or a `status` such as \
          \"no answer\".",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, entity) in site.all() {
        for (index, claim) in entity.document.fields.maps("claims").iter().enumerate() {
            let about = entity.nested("claims", index, "about").and_then(Resolved::found);
            let Some(person) = about.map(|about| site.get(about)).filter(|about| *about.id.kind == kinds::PERSON)
            else {
                continue;
            };
            let heard = claim.maps("reply").iter().any(|reply| reply.iter().next().is_some());
            if !heard {
                let at = At { field: "claims", index: index as u16, sub: "text" };
                let message = format!("`{}` has not been heard on this claim", person.document.name);
                let help = "add `reply: {asked: 2025-02-13, status: no answer}`, or the `text` of the answer";
                report.push(finding(&CODE, entity, at, message).help(help));
            }
        }
    }
}
