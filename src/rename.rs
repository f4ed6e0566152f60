//! A record under another id: which file moves, and which bytes of which texts change so that every reference leads where it led.
//!
//! 1. [`plan`] finds the references in the linked site and says what changes, by exact places.
//! 2. The site is linked again as it would be then, in memory: unless each record refers to the same ones as before, nothing is done.
//! 3. Only then is anything written, all files before the first one moves into its place.
//!
//! What still leads to the record by its name or an alias stays as it is written.

mod record;
mod references;
mod settings;
mod text;
mod ties;

use std::collections::BTreeMap;

use crate::config;
use crate::engine::{Engine, Planned};
use crate::entity::EntityId;
use crate::error::Error;
use crate::kinds::{self, Kinds};
use crate::link::{Entity, Handle, Site};
use crate::load::Snapshot;
use crate::name;
use crate::source::{Source, SourcePath, Span};
pub use text::{Line, apply, apply_to_file, is_text_of, lines};

/// What stands in no name of a file: some systems refuse it, and wikilinks end at it.
const NO_FILE_NAME: [char; 13] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '#', '^', '[', ']'];

/// Bytes of a text that become others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// Which.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

/// Everything that changes.
#[derive(Debug)]
pub struct Rename {
    /// The record as it was.
    pub old: EntityId,
    /// The record as it is then.
    pub new: EntityId,
    /// Its file.
    pub from: SourcePath,
    /// Where its file is then.
    pub to: SourcePath,
    /// The address that leads on to the new one.
    pub redirect: String,
    /// The changes of each text, in order, by the path that it has now.
    pub edits: BTreeMap<SourcePath, Vec<Edit>>,
    /// How many references are among them.
    pub references: usize,
}

/// How references are written when they must change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// By the id or the name of the file, as they were.
    Bare,
    /// With the kind before the id: also where the id alone would mean another record.
    Prefixed,
}

/// What is asked for, with the names that stay.
struct Asked<'a> {
    /// The kinds that there are.
    kinds: Kinds,
    entity: &'a Entity,
    handle: Handle,
    new: EntityId,
    /// The name of its file then, without the extension.
    stem: String,
    /// The names by which it is still found, as they are compared.
    kept: Vec<String>,
    style: Style,
}

/// Finds a record by `kind/id`, id, name or alias among those that have a file.
pub fn find(site: &Site, written: &str) -> Result<Handle, Error> {
    let (kind, bare) = match written.split_once('/') {
        Some((kind, rest)) => match site.config.kinds().find(kind) {
            Some(kind) => (Some(kind), rest.trim_end_matches(".md")),
            None => (None, written),
        },
        None => (None, written),
    };
    let key = name::key(bare);
    let records = || {
        let all = site.all().filter(|(_, entity)| !entity.stub && *entity.id.kind != kinds::SOURCE);
        all.filter(move |(_, entity)| kind.is_none_or(|kind| entity.id.kind == kind))
    };
    let named = |entity: &Entity| names(entity).any(|name| name::key(name) == key);
    let mut found: Vec<(Handle, &Entity)> = records().filter(|(_, entity)| *entity.id.id == *key).collect();
    if found.is_empty() {
        found = records().filter(|(_, entity)| named(entity)).collect();
    }
    match found.as_slice() {
        [(handle, _)] => Ok(*handle),
        [] => {
            let ids: Vec<String> = records().map(|(_, entity)| entity.id.to_string()).collect();
            let known = records().flat_map(|(_, entity)| names(entity)).chain(ids.iter().map(String::as_str));
            let near = name::nearest(written, known, 1);
            let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Error::Usage(format!("no record with a file is named `{written}`{help}")))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|(_, entity)| format!("`{}`", entity.id)).collect();
            Err(Error::Usage(format!("`{written}` could mean {}", ids.join(" or "))))
        }
    }
}

fn names(entity: &Entity) -> impl Iterator<Item = &str> {
    let aliases = entity.document.aliases.iter().map(|alias| &*alias.name);
    [&*entity.document.name, entity.document.source.path.stem()].into_iter().chain(aliases)
}

