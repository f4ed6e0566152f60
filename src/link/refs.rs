//! References of front matter, and the records that exist only because they are named there.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::answer::{Answer, answer, missing};
use super::names::{Names, Standing, Subject, SubjectIx, split_kind};
use super::{Entity, Handle, Input, Links, Resolved};
use crate::codes;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::entity::EntityId;
use crate::kinds;
use crate::name;
use crate::parse::{Document, Reference};
use crate::route::Route;

/// Where a reference leads before the records have their positions.
pub(super) enum Draft {
    Subject(SubjectIx),
    Stub(EntityId),
    /// Nowhere yet; perhaps to somebody who is only named elsewhere.
    Later,
    Hidden,
    Plain,
}

type Shown = (SubjectIx, Arc<Document>, bool);

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
    let (prefix, bare) = split_kind(written);
    let near = names.nearest(bare, Some(reference.targets));
    let kind = prefix.or(reference.targets.first().copied()).unwrap_or(&kinds::PERSON);
    if !reference.targets.contains(&kind) {
        return (Draft::Plain, reference.targets.first().map(|wanted| missing(wanted, written, &near)));
    }
    let id = EntityId::new(kind, &name::slug(bare));
    if input.unknown.contains(&id) {
        return (Draft::Hidden, None);
    }
    let stub = input.config.stubs.contains(&kind);
    let slip = near.iter().find(|id| is_slip(bare, id, names)).map(|id| {
        let mut diagnostic = Diagnostic::new(&codes::NEAR_STUB, format!("`{bare}` is new, but close to `{id}`"));
        if !stub {
            diagnostic.severity = Severity::Hint;
        }
        let slug = name::slug(bare);
        diagnostic.help(format!("did you mean `{}`? if not, create `content/{}/{slug}.md`", id.id, kind.plural))
    });
    let draft = if stub { Draft::Stub(id) } else { Draft::Plain };
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
            let (prefix, bare) = split_kind(written);
            let kind = prefix.or(reference.targets.first().copied()).unwrap_or(&kinds::PERSON);
            let near = names.nearest(bare, Some(reference.targets));
            (Draft::Plain, Some(missing(kind, written, &near)))
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
        let subject = names.subject(Subject { id: id.clone(), standing: Standing::Shown });
        for (spelling, _) in &spellings {
            names.name(subject, spelling);
        }
        if spellings.len() > 1 {
            let others: Vec<String> = spellings.iter().skip(1).map(|(name, _)| format!("`{name}`")).collect();
            let message = format!("`{name}` is also written {}", others.join(", "));
            let help = format!("create `content/{}/{}.md` with these as aliases", id.kind.plural, id.id);
            let document = &shown[first].1;
            let at = document.references.iter().find(|one| *split_kind(&one.target).1 == *name);
            let diagnostic = Diagnostic::new(&codes::NEAR_STUB, message);
            let mut diagnostic = match at {
                Some(one) => diagnostic.at(&document.source.path, document.locate_words(one.at, &one.target)),
                None => diagnostic.in_file(&document.source.path),
            }
            .help(help);
            diagnostic.severity = Severity::Hint;
            report.push(diagnostic);
        }
        let source = shown[first].1.source.clone();
        let document = Arc::new(Document::stub(id, name, source));
        let mut entity = entity(document, true, false);
        entity.spellings = spellings.into_iter().map(|(name, _)| name).collect();
        entities.push((entity, Vec::new()));
    }
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
                    Draft::Stub(id) => id,
                    Draft::Hidden => return Resolved::Hidden,
                    Draft::Plain | Draft::Later => return Resolved::Plain,
                };
                positions.get(id).map_or(Resolved::Plain, |handle| Resolved::Found(*handle))
            });
            entity.links.references = resolved.collect();
            entity
        })
        .collect();
    (entities, positions)
}

fn entity(document: Arc<Document>, stub: bool, withdrawn: bool) -> Entity {
    let id = document.id.clone();
    let route = match id.kind {
        kind if *kind == kinds::PAGE => Route::new(&format!("/{}/", id.id)),
        kind => Route::new(&format!("/{}/{}/", kind.plural, name::slug(&id.id))),
    };
    Entity { id, document, route, stub, withdrawn, spellings: Vec::new(), links: Links::default() }
}
