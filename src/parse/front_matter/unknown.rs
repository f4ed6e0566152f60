//! Keys that are none of the table: slips, habits from other tools, and what editors write for themselves.

use super::node::{flag, text};
use super::{Reader, names, within};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kinds;
use crate::name;
use crate::parse::yaml::{Entry, Table};

/// Keys of other tools that would seem to hide a record.
const MISLEADING: [&str; 5] = ["published", "publish", "hidden", "visibility", "unlisted"];
/// The keys that hide a record here, which in another case would be unknown ones.
const HIDES: [&str; 3] = ["draft", "embargo", "expires"];
/// Keys that Obsidian and other editors write for themselves.
pub(crate) const IGNORED: [&str; 12] = [
    "cssclass",
    "cssclasses",
    "created",
    "modified",
    "position",
    "publish_date_created",
    "permalink",
    "banner",
    "icon",
    "kanban-plugin",
    "excalidraw-plugin",
    "aria-label",
];

impl Reader<'_> {
    pub(super) fn unknown(&mut self, entry: &Entry, table: Table, owner: &str, top: bool) {
        let key = entry.key.as_str();
        let is_record = top && owner != "settings";
        if is_record && (HIDES.iter().any(|known| key.eq_ignore_ascii_case(known))) {
            let hides = key.to_ascii_lowercase();
            let message = format!("`{key}` does not hide a record here");
            let help = format!("write `{hides}:` in lower case");
            self.push(Diagnostic::new(&codes::MISLEADING_KEY, message).help(help), entry.key_span);
        } else if is_record && MISLEADING.contains(&key) && !says_public(entry) {
            let message = format!("`{key}` does not hide a record here");
            let help = "remove it, and write `draft: true` if nobody may see this record yet";
            self.push(Diagnostic::new(&codes::MISLEADING_KEY, message).help(help), entry.key_span);
        } else if !(top && IGNORED.contains(&key) || is_record && MISLEADING.contains(&key)) {
            let noun = if owner == "settings" { "setting" } else { "key" };
            let known = table.into_iter().flatten().map(|field| field.name);
            let near = name::nearest(key, known, 1);
            let told = owner == "events" && kinds::SAID.iter().any(|field| field.name == key);
            let help = match near.first() {
                _ if told => {
                    format!("write `accounts: {{event: ..., {key}: ...}}` for what the article says of an event")
                }
                Some(near) => format!("did you mean `{near}`?"),
                None if top && owner != "settings" => "put free data for templates below `extra`".to_owned(),
                None => format!("the {noun}s here are {}", names(table)),
            };
            let message = if noun == "setting" {
                format!("unknown setting `{key}`")
            } else {
                format!("unknown key `{key}` {}", within(owner, top))
            };
            self.push(Diagnostic::new(self.block.unknown, message).help(help), entry.key_span);
        }
    }
}

/// Tells whether a key of another tool says no more than what is so here, too: that the record is public.
fn says_public(entry: &Entry) -> bool {
    match entry.key.as_str() {
        "published" | "publish" => flag(&entry.value) == Some(true),
        "visibility" => text(&entry.value) == Some("public"),
        _ => false,
    }
}
