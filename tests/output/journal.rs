//! Hard-cases B, built by hand: whatever state an interrupted build left, the next one completes it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use dossier::digest::Digest;
use dossier::write::Reason;

use crate::project::{
    JOURNAL, MANIFEST, NEW, OLD, Project, STAGING, assert_old_or_new, build, file, manifest, old_project, put, reason,
    stage_only, tree, tree_of, with_foreign,
};

/// B1.
#[test]
fn a_journal_cut_anywhere_leaves_the_old_site() {
    let journal = manifest(NEW).to_bytes();
    let project = old_project();
    let tail = journal.len() - 60;
    for len in (0..tail).step_by(11).chain(tail..journal.len()) {
        stage_only(&project);
        fs::write(project.output().join(JOURNAL), &journal[..len]).unwrap();
        project.open().unwrap().abandon();
        assert_eq!(project.visible(), with_foreign(OLD));
        assert_eq!(project.own(), [MANIFEST]);
    }
    stage_only(&project);
    assert!(!assert_old_or_new(&project, "no journal"));
}

/// Does one thing to an output folder.
type Step = Box<dyn Fn(&Path)>;

/// The steps of putting `NEW` in place, as the module's documentation has them.
fn steps() -> Vec<Step> {
    let over = |path: &str| {
        let name = Digest::of(path.as_bytes()).to_string();
        format!("{STAGING}/over/{}/{name}", &name[..1])
    };
    let mut steps: Vec<Step> = Vec::new();
    for path in ["about", "notes/deep/index.html", "notes/index.html"] {
        steps.push(Box::new(move |output| {
            fs::remove_file(output.join(path)).unwrap();
        }));
    }
    for path in ["notes/deep", "notes"] {
        steps.push(Box::new(move |output| {
            fs::remove_dir(output.join(path)).unwrap();
        }));
    }
    for path in ["about", "notes", "people/ada/index.json", "people/eve", "stories"] {
        steps.push(Box::new(move |output| {
            let staged = output.join(format!("{STAGING}/new/{path}"));
            fs::rename(staged, output.join(path)).unwrap();
        }));
    }
    for path in ["index.html", "people/ada/index.html"] {
        steps.push(Box::new(move |output| {
            fs::rename(output.join(over(path)), output.join(path)).unwrap();
        }));
    }
    for path in ["gone/x/index.html", "people/bob/index.html"] {
        steps.push(Box::new(move |output| {
            fs::remove_file(output.join(path)).unwrap();
        }));
    }
    for path in ["people/bob", "gone/x"] {
        steps.push(Box::new(move |output| {
            fs::remove_dir(output.join(path)).unwrap();
        }));
    }
    steps.push(Box::new(|output| {
        fs::rename(output.join(JOURNAL), output.join(MANIFEST)).unwrap();
    }));
    steps
}

/// B1.
#[test]
fn a_complete_journal_is_rolled_forward_from_every_step() {
    let count = steps().len();
    for done in 0..=count {
        let project = old_project();
        stage_only(&project);
        let output = project.output();
        fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
        for step in steps().iter().take(done) {
            step(&output);
        }
        assert!(assert_old_or_new(&project, &format!("{done} of {count} steps")));
    }
}

/// B1: the first build has no manifest yet, and more than dot files once it is half done.
#[test]
fn an_interrupted_first_build_is_rolled_forward() {
    let project = Project::new();
    stage_only(&project);
    let output = project.output();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    fs::rename(output.join(format!("{STAGING}/new/stories")), output.join("stories")).unwrap();
    let target = project.open().unwrap();
    assert_eq!(*target.manifest(), manifest(NEW));
    assert_eq!(project.visible(), tree_of(NEW));
}

/// B1: what was staged is lost, by hand or with the power; the manifest must not say that it was written.
#[test]
fn lost_or_torn_staged_files_are_written_by_the_next_build() {
    for torn in [false, true] {
        let project = old_project();
        stage_only(&project);
        let output = project.output();
        fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
        if torn {
            let staged = output.join(STAGING);
            for path in tree(&staged).into_keys().filter(|path| !path.ends_with('/')) {
                fs::write(staged.join(path), "").unwrap();
            }
        } else {
            fs::remove_dir_all(output.join(STAGING)).unwrap();
        }
        let target = project.open().unwrap();
        for (path, _) in NEW {
            assert_eq!(target.has(&file(path)), path.contains("same"), "{path}");
        }
        assert_eq!(project.own(), [MANIFEST]);
        build(target, NEW).unwrap();
        assert_eq!(project.visible(), with_foreign(NEW));
        assert_eq!(*project.open().unwrap().manifest(), manifest(NEW));
    }
}

/// A6, B1: the staging folder of an interrupted build is not trusted further than its journal goes.
#[test]
fn what_strangers_put_in_the_staging_folder_stays_out_of_the_site() {
    let project = old_project();
    stage_only(&project);
    let output = project.output();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    put(&output, ".dossier-staging/new/stories/extra.html", "extra");
    put(&output, ".dossier-staging/new/extra/index.html", "extra");
    symlink("/etc/passwd", output.join(".dossier-staging/new/stories/link")).unwrap();
    symlink("/etc", output.join(".dossier-staging/new/stories/folder")).unwrap();
    assert!(assert_old_or_new(&project, "strange files"));

    let project = old_project();
    stage_only(&project);
    let output = project.output();
    let outside = project.folder.path().join("outside");
    fs::rename(output.join(STAGING), &outside).unwrap();
    let before = tree(&outside);
    symlink(&outside, output.join(STAGING)).unwrap();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    let target = project.open().unwrap();
    assert!(!target.has(&file("stories/one/index.html")));
    build(target, NEW).unwrap();
    assert_eq!(project.visible(), with_foreign(NEW));
    assert_eq!(tree(&outside), before);
}

/// A1, B1: between a kill and the next build somebody put a file where a page is still to come.
#[test]
fn rolling_forward_spares_foreign_files_too() {
    let project = old_project();
    stage_only(&project);
    let output = project.output();
    fs::write(output.join(JOURNAL), manifest(NEW).to_bytes()).unwrap();
    put(&output, "stories/one/index.html", "mine");
    let before = tree(&output);
    let error = project.open().unwrap_err();
    assert_eq!(*reason(&error), Reason::InTheWay);
    assert_eq!(tree(&output), before);
    fs::remove_file(output.join("stories/one/index.html")).unwrap();
    assert!(assert_old_or_new(&project, "moved away"));
}
