//! Hard-case F2: no page leads to a dangerous address.

use std::fmt::Write as _;

use dossier::codes;
use dossier::kinds;
use dossier::parse::{self};
use dossier::source::{Source, SourcePath};

use crate::payloads::ADDRESSES;
use crate::project::{Project, READING, article, yaml};
use crate::seen::{Seen, pages, scheme};

/// F2: no page leads to a dangerous address, however it is disguised, and the author is told where it stands.
#[test]
fn dangerous_addresses_become_no_links() {
    for address in ADDRESSES {
        let plain = address.replace([' ', '<', '>'], "");
        for body in [
            format!("[words](<{}>)", address.replace(['<', '>'], "")),
            format!("[words]({plain})"),
            format!("![words]({plain})"),
            format!("<{plain}>"),
            format!("[words][r]\n\n[r]: {plain}"),
            format!("![words][r]\n\n[r]: <{}>", address.replace(['<', '>'], "")),
            format!("![[{plain}]]"),
            format!("[![words]({plain})]({plain})"),
            format!("# [words]({plain})"),
            format!("| [words]({plain}) |\n|---|\n| x |"),
        ] {
            let document = article(&body);
            let page = Seen::page(&document.body.html);
            assert_eq!(page.faults, Vec::<String>::new(), "{body}: {}", document.body.html);
            for link in &document.body.links {
                let dangerous =
                    matches!(&link.target, parse::body::Target::Address(address) if scheme(address).is_some());
                assert!(!dangerous, "{body}: {:?}", link.target);
            }
            let told = document.diagnostics.iter().filter(|each| each.code == &codes::UNSAFE_URL).count();
            let linked = !document.body.links.is_empty() || !document.body.images.is_empty();
            let shown = document.body.text.contains("script") || document.body.text.contains(&plain[..4]);
            assert!(told > 0 || linked || shown, "{body}: {:?}", document.body);
        }
        for (field, kind) in [("url", &kinds::SOURCE), ("archived", &kinds::SOURCE)] {
            let text = format!("k: {{title: x, {field}: {}}}\n", yaml(address));
            let (documents, diagnostics) =
                parse::sources(&Source::new(SourcePath::new("content/sources.yaml"), &text), &READING);
            let entities = address.contains('&');
            let told = diagnostics.iter().any(|each| each.code == &codes::UNSAFE_URL);
            assert!(told || entities, "{} {text}", kind.name);
            let kept = documents[0].fields.text(field).filter(|kept| scheme(kept).is_some());
            assert!(kept.is_none(), "{text}");
        }
    }
}

/// F2: addresses of front matter, of files and of records come to no dangerous link either.
#[test]
fn dangerous_addresses_of_front_matter_become_no_links() {
    let project = Project::new("menu:\n  - {title: x, url: \"/javascript:alert(1)\"}\n");
    let mut sources = String::new();
    // A control character stops the build, whatever it hides.
    let printable = ADDRESSES.into_iter().filter(|address| !address.contains('\u{1}'));
    for (at, address) in printable.enumerate() {
        let quoted = yaml(address);
        // In YAML an entity is no disguise: the text is a key that no source has, and an error of its own.
        let cited = if address.contains('&') { String::new() } else { format!("{quoted}, ") };
        let _ = writeln!(sources, "s{at}: {{title: T{at}, url: {quoted}, archived: {quoted}}}");
        project.put(
            &format!("content/people/p{at}.md"),
            &format!("---\nname: {}\nids: {{wikidata: {quoted}}}\nsources: [s{at}, {cited}{{title: x, url: {quoted}}}, {{url: {quoted}}}]\nimage: photo.svg\nalt: x\nlicence: {quoted}\ncredit: {quoted}\n---\n", yaml(&format!("{address} {at}"))),
        );
    }
    project.put("content/sources.yaml", &sources);
    project.put("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    project.put("static/javascript:alert(1).txt", "x");
    project.put("static/javascript:alert(2).png", "x");
    project.put("static/a b?c#d%41\"<.png", "x");
    project.put(
        "content/index.md",
        "[a](/javascript:alert%281%29.txt) ![b](/javascript:alert%282%29.png) ![c](</a b%3Fc%23d%2541\"%3C.png>) [[javascript:alert(1) 0]] [[javascript:alert(1) 0|x]]\n",
    );
    let (files, told) = project.build();
    assert!(told.iter().filter(|each| each.starts_with("D021")).count() > ADDRESSES.len(), "{told:#?}");
    let pages = pages(&files);
    let home = &pages["index.html"];
    for path in ["javascript%3Aalert(1).txt", "javascript%3Aalert(2).png", "a%20b%3Fc%23d%2541%22%3C.png"] {
        assert!(home.values.iter().any(|value| value == path), "{path} in {:?}", home.values);
    }
}
