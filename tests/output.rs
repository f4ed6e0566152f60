//! What `write` promises about the output folder: hard-cases A (never harm files that are not ours) and B (old or new,
//! never half).
//!
//! The crash tests run this binary again as another process, see [`helper`]. Those that kill or fail it at a given system
//! call need `strace` and fail where it is missing; the same states are also built by hand, which needs nothing.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail and needs files"
)]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dossier::digest::Digest;
use dossier::route::FilePath;
use dossier::write::{self, Committed, Error, Fault, Guard, Input, Inputs, Manifest, Reason, Record, Target};
use tempfile::TempDir;

/// A project in a temporary folder.
struct Project {
    folder: TempDir,
    sources: Vec<PathBuf>,
}

/// The files of a site: path and text.
type Files<'a> = &'a [(&'a str, &'a str)];

/// All that is in a folder, links not followed: a folder's path ends in `/`, a link's text is where it leads.
type Tree = BTreeMap<String, String>;

const JOURNAL: &str = ".dossier-journal";
const MANIFEST: &str = ".dossier-manifest";
const STAGING: &str = ".dossier-staging";

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let sources = ["content", "templates", "static"].map(|name| root.join(name));
        for source in &sources {
            fs::create_dir_all(source).unwrap();
        }
        put(&root, "content/ada.md", "# Ada");
        Self { folder, sources: sources.to_vec() }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    fn open_at(&self, output: &Path) -> Result<Target, Error> {
        let guard =
            Guard { project: &self.root(), content: &self.sources, home: Some(&self.folder.path().join("home/ada")) };
        write::open(output, &guard)
    }

    fn open(&self) -> Result<Target, Error> {
        self.open_at(&self.output())
    }

    fn build(&self, files: Files) -> Result<Committed, Error> {
        build(self.open()?, files)
    }

    /// What a visitor of the site sees: all but dossier's own files.
    fn visible(&self) -> Tree {
        let mut tree = tree(&self.output());
        tree.retain(|path, _| !path.starts_with(".dossier-"));
        tree
    }

    /// The names of dossier's own files.
    fn own(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.output())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(".dossier-"))
            .collect();
        names.sort();
        names
    }
}

/// Stages what changed and commits.
fn build(target: Target, files: Files) -> Result<Committed, Error> {
    for (path, text) in files {
        stage(&target, &file(path), text.as_bytes())?;
    }
    target.commit(&manifest(files))
}

fn stage(target: &Target, path: &FilePath, bytes: &[u8]) -> Result<(), Error> {
    target.stage(path, bytes, Digest::of(bytes))
}

fn file(path: &str) -> FilePath {
    FilePath::new(path).unwrap()
}

fn record(text: &str) -> Record {
    Record {
        inputs: Inputs::of([("templates", Digest(7 << 64))]),
        digest: Digest::of(text.as_bytes()),
        len: text.len() as u64,
    }
}

fn manifest(files: Files) -> Manifest {
    files.iter().map(|(path, text)| (file(path), record(text))).collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                tree.insert(format!("{path}/"), String::new());
                folders.push((entry.path(), format!("{path}/")));
            } else if kind.is_symlink() {
                let to = fs::read_link(entry.path()).unwrap();
                tree.insert(path, format!("-> {}", to.display()));
            } else {
                let bytes = fs::read(entry.path()).unwrap();
                tree.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    tree
}

/// The tree of a site that is in an otherwise empty folder.
fn tree_of(files: Files) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        for (slash, _) in path.match_indices('/') {
            tree.insert(path[..=slash].to_owned(), String::new());
        }
        tree.insert((*path).to_owned(), (*text).to_owned());
    }
    tree
}

fn reason(error: &Error) -> &Reason {
    match error {
        Error::Refused { reason, .. } => reason,
        error => panic!("not refused: {error}"),
    }
}

// A: never harm files that are not ours.

/// A2.
#[test]
fn dangerous_folders_are_refused_however_they_are_named() {
    let project = Project::new();
    let root = project.root();
    let above = project.folder.path();
    put(above, "home/ada/letter.txt", "dear");
    fs::create_dir_all(root.join("content/people")).unwrap();
    fs::create_dir_all(root.join(".git/refs")).unwrap();
    let source = |name: &str| Reason::Source(root.join(name));
    let dangers = [
        (PathBuf::from("/"), Reason::Root),
        (above.join("home"), Reason::Home),
        (above.join("home/ada"), Reason::Home),
        (root.clone(), Reason::Project),
        (above.to_owned(), Reason::Home),
        (root.join("content"), source("content")),
        (root.join("content/people"), source("content")),
        (root.join("content/not/yet"), source("content")),
        (root.join("templates"), source("templates")),
        (root.join("static/out"), source("static")),
        (root.join(".dossier"), Reason::State),
        (root.join(".git/refs"), Reason::Git),
        (root.join("public/.git/pages"), Reason::Git),
    ];
    let before = tree(above);
    let mut links = Vec::new();
    for (folder, expected) in dangers {
        let mut names = vec![folder.clone(), folder.join("."), folder.join("not-there/.."), folder.join("")];
        if folder.is_dir() {
            let outside = tempfile::tempdir().unwrap();
            symlink(&folder, outside.path().join("link")).unwrap();
            symlink("link", outside.path().join("twice")).unwrap();
            names.push(outside.path().join("link"));
            names.push(outside.path().join("twice"));
            names.push(outside.path().join("new/../twice/."));
            links.push(outside);
        }
        for name in names {
            let error = project.open_at(&name).unwrap_err();
            assert_eq!(*reason(&error), expected, "{}", name.display());
            assert_eq!(error.exit_code(), 3);
            assert!(error.help().is_some());
        }
    }
    assert_eq!(tree(above), before);
}

/// A2: the working folder is the project for `--output .` and `--output ''`.
#[test]
fn the_working_folder_is_refused_by_any_name() {
    let here = env::current_dir().unwrap();
    let guard = Guard { project: &here, content: &[], home: None };
    for name in ["", ".", "..", "src/..", "not-there/.."] {
        let error = write::open(Path::new(name), &guard).unwrap_err();
        assert_eq!(*reason(&error), Reason::Project, "{name:?}");
    }
}

