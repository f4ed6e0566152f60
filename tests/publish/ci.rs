//! The workflows that `init --ci` writes: each parses, and its commands run as written.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_yaml::Value;

use super::{Project, said};

fn dossier(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).current_dir(folder).env("SOURCE_DATE_EPOCH", "1740000000").output().unwrap()
}

/// Runs a line as a workflow does, with the program installed already.
fn run(project: &Project, line: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_dossier")).parent().unwrap();
    let path = format!("{}:{}", program.display(), env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", line]).current_dir(project.root()).env("PATH", path).env("HOME", project.home());
    let output = shell.env("SOURCE_DATE_EPOCH", "1740000000").output().unwrap();
    assert!(output.status.success(), "`{line}`: {}", said(&output));
}

fn texts<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Mapping(map) => {
            for (name, value) in map {
                match value {
                    Value::String(text) if name.as_str() == Some(key) => found.push(text),
                    Value::Sequence(lines) if name.as_str() == Some(key) => {
                        found.extend(lines.iter().filter_map(Value::as_str));
                    }
                    _ => texts(value, key, found),
                }
            }
        }
        Value::Sequence(values) => values.iter().for_each(|value| texts(value, key, found)),
        _ => {}
    }
}

#[test]
fn workflows_parse_and_their_commands_run_as_written() {
    for (name, path, key) in [
        ("github", ".github/workflows/publish.yml", "run"),
        ("cloudflare", ".github/workflows/publish.yml", "run"),
        ("gitlab", ".gitlab-ci.yml", "script"),
        ("netlify", "netlify.toml", "command"),
    ] {
        let project = Project::new();
        project.write(
            "content/articles/later.md",
            "---\ntitle: Later\ndate: 2025-02-12\nembargo: 2025-03-01T06:00:30+01:00\n---\n\nNot yet, this one.\n",
        );
        let made = dossier(&project.root(), &["init", "--ci", name]);
        assert!(made.status.success(), "{}", said(&made));
        let text = fs::read_to_string(project.root().join(path)).unwrap();
        assert!(text.contains("1 5 1 3 *"), "the next embargo is a moment of the schedule: {text}");
        assert!(!text.contains('@') || !text.contains("@VERSION@"), "{text}");
        let lines: Vec<String> = if name == "netlify" {
            let read = "import sys, tomllib; print(tomllib.load(sys.stdin.buffer)['build']['command'])";
            let file = fs::File::open(project.root().join(path)).unwrap();
            let output = Command::new("python3").args(["-c", read]).stdin(file).output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
            vec![String::from_utf8(output.stdout).unwrap()]
        } else {
            let workflow: Value = serde_yaml::from_str(&text).unwrap();
            let mut lines = Vec::new();
            texts(&workflow, key, &mut lines);
            lines.into_iter().map(str::to_owned).collect()
        };
        let all = lines.join("\n");
        for command in ["cargo install dossier", "dossier check", "dossier publish --to published --yes"] {
            assert!(all.contains(command), "{name}: {all}");
        }
        for line in &lines {
            run(&project, line);
        }
        assert!(project.root().join("published/SHA256SUMS").exists() && !all.contains("Later"), "{name}");
        let again = dossier(&project.root(), &["init", "--ci", name]);
        assert_eq!(again.status.code(), Some(3), "a workflow that is there is left as it is");
    }
}

#[test]
fn a_new_site_can_have_its_workflow_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let made = dossier(folder.path(), &["init", "site", "--ci", "gitlab"]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(folder.path().join("site/.gitlab-ci.yml").exists() && folder.path().join("site/dossier.yaml").exists());
}
