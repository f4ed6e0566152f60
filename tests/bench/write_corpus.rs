//! Writes the made-up site of `corpus.rs`: `write_corpus FOLDER ARTICLES`. It needs no crate, so that `rustc` alone builds it.

mod corpus;

use std::path::Path;
use std::{env, fs};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, folder, articles] = &arguments[..] else { panic!("usage: write_corpus FOLDER ARTICLES") };
    for (path, text) in corpus::files(articles.parse().expect("a number of articles")) {
        let path = Path::new(folder).join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
}
