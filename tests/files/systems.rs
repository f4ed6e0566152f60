//! Files as Windows and macOS have them, tested here: names, paths, line ends; and folders deeper than anybody's.

use std::fs;

use dossier::name::{SLUG_LIMIT, composed, slug};
use dossier::route::{FilePath, Route};
use dossier::source::{Source, SourcePath};

use crate::project::Project;

/// `é`, `ê` and `ö`, letter and mark apart, as macOS has them in the names of files.
const APART: [(&str, &str); 3] = [("é", "e\u{301}"), ("ê", "e\u{302}"), ("ä", "a\u{308}")];

/// Returns a name as macOS has it.
fn apart(name: &str) -> String {
    APART.iter().fold(name.to_owned(), |name, (together, apart)| name.replace(together, apart))
}

/// E3, E5: no id is a name that Windows cannot have, in any case and with any ending.
#[test]
fn e3_no_id_is_a_name_that_windows_keeps_or_changes() {
    let devices = ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"];
    for device in devices {
        for name in [
            device.to_owned(),
            device.to_uppercase(),
            format!(" {device}."),
            format!("{device}..."),
            format!("{device}:"),
        ] {
            assert_eq!(slug(&name), format!("{device}-0"), "{name:?}");
        }
        assert_eq!(slug(&format!("{device}.md")), format!("{device}-md"));
        assert_eq!(slug(&format!("{device} 10")), format!("{device}-10"));
    }
    for name in
        ["a.", "a ", " a", "a. . ", "a:", "a?", "a*", "<a>", "a|", "\"a\"", "a\\", "\\a", "a/", "A", "\u{feff}a"]
    {
        assert_eq!(slug(name), "a", "{name:?}");
    }
    for name in ["C:\\Users\\ada", "c:/users/ada", "C:users:ada", "\\\\c\\users\\ada"] {
        assert_eq!(slug(name), "c-users-ada", "{name:?}");
    }
    assert!(slug(&"\\".repeat(400)).len() <= SLUG_LIMIT);
    assert_eq!(slug(&apart("Gespräch über André")), slug("Gespräch über André"));
}

/// A6, E5: no path of the output leads to another drive or out of its folder, on whatever system it is joined.
#[test]
fn a6_no_output_is_a_path_that_leads_elsewhere_on_another_system() {
    let elsewhere = [
        "C:/Windows/win.ini",
        "c:win.ini",
        "C:",
        "z:/x",
        "..\\x",
        "\\x",
        "a\\..\\..\\x",
        "\\\\host\\share",
        "/x",
        "../x",
        "a/../x",
        "a//x",
        "a/./x",
        "x/",
        "nul\0",
        ".dossier-manifest",
    ];
    for path in elsewhere {
        assert!(FilePath::new(path).is_none(), "{path:?}");
    }
    for path in ["a/c:/x", "people/a:b/index.html", "con/x", "ab:c", "a b/c"] {
        assert!(FilePath::new(path).is_some(), "{path:?}");
    }
    assert_eq!(Route::new("/people/ada/").file().unwrap().as_str(), "people/ada/index.html");
}

/// J1: a text is the same whichever system it was saved on, its digest included.
#[test]
fn j1_a_text_is_the_same_with_the_line_ends_of_every_system() {
    let plain = Source::new(SourcePath::new("x.md"), "---\nname: Ada\n---\n\nOne\n\nTwo\n");
    for ends in ["\r\n", "\r"] {
        let other = Source::new(SourcePath::new("x.md"), &plain.text.replace('\n', ends));
        assert_eq!((other.text, other.digest), (plain.text.clone(), plain.digest), "{ends:?}");
    }
    assert_eq!(composed(&apart("fête.png")), "fête.png");
}

/// J1: settings, texts, sources, templates and words with the byte order mark and the line ends of Windows make the same site, byte
/// for byte, and the same messages.
#[test]
fn j1_line_ends_and_byte_order_marks_change_no_byte_of_a_site() {
    let texts = [
        (
            "dossier.yaml",
            "title: Desk\nbase_url: https://example.org/\nlanguage: en\noutputs: [html, json, csv, jsonl]\n",
        ),
        (
            "content/people/ada.md",
            "---\nname: Ada\nsummary: >\n  One\n  two.\n\n  Three.\nextra:\n  more: |\n    Four\n    five\n---\n\nWords  \nbroken.\n",
        ),
        (
            "content/articles/call.md",
            "---\ntitle: The call\ndate: 2025-02-12\npeople: [ada]\nsources: [cable]\n---\n\n## Part\n\nAda said:\n\n> Yes.\n> No.\n\n```\ncode\n\n  more\n```\n\n- one\n- two\n\n| a | b |\n| - | - |\n| c | d |\n\n%% a\nnote %%\n",
        ),
        ("content/sources.yaml", "cable:\n  title: A cable\n  url: https://example.com/cable\n"),
        ("templates/words/en.yaml", "site:\n  nav: \"Parts\"\n  skip: >\n    On to\n    the text\n"),
        ("templates/page.html", "{% extends \"theme/page.html\" %}\n{# a\ncomment #}\n"),
    ];
    let build = |change: &dyn Fn(&str) -> String| {
        let project = Project::new();
        for (path, text) in texts {
            project.put(path, &change(text));
        }
        let built = project.build();
        assert_eq!(built.code, Some(0), "{:?}", built.told);
        (built.files, built.told)
    };
    let plain = build(&str::to_owned);
    for (ends, mark) in [("\r\n", ""), ("\r\n", "\u{feff}"), ("\n", "\u{feff}"), ("\r", "")] {
        let other = build(&|text| format!("{mark}{}", text.replace('\n', ends)));
        assert!(other.0.keys().eq(plain.0.keys()), "{ends:?} {mark:?}");
        for (file, bytes) in &plain.0 {
            assert!(other.0[file] == *bytes, "{ends:?} {mark:?}: {file}");
        }
        assert_eq!(other.1, plain.1, "{ends:?} {mark:?}");
    }
}