/// A2: a link to a folder that is none of these is as good as the folder.
#[test]
fn a_link_to_a_harmless_folder_is_followed() {
    let project = Project::new();
    let www = project.folder.path().join("www");
    fs::create_dir(&www).unwrap();
    symlink(&www, project.output()).unwrap();
    project.build(&[("index.html", "home")]).unwrap();
    assert_eq!(fs::read_to_string(www.join("index.html")).unwrap(), "home");
}

/// A2.
#[test]
fn an_output_that_is_no_folder_is_refused() {
    type Make = fn(&Path);
    let project = Project::new();
    let make: [(&str, Make, Reason); 4] = [
        ("file", |path| fs::write(path, "mine").unwrap(), Reason::NotFolder),
        ("pipe", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success()), Reason::NotFolder),
        ("link", |path| symlink("nowhere", path).unwrap(), Reason::Dangling),
        ("below", |path| put(path.parent().unwrap(), "below", "x"), Reason::NotFolder),
    ];
    for (name, make, expected) in make {
        let path = project.root().join(name);
        make(&path);
        let error = project.open_at(&path).unwrap_err();
        assert_eq!(*reason(&error), expected, "{name}");
    }
    let error = project.open_at(&project.root().join("below/it")).unwrap_err();
    assert_eq!(*reason(&error), Reason::NotFolder);
}

/// A1.
#[test]
fn a_folder_with_files_and_no_manifest_is_refused_and_left_alone() {
    let project = Project::new();
    put(&project.output(), "thesis/chapter.tex", "years of work");
    put(&project.output(), "notes.txt", "mine");
    let before = tree(&project.root());
    let error = project.build(&[("index.html", "home")]).unwrap_err();
    assert_eq!(*reason(&error), Reason::Foreign("notes.txt".into()));
    assert_eq!(error.exit_code(), 3);
    assert!(error.help().unwrap().contains("--output"));
    assert_eq!(tree(&project.root()), before);
}

/// A1.
#[test]
fn dot_files_alone_count_as_empty_and_stay() {
    let project = Project::new();
    put(&project.output(), ".gitignore", "*\n");
    put(&project.output(), ".git/config", "[core]");
    put(&project.output(), ".well-known/security.txt", "mailto:ada");
    project.build(&[("index.html", "home")]).unwrap();
    let mut expected =
        tree_of(&[(".gitignore", "*\n"), (".git/config", "[core]"), (".well-known/security.txt", "mailto:ada")]);
    expected.extend(tree_of(&[("index.html", "home")]));
    assert_eq!(project.visible(), expected);
}

/// A3.
#[test]
fn exactly_the_old_manifest_minus_the_new_one_is_removed() {
    let project = Project::new();
    let foreign: Files = &[
        ("CNAME", "ada.example"),
        (".nojekyll", ""),
        (".git", "gitdir: elsewhere"),
        (".well-known/security.txt", "mailto:ada"),
        ("people/photo.jpg", "jpeg"),
        ("people/bob/notes.txt", "mine"),
        ("empty/of/mine/.keep", ""),
    ];
    project
        .build(&[
            ("index.html", "home"),
            ("people/ada/index.html", "ada"),
            ("people/bob/index.html", "bob"),
            ("people/bob/deep/down/index.html", "deep"),
            ("events/one/index.html", "one"),
            (".well-known/host-meta", "meta"),
        ])
        .unwrap();
    for (path, text) in foreign {
        put(&project.output(), path, text);
    }
    fs::create_dir(project.output().join("people/bob/album")).unwrap();
    let kept: Files = &[("index.html", "home"), ("people/ada/index.html", "ada")];
    let committed = project.build(kept).unwrap();
    assert_eq!(committed, Committed { written: 0, removed: 4 });
    let mut expected = tree_of(kept);
    expected.extend(tree_of(foreign));
    expected.insert("people/bob/album/".into(), String::new());
    assert_eq!(project.visible(), expected);
}

/// A3: also where no page is left at all.
#[test]
fn a_site_without_pages_leaves_only_foreign_files() {
    let project = Project::new();
    project.build(&[("index.html", "home"), ("people/ada/index.html", "ada")]).unwrap();
    put(&project.output(), "CNAME", "ada.example");
    assert_eq!(project.build(&[]).unwrap().removed, 2);
    assert_eq!(project.visible(), tree_of(&[("CNAME", "ada.example")]));
    project.build(&[("index.html", "home")]).unwrap();
}

/// A3: what is gone already, or was replaced by a folder, is nothing to remove.
#[test]
fn files_that_others_removed_or_replaced_are_no_hindrance() {
    let project = Project::new();
    project
        .build(&[
            ("a.html", "a"),
            ("b.html", "b"),
            ("c/index.html", "c"),
            ("d/index.html", "d"),
            ("index.html", "home"),
        ])
        .unwrap();
    let output = project.output();
    fs::remove_file(output.join("a.html")).unwrap();
    fs::remove_file(output.join("b.html")).unwrap();
    put(&output, "b.html/mine.txt", "mine");
    fs::remove_dir_all(output.join("c")).unwrap();
    fs::remove_dir_all(output.join("d")).unwrap();
    put(&output, "d", "mine");
    project.build(&[("index.html", "home")]).unwrap();
    assert_eq!(project.visible(), tree_of(&[("b.html/mine.txt", "mine"), ("d", "mine"), ("index.html", "home")]));
}

/// A3, E6.
#[test]
fn a_foreign_file_at_the_path_of_a_page_is_refused_before_anything_changes() {
    let old: Files = &[("index.html", "old"), ("people/ada/index.html", "ada")];
    let new: Files = &[("about/index.html", "about"), ("index.html", "new"), ("people/eve/index.html", "eve")];
    let in_the_way: [(&str, &str); 5] = [
        ("about", "about"),
        ("about/index.html", "about/index.html"),
        ("about/index.html/deep.txt", "about/index.html"),
        ("people/eve/index.html", "people/eve/index.html"),
        ("people/eve", "people/eve"),
    ];
    for (foreign, named) in in_the_way {
        let project = Project::new();
        project.build(old).unwrap();
        put(&project.output(), foreign, "mine");
        let before = tree(&project.output());
        let error = project.build(new).unwrap_err();
        assert_eq!(*reason(&error), Reason::InTheWay, "{foreign}");
        assert!(error.to_string().contains(named), "{error}");
        assert_eq!(tree(&project.output()), before, "{foreign}");
    }
}

