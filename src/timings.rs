//! How long each stage of a build took, and what the process held after it, for `build --timings`.

use std::time::{Duration, Instant};

/// What a process holds in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The bytes that it holds now.
    pub held: u64,
    /// The most bytes that it ever held.
    pub peak: u64,
}

/// What tells the memory of this process; nothing where the system does not say.
pub type Meter = fn() -> Option<Memory>;

/// A stage that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Lap {
    /// Its name, such as `parse`.
    pub stage: &'static str,
    /// How long it took.
    pub took: Duration,
    /// What the process held at its end, where that is measured.
    pub memory: Option<Memory>,
}

/// The stages so far, in order.
#[derive(Clone, Debug)]
pub struct Timings {
    meter: Option<Meter>,
    last: Instant,
    laps: Vec<Lap>,
}

impl Timings {
    /// Starts the clock.
    #[must_use]
    pub fn start() -> Self {
        Self::metered(None)
    }

    /// Starts the clock, and measures memory at the end of each stage where there is a meter.
    #[must_use]
    pub fn metered(meter: Option<Meter>) -> Self {
        Self { meter, last: Instant::now(), laps: Vec::new() }
    }

    /// Notes that a stage has ended. Never inlined: `tests/bench/instructions` counts what lies between two calls.
    #[inline(never)]
    pub fn lap(&mut self, stage: &'static str) {
        let took = self.last.elapsed();
        let memory = self.meter.and_then(|meter| meter());
        self.laps.push(Lap { stage, took, memory });
        self.last = Instant::now();
    }

    /// Returns each stage, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Lap> {
        self.laps.iter()
    }

    /// Returns the time of all stages.
    #[must_use]
    pub fn total(&self) -> Duration {
        self.laps.iter().map(|lap| lap.took).sum()
    }
}
