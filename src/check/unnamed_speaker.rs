//! Quotes whose speaker is not named.

use super::place::finding;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::Site;
use crate::parse::At;
use crate::parse::body::Speaker;
use crate::parse::fields::unnamed;

pub(super) static CODE: Code = Code {
    code: "D056",
    title: "a quote without a known speaker",
    severity: Severity::Hint,
    doc: "The line below the quote describes its speaker in brackets, so the quote stands on nobody's page. If the speaker may be \
          named, write the name without brackets, and create a record for it.",
};

const HELP: &str = "write the name of a person or an organization, if it may be named";

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, entity) in site.all() {
        for quote in &entity.document.quotes {
            if let Speaker::Unnamed(words) = &quote.speaker {
                let message = format!("the speaker of this quote is not named: `({words})`");
                report.push(Diagnostic::new(&CODE, message).at(&entity.document.source.path, quote.span).help(HELP));
            }
        }
        for (index, quote) in entity.document.fields.maps("quotes").iter().enumerate() {
            if let Some(words) = quote.refs("speaker").first().and_then(|speaker| unnamed(&speaker.target)) {
                let message = format!("the speaker of this quote is not named: `({words})`");
                let at = At { field: "quotes", index: index as u16, sub: "speaker" };
                report.push(finding(&CODE, entity, at, message).help(HELP));
            }
        }
    }
}