/// A3.
#[test]
fn a_folder_with_foreign_files_is_not_replaced_by_a_page() {
    for foreign in ["notes/mine.txt", "notes/deep/mine/.keep"] {
        let project = Project::new();
        project.build(&[("notes/index.html", "n"), ("notes/deep/index.html", "d")]).unwrap();
        put(&project.output(), foreign, "mine");
        let before = tree(&project.output());
        let error = project.build(&[("notes", "a file")]).unwrap_err();
        assert_eq!(*reason(&error), Reason::InTheWay);
        assert_eq!(tree(&project.output()), before);
    }
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let project = Project::new();
    let old: Files =
        &[("about", "about"), ("notes/deep/index.html", "deep"), ("notes/index.html", "notes"), ("people/ada", "ada")];
    let new: Files = &[("about/us/index.html", "us"), ("notes", "notes"), ("people/ada/index.html", "ada")];
    for (files, removed) in [(old, 0), (new, 4), (old, 3)] {
        assert_eq!(project.build(files).unwrap().removed, removed);
        assert_eq!(project.visible(), tree_of(files));
    }
}

/// B: a page with the same bytes is not touched, nor is anything by a build that changes nothing.
#[test]
fn unchanged_files_keep_their_time_and_their_inode() {
    let project = Project::new();
    let files: Files = &[("index.html", "home"), ("people/ada/index.html", "ada")];
    project.build(files).unwrap();
    let stamp = |path: &str| {
        let metadata = fs::metadata(project.output().join(path)).unwrap();
        (metadata.modified().unwrap(), metadata.ino())
    };
    let all = || ["", "index.html", "people", "people/ada/index.html", MANIFEST].map(stamp);
    let before = all();
    thread::sleep(Duration::from_millis(20));
    assert_eq!(project.build(files).unwrap(), Committed::default());
    project.open().unwrap().abandon();
    let target = project.open().unwrap();
    assert!(target.has(&file("index.html")));
    target.commit(&manifest(files)).unwrap();
    assert_eq!(all(), before);
    let changed: Files = &[("index.html", "new"), ("people/ada/index.html", "ada")];
    assert_eq!(project.build(changed).unwrap().written, 1);
    assert_ne!(stamp("index.html"), before[1]);
    assert_eq!(stamp("people/ada/index.html"), before[3]);
}

#[test]
fn a_file_that_was_removed_or_cut_is_missed_and_written_again() {
    let project = Project::new();
    let files: Files = &[("a.html", "a"), ("b.html", "bbb"), ("c/index.html", "c"), ("d.html", "d"), ("e.html", "e")];
    project.build(files).unwrap();
    let output = project.output();
    fs::remove_file(output.join("a.html")).unwrap();
    fs::write(output.join("b.html"), "b").unwrap();
    fs::remove_dir_all(output.join("c")).unwrap();
    fs::remove_file(output.join("d.html")).unwrap();
    symlink("e.html", output.join("d.html")).unwrap();
    let recorded = fs::metadata(output.join(MANIFEST)).unwrap().ino();
    let target = project.open().unwrap();
    let has: Vec<_> = files.iter().map(|(path, _)| target.has(&file(path))).collect();
    assert_eq!(has, [false, false, false, false, true]);
    assert!(!target.has(&file("never.html")));
    assert_eq!(build(target, files).unwrap().written, 4);
    assert_eq!(project.visible(), tree_of(files));
    assert_eq!(fs::metadata(output.join(MANIFEST)).unwrap().ino(), recorded);
    assert_eq!(project.own(), [MANIFEST]);
}

/// A6: a manifest with the given lines, its last line right.
fn signed(lines: &str) -> Vec<u8> {
    let mut text = format!("dossier-manifest 2\n{lines}").into_bytes();
    let digest = Digest::of(&text);
    text.extend_from_slice(format!("end {digest}\n").as_bytes());
    text
}

/// A6.
#[test]
fn a_manifest_with_a_path_that_is_no_page_is_refused_and_nothing_touched() {
    let digest = Digest(1);
    let bad = [
        "../x",
        "/etc/passwd",
        "people/../../x",
        "./x",
        "people//x",
        "",
        "people/",
        ".dossier-manifest",
        ".dossier-staging/x",
        ".git/config",
        "people/.GIT/config",
        "a\\\\b",
    ];
    for path in bad {
        let project = Project::new();
        put(project.folder.path(), "site/x", "mine");
        put(&project.output(), ".git/config", "[core]");
        put(&project.output(), "people/ada/index.html", "ada");
        let text = signed(&format!("{digest} 4 {path}\n"));
        for own in [MANIFEST, JOURNAL] {
            fs::write(project.output().join(own), &text).unwrap();
            let before = tree(&project.output());
            let error = project.build(&[("index.html", "home")]).unwrap_err();
            let Error::Manifest { fault, .. } = &error else {
                panic!("{path}: {error}");
            };
            assert!(matches!(fault, Fault::Path { line: 2, .. }), "{error}");
            assert_eq!(error.exit_code(), 3);
            assert!(error.help().unwrap().contains("public"));
            assert_eq!(tree(&project.output()), before);
            assert_eq!(fs::read_to_string(project.root().join("x")).unwrap(), "mine");
            fs::remove_file(project.output().join(own)).unwrap();
        }
    }
}

