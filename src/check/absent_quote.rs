//! Quotes of front matter whose words are not in the text.

use super::place::finding;
use crate::diagnostic::{Code, Report, Severity};
use crate::link::Site;
use crate::name;
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D057",
    title: "a quote whose words are not in the text",
    severity: Severity::Warning,
    doc: "`quotes` in front matter says who spoke words that the text holds in a sentence. These words are not there: one of the two \
          was edited, or the quote belongs to another record. Case, punctuation and white space do not count, and of a record without a \
          text nothing is said.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, entity) in site.all() {
        let quotes = entity.document.fields.maps("quotes");
        // What has no text, such as what was imported, is all front matter.
        if quotes.is_empty() || entity.document.body.text.trim().is_empty() {
            continue;
        }
        let text = words(&entity.document.body.text);
        for (index, quote) in quotes.iter().enumerate() {
            let Some(spoken) = quote.text("text") else { continue };
            if !text.contains(&words(spoken)) {
                let at = At { field: "quotes", index: index as u16, sub: "text" };
                let help = "write the words as the text has them, or put them into the text";
                report.push(finding(&CODE, entity, at, "the text does not hold this quote".to_owned()).help(help));
            }
        }
    }
}

/// Returns the words of a text, each between two spaces, so that only whole words are found.
fn words(text: &str) -> String {
    let key = name::key(text);
    let words = key.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |text, word| text + word + " ")
}
