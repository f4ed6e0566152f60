//! `dossier init --ci`: a workflow that builds, checks and publishes the site where its repository is.

use std::path::Path;

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::{FormatArgument, SiteArguments};
use crate::engine::Engine;
use crate::error::Error;

/// Who runs the workflow.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ci {
    /// GitHub Actions, to GitHub Pages
    Github,
    /// GitLab CI, to GitLab Pages
    Gitlab,
    /// Netlify
    Netlify,
    /// GitHub Actions, to Cloudflare Pages
    Cloudflare,
}

impl Ci {
    /// Returns the path of the workflow and its text, in which `@…@` stands for what is filled in.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Github => (".github/workflows/publish.yml", include_str!("ci/github.yml")),
            Self::Cloudflare => (".github/workflows/publish.yml", include_str!("ci/cloudflare.yml")),
            Self::Gitlab => (".gitlab-ci.yml", include_str!("ci/gitlab.yml")),
            Self::Netlify => ("netlify.toml", include_str!("ci/netlify.toml")),
        }
    }

    /// Returns the workflow for a site: its path and its text. The next embargo or expiry is a moment of its schedule.
    pub(super) fn workflow(self, root: &Path) -> Result<(&'static str, String), Error> {
        let site = SiteArguments {
            root: Some(root.to_path_buf()),
            as_of: None,
            now: None,
            strict: false,
            format: FormatArgument::Text,
        };
        let planned = Engine::new(site.options(false)?).plan()?;
        let next = planned.desk.site.next_change;
        let schedule = next.map_or_else(String::new, |next| {
            format!("    # The next embargo or expiry, {next}.\n    - cron: \"{}\"\n", cron(next))
        });
        let moment = next.map_or_else(
            || "none is set now.".to_owned(),
            |next| format!("the next is {next}, or `{}` in UTC.", cron(next)),
        );
        let (path, text) = self.file();
        let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
        Ok((path, text.replace("@SCHEDULE@", &schedule).replace("@MOMENT@", &moment)))
    }
}

/// Returns the first whole minute that is not before a moment, as cron says it: minute, hour, day, month.
fn cron(moment: Timestamp) -> String {
    let minute = moment.as_second().div_euclid(60) + i64::from(moment.as_second().rem_euclid(60) > 0);
    let at = Timestamp::from_second(minute * 60).unwrap_or(moment).to_zoned(TimeZone::UTC);
    format!("{} {} {} {} *", at.minute(), at.hour(), at.day(), at.month())
}

#[cfg(test)]
mod tests {
    use super::cron;

    #[test]
    fn a_moment_is_never_too_early() {
        let cron = |text: &str| cron(text.parse().unwrap_or_default());
        assert_eq!(cron("2025-02-14T06:00:00+01:00"), "0 5 14 2 *");
        assert_eq!(cron("2025-12-31T23:59:01Z"), "0 0 1 1 *");
    }
}
