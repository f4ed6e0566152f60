//! What the program is made of: every crate comes from crates.io under a licence that `deny.toml` allows, nothing of ours is unsafe or
//! built by a script, and no crate comes twice without being known to.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test may fail and needs files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Crates that come in two versions, since others want another one.
const TWICE: &[&str] =
    &["bit-set", "bit-vec", "getrandom", "miniz_oxide", "quick-error", "r-efi", "syn", "windows-sys"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns what Cargo knows of the crates in the lock file.
fn packages() -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Returns the licences that `deny.toml` allows.
fn allowed() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("deny.toml")).unwrap();
    let list = text.split("allow = [").nth(1).unwrap().split(']').next().unwrap();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let allowed = allowed();
    assert!(allowed.contains("MIT"));
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none");
        // All parts of an `AND` bind, one of an `OR` or a `/` is enough.
        let fine = licence.split(" AND ").all(|part| {
            let part = part.trim_matches(['(', ')']);
            part.split(" OR ").flat_map(|one| one.split('/')).any(|one| allowed.contains(one.trim()))
        });
        assert!(fine, "{} is under {licence}", package["name"]);
    }
}

#[test]
fn every_crate_comes_from_crates_io_and_once() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap().to_owned();
        match package["source"].as_str() {
            Some(source) => {
                assert!(
                    source.starts_with("registry+https://github.com/rust-lang/crates.io-index"),
                    "{name}: {source}"
                );
            }
            None => assert_eq!(name, "dossier"),
        }
        versions.entry(name).or_default().insert(package["version"].as_str().unwrap().to_owned());
    }
    let twice: Vec<&str> = versions.iter().filter(|(_, them)| them.len() > 1).map(|(name, _)| name.as_str()).collect();
    assert_eq!(twice, TWICE);
}

#[test]
fn nothing_of_ours_is_unsafe_or_built_by_a_script() {
    let own = packages().into_iter().find(|package| package["name"] == "dossier").unwrap();
    let targets = own["targets"].as_array().unwrap().iter();
    assert!(!targets.into_iter().any(|target| target["kind"][0] == "custom-build"));
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"deny\""));
}
