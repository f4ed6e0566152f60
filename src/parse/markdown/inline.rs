//! Links, images and citations in running text.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::Markdown;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::html;
use crate::parse::body::{Cite, Link, Picture, Target, What};
use crate::parse::url;

impl Markdown<'_> {
    /// Writes text, with holes for the citations in it.
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        let mut rest = text;
        while let Some(found) = citation(rest) {
            self.writer.text(found.before, true);
            let block = self.writer.block_before();
            self.cite(&found, range, block);
            rest = found.after;
        }
        self.writer.text(rest, true);
    }

    /// Writes the citations alone of some events whose words stand elsewhere.
    pub(super) fn citations(&mut self, events: Range<usize>, block: u32) {
        let all = self.events;
        for (event, range) in &all[events] {
            let Event::Text(text) = event else { continue };
            let mut rest = &**text;
            while let Some(found) = citation(rest) {
                self.cite(&found, range, block);
                rest = found.after;
            }
        }
    }

    fn cite(&mut self, found: &Citation<'_>, range: &Range<usize>, block: u32) {
        let source = &self.commentless.text[range.clone()];
        let whole = source.find(found.whole).map_or(range.start, |at| range.start + at);
        for (key, locator) in &found.cited {
            // Of several in one pair of brackets each has its own place.
            let (at, length) = match found.whole.find(key) {
                Some(at) if found.cited.len() > 1 => (whole + at, key.len()),
                _ => (whole, found.whole.len()),
            };
            let cite = Cite {
                id: self.writer.cite_id(key),
                key: (*key).into(),
                locator: locator.map(Into::into),
                at: self.writer.text_len(),
                block,
                span: self.span(&(at..(at + length).min(range.end))),
            };
            let number = self.writer.cites.len() as u32;
            self.writer.cites.push(cite);
            // A link holds no other link: its citations follow it.
            if self.writer.closers.is_empty() {
                self.writer.hole(What::Cite(number));
            } else {
                self.writer.held.push(number);
            }
        }
    }

    pub(super) fn link(&mut self, kind: LinkType, url: &CowStr<'_>, title: &str, range: &Range<usize>) {
        self.writer.quiet += 1;
        match kind {
            LinkType::WikiLink { has_pothole } => self.wikilink(url, has_pothole, range),
            LinkType::Email => self.open_external(&format!("mailto:{url}"), title),
            _ if !url::is_safe(url) => {
                self.unsafe_url(url, range);
                self.writer.closers.push(Closer::Nothing);
            }
            _ if url::is_external(url) => self.open_external(url, title),
            _ => {
                let target = match url.strip_prefix('#') {
                    Some(anchor) => Target::Name("".into(), Some(anchor.into())),
                    None => Target::Address(url.as_ref().into()),
                };
                self.open_link(target, None, range);
            }
        }
    }

    fn open_external(&mut self, url: &str, title: &str) {
        let mut tag = String::new();
        let title = (!title.is_empty()).then_some(title);
        html::open(&mut tag, "a", &[("href", Some(url)), ("title", title), ("rel", Some("external"))]);
        self.writer.html(&tag);
        self.writer.closers.push(Closer::Tag);
    }

    fn wikilink(&mut self, url: &str, has_pothole: bool, range: &Range<usize>) {
        let written = wikilink_name(url);
        let (name, anchor) = match written.split_once('#') {
            Some((name, anchor)) => (name.trim(), Some(anchor.trim().into())),
            None => (written.as_str(), None),
        };
        // The words as written stand in the events; without a label they may be a path or an id.
        let bare = (!has_pothole).then(|| written.as_str().into());
        self.open_link(target_of(name, anchor), bare, range);
    }

    fn open_link(&mut self, target: Target, bare: Option<Box<str>>, range: &Range<usize>) {
        let number = self.writer.links.len() as u32;
        self.writer.hole(What::Open(number));
        let start = self.writer.text_len();
        let link = Link { target, label: start..start, bare, block: self.writer.block(), span: self.span(range) };
        self.writer.links.push(link);
        self.writer.closers.push(Closer::Link(number));
    }

    pub(super) fn end_link(&mut self) {
        self.writer.quiet = self.writer.quiet.saturating_sub(1);
        match self.writer.closers.pop() {
            Some(Closer::Tag) => self.writer.html("</a>"),
            Some(Closer::Link(number)) => {
                let end = self.writer.text_len();
                let block = self.writer.block();
                if let Some(link) = self.writer.links.get_mut(number as usize) {
                    link.label.end = end;
                    link.block = block;
                }
                self.writer.hole(What::Close(number));
            }
            Some(Closer::Nothing) | None => {}
        }
        if self.writer.closers.is_empty() {
            for number in std::mem::take(&mut self.writer.held) {
                self.writer.hole(What::Cite(number));
            }
        }
    }

    fn unsafe_url(&mut self, url: &str, range: &Range<usize>) {
        let message = format!("`{}` is not made a link", url::shown(url));
        let diagnostic = Diagnostic::new(&codes::UNSAFE_URL, message).at(&self.source.path, self.span(range));
        let help = "only http, https, mailto, tel and relative addresses become links";
        self.diagnostics.push(diagnostic.help(help));
    }

    pub(super) fn image(&mut self, at: usize) -> usize {
        let end = self.end_of(at);
        let (Event::Start(Tag::Image { link_type, dest_url, title, .. }), range) = &self.events[at] else { return end };
        let label = self.plain(at + 1..end - 1);
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        let file = if wiki { wikilink_name(dest_url) } else { dest_url.to_string() };
        if wiki && !looks_like_image(&file) {
            // `![[Note]]` embeds a note in Obsidian; here it links to it.
            self.writer.quiet += 1;
            let (name, anchor) = match file.split_once('#') {
                Some((name, anchor)) => (name.trim(), Some(anchor.trim().into())),
                None => (file.as_str(), None),
            };
            self.open_link(target_of(name, anchor), Some(file.as_str().into()), range);
            self.writer.text(&label, false);
            self.end_link();
            return end;
        }
        if !url::is_safe(&file) {
            self.unsafe_url(&file, range);
            self.writer.text(&label, false);
            return end;
        }
        if url::is_external(&file) {
            let message = format!("an image from elsewhere, `{}`, became a link", url::shown(&file));
            let diagnostic = Diagnostic::new(&codes::REMOTE_IMAGE, message).at(&self.source.path, self.span(range));
            self.diagnostics.push(diagnostic.help("save the image beside the article to show it"));
            self.writer.quiet += 1;
            self.open_external(&file, "");
            self.writer.text(if label.is_empty() { &file } else { &label }, false);
            self.end_link();
            return end;
        }
        let (alt, width) = match label.rsplit_once('|') {
            Some((alt, size)) if width_of(size).is_some() => (alt.trim(), width_of(size)),
            _ if !wiki => (label.as_str(), None),
            _ if label == file => ("", None),
            _ => width_of(&label).map_or((label.as_str(), None), |width| ("", Some(width))),
        };
        let picture = Picture {
            file: file.as_str().into(),
            alt: alt.into(),
            title: title.as_ref().into(),
            width,
            span: self.span(range),
        };
        self.writer.hole(What::Image(self.writer.images.len() as u32));
        self.writer.images.push(picture);
        end
    }
}

