//! Sources that nothing cites: they may be left over, or a citation may be missing.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::kinds;
use crate::link::Site;
use crate::source::Span;

pub(super) static CODE: Code = Code {
    code: "D028",
    title: "a source that nothing cites",
    severity: Severity::Warning,
    doc: "The record in `content/sources.yaml` is not cited by any published record.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    let mut keys = Vec::new();
    for (_, entity) in site.all() {
        entity.document.fields.source_keys(&mut keys);
        cited.extend(keys.drain(..));
        cited.extend(entity.links.cites.iter().flatten().map(|source| &*site.get(*source).id.id));
    }
    for (_, source) in site.of_kind(&kinds::SOURCE) {
        if !cited.contains(&*source.id.id) {
            let text = &source.document.source.text;
            let key = format!("{}:", source.id.id);
            let at = text.lines().scan(0, |at, line| {
                let start = *at;
                *at += line.len() + 1;
                Some((start, line))
            });
            // In the list form the key is a value.
            let listed = format!("- key: {}", source.id.id);
            let is_it = |line: &str| line.starts_with(&key) || line.trim() == listed;
            let place = at.into_iter().find(|(_, line)| is_it(line));
            let place = place.map_or(0, |(start, line)| start + line.find(&*source.id.id).unwrap_or_default());
            let message = format!("nothing cites the source `{}`", source.id.id);
            report.push(
                Diagnostic::new(&CODE, message)
                    .at(&source.document.source.path, Span::new(place, place + source.id.id.len()))
                    .help(format!("cite it with `[@{}]`, or remove it", source.id.id)),
            );
        }
    }
}
