//! Hard-case F8 and the other targets of the fuzzer, over a kept corpus: each text of it, and copies that were changed at random
//! from the seed in `SEED` (1 unless set). `tests/fuzz/run` looks for new texts, guided by what they reach.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    reason = "a test may fail and needs files"
)]

#[path = "../hostile/seen.rs"]
mod seen;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::{env, fs};

use fastrand::Rng;
use targets::{TARGETS, Target};

/// Returns a text with some of its bytes left out, doubled, moved or replaced.
fn changed(random: &mut Rng, text: &[u8]) -> Vec<u8> {
    const SIGNS: &[u8] = b"\0\t\n\r \"#%&'()*+,-./:;<=>?@[\\]^_`{|}~09AZaz\x80\xc3\xe2\xff";
    let mut text = text.to_vec();
    for _ in 0..random.usize(1..6) {
        let (start, end) = (random.usize(0..=text.len()), random.usize(0..=text.len()));
        let (start, end) = (start.min(end), start.max(end).min(start.min(end) + 64));
        match random.u8(0..4) {
            0 => drop(text.drain(start..end)),
            1 => {
                let part = text[start..end].to_vec();
                let to = random.usize(0..=text.len());
                text.splice(to..to, part);
            }
            2 if end > start => text[start] = SIGNS[random.usize(0..SIGNS.len())],
            _ => text.insert(start, SIGNS[random.usize(0..SIGNS.len())]),
        }
    }
    text
}

/// Runs a target on a text; where it panics, keeps the text for `tests/fuzz/run`.
fn run(name: &str, target: Target, text: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(text))).is_err() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.found"));
        fs::write(&path, text).unwrap();
        panic!("{name}: {:?}, kept as {}", String::from_utf8_lossy(text), path.display());
    }
}

/// F8, F4, G2, H4.
#[test]
fn nothing_in_the_corpus_or_near_it_breaks_a_promise() {
    let seed = env::var("SEED").ok().map_or(1, |seed| seed.parse().unwrap());
    let mut random = Rng::with_seed(seed);
    println!("SEED={seed}");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, target, copies) in TARGETS {
        let mut files: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(files.len() >= 3, "the corpus of {name} has {} files", files.len());
        for file in &files {
            let text = fs::read(file).unwrap();
            run(name, *target, &text);
            for _ in 0..*copies {
                run(name, *target, &changed(&mut random, &text));
            }
        }
        println!("{name}: {} texts, {} copies", files.len(), files.len() * copies);
    }
}
