//! What a page says of its record to search engines and other machines: JSON-LD with the words of schema.org.
//!
//! Nothing is more exact than the record: a date is cut to the part of it that surely holds, or left out.

use super::desk::{Desk, status};
use super::entry::previous_dates;
use super::facts;
use super::json::{Object, push_string};
use super::quotes::Quote;
use super::view::Html;
use crate::date::Date;
use crate::kind::Type;
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, Site, corrections};
use crate::parse::fields::Value;

/// Returns the element that holds what is said of a record; nothing for a kind without words for it, or a withdrawn record.
pub(super) fn of(desk: &Desk, handle: Handle) -> Html {
    let entity = desk.entity(handle);
    let Some(ty) = type_of(entity).filter(|_| !entity.withdrawn) else { return Html::default() };
    let address = address(desk, entity);
    let mut json = String::with_capacity(1024);
    let mut it = Object::new(&mut json);
    it.text("@context", "https://schema.org").text("@type", ty).text("@id", &address).text("url", &address);
    common(desk, entity, &mut it);
    match entity.id.kind {
        kind if *kind == kinds::ARTICLE => article(desk, handle, &address, &mut it),
        kind if *kind == kinds::PERSON => person(desk, entity, &mut it),
        kind if *kind == kinds::EVENT => event(desk, entity, &mut it),
        _ => own(desk, entity, &mut it),
    }
    it.end();
    element(&json)
}

/// Returns the element for the home page: the site itself.
pub(super) fn of_site(desk: &Desk) -> Html {
    let config = &desk.site.config;
    let mut json = String::new();
    let mut it = Object::new(&mut json);
    it.text("@context", "https://schema.org").text("@type", "WebSite");
    it.text("@id", &config.base_url).text("url", &config.base_url).text("name", &config.title);
    it.maybe("description", config.description.as_ref()).text("inLanguage", &config.language);
    it.end();
    element(&json)
}

/// Returns where the web tells of an id of another register; nothing for one that is not known here.
pub(super) fn register_address(scheme: &str, id: &str) -> Option<String> {
    match scheme {
        "wikidata" => Some(format!("https://www.wikidata.org/wiki/{id}")),
        "viaf" => Some(format!("https://viaf.org/viaf/{id}")),
        "opensanctions" => Some(format!("https://www.opensanctions.org/entities/{id}/")),
        _ => None,
    }
}

/// Wraps JSON for HTML, where no text may begin a tag (HTML 4.12.1.3).
fn element(json: &str) -> Html {
    let json = if json.contains('<') { json.replace('<', "\\u003c").into() } else { std::borrow::Cow::Borrowed(json) };
    Html(format!("<script type=\"application/ld+json\">{json}</script>"))
}

fn type_of(entity: &Entity) -> Option<&'static str> {
    Some(match entity.id.kind {
        kind if *kind == kinds::ARTICLE && !entity.document.updates.is_empty() => "LiveBlogPosting",
        kind if *kind == kinds::ARTICLE => "ReportageNewsArticle",
        kind if *kind == kinds::PERSON => "Person",
        kind if *kind == kinds::EVENT => "Event",
        kind if *kind == kinds::ORGANIZATION => "Organization",
        kind if *kind == kinds::PLACE => "Place",
        kind if *kind == kinds::STORY => "CollectionPage",
        kind if kind.own.is_some() => kind.schema_org,
        _ => return None,
    })
}

fn address(desk: &Desk, entity: &Entity) -> String {
    desk.site.config.address(entity.route.path())
}

/// Returns the word of schema.org for a record's display name.
fn name_word(entity: &Entity) -> &'static str {
    if *entity.id.kind == kinds::ARTICLE { "headline" } else { "name" }
}

