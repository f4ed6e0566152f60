//! What reading and starting a project promises: hard-cases E (names of files and addresses), A5 (`init` and `new` never
//! overwrite), J2 and I3 (the moment of the build decides about embargo and expiry, and about nothing else).

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail and needs files"
)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use dossier::name::{SLUG_LIMIT, slug};
use proptest::prelude::*;
use tempfile::TempDir;

/// A project in a temporary folder.
struct Project(TempDir);

/// All files below a folder with their texts, links not followed.
type Tree = BTreeMap<String, Vec<u8>>;

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.put("dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\n");
        project
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn person(&self, path: &str, name: &str) {
        self.put(path, &format!("---\nname: \"{name}\"\n---\n"));
    }

    fn build(&self) -> Built {
        self.build_with(&[])
    }

    fn build_with(&self, arguments: &[&str]) -> Built {
        let output = run(self.root(), &[&["build", "--format", "json"], arguments].concat(), &[]);
        Built::of(self.root(), &output)
    }
}

/// What a build came to.
struct Built {
    code: Option<i32>,
    told: Vec<String>,
    files: Tree,
}

impl Built {
    fn of(root: &Path, output: &Output) -> Self {
        let told = String::from_utf8(output.stdout.clone()).unwrap();
        Self {
            code: output.status.code(),
            told: told.lines().map(str::to_owned).collect(),
            files: tree(&root.join("public")),
        }
    }

    /// Returns the one message of a code; it names all of these.
    fn told(&self, code: &str, named: &[&str]) -> &str {
        let code = format!("\"code\":\"{code}\"");
        let found = self.told.iter().find(|line| line.contains(&code) && named.iter().all(|name| line.contains(name)));
        found.unwrap_or_else(|| panic!("no {code} that names {named:?} in {:#?}", self.told))
    }

    fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    fn nothing_written(&self) {
        assert_eq!(self.code, Some(1), "{:?}", self.told);
        assert!(self.files.is_empty(), "{:?}", self.files.keys());
    }
}

