//! The two sides of a body while it is written: HTML with holes, plain text with blocks and runs.

use std::sync::Arc;

use foldhash::HashMap;
use pulldown_cmark::Alignment;

use super::inline::Closer;
use crate::html;
use crate::name;
use crate::parse::body::{Block, Body, Cite, Hole, Link, PARTS, Picture, Run, Section, What};

/// Elements that have no end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

pub(super) struct Writer {
    html: String,
    text: String,
    pub(super) holes: Vec<Hole>,
    blocks: Vec<Block>,
    runs: Vec<Run>,
    /// Where in the HTML the last run ends.
    run_end: usize,
    pub(super) sections: Vec<Section>,
    pub(super) links: Vec<Link>,
    pub(super) images: Vec<Picture>,
    pub(super) cites: Vec<Cite>,
    /// The citations that wait for the end of a link.
    pub(super) held: Vec<u32>,
    /// What ends the links that are open.
    pub(super) closers: Vec<Closer>,
    anchors: Vec<Box<str>>,
    block_ids: Vec<(Box<str>, Box<str>)>,
    taken: HashMap<String, usize>,
    open: bool,
    paragraph: u16,
    paragraphs: u16,
    /// Links, headings and other places in which no name becomes a link.
    pub(super) quiet: u32,
    raw_depth: u32,
    pub(super) quote: Option<u16>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) header: bool,
}

impl Writer {
    pub(super) fn new(size: usize) -> Self {
        Self {
            html: String::with_capacity(size + size / 4),
            text: String::with_capacity(size),
            holes: Vec::new(),
            blocks: Vec::new(),
            runs: Vec::new(),
            run_end: 0,
            sections: vec![Section { title: "".into(), id: "".into(), level: 0, update: None }],
            links: Vec::new(),
            images: Vec::new(),
            cites: Vec::new(),
            held: Vec::new(),
            closers: Vec::new(),
            anchors: Vec::new(),
            block_ids: Vec::new(),
            taken: HashMap::default(),
            open: false,
            paragraph: 0,
            paragraphs: 0,
            quiet: 0,
            raw_depth: 0,
            quote: None,
            alignments: Vec::new(),
            column: 0,
            header: false,
        }
    }

