//! Spellings that are not those of the house.

use std::ops::Range;

use foldhash::HashSet;

use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::{Entity, Site};
use crate::name;

pub(super) static CODE: Code = Code {
    code: "D062",
    title: "a spelling that is not that of the house",
    severity: Severity::Warning,
    doc: "`house_spelling` in `dossier.yaml` says how a name is written here: `{Zelensky: [Zelenskyy, Zelenskiy]}`. The running text has \
          one of the other spellings. Quotes keep the spelling of their source, in blocks as well as between quotation marks, and so \
          does an article whose reference says `name_used`.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let spellings = &site.config.house_spelling;
    if spellings.is_empty() {
        return;
    }
    for (_, entity) in site.all() {
        let document = &entity.document;
        let used: HashSet<&str> =
            document.references.iter().filter_map(|reference| reference.name_used.as_deref()).collect();
        for house in spellings {
            for other in house.others.iter().filter(|other| !other.is_empty()) {
                if used.iter().any(|used| used.contains(&**other)) {
                    continue;
                }
                for range in occurrences(entity, other, &house.preferred) {
                    let message = format!("`{other}` is written `{}` here", house.preferred);
                    let finding = Diagnostic::new(&CODE, message);
                    let finding = match document.in_source(&range) {
                        Some(span) => finding.at(&document.source.path, span),
                        None => finding.in_file(&document.source.path),
                    };
                    report.push(
                        finding.help(format!("write `{}`, or put the words in quotation marks", house.preferred)),
                    );
                }
            }
        }
    }
}

/// Returns where a spelling stands as a word of its own outside of quotes. Where the spelling of the house holds it
/// (`Kyiv City` and `Kyiv`), that one is meant.
fn occurrences(entity: &Entity, spelling: &str, preferred: &str) -> Vec<Range<u32>> {
    let body = &entity.document.body;
    let text = &*body.text;
    let whole = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + spelling.len()..]);
        let free = |outside: Option<char>| outside.is_none_or(|next| !name::continues_word(next));
        free(before.chars().next_back()) && free(after.chars().next())
    };
    let inside = |at: &usize| {
        preferred.match_indices(spelling).any(|(offset, _)| {
            at.checked_sub(offset).and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(preferred))
        })
    };
    let running = |at: &usize| {
        let block = body.blocks.partition_point(|block| block.text.end as usize <= *at);
        body.blocks
            .get(block)
            .is_some_and(|block| block.quote.is_none() && !is_quoted(&text[block.text.start as usize..*at]))
    };
    let found = text.match_indices(spelling).map(|(at, _)| at);
    let found = found.filter(|at| whole(at) && !inside(at) && running(at));
    found.map(|at| at as u32..(at + spelling.len()) as u32).collect()
}

/// Tells whether quotation marks are open at the end of a piece of text.
fn is_quoted(before: &str) -> bool {
    let count = |marks: &[char]| before.matches(marks).count();
    count(&['“', '„', '«', '「']) > count(&['”', '»', '」']) || count(&['"']) % 2 == 1
}
