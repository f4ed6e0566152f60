//! What the preview promises: hard-cases H (only this machine, only planned routes), D (watching) and A4 (nothing is written), and
//! that each tab is told what becomes of its page.
//!
//! The program itself runs as a child on a free port of the loopback; requests are raw, so that nothing tidies them up.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may fail and needs files"
)]

mod changes;
mod full;
mod load;
mod panel;
mod preview;
mod problems;
mod security;
mod soak;
mod starting;
mod watching;
