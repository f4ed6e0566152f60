//! The program: arguments in, exit code out. Everything else is in the library.

use std::process::ExitCode;

/// Many threads make many small texts; the system's allocator takes a sixth of the time of a build for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dossier::cli::run(std::env::args_os())
}
