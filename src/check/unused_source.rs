//! Sources that nothing cites: they may be left over, or a citation may be missing.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::kinds;
use crate::link::Site;
use crate::parse::fields::{Fields, Value};
use crate::source::Span;

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    for (_, entity) in site.all() {
        keys(&entity.document.fields, &mut cited);
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
            let place = at.into_iter().find(|(_, line)| line.starts_with(&key)).map_or(0, |(start, _)| start);
            let message = format!("nothing cites the source `{}`", source.id.id);
            report.push(
                Diagnostic::new(&codes::UNUSED_SOURCE, message)
                    .at(&source.document.source.path, Span::new(place, place + source.id.id.len()))
                    .help(format!("cite it with `[@{}]`, or remove it", source.id.id)),
            );
        }
    }
}

/// Collects the source keys of a record's front matter, at any depth.
fn keys<'a>(fields: &'a Fields, cited: &mut BTreeSet<&'a str>) {
    for (key, value) in fields.iter() {
        match value {
            Value::Maps(maps) if matches!(key, "sources" | "source") => {
                cited.extend(maps.iter().filter_map(|map| map.text("key")).map(|key| &**key));
            }
            Value::Maps(maps) => maps.iter().for_each(|map| keys(map, cited)),
            Value::Refs(refs) => {
                for item in refs {
                    cited.extend(item.sources.iter().filter_map(|map| map.text("key")).map(|key| &**key));
                }
            }
            _ => {}
        }
    }
}
