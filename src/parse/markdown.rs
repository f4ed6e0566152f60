//! Markdown (CommonMark 0.31 with tables, footnotes, task lists, definition lists, strikethrough, heading attributes and
//! wikilinks) into a [`Body`].
//!
//! 1. Comments are cut out, and the text becomes a list of events.
//! 2. A writer walks the list: HTML on one side, plain text with its runs on the other, holes where names are resolved
//!    later. Blockquotes and headings are looked at whole before they are written.
//! 3. Footnotes follow at the end.

mod block_ids;
mod control;
mod events;
mod footnotes;
mod heading;
mod inline;
mod quote;
mod writer;

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;
use std::vec;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::codes;
use crate::date::{Date, DateError, Day, DayOrder, Language, Zone};
use crate::diagnostic::Diagnostic;
use crate::html;
use crate::kinds::Kinds;
use crate::parse::body::{Body, Quote, Update};
use crate::parse::comments::{self, Commentless};
use crate::parse::ignore::{self, Ignore};
use crate::parse::yaml::Bounds;
use crate::source::{Source, Span, is_control};
use crate::words::Dictionary;
use block_ids::BlockId;
use events::Events;
use footnotes::Footnotes;
pub(crate) use quote::anchor as quote_anchor;
use writer::Writer;

/// What the settings say about texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How dates in headings and attributions may be written.
    pub dates: DayOrder,
    /// Whether raw HTML is passed on; otherwise it is shown as text.
    pub trusted_html: bool,
    /// The last day of the updates that are read; all of them unless there is one.
    pub known_by: Option<Day>,
    /// The zone of times without an offset, unless the record has one of its own.
    pub zone: Option<Zone>,
    /// The language in which the text says dates, unless the record has one of its own.
    pub language: Language,
    /// The words of the interface, in that language first.
    pub words: Arc<Dictionary>,
    /// From where on front matter is too much.
    pub bounds: Bounds,
    /// The kinds of records that there are.
    pub kinds: Kinds,
}

/// A text and what was found in it.
pub(crate) struct Parsed {
    pub(crate) body: Body,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) updates: Vec<Update>,
    pub(crate) ignores: Vec<Ignore>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Parses the text of `source` from byte `offset` on.
pub(crate) fn parse(source: &Source, offset: usize, reading: &Reading) -> Parsed {
    let commentless = comments::strip(&source.text[offset..]);
    let mut diagnostics = Vec::new();
    if let Some(at) = commentless.unclosed {
        diagnostics.push(
            Diagnostic::new(&codes::UNCLOSED_COMMENT, "a comment opens here and is not closed")
                .at(&source.path, Span::new(offset + at, offset + at + 2))
                .help("close it with `%%` or `-->`; write `\\%%` for two percent signs, `\\<!--` for these characters"),
        );
    }
    let ignores = ignore::in_text(&commentless, source, offset);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let mut events =
        events::collect(TextMergeWithOffset::new(Parser::new_ext(&commentless.text, options).into_offset_iter()));
    let block_ids = block_ids::strip(&commentless.text, &mut events);
    for at in commentless.doubtful(|| inline::code(&events)) {
        let start = offset + commentless.original(at);
        diagnostics.push(
            Diagnostic::new(&codes::UNCLOSED_COMMENT, "a comment opens here, or code around it that is not closed")
                .at(&source.path, Span::new(start, start + 2))
                .help("write `\\`` for a back tick that opens no code, `\\%%` for two percent signs"),
        );
    }
    let mut markdown = Markdown {
        source,
        offset,
        commentless: &commentless,
        reading,
        events: &events,
        writer: Writer::new(commentless.text.len()),
        quotes: Vec::new(),
        updates: Vec::new(),
        open_updates: Vec::new(),
        footnotes: Footnotes::default(),
        left_out: Vec::new(),
        block_ids: block_ids.into_iter().peekable(),
        last_quote: None,
        depth: 0,
        demote: u8::from(events.iter().any(is_first_level)),
        diagnostics,
    };
    markdown.control_references();
    markdown.find_footnotes();
    markdown.blocks(0..events.len());
    markdown.name_blocks(events.len());
    markdown.close_update(1);
    markdown.footnotes();
    let Markdown { writer, quotes, updates, diagnostics, .. } = markdown;
    events::give_back(events);
    Parsed { body: writer.finish(), quotes, updates, ignores, diagnostics }
}

