//! What reading and starting a project promises: hard-cases E (names of files and addresses), A5 (`init` and `new` never
//! overwrite), J2 and I3 (the moment of the build decides about embargo and expiry, and about nothing else).

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail and needs files"
)]

mod clock;
mod names;
mod project;
mod starting;
mod systems;
