//! How much a template may write, and for how long: a loop without end ends here.
//!
//! Time is looked at now and then while a page is written, and whenever `range` is called: a loop does one or the other.

use std::cell::Cell;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use tera::{Kwargs, State, Tera, TeraResult};

/// After how many pieces of a page the time is looked at.
const PIECES: u32 = 4096;
/// The most numbers of one `range`, as in Tera's own.
const MOST_NUMBERS: i128 = 100_000;

thread_local! {
    /// When the page that this thread renders must be done.
    static DUE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// How much a template may write for one page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The most bytes.
    pub length: usize,
    /// The longest time.
    pub time: Duration,
}

/// What a page went beyond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Excess {
    /// It became too long: more than these bytes.
    Length(usize),
    /// It took too long: more than this.
    Time(Duration),
}

/// Takes what a template writes, up to the limits.
pub(super) struct Bounded<'b> {
    bytes: &'b mut Vec<u8>,
    bounds: Bounds,
    pieces: u32,
    excess: Option<Excess>,
}

impl<'b> Bounded<'b> {
    /// Starts a page, which is appended to `bytes`, and its time.
    pub(super) fn new(bytes: &'b mut Vec<u8>, bounds: Bounds) -> Self {
        DUE.set(Instant::now().checked_add(bounds.time));
        Self { bytes, bounds, pieces: 0, excess: None }
    }

    /// Returns what the page went beyond, if anything.
    pub(super) fn excess(&self) -> Option<Excess> {
        self.excess.or_else(|| is_overdue().then_some(Excess::Time(self.bounds.time)))
    }

    fn refuse(&mut self, excess: Excess) -> io::Error {
        self.excess = Some(excess);
        io::ErrorKind::StorageFull.into()
    }
}

impl Write for Bounded<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece)?;
        Ok(piece.len())
    }

    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.bytes.len() + piece.len() > self.bounds.length {
            return Err(self.refuse(Excess::Length(self.bounds.length)));
        }
        self.pieces += 1;
        if self.pieces.is_multiple_of(PIECES) && is_overdue() {
            return Err(self.refuse(Excess::Time(self.bounds.time)));
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn is_overdue() -> bool {
    DUE.get().is_some_and(|due| due <= Instant::now())
}

/// Puts a `range` that keeps to the time in the place of Tera's own, which does the same otherwise.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("range", range);
}

/// Returns the numbers from `start`, 0 unless given, to below `end`, `step_by` apart, 1 unless given.
#[expect(clippy::needless_pass_by_value, reason = "Tera calls it so")]
fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i128>> {
    let start = arguments.get::<i128>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i128>("end")?;
    let step = arguments.get::<i128>("step_by")?.unwrap_or(1);
    let way = end.saturating_sub(start);
    if step == 0 || (way < 0 && step > 0) {
        return Err(tera::Error::message("`range` never gets from its `start` to its `end`"));
    }
    if (way - step.signum()) / step >= MOST_NUMBERS {
        return Err(tera::Error::message(format!("`range` would have more than {MOST_NUMBERS} numbers")));
    }
    if is_overdue() {
        return Err(tera::Error::message("it has run for too long"));
    }
    let numbers = (0..).map(|at| start + at * step);
    Ok(numbers.take_while(|number| if step > 0 { *number < end } else { *number > end }).collect())
}
