//! Compressed files beside those of a site, for servers that send them as they are.
//!
//! The same file gives the same bytes: no time, no name and no system is written into them.

use std::io::Write as _;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

use crate::config::Packing;
use crate::route::FilePath;

/// What is text, by the ending of the name; pictures and fonts are compressed already.
const TEXT: [&str; 13] =
    ["css", "csv", "gexf", "html", "ics", "js", "json", "mjs", "svg", "txt", "webmanifest", "xml", "yaml"];
/// How hard is tried: beyond this, Brotli takes ten times as long for a twentieth less.
const QUALITY: i32 = 9;
/// The system that gzip names for none (RFC 1952 2.3.1).
const NO_SYSTEM: u8 = 255;

/// Returns the compressed bytes of a file; none of one that is not text or does not get smaller.
pub(super) fn packed(file: &FilePath, bytes: &[u8], packing: Packing) -> Option<Vec<u8>> {
    let name = file.as_str().rsplit_once('/').map_or(file.as_str(), |(_, name)| name);
    let (_, ending) = name.rsplit_once('.')?;
    if !TEXT.contains(&ending) {
        return None;
    }
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    match packing {
        Packing::Gzip => {
            let mut writer = GzBuilder::new().operating_system(NO_SYSTEM).write(&mut packed, Compression::best());
            writer.write_all(bytes).and_then(|()| writer.finish().map(drop)).ok()?;
        }
        Packing::Brotli => {
            let how =
                BrotliEncoderParams { quality: QUALITY, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
            brotli::BrotliCompress(&mut &bytes[..], &mut packed, &how).ok()?;
        }
    }
    (packed.len() < bytes.len()).then_some(packed)
}

/// Returns the name of a file without what compressed ones end in.
pub(super) fn plain(path: &str) -> &str {
    let endings = [Packing::Gzip, Packing::Brotli].map(Packing::ending);
    endings.into_iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::packed;
    use crate::config::Packing;
    use crate::route::FilePath;

    #[test]
    fn text_gets_smaller_and_comes_back_the_same() {
        let text = "It was a short call. ".repeat(50).into_bytes();
        let of = |path: &str, bytes: &[u8], packing| packed(&FilePath::new(path).unwrap(), bytes, packing);
        let gzip = of("a/index.html", &text, Packing::Gzip).unwrap();
        assert_eq!(gzip[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255], "no time, no name, no system");
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
        let brotli = of("a.json", &text, Packing::Brotli).unwrap();
        back.clear();
        brotli_decompressor::Decompressor::new(&brotli[..], 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
        assert_eq!(of("a.png", &text, Packing::Gzip), None, "a picture");
        assert_eq!(of("a.txt", b"x", Packing::Gzip), None, "longer than before");
        assert_eq!(of("html/LICENSE", &text, Packing::Gzip), None);
    }
}
