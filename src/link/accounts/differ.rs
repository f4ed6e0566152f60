//! What differs and what is the same, of the values that accounts give.

use super::{By, Named, Said, Value, named};
use crate::link::{Handle, Site, bare_name};
use crate::name;

/// How many larger places are looked through, should two of them hold each other.
const DEEPEST: usize = 16;

/// Tells whether two values surely differ.
pub(super) fn differ(site: &Site, one: &Said, other: &Said) -> bool {
    match (&one.value, &other.value) {
        (Value::Date(a, _), Value::Date(b, _)) => a.contradicts(b),
        (Value::Place(a), Value::Place(b)) => !is_one(site, a, b) && !holds(site, a, b) && !holds(site, b, a),
        (Value::People(a), Value::People(b)) => {
            let within = |inner: &[Named], outer: &[Named]| {
                inner.iter().all(|person| outer.iter().any(|other| is_one(site, person, other)))
            };
            // The record has all who took part; an account need not name them all.
            match (one.by, other.by) {
                (By::Record, _) => !within(b, a),
                (_, By::Record) => !within(a, b),
                _ => !within(a, b) && !within(b, a),
            }
        }
        (Value::Words(a), Value::Words(b)) => plain(a) != plain(b),
        // A date in words that no rule reads may well be the same day.
        _ => false,
    }
}

/// Tells whether two values say the same.
pub(super) fn are_same(site: &Site, one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Date(a, _), Value::Date(b, _)) => a.edtf() == b.edtf(),
        (Value::Place(a), Value::Place(b)) => is_one(site, a, b),
        (Value::People(a), Value::People(b)) => {
            a.len() == b.len() && a.iter().all(|person| b.iter().any(|other| is_one(site, person, other)))
        }
        (Value::Words(a), Value::Words(b)) => plain(a) == plain(b),
        _ => false,
    }
}

/// Tells whether two names mean one record, or are one name.
pub(super) fn is_one(site: &Site, one: &Named, other: &Named) -> bool {
    let kinds = site.config.kinds();
    let bears = |record: Handle, words: &str| {
        let (document, key) = (&site.get(record).document, name::key(bare_name(words, kinds)));
        let names = [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name));
        *document.id.id == *words || names.into_iter().any(|known| name::key(known) == key)
    };
    match (one.record, other.record) {
        (Some(a), Some(b)) => a == b,
        (Some(record), None) => bears(record, &other.words),
        (None, Some(record)) => bears(record, &one.words),
        (None, None) => name::key(bare_name(&one.words, kinds)) == name::key(bare_name(&other.words, kinds)),
    }
}

/// Tells whether words hold the name of a place among others: "near Kyiv".
pub(super) fn is_within(site: &Site, place: &Named, words: &str) -> bool {
    let name = place
        .record
        .map_or_else(|| bare_name(&place.words, site.config.kinds()), |record| &site.get(record).document.name);
    let padded = |words: &str| {
        let words = name::key(words).replace(|letter: char| !letter.is_alphanumeric(), " ");
        format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    padded(words).contains(&padded(name))
}

/// Tells whether a place holds another: Ukraine holds Kyiv.
fn holds(site: &Site, outer: &Named, inner: &Named) -> bool {
    larger(site, inner).any(|place| is_one(site, outer, &place))
}

/// Returns the places that hold one, the smallest first.
pub(super) fn larger<'s>(site: &'s Site, place: &Named) -> impl Iterator<Item = Named> + 's {
    let parent = |place: &Named| {
        let mut parents = site.get(place.record?).refs("parent");
        parents.find_map(|(_, reference, resolved)| named(&reference.target, resolved))
    };
    std::iter::successors(parent(place), parent).take(DEEPEST)
}

/// Returns words without what does not tell values apart: case, spaces, the marks between thousands, a full stop.
fn plain(words: &str) -> String {
    let key = name::key(words);
    let letters: Vec<char> = key.trim_end_matches('.').chars().collect();
    let digits = |at: usize| letters[at..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let kept = letters.iter().enumerate().filter(|(at, letter)| {
        let between = *at > 0 && letters[at - 1].is_ascii_digit() && digits(at + 1) == 3;
        !(between && matches!(letter, ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}'))
    });
    kept.map(|(_, letter)| *letter).collect()
}
