//! What each kind of record has in its `index.json` beside what all of them have.

use super::registries::{accounts, claims, corrections, quotes, relations, ties};
use super::{cited, dated, declared, declared_one, mentions, named, own_date, push_string, reference, with_role};
use crate::kinds;
use crate::link::publishers::{STATEMENTS, is_single};
use crate::link::{BodyLink, Handle, Resolved, Via, roles};
use crate::plan::desk::{Desk, status};
use crate::plan::entry::announcements;
use crate::plan::json::Object;
use crate::plan::order::Around;
use crate::plan::timeline::{self, Moment, What};

pub(super) fn article(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let on = fields.date("date");
    own_date(desk, it, handle);
    dated(desk, it, "updated", desk.last_changed(handle));
    it.list("stories", entity.refs("story"), |json, (_, _, resolved)| {
        json.push_str(resolved.found().map_or("", |story| reference(desk, story)));
    });
    it.texts("authors", fields.texts("authors"));
    for key in ["credits", "people", "events", "organizations", "places"] {
        declared(desk, it, entity, key, on);
    }
    links(desk, handle, it);
    it.list("updates", &entity.document.updates, |json, update| {
        let mut it = Object::new(json);
        it.text("id", &update.id);
        dated(desk, &mut it, "date", Some(&update.date));
        it.maybe("headline", update.headline.as_ref());
        it.end();
    });
    quotes(desk, it, "quotes", handle, desk.quotes.within(handle));
    claims(desk, it, handle);
    corrections(desk, it, desk.corrections.of(handle), false);
    neighbours(desk, handle, it);
}

fn neighbours(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let (previous, next) = desk.order.around(handle);
    for (key, record) in [("previous", previous), ("next", next)] {
        if let Some(record) = record {
            it.raw(key, reference(desk, record));
        }
    }
}

/// Writes the neighbours of an event in each of its stories, where there are several.
fn around(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let around: Vec<Around> = desk.order.around_in_each(handle).collect();
    let several = if around.len() > 1 { around } else { Vec::new() };
    it.list("around", several, |json, around| {
        let mut it = Object::new(json);
        for (key, record) in [("story", around.story), ("previous", around.previous), ("next", around.next)] {
            if let Some(record) = record {
                it.raw(key, reference(desk, record));
            }
        }
        it.end();
    });
}

/// Writes every link to a record in a text, in order.
fn links(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    let body = &entity.document.body;
    let explicit = body.links.iter().zip(&entity.links.body).filter_map(|(link, resolved)| match resolved {
        BodyLink::Record(target, _) => Some((link.block, link.label.clone(), *target, Via::Link)),
        _ => None,
    });
    let automatic = entity.links.automatic.iter().map(|link| (link.block, link.text.clone(), link.target, Via::Auto));
    let mut all: Vec<_> = explicit.chain(automatic).collect();
    all.sort_by_key(|(block, text, ..)| (*block, text.start));
    it.list("links", all, |json, (block, text, target, via)| {
        let words = desk.as_shown(entity, text);
        let mut it = Object::new(json);
        it.raw("record", reference(desk, target));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // A picture, or an address without words, is told by what it leads to.
        it.text("text", if words.is_empty() { &desk.entity(target).document.name } else { &words });
        it.text("via", via.word()).anchor("anchor", desk.anchor_of(handle, Some(block)));
        it.end();
    });
}

pub(super) fn person(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    it.list("roles", fields.maps("roles").iter().enumerate(), |json, (at, map)| {
        let mut it = Object::new(json);
        it.maybe("title", map.text("title"));
        let organization = entity.nested("roles", at, "organization").filter(|resolved| *resolved != Resolved::Hidden);
        if let (Some(resolved), [written, ..]) = (organization, map.refs("organization")) {
            it.with("organization", |json| named(desk, json, &written.target, resolved.found()));
        }
        dated(desk, &mut it, "from", map.date("from"));
        dated(desk, &mut it, "to", map.date("until"));
        cited(desk, &mut it, "sources", map.maps("sources"));
        it.end();
    });
    let held = desk.site.as_of.map(|day| roles::on_day(fields, day)).unwrap_or_default();
    it.maybe("role", held.first().and_then(|at| fields.maps("roles").get(*at)?.text("title")));
    it.list("spellings", desk.spellings(handle), |json, spelling| {
        let mut it = Object::new(json);
        it.text("name", &spelling.name).number("texts", spelling.texts).maybe("kind", spelling.kind.as_ref());
        it.end();
    });
    for key in ["same_as", "not_same_as"] {
        it.list(key, desk.said_of(handle, key), |json, other| json.push_str(reference(desk, other)));
    }
    it.list("perhaps_same", desk.perhaps_same(handle), |json, other| json.push_str(reference(desk, *other)));
    mentions(desk, handle, it);
    said(desk, handle, it);
    events(desk, handle, it, true);
    articles(desk, handle, it);
    relations(desk, it, handle);
    it.list("related", desk.all_related(handle), |json, (record, (shared_events, shared_articles))| {
        let mut it = Object::new(json);
        it.raw("record", reference(desk, *record));
        it.number("shared_events", *shared_events);
        it.number("shared_articles", *shared_articles);
        it.end();
    });
}

