//! Pictures as readers get them: upright, in several sizes, without what cameras and programs write into them.
//!
//! A photo tells where it was taken and with which camera. What leaves the site is either made anew from the pixels, or
//! holds only the parts of the file that a whitelist names (see `strip`); of metadata the colour profile alone stays. What
//! cannot be cleaned is an error.

mod strip;

use std::fmt;
use std::io::Cursor;

use fast_image_resize::{IntoImageView, Resizer};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, Limits};

/// The widths in which a picture is offered beside its own, in pixels.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];
/// What a decoder may ask for, in bytes.
const MOST_MEMORY: u64 = 1 << 30;
/// How good a JPEG is that is made anew, of 100.
const QUALITY: u8 = 82;
/// Raised when the same bytes come to another picture than before.
pub const VERSION: u8 = 1;

/// The sort of a picture's file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG (ISO/IEC 15948).
    Png,
    /// WebP (RFC 9649).
    WebP,
    /// SVG: shown by `<img>` alone, where it runs nothing and loads nothing.
    Svg,
}

/// What is known of a picture without its pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The sort of file.
    pub format: Format,
    /// Width and height in pixels, upright; none for SVG.
    pub size: Option<(u32, u32)>,
    /// How it must be turned to stand upright.
    turn: Orientation,
}

/// Why a picture cannot be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is of a sort that cannot be cleaned.
    Unknown,
    /// It is no whole picture of its sort; the decoder's or the reader's words.
    Broken(String),
    /// It has more pixels than the limit.
    TooLarge {
        /// How wide it is.
        width: u32,
        /// How high it is.
        height: u32,
        /// The limit.
        most: u64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => {
                formatter.write_str("it is no JPEG, PNG, WebP or SVG, so what it tells of its maker cannot be removed")
            }
            Self::Broken(words) => write!(formatter, "it is damaged: {words}"),
            Self::TooLarge { width, height, most } => {
                write!(formatter, "it has {width} × {height} pixels; the limit is {} million", most / 1_000_000)
            }
        }
    }
}

impl std::error::Error for Fault {}

impl From<image::ImageError> for Fault {
    fn from(error: image::ImageError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Reads what is known of a picture without its pixels.
pub fn facts(bytes: &[u8], most_pixels: u64) -> Result<Facts, Fault> {
    let format = format_of(bytes).ok_or(Fault::Unknown)?;
    if format == Format::Svg {
        return Ok(Facts { format, size: None, turn: Orientation::NoTransforms });
    }
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > most_pixels {
        return Err(Fault::TooLarge { width, height, most: most_pixels });
    }
    let turn = decoder.orientation()?;
    let size = if lies(turn) { (height, width) } else { (width, height) };
    Ok(Facts { format, size: Some(size), turn })
}

impl Facts {
    /// Returns the widths in which the picture is offered beside its own: those that are well below it.
    pub fn widths(&self) -> impl Iterator<Item = u32> {
        let own = self.size.map_or(0, |(width, _)| width);
        WIDTHS.into_iter().filter(move |width| width + width / 4 <= own)
    }

    /// Returns the ending of the file's name in its own size, or in another one.
    #[must_use]
    pub fn extension(&self, scaled: bool) -> &'static str {
        match self.format {
            Format::Jpeg => "jpg",
            Format::WebP if !scaled && self.turn == Orientation::NoTransforms => "webp",
            Format::Png | Format::WebP => "png",
            Format::Svg => "svg",
        }
    }
}

/// Returns the picture in its own size, upright and without metadata.
pub fn clean(bytes: &[u8], facts: &Facts) -> Result<Vec<u8>, Fault> {
    if facts.format == Format::Svg {
        return Ok(bytes.to_vec());
    }
    if facts.turn != Orientation::NoTransforms {
        let (image, profile) = upright(bytes, facts)?;
        return encoded(&image, profile, facts.format);
    }
    let stripped = match facts.format {
        Format::Jpeg => strip::jpeg(bytes),
        Format::Png => strip::png(bytes),
        _ => strip::webp(bytes),
    };
    let stripped = stripped.ok_or_else(|| Fault::Broken("its parts do not add up".to_owned()))?;
    // What is left must be the same picture.
    let left = self::facts(&stripped, u64::MAX)?;
    if (left.format, left.size) == (facts.format, facts.size) {
        Ok(stripped)
    } else {
        Err(Fault::Broken("without its metadata it is another picture".to_owned()))
    }
}

/// Returns the picture upright, without metadata and `width` pixels wide.
pub fn scaled(bytes: &[u8], facts: &Facts, width: u32) -> Result<Vec<u8>, Fault> {
    let (image, profile) = upright(bytes, facts)?;
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width().max(1));
    let pixel = image.pixel_type().ok_or(Fault::Unknown)?;
    let mut smaller = DynamicImage::new(width, (height as u32).max(1), image.color());
    debug_assert_eq!(smaller.pixel_type(), Some(pixel));
    Resizer::new().resize(&image, &mut smaller, None).map_err(|error| Fault::Broken(error.to_string()))?;
    encoded(&smaller, profile, facts.format)
}

