//! A running preview of a small site, what it is asked, and what its tabs hear.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview of a small site; it ends with the test.
pub(crate) struct Preview {
    folder: Option<TempDir>,
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    said: Arc<Mutex<Vec<String>>>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(crate) fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2025-02-12\n---\n\n{body}\n")
}

impl Preview {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// Starts the preview with more arguments.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        Self::by(&[], arguments)
    }

    /// Starts the preview by way of another program, which is given it and its arguments.
    pub(crate) fn by(program: &[&str], arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(root, "dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\n");
        put(root, "content/articles/call.md", &article("The call", "First words."));
        put(root, "content/people/ada.md", "---\nname: Ada\n---\n");
        put(root, "static/plain.txt", "plain");
        put(root, ".env", "SECRET=hunter2");
        put(root, ".git/config", "hunter2");
        Self::start_in(folder, program, arguments)
    }

    /// Ends the preview and starts another one of the same site.
    pub(crate) fn again(mut self) -> Self {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        Self::start_in(self.folder.take().unwrap(), &[], &[])
    }

    fn start_in(folder: TempDir, program: &[&str], arguments: &[&str]) -> Self {
        let root = folder.path();
        let words: Vec<&str> = program.iter().copied().chain([env!("CARGO_BIN_EXE_dossier")]).collect();
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .args(["serve", "--port", "0", "--root"])
            .arg(root)
            .args(arguments)
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut first = Vec::new();
        let address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("the preview ended: {first:?}")).unwrap();
            first.push(line.clone());
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        let said = Arc::new(Mutex::new(first));
        let heard = Arc::clone(&said);
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| heard.lock().unwrap().push(line)));
        Self { folder: Some(folder), child, address, said }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Connects unless this process or the system has no more room for it.
    pub(crate) fn try_connect(&self) -> Option<TcpStream> {
        TcpStream::connect_timeout(&self.address, Duration::from_secs(3)).ok()
    }

    /// Sends bytes and returns all that comes back.
    pub(crate) fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks for a path with these headers; `Host` is right unless they hold one.
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> String {
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

    pub(crate) fn get(&self, target: &str) -> String {
        self.ask("GET", target, &[])
    }

    /// Opens the channel of a tab that was sent a page.
    pub(crate) fn tab(&self, target: &str) -> Tab {
        let page = self.get(target);
        let of =
            |name: &str| Some(page.split_once(&format!(" data-{name}=\""))?.1.split('"').next().unwrap().to_owned());
        let mut query = format!("page={target}");
        for name in ["version", "source", "digest"] {
            if let Some(value) = of(name) {
                let _ = write!(query, "&{name}={value}");
            }
        }
        if page.contains(" data-found") {
            query.push_str("&found=1");
        }
        self.tab_again(&query)
    }

    /// Opens the channel of a tab that says this about itself.
    pub(crate) fn tab_again(&self, query: &str) -> Tab {
        let mut stream = self.connect();
        let address = self.address;
        let request =
            format!("GET /.dossier/changes?{query} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut tab = Tab { stream, heard: String::new(), query: query.to_owned() };
        tab.wait("listening");
        tab
    }

    /// Waits until what was asked for is kept for the next start.
    pub(crate) fn wait_for_kept(&self) {
        let (start, path) = (Instant::now(), self.root().join(".dossier/served"));
        while !path.is_file() {
            assert!(start.elapsed() < PATIENCE, "nothing is kept");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for a line that the program says to its author, and returns it.
    pub(crate) fn said(&self, words: &str) -> String {
        let start = Instant::now();
        loop {
            let said = self.said.lock().unwrap().clone();
            if let Some(line) = said.iter().find(|line| line.contains(words)) {
                return line.clone();
            }
            assert!(start.elapsed() < PATIENCE, "nothing says {words:?}:\n{}", said.join("\n"));
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns the lines so far that tell of a change.
    pub(crate) fn notes(&self) -> Vec<String> {
        let said = self.said.lock().unwrap();
        said.iter().filter(|line| line.as_bytes().get(2) == Some(&b':') && line.contains(" ms")).cloned().collect()
    }

    /// Asks again until the page is as wanted.
    pub(crate) fn wait(&self, target: &str, what: &str, wanted: impl Fn(&str) -> bool) -> String {
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

pub(crate) fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

/// A tab of a browser, as far as the preview knows it.
pub(crate) struct Tab {
    stream: TcpStream,
    heard: String,
    /// What it says about itself.
    pub(crate) query: String,
}

impl Tab {
    /// Waits until the tab has heard these words, and forgets what it has heard up to there.
    pub(crate) fn wait(&mut self, words: &str) -> String {
        let mut bytes = [0; 4096];
        loop {
            if let Some(at) = self.heard.find(words) {
                let end = self.heard[at..].find('\n').map_or(self.heard.len(), |end| at + end);
                let line = self.heard[..end].to_owned();
                self.heard.drain(..end);
                return line;
            }
            let read = self.stream.read(&mut bytes);
            let read = read.unwrap_or_else(|_| panic!("the tab was not told {words:?}: {}", self.heard));
            assert!(read > 0, "the channel was closed: {}", self.heard);
            self.heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }

    /// Returns what the tab hears within a time.
    pub(crate) fn hears(&mut self, within: Duration) -> String {
        self.stream.set_read_timeout(Some(within)).unwrap();
        let mut bytes = [0; 4096];
        if let Ok(read) = self.stream.read(&mut bytes) {
            self.heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        std::mem::take(&mut self.heard).trim().to_owned()
    }
}
