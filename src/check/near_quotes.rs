//! Quotes of one speaker whose words are nearly the same.

use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity};
use crate::link::{Handle, Resolved, Site};
use crate::name;
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D065",
    title: "two quotes that are nearly the same",
    severity: Severity::Hint,
    doc: "One speaker is quoted twice with words that differ a little. It may be one utterance of which one wording is wrong, or two \
          translations. Equal words are one quote with two places, unless they are of different days; these stay two until they are \
          equal. What differs is shown.",
};

/// Shorter quotes are alike by chance.
const FEWEST_WORDS: usize = 5;
/// Longer ones are not compared word by word.
const MOST_WORDS: usize = 400;
/// A pair of words that so many quotes of one speaker share says nothing.
const MOST_SHARED: usize = 24;

/// One quote as it is compared.
struct Spoken {
    words: Vec<String>,
    date: Option<Date>,
    place: Place,
}

pub(super) fn run(site: &Site, report: &mut Report) {
    for (speaker, quotes) in by_speaker(site) {
        let name = &site.get(speaker).document.name;
        for (first, second) in candidates(&quotes) {
            let (first, second) = (&quotes[first], &quotes[second]);
            let Some(differences) = differences(&first.words, &second.words) else { continue };
            let (manner, differences, equal) = match first.date.as_ref().zip(second.date.as_ref()) {
                Some((there, here)) if first.words == second.words => {
                    ("the same words, of different days", format!("`{here}` here, `{there}` there"), "dates")
                }
                _ => ("nearly the same words", differences, "words"),
            };
            let message = format!("`{name}` is quoted twice with {manner}");
            report.push(
                Diagnostic { place: Some(second.place.clone()), ..Diagnostic::new(&CODE, message) }
                    .note(Some(first.place.clone()), "the other quote is here")
                    .note(None, differences)
                    .help(format!("make the {equal} equal if they are one utterance")),
            );
        }
    }
}

/// Collects the quotes of all documents by their speakers, equal ones once.
fn by_speaker(site: &Site) -> BTreeMap<Handle, Vec<Spoken>> {
    let mut speakers: BTreeMap<Handle, Vec<Spoken>> = BTreeMap::new();
    let mut add = |speaker: Handle, text: &str, date: Option<&Date>, place: Place| {
        let key = name::key(text);
        let words = key.split(|character: char| !character.is_alphanumeric() && character != '\'');
        let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        if (FEWEST_WORDS..=MOST_WORDS).contains(&words.len()) {
            speakers.entry(speaker).or_default().push(Spoken { words, date: date.cloned(), place });
        }
    };
    for (_, entity) in site.all() {
        let document = &entity.document;
        let path = &document.source.path;
        for (quote, speaker) in document.quotes.iter().zip(&entity.links.speakers) {
            if let Some(speaker) = speaker.found() {
                add(speaker, &quote.text, quote.date.as_ref(), Place { path: path.clone(), span: Some(quote.span) });
            }
        }
        for (index, quote) in document.fields.maps("quotes").iter().enumerate() {
            let speaker = entity.nested("quotes", index, "speaker").and_then(Resolved::found);
            if let (Some(speaker), Some(text)) = (speaker, quote.text("text")) {
                let span = document.locate(At { field: "quotes", index: index as u16, sub: "text" });
                add(speaker, text, quote.date("date"), Place { path: path.clone(), span: Some(span) });
            }
        }
    }
    for quotes in speakers.values_mut() {
        let mut seen: HashMap<Vec<String>, Vec<Option<Date>>> = HashMap::default();
        quotes.retain(|quote| {
            let dates = seen.entry(quote.words.clone()).or_default();
            let differs =
                |known: &Option<Date>| known.as_ref().zip(quote.date.as_ref()).is_some_and(|(a, b)| a.contradicts(b));
            let is_new = dates.iter().all(differs);
            dates.extend(is_new.then(|| quote.date.clone()));
            is_new
        });
    }
    speakers
}

/// Returns pairs that share at least half of the shorter one's neighbouring words, without comparing all pairs.
fn candidates(quotes: &[Spoken]) -> Vec<(usize, usize)> {
    let mut holders: HashMap<[&str; 2], Vec<usize>> = HashMap::default();
    let mut pairs = Vec::new();
    for (at, quote) in quotes.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in quote.words.windows(2) {
            let [one, other] = pair else { continue };
            let known = holders.entry([one, other]).or_default();
            for earlier in known.iter().filter(|earlier| **earlier != at) {
                *shared.entry(*earlier).or_default() += 1;
            }
            if known.len() < MOST_SHARED && known.last() != Some(&at) {
                known.push(at);
            }
        }
        let near = |earlier: usize, count: usize| count * 2 >= quote.words.len().min(quotes[earlier].words.len()) - 1;
        pairs.extend(
            shared.into_iter().filter(|(earlier, count)| near(*earlier, *count)).map(|(earlier, _)| (earlier, at)),
        );
    }
    pairs
}

/// Returns in which words two quotes differ, if at least three quarters of the longer one's are the same and in one order.
fn differences(first: &[String], second: &[String]) -> Option<String> {
    // The length of the longest common sequence of words from each pair of places on.
    let width = second.len() + 1;
    let mut common = vec![0u16; (first.len() + 1) * width];
    for (at, word) in first.iter().enumerate().rev() {
        for (there, other) in second.iter().enumerate().rev() {
            common[at * width + there] = if word == other {
                common[(at + 1) * width + there + 1] + 1
            } else {
                common[(at + 1) * width + there].max(common[at * width + there + 1])
            };
        }
    }
    if usize::from(common[0]) * 4 < first.len().max(second.len()) * 3 {
        return None;
    }
    let mut found = Vec::new();
    let (mut at, mut there) = (0, 0);
    while at < first.len() || there < second.len() {
        let (start, other_start) = (at, there);
        while at < first.len() || there < second.len() {
            if at < first.len() && there < second.len() && first[at] == second[there] {
                break;
            }
            let down = if at < first.len() { common[(at + 1) * width + there] } else { 0 };
            let right = if there < second.len() { common[at * width + there + 1] } else { 0 };
            if there == second.len() || (at < first.len() && down >= right) { at += 1 } else { there += 1 }
        }
        if (start, other_start) == (at, there) {
            (at, there) = (at + 1, there + 1);
        } else {
            found.push(difference(&second[other_start..there], &first[start..at]));
        }
    }
    Some(found.join("; "))
}

fn difference(here: &[String], there: &[String]) -> String {
    match (here.join(" "), there.join(" ")) {
        (here, there) if there.is_empty() => format!("`{here}` only here"),
        (here, there) if here.is_empty() => format!("`{there}` only there"),
        (here, there) => format!("`{here}` here, `{there}` there"),
    }
}
