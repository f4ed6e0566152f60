//! People that may be the same: one external id, or one name once it is written in Latin letters.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::place::{about, named};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{Entity, Handle, Site};
use crate::name;

pub(super) static CODE: Code = Code {
    code: "D066",
    title: "two people who may be the same",
    severity: Severity::Hint,
    doc: "Two records share an id of another register, or a name or alias is the same in both once case, diacritics and script do not \
          count. They are never merged by themselves: write `same_as` or `not_same_as` in one of the two records, or make one file of \
          them. Short names, such as surnames, are not compared.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut bearers: BTreeMap<String, Vec<Handle>> = BTreeMap::new();
    for (handle, person) in site.of_kind(&kinds::PERSON) {
        for what in marks(person) {
            let known = bearers.entry(what).or_default();
            if known.last() != Some(&handle) {
                known.push(handle);
            }
        }
    }
    let mut seen = HashSet::default();
    for (what, handles) in &bearers {
        // Each is compared with the one before it: a pair of neighbours for each name, however many bear it.
        for pair in handles.windows(2) {
            let &[one, other] = pair else { continue };
            if !seen.insert((one, other)) || decided(site, one, other) || decided(site, other, one) {
                continue;
            }
            // A record without a file has no line to show.
            let (here, there) = if site.get(other).stub { (one, other) } else { (other, one) };
            let (here, there) = (site.get(here), site.get(there));
            let message = format!("`{}` and `{}` may be the same person", here.id, there.id);
            let finding = about(&CODE, here, message).note(None, format!("both have {what}"));
            let finding = if there.stub { finding } else { finding.note(Some(named(there)), "the other one is here") };
            let id = &there.id.id;
            report
                .push(finding.help(format!("write `same_as: {id}` or `not_same_as: {id}`, or make one file of them")));
        }
    }
}

/// Returns what two records of one person would share, in words.
fn marks(person: &Entity) -> Vec<String> {
    let document = &person.document;
    let ids = document.fields.text_map("ids").iter().map(|(register, id)| format!("the {register} id `{}`", id.trim()));
    let aliases = document.aliases.iter().filter(|alias| alias.kind.as_deref() != Some("weak"));
    let names = [&document.name].into_iter().chain(aliases.map(|alias| &alias.name)).chain(&person.spellings);
    let slugs = names.filter(|name| !name::is_short(name)).map(|name| format!("the name `{}`", name::slug(name)));
    ids.chain(slugs).collect()
}

/// Tells whether the front matter of one says what the other is to it.
fn decided(site: &Site, one: Handle, other: Handle) -> bool {
    let person = site.get(one);
    let mut said = person.refs("same_as").chain(person.refs("not_same_as"));
    said.any(|(_, _, resolved)| resolved.found() == Some(other))
}
