//! Who speaks in the quotes of a record, where, and to whom.

use super::Context;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::Targets;
use crate::kinds;
use crate::link::answer::{Answer, answer};
use crate::link::{Links, Resolved};
use crate::parse::Document;
use crate::parse::body::Speaker;
use crate::source::Span;

impl Context<'_> {
    /// Resolves who speaks, where, and to whom, for the quotes of the text and of the front matter.
    pub(super) fn quotes(&self, document: &Document, links: &mut Links, diagnostics: &mut Vec<Diagnostic>) {
        const SPEAKERS: Targets = &[&kinds::PERSON, &kinds::ORGANIZATION];
        const VENUES: Targets = &[&kinds::ORGANIZATION, &kinds::PLACE, &kinds::EVENT];
        // A venue or an addressee may be any words; it links where it resolves without doubt.
        let quiet = |words: Option<&str>, targets| match answer(document, words?, Some(targets), &self.lexicon.names) {
            Answer::Record(subject, _) => self.lexicon.handles[subject as usize],
            _ => None,
        };
        for quote in &document.quotes {
            let speaker = match &quote.speaker {
                Speaker::Unnamed(_) => Resolved::Plain,
                Speaker::Named(name) => {
                    let before = diagnostics.len();
                    let span = name_in(document, quote.span, name);
                    let found = self.name(document, name, Some(SPEAKERS), span, diagnostics);
                    if let Some(diagnostic) = diagnostics.get_mut(before)
                        && diagnostic.code == &codes::UNKNOWN_NAME
                    {
                        let help = diagnostic.help.take().unwrap_or_default();
                        diagnostic.help = Some(match help.strip_suffix('?') {
                            Some(_) => help,
                            None => format!("{help}; a speaker without a name stands in brackets: `— (a guard)`"),
                        });
                    }
                    found.map_or(Resolved::Hidden, Resolved::Found)
                }
            };
            links.speakers.push(speaker);
            links.venues.push(quiet(quote.venue.as_deref(), VENUES));
            links.addressees.push(quiet(quote.to.as_deref(), SPEAKERS));
        }
        for quote in document.fields.maps("quotes") {
            let found = |key, targets| quiet(quote.text(key).map(|words| &**words), targets);
            links.fielded.push([found("venue", VENUES), found("to", SPEAKERS)]);
        }
    }
}

/// Returns the place of a name in a longer place, or all of it where the name is written in another form.
fn name_in(document: &Document, span: Span, name: &str) -> Span {
    let start = span.start as usize;
    let found = document.source.text.get(start..span.end as usize).and_then(|text| text.find(name));
    found.map_or(span, |at| Span::new(start + at, start + at + name.len()))
}
