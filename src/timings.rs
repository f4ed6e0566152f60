//! How long each stage of a build took, for `build --timings`.

use std::time::{Duration, Instant};

/// The stages so far, in order, each with the time that it took.
#[derive(Clone, Debug)]
pub struct Timings {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Starts the clock.
    #[must_use]
    pub fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    /// Notes that a stage has ended.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }

    /// Returns each stage with its time, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        self.laps.iter().copied()
    }

    /// Returns the time of all stages.
    #[must_use]
    pub fn total(&self) -> Duration {
        self.laps.iter().map(|(_, took)| *took).sum()
    }
}
