//! Blockquotes: quotes with an attribution, callouts, and plain ones.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Markdown;
use super::inline::{wikilink_name, without_citations};
use crate::codes;
use crate::date::{Date, Tri, parse_localised};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::html;
use crate::name;
use crate::parse::body::{Quote, Speaker, What};
use crate::source::Span;

/// How deep blockquotes nest; the text of deeper ones stands in the last of these.
const MOST_DEPTH: u8 = 32;

/// The words of an attribution, in fields.
struct Attribution {
    speaker: Speaker,
    to: Option<Box<str>>,
    venue: Option<Box<str>>,
    date: Option<Date>,
}

impl Attribution {
    /// Tells whether words right after others may be the answer to them: somebody else said them, and surely not before.
    fn may_answer(&self, other: &Quote) -> bool {
        let is_before = self.date.as_ref().zip(other.date.as_ref()).map(|(own, other)| own.before(other));
        self.speaker != other.speaker && is_before != Some(Tri::Yes)
    }
}

impl Markdown<'_> {
    pub(super) fn blockquote(&mut self, at: usize) -> usize {
        self.writer.end_block();
        if self.depth == MOST_DEPTH {
            return at + 1;
        }
        let end = self.end_of(at);
        self.depth += 1;
        self.blockquote_to(at, end);
        self.depth -= 1;
        end
    }

    fn blockquote_to(&mut self, at: usize, end: usize) {
        let callout = self.callout(at + 1);
        let first = callout.as_ref().map_or(at + 1, |(.., text)| text + 1);
        if let Some(line) = self.attribution_line(at + 1..end - 1).filter(|line| first < line.start)
            && let Some(attribution) = self.attribution(line.start)
        {
            // `> [!quote]` says of it what it is; with a title it is a part of the callout.
            let titled = callout.filter(|(_, title, _)| !title.is_empty());
            if let Some((kind, title, _)) = &titled {
                self.open_callout(kind, title);
            }
            self.quote(at..end, first, &line, attribution);
            if titled.is_some() {
                self.writer.html("</aside>\n");
            }
            return;
        }
        if let Some((kind, title, text)) = callout {
            self.write_callout(&kind, &title, text, at + 1..end - 1);
            return;
        }
        self.writer.html("<blockquote>\n");
        self.blocks(at + 1..end - 1);
        self.writer.end_block();
        self.writer.html("</blockquote>\n");
    }

    /// Returns the events of the last line, if it begins with a dash.
    fn attribution_line(&self, inner: Range<usize>) -> Option<Range<usize>> {
        let last = inner.end.checked_sub(1)?;
        if !matches!(self.events.get(last)?.0, Event::End(TagEnd::Paragraph)) || inner.is_empty() {
            return None;
        }
        let start = (inner.start..last).rev().find(|at| matches!(self.events[*at].0, Event::Start(Tag::Paragraph)))?;
        let line = (start + 1..last)
            .rev()
            .find(|at| matches!(self.events[*at].0, Event::SoftBreak | Event::HardBreak))
            .map_or(start + 1, |at| at + 1);
        let Event::Text(text) = &self.events.get(line)?.0 else { return None };
        let dashed = text.starts_with(['—', '–', '―']) || text.starts_with("--");
        dashed.then_some(line..last)
    }

    /// Reads the attribution that begins with event `line`.
    fn attribution(&self, line: usize) -> Option<Attribution> {
        let mut text = String::new();
        let mut at = line;
        while let Some((event, _)) = self.events.get(at) {
            match event {
                Event::End(TagEnd::Paragraph) => break,
                Event::Text(words) => text.push_str(&without_citations(words)),
                Event::Code(code) => text.push_str(code),
                Event::InlineHtml(raw) if !self.reading.trusted_html => text.push_str(raw),
                // A wikilink counts as the name that it links to.
                Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }) => {
                    let name = wikilink_name(dest_url);
                    text.push_str(name.split_once('#').map_or(name.as_str(), |(name, _)| name));
                    at = self.end_of(at);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        let text = text.trim_start_matches(['—', '–', '―', '-']).trim();
        read_attribution(text, |field| parse_localised(field, self.reading.dates))
    }

    /// Writes the quote of a blockquote, whose words begin with event `first` and end before the `line` that attributes them.
    fn quote(
        &mut self,
        Range { start: at, end }: Range<usize>,
        first: usize,
        line: &Range<usize>,
        attribution: Attribution,
    ) {
        let number = self.quotes.len() as u16;
        let section = self.writer.section();
        let outer = self.writer.quote.replace(number);
        // The words come first, since their digest is the anchor; the figure is opened before them.
        let words = self.words(first..line.start);
        let id = self.writer.unique_id(&anchor(&words));
        let last = self.last_quote.filter(|(_, ended)| *ended == at).map(|(quote, _)| quote);
        let response_to = last.filter(|last| attribution.may_answer(&self.quotes[usize::from(*last)]));
        let span = self.span(&(self.events[line.start].1.start..self.events[line.end - 1].1.end));
        let Attribution { speaker, to, venue, date } = attribution;
        let date = date.map(|date| self.zoned(date, span));
        self.no_date(venue.as_deref().unwrap_or_default(), span);
        // It is noted before its words are written, since these may hold quotes of their own.
        let noted =
            Quote { id: Arc::clone(&id), text: words.into(), speaker, to, venue, date, response_to, span, section };
        self.quotes.push(noted);
        let class = if response_to.is_some() { "quote response" } else { "quote" };
        self.writer.html(&format!("<figure class=\"{class}\" id=\"{id}\">\n<blockquote>\n"));
        // The line leaves with what stands before it: the start of its paragraph, or the break after other words.
        if !matches!(self.events[first].0, Event::Start(_)) {
            self.writer.anchored("p");
        }
        self.blocks(first..line.start - 1);
        if !matches!(self.events[line.start - 1].0, Event::Start(Tag::Paragraph)) {
            self.writer.close("</p>\n");
        }
        self.writer.end_block();
        self.writer.html("</blockquote>\n<figcaption>");
        self.writer.hole(What::Attribution(u32::from(number)));
        let block = self.writer.block_before();
        self.citations(line.clone(), block);
        self.writer.html("</figcaption>\n</figure>\n");
        self.writer.quote = outer;
        self.last_quote = Some((number, end));
    }

    /// Returns the date of an attribution in the zone of the text; a time that this zone lacks or has twice is reported.
    fn zoned(&mut self, date: Date, span: Span) -> Date {
        match date.clone().in_zone(self.reading.zone.as_ref()) {
            Ok(date) => date,
            Err(fault) => {
                let place = self.fault_in(span, &date, &fault);
                let diagnostic = Diagnostic::new(&codes::BAD_DATE, fault.message).help_if(fault.help);
                self.diagnostics.push(diagnostic.at(&self.source.path, place));
                date
            }
        }
    }

    /// Reports a field of an attribution that looks like a date and is none.
    fn no_date(&mut self, venue: &str, span: Span) {
        for field in venue.split(',').map(str::trim).filter(|field| is_like_date(field)) {
            // A time after the day would be all that the fault speaks of.
            let is_year_first = field.bytes().take_while(u8::is_ascii_digit).count() == 4;
            let day = if is_year_first { field } else { field.split_whitespace().next().unwrap_or(field) };
            let Err(fault) = Date::parse(day) else { continue };
            let line = self.source.text.get(span.start as usize..span.end as usize).unwrap_or_default();
            let place = line.find(field).map_or(span, |at| {
                let start = span.start as usize + at;
                Span::new(start, start + field.len())
            });
            let message = if is_year_first { fault.message } else { format!("`{day}` is not an EDTF date") };
            let diagnostic = Diagnostic::new(&codes::BAD_DATE, message).at(&self.source.path, place);
            self.diagnostics.push(diagnostic.help_if(fault.help));
        }
    }

    /// Returns the words of a quote: paragraphs on one line each, without quotation marks around the whole.
    fn words(&self, range: Range<usize>) -> String {
        let mut words = String::new();
        for (event, _) in &self.events[range] {
            match event {
                Event::Text(text) => words.push_str(&without_citations(text)),
                Event::Code(code) => words.push_str(code),
                Event::InlineHtml(raw) | Event::Html(raw) if !self.reading.trusted_html => words.push_str(raw),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                Event::End(TagEnd::Paragraph) => words.push('\n'),
                _ => {}
            }
        }
        let words = words.trim();
        let bare = words.trim_matches(['“', '”', '"', '„', '«', '»']).trim();
        let marks = words.len() - bare.len();
        if marks > 0 && !bare.contains(['“', '”', '"']) { bare.to_owned() } else { words.to_owned() }
    }

    /// Recognises `[!note] Title` at the start of a blockquote: the kind, the title, and whether text follows the line.
    fn callout(&self, at: usize) -> Option<(String, String, usize)> {
        let (Event::Start(Tag::Paragraph), Event::Text(text)) = (&self.events.get(at)?.0, &self.events.get(at + 1)?.0)
        else {
            return None;
        };
        let (kind, rest) = text.strip_prefix("[!")?.split_once(']')?;
        // Obsidian keeps words for its themes behind a stroke: `[!note|right]`.
        let kind = kind.split('|').next().unwrap_or(kind).trim();
        if kind.is_empty() || !kind.chars().all(|character| character.is_ascii_alphanumeric() || character == '-') {
            return None;
        }
        let line_end = (at + 1..self.events.len()).find(|at| {
            matches!(self.events[*at].0, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph))
        })?;
        let title = format!("{}{}", rest.trim_start_matches(['-', '+']), self.plain(at + 2..line_end));
        Some((kind.to_ascii_lowercase(), title.trim().to_owned(), line_end))
    }

    fn write_callout(&mut self, kind: &str, title: &str, line_end: usize, inner: Range<usize>) {
        self.open_callout(kind, title);
        if matches!(self.events[line_end].0, Event::End(_)) {
            self.blocks(line_end + 1..inner.end);
        } else {
            self.writer.anchored("p");
            self.blocks(line_end + 1..inner.end);
        }
        self.writer.end_block();
        self.writer.html("</aside>\n");
    }

    /// Writes the beginning of a callout, with its title.
    fn open_callout(&mut self, kind: &str, title: &str) {
        let words = self.reading.words.own();
        let known = words.said.callout.get(kind);
        let mut label = known.map_or_else(|| kind.to_owned(), ToString::to_string);
        if let Some(first) = label.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let title = if title.is_empty() { &label } else { title };
        self.writer.html(&format!("<aside class=\"callout {kind}\" role=\"note\">\n<p class=\"callout-title\">"));
        self.writer.html(&html::text(title));
        self.writer.html("</p>\n");
    }
}

