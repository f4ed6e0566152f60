//! Sends a built site to where the public finds it, after a last look at what would leave.
//!
//! 1. [`Gate`] looks at every byte and reports what must not be published.
//! 2. [`open`] opens a target: a folder, a branch of a git repository, a bucket.
//! 3. [`Plan`] compares what it holds with the site, in files and in words.
//! 4. [`Plan::commit`] sends what changed.
//!
//! [`verify`] compares what was published with its sums, later and elsewhere.

mod gate;
mod gauge;
mod http;
mod news;
mod order;
mod parallel;
mod payload;
mod plan;
mod sums;
mod target;

pub use gate::Gate;
pub use gauge::Gauge;
pub use payload::Payload;
pub use plan::{Line, Plan};
pub use sums::{Difference, Verified, verify};
pub use target::{Change, Target, open};
