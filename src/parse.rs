//! The second stage: one text file into one [`Document`], without looking at any other file.
//!
//! Parsing never fails: a fault leaves its part out and becomes a diagnostic of the document, so that all faults of all
//! files are reported in one run. The result depends on the file's text and on [`Reading`] alone, so it can be kept as
//! long as neither changes.

pub mod announced;
pub mod body;
pub(crate) mod comments;
pub mod fields;
pub(crate) mod front_matter;
mod ignore;
pub mod known;
pub(crate) mod markdown;
mod mistakes;
pub mod notes;
pub mod url;
pub(crate) mod yaml;
mod yaml_mistake;

use std::ops::Range;
use std::sync::Arc;

pub use front_matter::At;
pub(crate) use front_matter::IGNORED;
pub use ignore::Ignore;
pub use markdown::Reading;
pub use yaml::Bounds;

use crate::codes;
use crate::date::{Date, Language, Zone};
use crate::diagnostic::Diagnostic;
use crate::entity::EntityId;
use crate::kind::{Kind, Targets, Type};
use crate::kinds;
use crate::name;
use crate::source::{Source, Span};
use body::{Body, Quote, Update};
use fields::{Fields, Value};
use front_matter::{Block, Places};

/// One record as its author wrote it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which record it is.
    pub id: EntityId,
    /// The display name.
    pub name: Arc<str>,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// The file.
    pub source: Source,
    /// The front matter.
    pub fields: Fields,
    /// The text.
    pub body: Body,
    /// The quote blocks of the text.
    pub quotes: Vec<Quote>,
    /// The dated updates of the text.
    pub updates: Vec<Update>,
    /// The references of the front matter, in the order of the table of kinds.
    pub references: Vec<Reference>,
    /// Its comments that tell checks to leave a finding alone.
    pub ignores: Vec<Ignore>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// The places of its front matter.
    pub(crate) places: Places,
}

/// Another name of a record.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The name.
    pub name: Arc<str>,
    /// What sort of alias: `spelling`, `native`, `weak`.
    pub kind: Option<Arc<str>>,
    /// Its language.
    pub lang: Option<Arc<str>>,
    /// Whether it came into use after the day as of which the site is shown, so that nothing may show it.
    pub later: bool,
}

/// A reference in front matter before linking.
#[derive(Clone, Debug)]
pub struct Reference {
    /// What names the record.
    pub target: Arc<str>,
    /// Where it stands.
    pub at: At,
    /// The kinds that it may name.
    pub targets: Targets,
    /// Whether the record must exist.
    pub must_exist: bool,
    /// The part played.
    pub role: Option<Arc<str>>,
    /// The spelling that the document uses.
    pub name_used: Option<Arc<str>>,
    /// Since when this is known.
    pub since: Option<Date>,
}

impl Document {
    /// Returns a document without a file, for a record that is only named.
    #[must_use]
    pub fn stub(id: EntityId, name: Arc<str>, source: Source) -> Self {
        Self {
            id,
            name,
            aliases: Vec::new(),
            source,
            fields: Fields::default(),
            body: Body::default(),
            quotes: Vec::new(),
            updates: Vec::new(),
            references: Vec::new(),
            ignores: Vec::new(),
            diagnostics: Vec::new(),
            places: Places::default(),
        }
    }

    /// Returns the front matter as it is written, with the lines around it.
    #[must_use]
    pub fn front_matter(&self) -> &str {
        &self.source.text[..body_start(&self.source)]
    }

    /// Returns the other names that may be shown.
    pub fn shown_aliases(&self) -> impl Iterator<Item = &Alias> {
        self.aliases.iter().filter(|alias| !alias.later)
    }

    /// Returns the place in the file of a value of the front matter.
    #[must_use]
    pub fn locate(&self, at: At) -> Span {
        self.places.locate(&self.source, at)
    }

    /// Returns the place in the file of words in a value of the front matter, such as one item of a list.
    #[must_use]
    pub fn locate_words(&self, at: At, words: &str) -> Span {
        self.places.locate_words(&self.source, at, words)
    }

    /// Returns the place in the file of words of the text: they are there as often, so the same one of them is meant. Where a
    /// comment or an address holds them too, there is no telling.
    #[must_use]
    pub fn in_source(&self, words: &Range<u32>) -> Option<Span> {
        let name = self.body.text.get(words.start as usize..words.end as usize)?;
        let places = self.places_of(name);
        let at = places.binary_search_by_key(&(words.start as usize), |(here, _)| *here).ok()?;
        Some(Span::new(places[at].1, places[at].1 + name.len()))
    }

