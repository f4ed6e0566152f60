//! Hard-cases B8: one build at a time.

use std::fs;
use std::thread;
use std::time::Duration;

use dossier::write::Error;

use crate::faults::run_helper;
use crate::project::{NEW, Project, build, old_project};

/// B8.
#[test]
fn a_second_build_is_locked_out_until_the_first_is_done() {
    let project = Project::new();
    let first = project.open().unwrap();
    let error = project.open().unwrap_err();
    assert_eq!(error.exit_code(), 4);
    let lock = project.root().join(".dossier/lock");
    assert_eq!(
        error.to_string(),
        format!("`{}` is locked by another dossier (process {})", lock.display(), std::process::id())
    );
    build(first, NEW).unwrap();
    project.open().unwrap();
    assert_eq!(fs::read_to_string(project.root().join(".dossier/.gitignore")).unwrap(), "*\n");
}

/// B8: two checkouts of one project with one output folder.
#[test]
fn two_projects_do_not_build_into_one_folder_at_once() {
    let (first, second) = (Project::new(), Project::new());
    let target = first.open().unwrap();
    let error = second.open_at(&first.output()).unwrap_err();
    assert_eq!(error.exit_code(), 4);
    drop(target);
    second.open_at(&first.output()).unwrap();
}

/// B8.
#[test]
fn the_lock_of_a_dead_process_is_taken_over() {
    let project = old_project();
    let mut child = run_helper(&project).env("DOSSIER_TEST_HOLD", "1").spawn().unwrap();
    while !project.root().join("held").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the helper ended early");
        thread::sleep(Duration::from_millis(5));
    }
    let error = project.open().unwrap_err();
    assert!(matches!(error, Error::Locked { holder, .. } if holder == Some(child.id())), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    project.build(NEW).unwrap();
}
