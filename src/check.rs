//! The fourth stage: findings about a linked site that no single reference shows.
//!
//! A check is one file below and one line in [`CHECKS`].

mod unused_source;

use crate::diagnostic::{Code, Report};
use crate::link::Site;

/// One check.
pub struct Check {
    /// What it reports.
    pub code: &'static Code,
    run: fn(&Site, &mut Report),
}

/// Every check, in the order of their codes.
pub static CHECKS: &[Check] = &[Check { code: &crate::codes::UNUSED_SOURCE, run: unused_source::run }];

/// Runs all checks.
pub fn run(site: &Site, report: &mut Report) {
    for check in CHECKS {
        (check.run)(site, report);
    }
}