/// A6.
#[test]
fn a_damaged_manifest_is_refused_and_can_be_got_rid_of() {
    let project = Project::new();
    let files: Files = &[("index.html", "home"), ("people/ada/index.html", "ada")];
    project.build(files).unwrap();
    let path = project.output().join(MANIFEST);
    let good = fs::read(&path).unwrap();
    let mut bad: Vec<Vec<u8>> = (0..good.len()).map(|len| good[..len].to_vec()).collect();
    bad.extend((0..good.len()).map(|at| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        bytes
    }));
    bad.push([&good[..], &good[..]].concat());
    bad.push(String::from_utf8(good.clone()).unwrap().replace('\n', "\r\n").into());
    bad.push(signed("not a record\n"));
    bad.push(signed(&format!("{0} 1 b\n{0} 1 a\n", Digest(1))));
    bad.push(signed(&format!("{0} 1 a\n{0} 1 a\n", Digest(1))));
    for bytes in bad {
        fs::write(&path, &bytes).unwrap();
        let before = tree(&project.output());
        let error = project.build(&[("index.html", "new")]).unwrap_err();
        assert!(matches!(error, Error::Manifest { .. }), "{error}");
        assert_eq!(tree(&project.output()), before);
    }
    fs::write(&path, "dossier-manifest 3\nwhatever\n").unwrap();
    let error = project.build(&[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "cannot use `{}`: it is written in format `3`, this version of dossier reads formats up to `2`",
            path.display()
        )
    );
    fs::remove_dir_all(project.output()).unwrap();
    project.build(files).unwrap();
    assert_eq!(project.visible(), tree_of(files));
}

/// A6: not even a manifest that is a link, or a pipe that would hang whoever reads it.
#[test]
fn our_own_files_must_be_files() {
    let project = Project::new();
    for own in [MANIFEST, JOURNAL] {
        fs::create_dir_all(project.output()).unwrap();
        let path = project.output().join(own);
        symlink("/etc/passwd", &path).unwrap();
        let error = project.build(&[]).unwrap_err();
        assert_eq!(*reason(&error), Reason::NotFile);
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let error = project.build(&[]).unwrap_err();
        assert_eq!(*reason(&error), Reason::NotFile);
        fs::remove_file(&path).unwrap();
    }
}

/// A6.
#[test]
fn a_link_in_place_of_a_folder_is_refused_and_nothing_below_it_touched() {
    let old: Files = &[("index.html", "home"), ("people/ada/index.html", "ada")];
    for link in ["people", "people/ada"] {
        let project = Project::new();
        project.build(old).unwrap();
        let outside = project.folder.path().join("outside");
        // The bytes of the page itself, so that nothing but the link is wrong.
        put(&outside, "index.html", "ada");
        put(&outside, "ada/index.html", "ada");
        let path = project.output().join(link);
        fs::remove_dir_all(&path).unwrap();
        symlink(&outside, &path).unwrap();
        let before = tree(project.folder.path());
        for files in [old, &[], &[("people/ada/index.html", "new")]] {
            let error = project.build(files).unwrap_err();
            assert_eq!(*reason(&error), Reason::Link);
            assert_eq!(tree(project.folder.path()), before);
        }
    }
}

/// A6: the same where the link is on the way to a new page only, or came after the folder was opened.
#[test]
fn a_link_on_the_way_to_a_new_page_is_refused_before_anything_changes() {
    let project = Project::new();
    project.build(&[("index.html", "old"), ("people/ada/index.html", "ada")]).unwrap();
    let outside = project.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    symlink(&outside, project.output().join("stories")).unwrap();
    let new: Files = &[("index.html", "new"), ("stories/one/index.html", "one")];
    let before = tree(project.folder.path());
    assert_eq!(*reason(&project.build(new).unwrap_err()), Reason::Link);
    assert_eq!(tree(project.folder.path()), before);

    let target = project.open().unwrap();
    fs::remove_dir_all(project.output().join("people")).unwrap();
    put(&outside, "ada/index.html", "mine");
    symlink(&outside, project.output().join("people")).unwrap();
    let error = target.commit(&Manifest::default()).unwrap_err();
    assert_eq!(*reason(&error), Reason::Link);
    assert_eq!(fs::read_to_string(outside.join("ada/index.html")).unwrap(), "mine");
}

#[test]
fn a_page_in_a_git_folder_is_refused() {
    let project = Project::new();
    let target = project.open().unwrap();
    let error = stage(&target, &file(".git/config"), b"x").unwrap_err();
    assert_eq!(*reason(&error), Reason::Path);
}

// B: old or new, never half.

/// Every kind of change at once. Foreign files are among them.
const OLD: Files = &[
    ("about", "old about"),
    ("gone/x/index.html", "old x"),
    ("index.html", "old home"),
    ("notes/deep/index.html", "old deep"),
    ("notes/index.html", "old notes"),
    ("people/ada/index.html", "old ada"),
    ("people/bob/index.html", "old bob"),
    ("people/same/index.html", "same"),
];
const NEW: Files = &[
    ("about/index.html", "new about"),
    ("index.html", "new home"),
    ("notes", "new notes"),
    ("people/ada/index.html", "new ada"),
    ("people/ada/index.json", "new json"),
    ("people/eve/index.html", "new eve"),
    ("people/same/index.html", "same"),
    ("stories/one/index.html", "new one"),
    ("stories/two/index.html", "new two"),
];
const FOREIGN: Files =
    &[(".nojekyll", ""), ("CNAME", "ada.example"), ("gone/mine.txt", "mine"), ("people/ada/photo.jpg", "jpeg")];

fn with_foreign(files: Files) -> Tree {
    let mut tree = tree_of(files);
    tree.extend(tree_of(FOREIGN));
    tree
}

/// A project whose old site is built, with foreign files in it.
fn old_project() -> Project {
    let project = Project::new();
    project.build(OLD).unwrap();
    for (path, text) in FOREIGN {
        put(&project.output(), path, text);
    }
    assert_eq!(project.visible(), with_foreign(OLD));
    project
}

/// Asserts that each visible file is whole: old, new, or foreign.
fn assert_whole(project: &Project, when: &str) {
    for (path, text) in project.visible() {
        if path.ends_with('/') {
            continue;
        }
        let is_whole = [OLD, NEW, FOREIGN].iter().any(|files| files.contains(&(path.as_str(), text.as_str())));
        assert!(is_whole, "{when}: {path} is {text:?}");
    }
    for (path, text) in FOREIGN {
        assert_eq!(fs::read_to_string(project.output().join(path)).unwrap(), *text, "{when}: {path}");
    }
}

