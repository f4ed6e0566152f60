//! Which words stand where: the files of words, and the words of names.
//!
//! A place is twice the number of an entry, and one more where the word stands in its text and not in its name. Entries
//! are numbered through all groups. The places of a word are in order, each as its distance from the one before, five
//! bits a character, the low ones first; 32 more say that another character follows.

use std::sync::Arc;

use deunicode::deunicode;
use foldhash::HashMap;
use rayon::prelude::*;

use super::entries::{Entry, Groups};
use super::words::words;
use crate::plan::desk::Desk;
use crate::plan::json::push_string;

/// From how many bytes on a file of words ends.
const FILE: usize = 12_000;
/// How many entries are read at once.
const AT_ONCE: usize = 256;
/// Into how many shares words are dealt out by their last byte, so that threads can put them together side by side.
const SHARES: usize = 8;
/// From how many letters on a word is known by those a slip away.
const SLIP: usize = 4;
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The index, as files.
pub(super) struct Index {
    /// Each an object of words in the order of their characters, with their places.
    pub files: Vec<String>,
    /// The first word of each file.
    pub starts: Vec<Arc<str>>,
    /// A list of the words of names, in the same order.
    pub names: String,
}

/// The places of each word.
type Places = HashMap<Box<str>, Vec<u32>>;

impl Index {
    /// Reads the words of all entries.
    pub(super) fn of(desk: &Desk, groups: &Groups) -> Self {
        let entries: Vec<Entry> = groups.iter().flat_map(|(_, entries)| entries).copied().collect();
        let parts = entries.par_chunks(AT_ONCE).enumerate().map(|(part, entries)| {
            let mut shares: [Places; SHARES] = Default::default();
            for (at, entry) in entries.iter().enumerate() {
                read(desk, *entry, (part * AT_ONCE + at) as u32, &mut shares);
            }
            shares
        });
        let mut shares: [Vec<Places>; SHARES] = Default::default();
        for part in parts.collect::<Vec<_>>() {
            shares.iter_mut().zip(part).for_each(|(share, places)| share.push(places));
        }
        let mut all: Vec<(Box<str>, Vec<u32>)> = shares.into_par_iter().flat_map_iter(merged).collect();
        all.par_sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let named = groups.named() as u32;
        let mut index = Self { files: Vec::new(), starts: Vec::new(), names: String::from("[") };
        let mut file = String::new();
        for (word, places) in &all {
            if file.is_empty() {
                index.starts.push((**word).into());
                file.push('{');
            } else {
                file.push(',');
            }
            push_string(&mut file, word);
            file.push_str(":\"");
            push_places(&mut file, places);
            file.push('"');
            if file.len() >= FILE {
                file.push('}');
                index.files.push(std::mem::take(&mut file));
            }
            if places.iter().any(|place| place % 2 == 0 && place / 2 < named) && word.chars().count() >= SLIP {
                if index.names.len() > 1 {
                    index.names.push(',');
                }
                push_string(&mut index.names, word);
            }
        }
        if !file.is_empty() {
            file.push('}');
            index.files.push(file);
        }
        index.names.push(']');
        index
    }
}

/// Puts together what was read of the same words in several parts, in the order of the parts.
fn merged(parts: Vec<Places>) -> Places {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for (word, places) in parts.flatten() {
        all.entry(word).or_default().extend(places);
    }
    all
}

/// Adds the words of one entry.
fn read(desk: &Desk, entry: Entry, number: u32, shares: &mut [Places; SHARES]) {
    let mut add = |text: &str, place: u32| {
        words(text, true, |word| {
            let places = &mut shares[usize::from(word.as_bytes()[word.len() - 1]) % SHARES];
            match places.get_mut(word) {
                // It stands in the name, or was met before.
                Some(known) if known.last().is_some_and(|last| last / 2 == number) => {}
                Some(known) => known.push(place),
                None => {
                    places.insert(word.into(), vec![place]);
                }
            }
        });
    };
    let names = entry.names(desk);
    for name in &names {
        add(name, number * 2);
    }
    // A name in another script is found by its letters in this one, too.
    for name in names.iter().filter(|name| !name.is_ascii()) {
        add(&deunicode(name), number * 2);
    }
    for text in entry.texts(desk) {
        add(&text, number * 2 + 1);
    }
}

fn push_places(text: &mut String, places: &[u32]) {
    let mut before = 0;
    for place in places {
        let mut rest = place - before;
        before = *place;
        while rest >= 32 {
            text.push(char::from(DIGITS[(rest % 32 + 32) as usize]));
            rest /= 32;
        }
        text.push(char::from(DIGITS[rest as usize]));
    }
}
