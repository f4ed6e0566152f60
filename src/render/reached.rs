//! What each template is made of: what it extends, includes or calls.

use std::collections::{BTreeMap, BTreeSet};

use super::shell::PARTS;
use crate::load::{BUILT_IN, Template};

/// The templates of a site, each with all whose texts its output depends on: itself, those that it names, those that define a component of
/// which it holds the name, those of `shell`, and all that these name in turn.
pub struct Reached<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Reached<'a> {
    /// Reads the texts roughly: what is too much costs time, and nothing is missing.
    #[must_use]
    pub fn of(sources: &'a BTreeMap<String, Template>) -> Self {
        let mut defined: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        for (name, template) in sources {
            for component in components(&template.text) {
                defined.entry(component).or_default().push(name);
            }
        }
        let known = |name: &str| sources.get_key_value(name).map(|(name, _)| name.as_str());
        let named_in = |text: &'a str| -> BTreeSet<&'a str> {
            let mut named = BTreeSet::new();
            for quoted in ['"', '\'', '`'].into_iter().flat_map(|mark| text.split(mark)) {
                named.extend(known(quoted));
                named.extend(quoted.strip_prefix(BUILT_IN).and_then(known));
            }
            for component in calls(text) {
                named.extend(defined.get(component).into_iter().flatten());
            }
            if has_word(text, "shell") {
                named.extend(PARTS.iter().filter_map(|(_, part)| known(part)));
            }
            named
        };
        let direct: BTreeMap<&str, BTreeSet<&str>> =
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

/// Returns the names that follow a `<`: those of all components that a text calls are among them.
fn calls(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).map(|rest| {
        let rest = rest.trim_start();
        rest.split(|character| !is_of_word(character)).next().unwrap_or_default()
    })
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_of_word) && !text[at + word.len()..].starts_with(is_of_word))
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
