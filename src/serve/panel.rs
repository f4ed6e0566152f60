//! The dossier panel: what was understood on a page, each with a link to its line, and what keeps readers from seeing the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;

use super::editor::Editor;
use super::problem::Spot;
use super::shown::Shown;
use crate::date::{Date, Language};
use crate::diagnostic::Severity;
use crate::html;
use crate::kinds;
use crate::link::{BodyLink, Entity, Handle, Resolved, Site, roles};
use crate::parse::body::Speaker;
use crate::parse::fields::Value;
use crate::parse::{At, Document};
use crate::plan::Page;
use crate::source::{Span, position};

/// How many characters of a quote are shown.
const QUOTED: usize = 80;

/// What one page is told about.
struct Reader<'a> {
    site: &'a Site,
    entity: &'a Entity,
    language: Language,
}

/// One thing that was understood: what it is, as HTML, and where it stands.
type Row = (String, Option<Span>);

/// Returns the banner and the panel of a page as HTML; both are empty where it stands for no file.
#[must_use]
pub fn panel(shown: &Shown, page: &Page, editor: &Editor) -> (String, String) {
    let planned = &shown.planned;
    let of_page =
        |entity: &&Entity| entity.route == page.route && page.origin.as_ref() == Some(&entity.document.source.path);
    let Some(entity) = planned.desk.site.entities.iter().find(of_page) else { return Default::default() };
    let reader = Reader { site: &planned.desk.site, entity, language: planned.desk.language };
    let mut sections: Vec<(&str, &str, Vec<Row>)> = vec![];
    let mut named = reader.named();
    for (one, many, kind) in [
        ("person", "people", &kinds::PERSON),
        ("event", "events", &kinds::EVENT),
        ("organization", "organizations", &kinds::ORGANIZATION),
        ("place", "places", &kinds::PLACE),
    ] {
        sections.push((one, many, named.remove(kind.plural).unwrap_or_default()));
    }
    for kind in planned.desk.kinds().own() {
        sections.push((kind.name, kind.plural, named.remove(kind.plural).unwrap_or_default()));
    }
    sections.push(("name without a record", "names without a record", reader.plain()));
    sections.push(("quote", "quotes", reader.quotes()));
    sections.push(("date", "dates", reader.dates()));
    sections.push(("remark", "remarks", remarks(shown, &entity.document)));
    sections.retain(|(_, _, rows)| !rows.is_empty());
    let status = status(&entity.document, planned.snapshot.now);
    let banner = status.map(|status| format!("<p class=\"dossier-banner\" role=\"status\">{status}</p>"));
    (banner.unwrap_or_default(), written(&sections, &entity.document, shown, editor))
}

/// Says why readers do not see a record.
fn status(document: &Document, now: Timestamp) -> Option<String> {
    let fields = &document.fields;
    let said = fields.text("status").or_else(|| fields.text("state")).map(|status| &**status);
    let moment = |key: &str| fields.moment(key).map(crate::date::Moment::timestamp);
    if fields.flag("draft") == Some(true) || said == Some("draft") {
        return Some("Draft: readers do not see this page.".to_owned());
    }
    if let Some(embargo) = moment("embargo").filter(|embargo| now < *embargo) {
        return Some(format!("Embargoed: readers do not see this page before {embargo}."));
    }
    moment("expires")
        .filter(|expires| now >= *expires)
        .map(|expires| format!("Expired: readers saw this page until {expires}."))
}

/// Returns what checks remark about a file.
fn remarks(shown: &Shown, document: &Document) -> Vec<Row> {
    let about = |place: &crate::diagnostic::Place| place.path == document.source.path;
    let all = shown.planned.report.all().iter().filter(|found| found.place.as_ref().is_some_and(about));
    all.filter(|found| found.severity != Severity::Error)
        .map(|found| {
            let mut words = format!("{} <code>{}</code> ", found.severity.word(), found.code.code);
            html::push_text(&mut words, &found.message);
            if let Some(help) = &found.help {
                words.push_str("; ");
                html::push_text(&mut words, help);
            }
            (words, found.place.as_ref().and_then(|place| place.span))
        })
        .collect()
}

