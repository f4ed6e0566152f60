//! The settings of what is found: how serious each finding is, and the spellings of the house.

use std::sync::Arc;

use super::Reader;
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::name;
use crate::parse::fields::Value;
use crate::parse::yaml::{self, Bounds, Tree};
use crate::source::Span;

/// The words of the setting `checks`, the least serious first.
const WORDS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("hint", Some(Severity::Hint)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

/// The words by which the setting `checks` names a severity.
pub const SEVERITIES: [&str; 4] = [WORDS[0].0, WORDS[1].0, WORDS[2].0, WORDS[3].0];

/// What the settings say about one code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeveritySetting {
    /// The code as written: `D058`.
    pub code: Arc<str>,
    /// Its severity on this site; none turns it off.
    pub severity: Option<Severity>,
    /// Where in `dossier.yaml` the code stands.
    pub span: Span,
}

/// The one spelling of a name that the house uses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HouseSpelling {
    /// The spelling of the house: `Zelensky`.
    pub preferred: Arc<str>,
    /// The spellings that it stands for: `Zelenskyy`, `Zelenskiy`.
    pub others: Vec<Arc<str>>,
}

impl Reader<'_> {
    /// Reads `checks: {D058: off, D028: error}`. Whether there are such codes is found out where all codes are known.
    pub(super) fn severities(&mut self) -> Vec<SeveritySetting> {
        let mut settings = Vec::new();
        for (code, word) in self.fields.text_map("checks") {
            let span = self.key_span("checks", code);
            if let Some((_, severity)) = WORDS.iter().find(|(known, _)| **known == **word) {
                settings.push(SeveritySetting { code: Arc::clone(code), severity: *severity, span });
                continue;
            }
            let near = name::nearest(word, WORDS.iter().map(|(word, _)| *word), 1);
            let help = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write one of `off`, `hint`, `warning`, `error`".to_owned(),
            };
            let message = format!("`{code}` cannot be `{word}`");
            self.push(Diagnostic::new(&codes::SETTINGS, message).help(help), span);
        }
        settings
    }

    /// Reads `house_spelling: {Zelensky: [Zelenskyy, Zelenskiy]}`; a single spelling may stand without brackets.
    pub(super) fn house_spelling(&mut self) -> Vec<HouseSpelling> {
        let Some(Value::Free(given)) = self.fields.get("house_spelling") else { return Vec::new() };
        let text = |value: &serde_json::Value| value.as_str().map(Arc::from);
        let entries = given.as_object().into_iter().flatten();
        let read = |value: &serde_json::Value| match value.as_array() {
            Some(list) => list.iter().map(text).collect(),
            None => text(value).map(|one| vec![one]),
        };
        let read: Vec<(&String, Option<Vec<Arc<str>>>)> = entries.map(|(name, value)| (name, read(value))).collect();
        let mut spellings = Vec::new();
        if !given.is_object() {
            self.spelling_fault("house_spelling", "`house_spelling` must be a map of spellings by name");
        }
        for (preferred, others) in read {
            match others {
                Some(others) => spellings.push(HouseSpelling { preferred: preferred.as_str().into(), others }),
                None => self.spelling_fault(preferred, &format!("`{preferred}` must be a list of spellings")),
            }
        }
        spellings
    }

    fn spelling_fault(&mut self, key: &str, message: &str) {
        let span = self.key_span("house_spelling", key);
        let help = "write `Zelensky: [Zelenskyy, Zelenskiy]`: the spelling of the house, then those that it stands for";
        self.push(Diagnostic::new(&codes::SETTINGS, message).help(help), span);
    }

    /// Returns where a key below a setting stands; the setting's own place if there is no such key.
    fn key_span(&self, setting: &str, key: &str) -> Span {
        let Some(node) = yaml::exact(&self.source.text, Bounds::WIDEST).0 else { return Span::default() };
        let Tree::Map(settings) = &node.tree else { return Span::default() };
        let Some(setting) = settings.iter().find(|entry| entry.key == setting) else { return Span::default() };
        match &setting.value.tree {
            Tree::Map(entries) => {
                entries.iter().find(|entry| entry.key == key).map_or(setting.key_span, |entry| entry.key_span)
            }
            _ => setting.key_span,
        }
    }

    fn push(&mut self, diagnostic: Diagnostic, span: Span) {
        self.diagnostics.push(diagnostic.at(&self.source.path, span));
    }
}
