//! `index.json` beside each record's page, as the data contract has it: complete, never split, keys without a value left
//! out, addresses from the host's root.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::desk::{Desk, status};
use super::pages::Pages;
use super::parts::RoleView;
use super::quotes::Quote;
use super::record;
use crate::date::Date;
use crate::kinds;
use crate::link::{BodyLink, Entity, Handle, Mention, Resolved, Site, Via, roles};
use crate::parse::fields::Fields;

/// Adds the data of every record.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    for (handle, entity) in site.all().filter(|(_, entity)| *entity.id.kind != kinds::PAGE) {
        pages.bytes(entity.route.join("index.json"), record::origin(entity), move |desk| {
            let mut bytes = record_json(desk, handle).to_string().into_bytes();
            bytes.push(b'\n');
            bytes
        });
    }
}

/// An object whose keys without a value are left out.
struct Object(Map<String, Value>);

impl Object {
    fn set(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if !empty {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    fn text(&mut self, key: &str, value: Option<&Arc<str>>) -> &mut Self {
        self.set(key, value.map_or(Value::Null, |text| json!(**text)))
    }

    fn all<T>(&mut self, key: &str, values: impl IntoIterator<Item = T>) -> &mut Self
    where
        T: Into<Value>,
    {
        self.set(key, values.into_iter().map(Into::into).collect::<Vec<Value>>())
    }
}

fn object() -> Object {
    Object(Map::new())
}

/// Returns a record as the data contract has it.
#[must_use]
pub fn record_json(desk: &Desk, handle: Handle) -> Value {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let mut it = object();
    it.set("schema", "dossier/1").set("kind", entity.id.kind.name).set("id", &*entity.id.id);
    it.set("url", url(desk, entity)).set("title", &*entity.document.name);
    it.text("summary", fields.text("summary"));
    it.set("lang", &**fields.text("lang").unwrap_or(&desk.site.config.language));
    let spellings = entity.spellings.iter().skip(1).map(|name| json!(**name));
    it.all("aliases", entity.document.aliases.iter().map(|alias| json!(*alias.name)).chain(spellings));
    it.all("tags", fields.texts("tags").iter().map(|tag| &**tag));
    it.all("sources", sources(desk, fields));
    if entity.withdrawn {
        it.set("status", "withdrawn");
        return Value::Object(it.0);
    }
    match entity.id.kind {
        kind if *kind == kinds::ARTICLE => article(desk, handle, &mut it),
        kind if *kind == kinds::PERSON => person(desk, handle, &mut it),
        kind if *kind == kinds::EVENT => event(desk, handle, &mut it),
        kind if *kind == kinds::STORY => story(desk, handle, &mut it),
        _ => thing(desk, handle, &mut it),
    }
    Value::Object(it.0)
}

fn url(desk: &Desk, entity: &Entity) -> String {
    format!("{}{}", desk.site.config.base_path, entity.route.path())
}

/// Returns a reference to a record.
fn reference(desk: &Desk, handle: Handle) -> Map<String, Value> {
    let entity = desk.entity(handle);
    let mut it = object();
    it.set("kind", entity.id.kind.name).set("id", &*entity.id.id).set("title", &*entity.document.name);
    it.set("url", url(desk, entity));
    it.0
}

/// Returns a date with its words and bounds.
fn date(date: &Date) -> Value {
    let mut it = object();
    it.set("edtf", date.edtf()).set("text", date.text());
    it.set("earliest", date.earliest().map(|day| day.to_string()));
    it.set("latest", date.latest().map(|day| day.to_string()));
    Value::Object(it.0)
}

fn maybe_date(value: Option<&Date>) -> Value {
    value.map_or(Value::Null, date)
}

fn sources(desk: &Desk, fields: &Fields) -> Vec<Value> {
    cited(desk, fields.maps("sources"))
}

fn cited(desk: &Desk, items: &[Fields]) -> Vec<Value> {
    items
        .iter()
        .filter_map(|item| {
            if let Some(source) = item.text("key").and_then(|key| desk.source_record(key)) {
                return Some(Value::Object(reference(desk, source)));
            }
            let mut it = object();
            it.text("title", item.text("title")).text("publisher", item.text("publisher"));
            it.text("url", item.text("url").or_else(|| item.text("key"))).text("archived", item.text("archived"));
            (!it.0.is_empty()).then_some(Value::Object(it.0))
        })
        .collect()
}

/// Returns the declared records of a key, each with its part and role.
fn declared(desk: &Desk, entity: &Entity, field: &str, on: Option<&Date>) -> Vec<Value> {
    let found = entity.refs(field).filter_map(|(_, part, resolved)| match resolved {
        Resolved::Found(handle) => {
            let mut it = Object(reference(desk, handle));
            it.text("as", part.role.as_ref()).text("name_used", part.name_used.as_ref());
            with_role(desk, handle, on, &mut it);
            Some(Value::Object(it.0))
        }
        Resolved::Plain => Some(json!({ "title": *part.target })),
        Resolved::Hidden => None,
    });
    found.collect()
}

/// Adds a person's role on a date: the first that surely holds, and all of them where there are several.
fn with_role(desk: &Desk, handle: Handle, on: Option<&Date>, it: &mut Object) {
    let fields = &desk.entity(handle).document.fields;
    let held = on.map(|on| roles::throughout(fields, on)).unwrap_or_default();
    let titles: Vec<Value> =
        held.iter().filter_map(|at| fields.maps("roles").get(*at)?.text("title")).map(|title| json!(**title)).collect();
    it.set("role", titles.first().cloned().unwrap_or(Value::Null));
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
        let mut it = object();
        it.set("id", &*update.id).set("date", date(&update.date)).text("headline", update.headline.as_ref());
        Value::Object(it.0)
    });
    it.all("updates", updates);
    it.all("quotes", desk.quotes.within(handle).into_iter().map(|quote| quote_json(desk, quote)));
    let corrections = fields.maps("corrections").iter().map(|map| {
        let mut it = object();
        it.set("date", maybe_date(map.date("date"))).set("kind", map.text("kind").map_or("correction", |kind| &**kind));
        it.text("was", map.text("was")).text("now", map.text("now")).text("note", map.text("note"));
        Value::Object(it.0)
    });
    it.all("corrections", corrections);
    neighbours(desk, handle, it);
}

