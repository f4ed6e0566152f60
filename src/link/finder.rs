//! Finds the names of all records in a text in one pass.
//!
//! A name can only begin where a word, or a character outside words, begins; so names and texts are both read token by
//! token: a run of letters and digits, or one character of any other sort. For each name the hash of each of its
//! beginnings (one token, two tokens, ...) is known, with the name that it is, if it is one. At each token of a text the
//! beginnings that stand there are followed as long as they are known. What is found is compared letter by letter.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

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
    names: Vec<(String, Vec<Bearer>)>,
    /// The hashes of all beginnings of names, each with the name that it is or [`NO_NAME`].
    beginnings: HashMap<u64, u32, BuildHasherDefault<Plain>>,
    /// Names whose hash is that of another name.
    doubles: Vec<u32>,
    /// For each first byte of a name the lengths of first tokens: most words of a text are turned away here.
    first: Box<[u32; 256]>,
    /// The first two bytes of names, a bit for each pair: most words with the capital of a name are turned away here.
    pairs: Box<[u64; 1024]>,
    /// The bytes at which reading stops: first bytes of names, and parts of characters of several bytes.
    stops: Box<[bool; 256]>,
}

/// A beginning of names that is no name itself.
const NO_NAME: u32 = u32::MAX;

/// Takes a hash for its own hash.
#[derive(Default)]
pub(crate) struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
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
        all.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then(a.1.handle.cmp(&b.1.handle)).then(a.1.short.cmp(&b.1.short))
        });
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
        let mut finder = Self {
            names,
            beginnings: HashMap::default(),
            doubles: Vec::new(),
            first: Box::new([0; 256]),
            pairs: Box::new([0; 1024]),
            stops: Box::new(std::array::from_fn(|byte| byte >= 0x80)),
        };
        finder.index();
        finder
    }

    fn index(&mut self) {
        let Self { names, beginnings, doubles, first, pairs, stops } = self;
        beginnings.reserve(names.len() * 4);
        for (number, (name, _)) in names.iter().enumerate() {
            let mut hash = 0;
            let mut end = 0;
            while end < name.len() {
                let token = &name[end..end + token_len(name, end)];
                if end == 0 {
                    let byte = usize::from(token.as_bytes()[0]);
                    first[byte] |= length_bit(token.len());
                    stops[byte] = true;
                    let (at, bit) = pair(token.as_bytes());
                    pairs[at] |= bit;
                }
                hash = xxh3_64_with_seed(token.as_bytes(), hash);
                beginnings.entry(hash).or_insert(NO_NAME);
                end += token.len();
            }
            match beginnings.get_mut(&hash) {
                Some(known) if *known == NO_NAME => *known = number as u32,
                _ => doubles.push(number as u32),
            }
        }
    }

    /// Returns who bears a name.
    pub(crate) fn bearers(&self, name: u32) -> &[Bearer] {
        &self.names[name as usize].1
    }

    /// Returns a name.
    pub(crate) fn name(&self, name: u32) -> &str {
        &self.names[name as usize].0
    }

    /// Collects the names in `text`, which is folded: from left to right, the longest first at one place, all of those
    /// that stand at word boundaries.
    pub(crate) fn find(&self, text: &str, found: &mut Vec<Found>) {
        found.clear();
        let bytes = text.as_bytes();
        let mut start = 0;
        loop {
            start += self.plain_len(&bytes[start..]);
            let Some(byte) = bytes.get(start).copied() else { break };
            let inside = start > 0 && OF_WORD[usize::from(bytes[start - 1])] && goes_on(&text[start..]);
            // Most words with the first byte of a name are turned away before their end is looked for.
            if byte.is_ascii() && (inside || !self.may_begin(byte, bytes.get(start + 1).copied())) {
                start += 1;
                continue;
            }
            let len = token_len(text, start);
            if !inside && self.first[usize::from(byte)] & length_bit(len) != 0 {
                self.find_at(text, start, len, found);
            }
            start += len;
        }
    }

    /// Tells whether a token of these two bytes, the first of them ASCII, may be the first of a name.
    fn may_begin(&self, byte: u8, next: Option<u8>) -> bool {
        let (at, bit) = match next {
            Some(next) if !next.is_ascii() => return true,
            Some(next) if OF_WORD[usize::from(byte)] && OF_WORD[usize::from(next)] => pair(&[byte, next]),
            _ => pair(&[byte]),
        };
        self.pairs[at] & bit != 0
    }

    /// Returns how many bytes there are before the first at which reading stops.
    fn plain_len(&self, bytes: &[u8]) -> usize {
        let (chunks, _) = bytes.as_chunks::<8>();
        // This loop has no exit, so that most texts cost two instructions a byte.
        let stops = |chunk: &[u8; 8]| chunk.iter().fold(false, |found, byte| found | self.stops[usize::from(*byte)]);
        let plain = 8 * chunks.iter().take_while(|chunk| !stops(chunk)).count();
        let rest = &bytes[plain..];
        plain + rest.iter().position(|byte| self.stops[usize::from(*byte)]).unwrap_or(rest.len())
    }

    /// Appends the names that begin at `start` with a token of this length.
    fn find_at(&self, text: &str, start: usize, mut len: usize, found: &mut Vec<Found>) {
        let before = found.len();
        let (mut hash, mut end) = (0, start);
        while len > 0 {
            hash = xxh3_64_with_seed(&text.as_bytes()[end..end + len], hash);
            let Some(name) = self.beginnings.get(&hash) else { break };
            end += len;
            if *name != NO_NAME {
                for name in [name].into_iter().chain(&self.doubles) {
                    if text[start..end] == *self.name(*name) && at_boundaries(text, start, end) {
                        found.push(Found { start, end, name: *name });
                    }
                }
            }
            len = token_len(text, end);
        }
        found[before..].reverse();
    }
}