fn common(desk: &Desk, entity: &Entity, it: &mut Object<'_>) {
    let (document, fields) = (&entity.document, &entity.document.fields);
    it.text(name_word(entity), &document.name).maybe("description", fields.text("summary"));
    if *entity.id.kind != kinds::ARTICLE {
        let aliases = document.shown_aliases().map(|alias| &alias.name);
        it.texts("alternateName", aliases.chain(entity.spellings.iter().skip(1)));
    }
    if let Some(image) = desk.image(entity) {
        it.text("image", &desk.site.config.address(&image.path));
    }
    it.list("sameAs", fields.text_map("ids"), |json, (scheme, id)| {
        if let Some(address) = register_address(scheme, id) {
            push_string(json, &address);
        }
    });
}

fn article(desk: &Desk, handle: Handle, address: &str, it: &mut Object<'_>) {
    let (entity, config) = (desk.entity(handle), &desk.site.config);
    let fields = &entity.document.fields;
    it.text("inLanguage", fields.text("lang").unwrap_or(&config.language));
    it.maybe("datePublished", fields.date("date").and_then(sure));
    it.maybe("dateModified", desk.last_changed(handle).and_then(sure));
    let authors = if fields.texts("authors").is_empty() { &config.authors } else { fields.texts("authors") };
    it.list("author", authors, |json, name| named(json, "Person", name));
    it.with("publisher", |json| {
        let mut it = Object::new(json);
        it.text("@type", "Organization").text("name", &config.title).text("url", &config.base_url);
        it.end();
    });
    it.list("about", entity.refs("events"), |json, (_, _, resolved)| reference(desk, json, resolved));
    let named = ["people", "organizations", "places"].into_iter().chain(desk.kinds().own().map(|kind| kind.plural));
    let mentions = named.flat_map(|field| entity.refs(field));
    it.list("mentions", mentions, |json, (_, _, resolved)| reference(desk, json, resolved));
    it.list("isPartOf", entity.refs("story"), |json, (_, _, resolved)| reference(desk, json, resolved));
    it.list("translationOfWork", entity.refs("translation_of"), |json, (_, _, found)| reference(desk, json, found));
    it.list("liveBlogUpdate", &entity.document.updates, |json, update| {
        let mut it = Object::new(json);
        it.text("@type", "BlogPosting").text("url", &format!("{address}#{}", update.id));
        it.text("headline", update.headline.as_ref().unwrap_or(&entity.document.name));
        it.maybe("datePublished", sure(&update.date));
        it.end();
    });
    it.list("hasPart", desk.quotes.within(handle), |json, quote| quotation(desk, json, quote, (handle, address)));
    it.list("correction", corrections::of(entity), |json, correction| {
        let mut it = Object::new(json);
        it.text("@type", "CorrectionComment").text("url", &format!("{address}#{}", correction.id()));
        it.maybe("text", correction.fields.text("note")).maybe("datePublished", sure(correction.date));
        it.end();
    });
}

/// Writes a quote for the page of a document that holds it.
fn quotation(desk: &Desk, json: &mut String, quote: &Quote, (document, address): (Handle, &str)) {
    let Some(place) = quote.places.iter().find(|place| place.document == document) else { return };
    let mut it = Object::new(json);
    it.text("@type", "Quotation").pieces("url", &[address, "#", &place.anchor]).text("text", &quote.text);
    if let Some(speaker) = quote.speaker {
        it.raw("spokenByCharacter", &desk.linked[speaker.ix()]);
    } else {
        it.with("spokenByCharacter", |json| named(json, "Person", &quote.speaker_words));
    }
    it.maybe("dateCreated", quote.date.as_ref().and_then(sure));
    it.end();
}

fn person(desk: &Desk, entity: &Entity, it: &mut Object<'_>) {
    let fields = &entity.document.fields;
    it.maybe("birthDate", fields.date("born").and_then(sure)).maybe("deathDate", fields.date("died").and_then(sure));
    it.list("hasOccupation", fields.maps("roles"), |json, role| {
        let Some(title) = role.text("title") else { return };
        let mut it = Object::new(json);
        it.text("@type", "Role").text("roleName", title);
        it.maybe("startDate", role.date("from").and_then(sure)).maybe("endDate", role.date("until").and_then(sure));
        it.with("hasOccupation", |json| named(json, "Occupation", title));
        it.end();
    });
    let employers = (0..fields.maps("roles").len()).filter_map(|at| entity.nested("roles", at, "organization"));
    let mut employers: Vec<Handle> = employers.filter_map(Resolved::found).collect();
    employers.sort_unstable();
    employers.dedup();
    it.list("affiliation", employers, |json, organization| reference(desk, json, Resolved::Found(organization)));
}

