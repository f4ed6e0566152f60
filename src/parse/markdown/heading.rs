//! Headings, and the dated updates that some of them open.

use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use super::Markdown;
use super::inline::without_citations;
use crate::codes;
use crate::date::{Date, parse_localised};
use crate::diagnostic::Diagnostic;
use crate::html;
use crate::name;
use crate::parse::body::{Section, Update};
use crate::parse::known::after;

/// The heading of an update, taken apart.
enum Opening {
    Update(Date, Option<Arc<str>>),
    Unreadable,
    No,
}

/// The elements of headings; the first level is that of the page's title.
const TAGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

impl Markdown<'_> {
    pub(super) fn heading(&mut self, at: usize) -> usize {
        let end = self.end_of(at);
        let (event, range) = &self.events[at];
        let Event::Start(Tag::Heading { level, id, .. }) = event else { return end };
        let level = (*level as u8 + self.demote).clamp(2, 6);
        let title = self.plain(at + 1..end - 1);
        self.close_update(level);
        match self.opening(title.trim()) {
            Opening::Update(date, _) if self.reading.known_by.is_some_and(|by| after(&date, by)) => {
                let next = self.end_of_update(end, level);
                self.left_out.push(at..next);
                return next;
            }
            Opening::Update(date, headline) => match date.clone().in_zone(self.reading.zone.as_ref()) {
                Ok(date) => {
                    self.open_update(at, level, &date, headline);
                    return end;
                }
                Err(fault) => {
                    let place = self.fault_in(self.span(range), &date, &fault);
                    let diagnostic = Diagnostic::new(&codes::BAD_HEADING_DATE, fault.message);
                    self.diagnostics.push(diagnostic.at(&self.source.path, place).help_if(fault.help));
                }
            },
            Opening::Unreadable => {
                let message = format!("cannot read the date of `{}`", title.trim());
                let help = if title.contains('/') {
                    "write `## Update 2025-02-14`; or set `dates: dmy` or `dates: mdy` in dossier.yaml"
                } else {
                    "write `## Update 2025-02-14` or `## Update 2025-02-14 09:40+01:00: headline`"
                };
                self.diagnostics.push(
                    Diagnostic::new(&codes::BAD_HEADING_DATE, message)
                        .at(&self.source.path, self.span(range))
                        .help(help),
                );
            }
            Opening::No => {}
        }
        let wanted = id.as_ref().map_or_else(|| name::slug(&title), |id| name::slug(id));
        let id = self.writer.unique_id(&wanted);
        let update = self.writer.sections.last().and_then(|section| section.update);
        self.writer.push_section(Section { title: title.trim().into(), id: Arc::clone(&id), level, update });
        let tag = TAGS[usize::from(level - 2)];
        for piece in ["<", tag, " id=\"", &id, "\">"] {
            self.writer.html(piece);
        }
        self.writer.quiet += 1;
        self.blocks(at + 1..end - 1);
        self.writer.quiet -= 1;
        self.writer.end_block();
        for piece in ["</", tag, ">\n"] {
            self.writer.html(piece);
        }
        end
    }

    /// Returns the event that ends an update whose heading, of this level, ends at `from`.
    fn end_of_update(&self, from: usize, level: u8) -> usize {
        let mut depth = 0usize;
        for (at, (event, _)) in self.events.iter().enumerate().skip(from) {
            match event {
                Event::Start(Tag::Heading { level: next, .. })
                    if depth == 0 && (*next as u8 + self.demote).clamp(2, 6) <= level =>
                {
                    return at;
                }
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return at,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        self.events.len()
    }

    fn opening(&self, title: &str) -> Opening {
        let words = self.reading.words.own();
        // As the theme says it in the language of the text: `Aktualisierung`.
        let label = words.said.entry.update_on.before().trim_end_matches(|it: char| !it.is_alphanumeric());
        let found = ["update", "updated", label].iter().find_map(|word| Some((*word, after_word(title, word)?)));
        let Some((word, rest)) = found else { return Opening::No };
        let unmarked = rest.trim_start_matches([':', ',']);
        let is_marked = unmarked.len() < rest.len();
        if !unmarked.starts_with(char::is_whitespace) {
            return Opening::No;
        }
        let rest = unmarked.trim_start();
        // A dash may part the word from the date, or brackets hold it; then a number alone, as in `Update – 5 questions`, is none.
        let bare = rest.trim_start_matches(['–', '—', '-']).trim_start();
        let is_plain = bare.len() == rest.len() && word == "update";
        let dated = is_plain && rest.starts_with(|first: char| first.is_ascii_digit())
            || is_in_figures(bare.trim_start_matches('('));
        let rest = bare;
        let ends = rest.match_indices(':').map(|(at, _)| at).chain([rest.len()]);
        for end in ends {
            if let Some(date) = parse_localised(unbracketed(&rest[..end]), self.reading.dates) {
                // A colon inside the time is no end of the date: `09:40` reads on.
                let after = rest[end..].strip_prefix(':').unwrap_or("");
                if after.starts_with(|next: char| next.is_ascii_digit()) {
                    continue;
                }
                if is_marked {
                    return Opening::Unreadable;
                }
                let headline = after.trim();
                return Opening::Update(date, (!headline.is_empty()).then(|| headline.into()));
            }
        }
        // A word such as `Friday` may begin a heading of another sort.
        if dated && !is_marked { Opening::Unreadable } else { Opening::No }
    }

    fn open_update(&mut self, at: usize, level: u8, date: &Date, headline: Option<Arc<str>>) {
        let day = date.earliest().map_or_else(|| date.edtf(), |day| day.to_string());
        let id = self.writer.unique_id(&format!("update-{day}"));
        let words = self.reading.words.own();
        let said = &words.said.entry.update_on;
        let untitled = || said.fill(&[("date", &date.words(self.reading.language))]).into();
        let title: Arc<str> = headline.clone().unwrap_or_else(untitled);
        let number = self.updates.len() as u16;
        self.writer.push_section(Section { title, id: Arc::clone(&id), level, update: Some(number) });
        self.writer.html(&format!("<section class=\"update\" id=\"{id}\" aria-labelledby=\"{id}-h\">\n"));
        self.writer.html(&format!("<h{level} id=\"{id}-h\"><a class=\"label\" href=\"#{id}\">"));
        self.writer.html(&html::text(said.before()));
        let valid = date.html_datetime();
        let mut time = String::new();
        html::open(&mut time, if valid.is_some() { "time" } else { "span" }, &[("datetime", valid.as_deref())]);
        html::push_text(&mut time, &date.words(self.reading.language));
        time.push_str(if valid.is_some() { "</time>" } else { "</span>" });
        html::push_text(&mut time, said.after());
        time.push_str("</a>");
        self.writer.html(&time);
        if let Some(headline) = &headline {
            self.writer.html(&format!(" <span class=\"headline\">{}</span>", html::text(headline)));
        }
        // The words of the heading are no block: what it cites belongs to the text below it.
        let block = self.writer.block_count();
        self.citations(at + 1..self.end_of(at) - 1, block);
        self.writer.html(&format!("</h{level}>\n"));
        let first = self.writer.block_count();
        let span = self.span(&self.events[at].1);
        self.open_updates.push((number, level));
        self.updates.push(Update { id, date: date.clone(), headline, blocks: first..first, span });
    }

    /// Ends the open updates that end before a heading of this level.
    pub(super) fn close_update(&mut self, level: u8) {
        while let Some((number, _)) = self.open_updates.pop_if(|(_, opened)| level <= *opened) {
            self.writer.end_block();
            self.writer.html("</section>\n");
            let end = self.writer.block_count();
            if let Some(update) = self.updates.get_mut(usize::from(number)) {
                update.blocks.end = end;
            }
            let outer = self.open_updates.last().map(|(outer, _)| *outer);
            self.writer.push_section(Section { title: "".into(), id: "".into(), level: 0, update: outer });
        }
    }

    /// Returns the visible text of some events on one line.
    pub(super) fn plain(&self, range: std::ops::Range<usize>) -> String {
        let mut plain = String::new();
        for (event, _) in &self.events[range] {
            match event {
                Event::Text(text) => plain.push_str(&without_citations(text)),
                Event::Code(code) => plain.push_str(code),
                Event::InlineHtml(raw) if !self.reading.trusted_html => plain.push_str(raw),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            }
        }
        plain
    }
}

/// Tells whether words begin with what is meant as a day in figures: `2025-02-30`, `14/02/2025`, `14.02.2025:`.
fn is_in_figures(words: &str) -> bool {
    let first = words.split([' ', ':', 'T', ',', ')']).next().unwrap_or_default();
    let mut parts = first.split(['-', '/', '.']);
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.clone().count() > 1 && parts.all(figures)
}

/// Returns what follows a word, in any case, at the beginning of a title; `Updates` does not begin with `Update`.
fn after_word<'t>(title: &'t str, word: &str) -> Option<&'t str> {
    let end = title.char_indices().nth(word.chars().count()).map_or(title.len(), |(at, _)| at);
    let (first, rest) = title.split_at(end);
    let ends = !rest.starts_with(char::is_alphanumeric);
    (!word.is_empty() && ends && first.to_lowercase() == word.to_lowercase()).then_some(rest)
}

/// Returns a date without the brackets around it.
fn unbracketed(written: &str) -> &str {
    let bare = written.trim();
    bare.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(written)
}
