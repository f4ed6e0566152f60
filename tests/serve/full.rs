//! Hard-case B4 in the preview: the author's disk is full.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::preview::{Preview, article, put, status};

/// Starts what it is given on a disk of 256 KiB, that of its root, which is the fifth argument.
const ON_DISK: &str = "d=$(mktemp -d) && cp -r \"$5/.\" $d && mount -t tmpfs -o size=256k tmpfs \"$5\" && \
                       cp -r $d/. \"$5\" && rm -r $d && TMPDIR=\"$5\" exec \"$0\" \"$@\"";

/// Writes until nothing fits any more, and no longer.
fn fill(path: &Path) {
    let mut filler = File::options().append(true).create(true).open(path).unwrap();
    while filler.write_all(&[b'x'; 4096]).is_ok() {}
}

/// B4. What an editor still gets onto a full disk is shown; what it loses is told of over the page as it was last.
#[test]
fn b4_on_a_full_disk_changes_are_shown_or_told_and_the_server_lives() {
    let preview = Preview::by(&["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_DISK], &[]);
    let root = PathBuf::from(format!("/proc/{}/root{}", preview.child.id(), preview.root().display()));
    let (page, file) = ("/articles/call/", "content/articles/call.md");
    assert!(preview.get(page).contains("First words"));
    let filler = root.join(".filler");
    fill(&filler);
    assert!(fs::write(root.join("one-more"), "x").is_err(), "the disk is not full");
    fs::remove_file(root.join("one-more")).unwrap();

    // The room of the old text is enough for the new one.
    put(&root, file, &article("The call", "Other words."));
    preview.wait(page, "the edit did not show", |page| page.contains("Other words"));

    // An editor empties the file first, and somebody else takes the room.
    let mut emptied = File::create(root.join(file)).unwrap();
    fill(&filler);
    assert!(emptied.write_all(article("The call", "Lost words.").as_bytes()).is_err(), "the disk is not full");
    drop(emptied);
    let told = preview.wait(page, "the loss was not told", |page| page.contains("data-dossier-problems"));
    assert!(told.contains("Other words") && told.contains("call.md"), "{told}");
    assert_eq!(status(&preview.get("/people/ada/")), "200");
    preview.said("call.md");

    fs::remove_file(&filler).unwrap();
    put(&root, file, &article("The call", "Third words."));
    let mended = preview.wait(page, "the mended page did not show", |page| page.contains("Third words"));
    assert!(!mended.contains("data-dossier-problems"), "{mended}");
    let mut names: Vec<String> =
        fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".env", ".git", "content", "dossier.yaml", "static"], "nothing else was left");
    assert_eq!(fs::read_to_string(root.join("content/people/ada.md")).unwrap(), "---\nname: Ada\n---\n");
    assert_eq!(fs::read_to_string(root.join("static/plain.txt")).unwrap(), "plain");
}
