//! An image of one ink on paper, and its PNG: sixteen steps from paper to ink, half a byte for each pixel.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{HEIGHT, WIDTH};

/// The colours of paper and ink in the theme's light look.
const PAPER: [u8; 3] = [0xFB, 0xFA, 0xF6];
const INK: [u8; 3] = [0x1B, 0x1A, 0x17];
/// The height as a measure.
pub(super) const TALL: f32 = 630.0;

const ROW: usize = WIDTH as usize;
const ROWS: usize = HEIGHT as usize;

/// How strong something is drawn.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    /// Titles.
    Full,
    /// Labels and notes.
    Second,
    /// Rules.
    Rule,
}

impl Ink {
    fn strength(self) -> u16 {
        match self {
            Self::Full => 255,
            Self::Second => 204,
            Self::Rule => 68,
        }
    }
}

/// How much ink each pixel has.
pub(super) struct Canvas(Vec<u8>);

impl Canvas {
    pub(super) fn new() -> Self {
        Self(vec![0; ROW * ROWS])
    }

    /// Adds ink to a pixel; outside of the image nothing happens.
    fn ink(&mut self, x: i32, y: i32, cover: u8, ink: Ink) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < ROW && y < ROWS {
            let pixel = &mut self.0[y * ROW + x];
            *pixel = (*pixel).max((u16::from(cover) * ink.strength() / 255) as u8);
        }
    }

    /// Draws the cover of a letter, row by row, with its left upper corner at `x` and `y`.
    pub(super) fn letter(&mut self, [x, y]: [i32; 2], width: usize, cover: &[u8], ink: Ink) {
        if width == 0 {
            return;
        }
        for (row, line) in (y..).zip(cover.chunks_exact(width)) {
            for (column, cover) in (x..).zip(line) {
                if *cover > 0 {
                    self.ink(column, row, *cover, ink);
                }
            }
        }
    }

    /// Fills a box whose edges are whole pixels.
    pub(super) fn fill(&mut self, [left, right]: [f32; 2], [top, bottom]: [f32; 2], ink: Ink) {
        for y in top.round() as i32..bottom.round() as i32 {
            for x in left.round() as i32..right.round() as i32 {
                self.ink(x, y, 255, ink);
            }
        }
    }

    /// Draws a ring from one radius to another, with soft edges and paper in it and around it; a disc from zero.
    pub(super) fn dot(&mut self, [x, y]: [f32; 2], [inner, radius]: [f32; 2]) {
        let reach = radius as i16 + 7;
        let (left, top) = (x.round() as i32, y.round() as i32);
        for row in -reach..=reach {
            for column in -reach..=reach {
                // Pixels are counted by their middles; squares of whole numbers keep the edge the same everywhere.
                let [across, down] = [2 * column + 1, 2 * row + 1];
                let far = f32::from(across * across + down * down).sqrt() / 2.0;
                let within = |radius: f32| if radius > 0.0 { (radius + 0.5 - far).clamp(0.0, 1.0) } else { 0.0 };
                let cover = (within(radius) - within(inner)) * 255.0;
                if far < radius + 6.0 {
                    self.clear(left + i32::from(column), top + i32::from(row));
                }
                self.ink(left + i32::from(column), top + i32::from(row), cover as u8, Ink::Full);
            }
        }
    }

    fn clear(&mut self, x: i32, y: i32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < ROW && y < ROWS {
            self.0[y * ROW + x] = 0;
        }
    }

    /// Returns the image as PNG; empty if it cannot be written, which memory never refuses.
    pub(super) fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32 * 1024);
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette());
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_chunk(png::chunk::IDAT, &self.deflated()?)?;
            writer.finish()
        });
        if written.is_ok() { bytes } else { Vec::new() }
    }

    /// Returns the compressed rows, each after a 0 for "no filter" (PNG, third edition, 9.2). They are compressed at once: the encoder of
    /// `png` does it row by row, and each time its buffer is cleared, which takes longer than the rest.
    fn deflated(&self) -> io::Result<Vec<u8>> {
        let mut rows = Vec::with_capacity(ROWS * (1 + ROW / 2));
        for row in self.0.chunks_exact(ROW) {
            rows.push(0);
            rows.extend(row.chunks_exact(2).map(|pair| (step(pair[0]) << 4) | step(pair[1])));
        }
        let mut encoder = ZlibEncoder::new(Vec::with_capacity(32 * 1024), Compression::fast());
        encoder.write_all(&rows)?;
        encoder.finish()
    }
}

/// Returns the nearest of sixteen steps.
fn step(ink: u8) -> u8 {
    ((u16::from(ink) * 15 + 127) / 255) as u8
}

/// Returns the steps from paper to ink.
fn palette() -> Vec<u8> {
    let mut palette = Vec::with_capacity(48);
    for step in 0..16_u16 {
        for (paper, ink) in PAPER.into_iter().zip(INK) {
            palette.push(((u16::from(paper) * (15 - step) + u16::from(ink) * step + 7) / 15) as u8);
        }
    }
    palette
}
