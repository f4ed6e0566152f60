//! By what a finding is known again after its line has moved.

use super::{Diagnostic, Texts};
use crate::digest::{Digest, Hasher};

/// Returns a digest of what a diagnostic says and of the text of its first line, the white space around it aside: it stays when the
/// line moves, and changes when the line does.
#[must_use]
pub fn fingerprint(diagnostic: &Diagnostic, texts: &dyn Texts) -> Digest {
    let mut hasher = Hasher::default();
    hasher.bytes(diagnostic.code.code.as_bytes());
    hasher.bytes(diagnostic.message.as_bytes());
    let line = diagnostic.place.as_ref().and_then(|place| {
        let text = texts.text(&place.path)?;
        let before = text.get(..place.span?.start as usize)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        text[start..].lines().next()
    });
    hasher.bytes(line.unwrap_or_default().trim().as_bytes());
    hasher.finish()
}
