//! Words in running text.

use std::ops::Range;

use crate::name;

/// Tells whether a piece of a text begins and ends where a word does.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let free = |outside: Option<char>| outside.is_none_or(|next| !name::continues_word(next));
    free(text[..range.start].chars().next_back()) && free(text[range.end..].chars().next())
}

/// Tells whether a text holds a name as words of its own.
pub(super) fn holds(text: &str, name: &str) -> bool {
    !name.is_empty() && text.match_indices(name).any(|(at, _)| is_whole(text, &(at..at + name.len())))
}