fn neighbours(desk: &Desk, handle: Handle, it: &mut Object) {
    let (previous, next) = desk.order.around(handle);
    it.set("previous", previous.map(|record| Value::Object(reference(desk, record))));
    it.set("next", next.map(|record| Value::Object(reference(desk, record))));
}

/// Returns every link to a record in a text, in order.
fn links(desk: &Desk, handle: Handle) -> Vec<Value> {
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
        let mention = Mention { from: handle, via, block: Some(block), text: text.clone(), at: None, reference: None };
        let words = &body.text[text.start as usize..text.end as usize];
        let mut it = object();
        it.set("record", reference(desk, target));
        it.set("text", words.split_whitespace().collect::<Vec<_>>().join(" "));
        it.set("via", via.word()).set("anchor", &*desk.anchor(&mention));
        Value::Object(it.0)
    });
    each.collect()
}

fn quote_json(desk: &Desk, quote: &Quote) -> Value {
    let mut it = object();
    it.set("id", &*quote.id).set("text", &*quote.text);
    let named = |words: &Arc<str>, handle: Option<Handle>| match handle {
        Some(handle) => Value::Object(reference(desk, handle)),
        None => json!({ "title": **words }),
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
    Value::Object(it.0)
}

fn quotes(desk: &Desk, found: Vec<&Quote>) -> Vec<Value> {
    found.into_iter().map(|quote| quote_json(desk, quote)).collect()
}

/// Returns every mention of a record, newest document first.
fn mentions(desk: &Desk, handle: Handle) -> Vec<Value> {
    let each = desk.site.mentions_of(handle).iter().map(|mention| {
        let document = &desk.entity(mention.from).document;
        let mut it = object();
        it.set("in", reference(desk, mention.from));
        if let Some(context) = desk.context(mention) {
            it.set("section", &*context.section).set("anchor", &*context.anchor);
            it.set("spelling", &*context.words).set("via", mention.via.word());
            it.set("context", format!("{}{}{}", context.before, context.words, context.after));
        } else {
            let used = mention.reference.and_then(|number| document.references.get(number as usize));
            it.text("spelling", used.map(|used| used.name_used.as_ref().unwrap_or(&used.target)));
            it.set("via", mention.via.word());
            it.text("as", used.and_then(|used| used.role.as_ref()));
        }
        Value::Object(it.0)
    });
    each.collect()
}

fn roles_json(desk: &Desk, entity: &Entity) -> Vec<Value> {
    let maps = entity.document.fields.maps("roles").iter().enumerate();
    let views: Vec<RoleView> = desk.roles(entity);
    let each = maps.zip(views).map(|((at, map), view)| {
        let mut it = object();
        it.set("title", &*view.title);
        let organization = entity.nested("roles", at, "organization").and_then(Resolved::found);
        it.set(
            "organization",
            match (organization, view.organization) {
                (Some(handle), _) => Value::Object(reference(desk, handle)),
                (None, Some(named)) => json!({ "title": *named.title }),
                (None, None) => Value::Null,
            },
        );
        it.set("from", maybe_date(map.date("from"))).set("to", maybe_date(map.date("until")));
        it.all("sources", sources(desk, map));
        Value::Object(it.0)
    });
    each.collect()
}

fn person(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let today = desk.site.as_of.and_then(|day| Date::parse(&day.to_string()).ok());
    it.all("roles", roles_json(desk, entity));
    let mut held = object();
    with_role(desk, handle, today.as_ref(), &mut held);
    it.set("role", held.0.get("role").cloned().unwrap_or(Value::Null));
    it.all("mentions", mentions(desk, handle));
    it.all("quotes", quotes(desk, desk.quotes.by(handle)));
    it.all("events", events(desk, handle, true));
    it.all("articles", desk.articles_of(handle).into_iter().map(|article| with_date(desk, article)));
    it.all("relations", relations(desk, handle));
    let related = desk.related(handle, usize::MAX).into_iter().filter_map(|related| {
        let card = &related.record.view;
        let id = crate::entity::EntityId::new(kinds::find(card.kind)?, &card.id);
        let mut it = object();
        it.set("record", reference(desk, desk.site.find(&id)?));
        it.set("shared_events", related.shared_events).set("shared_articles", related.shared_articles);
        Some(Value::Object(it.0))
    });
    it.all("related", related);
}

fn with_date(desk: &Desk, handle: Handle) -> Value {
    let mut it = Object(reference(desk, handle));
    it.set("date", maybe_date(desk.entity(handle).document.fields.date("date")));
    Value::Object(it.0)
}

/// Returns the events of a record in order of time.
fn events(desk: &Desk, handle: Handle, with_roles: bool) -> Vec<Value> {
    let each = desk.events_of(handle).into_iter().map(|(event, mention)| {
        let entity = desk.entity(event);
        let on = entity.document.fields.date("date");
        let mut it = Object(reference(desk, event));
        it.set("date", maybe_date(on)).text("status", status(entity).as_ref()).text("as", desk.part(mention).as_ref());
        if with_roles {
            with_role(desk, handle, on, &mut it);
        }
        Value::Object(it.0)
    });
    each.collect()
}

fn relations(desk: &Desk, handle: Handle) -> Vec<Value> {
    let own = |record: Handle, index: usize, to: Value, inverse: bool| {
        let map = desk.entity(record).document.fields.maps("relations").get(index)?;
        let mut it = object();
        it.set("to", to).text("as", map.text("as"));
        it.set("from", maybe_date(map.date("from"))).set("until", maybe_date(map.date("until")));
        it.text("status", map.text("status")).set("inverse", if inverse { json!(true) } else { Value::Null });
        Some(Value::Object(it.0))
    };
    let entity = desk.entity(handle);
    let declared = entity.document.fields.maps("relations").iter().enumerate().filter_map(|(at, map)| {
        let to = match entity.nested("relations", at, "to")? {
            Resolved::Found(to) => Value::Object(reference(desk, to)),
            Resolved::Plain => json!({ "title": *map.refs("to").first()?.target }),
            Resolved::Hidden => return None,
        };
        own(handle, at, to, false)
    });
    let inverse = desk.site.mentions_of(handle).iter().filter_map(|mention| {
        let at = mention.at.filter(|at| at.field == "relations" && at.sub == "to")?;
        own(mention.from, usize::from(at.index), Value::Object(reference(desk, mention.from)), true)
    });
    declared.chain(inverse).collect()
}

fn event(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let on = fields.date("date");
    it.set("date", maybe_date(on)).text("words", fields.text("words")).text("status", status(entity).as_ref());
    let history = fields.maps("history").iter().map(|map| {
        let mut it = object();
        it.set("said_on", maybe_date(map.date("said_on"))).text("status", map.text("status"));
        it.set("date", maybe_date(map.date("date"))).all("sources", cited(desk, map.maps("source")));
        Value::Object(it.0)
    });
    it.all("history", history);
    it.set("place", declared(desk, entity, "place", None).into_iter().next().unwrap_or(Value::Null));
    it.all("stories", declared(desk, entity, "story", None));
    it.all("participants", declared(desk, entity, "participants", on));
    it.all("mentions", mentions(desk, handle));
    it.all("quotes", quotes(desk, desk.quotes.of_event(&desk.site, handle)));
    it.all("articles", desk.articles_of(handle).into_iter().map(|article| with_date(desk, article)));
    neighbours(desk, handle, it);
    let accounts = fields.maps("accounts").iter().map(|map| {
        let mut it = object();
        it.text("field", map.text("field")).text("value", map.text("value"));
        it.all("sources", cited(desk, map.maps("source")));
        Value::Object(it.0)
    });
    it.all("accounts", accounts);
}

fn findings(desk: &Desk, fields: &Fields, key: &str) -> Vec<Value> {
    let each = fields.maps(key).iter().map(|map| {
        let mut it = object();
        it.text("text", map.text("text")).set("date", maybe_date(map.date("date"))).all("sources", sources(desk, map));
        Value::Object(it.0)
    });
    each.collect()
}

fn story(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    it.text("status", status(entity).as_ref());
    for key in ["known", "unknown", "disputed"] {
        it.all(key, findings(desk, fields, key));
    }
    let timeline = super::timeline::of_story(desk, handle);
    it.all(
        "timeline",
        timeline.iter().map(|moment| moment.json(date, |handle| Value::Object(reference(desk, handle)))),
    );
    let cast = desk.cast(handle, true).into_iter().map(|role| {
        let mut it = object();
        it.set("record", reference(desk, role.handle)).text("as", role.part.as_ref()).set("mentions", role.mentions);
        let on = |document: Handle| maybe_date(desk.entity(document).document.fields.date("date"));
        it.set("first", on(role.first)).set("last", on(role.last));
        Value::Object(it.0)
    });
    it.all("cast", cast);
    let articles = desk.articles_of(handle);
    it.set(
        "latest",
        timeline
            .iter()
            .rev()
            .find(|moment| moment.is_coverage())
            .map(|moment| moment.json(date, |handle| Value::Object(reference(desk, handle)))),
    );
    it.all("articles", articles.into_iter().map(|article| with_date(desk, article)));
}

fn thing(desk: &Desk, handle: Handle, it: &mut Object) {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    if *entity.id.kind == kinds::SOURCE {
        it.text("publisher", fields.text("publisher")).text("type", fields.text("type"));
        it.all("authors", fields.texts("author").iter().map(|author| &**author));
        it.text("source_url", fields.text("url")).text("archived", fields.text("archived"));
        it.set("published", maybe_date(fields.date("published"))).set("accessed", maybe_date(fields.date("accessed")));
        it.set("tier", fields.number("tier"));
        it.all("supports", desk.supported_by(handle).into_iter().map(|record| reference(desk, record)));
        it.all("mentions", mentions(desk, handle));
        return;
    }
    it.set("parent", declared(desk, entity, "parent", None).into_iter().next().unwrap_or(Value::Null));
    let parts = desk.naming(handle, entity.id.kind, &["parent"]).into_iter();
    it.all("parts", parts.map(|(part, _)| reference(desk, part)));
    it.all("mentions", mentions(desk, handle));
    let mut found = desk.quotes.by(handle);
    found.extend(desk.quotes.at(handle));
    it.all("quotes", quotes(desk, found));
    it.all("events", events(desk, handle, false));
    it.all("articles", desk.articles_of(handle).into_iter().map(|article| with_date(desk, article)));
}
