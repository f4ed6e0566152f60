//! `index.json` beside each record's page, as the data contract has it: complete, never split, keys without a value left
//! out, addresses from the host's root.

use std::sync::Arc;

use super::desk::{Desk, status};
use super::json::{Json, Object};
use super::pages::Pages;
use super::parts::RoleView;
use super::quotes::Quote;
use super::record;
use crate::date::Date;
use crate::kinds;
use crate::link::{BodyLink, Entity, Handle, Resolved, Site, Via, roles};
use crate::parse::fields::Fields;

/// Adds the data of every record.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    for (handle, entity) in site.all().filter(|(_, entity)| *entity.id.kind != kinds::PAGE) {
        pages.bytes(entity.route.join("index.json"), record::origin(entity), move |desk| {
            let mut bytes = record_json(desk, handle).into_bytes();
            bytes.push(b'\n');
            bytes
        });
    }
}

/// Returns a record as the data contract has it.
#[must_use]
pub fn record_json(desk: &Desk, handle: Handle) -> String {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let mut it = Object::new();
    it.set("schema", "dossier/1").set("kind", entity.id.kind.name).set("id", &*entity.id.id);
    it.set("url", url(desk, entity)).set("title", &*entity.document.name);
    it.set("summary", fields.text("summary"));
    it.set("lang", &**fields.text("lang").unwrap_or(&desk.site.config.language));
    let spellings = entity.spellings.iter().skip(1).map(Json::from);
    it.all("aliases", entity.document.aliases.iter().map(|alias| Json::from(&alias.name)).chain(spellings));
    it.all("tags", fields.texts("tags").iter().map(|tag| &**tag));
    it.all("sources", sources(desk, fields));
    if entity.withdrawn {
        it.set("status", "withdrawn");
        return it.finish().0;
    }
    match entity.id.kind {
        kind if *kind == kinds::ARTICLE => article(desk, handle, &mut it),
        kind if *kind == kinds::PERSON => person(desk, handle, &mut it),
        kind if *kind == kinds::EVENT => event(desk, handle, &mut it),
        kind if *kind == kinds::STORY => story(desk, handle, &mut it),
        _ => thing(desk, handle, &mut it),
    }
    it.finish().0
}

fn url(desk: &Desk, entity: &Entity) -> String {
    format!("{}{}", desk.site.config.base_path, entity.route.path())
}

/// Returns a reference to a record: its kind, id, title and address.
fn reference(desk: &Desk, handle: Handle) -> Json {
    Json(desk.written[handle.ix()].clone())
}

/// Returns a name without a record.
fn titled(name: &Arc<str>) -> Json {
    let mut it = Object::new();
    it.set("title", name);
    it.finish()
}

/// Writes the reference to a record, which many others repeat.
pub(super) fn write_reference(site: &Site, entity: &Entity) -> String {
    let mut it = Object::new();
    it.set("kind", entity.id.kind.name).set("id", &*entity.id.id).set("title", &*entity.document.name);
    it.set("url", format!("{}{}", site.config.base_path, entity.route.path()));
    it.finish().0
}

/// Returns a date with its words and bounds.
fn date(date: &Date) -> Json {
    let mut it = Object::new();
    it.set("edtf", date.edtf()).set("text", date.text());
    it.set("earliest", date.earliest().map(|day| day.to_string()));
    it.set("latest", date.latest().map(|day| day.to_string()));
    it.finish()
}

fn maybe_date(value: Option<&Date>) -> Json {
    value.map_or(Json::default(), date)
}

fn sources(desk: &Desk, fields: &Fields) -> Vec<Json> {
    cited(desk, fields.maps("sources"))
}

fn cited(desk: &Desk, items: &[Fields]) -> Vec<Json> {
    items
        .iter()
        .filter_map(|item| {
            if let Some(source) = item.text("key").and_then(|key| desk.source_record(key)) {
                return Some(reference(desk, source));
            }
            let mut it = Object::new();
            it.set("title", item.text("title")).set("publisher", item.text("publisher"));
            it.set("url", item.text("url").or_else(|| item.text("key"))).set("archived", item.text("archived"));
            (!it.is_empty()).then(|| it.finish())
        })
        .collect()
}

/// Returns the declared records of a key, each with its part and role.
fn declared(desk: &Desk, entity: &Entity, field: &str, on: Option<&Date>) -> Vec<Json> {
    let found = entity.refs(field).filter_map(|(_, part, resolved)| match resolved {
        Resolved::Found(handle) => {
            let mut it = Object::from_written(&desk.written[handle.ix()]);
            it.set("as", part.role.as_ref()).set("name_used", part.name_used.as_ref());
            with_role(desk, handle, on, &mut it);
            Some(it.finish())
        }
        Resolved::Plain => Some(titled(&part.target)),
        Resolved::Hidden => None,
    });
    found.collect()
}

