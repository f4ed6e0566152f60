//! Days of the week that are not those of the date beside them: one of the two is a slip.

use rayon::prelude::*;

use crate::date;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::link::{Entity, Site};
use crate::parse;
use crate::source::Span;

pub(super) static CODE: Code = Code {
    code: "D041",
    title: "a weekday that is not that of the date beside it",
    severity: Severity::Warning,
    doc: "A text says `Tuesday 12 February 2025`, and that day was a Wednesday: the weekday or the date is a slip. Names of days and \
          months are known in English, Ukrainian, German, French and Arabic; the year must be written, too.",
};

pub(super) fn run(site: &Site, report: &mut Report) {
    let found: Vec<Diagnostic> = site.entities.par_iter().flat_map_iter(of_record).collect();
    report.extend(found);
}

/// Looks through the text of a record, its headings and attributions too, but not its comments.
fn of_record(entity: &Entity) -> Vec<Diagnostic> {
    let source = &entity.document.source;
    if entity.document.body.text.is_empty() {
        return Vec::new();
    }
    let text = parse::published(source);
    let slips = date::weekdays(text.text()).into_iter().filter(|written| !written.fits);
    slips
        .map(|written| {
            let [start, end] = [written.place.start, written.place.end].map(|at| text.in_source(at));
            let message = format!("`{}` is not the day of the week of `{}`", written.weekday, written.date);
            let help = format!("write `{}`, or correct the date", written.right);
            Diagnostic::new(&CODE, message).at(&source.path, Span::new(start, end)).help(help)
        })
        .collect()
}
