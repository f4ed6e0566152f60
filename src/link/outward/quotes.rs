//! Who speaks in the quotes of a record, where, and to whom.

use super::Context;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::Targets;
use crate::kinds;
use crate::link::answer::{Answer, answer};
use crate::link::{Links, Resolved};
use crate::parse::body::Speaker;
use crate::parse::{At, Document};
use crate::source::Span;

impl Context<'_> {
    /// Resolves who speaks, where, and to whom, for the quotes of the text and of the front matter.
    pub(super) fn quotes(&self, document: &Document, links: &mut Links, diagnostics: &mut Vec<Diagnostic>) {
        const SPEAKERS: Targets = &[&kinds::PERSON, &kinds::ORGANIZATION];
        const VENUES: Targets = &[&kinds::ORGANIZATION, &kinds::PLACE, &kinds::EVENT];
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
            let place = |words: &str| name_in(document, quote.span, words);
            links.venues.push(self.loosely(document, quote.venue.as_deref(), VENUES, place, diagnostics));
            links.addressees.push(self.loosely(document, quote.to.as_deref(), SPEAKERS, place, diagnostics));
        }
        for (index, quote) in document.fields.maps("quotes").iter().enumerate() {
            let mut found = |sub, targets| {
                let place = |_: &str| document.locate(At { field: "quotes", index: index as u16, sub });
                self.loosely(document, quote.text(sub).map(|words| &**words), targets, place, diagnostics)
            };
            links.fielded.push([found("venue", VENUES), found("to", SPEAKERS)]);
        }
    }

    /// Resolves a venue or an addressee, which may be any words: it links where it resolves without doubt. Words that name a record that
    /// readers may not see are left out, whatever its kind.
    fn loosely(
        &self,
        document: &Document,
        words: Option<&str>,
        targets: Targets,
        place: impl Fn(&str) -> Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Resolved {
        let Some(words) = words else { return Resolved::Plain };
        let names = &self.lexicon.names;
        let answered = match answer(document, words, Some(targets), names) {
            Answer::Missing | Answer::Ambiguous(_) => answer(document, words, None, names),
            Answer::Record(subject, _) => {
                return self.lexicon.handles[subject as usize].map_or(Resolved::Plain, Resolved::Found);
            }
            hidden @ Answer::Hidden(_) => hidden,
        };
        let Answer::Hidden(told) = answered else { return Resolved::Plain };
        diagnostics.extend(told.map(|told| told.at(&document.source.path, place(words))));
        Resolved::Hidden
    }
}

/// Returns the place of a name in a longer place, or all of it where the name is written in another form.
fn name_in(document: &Document, span: Span, name: &str) -> Span {
    let start = span.start as usize;
    let found = document.source.text.get(start..span.end as usize).and_then(|text| text.find(name));
    found.map_or(span, |at| Span::new(start + at, start + at + name.len()))
}
