//! English names of months, for reading written dates and for messages.

use super::words::ENGLISH_MONTHS;

/// Returns the name of a month, 1 to 12.
pub(super) fn month(number: u8) -> &'static str {
    ENGLISH_MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("")
}