/// The bytes that continue a word and are a character of their own.
const OF_WORD: [bool; 256] = {
    let mut of_word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        of_word[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    of_word
};

/// Tells whether a text begins with what continues the word before it.
fn goes_on(text: &str) -> bool {
    match text.as_bytes() {
        [byte, ..] if byte.is_ascii() => OF_WORD[usize::from(*byte)],
        _ => text.starts_with(name::continues_word),
    }
}

/// Returns the length in bytes of the token at `start`: a run of what continues a word, or one character of any other sort;
/// 0 at the end.
fn token_len(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while let Some(byte) = bytes.get(end).copied() {
        if !OF_WORD[usize::from(byte)] {
            return if byte.is_ascii() { (end - start).max(1) } else { mixed_len(text, start, end) };
        }
        end += 1;
    }
    end - start
}

/// Returns the length of a token that is plain up to a character of several bytes at `end`.
#[inline(never)]
fn mixed_len(text: &str, start: usize, end: usize) -> usize {
    let rest = &text[end..];
    let more = rest.find(|character| !name::continues_word(character)).unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    if end - start + more > 0 { end - start + more } else { first }
}

/// Returns the bit for tokens of this length; all long ones share one.
fn length_bit(len: usize) -> u32 {
    1 << len.min(31)
}

/// Returns the place and the bit of the first two bytes of a token.
fn pair(token: &[u8]) -> (usize, u64) {
    let pair = match token {
        [one, two, ..] => usize::from(*one) << 8 | usize::from(*two),
        [one] => usize::from(*one),
        [] => 0,
    };
    (pair / 64, 1 << (pair % 64))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is skipped is nothing: the names are those that are found when each token is looked at.
        #[test]
        fn all_tokens_are_looked_at(
            names in prop::collection::vec("[aAbé1_ 中-]{1,3}", 1..5),
            text in "[aAbBcdefghijklé1_ .中“-]{0,60}",
        ) {
            let bearer = Bearer { handle: Handle(0), short: false };
            let finder = Finder::new(names.into_iter().map(|name| (name, bearer)));
            let (mut found, mut wanted) = (Vec::new(), Vec::new());
            finder.find(&text, &mut found);
            let mut start = 0;
            while start < text.len() {
                let len = token_len(&text, start);
                finder.find_at(&text, start, len, &mut wanted);
                start += len;
            }
            prop_assert_eq!(found, wanted);
        }
    }
}
