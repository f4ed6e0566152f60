//! The directions of import: nouns know no stage, a stage knows only what the one before it made, edges know everything.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads files and fails loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What every module may use.
const NOUNS: [&str; 18] = [
    "codes",
    "date",
    "diagnostic",
    "digest",
    "entity",
    "error",
    "html",
    "kind",
    "kinds",
    "name",
    "picture",
    "poster",
    "route",
    "source",
    "template",
    "timings",
    "trust",
    "words",
];

/// What each module may use beside the nouns. A stage names the types of the stage before it.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("parse", &[]),
    ("config", &["parse"]),
    ("load", &["config"]),
    ("link", &["config", "parse"]),
    ("check", &["config", "link", "parse"]),
    ("plan", &["config", "link", "parse"]),
    ("render", &["load", "plan", "write"]),
    ("write", &[]),
    ("engine", &["check", "config", "link", "load", "parse", "plan", "render", "write"]),
    ("serve", &["config", "engine", "link", "load", "parse", "plan", "render", "write"]),
    ("publish", &["config", "engine", "link", "load", "parse", "write"]),
    ("import", &["config", "link", "parse", "plan"]),
    ("rename", &["config", "engine", "link", "load", "parse"]),
    (
        "commands",
        &[
            "check", "cli", "config", "engine", "import", "link", "load", "parse", "plan", "publish", "rename",
            "render", "serve", "write",
        ],
    ),
    ("cli", &["commands"]),
];

/// What single nouns may use beyond the nouns: the table of diagnostics is theirs, and errors wrap those of writing.
const NOUN_EXCEPTIONS: [(&str, &str); 1] = [("error", "write")];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn all() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&root).unwrap();
            let module = below.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
            let text = fs::read_to_string(&path).unwrap();
            (module, path, text)
        })
        .collect()
}

/// Returns the modules that a text names by `crate::module`, but not those in comments.
fn used(text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut used = Vec::new();
    for line in code {
        for part in line.split("crate::").skip(1) {
            let name: String = part.chars().take_while(|next| next.is_alphanumeric() || *next == '_').collect();
            if !name.is_empty() {
                used.push(name);
            }
        }
    }
    used
}

#[test]
fn imports_point_from_later_stages_to_earlier_ones() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    let mut wrong = Vec::new();
    for (module, path, text) in all() {
        if ["main", "lib"].contains(&module.as_str()) {
            continue;
        }
        for used in used(&text).into_iter().filter(|used| *used != module) {
            let fine = NOUNS.contains(&used.as_str())
                || allowed.get(module.as_str()).is_some_and(|allowed| allowed.contains(&used.as_str()))
                || NOUN_EXCEPTIONS.contains(&(module.as_str(), used.as_str()));
            if !fine {
                wrong.push(format!("{} uses crate::{used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the direction:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_is_in_the_table_and_on_the_map() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for (module, path, _) in all() {
        if ["main", "lib"].contains(&module.as_str()) {
            continue;
        }
        let known = NOUNS.contains(&module.as_str()) || ALLOWED.iter().any(|(name, _)| *name == module);
        assert!(known, "{} belongs to no stage", path.display());
        let named = [format!("[`{module}`]"), format!("[`mod@{module}`]")];
        assert!(named.iter().any(|named| map.contains(named)), "lib.rs does not say what `{module}` is for");
    }
}

#[test]
fn files_are_small_and_the_program_is_thin() {
    for (_, path, text) in all() {
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        let most = match path.file_name().unwrap().to_str().unwrap() {
            "main.rs" => 25,
            "lib.rs" => 80,
            _ => 400,
        };
        assert!(lines <= most, "{} has {lines} lines; the limit is {most}", path.display());
        assert!(text.starts_with("//!"), "{} does not say what it is for", path.display());
    }
}

#[test]
fn nothing_prints_but_the_command_line() {
    for (module, path, text) in all() {
        if !["cli", "commands"].contains(&module.as_str()) {
            for word in ["println!", "eprintln!", "print!", "dbg!"] {
                assert!(!text.contains(word), "{} prints", path.display());
            }
        }
    }
}

#[test]
fn no_two_mistakes_have_one_code() {
    let mut codes: Vec<&str> = dossier::check::all_codes().iter().map(|code| code.code).collect();
    codes.sort_unstable();
    let twice: Vec<_> = codes.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert!(codes.len() > 50 && twice.is_empty(), "codes given twice: {twice:?}");
}
