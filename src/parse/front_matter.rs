//! Front matter and settings: YAML into typed fields by the table of kinds, with every fault at its place.

mod comma;
mod fault;
mod keyed;
mod node;
mod place;
mod unknown;

use std::borrow::Cow;

use crate::codes;
use crate::date::{Date, DateError, Moment, Zone};
use crate::diagnostic::{Code, Diagnostic};
use crate::kind::{Field, Type};
use crate::kinds;
use crate::name;
use crate::parse::fields::{Fields, RefItem, Value, is_decimal};
use crate::parse::yaml::{self, Bounds, Entry, Node, Table, Tree};
use crate::source::{Source, Span};
pub(crate) use keyed::{read_keyed, read_map};
use node::{coordinates, flag, found, free, items, prose, text, text_map, uncommented, wikilink, wikilinked};
pub use place::At;
pub(crate) use place::{Places, locate_in, split};
pub(crate) use unknown::IGNORED;

/// Which block of YAML is read, for the words of diagnostics.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    /// The file that holds it.
    pub(crate) source: &'a Source,
    /// Where in the file it begins, in bytes.
    pub(crate) offset: usize,
    /// Its text.
    pub(crate) text: &'a str,
    /// The keys that it may have.
    pub(crate) table: Table,
    /// What it belongs to: `person`, `settings`.
    pub(crate) owner: &'a str,
    /// The code of an unknown key.
    pub(crate) unknown: &'static Code,
    /// The zone of times without an offset, unless a record has its own.
    pub(crate) zone: Option<&'a Zone>,
    /// From where on it is too much.
    pub(crate) bounds: Bounds,
}

/// Reads a block into fields. Faults leave their key out and are all reported.
pub(crate) fn read(block: &Block<'_>, diagnostics: &mut Vec<Diagnostic>) -> Fields {
    if block.bounds.excess(block.text).is_none()
        && let Some(node) = yaml::quick(block.text, block.table)
    {
        let mut reader = Reader { block, zone: None, diagnostics: Vec::new() };
        let fields = reader.root(&node);
        if reader.diagnostics.is_empty() {
            return fields;
        }
    }
    let (node, faults) = yaml::exact(block.text, block.bounds);
    let mut reader = Reader { block, zone: None, diagnostics: Vec::new() };
    let is_sound = faults.is_empty();
    for fault in faults {
        reader.fault(&fault);
    }
    let fields = match node {
        Some(node) => reader.root(&node),
        // Nothing between the two lines is a map without keys.
        None if is_sound => reader.map(&[], block.table, block.owner, true),
        None => Fields::default(),
    };
    diagnostics.append(&mut reader.diagnostics);
    fields
}