/// Runs the program; it must not take long.
fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (stdout, stderr) = (drained(child.stdout.take().unwrap()), drained(child.stderr.take().unwrap()));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if start.elapsed() > Duration::from_secs(30) => {
                child.kill().unwrap();
                panic!("`{}` hangs", arguments.join(" "));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let output = Output { status, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    output
}

/// Reads a pipe to its end, so that it never fills.
fn drained(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                tree.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    tree
}

/// E1 and E2: two files that are one on some systems, or one id, stop the build before anything is written.
#[test]
fn twins_stop_the_build_and_both_are_named() {
    let twins = [
        ("content/people/Ada.md", "content/people/ada.md"),
        ("content/people/a/ada.md", "content/people/b/ada.md"),
        ("content/people/zo\u{eb}.md", "content/people/zoe\u{308}.md"),
        ("content/people/a b.md", "content/people/a-b.md"),
        ("content/people/ada.md", "content/people/ada.markdown"),
    ];
    for (one, other) in twins {
        let project = Project::new();
        project.person(one, "One");
        project.person(other, "Other");
        if tree(project.root()).len() < 3 {
            eprintln!("skipped: this file system takes `{one}` and `{other}` for one");
            continue;
        }
        let built = project.build();
        built.told("D010", &[one, other]);
        built.nothing_written();
    }
    let project = Project::new();
    project.person("content/people/ada.md", "Ada");
    project.put("content/people/bo.md", "---\nname: Bo\nid: ADA\n---\n");
    let built = project.build();
    built.told("D010", &["ada.md", "bo.md"]);
    built.nothing_written();
}

/// E3: names that other systems cannot have become addresses that they can.
#[test]
fn odd_file_names_become_safe_addresses() {
    let project = Project::new();
    let long = "x".repeat(240);
    for name in
        ["CON", "nul", "dots...", " spaces ", "a:b", "a?b#c%41", "-rf", "quote\"'", "back\\slash", "tab\there", &long]
    {
        project.put(&format!("content/people/{name}.md"), "---\nsummary: x\n---\n");
    }
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    let ids = ["con-0", "nul-0", "dots", "spaces", "a-b", "a-b-c-41", "rf", "quote", "back-slash", "tab-here"];
    for id in ids {
        assert!(built.has(&format!("people/{id}/index.html")), "{id} in {:?}", built.files.keys());
    }
    for file in built.files.keys().filter(|file| file.starts_with("people/")) {
        assert!(file.split('/').all(|part| part.len() <= SLUG_LIMIT + 10 && !part.ends_with('.')), "{file}");
        assert!(file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-./".contains(&byte)), "{file}");
    }
}

/// E4.
#[test]
fn a_name_or_text_that_is_not_utf_8_is_named() {
    let project = Project::new();
    project.person("content/people/ada.md", "Ada");
    let name = project.root().join("content/people").join(OsStr::from_bytes(b"b\xff.md"));
    if fs::write(&name, "---\nname: B\n---\n").is_ok() {
        let built = project.build();
        built.told("D031", &["content/people/b", "UTF-8"]);
        built.nothing_written();
        fs::remove_file(name).unwrap();
    }
    fs::write(project.root().join("content/people/bo.md"), b"---\nname: Bo\nsummary: caf\xe9\n---\n").unwrap();
    let built = project.build();
    built.told("D009", &["bo.md", "line 3"]);
    built.nothing_written();
}

/// E5: ids from anything stay inside the root and are the same every time.
#[test]
fn ids_from_anything_stay_inside_the_root() {
    let ids = [
        "../../etc/passwd",
        "/",
        "..",
        ".",
        "\u{1f600}\u{1f680}",
        "index",
        "index.html",
        "\\\\..\\\\x",
        "C:\\\\x",
        "%2e%2e%2f",
        "a/b",
        "people",
        "404.html",
        "\u{202e}gnp",
        ".dossier-manifest",
        ".git",
        "~",
        "\u{200b}",
    ];
    let chinese = "\u{6587}".repeat(300);
    let project = Project::new();
    for (at, id) in ids.into_iter().chain([chinese.as_str()]).enumerate() {
        project.put(&format!("content/people/p{at}.md"), &format!("---\nname: P{at}\nid: \"{id}\"\n---\n"));
    }
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    let people = built.files.keys().filter(|file| file.starts_with("people/") && file.ends_with("/index.json")).count();
    assert_eq!(people, ids.len() + 1, "{:?}", built.files.keys());
    assert!(built.files.keys().all(|file| !file.contains("..") && file.len() < 160));
    assert_eq!(tree(project.0.path().parent().unwrap().join("etc").as_path()).len(), 0);
    let again = project.build();
    assert!(built.files == again.files, "the second build differs");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// E5.
    #[test]
    fn every_slug_is_safe(name in "\\PC{0,400}|[./\\\\: ~%\u{0}-\u{20}]{0,20}") {
        let id = slug(&name);
        prop_assert!(!id.is_empty() && id.len() <= SLUG_LIMIT, "{id}");
        prop_assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{id}");
        prop_assert!(!id.starts_with('-') && !id.ends_with('-'), "{id}");
        prop_assert_eq!(slug(&name), id.clone());
        prop_assert_eq!(slug(&id), id);
    }
}

/// E6: two outputs at one address stop the build, and both are named.
#[test]
fn two_outputs_at_one_address_stop_the_build() {
    let ada = "content/people/ada.md";
    let cases: [(&str, &str, &str, &[&str]); 7] = [
        ("static/people/ada/index.html", "x", "D011", &["static/people/ada/index.html", ada]),
        ("static/People/ADA/index.html", "x", "D011", &["static/People/ADA/index.html", ada]),
        ("static/people/ada", "x", "D011", &["static/people/ada"]),
        ("static/atom.xml", "x", "D011", &["static/atom.xml"]),
        ("content/pages/people.md", "---\ntitle: People\n---\n", "D011", &["content/pages/people.md"]),
        ("content/people/bo.md", "---\nredirect_from: /people/ada/\n---\n", "D035", &["content/people/bo.md", ada]),
        ("content/people/bo.md", "---\nredirect_from: /people/bo/\n---\n", "D035", &["content/people/bo.md", "itself"]),
    ];
    for (path, text, code, named) in cases {
        let project = Project::new();
        project.person(ada, "Ada");
        project.put(path, text);
        let built = project.build();
        built.told(code, named);
        built.nothing_written();
    }
    // Two old paths that are one, and two that lead to each other.
    let loops = [("/old/", "/old"), ("/people/bo/", "/people/ada/")];
    for (one, other) in loops {
        let project = Project::new();
        project.put(ada, &format!("---\nredirect_from: {one}\n---\n"));
        project.put("content/people/bo.md", &format!("---\nredirect_from: {other}\n---\n"));
        let built = project.build();
        built.told("D035", &["content/people/ada.md", "content/people/bo.md"]);
        built.nothing_written();
    }
    for bad in [
        "../../etc/passwd",
        "/a/../b/",
        "https://evil.example/",
        "//evil.example/x",
        "javascript:alert(1)",
        "/.dossier-manifest",
        "a\\\\b",
    ] {
        let project = Project::new();
        project.put(ada, &format!("---\nredirect_from: \"{bad}\"\n---\n"));
        let built = project.build();
        if built.code == Some(0) {
            assert!(
                built.files.keys().all(|file| !file.contains("..") && !file.contains(':')),
                "{bad}: {:?}",
                built.files.keys()
            );
        } else {
            built.told("D035", &[ada]);
            built.nothing_written();
        }
    }
}

/// Makes what is no file at a path.
type Make<'a> = Box<dyn Fn(&Path) + 'a>;

/// E7: what is not a file of the project is refused, and nothing hangs.
#[test]
fn links_pipes_and_devices_are_refused() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "---\nname: Secret\n---\n").unwrap();
    fs::write(outside.path().join("photo.png"), "secret").unwrap();
    let link = |to: PathBuf| -> Make<'_> { Box::new(move |path| symlink(&to, path).unwrap()) };
    let fifo =
        || -> Make<'_> { Box::new(|path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())) };
    let cases: Vec<(&str, Make<'_>)> = vec![
        ("content/people/out.md", link(outside.path().join("secret.md"))),
        ("content/people/folder", link(outside.path().to_owned())),
        ("content/people/loop", link(PathBuf::from("."))),
        ("content/people/self.md", link(PathBuf::from("self.md"))),
        ("content/people/dangling.md", link(PathBuf::from("nowhere.md"))),
        ("content/people/zero.md", link(PathBuf::from("/dev/zero"))),
        ("content/people/pipe.md", fifo()),
        ("content/photo.png", link(outside.path().join("photo.png"))),
        ("static/out", link(outside.path().to_owned())),
        ("static/pipe", fifo()),
        ("static/secret.png", link(outside.path().join("photo.png"))),
        ("templates/base.html", link(outside.path().join("photo.png"))),
        ("templates/assets/docket.css", fifo()),
    ];
    for (path, make) in cases {
        let project = Project::new();
        project.person("content/people/ada.md", "Ada");
        let full = project.root().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        make(&full);
        let built = project.build();
        built.told("D031", &[path]);
        built.nothing_written();
    }
    // In place of the folders themselves.
    for (folder, to) in [("content", outside.path()), ("static", outside.path()), ("templates", Path::new("/dev/null"))]
    {
        let project = Project::new();
        symlink(to, project.root().join(folder)).unwrap();
        let built = project.build();
        built.told("D031", &[folder]);
        built.nothing_written();
    }
    // A link that stays inside is a file like any other.
    let project = Project::new();
    project.put("notes/ada.md", "---\nname: Ada\n---\n");
    fs::create_dir_all(project.root().join("content/people")).unwrap();
    symlink("../../notes/ada.md", project.root().join("content/people/ada.md")).unwrap();
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    assert!(built.has("people/ada/index.html"));
}

