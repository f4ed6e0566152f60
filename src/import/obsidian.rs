//! A vault of Obsidian, copied: notes into the folders of their kinds, pictures and the like beside them.
//!
//! A note's kind is that of its folder, where that is named after one, else what a mapping says of its folder or of its tags. Its text
//! stays as it is; a title that its kind needs, and a date in its name, become lines of its front matter.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use super::{Fault, Left, Taken, an, controls, values};
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::name;
use crate::plan::Desk;

/// What a mapping file says.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The kind of the notes in a folder: `Characters: people`; empty for a folder that is left out.
    pub folders: BTreeMap<String, String>,
    /// The kind of the notes with a tag: `person: people`.
    pub tags: BTreeMap<String, String>,
}

impl Mapping {
    /// Returns what is wrong with words of the mapping that mean nothing.
    #[must_use]
    pub fn faults(&self, kinds: Kinds) -> Vec<String> {
        let words = self.folders.values().chain(self.tags.values()).filter(|word| !word.is_empty());
        words.filter(|word| kinds.find(word).is_none()).map(|word| super::no_kind(word, kinds)).collect()
    }
}

/// Tells whether a file of a vault is looked at: notes, and what notes show.
#[must_use]
pub fn is_wanted(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "md" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
}

/// Takes the notes of a vault over.
///
/// # Errors
///
/// Notes that are no text.
pub fn take(desk: &Desk, files: &BTreeMap<String, Vec<u8>>, mapping: &Mapping) -> Result<Taken, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut taken = Taken::default();
    let mut made: BTreeMap<(&'static str, String), String> = BTreeMap::new();
    for (path, bytes) in files {
        let Some(stem) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")) else {
            taken.bytes.insert(format!("content/{path}"), bytes.clone());
            continue;
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            faults.push(Fault { line: 0, message: format!("{path}: not UTF-8 text") });
            continue;
        };
        let mut controls = controls::by_line(text).peekable();
        if controls.peek().is_some() {
            let told = |(line, control)| format!("{path}:{line}: {}", controls::called(control));
            faults.extend(controls.map(told).map(|message| Fault { line: 0, message }));
            continue;
        }
        let note = Note::read(text.strip_prefix('\u{feff}').unwrap_or(text));
        let Some((kind, below)) = place(desk, path, &note, mapping) else {
            let folder = path.rsplit_once('/').map_or("the vault itself", |(folder, _)| folder);
            if mapping.folders.get(folder).is_none_or(|word| !word.is_empty()) {
                let why = "of which kind are they? say `folders: {FOLDER: people}` in the mapping".to_owned();
                taken.left.push(Left { what: format!("notes in `{folder}`"), why, line: 0 });
            }
            continue;
        };
        let id = name::slug(note.key("id").unwrap_or(stem));
        if desk.site.find(&EntityId::new(kind, &id)).is_some_and(|handle| !desk.site.get(handle).stub) {
            taken.there += 1;
        } else if let Some(first) = made.get(&(kind.plural, id.clone())) {
            let why = format!("`{first}` has the id `{id}` already");
            taken.left.push(Left { what: format!("`{path}`"), why, line: 0 });
        } else if let Some(text) = note.written(kind, stem) {
            taken.files.insert(format!("content/{}/{below}", kind.plural), text);
            made.insert((kind.plural, id), path.clone());
        } else {
            let needs = "needs a date: `date: 2025-02-14` in its properties, or `2025-02-14` before its name";
            let why = format!("{} {} {needs}", an(kind.name), kind.name);
            taken.left.push(Left { what: format!("`{path}`"), why, line: 0 });
        }
    }
    taken.left.sort();
    if faults.is_empty() { Ok(taken) } else { Err(faults) }
}

/// Returns the kind of a note, and its path below the folder of that.
fn place<'p>(desk: &Desk, path: &'p str, note: &Note<'_>, mapping: &Mapping) -> Option<(&'static Kind, &'p str)> {
    // The innermost folder that the mapping knows.
    let folders = path.match_indices('/').map(|(at, _)| (&path[..at], &path[at + 1..])).rev();
    for (folder, below) in folders.clone() {
        if let Some(word) = mapping.folders.get(folder) {
            return Some((desk.kinds().find(word)?, below));
        }
    }
    if let Some(word) = note.tags().iter().find_map(|tag| mapping.tags.get(tag)) {
        return Some((desk.kinds().find(word)?, path));
    }
    let (first, below) = path.split_once('/')?;
    let kind = desk.kinds().find(&first.to_lowercase()).filter(|kind| **kind != kinds::SOURCE)?;
    Some((kind, below))
}

/// A note: its front matter without the lines around it, if it has one, and the rest.
struct Note<'a> {
    matter: Option<&'a str>,
    body: &'a str,
}

impl<'a> Note<'a> {
    fn read(text: &'a str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        let start = text.find('\n').map_or(text.len(), |at| at + 1);
        if first.trim_end() == "---" {
            let mut at = start;
            for line in text[start..].split_inclusive('\n') {
                if line.trim_end() == "---" {
                    return Self { matter: Some(&text[start..at]), body: &text[at + line.len()..] };
                }
                at += line.len();
            }
        }
        Self { matter: None, body: text }
    }

    /// Returns the one-line value of a key.
    fn key(&self, key: &str) -> Option<&'a str> {
        let mut lines = self.matter?.lines();
        let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then_some(value)
    }

    /// Returns the tags of its properties.
    fn tags(&self) -> BTreeSet<String> {
        let read: Option<serde_json::Value> = self.matter.and_then(|matter| serde_yaml::from_str(matter).ok());
        let tags = read.as_ref().and_then(|all| all.get("tags").or_else(|| all.get("tag")));
        let texts = match tags {
            Some(serde_json::Value::String(tags)) => tags.split([',', ' ']).map(str::to_owned).collect(),
            Some(serde_json::Value::Array(tags)) => {
                tags.iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        texts
            .into_iter()
            .map(|tag| tag.trim().trim_start_matches('#').to_owned())
            .filter(|tag| !tag.is_empty())
            .collect()
    }

    /// Returns its text with the keys that its kind needs; none where there is no telling a date.
    fn written(&self, kind: &'static Kind, stem: &str) -> Option<String> {
        let mut lines = String::new();
        let day = stem.get(..10).filter(|day| is_day(day));
        for field in kind.fields.iter().filter(|field| self.key(field.name).is_none()) {
            if field.required && field.name == kind.name_key {
                let title = day.map_or(stem, |_| stem[10..].trim_start_matches([' ', '-', '_']));
                let title = if title.is_empty() { stem } else { title };
                let _ = writeln!(lines, "{}: {}", field.name, serde_json::Value::from(title));
            } else if field.name == "date" {
                // An article may be as old as its note; an event is not.
                let created = self.key("created").and_then(|created| created.get(..10)).filter(|day| is_day(day));
                match day.or_else(|| created.filter(|_| field.required)) {
                    Some(day) => _ = writeln!(lines, "{}: {day}", field.name),
                    None if field.required => return None,
                    None => {}
                }
            }
        }
        let matter = self.matter.unwrap_or_default();
        if self.matter.is_none() && lines.is_empty() {
            return Some(self.body.to_owned());
        }
        let gap = if self.matter.is_none() { "\n" } else { "" };
        Some(format!("---\n{lines}{matter}---\n{gap}{}", self.body))
    }
}

fn is_day(text: &str) -> bool {
    values::field(&kinds::ARTICLE, "date").is_some_and(|field| values::read(field, text, '\0').is_ok())
}
