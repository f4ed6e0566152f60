//! Hard-cases H: who is answered, and with what; A4: nothing is written.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use crate::preview::{PATIENCE, Preview, article, put, status};

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
        let own = ["changes", "reload.js", "preview.css", "problems.json"].map(|name| format!("/.dossier/{name}"));
        for target in ["/", "/people/ada/", "/nothing"].into_iter().chain(own.iter().map(String::as_str)) {
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
    assert_eq!(status(&preview.ask("GET", "/.dossier/problems.json", &[cross])), "403");
    for (method, target) in [
        ("GET", "/"),
        ("GET", "/people/ada/index.json"),
        ("OPTIONS", "/"),
        ("GET", "/nothing"),
        ("GET", "/.dossier/problems.json"),
        ("GET", "/.dossier/reload.js"),
    ] {
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

    preview.tab("/");
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
    let huge = format!("/{}", "a".repeat(200_000));
    assert!(["404", "400", "414", "431"].contains(&status(&preview.get(&huge))));
    let many = "X-More: more\r\n".repeat(2_000);
    let answer = preview.raw(format!("GET / HTTP/1.1\r\nHost: {}\r\n{many}\r\n", preview.address).as_bytes());
    assert!(["400", "431", "none"].contains(&status(&answer)), "{answer}");
    assert_eq!(status(&preview.get("/")), "200");
}

/// H6. Clients that say nothing, or something slowly, are let go, and however many there are, others are answered.
#[test]
fn slow_and_many_clients_do_no_harm() {
    let preview = Preview::start();
    let mut slow = preview.connect();
    slow.write_all(b"GET / HTT").unwrap();
    let idle: Vec<TcpStream> = (0..320).map_while(|_| preview.try_connect()).collect();
    assert!(idle.len() > 280, "{}", idle.len());
    assert_eq!(status(&preview.get("/people/ada/")), "200");
    let start = Instant::now();
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(start.elapsed() < PATIENCE, "a slow client is held for ever");
    drop(idle);
    assert_eq!(status(&preview.get("/")), "200");
}

/// A4: the preview writes nothing but what it keeps for its next start.
#[test]
fn the_preview_writes_nothing_but_what_it_keeps() {
    let mut preview = Preview::start();
    assert_eq!(status(&preview.get("/people/ada/")), "200");
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    preview.wait("/articles/call/", "the edit did not show", |page| page.contains("Second words"));
    preview.wait_for_kept();
    preview.child.kill().unwrap();
    preview.child.wait().unwrap();
    let mut names: Vec<String> =
        fs::read_dir(preview.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".dossier", ".env", ".git", "content", "dossier.yaml", "static"]);
}

/// H5. Without another word only this machine can connect; an address that others reach is warned of, and `Host` is checked there.
#[test]
fn an_address_that_others_reach_is_warned_of() {
    let preview = Preview::start();
    assert!(preview.address.ip().is_loopback());
    let open = Preview::with(&["--host", "0.0.0.0"]);
    open.said("can be reached from other machines");
    assert_eq!(status(&open.ask("GET", "/", &[("Host", "localhost")])), "200");
    assert_eq!(status(&open.ask("GET", "/", &[("Host", "evil.example")])), "403");
}
