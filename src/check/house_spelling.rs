//! Spellings that are not those of the house.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;

use super::word::is_whole;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::{Entity, Site};

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
    let used = |other: &str| {
        let mut names = document.references.iter().filter_map(|reference| reference.name_used.as_deref());
        names.any(|name| name.contains(other))
    };
    let found = finder.find_iter(&*document.body.text).filter_map(|found| {
        let (other, preferred) = *spellings.get(found.pattern().as_usize())?;
        if !counts(entity, found.range(), preferred) || used(other) {
            return None;
        }
        let finding = Diagnostic::new(&CODE, format!("`{other}` is written `{preferred}` here"));
        let finding = match document.in_source(&(found.start() as u32..found.end() as u32)) {
            Some(span) => finding.at(&document.source.path, span),
            None => finding.in_file(&document.source.path),
        };
        Some(finding.help(format!("write `{preferred}`, or put the words in quotation marks")))
    });
    found.collect()
}

/// Tells whether a spelling stands as a word of its own outside of quotes. Where the spelling of the house holds it
/// (`Kyiv City` and `Kyiv`), that one is meant.
fn counts(entity: &Entity, range: Range<usize>, preferred: &str) -> bool {
    let body = &entity.document.body;
    let text = &*body.text;
    let inside = || {
        preferred.match_indices(&text[range.clone()]).any(|(offset, _)| {
            range
                .start
                .checked_sub(offset)
                .and_then(|start| text.get(start..))
                .is_some_and(|rest| rest.starts_with(preferred))
        })
    };
    let block = body.blocks.partition_point(|block| block.text.end as usize <= range.start);
    let running = body
        .blocks
        .get(block)
        .is_some_and(|block| block.quote.is_none() && !is_quoted(&text[block.text.start as usize..range.start]));
    is_whole(text, &range) && running && !inside()
}

/// Tells whether quotation marks are open at the end of a piece of text.
fn is_quoted(before: &str) -> bool {
    let count = |marks: &[char]| before.matches(marks).count();
    count(&['“', '„', '«', '「']) > count(&['”', '»', '」']) || count(&['"']) % 2 == 1
}
