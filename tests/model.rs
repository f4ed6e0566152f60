//! The rules of the content model, each with what proves it: `tests/model.md` names a line in which a rule holds and one in which
//! it does not apply or is broken. Here every line is looked up, and every check wants a rule.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]
#![allow(clippy::disallowed_methods, reason = "a test reads its ledger")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use dossier::check::CHECKS;

/// A rule with the lines that prove it.
struct Rule {
    /// The line of the ledger.
    line: usize,
    text: String,
    /// Where it holds.
    holds: Vec<Proof>,
    /// Where it does not apply or is broken.
    but: Vec<Proof>,
}

/// A line of a test: the file below `tests/`, and words of the line.
#[derive(PartialEq, Eq)]
struct Proof {
    file: String,
    words: String,
}

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for (at, line) in fs::read_to_string(tests().join("model.md")).unwrap().lines().enumerate() {
        if let Some(text) = line.strip_prefix("- ") {
            rules.push(Rule { line: at + 1, text: text.to_owned(), holds: Vec::new(), but: Vec::new() });
            continue;
        }
        let Some((word, proof)) = line.strip_prefix("  - ").and_then(|line| line.split_once(' ')) else { continue };
        let (file, words) = proof.split_once(": ").unwrap();
        let (rule, proof) = (rules.last_mut().unwrap(), Proof { file: file.to_owned(), words: words.to_owned() });
        match word {
            "holds" => rule.holds.push(proof),
            "but" => rule.but.push(proof),
            _ => panic!("model.md:{}: `{word}` is neither `holds` nor `but`", at + 1),
        }
    }
    rules
}

#[test]
fn every_rule_holds_somewhere_and_ends_somewhere() {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for rule in rules() {
        let place = format!("model.md:{}: {}", rule.line, rule.text);
        if rule.holds.is_empty() || rule.but.is_empty() || rule.holds.iter().any(|proof| rule.but.contains(proof)) {
            wrong.push(format!("{place}\n  needs a line in which it holds, and another one in which it does not"));
        }
        for proof in rule.holds.iter().chain(&rule.but) {
            let read = || fs::read_to_string(tests().join(&proof.file)).unwrap_or_default();
            let text = texts.entry(proof.file.clone()).or_insert_with(read);
            if !text.lines().any(|line| line.contains(&proof.words)) {
                wrong.push(format!("{place}\n  no line of {} has `{}`", proof.file, proof.words));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_check_has_a_rule_and_a_case_in_which_it_reports() {
    let rules = rules();
    let told: BTreeSet<&str> = rules.iter().filter_map(|rule| rule.text.split(' ').next()).collect();
    let mut cases = String::new();
    read(&tests().join("cases"), &mut cases);
    for check in CHECKS {
        let code = check.code.code;
        assert!(told.contains(code), "model.md has no rule for {code}");
        assert!(cases.contains(&format!("[{code}]: ")), "no case reports {code}");
    }
}

/// Adds the texts of all files below a folder.
fn read(folder: &Path, texts: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, texts);
        } else {
            texts.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