/// Returns the width that Obsidian's `![[photo.jpg|300]]`, `|300x200` and `![words|300](photo.jpg)` give; other words are an alternative text.
fn width_of(size: &str) -> Option<u32> {
    let (width, height) = size.split_once('x').unwrap_or((size, "1"));
    height.trim().parse::<u32>().ok().and(width.trim().parse().ok())
}

/// Returns where a wikilink leads: to a record by name, or, where it begins with a dot, to the file of one by its path from here.
fn target_of(name: &str, anchor: Option<Box<str>>) -> Target {
    if !name.starts_with("./") && !name.starts_with("../") {
        return Target::Name(name.into(), anchor);
    }
    let path = name.strip_suffix(".md").unwrap_or(name).replace('%', "%25");
    let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
    Target::Address(format!("{path}.md{anchor}").into())
}

/// Tells which offsets stand in code.
pub(super) fn code(events: &[(Event<'_>, Range<usize>)]) -> impl Fn(usize) -> bool + use<> {
    let code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let ranges: Vec<Range<usize>> =
        events.iter().filter(|(event, _)| code(event)).map(|(_, range)| range.clone()).collect();
    move |at| {
        let before = ranges.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|index| ranges[index].contains(&at))
    }
}

/// What ends a link.
pub(super) enum Closer {
    Nothing,
    Tag,
    Link(u32),
}

/// Returns the name in a wikilink: without the back slash that a table leaves, on one line.
pub(super) fn wikilink_name(url: &str) -> String {
    url.trim_end_matches('\\').split_whitespace().collect::<Vec<_>>().join(" ")
}

fn looks_like_image(file: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "bmp")
}

