//! How long and how deep front matter may be: looked at before a parser sees it, for a parser of what has no end has none either.

use super::{Fault, FaultKind};
use crate::source::Span;

/// From where on front matter is too much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The longest front matter, in bytes.
    pub bytes: usize,
    /// The deepest nesting of lists and maps.
    pub depth: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 64 << 10, depth: 64 }
    }
}

impl Bounds {
    /// As far as any setting goes: for a text that was let in already, and is read again for the places in it.
    pub(crate) const WIDEST: Self = Self { bytes: 16 << 20, depth: 100 };

    /// Returns the fault of a text that is too long or nested too deep to be handed to a parser.
    pub(crate) fn excess(self, text: &str) -> Option<Fault> {
        if text.len() > self.bytes {
            let (found, most) = (text.len().div_ceil(1024), self.bytes >> 10);
            let message = format!("front matter of {found} KiB; the limit is {most} KiB");
            return Some(Fault { what: FaultKind::Excess("front_matter"), span: Span::new(0, 0), message });
        }
        let mut depth = 0usize;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > self.depth {
                return Some(self.too_deep(Span::new(at, at + 1)));
            }
        }
        // Block sequences nest on one line: `- - - -`.
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let markers = line.split_ascii_whitespace().take_while(|part| matches!(*part, "-" | "?")).count();
            if markers > self.depth {
                return Some(self.too_deep(Span::new(offset, offset + 1)));
            }
            offset += line.len();
        }
        None
    }

    /// Returns the fault of a list or map that is one too deep.
    pub(super) fn too_deep(self, span: Span) -> Fault {
        let message = format!("nested deeper than {} levels", self.depth);
        Fault { what: FaultKind::Excess("depth"), span, message }
    }
}
