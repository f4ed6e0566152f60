//! Which addresses may become links.

use std::borrow::Cow;

/// The schemes of links that readers may follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

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

/// Returns an address for a message: without control characters, at most 60 characters long.
#[must_use]
pub fn shown(address: &str) -> String {
    let plain: String = address.chars().filter(|character| !character.is_control()).collect();
    if plain.chars().count() > 60 { plain.chars().take(59).chain(['…']).collect() } else { plain }
}
