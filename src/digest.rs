//! Digests by which changes are noticed: xxh3, 128 bits wide, never for security.

use std::fmt;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A 128-bit digest of some bytes, shown as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Digest(pub u128);

impl Digest {
    /// Returns the digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Reads 32 hexadecimal digits, as [`fmt::Display`] writes them.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let plain = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }

    /// Returns the upper 64 bits: enough to tell one state of a thing from the next.
    #[must_use]
    pub fn half(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// Returns the first eight hexadecimal digits, for file names and anchors.
    #[must_use]
    pub fn short(self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// Collects what a value says, so that equal values have equal digests on every machine.
#[derive(Default)]
pub struct Hasher(Xxh3);

impl Hasher {
    /// Adds bytes with their length, so that `"ab", "c"` and `"a", "bc"` differ.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a number: a count, a tag of a variant, a position.
    pub fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    /// Returns the digest of all that was added.
    #[must_use]
    pub fn finish(&self) -> Digest {
        Digest(self.0.digest128())
    }
}

/// A value that can say in bytes what it is.
pub trait Digestible {
    /// Adds this value to `hasher`.
    fn digest(&self, hasher: &mut Hasher);

    /// Returns the digest of this value alone.
    fn own_digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        self.digest(&mut hasher);
        hasher.finish()
    }
}

impl Digestible for str {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.bytes(self.as_bytes());
    }
}

impl Digestible for String {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.bytes(self.as_bytes());
    }
}

impl Digestible for Digest {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.bytes(&self.0.to_le_bytes());
    }
}

impl Digestible for bool {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.number(u64::from(*self));
    }
}

impl Digestible for u32 {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.number(u64::from(*self));
    }
}

impl Digestible for usize {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.number(*self as u64);
    }
}

impl<T: Digestible + ?Sized> Digestible for &T {
    fn digest(&self, hasher: &mut Hasher) {
        (**self).digest(hasher);
    }
}

impl<T: Digestible + ?Sized> Digestible for Box<T> {
    fn digest(&self, hasher: &mut Hasher) {
        (**self).digest(hasher);
    }
}

impl<T: Digestible, const N: usize> Digestible for [T; N] {
    fn digest(&self, hasher: &mut Hasher) {
        for value in self {
            value.digest(hasher);
        }
    }
}

impl<T: Digestible, U: Digestible> Digestible for (T, U) {
    fn digest(&self, hasher: &mut Hasher) {
        self.0.digest(hasher);
        self.1.digest(hasher);
    }
}

impl<T: Digestible, U: Digestible, V: Digestible> Digestible for (T, U, V) {
    fn digest(&self, hasher: &mut Hasher) {
        self.0.digest(hasher);
        self.1.digest(hasher);
        self.2.digest(hasher);
    }
}

impl<T: Digestible + ?Sized> Digestible for Arc<T> {
    fn digest(&self, hasher: &mut Hasher) {
        (**self).digest(hasher);
    }
}

impl<T: Digestible> Digestible for Option<T> {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.number(u64::from(self.is_some()));
        if let Some(value) = self {
            value.digest(hasher);
        }
    }
}

impl<T: Digestible> Digestible for Vec<T> {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.number(self.len() as u64);
        for value in self {
            value.digest(hasher);
        }
    }
}
