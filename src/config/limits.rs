//! The setting `limits`: from where on a thing is too much. Beyond each a diagnostic names it.

use std::time::Duration;

use super::settings::setting;
use crate::kind::{Field, Type::Number};
use crate::parse::Bounds;
use crate::parse::fields::Fields;

/// The keys of the setting.
pub(super) const TABLE: &[Field] = &[
    setting("text", Number(1, 1024), "MiB of a text file; 16 unless set"),
    setting("front_matter", Number(1, 16_384), "KiB of front matter; 64 unless set"),
    setting("depth", Number(1, 100), "levels of lists and maps in YAML; 64 unless set"),
    setting("pixels", Number(1, 250), "million pixels of a picture; 120 unless set"),
    setting("page", Number(1, 1024), "MiB that a template may write for a page; 32 unless set"),
    setting("seconds", Number(1, 3600), "seconds that a template may take for a page; 10 unless set"),
];

/// From where on a thing is too much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The longest text file, in bytes.
    pub text: u64,
    /// The most pixels of a picture.
    pub pixels: u64,
    /// The longest page, in bytes.
    pub page: usize,
    /// The longest time that a template may take for a page.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { text: 16 << 20, pixels: 120_000_000, page: 32 << 20, time: Duration::from_secs(10) }
    }
}

impl Limits {
    /// Returns what is set, and for what is not the usual limit.
    pub(super) fn of(fields: &Fields) -> Self {
        let usual = Self::default();
        let Some(set) = fields.maps("limits").first() else { return usual };
        let number = |key| set.number(key).and_then(|number| u64::try_from(number).ok());
        Self {
            text: number("text").map_or(usual.text, |mib| mib << 20),
            pixels: number("pixels").map_or(usual.pixels, |million| million * 1_000_000),
            page: number("page").map_or(usual.page, |mib| (mib as usize) << 20),
            time: number("seconds").map_or(usual.time, Duration::from_secs),
        }
    }
}

/// Returns the limits of front matter, with which texts are read.
pub(super) fn bounds(fields: &Fields) -> Bounds {
    let usual = Bounds::default();
    let Some(set) = fields.maps("limits").first() else { return usual };
    let number = |key| set.number(key).and_then(|number| usize::try_from(number).ok());
    Bounds {
        bytes: number("front_matter").map_or(usual.bytes, |kib| kib << 10),
        depth: number("depth").unwrap_or(usual.depth),
    }
}
