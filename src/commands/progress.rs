//! A line on the terminal while something takes more than half a second.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A line that appears after half a second and is gone when the work is done.
pub(super) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to wait, with what makes the line of the time that it took so far; without a terminal nothing ever appears.
    pub(super) fn start(line: impl Fn(Duration) -> String + Send + 'static) -> Self {
        if !io::stderr().is_terminal() {
            return Self { running: None };
        }
        let (sender, receiver) = mpsc::channel();
        let start = Instant::now();
        let thread = thread::Builder::new().spawn(move || {
            let mut wait = Duration::from_millis(500);
            let mut shown = false;
            while receiver.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(io::stderr(), "\r{}\u{1b}[K", line(start.elapsed()));
                shown = true;
                wait = Duration::from_millis(100);
            }
            if shown {
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        // Where there is no room for a thread, the work goes on without the line.
        Self { running: thread.ok().map(|thread| (sender, thread)) }
    }

    /// Takes the line away.
    pub(super) fn stop(self) {
        if let Some((sender, thread)) = self.running {
            drop(sender);
            let _ = thread.join();
        }
    }
}
