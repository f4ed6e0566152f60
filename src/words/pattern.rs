//! A sentence with gaps, such as `Part of {story}`.

use std::sync::Arc;

use serde::Deserialize;

/// A sentence with gaps, each of which has a name.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(Arc<str>),
    Gap(Arc<str>),
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl Pattern {
    /// Reads a sentence in which names in braces are gaps; other braces are braces.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        let mut from = 0;
        while let Some(open) = rest[from..].find('{').map(|at| from + at) {
            let name = rest[open + 1..].split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
            let Some(name) = name else {
                from = open + 1;
                continue;
            };
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].into()));
            }
            pieces.push(Piece::Gap(name.into()));
            (rest, from) = (&rest[open + name.len() + 2..], 0);
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.into()));
        }
        Self { pieces }
    }

    /// Returns the sentence with its gaps filled; one that is not given stays empty.
    #[must_use]
    pub fn fill(&self, words: &[(&str, &str)]) -> String {
        let mut filled = String::with_capacity(64);
        for piece in &self.pieces {
            filled.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Gap(name) => words.iter().find(|(known, _)| *known == &**name).map_or("", |(_, word)| word),
            });
        }
        filled
    }

    /// Returns what stands before the first gap.
    #[must_use]
    pub fn before(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    /// Returns what stands after the last gap.
    #[must_use]
    pub fn after(&self) -> &str {
        match self.pieces.last() {
            Some(Piece::Text(text)) if self.pieces.len() > 1 => text,
            _ => "",
        }
    }

    /// Returns the names of the gaps, sorted.
    #[must_use]
    pub fn gaps(&self) -> Vec<&str> {
        let gaps = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Gap(name) => Some(&**name),
            Piece::Text(_) => None,
        });
        let mut gaps: Vec<&str> = gaps.collect();
        gaps.sort_unstable();
        gaps
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
