//! What the pages of all kinds of records share.

use std::sync::Arc;

use super::body;
use super::desk::{Desk, date_view};
use super::pages::{Made, Pages};
use super::parts::{HeadView, WithdrawalView};
use super::view::{Free, Html};
use crate::kind::Kind;
use crate::link::{Entity, Handle, Site};
use crate::parse::fields::Value;
use crate::source::SourcePath;

/// Adds a page for each record of a kind, those with a notice only included.
pub(super) fn each(
    site: &Site,
    kind: &'static Kind,
    pages: &mut Pages,
    template: &'static str,
    made: fn(&Desk, Handle) -> Made,
) {
    for (handle, entity) in site.all().filter(|(_, entity)| *entity.id.kind == *kind) {
        pages.view(entity.route.clone(), origin(entity), template, move |desk| made(desk, handle));
    }
}

/// Returns the file that a record's page stands for.
pub(super) fn origin(entity: &Entity) -> Option<&SourcePath> {
    (!entity.stub).then_some(&entity.document.source.path)
}

/// Returns what every page has, for a record.
pub(super) fn head(desk: &Desk, handle: Handle) -> HeadView {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let path = entity.route.path();
    let lang = fields.text("lang").unwrap_or(&desk.site.config.language);
    HeadView {
        kind: entity.id.kind.name,
        title: Arc::clone(&entity.document.name),
        description: fields.text("summary").cloned(),
        path: path.into(),
        url: format!("{}{path}", desk.site.config.base_url).into(),
        rtl: is_rtl(lang),
        lang: Arc::clone(lang),
        noindex: false,
        data: desk.site.config.writes("json"),
    }
}

/// Returns the head of a page that is no record.
pub(super) fn list_head(desk: &Desk, kind: &'static str, title: &str, path: &str) -> HeadView {
    let config = &desk.site.config;
    HeadView {
        kind,
        title: title.into(),
        description: None,
        path: path.into(),
        url: format!("{}{path}", config.base_url).into(),
        lang: Arc::clone(&config.language),
        rtl: is_rtl(&config.language),
        noindex: false,
        data: false,
    }
}

/// Tells whether a language, given as in BCP 47, is written from right to left.
fn is_rtl(lang: &str) -> bool {
    const FROM_RIGHT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    lang.split('-').next().is_some_and(|language| FROM_RIGHT.contains(&language))
}

/// Returns a record's text for its own page.
pub(super) fn content(desk: &Desk, handle: Handle) -> Html {
    body::html(desk, handle, &desk.entity(handle).route.to_root())
}

/// Returns the notice of a withdrawn record.
pub(super) fn withdrawn(desk: &Desk, entity: &Entity) -> Option<WithdrawalView> {
    entity.withdrawn.then(|| {
        let map = entity.document.fields.maps("withdrawn").first();
        WithdrawalView {
            retracted: entity.retracted(),
            date: date_view(desk.language_of(entity), map.and_then(|map| map.date("date")), None),
            note: map.and_then(|map| map.text("note").cloned()),
        }
    })
}

/// Returns a record's free data.
pub(super) fn extra(entity: &Entity) -> Free {
    match entity.document.fields.get("extra") {
        Some(Value::Free(value)) => Free(value.clone()),
        _ => Free::default(),
    }
}
