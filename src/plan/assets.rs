//! The theme's styles, scripts and fonts: each at an address that holds its digest, so that a changed file has another one.
//!
//! A style sheet may take in another one of the theme (`@import "fonts.css";`) and refer to the theme's files
//! (`url("fonts/serif.woff2")`), both by their names from its own folder. Readers fetch one sheet, in which the names are
//! those of the output. What is no file of the theme stays as it is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pages::{Make, Pages};
use crate::digest::Digest;
use crate::route::Route;

/// The sheet of web fonts, empty where a site has `font: system`.
const FONT_SHEET: &str = "fonts.css";
/// The folder of web fonts.
const FONTS: &str = "fonts/";
/// The font that almost every page needs at once.
pub(super) const FIRST_FONT: &str = "fonts/source-serif-4-latin-wght-normal.woff2";

/// The theme's files by name, such as `docket.css`.
type Assets = BTreeMap<String, Arc<[u8]>>;

/// Adds the theme's files to the outputs and returns where each stands, by name.
pub(super) fn place(assets: &Assets, web_fonts: bool, pages: &mut Pages) -> BTreeMap<String, Route> {
    let mut theme = Theme { assets, web_fonts, routes: BTreeMap::new() };
    let (sheets, others): (Vec<_>, Vec<_>) = assets.iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, bytes) in others.into_iter().filter(|(name, _)| web_fonts || !name.starts_with(FONTS)) {
        theme.add(name, bytes, pages);
        if name == "favicon.ico" {
            pages.add(Route::new("/favicon.ico"), None, Make::Fixed(Arc::clone(bytes)));
        }
    }
    let sheets: Vec<(&String, Arc<[u8]>)> = sheets
        .into_iter()
        .filter(|(name, _)| web_fonts || *name != FONT_SHEET)
        .map(|(name, bytes)| match std::str::from_utf8(bytes) {
            Ok(text) => (name, theme.sheet(name, text, &mut vec![name]).into_bytes().into()),
            Err(_) => (name, Arc::clone(bytes)),
        })
        .collect();
    // One that is taken in stands alone, too: a template of the site may link it.
    for (name, bytes) in sheets {
        theme.add(name, &bytes, pages);
    }
    theme.routes
}

struct Theme<'a> {
    assets: &'a Assets,
    web_fonts: bool,
    routes: BTreeMap<String, Route>,
}

impl<'a> Theme<'a> {
    fn add(&mut self, name: &str, bytes: &Arc<[u8]>, pages: &mut Pages) {
        let digest = Digest::of(bytes).short();
        let hashed = match name.rsplit_once('.') {
            Some((stem, extension)) if !is_licence(name) => format!("/assets/{stem}.{digest}.{extension}"),
            _ => format!("/assets/{name}"),
        };
        let route = Route::new(&hashed);
        pages.add(route.clone(), None, Make::Fixed(Arc::clone(bytes)));
        self.routes.insert(name.to_owned(), route);
    }

    /// Returns a sheet with those that it takes in. `open` are the sheets that are being written, the outermost first: the
    /// names in the text are from the folder of the last, and become names from that of the first.
    fn sheet(&self, name: &str, text: &str, open: &mut Vec<&'a str>) -> String {
        let mut sheet = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let imported =
                import(line).and_then(|name| self.assets.get_key_value(&from_folder_of(open.last()?, name)?));
            match imported {
                Some((name, _)) if name == FONT_SHEET && !self.web_fonts => {}
                Some((imported, bytes)) if !open.contains(&imported.as_str()) => {
                    open.push(imported);
                    sheet.push_str(&self.sheet(name, &String::from_utf8_lossy(bytes), open));
                    open.pop();
                }
                _ => self.addresses(&mut sheet, line, open.last().unwrap_or(&""), name),
            }
        }
        sheet
    }

    /// Appends a line in which the files of the theme stand with their names in the output.
    fn addresses(&self, sheet: &mut String, line: &str, folder_of: &str, seen_from: &str) {
        let mut rest = line;
        while let Some(at) = rest.find("url(") {
            let (before, after) = rest.split_at(at + "url(".len());
            sheet.push_str(before);
            let end = after.find(')').unwrap_or(after.len());
            let written = after[..end].trim();
            let bare = written.trim_matches(['"', '\'']);
            let cut = bare.find(['#', '?']).unwrap_or(bare.len());
            let found = from_folder_of(folder_of, &bare[..cut]).and_then(|name| self.routes.get(&name));
            if let Some(route) = found {
                let up = "../".repeat(seen_from.matches('/').count());
                let below = route.path().strip_prefix("assets/").unwrap_or(route.path());
                sheet.extend(["\"", &up, below, &bare[cut..], "\""]);
            } else {
                sheet.push_str(&after[..end]);
            }
            rest = &after[end..];
        }
        sheet.push_str(rest);
    }
}

/// Returns what a line of a sheet takes in, if that is all the line does.
fn import(line: &str) -> Option<&str> {
    let given = line.trim().strip_prefix("@import")?.strip_suffix(';')?.trim();
    let given = given.strip_prefix("url(").and_then(|given| given.strip_suffix(')')).unwrap_or(given);
    let bare = given.trim_matches(['"', '\'']);
    (!bare.contains(['"', '\'', ' ', '('])).then_some(bare)
}

/// Returns the name of a file that is written from the folder of another one; `None` for what leaves the theme.
fn from_folder_of(name: &str, written: &str) -> Option<String> {
    if written.is_empty() || written.starts_with('/') || written.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in written.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn is_licence(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|name| name.to_ascii_uppercase().contains("LICENSE"))
}
