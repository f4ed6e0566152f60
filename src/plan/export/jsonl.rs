//! The whole record as JSON lines: each record on a line of its own, as in its `index.json` and as `dossier query` prints it.

use rayon::prelude::*;

use super::{Asked, Scope};
use crate::kind::Kind;
use crate::kinds;
use crate::link::Handle;
use crate::plan::data::record_json;
use crate::plan::desk::Desk;
use crate::plan::front::HOME;

pub(super) fn write(desk: &Desk, asked: Asked, text: &mut String) {
    let records: Vec<Handle> = match asked.scope {
        Scope::Site => desk.kinds().iter().flat_map(|kind| of_kind(desk, kind)).collect(),
        Scope::Kind(kind) => of_kind(desk, kind).collect(),
        Scope::Record(handle) => vec![handle],
    };
    let lines: Vec<String> = records.into_par_iter().map(|handle| record_json(desk, handle)).collect();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
}

/// Returns the records of a kind; the text of the home page is none.
fn of_kind(desk: &Desk, kind: &'static Kind) -> impl Iterator<Item = Handle> {
    let records = desk.site.of_kind(kind);
    records.filter(|(_, entity)| *kind != kinds::PAGE || &*entity.id.id != HOME).map(|(handle, _)| handle)
}