/// Adds a person's role on a date: the first that surely holds, and all of them where there are several.
fn with_role(desk: &Desk, handle: Handle, on: Option<&Date>, it: &mut Object) {
    let fields = &desk.entity(handle).document.fields;
    let held = on.map(|on| roles::throughout(fields, on)).unwrap_or_default();
    let titles: Vec<Json> =
        held.iter().filter_map(|at| fields.maps("roles").get(*at)?.text("title")).map(Json::from).collect();
    it.set("role", titles.first().cloned().unwrap_or(Json::default()));
    if titles.len() > 1 {
        it.set("roles", titles);
    }
}

fn article(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let on = fields.date("date");
    it.set("date", maybe_date(on)).set("updated", maybe_date(desk.last_changed(handle).as_ref()));
    it.all("stories", declared(desk, entity, "story", None));
    it.all("authors", fields.texts("authors").iter().map(|author| &**author));
    for key in ["credits", "people", "events", "organizations", "places"] {
        it.all(key, declared(desk, entity, key, on));
    }
    it.all("links", links(desk, handle));
    let updates = entity.document.updates.iter().map(|update| {
        let mut it = Object::new();
        it.set("id", &*update.id).set("date", date(&update.date)).set("headline", update.headline.as_ref());
        it.finish()
    });
    it.all("updates", updates);
    it.all("quotes", desk.quotes.within(handle).into_iter().map(|quote| quote_json(desk, quote)));
    let corrections = fields.maps("corrections").iter().map(|map| {
        let mut it = Object::new();
        it.set("date", maybe_date(map.date("date"))).set("kind", map.text("kind").map_or("correction", |kind| &**kind));
        it.set("was", map.text("was")).set("now", map.text("now")).set("note", map.text("note"));
        it.finish()
    });
    it.all("corrections", corrections);
    neighbours(desk, handle, it);
}

fn neighbours(desk: &Desk, handle: Handle, it: &mut Object) {
    let (previous, next) = desk.order.around(handle);
    it.set("previous", previous.map(|record| reference(desk, record)));
    it.set("next", next.map(|record| reference(desk, record)));
}

/// Returns every link to a record in a text, in order.
fn links(desk: &Desk, handle: Handle) -> Vec<Json> {
    let entity = desk.entity(handle);
    let body = &entity.document.body;
    let explicit = body.links.iter().zip(&entity.links.body).filter_map(|(link, resolved)| match resolved {
        BodyLink::Record(target, _) => Some((link.block, link.label.clone(), *target, Via::Link)),
        _ => None,
    });
    let automatic = entity.links.automatic.iter().map(|link| (link.block, link.text.clone(), link.target, Via::Auto));
    let mut all: Vec<_> = explicit.chain(automatic).collect();
    all.sort_by_key(|(block, text, ..)| (*block, text.start));
    let each = all.into_iter().map(|(block, text, target, via)| {
        let words = &body.text[text.start as usize..text.end as usize];
        let mut it = Object::new();
        it.set("record", reference(desk, target));
        it.set("text", words.split_whitespace().collect::<Vec<_>>().join(" "));
        it.set("via", via.word()).set("anchor", &desk.anchor_of(handle, Some(block)));
        it.finish()
    });
    each.collect()
}

fn quote_json(desk: &Desk, quote: &Quote) -> Json {
    let mut it = Object::new();
    it.set("id", &*quote.id).set("text", &*quote.text);
    let named = |words: &Arc<str>, handle: Option<Handle>| match handle {
        Some(handle) => reference(desk, handle),
        None => titled(words),
    };
    it.set("speaker", named(&quote.speaker_words, quote.speaker));
    if let Some(speaker) = quote.speaker {
        with_role(desk, speaker, desk.quote_date(quote), &mut it);
    }
    it.set("to", quote.to.as_ref().map(|(words, handle)| named(words, *handle)));
    it.set("venue", quote.venue.as_ref().map(|(words, handle)| named(words, *handle)));
    it.set("date", maybe_date(quote.date.as_ref()));
    if let Some((document, anchor)) = quote.places.first() {
        let url = url(desk, desk.entity(*document));
        it.set("url", if anchor.is_empty() { url } else { format!("{url}#{anchor}") });
    }
    let mut within: Vec<Handle> = quote.places.iter().map(|(document, _)| *document).collect();
    within.dedup();
    it.all("in", within.into_iter().map(|document| reference(desk, document)));
    it.finish()
}

