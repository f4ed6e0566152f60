//! The Atom feed of the site (RFC 4287): an entry for each article, and for each of its updates and corrections.
//!
//! Atom knows moments only. A day stands for its beginning in the zone of the site, UTC unless set. A date that is vaguer or
//! unsure is never made exact: its entry has no `published`, which Atom lets out (4.2.9), and as `updated`, which it demands
//! (4.2.15), the first day that the date may touch: what is later may not have come. A time of day without an offset, where no
//! zone is set, is no moment: it counts as its day.

use std::sync::Arc;

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::desk::Desk;
use super::entry::excerpt;
use super::pages::Pages;
use super::timeline::What;
use crate::date::{Date, OrderKey, Zone};
use crate::kinds;
use crate::link::{Handle, Site};
use crate::route::Route;

/// How many entries the feed holds.
const MOST: usize = 50;

/// Adds the feed.
pub(super) fn pages(_: &Site, pages: &mut Pages) {
    pages.text(Route::new("/atom.xml"), None, atom);
}

struct Entry {
    order: OrderKey,
    date: Date,
    what: What,
    article: Handle,
}

impl Entry {
    /// Returns the date of the last change.
    fn changed<'a>(&'a self, desk: &'a Desk) -> &'a Date {
        match self.what {
            What::Article(_) => desk.entity(self.article).document.fields.date("updated").unwrap_or(&self.date),
            _ => &self.date,
        }
    }
}

/// Returns the zone of the site.
fn zone(desk: &Desk) -> &Zone {
    static UTC: Zone = Zone::UTC;
    desk.site.config.reading.zone.as_ref().unwrap_or(&UTC)
}

/// Returns the newest articles, updates and corrections, newest first.
fn entries(desk: &Desk) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (article, entity) in desk.site.of_kind(&kinds::ARTICLE) {
        let document = &entity.document;
        let mut add = |date: &Date, what| {
            entries.push(Entry { order: date.order_key(), date: date.clone(), what, article });
        };
        if let Some(date) = document.fields.date("date") {
            add(date, What::Article(article));
        }
        for update in &document.updates {
            add(&update.date, What::Update(article, Arc::clone(&update.id), update.headline.clone()));
        }
    }
    for corrected in desk.corrections.all() {
        if let Some(date) = corrected.fields(&desk.site).date("date") {
            let (order, date, article) = (date.order_key(), date.clone(), corrected.article);
            entries.push(Entry { order, date, what: What::Correction(corrected.clone()), article });
        }
    }
    entries.sort_by(|a, b| b.order.cmp(&a.order).then_with(|| a.article.cmp(&b.article)));
    entries.truncate(MOST);
    entries
}

/// Returns the moment of a date that is one day, with or without a time.
fn published(date: &Date, zone: &Zone) -> Option<Timestamp> {
    let day = date.day()?;
    date.instant().or_else(|| zone.start_of(day))
}

/// Returns the moment of a date, or the beginning of the last day that was surely reached.
fn updated(date: &Date, zone: &Zone) -> Timestamp {
    let reached = || zone.start_of(date.reached().or_else(|| date.latest())?);
    published(date, zone).or_else(reached).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn atom(desk: &Desk, xml: &mut String) {
    let config = &desk.site.config;
    let (entries, zone) = (entries(desk), zone(desk));
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let write = |writer: &mut Writer<Vec<u8>>| -> std::io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let feed = writer.create_element("feed");
        feed.with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .with_attribute(("xml:lang", &*config.language))
            .write_inner_content(|writer| {
            text(writer, "id", &config.base_url)?;
            text(writer, "title", &config.title)?;
            if let Some(description) = &config.description {
                text(writer, "subtitle", description)?;
            }
            link(writer, "self", &config.address("atom.xml"))?;
            link(writer, "alternate", &config.base_url)?;
            let newest = entries.iter().map(|entry| updated(entry.changed(desk), zone)).max();
            text(writer, "updated", &newest.unwrap_or(Timestamp::UNIX_EPOCH).to_string())?;
            author(
                writer,
                if config.authors.is_empty() { std::slice::from_ref(&config.title) } else { &config.authors },
            )?;
            text(writer, "generator", "dossier")?;
            for entry in &entries {
                write_entry(desk, writer, entry)?;
            }
            Ok(())
        })?;
        Ok(())
    };
    // Writing into memory does not fail.
    let _ = write(&mut writer);
    xml.push_str(&String::from_utf8_lossy(&writer.into_inner()));
    xml.push('\n');
}

fn write_entry(desk: &Desk, writer: &mut Writer<Vec<u8>>, entry: &Entry) -> std::io::Result<()> {
    let entity = desk.entity(entry.article);
    let fields = &entity.document.fields;
    let name = &entity.document.name;
    let base = desk.site.config.address(entity.route.path());
    let said = &desk.words.said.feed;
    let (url, title, summary) = match &entry.what {
        What::Update(_, id, headline) => {
            let title = said.update.fill(&[("title", headline.as_ref().unwrap_or(name))]);
            let update = entity.document.updates.iter().find(|update| update.id == *id);
            let summary = update.map(|update| excerpt(entity, update.blocks.start, 80));
            (format!("{base}#{id}"), title, summary)
        }
        What::Correction(corrected) => {
            let fields = corrected.fields(&desk.site);
            let note = fields.text("note").or_else(|| fields.text("now")).cloned();
            let title = corrected.by_kind(&desk.site, [&said.correction, &said.clarification, &said.retraction]);
            (format!("{base}#{}", corrected.id), title.fill(&[("title", name)]), note)
        }
        What::Event(_) | What::Announcement(..) | What::Article(_) => {
            let summary = fields.text("summary").cloned().unwrap_or_else(|| excerpt(entity, 0, 80));
            (base.clone(), name.to_string(), Some(summary))
        }
    };
    let zone = zone(desk);
    writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "id", &url)?;
        text(writer, "title", &title)?;
        link(writer, "alternate", &url)?;
        if let Some(moment) = published(&entry.date, zone) {
            text(writer, "published", &moment.to_string())?;
        }
        text(writer, "updated", &updated(entry.changed(desk), zone).to_string())?;
        author(writer, fields.texts("authors"))?;
        if let Some(summary) = summary.filter(|summary| !summary.is_empty()) {
            text(writer, "summary", &summary)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> std::io::Result<()> {
    let plain = super::sitemap::xml_text(content);
    writer.create_element(name).write_text_content(BytesText::new(&plain))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, href: &str) -> std::io::Result<()> {
    writer.create_element("link").with_attribute(("rel", rel)).with_attribute(("href", href)).write_empty()?;
    Ok(())
}

fn author(writer: &mut Writer<Vec<u8>>, names: &[Arc<str>]) -> std::io::Result<()> {
    for name in names {
        writer.create_element("author").write_inner_content(|writer| text(writer, "name", name))?;
    }
    Ok(())
}
