//! Takes out what the theme's templates put into blocks that the project's own templates above them do not have: to Tera that is a mistake, and
//! who writes a `base.html` without a block wants none of what it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::load::{BUILT_IN, Template};
use crate::source::SourcePath;

/// The block that holds what a page says.
const CONTENT: &str = "main";
/// How many templates can stand above one; more of them run in a circle, which Tera tells.
const MOST_ABOVE: usize = 32;

/// Returns the templates of a site as they fit together, and the project's own ones that have no place for what pages say.
pub(super) fn fitted(sources: &BTreeMap<String, Template>) -> (BTreeMap<String, Template>, BTreeSet<&SourcePath>) {
    let (mut fitted, mut bare) = (sources.clone(), BTreeSet::new());
    // What is the theme's alone fits.
    if sources.values().any(is_own) {
        for (name, template) in fitted.iter_mut().filter(|(_, template)| !is_own(template)) {
            let read = read(&sources[name], sources, MOST_ABOVE);
            template.text = read.text.into();
            bare.extend(read.bare);
        }
    }
    (fitted, bare)
}

/// A template as it fits below those above it.
#[derive(Default)]
struct Fitted<'a> {
    text: String,
    /// The blocks that it has, its own and those of all above it.
    blocks: BTreeSet<&'a str>,
    /// The next one of the project: this one, or one above it.
    own: Option<&'a SourcePath>,
    /// The one that has no place for what this one says.
    bare: Option<&'a SourcePath>,
}

/// A block that stands in no other, with those in it.
struct Block<'a> {
    name: &'a str,
    inner: Vec<&'a str>,
    range: Range<usize>,
}

fn is_own(template: &Template) -> bool {
    template.path.is_some()
}

fn read<'a>(template: &'a Template, sources: &'a BTreeMap<String, Template>, most: usize) -> Fitted<'a> {
    let named = |name: &str| sources.get(name).or_else(|| sources.get(name.strip_prefix(BUILT_IN)?));
    let above = parent(&template.text).and_then(named).filter(|_| most > 0);
    let above = above.map(|above| read(above, sources, most - 1));
    let has_place = |name: &str| above.as_ref().is_none_or(|above| above.blocks.contains(name));
    let (mut text, mut blocks, mut from, mut bare) =
        (String::with_capacity(template.text.len()), BTreeSet::new(), 0, None);
    for block in outer(&template.text) {
        if is_own(template) || has_place(block.name) {
            blocks.insert(block.name);
            blocks.extend(block.inner);
            continue;
        }
        text.push_str(&template.text[from..block.range.start]);
        from = block.range.end;
        if block.name == CONTENT {
            bare = above.as_ref().and_then(|above| above.own);
        }
    }
    text.push_str(&template.text[from..]);
    let above = above.unwrap_or_default();
    blocks.extend(above.blocks);
    Fitted { text, blocks, own: template.path.as_ref().or(above.own), bare }
}

/// Returns the name of the template that a text extends.
fn parent(text: &str) -> Option<&str> {
    let (_, named) = tags(text).find_map(|(range, word)| Some((range, word.strip_prefix("extends")?)))?;
    let named = named.trim_start();
    let mark = named.chars().next().filter(|mark| matches!(mark, '"' | '\'' | '`'))?;
    named[1..].split(mark).next()
}

/// Returns the blocks of a text that stand in no other, in their order.
fn outer(text: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut depth): (Vec<Block<'_>>, usize) = (Vec::new(), 0);
    for (range, tag) in tags(text) {
        let mut words = tag.split_ascii_whitespace();
        match (words.next(), words.next()) {
            (Some("block"), Some(name)) => {
                match blocks.last_mut().filter(|_| depth > 0) {
                    Some(block) => block.inner.push(name),
                    None => blocks.push(Block { name, inner: Vec::new(), range }),
                }
                depth += 1;
            }
            (Some("endblock"), _) => {
                depth = depth.saturating_sub(1);
                if let Some(block) = blocks.last_mut().filter(|_| depth == 0) {
                    block.range.end = range.end;
                }
            }
            _ => {}
        }
    }
    blocks
}

/// Returns what stands between `{%` and `%}`, with the place of both.
fn tags(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices("{%").filter_map(|(start, _)| {
        let end = start + text[start..].find("%}")? + 2;
        let tag = text[start + 2..end - 2].trim_start_matches('-').trim_end_matches('-');
        Some((start..end, tag.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text of each template as it fits, and the project's ones without a place; `own` ones stand in the project.
    fn fit(sources: &[(&str, &str)], own: &[&str]) -> (BTreeMap<String, String>, Vec<String>) {
        let template = |name: &str, text: &str| Template {
            text: text.into(),
            path: own.contains(&name).then(|| SourcePath::new(name)),
        };
        let sources = sources.iter().map(|(name, text)| ((*name).to_owned(), template(name, text))).collect();
        let (fitted, bare) = fitted(&sources);
        let texts = fitted.into_iter().map(|(name, template)| (name, template.text.to_string())).collect();
        (texts, bare.into_iter().map(|path| path.as_str().to_owned()).collect())
    }

    const LIST: &str = "{% extends \"base.html\" %}\n{%- block head -%}H{% endblock head %}\
        {% block main %}{% block lead %}L{% endblock %}{% endblock main %}";
    const TAG: &str = "{% extends 'list.html' %}{% block lead %}T{% endblock %}{% block head %}{% endblock %}";

    #[test]
    fn a_block_without_a_place_is_left_out_with_what_it_holds() {
        let frame = "{% block main %}{% endblock %}";
        let (texts, bare) = fit(&[("base.html", frame), ("list.html", LIST), ("tag.html", TAG)], &["base.html"]);
        let list = "{% extends \"base.html\" %}\n{% block main %}{% block lead %}L{% endblock %}{% endblock main %}";
        assert_eq!(texts["list.html"], list);
        assert_eq!(texts["tag.html"], "{% extends 'list.html' %}{% block lead %}T{% endblock %}");
        assert!(bare.is_empty());
    }

    #[test]
    fn what_the_project_wrote_stays() {
        let own = "{% extends \"theme/list.html\" %}{% block other %}{% endblock %}";
        let frame = "{% block main %}{% endblock %}";
        let sources = [("base.html", frame), ("list.html", LIST), ("mine.html", own)];
        assert_eq!(fit(&sources, &["base.html", "mine.html"]).0["mine.html"], own);
    }

    #[test]
    fn a_template_without_a_place_for_what_pages_say_is_told_once() {
        let sources = [("base.html", "{% block head %}{% endblock %}"), ("list.html", LIST), ("other.html", LIST)];
        assert_eq!(fit(&sources, &["base.html"]).1, ["base.html"]);
    }

    #[test]
    fn what_fits_or_runs_in_a_circle_stays() {
        let circle = "{% extends \"list.html\" %}{% block head %}{% endblock %}{% block main %}{% endblock %}";
        for frame in ["{% block head %}{% endblock %}{% block main %}{% endblock %}", circle] {
            assert_eq!(fit(&[("base.html", frame), ("list.html", LIST)], &["base.html"]).0["list.html"], LIST);
        }
    }
}
