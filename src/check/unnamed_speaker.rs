//! Quotes whose speaker is not named.

use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::Site;
use crate::parse::body::Speaker;

pub(super) static CODE: Code = Code {
    code: "D056",
    title: "a quote without a known speaker",
    severity: Severity::Hint,
    doc: "The line below the quote describes its speaker in brackets, so the quote stands on nobody's page. If the speaker may be \
          named, write the name without brackets, and create a record for it.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, entity) in site.all() {
        for quote in &entity.document.quotes {
            if let Speaker::Unnamed(words) = &quote.speaker {
                let message = format!("the speaker of this quote is not named: `({words})`");
                let help = "write the name of a person or an organization, if it may be named";
                report.push(Diagnostic::new(&CODE, message).at(&entity.document.source.path, quote.span).help(help));
            }
        }
    }
}
