//! Whole texts for feeds: the HTML of an article, an update or a correction, to be read far from its page.
//!
//! Every address in it is whole. Notes beside the text are left out, since the number of a source leads to it. It has no element and
//! attribute but those of pages, which no text of an author can add to; where a site trusts HTML in texts, there are no whole texts.

use super::feed::Part;
use crate::html;
use crate::link::Handle;
use crate::plan::body;
use crate::plan::desk::Desk;

/// The start and the end of what stands beside the text.
const NOTE: [&str; 2] = ["<span class=\"note\">", "</span>"];

/// Returns what an entry tells, whole; nothing where the site trusts HTML in texts.
pub(super) fn html(desk: &Desk, article: Handle, part: Part<'_>) -> Option<String> {
    let config = &desk.site.config;
    if config.reading.trusted_html {
        return None;
    }
    if let Part::Correction(corrected) = part {
        let fields = corrected.fields(&desk.site);
        let mut text = String::new();
        for (key, [start, end]) in [("note", ["", ""]), ("was", ["<del>", "</del>"]), ("now", ["<ins>", "</ins>"])] {
            if let Some(said) = fields.text(key) {
                text.extend(["<p>", start]);
                html::push_text(&mut text, said);
                text.extend([end, "</p>\n"]);
            }
        }
        return Some(text);
    }
    let written = body::html(desk, article, &config.base_url).0;
    let text = match part {
        Part::Update(update) => section(&written, &update.id)?,
        Part::Whole | Part::Correction(_) => &written,
    };
    Some(away(text, &config.address(desk.entity(article).route.path())))
}

/// Returns what stands in the section with an id below its heading.
fn section<'a>(written: &'a str, id: &str) -> Option<&'a str> {
    let start = written.find(&format!("<section class=\"update\" id=\"{id}\""))?;
    let heading = start + written[start..].find("</h")?;
    let inside = &written[heading + written[heading..].find('>')? + 1..];
    let mut open = 1;
    let end = inside.match_indices('<').find(|(at, _)| {
        open += i32::from(inside[*at..].starts_with("<section"));
        open -= i32::from(inside[*at..].starts_with("</section"));
        open == 0
    });
    end.map(|(at, _)| inside[..at].trim())
}

/// Makes links within a page lead to it, and leaves out what stands beside the text. A `<` begins a tag and nothing else.
fn away(mut text: &str, page: &str) -> String {
    let mut away = String::with_capacity(text.len());
    while let Some(at) = text.find('<') {
        away.push_str(&text[..at]);
        text = &text[at..];
        if text.starts_with(NOTE[0])
            && let Some(end) = text.find(NOTE[1])
        {
            text = &text[end + NOTE[1].len()..];
            continue;
        }
        let end = text.find('>').map_or(text.len(), |end| end + 1);
        let (before, after) = text[..end].split_once(" href=\"#").unwrap_or((&text[..end], ""));
        away.push_str(before);
        if !after.is_empty() {
            away.push_str(" href=\"");
            html::push_attribute(&mut away, page);
            away.push('#');
            away.push_str(after);
        }
        text = &text[end..];
    }
    away.push_str(text);
    away
}
