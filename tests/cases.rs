//! The cases of `tests/cases/`: each Markdown file is a site, what is run on it, and what comes of it. Their form is in
//! `tests/README.md`; adding one needs no Rust, and `UPDATE=1 cargo test --test cases` writes what came of it into the
//! file. `CASE=mistakes/draft` runs those whose path holds these words.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and works on files")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;

/// What `dossier.yaml` says unless a case writes its own.
const SETTINGS: &str = "title: Test\nbase_url: https://example.org/\nlanguage: en\n";
/// The moment of every build: 2025-02-19T21:20:00Z.
const MOMENT: &str = "1740000000";
/// The line in an `output` block after which standard output follows.
const STANDARD_OUTPUT: &str = "-- standard output";

/// A fenced block of a case, or the lines between two of them.
#[derive(Clone, PartialEq, Eq)]
enum Part {
    Prose(String),
    Block(Block),
}

#[derive(Clone, PartialEq, Eq)]
struct Block {
    /// The line of the file on which it opens.
    line: usize,
    fence: String,
    word: String,
    rest: String,
    text: String,
}

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let wanted = env::var("CASE").unwrap_or_default();
    let update = env::var("UPDATE").is_ok_and(|value| !value.is_empty() && value != "0");
    let mut files = markdown(&folder);
    files.retain(|file| file.strip_prefix(&folder).unwrap().to_string_lossy().contains(&wanted));
    assert!(!files.is_empty(), "no case has `{wanted}` in its path");
    let failures: Vec<String> = files
        .par_iter()
        .flat_map(|file| {
            let failures = case(file, update);
            failures.into_iter().map(|failure| format!("{}:{failure}", file.display())).collect::<Vec<_>>()
        })
        .collect();
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "\n\n{}\n{count} expectations of {} cases do not hold; where the new outcome is right: \
         UPDATE=1 cargo test --test cases",
        failures.join("\n"),
        files.len()
    );
}

/// Runs one case and returns what does not hold; with `update`, the file then says what came of it.
fn case(file: &Path, update: bool) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let mut parts = parse(&text);
    let site = Site::new();
    let mut failures = Vec::new();
    let mut printed: Option<(usize, String)> = None;
    let mut at = 0;
    while at < parts.len() {
        let Part::Block(block) = parts[at].clone() else {
            at += 1;
            continue;
        };
        if block.word == "output" {
            match printed.take() {
                None => failures.push(format!("{}: `output` follows no `run`", block.line)),
                Some((_, actual)) => expect(&mut parts[at], &actual, update, &mut failures),
            }
            at += 1;
            continue;
        }
        if let Some((line, actual)) = printed.take() {
            if update {
                let block =
                    Block { line, fence: fence_for(&actual), word: "output".into(), rest: String::new(), text: actual };
                parts.splice(at..at, [Part::Block(block), Part::Prose("\n".into())]);
                at += 2;
                continue;
            }
            failures.push(format!("{line}: `run` without `output`"));
        }
        let failed = match block.word.as_str() {
            "file" => site.write(&block.rest, block.text.as_bytes()),
            "bytes" => unescaped(block.text.trim_end_matches('\n')).and_then(|bytes| site.write(&block.rest, &bytes)),
            "remove" => fs::remove_file(site.root().join(&block.rest)).map_err(|error| error.to_string()),
            "rename" => site.rename(&block.rest),
            "run" => {
                printed = Some((block.line, site.run(&block.rest)));
                Ok(())
            }
            "page" => site.page(&block.rest, &block.text),
            "absent" => site.absent(&block.text),
            "data" => match site.data(&block.rest) {
                Ok(actual) => {
                    expect(&mut parts[at], &actual, update, &mut failures);
                    Ok(())
                }
                Err(error) => Err(error),
            },
            word => Err(format!("`{word}` is no block of a case; tests/README.md lists them")),
        };
        if let Err(failed) = failed {
            failures.push(format!("{}: {failed}", block.line));
        }
        at += 1;
    }
    if let Some((line, actual)) = printed {
        if update {
            let block =
                Block { line, fence: fence_for(&actual), word: "output".into(), rest: String::new(), text: actual };
            parts.extend([Part::Prose("\n".into()), Part::Block(block)]);
        } else {
            failures.push(format!("{line}: `run` without `output`"));
        }
    }
    let now = written(&parts);
    if update && now != text {
        fs::write(file, now).unwrap();
    }
    failures
}

/// Compares a block with what came; with `update`, replaces its text.
fn expect(part: &mut Part, actual: &str, update: bool, failures: &mut Vec<String>) {
    let Part::Block(block) = part else { return };
    if block.text == actual {
        return;
    }
    if update {
        block.fence = fence_for(actual);
        actual.clone_into(&mut block.text);
    } else {
        failures.push(format!("{}: `{}` differs\n{}", block.line, block.word, difference(&block.text, actual)));
    }
}

/// Returns a fence that no line of the text closes.
fn fence_for(text: &str) -> String {
    let longest = text.lines().map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max();
    "`".repeat(longest.unwrap_or(0).max(2) + 1)
}

/// Returns the lines that differ, with those before and after them that are alike left out.
fn difference(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let alike = expected.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let (old, new) = (&expected[alike..], &actual[alike..]);
    let after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    for line in &old[..old.len() - after] {
        let _ = writeln!(text, "  - {line}");
    }
    for line in &new[..new.len() - after] {
        let _ = writeln!(text, "  + {line}");
    }
    text
}