fn quotes(desk: &Desk, found: Vec<&Quote>) -> Vec<Json> {
    found.into_iter().map(|quote| quote_json(desk, quote)).collect()
}

/// Returns every mention of a record, newest document first.
fn mentions(desk: &Desk, handle: Handle) -> Vec<Json> {
    let each = desk.site.mentions_of(handle).iter().map(|mention| {
        let document = &desk.entity(mention.from).document;
        let mut it = Object::new();
        it.set("in", reference(desk, mention.from));
        if let Some([before, words, after]) = desk.sentence(mention) {
            it.set("section", &desk.section(mention)).set("anchor", &desk.anchor(mention));
            it.set("spelling", words).set("via", mention.via.word());
            it.set("context", [before, words, after].concat());
        } else {
            let used = mention.reference.and_then(|number| document.references.get(number as usize));
            it.set("spelling", used.map(|used| used.name_used.as_ref().unwrap_or(&used.target)));
            it.set("via", mention.via.word());
            it.set("as", used.and_then(|used| used.role.as_ref()));
        }
        it.finish()
    });
    each.collect()
}

fn roles_json(desk: &Desk, entity: &Entity) -> Vec<Json> {
    let maps = entity.document.fields.maps("roles").iter().enumerate();
    let views: Vec<RoleView> = desk.roles(entity);
    let each = maps.zip(views).map(|((at, map), view)| {
        let mut it = Object::new();
        it.set("title", &*view.title);
        let organization = entity.nested("roles", at, "organization").and_then(Resolved::found);
        it.set(
            "organization",
            match (organization, view.organization) {
                (Some(handle), _) => reference(desk, handle),
                (None, Some(named)) => titled(&named.title),
                (None, None) => Json::default(),
            },
        );
        it.set("from", maybe_date(map.date("from"))).set("to", maybe_date(map.date("until")));
        it.all("sources", sources(desk, map));
        it.finish()
    });
    each.collect()
}

fn person(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let today = desk.site.as_of.and_then(|day| Date::parse(&day.to_string()).ok());
    it.all("roles", roles_json(desk, entity));
    let mut held = Object::new();
    with_role(desk, handle, today.as_ref(), &mut held);
    it.join(held);
    it.all("mentions", mentions(desk, handle));
    it.all("quotes", quotes(desk, desk.quotes.by(handle)));
    it.all("events", events(desk, handle, true));
    it.all("articles", desk.articles_of(handle).into_iter().map(|article| with_date(desk, article)));
    it.all("relations", relations(desk, handle));
    let related = desk.related(handle, usize::MAX).into_iter().filter_map(|related| {
        let card = &related.record.view;
        let id = crate::entity::EntityId::new(kinds::find(card.kind)?, &card.id);
        let mut it = Object::new();
        it.set("record", reference(desk, desk.site.find(&id)?));
        it.set("shared_events", related.shared_events).set("shared_articles", related.shared_articles);
        Some(it.finish())
    });
    it.all("related", related);
}

fn with_date(desk: &Desk, handle: Handle) -> Json {
    let mut it = Object::from_written(&desk.written[handle.ix()]);
    it.set("date", maybe_date(desk.entity(handle).document.fields.date("date")));
    it.finish()
}

/// Returns the events of a record in order of time.
fn events(desk: &Desk, handle: Handle, with_roles: bool) -> Vec<Json> {
    let each = desk.events_of(handle).into_iter().map(|(event, mention)| {
        let entity = desk.entity(event);
        let on = entity.document.fields.date("date");
        let mut it = Object::from_written(&desk.written[event.ix()]);
        it.set("date", maybe_date(on)).set("status", status(entity).as_ref()).set("as", desk.part(mention).as_ref());
        if with_roles {
            with_role(desk, handle, on, &mut it);
        }
        it.finish()
    });
    each.collect()
}

fn relations(desk: &Desk, handle: Handle) -> Vec<Json> {
    let own = |record: Handle, index: usize, to: Json, inverse: bool| {
        let map = desk.entity(record).document.fields.maps("relations").get(index)?;
        let mut it = Object::new();
        it.set("to", to).set("as", map.text("as"));
        it.set("from", maybe_date(map.date("from"))).set("until", maybe_date(map.date("until")));
        it.set("status", map.text("status")).set("inverse", if inverse { Json::from(true) } else { Json::default() });
        Some(it.finish())
    };
    let entity = desk.entity(handle);
    let declared = entity.document.fields.maps("relations").iter().enumerate().filter_map(|(at, map)| {
        let to = match entity.nested("relations", at, "to")? {
            Resolved::Found(to) => reference(desk, to),
            Resolved::Plain => titled(&map.refs("to").first()?.target),
            Resolved::Hidden => return None,
        };
        own(handle, at, to, false)
    });
    let inverse = desk.site.mentions_of(handle).iter().filter_map(|mention| {
        let at = mention.at.filter(|at| at.field == "relations" && at.sub == "to")?;
        own(mention.from, usize::from(at.index), reference(desk, mention.from), true)
    });
    declared.chain(inverse).collect()
}