fn format_of(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
        _ => {
            let head = std::str::from_utf8(&bytes[..bytes.len().min(1024)]);
            let head = head.or_else(|error| std::str::from_utf8(&bytes[..error.valid_up_to()])).ok()?;
            let head = head.trim_start_matches('\u{feff}').trim_start();
            (head.starts_with('<') && head.contains("<svg")).then_some(Format::Svg)
        }
    }
}

fn decoder(bytes: &[u8], format: Format) -> Result<Box<dyn ImageDecoder + '_>, Fault> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let reader = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder> = match format {
        Format::Jpeg => Box::new(JpegDecoder::new(reader)?),
        Format::Png => Box::new(PngDecoder::new(reader)?),
        _ => Box::new(WebPDecoder::new(reader)?),
    };
    decoder.set_limits(limits)?;
    Ok(decoder)
}

/// Decodes a picture and turns it upright; with it, its colour profile.
fn upright(bytes: &[u8], facts: &Facts) -> Result<(DynamicImage, Option<Vec<u8>>), Fault> {
    let mut decoder = decoder(bytes, facts.format)?;
    let profile = decoder.icc_profile()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(facts.turn);
    // Eight bits a channel are enough for a page, and all that JPEG can hold.
    let image = match (facts.format, image.color().has_alpha()) {
        (Format::Jpeg, _) if image.color().has_color() => image.into_rgb8().into(),
        (Format::Jpeg, _) => image.into_luma8().into(),
        (_, true) => image.into_rgba8().into(),
        (_, false) => image.into_rgb8().into(),
    };
    Ok((image, profile))
}

fn encoded(image: &DynamicImage, profile: Option<Vec<u8>>, format: Format) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let write = |mut encoder: Box<dyn Encode + '_>| -> Result<(), Fault> {
        if let Some(profile) = profile {
            encoder.profile(profile);
        }
        encoder.write(image)
    };
    if format == Format::Jpeg {
        write(Box::new(JpegEncoder::new_with_quality(&mut bytes, QUALITY)))?;
    } else {
        write(Box::new(PngEncoder::new(&mut bytes)))?;
    }
    Ok(bytes)
}

/// An encoder whose type does not matter.
trait Encode {
    fn profile(&mut self, profile: Vec<u8>);
    fn write(self: Box<Self>, image: &DynamicImage) -> Result<(), Fault>;
}

impl<E: ImageEncoder> Encode for E {
    fn profile(&mut self, profile: Vec<u8>) {
        // A format without profiles shows the colours as they are.
        let _ = self.set_icc_profile(profile);
    }

    fn write(self: Box<Self>, image: &DynamicImage) -> Result<(), Fault> {
        Ok(self.write_image(image.as_bytes(), image.width(), image.height(), image.color().into())?)
    }
}

fn lies(turn: Orientation) -> bool {
    matches!(
        turn,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
