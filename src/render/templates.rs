//! The compiled templates, each with the digest of all texts that it is made of.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Tera};

use super::mistake;
use super::shell::PARTS;
use crate::diagnostic::{Diagnostic, Report};
use crate::digest::{Digest, Digestible, Hasher};
use crate::load::Template;

/// All templates of a site.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Template>,
    digests: BTreeMap<String, Digest>,
}

impl Templates {
    /// Compiles the templates; mistakes in them are reported, and then there are none.
    #[must_use]
    pub fn compile(sources: &BTreeMap<String, Template>, report: &mut Report) -> Option<Self> {
        let mut tera = Tera::new();
        let digests = digests(sources);
        let texts = sources.iter().map(|(name, template)| (name.as_str(), &*template.text));
        let result = tera.add_raw_templates(texts);
        match result {
            Ok(()) => Some(Self { tera, sources: sources.clone(), digests }),
            Err(error) => {
                report.extend(mistake::diagnostics(&error, None, sources));
                None
            }
        }
    }

    /// Returns the digest of a template with all that it extends, includes or calls.
    #[must_use]
    pub fn digest(&self, name: &str) -> Digest {
        self.digests.get(name).copied().unwrap_or_default()
    }

    /// Renders a template and appends the result to `bytes`.
    pub fn render(&self, name: &str, context: &Context, bytes: &mut Vec<u8>) -> Result<(), Vec<Diagnostic>> {
        let rendered = self.tera.render_to(name, context, bytes);
        rendered.map_err(|error| mistake::diagnostics(&error, Some(name), &self.sources))
    }
}

/// Returns for each template the digest of all texts that its output depends on: its own, those that it names, and those
/// that define a component of which it holds the name, those of `shell`.
fn digests(sources: &BTreeMap<String, Template>) -> BTreeMap<String, Digest> {
    let defined: Vec<(&str, Vec<&str>)> =
        sources.iter().map(|(name, template)| (name.as_str(), components(&template.text))).collect();
    let named_in = |text: &str| -> Vec<&str> {
        defined
            .iter()
            .filter(|(name, components)| {
                text.contains(&format!("\"{name}\""))
                    || text.contains(&format!("'{name}'"))
                    || components.iter().any(|component| has_word(text, component))
                    || (PARTS.iter().any(|(_, part)| part == name) && has_word(text, "shell"))
            })
            .map(|(name, _)| *name)
            .collect()
    };
    let direct: BTreeMap<&str, Vec<&str>> =
        sources.iter().map(|(name, template)| (name.as_str(), named_in(&template.text))).collect();
    sources
        .keys()
        .map(|name| {
            let mut reached: BTreeSet<&str> = BTreeSet::new();
            let mut open = vec![name.as_str()];
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(&direct[next]);
                }
            }
            let mut hasher = Hasher::default();
            for reached in reached {
                reached.digest(&mut hasher);
                sources[reached].text.digest(&mut hasher);
            }
            (name.clone(), hasher.finish())
        })
        .collect()
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

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_of_word) && !text[at + word.len()..].starts_with(is_of_word))
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
