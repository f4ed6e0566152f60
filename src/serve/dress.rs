//! What the preview adds to a page on its way out; the page itself stays, byte for byte, what a build writes.

use crate::digest::Digest;

/// Where what is added has its own files; no route of a site begins so.
pub const SCRIPT: &str = "/.dossier/reload.js";
/// The styles of what is added.
pub const STYLES: &str = "/.dossier/preview.css";

/// What is added to one page, as HTML.
#[derive(Default)]
pub struct Additions {
    /// At the top of the page.
    pub banner: String,
    /// At its end: what is wrong now, what was understood.
    pub layers: String,
    /// Attributes of the script's element, each with a space before it.
    pub attributes: String,
}

/// Returns a page with what is added to it, and the digest of both, by which a tab knows whether it shows what is true now.
#[must_use]
pub fn dressed(page: &str, additions: &Additions) -> (String, Digest) {
    let Additions { banner, layers, attributes } = additions;
    let mut dressed = String::with_capacity(page.len() + banner.len() + layers.len() + 512);
    let top = opening(page, "head");
    let body = opening(page, "body").filter(|body| top.is_none_or(|top| top <= *body)).unwrap_or(page.len());
    let end = page.rfind("</body>").filter(|end| *end >= body).unwrap_or(page.len());
    let top = top.unwrap_or(body);
    dressed.push_str(&page[top..body]);
    dressed.push_str(banner);
    dressed.push_str(&page[body..end]);
    dressed.push_str(layers);
    dressed.push_str(&page[end..]);
    let version = Digest::of(dressed.as_bytes());
    // It comes before all other scripts: what was served is noted before any of them changes it.
    let own = format!(
        "<script src=\"{SCRIPT}\" defer data-version=\"{version}\"{attributes}></script><link rel=\"stylesheet\" href=\"{STYLES}\">"
    );
    dressed.insert_str(0, &own);
    dressed.insert_str(0, &page[..top]);
    (dressed, version)
}

/// Returns where the content of an element begins: after `<head>` or `<body class="x">`, not after `<header>`.
fn opening(page: &str, name: &str) -> Option<usize> {
    let tag = format!("<{name}");
    page.match_indices(&tag).find_map(|(at, _)| {
        let rest = &page[at + tag.len()..];
        let end = rest.find('>')?;
        rest.starts_with(['>', ' ', '\n', '\t']).then_some(at + tag.len() + end + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Additions {
        Additions { banner: "BANNER".into(), layers: "LAYERS".into(), attributes: " data-found".into() }
    }

    #[test]
    fn what_is_added_stands_where_a_browser_reads_it() {
        let page =
            "<!doctype html><html><head><title>x</title></head><body class=\"a\"><header>h</header></body></html>";
        let (dressed, version) = dressed(page, &parts());
        let script = format!(
            "<script src=\"{SCRIPT}\" defer data-version=\"{version}\" data-found></script><link rel=\"stylesheet\" href=\"{STYLES}\">"
        );
        assert_eq!(
            dressed,
            format!(
                "<!doctype html><html><head>{script}<title>x</title></head><body class=\"a\">BANNER<header>h</header>LAYERS</body></html>"
            )
        );
    }

    #[test]
    fn a_page_without_head_or_body_loses_nothing() {
        for page in ["", "text", "<header>x</header>", "</body><head>", "<body><head>x"] {
            let (dressed, _) = dressed(page, &parts());
            assert!(dressed.contains("BANNER") && dressed.contains("LAYERS") && dressed.contains(SCRIPT), "{dressed}");
            let left: usize = page.chars().filter(|it| !dressed.contains(*it)).count();
            assert_eq!(left, 0, "{dressed}");
        }
    }
}
