//! The manifest: its bytes, and what becomes of one that is damaged or hostile; the words of the errors.

use std::fs;

use dossier::digest::Digest;
use dossier::write::{Error, Fault, Input, Inputs, Manifest, Record};

use crate::project::{Files, JOURNAL, MANIFEST, NEW, OLD, Project, file, put, tree, tree_of};

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