struct Reader<'a> {
    block: &'a Block<'a>,
    /// The zone of the record that is read.
    zone: Option<Zone>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn push(&mut self, diagnostic: Diagnostic, span: Span) {
        self.diagnostics.push(diagnostic.at(&self.block.source.path, span.shifted(self.block.offset)));
    }

    fn root(&mut self, node: &Node) -> Fields {
        match &node.tree {
            Tree::Map(entries) => self.map(entries, self.block.table, self.block.owner, true),
            Tree::Null => self.map(&[], self.block.table, self.block.owner, true),
            _ => {
                let what = format!("expected keys and values, found {}", found(node));
                self.push(Diagnostic::new(&codes::WRONG_TYPE, what), node.span);
                Fields::default()
            }
        }
    }

    fn map(&mut self, entries: &[Entry], table: Table, owner: &str, top: bool) -> Fields {
        if top {
            self.zone = own_zone(entries).or_else(|| self.block.zone.cloned());
        }
        let mut fields = Fields::default();
        for entry in entries {
            match yaml::field(table, &entry.key) {
                Some(field) if fields.get(field.name).is_some() => {
                    // Twice by the same name was reported as a fault of the YAML.
                    if entries.iter().filter(|other| other.key == entry.key).count() == 1 {
                        let message = format!("`{}` and `{}` are one key", field.name, field.also);
                        self.push(
                            Diagnostic::new(&codes::DUPLICATE_KEY, message).help("keep one of them"),
                            entry.key_span,
                        );
                    }
                }
                Some(field) => {
                    if let Some(value) = self.value(field, &entry.value) {
                        fields.insert(field.name, value);
                    }
                }
                None => self.unknown(entry, table, owner, top),
            }
        }
        for field in table.into_iter().flatten().filter(|field| field.required) {
            let given = entries.iter().any(|entry| {
                (entry.key == field.name || entry.key == field.also)
                    && !matches!(entry.value.tree, Tree::Null)
                    && !(matches!(field.ty, Type::Text | Type::Prose) && text(&entry.value).is_some_and(str::is_empty))
            });
            if !given {
                let span = entries.first().map_or(Span::new(0, 0), |entry| entry.key_span);
                let message = format!("`{}` is missing {}", field.name, within(owner, top));
                let help = format!("add `{}: ...`: {}", field.name, field.doc);
                self.push(Diagnostic::new(&codes::MISSING_KEY, message).help(help), span);
            }
        }
        fields
    }

    /// Returns a text of a record without its comments; settings are what is written.
    fn plain<'n>(&self, written: &'n str) -> Cow<'n, str> {
        if self.block.owner == "settings" { written.into() } else { uncommented(written) }
    }

    /// Returns a text of a record as readers see it.
    fn prose<'n>(&self, written: &'n str) -> Cow<'n, str> {
        if self.block.owner == "settings" { written.into() } else { prose(written) }
    }

    fn wrong(&mut self, field: &Field, node: &Node) {
        let message = format!("`{}` must be {}, not {}", field.name, field.ty.words(), found(node));
        let help = match (&field.ty, &node.tree) {
            (Type::Flag, Tree::Text { text, plain: false }) if matches!(text.as_str(), "true" | "false") => {
                Some("remove the quotation marks".to_owned())
            }
            (Type::Flag, Tree::Text { text, .. }) => match text.to_lowercase().as_str() {
                "yes" | "on" | "y" => Some("write `true`".to_owned()),
                "no" | "off" | "n" => Some("write `false`".to_owned()),
                _ => None,
            },
            (Type::Choice(words), Tree::Text { text, .. }) => {
                name::nearest(text, words.iter().copied(), 1).first().map(|near| format!("did you mean `{near}`?"))
            }
            (Type::Zone, Tree::Text { text, .. }) => {
                Zone::named(text).err().flatten().map(|near| format!("did you mean `{near}`?"))
            }
            (Type::TextMap, Tree::Text { text, .. }) => Some(format!("write a key for it, as in `{{en: {text}}}`")),
            (Type::Coordinates, Tree::Text { text, .. }) => Some(format!("write it in brackets: `[{text}]`")),
            (Type::Text | Type::Prose, Tree::Map(_)) => {
                Some("put the text in quotation marks if it holds a colon".to_owned())
            }
            (Type::Text | Type::Prose, Tree::List(_)) => {
                Some("text that begins with a bracket needs quotation marks".to_owned())
            }
            (Type::Ref(_) | Type::KnownRef(_), Tree::List(_)) => {
                Some("text that begins with a bracket needs quotation marks: \"[[Name]]\"".to_owned())
            }
            _ => None,
        };
        self.push(Diagnostic::new(&codes::WRONG_TYPE, message).help_if(help), node.span);
    }

    fn value(&mut self, field: &'static Field, node: &Node) -> Option<Value> {
        if matches!(node.tree, Tree::Null) {
            return None;
        }
        self.comma(field, node);
        let value = match &field.ty {
            Type::Text => text(node).map(|text| Value::Text(self.plain(text).into())),
            Type::Prose => text(node).map(|text| Value::Text(self.prose(text).into())),
            Type::Texts => {
                // `#` before a tag is its mark in running text, which people of other programs write here, too.
                let is_tag = |rest: &&str| field.name == "tags" && !rest.is_empty();
                let bare = |item: &Node| {
                    let text = text(item)?;
                    Some(self.prose(text.strip_prefix('#').filter(is_tag).unwrap_or(text)).into())
                };
                let texts: Option<Vec<_>> = items(node).iter().map(bare).collect();
                texts.map(Value::Texts)
            }
            Type::Flag => flag(node).map(Value::Flag),
            Type::Date => return self.date(node, field, Date::parse_in).map(Value::Date),
            Type::Moment => return self.date(node, field, Moment::parse_in).map(Value::Moment),
            Type::Zone => text(node).filter(|name| Zone::named(name).is_ok()).map(|name| Value::Text(name.into())),
            Type::Url => return self.url(node, field).map(|url| Value::Text(url.into())),
            Type::Number(least, most) => text(node)
                .and_then(|text| text.parse().ok())
                .filter(|number| (least..=most).contains(&number))
                .map(Value::Number),
            Type::Decimal => text(node).filter(|text| is_decimal(text)).map(|text| Value::Text(text.into())),
            Type::Choice(words) => text(node).filter(|text| words.contains(text)).map(|text| Value::Text(text.into())),
            Type::Ref(_) | Type::KnownRef(_) => match &node.tree {
                Tree::List(items) if wikilink(items).is_none() && items.len() != 1 => None,
                _ => self.refs(node, field).map(Value::Refs),
            },
            Type::Refs(_) | Type::KnownRefs(_) => self.refs(node, field).map(Value::Refs),
            Type::Sources => {
                for item in items(node) {
                    if text(item).is_some_and(crate::parse::url::is_external) {
                        self.url(item, field);
                    }
                }
                self.maps(node, field, Some("key"), kinds::CITED).map(Value::Maps)
            }
            Type::Aliases => self.maps(node, field, Some("name"), kinds::ALIAS).map(Value::Maps),
            Type::Image => self.maps(node, field, Some("file"), kinds::IMAGE).map(Value::Maps),
            Type::Map(short, fields) if !matches!(node.tree, Tree::List(_)) => {
                self.maps(node, field, *short, fields).map(Value::Maps)
            }
            Type::Map(..) => None,
            Type::Maps(short, fields) => self.maps(node, field, *short, fields).map(Value::Maps),
            Type::TextMap => text_map(node).map(Value::TextMap),
            Type::Words => match text(node) {
                Some(text) => Some(Value::TextMap(vec![("".into(), self.plain(text).into())])),
                None => text_map(node).filter(|map| !map.is_empty()).map(Value::TextMap),
            },
            Type::Coordinates => coordinates(node),
            Type::Free => Some(Value::Free(free(node))),
            Type::Private => return None,
        };
        if value.is_none() {
            self.wrong(field, node);
        }
        value
    }

    fn date<T>(
        &mut self,
        node: &Node,
        field: &Field,
        parse: fn(&str, Option<&Zone>) -> Result<T, DateError>,
    ) -> Option<T> {
        let Some(text) = text(node) else {
            self.wrong(field, node);
            return None;
        };
        match parse(text, self.zone.as_ref()) {
            Ok(date) => Some(date),
            Err(error) => {
                // A quoted value begins one character after its quotation mark; one that is written otherwise, with line breaks or
                // escapes, is shown whole.
                let raw = self.block.text.get(node.span.start as usize..node.span.end as usize).unwrap_or("");
                let next = text.get(error.offset..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                let span = raw.find(text).map_or(node.span, |at| {
                    let start = node.span.start as usize + at + error.offset;
                    Span::new(start, start + error.len.max(next))
                });
                let forms = "write a date like `2025-02-12` or `2025-02~`; `dossier explain D006` shows all forms";
                let whole = error.offset == 0 && error.len >= text.len();
                let help = error.help.or_else(|| whole.then(|| forms.to_owned()));
                self.push(Diagnostic::new(&codes::BAD_DATE, error.message).help_if(help), span);
                None
            }
        }
    }

    fn url<'n>(&mut self, node: &'n Node, field: &Field) -> Option<&'n str> {
        let Some(text) = text(node) else {
            self.wrong(field, node);
            return None;
        };
        if crate::parse::url::is_safe(text) {
            return Some(text);
        }
        let message = format!("`{}` is not made a link", crate::parse::url::shown(text));
        let help = "only http, https, mailto, tel and relative addresses become links";
        self.push(Diagnostic::new(&codes::UNSAFE_URL, message).help(help), node.span);
        None
    }

    fn refs(&mut self, node: &Node, field: &'static Field) -> Option<Vec<RefItem>> {
        let listed = items(node);
        let mut refs = Vec::with_capacity(listed.len());
        for item in listed {
            match &item.tree {
                Tree::Text { text, .. } => refs.push(RefItem::short(&self.plain(text))),
                Tree::List(inner) => refs.push(RefItem::short(&wikilink(inner)?)),
                Tree::Map(entries) => {
                    let fields = self.map(entries, [kinds::REFERENCE, &[]], field.name, false);
                    let Some(target) = fields.text("ref") else { continue };
                    let mut long = RefItem::short(target);
                    long.role = fields.text("as").cloned();
                    long.name_used = fields.text("name_used").cloned().or(long.name_used);
                    long.since = fields.date("since").cloned();
                    long.sources = fields.maps("sources").to_vec();
                    refs.push(long);
                }
                Tree::Null => {}
            }
        }
        Some(refs)
    }

    fn maps(
        &mut self,
        node: &Node,
        field: &'static Field,
        short: Option<&'static str>,
        fields: &'static [Field],
    ) -> Option<Vec<Fields>> {
        let mut maps = Vec::new();
        for item in items(node) {
            match (&item.tree, short) {
                (Tree::Map(entries), _) => maps.push(self.map(entries, [fields, &[]], field.name, false)),
                (_, Some(short)) if matches!(item.tree, Tree::Text { .. }) || wikilinked(item).is_some() => {
                    let short = fields.iter().find(|field| field.name == short)?;
                    let mut map = Fields::default();
                    if let Some(value) = self.value(short, item) {
                        map.insert(short.name, value);
                    }
                    maps.push(map);
                }
                (Tree::Null, _) => {}
                _ => return None,
            }
        }
        Some(maps)
    }
}

/// Returns the zone that a record names, whichever of its keys stands first.
fn own_zone(entries: &[Entry]) -> Option<Zone> {
    let entry = entries.iter().find(|entry| entry.key == "timezone")?;
    Zone::named(text(&entry.value)?).ok()
}

fn names(table: Table) -> String {
    table.into_iter().flatten().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ")
}

/// Says where an entry stands, for a message.
fn within(owner: &str, top: bool) -> String {
    match (owner, top) {
        ("settings", _) => "in the settings".to_owned(),
        (_, true) => format!("in this {owner}"),
        (_, false) => format!("below `{owner}`"),
    }
}
