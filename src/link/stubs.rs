//! The records that exist only because front matter names them: spellings become names, and each name gets an address.
//!
//! 1. Every spelling is counted; those that differ in nothing but case, spaces, punctuation and marks are one name.
//! 2. A name's id is the slug of its spellings, of several the first. Where another name, or a record with a file, has that, a number is
//!    added, in an order that depends on the names alone: two people are never one for having the same slug.
//! 3. What the author should know of this is told at the first place that names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

use super::Entity;
use super::names::{Names, Standing, Subject, split_kind};
use super::refs::{Draft, Shown, entity};
use crate::codes;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds::Kinds;
use crate::name::{self, Letters};
use crate::parse::Document;

/// How often a spelling is used, and the first document that does.
type Uses = (usize, usize);

/// One name with its spellings, the most used first.
struct Name<'a> {
    kind: &'static Kind,
    slug: String,
    spellings: Vec<(&'a str, Uses)>,
}

/// Makes the records that are only named, and settles the references to them.
pub(super) fn make(shown: &[Shown], drafts: &mut [Vec<Draft>], names: &mut Names, report: &mut Report) -> Vec<Entity> {
    let mut ids: HashMap<(&'static Kind, &str), EntityId> = HashMap::default();
    let mut entities = Vec::new();
    let mut holders: HashMap<EntityId, &str> = HashMap::default();
    for Name { kind, slug, spellings } in named(shown, drafts, names.kinds) {
        let Some((name, (_, first))) = spellings.first().copied() else { continue };
        let wanted = EntityId::new(kind, &slug);
        let id = free(&wanted, names);
        let subject = names.subject(Subject { id: id.clone(), standing: Standing::Shown });
        for (spelling, _) in &spellings {
            names.name(subject, spelling);
            ids.insert((kind, *spelling), id.clone());
        }
        let document = &shown[first].1;
        let name_here = (name, names.kinds);
        let mut tell =
            |code, message, help, severity| report.push(told(document, name_here, code, message, help, severity));
        if id != wanted {
            let other = holders.get(&wanted).map_or_else(|| format!("`{wanted}`"), |name| format!("`{name}`"));
            let message = format!("`{name}` would have the address of {other}, and stands at `{id}`");
            let help = format!(
                "a file with `{}: {name}` and an `id` of its own gives it an address that stays",
                kind.name_key
            );
            tell(&codes::SHARED_ADDRESS, message, help, None);
        }
        if let [_, others @ ..] = &*spellings
            && !others.is_empty()
        {
            let others: Vec<String> = others.iter().map(|(name, _)| format!("`{name}`")).collect();
            let message = format!("`{name}` is also written {}", others.join(", "));
            let help = format!("create `content/{}/{}.md` with these as aliases", kind.plural, id.id);
            tell(&codes::NEAR_STUB, message, help, Some(Severity::Hint));
        }
        let stub = Document::stub(id.clone(), name.into(), document.source.clone());
        let mut record = entity(Arc::new(stub), true, false);
        record.spellings = spellings.iter().map(|(name, _)| (*name).into()).collect();
        holders.insert(id, name);
        entities.push(record);
    }
    for ((_, document, _), drafts) in shown.iter().zip(drafts) {
        for (reference, draft) in document.references.iter().zip(drafts) {
            if let Draft::Stub(kind) = draft {
                let id = ids.get(&(*kind, split_kind(&reference.target, names.kinds).1));
                *draft = id.map_or(Draft::Plain, |id| Draft::Named(id.clone()));
            }
        }
    }
    entities
}

/// Gathers what references name, in the order of kinds, slugs and letters.
fn named<'a>(shown: &'a [Shown], drafts: &[Vec<Draft>], kinds: Kinds) -> Vec<Name<'a>> {
    let mut uses: HashMap<(&'static Kind, &str), Uses> = HashMap::default();
    for (at, ((_, document, _), drafts)) in shown.iter().zip(drafts).enumerate() {
        for (reference, draft) in document.references.iter().zip(drafts) {
            if let Draft::Stub(kind) = draft {
                uses.entry((*kind, split_kind(&reference.target, kinds).1)).or_insert((0, at)).0 += 1;
            }
        }
    }
    let mut of_kind: BTreeMap<&'static Kind, Vec<(&str, Uses)>> = BTreeMap::new();
    let mut uses: Vec<_> = uses.into_iter().collect();
    // The most used first; of those used as often, in the order of their letters.
    uses.sort_unstable_by(|((_, a), (many, _)), ((_, b), (more, _))| more.cmp(many).then(a.cmp(b)));
    for ((kind, spelling), uses) in uses {
        of_kind.entry(kind).or_default().push((spelling, uses));
    }
    let mut all = Vec::new();
    for (kind, spellings) in of_kind {
        let lettered = spellings.into_iter().map(|it| (Letters::of(it.0), it));
        let names = name::gathered(lettered).into_iter();
        let start = all.len();
        all.extend(names.filter_map(|spellings| {
            let slug = spellings.iter().map(|(spelling, _)| name::slug(spelling)).min()?;
            Some(Name { kind, slug, spellings })
        }));
        all[start..].sort_by(|a, b| a.slug.cmp(&b.slug));
    }
    all
}

/// Returns an id that no record has: the one wanted, else with a number.
fn free(wanted: &EntityId, names: &Names) -> EntityId {
    let mut id = wanted.clone();
    let mut number = 2;
    while names.by_exact_id(id.kind, &id.id).is_some() {
        id = EntityId::new(wanted.kind, &format!("{}-{number}", wanted.id));
        number += 1;
    }
    id
}

/// Returns what is told of a name at the first place in a document that has it.
fn told(
    document: &Document,
    (name, kinds): (&str, Kinds),
    code: &'static Code,
    message: String,
    help: String,
    severity: Option<Severity>,
) -> Diagnostic {
    let at = document.references.iter().find(|one| split_kind(&one.target, kinds).1 == name);
    let mut diagnostic = Diagnostic::new(code, message);
    diagnostic.severity = severity.unwrap_or(diagnostic.severity);
    match at {
        Some(one) => diagnostic.at(&document.source.path, document.locate_words(one.at, &one.target)),
        None => diagnostic.in_file(&document.source.path),
    }
    .help(help)
}
