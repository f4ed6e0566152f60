//! A folder of a server as the target, over the SSH of Debian on loopback.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::cut::Cut;
use super::{Project, SETTINGS, files, host, lines, said};

/// A word that stands in the key of the user and in no log.
const CANARY: &str = "canary-of-the-desk";

/// An `sshd` of this test, and what it needs.
struct Server {
    sshd: Child,
    port: u16,
}

impl Server {
    /// Starts a server that lets a key in, in a folder in which all it needs is made.
    fn start(folder: &Path) -> Self {
        for program in ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/rsync"] {
            assert!(
                Path::new(program).exists(),
                "missing: {program}. Type: apt-get install openssh-server openssh-client rsync"
            );
        }
        fs::create_dir_all(folder).unwrap();
        for key in ["host", "desk"] {
            let file = folder.join(key);
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", CANARY, "-f"]).arg(file);
            assert!(keygen.status().unwrap().success());
        }
        let port = host::port();
        let here = folder.display();
        // A shell that another one started reads no files of its own, which may take long.
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {here}/host\nAuthorizedKeysFile {here}/desk.pub\n\
             StrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\nMaxStartups 100\n\
             SetEnv SHLVL=2\n"
        );
        fs::write(folder.join("sshd_config"), config).unwrap();
        // What it wants to be there when root starts it.
        let _ = fs::create_dir_all("/run/sshd");
        let mut sshd = Command::new("/usr/sbin/sshd");
        sshd.args(["-D", "-e", "-f"]).arg(folder.join("sshd_config"));
        let mut server =
            Self { sshd: sshd.stderr(fs::File::create(folder.join("log")).unwrap()).spawn().unwrap(), port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(server.sshd.try_wait().unwrap().is_none(), "sshd ended: {}", log());
            assert!(started.elapsed() < Duration::from_secs(20), "sshd does not start: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

struct Desk {
    project: Project,
    server: Server,
    cut: Cut,
}

impl Desk {
    fn new() -> Self {
        let project = Project::new();
        let server = Server::start(&project.home().join("ssh"));
        let cut = Cut::before(server.port);
        let desk = Self { project, server, cut };
        desk.know(desk.cut.port, "host.pub");
        fs::create_dir_all(desk.live()).unwrap();
        desk.project.write("dossier.yaml", desk.settings(""));
        desk.version(1);
        desk
    }

    /// Writes the list of known hosts.
    fn know(&self, port: u16, key: &str) {
        let ssh = self.project.home().join("ssh");
        let key = fs::read_to_string(ssh.join(key)).unwrap();
        fs::write(ssh.join("known"), format!("[127.0.0.1]:{port} {key}")).unwrap();
    }

    /// Adds the server's own port to the list of known hosts.
    fn know_also(&self, port: u16) {
        let ssh = self.project.home().join("ssh");
        let key = fs::read_to_string(ssh.join("host.pub")).unwrap();
        let known = fs::read_to_string(ssh.join("known")).unwrap();
        fs::write(ssh.join("known"), format!("{known}[127.0.0.1]:{port} {key}")).unwrap();
    }

    fn settings(&self, more: &str) -> String {
        let (path, port) = (self.live().display().to_string(), self.cut.port);
        let target = format!(
            "kind: rsync, host: 127.0.0.1, path: '{path}', port: {port}, identity: ../ssh/desk, known_hosts: ../ssh/known{more}"
        );
        SETTINGS.replace("kind: folder, path: ../live", &target)
    }

    fn live(&self) -> PathBuf {
        self.project.home().join("www")
    }

    /// Writes one of two versions of the site; each has pages, a picture and a style that the other lacks.
    fn version(&self, number: usize) {
        for old in 1..=2 {
            for path in [format!("content/articles/only-{old}.md"), format!("content/articles/dot-{old}.png")] {
                let _ = fs::remove_file(self.project.root().join(path));
            }
        }
        self.project.write(&format!("content/articles/dot-{number}.png"), include_bytes!("../readme/story.png"));
        self.project.write(
            &format!("content/articles/only-{number}.md"),
            format!("---\ntitle: Only {number}\ndate: 2025-02-1{number}\n---\n\n![A table](dot-{number}.png)\n"),
        );
        self.project.write("templates/extra.css", format!("/* {number} */"));
        self.project.write(
            "content/articles/call.md",
            format!("---\ntitle: The call\ndate: 2025-02-12\n---\n\nIt was call {number}.\n"),
        );
    }

    fn command(&self, root: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
        command.arg("publish").args(arguments).current_dir(root).env("HOME", self.project.home());
        command.env("SOURCE_DATE_EPOCH", "1740000000").stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn publish_from(&self, root: &Path, arguments: &[&str]) -> Output {
        let output = self.command(root, arguments).output().unwrap();
        let key = fs::read_to_string(self.project.home().join("ssh/desk")).unwrap();
        let said = said(&output);
        for secret in key.lines().filter(|line| !line.starts_with("---")).chain([CANARY]) {
            assert!(!said.contains(secret), "a secret in the log: {said}");
        }
        output
    }

    fn publish(&self, arguments: &[&str]) -> Output {
        self.publish_from(&self.project.root(), arguments)
    }

    fn done(&self, arguments: &[&str]) -> Output {
        let output = self.publish(arguments);
        assert!(output.status.success(), "{}", said(&output));
        output
    }

    /// Each file of the server but the program's own, with its bytes and its number on the disk, which is another one
    /// for each file that was sent.
    fn held(&self) -> BTreeMap<String, (Vec<u8>, u64)> {
        files(&self.live())
    }

    fn assert_is_published(&self) {
        let mut held = self.held();
        assert!(held.remove("SHA256SUMS").is_some());
        held.retain(|name, _| !name.starts_with("foreign"));
        let built = files(&self.project.root().join("public"));
        assert!(held.keys().eq(built.keys()), "{:?} {:?}", held.keys(), built.keys());
        for (name, (bytes, _)) in built {
            assert!(held[&name].0 == bytes, "{name}");
        }
        for own in [".dossier-journal", ".dossier-staging"] {
            assert!(!self.live().join(own).exists(), "{own}");
        }
    }

    /// No page on the server lacks a picture, style or script, and each is whole.
    fn assert_no_page_lacks_an_asset(&self) {
        let held = self.held();
        for (name, (bytes, _)) in held.iter().filter(|(name, _)| name.ends_with(".html")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.trim_end().ends_with("</html>"), "{name} is half");
            for folder in ["assets/", "files/"] {
                for part in text.split(&format!("../{folder}")).skip(1) {
                    let asset = format!("{folder}{}", &part[..part.find(['"', ' ', ')', ',']).unwrap()]);
                    assert!(held.contains_key(&asset), "{name} lacks {asset}");
                }
            }
        }
    }
}

#[test]
fn only_what_changed_travels_over_ssh_and_foreign_files_stay() {
    let desk = Desk::new();
    desk.project.write("static/a name & \u{fc}.txt", "odd");
    let dry = desk.done(&["--dry-run"]);
    assert_eq!(fs::read_dir(desk.live()).unwrap().count(), 0, "a dry run only reads");
    desk.done(&["--yes"]);
    desk.assert_is_published();
    assert_eq!(lines(&dry, "+").len(), desk.held().len());
    assert_eq!(fs::read_to_string(desk.live().join(".dossier-site")).unwrap(), "https://example.org/\n");

    fs::create_dir(desk.live().join("articles/only-1/foreign")).unwrap();
    for foreign in ["foreign.txt", "articles/foreign.txt", ".well-known"] {
        fs::write(desk.live().join(foreign), "not ours").unwrap();
    }
    let before = desk.held();
    desk.version(2);
    let dry = desk.done(&["--dry-run"]);
    assert!(before == desk.held());
    desk.done(&["--yes"]);
    let after = desk.held();
    let sent: Vec<&String> = after
        .iter()
        .filter(|(name, held)| before.get(*name).is_none_or(|old| old.1 != held.1))
        .map(|(name, _)| name)
        .collect();
    assert!(lines(&dry, "+~").iter().eq(sent.iter().copied()), "the dry run is exact: {sent:?}");
    assert!(sent.len() < after.len() / 2, "{sent:?}");
    let gone: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert!(lines(&dry, "-").iter().eq(gone), "{after:?}");
    assert!(desk.live().join("articles/only-1/foreign").exists(), "a folder in which something is stays");
    for foreign in ["foreign.txt", "articles/foreign.txt", ".well-known"] {
        assert_eq!(fs::read_to_string(desk.live().join(foreign)).unwrap(), "not ours");
        fs::remove_file(desk.live().join(foreign)).unwrap();
    }
    desk.assert_is_published();
    fs::remove_dir(desk.live().join("articles/only-1/foreign")).unwrap();

    let before = desk.held();
    desk.done(&["--yes"]);
    assert!(before == desk.held(), "nothing changed");
    fs::remove_file(desk.live().join("articles/call/index.html")).unwrap();
    fs::write(desk.live().join("atom.xml"), "altered by hand").unwrap();
    let output = desk.done(&["--yes"]);
    assert_eq!(lines(&output, "+~"), ["articles/call/index.html", "atom.xml"], "what was lost or altered is mended");
    desk.assert_is_published();
    desk.version(1);
    desk.done(&["--yes"]);
    assert!(!desk.live().join("articles/only-2").exists(), "a folder in which nothing is left goes");
}

/// K1, K2: the connection is cut after each tenth of all that it sends, and so is every further one.
#[test]
fn cut_anywhere_over_ssh_files_are_whole_and_the_next_run_goes_on() {
    let desk = Desk::new();
    desk.done(&["--yes"]);
    desk.version(2);
    desk.cut.tell(|_, _| true);
    desk.done(&["--yes"]);
    let (all, mut version) = (desk.cut.sent(), 1);
    desk.version(version);
    let is_more = |at: &usize| *at < all + all / 8;
    for at in (1..).map(|step| step * all / 10).take_while(is_more) {
        desk.cut.tell(move |number, sent| number == 1 && sent < at);
        let mut child = desk.command(&desk.project.root(), &["--yes"]).process_group(0).spawn().unwrap();
        let is_done = loop {
            if desk.cut.ended() > 0 {
                break false;
            }
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            thread::sleep(Duration::from_millis(2));
        };
        // Its `rsync` with it; else a connection that was cut would be tried again.
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status();
        child.wait().unwrap();
        desk.assert_no_page_lacks_an_asset();
        desk.cut.tell(|_, _| true);
        desk.done(&["--yes"]);
        desk.assert_is_published();
        assert!(!is_done || at >= all * 9 / 10, "not cut at {at} of {all}");
        version = 3 - version;
        desk.version(version);
    }
}

#[test]
fn connections_that_are_cut_are_tried_again() {
    let desk = Desk::new();
    desk.cut.tell(|number, sent| match number {
        1 => sent < 12_000,
        _ => number % 3 > 0 || sent < [0, 3_000, 9_000][number / 3 % 3],
    });
    desk.done(&["--yes"]);
    assert!(desk.cut.ended() > 2 && desk.cut.begun() > 10, "{} of {}", desk.cut.ended(), desk.cut.begun());
    desk.assert_is_published();
}

/// K4.
#[test]
fn of_two_publishers_over_ssh_the_second_stops() {
    let desk = Desk::new();
    let other = desk.project.home().join("other");
    fs::create_dir_all(other.join("content/articles")).unwrap();
    for file in ["dossier.yaml", "content/articles/call.md"] {
        fs::copy(desk.project.root().join(file), other.join(file)).unwrap();
    }
    let direct = desk.settings("").replace(&desk.cut.port.to_string(), &desk.server.port.to_string());
    fs::write(
        other.join("dossier.yaml"),
        direct.replace("../ssh", &desk.project.home().join("ssh").display().to_string()),
    )
    .unwrap();
    desk.know_also(desk.server.port);
    // The connection of the first waits when its journal is there; that of the second goes another way.
    let journal = desk.live().join(".dossier-journal");
    let (there, is_held) = (journal.clone(), Arc::new(AtomicBool::new(true)));
    let held = Arc::clone(&is_held);
    desk.cut.tell(move |_, _| {
        while there.exists() && held.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
        true
    });
    let first = desk.command(&desk.project.root(), &["--yes"]).spawn().unwrap();
    let started = Instant::now();
    while !journal.exists() {
        assert!(started.elapsed() < Duration::from_secs(30));
        thread::sleep(Duration::from_millis(2));
    }
    let second = desk.publish_from(&other, &["--yes"]);
    assert_eq!(second.status.code(), Some(4), "{}", said(&second));
    assert!(said(&second).contains("somebody else publishes to the folder"), "{}", said(&second));
    let same = desk.publish(&["--yes"]);
    assert_eq!(same.status.code(), Some(4), "the same project, twice: {}", said(&same));
    is_held.store(false, Ordering::SeqCst);
    let first = first.wait_with_output().unwrap();
    assert!(first.status.success(), "{}", said(&first));
    desk.assert_is_published();
}

/// K4: what is not ours, and settings that would be read as something else.
#[test]
fn foreign_folders_sites_and_servers_are_refused() {
    let desk = Desk::new();
    let refused = |code: i32, what: &str| {
        let before = desk.held();
        let output = desk.publish(&["--yes"]);
        assert_eq!(output.status.code(), Some(code), "{what}: {}", said(&output));
        assert!(said(&output).contains(what), "{what}: {}", said(&output));
        assert!(desk.held() == before, "{what}");
    };
    fs::create_dir(desk.live().join("photos")).unwrap();
    refused(3, "holds `photos` and no site");
    fs::remove_dir(desk.live().join("photos")).unwrap();
    desk.done(&["--yes"]);
    desk.project.write("content/events/vote.md", "---\ntitle: The vote\ndate: 2025-02-12\n---\n\nIt was held.\n");
    fs::create_dir_all(desk.live().join("events/vote")).unwrap();
    fs::write(desk.live().join("events/vote/index.html"), "not ours").unwrap();
    refused(3, "holds a `events/vote/index.html` that `dossier` did not publish");
    fs::remove_dir_all(desk.live().join("events/vote")).unwrap();
    std::os::unix::fs::symlink("/tmp", desk.live().join("events/vote")).unwrap();
    refused(3, "holds a `events/vote` that `dossier` did not publish");
    fs::remove_file(desk.live().join("events/vote")).unwrap();
    fs::write(desk.live().join(".dossier-site"), "https://other.example/\n").unwrap();
    refused(3, "that of https://other.example/");
    fs::write(desk.live().join(".dossier-site"), "https://example.org/\n").unwrap();

    desk.know(desk.cut.port, "desk.pub");
    refused(2, "127.0.0.1: cannot list what is there: Host key verification failed");
    desk.know(desk.cut.port, "host.pub");
    let keys = desk.project.home().join("ssh/desk.pub");
    let key = fs::read(&keys).unwrap();
    fs::write(&keys, "").unwrap();
    refused(2, "Permission denied");
    fs::write(&keys, key).unwrap();
    desk.project.write("dossier.yaml", desk.settings("").replace("/www'", "/nowhere'"));
    refused(2, "there is no folder `");
    for (from, to, what) in [
        ("host: 127.0.0.1", "host: '-oProxyCommand=id'", "the `host` of `live` cannot be one"),
        ("host: 127.0.0.1", &*format!("host: 'desk:{CANARY}@127.0.0.1'"), "the `host` of `live` cannot be one"),
        ("/www'", "/$(id)'", "the `path` of `live` cannot be one"),
        ("port: ", "port: 9", "is a number up to 65535"),
        ("identity: ../ssh/desk", &*format!("password: {CANARY}"), "the target `live` has a `password`"),
    ] {
        desk.project.write("dossier.yaml", desk.settings("").replace(from, to));
        refused(2, what);
    }
    desk.project.write("dossier.yaml", desk.settings(""));
    desk.done(&["--yes"]);
}

/// I2.
#[test]
fn what_is_taken_back_is_gone_from_the_server() {
    let desk = Desk::new();
    let record = |more: &str| {
        format!("---\ntitle: Zebra\ndate: 2025-02-12\n{more}---\n\nThe quagga crossed the river at noon.\n")
    };
    desk.project.write("content/events/zebra.md", record(""));
    desk.done(&["--yes"]);
    let tells = || {
        let held = desk
            .held()
            .into_iter()
            .chain([("record".to_owned(), (fs::read(desk.live().join(".dossier-manifest")).unwrap(), 0))]);
        let told = held.filter(|(name, (bytes, _))| {
            let text = format!("{name} {}", String::from_utf8_lossy(bytes)).to_lowercase();
            text.contains("zebra") || text.contains("quagga")
        });
        told.map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert!(tells().len() > 3, "{:?}", tells());
    desk.project.write("content/events/zebra.md", record("draft: true\n"));
    desk.done(&["--yes"]);
    assert_eq!(tells(), [""; 0]);
    assert!(!desk.live().join("events/zebra").exists());
}

/// On a terminal a bar shows how far it is; elsewhere there is none.
#[test]
fn a_bar_is_shown_on_a_terminal_alone() {
    let desk = Desk::new();
    let line = format!("{} publish --yes", env!("CARGO_BIN_EXE_dossier"));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(desk.project.root()).env("HOME", desk.project.home());
    let shown = said(&script.env("SOURCE_DATE_EPOCH", "1740000000").stdin(Stdio::null()).output().unwrap());
    assert!(shown.contains("[....................] 0 bytes of ") && shown.contains("/s\u{1b}[K"), "{shown}");
    desk.assert_is_published();
    desk.version(2);
    let output = desk.done(&["--yes"]);
    assert!(!said(&output).contains('\r') && !said(&output).contains("/s"), "{}", said(&output));
}
