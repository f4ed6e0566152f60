//! What each template is made of: what it extends, includes or calls.

use std::collections::{BTreeMap, BTreeSet};

use super::shell::PARTS;
use crate::load::{BUILT_IN, Template, names};

/// The templates of a site, each with all whose texts its output depends on: itself, those that it names, those that define a component of
/// which it holds the name, those of `shell`, and all that these name in turn.
pub struct Reached<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Reached<'a> {
    /// Reads the texts roughly: what is too much costs time, and nothing is missing.
    #[must_use]
    pub fn of(sources: &'a BTreeMap<String, Template>) -> Self {
        let defined: Vec<(&str, Vec<&str>)> =
            sources.iter().map(|(name, template)| (name.as_str(), components(&template.text))).collect();
        let named_in = |text: &str| -> Vec<&'a str> {
            defined
                .iter()
                .filter(|(name, components)| {
                    names(text, name)
                        || names(text, &format!("{BUILT_IN}{name}"))
                        || components.iter().any(|component| calls(text, component))
                        || (PARTS.iter().any(|(_, part)| part == name) && has_word(text, "shell"))
                })
                .map(|(name, _)| *name)
                .collect()
        };
        let direct: BTreeMap<&str, Vec<&str>> =
            sources.iter().map(|(name, template)| (name.as_str(), named_in(&template.text))).collect();
        let reached = sources.keys().map(|name| {
            let mut reached: BTreeSet<&str> = BTreeSet::new();
            let mut open = vec![name.as_str()];
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(&direct[next]);
                }
            }
            (name.as_str(), reached)
        });
        Self(reached.collect())
    }

    /// Returns each template with the names of those that it is made of, its own among them, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &BTreeSet<&'a str>)> {
        self.0.iter().map(|(name, reached)| (*name, reached))
    }
}

/// Returns the names of the components that a template defines.
fn components(text: &str) -> Vec<&str> {
    let tags = text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-').trim_start());
    tags.filter_map(|tag| {
        let name = tag.strip_prefix("component")?.trim_start();
        name.split(|character: char| !is_of_word(character)).next().filter(|name| !name.is_empty())
    })
    .collect()
}

/// Tells whether a text may call a component: `<card`.
fn calls(text: &str, component: &str) -> bool {
    words(text, component).any(|at| text[..at].trim_end().ends_with('<'))
}

fn has_word(text: &str, word: &str) -> bool {
    words(text, word).next().is_some()
}

/// Returns where a word stands in a text.
fn words(text: &str, word: &str) -> impl Iterator<Item = usize> {
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| !text[..*at].ends_with(is_of_word) && !text[at + word.len()..].starts_with(is_of_word))
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
