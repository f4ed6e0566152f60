//! `sitemap.xml` (sitemaps.org 0.9) and `robots.txt`.

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
        pages.bytes(Route::new("/sitemap.xml"), None, |desk| urls(desk, 0));
    } else {
        let files = listed.div_ceil(MOST);
        for file in 0..files {
            pages.bytes(Route::new(&format!("/sitemap-{}.xml", file + 1)), None, move |desk| urls(desk, file));
        }
        pages.bytes(Route::new("/sitemap.xml"), None, move |desk| index(desk, files));
    }
    pages.bytes(Route::new("/robots.txt"), None, |desk| {
        format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", desk.site.config.base_url).into_bytes()
    });
}

/// Returns a text without the characters that XML 1.0 has no way to write.
pub(super) fn xml_text(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control() || matches!(character, '\n' | '\t'))
        .filter(|character| !matches!(character, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

fn urls(desk: &Desk, file: usize) -> Vec<u8> {
    let base = &desk.site.config.base_url;
    let mut addresses = vec![(base.to_string(), None)];
    for (handle, entity) in desk.site.all().filter(|(_, entity)| !entity.withdrawn && entity.route.as_str() != "/") {
        let changed = if *entity.id.kind == kinds::ARTICLE {
            desk.last_changed(handle).or_else(|| entity.document.fields.date("date").cloned())
        } else {
            None
        };
        addresses.push((format!("{base}{}", entity.route.path()), changed));
    }
    let slice = addresses.into_iter().skip(file * MOST).take(MOST);
    document(
        "urlset",
        "url",
        slice.map(|(url, changed)| (url, changed.as_ref().and_then(Date::day).map(|day| day.to_string()))),
    )
}

fn index(desk: &Desk, files: usize) -> Vec<u8> {
    let base = &desk.site.config.base_url;
    document("sitemapindex", "sitemap", (1..=files).map(|file| (format!("{base}sitemap-{file}.xml"), None)))
}

fn document(root: &str, item: &str, addresses: impl Iterator<Item = (String, Option<String>)>) -> Vec<u8> {
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
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}
