//! Hard-case A5: `init` and `new` never overwrite.

use std::fs;
use std::os::unix::fs::symlink;

use crate::project::{Project, run, tree};

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
    assert_eq!([new("person", ""), new("article", " \t")], [Some(2), Some(2)], "a record has a name");
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
