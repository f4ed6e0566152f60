//! JSON Feed 1.1: the same entries as in Atom.

use std::sync::Arc;

use super::Asked;
use super::feed::{Entry, Feed, entries};
use crate::plan::desk::Desk;
use crate::plan::json::Object;

pub(super) fn write(desk: &Desk, asked: Asked, json: &mut String) {
    let config = &desk.site.config;
    let about = Feed::of(desk, asked.scope);
    let mut it = Object::new(json);
    it.text("version", "https://jsonfeed.org/version/1.1").text("title", &about.title);
    it.text("home_page_url", &about.page).pieces("feed_url", &[&about.page, "feed.json"]);
    it.maybe("description", about.about.as_ref()).text("language", &about.lang);
    let house = if config.authors.is_empty() { std::slice::from_ref(&config.title) } else { &config.authors };
    authors(&mut it, house);
    // A reader demands the key even of a feed without entries.
    it.with("items", |json| {
        json.push('[');
        for (at, entry) in entries(desk, asked.scope).iter().enumerate() {
            json.push_str(if at == 0 { "\n" } else { ",\n" });
            write_entry(entry, json);
        }
        json.push_str("\n]");
    });
    it.end();
    json.push('\n');
}

fn write_entry(entry: &Entry<'_>, json: &mut String) {
    let mut it = Object::new(json);
    it.text("id", &entry.id()).text("url", &entry.url()).text("title", &entry.title());
    let summary = entry.summary();
    if let Some(html) = entry.whole() {
        it.text("content_html", &html).text("summary", &summary);
    } else {
        // Content must be there, however short.
        it.text("content_text", if summary.is_empty() { " " } else { &summary });
    }
    it.maybe("date_published", entry.published().map(|moment| moment.to_string()));
    it.text("date_modified", &entry.updated().to_string());
    it.maybe("language", entry.lang());
    authors(&mut it, entry.authors());
    it.end();
}

fn authors(it: &mut Object<'_>, names: &[Arc<str>]) {
    it.list("authors", names, |json, name| {
        let mut it = Object::new(json);
        it.text("name", name);
        it.end();
    });
}
