//! The fourth stage: findings about a linked site that no single reference shows.
//!
//! A check is one file below, which declares its code with the text of `dossier explain CODE`, and one line in [`CHECKS`].
//! A build runs the checks whose findings count on this site, errors and warnings; `dossier check` runs those that only propose, too.
//! Afterwards [`ignore`] drops what a comment at its line tells it to, and [`baseline`] what was known before.

pub mod baseline;
pub mod ignore;
mod place;
pub mod severity;

mod absent_quote;
mod before_followed;
mod circular;
mod contradiction;
mod early_update;
mod end_before_start;
mod fact;
mod house_spelling;
mod late_event;
mod near_quotes;
mod open_accounts;
mod orphan;
mod outside_life;
mod outside_parent;
mod overdue_plan;
mod single_source;
mod twin_people;
mod unanswered_claim;
mod unmentioned;
mod unnamed_speaker;
mod unsourced;
mod unused_source;
mod venues;
mod weekday;
mod without_record;
mod word;

use rayon::prelude::*;

use crate::codes;
use crate::diagnostic::{Code, Report, Severities, Severity};
use crate::link::Site;

/// One check.
pub struct Check {
    /// What it reports.
    pub code: &'static Code,
    run: fn(&Site, &mut Report),
}

/// Every check, in the order of their codes.
pub static CHECKS: &[Check] = &[
    Check { code: &unused_source::CODE, run: unused_source::run },
    Check { code: &weekday::CODE, run: weekday::run },
    Check { code: &circular::CODE, run: circular::run },
    Check { code: &before_followed::CODE, run: before_followed::run },
    Check { code: &venues::CODE, run: venues::run },
    Check { code: &late_event::CODE, run: late_event::run },
    Check { code: &overdue_plan::CODE, run: overdue_plan::run },
    Check { code: &end_before_start::CODE, run: end_before_start::run },
    Check { code: &outside_parent::CODE, run: outside_parent::run },
    Check { code: &outside_life::CODE, run: outside_life::run },
    Check { code: &early_update::CODE, run: early_update::run },
    Check { code: &unnamed_speaker::CODE, run: unnamed_speaker::run },
    Check { code: &absent_quote::CODE, run: absent_quote::run },
    Check { code: &unsourced::CODE, run: unsourced::run },
    Check { code: &single_source::CODE, run: single_source::run },
    Check { code: &unmentioned::CODE, run: unmentioned::run },
    Check { code: &without_record::CODE, run: without_record::run },
    Check { code: &house_spelling::CODE, run: house_spelling::run },
    Check { code: &orphan::CODE, run: orphan::run },
    Check { code: &unanswered_claim::CODE, run: unanswered_claim::run },
    Check { code: &near_quotes::CODE, run: near_quotes::run },
    Check { code: &twin_people::CODE, run: twin_people::run },
    Check { code: &open_accounts::CODE, run: open_accounts::run },
    Check { code: &contradiction::CODE, run: contradiction::run },
];

/// Which checks are run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// Those whose findings are errors, for a change of the preview.
    Failing,
    /// Those whose findings are errors or warnings, for a build.
    Counting,
    /// Those that only propose as well, for `dossier check`.
    All,
}

/// Tells whether a code is looked for on a site, by what its settings make of it. What is no check is always looked for.
#[must_use]
pub fn is_due(code: &Code, severities: &Severities, depth: Depth) -> bool {
    match severities.of(code) {
        None => false,
        Some(Severity::Hint) => depth == Depth::All || CHECKS.iter().all(|check| check.code != code),
        Some(Severity::Warning) => depth != Depth::Failing,
        Some(Severity::Error) => true,
    }
}

/// Runs the checks that are due, side by side.
pub fn run(site: &Site, severities: &Severities, depth: Depth, report: &mut Report) {
    let due: Vec<&Check> = CHECKS.iter().filter(|check| is_due(check.code, severities, depth)).collect();
    let found: Vec<Report> = due
        .par_iter()
        .map(|check| {
            let mut found = Report::default();
            (check.run)(site, &mut found);
            found
        })
        .collect();
    for found in found {
        report.extend(found.into_all());
    }
}

/// Returns every code that can be reported, in the order of their numbers.
#[must_use]
pub fn all_codes() -> Vec<&'static Code> {
    let mut all: Vec<&Code> = codes::CODES.to_vec();
    all.extend(CHECKS.iter().map(|check| check.code));
    all.push(&ignore::CODE);
    all.sort_unstable_by_key(|code| code.code);
    all
}

/// Returns the code written as `code`, in any case.
#[must_use]
pub fn find_code(code: &str) -> Option<&'static Code> {
    all_codes().into_iter().find(|known| known.code.eq_ignore_ascii_case(code))
}
