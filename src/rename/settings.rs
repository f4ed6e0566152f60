//! The links of the header, which are written in the settings.

use super::{Asked, Edit};
use crate::source::{Source, Span};

/// Returns the changes of the settings: where a link of the header leads to the record.
pub(super) fn edits(asked: &Asked<'_>, settings: &Source) -> Vec<Edit> {
    let old = asked.entity.route.as_str();
    let id = &*asked.entity.id.id;
    let text = &*settings.text;
    let is_whole = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + old.len()..].chars().next();
        let ends =
            |it: Option<char>| it.is_none_or(|it| it.is_whitespace() || matches!(it, '"' | '\'' | ',' | '}' | '#'));
        let is_url = text[..at].trim_end_matches([' ', '"', '\'']).ends_with("url:");
        is_url && ends(before) && ends(after)
    };
    let found = text.match_indices(old).map(|(at, _)| at).filter(|at| is_whole(*at));
    let start = old.len() - id.len() - 1;
    found
        .map(|at| Edit { span: Span::new(at + start, at + start + id.len()), text: asked.new.id.to_string() })
        .collect()
}
