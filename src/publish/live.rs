//! A site that is live, asked as a reader asks.

use super::http::{self, Asked, Client};
use super::sums::Found;
use crate::error::Error;
use crate::route::percent_encoded;

/// So often an answer may name another address for the same page.
const MOST_HOPS: usize = 3;

/// A site by its address.
pub(super) struct Live {
    /// Ends in a slash.
    address: String,
    client: Client,
}

impl Live {
    /// Takes the address of a site's root.
    pub(super) fn new(address: &str) -> Self {
        Self { address: format!("{}/", address.trim_end_matches('/')), client: Client::new() }
    }

    /// Asks for a file of the site; for a page by the address of its folder. Where the host leads to another spelling of
    /// the same address, such as one without `.html`, it is followed.
    pub(super) fn find(&self, path: &str) -> Result<Found, Error> {
        let is_index = path == "index.html" || path.ends_with("/index.html");
        let asked = percent_encoded(if is_index { path.trim_end_matches("index.html") } else { path });
        let mut address = format!("{}{asked}", self.address);
        for _ in 0..MOST_HOPS {
            let doing = format!("read `{path}`");
            let request = Asked { method: "GET", headers: &[], body: &[], doing: &doing };
            let answer = self.client.send(|| address.clone(), &request)?;
            match answer.status {
                200 => return Ok(Found::Bytes(answer.body)),
                // The page for what is not found may be served as what it is.
                404 if path == "404.html" => return Ok(Found::Bytes(answer.body)),
                // A folder without a page is forbidden to many a host, not absent.
                403 | 404 | 410 => return Ok(Found::Nothing),
                301 | 302 | 307 | 308 => match answer.header("location").map(|to| absolute(&address, to)) {
                    Some(to) if plain(&to) == plain(&address) => address = to,
                    _ => return Ok(Found::Elsewhere),
                },
                status => {
                    let address = http::host(&self.address).to_owned();
                    return Err(Error::Remote { address, doing, said: http::of_status(status) });
                }
            }
        }
        Ok(Found::Elsewhere)
    }
}

/// Returns where a `Location` leads (RFC 9110 10.2.2): a whole address, or a path on the same host.
fn absolute(from: &str, to: &str) -> String {
    if to.contains("://") {
        return to.to_owned();
    }
    let scheme = from.find("://").map_or(0, |at| at + 3);
    let root = from[scheme..].find('/').map_or(from.len(), |at| scheme + at);
    let folder = from.rfind('/').map_or(from.len(), |at| at + 1);
    if to.starts_with('/') { format!("{}{to}", &from[..root]) } else { format!("{}{to}", &from[..folder]) }
}

/// Returns an address without what hosts add and leave out: the scheme, `index.html`, `.html`, the last slash.
fn plain(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_suffix("index.html").or_else(|| rest.strip_suffix(".html")).unwrap_or(rest);
    rest.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{absolute, plain};

    #[test]
    fn spellings_of_one_address_are_the_same() {
        let from = "http://example.org/desk/404.html";
        for to in ["/desk/404", "404", "https://example.org/desk/404/", "/desk/404/index.html"] {
            assert_eq!(plain(&absolute(from, to)), plain(from), "{to}");
        }
        assert_ne!(plain(&absolute(from, "/desk/other/")), plain(from));
    }
}