/// Writes what was said by a record or there and to it, what is claimed, and what was corrected.
fn said(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    quotes(desk, it, "quotes", handle, desk.quotes.of(handle));
    quotes(desk, it, "quotes_to", handle, desk.quotes.to(handle));
    claims(desk, it, handle);
    corrections(desk, it, desk.corrections.on(handle), true);
}

fn articles(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    it.list("articles", desk.articles_of(handle), |json, article| {
        let mut it = Object::more(json, reference(desk, article));
        it.raw("date", &desk.dates[article.ix()]);
        it.end();
    });
}

/// Writes the events of a record in order of time.
fn events(desk: &Desk, handle: Handle, it: &mut Object<'_>, with_roles: bool) {
    it.list("events", desk.events_of(handle), |json, (event, mention)| {
        let entity = desk.entity(event);
        let on = entity.document.fields.date("date");
        let mut it = Object::more(json, reference(desk, event));
        it.raw("date", &desk.dates[event.ix()]);
        it.maybe("status", status(entity)).maybe("as", desk.part(mention));
        if with_roles {
            with_role(desk, handle, on, &mut it);
        }
        it.end();
    });
}

pub(super) fn event(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let on = fields.date("date");
    own_date(desk, it, handle);
    it.maybe("words", fields.text("words")).maybe("status", status(entity));
    it.list("history", announcements(fields), |json, (_, map)| {
        let mut it = Object::new(json);
        dated(desk, &mut it, "said_on", map.date("said_on"));
        it.maybe("status", map.text("status"));
        dated(desk, &mut it, "date", map.date("date"));
        cited(desk, &mut it, "sources", map.maps("source"));
        it.end();
    });
    declared_one(desk, it, entity, "place");
    it.list("stories", entity.refs("story"), |json, (_, _, resolved)| {
        json.push_str(resolved.found().map_or("", |story| reference(desk, story)));
    });
    declared(desk, it, entity, "participants", on);
    let basis = desk.bases[handle.ix()];
    if basis.count > 0 {
        it.number("source_count", basis.count as usize);
    }
    it.flag("single_source", basis.single);
    mentions(desk, handle, it);
    quotes(desk, it, "quotes", handle, desk.quotes.of_event(&desk.site, handle));
    claims(desk, it, handle);
    corrections(desk, it, desk.corrections.on(handle), true);
    articles(desk, handle, it);
    neighbours(desk, handle, it);
    around(desk, handle, it);
    declared_one(desk, it, entity, "part_of");
    let mut parts: Vec<Handle> =
        desk.naming(handle, &kinds::EVENT, &["part_of"]).into_iter().map(|(part, _)| part).collect();
    desk.sort_by_time(&mut parts);
    it.list("parts", parts, |json, part| {
        let mut it = Object::more(json, reference(desk, part));
        it.raw("date", &desk.dates[part.ix()]);
        it.end();
    });
    it.list("follows", entity.refs("follows"), |json, (_, _, resolved)| {
        json.push_str(resolved.found().map_or("", |event| reference(desk, event)));
    });
    accounts(desk, it, handle);
    it.list("rulings", fields.maps("rulings"), |json, map| {
        let mut it = Object::new(json);
        it.maybe("field", map.text("field")).maybe("value", map.text("value")).maybe("reason", map.text("reason"));
        it.maybe("by", map.text("by"));
        dated(desk, &mut it, "date", map.date("date"));
        cited(desk, &mut it, "sources", map.maps("sources"));
        it.end();
    });
}

