//! How fast each stage is, on a made-up site: `cargo bench`, or `cargo bench -- parse` for one of them.
//!
//! Beside the time divan prints what is allocated, since the program's speed is much of it that of its allocator.

#![allow(clippy::unwrap_used, reason = "a bench fails loudly")]

mod commit;
mod corpus;
mod dates;
mod fixture;
mod names;
mod parse;
mod plan;
mod render;

use divan::AllocProfiler;
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: AllocProfiler<MiMalloc> = AllocProfiler::new(MiMalloc);

fn main() {
    divan::main();
}