fn event(desk: &Desk, entity: &Entity, it: &mut Object<'_>) {
    let fields = &entity.document.fields;
    let date = fields.date("date");
    it.maybe("startDate", date.and_then(sure));
    // The date that stood before the one that counts now.
    let former = previous_dates(fields, desk.language).pop().and_then(|former| former.view.datetime.clone());
    let status = match status(entity).as_deref() {
        Some("planned") if former.is_some() && date.is_some() => "https://schema.org/EventRescheduled",
        Some("postponed") if date.is_some() => "https://schema.org/EventRescheduled",
        Some("postponed") => "https://schema.org/EventPostponed",
        Some("cancelled") => "https://schema.org/EventCancelled",
        _ => "https://schema.org/EventScheduled",
    };
    it.text("eventStatus", status).maybe("previousStartDate", former);
    if let Some((_, written, resolved)) = entity.refs("place").next() {
        match resolved {
            Resolved::Plain => {
                it.with("location", |json| named(json, "Place", &written.target));
            }
            _ => {
                it.with("location", |json| reference(desk, json, resolved));
            }
        }
    }
    it.list("superEvent", entity.refs("part_of"), |json, (_, _, resolved)| reference(desk, json, resolved));
    it.list("attendee", entity.refs("participants"), |json, (_, written, resolved)| {
        let Some(part) = &written.role else { return reference(desk, json, resolved) };
        if resolved.found().is_none() {
            return;
        }
        let mut it = Object::new(json);
        it.text("@type", "Role").text("roleName", part).with("attendee", |json| reference(desk, json, resolved));
        it.end();
    });
}

/// Writes the facts of a record of a site's own kind that have properties of schema.org.
fn own(desk: &Desk, entity: &Entity, it: &mut Object<'_>) {
    let fields = &entity.document.fields;
    for (fact, field) in facts::declared(entity.id.kind) {
        let Some(property) = fact.schema_org else { continue };
        match (&field.ty, fields.get(fact.key)) {
            (Type::Decimal, Some(Value::Text(number))) => {
                it.raw(property, number);
            }
            (_, Some(Value::Text(text))) => {
                it.text(property, text);
            }
            (_, Some(Value::Texts(texts))) => {
                it.texts(property, texts);
            }
            (_, Some(Value::Flag(is_so))) => {
                it.raw(property, if *is_so { "true" } else { "false" });
            }
            (_, Some(Value::Date(date))) => {
                it.maybe(property, sure(date));
            }
            (_, Some(Value::Refs(_))) => {
                it.list(property, entity.refs(fact.key), |json, (_, _, resolved)| reference(desk, json, resolved));
            }
            _ => {}
        }
    }
}

fn named(json: &mut String, ty: &str, name: &str) {
    let mut it = Object::new(json);
    it.text("@type", ty).text("name", name);
    it.end();
}

/// Writes the reference to a record, which many others repeat: its type, address and name.
pub(super) fn write_reference(site: &Site, entity: &Entity) -> String {
    let mut json = String::new();
    if let Some(ty) = type_of(entity) {
        let mut it = Object::new(&mut json);
        it.text("@type", ty).text("@id", &site.config.address(entity.route.path()));
        it.text(name_word(entity), &entity.document.name);
        it.end();
    }
    json
}

fn reference(desk: &Desk, json: &mut String, resolved: Resolved) {
    if let Some(handle) = resolved.found() {
        json.push_str(&desk.linked[handle.ix()]);
    }
}

/// Returns the part of a date that surely holds, as in ISO 8601: the whole of it, else its month or year.
fn sure(date: &Date) -> Option<String> {
    date.html_datetime().or_else(|| date.prefix())
}
