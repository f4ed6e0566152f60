//! Where a picture or a film was taken, as cameras and phones write it into the file.

use memchr::memmem;

/// The tag that leads to the directory of the place (Exif 2.32, 4.6.3).
const GPS_DIRECTORY: u16 = 0x8825;
/// The latitude in it (Exif 2.32, 4.6.6): three fractions.
const LATITUDE: u16 = 2;
const FRACTION: u16 = 5;
/// The most entries that a directory is believed to have.
const MOST_ENTRIES: u16 = 512;

/// Tells whether a file says where it was taken: in Exif, in XMP, or as films of phones do.
///
/// Exif is a small TIFF file, which JPEG, PNG, WebP, HEIC and others carry each in their own way. So its beginning is looked
/// for, and what follows is read: a directory that leads to another one with a latitude is no chance.
pub(super) fn is_told(bytes: &[u8]) -> bool {
    let tiff = [(b"II*\0", false), (b"MM\0*", true)];
    tiff.iter().any(|(mark, big)| {
        memmem::find_iter(bytes, *mark).any(|at| Tiff { bytes: &bytes[at..], big: *big }.has_place().unwrap_or(false))
    }) || memmem::find_iter(bytes, b"GPSLatitude").any(|at| is_xmp(&bytes[at..]))
        || memmem::find_iter(bytes, b"loci").any(|at| is_in_user_data(&bytes[..at]))
        || memmem::find(bytes, b"\xa9xyz").is_some()
        || memmem::find(bytes, b"location.ISO6709").is_some()
}

/// Tells whether a name is an element or an attribute of XMP, and not a word about it.
fn is_xmp(from_name: &[u8]) -> bool {
    let after = from_name["GPSLatitude".len()..].trim_ascii_start();
    after.starts_with(b">")
        || after.strip_prefix(b"=").is_some_and(|value| {
            value.trim_ascii_start().starts_with(b"\"") || value.trim_ascii_start().starts_with(b"'")
        })
}

/// Tells whether a box stands among what users see of a film (3GPP TS 26.244, 8.2): the box of those data begins shortly before.
fn is_in_user_data(before: &[u8]) -> bool {
    const REACH: usize = 4096;
    memmem::find(&before[before.len().saturating_sub(REACH)..], b"udta").is_some()
}

/// A TIFF file (TIFF 6.0, 2): directories of entries, 12 bytes each.
struct Tiff<'a> {
    bytes: &'a [u8],
    /// Whether numbers begin with their highest byte.
    big: bool,
}

impl Tiff<'_> {
    fn has_place(&self) -> Option<bool> {
        let first = self.long(4)? as usize;
        let gps = self.entry(first, GPS_DIRECTORY)?;
        let latitude = self.entry(self.long(gps + 8)? as usize, LATITUDE)?;
        Some(self.short(latitude + 2)? == FRACTION)
    }

    /// Returns where the entry of a tag stands.
    fn entry(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = self.short(directory)?;
        let mut entries = (0..count.min(MOST_ENTRIES)).map(|at| directory + 2 + 12 * usize::from(at));
        entries.find(|at| self.short(*at) == Some(tag))
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }
}
