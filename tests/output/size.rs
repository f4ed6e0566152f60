//! Hard-case G5: very many records, and one page that all of them mention. `RECORDS` is how many; 2,000 unless set.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::project::put;

/// The most that each further record may cost, in KiB. It comes to 5 to 15, as threads happen to hold large pages at once; what
/// grows with the square of the mentions of one person comes to some 150 for 2,000 records, and to more for more.
const KIB_EACH: u64 = 40;

/// Returns the most memory that a process has held so far, in KiB.
fn held(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Builds a site and returns the most memory that this took, in KiB.
fn build(root: &Path) -> u64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    let mut child = command.args(["build", "--root"]).arg(root).stderr(Stdio::piped()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        // It only rises, but that before the program began was this test's own.
        most = held(child.id()).unwrap_or(most);
        thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    most
}

/// G5.
#[test]
fn g5_memory_grows_with_the_records_and_one_page_takes_thousands_of_mentions() {
    let records: usize = env::var("RECORDS").ok().map_or(2_000, |records| records.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    // Drawing a card takes more memory than a small site.
    put(root, "dossier.yaml", "title: Desk\nbase_url: https://example.org/\nlanguage: en\ncards: []\n");
    put(root, "content/people/ada.md", "---\nname: Ada Lovelace\n---\n");
    let empty = build(root);
    for number in 0..records {
        let day = 1 + number % 28;
        let mut text = format!("---\ntitle: Number {number}\ndate: 2025-02-{day:02}\npeople: [ada]\n---\n\n");
        for section in 0..3 {
            let _ = write!(text, "## Part {section}\n\nIn part {section} Ada Lovelace said {number}.\n\n");
        }
        put(root, &format!("content/articles/{}/n{number}.md", number % 100), &text);
    }
    let start = Instant::now();
    let full = build(root);
    let took = start.elapsed();
    let each = full.saturating_sub(empty) / records as u64;
    println!("{records} records and {} mentions of one: {took:?}, {} MiB, {each} KiB each", 3 * records, full >> 10);
    let page = fs::read_to_string(root.join("public/people/ada/index.json")).unwrap();
    assert_eq!(page.matches("\"section\"").count() + page.matches("\"via\":\"field\"").count(), 4 * records);
    assert!(each <= KIB_EACH, "{each} KiB for each record");
}
