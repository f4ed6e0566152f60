//! Front matter and Markdown into documents, on one thread.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use dossier::kinds::ARTICLE;
use dossier::parse::{self, Document};
use dossier::source::Source;

use crate::fixture::{ARTICLES, SITE, texts};

fn parse(source: &Source) -> Document {
    parse::document(black_box(source), &ARTICLE, &SITE.snapshot.config.reading)
}

#[divan::bench]
fn one_article(bencher: Bencher) {
    let source = texts(&ARTICLE).next().unwrap();
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| parse(source));
}

#[divan::bench(sample_count = 20)]
fn a_thousand_articles(bencher: Bencher) {
    let sources: Vec<&Source> = texts(&ARTICLE).collect();
    let bytes = sources.iter().map(|source| source.text.len()).sum::<usize>();
    let bencher = bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(ARTICLES));
    bencher.bench(|| sources.iter().map(|source| parse(source)).collect::<Vec<_>>());
}

#[divan::bench]
fn front_matter_alone(bencher: Bencher) {
    let source = texts(&ARTICLE).next().unwrap();
    let end = source.text.rfind("---\n").unwrap() + 4;
    let source = Source::new(source.path.clone(), &source.text[..end]);
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| parse(&source));
}
