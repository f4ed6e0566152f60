//! What the README says is so: its tables come from the code, and its commands run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use dossier::check::CHECKS;
use dossier::config::SETTINGS;
use dossier::config::own_kinds::{FIELD, KIND, RELATION};
use dossier::kind::Field;
use dossier::kinds::{ANY, KINDS};
use dossier::plan::export::{FORMATS, Format};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

fn row(table: &mut String, field: &Field) {
    let also = if field.also.is_empty() { String::new() } else { format!(" or `{}`", field.also) };
    let required = if field.required { " (required)" } else { "" };
    let _ = writeln!(table, "| `{}`{also} | {}{required} | {} |", field.name, field.ty.words(), field.doc);
}

fn fields(title: &str, fields: &[Field]) -> String {
    let mut table = format!("\n**{title}**\n\n| key | value | meaning |\n| --- | --- | --- |\n");
    for field in fields {
        row(&mut table, field);
    }
    table
}

fn front_matter() -> String {
    let mut text = String::new();
    for kind in KINDS {
        let place = if kind.name == "source" {
            "content/sources.yaml, by key".to_owned()
        } else {
            format!("content/{}/", kind.plural)
        };
        text.push_str(&fields(&format!("{} (`{place}`)", kind.name), kind.fields));
    }
    text.push_str(&fields("any record", ANY));
    text + "\n"
}

fn settings() -> String {
    let mut table = "\n| setting | value | meaning |\n| --- | --- | --- |\n".to_owned();
    for field in SETTINGS {
        row(&mut table, field);
    }
    table + "\n"
}

fn own_kinds() -> String {
    let tables = [("a kind", KIND), ("a field", FIELD), ("a relation", RELATION)];
    tables.map(|(title, table)| fields(title, table)).concat() + "\n"
}

fn checks() -> String {
    let mut table = "\n| code | | finds |\n| --- | --- | --- |\n".to_owned();
    for check in CHECKS {
        let _ = writeln!(table, "| {} | {} | {} |", check.code.code, check.code.severity.word(), check.code.title);
    }
    table + "\n"
}

fn formats() -> String {
    let mut table = "\n| format | `outputs` | file | of | what it is |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for Format { name, file, output, about, of, .. } in FORMATS {
        let mut made = Vec::new();
        made.extend(of.site.then_some("the site"));
        let all = of.kinds.len() == KINDS.len();
        made.extend(of.kinds.iter().map(|kind| if all { "any kind" } else { kind.plural }));
        made.dedup();
        made.extend(of.records.iter().map(|kind| if kind.name == "story" { "a story" } else { kind.name }));
        let _ = writeln!(table, "| `{name}` | `{output}` | `{file}` | {} | {about} |", made.join(", "));
    }
    table + "\n"
}

#[test]
fn the_tables_are_those_of_the_code() {
    let mut expected = readme();
    for (marker, table) in [
        ("<!-- front matter: generated from src/kinds.rs -->\n", front_matter()),
        ("<!-- kinds: generated from src/config/own_kinds.rs -->\n", own_kinds()),
        ("<!-- settings: generated from src/config.rs -->\n", settings()),
        ("<!-- formats: generated from src/plan/export.rs -->\n", formats()),
        ("<!-- checks: generated from src/check.rs -->\n", checks()),
    ] {
        let start = expected.find(marker).expect("the marker is there") + marker.len();
        let end = start + expected[start..].find("<!-- end -->").expect("the marker ends");
        expected.replace_range(start..end, &table);
    }
    if env::var_os("UPDATE").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), &expected).unwrap();
    }
    assert!(readme() == expected, "the README's tables are old: UPDATE=1 cargo test --test readme");
}

#[test]
fn every_command_of_the_readme_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut here = folder.path().to_path_buf();
    let text = readme();
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let lines = blocks.flat_map(str::lines).filter(|line| line.starts_with("dossier ") || line.starts_with("cd "));
    let mut ran = 0;
    for line in lines {
        let words = words(line);
        match words[0].as_str() {
            "cd" => here = here.join(&words[1]),
            // The preview runs until it is stopped: that it starts, and shows an edit, is tested by itself.
            _ if words[1] == "serve" => assert!(program(&here, &["serve", "--help"]), "{line}"),
            _ => {
                let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
                assert!(program(&here, &arguments), "`{line}` failed");
                ran += 1;
            }
        }
    }
    assert!(ran >= 7, "only {ran} commands were found in the README");
}

/// Splits a line as a shell would, up to its comment.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => break,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn program(folder: &Path, arguments: &[&str]) -> bool {
    let output = Command::new(env!("CARGO_BIN_EXE_dossier")).args(arguments).current_dir(folder).output().unwrap();
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    }
    output.status.success()
}

#[test]
fn the_files_that_the_readme_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in
        ["tests/run", "tests/readme/story.png", "tests/readme/timeline.png", ".ci/run", "LICENSE-MIT", "LICENSE-APACHE"]
    {
        assert!(root.join(file).is_file(), "{file} is missing");
    }
}

#[test]
fn both_templates_of_init_build_without_a_warning() {
    for template in ["demo", "minimal"] {
        let folder = tempfile::tempdir().unwrap();
        assert!(program(folder.path(), &["init", template, "site"]), "{template}");
        let arguments = ["build", "--root", "site"];
        let output =
            Command::new(env!("CARGO_BIN_EXE_dossier")).args(arguments).current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{template}: {said}");
        assert!(said.lines().count() == 1 && said.contains("; 0 warnings."), "{template}: {said}");
    }
}
