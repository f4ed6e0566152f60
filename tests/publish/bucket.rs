//! A bucket of S3 as the target, played by `moto` on loopback.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::host::{Moto, Relay, Turn};
use super::{Project, SETTINGS, lines, said};

/// A key that no log may hold.
const KEY: &str = "AKIA7Q2XW5RB9KZ3CANA";
const SECRET: &str = "canary/Q7rT9zK3mX5vB8nL2pW4sD6fG1hJ0cYe";

struct Desk {
    project: Project,
    moto: Moto,
    relay: Relay,
}

impl Desk {
    fn new() -> Self {
        let moto = Moto::start();
        let desk = Self { project: Project::new(), relay: Relay::before(moto.port), moto };
        desk.project.write("dossier.yaml", desk.settings(""));
        desk.version(1);
        desk
    }

    fn settings(&self, more: &str) -> String {
        let target = format!("kind: s3, bucket: news, endpoint: 'http://127.0.0.1:{}'{more}", self.relay.port);
        SETTINGS.replace("kind: folder, path: ../live", &target)
    }

    /// Writes one of two versions of the site; each has a picture and pages that the other lacks.
    fn version(&self, number: usize) {
        for old in 1..=2 {
            for path in [format!("content/articles/only-{old}.md"), format!("content/articles/dot-{old}.png")] {
                let _ = fs::remove_file(self.project.root().join(path));
            }
        }
        let picture = include_bytes!("../readme/story.png");
        self.project.write(&format!("content/articles/dot-{number}.png"), picture);
        self.project.write(
            &format!("content/articles/only-{number}.md"),
            format!("---\ntitle: Only {number}\ndate: 2025-02-1{number}\nredirect_from: [/old-{number}/]\n---\n\n![A table](dot-{number}.png)\n"),
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
        command.env("SOURCE_DATE_EPOCH", "1740000000").env("RUST_BACKTRACE", "0");
        command.env("AWS_ACCESS_KEY_ID", KEY).env("AWS_SECRET_ACCESS_KEY", SECRET);
        for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"] {
            command.env_remove(variable);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn publish_from(&self, root: &Path, arguments: &[&str]) -> Output {
        let output = self.command(root, arguments).output().unwrap();
        let said = said(&output);
        for secret in [KEY, SECRET, "canary", "Signature"] {
            assert!(!said.contains(secret), "a secret in the log: {said}");
        }
        output
    }

    fn publish(&self, arguments: &[&str]) -> Output {
        self.publish_from(&self.project.root(), arguments)
    }

    /// What the bucket holds, the program's own files aside.
    fn held(&self) -> BTreeMap<String, Vec<u8>> {
        let keys = self.moto.keys();
        let site = keys.into_iter().filter(|key| !key.starts_with(".dossier-"));
        site.map(|key| (key.clone(), self.moto.ask("GET", &format!("/news/{key}"), b"").1)).collect()
    }

    /// What the site is, its sums aside.
    fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let public = self.project.root().join("public");
        let mut files = BTreeMap::new();
        let mut folders = vec![public.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&public).unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if !name.starts_with(".dossier-") {
                    files.insert(name, fs::read(path).unwrap());
                }
            }
        }
        files
    }

    fn assert_is_published(&self) {
        let mut held = self.held();
        assert!(held.remove("SHA256SUMS").is_some());
        held.retain(|key, _| !key.starts_with("foreign"));
        let built = self.built();
        assert_eq!(held.keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>());
        let other: Vec<_> = built.iter().filter(|(name, bytes)| held[*name] != **bytes).map(|(name, _)| name).collect();
        assert!(other.is_empty(), "not as built: {other:?}");
        assert!(!self.moto.keys().contains(&".dossier-journal".to_owned()));
    }

    /// No page in the bucket lacks a picture, style or script.
    fn assert_no_page_lacks_an_asset(&self) {
        let held = self.held();
        for (name, bytes) in held.iter().filter(|(name, _)| name.ends_with(".html")) {
            let text = String::from_utf8_lossy(bytes);
            for folder in ["assets/", "files/"] {
                for part in text.split(&format!("../{folder}")).skip(1) {
                    let end = part.find(['"', ' ', ')', ',']).unwrap();
                    let asset = format!("{folder}{}", &part[..end]);
                    assert!(held.contains_key(&asset), "{name} lacks {asset}");
                }
            }
        }
    }
}

