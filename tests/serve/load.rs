//! Hard-cases H6, heavily: a thousand connections of every sort, and clients that take nothing.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::preview::{PATIENCE, Preview, article, put, status};

/// H6. A thousand connections at once, silent, slow to ask, slow to take, huge: the author is answered and sees the next change.
#[test]
fn h6_a_thousand_connections_keep_nobody_out() {
    let preview = Preview::start();
    fs::write(preview.root().join("static/large.bin"), vec![b'x'; 1 << 20]).unwrap();
    preview.wait("/large.bin", "the file did not show", |answer| status(answer) == "200");
    let address = preview.address;
    let begin = |request: &str| {
        let mut stream = preview.try_connect()?;
        stream.set_nonblocking(true).unwrap();
        let _ = stream.write(request.as_bytes());
        Some(stream)
    };
    let large = format!("GET /large.bin HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let body = format!("POST / HTTP/1.1\r\nHost: {address}\r\nContent-Length: 999999999\r\n\r\n");
    let header = format!("GET / HTTP/1.1\r\nHost: {address}\r\nX-More: {}", "x".repeat(60_000));
    let path = format!("GET /{}", "a".repeat(100_000));
    let chunked = format!("POST / HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n");
    let asked =
        ["", &large, "GET / HT", &body, &header, "", &path, &chunked, "\r\n\r\n", "GET /people/ada/ HTTP/1.1\r\n"];
    let start = Instant::now();
    let mut streams: Vec<TcpStream> = (0..1_000).map_while(|at| begin(asked[at % asked.len()])).collect();
    // This process may have a thousand open files in all.
    assert!(streams.len() > 900, "{}", streams.len());
    let dribble = thread::spawn(move || {
        while start.elapsed() < Duration::from_secs(8) {
            for stream in &mut streams {
                let _ = stream.write(b"X");
            }
            thread::sleep(Duration::from_millis(200));
        }
        streams
    });
    assert_eq!(status(&preview.get("/people/ada/")), "200");
    let answered = start.elapsed();
    println!("answered beside 1,000 others after {answered:?}");
    assert!(answered < Duration::from_secs(15), "{answered:?}");
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    preview.wait("/articles/call/", "the edit did not show", |page| page.contains("Second words"));
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    drop(dribble.join().unwrap());
    assert_eq!(status(&preview.get("/")), "200");
}

/// H6. A client that asks for much and takes nothing is let go, and its place and memory with it.
#[test]
fn h6_a_client_that_takes_nothing_is_let_go() {
    const LENGTH: usize = 24 << 20;
    let preview = Preview::start();
    fs::write(preview.root().join("static/large.bin"), vec![b'x'; LENGTH]).unwrap();
    preview.wait("/large.bin", "the file did not show", |answer| status(answer) == "200");
    let ask = || {
        let mut stream = preview.connect();
        let request = format!("GET /large.bin HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.address);
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let mut bytes = Vec::new();
    let _ = ask().read_to_end(&mut bytes);
    assert!(bytes.len() > LENGTH, "who reads gets all: {}", bytes.len());
    let mut slow = ask();
    thread::sleep(Duration::from_secs(13));
    bytes.clear();
    let _ = slow.read_to_end(&mut bytes);
    assert!(bytes.len() < LENGTH, "who took nothing for long was waited for");
    assert_eq!(status(&preview.get("/")), "200");
}
