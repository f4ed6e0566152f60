//! References of front matter, and the records that exist only because they are named there.

use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::answer::{Answer, answer, any_of, misplaced, missing};
use super::names::{Names, Resolution, SubjectIx, split_kind};
use super::{Entity, Handle, Input, Links, Resolved, stubs};
use crate::codes;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds;
use crate::name;
use crate::parse::{Document, Reference};
use crate::route::Route;

/// Where a reference leads before the records have their positions.
pub(super) enum Draft {
    Subject(SubjectIx),
    /// To somebody of a kind who is only named.
    Stub(&'static Kind),
    /// To a record that is only named.
    Named(EntityId),
    /// Nowhere yet; perhaps to somebody who is only named elsewhere.
    Later,
    Hidden,
    Plain,
}

/// A document with its subject, and whether it keeps its address with a notice only.
pub(super) type Shown = (SubjectIx, Arc<Document>, bool);

/// Resolves the references of all documents, in parallel.
pub(super) fn resolve(shown: &[Shown], names: &Names, input: &Input<'_>, report: &mut Report) -> Vec<Vec<Draft>> {
    let results: Vec<Vec<(Draft, Option<Diagnostic>)>> = shown
        .par_iter()
        .map(|shown| shown.1.references.iter().map(|one| draft(shown, one, names, input)).collect())
        .collect();
    results
        .into_iter()
        .map(|results| {
            let (drafts, diagnostics): (Vec<_>, Vec<_>) = results.into_iter().unzip();
            report.extend(diagnostics.into_iter().flatten());
            drafts
        })
        .collect()
}

fn draft(
    (_, document, withdrawn): &Shown,
    reference: &Reference,
    names: &Names,
    input: &Input<'_>,
) -> (Draft, Option<Diagnostic>) {
    let (draft, diagnostic) = match answer(document, &reference.target, Some(reference.targets), names) {
        Answer::Record(subject, hint) => (Draft::Subject(subject), hint),
        Answer::Hidden(diagnostic) => (Draft::Hidden, diagnostic),
        Answer::Ambiguous(diagnostic) => (Draft::Plain, Some(diagnostic)),
        Answer::Missing if reference.must_exist => (Draft::Later, None),
        // What was taken back makes no page for those whom it named.
        Answer::Missing if *withdrawn => (Draft::Plain, None),
        Answer::Missing => named_only(reference, names, input),
    };
    (
        draft,
        diagnostic.map(|diagnostic| {
            diagnostic.at(&document.source.path, document.locate_words(reference.at, &reference.target))
        }),
    )
}

/// Decides about a name without a record: a page of its own, or plain text.
fn named_only(reference: &Reference, names: &Names, input: &Input<'_>) -> (Draft, Option<Diagnostic>) {
    let written = &*reference.target;
    let (prefix, bare) = split_kind(written, names.kinds);
    let near = names.nearest(bare, Some(reference.targets));
    let kind = prefix.or(reference.targets.first().copied()).unwrap_or(&kinds::PERSON);
    // A person may have the name of a place; who has that of a vessel is meant to be the vessel.
    let is_own = |subject: SubjectIx| names.get(subject).id.kind.own.is_some();
    let is_of_own = || matches!(names.resolve(written, None), Resolution::Found(subject) if is_own(subject));
    if (prefix.is_some() || (names.kinds.has_own() && is_of_own()))
        && let Some(diagnostic) = misplaced(written, reference.targets, names)
    {
        return (Draft::Plain, Some(diagnostic));
    }
    if !reference.targets.contains(&kind) {
        return (Draft::Plain, reference.targets.first().map(|wanted| missing(wanted, written, &near, names.kinds)));
    }
    if input.unknown.is_named(kind, bare) {
        return (Draft::Hidden, None);
    }
    let kind = names.kinds.entry(kind);
    let stub = input.config.stubs.contains(&kind);
    let slip = near.iter().find(|id| is_slip(bare, id, names)).map(|id| {
        let mut diagnostic = Diagnostic::new(&codes::NEAR_STUB, format!("`{bare}` is new, but close to `{id}`"));
        if !stub {
            diagnostic.severity = Severity::Hint;
        }
        let slug = name::slug(bare);
        let create = if names.by_exact_id(kind, &slug).is_some() {
            format!("give it a file with an `id` other than `{slug}`")
        } else {
            format!("create `content/{}/{slug}.md`", kind.plural)
        };
        diagnostic.help(format!("did you mean `{}`? if not, {create}", id.id))
    });
    let draft = if stub { Draft::Stub(kind) } else { Draft::Plain };
    (draft, slip)
}

/// Resolves a reference that must name a record, now that those who are only named have theirs.
fn later(document: &Document, reference: &Reference, names: &Names, report: &mut Report) -> Draft {
    let written = &*reference.target;
    let (draft, diagnostic) = match answer(document, written, Some(reference.targets), names) {
        Answer::Record(subject, hint) => (Draft::Subject(subject), hint),
        Answer::Hidden(diagnostic) => (Draft::Hidden, diagnostic),
        Answer::Ambiguous(diagnostic) => (Draft::Plain, Some(diagnostic)),
        Answer::Missing => {
            let (prefix, bare) = split_kind(written, names.kinds);
            let kind = prefix.or(reference.targets.first().copied()).unwrap_or(&kinds::PERSON);
            let near = names.nearest(bare, Some(reference.targets));
            let missing = || Diagnostic {
                message: match prefix {
                    Some(kind) => format!("no {} named `{written}`", kind.name),
                    None => format!("no {} named `{written}`", any_of(reference.targets)),
                },
                ..missing(kind, written, &near, names.kinds)
            };
            (Draft::Plain, Some(misplaced(written, reference.targets, names).unwrap_or_else(missing)))
        }
    };
    report.extend(diagnostic.map(|diagnostic| {
        diagnostic.at(&document.source.path, document.locate_words(reference.at, &reference.target))
    }));
    draft
}

/// Tells whether a name is so near to one of a record's names that it is likely a slip: one letter in six.
fn is_slip(written: &str, id: &EntityId, names: &Names) -> bool {
    let limit = (written.chars().count() / 6).clamp(1, 2);
    names.names_of(id).iter().any(|name| name::distance(written, name).is_some_and(|distance| distance <= limit))
}

/// Where each record stands in the list of all, by its id.
pub(super) type Positions = HashMap<EntityId, Handle>;

/// Makes the records: those with files, and those that are only named, sorted by kind and id.
pub(super) fn entities(
    shown: Vec<Shown>,
    mut drafts: Vec<Vec<Draft>>,
    names: &mut Names,
    report: &mut Report,
) -> (Vec<Entity>, Positions) {
    let stubs = stubs::make(&shown, &mut drafts, names, report);
    let mut entities: Vec<(Entity, Vec<Draft>)> = Vec::with_capacity(shown.len() + stubs.len());
    entities.extend(stubs.into_iter().map(|stub| (stub, Vec::new())));
    for ((_, document, _), drafts) in shown.iter().zip(&mut drafts) {
        for (reference, draft) in document.references.iter().zip(drafts) {
            if matches!(draft, Draft::Later) {
                *draft = later(document, reference, names, report);
            }
        }
    }
    entities.par_extend(
        shown
            .into_par_iter()
            .zip(drafts)
            .map(|((_, document, withdrawn), drafts)| (entity(document, false, withdrawn), drafts)),
    );
    entities.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let positions: Positions =
        entities.iter().enumerate().map(|(at, (entity, _))| (entity.id.clone(), Handle(at as u32))).collect();
    let entities = entities
        .into_par_iter()
        .map(|(mut entity, drafts)| {
            let resolved = drafts.into_iter().map(|draft| {
                let id = match &draft {
                    Draft::Subject(subject) => &names.get(*subject).id,
                    Draft::Named(id) => id,
                    Draft::Hidden => return Resolved::Hidden,
                    Draft::Plain | Draft::Later | Draft::Stub(_) => return Resolved::Plain,
                };
                positions.get(id).map_or(Resolved::Plain, |handle| Resolved::Found(*handle))
            });
            entity.links.references = resolved.collect();
            entity
        })
        .collect();
    (entities, positions)
}

/// Makes a record of a document.
pub(super) fn entity(document: Arc<Document>, stub: bool, withdrawn: bool) -> Entity {
    let id = document.id.clone();
    let route = match id.kind {
        kind if *kind == kinds::PAGE => Route::new(&format!("/{}/", id.id)),
        kind => Route::new(&format!("/{}/{}/", kind.plural, name::slug(&id.id))),
    };
    Entity { id, document, route, stub, withdrawn, spellings: Vec::new(), links: Links::default() }
}
