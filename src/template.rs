//! The tags of a template, found in its text as Tera finds them: comments and raw text hold none, and what stands in a string ends
//! no tag.

use std::ops::Range;

/// The mark that begins a statement.
const STATEMENT: &str = "{%";
/// The mark that ends one.
const STATEMENT_END: &str = "%}";

/// One tag: `{{ page.title }}` or `{% block main %}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag<'a> {
    /// Whether it says something, as `{{ }}` does, and is no statement.
    pub says: bool,
    /// Where it stands, with both its marks.
    pub range: Range<usize>,
    /// Where what stands between its marks begins.
    pub start: usize,
    /// What stands between its marks, the `-` that trims the text beside it included.
    pub inside: &'a str,
}

impl<'a> Tag<'a> {
    /// Returns what it says or does, without spaces and `-` around it.
    #[must_use]
    pub fn words(&self) -> &'a str {
        bare(self.inside)
    }

    /// Returns the pieces of its inside between strings, each with its place in the template's text.
    pub fn code(&self) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let (inside, start, mut at) = (self.inside, self.start, 0);
        std::iter::from_fn(move || {
            let from = Some(at).filter(|at| *at < inside.len())?;
            let end = inside[from..].bytes().position(is_quote).map_or(inside.len(), |end| from + end);
            at = after_string(inside, end);
            Some((start + from, &inside[from..end]))
        })
    }
}

/// Returns the tags of a template in their order. One without an end goes on to the end of the text.
pub fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text[at..].find('{')?;
            let (says, end) = match text.as_bytes().get(open + 1) {
                Some(b'#') => {
                    at = text[open + 2..].find("#}").map_or(text.len(), |end| open + 2 + end + 2);
                    continue;
                }
                Some(b'{') => (true, "}}"),
                Some(b'%') => (false, STATEMENT_END),
                _ => {
                    at = open + 1;
                    continue;
                }
            };
            let start = open + 2;
            let close = end_of(text, start, end);
            at = (close + end.len()).min(text.len());
            let tag = Tag { says, range: open..at, start, inside: &text[start..close] };
            if says || tag.words() != "raw" {
                return Some(tag);
            }
            at = after_raw(text, at);
        }
    })
}

/// Returns what a tag says or does, without spaces and `-` around it.
fn bare(inside: &str) -> &str {
    let inside = inside.strip_prefix('-').unwrap_or(inside);
    inside.strip_suffix('-').unwrap_or(inside).trim()
}

/// Returns where the inside of a tag ends that begins at `at`. All marks are ASCII, so that bytes can be looked at.
fn end_of(text: &str, mut at: usize, mark: &str) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if is_quote(*byte) {
            at = after_string(text, at);
        } else if bytes[at..].starts_with(mark.as_bytes()) {
            return at;
        } else {
            at += 1;
        }
    }
    text.len()
}

/// Returns the place after a string that begins at `at` and may have escapes; the end of the text for one without an end.
fn after_string(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(quote) = bytes.get(at) else { return text.len() };
    let mut after = at + 1;
    while let Some(byte) = bytes.get(after) {
        after += 1;
        match byte {
            b'\\' => after += 1,
            byte if byte == quote => return after,
            _ => {}
        }
    }
    text.len()
}

/// Returns the place after the tag that ends raw text.
fn after_raw(text: &str, mut at: usize) -> usize {
    while let Some(open) = text[at..].find(STATEMENT).map(|open| at + open) {
        at = open + STATEMENT.len();
        let Some(close) = text[at..].find(STATEMENT_END) else { break };
        if bare(&text[at..at + close]) == "endraw" {
            return at + close + STATEMENT_END.len();
        }
    }
    text.len()
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the words of each tag.
    fn words(text: &str) -> Vec<&str> {
        tags(text).map(|tag| tag.words()).collect()
    }

    #[test]
    fn tags_are_found_as_tera_finds_them() {
        for (text, expected) in [
            ("{{a}} { b } {%- c -%}{{- d -}}", &["a", "c", "d"][..]),
            ("{# {{ a }} #}{{ b }}{#-#}{% c %}", &["b", "c"]),
            (r#"{{ "}}" ~ a }}{% set b = '%}' %}{{ `}}` }}"#, &["\"}}\" ~ a", "set b = '%}'", "`}}`"]),
            ("{{ \"\\é}}\" ~ a }}{{ \"\\", &["\"\\é}}\" ~ a", "\"\\"]),
            (r#"{{ "\"}}" ~ a }}{{ "\\" }}{{ b }}"#, &[r#""\"}}" ~ a"#, r#""\\""#, "b"]),
            ("{% raw %}{{ a }}{# {% if b %}{%- endraw -%}{{ c }}", &["c"]),
            ("{%-raw-%}{% endraw{% endraw %}{{ c }}", &["c"]),
            ("{{ a", &["a"]),
            ("{{ \"é\" ~ a }}é{{ b }}", &["\"é\" ~ a", "b"]),
            ("{% raw %}{{ a }}", &[]),
            ("{# {{ a }}", &[]),
            ("{", &[]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_knows_its_place() {
        let text = "é{{- a ~ \"b\" }}{% c %}";
        let found: Vec<_> = tags(text).map(|tag| (tag.says, &text[tag.range.clone()], &text[tag.start..])).collect();
        assert_eq!(found[0], (true, "{{- a ~ \"b\" }}", "- a ~ \"b\" }}{% c %}"));
        assert_eq!(found[1], (false, "{% c %}", " c %}"));
    }

    #[test]
    fn what_stands_in_strings_is_no_code() {
        let code = |text: &'static str| -> Vec<(usize, &str)> { tags(text).flat_map(|tag| tag.code()).collect() };
        assert_eq!(code("{{ a['b'].c ~ \"d\" }}"), [(2, " a["), (8, "].c ~ "), (17, " ")]);
        assert_eq!(code("{{\"a\"}}"), [(2, "")]);
        assert_eq!(code("{{ a ~ \"b"), [(2, " a ~ ")]);
    }
}
