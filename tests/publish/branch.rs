//! A branch of a git repository as the target.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Project, SETTINGS, lines, said};

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// A branch gets what changed as one commit; foreign files stay, foreign branches are refused (K4).
#[test]
fn a_branch_is_published_to() {
    let project = Project::new();
    let bare = project.home().join("site.git");
    git(project.folder.path(), &["init", "--quiet", "--bare", bare.to_str().unwrap()]);
    let settings = |history: &str, branch: &str| {
        SETTINGS.replace(
            "kind: folder, path: ../live",
            &format!("kind: git, repository: ../site.git, branch: {branch}, history: {history}"),
        )
    };
    project.write("dossier.yaml", settings("keep", "pages"));
    assert!(project.publish(&["--dry-run"]).status.success());
    assert_eq!(git(&bare, &["branch", "--list"]), "", "a dry run pushes nothing");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let files = || git(&bare, &["ls-tree", "-r", "--name-only", "pages"]);
    assert!(files().contains("index.html\n") && files().contains(".nojekyll\n"), "{}", files());
    let count = || git(&bare, &["rev-list", "--count", "pages"]).trim().to_owned();

    let desk = project.home().join("desk");
    git(project.folder.path(), &["clone", "--quiet", "--branch=pages", bare.to_str().unwrap(), desk.to_str().unwrap()]);
    fs::write(desk.join("CNAME"), "news.example.org\n").unwrap();
    let commit = ["-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--message=name"];
    git(&desk, &["add", "CNAME"]);
    git(&desk, &commit);
    git(&desk, &["push", "--quiet"]);
    assert!(project.publish(&["--yes"]).status.success());
    assert_eq!(count(), "2", "nothing changed, so there is no commit");

    project.write("content/articles/second.md", "---\ntitle: The second\ndate: 2025-02-13\n---\n\nMore.\n");
    let dry = project.publish(&["--dry-run"]);
    assert!(project.publish(&["--yes"]).status.success());
    let changed = git(&bare, &["diff", "--name-only", "pages~1", "pages"]);
    let changed: Vec<&str> = changed.lines().filter(|file| !file.starts_with(".dossier-")).collect();
    assert_eq!(lines(&dry, "+~-"), changed, "only what changed is in the commit");
    assert_eq!(count(), "3");
    assert!(files().contains("CNAME\n") && files().contains("articles/second/index.html\n"));
    for file in files()
        .lines()
        .filter(|file| !["CNAME", ".nojekyll", "SHA256SUMS"].contains(file) && !file.starts_with(".dossier"))
    {
        let there = Command::new("git").arg("-C").arg(&bare).args(["show", &format!("pages:{file}")]).output().unwrap();
        assert!(there.stdout == fs::read(project.root().join("public").join(file)).unwrap(), "{file}");
    }

    project.write("dossier.yaml", settings("one", "pages"));
    project.write("content/articles/third.md", "---\ntitle: The third\ndate: 2025-02-14\n---\n\nMore.\n");
    assert!(project.publish(&["--yes"]).status.success());
    assert_eq!(count(), "1", "one commit is left");
    assert!(files().contains("CNAME\n") && files().contains("articles/third/index.html\n"));

    git(&desk, &["checkout", "--quiet", "--orphan", "foreign"]);
    git(&desk, &["rm", "--quiet", "-r", "--force", "."]);
    fs::write(desk.join("code.c"), "int main;").unwrap();
    git(&desk, &["add", "code.c"]);
    git(&desk, &commit);
    git(&desk, &["push", "--quiet", "origin", "foreign"]);
    project.write("dossier.yaml", settings("one", "foreign"));
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(git(&bare, &["ls-tree", "-r", "--name-only", "foreign"]), "code.c\n");
}

/// K4: no password in the settings, none in a log.
#[test]
fn passwords_of_repositories_are_refused_and_never_told() {
    let project = Project::new();
    let target =
        |url: &str| SETTINGS.replace("kind: folder, path: ../live", &format!("kind: git, repository: '{url}'"));
    for url in ["https://desk:sesame-4711@127.0.0.1:1/x.git", "https://sesame-4711@127.0.0.1:1/x.git"] {
        project.write("dossier.yaml", target(url));
        let output = project.publish(&["--yes"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(!said(&output).contains("sesame"), "{}", said(&output));
        assert!(said(&output).contains("holds a user or password"), "{}", said(&output));
    }
    project.write("dossier.yaml", target("--upload-pack=touch x:"));
    assert_eq!(project.publish(&["--yes"]).status.code(), Some(2));
}

/// K4: somebody else's commit in between is never lost, and a push that is refused leaves the branch as it was. I2: what
/// is taken back is gone from the branch, and with one commit from the repository.
#[test]
fn a_branch_is_old_or_new_and_never_somebody_elses() {
    let project = Project::new();
    let bare = project.home().join("site.git");
    git(project.folder.path(), &["init", "--quiet", "--bare", bare.to_str().unwrap()]);
    let target = "kind: git, repository: ../site.git, branch: pages, history: one";
    project.write("dossier.yaml", SETTINGS.replace("kind: folder, path: ../live", target));
    project.write("content/events/zebra.md", "---\ntitle: Zebra\ndate: 2025-02-12\n---\n\nThe quagga crossed.\n");
    assert!(project.publish(&["--yes"]).status.success());
    let before = git(&bare, &["rev-parse", "pages"]);
    let tells = || {
        let all = git(&bare, &["grep", "-I", "-i", "-l", "-e", "zebra", "-e", "quagga", "pages"]);
        all.lines().count()
    };
    assert!(tells() > 3);

    let hook = bare.join("hooks/pre-receive");
    let write_hook = |lines: &str| {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::write(&hook, format!("#!/bin/sh\n{lines}\n")).unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    };
    project.write(
        "content/events/zebra.md",
        "---\ntitle: Zebra\ndate: 2025-02-12\ndraft: true\n---\n\nThe quagga crossed.\n",
    );
    write_hook("exit 1");
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(git(&bare, &["rev-parse", "pages"]), before);

    // Somebody else's commit arrives while ours is on its way.
    let theirs =
        git(&bare, &["-c", "user.name=x", "-c", "user.email=x@localhost", "commit-tree", "-m", "x", "pages^{tree}"]);
    write_hook(&format!("unset GIT_QUARANTINE_PATH; git update-ref refs/heads/pages {}", theirs.trim()));
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(git(&bare, &["rev-parse", "pages"]), theirs);

    fs::remove_file(&hook).unwrap();
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let mut grep = Command::new("git");
    grep.arg("-C").arg(&bare).args(["grep", "-i", "-l", "-e", "zebra", "-e", "quagga", "pages"]);
    assert_eq!(said(&grep.output().unwrap()), "");
    assert_eq!(git(&bare, &["rev-list", "--count", "pages"]).trim(), "1");
}
