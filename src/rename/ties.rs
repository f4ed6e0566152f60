//! Whether every record refers to the same records as before.

use std::collections::BTreeMap;

use super::Rename;
use crate::engine::Engine;
use crate::entity::EntityId;
use crate::error::Error;
use crate::link::{BodyLink, Entity, Handle, Resolved, Site};

/// What each record refers to, in order.
type Ties = BTreeMap<EntityId, Vec<String>>;

/// Links the site as it would be, and returns what would differ; nothing where all is well.
pub(super) fn apart(engine: &mut Engine, site: &Site, rename: &Rename) -> Result<Vec<String>, Error> {
    let then = engine.plan_changed(|snapshot| rename.change(snapshot))?;
    let errors = then.report.all().iter().filter(|found| found.severity == crate::diagnostic::Severity::Error);
    let mut apart: Vec<String> = errors.map(|found| found.message.clone()).collect();
    let before = ties(site, |id| if *id == rename.old { rename.new.clone() } else { id.clone() });
    let after = ties(&then.desk.site, EntityId::clone);
    for (id, own) in &before {
        if after.get(id) != Some(own) {
            apart.push(format!("`{id}` would refer to others"));
        }
    }
    apart.extend(after.keys().filter(|id| !before.contains_key(*id)).map(|id| format!("`{id}` would be new")));
    Ok(apart)
}

fn ties(site: &Site, called: impl Fn(&EntityId) -> EntityId) -> Ties {
    let name = |handle: Handle| called(&site.get(handle).id).to_string();
    site.all().map(|(_, entity)| (called(&entity.id), of(entity, &name))).collect()
}

fn of(entity: &Entity, name: &dyn Fn(Handle) -> String) -> Vec<String> {
    let links = &entity.links;
    let found = |handle: &Option<Handle>| handle.map_or_else(String::new, name);
    let resolved = |resolved: &Resolved| match resolved {
        Resolved::Found(handle) => name(*handle),
        Resolved::Hidden => "hidden".to_owned(),
        Resolved::Plain => String::new(),
    };
    let body = links.body.iter().map(|link| match link {
        BodyLink::Record(handle, anchor) => format!("{}#{}", name(*handle), anchor.as_deref().unwrap_or_default()),
        BodyLink::Page(route, rest) => format!("{}{rest}", route.as_str()),
        BodyLink::Text => String::new(),
    });
    let quoted =
        links.speakers.iter().chain(&links.venues).chain(&links.addressees).chain(links.fielded.iter().flatten());
    let references = links.references.iter().chain(quoted).map(resolved);
    let automatic = links.automatic.iter().map(|one| name(one.target));
    references.chain(body).chain(links.cites.iter().map(found)).chain(automatic).collect()
}
