//! What a name comes to in a document: the one way from [`Names`] to a record and to what its author should know.

use super::names::{Names, Resolution, Standing, SubjectIx, split_kind};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::entity::EntityId;
use crate::kind::{Kind, Targets};
use crate::kinds::Kinds;
use crate::name;
use crate::parse::Document;

/// What a name comes to; the diagnostics have no place yet.
pub(super) enum Answer {
    /// A record that readers may see, and a hint where the name is only like its id.
    Record(SubjectIx, Option<Diagnostic>),
    /// A record that readers may not see, and a word on it for whoever names it.
    Hidden(Option<Diagnostic>),
    /// Several records, of which the document declares not exactly one.
    Ambiguous(Diagnostic),
    /// None.
    Missing,
}

/// Resolves a name that stands in a document.
pub(super) fn answer(document: &Document, written: &str, targets: Option<Targets>, names: &Names) -> Answer {
    let visible = |subject: SubjectIx, hint: Option<Diagnostic>| {
        let record = names.get(subject);
        match record.standing {
            Standing::Shown => Answer::Record(subject, hint),
            Standing::Hidden => Answer::Hidden(Some(hidden(&record.id, written))),
            Standing::Unknown => Answer::Hidden(None),
        }
    };
    match names.resolve(written, targets) {
        Resolution::Found(subject) => visible(subject, None),
        Resolution::FoundBySlug(subject) => visible(subject, Some(matched_by_id(&names.get(subject).id, written))),
        Resolution::Ambiguous(subjects) => match names.declared(document, &subjects) {
            Some(subject) => visible(subject, None),
            None => Answer::Ambiguous(ambiguous(written, subjects.iter().map(|subject| &names.get(*subject).id))),
        },
        Resolution::Missing => Answer::Missing,
    }
}

/// A reference to a record that readers may not see.
pub(super) fn hidden(id: &EntityId, written: &str) -> Diagnostic {
    Diagnostic::new(&codes::HIDDEN_REF, format!("`{written}` is `{id}`, which is not published"))
        .help("no output refers to it until that record is published; in a text the words stay, without a link")
}

fn matched_by_id(id: &EntityId, written: &str) -> Diagnostic {
    Diagnostic::new(&codes::MATCHED_BY_ID, format!("`{written}` was matched with `{id}` by its id only"))
        .help(format!("add `{written}` to the aliases of `{id}`"))
}

/// A name that several records have.
fn ambiguous<'a>(written: &str, ids: impl Iterator<Item = &'a EntityId>) -> Diagnostic {
    let mut ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    ids.sort_unstable();
    Diagnostic::new(&codes::AMBIGUOUS_NAME, format!("`{written}` could mean {} records", ids.len()))
        .help(format!("write one of {}", ids.join(", ")))
}

/// A name of a record that cannot stand where it is written, since its kind is none of those that may: it makes nobody of that name,
/// and there is no record to create.
pub(super) fn misplaced(written: &str, targets: Targets, names: &Names) -> Option<Diagnostic> {
    let (prefix, bare) = split_kind(written, names.kinds);
    let Resolution::Found(subject) = names.resolve(written, None) else { return None };
    let record = names.get(subject);
    let is_shown = record.standing == Standing::Shown && !targets.contains(&record.id.kind);
    let (first, id) = (targets.first().filter(|_| is_shown)?, &record.id);
    let under = id.kind.own.is_some().then(|| format!("articles and events name it under `{}`", id.kind.plural));
    let other = prefix.is_none().then(|| format!("for another of that name write `{}/{bare}`", first.plural));
    let help: Vec<String> = under.into_iter().chain(other).collect();
    let message = match prefix {
        None => format!("`{written}` is `{id}`, which is no {}", any_of(targets)),
        Some(_) => format!("`{written}` is no {}", any_of(targets)),
    };
    Some(Diagnostic::new(&codes::UNKNOWN_NAME, message).help_if((!help.is_empty()).then(|| help.join("; "))))
}

/// Returns kinds in words: `person, organization or place`.
pub(super) fn any_of(kinds: Targets) -> String {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// A name that no record has.
pub(super) fn missing(kind: &Kind, written: &str, near: &[EntityId], kinds: Kinds) -> Diagnostic {
    let help = match near {
        [] => {
            let slug = name::slug(split_kind(written, kinds).1);
            format!("create `content/{}/{slug}.md`, or correct the name", kind.plural)
        }
        [one] if !written.contains('/') => format!("did you mean `{}`?", one.id),
        several => {
            let shown = |id: &EntityId| if written.contains('/') { format!("`{id}`") } else { format!("`{}`", id.id) };
            let ids: Vec<String> = several.iter().map(shown).collect();
            format!("did you mean {}?", ids.join(" or "))
        }
    };
    Diagnostic::new(&codes::UNKNOWN_NAME, format!("no {} named `{written}`", kind.name)).help(help)
}
