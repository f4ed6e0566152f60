//! Finds the names of all records in a text in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::kinds;
use crate::link::{Entity, Handle};
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
    /// Collects the names that may become links.
    pub(super) fn of(entities: &[Entity]) -> Self {
        let mut names = Vec::new();
        for (at, entity) in entities.iter().enumerate() {
            let kind = entity.id.kind;
            if *kind == kinds::SOURCE || *kind == kinds::PAGE || entity.withdrawn {
                continue;
            }
            let handle = Handle(at as u32);
            let document = &entity.document;
            let person = *kind == kinds::PERSON;
            // The one word of a story's or an article's title is too little to be meant.
            let titled = *kind == kinds::STORY || *kind == kinds::ARTICLE;
            let mut add = |name: &str, weak: bool| {
                let short = name::is_short(name);
                if !(titled && short) {
                    names.push((name.to_owned(), Bearer { handle, short: (person && short) || weak }));
                }
            };
            add(&document.name, false);
            for spelling in &entity.spellings {
                add(spelling, false);
            }
            for alias in &document.aliases {
                add(&alias.name, alias.kind.as_deref() == Some("weak"));
            }
        }
        Self::new(names)
    }

    /// Prepares the names; each is folded, and equal ones are one name with several bearers.
    fn new(names: impl IntoIterator<Item = (String, Bearer)>) -> Self {
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

/// Tells whether neither neighbour continues a word that the name begins or ends (UAX 29: marks belong to the letter
/// before them, invisible joiners part nothing). Scripts without spaces have no boundaries to keep but that of a letter.
fn at_boundaries(text: &str, start: usize, end: usize) -> bool {
    let clear = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
        (Some(inside), Some(outside)) => name::is_unspaced(inside) || !name::continues_word(outside),
        _ => true,
    };
    let name = &text[start..end];
    let after = &text[end..];
    !after.starts_with(name::is_mark)
        && clear(name.chars().next(), text[..start].chars().rev().find(|before| !name::is_joiner(*before)))
        && clear(name.chars().next_back(), after.chars().find(|after| !name::is_joiner(*after)))
}
