//! The site behind nginx, with the file that is generated for it: what readers get over HTTP.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{Project, SETTINGS, host, said};

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its worker ends with it only if it is asked to.
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

fn start(folder: &Path, live: &Path) -> (Nginx, u16) {
    let program = ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().find(|path| Path::new(path).exists());
    let program = program.expect("missing: nginx. Type: apt-get install nginx");
    fs::create_dir_all(folder).unwrap();
    let port = host::port();
    let (here, live) = (folder.display(), live.display());
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {here}/{name};\n"))
        .concat();
    let config = format!(
        "daemon off;\npid {here}/pid;\nuser root;\nerror_log {here}/log;\nevents {{}}\nhttp {{\n{temporary}access_log off;\n\
         include /etc/nginx/mime.types;\nserver {{\nlisten 127.0.0.1:{port};\nroot {live};\n\
         include {live}/dossier.nginx.conf;\n}}\n}}\n"
    );
    fs::write(folder.join("nginx.conf"), config).unwrap();
    let server = Command::new(program)
        .arg("-e")
        .arg(folder.join("log"))
        .arg("-c")
        .arg(folder.join("nginx.conf"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Nginx(server);
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(started.elapsed() < Duration::from_secs(20), "nginx does not start: {}", log());
        thread::sleep(Duration::from_millis(20));
    }
    (server, port)
}

/// Asks for a path, and returns the head of the answer and the body.
fn asked(port: u16, path: &str, headers: &str) -> (Vec<u8>, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Connection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (answer[..end].to_vec(), answer[end + 4..].to_vec())
}

/// Returns the head of the answer in lower case with its first line, and the body.
fn get(port: u16, path: &str) -> (String, String) {
    let (head, body) = asked(port, path, "");
    (String::from_utf8_lossy(&head).to_ascii_lowercase(), String::from_utf8_lossy(&body).into_owned())
}

fn verify(address: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(variable);
    }
    command.args(["verify", address]).output().unwrap()
}

#[test]
fn behind_nginx_readers_get_what_was_published() {
    let project = Project::new();
    project.write(
        "dossier.yaml",
        format!("{SETTINGS}hosts: [nginx, netlify]\n").replace("../live", "../live, compress: gzip"),
    );
    project.write("content/people/ada.md", "---\nname: Ada Lovelace\nredirect_from: [/old/ada/]\n---\n\nShe wrote.\n");
    project.write("static/plan.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    project.write("static/a name & ü.txt", "odd");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let (_server, port) = start(&project.home().join("nginx"), &project.live());
    let policy = "content-security-policy: default-src 'none'";
    let (head, body) = get(port, "/people/ada/");
    assert!(head.starts_with("http/1.1 200") && head.contains("text/html; charset=utf-8"), "{head}");
    assert!(head.contains(policy) && head.contains("nosniff") && body.contains("Ada Lovelace"), "{head}");
    let (head, _) = get(port, "/old/ada/");
    assert!(head.starts_with("http/1.1 301") && head.contains("location: /people/ada/"), "{head}");
    let (head, body) = get(port, "/nobody/");
    assert!(head.starts_with("http/1.1 404") && head.contains(policy) && body.contains("<html"), "{head}");
    assert!(get(port, "/people/ada/index.json").0.contains("application/json"));
    let (head, _) = get(port, "/plan.ics");
    assert!(head.contains("text/calendar") && head.contains(policy), "{head}");
    for own in ["/.dossier-manifest", "/.dossier-site", "/dossier.nginx.conf"] {
        assert!(get(port, own).0.starts_with("http/1.1 404"), "{own} is nobody's business");
    }
    let sheet = fs::read_dir(project.live().join("assets")).unwrap().next().unwrap().unwrap().file_name();
    let (head, _) = get(port, &format!("/assets/{}", sheet.to_str().unwrap()));
    assert!(head.contains("max-age=31536000, immutable") && head.contains(policy), "{head}");

    let (head, body) = asked(port, "/people/ada/", "Accept-Encoding: gzip\r\n");
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    assert!(head.contains("content-encoding: gzip") && head.contains("vary: accept-encoding"), "{head}");
    assert!(head.contains("text/html; charset=utf-8") && head.contains(policy), "{head}");
    assert!(body == fs::read(project.live().join("people/ada/index.html.gz")).unwrap());
    let (head, _) = get(port, "/people/ada/");
    assert!(!head.contains("content-encoding"), "who does not ask gets the page as it is: {head}");

    let address = format!("http://127.0.0.1:{port}");
    let output = verify(&address);
    assert!(output.status.success() && said(&output).contains("files verified"), "{}", said(&output));
    fs::write(project.live().join("robots.txt"), "altered").unwrap();
    fs::remove_file(project.live().join("people/ada/index.html")).unwrap();
    let output = verify(&format!("{address}/"));
    assert_eq!(output.status.code(), Some(5), "{}", said(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "- people/ada/index.html\n~ robots.txt\n");
    assert_eq!(verify(&format!("{address}/people")).status.code(), Some(2), "no sums there");
    assert_eq!(verify(&format!("http://127.0.0.1:{}", host::port())).status.code(), Some(2), "nobody there");
}

/// L2: a program that knows nothing of the site follows every link and anchor as readers do.
#[test]
fn behind_nginx_no_link_is_broken() {
    let project = Project::new();
    project.write("dossier.yaml", format!("{SETTINGS}hosts: nginx\n"));
    project.write("content/people/ada.md", "---\nname: Ada Lovelace\nredirect_from: [/old/ada/]\n---\n\nShe wrote.\n");
    project.write(
        "content/articles/letter \u{fc} & more.md",
        "---\ntitle: The letter\ndate: 2025-02-13\ntags: [post]\n---\n\nAda Lovelace wrote. See [[The call]].\n",
    );
    project.write("content/events/vote.md", "---\ntitle: The vote\ndate: 2025-02-12\n---\n\nAda Lovelace spoke.\n");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let (_server, port) = start(&project.home().join("nginx"), &project.live());
    let check = |pages: &[&str]| {
        let mut command = Command::new("linkchecker");
        command.args(["--config", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/linkcheckerrc"), "--no-status"]);
        command.arg("--no-robots").args(pages.iter().map(|page| format!("http://127.0.0.1:{port}{page}")));
        command.output().expect("missing: linkchecker. Type: apt-get install linkchecker")
    };
    let output = check(&["/", "/404.html", "/old/ada/"]);
    assert!(output.status.success() && said(&output).contains("0 errors found"), "{}", said(&output));
    fs::remove_file(project.live().join("people/ada/index.html")).unwrap();
    assert!(!check(&["/"]).status.success(), "a link that is broken is found");
}
