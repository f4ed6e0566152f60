//! What hostile texts come to: hard-cases F (raw HTML, addresses, break-outs, data for programs) and G4 (pathological Markdown).
//!
//! Pages are parsed as a browser would, and judged by what may be in them, not by what may not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may fail and needs files"
)]

mod addresses;
mod comments;
mod markdown;
mod payloads;
mod project;
mod seen;
mod texts;