/// Says what changes so that the record has the id, or the name, that is asked for.
pub fn plan(engine: &mut Engine, planned: &Planned, handle: Handle, wanted: &str) -> Result<Rename, Error> {
    let site = &*planned.desk.site;
    let settings = planned.snapshot.sources.get(&SourcePath::new(config::FILE));
    let mut apart = Vec::new();
    for style in [Style::Bare, Style::Prefixed] {
        let rename = propose(&asked(site, handle, wanted, style)?, site, settings)?;
        apart = ties::apart(engine, site, &rename)?;
        if apart.is_empty() {
            return Ok(rename);
        }
    }
    Err(Error::Refused(format!(
        "with the id `{}` the site would not be the same, so nothing was changed: {}",
        name::slug(wanted),
        apart.join("; ")
    )))
}

fn asked<'a>(site: &'a Site, handle: Handle, wanted: &str, style: Style) -> Result<Asked<'a>, Error> {
    let entity = site.get(handle);
    let wanted = wanted.trim();
    let wanted = match wanted.split_once('/') {
        Some((kind, rest)) if site.config.kinds().find(kind) == Some(entity.id.kind) => rest,
        _ => wanted,
    };
    let id = name::slug(wanted);
    let has_letters = wanted.chars().any(char::is_alphanumeric);
    if !has_letters
        || wanted.contains(NO_FILE_NAME)
        || wanted.contains(char::is_control)
        || wanted.starts_with(['.', '_'])
    {
        return Err(Error::Usage(format!("`{wanted}` can be no id and no name of a file")));
    }
    let new = EntityId::new(entity.id.kind, &id);
    if new == entity.id {
        return Err(Error::Usage(format!("`{}` has that id already", entity.id)));
    }
    if site.find(&new).is_some() || site.hidden.iter().any(|document| document.id == new) {
        return Err(Error::Refused(format!("there is a record `{new}` already")));
    }
    let (document, old) = (&entity.document, entity.document.source.path.stem());
    let by_key = document.fields.text("id").is_some();
    // A vault names its files after what they are about; elsewhere the file is named by its id.
    let stem = match () {
        () if by_key => old.to_owned(),
        () if name::slug(old) == old => id,
        () => wanted.to_owned(),
    };
    let is_named = document.fields.text(entity.id.kind.name_key).is_some();
    let own = [&document.name].into_iter().filter(|_| is_named);
    let kept = own.chain(document.aliases.iter().map(|alias| &alias.name)).map(|name| name::key(name));
    let kept = kept.chain(by_key.then(|| name::key(old))).collect();
    Ok(Asked { kinds: site.config.kinds(), entity, handle, new, stem, kept, style })
}

/// Says what changes if references are written in this style.
fn propose(asked: &Asked<'_>, site: &Site, settings: Option<&Source>) -> Result<Rename, Error> {
    let from = asked.entity.document.source.path.clone();
    let extension = from.name().rsplit_once('.').map_or("md", |(_, extension)| extension);
    let to = SourcePath::new(&format!("{}/{}.{extension}", from.folder(), asked.stem));
    let mut edits: BTreeMap<SourcePath, Vec<Edit>> = BTreeMap::new();
    let mut references = 0;
    for (path, own) in references::of_site(asked, site)? {
        references += own.len();
        edits.entry(path).or_default().extend(own);
    }
    if let Some(settings) = settings {
        let own = settings::edits(asked, settings);
        references += own.len();
        edits.entry(settings.path.clone()).or_default().extend(own);
    }
    edits.entry(from.clone()).or_default().extend(record::edits(asked)?);
    edits.retain(|_, own| !own.is_empty());
    for own in edits.values_mut() {
        own.sort_unstable();
        own.dedup();
    }
    let redirect = asked.entity.route.as_str().to_owned();
    Ok(Rename { old: asked.entity.id.clone(), new: asked.new.clone(), from, to, redirect, edits, references })
}

impl Rename {
    /// Puts the changed texts in place of those that were read.
    fn change(&self, snapshot: &mut Snapshot) {
        for (path, edits) in &self.edits {
            if let Some(source) = snapshot.sources.remove(path) {
                let to = if *path == self.from { &self.to } else { path };
                let changed = Source::new(to.clone(), &apply(&source.text, edits));
                snapshot.sources.insert(to.clone(), changed);
            }
        }
    }
}
