//! Records that nothing mentions and that are in no story.

use foldhash::HashSet;

use super::place::about;
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{Handle, Site};

pub(super) static CODE: Code = Code {
    code: "D063",
    title: "a record that nothing leads to",
    severity: Severity::Hint,
    doc: "No article, event or other record names this one, nobody is quoted by its name, and it belongs to no story, so readers find \
          it in lists only. Mention it, give an event its `story`, or remove the file.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let quoted: HashSet<Handle> = site
        .all()
        .flat_map(|(_, entity)| {
            let links = &entity.links;
            links.speakers.iter().chain(&links.venues).chain(&links.addressees).filter_map(|resolved| resolved.found())
        })
        .collect();
    let built_in = [&kinds::PERSON, &kinds::EVENT, &kinds::ORGANIZATION, &kinds::PLACE];
    for kind in built_in.into_iter().chain(site.config.kinds().own()) {
        for (handle, record) in site.of_kind(kind) {
            let told = record.refs("story").any(|(_, _, story)| story.found().is_some());
            // What cannot be read may say where the record belongs.
            let broken = record.document.diagnostics.iter().any(|mistake| mistake.severity == Severity::Error);
            if site.mentions_of(handle).is_empty() && !told && !broken && !quoted.contains(&handle) {
                let message = format!("nothing mentions `{}`", record.document.name);
                report.push(about(&CODE, record, message).help("mention it, give it a story, or remove the file"));
            }
        }
    }
}
