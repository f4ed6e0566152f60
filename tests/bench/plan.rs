//! A linked site into all its outputs, as data.

use divan::{Bencher, black_box};
use dossier::diagnostic::Report;
use dossier::plan;

use crate::fixture::{SITE, files};

#[divan::bench(sample_count = 20)]
fn a_thousand_articles(bencher: Bencher) {
    let site = &SITE.desk.site;
    bencher.with_inputs(files).bench_values(|files| plan::pages(black_box(site), &files, &mut Report::default()));
}