/// E8: the order in which files were made, and thus listed, changes no byte.
#[test]
fn the_order_of_a_folder_changes_no_byte() {
    let names = ["ada", "bo", "cy", "di", "ed", "flo", "gus", "hal"];
    let site = |order: &mut dyn Iterator<Item = &&str>| {
        let project = Project::new();
        for name in order {
            project.person(&format!("content/people/{name}.md"), name);
            let text = format!(
                "---\ntitle: On {name}\ndate: 2025-02-12\npeople: [ada, {name}, new {name}]\n---\n\nWords of new {name}.\n"
            );
            project.put(&format!("content/articles/on-{name}.md"), &text);
        }
        let built = project.build();
        assert_eq!(built.code, Some(0), "{:?}", built.told);
        (built.files, built.told)
    };
    let (forward, backward) = (site(&mut names.iter()), site(&mut names.iter().rev()));
    assert!(forward == backward);
}

/// Content model: what is an author's own business is left alone, and what is in no folder of a kind is warned of.
#[test]
fn stray_files_are_warned_of_and_private_ones_left_alone() {
    let project = Project::new();
    project.person("content/people/deep/er/ada.md", "Ada");
    let own = [
        "content/README.md",
        "content/people/README.md",
        "content/_draft.md",
        "content/people/_x.md",
        "content/.obsidian/a.md",
        "content/_templates/person.md",
        "content/people/.hidden.md",
        "content/people/deep/_more/x.md",
    ];
    for path in own {
        project.put(path, "no front matter, secret");
    }
    let stray = ["content/stray.md", "content/peple/bo.md", "content/People/cy.md", "content/drafts/x.markdown"];
    for path in stray {
        project.put(path, "no front matter, secret");
    }
    project.put("content/people/notes.txt", "secret");
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    assert_eq!(built.told.len(), stray.len(), "{:?}", built.told);
    for path in stray {
        built.told("D020", &[path, "warning"]);
    }
    built.told("D020", &["content/peple/bo.md", "content/people/"]);
    assert!(built.has("people/ada/index.html"));
    for (file, bytes) in &built.files {
        assert!(!String::from_utf8_lossy(bytes).contains("secret"), "{file}");
    }
}

