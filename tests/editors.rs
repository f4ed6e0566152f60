//! The schemas that editors complete and check with say what the program says: of every record of the sample, of what `init`
//! makes, and of every record of every case.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dossier::config::Config;
use dossier::diagnostic::Diagnostic;
use dossier::kinds::KINDS;
use dossier::parse::{self, Reading};
use dossier::source::{Source, SourcePath};
use jsonschema::Validator;
use serde_json::Value;

/// The mistakes that a schema can tell: wrong types, missing, unknown and misleading keys, a setting's words.
const TELLABLE: [&str; 6] = ["D002", "D003", "D007", "D008", "D018", "D038"];

/// Tells whether a schema can tell a mistake; which zones there are, and what a pattern finds, it does not know.
fn is_tellable(diagnostic: &Diagnostic) -> bool {
    TELLABLE.contains(&diagnostic.code.code)
        && !["timezone", "`private_words`"].iter().any(|words| diagnostic.message.contains(words))
}

fn dossier(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dossier")).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn schema(of: &str) -> Value {
    serde_json::from_str(&dossier(Path::new("."), &["schema", of])).unwrap()
}

/// Returns the validators by the folder of a kind, `sources.yaml` and `dossier.yaml`.
fn validators() -> BTreeMap<String, Validator> {
    let kinds = KINDS.iter().map(|kind| (kind.plural.to_owned(), schema(kind.name)));
    let all = kinds.chain([("settings".to_owned(), schema("settings"))]);
    all.map(|(name, schema)| (name, jsonschema::draft202012::new(&schema).unwrap())).collect()
}

/// Reads YAML as an editor does; keys that are no texts become some.
fn yaml(text: &str) -> Option<Value> {
    fn json(value: serde_yaml::Value) -> Option<Value> {
        Some(match value {
            serde_yaml::Value::Mapping(map) => {
                let entries = map.into_iter().map(|(key, value)| {
                    let key = match json(key)? {
                        Value::String(key) => key,
                        other => other.to_string(),
                    };
                    Some((key, json(value)?))
                });
                Value::Object(entries.collect::<Option<_>>()?)
            }
            serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(json).collect::<Option<_>>()?),
            serde_yaml::Value::Tagged(tagged) => json(tagged.value)?,
            other => serde_json::to_value(other).ok()?,
        })
    }
    json(serde_yaml::from_str(text).ok()?)
}

fn front_matter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---\n")?;
    rest.starts_with("---").then_some("").or_else(|| rest.split("\n---").next())
}

/// Returns which validator a file follows, its YAML, and what the program says of it.
fn read(path: &str, text: &str) -> Option<(String, String, Vec<Diagnostic>)> {
    let reading = Config::titled("x").reading;
    let source = Source::new(SourcePath::new(path), text);
    match path {
        "dossier.yaml" => Some(("settings".to_owned(), text.to_owned(), Config::read(&source).1)),
        "content/sources.yaml" => {
            let (documents, mut told) = parse::sources(&source, &reading);
            told.extend(documents.into_iter().flat_map(|document| document.diagnostics));
            Some(("sources".to_owned(), text.to_owned(), told))
        }
        _ => record(path, text, &source, &reading),
    }
}

fn record(path: &str, text: &str, source: &Source, reading: &Reading) -> Option<(String, String, Vec<Diagnostic>)> {
    let folder = path.strip_prefix("content/")?.split_once('/')?.0;
    let kind = KINDS.iter().find(|kind| kind.plural == folder)?;
    let told = parse::document(source, kind, reading).diagnostics;
    Some((folder.to_owned(), front_matter(text)?.to_owned(), told))
}

fn files(folder: &Path, below: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, below, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.insert(path.strip_prefix(below).unwrap().to_str().unwrap().to_owned(), text);
        }
    }
}

fn site(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    files(&root.join("content"), root, &mut found);
    found.insert("dossier.yaml".to_owned(), fs::read_to_string(root.join("dossier.yaml")).unwrap());
    found
}

fn accepts(validators: &BTreeMap<String, Validator>, root: &Path, least: usize) {
    let mut count = 0;
    for (path, text) in site(root) {
        let Some((name, text, _)) = read(&path, &text) else { continue };
        let value = yaml(&text).unwrap();
        let wrong: Vec<String> =
            validators[&name].iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{path}: {}", wrong.join("\n"));
        count += 1;
    }
    assert!(count >= least, "only {count} files");
}

#[test]
fn the_schemas_accept_the_sample_and_what_init_makes() {
    let validators = validators();
    assert_eq!(validators.len(), 9);
    accepts(&validators, Path::new(env!("CARGO_MANIFEST_DIR")), 50);
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), &["init", "site"]);
    let root = folder.path().join("site");
    for kind in ["article", "person", "event", "story", "organization", "place", "page"] {
        dossier(&root, &["new", kind, "Somebody new"]);
    }
    accepts(&validators, &root, 12);
}

/// What the program takes without a word the schema takes, too, and what it finds wrong the schema finds wrong.
#[test]
fn the_schemas_say_of_every_case_what_the_program_says() {
    let validators = validators();
    let mut cases = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    files(&folder, &folder, &mut cases);
    let (mut taken, mut refused, mut apart) = (0, BTreeSet::new(), Vec::new());
    for (case, text) in &cases {
        for block in text.split("\n```file ").skip(1) {
            let Some((path, rest)) = block.split_once('\n') else { continue };
            let Some((name, text, told)) = read(path.trim(), rest.split("\n```").next().unwrap_or_default()) else {
                continue;
            };
            let Some(value) = yaml(&text) else { continue };
            let found: Vec<&str> = told.iter().filter(|it| is_tellable(it)).map(|it| it.code.code).collect();
            let errors: Vec<String> = validators[&name]
                .iter_errors(&value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            if found.is_empty() != errors.is_empty() && (!found.is_empty() || told.is_empty()) {
                apart.push(format!("{case}, {path}: the program says {found:?}, the schema {errors:?}"));
            }
            if errors.is_empty() {
                taken += 1;
            } else {
                refused.extend(found);
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    assert!(taken > 300, "only {taken} taken");
    assert!(refused.len() > 4, "only {refused:?} refused");
}

/// An editor finds the schemas where the settings say, and `init` writes over nobody's settings.
#[test]
fn init_wires_an_editor_up_and_leaves_its_settings() {
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), &["init", "site"]);
    let root = folder.path().join("site");
    let settings: Value =
        serde_json::from_str(&fs::read_to_string(root.join(".vscode/settings.json")).unwrap()).unwrap();
    let wired = settings["yaml.schemas"].as_object().unwrap();
    assert_eq!(wired.len(), 2);
    let schemas: Vec<PathBuf> =
        fs::read_dir(root.join(".vscode/dossier")).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(schemas.len(), 9);
    for path in wired.keys().map(|path| root.join(path)).chain(schemas) {
        let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert!(jsonschema::draft202012::meta::is_valid(&schema));
    }
    // Later, with settings of one's own: the schemas are made anew, the settings stay.
    fs::write(root.join(".vscode/settings.json"), "{\"mine\": true}\n").unwrap();
    fs::write(root.join(".vscode/dossier/person.json"), "old").unwrap();
    dossier(&root, &["init", "--editor", "vscode"]);
    assert_eq!(fs::read_to_string(root.join(".vscode/settings.json")).unwrap(), "{\"mine\": true}\n");
    let person: Value =
        serde_json::from_str(&fs::read_to_string(root.join(".vscode/dossier/person.json")).unwrap()).unwrap();
    assert_eq!(person, schema("person"));
}
