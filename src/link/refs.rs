//! References of front matter, and the records that exist only because they are named there.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::names::{Names, Resolution, Subject, SubjectIx, split_kind};
use super::{Entity, Handle, Links, Resolved};
use crate::codes;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds;
use crate::name;
use crate::parse::{Document, Reference};
use crate::route::Route;

/// Where a reference leads before the records have their positions.
pub(super) enum Draft {
    Subject(SubjectIx),
    Stub(EntityId),
    Hidden,
    Plain,
}

type Shown = (SubjectIx, Arc<Document>, bool);

/// Resolves the references of all documents, in parallel.
pub(super) fn resolve(shown: &[Shown], names: &Names, config: &Config, report: &mut Report) -> Vec<Vec<Draft>> {
    let results: Vec<(Vec<Draft>, Vec<Diagnostic>)> = shown
        .par_iter()
        .map(|(_, document, _)| {
            let mut diagnostics = Vec::new();
            let drafts = document
                .references
                .iter()
                .map(|reference| one(document, reference, names, config, &mut diagnostics))
                .collect();
            (drafts, diagnostics)
        })
        .collect();
    results
        .into_iter()
        .map(|(drafts, diagnostics)| {
            report.extend(diagnostics);
            drafts
        })
        .collect()
}

fn one(
    document: &Document,
    reference: &Reference,
    names: &Names,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Draft {
    let at = || document.locate(reference.at);
    let path = &document.source.path;
    let written = &*reference.target;
    let found = |subject: SubjectIx, diagnostics: &mut Vec<Diagnostic>| {
        let subject_id = &names.get(subject).id;
        if names.get(subject).hidden {
            diagnostics.push(hidden(subject_id, written).at(path, at()));
            return Draft::Hidden;
        }
        Draft::Subject(subject)
    };
    match names.resolve(written, Some(reference.targets)) {
        Resolution::Found(subject) => found(subject, diagnostics),
        Resolution::FoundBySlug(subject) => {
            let id = &names.get(subject).id;
            if !names.get(subject).hidden {
                let message = format!("`{written}` was matched with `{id}` by its id only");
                let diagnostic = Diagnostic::new(&codes::MATCHED_BY_ID, message).at(path, at());
                diagnostics.push(diagnostic.help(format!("add `{written}` to the aliases of `{id}`")));
            }
            found(subject, diagnostics)
        }
        Resolution::Ambiguous(subjects) => {
            let ids = subjects.into_iter().map(|subject| &names.get(subject).id);
            diagnostics.push(ambiguous(written, ids).at(path, at()));
            Draft::Plain
        }
        Resolution::Missing => {
            let (prefix, bare) = split_kind(written);
            let kind = prefix.or(reference.targets.first().copied()).unwrap_or(&kinds::PERSON);
            let stub = !reference.must_exist && config.stubs.contains(&kind);
            let near = names.nearest(bare, Some(reference.targets));
            if reference.must_exist {
                diagnostics.push(missing(kind, written, &near).at(path, at()));
                return Draft::Plain;
            }
            let close: Vec<&EntityId> = near.iter().filter(|id| is_slip(bare, id, names)).collect();
            if let Some(id) = close.first() {
                let mut diagnostic =
                    Diagnostic::new(&codes::NEAR_STUB, format!("`{bare}` is new, but close to `{id}`"));
                if !stub {
                    diagnostic.severity = crate::diagnostic::Severity::Hint;
                }
                let help = format!(
                    "did you mean `{}`? if not, create `content/{}/{}.md`",
                    id.id,
                    kind.plural,
                    name::slug(bare)
                );
                diagnostics.push(diagnostic.at(path, at()).help(help));
            }
            if stub { Draft::Stub(EntityId::new(kind, &name::slug(bare))) } else { Draft::Plain }
        }
    }
}

/// Tells whether a name is so near to one of a record's names that it is likely a slip: one letter in six.
fn is_slip(written: &str, id: &EntityId, names: &Names) -> bool {
    let limit = (written.chars().count() / 6).clamp(1, 2);
    names.names_of(id).iter().any(|name| name::distance(written, name).is_some_and(|distance| distance <= limit))
}

/// A reference to a record that readers may not see.
pub(super) fn hidden(id: &EntityId, written: &str) -> Diagnostic {
    Diagnostic::new(&codes::HIDDEN_REF, format!("`{written}` is `{id}`, which is not published"))
        .help("it is left out of every output until that record is published")
}

/// A name that several records have.
pub(super) fn ambiguous<'a>(written: &str, ids: impl Iterator<Item = &'a EntityId>) -> Diagnostic {
    let mut ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    ids.sort_unstable();
    Diagnostic::new(&codes::AMBIGUOUS_NAME, format!("`{written}` could mean {} records", ids.len()))
        .help(format!("write one of {}", ids.join(", ")))
}