/// E2: a file whose letters and marks macOS took apart is the one that a text names, and its address is the one that links have.
#[test]
fn e2_names_that_macos_took_apart_are_those_that_texts_name() {
    let build = |change: &dyn Fn(&str) -> String| {
        let project = Project::new();
        let picture = include_bytes!("../readme/story.png");
        project.put(
            &change("content/people/André.md"),
            "---\nname: André Gide\nimage: {file: café.png, alt: x, credit: y}\n---\n",
        );
        let text = "---\ntitle: Talk\ndate: 2025-02-12\n---\n\n[[André]], [him](../people/André.md), [a file](/brève.pdf)\n\n\
                    ![A](fête.png)\n\n![B](/carrée.png)\n\n![C](../people/café.png)\n";
        project.put(&change("content/articles/Débat.md"), text);
        for path in ["content/people/café.png", "content/articles/fête.png", "static/carrée.png", "static/brève.pdf"]
        {
            let path = project.root().join(change(path));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, picture).unwrap();
        }
        let built = project.build();
        assert_eq!(built.code, Some(0), "{:?}", built.told);
        (built.files, built.told)
    };
    let (plain, told) = build(&str::to_owned);
    let (other, told_other) = build(&apart);
    assert!(plain.contains_key("brève.pdf") && plain.contains_key("people/andre/index.html"), "{:?}", plain.keys());
    assert!(other.keys().eq(plain.keys()), "{:?}", other.keys());
    let differing = plain.keys().filter(|file| file.ends_with(".html") && other[*file] != plain[*file]);
    assert_eq!(differing.count(), 0);
    assert_eq!(told.len(), told_other.len());
}

/// E3: the paths that authors on Windows copy from there name the same files.
#[test]
fn e3_back_slashes_in_addresses_are_slashes() {
    let project = Project::new();
    project.person("content/people/ada.md", "Ada");
    let text = "---\ntitle: Talk\ndate: 2025-02-12\nimage: {file: 'photos\\one.png', alt: x, credit: y}\n---\n\n\
                [her](..\\people\\ada.md) and ![two](photos\\one.png) and [one](\\plain.txt)\n";
    project.put("content/articles/talk.md", text);
    project.put("static/plain.txt", "x");
    let photo = project.root().join("content/articles/photos/one.png");
    fs::create_dir_all(photo.parent().unwrap()).unwrap();
    fs::write(photo, include_bytes!("../readme/story.png")).unwrap();
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    let page = String::from_utf8_lossy(&built.files["articles/talk/index.html"]).into_owned();
    assert!(page.contains("href=\"../../people/ada/\"") && page.contains("href=\"../../plain.txt\""), "{page}");
    assert!(!page.contains('\\'), "{page}");
}

/// E6: what is two files here and one on a system that takes capitals for small letters stops the build.
#[test]
fn e6_files_that_differ_in_case_alone_stop_the_build() {
    for (one, other) in [("static/Plan.pdf", "static/plan.pdf"), ("static/A/x.txt", "static/a/x.txt")] {
        let project = Project::new();
        project.put(one, "x");
        project.put(other, "y");
        let built = project.build();
        built.told("D011", &[one, other]);
        built.nothing_written();
    }
}

/// E5: folders in folders in folders are read, written, and removed again.
#[test]
fn e5_folders_may_be_hundreds_deep() {
    let project = Project::new();
    let deep = "d/".repeat(200);
    project.put(&format!("content/people/{deep}ada.md"), "---\nname: Ada\n---\n\n[[Bob]] and [a file](/plain.txt)\n");
    project.put(&format!("static/{deep}plain.txt"), "x");
    project.put("static/plain.txt", "x");
    project.put("content/people/bob.md", "---\nname: Bob\n---\n");
    let built = project.build();
    assert_eq!(built.code, Some(0), "{:?}", built.told);
    assert!(built.has("people/ada/index.html") && built.has(&format!("{deep}plain.txt")));
    let deeper = "d/".repeat(400);
    project.put(&format!("static/{deeper}other.txt"), "y");
    assert!(project.build().has(&format!("{deeper}other.txt")));
    fs::remove_dir_all(project.root().join("static/d")).unwrap();
    let built = project.build();
    assert!(!built.files.keys().any(|file| file.starts_with("d/")) && !project.root().join("public/d").exists());
}