fn is_first_level((event, _): &(Event<'_>, Range<usize>)) -> bool {
    matches!(event, Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }))
}

struct Markdown<'a> {
    source: &'a Source,
    offset: usize,
    commentless: &'a Commentless<'a>,
    reading: &'a Reading,
    events: &'a Events<'a>,
    writer: Writer,
    quotes: Vec<Quote>,
    updates: Vec<Update>,
    /// The updates that are open, the outermost first, each with the level of its heading.
    open_updates: Vec<(u16, u8)>,
    footnotes: Footnotes<'a>,
    /// Where the events of updates are that were left out.
    left_out: Vec<Range<usize>>,
    /// The ids of blocks that are still to come.
    block_ids: Peekable<vec::IntoIter<BlockId>>,
    /// The quote that ended directly before, and where in the events.
    last_quote: Option<(u16, usize)>,
    /// How many blockquotes are open.
    depth: u8,
    demote: u8,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Markdown<'a> {
    /// Returns the place in the file of a range of the commentless text.
    fn span(&self, range: &Range<usize>) -> Span {
        let text = &self.commentless.text;
        let end = range.start + text[range.clone()].trim_end().len();
        Span::new(self.commentless.original(range.start), self.commentless.original(end.max(range.start)))
            .shifted(self.offset)
    }

    /// Returns the place of a fault in a date that stands somewhere in a part of the file; where the date is written there
    /// in another form, the place of that part.
    fn fault_in(&self, span: Span, date: &Date, fault: &DateError) -> Span {
        let part = self.source.text.get(span.start as usize..span.end as usize).unwrap_or("");
        match part.find(date.as_str()) {
            Some(at) => Span::new(at + fault.offset, at + fault.offset + fault.len).shifted(span.start as usize),
            None => span,
        }
    }

    /// Returns one past the event that ends what event `start` begins.
    fn end_of(&self, start: usize) -> usize {
        let mut depth = 0usize;
        for (at, (event, _)) in self.events.iter().enumerate().skip(start) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.events.len()
    }

    /// Writes a range of events.
    fn blocks(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    /// Gives the blocks before an event the ids that stand in them.
    fn name_blocks(&mut self, before: usize) {
        while let Some((at, id)) = self.block_ids.next_if(|(at, _)| *at < before) {
            if !self.left_out.iter().any(|left_out| left_out.contains(&at)) {
                self.writer.name_block(id);
            }
        }
    }

    /// Writes one event, or all of a block that is looked at whole, and returns the next event's position.
    fn event(&mut self, at: usize) -> usize {
        if self.block_ids.peek().is_some() {
            self.name_blocks(at);
        }
        let (event, range) = &self.events[at];
        match event {
            Event::Start(Tag::Heading { .. }) => return self.heading(at),
            Event::Start(Tag::BlockQuote(_)) => return self.blockquote(at),
            Event::Start(Tag::FootnoteDefinition(_)) => {
                let end = self.end_of(at);
                // A footnote has no block to lead to where it is written.
                while self.block_ids.next_if(|(at, _)| *at < end).is_some() {}
                return end;
            }
            Event::Start(Tag::CodeBlock(kind)) => return self.code_block(at, kind),
            Event::Start(Tag::HtmlBlock) => return self.html_block(at),
            Event::Start(Tag::Image { .. }) => return self.image(at),
            Event::Start(tag) => self.start(at, tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.writer.html("<code>");
                self.writer.text(code, false);
                self.writer.html("</code>");
            }
            Event::InlineHtml(raw) | Event::Html(raw) => self.inline_html(raw),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.writer.soft_break(),
            Event::HardBreak => {
                self.writer.html("<br>");
                self.writer.space();
            }
            Event::Rule => {
                self.writer.end_block();
                self.writer.html("<hr>\n");
            }
            Event::TaskListMarker(done) => self.writer.html(if *done {
                "<input type=\"checkbox\" aria-label=\"done\" disabled checked> "
            } else {
                "<input type=\"checkbox\" aria-label=\"not done\" disabled> "
            }),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.writer.text(text, false),
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag<'a>, range: &Range<usize>) {
        let tight = !matches!(self.events.get(at + 1), Some((Event::Start(Tag::Paragraph), _)));
        match tag {
            Tag::Paragraph => {
                self.writer.end_block();
                self.writer.anchored("p");
            }
            Tag::List(start) => {
                self.writer.end_block();
                match start {
                    None => self.writer.html("<ul>\n"),
                    Some(1) => self.writer.html("<ol>\n"),
                    Some(first) => self.writer.html(&format!("<ol start=\"{first}\">\n")),
                }
            }
            Tag::Item | Tag::DefinitionListDefinition => {
                self.writer.end_block();
                let name = if matches!(tag, Tag::Item) { "li" } else { "dd" };
                if tight {
                    self.writer.anchored(name);
                } else {
                    self.writer.html(&format!("<{name}>\n"));
                }
            }
            Tag::DefinitionList => self.writer.html("<dl>\n"),
            Tag::DefinitionListTitle => self.writer.html("<dt>"),
            Tag::Table(alignments) => {
                self.writer.alignments.clone_from(alignments);
                self.writer.html("<div class=\"table\" tabindex=\"0\">");
                self.writer.anchored("table");
                self.writer.html("<thead>");
            }
            Tag::TableHead | Tag::TableRow => {
                self.writer.column = 0;
                self.writer.header = matches!(tag, Tag::TableHead);
                self.writer.html("<tr>");
            }
            Tag::TableCell => {
                let class = match self.writer.alignments.get(self.writer.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                let cell = if self.writer.header { "th scope=\"col\"" } else { "td" };
                self.writer.html(&format!("<{cell}{class}>"));
            }
            Tag::Emphasis => self.writer.html("<em>"),
            Tag::Strong => self.writer.html("<strong>"),
            Tag::Strikethrough => self.writer.html("<s>"),
            Tag::Superscript => self.writer.html("<sup>"),
            Tag::Subscript => self.writer.html("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.writer.close("</p>\n"),
            TagEnd::List(ordered) => {
                self.writer.end_block();
                self.writer.html(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.writer.close("</li>\n"),
            TagEnd::DefinitionList => self.writer.html("</dl>\n"),
            TagEnd::DefinitionListTitle => self.writer.close("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.writer.close("</dd>\n"),
            TagEnd::Table => self.writer.html("</tbody></table></div>\n"),
            TagEnd::TableHead => self.writer.html("</tr></thead>\n<tbody>"),
            TagEnd::TableRow => self.writer.html("</tr>\n"),
            TagEnd::TableCell => {
                let cell = if self.writer.header { "</th>" } else { "</td>" };
                self.writer.column += 1;
                self.writer.close(cell);
            }
            TagEnd::Emphasis => self.writer.html("</em>"),
            TagEnd::Strong => self.writer.html("</strong>"),
            TagEnd::Strikethrough => self.writer.html("</s>"),
            TagEnd::Superscript => self.writer.html("</sup>"),
            TagEnd::Subscript => self.writer.html("</sub>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let end = self.end_of(at);
        self.writer.end_block();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_ascii_whitespace().next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        self.writer.html("<pre tabindex=\"0\">");
        let class = (!language.is_empty() && !language.contains(is_control)).then(|| format!("language-{language}"));
        let mut tag = String::new();
        html::open(&mut tag, "code", &[("class", class.as_deref())]);
        self.writer.html(&tag);
        for (event, _) in &self.events[at + 1..end - 1] {
            if let Event::Text(code) = event {
                self.writer.html(&html::text(code));
            }
        }
        self.writer.html("</code></pre>\n");
        end
    }

    fn html_block(&mut self, at: usize) -> usize {
        let end = self.end_of(at);
        self.writer.end_block();
        let mut raw = String::new();
        for (event, _) in &self.events[at + 1..end - 1] {
            if let Event::Html(text) | Event::Text(text) = event {
                raw.push_str(text);
            }
        }
        if self.reading.trusted_html {
            self.writer.html(&raw);
        } else {
            self.writer.anchored("p");
            self.writer.text(raw.trim_end(), false);
            self.writer.close("</p>\n");
        }
        end
    }

    fn inline_html(&mut self, raw: &str) {
        self.writer.raw_tag(raw);
        if self.reading.trusted_html {
            self.writer.html(raw);
        } else {
            self.writer.text(raw, false);
        }
    }
}
