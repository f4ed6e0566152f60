//! Spellings that are not those of the house.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::HashMap;
use rayon::prelude::*;

use super::word::is_whole;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::{Entity, Site};
use crate::parse::body::Body;
use crate::source::Span;

pub(super) static CODE: Code = Code {
    code: "D062",
    title: "a spelling that is not that of the house",
    severity: Severity::Warning,
    doc: "`house_spelling` in `dossier.yaml` says how a name is written here: `{Zelensky: [Zelenskyy, Zelenskiy]}`. The running text has \
          one of the other spellings. Quotes keep the spelling of their source, in blocks as well as between quotation marks, and so \
          does an article whose reference says `name_used`.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let house = &site.config.house_spelling;
    let spellings: Vec<(&str, &str)> = house
        .iter()
        .flat_map(|house| house.others.iter().map(|other| (&**other, &*house.preferred)))
        .filter(|(other, _)| !other.is_empty())
        .collect();
    let words = spellings.iter().map(|(other, _)| *other);
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
    // There is nothing to find without spellings, and no finder for gigabytes of them.
    let Some(finder) = finder.ok().filter(|_| !spellings.is_empty()) else { return };
    let found: Vec<Vec<Diagnostic>> =
        site.entities.par_iter().map(|entity| of_record(entity, &finder, &spellings)).collect();
    report.extend(found.into_iter().flatten());
}

/// Returns the findings in one text.
fn of_record(entity: &Entity, finder: &AhoCorasick, spellings: &[(&str, &str)]) -> Vec<Diagnostic> {
    let document = &entity.document;
    let text = &*document.body.text;
    let used = |other: &str| {
        let mut names = document.references.iter().filter_map(|reference| reference.name_used.as_deref());
        names.any(|name| name.contains(other))
    };
    let mut marks = Marks { body: &document.body, block: 0, at: 0, open: 0, low: false, straight: 0 };
    let mut places: HashMap<usize, Vec<(usize, usize)>> = HashMap::default();
    let mut findings = Vec::new();
    for found in finder.find_iter(text) {
        let number = found.pattern().as_usize();
        let (other, preferred) = spellings[number];
        let counts = is_whole(text, &found.range()) && !is_inside(text, found.range(), preferred);
        if !counts || marks.quoted(found.start()) || used(other) {
            continue;
        }
        let places = places.entry(number).or_insert_with(|| document.places_of(other));
        let place = places.binary_search_by_key(&found.start(), |(here, _)| *here).ok().map(|at| places[at].1);
        let finding = Diagnostic::new(&CODE, format!("`{other}` is written `{preferred}` here"));
        let finding = match place {
            Some(at) => finding.at(&document.source.path, Span::new(at, at + other.len())),
            None => finding.in_file(&document.source.path),
        };
        findings.push(finding.help(format!("write `{preferred}`, or put the words in quotation marks")));
    }
    findings
}

/// Tells whether the spelling of the house stands around the words: `Kyiv City` holds `Kyiv`.
fn is_inside(text: &str, words: Range<usize>, preferred: &str) -> bool {
    preferred.match_indices(&text[words.clone()]).any(|(offset, _)| {
        words
            .start
            .checked_sub(offset)
            .and_then(|start| text.get(start..))
            .is_some_and(|rest| rest.starts_with(preferred))
    })
}

/// Goes through the quotation marks of a text, block by block.
struct Marks<'a> {
    body: &'a Body,
    block: usize,
    /// How far the text was looked through.
    at: usize,
    /// How many marks are open in the block so far.
    open: usize,
    /// Whether the last of them is a low one: `„`.
    low: bool,
    /// How many marks of the sort that both opens and closes the block has had so far.
    straight: usize,
}

impl Marks<'_> {
    /// Tells whether a place of the text is in a quote; each call asks for a later one.
    fn quoted(&mut self, place: usize) -> bool {
        while self.body.blocks.get(self.block).is_some_and(|block| block.text.end as usize <= place) {
            self.block += 1;
            (self.open, self.low, self.straight) = (0, false, 0);
        }
        let Some(block) = self.body.blocks.get(self.block) else { return true };
        let start = self.at.max(block.text.start as usize);
        for character in self.body.text.get(start..place).unwrap_or_default().chars() {
            match character {
                // The mark that opens in English closes what a low one opened, as in German.
                '“' if self.low => (self.low, self.open) = (false, self.open.saturating_sub(1)),
                '„' => (self.low, self.open) = (true, self.open + 1),
                '“' | '«' | '「' => self.open += 1,
                '”' | '»' | '」' => (self.low, self.open) = (false, self.open.saturating_sub(1)),
                '"' => self.straight += 1,
                _ => {}
            }
        }
        self.at = place;
        block.quote.is_some() || self.open > 0 || self.straight % 2 == 1
    }
}