    /// Appends HTML that is no text.
    pub(super) fn html(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Makes an id that no other element of the page has.
    pub(super) fn unique_id(&mut self, wanted: &str) -> Arc<str> {
        let numbered = wanted.strip_prefix('p').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        let ours = numbered
            || wanted.starts_with("fn-")
            || wanted.starts_with("fnref-")
            || (wanted.starts_with("update-") && wanted.ends_with("-h"))
            || wanted.strip_prefix("correction-").is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_digit()))
            || wanted.strip_prefix("claim-").is_some_and(is_digest);
        let wanted = if ours || wanted.is_empty() { format!("section-{wanted}") } else { wanted.to_owned() };
        if PARTS.contains(&wanted.as_str()) {
            self.taken.entry(wanted.clone()).or_insert(1);
        }
        let id = name::unique(&mut self.taken, &wanted);
        self.anchor(&id);
        id.into()
    }

    /// Makes the id of a citation of a source by its key.
    pub(super) fn cite_id(&mut self, key: &str) -> Box<str> {
        let id = name::unique(&mut self.taken, &format!("cite-{key}"));
        self.anchor(&id);
        id.into()
    }

    /// Notes an id that the HTML has.
    pub(super) fn anchor(&mut self, id: &str) {
        self.anchors.push(id.into());
    }

    /// Notes the id that an author gave to the current block, or to the last one.
    pub(super) fn name_block(&mut self, id: Box<str>) {
        let element: Box<str> = match self.paragraph {
            0 => self.sections.last().map_or_else(Box::default, |section| Box::from(&*section.id)),
            number => format!("p{number}").into(),
        };
        if !element.is_empty() {
            self.block_ids.push((id, element));
        }
    }

    /// Opens an element with the next paragraph's id.
    pub(super) fn anchored(&mut self, name: &str) {
        self.paragraphs = self.paragraphs.saturating_add(1);
        self.paragraph = self.paragraphs;
        self.html.push('<');
        self.html.push_str(name);
        self.html.push_str(" id=\"p");
        self.html.push_str(itoa::Buffer::new().format(self.paragraph));
        self.html.push_str("\">");
    }

    /// Starts a section.
    pub(super) fn push_section(&mut self, section: Section) {
        self.end_block();
        self.paragraph = 0;
        self.sections.push(section);
    }

    /// Returns the number of the current section.
    pub(super) fn section(&self) -> u16 {
        (self.sections.len() - 1) as u16
    }

    /// Returns the number that the current block has, or the next one will have.
    pub(super) fn block(&self) -> u32 {
        (if self.open { self.blocks.len() - 1 } else { self.blocks.len() }) as u32
    }

    /// Returns the number of the current block, or of the last one.
    pub(super) fn block_before(&self) -> u32 {
        if self.open { self.block() } else { self.block().saturating_sub(1) }
    }

    /// Returns the number of blocks so far.
    pub(super) fn block_count(&self) -> u32 {
        self.blocks.len() as u32
    }

    /// Returns the length of the text so far.
    pub(super) fn text_len(&self) -> u32 {
        self.text.len() as u32
    }

    /// Appends visible text; with `linkable`, names in it may become links.
    pub(super) fn text(&mut self, text: &str, linkable: bool) {
        if text.is_empty() {
            return;
        }
        self.begin_block();
        let (text_at, html_at) = (self.text.len() as u32, self.html.len() as u32);
        // A line break in a link's target, or in raw HTML, reads as a space.
        if text.contains('\n') {
            self.text.push_str(&text.replace('\n', " "));
        } else {
            self.text.push_str(text);
        }
        html::push_text(&mut self.html, text);
        if linkable && self.quiet == 0 && self.raw_depth == 0 {
            self.run(text_at, html_at);
        }
    }

    fn run(&mut self, text_at: u32, html_at: u32) {
        let end = self.text.len() as u32;
        // What fills a hole stands between the words, so no name goes on after it.
        let whole = self.holes.last().is_none_or(|hole| hole.at < html_at);
        let touches = std::mem::replace(&mut self.run_end, self.html.len()) == html_at as usize;
        let follows = touches && whole;
        match self.runs.last_mut().filter(|run| follows && run.text.end == text_at) {
            Some(run) => run.text.end = end,
            None => self.runs.push(Run { text: text_at..end, html: html_at }),
        }
    }

    /// Appends a line break that reads as a space.
    pub(super) fn soft_break(&mut self) {
        if !self.open {
            return;
        }
        let (text_at, html_at) = (self.text.len() as u32, self.html.len() as u32);
        self.text.push(' ');
        self.html.push('\n');
        if self.quiet == 0 && self.raw_depth == 0 {
            self.run(text_at, html_at);
        }
    }

    /// Appends a space to the text alone, where markup separates words.
    pub(super) fn space(&mut self) {
        if self.open {
            self.text.push(' ');
        }
    }

    /// Notes a raw tag, between whose start and end no name becomes a link.
    pub(super) fn raw_tag(&mut self, raw: &str) {
        let name: String = raw.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if raw.starts_with("</") {
            self.raw_depth = self.raw_depth.saturating_sub(1);
        } else if !raw.ends_with("/>") && !VOID.contains(&name.to_ascii_lowercase().as_str()) {
            self.raw_depth += 1;
        }
    }

    fn begin_block(&mut self) {
        if !self.open {
            self.open = true;
            let at = self.text.len() as u32;
            let block = Block { text: at..at, section: self.section(), paragraph: self.paragraph, quote: self.quote };
            self.blocks.push(block);
        }
    }

    /// Ends the current block, if one is open.
    pub(super) fn end_block(&mut self) {
        self.raw_depth = 0;
        if self.open {
            self.open = false;
            if let Some(block) = self.blocks.last_mut() {
                block.text.end = self.text.len() as u32;
            }
            self.text.push('\n');
        }
    }

    /// Ends the block and its element.
    pub(super) fn close(&mut self, tag: &str) {
        self.end_block();
        self.html.push_str(tag);
    }

    /// Leaves a hole here.
    pub(super) fn hole(&mut self, what: What) {
        self.holes.push(Hole { at: self.html.len() as u32, what });
    }

    pub(super) fn finish(mut self) -> Body {
        self.end_block();
        self.anchors.sort_unstable();
        // Of several blocks of one id the first is meant.
        self.block_ids.sort_by(|one, other| one.0.cmp(&other.0));
        self.block_ids.dedup_by(|next, one| next.0 == one.0);
        // A hole that opens a link stands before the text at its place, so the order of writing is the order of places.
        Body {
            html: Box::from(&*self.html),
            holes: exactly(&self.holes),
            text: self.text.into(),
            blocks: exactly(&self.blocks),
            runs: exactly(&self.runs),
            sections: self.sections,
            links: self.links,
            images: self.images,
            cites: self.cites,
            anchors: self.anchors,
            paragraphs: self.paragraphs,
            block_ids: self.block_ids,
        }
    }
}

/// Copies a list that is kept as long as its text: one that is only told to shrink keeps the room of its memory.
fn exactly<T: Clone>(list: &[T]) -> Vec<T> {
    list.to_vec()
}

/// Tells whether it is what stands for words in the ids that the program gives.
fn is_digest(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
