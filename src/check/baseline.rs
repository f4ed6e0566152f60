//! Findings that were known before: a file that an old site keeps, so that only new ones are shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Report, Texts, fingerprint};
use crate::digest::Digest;

/// The form of the file.
const SCHEMA: &str = "dossier-baseline/1";

/// The findings of a file, each as often as it was found.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Baseline {
    known: BTreeMap<Key, usize>,
}

/// By what a finding is known: it stays the same when its line moves, and is another when its words or its line change.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
struct Key {
    code: String,
    /// The path, empty for a finding about the whole site.
    file: String,
    /// Of the message and of the text of the line, as 32 hexadecimal digits.
    digest: String,
}

/// The file: sorted, so that a change shows as few lines.
#[derive(Serialize, Deserialize)]
struct File {
    schema: String,
    findings: Vec<Key>,
}

impl Baseline {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))?;
        if file.schema != SCHEMA {
            return Err(format!("its `schema` is `{}`, not `{SCHEMA}`", file.schema));
        }
        if let Some(key) = file.findings.iter().find(|key| Digest::from_hex(&key.digest).is_none()) {
            return Err(format!("`{}` is no digest", key.digest));
        }
        let mut baseline = Self::default();
        file.findings.into_iter().for_each(|key| baseline.add(key));
        Ok(baseline)
    }

    /// Collects the findings of a run, those left out that must always be shown.
    #[must_use]
    pub fn of(report: &Report, texts: &dyn Texts) -> Self {
        let mut baseline = Self::default();
        report.all().iter().filter_map(|diagnostic| key(diagnostic, texts)).for_each(|key| baseline.add(key));
        baseline
    }

    fn add(&mut self, key: Key) {
        *self.known.entry(key).or_default() += 1;
    }

    /// Returns the text of the file: JSON with one finding a line, ending in a line break.
    #[must_use]
    pub fn to_json(&self) -> String {
        let findings = self.known.iter().flat_map(|(key, count)| std::iter::repeat_n(key, *count));
        let lines: Vec<String> = findings
            .map(|key| {
                let Key { code, file, digest } = key;
                format!("    {}", serde_json::json!({"code": code, "file": file, "digest": digest}))
            })
            .collect();
        let findings = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [{findings}]\n}}\n")
    }

    /// Returns the number of findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.values().sum()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Drops what is known from a report, each finding as often as it is known, and returns how many were dropped.
    pub fn hide(&self, report: &mut Report, texts: &dyn Texts) -> usize {
        let mut known = self.known.clone();
        let before = report.all().len();
        report.retain(|diagnostic| match key(diagnostic, texts).and_then(|key| known.get_mut(&key)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        before - report.all().len()
    }
}

/// Returns by what a finding is known; none for one that must always be shown.
fn key(diagnostic: &Diagnostic, texts: &dyn Texts) -> Option<Key> {
    diagnostic.code.may_be_lowered().then(|| Key {
        code: diagnostic.code.code.to_owned(),
        file: diagnostic.place.as_ref().map_or_else(String::new, |place| place.path.to_string()),
        digest: fingerprint(diagnostic, texts).to_string(),
    })
}