fn parse(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut prose = String::new();
    let mut block: Option<Block> = None;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        match &mut block {
            Some(open) if bare == open.fence => {
                parts.extend(block.take().map(Part::Block));
            }
            Some(open) => open.text.push_str(line),
            None if bare.starts_with("```") => {
                if !prose.is_empty() {
                    parts.push(Part::Prose(std::mem::take(&mut prose)));
                }
                let info = bare.trim_start_matches('`');
                let (word, rest) = info.split_once(' ').unwrap_or((info, ""));
                block = Some(Block {
                    line: at + 1,
                    fence: bare[..bare.len() - info.len()].to_owned(),
                    word: word.to_owned(),
                    rest: rest.trim().to_owned(),
                    text: String::new(),
                });
            }
            None => prose.push_str(line),
        }
    }
    assert!(block.is_none(), "a block is not closed: {}", block.map(|block| block.line).unwrap_or_default());
    if !prose.is_empty() {
        parts.push(Part::Prose(prose));
    }
    parts
}

fn written(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Prose(prose) => text.push_str(prose),
            Part::Block(block) => {
                let info = format!("{} {}", block.word, block.rest);
                let _ = write!(text, "{0}{1}\n{2}{0}\n", block.fence, info.trim_end(), block.text);
            }
        }
    }
    text
}

/// The site of one case, in a folder of its own.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(site.root()).unwrap();
        site.write("dossier.yaml", SETTINGS.as_bytes()).unwrap();
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).map_err(|error| error.to_string())?;
        fs::write(path, bytes).map_err(|error| error.to_string())
    }

    fn rename(&self, paths: &str) -> Result<(), String> {
        let (from, to) = paths.split_once(' ').ok_or("`rename` needs two paths")?;
        fs::rename(self.root().join(from), self.root().join(to)).map_err(|error| error.to_string())
    }

    /// Runs the program and returns how it ended and what it printed, without what differs from run to run.
    fn run(&self, arguments: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_dossier"))
            .args(arguments.split_whitespace())
            .current_dir(self.root())
            .env_remove("NO_COLOR")
            .env("SOURCE_DATE_EPOCH", MOMENT)
            .env("HOME", self.folder.path())
            .output()
            .unwrap();
        let code = output.status.code().map_or_else(|| "killed".to_owned(), |code| code.to_string());
        let (stderr, stdout) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        let mut text = format!("exit {code}\n{}", self.masked(&stderr));
        if !stdout.is_empty() {
            let _ = write!(text, "{STANDARD_OUTPUT}\n{}", self.masked(&stdout));
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// Masks the time that a build took, and the folder.
    fn masked(&self, text: &str) -> String {
        let root = fs::canonicalize(self.root()).unwrap();
        let mut masked = text.replace(&*root.to_string_lossy(), "<site>");
        if let Some(start) = masked.rfind(" in ").map(|at| at + 4) {
            let digits = masked[start..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            if digits > 0 && masked[start + digits..].starts_with(" s:") {
                masked.replace_range(start..start + digits, "0.00");
            }
        }
        masked
    }

    fn output(&self, route: &str) -> PathBuf {
        let below = route.trim_start_matches('/');
        let file =
            if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
        self.root().join("public").join(file)
    }

    /// Looks for each line in a page, white space collapsed; lines after `!` must not be there.
    fn page(&self, route: &str, lines: &str) -> Result<(), String> {
        let collapsed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let html = fs::read_to_string(self.output(route)).map_err(|error| format!("no page at {route}: {error}"))?;
        let html = collapsed(&html);
        let mut wrong = Vec::new();
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            match line.strip_prefix('!') {
                Some(line) if html.contains(&collapsed(line)) => wrong.push(format!("{route} holds `{}`", line.trim())),
                None if !html.contains(&collapsed(line)) => wrong.push(format!("{route} lacks `{line}`")),
                _ => {}
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n  ")) }
    }

    fn absent(&self, routes: &str) -> Result<(), String> {
        let there: Vec<&str> = routes.lines().filter(|route| self.output(route).exists()).collect();
        if there.is_empty() { Ok(()) } else { Err(format!("there, and should not be: {}", there.join(", "))) }
    }

    /// Returns a value of a page's data: `/people/ada/ mentions.0.in`.
    fn data(&self, what: &str) -> Result<String, String> {
        let (route, keys) = what.split_once(' ').unwrap_or((what, ""));
        let file = if route.ends_with('/') { self.output(&format!("{route}index.json")) } else { self.output(route) };
        let text = fs::read_to_string(file).map_err(|error| format!("no data at {route}: {error}"))?;
        let mut value: &Value = &serde_json::from_str(&text).map_err(|error| error.to_string())?;
        for key in keys.trim().split('.').filter(|key| !key.is_empty()) {
            let next = key.parse::<usize>().map_or_else(|_| value.get(key), |index| value.get(index));
            value = next.ok_or_else(|| format!("{route} has no `{key}` of `{keys}`"))?;
        }
        Ok(format!("{}\n", serde_json::to_string_pretty(value).unwrap()))
    }
}

/// Turns `\xff` into the byte; `\\` is a backslash and `\n` a line break.
fn unescaped(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let after = &rest[at + 1..];
        let (byte, length) = match after.as_bytes().first() {
            Some(b'x') => {
                let byte = after.get(1..3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
                (byte.ok_or("`\\x` needs two hexadecimal digits")?, 3)
            }
            Some(b'n') => (b'\n', 1),
            Some(b'\\') => (b'\\', 1),
            _ => return Err("a backslash in `bytes` begins `\\xNN`, `\\n` or `\\\\`".into()),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(markdown(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    files.sort();
    files
}
