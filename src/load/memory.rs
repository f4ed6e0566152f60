//! What the system says of the memory of this process.

use std::fs;

use crate::timings::Memory;

/// Returns what this process holds and has held, where the system says so: on Linux.
#[must_use]
pub fn memory() -> Option<Memory> {
    read(&fs::read_to_string("/proc/self/status").ok()?)
}

/// Reads the lines `VmRSS:     1234 kB` and `VmHWM:     1234 kB` of a process's status; `kB` are 1024 bytes (`proc_pid_status(5)`).
fn read(status: &str) -> Option<Memory> {
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let number: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        number.checked_mul(1024)
    };
    Some(Memory { held: field("VmRSS:")?, peak: field("VmHWM:")? })
}
