//! A record's text after parsing: HTML with holes, and the plain text in which names are found.
//!
//! Names are linked into the holes later; nobody searches HTML.

use std::ops::Range;
use std::sync::Arc;

use crate::date::Date;
use crate::source::Span;

/// The ids that the theme gives to parts of a record's page: links may lead there, and no heading may take them.
pub const PARTS: [&str; 13] = [
    "main",
    "top",
    "latest",
    "people",
    "events",
    "sources",
    "corrections",
    "claims",
    "cite",
    "mentions",
    "quotes",
    "timeline",
    "contents",
];

/// The text of one record.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The HTML between the holes.
    pub html: Box<str>,
    /// What is filled in later, in the order of their places.
    pub holes: Vec<Hole>,
    /// The visible text of all blocks, one after the other, a line break after each.
    pub text: Arc<str>,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// The pieces of text in which names may become links, in order.
    pub runs: Vec<Run>,
    /// The sections, the first one before any heading.
    pub sections: Vec<Section>,
    /// The links to somewhere in this site.
    pub links: Vec<Link>,
    /// The images.
    pub images: Vec<Picture>,
    /// The sources cited in the text.
    pub cites: Vec<Cite>,
    /// Every id in the HTML but those of paragraphs, sorted.
    pub anchors: Vec<Box<str>>,
    /// The number of paragraphs: their ids are `p1`, `p2` and so on.
    pub paragraphs: u16,
    /// The ids that authors gave to blocks (`^first`), each with the id of its element, sorted.
    pub block_ids: Vec<(Box<str>, Box<str>)>,
}

impl Body {
    /// Returns the id of the element that holds the block of this id.
    #[must_use]
    pub fn block(&self, id: &str) -> Option<&str> {
        let at = self.block_ids.binary_search_by(|(known, _)| (**known).cmp(id)).ok()?;
        Some(&*self.block_ids[at].1)
    }

    /// Tells whether an element of the text, or a part that the theme adds, has this id.
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        let number =
            id.strip_prefix('p').filter(|number| !number.starts_with(['0', '+'])).and_then(|it| it.parse().ok());
        number.is_some_and(|number: u16| (1..=self.paragraphs).contains(&number))
            || self.anchors.binary_search_by(|known| (**known).cmp(id)).is_ok()
            || PARTS.contains(&id)
    }
}

/// A place in the HTML that is filled in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The byte of the HTML before which it stands.
    pub at: u32,
    /// What stands there.
    pub what: What,
}

/// What fills a hole; the numbers are positions in the lists of [`Body`] and of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The start of a link.
    Open(u32),
    /// The end of a link.
    Close(u32),
    /// An image.
    Image(u32),
    /// The line below a quote.
    Attribution(u32),
    /// A citation of a source.
    Cite(u32),
}

/// One paragraph, heading, list item or cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text.
    pub text: Range<u32>,
    /// Its section.
    pub section: u16,
    /// The number of its paragraph anchor (`p3` is 3), or 0.
    pub paragraph: u16,
    /// The quote that it belongs to.
    pub quote: Option<u16>,
}

/// A piece of text without markup in which names may become links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its text.
    pub text: Range<u32>,
    /// The byte of the HTML at which it begins; escaped text follows without a tag between.
    pub html: u32,
}

/// The text from one heading to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text; empty before the first heading.
    pub title: Arc<str>,
    /// The heading's id; empty before the first heading.
    pub id: Arc<str>,
    /// The heading's level, 2 to 6; 0 before the first heading.
    pub level: u8,
    /// The update that it belongs to.
    pub update: Option<u16>,
}

/// Where a link in a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A record, by id, name or alias, and an anchor on its page; an empty name is this page.
    Name(Box<str>, Option<Box<str>>),
    /// An address in this site, or a Markdown file.
    Address(Box<str>),
}

/// A link to somewhere in this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// The words that are linked, in [`Body::text`]; empty where the record's own name is to be shown.
    pub label: Range<u32>,
    /// The words as written, where no label was given.
    pub bare: Option<Box<str>>,
    /// Its block.
    pub block: u32,
    /// The place in the file.
    pub span: Span,
}

/// An image in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file as named.
    pub file: Box<str>,
    /// Its alternative text.
    pub alt: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// Its width in CSS pixels, where one was given.
    pub width: Option<u32>,
    /// The place in the file.
    pub span: Span,
}

/// A citation of a source by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// Its anchor: `cite-wire`, and `cite-wire-2` where the source is cited again.
    pub id: Box<str>,
    /// The key in `sources.yaml`.
    pub key: Box<str>,
    /// Where in the source, such as `p. 3`.
    pub locator: Option<Box<str>>,
    /// The place in the body's text after which it stands.
    pub at: u32,
    /// Its block.
    pub block: u32,
    /// The place in the file.
    pub span: Span,
}

/// A dated block `## Update ...`.
#[derive(Clone, Debug)]
pub struct Update {
    /// Its anchor.
    pub id: Arc<str>,
    /// Its date, perhaps with a time.
    pub date: Date,
    /// What follows the date in the heading.
    pub headline: Option<Arc<str>>,
    /// The blocks that it holds.
    pub blocks: Range<u32>,
    /// The place of its heading in the file.
    pub span: Span,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// A person or an organization, by name.
    Named(Box<str>),
    /// Words in brackets for somebody who is not named.
    Unnamed(Box<str>),
}

/// A quote block.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its anchor, made from its words.
    pub id: Arc<str>,
    /// The words.
    pub text: Arc<str>,
    /// Who said them.
    pub speaker: Speaker,
    /// To whom, as written.
    pub to: Option<Box<str>>,
    /// Where, as written.
    pub venue: Option<Box<str>>,
    /// When.
    pub date: Option<Date>,
    /// The quote that it answers, in the same document.
    pub response_to: Option<u16>,
    /// The place of the attribution in the file.
    pub span: Span,
    /// Its section.
    pub section: u16,
}
