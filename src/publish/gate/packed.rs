//! What is inside compressed files and archives: gzip (RFC 1952), Brotli (RFC 7932), ZIP, tar; and the texts of a PNG.
//!
//! What cannot be unpacked has no members; it may be damaged, or locked by a password. Each member is read up to a limit.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// So much of one member is looked at, in bytes, and so many members.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
const MOST_MEMBERS: usize = 10_000;
/// The length of a block of tar.
const BLOCK: usize = 512;

/// A file inside another one: its name and its bytes.
pub(super) type Member = (String, Vec<u8>);

/// Returns what is packed in a file.
pub(super) fn members(name: &str, bytes: &[u8]) -> Vec<Member> {
    if bytes.starts_with(b"\x1f\x8b") {
        let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix('z')).unwrap_or(name);
        let inner = inner.strip_suffix(".tg").map_or_else(|| inner.to_owned(), |stem| format!("{stem}.tar"));
        vec![(inner, unpacked(MultiGzDecoder::new(bytes)))]
    } else if bytes.starts_with(b"PK\x03\x04") {
        zip(bytes).unwrap_or_default()
    } else if bytes.get(257..262) == Some(b"ustar") {
        tar(bytes)
    } else if let Some(chunks) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") {
        png(chunks)
    } else if let Some(inner) = name.strip_suffix(".br") {
        vec![(inner.to_owned(), unpacked(brotli_decompressor::Decompressor::new(bytes, 4096)))]
    } else {
        Vec::new()
    }
}

/// Reads as far as it can be read: what stands before a fault may be what is looked for.
fn unpacked(reader: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = reader.take(MOST_BYTES).read_to_end(&mut bytes);
    bytes
}

/// Reads a ZIP by its list of members, which stands at the end.
fn zip(bytes: &[u8]) -> Option<Vec<Member>> {
    let end = bytes.windows(4).rposition(|mark| mark == b"PK\x05\x06")?;
    let mut at = number(bytes, end + 16, 4)?;
    let mut members = Vec::new();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") && members.len() < MOST_MEMBERS {
        let (method, packed) = (number(bytes, at + 10, 2)?, number(bytes, at + 20, 4)?);
        let [name, extra, comment] = [28, 30, 32].map(|offset| number(bytes, at + offset, 2));
        let (name_end, local) = (at + 46 + name?, number(bytes, at + 42, 4)?);
        let start = local + 30 + number(bytes, local + 26, 2)? + number(bytes, local + 28, 2)?;
        let data = bytes.get(start..start.checked_add(packed)?.min(bytes.len()))?;
        let content = match method {
            0 => unpacked(data),
            8 => unpacked(DeflateDecoder::new(data)),
            _ => Vec::new(),
        };
        members.push((String::from_utf8_lossy(bytes.get(at + 46..name_end)?).into_owned(), content));
        at = name_end + extra? + comment?;
    }
    Some(members)
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(len)?)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
}

/// Reads the compressed texts of a PNG (PNG 11.3.3): a keyword, what says how, and the text at the end.
fn png(chunks: &[u8]) -> Vec<Member> {
    let mut members = Vec::new();
    let mut rest = chunks;
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let len = head[..4].iter().fold(0, |len, byte| len << 8 | usize::from(*byte)).min(after.len());
        let (data, next) = after.split_at(len);
        if matches!(&head[4..], b"zTXt" | b"iTXt") && members.len() < MOST_MEMBERS {
            // Whatever stands before the text, its compressed form begins with this byte (RFC 1950 2.2).
            let starts = data.iter().enumerate().filter(|(_, byte)| **byte == b'x').map(|(at, _)| at);
            let text = starts.map(|at| unpacked(ZlibDecoder::new(&data[at..]))).find(|text| !text.is_empty());
            members.extend(text.map(|text| ("text".to_owned(), text)));
        }
        rest = next.get(4..).unwrap_or_default();
    }
    members
}

/// Reads a tar block by block (POSIX ustar).
fn tar(bytes: &[u8]) -> Vec<Member> {
    let text = |field: &[u8]| {
        let field = field.split(|byte| *byte == 0).next().unwrap_or_default();
        String::from_utf8_lossy(field).trim().to_owned()
    };
    let mut members = Vec::new();
    let mut rest = bytes;
    while let Some((head, after)) = rest.split_at_checked(BLOCK).filter(|(head, _)| head[0] != 0) {
        let len = usize::from_str_radix(&text(&head[124..136]), 8).unwrap_or(usize::MAX).min(after.len());
        members.push((text(&head[..100]), after[..len].to_vec()));
        rest = after.get(len.next_multiple_of(BLOCK)..).unwrap_or_default();
        if members.len() == MOST_MEMBERS {
            break;
        }
    }
    members
}
