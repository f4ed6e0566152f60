//! Takes out what the theme's templates put into blocks that the project's own templates above them do not have: to Tera that is a mistake, and
//! who writes a `base.html` without a block wants none of what it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::load::{BUILT_IN, Template};
use crate::name;
use crate::source::{SourcePath, Span};
use crate::template;

/// The block that holds what a page says.
const CONTENT: &str = "main";
/// How many templates can stand above one; more of them run in a circle, which Tera tells.
const MOST_ABOVE: usize = 32;

/// The templates of a site as they fit together.
pub(super) struct Fit<'a> {
    /// The templates.
    pub(super) templates: BTreeMap<String, Template>,
    /// The project's own ones that have no place for what pages say.
    pub(super) bare: BTreeSet<&'a SourcePath>,
    /// Blocks of the project's own ones that nothing fills, with the name of one that was left out below them and is nearly theirs.
    pub(super) misspelt: Vec<(&'a SourcePath, Span, &'a str, &'a str)>,
}

/// Returns the templates of a site as they fit together.
pub(super) fn fitted(sources: &BTreeMap<String, Template>) -> Fit<'_> {
    let mut fit = Fit { templates: sources.clone(), bare: BTreeSet::new(), misspelt: Vec::new() };
    // What is the theme's alone fits.
    if !sources.values().any(is_own) {
        return fit;
    }
    let mut cut: BTreeSet<(&SourcePath, &str)> = BTreeSet::new();
    for (name, template) in fit.templates.iter_mut().filter(|(_, template)| !is_own(template)) {
        let read = read(&sources[name], sources, MOST_ABOVE);
        template.text = read.text.into();
        fit.bare.extend(read.bare);
        cut.extend(read.cut);
    }
    let filled: BTreeSet<&str> = sources.values().filter(|it| !is_own(it)).flat_map(|it| names(&it.text)).collect();
    for template in sources.values() {
        let Some(path) = &template.path else { continue };
        for (range, block) in blocks(&template.text).filter(|(_, block)| !filled.contains(block)) {
            let left_out = cut.iter().filter(|(below, _)| *below == path).map(|(_, name)| *name);
            if let Some(meant) = name::nearest(block, left_out, 1).into_iter().next() {
                fit.misspelt.push((path, Span::new(range.start, range.end), block, meant));
            }
        }
    }
    fit
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
    /// The blocks that were left out, each with the one that has no place for it.
    cut: Vec<(&'a SourcePath, &'a str)>,
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
    let (mut text, mut from) = (String::with_capacity(template.text.len()), 0);
    let (mut blocks, mut bare, mut cut) = (BTreeSet::new(), None, Vec::new());
    for block in outer(&template.text) {
        if is_own(template) || has_place(block.name) {
            blocks.insert(block.name);
            blocks.extend(block.inner);
            continue;
        }
        text.push_str(&template.text[from..block.range.start]);
        from = block.range.end;
        let own = above.as_ref().and_then(|above| above.own);
        cut.extend(own.map(|own| (own, block.name)));
        bare = if block.name == CONTENT { own } else { bare };
    }
    text.push_str(&template.text[from..]);
    let above = above.unwrap_or_default();
    blocks.extend(above.blocks);
    Fitted { text, blocks, own: template.path.as_ref().or(above.own), bare, cut }
}

/// Returns the name of the template that a text extends.
fn parent(text: &str) -> Option<&str> {
    let (_, named) = statements(text).find_map(|(range, word)| Some((range, word.strip_prefix("extends")?)))?;
    let named = named.trim_start();
    let mark = named.chars().next().filter(|mark| matches!(mark, '"' | '\'' | '`'))?;
    named[1..].split(mark).next()
}

/// Returns the names of all blocks of a text, with the places of their tags.
fn blocks(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    statements(text)
        .filter_map(|(range, tag)| Some((range, tag.strip_prefix("block ")?.split_ascii_whitespace().next()?)))
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    blocks(text).map(|(_, name)| name)
}

/// Returns the blocks of a text that stand in no other, in their order.
fn outer(text: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut depth): (Vec<Block<'_>>, usize) = (Vec::new(), 0);
    for (range, tag) in statements(text) {
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

/// Returns the statements of a text, each with the place of its tag.
fn statements(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    template::tags(text).filter(|tag| !tag.says).map(|tag| (tag.range.clone(), tag.words()))
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
        let Fit { templates, bare, .. } = fitted(&sources);
        let texts = templates.into_iter().map(|(name, template)| (name, template.text.to_string())).collect();
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
    fn comments_and_raw_text_hold_no_blocks() {
        for aside in [
            "{# {% block head %} #}",
            "{% raw %}{% block head %}{# {% endraw %}",
            "{# {% extends \"list.html\" %} #}",
            "{# {% block main %} #}",
        ] {
            let frame = format!("{aside}{{% block main %}}{{% endblock %}}");
            let (texts, bare) = fit(&[("base.html", &frame), ("list.html", LIST)], &["base.html"]);
            assert!(!texts["list.html"].contains("head") && bare.is_empty(), "{aside}: {}", texts["list.html"]);
        }
        let frame = "{# {% block main %}{% endblock %} #}";
        assert_eq!(fit(&[("base.html", frame), ("list.html", LIST)], &["base.html"]).1, ["base.html"]);
    }

    #[test]
    fn what_fits_or_runs_in_a_circle_stays() {
        let circle = "{% extends \"list.html\" %}{% block head %}{% endblock %}{% block main %}{% endblock %}";
        for frame in ["{% block head %}{% endblock %}{% block main %}{% endblock %}", circle] {
            assert_eq!(fit(&[("base.html", frame), ("list.html", LIST)], &["base.html"]).0["list.html"], LIST);
        }
    }
}