pub(super) fn story(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    it.maybe("status", status(entity));
    for key in ["known", "unknown", "disputed"] {
        it.list(key, fields.maps(key), |json, map| {
            let mut it = Object::new(json);
            it.maybe("text", map.text("text"));
            dated(desk, &mut it, "date", map.date("date"));
            cited(desk, &mut it, "sources", map.maps("sources"));
            it.flag("single_source", STATEMENTS.contains(&key) && is_single(&desk.site, map.maps("sources")));
            it.end();
        });
    }
    let timeline = timeline::of_story(desk, handle);
    it.list("timeline", &timeline, |json, moment| push_moment(desk, json, moment));
    let (people, organizations) = (desk.cast(handle, true), desk.cast(handle, false));
    let members: Vec<Handle> = people.iter().chain(&organizations).map(|role| role.handle).collect();
    it.list("cast", people, |json, role| {
        let mut it = Object::new(json);
        it.raw("record", reference(desk, role.handle)).maybe("as", role.part.as_ref());
        it.number("mentions", role.mentions);
        for (key, document) in [("first", role.first), ("last", role.last)] {
            it.raw(key, &desk.dates[document.ix()]);
        }
        it.end();
    });
    ties(desk, it, &members);
    if let Some(latest) = timeline.iter().rev().find(|moment| moment.is_coverage()) {
        it.with("latest", |json| push_moment(desk, json, latest));
    }
    articles(desk, handle, it);
    claims(desk, it, handle);
    corrections(desk, it, desk.corrections.on(handle), true);
}

fn push_moment(desk: &Desk, json: &mut String, moment: &Moment) {
    let mut it = Object::new(json);
    dated(desk, &mut it, "date", moment.date.as_ref());
    match &moment.what {
        What::Event(record) => it.text("kind", "event").raw("record", reference(desk, *record)),
        What::Article(record) => it.text("kind", "article").raw("record", reference(desk, *record)),
        What::Update(article, id, headline) => it.text("kind", "update").with("update", |json| {
            let mut it = Object::new(json);
            it.raw("in", reference(desk, *article)).text("id", id).maybe("headline", headline.as_ref());
            it.end();
        }),
        What::Correction(corrected) => it.text("kind", "correction").with("correction", |json| {
            let fields = corrected.fields(&desk.site);
            let mut it = Object::new(json);
            it.raw("in", reference(desk, corrected.article)).text("id", &corrected.id);
            it.maybe("note", fields.text("note").or_else(|| fields.text("now")));
            it.end();
        }),
        What::Announcement(event, _) => it.text("kind", "announcement").raw("record", reference(desk, *event)),
    };
    it.end();
}

pub(super) fn source(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let fields = &desk.entity(handle).document.fields;
    it.maybe("publisher", fields.text("publisher")).maybe("type", fields.text("type"));
    it.list("authors", fields.texts("author"), |json, author| push_string(json, author));
    let address = |key| fields.text(key).map(|written| desk.address(written));
    it.maybe("source_url", address("url")).maybe("archived", address("archived"));
    dated(desk, it, "published", fields.date("published"));
    dated(desk, it, "accessed", fields.date("accessed"));
    if let Some(tier) = fields.number("tier") {
        it.number("tier", tier as usize);
    }
    it.list("supports", desk.supported_by(handle), |json, support| {
        let fact = desk.fact(*support);
        let mut it = Object::new(json);
        it.raw("record", reference(desk, support.record)).text("field", support.field).text("fact", &fact.text);
        it.text("url", &format!("{}{}", desk.site.config.base_path, fact.path));
        it.end();
    });
    mentions(desk, handle, it);
    claims(desk, it, handle);
    corrections(desk, it, desk.corrections.on(handle), true);
}

pub(super) fn thing(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let entity = desk.entity(handle);
    if entity.id.kind.own.is_none() {
        declared_one(desk, it, entity, "parent");
        let parts = desk.naming(handle, entity.id.kind, &["parent"]);
        it.list("parts", parts, |json, (part, _)| json.push_str(reference(desk, part)));
    }
    mentions(desk, handle, it);
    said(desk, handle, it);
    events(desk, handle, it, false);
    articles(desk, handle, it);
    relations(desk, it, handle);
}
