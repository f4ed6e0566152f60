//! The targets for libFuzzer: which one, says `DOSSIER_TARGET`.

#![no_main]
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "what a promise breaks panics")]

#[path = "../hostile/seen.rs"]
mod seen;
mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let name = std::env::var("DOSSIER_TARGET").unwrap_or_default();
    let found = targets::TARGETS.iter().find(|(known, ..)| *known == name);
    found.map_or_else(|| panic!("no target `{name}`"), |(_, target, _)| *target)
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET(data));
