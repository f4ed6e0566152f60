//! The setting `hosts`: whose files of redirects and headers are written.

/// What browsers are told of files whose name has a digest: other bytes have another name.
pub const FOREVER: &str = "public, max-age=31536000, immutable";
/// The folders of these files.
pub const HASHED: [&str; 2] = ["assets/", "files/"];

/// A host or web server that reads redirects and headers from a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Host {
    /// Netlify: `_redirects`, `_headers`.
    Netlify,
    /// Cloudflare Pages: the same files, read in a slightly other way.
    Cloudflare,
    /// nginx: a file to include.
    Nginx,
    /// Caddy: a file to import.
    Caddy,
}

impl Host {
    /// The words of the setting.
    pub const WORDS: [&str; 4] = ["netlify", "cloudflare", "nginx", "caddy"];

    /// Reads a word of the setting.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "netlify" => Some(Self::Netlify),
            "cloudflare" => Some(Self::Cloudflare),
            "nginx" => Some(Self::Nginx),
            "caddy" => Some(Self::Caddy),
            _ => None,
        }
    }
}