/// A citation in a text.
struct Citation<'t> {
    /// What stands before it, without the space that leads to it.
    before: &'t str,
    /// All of it: `[@key, p. 3]`.
    whole: &'t str,
    /// The key of each source, with where in it.
    cited: Vec<(&'t str, Option<&'t str>)>,
    after: &'t str,
}

/// Returns a text without the citations in it.
pub(super) fn without_citations(text: &str) -> Cow<'_, str> {
    let Some(mut found) = citation(text) else { return Cow::Borrowed(text) };
    let mut words = found.before.to_owned();
    while let Some(next) = citation(found.after) {
        words.push_str(next.before);
        found = next;
    }
    words.push_str(found.after);
    Cow::Owned(words)
}

/// Finds the first `[@key]`, `[@key, p. 3]`, `[@key; @other]` or `[^key]`.
fn citation(text: &str) -> Option<Citation<'_>> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'[', &text.as_bytes()[from..]) {
        let start = from + found;
        // Up to the next bracket of either sort, so that many of them cost no more than their number.
        let after = &text[start + 1..];
        let end = after.find(['[', ']']).filter(|end| after[*end..].starts_with(']'));
        let inner = end.map_or("", |end| &after[..end]);
        if let Some(cited) = cited(inner) {
            let (whole, after) = text[start..].split_at(inner.len() + 2);
            // The number stands directly behind the words; without it the space before would be one too many.
            let before = &text[..start];
            let before = if after.starts_with(char::is_alphanumeric) { before } else { before.trim_end() };
            return Some(Citation { before, whole, cited, after });
        }
        from = start + 1;
    }
    None
}

/// Reads what stands between the brackets of a citation; none where that is no citation.
fn cited(inner: &str) -> Option<Vec<(&str, Option<&str>)>> {
    let start = |part: &str| part.trim_start().starts_with(['@', '^']);
    if !inner.starts_with(['@', '^']) {
        return None;
    }
    let mut cited = Vec::new();
    let mut rest = inner;
    loop {
        // A semicolon parts sources only where another one follows it.
        let ends = rest.match_indices(';').find(|(at, _)| start(&rest[at + 1..])).map(|(at, _)| at);
        cited.push(one(&rest[..ends.unwrap_or(rest.len())])?);
        let Some(end) = ends else { return Some(cited) };
        rest = &rest[end + 1..];
    }
}

/// Reads one source of a citation: its key, and where in it after a comma, or after a space where that cannot be meant
/// otherwise.
fn one(part: &str) -> Option<(&str, Option<&str>)> {
    let part = part.trim();
    let key = part.strip_prefix(['@', '^'])?;
    let (key, locator) = match key.split_once([',', ';']) {
        Some((key, locator)) => (key.trim(), locator.trim()),
        None => (key.trim(), ""),
    };
    let (key, locator) = match key.split_once(char::is_whitespace) {
        Some((bare, place)) if part.starts_with('@') && is_locator(place.trim_start()) => {
            (bare, part[1 + bare.len()..].trim())
        }
        _ => (key, locator),
    };
    let plain = |character: char| character.is_alphanumeric() || "-_.:".contains(character);
    let valid = !key.is_empty() && key.chars().all(plain);
    valid.then_some((key, (!locator.is_empty()).then_some(locator)))
}

/// Tells whether words begin as those do that say where in a source: `p. 3`, `§ 4`, `12`.
fn is_locator(words: &str) -> bool {
    const BEGINNINGS: [&str; 18] = [
        "p", "pp", "page", "pages", "ch", "chap", "chapter", "sec", "section", "para", "no", "vol", "fol", "line",
        "lines", "n", "art", "app",
    ];
    let first = words.split([' ', '.', '\u{a0}']).next().unwrap_or_default();
    let named = BEGINNINGS.iter().any(|beginning| beginning.eq_ignore_ascii_case(first));
    words.starts_with(|it: char| it.is_ascii_digit() || it == '§')
        || named && words.contains(|it: char| it.is_ascii_digit())
}