/// Asserts what must hold after any kill, then lets the next build do its work. Returns whether the new site came of it.
fn assert_old_or_new(project: &Project, when: &str) -> bool {
    let recorded = |name| {
        let bytes = fs::read(project.output().join(name)).ok()?;
        Manifest::parse(&bytes).ok()
    };
    let is_new = recorded(JOURNAL).is_some() || recorded(MANIFEST) == Some(manifest(NEW));
    if is_new {
        assert_whole(project, when);
    } else {
        assert_eq!(project.visible(), with_foreign(OLD), "{when}");
    }
    let files = if is_new { NEW } else { OLD };
    let target = project.open().unwrap_or_else(|error| panic!("{when}: {error}"));
    assert_eq!(*target.manifest(), manifest(files), "{when}");
    assert_eq!(project.visible(), with_foreign(files), "{when}");
    assert_eq!(project.own(), [MANIFEST], "{when}");
    build(target, NEW).unwrap();
    assert_eq!(project.visible(), with_foreign(NEW), "{when}");
    assert_eq!(project.own(), [MANIFEST], "{when}");
    is_new
}

/// Leaves the new site staged, as a kill just before the journal would.
fn stage_only(project: &Project) {
    let target = project.open().unwrap();
    for (path, text) in NEW {
        stage(&target, &file(path), text.as_bytes()).unwrap();
    }
    let staging = project.output().join(STAGING);
    let aside = project.folder.path().join("aside");
    fs::rename(&staging, &aside).unwrap();
    target.abandon();
    fs::create_dir_all(project.output()).unwrap();
    fs::rename(&aside, &staging).unwrap();
}

/// B1.
#[test]
fn a_journal_cut_anywhere_leaves_the_old_site() {
    let journal = manifest(NEW).to_bytes();
    let project = old_project();
    let tail = journal.len() - 60;
    for len in (0..tail).step_by(11).chain(tail..journal.len()) {
        stage_only(&project);
        fs::write(project.output().join(JOURNAL), &journal[..len]).unwrap();
        project.open().unwrap().abandon();
        assert_eq!(project.visible(), with_foreign(OLD));
        assert_eq!(project.own(), [MANIFEST]);
    }
    stage_only(&project);
    assert!(!assert_old_or_new(&project, "no journal"));
}

/// Does one thing to an output folder.
type Step = Box<dyn Fn(&Path)>;

/// The steps of putting `NEW` in place, as the module's documentation has them.
fn steps() -> Vec<Step> {
    let over = |path: &str| {
        let name = Digest::of(path.as_bytes()).to_string();
        format!("{STAGING}/over/{}/{name}", &name[..1])
    };
    let mut steps: Vec<Step> = Vec::new();
    for path in ["about", "notes/deep/index.html", "notes/index.html"] {
        steps.push(Box::new(move |output| {
            fs::remove_file(output.join(path)).unwrap();
        }));
    }
    for path in ["notes/deep", "notes"] {
        steps.push(Box::new(move |output| {
            fs::remove_dir(output.join(path)).unwrap();
        }));
    }
    for path in ["about", "notes", "people/ada/index.json", "people/eve", "stories"] {
        steps.push(Box::new(move |output| {
            let staged = output.join(format!("{STAGING}/new/{path}"));
            fs::rename(staged, output.join(path)).unwrap();
        }));
    }
    for path in ["index.html", "people/ada/index.html"] {
        steps.push(Box::new(move |output| {
            fs::rename(output.join(over(path)), output.join(path)).unwrap();
        }));
    }
    for path in ["gone/x/index.html", "people/bob/index.html"] {
        steps.push(Box::new(move |output| {
            fs::remove_file(output.join(path)).unwrap();
        }));
    }
    for path in ["people/bob", "gone/x"] {
        steps.push(Box::new(move |output| {
            fs::remove_dir(output.join(path)).unwrap();
        }));
    }
    steps.push(Box::new(|output| {
        fs::rename(output.join(JOURNAL), output.join(MANIFEST)).unwrap();
    }));
    steps
}

/// B1.
#[test]
fn a_complete_journal_is_rolled_forward_from_every_step() {
    let count = steps().len();
    for done in 0..=count {
        let project = old_project();
        stage_only(&project);
        let output = project.output();
        fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
        for step in steps().iter().take(done) {
            step(&output);
        }
        assert!(assert_old_or_new(&project, &format!("{done} of {count} steps")));
    }
}

/// B1: the first build has no manifest yet, and more than dot files once it is half done.
#[test]
fn an_interrupted_first_build_is_rolled_forward() {
    let project = Project::new();
    stage_only(&project);
    let output = project.output();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    fs::rename(output.join(format!("{STAGING}/new/stories")), output.join("stories")).unwrap();
    let target = project.open().unwrap();
    assert_eq!(*target.manifest(), manifest(NEW));
    assert_eq!(project.visible(), tree_of(NEW));
}

/// B1: what was staged is lost, by hand or with the power; the manifest must not say that it was written.
#[test]
fn lost_or_torn_staged_files_are_written_by_the_next_build() {
    for torn in [false, true] {
        let project = old_project();
        stage_only(&project);
        let output = project.output();
        fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
        if torn {
            let staged = output.join(STAGING);
            for path in tree(&staged).into_keys().filter(|path| !path.ends_with('/')) {
                fs::write(staged.join(path), "").unwrap();
            }
        } else {
            fs::remove_dir_all(output.join(STAGING)).unwrap();
        }
        let target = project.open().unwrap();
        for (path, _) in NEW {
            assert_eq!(target.has(&file(path)), path.contains("same"), "{path}");
        }
        assert_eq!(project.own(), [MANIFEST]);
        build(target, NEW).unwrap();
        assert_eq!(project.visible(), with_foreign(NEW));
        assert_eq!(*project.open().unwrap().manifest(), manifest(NEW));
    }
}

