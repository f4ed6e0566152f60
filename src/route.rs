//! Where things stand in the site: routes as readers see them, files as the output holds them.

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

/// A path in the site as a reader asks for it, from the site's own root: `/people/ada/`, `/404.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Route(Arc<str>);

impl Route {
    /// Wraps a path; a missing slash at the start is added.
    #[must_use]
    pub fn new(path: &str) -> Self {
        if path.starts_with('/') { Self(path.into()) } else { Self(format!("/{path}").into()) }
    }

    /// Returns the route as text, with its leading slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the route without its leading slash: what follows the site's root in a link.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0[1..]
    }

    /// Returns a route below this one: `/people/ada/` and `index.json` give `/people/ada/index.json`.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self(format!("{folder}/{name}").into())
    }

    /// Returns the file of the output that answers this route, or `None` if the route would leave the output.
    #[must_use]
    pub fn file(&self) -> Option<FilePath> {
        if self.0.ends_with('/') {
            FilePath::new(&format!("{}index.html", self.path()))
        } else {
            FilePath::new(self.path())
        }
    }

    /// Returns the way from this page to the site's root: `../../` from `/people/ada/`, nothing from `/`.
    #[must_use]
    pub fn to_root(&self) -> String {
        "../".repeat(self.path().matches('/').count())
    }
}

/// Returns a path as it stands in a link: what browsers take for a scheme, a query, a fragment, an encoding or the end of
/// an attribute is percent-encoded (WHATWG URL, 1.3).
#[must_use]
pub fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '%' | '?' | '#' | ':' | '"' | '\'' | '<' | '>' | '`' | '{' | '}' | ' ' => {
                let _ = write!(encoded, "%{:02X}", u32::from(character));
            }
            _ => encoded.push(character),
        }
    }
    encoded
}

/// Returns a path as a relative reference (RFC 3986, 4.2): everything but unreserved characters and slashes is
/// percent-encoded.
#[must_use]
pub fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The media type of files of which no more is known than that they hold bytes (RFC 2046, 4.5.1).
pub const UNKNOWN_TYPE: &str = "application/octet-stream";

/// Returns the media type of a route or file by its ending (RFC 2046); what has none is a page.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or("");
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "" | "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "gexf" => "application/gexf+xml",
        "graphml" => "application/graphml+xml",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "zip" => "application/zip",
        _ => UNKNOWN_TYPE,
    }
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A file of the output, from the output folder, with `/` between its parts: `people/ada/index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FilePath(Arc<str>);

impl FilePath {
    /// Accepts a path that stays inside the output on every system: relative, without empty, `.` or `..` parts, backslashes,
    /// control characters or a drive before it (`C:`), and not one of the program's own `.dossier-*` files.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        let plain = !path.is_empty()
            && !path.starts_with(".dossier-")
            && !matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
            && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= 255)
            && !path.contains(|character: char| character == '\\' || character.is_control());
        plain.then(|| Self(path.into()))
    }

    /// Returns the path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
