//! What can be found, and what is shown of it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::kind::Kind;
use crate::kinds;
use crate::link::Handle;
use crate::plan::desk::Desk;
use crate::plan::facts;
use crate::plan::front::is_home;
use crate::plan::json::push_string;

/// How many entries one file holds.
pub(super) const IN_A_FILE: usize = 32;
/// How many bytes of a text are shown, at most.
const EXCERPT: usize = 160;

/// The kinds of records that can be found, those with names of their own first, those of which there will be more last.
const KINDS: [(&str, &Kind, bool); 8] = [
    ("people", &kinds::PERSON, true),
    ("events", &kinds::EVENT, true),
    ("stories", &kinds::STORY, true),
    ("organizations", &kinds::ORGANIZATION, true),
    ("places", &kinds::PLACE, true),
    ("pages", &kinds::PAGE, false),
    ("sources", &kinds::SOURCE, false),
    ("articles", &kinds::ARTICLE, false),
];

/// One thing that can be found.
#[derive(Clone, Copy)]
pub(super) enum Entry {
    Record(Handle),
    /// A quote, by its place among all, the newest first.
    Quote(u32),
}

/// All entries by group.
pub(super) struct Groups(Vec<Group>);

/// The entries of one kind.
struct Group {
    name: &'static str,
    entries: Vec<Entry>,
    /// Whether they have names of their own; these groups come first.
    is_named: bool,
}

impl Groups {
    /// Collects what the site shows: drafts and what is private are no part of it, and what was withdrawn is left out.
    pub(super) fn of(desk: &Desk) -> Self {
        let mut groups = Vec::with_capacity(KINDS.len() + 1);
        let (named, others): (Vec<_>, Vec<_>) = KINDS.into_iter().partition(|(.., is_named)| *is_named);
        let own = desk.kinds().own().map(|kind| (kind.plural, kind, true));
        for (name, kind, is_named) in named.into_iter().chain(own).chain(others) {
            let mut records: Vec<Handle> =
                desk.site.of_kind(kind).filter(|(_, entity)| !is_home(entity)).map(|(handle, _)| handle).collect();
            if *kind == kinds::ARTICLE {
                desk.sort_by_time(&mut records);
            }
            groups.push(Group { name, entries: records.into_iter().map(Entry::Record).collect(), is_named });
        }
        let quotes = (0..desk.quotes.len() as u32).rev().map(Entry::Quote).collect();
        groups.push(Group { name: "quotes", entries: quotes, is_named: false });
        Self(groups)
    }

    /// Returns the groups in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &[Entry])> {
        self.0.iter().map(|group| (group.name, group.entries.as_slice()))
    }

    /// Returns the number of all entries.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|group| group.entries.len()).sum()
    }

    /// Returns how many entries have names of their own: the first ones.
    pub(super) fn named(&self) -> usize {
        self.0.iter().filter(|group| group.is_named).map(|group| group.entries.len()).sum()
    }

    /// Appends one file of a group: for each entry its title, its path from the site's root, its date, a note, and the
    /// status of an event that did not simply happen; what is empty at the end is left out.
    pub(super) fn write(&self, desk: &Desk, group: usize, file: usize, json: &mut String) {
        let entries = &self.0[group].entries;
        json.push('[');
        for (at, entry) in entries.iter().skip(file * IN_A_FILE).take(IN_A_FILE).enumerate() {
            json.push_str(if at == 0 { "[" } else { ",\n[" });
            let shown = entry.shown(desk);
            let filled = shown.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
            for (at, text) in shown[..filled].iter().enumerate() {
                if at > 0 {
                    json.push(',');
                }
                push_string(json, text);
            }
            json.push(']');
        }
        json.push(']');
    }
}

