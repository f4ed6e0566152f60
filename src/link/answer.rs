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

/// A name that no record has.
pub(super) fn missing(kind: &Kind, written: &str, near: &[EntityId], kinds: Kinds) -> Diagnostic {
    let help = match near {
        [] => {
            let slug = name::slug(split_kind(written, kinds).1);
            format!("create `content/{}/{slug}.md`, or correct the name", kind.plural)
        }
        [one] => format!("did you mean `{}`?", one.id),
        several => {
            let ids: Vec<String> = several.iter().map(|id| format!("`{}`", id.id)).collect();
            format!("did you mean {}?", ids.join(" or "))
        }
    };
    Diagnostic::new(&codes::UNKNOWN_NAME, format!("no {} named `{written}`", kind.name)).help(help)
}