/// Without a key in the environment, that of a profile in the file of AWS's own programs is taken.
#[test]
fn the_key_may_stand_in_the_file_of_other_programs() {
    let desk = Desk::new();
    let folder = desk.project.home().join(".aws");
    fs::create_dir_all(&folder).unwrap();
    let keys = format!("[desk]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n");
    fs::write(folder.join("credentials"), keys).unwrap();
    let publish = |profile: &str| {
        let mut command = desk.command(&desk.project.root(), &["--yes"]);
        command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY").env("AWS_PROFILE", profile);
        command.output().unwrap()
    };
    let output = publish("elsewhere");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("no key: set `AWS_ACCESS_KEY_ID`"), "{}", said(&output));
    let output = publish("desk");
    assert!(output.status.success() && !said(&output).contains(SECRET), "{}", said(&output));
    desk.assert_is_published();
}

#[test]
fn only_what_changed_travels_in_order_and_foreign_objects_stay() {
    let desk = Desk::new();
    let dry = desk.publish(&["--dry-run"]);
    assert!(dry.status.success(), "{}", said(&dry));
    assert!(desk.relay.paths("PUT").is_empty() && desk.relay.paths("DELETE").is_empty(), "a dry run only reads");
    let output = desk.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    desk.assert_is_published();
    let (_, _, head) = desk.moto.ask("GET", "/news/articles/call/index.html", b"");
    let head = head.to_ascii_lowercase();
    assert!(head.contains("content-type: text/html; charset=utf-8") && head.contains("must-revalidate"), "{head}");
    let (_, _, head) = desk.moto.ask("GET", "/news/old-1/index.html", b"");
    assert!(head.contains("https://example.org/articles/only-1/"), "a redirect is one for the host, too: {head}");
    let asset = desk.moto.keys().into_iter().find(|key| key.starts_with("assets/")).unwrap();
    assert!(desk.moto.ask("GET", &format!("/news/{asset}"), b"").2.contains("immutable"));

    desk.moto.ask("PUT", "/news/foreign.txt", b"not ours");
    desk.version(2);
    let dry = desk.publish(&["--dry-run"]);
    desk.relay.tell(|_, _| Turn::Pass);
    let output = desk.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    desk.assert_is_published();
    assert!(desk.held().contains_key("foreign.txt"));
    let sent = desk.relay.paths("PUT");
    let (own, mut site): (Vec<String>, Vec<String>) =
        sent.iter().cloned().partition(|name| name.starts_with(".dossier-"));
    assert_eq!(own, [".dossier-journal", ".dossier-site", ".dossier-manifest"]);
    assert_eq!(sent.last().unwrap(), ".dossier-manifest");
    let is_asset = |name: &String| name.starts_with("assets/") || name.starts_with("files/");
    let is_page = |name: &String| name.starts_with("articles/") && name != "articles/index.html";
    let last_asset = site.iter().rposition(is_asset).unwrap();
    let (first_page, last_page) = (site.iter().position(is_page).unwrap(), site.iter().rposition(is_page).unwrap());
    let first_list = site.iter().position(|name| name == "index.html" || name == "atom.xml").unwrap();
    assert!(last_asset < first_page && last_page < first_list, "{site:?}");
    site.sort();
    assert_eq!(site, lines(&dry, "+~"), "the dry run is exact");
    let mut gone = desk.relay.paths("DELETE");
    assert_eq!(gone.pop().unwrap(), ".dossier-journal");
    gone.sort();
    assert_eq!(gone, lines(&dry, "-"));

    desk.relay.tell(|_, _| Turn::Pass);
    let output = desk.publish(&["--yes"]);
    assert!(output.status.success() && desk.relay.paths("PUT").is_empty(), "nothing changed: {}", said(&output));
    desk.moto.ask("DELETE", "/news/articles/call/index.html", b"");
    desk.moto.ask("PUT", "/news/atom.xml", b"altered by hand");
    let output = desk.publish(&["--yes"]);
    assert_eq!(lines(&output, "+~"), ["articles/call/index.html", "atom.xml"], "what was lost or altered is mended");
    desk.assert_is_published();
}

