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
    let mut tell = |at: At, items: &[Fields]| {
        for key in items.iter().filter_map(cited_key).filter(|key| !exists(names, key)) {
            let place = document.locate_words(at, key);
            diagnostics.push(unknown(names, key).at(&document.source.path, place));
        }
    };
    for field in document.id.kind.fields.iter().chain(kinds::ANY) {
        let at = |index: usize, sub| At { field: field.name, index: index as u16, sub };
        match document.fields.get(field.name) {
            Some(Value::Maps(maps)) => {
                for (index, map) in maps.iter().enumerate() {
                    if matches!(field.ty, Type::Sources) {
                        tell(at(index, "key"), std::slice::from_ref(map));
                    }
                    for (sub, value) in map.iter() {
                        match value {
                            Value::Maps(items) if matches!(sub, "sources" | "source") => tell(at(index, sub), items),
                            Value::Refs(items) => items.iter().for_each(|item| tell(at(index, "\0"), &item.sources)),
                            _ => {}
                        }
                    }
                }
            }
            Some(Value::Refs(items)) => {
                for (index, item) in items.iter().enumerate() {
                    tell(at(index, "sources"), &item.sources);
                }
            }
            _ => {}
        }
    }
}

/// Returns the key of `sources.yaml` that a citation names; `None` for an address or a source written in place.
fn cited_key(item: &Fields) -> Option<&str> {
    item.text("key").map(|key| &**key).filter(|key| !url::is_external(key))
}