/// A6, B1: the staging folder of an interrupted build is not trusted further than its journal goes.
#[test]
fn what_strangers_put_in_the_staging_folder_stays_out_of_the_site() {
    let project = old_project();
    stage_only(&project);
    let output = project.output();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    put(&output, ".dossier-staging/new/stories/extra.html", "extra");
    put(&output, ".dossier-staging/new/extra/index.html", "extra");
    symlink("/etc/passwd", output.join(".dossier-staging/new/stories/link")).unwrap();
    symlink("/etc", output.join(".dossier-staging/new/stories/folder")).unwrap();
    assert!(assert_old_or_new(&project, "strange files"));

    let project = old_project();
    stage_only(&project);
    let output = project.output();
    let outside = project.folder.path().join("outside");
    fs::rename(output.join(STAGING), &outside).unwrap();
    let before = tree(&outside);
    symlink(&outside, output.join(STAGING)).unwrap();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    let target = project.open().unwrap();
    assert!(!target.has(&file("stories/one/index.html")));
    build(target, NEW).unwrap();
    assert_eq!(project.visible(), with_foreign(NEW));
    assert_eq!(tree(&outside), before);
}

/// A1, B1: between a kill and the next build somebody put a file where a page is still to come.
#[test]
fn rolling_forward_spares_foreign_files_too() {
    let project = old_project();
    stage_only(&project);
    let output = project.output();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    put(&output, "stories/one/index.html", "mine");
    let before = tree(&output);
    let error = project.open().unwrap_err();
    assert_eq!(*reason(&error), Reason::InTheWay);
    assert_eq!(tree(&output), before);
    fs::remove_file(output.join("stories/one/index.html")).unwrap();
    assert!(assert_old_or_new(&project, "moved away"));
}

/// The other process of the tests below: builds `NEW` in the project that the environment names.
#[test]
fn helper() {
    let Some(root) = env::var_os("DOSSIER_TEST_ROOT") else {
        return;
    };
    let root = PathBuf::from(root);
    let sources = [root.join("content")];
    let guard = Guard { project: &root, content: &sources, home: None };
    let result = write::open(&root.join("public"), &guard).and_then(|target| {
        if env::var_os("DOSSIER_TEST_HOLD").is_some() {
            fs::write(root.join("held"), "").unwrap();
            thread::sleep(Duration::from_mins(1));
        }
        build(target, NEW)
    });
    if let Err(error) = result {
        let help = error.help().unwrap_or_default();
        fs::write(root.join("error"), format!("{error}\n{help}")).unwrap();
        panic!("{error}");
    }
}

fn helper_args(command: &mut Command, project: &Project) {
    command
        .args(["--exact", "helper", "--test-threads=1"])
        .env("DOSSIER_TEST_ROOT", project.root())
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
}

fn run_helper(project: &Project) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    helper_args(&mut command, project);
    command
}

/// Runs the helper with something injected into its system calls, unless there is no `strace` that works.
fn run_injected(project: &Project, call: &str, injected: &str) -> Option<Output> {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("trace={call}"))
        .arg("-e")
        .arg(format!("inject={call}:{injected}"))
        .arg(env::current_exe().unwrap());
    helper_args(&mut command, project);
    command.output().ok()
}

/// Fails where `strace` cannot be used: the promises about kills must not go untested.
fn need_strace() {
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    assert!(works, "`strace` is missing or may not trace. Type: apt-get install strace");
}

/// What a build asks the kernel to change.
const CALLS: [&str; 10] =
    ["openat", "write", "mkdir", "rename", "unlink", "unlinkat", "rmdir", "fdatasync", "fsync", "ftruncate"];

/// B1.
#[test]
fn a_kill_at_any_system_call_leaves_old_or_new_and_the_next_build_completes_it() {
    need_strace();
    let mut kills = 0;
    let mut rolled_forward = 0;
    for call in CALLS {
        for at in 1.. {
            let project = old_project();
            let injected = format!("signal=SIGKILL:when={at}");
            let output = run_injected(&project, call, &injected).unwrap();
            if output.status.success() {
                break;
            }
            kills += 1;
            // The next process is killed while it rolls forward, too.
            if kills % 2 == 0 {
                run_injected(&project, "rename", "signal=SIGKILL:when=2");
                run_injected(&project, "unlink", "signal=SIGKILL:when=1");
            }
            let when = format!("{call} {at}");
            rolled_forward += usize::from(assert_old_or_new(&project, &when));
        }
    }
    println!("{kills} kills, {rolled_forward} after the journal");
    assert!(kills > 40 && rolled_forward > 15, "{kills} {rolled_forward}");
}

/// B2.
#[test]
fn a_kill_at_any_moment_leaves_old_or_new() {
    let started = Instant::now();
    assert!(run_helper(&old_project()).status().unwrap().success());
    let longest = u64::try_from(started.elapsed().as_micros()).unwrap();
    let moments = 200;
    let mut seed = 1_u64;
    let mut new = 0;
    for moment in 0..moments {
        let project = old_project();
        let mut child = run_helper(&project).spawn().unwrap();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        thread::sleep(Duration::from_micros((seed >> 33) % longest));
        child.kill().unwrap();
        child.wait().unwrap();
        new += u64::from(assert_old_or_new(&project, &format!("moment {moment}")));
    }
    println!("{new} of {moments} were new");
}

/// B4, B5: the machine fails once, at any system call. What can't be undone is completed by the next build.
#[test]
fn a_failure_at_any_system_call_is_named_and_leaves_old_or_new() {
    need_strace();
    let mut intact = 0;
    let mut interrupted = 0;
    let (full, broken) = ("no space left on device", "input/output error");
    for (call, error, reason) in [
        ("write", "ENOSPC", full),
        ("mkdir", "ENOSPC", full),
        ("rename", "EIO", broken),
        ("rename", "EXDEV", "cross-device link"),
        ("unlink", "EIO", broken),
        ("rmdir", "EIO", broken),
        ("fdatasync", "EIO", broken),
    ] {
        for at in 1.. {
            let project = old_project();
            let injected = format!("error={error}:when={at}");
            let output = run_injected(&project, call, &injected).unwrap();
            if output.status.success() {
                // The call is none of ours, or there are no more.
                if at > 40 || call != "write" {
                    break;
                }
                continue;
            }
            let when = format!("{call} {at} {error}");
            let Ok(message) = fs::read_to_string(project.root().join("error")) else {
                // The test harness itself could not write.
                continue;
            };
            assert!(message.contains(reason), "{when}: {message}");
            assert!(message.contains("site/"), "{when}: {message}");
            if message.contains("next `dossier build` completes") {
                interrupted += 1;
                assert!(assert_old_or_new(&project, &when), "{when}: {message}");
            } else if project.visible() == with_foreign(OLD) {
                intact += 1;
                assert_eq!(project.own(), [MANIFEST], "{when}: {message}");
                assert!(!assert_old_or_new(&project, &when), "{when}: {message}");
            } else {
                // Only the cleaning up failed.
                assert_eq!(project.visible(), with_foreign(NEW), "{when}: {message}");
            }
        }
    }
    println!("{intact} left intact, {interrupted} interrupted");
    assert!(intact > 15 && interrupted > 10, "{intact} {interrupted}");
}

