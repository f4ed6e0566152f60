//! Citations of sources by key, in texts and in front matter.

use super::Handle;
use super::names::Names;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::Type;
use crate::kinds;
use crate::name;
use crate::parse::fields::{Fields, Value};
use crate::parse::{At, Document, url};

/// Returns the source of a key.
pub(super) fn find(names: &Names, handles: &[Option<Handle>], key: &str) -> Option<Handle> {
    let subject = names.by_exact_id(&kinds::SOURCE, key)?;
    handles[subject as usize]
}

/// Tells whether a source has this key, whether readers may see it or not.
pub(super) fn exists(names: &Names, key: &str) -> bool {
    names.by_exact_id(&kinds::SOURCE, key).is_some()
}

/// A key that no source has.
pub(super) fn unknown(names: &Names, key: &str) -> Diagnostic {
    let keys: Vec<&str> = names.ids_of(&kinds::SOURCE).collect();
    let near = name::nearest(key, keys.iter().copied(), 1);
    let help = match near.first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `{key}:` to `content/sources.yaml`"),
    };
    Diagnostic::new(&codes::UNKNOWN_SOURCE, format!("no source with the key `{key}`")).help(help)
}

/// Reports the source keys of front matter that do not exist.
pub(super) fn check(document: &Document, names: &Names, diagnostics: &mut Vec<Diagnostic>) {
    for field in document.id.kind.fields.iter().chain(kinds::ANY) {
        let Some(Value::Maps(maps)) = document.fields.get(field.name) else { continue };
        for (index, map) in maps.iter().enumerate() {
            let at = |sub| At { field: field.name, index: index as u16, sub };
            let nested = ["sources", "source"].into_iter().map(|sub| (sub, map.maps(sub)));
            let own: &[Fields] = if matches!(field.ty, Type::Sources) { std::slice::from_ref(map) } else { &[] };
            for (sub, item) in nested
                .flat_map(|(sub, items)| items.iter().map(move |item| (sub, item)))
                .chain(own.iter().map(|item| ("key", item)))
            {
                let Some(key) = cited_key(item) else { continue };
                if !exists(names, key) {
                    let place = document.locate(at(sub));
                    diagnostics.push(unknown(names, key).at(&document.source.path, place));
                }
            }
        }
    }
}

/// Returns the key of `sources.yaml` that a citation names; `None` for an address or a source written in place.
fn cited_key(item: &Fields) -> Option<&str> {
    item.text("key").map(|key| &**key).filter(|key| !url::is_external(key))
}
