//! What a kind of record is: its names, where it lives, and the keys that its front matter may have.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::kinds::Own;

/// One kind of record: an entry of [`crate::kinds::KINDS`], or a site's own. Two kinds are equal when they have the same place in the
/// table of their site.
pub struct Kind {
    /// The place in the table, by which kinds are ordered.
    pub order: u8,
    /// One of them: `person`.
    pub name: &'static str,
    /// Several: `people`. It names the folder in `content/` and the first part of the address.
    pub plural: &'static str,
    /// The key that holds the display name: `name` or `title`.
    pub name_key: &'static str,
    /// The keys of the front matter that this kind has beside [`crate::kinds::ANY`].
    pub fields: &'static [Field],
    /// The type in schema.org's vocabulary.
    pub schema_org: &'static str,
    /// What a site says of a kind of its own; nothing for one that is built in.
    pub own: Option<Own>,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order.cmp(&other.order)
    }
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.order.hash(state);
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// One key of a mapping: a record's front matter, a part of it, or the settings.
#[derive(Clone, Copy)]
pub struct Field {
    /// The key as it is written.
    pub name: &'static str,
    /// Another spelling of the key that is accepted, or empty.
    pub also: &'static str,
    /// What the value may be.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, for the README and for editors.
    pub doc: &'static str,
}

/// The kinds that a reference may name; the first one is what an unknown name becomes.
pub type Targets = &'static [&'static Kind];

/// What a value may be.
#[derive(Clone, Copy)]
pub enum Type {
    /// One line or more of text; numbers and `yes` are kept as they are written.
    Text,
    /// Text that readers see as it is; of a wikilink in it the words are kept.
    Prose,
    /// A list of such texts; a single one may stand without brackets.
    Texts,
    /// `true` or `false`, nothing else.
    Flag,
    /// An EDTF date.
    Date,
    /// A date with a time and an offset.
    Moment,
    /// A time zone by its IANA name.
    Zone,
    /// An address: http, https, mailto, tel or relative.
    Url,
    /// A whole number between two bounds, both included.
    Number(i64, i64),
    /// Any number, as JSON writes it: `243.8`.
    Decimal,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// One reference to a record: text or a map with `ref`.
    Ref(Targets),
    /// A list of references; a single one may stand without brackets.
    Refs(Targets),
    /// One reference to a record that must exist.
    KnownRef(Targets),
    /// A list of references to records that must exist.
    KnownRefs(Targets),
    /// A list of sources: keys of `sources.yaml`, addresses, or maps.
    Sources,
    /// A list of aliases: texts or maps with `name`.
    Aliases,
    /// A picture: a file name, or a map with `file`.
    Image,
    /// Texts by key, such as names by language or external ids.
    TextMap,
    /// Words for readers: one text, or texts by language.
    Words,
    /// Latitude and longitude in degrees.
    Coordinates,
    /// One map with these keys; the key named first may stand alone as text.
    Map(Option<&'static str>, &'static [Field]),
    /// A list of such maps; a single one may stand without brackets.
    Maps(Option<&'static str>, &'static [Field]),
    /// Anything: kept for templates, not interpreted.
    Free,
    /// Anything: never read.
    Private,
}

impl Type {
    /// Returns the words by which authors know this type: `a date`, `true or false`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text | Self::Prose => "text".into(),
            Self::Texts => "text or a list of texts".into(),
            Self::Flag => "`true` or `false`".into(),
            Self::Date => "a date".into(),
            Self::Moment => "a date with time and offset".into(),
            Self::Zone => "a time zone such as `Europe/Kyiv`".into(),
            Self::Url => "an address".into(),
            Self::Number(least, most) => format!("a whole number from {least} to {most}"),
            Self::Decimal => "a number such as `243.8`".into(),
            Self::Choice(words) => format!("one of {}", quoted(words)),
            Self::Ref(_) | Self::KnownRef(_) => "a reference".into(),
            Self::Refs(_) | Self::KnownRefs(_) => "a reference or a list of references".into(),
            Self::Sources => "a source or a list of sources".into(),
            Self::Aliases => "an alias or a list of aliases".into(),
            Self::Image => "an image file".into(),
            Self::TextMap => "a map of texts".into(),
            Self::Words => "text, or a map of texts by language".into(),
            Self::Coordinates => "a list of latitude and longitude".into(),
            Self::Map(..) => "a map".into(),
            Self::Maps(..) => "a map or a list of maps".into(),
            Self::Free | Self::Private => "anything".into(),
        }
    }
}

impl Type {
    /// Returns the kinds that a reference of this type may name, and whether the record must exist.
    #[must_use]
    pub fn reference(&self) -> Option<(Targets, bool)> {
        match self {
            Self::Ref(targets) | Self::Refs(targets) => Some((targets, false)),
            Self::KnownRef(targets) | Self::KnownRefs(targets) => Some((targets, true)),
            _ => None,
        }
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
