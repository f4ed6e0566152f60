//! Hosts on loopback for tests: `moto`, which is S3 without Amazon, and a relay before it that counts, fails and holds.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

/// A request as a host sees it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) method: String,
    /// The path without its query.
    pub(super) path: String,
}

/// What the relay does with a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Turn {
    Pass,
    /// An answer `503`.
    Fail,
    /// A connection that ends.
    Cut,
    /// A connection that neither ends nor goes on.
    Hold,
    /// An answer `403` that repeats the whole request.
    Refuse,
}

type Decide = Box<dyn Fn(usize, &Seen) -> Turn + Send>;

/// A free port. Nothing else on loopback asks for one while tests run.
pub(super) fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub(super) struct Moto {
    server: Child,
    pub(super) port: u16,
}

impl Moto {
    pub(super) fn start() -> Self {
        let port = port();
        let server = Command::new(program())
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_mins(1), "moto does not start");
            thread::sleep(Duration::from_millis(50));
        }
        let moto = Self { server, port };
        assert_eq!(moto.ask("PUT", "/news", b"").0, 200);
        moto
    }

    /// Asks without the relay.
    pub(super) fn ask(&self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>, String) {
        ask(self.port, method, path, body)
    }

    /// The keys in the bucket, in order.
    pub(super) fn keys(&self) -> Vec<String> {
        let (_, body, _) = self.ask("GET", "/news?list-type=2", b"");
        let text = String::from_utf8(body).unwrap();
        assert!(!text.contains("<IsTruncated>true"), "more than this test reads");
        text.split("<Key>").skip(1).map(|rest| rest.split("</Key>").next().unwrap().to_owned()).collect()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The program, in an environment of its own, made once.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("moto");
        let program = folder.join("bin/moto_server");
        if !program.exists() {
            let line = format!(
                "python3 -m venv '{0}' && '{0}/bin/pip' install --quiet 'moto[server,s3]==5.*'",
                folder.display()
            );
            let output = Command::new("sh").args(["-c", &line]).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "moto could not be installed: {said}\nType: {line}");
        }
        program
    })
}

/// That somebody asks is all that `moto` wants to know.
const SIGNED: &str = "Authorization: AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/s3/aws4_request, \
                      SignedHeaders=host, Signature=0";

fn ask(port: u16, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{SIGNED}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), answer[end..].to_vec(), head)
}

/// Stands before a host and sees what it is asked.
pub(super) struct Relay {
    pub(super) port: u16,
    pub(super) seen: Arc<Mutex<Vec<Seen>>>,
    decide: Arc<Mutex<Decide>>,
}

impl Relay {
    pub(super) fn before(host: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let decide: Arc<Mutex<Decide>> = Arc::new(Mutex::new(Box::new(|_, _| Turn::Pass)));
        let relay = Self { port, seen: Arc::clone(&seen), decide: Arc::clone(&decide) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, decide) = (Arc::clone(&seen), Arc::clone(&decide));
                thread::spawn(move || pass(stream.unwrap(), host, &seen, &decide));
            }
        });
        relay
    }

    /// Forgets what was seen, and does from now on as told: by the number of a request, from 1, and by the request.
    pub(super) fn tell(&self, decide: impl Fn(usize, &Seen) -> Turn + Send + 'static) {
        *self.decide.lock().unwrap() = Box::new(decide);
        self.seen.lock().unwrap().clear();
    }

    pub(super) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// The paths that were asked for with a method, in order, without the bucket.
    pub(super) fn paths(&self, method: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let of_method = seen.iter().filter(|seen| seen.method == method);
        of_method.map(|seen| seen.path.trim_start_matches("/news/").to_owned()).collect()
    }
}

fn pass(mut stream: TcpStream, host: u16, seen: &Mutex<Vec<Seen>>, decide: &Mutex<Decide>) -> Option<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            read => request.extend_from_slice(&buffer[..read]),
        }
    };
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let length: usize = length.unwrap_or(0);
    while request.len() < end + length {
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            read => request.extend_from_slice(&buffer[..read]),
        }
    }
    let mut words = head.split(' ');
    let method = words.next()?.to_owned();
    let path = words.next()?.split('?').next()?.to_owned();
    let asked = Seen { method, path };
    let turn = {
        let mut seen = seen.lock().unwrap();
        seen.push(asked.clone());
        decide.lock().unwrap()(seen.len(), &asked)
    };
    let mut answer = Vec::new();
    match turn {
        Turn::Pass => {
            let mut there = TcpStream::connect(("127.0.0.1", host)).ok()?;
            there.write_all(head.trim_end().as_bytes()).ok()?;
            there.write_all(b"\r\nConnection: close\r\n\r\n").ok()?;
            there.write_all(&request[end..]).ok()?;
            there.read_to_end(&mut answer).ok()?;
        }
        Turn::Fail => answer = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
        Turn::Refuse => {
            let body = format!("<Error><Code>AccessDenied</Code><StringToSign>{head}</StringToSign></Error>");
            let length = body.len();
            answer = format!("HTTP/1.1 403 No\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").into();
        }
        Turn::Cut => return None,
        Turn::Hold => thread::sleep(Duration::from_mins(1)),
    }
    stream.write_all(&answer).ok()
}
