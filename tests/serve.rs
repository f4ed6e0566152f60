//! What the preview promises: hard-cases H (only this machine, only planned routes) and A4 (nothing is written).
//!
//! The program itself runs as a child on a free port of the loopback; requests are raw, so that nothing tidies them up.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail and needs files"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview of a small site; it ends with the test.
struct Preview {
    folder: TempDir,
    child: Child,
    address: SocketAddr,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2025-02-12\n---\n\n{body}\n")
}

impl Preview {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(root, "dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\n");
        put(root, "content/articles/call.md", &article("The call", "First words."));
        put(root, "content/people/ada.md", "---\nname: Ada\n---\n");
        put(root, "static/plain.txt", "plain");
        put(root, ".env", "SECRET=hunter2");
        put(root, ".git/config", "hunter2");
        let mut child = Command::new(env!("CARGO_BIN_EXE_dossier"))
            .args(["serve", "--port", "0", "--root"])
            .arg(root)
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the preview ended before it said where it is").unwrap();
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        // What it says later must not fill the pipe.
        thread::spawn(move || lines.for_each(drop));
        Self { folder, child, address }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes and returns all that comes back.
    fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks for a path with these headers; `Host` is right unless they hold one.
    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> String {
        let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            let _ = write!(request, "Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        request.push_str("\r\n");
        self.raw(request.as_bytes())
    }

    fn get(&self, target: &str) -> String {
        self.ask("GET", target, &[])
    }

    /// Asks again until the page is as wanted.
    fn wait(&self, target: &str, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let answer = self.get(target);
            if wanted(&answer) {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "{what}:\n{answer}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

/// H1.
#[test]
fn only_names_of_this_machine_are_answered() {
    let preview = Preview::start();
    let port = preview.address.port();
    for host in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"] {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            assert_eq!(status(&preview.ask("GET", "/", &[("Host", &host)])), "200", "{host}");
        }
    }
    let foreign = [
        "",
        "evil.example",
        "evil.example:4321",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "[::1].evil.example",
        "[::1]evil.example",
        "localhost:4321@evil.example",
        "localhost:",
        "0.0.0.0",
        "127.0.0.2",
        "2130706433",
        "[::]",
        "xn--localhost",
        "évil",
    ];
    for host in foreign {
        for target in ["/", "/people/ada/", "/.dossier/changes", "/.dossier/reload.js", "/nothing"] {
            let answer = preview.ask("GET", target, &[("Host", host)]);
            assert!(["403", "400"].contains(&status(&answer)), "{host} {target}: {answer}");
            assert!(!answer.contains("Ada"), "{host} {target}");
        }
    }
    let answer = preview.raw(b"GET / HTTP/1.0\r\n\r\n");
    assert!(["403", "400"].contains(&status(&answer)), "{answer}");
    let answer = preview.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert!(["403", "400"].contains(&status(&answer)), "{answer}");
}

/// H2.
#[test]
fn other_sites_neither_read_nor_embed_pages() {
    let preview = Preview::start();
    let cross = ("Sec-Fetch-Site", "cross-site");
    for (mode, destination) in [("no-cors", "script"), ("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")]
    {
        let answer =
            preview.ask("GET", "/people/ada/", &[cross, ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)]);
        assert_eq!(status(&answer), "403", "{mode} {destination}");
    }
    assert_eq!(status(&preview.ask("GET", "/people/ada/", &[cross])), "403");
    let followed = [cross, ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    assert_eq!(status(&preview.ask("GET", "/people/ada/", &followed)), "200");
    for (method, target) in [("GET", "/"), ("GET", "/people/ada/index.json"), ("OPTIONS", "/"), ("GET", "/nothing")] {
        for origin in ["http://evil.example", "null"] {
            let headers = [("Origin", origin), ("Access-Control-Request-Method", "GET")];
            let answer = preview.ask(method, target, &headers).to_lowercase();
            assert!(!answer.contains("access-control-"), "{method} {target}: {answer}");
        }
    }
}

/// H3.
#[test]
fn the_reload_channel_is_for_pages_of_the_preview_alone() {
    let preview = Preview::start();
    let own = format!("http://{}", preview.address);
    let scheme = format!("https://{}", preview.address);
    let longer = format!("{own}.evil.example");
    for origin in ["null", "http://evil.example", "http://localhost:1", "", &scheme, &longer] {
        let answer = preview.ask("GET", "/.dossier/changes", &[("Origin", origin)]);
        assert_eq!(status(&answer), "403", "{origin}");
    }
    assert_eq!(status(&preview.get("/.dossier/changes")), "403");
    assert_eq!(status(&preview.ask("GET", "/.dossier/changes", &[("Sec-Fetch-Site", "same-site")])), "403");

    let mut stream = preview.connect();
    let request = format!("GET /.dossier/changes HTTP/1.1\r\nHost: {}\r\nOrigin: {own}\r\n\r\n", preview.address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let mut bytes = [0; 1024];
    while !answer.contains("listening") {
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "{answer}");
        answer.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert_eq!(status(&answer), "200");
    put(preview.root(), "content/people/bo.md", "---\nname: Bo\n---\n");
    while !answer.contains("data: changed") {
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "{answer}");
        answer.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
}

/// H4 and H7.
#[test]
fn only_planned_routes_are_answered_however_a_path_is_written() {
    let preview = Preview::start();
    std::os::unix::fs::symlink("/etc/passwd", preview.root().join("static/passwd.txt")).unwrap();
    let address = preview.address;
    let absolute = format!("http://{address}/people/ada/");
    let targets = [
        "/../.env",
        "/..%2f.env",
        "/%2e%2e/.env",
        "/%2e%2e%2f.env",
        "/static/../.env",
        "/people/ada/../../.env",
        "/%5c..%5c.env",
        "/..\\.env",
        "/..%5c.env",
        "/C:/Windows/win.ini",
        "/C:%5cWindows",
        "/people/ada/index.html::$DATA",
        "/plain.txt::$DATA",
        "/plain.txt%00",
        "/people/ada/%00",
        "/%252e%252e/.env",
        "/%25%32%65%25%32%65/.env",
        "//etc/passwd",
        "///etc/passwd",
        "/etc/passwd",
        "/passwd.txt",
        "/proc/self/environ",
        "/.env",
        "/.git/config",
        "/.git/",
        "/%2egit/config",
        "/.dossier-manifest",
        "/.dossier-journal",
        "/.dossier/",
        "/content/people/ada.md",
        "/people/ada.md",
        "/articles/call.md",
        "/dossier.yaml",
        "/templates/base.html",
        "/static/plain.txt",
        "/people/ada/./index.html",
        "/people/ada/index.html",
        "/?import&raw",
        "/@fs/etc/passwd",
        "/people/%c0%ae%c0%ae/",
        "/%",
        "/%zz",
        "/\u{2024}\u{2024}/.env",
        &absolute,
        "http://evil.example/people/ada/",
        "file:///etc/passwd",
    ];
    for target in targets {
        let answer = preview.get(target);
        if target.starts_with("/?") {
            assert_eq!(status(&answer), "200", "{target}");
        } else {
            assert!(["404", "400"].contains(&status(&answer)), "{target}: {answer}");
        }
        assert!(!answer.contains("hunter2") && !answer.contains("root:") && !answer.contains("name: Ada"), "{target}");
    }
    let answer = preview.raw(format!("GET /\0 HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes());
    assert!(["404", "400"].contains(&status(&answer)), "{answer}");
    let answer = preview.get("/people/ada");
    assert_eq!(status(&answer), "302");
    assert!(answer.contains("location: /people/ada/\r\n"), "{answer}");
    assert!(preview.get("/plain.txt").ends_with("plain"));
}

/// H6.
#[test]
fn other_methods_are_refused_and_odd_clients_do_no_harm() {
    let preview = Preview::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        assert_eq!(status(&preview.ask(method, "/", &[])), "405", "{method}");
    }
    let head = preview.ask("HEAD", "/people/ada/", &[]);
    assert_eq!(status(&head), "200");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    let idle: Vec<TcpStream> = (0..100).map(|_| preview.connect()).collect();
    let mut slow = preview.connect();
    slow.write_all(b"GET / HTT").unwrap();
    let huge = format!("/{}", "a".repeat(200_000));
    assert!(["404", "400", "414", "431"].contains(&status(&preview.get(&huge))));
    assert_eq!(status(&preview.get("/")), "200");
    drop((idle, slow));
}

/// A4: the preview writes nothing, not even where a site was built.
#[test]
fn the_preview_writes_nothing() {
    let mut preview = Preview::start();
    assert_eq!(status(&preview.get("/people/ada/")), "200");
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    preview.wait("/articles/call/", "the edit did not show", |page| page.contains("Second words"));
    preview.child.kill().unwrap();
    preview.child.wait().unwrap();
    let mut names: Vec<String> =
        fs::read_dir(preview.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".env", ".git", "content", "dossier.yaml", "static"]);
}

/// H8: while the content is broken every page stays as it was last, with what is wrong, escaped.
#[test]
fn broken_content_keeps_the_last_good_page_and_says_what_is_wrong() {
    let preview = Preview::start();
    let page = "/articles/call/";
    assert!(preview.get(page).contains("First words"));
    put(preview.root(), "content/articles/call.md", &article("The call", "New [[<script>alert(1)</script>]]."));
    let broken = preview.wait(page, "the error did not show", |page| page.contains("data-dossier-problems"));
    assert!(broken.contains("First words"), "{broken}");
    assert!(broken.contains("D012"), "{broken}");
    assert!(!broken.contains("<script>alert"), "{broken}");
    assert!(broken.contains("&lt;script&gt;alert"), "{broken}");

    put(preview.root(), "content/articles/call.md", &article("The call", "Third words."));
    let mended = preview.wait(page, "the mended page did not show", |page| page.contains("Third words"));
    assert!(!mended.contains("data-dossier-problems"), "{mended}");

    // What only the machine can mend is said, too.
    fs::rename(preview.root().join("dossier.yaml"), preview.root().join("away.yaml")).unwrap();
    let broken =
        preview.wait(page, "the missing settings were not told", |page| page.contains("data-dossier-problems"));
    assert!(broken.contains("Third words"), "{broken}");
    fs::rename(preview.root().join("away.yaml"), preview.root().join("dossier.yaml")).unwrap();
    preview.wait(page, "the mended site did not show", |page| !page.contains("data-dossier-problems"));
}
