//! What `write` promises about the output folder: hard-cases A (never harm files that are not ours) and B (old or new,
//! never half).

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail and needs files"
)]

mod disk;
mod disturbed;
mod ends;
mod faults;
mod foreign;
mod journal;
mod locks;
mod machine;
mod manifest;
mod project;
mod size;
mod target;
mod upgrade;