impl Entry {
    /// Returns all names by which it is found.
    pub(super) fn names(self, desk: &Desk) -> Vec<Arc<str>> {
        let Self::Record(handle) = self else { return Vec::new() };
        let entity = desk.entity(handle);
        let document = &entity.document;
        let aliases = document.shown_aliases().map(|alias| Arc::clone(&alias.name));
        let spellings = entity.spellings.iter().cloned();
        [Arc::clone(&document.name)].into_iter().chain(aliases).chain(spellings).collect()
    }

    /// Returns the texts in which its words stand beside its names.
    pub(super) fn texts(self, desk: &Desk) -> Vec<Cow<'_, str>> {
        match self {
            Self::Record(handle) => {
                let document = &desk.entity(handle).document;
                let roles = document.fields.maps("roles").iter().filter_map(|role| role.text("title"));
                let updates = document.updates.iter().filter_map(|update| update.headline.as_ref());
                let own = facts::declared(desk.kinds().entry(document.id.kind));
                let own = own.filter_map(|(fact, _)| document.fields.text(fact.key));
                let others = document.fields.text("publisher").into_iter().chain(updates).chain(roles).chain(own);
                summary(desk, handle).into_iter().chain(others.map(|text| (&**text).into())).collect()
            }
            Self::Quote(at) => {
                let Some(quote) = desk.quotes.by_rank(at) else { return Vec::new() };
                let original = quote.original.as_ref().map(|(words, _)| &**words);
                [&*quote.text, &*quote.speaker_words].into_iter().chain(original).map(Cow::from).collect()
            }
        }
    }

    /// Returns one character for how much there is to read of it: a digit in base 36, one more for twice as many texts.
    /// Articles and quotes have none: the newest are worth most.
    pub(super) fn weight(self, desk: &Desk) -> Option<char> {
        let Self::Record(handle) = self else { return None };
        if *desk.entity(handle).id.kind == kinds::ARTICLE {
            return None;
        }
        let texts = desk.mentioning(handle).count() as u32;
        char::from_digit((u32::BITS - texts.leading_zeros()).min(35), 36)
    }

    /// Returns what is shown of it, in the order of its file.
    fn shown(self, desk: &Desk) -> [String; 5] {
        match self {
            Self::Record(handle) => {
                let card = &desk.cards[handle.ix()].view;
                let date = card.date.as_ref().map(|date| date.view.text.to_string()).unwrap_or_default();
                let fields = &desk.entity(handle).document.fields;
                let note = card.role.as_deref().or_else(|| fields.text("publisher").map(|name| &**name));
                let note = note.map(Cow::from).or_else(|| summary(desk, handle)).unwrap_or_default();
                let status = card.status.as_deref().filter(|it| card.kind == kinds::EVENT.name && *it != "happened");
                let status = status.unwrap_or_default().to_owned();
                [card.title.to_string(), card.path.to_string(), date, excerpt(&note), status]
            }
            Self::Quote(at) => {
                // While the index is that of before, the preview may have fewer.
                let Some(quote) = desk.quotes.by_rank(at) else { return Default::default() };
                let date = quote.date.as_ref().map(|date| date.words(desk.language)).unwrap_or_default();
                [excerpt(&quote.text), desk.quote_path(quote), date, quote.speaker_words.to_string(), String::new()]
            }
        }
    }
}

/// Returns what a record's own summary says, or the first paragraph of its text.
fn summary(desk: &Desk, handle: Handle) -> Option<Cow<'_, str>> {
    let entity = desk.entity(handle);
    let document = &entity.document;
    let first = || {
        let block = document.body.blocks.iter().find(|it| it.paragraph > 0)?;
        Some(desk.as_shown(entity, block.text.clone()))
    };
    document.fields.text("summary").map(|summary| (&**summary).into()).or_else(first)
}

/// Returns a text, cut after a word where it is long.
fn excerpt(text: &str) -> String {
    if text.len() <= EXCERPT {
        return text.to_owned();
    }
    let cut = text.floor_char_boundary(EXCERPT);
    let cut = text[..cut].rfind(' ').unwrap_or(cut);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', ' ']))
}