/// B5: the first rename fails for good, so nothing has changed.
#[test]
fn a_folder_that_cannot_be_renamed_into_leaves_the_old_site() {
    need_strace();
    let project = old_project();
    // Without what has to make room first, moving is the first change.
    let target = project.open().unwrap();
    let old: Files = &OLD[5..];
    build(target, old).unwrap();
    let before = project.visible();
    let output = run_injected(&project, "rename", "error=EIO").unwrap();
    assert!(!output.status.success());
    let message = fs::read_to_string(project.root().join("error")).unwrap();
    assert!(message.starts_with("cannot move into place `"), "{message}");
    assert_eq!(project.visible(), before);
    assert_eq!(project.own(), [MANIFEST]);
}

/// B4: 256 KiB are enough for the old site only.
#[test]
fn a_full_disk_leaves_the_old_site_and_no_temporary() {
    let project = Project::new();
    fs::create_dir(project.output()).unwrap();
    let script = format!(
        "mount -t tmpfs -o size=256k tmpfs {0} && \"$0\" --exact fill --test-threads=1; cp -r {0} {1}",
        project.output().display(),
        project.folder.path().join("after").display(),
    );
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .arg(env::current_exe().unwrap())
        .env("DOSSIER_TEST_FILL", project.root())
        .output();
    let after = project.folder.path().join("after");
    assert!(
        after.join("index.html").exists(),
        "no file system could be mounted for this test, which needs user namespaces: {output:?}"
    );
    let message = fs::read_to_string(project.root().join("error")).unwrap();
    assert!(message.starts_with("cannot write `") && message.contains("no space left"), "{message}");
    let mut left = tree(&after);
    left.remove(MANIFEST).unwrap();
    assert_eq!(left, tree_of(&[("index.html", "old")]));
}

/// The other process of the test above: fills the disk.
#[test]
fn fill() {
    let Some(root) = env::var_os("DOSSIER_TEST_FILL") else {
        return;
    };
    let root = PathBuf::from(root);
    let guard = Guard { project: &root, content: &[], home: None };
    let open = || write::open(&root.join("public"), &guard).unwrap();
    build(open(), &[("index.html", "old")]).unwrap();
    let text = "x".repeat(20_000);
    let paths: Vec<_> = (0..20).map(|page| format!("{page}/index.html")).collect();
    let mut files: Vec<_> = paths.iter().map(|path| (path.as_str(), text.as_str())).collect();
    files.push(("index.html", "new"));
    let error = build(open(), &files).unwrap_err();
    fs::write(root.join("error"), error.to_string()).unwrap();
}

