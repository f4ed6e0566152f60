//! Hard-cases A: files that are not ours come to no harm.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use dossier::write::{self, Guard, Manifest, Reason};

use crate::project::{Files, JOURNAL, MANIFEST, Project, build, file, manifest, put, reason, stage, tree, tree_of};

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
    assert_eq!((committed.written, committed.removed), (0, 4));
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
    let committed = project.build(files).unwrap();
    assert_eq!((committed.written, committed.removed), (0, 0));
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
