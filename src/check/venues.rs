//! One quote of which two documents say that it was said at different places.

use std::sync::Arc;

use foldhash::HashMap;

use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity};
use crate::link::{Entity, Handle, Resolved, Site};
use crate::name;
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D047",
    title: "one quote at two venues",
    severity: Severity::Hint,
    doc: "The same words of one speaker are one quote, and two documents say that they were said at different places. Each page tells \
          what its own document says. Write the same venue in both; or, if they were said twice, the day of each.",
};

/// Where somebody is said to have spoken.
struct Spoken {
    date: Option<Date>,
    /// The venue as written, and its record.
    venue: (Arc<str>, Option<Handle>),
    place: Place,
}

/// What was said before, by speaker and words.
type Known = HashMap<(Handle, String), Vec<Spoken>>;

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut known = Known::default();
    for (_, entity) in site.all() {
        for (speaker, words, spoken) in spoken(entity) {
            if spoken.venue.1.is_none() && is_role(site.get(speaker), &spoken.venue.0) {
                continue;
            }
            let earlier = known.entry((speaker, words)).or_default();
            let is_one = |other: &&Spoken| {
                !other.date.as_ref().zip(spoken.date.as_ref()).is_some_and(|(there, here)| there.contradicts(here))
            };
            if let Some(first) = earlier.iter().find(is_one) {
                if differs(&first.venue, &spoken.venue) {
                    report.push(told(site, speaker, first, &spoken));
                }
                continue;
            }
            earlier.push(spoken);
        }
    }
}

/// Tells whether words are a role of somebody: some attributions give it where others give a venue.
fn is_role(speaker: &Entity, words: &str) -> bool {
    let roles = speaker.document.fields.maps("roles").iter();
    roles.filter_map(|role| role.text("title")).any(|title| **title == *words)
}

fn told(site: &Site, speaker: Handle, first: &Spoken, second: &Spoken) -> Diagnostic {
    let name = &site.get(speaker).document.name;
    let (here, there) = (&second.venue.0, &first.venue.0);
    let message = format!("`{name}` is quoted with the same words at `{here}` and at `{there}`");
    Diagnostic { place: Some(second.place.clone()), ..Diagnostic::new(&CODE, message) }
        .note(Some(first.place.clone()), format!("the quote at `{there}`"))
        .help("write the same venue in both; if it was said twice, the day of each")
}

/// Tells whether two venues are different; words of which one set holds the other's may well mean one place.
fn differs(one: &(Arc<str>, Option<Handle>), other: &(Arc<str>, Option<Handle>)) -> bool {
    if let (Some(one), Some(other)) = (one.1, other.1) {
        return one != other;
    }
    let [one, other] = [&one.0, &other.0].map(|words| name::key(words));
    !one.contains(&other) && !other.contains(&one)
}

/// Returns the quotes of a document that have a known speaker and a venue, with their words as they are compared.
fn spoken(entity: &Entity) -> Vec<(Handle, String, Spoken)> {
    let document = &entity.document;
    let place = |span| Place { path: document.source.path.clone(), span: Some(span) };
    let mut found = Vec::new();
    for (at, quote) in document.quotes.iter().enumerate() {
        let speaker = entity.links.speakers.get(at).and_then(|speaker| speaker.found());
        if let (Some(speaker), Some(venue)) = (speaker, &quote.venue) {
            let venue = (Arc::from(&**venue), entity.links.venues.get(at).and_then(|venue| venue.found()));
            let spoken = Spoken { date: quote.date.clone(), venue, place: place(quote.span) };
            found.push((speaker, words(&quote.text), spoken));
        }
    }
    for (index, quote) in document.fields.maps("quotes").iter().enumerate() {
        let speaker = entity.nested("quotes", index, "speaker").and_then(Resolved::found);
        if let (Some(speaker), Some(text), Some(venue)) = (speaker, quote.text("text"), quote.text("venue")) {
            let venue = (Arc::clone(venue), entity.links.fielded.get(index).and_then(|[venue, _]| venue.found()));
            let span = document.locate(At { field: "quotes", index: index as u16, sub: "venue" });
            found.push((speaker, words(text), Spoken { date: quote.date("date").cloned(), venue, place: place(span) }));
        }
    }
    found
}

/// Returns the words of a quote without what stands between them.
fn words(text: &str) -> String {
    let key = name::key(text);
    let words = key.split(|character: char| !character.is_alphanumeric() && character != '\'');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
