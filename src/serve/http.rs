//! The preview's answers: planned routes and one channel of changes, for browsers on this machine.
//!
//! A request must name this machine in `Host`, which keeps foreign names that resolve to it away; there is no header that
//! lets other sites read an answer; only GET and HEAD are known; paths are routes, never files.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use tokio::net::TcpListener;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

use super::{Answer, Live};
use crate::html;
use crate::route::Route;

/// Where the script and the channel stand; no route of a site begins so.
const SCRIPT: &str = "/.dossier/reload.js";
const CHANGES: &str = "/.dossier/changes";

/// Loads the page anew when something changed; the channel is held only while the tab is visible.
const RELOAD: &str = include_str!("reload.js");

#[derive(Clone)]
struct Server {
    live: Arc<Live>,
    /// The name under which the server may be asked for beside those of this machine.
    host: Arc<str>,
}

/// Answers requests until the process ends.
pub async fn serve(listener: TcpListener, live: Arc<Live>, host: &str) -> std::io::Result<()> {
    let server = Server { live, host: host.into() };
    axum::serve(listener, Router::new().fallback(handle).with_state(server)).await
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
        SCRIPT => answer(StatusCode::OK, "text/javascript; charset=utf-8", RELOAD.as_bytes().to_vec()),
        CHANGES if own_origin(request.headers()) => changes(&server.live),
        CHANGES => plain(StatusCode::FORBIDDEN, "This channel is for pages of the preview.\n"),
        path => page(&server.live, path),
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

fn page(live: &Live, path: &str) -> Response<Body> {
    let view = live.view();
    let problems = &view.problems;
    let Some(path) = decoded(path) else { return plain(StatusCode::NOT_FOUND, "No such page.\n") };
    let route = Route::new(&path);
    let kind = kind(&route);
    let (status, bytes) = match view.answer(&route) {
        Answer::Found(bytes) if kind != HTML => return answer(StatusCode::OK, kind, bytes.to_vec()),
        Answer::Found(bytes) => (StatusCode::OK, bytes.to_vec()),
        Answer::Failed(problem) => (StatusCode::INTERNAL_SERVER_ERROR, bare("This page cannot be rendered", &problem)),
        Answer::NotFound(None) if !problems.is_empty() => {
            (StatusCode::INTERNAL_SERVER_ERROR, bare("The site has errors", problems))
        }
        Answer::NotFound(found) => {
            // A folder without its slash is led on, as static hosts do.
            let folder = Route::new(&format!("{path}/"));
            if !path.ends_with('/') && matches!(view.answer(&folder), Answer::Found(_)) {
                let mut response = plain(StatusCode::FOUND, "");
                if let Ok(location) = HeaderValue::from_str(&folder.as_str().replace("//", "/")) {
                    response.headers_mut().insert(header::LOCATION, location);
                }
                return response;
            }
            (StatusCode::NOT_FOUND, found.map_or_else(|| bare("No such page", ""), |bytes| bytes.to_vec()))
        }
    };
    answer(status, HTML, with_script(bytes, problems))
}

const HTML: &str = "text/html; charset=utf-8";

fn kind(route: &Route) -> &'static str {
    let name = route.as_str().rsplit('/').next().unwrap_or("");
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "" | "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Decodes a path, unless it could be more than a route: it holds no `..`, back slash or control character.
fn decoded(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            plain.push(u8::from_str_radix(path.get(at + 1..at + 3)?, 16).ok()?);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    let path = String::from_utf8(plain).ok()?;
    let safe = path.starts_with('/')
        && !path.contains(|character: char| character == '\\' || character.is_control())
        && !path.split('/').any(|part| part == ".." || part == ".");
    safe.then_some(path)
}

fn changes(live: &Live) -> Response<Body> {
    let events = BroadcastStream::new(live.listen()).map(|_| Ok::<_, Infallible>("data: changed\n\n"));
    let opened = tokio_stream::once(Ok::<_, Infallible>(": listening\n\n"));
    let mut response = Response::new(Body::from_stream(opened.chain(events)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn answer(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    answer(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
}

/// Returns a page that only says something.
fn bare(title: &str, text: &str) -> Vec<u8> {
    let (title, text) = (html::text(title), html::text(text));
    format!("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1><pre>{text}</pre></body></html>\n").into_bytes()
}

/// Adds the script to a page on its way out, and what is wrong now.
fn with_script(bytes: Vec<u8>, problems: &str) -> Vec<u8> {
    let Ok(page) = String::from_utf8(bytes) else { return Vec::new() };
    let mut added = String::new();
    if !problems.is_empty() {
        added.push_str("<aside role=\"alert\" data-dossier-problems><p><strong>This is the last good version. What is wrong now:</strong></p><pre>");
        html::push_text(&mut added, problems);
        added.push_str("</pre></aside>");
    }
    let script = format!("<script src=\"{SCRIPT}\" defer></script>");
    let page = match page.find("<main").filter(|_| !added.is_empty()) {
        Some(at) => format!("{}{added}{}", &page[..at], &page[at..]),
        None => page,
    };
    match page.rfind("</head>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]).into_bytes(),
        None => format!("{page}{script}").into_bytes(),
    }
}