/// A name that no record has.
pub(super) fn missing(kind: &Kind, written: &str, near: &[EntityId]) -> Diagnostic {
    let help = match near {
        [] => format!("create `content/{}/{}.md`, or correct the name", kind.plural, name::slug(written)),
        [one] => format!("did you mean `{}`?", one.id),
        several => {
            let ids: Vec<String> = several.iter().map(|id| format!("`{}`", id.id)).collect();
            format!("did you mean {}?", ids.join(" or "))
        }
    };
    Diagnostic::new(&codes::UNKNOWN_NAME, format!("no {} named `{written}`", kind.name)).help(help)
}

/// Makes the records: those with files, and those that are only named, sorted by kind and id.
pub(super) fn entities(
    shown: Vec<Shown>,
    drafts: Vec<Vec<Draft>>,
    names: &mut Names,
    report: &mut Report,
) -> Vec<Entity> {
    let mut stubs: BTreeMap<EntityId, BTreeMap<Arc<str>, (usize, usize)>> = BTreeMap::new();
    for (at, ((_, document, _), drafts)) in shown.iter().zip(&drafts).enumerate() {
        for (reference, draft) in document.references.iter().zip(drafts) {
            if let Draft::Stub(id) = draft {
                let (_, bare) = split_kind(&reference.target);
                let spellings = stubs.entry(id.clone()).or_default();
                spellings.entry(bare.into()).or_insert((0, at)).0 += 1;
            }
        }
    }
    let mut entities: Vec<(Entity, Vec<Draft>)> = Vec::with_capacity(shown.len() + stubs.len());
    for (id, spellings) in stubs {
        let mut spellings: Vec<(Arc<str>, (usize, usize))> = spellings.into_iter().collect();
        spellings.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
        let Some((name, (_, first))) = spellings.first().cloned() else { continue };
        let subject = names.subject(Subject { id: id.clone(), hidden: false });
        for (spelling, _) in &spellings {
            names.name(subject, spelling);
        }
        if spellings.len() > 1 {
            let others: Vec<String> = spellings.iter().skip(1).map(|(name, _)| format!("`{name}`")).collect();
            let message = format!("`{name}` is also written {}", others.join(", "));
            let help = format!("create `content/{}/{}.md` with these as aliases", id.kind.plural, id.id);
            let mut diagnostic =
                Diagnostic::new(&codes::NEAR_STUB, message).in_file(&shown[first].1.source.path).help(help);
            diagnostic.severity = crate::diagnostic::Severity::Hint;
            report.push(diagnostic);
        }
        let source = shown[first].1.source.clone();
        let document = Arc::new(Document::stub(id, name, source));
        let mut entity = entity(document, true, false);
        entity.spellings = spellings.into_iter().map(|(name, _)| name).collect();
        entities.push((entity, Vec::new()));
    }
    for ((_, document, withdrawn), drafts) in shown.into_iter().zip(drafts) {
        entities.push((entity(document, false, withdrawn), drafts));
    }
    entities.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let positions: std::collections::HashMap<EntityId, Handle> =
        entities.iter().enumerate().map(|(at, (entity, _))| (entity.id.clone(), Handle(at as u32))).collect();
    entities
        .into_iter()
        .map(|(mut entity, drafts)| {
            let resolved = drafts.into_iter().map(|draft| {
                let id = match &draft {
                    Draft::Subject(subject) => &names.get(*subject).id,
                    Draft::Stub(id) => id,
                    Draft::Hidden => return Resolved::Hidden,
                    Draft::Plain => return Resolved::Plain,
                };
                positions.get(id).map_or(Resolved::Plain, |handle| Resolved::Found(*handle))
            });
            entity.links.references = resolved.collect();
            entity
        })
        .collect()
}

fn entity(document: Arc<Document>, stub: bool, withdrawn: bool) -> Entity {
    let id = document.id.clone();
    let route = match id.kind {
        kind if *kind == kinds::PAGE => Route::new(&format!("/{}/", id.id)),
        kind => Route::new(&format!("/{}/{}/", kind.plural, name::slug(&id.id))),
    };
    Entity { id, document, route, stub, withdrawn, spellings: Vec::new(), links: Links::default() }
}
