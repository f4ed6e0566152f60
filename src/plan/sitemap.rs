//! `sitemap.xml` (sitemaps.org 0.9) and `robots.txt`.

use std::borrow::Cow;
use std::fmt::Write as _;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::desk::Desk;
use super::pages::Pages;
use crate::date::Date;
use crate::kinds;
use crate::link::Site;
use crate::route::Route;

/// How many addresses one file may hold.
const MOST: usize = 50_000;

/// Adds the sitemap, in several files where one would be too long, and the file that names it.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    let listed = site.all().filter(|(_, entity)| !entity.withdrawn).count() + 1;
    if listed <= MOST {
        pages.text(Route::new("/sitemap.xml"), None, |desk, text| urls(desk, text, 0));
    } else {
        let files = listed.div_ceil(MOST);
        for file in 0..files {
            let route = Route::new(&format!("/sitemap-{}.xml", file + 1));
            pages.text(route, None, move |desk, text| urls(desk, text, file));
        }
        pages.text(Route::new("/sitemap.xml"), None, move |desk, text| index(desk, text, files));
    }
    pages.text(Route::new("/robots.txt"), None, |desk, text| {
        let _ = write!(text, "User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", desk.site.config.base_url);
    });
}

/// Returns a text without the characters that XML 1.0 has no way to write.
pub(super) fn xml_text(text: &str) -> Cow<'_, str> {
    let writable = |character: char| {
        matches!(character, '\n' | '\t') || !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    if text.chars().all(writable) { text.into() } else { text.chars().filter(|it| writable(*it)).collect() }
}

fn urls(desk: &Desk, text: &mut String, file: usize) {
    let base = &desk.site.config.base_url;
    let mut addresses = vec![(base.to_string(), None::<&Date>)];
    for (handle, entity) in desk.site.all().filter(|(_, entity)| !entity.withdrawn && entity.route.as_str() != "/") {
        let changed = if *entity.id.kind == kinds::ARTICLE {
            desk.last_changed(handle).or_else(|| entity.document.fields.date("date"))
        } else {
            None
        };
        addresses.push((format!("{base}{}", entity.route.path()), changed));
    }
    let slice = addresses.into_iter().skip(file * MOST).take(MOST);
    document(
        text,
        "urlset",
        "url",
        slice.map(|(url, changed)| (url, changed.and_then(Date::day).map(|day| day.to_string()))),
    );
}

fn index(desk: &Desk, text: &mut String, files: usize) {
    let base = &desk.site.config.base_url;
    document(text, "sitemapindex", "sitemap", (1..=files).map(|file| (format!("{base}sitemap-{file}.xml"), None)));
}

fn document(text: &mut String, root: &str, item: &str, addresses: impl Iterator<Item = (String, Option<String>)>) {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let write = |writer: &mut Writer<Vec<u8>>| -> std::io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let element =
            writer.create_element(root).with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
        element.write_inner_content(|writer| {
            for (url, changed) in addresses {
                writer.create_element(item).write_inner_content(|writer| {
                    writer.create_element("loc").write_text_content(BytesText::new(&xml_text(&url)))?;
                    if let Some(changed) = changed {
                        writer.create_element("lastmod").write_text_content(BytesText::new(&changed))?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(())
    };
    // Writing into memory does not fail.
    let _ = write(&mut writer);
    text.push_str(&String::from_utf8_lossy(&writer.into_inner()));
    text.push('\n');
}
