//! Hard-cases B7, B9 and C5: the program with few open files, with nobody who listens, interrupted at any moment, and asked to
//! compare.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::project::{put, tree};

/// A site of two hundred articles.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\n");
    for number in 0..200 {
        let text = format!("---\ntitle: Number {number}\ndate: 2025-02-12\npeople: [ada]\n---\n\nAda said {number}.\n");
        put(root, &format!("content/articles/n{number}.md"), &text);
    }
    put(root, "content/people/ada.md", "---\nname: Ada\n---\n");
    folder
}

/// Returns the command with arguments, as a word for the shell where one is needed.
fn dossier(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).current_dir(root).env("SOURCE_DATE_EPOCH", "1740000000").env("NO_COLOR", "1");
    command
}

fn build(root: &Path) -> Output {
    dossier(root, &["build"]).output().unwrap()
}

fn no_panic(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert_ne!(output.status.code(), Some(101), "{said}");
}

/// Sends a signal to a process.
fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// B7. With few open files allowed a build comes to the same, or says what is missing; it never panics.
#[test]
fn b7_few_open_files_are_enough_or_an_error() {
    let whole = site();
    assert!(build(whole.path()).status.success());
    let (mut fine, mut told) = (0, 0);
    for most in [6, 8, 10, 12, 16, 24, 32] {
        let folder = site();
        let limited = format!("ulimit -n {most}; exec \"$0\" build");
        let program = env!("CARGO_BIN_EXE_dossier");
        let mut command = Command::new("sh");
        command.args(["-c", &limited, program]).current_dir(folder.path()).env("SOURCE_DATE_EPOCH", "1740000000");
        let output = command.env("RAYON_NUM_THREADS", "8").output().unwrap();
        no_panic(&output);
        if output.status.success() {
            assert_eq!(tree(&folder.path().join("public")), tree(&whole.path().join("public")), "{most}");
            fine += 1;
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{most}: {said}");
            assert!(said.contains("error: ") && said.contains("open files"), "{most}: {said}");
            assert!(build(folder.path()).status.success());
            assert_eq!(tree(&folder.path().join("public")), tree(&whole.path().join("public")), "{most}");
            told += 1;
        }
    }
    println!("{fine} built, {told} told");
    assert!(fine > 0 && told > 0, "{fine} built, {told} told");
}

/// B9. Nobody reads what is said, or no more of it.
#[test]
fn b9_readers_that_leave_do_no_harm() {
    let folder = site();
    for arguments in
        [&["query", "articles"][..], &["build", "--explain"], &["check"], &["completions", "bash"], &["--help"]]
    {
        for (closed, open) in [(true, false), (false, true), (true, true)] {
            let mut child =
                dossier(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            if closed {
                drop(child.stdout.take());
            }
            if open {
                drop(child.stderr.take());
            }
            let output = child.wait_with_output().unwrap();
            no_panic(&output);
            assert!(output.status.code().is_some(), "{arguments:?}: {:?}", output.status);
        }
    }
    assert!(build(folder.path()).status.success());
}

/// B9. Interrupted or ended at any moment, a build leaves the old site or the new one to the next build.
#[test]
fn b9_a_build_that_is_interrupted_leaves_nothing_half() {
    let whole = site();
    assert!(build(whole.path()).status.success());
    let wanted = tree(&whole.path().join("public"));
    let folder = site();
    let mut ended = 0;
    for (round, name) in ["INT", "TERM", "HUP"].into_iter().cycle().take(30).enumerate() {
        let _ = fs::remove_dir_all(folder.path().join("public"));
        let mut command = dossier(folder.path(), &["build"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        thread::sleep(Duration::from_millis(round as u64 * 25));
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        no_panic(&output);
        ended += usize::from(!output.status.success());
        assert!(build(folder.path()).status.success());
        assert_eq!(tree(&folder.path().join("public")), wanted, "after {name} in round {round}");
    }
    println!("{ended} of 30 builds were ended");
    assert!(ended > 0);
}

/// C5. `build --verify` compares with a clean build: what only a look at every byte shows, such as a page that was changed by
/// hand and kept its length.
#[test]
fn c5_a_difference_from_a_clean_build_is_told() {
    let folder = site();
    let page = folder.path().join("public/people/ada/index.html");
    let verify = || dossier(folder.path(), &["build", "--verify"]).output().unwrap();
    let output = verify();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("Ada", "Eve", 1)).unwrap();
    let output = verify();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("people/ada/index.html"), "{said}");
}
