//! Entities that say something of others, into the records that say so here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Draft;
use super::lines::Item;
use super::record::is_date;
use crate::import::Left;
use crate::kind::Kind;
use crate::kinds;
use crate::plan::export::ftm::{Ends, FOLLOWS, PART_OF, post_id, quote_id, unnamed};

/// Why a link has no place.
const NO_END: &str = "one of its ends is not in the file and not in the site";
/// Why a link of two that are known has no place.
const NO_KEY: &str = "no key of a record says this of the two";
/// Why nothing is said of a record that is there.
const THERE: &str = "is there already, and an import changes no line of it";

/// Schemata that tell of a role: the keys of who has it and of where, and the words for one without a title.
const ROLES: [(&str, [&str; 2], &str); 3] = [
    ("Membership", ["member", "organization"], "member"),
    ("Employment", ["employee", "employer"], "employee"),
    ("Directorship", ["director", "organization"], "director"),
];
/// Schemata that tell of a tie between people: the keys of both and of what it is.
const TIES: [(&str, [&str; 2], &str); 2] =
    [("Family", ["person", "relative"], "relationship"), ("Associate", ["person", "associate"], "relationship")];

impl Draft<'_> {
    /// Takes over all that entities say of others.
    pub(super) fn links(&mut self, items: Vec<Item>) {
        let (posts, others): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.schema == "Position");
        let mut posts: BTreeMap<String, (Item, bool)> =
            posts.into_iter().map(|post| (post.id.clone(), (post, false))).collect();
        for item in others {
            let Some(item) = self.own_link(item) else { continue };
            match &*item.schema {
                "Occupancy" => self.occupancy(item, &mut posts),
                "UnknownLink" => self.link(item),
                "Documentation" => self.documentation(item),
                "Note" => self.note(item),
                schema => {
                    let role = ROLES.iter().find(|(known, ..)| *known == schema);
                    let tie = TIES.iter().find(|(known, ..)| *known == schema);
                    if let Some((_, ends, words)) = role {
                        self.role_at(item, *ends, words);
                    } else if let Some((_, ends, key)) = tie {
                        self.tie_by(item, *ends, key);
                    } else {
                        self.leave(&item.schema, "a site has no such records", item.line);
                    }
                }
            }
        }
        for (post, is_held) in posts.into_values() {
            if self.said.contains(&post.id) && !is_held {
                self.taken.there += 1;
            } else if !is_held {
                self.leave("Position", "nobody in the file holds it", post.line);
            } else if let Some(key) = post.properties.keys().find(|key| !["name", "organization"].contains(&&***key)) {
                self.leave("Position", format!("a role has no key for `{key}`"), post.line);
            }
        }
    }

    /// Takes over what an entity says of others in its own properties.
    pub(super) fn of_record(&mut self, id: &str, properties: BTreeMap<String, BTreeSet<String>>) {
        let mut item = Item { line: 0, id: id.to_owned(), schema: String::new(), properties };
        let (sources, missing) = self.sources(&item.take("proof"));
        let involved = item.take("involved");
        let [address, location] = ["addressEntity", "location"].map(|key| item.take(key));
        let place = address.first().and_then(|id| self.who.get(id)).cloned().filter(|who| *who.kind == kinds::PLACE);
        let name = address.first().map(|id| self.name_of_place(id));
        let known: Vec<(String, bool)> = involved.iter().map(|id| (id.clone(), self.who.contains_key(id))).collect();
        let Some(record) = self.records.get_mut(id).filter(|record| *record.kind != kinds::SOURCE) else { return };
        if missing.is_empty() {
            record.kept.remove("proof");
        }
        for source in sources {
            record.push("sources", source);
        }
        if *record.kind != kinds::EVENT {
            return;
        }
        if let Some(place) = place.filter(|_| address.len() == 1) {
            record.values.insert("place", json!(place.slug));
            record.kept.remove("addressEntity");
            if location.len() == 1 && location.first() == name.as_ref() {
                record.kept.remove("location");
            }
        }
        // Those who took part are told by links as well; one of whom no link tells is kept.
        if known.iter().all(|(_, is_known)| *is_known) {
            record.kept.remove("involved");
            record.involved = involved;
        }
    }

    /// Returns the display name of a place.
    fn name_of_place(&self, id: &str) -> String {
        if let Some(record) = self.records.get(id) {
            return record.name.clone();
        }
        let there =
            self.who.get(id).and_then(|who| self.desk.site.find(&crate::entity::EntityId::new(who.kind, &who.slug)));
        there.map(|handle| self.desk.entity(handle).document.name.to_string()).unwrap_or_default()
    }

    /// Adds an item to a list of a new record, with the sources of the link. What else the link says is told.
    pub(super) fn add(&mut self, owner: &str, canonical: &str, key: &'static str, value: Value, mut item: Item) {
        if self.said.contains(canonical) {
            self.taken.there += 1;
            return;
        }
        let (sources, missing) = self.sources(&item.take("proof"));
        if !missing.is_empty() {
            self.leave(&item.schema, "what it rests on is not in the file", item.line);
        }
        if let Some(record) = self.records.get_mut(owner) {
            record.push(key, if key == "sources" { value } else { with_sources(value, sources) });
            self.leave_rest(&mut item, key);
        } else {
            let there = self.who.get(owner).map(super::Who::reference).unwrap_or_default();
            self.leave(&item.schema, format!("`{there}` {THERE}"), item.line);
        }
    }

    /// Tells what else a link says than the key of a record does. Where it was published is told of the record.
    fn leave_rest(&mut self, item: &mut Item, key: &str) {
        for provenance in ["sourceUrl", "publisher", "publisherUrl"] {
            item.take(provenance);
        }
        for property in item.properties.keys() {
            self.taken.left.push(Left {
                what: item.schema.clone(),
                why: format!("`{key}` has no key for `{property}`"),
                line: item.line,
            });
        }
    }

    fn occupancy(&mut self, mut item: Item, posts: &mut BTreeMap<String, (Item, bool)>) {
        let (Some(holder), Some(post)) = (item.one("holder"), item.one("post")) else {
            return self.leave("Occupancy", "it needs one `holder` and one `post`", item.line);
        };
        let Some((position, is_held)) = posts.get_mut(&post) else {
            return self.leave("Occupancy", NO_END, item.line);
        };
        *is_held = true;
        let title = position.first("name").map(str::to_owned);
        let organization = position.first("organization").map(str::to_owned);
        self.role(item, &holder, organization.as_deref(), title);
    }

    fn role_at(&mut self, mut item: Item, [holder, organization]: [&str; 2], words: &str) {
        let (Some(holder), organization) = (item.one(holder), item.one(organization)) else {
            return self.leave(&item.schema, NO_END, item.line);
        };
        let title = item.one("role").unwrap_or_else(|| words.to_owned());
        self.role(item, &holder, organization.as_deref(), Some(title));
    }

    fn role(&mut self, mut item: Item, holder: &str, organization: Option<&str>, title: Option<String>) {
        let Some(title) = title else { return self.leave(&item.schema, "the position has no name", item.line) };
        if self.who.get(holder).is_none_or(|who| *who.kind != kinds::PERSON) {
            return self.leave(&item.schema, "who holds it is nobody in the file or the site", item.line);
        }
        let mut map = Map::new();
        map.insert("title".to_owned(), json!(title));
        if let Some(id) = organization {
            match self.who.get(id).filter(|who| *who.kind == kinds::ORGANIZATION) {
                Some(who) => {
                    map.insert("organization".to_owned(), json!(who.reference()));
                }
                None => self.leave(&item.schema, "its organization is not in the file and not in the site", item.line),
            }
        }
        let dates = dates(&mut item, &mut map);
        let post = post_id(&title, organization.unwrap_or_default());
        let canonical = Ends { from: holder, to: &post, role: "" }.occupancy(dates.each_ref().map(|date| &**date));
        self.add(holder, &canonical, "roles", Value::Object(map), item);
    }

    fn link(&mut self, mut item: Item) {
        let (Some(from), Some(to)) = (item.one("subject"), item.one("object")) else {
            return self.leave("UnknownLink", "it needs one `subject` and one `object`", item.line);
        };
        let role = item.one("role");
        self.between(item, &from, &to, role.as_deref());
    }

    fn tie_by(&mut self, mut item: Item, [from, to]: [&str; 2], key: &str) {
        let (Some(from), Some(to)) = (item.one(from), item.one(to)) else {
            return self.leave(&item.schema, NO_END, item.line);
        };
        let role = item.one(key);
        self.between(item, &from, &to, role.as_deref());
    }

    fn between(&mut self, mut item: Item, from: &str, to: &str, role: Option<&str>) {
        let (Some(one), Some(other)) = (self.who.get(from).cloned(), self.who.get(to).cloned()) else {
            return self.leave(&item.schema, NO_END, item.line);
        };
        let word = role.unwrap_or_default();
        let ends = Ends { from, to, role: word };
        let is_event = |kind: &Kind| *kind == kinds::EVENT;
        let is_actor = |kind: &Kind| *kind == kinds::PERSON || *kind == kinds::ORGANIZATION;
        match (one.kind, other.kind) {
            (a, b) if is_actor(a) && is_event(b) => {
                self.add(to, &ends.part(), "participants", part(&one.reference(), role), item);
            }
            (a, b) if is_event(a) && is_actor(b) => {
                let canonical = Ends { from: to, to: from, role: word }.part();
                self.add(from, &canonical, "participants", part(&other.reference(), role), item);
            }
            (a, b) if is_event(a) && is_event(b) && word == PART_OF => {
                self.single(from, &ends.part(), "part_of", json!(other.slug), item);
            }
            (a, b) if is_event(a) && is_event(b) && word == FOLLOWS => {
                self.add(from, &ends.part(), "follows", json!(other.slug), item);
            }
            (a, b) if a == b && word == PART_OF && (*a == kinds::PLACE || *a == kinds::ORGANIZATION) => {
                self.single(from, &ends.part(), "parent", json!(other.slug), item);
            }
            (a, b) if is_actor(a) && is_actor(b) && (*a == kinds::PERSON || *b == kinds::PERSON) => {
                let is_turned = *a != kinds::PERSON;
                let (owner, with) = if is_turned { (to, one.reference()) } else { (from, other.reference()) };
                let mut map = Map::new();
                map.insert("to".to_owned(), json!(with));
                if let Some(role) = role {
                    map.insert(if is_turned { "inverse" } else { "as" }.to_owned(), json!(role));
                }
                let dates = dates(&mut item, &mut map);
                if let Some(status) = item.one("status") {
                    map.insert("status".to_owned(), json!(status));
                }
                let canonical = ends.tie(dates.each_ref().map(|date| &**date));
                self.add(owner, &canonical, "relations", Value::Object(map), item);
            }
            _ => self.leave(&item.schema, NO_KEY, item.line),
        }
    }

    /// Sets a key that holds one record.
    fn single(&mut self, owner: &str, canonical: &str, key: &'static str, value: Value, mut item: Item) {
        let is_set = self.records.get(owner).is_some_and(|record| record.values.contains_key(key));
        if self.said.contains(canonical) {
            self.taken.there += 1;
        } else if is_set {
            self.leave(&item.schema, format!("`{key}` holds one record"), item.line);
        } else if let Some(record) = self.records.get_mut(owner) {
            record.values.insert(key, value);
            self.leave_rest(&mut item, key);
        } else {
            let there = self.who.get(owner).map(super::Who::reference).unwrap_or_default();
            self.leave(&item.schema, format!("`{there}` {THERE}"), item.line);
        }
    }

    fn documentation(&mut self, mut item: Item) {
        let (Some(document), Some(of)) = (item.one("document"), item.one("entity")) else {
            return self.leave("Documentation", "it needs one `document` and one `entity`", item.line);
        };
        let (Some(from), Some(to)) = (self.who.get(&document).cloned(), self.who.get(&of).cloned()) else {
            return self.leave("Documentation", NO_END, item.line);
        };
        let role = item.one("role");
        let canonical = Ends { from: &document, to: &of, role: role.as_deref().unwrap_or_default() }.documentation();
        let key = match to.kind {
            kind if *kind == kinds::PERSON => "people",
            kind if *kind == kinds::EVENT => "events",
            kind if *kind == kinds::ORGANIZATION => "organizations",
            kind if *kind == kinds::PLACE => "places",
            kind if kind.own.is_some() => kind.plural,
            _ => return self.leave("Documentation", NO_KEY, item.line),
        };
        if *from.kind == kinds::ARTICLE {
            self.add(&document, &canonical, key, part(&to.slug, role.as_deref()), item);
        } else if role.is_none() {
            // A source that tells of a record is one that the record rests on.
            let source = self.loose.get(&document).cloned().unwrap_or_else(|| json!(from.slug));
            self.add(&of, &canonical, "sources", source, item);
        } else {
            self.leave("Documentation", NO_KEY, item.line);
        }
    }

    /// Takes a note over that is a quote: its id says so. Any other may be somebody's words on those whom it names.
    fn note(&mut self, mut item: Item) {
        if self.said.contains(&item.id) {
            self.taken.there += 1;
            return;
        }
        let about = item.take("entity");
        let known: Vec<_> = about.iter().filter_map(|id| Some((id, self.who.get(id)?.clone()))).collect();
        let is_place = |kind: &Kind| *kind == kinds::ARTICLE || *kind == kinds::EVENT;
        let mut places: Vec<String> =
            known.iter().filter(|(_, who)| is_place(who.kind)).map(|(id, _)| (*id).clone()).collect();
        let speaker = known.iter().find(|(_, who)| !is_place(who.kind)).cloned();
        let (text, words) = (item.one("description"), item.one("peopleMentioned"));
        let date = item.one_if("createdAt", is_date);
        let by = match (&speaker, &words, places.first()) {
            (Some((id, _)), None, _) => Some((*id).clone()),
            (None, Some(words), Some(place)) => Some(unnamed(place, words)),
            _ => None,
        };
        let (Some(text), Some(by)) = (text, by) else {
            return self.leave("Note", "it is no quote of this program", item.line);
        };
        if quote_id(&text, &by, date.as_deref().unwrap_or_default()) != item.id {
            return self.leave("Note", "it is no quote of this program", item.line);
        }
        let who = speaker
            .as_ref()
            .map_or_else(|| format!("({})", words.as_deref().unwrap_or_default()), |(_, who)| who.reference());
        let mut quote = Map::new();
        quote.insert("text".to_owned(), json!(text));
        quote.insert("speaker".to_owned(), json!(who));
        let more = [("to", item.one("namesMentioned")), ("venue", item.one("locationMentioned")), ("date", date)];
        for (key, value) in more {
            if let Some(value) = value {
                quote.insert(key.to_owned(), json!(value));
            }
        }
        if places.is_empty() {
            places.extend(speaker.map(|(id, _)| id.clone()));
        }
        let quote = Value::Object(quote);
        for place in places {
            let (id, item) = (item.id.clone(), item.clone());
            self.add(&place, &id, "quotes", quote.clone(), item);
        }
    }

    /// Adds those to events of whom no link says that they took part.
    pub(super) fn involve(&mut self) {
        let ids: Vec<String> = self.records.keys().cloned().collect();
        for id in ids {
            let involved = self.records.get_mut(&id).map(|record| std::mem::take(&mut record.involved));
            for who in involved.into_iter().flatten() {
                let Some(reference) = self.who.get(&who).map(super::Who::reference) else { continue };
                if let Some(record) = self.records.get_mut(&id)
                    && !record.has_part(&reference)
                {
                    record.push("participants", json!(reference));
                }
            }
        }
    }
}

/// Returns an item of a list with what it rests on, in its long form.
fn with_sources(value: Value, sources: Vec<Value>) -> Value {
    match value {
        value if sources.is_empty() => value,
        Value::Object(mut map) => {
            map.insert("sources".to_owned(), Value::Array(sources));
            Value::Object(map)
        }
        reference => json!({ "ref": reference, "sources": sources }),
    }
}

/// Returns a reference with the part played, in its short form where there is none.
pub(super) fn part(reference: &str, role: Option<&str>) -> Value {
    role.map_or_else(|| json!(reference), |role| json!({ "ref": reference, "as": role }))
}

/// Takes the dates of a span over, and returns them for the id of the link.
fn dates(item: &mut Item, map: &mut Map<String, Value>) -> [String; 2] {
    [("startDate", "from"), ("endDate", "until")].map(|(property, key)| {
        let date = item.one_if(property, is_date).unwrap_or_default();
        if !date.is_empty() {
            map.insert(key.to_owned(), json!(date));
        }
        date
    })
}
