//! The preview's answers: planned routes and one channel of changes, for browsers on this machine.
//!
//! A request must name this machine in `Host`, which keeps foreign names that resolve to it away; there is no header that
//! lets other sites read an answer; only GET and HEAD are known; paths are routes, never files.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;

use super::dress::{SCRIPT, STYLES};
use super::patient::Patient;
use super::reply::{Reply, Status, reply};
use super::shown::Origin;
use super::tabs::Showing;
use super::{Live, problem};
use crate::digest::Digest;
use crate::route::{Route, media_type};
use crate::source::SourcePath;

/// The channel of changes, and what is wrong now for programs.
const CHANGES: &str = "/.dossier/changes";
const PROBLEMS: &str = "/.dossier/problems.json";

/// What patches a page when it changed, and the library that compares two states of a page: idiomorph 0.8.0, Zero-Clause BSD.
const RELOAD: &str = concat!(include_str!("browser/idiomorph.min.js"), "\n", include_str!("browser/reload.js"));
const PREVIEW: &str = include_str!("browser/preview.css");

#[derive(Clone)]
struct Server {
    live: Arc<Live>,
    /// The name under which the server may be asked for beside those of this machine.
    host: Arc<str>,
}

/// How many connections are held at once; browsers use six, and one more for each tab that can be seen.
const MOST_CONNECTIONS: usize = 256;
/// How long a client may take to say what it wants, and how long its connection may be idle; twice as long it may read nothing.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same while more than half of the places are taken, so that a thousand idle clients keep nobody out for long.
const HURRY: Duration = Duration::from_secs(1);
/// How many bytes a request may have before its body.
const MOST_BYTES: usize = 32 * 1024;