/// B5: as another user, where root runs the tests; else with a folder that even its owner may not write to.
#[test]
fn a_folder_without_permission_is_named_and_leaves_the_old_site() {
    const NOBODY: u32 = 65_534;
    let project = old_project();
    let root = project.root();
    let is_root = fs::metadata(&root).unwrap().uid() == 0;
    let people = project.output().join("people");
    let mut command = run_helper(&project);
    if is_root {
        for path in [project.folder.path(), &root, &project.output()] {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        fs::remove_dir_all(root.join(".dossier")).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    } else {
        fs::set_permissions(&people, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let status = command.output();
    fs::set_permissions(&people, fs::Permissions::from_mode(0o755)).unwrap();
    let Ok(output) = status else {
        panic!("the test binary cannot be run as another user; is its folder closed to others?");
    };
    assert!(!output.status.success());
    let Ok(message) = fs::read_to_string(root.join("error")) else {
        panic!("the test binary cannot be run as another user; is its folder closed to others?");
    };
    assert!(message.starts_with("cannot move files into `") && message.contains("permission denied"), "{message}");
    assert_eq!(project.visible(), with_foreign(OLD));
    assert_eq!(project.own(), [MANIFEST]);
}

/// B8.
#[test]
fn a_second_build_is_locked_out_until_the_first_is_done() {
    let project = Project::new();
    let first = project.open().unwrap();
    let error = project.open().unwrap_err();
    assert_eq!(error.exit_code(), 4);
    let lock = project.root().join(".dossier/lock");
    assert_eq!(
        error.to_string(),
        format!("`{}` is locked by another dossier (process {})", lock.display(), std::process::id())
    );
    build(first, NEW).unwrap();
    project.open().unwrap();
    assert_eq!(fs::read_to_string(project.root().join(".dossier/.gitignore")).unwrap(), "*\n");
}

/// B8: two checkouts of one project with one output folder.
#[test]
fn two_projects_do_not_build_into_one_folder_at_once() {
    let (first, second) = (Project::new(), Project::new());
    let target = first.open().unwrap();
    let error = second.open_at(&first.output()).unwrap_err();
    assert_eq!(error.exit_code(), 4);
    drop(target);
    second.open_at(&first.output()).unwrap();
}

/// B8.
#[test]
fn the_lock_of_a_dead_process_is_taken_over() {
    let project = old_project();
    let mut child = run_helper(&project).env("DOSSIER_TEST_HOLD", "1").spawn().unwrap();
    while !project.root().join("held").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the helper ended early");
        thread::sleep(Duration::from_millis(5));
    }
    let error = project.open().unwrap_err();
    assert!(matches!(error, Error::Locked { holder, .. } if holder == Some(child.id())), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    project.build(NEW).unwrap();
}

/// B3, B4.
#[test]
fn a_target_that_is_dropped_leaves_nothing_behind() {
    let project = Project::new();
    let output = project.root().join("out/of/the/way");
    let before = tree(&project.root());
    for abandon in [true, false] {
        let target = project.open_at(&output).unwrap();
        stage(&target, &file("people/ada/index.html"), b"ada").unwrap();
        assert!(output.join(STAGING).is_dir());
        assert!(!output.join("people").exists());
        if abandon {
            target.abandon();
        } else {
            drop(target);
        }
        let mut after = tree(&project.root());
        after.retain(|path, _| !path.starts_with(".dossier/"));
        assert_eq!(after, before);
    }
    let project = old_project();
    let before = tree(&project.output());
    let target = project.open().unwrap();
    stage(&target, &file("index.html"), b"new").unwrap();
    drop(target);
    assert_eq!(tree(&project.output()), before);
}

#[test]
fn a_manifest_that_records_more_than_was_written_is_refused() {
    let project = old_project();
    let before = project.visible();
    for (path, text) in
        [("never.html", "x"), ("index.html", "other"), ("people/new.html", "old"), ("people/new.html", "newer")]
    {
        let target = project.open().unwrap();
        stage(&target, &file("people/new.html"), b"new").unwrap();
        let mut next = manifest(OLD);
        next.insert(file(path), record(text));
        let error = target.commit(&next).unwrap_err();
        assert!(matches!(error, Error::Unstaged { .. }), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
    assert_eq!(project.visible(), before);
}

#[test]
fn staged_files_that_the_manifest_lacks_stay_out_of_the_site() {
    let project = Project::new();
    let target = project.open().unwrap();
    for path in ["people/ada/index.html", "people/ada/draft.html", "draft/index.html"] {
        stage(&target, &file(path), b"text").unwrap();
    }
    let files: Files = &[("people/ada/index.html", "text")];
    assert_eq!(target.commit(&manifest(files)).unwrap().written, 1);
    assert_eq!(project.visible(), tree_of(files));
}

#[test]
fn a_path_can_be_staged_once() {
    let project = Project::new();
    let target = project.open().unwrap();
    stage(&target, &file("a.html"), b"first").unwrap();
    let error = stage(&target, &file("a.html"), b"second").unwrap_err();
    assert!(error.to_string().contains("a.html"), "{error}");
    target.commit(&manifest(&[("a.html", "first")])).unwrap();
    assert_eq!(project.visible(), tree_of(&[("a.html", "first")]));
}

#[test]
fn many_threads_may_stage() {
    let project = Project::new();
    let pages: Vec<_> = (0..400).map(|page| (format!("{}/{page}/index.html", page % 7), page.to_string())).collect();
    for round in ["first", "second"] {
        let texts: Vec<_> = pages.iter().map(|(path, text)| (path.as_str(), format!("{round} {text}"))).collect();
        let files: Vec<_> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let target = project.open().unwrap();
        thread::scope(|scope| {
            for part in files.chunks(50) {
                let target = &target;
                scope.spawn(move || {
                    for (path, text) in part {
                        stage(target, &file(path), text.as_bytes()).unwrap();
                    }
                });
            }
        });
        assert_eq!(target.commit(&manifest(&files)).unwrap().written, 400);
        assert_eq!(project.visible(), tree_of(&files));
    }
}

// The manifest itself.

/// J1, I6.
#[test]
fn the_manifest_has_the_same_bytes_everywhere() {
    let (first, second) = (Project::new(), Project::new());
    first.build(OLD).unwrap();
    first.build(NEW).unwrap();
    let reversed: Vec<_> = NEW.iter().rev().copied().collect();
    second.build(&reversed).unwrap();
    let text = |project: &Project| fs::read_to_string(project.output().join(MANIFEST)).unwrap();
    assert_eq!(text(&first), text(&second));
    assert!(!text(&first).contains(first.folder.path().to_str().unwrap()));
    assert!(text(&first).starts_with("dossier-manifest 2\n"));
    assert_eq!(text(&first).lines().count(), NEW.len() + 2);
}

#[test]
fn a_manifest_is_read_as_it_was_written() {
    let names = ["a b", "ünï/名前/📰.html", "end x", "a=b"];
    let mut manifest = Manifest::default();
    for (number, name) in names.iter().enumerate() {
        let inputs = Inputs::of([
            ("people", Digest(u128::MAX)),
            ("site", Digest(0)),
            ("templates", Digest((number as u128) << 64)),
        ]);
        let record = Record { inputs, digest: Digest::of(name.as_bytes()), len: u64::MAX - number as u64 };
        assert_eq!(manifest.insert(file(name), record), None);
    }
    let bytes = manifest.to_bytes();
    let read = Manifest::parse(&bytes).unwrap();
    assert_eq!(read, manifest);
    assert_eq!(read.to_bytes(), bytes);
    assert_eq!(read.len(), names.len());
    assert!(!read.is_empty());
    let inputs: Vec<Input<'_>> = read.get(&file("a b")).unwrap().inputs.iter().collect();
    assert_eq!(inputs, [("people", u64::MAX), ("site", 0), ("templates", 0)]);
    assert!(read.contains(&file("end x")));
    assert_eq!(Manifest::parse(&Manifest::default().to_bytes()).unwrap(), Manifest::default());
}

/// The files of a site that an older version wrote are known, and each page is made again.
#[test]
fn a_manifest_of_format_1_is_read_without_its_inputs() {
    let digest = Digest(7);
    let lines = format!("{digest} 4 a/index.html\t{digest} page.title\t{digest} templates\n{digest} 2 b.json\n");
    let mut text = format!("dossier-manifest 1\n{lines}").into_bytes();
    let end = Digest::of(&text);
    text.extend_from_slice(format!("end {end}\n").as_bytes());
    let read = Manifest::parse(&text).unwrap();
    let page = read.get(&file("a/index.html")).unwrap();
    assert_eq!((page.inputs.iter().count(), page.digest, page.len), (0, digest, 4));
    assert_eq!(read.len(), 2);
}

#[test]
fn messages_say_what_is_wrong_before_what_to_do() {
    let project = Project::new();
    let error = project.open_at(&project.root()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("refusing to write to `{}`: it is the project's own folder, or holds it", project.root().display())
    );
    assert_eq!(error.help().unwrap(), "choose another folder with `--output`");
}