/// G1: thousands of unknown names in one file are told of one by one, in time by their number.
#[test]
fn thousands_of_unknown_names_are_told_of_in_no_time() {
    let project = Project::new();
    let names: Vec<String> = (0..5_000).map(|at| format!("u{at}")).collect();
    project.put("content/people/ada.md", &format!("---\nname: Ada\nsame_as: [{}]\n---\n", names.join(", ")));
    let built = project.build();
    assert_eq!(built.told.len(), names.len());
    built.told("D012", &["`u4999`", "\"line\":3"]);
    built.nothing_written();
}

/// A5: `init` changes no file that is there, and says so.
#[test]
fn init_changes_no_file_that_is_there() {
    for template in ["minimal", "demo"] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let said = run(root, &["init", "site", "--template", template], &[]);
        assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
        let fresh = tree(&root.join("site"));
        assert!(fresh.len() > 4);

        // Into a folder in which the same names are taken, all but the settings.
        let taken = root.join("taken");
        for path in fresh.keys().filter(|path| *path != "dossier.yaml") {
            let path = taken.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "mine").unwrap();
        }
        fs::write(taken.join("other.txt"), "mine").unwrap();
        let before = tree(&taken);
        assert_eq!(run(root, &["init", "taken", "--template", template], &[]).status.code(), Some(0));
        let after = tree(&taken);
        assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));

        // A site is refused, whole.
        let before = tree(&root.join("site"));
        assert_eq!(run(root, &["init", "site", "--template", template], &[]).status.code(), Some(3));
        assert!(before == tree(&root.join("site")));
    }
    // A link at the place of a file is a file that is there; what it leads to stays.
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("site")).unwrap();
    symlink(root.join("elsewhere"), root.join("site/.gitignore")).unwrap();
    assert_eq!(run(root, &["init", "site"], &[]).status.code(), Some(0));
    assert!(!root.join("elsewhere").exists());
}

/// A5: `new` never overwrites, and its file is a record whatever the title.
#[test]
fn new_never_overwrites() {
    let project = Project::new();
    let new = |kind: &str, title: &str| run(project.root(), &["new", kind, title], &[]).status.code();
    assert_eq!(new("person", "Ada Lovelace"), Some(0));
    project.person("content/people/ada-lovelace.md", "Mine");
    let before = tree(project.root());
    assert_eq!(new("person", "Ada Lovelace"), Some(3));
    assert_eq!(new("person", "ADA, Lovelace!"), Some(3));
    assert_eq!(new("persno", "Ada"), Some(2));
    assert!(before == tree(project.root()));
    let titles = [
        "../../etc/passwd",
        "\"quoted\" \\ and: colon",
        "a\n---\nb",
        "# y",
        "",
        "\u{1f600}",
        "[[x]]",
        "\u{7}bell\u{0085}",
        "<b>",
        "null",
    ];
    for title in titles {
        assert_eq!(new("organization", title), Some(0), "{title:?}");
    }
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    assert_eq!(
        tree(project.root()).keys().filter(|path| path.starts_with("content/organizations/")).count(),
        titles.len()
    );
}

