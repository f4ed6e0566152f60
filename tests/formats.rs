//! Messages as data: SARIF against its official schema, commands of GitHub, and that all forms tell the same.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and works on files")]

use std::fs;
use std::path::Path;
use std::process::Command;

use dossier::check;
use dossier::diagnostic::{Diagnostic, Texts, sarif};
use dossier::source::{SourcePath, Span};
use serde_json::Value;

const SCHEMA: &str = include_str!("schemas/sarif-2.1.0-rtm.5.json");

/// A site with an error, a warning with a remark elsewhere, a hint, and a finding without a place.
const SITE: &[(&str, &str)] = &[
    ("dossier.yaml", "title: Test\nbase_url: https://example.org/\nlanguage: en\n"),
    (
        "content/people/Ada, 50 % näher.md",
        "---\nname: Ada Lovelace\nborn: 1815\nroles: [{title: \"Erbin 🎩\", from: 1814}]\n---\n",
    ),
    (
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2025-02-15\n---\n\nŻółć 🎩 [[Nobody]]: Ada Lovelace met Bob Hope.\n\n> Well.\n>\n> — (a guard)\n",
    ),
    ("content/articles/b.md", "---\ntitle: B\ndate: 2025-02-15\n---\n\nThere was Bob Hope.\n"),
    ("content/articles/c.md", "---\ntitle: C\ndate: 2025-02-15\n---\n\nThere was Bob Hope.\n"),
];

struct Site(tempfile::TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = site.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        site
    }

    /// Runs the program and returns its data.
    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_dossier"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("SOURCE_DATE_EPOCH", "1740000000")
            .output()
            .unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Makes the validator. One pattern of the schema, for a property that is not written here, has a bracket that nothing opens.
fn validator() -> jsonschema::Validator {
    let schema = SCHEMA.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

/// Reads a SARIF document that must be valid.
fn valid(text: &str) -> Value {
    let validator = validator();
    let document: Value = serde_json::from_str(text).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&document).map(|fault| format!("{} at {}", fault, fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    document
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    assert!(!validator().is_valid(&serde_json::json!({"version": "2.1.0"})));
}

#[test]
fn a_run_without_findings_is_a_valid_document() {
    let site = Site::new(&SITE[..1]);
    for command in ["check", "build"] {
        let document = valid(&site.run(&[command, "--format", "sarif"]));
        assert_eq!(document["runs"][0]["results"], serde_json::json!([]));
    }
}

#[test]
fn sarif_has_a_rule_and_a_region_in_code_points_for_each_finding() {
    let site = Site::new(SITE);
    let document = valid(&site.run(&["check", "--format", "sarif"]));
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    let codes: Vec<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(codes, ["D012", "D054", "D061", "D056"]);
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"], &region["endColumn"]),
        (&6.into(), &8.into(), &18.into())
    );
    assert_eq!(results[0]["level"], "error");
    let file = &results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(file, "content/people/Ada%2C%2050%20%25%20n%C3%A4her.md");
    assert_eq!(results[1]["relatedLocations"][0]["message"]["text"], "`Ada Lovelace` was born 1815");
    assert!(results[2].get("locations").is_none());
    assert_eq!(results[3]["level"], "note");
}

#[test]
fn every_code_makes_a_valid_rule() {
    struct One;
    impl Texts for One {
        fn text(&self, _: &SourcePath) -> Option<&str> {
            Some("a\nb\n")
        }
    }
    let path = SourcePath::new("content/articles/a.md");
    let codes = check::all_codes();
    let diagnostics: Vec<Diagnostic> =
        codes.iter().map(|code| Diagnostic::new(code, "x").at(&path, Span::new(2, 3)).help("y")).collect();
    let document = valid(&sarif(&diagnostics, &One));
    assert_eq!(document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), codes.len());
}

#[test]
fn codes_are_unique_and_explained() {
    let codes = check::all_codes();
    assert!(codes.windows(2).all(|pair| pair[0].code < pair[1].code), "two codes are the same");
    assert!(check::CHECKS.windows(2).all(|pair| pair[0].code.code < pair[1].code.code), "checks are not in order");
    for code in codes {
        assert!(code.doc.len() > 40 && code.doc.ends_with(['.', ')']), "{} is not explained", code.code);
        assert!(!code.title.ends_with('.'), "{} is no title", code.code);
    }
}

#[test]
fn every_form_tells_of_the_same_findings() {
    let site = Site::new(SITE);
    let sarif = valid(&site.run(&["check", "--format", "sarif"]));
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let json = site.run(&["check", "--format", "json"]);
    let github = site.run(&["check", "--format", "github"]);
    assert_eq!((json.lines().count(), github.lines().count()), (results.len(), results.len()));
    for ((json, github), result) in json.lines().zip(github.lines()).zip(results) {
        let json: Value = serde_json::from_str(json).unwrap();
        assert_eq!(json["code"], result["ruleId"]);
        assert!(github.contains(&format!("title={}::", json["code"].as_str().unwrap())), "{github}");
        if let Some(line) = json["line"].as_u64() {
            assert!(github.contains(&format!("line={line},col={},", json["column"])), "{github}");
            assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], line);
        }
    }
}

#[test]
fn the_sample_is_valid_and_has_no_warning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_str().unwrap();
    let site = Site::new(&[]);
    let document = valid(&site.run(&["check", "--root", root, "--format", "sarif"]));
    let results = document["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().all(|result| result["level"] == "note"), "{results:#?}");
}
