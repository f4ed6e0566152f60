//! The program itself, as far as what it writes depends on it.

use std::sync::LazyLock;
use std::{env, thread};

use crate::digest::Digest;
use crate::load;

/// Begins to read this program, and returns what gives its digest; none where it cannot be read. Who asks waits for it, and few do.
pub(super) fn digest() -> impl Fn() -> Option<Digest> + Send + Sync + 'static {
    let reading = thread::Builder::new().spawn(program);
    let digest = LazyLock::new(move || reading.map_or_else(|_| program(), |it| it.join().ok().flatten()));
    move || *digest
}

/// Returns the digest of this program, by which a run knows that another one wrote what is there; none where it cannot be read.
/// Never inlined: `tests/bench/instructions` leaves it out by its name.
#[inline(never)]
fn program() -> Option<Digest> {
    load::digest(&env::current_exe().ok()?).ok()
}