/// I3: hidden until the second before the embargo ends, shown from it on, in every zone; the other way round for expiry.
#[test]
fn embargo_and_expiry_turn_on_the_second() {
    let moments =
        ["2025-02-14T05:00:00Z", "2025-02-14T06:00:00+01:00", "2025-02-13T19:00:00-10:00", "2025-02-14T10:30:00+05:30"];
    let before = ["2025-02-14T04:59:59Z", "2025-02-14T05:59:59+01:00", "2025-02-13T18:59:59-10:00"];
    let after = ["2025-02-14T05:00:00Z", "2025-02-14T06:00:00+01:00", "2025-02-14T19:00:00+14:00"];
    for moment in moments {
        let project = Project::new();
        project.put("content/people/late.md", &format!("---\nname: Canary Late\nembargo: {moment}\n---\n"));
        project.put("content/people/early.md", &format!("---\nname: Canary Early\nexpires: {moment}\n---\n"));
        let text = "---\ntitle: News\ndate: 2025-02-01\npeople: [Canary Late, Canary Early]\n---\n\nWords.\n";
        project.put("content/articles/news.md", text);
        for (nows, shown, hidden) in [(before, "Early", "Late"), (after, "Late", "Early")] {
            for now in nows {
                let built = project.build_with(&["--now", now]);
                assert_eq!(built.code, Some(0), "{:?}", built.told);
                let found = |name: &str| {
                    built.files.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(name)).count()
                };
                assert!(found(&format!("Canary {shown}")) > 0, "{moment} {now}");
                let slug = hidden.to_lowercase();
                assert_eq!(found(&format!("Canary {hidden}")) + found(&format!("people/{slug}/")), 0, "{moment} {now}");
                assert!(!built.has(&format!("people/{slug}/index.html")));
            }
        }
    }
}

/// J2: the moment of the build changes what is hidden and nothing else; `--now` wins over `SOURCE_DATE_EPOCH`, that over the clock.
#[test]
fn the_clock_decides_about_embargo_and_expiry_alone() {
    let project = Project::new();
    project.put("content/people/ada.md", "---\nname: Ada\nroles: [{title: Chair, from: 2020}]\n---\n");
    project.put("content/articles/news.md", "---\ntitle: News\ndate: 2025-02-01\npeople: ada\n---\n\nWords.\n");
    project.put("content/events/plan.md", "---\ntitle: Plan\ndate: 2025-03\nstatus: planned\n---\n");
    let built = |now: &[&str], environment: &[(&str, &str)]| {
        let _ = fs::remove_dir_all(project.root().join("public"));
        let output = run(project.root(), &[&["build", "--format", "json"], now].concat(), environment);
        Built::of(project.root(), &output)
    };
    let files = |built: Built| {
        assert_eq!(built.code, Some(0), "{:?}", built.told);
        built.files
    };
    let today = files(built(&[], &[]));
    for zone in ["UTC", "Pacific/Kiritimati", "America/Adak"] {
        for now in ["1999-01-01T00:00:00Z", "2025-02-01T12:00:00Z", "2099-12-31T23:59:59Z"] {
            assert!(files(built(&["--now", now], &[("TZ", zone)])) == today, "{now} {zone}");
        }
    }
    assert!(files(built(&[], &[("SOURCE_DATE_EPOCH", "0")])) == today);

    project.put("content/people/late.md", "---\nname: Late\nembargo: 2025-02-14T05:00:00Z\n---\n");
    let shown = |now: &[&str], epoch: &str| built(now, &[("SOURCE_DATE_EPOCH", epoch)]).has("people/late/index.html");
    assert!(!shown(&[], "1739509199"));
    assert!(shown(&[], "1739509200"));
    assert!(shown(&["--now", "2025-02-14T05:00:00Z"], "0"));
    assert!(!shown(&["--now", "2025-02-14T04:59:59Z"], "1739509200"));
    for wrong in ["x", "", "1e9", "99999999999999999999"] {
        assert_eq!(built(&[], &[("SOURCE_DATE_EPOCH", wrong)]).code, Some(2), "{wrong}");
    }
    assert_eq!(built(&["--now", "2025-02-14"], &[]).code, Some(2));
}
