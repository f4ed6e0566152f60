//! YAML into a tree that loses nothing: scalars stay the text that was written, and keys keep their order.
//!
//! 1. [`quick`] reads with `serde_yaml`, each scalar as text where the table of fields says that one belongs there. It
//!    gives no places, and gives up on whatever it could change silently.
//! 2. [`exact`] reads with `saphyr-parser`, which knows the place of everything and goes on after a fault. It is asked
//!    when the first gave up, or when a diagnostic needs a place.

mod bounds;

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

pub use bounds::Bounds;
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::kind::{Field, Type};
use crate::kinds;
use crate::source::{Span, controls};

/// A value with its place. Places are empty after [`quick`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// From where to where, in bytes of the YAML text.
    pub(crate) span: Span,
    /// What stands there.
    pub(crate) tree: Tree,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar as it was written; `plain` without quotation marks (after [`quick`] only a boolean is known to be).
    Text { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A map in file order.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) key_span: Span,
    /// The value.
    pub(crate) value: Node,
}

/// Why a text is no usable YAML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Which rule was broken.
    pub(crate) what: FaultKind,
    /// Where.
    pub(crate) span: Span,
    /// What was found, in words.
    pub(crate) message: String,
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// Not YAML.
    Syntax,
    /// A feature that is not allowed.
    Limit,
    /// More than a setting of `limits` allows: its key.
    Excess(&'static str),
    /// A key twice in one map.
    Duplicate,
    /// An escape that stands for a control character.
    Control(char),
}

/// Reads `text` as a map whose keys are those of `fields`, or returns `None` where only [`exact`] can tell.
pub(crate) fn quick(text: &str, fields: Table) -> Option<Node> {
    // Anchors, aliases, tags and further documents: `exact` finds out whether they are any.
    let mut previous = b'\n';
    for (byte, next) in text.bytes().zip(text.bytes().skip(1)) {
        if matches!(byte, b'&' | b'*' | b'!') && !next.is_ascii_whitespace() && b" \n\t[{,:-".contains(&previous) {
            return None;
        }
        previous = byte;
    }
    let lossy = Cell::new(false);
    let seed = Seed { shape: Shape::Map(fields), lossy: &lossy };
    let node = seed.deserialize(serde_yaml::Deserializer::from_str(text)).ok()?;
    (!lossy.get()).then_some(node)
}

/// The tables in which the keys of a map are looked up, the first one first.
pub(crate) type Table = [&'static [Field]; 2];

/// Finds a key in a table.
pub(crate) fn field(table: Table, key: &str) -> Option<&'static Field> {
    table.into_iter().flatten().find(|field| field.name == key || (!field.also.is_empty() && field.also == key))
}

#[derive(Clone, Copy)]
enum Shape {
    Text,
    Flag,
    Map(Table),
    Any,
}

impl Shape {
    fn of(ty: &'static Type) -> Self {
        match ty {
            Type::Text
            | Type::Prose
            | Type::Date
            | Type::Moment
            | Type::Zone
            | Type::Url
            | Type::Number(..)
            | Type::Decimal
            | Type::Choice(_) => Self::Text,
            Type::Flag => Self::Flag,
            Type::Ref(_) | Type::Refs(_) | Type::KnownRef(_) | Type::KnownRefs(_) => Self::Map([kinds::REFERENCE, &[]]),
            Type::Sources => Self::Map([kinds::CITED, &[]]),
            Type::Aliases => Self::Map([kinds::ALIAS, &[]]),
            Type::Image => Self::Map([kinds::IMAGE, &[]]),
            Type::Map(_, fields) | Type::Maps(_, fields) => Self::Map([fields, &[]]),
            _ => Self::Any,
        }
    }
}

struct Seed<'a> {
    shape: Shape,
    lossy: &'a Cell<bool>,
}

