//! What hosts read beside the pages: redirects, headers, what is cached for how long, and the page for what is not found.
//!
//! Every redirect leads from a path that nothing else has to the page of a record, never to another redirect: there are no
//! chains to collapse and no loops (`front::redirects` refuses them). The pages that lead on are written all the same, for
//! hosts that know no redirects.

use std::fmt::Write as _;

use super::pages::Pages;
use crate::codes;
use crate::config::{self, FOREVER, HASHED, Host, Packing};
use crate::diagnostic::{Diagnostic, Report};
use crate::link::Site;
use crate::route::Route;
use crate::source::SourcePath;

/// An old address, and the one that it leads to.
pub(super) type Redirect = (Route, Route);

/// What browsers may load and do: everything is the site's own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The headers of every answer.
const HEADERS: [(&str, &str); 3] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
];
/// What is in the folder of the site and is nobody's business: the program's own marker, and the files that are read by
/// servers.
const NGINX: &str = "dossier.nginx.conf";
const CADDY: &str = "dossier.Caddyfile";
const OWN: &str = ".dossier-";
/// How many redirects and files Cloudflare Pages takes.
const CLOUDFLARE_REDIRECTS: usize = 2_000;
const CLOUDFLARE_FILES: usize = 20_000;

/// Adds the files of the hosts that the settings name.
pub(super) fn pages(site: &Site, mut redirects: Vec<Redirect>, pages: &mut Pages, report: &mut Report) {
    let hosts = &site.config.hosts;
    redirects.sort();
    let led = redirects.iter().filter_map(|(from, to)| Some((from.file()?, to.clone())));
    pages.redirects = led.collect();
    let packings = Packing::of_any(&site.config.publish);
    let addresses = Addresses { base: encoded(&site.config.base_path), redirects, packings };
    let (netlify, cloudflare) = (hosts.contains(&Host::Netlify), hosts.contains(&Host::Cloudflare));
    let mut add = |name: &str, text: String| {
        pages.text(Route::new(name), None, move |_, written| written.push_str(&text));
    };
    if netlify || cloudflare {
        // Only Netlify lets a file go before a redirect unless it is told not to, and only Netlify knows this sign.
        let status = if cloudflare { "301" } else { "301!" };
        add("/_redirects", addresses.lines(status));
        add("/_headers", addresses.headers());
    }
    if hosts.contains(&Host::Nginx) {
        add(&format!("/{NGINX}"), addresses.nginx());
    }
    if hosts.contains(&Host::Caddy) {
        add(&format!("/{CADDY}"), addresses.caddy());
    }
    if cloudflare {
        let limits =
            [(addresses.redirects.len(), CLOUDFLARE_REDIRECTS, "redirects"), (pages.len(), CLOUDFLARE_FILES, "files")];
        for (number, most, what) in limits.into_iter().filter(|(number, most, _)| number > most) {
            let message = format!("{number} {what}; Cloudflare Pages takes {most}");
            report.push(Diagnostic::new(&codes::HOST_LIMIT, message).in_file(&SourcePath::new(config::FILE)));
        }
    }
}

/// The addresses of a site on its host.
struct Addresses {
    /// The path of the root, percent-encoded, beginning and ending in a slash.
    base: String,
    /// Sorted.
    redirects: Vec<Redirect>,
    /// The compressed files that may be beside the others.
    packings: Vec<Packing>,
}

impl Addresses {
    /// Returns old and new addresses, percent-encoded, from the root of the host.
    fn moved(&self) -> impl Iterator<Item = (String, String)> {
        let address = |route: &Route| format!("{}{}", self.base, encoded(route.path()));
        self.redirects.iter().map(move |(from, to)| (address(from), address(to)))
    }

    /// Returns `_redirects`.
    fn lines(&self, status: &str) -> String {
        self.moved().fold(String::new(), |mut text, (from, to)| {
            let _ = writeln!(text, "{from} {to} {status}");
            text
        })
    }

    /// Returns `_headers`.
    fn headers(&self) -> String {
        let mut text = format!("{}*\n", self.base);
        for (name, value) in HEADERS {
            let _ = writeln!(text, "  {name}: {value}");
        }
        for folder in HASHED {
            let _ = writeln!(text, "{}{folder}*\n  Cache-Control: {FOREVER}", self.base);
        }
        text
    }

    /// Returns what belongs in a `server` block of nginx.
    ///
    /// A `location` with headers of its own has none of those around it, so each says all of them.
    fn nginx(&self) -> String {
        let base = &self.base;
        let mut text = format!(
            "# For a server block of nginx, beside `root`: include {NGINX};\n\
             charset utf-8;\nindex index.html;\nabsolute_redirect off;\nerror_page 404 {base}404.html;\n"
        );
        for packing in &self.packings {
            text.push_str(match packing {
                Packing::Gzip => "gzip_static on;\ngzip_vary on;\n",
                // A module of its own, such as Debian's `libnginx-mod-http-brotli-static`.
                Packing::Brotli => "brotli_static on;\n",
            });
        }
        let headers = |text: &mut String, indent: &str| {
            for (name, value) in HEADERS {
                let _ = writeln!(text, "{indent}add_header {name} \"{value}\" always;");
            }
        };
        headers(&mut text, "");
        for folder in HASHED {
            let _ = writeln!(text, "location ^~ {} {{", quoted(&format!("{}{folder}", decoded(base))));
            headers(&mut text, "    ");
            let _ = writeln!(text, "    add_header Cache-Control \"{FOREVER}\";\n}}");
        }
        for (ending, sort) in [("ics", "text/calendar"), ("webmanifest", "application/manifest+json")] {
            let _ = writeln!(text, "location ~ \\.{ending}$ {{\n    types {{ }}\n    default_type {sort};");
            headers(&mut text, "    ");
            text.push_str("}\n");
        }
        for own in [OWN, NGINX, CADDY] {
            let _ = writeln!(text, "location ^~ {} {{ return 404; }}", quoted(&format!("{}{own}", decoded(base))));
        }
        for (from, to) in self.moved() {
            let _ = writeln!(text, "location = {} {{ return 301 {to}; }}", quoted(&decoded(&from)));
        }
        text
    }

    /// Returns what belongs in the block of a site of Caddy.
    fn caddy(&self) -> String {
        let base = &self.base;
        let mut text =
            format!("# For the block of a site of Caddy, beside `root` and `file_server`: import {CADDY}\nheader {{\n");
        for (name, value) in HEADERS {
            let _ = writeln!(text, "\t{name} \"{value}\"");
        }
        let folders = HASHED.map(|folder| format!("{base}{folder}*")).join(" ");
        let _ = writeln!(text, "}}\n@hashed path {folders}\nheader @hashed Cache-Control \"{FOREVER}\"");
        let _ = writeln!(text, "@own path {base}{OWN}* {base}{NGINX} {base}{CADDY}\nrespond @own 404");
        for (from, to) in self.moved() {
            let _ = writeln!(text, "redir {from} {to} permanent");
        }
        let _ = writeln!(text, "handle_errors {{\n\trewrite * {base}404.html\n\tfile_server\n}}");
        text
    }
}

/// Percent-encodes everything in a path that is not plain in all of these files (RFC 3986 2.3), what is encoded already aside.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Returns a path as servers compare it.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Puts a path into quotation marks for nginx.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}
