//! Which addresses may become links.

use std::borrow::Cow;

use crate::route;

/// The schemes of links that readers may follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The endings of documents that sites offer beside those whose media type is known.
const DOCUMENTS: [&str; 12] = ["doc", "docx", "epub", "htm", "odp", "ods", "odt", "php", "pptx", "rtf", "xls", "xlsx"];

/// Returns the scheme of an address in lower case, as browsers see it: after white space and control characters are
/// dropped (WHATWG URL, 4.4).
#[must_use]
pub fn scheme(address: &str) -> Option<Cow<'_, str>> {
    // Nothing before the colon to drop: the usual case needs no copy.
    let start = address.split(':').next().filter(|start| start.len() < address.len())?;
    if !start.is_empty() && start.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(Cow::Borrowed(start));
    }
    let seen: String =
        address.chars().filter(|character| !character.is_control() && !character.is_whitespace()).collect();
    let (scheme, _) = seen.split_once(':')?;
    let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
    plain.then(|| scheme.to_ascii_lowercase().into())
}

/// Tells whether an address may become a link: http, https, mailto, tel, or relative.
#[must_use]
pub fn is_safe(address: &str) -> bool {
    match scheme(address) {
        Some(scheme) => SCHEMES.contains(&&*scheme),
        // Something odd before a colon, such as `java&#115;cript:` left undecoded, is not trusted to be a path.
        None => !address.split(['/', '?', '#']).next().unwrap_or("").contains(':'),
    }
}

/// Tells whether an address leads out of the site.
#[must_use]
pub fn is_external(address: &str) -> bool {
    scheme(address).is_some() || address.starts_with("//") || address.starts_with("\\\\")
}

/// Tells whether an address without a scheme begins like a host: `example.org/abc`, `www.example.org`, and not `report.pdf`.
#[must_use]
pub fn begins_with_host(address: &str) -> bool {
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|it| it.is_alphanumeric() || it == '-');
    let (Some((_, top)), true) = (host.rsplit_once('.'), host.split('.').all(is_label)) else { return false };
    let is_file = route::media_type(host) != route::UNKNOWN_TYPE || DOCUMENTS.contains(&top);
    let is_file = is_file && !host.starts_with("www.");
    top.chars().count() > 1 && top.chars().all(char::is_alphabetic) && !is_file
}

/// Returns an address for a message: without control characters, at most 60 characters long.
#[must_use]
pub fn shown(address: &str) -> String {
    let plain: String = address.chars().filter(|character| !character.is_control()).collect();
    if plain.chars().count() > 60 { plain.chars().take(59).chain(['…']).collect() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_told_from_a_file() {
        for host in ["example.org", "example.org/abc", "www.example.org", "a-b.co.uk?x", "приклад.укр/а", "www.site.md"]
        {
            assert!(begins_with_host(host), "{host}");
        }
        for file in
            ["report.pdf", "/example.org", "files/example.org", "index.html", "../x", "1.2.3", "v1.2", "a..b", ""]
        {
            assert!(!begins_with_host(file), "{file}");
        }
    }
}
