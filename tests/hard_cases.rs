//! The table of hard cases in `README.md` beside this and the tests are the same.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test may fail and needs files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;

/// All codes, by letter.
const CODES: &[(char, &[u8])] = &[
    ('A', &[1, 2, 3, 4, 5, 6]),
    ('B', &[1, 2, 3, 4, 5, 7, 8, 9, 10]),
    ('C', &[1, 2, 3, 4, 5]),
    ('D', &[1, 2, 3, 4, 5]),
    ('E', &[1, 2, 3, 4, 5, 6, 7, 8]),
    ('F', &[1, 2, 3, 4, 6, 7, 8, 9]),
    ('G', &[1, 2, 3, 4, 5]),
    ('H', &[1, 2, 3, 4, 5, 6, 7, 8]),
    ('I', &[1, 2, 3, 4, 5, 6, 7]),
    ('J', &[1, 2]),
    ('K', &[1, 2, 3, 4]),
    ('L', &[1, 2, 4]),
];

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

/// Returns the rows of the table: the code, where it is tested, how that is run.
fn rows() -> Vec<(String, Vec<String>, String)> {
    let text = fs::read_to_string(tests().join("README.md")).unwrap();
    let table = text.split("\n## Hard cases\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| code") && !line.starts_with("| ---"));
    let cells =
        rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    let in_ticks = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    cells.map(|cells| (cells[0].clone(), in_ticks(&cells[2]), cells[3].clone())).collect()
}

/// Returns the Rust files of the tests, by their path below `tests/`.
fn files(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(tests()).unwrap().to_str().unwrap().to_owned();
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// Returns the codes that tests name, each with its file: those in the words above a test, or in its own name.
fn cited() -> BTreeSet<(String, String)> {
    let mut texts = BTreeMap::new();
    files(tests(), &mut texts);
    let test = Regex::new(r"(?m)((?:^[ \t]*///.*\n)*)((?:^[ \t]*#\[.*\n)+)^[ \t]*fn (\w+)\(").unwrap();
    let code = Regex::new(r"\b([A-L]\d{1,2})\b").unwrap();
    let mut cited = BTreeSet::new();
    for (file, text) in &texts {
        for found in test.captures_iter(text).filter(|found| found[2].contains("#[test]")) {
            let own = found[3].split('_').next().unwrap().to_uppercase();
            for code in code.find_iter(&format!("{} {own}", &found[1])) {
                cited.insert((code.as_str().to_owned(), file.clone()));
            }
        }
    }
    cited
}

#[test]
fn every_code_has_its_row() {
    let codes =
        CODES.iter().flat_map(|(letter, numbers)| numbers.iter().map(move |number| format!("{letter}{number}")));
    assert_eq!(rows().into_iter().map(|(code, ..)| code).collect::<Vec<_>>(), codes.collect::<Vec<_>>());
}

#[test]
fn the_table_names_the_tests_that_there_are() {
    let cited = cited();
    let mut listed = BTreeSet::new();
    for (code, places, how) in rows() {
        assert!(!places.is_empty() && how.contains('`'), "{code} is tested nowhere");
        for place in places {
            let path = tests().join(&place);
            if place.ends_with(".rs") {
                let target = place.split('/').next().unwrap().trim_end_matches(".rs");
                assert!(how.contains(&format!("--test {target}")), "{code}: how is `{place}` run?");
                listed.insert((code.clone(), place));
            } else if path.is_file() {
                assert!(
                    fs::read_to_string(&path).unwrap().contains(&code),
                    "`{place}` does not say that it tests {code}"
                );
            } else {
                assert!(path.is_dir(), "{code}: there is no `{place}`");
            }
        }
    }
    let missing: Vec<_> = cited.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&cited).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in the table: {missing:?}\nin the table, and no such test: {gone:?}"
    );
}

#[test]
fn every_promise_of_security_has_a_test() {
    let text = fs::read_to_string(tests().parent().unwrap().join("SECURITY.md")).unwrap();
    let known: BTreeSet<String> = rows().into_iter().map(|(code, ..)| code).collect();
    let rows = text.lines().filter(|line| line.starts_with("| ")).skip(2);
    let mut promises = 0;
    for row in rows {
        let codes = row.trim_matches('|').split(" | ").nth(1).unwrap().split_whitespace();
        for code in codes {
            assert!(known.contains(code), "{code}: {row}");
        }
        promises += 1;
    }
    assert!(promises > 5);
}
