//! Hard-cases D: however files change, the right page is shown, no error flashes, and nothing runs in circles.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::preview::{Preview, article, put, status};

const PAGE: &str = "/articles/call/";

/// The ways in which editors save.
fn save(way: usize, path: &Path, text: &str) {
    let beside = |name: &str| path.with_file_name(name);
    match way {
        // Written over in place.
        0 => fs::write(path, text).unwrap(),
        // A temporary file is put in its place.
        1 => {
            fs::write(beside(".call.md.tmp"), text).unwrap();
            fs::rename(beside(".call.md.tmp"), path).unwrap();
        }
        // The old file is kept beside it, as Vim does.
        2 => {
            fs::write(beside("4913"), "").unwrap();
            fs::remove_file(beside("4913")).unwrap();
            fs::rename(path, beside("call.md~")).unwrap();
            fs::write(path, text).unwrap();
            fs::remove_file(beside("call.md~")).unwrap();
        }
        // Deleted and made.
        3 => {
            fs::remove_file(path).unwrap();
            fs::write(path, text).unwrap();
        }
        // The same, slowly.
        4 => {
            fs::remove_file(path).unwrap();
            sleep(Duration::from_millis(500));
            fs::write(path, text).unwrap();
        }
        // Emptied, and written later.
        _ => {
            fs::write(path, "").unwrap();
            sleep(Duration::from_millis(300));
            fs::write(path, text).unwrap();
        }
    }
}

/// D1.
#[test]
fn d1_every_way_to_save_shows_the_right_page_and_no_error() {
    for arguments in [&[][..], &["--poll"]] {
        let preview = Preview::with(arguments);
        let path = preview.root().join("content/articles/call.md");
        // Were the article missing for a moment, this link would be an error.
        put(preview.root(), "content/people/ada.md", "---\nname: Ada\n---\n\nSee [[call]].\n");
        preview.wait("/people/ada/", "the link did not show", |page| page.contains("articles/call/"));
        let mut tab = preview.tab(PAGE);
        for way in 0..6 {
            let words = format!("Words of way {way}.");
            save(way, &path, &article("The call", &words));
            preview.wait(PAGE, &words, |page| {
                let is_good = status(page) == "200" && !page.contains("data-dossier-problems");
                assert!(is_good, "way {way} {arguments:?}: {page}");
                page.contains(&words)
            });
            let told = tab.wait("data:");
            assert!(told.contains(r#""state":"changed""#), "way {way} {arguments:?}: {told}");
            // The way of polling sees a file again whose time has another fraction of a second.
            sleep(Duration::from_millis(60));
        }
    }
}

/// D2. Once a checkout is quiet, it is one change, or two.
#[test]
fn d2_five_thousand_files_at_once_are_at_most_two_changes() {
    let preview = Preview::start();
    let folder = preview.root().join("content/people");
    for number in 0..5_000 {
        fs::write(folder.join(format!("p{number}.md")), format!("---\nname: Person P{number}\n---\n")).unwrap();
    }
    let before = preview.notes().len();
    preview.wait("/people/p4999/", "the last file did not show", |page| page.starts_with("HTTP/1.1 200"));
    preview.wait("/people/p0/", "the first file did not show", |page| page.starts_with("HTTP/1.1 200"));
    sleep(Duration::from_millis(800));
    let notes = preview.notes();
    assert!(notes.len() <= before + 2, "{before} before it was quiet, of {notes:?}");
}

/// D3. Where the system cannot tell of more folders, that is said, and changes are seen all the same.
#[test]
fn d3_without_room_to_watch_the_folders_are_looked_through() {
    let limited = "echo 2 >/proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\"";
    let able = Command::new("unshare").args(["-Ur", "sh", "-c", "echo 2 >/proc/sys/user/max_inotify_watches"]).output();
    let able = able.is_ok_and(|output| output.status.success());
    assert!(able, "this machine lends no limit of its own: `unshare -Ur` must work, from util-linux, for this user");
    let preview = Preview::by(&["unshare", "-Ur", "sh", "-c", limited], &[]);
    preview.said("changes are looked for twice a second");
    put(preview.root(), "content/articles/call.md", &article("The call", "Second words."));
    preview.wait(PAGE, "the edit did not show", |page| page.contains("Second words"));
}

/// D4.
#[test]
fn d4_new_folders_and_a_root_that_is_made_again_are_watched() {
    let preview = Preview::start();
    let root = preview.root();
    put(root, "content/articles/2025/02/deep.md", &article("Deep", "First words."));
    preview.wait("/articles/deep/", "the nested file did not show", |page| page.contains("First words"));
    put(root, "content/articles/2025/02/deep.md", &article("Deep", "Second words."));
    preview.wait("/articles/deep/", "its edit did not show", |page| page.contains("Second words"));
    put(
        root,
        "templates/person.html",
        "{% extends \"base.html\" %}{% block main %}<main>OWN</main>{% endblock main %}",
    );
    preview.wait("/people/ada/", "a new folder of templates did not show", |page| page.contains("OWN"));

    let files: Vec<(String, Vec<u8>)> = ["dossier.yaml", "content/articles/call.md", "content/people/ada.md"]
        .map(|path| (path.to_owned(), fs::read(root.join(path)).unwrap()))
        .into();
    fs::remove_dir_all(root).unwrap();
    preview.wait(PAGE, "the missing root was not told", |page| page.contains("data-dossier-problems"));
    for (path, bytes) in &files {
        put(root, path, std::str::from_utf8(bytes).unwrap());
    }
    preview.wait(PAGE, "the root is back", |page| !page.contains("data-dossier-problems"));
    put(root, "content/articles/call.md", &article("The call", "Words after all."));
    preview.wait(PAGE, "an edit in the new root did not show", |page| page.contains("Words after all"));
}

/// D5. A build beside the preview, into the watched project, is no change.
#[test]
fn d5_a_build_into_the_project_is_no_change() {
    let preview = Preview::start();
    let built =
        Command::new(env!("CARGO_BIN_EXE_dossier")).args(["build", "--root"]).arg(preview.root()).output().unwrap();
    assert!(built.status.success());
    sleep(Duration::from_millis(800));
    assert_eq!(preview.notes(), Vec::<String>::new());
}