/// K1, K2: a publisher that is killed at its n-th request.
#[test]
fn cut_anywhere_no_page_lacks_an_asset_and_the_next_run_goes_on() {
    let desk = Desk::new();
    assert!(desk.publish(&["--yes"]).status.success());
    desk.version(2);
    let mut version = 2;
    for at in (1..).step_by(4) {
        desk.relay.tell(move |number, _| if number >= at { Turn::Hold } else { Turn::Pass });
        let mut child = desk.command(&desk.project.root(), &["--yes"]).spawn().unwrap();
        let is_done = loop {
            if desk.relay.count() >= at {
                break false;
            }
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            thread::sleep(Duration::from_millis(2));
        };
        let _ = child.kill();
        child.wait().unwrap();
        desk.assert_no_page_lacks_an_asset();
        desk.relay.tell(|_, _| Turn::Pass);
        let output = desk.publish(&["--yes"]);
        assert!(output.status.success(), "cut at {at}: {}", said(&output));
        desk.assert_is_published();
        if is_done {
            assert!(at > 20, "only {at} requests");
            return;
        }
        version = 3 - version;
        desk.version(version);
    }
}

/// What a run that was cut left is known to the next one, even where the site has changed meanwhile.
#[test]
fn nothing_is_left_behind_by_runs_that_were_cut() {
    let desk = Desk::new();
    assert!(desk.publish(&["--yes"]).status.success());
    for number in [2, 1, 2] {
        desk.version(number);
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        desk.relay.tell(move |_, seen| {
            if seen.method == "DELETE" && !seen.path.ends_with(".dossier-journal") {
                over.store(true, Ordering::SeqCst);
            }
            if over.load(Ordering::SeqCst) { Turn::Hold } else { Turn::Pass }
        });
        let mut child = desk.command(&desk.project.root(), &["--yes"]).spawn().unwrap();
        let started = Instant::now();
        while !is_over.load(Ordering::SeqCst) {
            assert!(child.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_mins(1));
            thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    desk.version(1);
    desk.relay.tell(|_, _| Turn::Pass);
    let output = desk.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    desk.assert_is_published();
}

#[test]
fn failures_and_resets_are_tried_again_and_a_refusal_tells_no_secret() {
    let desk = Desk::new();
    desk.relay.tell(|number, _| match number {
        _ if number % 7 == 3 => Turn::Fail,
        _ if number % 11 == 5 => Turn::Cut,
        _ => Turn::Pass,
    });
    let output = desk.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    desk.assert_is_published();
    desk.relay.tell(|_, _| Turn::Refuse);
    let output = desk.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("AccessDenied"), "{}", said(&output));
}

/// K4.
#[test]
fn of_two_publishers_the_second_stops() {
    let desk = Desk::new();
    let other = desk.project.home().join("other");
    fs::create_dir_all(other.join("content/articles")).unwrap();
    for file in ["dossier.yaml", "content/articles/call.md"] {
        fs::copy(desk.project.root().join(file), other.join(file)).unwrap();
    }
    let held = Arc::new(Mutex::new(true));
    let wait = Arc::clone(&held);
    desk.relay.tell(move |_, seen| {
        let is_first = seen.method == "PUT" && seen.path.ends_with("call/index.html");
        if is_first && *wait.lock().unwrap() { Turn::Fail } else { Turn::Pass }
    });
    let first = desk.command(&desk.project.root(), &["--yes"]).spawn().unwrap();
    while !desk.relay.paths("PUT").iter().any(|path| path.ends_with("call/index.html")) {
        thread::sleep(Duration::from_millis(2));
    }
    let second = desk.publish_from(&other, &["--yes"]);
    assert_eq!(second.status.code(), Some(4), "{}", said(&second));
    assert!(said(&second).contains("somebody else publishes to the bucket news"), "{}", said(&second));
    let same = desk.publish(&["--yes"]);
    assert_eq!(same.status.code(), Some(4), "the same project, twice: {}", said(&same));
    *held.lock().unwrap() = false;
    let first = first.wait_with_output().unwrap();
    assert!(first.status.success(), "{}", said(&first));
    desk.assert_is_published();
}

/// K4.
#[test]
fn foreign_buckets_sites_and_objects_are_refused() {
    let desk = Desk::new();
    let refused = |what: &str| {
        let before = desk.moto.keys();
        let output = desk.publish(&["--yes"]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains(what), "{}", said(&output));
        assert_eq!(desk.moto.keys(), before);
    };
    desk.moto.ask("PUT", "/news/photos/1.jpg", b"family");
    refused("holds `photos/1.jpg` and no site");
    desk.project.write("dossier.yaml", desk.settings(", prefix: desk"));
    assert!(desk.publish(&["--yes"]).status.success(), "a folder of the bucket is a place of its own");
    assert!(desk.moto.keys().iter().all(|key| key.starts_with("desk/") || key.starts_with("photos/")));
    desk.moto.ask("PUT", "/news/desk/events/vote/index.html", b"not ours");
    desk.project.write("content/events/vote.md", "---\ntitle: The vote\ndate: 2025-02-12\n---\n\nIt was held.\n");
    refused("holds a `events/vote/index.html` that `dossier` did not publish");
    desk.moto.ask("PUT", "/news/desk/.dossier-site", b"https://other.example/\n");
    refused("that of https://other.example/");

    let settings = desk.settings(&format!(", secret: '{SECRET}'"));
    desk.project.write("dossier.yaml", settings);
    let output = desk.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    desk.project.write("dossier.yaml", desk.settings("").replace("bucket: news", "bucket: none"));
    let output = desk.publish(&["--yes"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("NoSuchBucket"), "{}", said(&output));
}

/// I2.
#[test]
fn what_is_taken_back_is_gone_from_the_bucket() {
    let desk = Desk::new();
    let record = |more: &str| {
        format!("---\ntitle: Zebra\ndate: 2025-02-12\n{more}---\n\nThe quagga crossed the river at noon.\n")
    };
    desk.project.write("content/events/zebra.md", record(""));
    assert!(desk.publish(&["--yes"]).status.success());
    let tells = || {
        let held = desk.moto.keys().into_iter().map(|key| (desk.moto.ask("GET", &format!("/news/{key}"), b"").1, key));
        let told = held.filter(|(bytes, key)| {
            let text = format!("{key} {}", String::from_utf8_lossy(bytes)).to_lowercase();
            text.contains("zebra") || text.contains("quagga")
        });
        told.map(|(_, key)| key).collect::<Vec<_>>()
    };
    assert!(tells().len() > 3, "{:?}", tells());
    desk.project.write("content/events/zebra.md", record("draft: true\n"));
    assert!(desk.publish(&["--yes"]).status.success());
    assert_eq!(tells(), [""; 0]);
}

/// A run that is cut after its last file, but before its journal is gone, is ended by the next one, which sends nothing.
#[test]
fn a_journal_that_was_left_is_taken_away() {
    let desk = Desk::new();
    desk.relay.tell(|_, seen| if seen.method == "DELETE" { Turn::Refuse } else { Turn::Pass });
    assert_eq!(desk.publish(&["--yes"]).status.code(), Some(2));
    assert!(desk.moto.keys().iter().any(|key| key == ".dossier-journal"));
    desk.relay.tell(|_, _| Turn::Pass);
    let output = desk.publish(&["--yes"]);
    assert!(output.status.success() && lines(&output, "+~-").is_empty(), "{}", said(&output));
    desk.assert_is_published();
    assert!(!desk.moto.keys().iter().any(|key| key == ".dossier-journal"));
}
