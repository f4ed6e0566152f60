//! What a file of the output was made from, as short as a manifest of many thousand files wants it.

use crate::digest::Digest;

/// The names of a file's inputs, each with half of its digest, in the order of the names.
///
/// It is one text, that of the manifest: `page.people 1f4c0a9be2d35a77<TAB>templates 90ab…`. Two of them are compared
/// whole, and read one by one only to say what changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inputs(Box<str>);

/// One input: its name and the upper 64 bits of its digest.
pub type Input<'a> = (&'a str, u64);

impl Inputs {
    /// Collects inputs, which come in the order of their names. A name is a word without white space.
    #[must_use]
    pub fn of<'a>(inputs: impl IntoIterator<Item = (&'a str, Digest)>) -> Self {
        let mut text = String::with_capacity(512);
        for (name, digest) in inputs {
            if !text.is_empty() {
                text.push('\t');
            }
            text.push_str(name);
            text.push(' ');
            push_hex(&mut text, digest.half());
        }
        Self(text.into())
    }

    /// Reads the text of a manifest; `None` if it is no list of inputs.
    #[must_use]
    pub(super) fn read(text: &str) -> Option<Self> {
        text.split('\t').all(|input| split(input).is_some()).then(|| Self(text.into()))
    }

    /// Returns the text of the manifest.
    #[must_use]
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns each input, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = Input<'_>> {
        self.0.split('\t').filter_map(split)
    }

    /// Tells whether an input is among them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.iter().any(|(known, _)| known == name)
    }

    /// Returns the names of the inputs that differ, those that only one side has included, in order.
    #[must_use]
    pub fn differing<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let (one, two): (Vec<Input<'_>>, Vec<Input<'_>>) = (self.iter().collect(), other.iter().collect());
        let only = |from: &[Input<'a>], to: &[Input<'a>]| -> Vec<&'a str> {
            from.iter().filter(|input| !to.contains(input)).map(|(name, _)| *name).collect()
        };
        let mut names = only(&one, &two);
        names.extend(only(&two, &one));
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Appends 16 hexadecimal digits: some hundred thousand times, for which formatting takes too long.
fn push_hex(text: &mut String, number: u64) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits: [u8; 16] = std::array::from_fn(|place| DIGITS[(number >> (60 - 4 * place) & 0xf) as usize]);
    text.push_str(str::from_utf8(&digits).unwrap_or_default());
}

fn split(input: &str) -> Option<Input<'_>> {
    let (name, digest) = input.split_once(' ')?;
    let plain = digest.len() == 16 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (plain && !name.is_empty()).then(|| u64::from_str_radix(digest, 16).ok().map(|digest| (name, digest)))?
}
