//! The list of a text's events. Its memory is kept from one text to the next: to ask for as much anew for each of many
//! thousand texts took half the time of parsing them.

use std::cell::Cell;
use std::ops::Range;

use pulldown_cmark::Event;

/// The events of a text with their places in it, in order.
pub(super) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The largest list, in events, whose memory is kept.
const MOST: usize = 1 << 16;

thread_local! {
    static SPARE: Cell<Events<'static>> = const { Cell::new(Vec::new()) };
}

/// Collects events into the list of an earlier text.
pub(super) fn collect<'a>(found: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Events<'a> {
    let mut events: Events<'a> = SPARE.take();
    events.extend(found);
    events
}

/// Keeps the memory of a list for the next text of this thread.
pub(super) fn give_back(mut events: Events<'_>) {
    events.clear();
    if events.capacity() <= MOST {
        // Of no events at all, none borrows from a text: the standard library collects them in place.
        SPARE.set(events.into_iter().map_while(|_| None).collect());
    }
}