    /// Returns each place of some words in the text with the same one's place in the file; none where there is no telling.
    #[must_use]
    pub fn places_of(&self, words: &str) -> Vec<(usize, usize)> {
        let start = body_start(&self.source);
        let written = self.source.text.get(start..).unwrap_or_default();
        let here: Vec<usize> = self.body.text.match_indices(words).map(|(at, _)| at).collect();
        let there: Vec<usize> = written.match_indices(words).map(|(at, _)| start + at).collect();
        if here.len() == there.len() { here.into_iter().zip(there).collect() } else { Vec::new() }
    }
}

/// Parses the file of a record of this kind.
#[must_use]
pub fn document(source: &Source, kind: &'static Kind, reading: &Reading) -> Document {
    let stem = source.path.stem();
    let mut document = Document::stub(EntityId::new(kind, &name::slug(stem)), stem.into(), source.clone());
    let (yaml, start) = match front_matter::split(source) {
        Ok(parts) => parts,
        Err(_) if may_lack_front_matter(source, kind) => {
            read_body(&mut document, 0, reading);
            return document;
        }
        Err(diagnostic) => {
            document.diagnostics.push(diagnostic);
            return document;
        }
    };
    document.ignores = ignore::in_front_matter(source, yaml.clone());
    let block = Block {
        source,
        offset: yaml.start,
        text: &source.text[yaml],
        table: [kind.fields, kinds::ANY],
        owner: kind.name,
        unknown: &codes::UNKNOWN_KEY,
        zone: reading.zone.as_ref(),
        bounds: reading.bounds,
    };
    let fields = front_matter::read(&block, &mut document.diagnostics);
    finish(&mut document, fields);
    read_body(&mut document, start, reading);
    document
}

/// Tells whether a file is a text without front matter: a note of a vault whose kind needs no key, and that does not begin like front
/// matter whose first line was lost.
fn may_lack_front_matter(source: &Source, kind: &'static Kind) -> bool {
    let first = source.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let key = first.split_once(':').map(|(key, _)| key).filter(|key| !key.contains(char::is_whitespace));
    let is_cut = first.is_empty()
        || first.trim_end() == "---"
        || first.starts_with("+++")
        || first.starts_with('{')
        || key.is_some();
    !is_cut && !kind.fields.iter().any(|field| field.required)
}

/// Returns the byte of a file at which its text begins, after the front matter.
fn body_start(source: &Source) -> usize {
    front_matter::split(source).map_or(0, |(_, start)| start)
}

/// The text of a file in Markdown as readers may see it, without front matter and comments.
pub(crate) struct Published<'a> {
    start: usize,
    commentless: comments::Commentless<'a>,
}

impl Published<'_> {
    /// Returns the text.
    pub(crate) fn text(&self) -> &str {
        &self.commentless.text
    }

    /// Returns the byte of the file for a byte of the text.
    pub(crate) fn in_source(&self, at: usize) -> usize {
        self.start + self.commentless.original(at)
    }
}

/// Returns the text of a file as readers may see it.
pub(crate) fn published(source: &Source) -> Published<'_> {
    let start = body_start(source);
    Published { start, commentless: comments::strip(&source.text[start..]) }
}

/// Parses a file that may do without front matter, such as the text of the home page.
#[must_use]
pub fn plain(source: &Source, kind: &'static Kind, reading: &Reading) -> Document {
    if source.text.starts_with("---") {
        return document(source, kind, reading);
    }
    let stem = source.path.stem();
    let mut document = Document::stub(EntityId::new(kind, &name::slug(stem)), stem.into(), source.clone());
    read_body(&mut document, 0, reading);
    document
}

fn read_body(document: &mut Document, start: usize, reading: &Reading) {
    let own = own_reading(&document.fields, reading);
    let mut parsed = markdown::parse(&document.source, start, own.as_ref().unwrap_or(reading));
    document.body = parsed.body;
    document.quotes = parsed.quotes;
    document.updates = parsed.updates;
    document.ignores.append(&mut parsed.ignores);
    document.diagnostics.append(&mut parsed.diagnostics);
}

/// Returns how a text is read whose record has a zone or a language of its own.
fn own_reading(fields: &Fields, reading: &Reading) -> Option<Reading> {
    let zone = fields.text("timezone").and_then(|name| Zone::named(name).ok());
    let lang = fields.text("lang");
    (zone.is_some() || lang.is_some()).then(|| Reading {
        zone: zone.or_else(|| reading.zone.clone()),
        language: lang.map_or(reading.language, |tag| Language::of(tag)),
        words: lang.map_or_else(|| Arc::clone(&reading.words), |tag| Arc::new(reading.words.speaking(tag))),
        ..reading.clone()
    })
}

