//! Who is declared in the front matter of an article and does not occur in its text.

use foldhash::HashSet;

use super::place::finding;
use super::word::holds;
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{BodyLink, Entity, Handle, Site};
use crate::name;
use crate::parse::Reference;

pub(super) static CODE: Code = Code {
    code: "D060",
    title: "a record that is declared and not mentioned",
    severity: Severity::Hint,
    doc: "The front matter of the article declares a person, an organization or a place that its text neither links nor names, under \
          any of its names. The article appears on that record's page all the same. Remove the line, or add the spelling that the \
          text uses to the record's `aliases`. Events are told, seldom named, and are not looked for.",
};

/// The keys that are looked at.
const KEYS: [&str; 3] = ["people", "organizations", "places"];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, article) in site.of_kind(&kinds::ARTICLE) {
        if article.document.body.text.trim().is_empty() {
            continue;
        }
        let linked = linked(article);
        let mut text = None;
        for key in KEYS.into_iter().chain(site.config.kinds().own().map(|kind| kind.plural)) {
            for (_, reference, resolved) in article.refs(key) {
                let Some(handle) = resolved.found().filter(|handle| !linked.contains(handle)) else { continue };
                let text = text.get_or_insert_with(|| name::fold(&article.document.body.text).text);
                let record = site.get(handle);
                if !names(record, reference).any(|name| holds(text, &name::fold(name).text)) {
                    let message = format!("`{}` is declared here and not mentioned in the text", record.document.name);
                    let help = "remove it, or add the spelling of the text to its `aliases`";
                    report.push(finding(&CODE, article, reference.at, message).help(help));
                }
            }
        }
    }
}

/// Returns the records that the text links or quotes.
fn linked(article: &Entity) -> HashSet<Handle> {
    let links = &article.links;
    let body = links.body.iter().filter_map(|link| match link {
        BodyLink::Record(target, _) => Some(*target),
        BodyLink::Page(..) | BodyLink::Text => None,
    });
    let automatic = links.automatic.iter().map(|link| link.target);
    let speakers = links.speakers.iter().filter_map(|speaker| speaker.found());
    let others = links.venues.iter().chain(&links.addressees).filter_map(|resolved| resolved.found());
    body.chain(automatic).chain(speakers).chain(others).collect()
}

/// Returns the spellings by which a text may name a record; of a person each longer word of the display name is one.
fn names<'a>(record: &'a Entity, reference: &'a Reference) -> impl Iterator<Item = &'a str> {
    let document = &record.document;
    let person = *record.id.kind == kinds::PERSON;
    let words = document.name.split_whitespace().filter(move |word| person && word.chars().count() > 2);
    let aliases = document.aliases.iter().map(|alias| &*alias.name);
    let here = [Some(&document.name), reference.name_used.as_ref(), Some(&reference.target)];
    let here = here.into_iter().flatten().map(|name| &**name);
    here.chain(aliases).chain(record.spellings.iter().map(|name| &**name)).chain(words)
}
