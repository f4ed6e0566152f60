//! Atom (RFC 4287): an entry for each article, and for each of its updates and corrections.

use std::sync::Arc;

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Asked;
use super::feed::{Entry, Feed, entries};
use crate::plan::desk::Desk;
use crate::plan::sitemap::xml_text;

pub(super) fn write(desk: &Desk, asked: Asked, xml: &mut String) {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into memory does not fail.
    let _ = document(desk, asked, &mut writer);
    xml.push_str(&String::from_utf8_lossy(&writer.into_inner()));
    xml.push('\n');
}

fn document(desk: &Desk, asked: Asked, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
    let config = &desk.site.config;
    let about = Feed::of(desk, asked.scope);
    let entries = entries(desk, asked.scope);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = writer.create_element("feed");
    let feed = feed.with_attribute(("xmlns", "http://www.w3.org/2005/Atom")).with_attribute(("xml:lang", &*about.lang));
    feed.write_inner_content(|writer| {
        text(writer, "id", &about.id)?;
        text(writer, "title", &about.title)?;
        if let Some(subtitle) = &about.about {
            text(writer, "subtitle", subtitle)?;
        }
        link(writer, "self", &format!("{}atom.xml", about.page))?;
        link(writer, "alternate", &about.page)?;
        let newest = entries.iter().map(Entry::updated).max();
        text(writer, "updated", &newest.unwrap_or(Timestamp::UNIX_EPOCH).to_string())?;
        let house = if config.authors.is_empty() { std::slice::from_ref(&config.title) } else { &config.authors };
        author(writer, house)?;
        text(writer, "generator", "dossier")?;
        entries.iter().try_for_each(|entry| write_entry(writer, entry))
    })?;
    Ok(())
}

fn write_entry(writer: &mut Writer<Vec<u8>>, entry: &Entry<'_>) -> std::io::Result<()> {
    writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "id", &entry.id())?;
        text(writer, "title", &entry.title())?;
        link(writer, "alternate", &entry.url())?;
        if let Some(moment) = entry.published() {
            text(writer, "published", &moment.to_string())?;
        }
        text(writer, "updated", &entry.updated().to_string())?;
        author(writer, entry.authors())?;
        let summary = entry.summary();
        if !summary.is_empty() {
            text(writer, "summary", &summary)?;
        }
        if let Some(html) = entry.whole() {
            let element = writer.create_element("content").with_attribute(("type", "html"));
            element.write_text_content(BytesText::new(&xml_text(&html)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> std::io::Result<()> {
    let plain = xml_text(content);
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
