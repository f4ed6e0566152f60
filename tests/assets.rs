//! The theme's files in the output: one sheet with what it takes in, addresses that exist, and no web font where none is
//! wanted.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dossier::engine::{Engine, Options};
use jiff::Timestamp;

/// Builds a site with these settings and files of its own, and returns its assets by name.
fn assets(settings: &str, own: &[(&str, &str)]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let write = |name: &str, text: &str| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("dossier.yaml", &format!("title: Desk\nbase_url: https://example.org/\nlanguage: en\n{settings}"));
    write("content/people/ada.md", "---\nname: Ada\n---\n");
    for (name, text) in own {
        write(&format!("templates/assets/{name}"), text);
    }
    let options = Options {
        root: root.to_path_buf(),
        now: Timestamp::UNIX_EPOCH,
        as_of: None,
        drafts: false,
        strict: true,
        base_url: None,
    };
    let output = root.join("public");
    let outcome = Engine::new(options).build(&output).expect("a build");
    assert!(!outcome.planned.report.has_errors(), "{:?}", outcome.planned.report.all());
    let mut assets = BTreeMap::new();
    collect(&output.join("assets"), "", &mut assets);
    let page = fs::read_to_string(output.join("people/ada/index.html")).expect("a page");
    assets.insert("page".to_owned(), page);
    assets
}

fn collect(folder: &Path, before: &str, assets: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), assets);
        } else {
            let bytes = fs::read(entry.path()).expect("a file");
            assets.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}

/// Returns the name and text of the asset whose name begins and ends so.
fn one<'a>(assets: &'a BTreeMap<String, String>, start: &str, end: &str) -> Option<(&'a str, &'a str)> {
    let mut found = assets.iter().filter(|(name, _)| name.starts_with(start) && name.ends_with(end));
    let first = found.next().map(|(name, text)| (name.as_str(), text.as_str()));
    assert!(found.next().is_none(), "several assets {start}*{end}: {:?}", assets.keys());
    first
}

/// Returns the addresses that a sheet refers to.
fn addresses(sheet: &str) -> Vec<&str> {
    sheet.split("url(").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.trim_matches('"'))).collect()
}

#[test]
fn the_theme_has_one_sheet_and_every_font_that_it_names() {
    let assets = assets("", &[]);
    let (_, sheet) = one(&assets, "docket.", ".css").expect("the sheet");
    assert!(!sheet.contains("@import"));
    let named = addresses(sheet);
    assert_eq!(named.len(), 6, "{named:?}");
    for address in named {
        assert!(assets.contains_key(address), "{address} is not in {:?}", assets.keys());
    }
    assert!(assets.contains_key("fonts/LICENSE.txt"), "the licence stands beside the fonts, by its own name");
    let (first, _) = one(&assets, "fonts/source-serif-4-latin-wght-normal.", ".woff2").expect("the font");
    assert!(assets["page"].contains(&format!("<link rel=\"preload\" href=\"../../assets/{first}\" as=\"font\"")));
}

#[test]
fn without_web_fonts_there_is_none() {
    let assets = assets("font: system\n", &[]);
    let (_, sheet) = one(&assets, "docket.", ".css").expect("the sheet");
    assert!(!sheet.contains("@font-face") && !sheet.contains("@import"));
    assert!(!assets.keys().any(|name| name.starts_with("fonts")), "{:?}", assets.keys());
    assert!(!assets["page"].contains("preload"));
}

#[test]
fn own_sheets_take_in_others_and_name_files_from_their_own_folders() {
    let own = [
        (
            "own.css",
            "@import \"sub/more.css\";\n@import url(https://example.org/far.css);\nb { background: url('sub/dot.svg#a') }\n",
        ),
        (
            "sub/more.css",
            "@import \"../own.css\";\ni { background: url(dot.svg) }\nu { background: url(../none.svg) }\n",
        ),
        ("sub/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("sub/alone.css", "p { background: url(dot.svg) }\n"),
        ("up.css", "p { background: url(../../outside.svg) url(data:image/png;base64,AA==) url(/root.svg) }\n"),
    ];
    let assets = assets("", &own);
    let (dot, _) = one(&assets, "sub/dot.", ".svg").expect("the picture");
    let (_, sheet) = one(&assets, "own.", ".css").expect("the sheet");
    assert_eq!(
        sheet,
        format!(
            "@import \"../own.css\";\ni {{ background: url(\"{dot}\") }}\nu {{ background: url(../none.svg) }}\n\
             @import url(https://example.org/far.css);\nb {{ background: url(\"{dot}#a\") }}\n"
        ),
        "what is open already, far, or no file of the theme stays as it is written"
    );
    let (_, alone) = one(&assets, "sub/alone.", ".css").expect("the sheet");
    assert_eq!(alone, format!("p {{ background: url(\"../{dot}\") }}\n"));
    let (_, up) = one(&assets, "up.", ".css").expect("the sheet");
    assert_eq!(up, own[4].1);
}
