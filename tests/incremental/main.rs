//! Hard-cases A3, B3, C, I and J: a build after an edit gives exactly what a clean build gives, it renders only what the
//! edit shows on, and nothing that must stay private leaves the sources.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and works on files")]

mod amended;
mod early;
mod edits;
mod live;
mod machines;
mod privacy;
mod project;
mod sequences;
mod settled;
mod spared;
mod trust;
