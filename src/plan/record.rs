//! What the pages of all kinds of records share.

use std::sync::Arc;

use super::body;
use super::desk::{Desk, date_view};
use super::linked_data;
use super::pages::{Made, Pages};
use super::parts::{HeadView, TranslationView, WithdrawalView};
use super::view::{Free, Html};
use super::wants::Wanted;
use crate::kind::Kind;
use crate::kinds;
use crate::link::{Entity, Handle, Site};
use crate::parse::fields::Value;
use crate::source::SourcePath;
use crate::words::endonym;

/// Adds a page for each record of a kind, those with a notice only included.
pub(super) fn each(
    site: &Site,
    kind: &'static Kind,
    pages: &mut Pages,
    template: &'static str,
    made: fn(&Desk, &Wanted, Handle) -> Made,
) {
    for (handle, entity) in site.all().filter(|(_, entity)| *entity.id.kind == *kind) {
        pages.view(entity.route.clone(), origin(entity), template, move |desk| {
            made(desk, desk.wants.of_template(template), handle)
        });
    }
}

/// Returns the file that a record's page stands for.
pub(super) fn origin(entity: &Entity) -> Option<&SourcePath> {
    (!entity.stub).then_some(&entity.document.source.path)
}

/// Returns what every page has, for the page of a record.
pub(super) fn head(desk: &Desk, wanted: &Wanted, handle: Handle) -> HeadView {
    HeadView {
        linked_data: wanted.then("linked_data", || linked_data::of(desk, handle)),
        translations: wanted.then("translations", || translations(desk, handle)),
        ..part_head(desk, handle)
    }
}

/// Returns what every page has, for a page with a part of what is known of a record.
pub(super) fn part_head(desk: &Desk, handle: Handle) -> HeadView {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let path = entity.route.path();
    let lang = fields.text("lang").unwrap_or(&desk.site.config.language);
    HeadView {
        kind: entity.id.kind.name,
        title: Arc::clone(&entity.document.name),
        description: fields.text("summary").cloned(),
        path: path.into(),
        url: desk.site.config.address(path).into(),
        rtl: is_rtl(lang),
        lang: Arc::clone(lang),
        noindex: false,
        data: desk.site.config.writes("json"),
        linked_data: Html::default(),
        translations: Vec::new(),
        poster: desk.poster(handle),
    }
}

/// Returns an article in all of its languages: the original, then its translations; nothing for one without.
fn translations(desk: &Desk, handle: Handle) -> Vec<TranslationView> {
    const FIELD: &str = "translation_of";
    if *desk.entity(handle).id.kind != kinds::ARTICLE {
        return Vec::new();
    }
    let original = |handle: Handle| desk.entity(handle).refs(FIELD).find_map(|(_, _, resolved)| resolved.found());
    let first = original(handle).unwrap_or(handle);
    let mut all = vec![first];
    all.extend(desk.naming(first, &kinds::ARTICLE, &[FIELD]).into_iter().map(|(translation, _)| translation));
    all.retain(|article| !desk.entity(*article).withdrawn);
    if all.len() < 2 || !all.contains(&handle) {
        return Vec::new();
    }
    let config = &desk.site.config;
    let lang = |article: Handle| desk.entity(article).document.fields.text("lang").unwrap_or(&config.language);
    // A region is told only where that sets a language apart from another one of its name.
    let is_shared =
        |own: &str| all.iter().map(|other| lang(*other)).any(|tag| **tag != *own && endonym(tag) == endonym(own));
    let views = all.iter().map(|article| {
        let (card, lang) = (&desk.cards[article.ix()].view, lang(*article));
        let name = endonym(lang);
        TranslationView {
            language: if is_shared(lang) { format!("{name} ({lang})").into() } else { name.into() },
            rtl: is_rtl(lang),
            original: *article == first,
            lang: Arc::clone(lang),
            title: Arc::clone(&card.title),
            path: Arc::clone(&card.path),
            url: config.address(&card.path).into(),
        }
    });
    views.collect()
}

/// Returns the head of a page that is no record.
pub(super) fn list_head(desk: &Desk, kind: &'static str, title: &str, path: &str) -> HeadView {
    let config = &desk.site.config;
    HeadView {
        kind,
        title: title.into(),
        description: None,
        path: path.into(),
        url: config.address(path).into(),
        lang: Arc::clone(&config.language),
        rtl: is_rtl(&config.language),
        noindex: false,
        data: false,
        linked_data: Html::default(),
        translations: Vec::new(),
        poster: desk.posters.of_site(),
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
