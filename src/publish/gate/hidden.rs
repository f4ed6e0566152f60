//! What stands only in what is not published: the names and sentences of hidden records, notes and comments.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::text::{folded, readable};
use crate::engine::Planned;
use crate::link::{Entity, Resolved};
use crate::parse::fields::{Fields, Value};
use crate::parse::notes;
use crate::source::SourcePath;
use crate::words;

/// The fewest words and bytes of a sentence that is looked for: shorter ones are said by others, too.
const SENTENCE: (usize, usize) = (5, 24);
/// The same of a name; a shorter one may be a word of the language.
const NAME: (usize, usize) = (1, 8);

/// Words that must not be published, as `text::folded` writes them, with the file in which they stand.
pub(super) type Secrets = BTreeMap<String, SourcePath>;

/// Returns what stands only in what is hidden: what a published record says as well is no secret.
pub(super) fn secrets(planned: &Planned) -> Result<Secrets, aho_corasick::BuildError> {
    let mut secrets = Secrets::new();
    for document in &planned.desk.site.hidden {
        let path = &document.source.path;
        let names = [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name));
        names.for_each(|name| add(&mut secrets, name, NAME, path));
        texts(&document.fields, &mut |text| sentences(&mut secrets, text, path));
        sentences(&mut secrets, &document.body.text, path);
    }
    for source in planned.snapshot.sources.values().filter(|source| source.path.as_str().starts_with("content/")) {
        for note in notes::of(source) {
            sentences(&mut secrets, &note, &source.path);
        }
    }
    if secrets.is_empty() {
        return Ok(secrets);
    }
    let finder = AhoCorasick::new(secrets.keys())?;
    let said: Vec<usize> = public(planned)
        .par_iter()
        .flat_map_iter(|text| {
            let text = text();
            finder.find_overlapping_iter(&folded(&text)).map(|found| found.pattern().as_usize()).collect::<Vec<_>>()
        })
        .collect();
    let mut known = vec![false; secrets.len()];
    for at in said {
        known[at] = true;
    }
    let mut at = 0;
    secrets.retain(|_, _| {
        at += 1;
        !known[at - 1]
    });
    Ok(secrets)
}

/// A text, made when it is looked at: all at once would be the whole site in memory.
type Text<'a> = Box<dyn Fn() -> String + Sync + 'a>;

/// Returns the texts that may be published: those of the shown records, and those of the interface.
fn public(planned: &Planned) -> Vec<Text<'_>> {
    let mut all: Vec<Text<'_>> = Vec::new();
    all.extend(planned.desk.site.entities.iter().map(|entity| -> Text<'_> { Box::new(|| said_by(entity)) }));
    all.extend(words::BUILT_IN.iter().map(|(_, text)| -> Text<'_> { Box::new(|| (*text).to_owned()) }));
    let snapshot = &planned.snapshot;
    let own = snapshot.sources.values().filter(|source| !source.path.as_str().starts_with("content/"));
    // The settings say what must not be published, too.
    let own = own.filter(|source| source.path.as_str() != crate::config::FILE);
    all.extend(own.map(|source| -> Text<'_> { Box::new(|| source.text.to_string()) }));
    let theme = snapshot.templates.values().filter(|template| template.path.is_none());
    all.extend(theme.map(|template| -> Text<'_> { Box::new(|| readable(&template.text)) }));
    let assets = snapshot.assets.values();
    all.extend(assets.map(|bytes| -> Text<'_> { Box::new(|| String::from_utf8_lossy(bytes).into_owned()) }));
    all.push(Box::new(|| {
        let config = &snapshot.config;
        let mut text = format!("{}\n{}\n", config.title, config.description.as_deref().unwrap_or_default());
        let menu = config.menu.iter().map(|item| &item.title);
        config.authors.iter().chain(&config.licence).chain(menu).for_each(|word| push(&mut text, word));
        text
    }));
    all
}

/// Returns all that a shown record says; what it calls a hidden record is not among it.
fn said_by(entity: &Entity) -> String {
    let document = &entity.document;
    let mut text = String::new();
    push(&mut text, &document.name);
    document.shown_aliases().for_each(|alias| push(&mut text, &alias.name));
    entity.spellings.iter().for_each(|spelling| push(&mut text, spelling));
    texts(&document.fields, &mut |part| push(&mut text, part));
    let pairs = document.references.iter().zip(&entity.links.references);
    for (reference, _) in pairs.filter(|(_, resolved)| **resolved != Resolved::Hidden) {
        let named = [Some(&reference.target), reference.name_used.as_ref(), reference.role.as_ref()];
        named.into_iter().flatten().for_each(|part| push(&mut text, part));
    }
    push(&mut text, &document.body.text);
    push(&mut text, &readable(&document.body.html));
    text
}

/// Parts are kept from becoming one sentence by a word that nobody writes.
fn push(text: &mut String, part: &str) {
    text.push_str(part);
    text.push_str("\n0dossier0\n");
}

/// Calls `each` with every text of the front matter, but not with what names other records.
fn texts<'a>(fields: &'a Fields, each: &mut dyn FnMut(&'a str)) {
    for (_, value) in fields.iter() {
        match value {
            Value::Text(text) => each(text),
            Value::Texts(all) => all.iter().for_each(|text| each(text)),
            Value::TextMap(map) => map.iter().for_each(|(_, text)| each(text)),
            Value::Maps(maps) => maps.iter().for_each(|map| texts(map, each)),
            Value::Free(value) => free(value, each),
            Value::Refs(_)
            | Value::Flag(_)
            | Value::Date(_)
            | Value::Moment(_)
            | Value::Number(_)
            | Value::Coordinates(..) => {}
        }
    }
}

fn free<'a>(value: &'a serde_json::Value, each: &mut dyn FnMut(&'a str)) {
    match value {
        serde_json::Value::String(text) => each(text),
        serde_json::Value::Array(list) => list.iter().for_each(|item| free(item, each)),
        serde_json::Value::Object(map) => map.values().for_each(|item| free(item, each)),
        _ => {}
    }
}

/// Adds the sentences of a text.
fn sentences(secrets: &mut Secrets, text: &str, path: &SourcePath) {
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match character {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' | '؟' | '۔' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            add(secrets, &text[start..at], SENTENCE, path);
            start = at + character.len_utf8();
        }
    }
    add(secrets, &text[start..], SENTENCE, path);
}

/// Adds words that are long enough to be nobody else's.
fn add(secrets: &mut Secrets, text: &str, (least_words, least_bytes): (usize, usize), path: &SourcePath) {
    let words = folded(text);
    let count = words.split_ascii_whitespace().count();
    let bytes = words.len().saturating_sub(count + 1);
    if count >= least_words && bytes >= least_bytes {
        secrets.entry(words).or_insert_with(|| path.clone());
    }
}
