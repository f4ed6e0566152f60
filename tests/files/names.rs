//! Hard-cases E and G1: names of files, addresses, links, pipes, encodings.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use dossier::name::{SLUG_LIMIT, slug};
use proptest::prelude::*;

use crate::project::{Project, run, tree};

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
    assert_eq!(tree(project.root().parent().unwrap().join("etc").as_path()).len(), 0);
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

/// E7. An import follows no link out of the folder that it is given, and says so; a link inside of it is a file as others.
#[test]
fn e7_an_import_follows_no_link_out_of_its_folder() {
    let project = Project::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "---\ntitle: Secret\ndate: 2025-02-12\n---\n").unwrap();
    let old = outside.path().join("old/content/posts");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("one.md"), "---\ntitle: One\ndate: 2025-02-12\n---\n").unwrap();
    symlink(outside.path().join("secret.md"), old.join("out.md")).unwrap();
    symlink("one.md", old.join("two.md")).unwrap();
    let output = run(project.root(), &["import", "hugo", outside.path().join("old").to_str().unwrap()], &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("`content/posts/out.md`"), "{said}");
    let made = |name: &str| project.root().join(format!("content/articles/{name}.md")).exists();
    assert_eq!(["one", "two", "out"].map(made), [true, true, false], "{said}");
}

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
