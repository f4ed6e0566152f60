//! Views through templates into whole pages.

use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use dossier::plan::Page;
use dossier::render::{self, Shell};

use crate::fixture::SITE;

/// Renders one page, as the preview does.
fn page(page: &Page, shell: &Shell) -> Vec<u8> {
    let templates = SITE.templates.as_ref().unwrap();
    render::page(&SITE.desk, black_box(page), templates, shell, Path::new("")).ok().unwrap()
}

/// Returns the pages for readers whose route begins so.
fn pages(start: &str) -> Vec<&'static Page> {
    SITE.pages.iter().filter(|page| page.is_page() && page.route.as_str().starts_with(start)).collect()
}

#[divan::bench(args = ["/articles/", "/people/", "/events/", "/organizations/", "/stories/"])]
fn longest_of(bencher: Bencher, folder: &str) {
    let shell = Shell::new(&SITE.desk);
    // The list of all of them is one of its pages, too, and the shortest route.
    let records = pages(folder).into_iter().filter(|page| page.route.as_str() != folder);
    let (bytes, longest) = records.map(|it| (page(it, &shell).len(), it)).max_by_key(|(bytes, _)| *bytes).unwrap();
    bencher.counter(BytesCount::new(bytes)).bench(|| page(longest, &shell));
}

#[divan::bench(args = ["/", "/articles/", "/people/", "/quotes/"])]
fn list(bencher: Bencher, route: &str) {
    let shell = Shell::new(&SITE.desk);
    let list = pages(route).into_iter().find(|page| page.route.as_str() == route).unwrap();
    bencher.counter(BytesCount::new(page(list, &shell).len())).bench(|| page(list, &shell));
}

#[divan::bench(sample_count = 5)]
fn all_pages_on_one_thread(bencher: Bencher) {
    let (shell, all) = (Shell::new(&SITE.desk), pages("/"));
    let bencher = bencher.counter(ItemsCount::new(all.len()));
    bencher.bench(|| all.iter().map(|it| page(it, &shell).len()).sum::<usize>());
}
