//! How far a publication is, for whoever shows it.

use std::sync::atomic::{AtomicU64, Ordering};

/// How much was sent so far.
#[derive(Debug, Default)]
pub struct Gauge {
    bytes: AtomicU64,
}

impl Gauge {
    /// Returns the number of bytes that were sent.
    pub fn sent(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Counts bytes that were sent.
    pub(super) fn add(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}
