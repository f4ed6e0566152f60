//! However often an author saves, the preview takes no more memory for it.
//!
//! `SAVES` is how often; 300 unless set. `SAVES=10000 cargo test --test serve soak` takes some minutes.

use std::env;
use std::fs;

use crate::preview::{Preview, article, put};

/// How much more the preview may hold in the last quarter of the saves than in the second, in KiB. What an allocator keeps for
/// later moves by as much from one save to the next, so that the middle of what is seen in a quarter counts.
const SPARE: u64 = 4 * 1024;

/// Returns how much memory a process holds, in KiB.
fn held(preview: &Preview) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", preview.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Words, titles, references, drafts, mistakes, new files and removed ones: in the end as much memory is held as in the beginning.
#[cfg(target_os = "linux")]
#[test]
fn soak_thousands_of_saves_leave_memory_flat() {
    let saves: u32 = env::var("SAVES").ok().map_or(300, |saves| saves.parse().unwrap());
    assert!(saves >= 40, "SAVES={saves} are too few to tell");
    let preview = Preview::start();
    let file = "content/articles/call.md";
    let mut seen = Vec::new();
    for save in 0..saves {
        let words = format!("Words of save {save}.");
        match save % 10 {
            7 => put(preview.root(), "content/people/new.md", &format!("---\nname: New {save}\n---\n")),
            8 => fs::remove_file(preview.root().join("content/people/new.md")).unwrap(),
            9 => put(preview.root(), file, &article("The call", &format!("{words} See [[nobody {save}]]."))),
            _ => {}
        }
        let title = if save % 3 == 0 { format!("The call, {save}") } else { "The call".to_owned() };
        if save % 10 == 9 {
            preview.wait("/articles/call/", "the mistake is told", |page| page.contains("data-dossier-problems"));
        }
        put(preview.root(), file, &article(&title, &words));
        preview.wait("/articles/call/", &words, |page| page.contains(&words));
        seen.push(held(&preview));
    }
    let quarter = seen.len() / 4;
    let middle = |quarters: &mut [u64]| *quarters.select_nth_unstable(quarter / 2).1;
    let early = middle(&mut seen[quarter..2 * quarter]);
    let late = middle(&mut seen[3 * quarter..]);
    assert!(late <= early + SPARE, "{early} KiB in the second quarter of {saves} saves, {late} KiB in the last");
}