impl Reader<'_> {
    /// Returns the records that the file names, by the plural of their kind, each with where it is named first.
    fn named(&self) -> BTreeMap<&'static str, Vec<Row>> {
        let Entity { document, links, .. } = self.entity;
        let mut places: BTreeMap<Handle, Vec<Option<Span>>> = BTreeMap::new();
        for (reference, resolved) in document.references.iter().zip(&links.references) {
            if let Resolved::Found(handle) = resolved {
                places.entry(*handle).or_default().push(Some(document.locate(reference.at)));
            }
        }
        for (link, resolved) in document.body.links.iter().zip(&links.body) {
            if let BodyLink::Record(handle, _) = resolved {
                places.entry(*handle).or_default().push(Some(link.span));
            }
        }
        for automatic in &links.automatic {
            places.entry(automatic.target).or_default().push(document.in_source(&automatic.text));
        }
        let mut named: BTreeMap<&'static str, Vec<Row>> = BTreeMap::new();
        for (handle, places) in places {
            let other = self.site.get(handle);
            let mut words = bdi(&other.document.name);
            for title in self.roles(other) {
                words.push_str(", ");
                html::push_text(&mut words, title);
            }
            if places.len() > 1 {
                let _ = write!(words, " <small>{} times</small>", places.len());
            }
            if other.stub {
                words.push_str(" <small>no file of its own</small>");
            }
            named.entry(other.id.kind.plural).or_default().push((words, places.into_iter().flatten().next()));
        }
        named
    }

    /// Returns the titles of the roles that somebody held on the day of this record.
    fn roles<'e>(&self, person: &'e Entity) -> Vec<&'e str> {
        let Some(date) = self.entity.document.fields.date("date") else { return Vec::new() };
        let fields = &person.document.fields;
        let held = roles::throughout(fields, date).into_iter();
        held.filter_map(|at| fields.maps("roles")[at].text("title")).map(|title| &**title).collect()
    }

    /// Returns the names of front matter that no record has.
    fn plain(&self) -> Vec<Row> {
        let Entity { document, links, .. } = self.entity;
        let pairs = document.references.iter().zip(&links.references);
        pairs
            .filter(|(_, resolved)| **resolved == Resolved::Plain)
            .map(|(reference, _)| (bdi(&reference.target), Some(document.locate(reference.at))))
            .collect()
    }

    fn quotes(&self) -> Vec<Row> {
        let Entity { document, links, .. } = self.entity;
        let speaker = |at: usize| links.speakers.get(at).and_then(|speaker| speaker.found());
        let quotes = document.quotes.iter().enumerate().map(|(at, quote)| {
            let mut words = String::new();
            match (speaker(at), &quote.speaker) {
                (Some(handle), _) => words.push_str(&bdi(&self.site.get(handle).document.name)),
                (None, Speaker::Named(name) | Speaker::Unnamed(name)) => words.push_str(&bdi(name)),
            }
            if let Some(date) = &quote.date {
                let _ = write!(words, ", {}", html::text(&date.words(self.language)));
            }
            words.push_str(": ");
            let short: String = quote.text.chars().take(QUOTED).collect();
            let more = if short.len() < quote.text.len() { "…" } else { "" };
            let _ = write!(words, "“{}{more}”", html::text(&short));
            (words, Some(quote.span))
        });
        quotes.collect()
    }

    /// Returns the dates of front matter and of updates: as written, and as read.
    fn dates(&self) -> Vec<Row> {
        let document = &self.entity.document;
        let mut rows = Vec::new();
        for (key, value) in document.fields.iter() {
            if let Value::Date(date) = value {
                let at = At { field: key, index: 0, sub: "" };
                rows.push((self.date(key, date), Some(document.locate(at))));
            }
        }
        rows.extend(document.updates.iter().map(|update| (self.date("update", &update.date), Some(update.span))));
        rows
    }

    fn date(&self, key: &str, date: &Date) -> String {
        let mut words = format!("<code>{key}</code> ");
        html::push_text(&mut words, date.as_str());
        let _ = write!(
            words,
            " reads {}, <code>{}</code>",
            html::text(&date.words(self.language)),
            html::text(&date.edtf())
        );
        words
    }
}

fn bdi(name: &str) -> String {
    format!("<bdi>{}</bdi>", html::text(name))
}

fn written(sections: &[(&str, &str, Vec<Row>)], document: &Document, shown: &Shown, editor: &Editor) -> String {
    let counts: Vec<String> = sections
        .iter()
        .map(|(one, many, rows)| format!("{} {}", rows.len(), if rows.len() == 1 { one } else { many }))
        .collect();
    let counts = if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") };
    let mut panel = format!(
        "<aside class=\"dossier-panel\" aria-label=\"Preview\" data-dossier-panel><details><summary>Understood: {counts}</summary><p>"
    );
    let link = |panel: &mut String, span: Span| {
        let at = position(&document.source.text, span.start as usize);
        let address = editor.link(shown.root(), &document.source.path, at);
        html::open(panel, "a", &[("href", Some(&address))]);
        let _ = write!(panel, "line {}</a>", at.line);
    };
    let top = Spot { path: document.source.path.clone(), at: position("", 0) };
    top.push_link(&mut panel, editor, shown.root());
    panel.push_str(
        "</p><p hidden><label><input type=\"checkbox\" data-dossier-jump> Scroll to what changed</label></p>",
    );
    for (_, many, rows) in sections {
        let mut title = (*many).to_owned();
        title[..1].make_ascii_uppercase();
        let _ = write!(panel, "<h2>{title}</h2><ul>");
        for (words, span) in rows {
            let _ = write!(panel, "<li>{words}");
            if let Some(span) = span {
                panel.push(' ');
                link(&mut panel, *span);
            }
            panel.push_str("</li>");
        }
        panel.push_str("</ul>");
    }
    panel.push_str("</details></aside>");
    panel
}