/// Returns the anchor of a quote: the same words have the same one, whatever their case, spaces and quotation marks.
pub(crate) fn anchor(words: &str) -> String {
    let letters: String = name::key(words).chars().filter(|character| character.is_alphanumeric()).collect();
    format!("q-{}", Digest::of(letters.as_bytes()).short())
}

/// Tells whether words are written as a year with a month are, or begin as a day does: `2025-02-30`, `12/02/2025`, `12.2.2025`.
fn is_like_date(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let separator = first.chars().find(|letter| matches!(letter, '-' | '/' | '.')).unwrap_or('-');
    let parts: Vec<&str> = first.split(separator).collect();
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [year, month] => separator == '-' && first == words && digits(year, 4, 4) && digits(month, 2, 2),
        [year, month, day] if digits(year, 4, 4) => {
            separator == '-' && digits(month, 1, 2) && day.starts_with(|it: char| it.is_ascii_digit())
        }
        [first, second, year] => digits(first, 1, 2) && digits(second, 1, 2) && digits(year, 4, 4),
        _ => false,
    }
}

/// Reads the fields of an attribution: the speaker, the last field that is a date, one that begins with `to `, and the
/// rest as the venue.
fn read_attribution(text: &str, date: impl Fn(&str) -> Option<Date>) -> Option<Attribution> {
    let (speaker, rest) = if let Some((words, rest)) = text.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        (Speaker::Unnamed(words.trim().into()), rest.trim_start_matches(','))
    } else {
        let (name, rest) = text.split_once(',').unwrap_or((text, ""));
        (Speaker::Named(name.trim().into()), rest)
    };
    if matches!(&speaker, Speaker::Named(name) | Speaker::Unnamed(name) if name.is_empty()) {
        return None;
    }
    let mut fields: Vec<&str> = rest.split(',').map(str::trim).filter(|field| !field.is_empty()).collect();
    // `February 12, 2025` holds a comma of its own.
    let mut found = None;
    for at in (0..fields.len()).rev() {
        let pair = fields.get(at + 1).map(|next| format!("{}, {next}", fields[at]));
        if let Some(read) = pair.as_deref().and_then(&date) {
            found = Some(read);
            fields.drain(at..at + 2);
            break;
        }
        if let Some(read) = date(fields[at]) {
            let before = at.checked_sub(1).map(|before| format!("{}, {}", fields[before], fields[at]));
            if let Some(longer) = before.as_deref().and_then(&date) {
                found = Some(longer);
                fields.drain(at - 1..=at);
            } else {
                found = Some(read);
                fields.remove(at);
            }
            break;
        }
    }
    let to = fields.iter().position(|field| field.starts_with("to ")).map(|at| fields.remove(at)[3..].trim().into());
    let venue = (!fields.is_empty()).then(|| fields.join(", ").into());
    Some(Attribution { speaker, to, venue, date: found })
}
