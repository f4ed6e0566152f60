//! What contradicts itself: two people who are said to be one and not to be one, and whoever is tied to themself.

use foldhash::HashSet;

use super::place::{finding, place};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, Site};
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D071",
    title: "what contradicts itself",
    severity: Severity::Warning,
    doc: "Two people are `same_as` and `not_same_as` each other, in one record or on two sides; or a record names itself in `same_as`, \
          `not_same_as` or `relations`. Pages show neither of the two, nor a tie to oneself. Remove what is wrong.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (person, entity) in site.of_kind(&kinds::PERSON) {
        for field in ["same_as", "not_same_as"] {
            for (other, at) in named(entity, field).filter(|(other, _)| *other == person) {
                let message = format!("`{}` names itself in `{field}`", site.get(other).id);
                report.push(finding(&CODE, entity, at, message).help("name the other record, or remove it"));
            }
        }
        opposed(site, person, report);
    }
    for (record, entity) in site.all() {
        for index in 0..entity.document.fields.maps("relations").len() {
            if entity.nested("relations", index, "to").and_then(Resolved::found) == Some(record) {
                let at = At { field: "relations", index: index as u16, sub: "to" };
                let message = format!("`{}` is tied to itself", entity.id);
                report.push(
                    finding(&CODE, entity, at, message).help("name the other one in `to`, or remove the relation"),
                );
            }
        }
    }
}

/// Tells about the others whom a person's record says not to be this one, while either side says that they are. Where both
/// say that they are not, the first record tells.
fn opposed(site: &Site, person: Handle, report: &mut Report) {
    let entity = site.get(person);
    let mut seen: HashSet<Handle> = HashSet::default();
    for (other, at) in named(entity, "not_same_as").filter(|(other, _)| *other != person) {
        let there = site.get(other);
        let told = other < person && named(there, "not_same_as").any(|(back, _)| back == person);
        if told || !seen.insert(other) {
            continue;
        }
        let here = named(entity, "same_as").find(|(same, _)| *same == other).map(|(_, at)| place(entity, at));
        let back = || named(there, "same_as").find(|(same, _)| *same == person).map(|(_, at)| place(there, at));
        if let Some(same) = here.or_else(back) {
            let message = format!("`{}` and `{}` are said to be one person, and not to be", entity.id, there.id);
            let found = finding(&CODE, entity, at, message).note(Some(same), "`same_as` says that they are one");
            report.push(found.help("remove one of the two"));
        }
    }
}

/// Returns the records that a key names, each with its place.
fn named<'a>(entity: &'a Entity, field: &'static str) -> impl Iterator<Item = (Handle, At)> + 'a {
    entity.refs(field).filter_map(|(_, reference, resolved)| Some((resolved.found()?, reference.at)))
}
