//! Addresses of this site in texts and front matter: which of them nothing answers, and how pages write them.

use std::sync::Arc;

use super::desk::Desk;
use super::pages::{Make, Page, Pages};
use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::kind::{Field, Type};
use crate::kinds;
use crate::link::{BodyLink, Entity, Site, decoded};
use crate::name;
use crate::parse::body::Target;
use crate::parse::fields::{Fields, Value};
use crate::parse::url;
use crate::route::Route;
use crate::source::Span;

impl Desk {
    /// Returns an address of front matter as pages of the site link to it: one without a host counts from the site's root.
    pub(super) fn address(&self, written: &Arc<str>) -> Arc<str> {
        match local(written) {
            Some(path) => format!("{}{path}", self.site.config.base_path).into(),
            None => Arc::clone(written),
        }
    }
}

/// Returns what follows the site's root in an address of this site.
pub(super) fn local(written: &str) -> Option<&str> {
    (!url::is_external(written)).then(|| written.trim_start_matches(['/', '\\']))
}

/// Reports links and addresses of this site that nothing answers.
pub(super) fn report_loose(site: &Site, pages: &Pages, report: &mut Report) {
    let mut known: Option<Vec<&str>> = None;
    let mut missing = |code, entity: &Entity, route: &Route, span: Span, help: Option<String>| {
        let known = known.get_or_insert_with(|| {
            let leads_somewhere = |page: &&Page| page.is_page() || matches!(page.make, Make::Copy(_));
            pages.iter().filter(leads_somewhere).map(|page| page.route.as_str()).collect()
        });
        let help = help.unwrap_or_else(|| help_for(route, known));
        let message = format!("no page or file at `{route}`");
        report.push(Diagnostic::new(code, message).at(&entity.document.source.path, span).help(help));
    };
    for entity in &site.entities {
        for (link, resolved) in entity.document.body.links.iter().zip(&entity.links.body) {
            if let BodyLink::Page(route, _) = resolved
                && !pages.answers(route)
            {
                let help = match &link.target {
                    Target::Address(written) => meant_elsewhere(written),
                    Target::Name(..) => None,
                };
                missing(&codes::BROKEN_LINK, entity, route, link.span, help);
            }
        }
        for address in addresses(entity) {
            let Some(path) = local(address).filter(|path| !path.is_empty()) else { continue };
            let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
            let path = format!("/{}", name::composed(&decoded(path)));
            let (file, folder) = (Route::new(&path), Route::new(&format!("{}/", path.trim_end_matches('/'))));
            if !pages.answers(&file) && !pages.answers(&folder) {
                missing(&codes::LOOSE_ADDRESS, entity, &file, place(entity, address), meant_elsewhere(address));
            }
        }
    }
}

fn help_for(route: &Route, known: &[&str]) -> String {
    match name::nearest(route.as_str(), known.iter().copied(), 1).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None if route.as_str().ends_with('/') => "link to a record by name: `[[Name]]`".to_owned(),
        None => {
            let name = route.as_str().rsplit('/').next().unwrap_or_default();
            format!("put the file into `static/` and link to `/{name}`")
        }
    }
}

/// Says what was meant by an address without a scheme that surely is none of this site: it begins like a host, or names a record.
fn meant_elsewhere(written: &str) -> Option<String> {
    if written.starts_with("[[") {
        return Some("write the address, such as `https://example.org/report`".to_owned());
    }
    url::begins_with_host(written).then(|| format!("did you mean `https://{written}`?"))
}

/// Returns the addresses in the front matter of a record, those of cited sources included.
fn addresses(entity: &Entity) -> Vec<&Arc<str>> {
    let mut found = Vec::new();
    let fields = &entity.document.fields;
    for table in [entity.id.kind.fields, kinds::ANY] {
        collect(table, fields, &mut found);
    }
    found
}

fn collect<'f>(table: &'static [Field], fields: &'f Fields, found: &mut Vec<&'f Arc<str>>) {
    for field in table {
        let (inner, maps) = match (&field.ty, fields.get(field.name)) {
            (Type::Url, Some(Value::Text(address))) => {
                found.push(address);
                continue;
            }
            (Type::Sources, Some(Value::Maps(maps))) => (kinds::CITED, maps),
            (Type::Map(_, inner) | Type::Maps(_, inner), Some(Value::Maps(maps))) => (*inner, maps),
            (_, Some(Value::Refs(refs))) => {
                for source in refs.iter().flat_map(|item| &item.sources) {
                    collect(kinds::CITED, source, found);
                }
                continue;
            }
            _ => continue,
        };
        for map in maps {
            collect(inner, map, found);
        }
    }
}

/// Returns where in its file an address of a record stands first.
fn place(entity: &Entity, address: &str) -> Span {
    let document = &entity.document;
    let is_listed = *entity.id.kind == kinds::SOURCE;
    let text = if is_listed { &*document.source.text } else { document.front_matter() };
    text.find(address).map_or(Span::new(0, 0), |at| Span::new(at, at + address.len()))
}
