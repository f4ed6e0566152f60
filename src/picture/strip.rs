//! The files of pictures without metadata: only the parts that draw the picture are copied, by lists of what may stay. What
//! follows the end of a picture, where cameras hide previews and films, is left out.

/// Returns a JPEG with its tables, frames and scans, its JFIF header without a preview, its colour profile and the mark of
/// Adobe's colour transform (ITU-T T.81, B; ICC.1, B.4); `None` for a damaged one.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const START: u8 = 0xd8;
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    let mut stripped = vec![0xff, START];
    let mut rest = bytes.strip_prefix(&[0xff, START])?;
    loop {
        // Any number of fill bytes may stand before a marker.
        rest = rest.strip_prefix(&[0xff])?;
        while let Some(after) = rest.strip_prefix(&[0xff]) {
            rest = after;
        }
        let (marker, after) = rest.split_first()?;
        if *marker == END {
            stripped.extend([0xff, END]);
            return Some(stripped);
        }
        let len = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
        let content = after.get(2..len)?;
        rest = &after[len..];
        match *marker {
            // JFIF: its version, units and density; no preview.
            0xe0 if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
                stripped.extend([0xff, 0xe0, 0, 16]);
                stripped.extend_from_slice(&content[..12]);
                stripped.extend([0, 0]);
            }
            0xe2 if content.starts_with(b"ICC_PROFILE\0") => push(&mut stripped, *marker, &after[..len]),
            0xee if content.starts_with(b"Adobe") && content.len() == 12 => {
                push(&mut stripped, *marker, &after[..len]);
            }
            // Frames, Huffman and arithmetic tables, quantization, restart interval, number of lines.
            0xc0..=0xcf | 0xdb..=0xdd => push(&mut stripped, *marker, &after[..len]),
            SCAN => {
                push(&mut stripped, *marker, &after[..len]);
                let end = scan_len(rest)?;
                stripped.extend_from_slice(&rest[..end]);
                rest = &rest[end..];
            }
            0xe0..=0xef | 0xfe => {}
            _ => return None,
        }
    }
}

fn push(stripped: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    stripped.extend([0xff, marker]);
    stripped.extend_from_slice(segment);
}

/// Returns the length of a scan's data: up to the next marker that is neither stuffing nor a restart.
fn scan_len(bytes: &[u8]) -> Option<usize> {
    let pairs = bytes.windows(2).enumerate();
    pairs
        .filter(|(_, pair)| pair[0] == 0xff)
        .find(|(_, pair)| !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))
        .map(|(at, _)| at)
}

/// Returns a PNG with what draws it, animated ones included (PNG, 11; APNG 1.0); `None` for a damaged one.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 15] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs",
        b"acTL", b"fcTL", b"fdAT",
    ];
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut stripped = signature.to_vec();
    loop {
        let len = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let kind = rest.get(4..8)?;
        let whole = rest.get(..len.checked_add(12)?)?;
        if KEPT.iter().any(|kept| *kept == kind) {
            stripped.extend_from_slice(whole);
        }
        if kind == b"IEND" {
            return Some(stripped);
        }
        rest = &rest[whole.len()..];
    }
}

/// Returns a WebP with what draws it, and its header without the marks of what left (RFC 9649, 2.7); `None` for a damaged one.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    // EXIF and XMP in the flags of `VP8X`.
    const METADATA: u8 = 0b0000_1100;
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let mut rest = bytes.get(12..size.checked_add(8)?.min(bytes.len()))?;
    let mut chunks = Vec::with_capacity(bytes.len());
    while !rest.is_empty() {
        let kind = rest.get(..4)?;
        let len = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
        let padded = len.checked_add(8 + (len & 1))?;
        // Some writers leave out the last byte that only fills up.
        let whole = rest.get(..padded.min(rest.len())).filter(|whole| whole.len() >= len + 8)?;
        if KEPT.iter().any(|kept| *kept == kind) {
            let start = chunks.len();
            chunks.extend_from_slice(whole);
            chunks.resize(start + padded, 0);
            if kind == b"VP8X" {
                *chunks.get_mut(start + 8)? &= !METADATA;
            }
        }
        rest = &rest[whole.len()..];
    }
    let mut stripped = Vec::with_capacity(chunks.len() + 12);
    stripped.extend_from_slice(b"RIFF");
    stripped.extend_from_slice(&u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    stripped.extend_from_slice(b"WEBP");
    stripped.append(&mut chunks);
    Some(stripped)
}
