//! People that may be the same: one external id, or one name once it is written in Latin letters.

use super::place::{about, named};
use crate::diagnostic::{Code, Report, Severity};
use crate::link::Site;

pub(super) static CODE: Code = Code {
    code: "D066",
    title: "two people who may be the same",
    severity: Severity::Hint,
    doc: "Two records share an id of another register, or a name or alias is the same in both once case, diacritics and script do not \
          count, or sounds the same, as `Sergei` and `Sergey` do. They are never merged by themselves: write `same_as` or `not_same_as` in one of the two records, or make one file of \
          them. Until then the pages of both say that this is not decided. Short names, such as surnames, are not compared.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for pair in &site.near_people {
        // A record without a file has no line to show.
        let (here, there) = if site.get(pair.other).stub { (pair.one, pair.other) } else { (pair.other, pair.one) };
        let (here, there) = (site.get(here), site.get(there));
        let message = format!("`{}` and `{}` may be the same person", here.id, there.id);
        let finding = about(&CODE, here, message).note(None, format!("both have {}", pair.mark.words()));
        let finding = if there.stub { finding } else { finding.note(Some(named(there)), "the other one is here") };
        let id = &there.id.id;
        report.push(finding.help(format!("write `same_as: {id}` or `not_same_as: {id}`, or make one file of them")));
    }
}