impl Seed<'_> {
    fn text(&self, text: &str, plain: bool) -> Node {
        // Written with or without quotation marks? Here that cannot be told, and it matters.
        if matches!(text, "" | "~" | "null" | "Null" | "NULL") || controls(text).next().is_some() {
            self.lossy.set(true);
        }
        Node { span: Span::default(), tree: Tree::Text { text: text.to_owned(), plain } }
    }

    fn number(&self) -> Node {
        self.lossy.set(true);
        Node { span: Span::default(), tree: Tree::Null }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        match self.shape {
            Shape::Text => deserializer.deserialize_str(self),
            Shape::Flag | Shape::Map(_) | Shape::Any => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("YAML")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        // Where text belongs, `False` is not `false`.
        if !matches!(self.shape, Shape::Flag) {
            self.lossy.set(true);
        }
        Ok(self.text(if value { "true" } else { "false" }, true))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Node, E> {
        Ok(self.number())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Node, E> {
        Ok(self.number())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node, E> {
        Ok(self.number())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(self.text(value, false))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(self.number())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::with_capacity(4);
        while let Some(item) = access.next_element_seed(Seed { shape: self.shape, lossy: self.lossy })? {
            items.push(item);
        }
        Ok(Node { span: Span::default(), tree: Tree::List(items) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries: Vec<Entry> = Vec::with_capacity(8);
        while let Some(key) = access.next_key::<String>()? {
            if controls(&key).next().is_some() {
                self.lossy.set(true);
            }
            let ty = match self.shape {
                Shape::Map(table) => field(table, &key).map(|field| &field.ty),
                _ => None,
            };
            let shape = ty.map_or(Shape::Any, Shape::of);
            let value = access.next_value_seed(Seed { shape, lossy: self.lossy })?;
            entries.push(Entry { key, key_span: Span::default(), value });
        }
        let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(A::Error::custom("a key twice"));
        }
        Ok(Node { span: Span::default(), tree: Tree::Map(entries) })
    }
}

/// Reads `text` with the place of everything, and every fault that can be told apart.
pub(crate) fn exact(text: &str, bounds: Bounds) -> (Option<Node>, Vec<Fault>) {
    match bounds.excess(text) {
        Some(fault) => (None, vec![fault]),
        None => exact_unlimited(text, bounds),
    }
}

/// Reads like [`exact`] a file that is all YAML, which may be longer than front matter.
pub(crate) fn exact_unlimited(text: &str, bounds: Bounds) -> (Option<Node>, Vec<Fault>) {
    let mut faults = Vec::new();
    let bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(text.len() as u32);
    let mut open: Vec<Level> = Vec::new();
    let mut root = None;
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = byte(error.marker().index());
                let message = error.info().to_owned();
                faults.push(Fault { what: FaultKind::Syntax, span: Span { start: at, end: at }, message });
                return (None, faults);
            }
        };
        let span = Span { start: byte(span.start.index()), end: byte(span.end.index()) };
        let fault = |message: &str| Fault { what: FaultKind::Limit, span, message: message.to_owned() };
        let node = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    faults.push(fault("a second YAML document"));
                    return (None, faults);
                }
                continue;
            }
            Event::Alias(_) => {
                faults.push(fault("a YAML alias; write the value out"));
                Node { span, tree: Tree::Null }
            }
            Event::Scalar(value, style, anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    faults.push(fault("a YAML anchor or tag; write the plain value"));
                }
                faults.extend(escaped_control(text, span, &value));
                let plain = style == ScalarStyle::Plain;
                let null = plain && matches!(value.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let tree = if null { Tree::Null } else { Tree::Text { text: value.into_owned(), plain } };
                Node { span: trimmed(text, span), tree }
            }
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) if anchor != 0 || tag.is_some() => {
                faults.push(fault("a YAML anchor or tag; write the plain value"));
                return (None, faults);
            }
            start @ (Event::SequenceStart(..) | Event::MappingStart(..)) => {
                if open.len() == bounds.depth {
                    faults.push(bounds.too_deep(span));
                    return (None, faults);
                }
                let list = matches!(start, Event::SequenceStart(..));
                let tree = if list { Tree::List(Vec::new()) } else { Tree::Map(Vec::new()) };
                open.push(Level { span, tree, key: None, keys: HashSet::new() });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(level) => {
                    let whole = Span { start: level.span.start, end: span.start.max(level.span.start) };
                    Node { span: trimmed(text, whole), tree: level.tree }
                }
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            Some(level) => level.put(node, &mut faults),
            None => root = Some(node),
        }
    }
    (root, faults)
}

/// Returns the fault of a value in which an escape stands for a control character; one that stands there itself is found
/// where files are read.
fn escaped_control(text: &str, span: Span, value: &str) -> Option<Fault> {
    let (_, character) = controls(value).next()?;
    let written = text.get(span.start as usize..span.end as usize)?;
    let what = FaultKind::Control(character);
    controls(written).next().is_none().then(|| Fault { what, span: trimmed(text, span), message: String::new() })
}

struct Level {
    span: Span,
    tree: Tree,
    key: Option<(String, Span)>,
    /// The keys so far.
    keys: HashSet<String>,
}

impl Level {
    fn put(&mut self, node: Node, faults: &mut Vec<Fault>) {
        match &mut self.tree {
            Tree::List(items) => items.push(node),
            Tree::Map(entries) => {
                if let Some((key, key_span)) = self.key.take() {
                    if !self.keys.insert(key.clone()) {
                        let message = format!("`{key}` is given twice");
                        faults.push(Fault { what: FaultKind::Duplicate, span: key_span, message });
                    }
                    entries.push(Entry { key, key_span, value: node });
                } else {
                    let key = match node.tree {
                        Tree::Text { text, .. } => text,
                        Tree::Null => String::new(),
                        Tree::List(_) | Tree::Map(_) => {
                            let message = "a list or map as a key".to_owned();
                            faults.push(Fault { what: FaultKind::Limit, span: node.span, message });
                            String::new()
                        }
                    };
                    self.key = Some((key, node.span));
                }
            }
            Tree::Null | Tree::Text { .. } => {}
        }
    }
}

/// Draws a span in from white space at its end, which block collections have.
fn trimmed(text: &str, span: Span) -> Span {
    let piece = text.get(span.start as usize..span.end as usize).unwrap_or("");
    Span { start: span.start, end: span.start + piece.trim_end().len() as u32 }
}