/// Takes what every record has out of its fields.
fn finish(document: &mut Document, mut fields: Fields) {
    let kind = document.id.kind;
    // What is empty is not given; a title that is has been told of.
    let given = |key| fields.text(key).filter(|text| !text.is_empty() || key == "title");
    if let Some(id) = given("id") {
        document.id.id = name::slug(id).into();
    }
    if let Some(name) = given(kind.name_key) {
        document.name = Arc::clone(name);
    }
    for alias in fields.maps("aliases") {
        if let Some(name) = alias.text("name") {
            let (kind, lang) = (alias.text("kind").cloned(), alias.text("lang").cloned());
            document.aliases.push(Alias { name: Arc::clone(name), kind, lang, later: false });
        }
    }
    for (lang, name) in fields.text_map("native") {
        let (kind, lang) = (Some("native".into()), Some(Arc::clone(lang)));
        document.aliases.push(Alias { name: Arc::clone(name), kind, lang, later: false });
    }
    for name in [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name)) {
        if name.contains(is_bidi_control) {
            let diagnostic = Diagnostic::new(
                &codes::BIDI_CONTROL,
                format!("`{}` holds a hidden bidirectional control character", name.replace(is_bidi_control, "")),
            );
            document.diagnostics.push(diagnostic.in_file(&document.source.path).help("remove it"));
        }
    }
    references(document, &fields);
    mistakes::find(document, &fields);
    announced::fill_date(kind, &mut fields);
    document.fields = fields;
}

fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Collects the references of the front matter by the table of kinds.
fn references(document: &mut Document, fields: &Fields) {
    for field in document.id.kind.fields.iter().chain(kinds::ANY) {
        match (&field.ty, fields.get(field.name)) {
            (ty, Some(Value::Refs(refs))) => {
                let Some((targets, must_exist)) = ty.reference() else { continue };
                for (index, item) in refs.iter().enumerate() {
                    document.references.push(Reference {
                        target: Arc::clone(&item.target),
                        at: At { field: field.name, index: index as u16, sub: "" },
                        targets,
                        must_exist,
                        role: item.role.clone(),
                        name_used: item.name_used.clone(),
                        since: item.since.clone(),
                    });
                }
            }
            (Type::Maps(_, inner) | Type::Map(_, inner), Some(Value::Maps(maps))) => {
                for (index, map) in maps.iter().enumerate() {
                    for part in *inner {
                        let Some((targets, must_exist)) = part.ty.reference() else { continue };
                        let named = map.refs(part.name).iter().filter(|item| !is_unnamed(field.name, part.name, item));
                        document.references.extend(named.map(|item| Reference {
                            target: Arc::clone(&item.target),
                            at: At { field: field.name, index: index as u16, sub: part.name },
                            targets,
                            must_exist,
                            // What a tie is, is told from the other side and is no part that this one plays.
                            role: None,
                            name_used: item.name_used.clone(),
                            since: None,
                        }));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Tells whether a quote's speaker has no name: words in brackets stand for it, as in an attribution.
fn is_unnamed(field: &str, part: &str, item: &fields::RefItem) -> bool {
    (field, part) == ("quotes", "speaker") && fields::unnamed(&item.target).is_some()
}

/// Parses `sources.yaml`: a map of records by key, or a list of records with `key`.
#[must_use]
pub fn sources(source: &Source, reading: &Reading) -> (Vec<Document>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let block = |text| Block {
        source,
        offset: 0,
        text,
        table: [kinds::SOURCE.fields, kinds::ANY],
        owner: "source",
        unknown: &codes::UNKNOWN_KEY,
        zone: reading.zone.as_ref(),
        bounds: reading.bounds,
    };
    let read = front_matter::read_keyed(&block(&source.text), &mut diagnostics);
    // The comments are those of the file; its first record carries them.
    let mut ignores = ignore::in_file(source);
    let documents = read.into_iter().map(|(key, _, fields)| {
        let mut document = Document::stub(EntityId::new(&kinds::SOURCE, &key), key.as_str().into(), source.clone());
        finish(&mut document, fields);
        document.id.id = key.as_str().into();
        document.ignores = std::mem::take(&mut ignores);
        document
    });
    (documents.collect(), diagnostics)
}
