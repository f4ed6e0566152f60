//! What `Target` promises those who call it.

use std::thread;

use dossier::write::Error;

use crate::project::{Files, OLD, Project, STAGING, file, manifest, old_project, record, stage, tree, tree_of};

/// B3, B4.
#[test]
fn a_target_that_is_dropped_leaves_nothing_behind() {
    let project = Project::new();
    let output = project.root().join("out/of/the/way");
    let before = tree(&project.root());
    for abandon in [true, false] {
        let target = project.open_at(&output).unwrap();
        stage(&target, &file("people/ada/index.html"), b"ada").unwrap();
        assert!(output.join(STAGING).is_dir());
        assert!(!output.join("people").exists());
        if abandon {
            target.abandon();
        } else {
            drop(target);
        }
        let mut after = tree(&project.root());
        after.retain(|path, _| !path.starts_with(".dossier/"));
        assert_eq!(after, before);
    }
    let project = old_project();
    let before = tree(&project.output());
    let target = project.open().unwrap();
    stage(&target, &file("index.html"), b"new").unwrap();
    drop(target);
    assert_eq!(tree(&project.output()), before);
}

#[test]
fn a_manifest_that_records_more_than_was_written_is_refused() {
    let project = old_project();
    let before = project.visible();
    for (path, text) in
        [("never.html", "x"), ("index.html", "other"), ("people/new.html", "old"), ("people/new.html", "newer")]
    {
        let target = project.open().unwrap();
        stage(&target, &file("people/new.html"), b"new").unwrap();
        let mut next = manifest(OLD);
        next.insert(file(path), record(text));
        let error = target.commit(&next).unwrap_err();
        assert!(matches!(error, Error::Unstaged { .. }), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
    assert_eq!(project.visible(), before);
}

#[test]
fn staged_files_that_the_manifest_lacks_stay_out_of_the_site() {
    let project = Project::new();
    let target = project.open().unwrap();
    for path in ["people/ada/index.html", "people/ada/draft.html", "draft/index.html"] {
        stage(&target, &file(path), b"text").unwrap();
    }
    let files: Files = &[("people/ada/index.html", "text")];
    assert_eq!(target.commit(&manifest(files)).unwrap().written, 1);
    assert_eq!(project.visible(), tree_of(files));
}

#[test]
fn a_path_can_be_staged_once() {
    let project = Project::new();
    let target = project.open().unwrap();
    stage(&target, &file("a.html"), b"first").unwrap();
    let error = stage(&target, &file("a.html"), b"second").unwrap_err();
    assert!(error.to_string().contains("a.html"), "{error}");
    target.commit(&manifest(&[("a.html", "first")])).unwrap();
    assert_eq!(project.visible(), tree_of(&[("a.html", "first")]));
}

#[test]
fn many_threads_may_stage() {
    let project = Project::new();
    let pages: Vec<_> = (0..400).map(|page| (format!("{}/{page}/index.html", page % 7), page.to_string())).collect();
    for round in ["first", "second"] {
        let texts: Vec<_> = pages.iter().map(|(path, text)| (path.as_str(), format!("{round} {text}"))).collect();
        let files: Vec<_> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let target = project.open().unwrap();
        thread::scope(|scope| {
            for part in files.chunks(50) {
                let target = &target;
                scope.spawn(move || {
                    for (path, text) in part {
                        stage(target, &file(path), text.as_bytes()).unwrap();
                    }
                });
            }
        });
        assert_eq!(target.commit(&manifest(&files)).unwrap().written, 400);
        assert_eq!(project.visible(), tree_of(&files));
    }
}
