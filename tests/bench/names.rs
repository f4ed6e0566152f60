//! Names: folded, compared, found in running text, and resolved into records.

use divan::{Bencher, black_box};
use dossier::config::Autolink;
use dossier::name;

use crate::fixture::{DOCUMENTS, linked};

const NAMES: [&str; 4] = ["Volodymyr Zelensky", "Xi Jinping", "Łódź", "Володимир Зеленський"];

#[divan::bench(args = NAMES)]
fn key(name: &str) -> String {
    name::key(black_box(name))
}

#[divan::bench(args = NAMES)]
fn slug(name: &str) -> String {
    name::slug(black_box(name))
}

#[divan::bench]
fn nearest(bencher: Bencher) {
    let known: Vec<&str> = DOCUMENTS.iter().map(|document| &*document.name).collect();
    bencher.bench(|| name::nearest(black_box("Anna Albreg"), known.iter().copied(), 3).len());
}

/// References alone, and those together with the names of all records found in all texts.
#[divan::bench(args = [Autolink::Off, Autolink::Known], sample_count = 20)]
fn link_a_thousand_articles(bencher: Bencher, autolink: Autolink) {
    bencher.with_inputs(|| DOCUMENTS.clone()).bench_values(|documents| linked(documents, autolink));
}
