//! Diagnostics as one SARIF 2.1.0 document (OASIS, 2020), for code scanning.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{Code, Diagnostic, Place, Severity, Texts, fingerprint};
use crate::route::percent_encoded;
use crate::source::position;

/// Where the schema of the document is.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Returns the document of one run, a valid one without findings, too.
///
/// The rules are the codes that occur, in the order of their numbers. Columns are in Unicode code points (3.14.17), and a region
/// ends before its `endColumn` (3.30.8). Paths are relative to the root of the site, percent-encoded (3.4.3).
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], texts: &dyn Texts) -> String {
    let mut codes: Vec<&Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable_by_key(|code| code.code);
    codes.dedup();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let rule = codes.binary_search_by_key(&diagnostic.code.code, |code| code.code).unwrap_or_default();
            result(diagnostic, rule, texts)
        })
        .collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "dossier",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    document.to_string()
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.code,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.title},
        "help": {"text": code.doc, "markdown": code.doc},
        "defaultConfiguration": {"level": level(code.severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn result(diagnostic: &Diagnostic, rule: usize, texts: &dyn Texts) -> Value {
    let mut message = diagnostic.message.clone();
    let mut related = Vec::new();
    for (place, text) in &diagnostic.notes {
        match place {
            None => {
                let _ = write!(message, "\nnote: {text}");
            }
            Some(place) => {
                let mut location = location(place, texts);
                location.insert("id".into(), json!(related.len() + 1));
                location.insert("message".into(), json!({"text": text}));
                related.push(Value::Object(location));
            }
        }
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(diagnostic.code.code));
    result.insert("ruleIndex".into(), json!(rule));
    result.insert("level".into(), json!(level(diagnostic.severity)));
    result.insert("message".into(), json!({"text": message}));
    if let Some(place) = &diagnostic.place {
        result.insert("locations".into(), json!([location(place, texts)]));
    }
    if !related.is_empty() {
        result.insert("relatedLocations".into(), Value::Array(related));
    }
    let known_by = json!({"dossier/v1": fingerprint(diagnostic, texts).to_string()});
    result.insert("partialFingerprints".into(), known_by);
    Value::Object(result)
}

fn location(place: &Place, texts: &dyn Texts) -> Map<String, Value> {
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({"uri": percent_encoded(place.path.as_str())}));
    if let (Some(span), Some(text)) = (place.span, texts.text(&place.path)) {
        let (start, end) = (position(text, span.start as usize), position(text, span.end as usize));
        let region = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
        physical.insert("region".into(), region);
    }
    let mut location = Map::new();
    location.insert("physicalLocation".into(), Value::Object(physical));
    location
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn paths_are_relative_references() {
        assert_eq!(percent_encoded("content/people/José 1:2.md"), "content/people/Jos%C3%A9%201%3A2.md");
    }
}
