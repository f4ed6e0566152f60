//! Finds the names of all records in a text in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::link::Handle;
use crate::name;

/// Who may be meant by a name in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bearer {
    pub(crate) handle: Handle,
    /// Whether the name is short for this record: it counts only once the record is established.
    pub(crate) short: bool,
}

/// A name in a text, at a word's boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Which name, for [`Finder::bearers`].
    pub(crate) name: u32,
}

/// The names of all records, ready to be found.
pub(crate) struct Finder {
    automaton: Option<AhoCorasick>,
    names: Vec<(String, Vec<Bearer>)>,
}

impl Finder {
    /// Prepares the names; each is folded, and equal ones are one name with several bearers.
    pub(crate) fn new(names: impl IntoIterator<Item = (String, Bearer)>) -> Self {
        let mut all: Vec<(String, Bearer)> = names
            .into_iter()
            .map(|(name, bearer)| (name::fold(name.trim()).text.into_owned(), bearer))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.handle.cmp(&b.1.handle)).then(a.1.short.cmp(&b.1.short)));
        let mut names: Vec<(String, Vec<Bearer>)> = Vec::new();
        for (name, bearer) in all {
            match names.last_mut() {
                Some((last, bearers)) if *last == name => {
                    if bearers.last().is_none_or(|last| last.handle != bearer.handle) {
                        bearers.push(bearer);
                    }
                }
                _ => names.push((name, vec![bearer])),
            }
        }
        // Every match is wanted, not only the longest: that one may end inside a word where a shorter one does not.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(names.iter().map(|(name, _)| name.as_bytes()))
            .ok();
        Self { automaton, names }
    }

    /// Returns who bears a name.
    pub(crate) fn bearers(&self, name: u32) -> &[Bearer] {
        &self.names[name as usize].1
    }

    /// Returns a name.
    pub(crate) fn name(&self, name: u32) -> &str {
        &self.names[name as usize].0
    }

    /// Appends the names in `text`, which is folded: from left to right, the longest first at one place, all of those
    /// that stand at word boundaries.
    pub(crate) fn find(&self, text: &str, found: &mut Vec<Found>) {
        found.clear();
        let Some(automaton) = &self.automaton else { return };
        for hit in automaton.find_overlapping_iter(text) {
            if at_boundaries(text, hit.start(), hit.end()) {
                found.push(Found { start: hit.start(), end: hit.end(), name: hit.pattern().as_u32() });
            }
        }
        found.sort_unstable_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    }
}

/// Tells whether neither neighbour continues a word that the name begins or ends. Scripts without spaces have no
/// boundaries to keep.
fn at_boundaries(text: &str, start: usize, end: usize) -> bool {
    let clear = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
        (Some(inside), Some(outside)) => name::is_unspaced(inside) || !name::continues_word(outside),
        _ => true,
    };
    let name = &text[start..end];
    clear(name.chars().next(), text[..start].chars().next_back())
        && clear(name.chars().next_back(), text[end..].chars().next())
}