/// Answers requests until the process ends. Clients that are slow, large or many are limited, each by itself.
pub async fn serve(listener: TcpListener, live: Arc<Live>, host: &str) -> std::io::Result<()> {
    let router = Router::new().fallback(handle).with_state(Server { live, host: host.into() });
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned().await;
        let Ok((stream, _)) = listener.accept().await else {
            // There are too many open files: some will be closed soon.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        let patience = if places.available_permits() < MOST_CONNECTIONS / 2 { HURRY } else { PATIENCE };
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(MOST_BYTES);
            let stream = Patient::new(stream, 2 * patience);
            // A client that went away is no failure.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

/// Listens on a port, or on any free one where that is taken.
pub async fn listen(host: &str, port: u16) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = match TcpListener::bind((host, port)).await {
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => TcpListener::bind((host, 0)).await?,
        other => other?,
    };
    let address = listener.local_addr()?;
    Ok((listener, address))
}

async fn handle(State(server): State<Server>, request: Request) -> Response<Body> {
    if !allowed(request.headers(), &server.host) {
        return plain(StatusCode::FORBIDDEN, "This preview answers only for this machine.\n");
    }
    let head = *request.method() == Method::HEAD;
    if !head && *request.method() != Method::GET {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are known here.\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let mut response = match request.uri().path() {
        // The whole address in place of a path is for proxies.
        _ if request.uri().scheme().is_some() => plain(StatusCode::NOT_FOUND, "No such page.\n"),
        SCRIPT => answer(StatusCode::OK, "text/javascript; charset=utf-8", RELOAD),
        STYLES => answer(StatusCode::OK, "text/css; charset=utf-8", PREVIEW),
        PROBLEMS => problems(&server.live),
        CHANGES if own_origin(request.headers()) => changes(&server.live, request.uri().query().unwrap_or("")),
        CHANGES => plain(StatusCode::FORBIDDEN, "This channel is for pages of the preview.\n"),
        path => {
            let path = path.to_owned();
            page(server.live, path).await
        }
    };
    if head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Tells whether a request names this machine: `localhost`, `127.0.0.1`, `[::1]`, or the address that was asked for.
fn allowed(headers: &HeaderMap, bound: &str) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap_or((rest, "")),
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let local = name.eq_ignore_ascii_case("localhost") || ["127.0.0.1", "::1"].contains(&name);
    let cross = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    // A link may lead here from elsewhere; a frame, a script or an image may not.
    let followed = headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate")
        && headers.get("sec-fetch-dest").is_none_or(|destination| destination == "document");
    port && (local || name.eq_ignore_ascii_case(bound)) && (!cross || followed)
}

/// Tells whether a page of this server asks: an `Origin` must be its own, and none is sent for the same origin.
fn own_origin(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    match headers.get(header::ORIGIN).map(|origin| origin.to_str()) {
        Some(Ok(origin)) => origin == format!("http://{host}"),
        Some(Err(_)) => false,
        None => headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin"),
    }
}

/// Answers a path; one of which nothing is known yet, when the site is planned.
async fn page(live: Arc<Live>, path: String) -> Response<Body> {
    let Some(path) = decoded(&path) else { return plain(StatusCode::NOT_FOUND, "No such page.\n") };
    let route = Route::new(&path);
    loop {
        // A page may take long: others are answered meanwhile.
        let (of, asked) = (Arc::clone(&live), route.clone());
        match tokio::task::spawn_blocking(move || answered(&of, &asked)).await {
            Ok(Some(response)) => return response,
            Ok(None) => live.planned().await,
            Err(_) => return plain(StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be rendered.\n"),
        }
    }
}

/// Answers a route, unless that waits for the plan.
fn answered(live: &Live, route: &Route) -> Option<Response<Body>> {
    match reply(&live.view(), route) {
        Reply::Later => None,
        Reply::File(bytes) => {
            live.asked.note(route);
            Some(answer(StatusCode::OK, media_type(route.as_str()), Bytes::from_owner(bytes)))
        }
        Reply::Elsewhere(address) => {
            let mut response = plain(StatusCode::FOUND, "");
            if let Ok(location) = HeaderValue::from_str(&address) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            Some(response)
        }
        Reply::Page(sent) => {
            let status = match sent.status {
                Status::Found => StatusCode::OK,
                Status::NotFound => StatusCode::NOT_FOUND,
                Status::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            };
            if sent.status == Status::Found {
                live.asked.note(route);
            }
            Some(answer(status, HTML, sent.html))
        }
    }
}

/// Returns what is wrong now, for editors and other programs.
fn problems(live: &Live) -> Response<Body> {
    let view = live.view();
    let all: Vec<_> = view.problems.iter().chain(&*view.swept).cloned().collect();
    answer(StatusCode::OK, "application/json", problem::json(&all))
}

const HTML: &str = "text/html; charset=utf-8";

/// Decodes a path, unless it could be more than a route: it holds no `..`, back slash or control character.
fn decoded(path: &str) -> Option<String> {
    let path = unescaped(path)?;
    let safe = path.starts_with('/')
        && !path.contains(|character: char| character == '\\' || character.is_control())
        && !path.split('/').any(|part| part == ".." || part == ".");
    safe.then_some(path)
}

/// Decodes what is percent-encoded.
fn unescaped(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            plain.push(u8::from_str_radix(text.get(at + 1..at + 3)?, 16).ok()?);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(plain).ok()
}

/// Tells a tab what becomes of what it shows, which its query says.
fn changes(live: &Live, query: &str) -> Response<Body> {
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).and_then(|(_, value)| unescaped(value))
    };
    let digest = |name: &str| value(name).and_then(|text| Digest::from_hex(&text));
    let origin = value("source").zip(digest("digest"));
    let showing = Showing {
        route: Route::new(&value("page").and_then(|path| decoded(&path)).unwrap_or_default()),
        version: digest("version"),
        found: value("found").is_some(),
        origin: origin.map(|(path, digest)| Origin { path: SourcePath::new(&path), digest }),
    };
    let told = UnboundedReceiverStream::new(live.tabs.listen(showing, &live.view()));
    let events = told.map(|event| Ok::<_, Infallible>(format!("data: {event}\n\n")));
    let opened = tokio_stream::once(Ok::<_, Infallible>(": listening\n\n".to_owned()));
    let mut response = Response::new(Body::from_stream(opened.chain(events)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn answer(status: StatusCode, kind: &'static str, bytes: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(bytes.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    answer(status, "text/plain; charset=utf-8", text)
}
