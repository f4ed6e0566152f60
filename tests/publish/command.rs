//! A program as the target, and what is taken back.

use std::fs;

use super::{Project, SETTINGS, said};

#[test]
fn a_program_gets_the_folder_of_the_site() {
    let project = Project::new();
    let target = "kind: command, path: ../live, run: [sh, -c, 'cp -r \"$1\" ../host && echo sent', sh, '{folder}']";
    project.write("dossier.yaml", SETTINGS.replace("kind: folder, path: ../live", target));
    assert!(project.publish(&["--dry-run"]).status.success() && !project.home().join("host").exists());
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stderr).contains("sent\n"), "{}", said(&output));
    assert!(project.home().join("host/articles/call/index.html").exists());

    project.write("dossier.yaml", SETTINGS.replace("kind: folder, path: ../live", &target.replace("cp -r", "false")));
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("sh: cannot send the site: it ended with 1"), "{}", said(&output));
    project.write("dossier.yaml", SETTINGS.replace("kind: folder", "kind: command"));
    assert_eq!(project.publish(&["--yes"]).status.code(), Some(2));
}

/// I2: what was published and is not any more is gone from the target, and caches are thought of.
#[test]
fn what_is_taken_back_is_gone_and_its_addresses_are_told() {
    let project = Project::new();
    let article = |title: &str, more: &str| {
        format!("---\ntitle: {title}\ndate: 2025-02-12\n{more}---\n\nThe zebra crossed the river at {title}.\n")
    };
    project.write("content/articles/first.md", article("First", ""));
    project.write("content/articles/second.md", article("Second", ""));
    let output = project.publish(&["--yes"]);
    assert!(output.status.success() && !said(&output).contains("Caches"), "{}", said(&output));
    project.write("content/articles/first.md", article("First", "draft: true\n"));
    project
        .write("content/articles/second.md", article("Second", "withdrawn: {date: 2025-02-14, note: By mistake.}\n"));
    let output = project.publish(&["--yes"]);
    let told = said(&output);
    assert!(output.status.success() && told.contains("1 withdrawal"), "{told}");
    let caches = told.split("Caches before the site").nth(1).unwrap();
    for path in ["articles/first/", "articles/first/index.json", "articles/second/", "articles/second/index.json"] {
        assert!(caches.contains(&format!("  https://example.org/{path}\n")), "{path}: {caches}");
    }
    assert!(!project.live().join("articles/first").exists());
    let mut folders = vec![project.live()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).to_lowercase();
                assert!(!text.contains("zebra"), "{}", path.display());
            }
        }
    }
}