fn event(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let on = fields.date("date");
    it.set("date", maybe_date(on)).set("words", fields.text("words")).set("status", status(entity).as_ref());
    let history = fields.maps("history").iter().map(|map| {
        let mut it = Object::new();
        it.set("said_on", maybe_date(map.date("said_on"))).set("status", map.text("status"));
        it.set("date", maybe_date(map.date("date"))).all("sources", cited(desk, map.maps("source")));
        it.finish()
    });
    it.all("history", history);
    it.set("place", declared(desk, entity, "place", None).into_iter().next().unwrap_or(Json::default()));
    it.all("stories", declared(desk, entity, "story", None));
    it.all("participants", declared(desk, entity, "participants", on));
    it.all("mentions", mentions(desk, handle));
    it.all("quotes", quotes(desk, desk.quotes.of_event(&desk.site, handle)));
    it.all("articles", desk.articles_of(handle).into_iter().map(|article| with_date(desk, article)));
    neighbours(desk, handle, it);
    let accounts = fields.maps("accounts").iter().map(|map| {
        let mut it = Object::new();
        it.set("field", map.text("field")).set("value", map.text("value"));
        it.all("sources", cited(desk, map.maps("source")));
        it.finish()
    });
    it.all("accounts", accounts);
}

fn findings(desk: &Desk, fields: &Fields, key: &str) -> Vec<Json> {
    let each = fields.maps(key).iter().map(|map| {
        let mut it = Object::new();
        it.set("text", map.text("text")).set("date", maybe_date(map.date("date"))).all("sources", sources(desk, map));
        it.finish()
    });
    each.collect()
}

fn story(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    it.set("status", status(entity).as_ref());
    for key in ["known", "unknown", "disputed"] {
        it.all(key, findings(desk, fields, key));
    }
    let timeline = super::timeline::of_story(desk, handle);
    it.all("timeline", timeline.iter().map(|moment| moment.json(date, |handle| reference(desk, handle))));
    let cast = desk.cast(handle, true).into_iter().map(|role| {
        let mut it = Object::new();
        it.set("record", reference(desk, role.handle)).set("as", role.part.as_ref()).set("mentions", role.mentions);
        let on = |document: Handle| maybe_date(desk.entity(document).document.fields.date("date"));
        it.set("first", on(role.first)).set("last", on(role.last));
        it.finish()
    });
    it.all("cast", cast);
    let articles = desk.articles_of(handle);
    it.set(
        "latest",
        timeline
            .iter()
            .rev()
            .find(|moment| moment.is_coverage())
            .map(|moment| moment.json(date, |handle| reference(desk, handle))),
    );
    it.all("articles", articles.into_iter().map(|article| with_date(desk, article)));
}

fn thing(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    if *entity.id.kind == kinds::SOURCE {
        it.set("publisher", fields.text("publisher")).set("type", fields.text("type"));
        it.all("authors", fields.texts("author").iter().map(|author| &**author));
        it.set("source_url", fields.text("url")).set("archived", fields.text("archived"));
        it.set("published", maybe_date(fields.date("published"))).set("accessed", maybe_date(fields.date("accessed")));
        it.set("tier", fields.number("tier"));
        it.all("supports", desk.supported_by(handle).into_iter().map(|record| reference(desk, record)));
        it.all("mentions", mentions(desk, handle));
        return;
    }
    it.set("parent", declared(desk, entity, "parent", None).into_iter().next().unwrap_or(Json::default()));
    let parts = desk.naming(handle, entity.id.kind, &["parent"]).into_iter();
    it.all("parts", parts.map(|(part, _)| reference(desk, part)));
    it.all("mentions", mentions(desk, handle));
    let mut found = desk.quotes.by(handle);
    found.extend(desk.quotes.at(handle));
    it.all("quotes", quotes(desk, found));
    it.all("events", events(desk, handle, false));
    it.all("articles", desk.articles_of(handle).into_iter().map(|article| with_date(desk, article)));
}
