//! Requests over HTTP that end: each has a time limit, and what may be over in a moment is tried again.

use std::thread;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, Request, StatusCode};

use crate::error::Error;

/// How long a request may take, and for how many of its bytes it gets a further second.
const PATIENCE: Duration = Duration::from_secs(30);
const BYTES_A_SECOND: u64 = 32 * 1024;
/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(10);
/// The waits before each further attempt.
const WAITS: [u64; 5] = [250, 500, 1_000, 2_000, 4_000];
/// The longest answer that is read, in bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// What sends requests, from several threads.
pub(super) struct Client {
    agent: Agent,
}

/// A request without its address, which is made for each attempt.
pub(super) struct Asked<'a> {
    /// Its method, such as `PUT`.
    pub(super) method: &'static str,
    /// Its headers beside those that every request has.
    pub(super) headers: &'a [(&'static str, String)],
    /// What is sent; nothing with `GET`.
    pub(super) body: &'a [u8],
    /// What is being done, for errors: ``write `index.html` ``.
    pub(super) doing: &'a str,
}

/// What a host answered.
pub(super) struct Answer {
    /// The status code.
    pub(super) status: u16,
    headers: HeaderMap,
    /// The bytes after the headers.
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Returns a header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Client {
    /// Makes a client that follows no redirect: the way to go on is decided by who asked.
    pub(super) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECTING))
            .user_agent(concat!("dossier/", env!("CARGO_PKG_VERSION")))
            .max_idle_connections_per_host(16)
            .build();
        Self { agent: config.new_agent() }
    }

    /// Sends a request until it is answered with anything but `429` and `5xx`, up to six times; `address` makes its address
    /// anew for each attempt.
    ///
    /// # Errors
    ///
    /// [`Error::Remote`] with the host and no more of the address: the rest may hold a signature.
    pub(super) fn send(&self, address: impl Fn() -> String, asked: &Asked<'_>) -> Result<Answer, Error> {
        let mut waits = WAITS.into_iter();
        loop {
            let address = address();
            let failed = match self.attempt(&address, asked) {
                Ok(answer) if !is_passing(answer.status) => return Ok(answer),
                Ok(answer) => Failed { said: of_status(answer.status), is_final: false },
                Err(failed) => failed,
            };
            let Some(wait) = waits.next().filter(|_| !failed.is_final) else {
                let address = host(&address).to_owned();
                return Err(Error::Remote { address, doing: asked.doing.to_owned(), said: failed.said });
            };
            thread::sleep(Duration::from_millis(wait));
        }
    }

    fn attempt(&self, address: &str, asked: &Asked<'_>) -> Result<Answer, Failed> {
        let mut request = Request::builder().method(asked.method).uri(address);
        for (name, value) in asked.headers {
            request = request.header(*name, value);
        }
        let patience = PATIENCE + Duration::from_secs(asked.body.len() as u64 / BYTES_A_SECOND);
        let unusable = |_| Failed { said: "the address cannot be used".to_owned(), is_final: true };
        let answer = if matches!(asked.method, "PUT" | "POST") {
            let request = request.body(asked.body).map_err(unusable)?;
            self.agent.run(self.agent.configure_request(request).timeout_global(Some(patience)).build())
        } else {
            let request = request.body(()).map_err(unusable)?;
            self.agent.run(self.agent.configure_request(request).timeout_global(Some(patience)).build())
        };
        let (parts, mut body) = answer.map_err(|error| Failed::of(&error))?.into_parts();
        let body = body.with_config().limit(MOST_BYTES).read_to_vec().map_err(|error| Failed::of(&error))?;
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// Why an attempt failed.
struct Failed {
    said: String,
    /// Whether another attempt would come to the same.
    is_final: bool,
}

impl Failed {
    fn of(error: &ureq::Error) -> Self {
        let (said, is_final) = match error {
            ureq::Error::HostNotFound => ("there is no such host".to_owned(), true),
            ureq::Error::BadUri(_) => ("the address cannot be used".to_owned(), true),
            ureq::Error::Timeout(_) => ("it took too long".to_owned(), false),
            ureq::Error::Io(error) => (error.to_string(), false),
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => (format!("the connection is not safe: {error}"), true),
            other => (other.to_string(), false),
        };
        Self { said, is_final }
    }
}

/// Tells whether the same request may be answered otherwise in a moment.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502..=504)
}

/// Puts a status into words: `503 Service Unavailable`.
pub(super) fn of_status(status: u16) -> String {
    StatusCode::from_u16(status).map_or_else(|_| status.to_string(), |status| status.to_string())
}

/// Returns the host of an address, without a user and without a path.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}
