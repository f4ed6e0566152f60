//! A folder as the target.

use std::fs;

use super::{Project, files, lines, said};

/// Three records change; counted by the files that are others on the disk.
#[test]
fn only_what_changed_is_written_to_a_folder_and_foreign_files_stay() {
    let project = Project::new();
    let article = |word: &str| format!("---\ntitle: Talk\ndate: 2025-02-12\n---\n\nIt was {word}.\n");
    for at in 0..9 {
        project.write(&format!("content/articles/talk-{at}.md"), article("long"));
    }
    assert!(project.publish(&["--yes"]).status.success());
    for foreign in ["foreign.txt", "articles/foreign.txt", ".well-known"] {
        fs::write(project.live().join(foreign), "not ours").unwrap();
    }
    let before = files(&project.live());
    for at in 0..2 {
        project.write(&format!("content/articles/talk-{at}.md"), article("short"));
    }
    project.remove("content/articles/talk-2.md");
    let dry = project.publish(&["--dry-run"]);
    assert!(before == files(&project.live()), "a dry run only reads");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let mut after = files(&project.live());
    let is_new = |(name, held): &(&String, &(Vec<u8>, u64))| before.get(*name).is_none_or(|old| old.1 != held.1);
    let written: Vec<&String> = after.iter().filter(is_new).map(|(name, _)| name).collect();
    assert!(lines(&dry, "+~").iter().eq(written.iter().copied()), "{written:?}");
    assert!(written.len() < after.len() / 2, "{written:?}");
    let gone: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert!(lines(&dry, "-").iter().eq(gone.iter().copied()) && !gone.is_empty(), "{gone:?}");
    for foreign in ["foreign.txt", "articles/foreign.txt", ".well-known"] {
        assert_eq!(after.remove(foreign).unwrap().0, b"not ours");
    }
    assert!(after.remove("SHA256SUMS").is_some());
    let built = files(&project.root().join("public"));
    assert!(after.iter().map(|(name, held)| (name, &held.0)).eq(built.iter().map(|(name, held)| (name, &held.0))));
}
