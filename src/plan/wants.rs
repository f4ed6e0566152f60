//! What templates ask for: a field of a page that none of them names is not made.
//!
//! A text is read roughly, and in doubt for the wish: `page.quotes` anywhere asks for the field `quotes`, and `page` by itself for all
//! of them. What is asked for by what a template extends, includes or calls counts as its own.

use std::collections::BTreeMap;

use foldhash::{HashSet, HashSetExt as _};

use crate::template::{self, Tag};

/// What the templates of a site ask for, by the name of the template that a page is made with.
#[derive(Clone, Default, Debug)]
pub struct Wants {
    templates: BTreeMap<Box<str>, Wanted>,
    /// Whether everything is wanted, by whatever template.
    everything: bool,
}

/// What one template asks for, with all that it is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The fields of `page`; `None` for all of them.
    fields: Option<HashSet<Box<str>>>,
    /// Whether it names more of `mentions` than their number and the list.
    pub(super) mention_rows: bool,
    /// Whether it names `mentions.list`.
    pub(super) mention_lists: bool,
}

/// What a template asks for that nobody has read.
static ALL: Wanted = Wanted { fields: None, mention_rows: true, mention_lists: true };

impl Wants {
    /// Asks for everything, for those who want to see what there is.
    #[must_use]
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Reads the texts of the templates, given by name; `made_of` tells of which of them each is made.
    #[must_use]
    pub fn of<'a, N: IntoIterator<Item = &'a str>>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
        made_of: impl IntoIterator<Item = (&'a str, N)>,
    ) -> Self {
        let read: BTreeMap<&str, Wanted> = texts.into_iter().map(|(name, text)| (name, Wanted::of(text))).collect();
        let templates = made_of.into_iter().map(|(name, parts)| {
            let mut wanted = Wanted::default();
            parts.into_iter().filter_map(|part| read.get(part)).for_each(|part| wanted.extend(part));
            (name.into(), wanted)
        });
        Self { templates: templates.collect(), everything: false }
    }

    /// Returns what the pages of a template are asked for.
    #[must_use]
    pub fn of_template(&self, name: &str) -> &Wanted {
        self.templates.get(name).filter(|_| !self.everything).unwrap_or(&ALL)
    }
}

impl Default for Wanted {
    fn default() -> Self {
        Self { fields: Some(HashSet::new()), mention_rows: false, mention_lists: false }
    }
}

impl Wanted {
    fn of(text: &str) -> Self {
        let mut wanted = Self { mention_lists: text.contains("mentions.list"), ..Self::default() };
        // All that there is can be had by this name, too.
        if text.contains("__tera_context") {
            wanted.fields = None;
        }
        for tag in template::tags(text) {
            wanted.read(&tokens(&tag));
        }
        wanted.mention_rows |= wanted.fields.is_none();
        wanted
    }

    /// Asks for what another template asks for, too.
    fn extend(&mut self, other: &Self) {
        self.mention_rows |= other.mention_rows;
        self.mention_lists |= other.mention_lists;
        match (&mut self.fields, &other.fields) {
            (Some(fields), Some(more)) => fields.extend(more.iter().cloned()),
            (fields, _) => *fields = None,
        }
    }

    /// Takes in what one tag asks for, by its tokens.
    fn read(&mut self, tokens: &[&str]) {
        let token = |at: usize| tokens.get(at).copied().unwrap_or_default();
        let is_component = tokens.iter().find(|token| **token != "-") == Some(&"component");
        for at in (0..tokens.len()).filter(|at| tokens[*at] == "page") {
            let before = tokens[..at].iter().rev().copied();
            let is_attribute = before.clone().take_while(|token| *token == ".").count() == 1;
            // A parameter of that name, and what is given for it: the component is read, too.
            let is_parameter = token(at + 1) == "=" && token(at + 2) != "=";
            let is_given = before.take(3).eq(["{", "=", "page"]);
            if is_attribute || is_component || is_parameter || is_given {
                continue;
            }
            match &mut self.fields {
                Some(fields) if token(at + 1) == "." && token(at + 2).starts_with(is_of_name) => {
                    let field = token(at + 2);
                    fields.insert(field.into());
                    self.mention_rows |= field == "mentions" && !["list", "count"].contains(&token(at + 4));
                }
                fields => *fields = None,
            }
        }
    }

    /// Tells whether a field is asked for.
    #[must_use]
    pub fn asks_for(&self, field: &str) -> bool {
        self.fields.as_ref().is_none_or(|asked| asked.contains(field))
    }

    /// Makes a field, or nothing where it is not asked for.
    pub(super) fn then<T: Default>(&self, field: &str, make: impl FnOnce() -> T) -> T {
        self.then_any(&[field], make)
    }

    /// Makes what several fields rest on, or nothing where none of them is asked for.
    pub(super) fn then_any<T: Default>(&self, fields: &[&str], make: impl FnOnce() -> T) -> T {
        if fields.iter().any(|field| self.asks_for(field)) { make() } else { T::default() }
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Returns the names and the single marks of a tag, those within strings left out.
fn tokens<'a>(tag: &Tag<'a>) -> Vec<&'a str> {
    let mut tokens = Vec::new();
    for (_, code) in tag.code() {
        let mut rest = code.trim_start();
        while let Some(first) = rest.chars().next() {
            let after_name = || rest.find(|character| !is_of_name(character)).unwrap_or(rest.len());
            let end = if is_of_name(first) { after_name() } else { first.len_utf8() };
            tokens.push(&rest[..end]);
            rest = rest[end..].trim_start();
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Option<Vec<String>> {
        let mut fields: Vec<String> = Wanted::of(text).fields?.iter().map(ToString::to_string).collect();
        fields.sort_unstable();
        Some(fields)
    }

    #[test]
    fn fields_that_are_named_are_asked_for() {
        for (text, expected) in [
            ("All of this page. {# page #}", ""),
            ("{{ page.title }}{% if page.date and not page . updated %}", "date title updated"),
            ("{%- for it in page.people -%}{{ it.page.title }}", "people"),
            ("{% extends \"page.html\" %}{{ page.kind == 'page' }}", "kind"),
            (
                "{{ <notice page={page} n={page.note} /> }}{% component notice(page, @root) %}{{ page.mark }}",
                "mark note",
            ),
            ("{{ \"}}\" ~ page.title }} { page }", "title"),
            ("{{ f(page=1) }}{{ page.mentions.rows }}", "mentions"),
            (r#"{{ "\"}} page " ~ page.title }}"#, "title"),
            ("{% raw %}{{ page }}{% endraw %}{{ page.title }}", "title"),
        ] {
            assert_eq!(fields(text).map(|fields| fields.join(" ")).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn in_doubt_everything_is_asked_for() {
        for text in [
            "{{ page }}",
            "{{ page[\"title\"] }}",
            "{% for key, value in page %}",
            "{% set it = page %}{{ it.title }}",
            "{{ <card record={page} /> }}",
            "{{ <card {...page} /> }}",
            "{{ page == it.page }}",
            "{{ page | json }}",
            "{{ page?.title }}",
            "{{ __tera_context }}",
        ] {
            assert_eq!(fields(text), None, "{text}");
        }
    }
}
