//! What an argument names: a kind, a record. A name that nothing has is an error with the nearest one.

use std::path::Path;

use crate::commands::working_folder;
use crate::entity::EntityId;
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds::Kinds;
use crate::link::{Handle, Site};
use crate::load;
use crate::name;

/// Returns the kinds of the project at or above a folder; those that are built in where there is none.
pub(super) fn kinds(root: Option<&Path>) -> Result<Kinds, Error> {
    let found = root.map_or_else(|| load::find_root(&working_folder()?), |root| Ok(root.to_path_buf()));
    match found.and_then(|root| load::settings(&root)) {
        Ok(config) => Ok(config.kinds()),
        Err(Error::NoProject { .. }) => Ok(Kinds::default()),
        Err(error) => Err(error),
    }
}

/// Returns the kind of this name; `others` is what may stand in its place, for the message.
pub(super) fn kind(kinds: Kinds, given: &str, others: &[&str]) -> Result<&'static Kind, Error> {
    let names = kinds.iter().map(|kind| kind.plural);
    kinds.find(given).ok_or_else(|| unknown("kind", "kinds", given, names.chain(others.iter().copied())))
}

/// Returns the record of a kind with this id.
pub(super) fn record(site: &Site, kind: &'static Kind, id: &str) -> Result<Handle, Error> {
    let found = site.find(&EntityId::new(kind, id));
    found.ok_or_else(|| missing(kind.name, id, site.of_kind(kind).map(|(_, entity)| &*entity.id.id)))
}

/// Says that nothing of a sort has a name, and which is the nearest; all of them where none is near.
pub(super) fn unknown<'a>(noun: &str, nouns: &str, given: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.collect();
    let near = name::nearest(given, known.iter().copied(), 1);
    let help = near
        .first()
        .map_or_else(|| format!("the {nouns} are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    Error::Usage(format!("no {noun} `{given}`; {help}"))
}

/// Says that no record has an id, and which is the nearest.
pub(super) fn missing<'a>(noun: &str, id: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let near = name::nearest(id, known, 1);
    let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Error::Usage(format!("no {noun} with the id `{id}`{help}"))
}
