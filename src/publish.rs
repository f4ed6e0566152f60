//! Sends a built site to where the public finds it, after a last look at what would leave.
//!
//! 1. [`Gate`] looks at every byte and reports what must not be published.
//! 2. [`open`] opens a target: a folder here or on another machine, a branch of a git repository, a bucket, a program.
//! 3. [`Plan`] compares what it holds with the site, in files and in words.
//! 4. [`Plan::commit`] sends what changed.
//!
//! [`verify`] and [`verify_site`] compare what was published with its sums, later and elsewhere.

mod gate;
mod gauge;
mod http;
mod live;
mod news;
mod order;
mod pack;
mod parallel;
mod payload;
mod plan;
mod sums;
mod target;

pub use gate::Gate;
pub use gauge::Gauge;
pub use payload::Payload;
pub use plan::{Line, Plan, Told};
pub use sums::{Difference, Verified, verify, verify_site};
pub use target::{Change, Target, open, open_folder};
