//! The theme's letters: which there are, how words are set in them, and their shapes.

use std::cell::RefCell;
use std::sync::OnceLock;

use foldhash::HashMap;
use swash::scale::image::Image;
use swash::scale::{Render, ScaleContext, Source};
use swash::shape::ShapeContext;
use swash::text::Script;
use swash::zeno::Vector;
use swash::{CacheKey, FontRef, GlyphId};

use super::canvas::{Canvas, Ink};

/// The files of the theme's type, by script.
static FILES: [&[u8]; 4] = [
    include_bytes!("../../templates/assets/fonts/source-serif-4-latin-wght-normal.woff2"),
    include_bytes!("../../templates/assets/fonts/source-serif-4-latin-ext-wght-normal.woff2"),
    include_bytes!("../../templates/assets/fonts/source-serif-4-cyrillic-wght-normal.woff2"),
    include_bytes!("../../templates/assets/fonts/source-serif-4-cyrillic-ext-wght-normal.woff2"),
];

/// The letters that these have between them, from and to: so that asking does not unpack a font.
static LETTERS: &[(char, char)] = &[
    ('\u{20}', '\u{7e}'),
    ('\u{a0}', '\u{12b}'),
    ('\u{12e}', '\u{131}'),
    ('\u{134}', '\u{165}'),
    ('\u{168}', '\u{17f}'),
    ('\u{218}', '\u{21b}'),
    ('\u{2bb}', '\u{2bc}'),
    ('\u{400}', '\u{45f}'),
    ('\u{462}', '\u{463}'),
    ('\u{472}', '\u{475}'),
    ('\u{490}', '\u{493}'),
    ('\u{496}', '\u{49b}'),
    ('\u{4a0}', '\u{4a3}'),
    ('\u{4aa}', '\u{4ab}'),
    ('\u{4ae}', '\u{4b3}'),
    ('\u{4b6}', '\u{4b7}'),
    ('\u{4ba}', '\u{4bb}'),
    ('\u{4c0}', '\u{4c2}'),
    ('\u{4cf}', '\u{4d1}'),
    ('\u{4d4}', '\u{4d9}'),
    ('\u{4e2}', '\u{4e3}'),
    ('\u{4e6}', '\u{4e9}'),
    ('\u{4ee}', '\u{4ef}'),
    ('\u{4f2}', '\u{4f3}'),
    ('\u{1e80}', '\u{1e85}'),
    ('\u{1e9e}', '\u{1e9e}'),
    ('\u{1ef2}', '\u{1ef3}'),
    ('\u{2013}', '\u{2014}'),
    ('\u{2018}', '\u{201a}'),
    ('\u{201c}', '\u{201e}'),
    ('\u{2020}', '\u{2020}'),
    ('\u{2022}', '\u{2022}'),
    ('\u{2026}', '\u{2026}'),
    ('\u{2032}', '\u{2033}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{20ac}', '\u{20ac}'),
    ('\u{20b4}', '\u{20b4}'),
    ('\u{20bd}', '\u{20bd}'),
    ('\u{2116}', '\u{2116}'),
    ('\u{2122}', '\u{2122}'),
    ('\u{2212}', '\u{2212}'),
];

/// The most letters that are set: no poster holds more.
const MOST: usize = 400;

/// How much of a word may be left out so that none is cut, in bytes.
const WORD: usize = 16;

/// From this size in pixels on, letters stand on whole pixels.
const LARGE: f32 = 40.0;

/// How heavy letters are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Weight {
    /// 400.
    Regular,
    /// 600.
    Bold,
}

/// How words are set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// The size in pixels.
    pub(super) size: f32,
    /// The weight.
    pub(super) weight: Weight,
    /// What is added between letters, in parts of the size.
    pub(super) tracking: f32,
}

/// Words that are set.
#[derive(Clone, Default)]
pub(super) struct Line {
    letters: Vec<Letter>,
    size: f32,
    weight: Option<Weight>,
    /// How wide they are.
    pub(super) width: f32,
}

#[derive(Clone, Copy)]
struct Letter {
    font: usize,
    id: GlyphId,
    x: f32,
    y: f32,
}

/// Tells whether there are letters for all of a text.
pub(super) fn covers(text: &str) -> bool {
    cleaned(text).all(|letter| LETTERS.iter().any(|(first, last)| (*first..=*last).contains(&letter)))
}

/// Returns the letters of a text without those that nobody sees; what ends a line is a space.
fn cleaned(text: &str) -> impl Iterator<Item = char> {
    let is_hidden = |letter: &char| matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    text.chars()
        .filter(move |letter| !is_hidden(letter))
        .take(MOST)
        .map(|letter| if letter.is_control() || letter.is_whitespace() { ' ' } else { letter })
}

/// A font that was unpacked.
struct Font {
    data: Vec<u8>,
    key: CacheKey,
    offset: u32,
}

impl Font {
    fn unpack(file: &[u8]) -> Option<Self> {
        let data = wuff::decompress_woff2(file).ok()?;
        let font = FontRef::from_index(&data, 0)?;
        let (offset, key) = (font.offset, font.key);
        Some(Self { data, key, offset })
    }

    fn as_ref(&self) -> FontRef<'_> {
        FontRef { data: &self.data, offset: self.offset, key: self.key }
    }
}

/// Returns the fonts, unpacked when first asked for.
fn fonts() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| FILES.iter().filter_map(|file| Font::unpack(file)).collect())
}

/// Sets and draws words, and remembers the shapes of letters.
#[derive(Default)]
pub(super) struct Pen {
    shaping: ShapeContext,
    scaling: ScaleContext,
    shapes: HashMap<Shape, Image>,
}

/// What the shape of a letter depends on: font, letter, size in pixels, weight, and quarters of a pixel.
type Shape = (usize, GlyphId, u16, Weight, u8);

thread_local! {
    static PEN: RefCell<Pen> = RefCell::default();
}

/// Lends this thread's pen.
pub(super) fn with_pen<T>(draw: impl FnOnce(&mut Pen) -> T) -> T {
    PEN.with_borrow_mut(draw)
}

impl Pen {
    /// Sets words in one line.
    pub(super) fn set(&mut self, words: &str, style: Style) -> Line {
        let mut line = Line { size: style.size, weight: Some(style.weight), ..Line::default() };
        let words: String = cleaned(words).collect();
        let mut rest = words.as_str();
        let mut last = 0;
        while !rest.is_empty() {
            let font = |letter: char| {
                let has =
                    |font: &usize| fonts().get(*font).is_some_and(|font| font.as_ref().charmap().map(letter) != 0);
                Some(last).filter(has).or_else(|| (0..FILES.len()).find(has)).unwrap_or(last)
            };
            let first = rest.chars().next().map_or(0, font);
            let end = rest.char_indices().find(|(_, letter)| font(*letter) != first).map_or(rest.len(), |(at, _)| at);
            // A letter that only another font has ends the run; the first one of a run is always in its font.
            let end = end.max(rest.chars().next().map_or(1, char::len_utf8));
            self.run(&rest[..end], first, style, &mut line);
            (rest, last) = (&rest[end..], first);
        }
        line
    }

    fn run(&mut self, words: &str, at: usize, style: Style, line: &mut Line) {
        let Some(font) = fonts().get(at) else { return };
        let script = if at < 2 { Script::Latin } else { Script::Cyrillic };
        let builder = self.shaping.builder(font.as_ref()).script(script).size(style.size);
        let mut shaper = builder.variations(&[("wght", weight(style.weight))]).build();
        shaper.add_str(words);
        shaper.shape_with(|cluster| {
            for glyph in cluster.glyphs {
                line.letters.push(Letter { font: at, id: glyph.id, x: line.width + glyph.x, y: glyph.y });
                line.width += glyph.advance;
            }
            line.width += style.tracking * style.size;
        });
    }

    /// Sets words in one line no wider than `room`; what is too long is cut.
    pub(super) fn cut(&mut self, words: &str, style: Style, room: f32) -> Line {
        let line = self.set(words, style);
        if line.width <= room { line } else { self.shortened(words, style, room) }
    }

    /// Sets words in one line no wider than `room`, smaller where they must be.
    pub(super) fn fitting(&mut self, words: &str, style: Style, room: f32) -> Line {
        let line = self.set(words, style);
        if line.width <= room {
            return line;
        }
        let size = (style.size * room / line.width).floor().max(18.0);
        self.cut(words, Style { size, ..style }, room)
    }

    /// Sets the beginning of words that has room before the mark that they were cut: whole words, if that loses little.
    fn shortened(&mut self, words: &str, style: Style, room: f32) -> Line {
        let ends: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
        let cut = |end: &usize| format!("{}…", words[..*end].trim_end_matches([' ', ',', ';', ':', '–', '—']));
        let fitting = ends.partition_point(|end| self.set(&cut(end), style).width <= room);
        let Some(end) = ends.get(fitting.saturating_sub(1)) else { return Line::default() };
        let whole = words[..*end].rfind(' ').filter(|whole| end - whole < WORD);
        self.set(&cut(&whole.unwrap_or(*end)), style)
    }

    /// Sets words in lines no wider than `room`, at most so many; what is too long for that is cut.
    pub(super) fn lines(&mut self, words: &str, style: Style, room: f32, most: usize) -> Vec<Line> {
        let pieces = self.pieces(words, style, room);
        let ranges = wrapped(&pieces, self.set(" ", style).width, room);
        let texts = |range: &std::ops::Range<usize>| {
            let texts: Vec<&str> = pieces[range.clone()].iter().map(|(text, _)| text.as_str()).collect();
            texts.join(" ")
        };
        let mut lines = Vec::with_capacity(most);
        for (at, range) in ranges.iter().enumerate().take(most) {
            if at + 1 == most && ranges.len() > most {
                let rest = range.start..pieces.len();
                lines.push(self.shortened(&texts(&rest), style, room));
            } else {
                lines.push(self.set(&texts(range), style));
            }
        }
        lines
    }

    /// Sets the words of lines again, so that they are of about one length.
    pub(super) fn balanced(&mut self, words: &str, style: Style, room: f32, lines: Vec<Line>) -> Vec<Line> {
        if lines.len() < 2 {
            return lines;
        }
        let pieces = self.pieces(words, style, room);
        let space = self.set(" ", style).width;
        let (mut narrow, mut broad) = (room / 3.0, room);
        for _ in 0..8 {
            let middle = f32::midpoint(narrow, broad);
            let fits = pieces.iter().all(|(_, width)| *width <= middle)
                && wrapped(&pieces, space, middle).len() <= lines.len();
            if fits { broad = middle } else { narrow = middle }
        }
        self.lines(words, style, broad, lines.len())
    }

    /// Returns the words of a text with their widths; one that is wider than a line in parts.
    fn pieces(&mut self, words: &str, style: Style, room: f32) -> Vec<(String, f32)> {
        let clean: String = cleaned(words).collect();
        let mut pieces = Vec::new();
        for word in clean.split(' ').filter(|word| !word.is_empty()) {
            let width = self.set(word, style).width;
            if width <= room {
                pieces.push((word.to_owned(), width));
                continue;
            }
            let mut part = String::new();
            for letter in word.chars() {
                part.push(letter);
                if self.set(&part, style).width > room {
                    part.pop();
                    let width = self.set(&part, style).width;
                    pieces.push((std::mem::replace(&mut part, letter.to_string()), width));
                }
            }
            let width = self.set(&part, style).width;
            pieces.push((part, width));
        }
        pieces
    }

    /// Draws a line with its beginning on the baseline at `x` and `y`.
    pub(super) fn draw(&mut self, canvas: &mut Canvas, line: &Line, [x, y]: [f32; 2], ink: Ink) {
        let Some(weight) = line.weight else { return };
        for letter in &line.letters {
            let at = x + letter.x;
            let quarter = if line.size >= LARGE { 0 } else { ((at - at.floor()) * 4.0) as u8 };
            let left = if line.size >= LARGE { at.round() } else { at.floor() };
            let shape = (letter.font, letter.id, line.size as u16, weight, quarter);
            if let Some(image) = self.shape(shape, line.size) {
                let place = image.placement;
                let corner = [left as i32 + place.left, (y - letter.y).round() as i32 - place.top];
                canvas.letter(corner, place.width as usize, &image.data, ink);
            }
        }
    }

    fn shape(&mut self, shape: Shape, size: f32) -> Option<&Image> {
        if !self.shapes.contains_key(&shape) {
            let (font, id, _, heavy, quarter) = shape;
            let font = fonts().get(font)?;
            let builder = self.scaling.builder(font.as_ref()).size(size);
            let mut scaler = builder.variations(&[("wght", weight(heavy))]).build();
            let mut render = Render::new(&[Source::Outline]);
            let image = render.offset(Vector::new(f32::from(quarter) / 4.0, 0.0)).render(&mut scaler, id)?;
            self.shapes.insert(shape, image);
        }
        self.shapes.get(&shape)
    }
}

/// Returns which words make each line.
fn wrapped(pieces: &[(String, f32)], space: f32, room: f32) -> Vec<std::ops::Range<usize>> {
    let mut lines: Vec<std::ops::Range<usize>> = Vec::new();
    let mut width = 0.0;
    for (at, (_, piece)) in pieces.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if width + space + piece <= room => {
                line.end = at + 1;
                width += space + piece;
            }
            _ => {
                lines.push(at..at + 1);
                width = *piece;
            }
        }
    }
    lines
}

fn weight(weight: Weight) -> f32 {
    match weight {
        Weight::Regular => 400.0,
        Weight::Bold => 600.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_all_letters_that_they_are_said_to_have() {
        assert_eq!(fonts().len(), FILES.len());
        for letter in LETTERS.iter().flat_map(|(first, last)| *first..=*last) {
            assert!(fonts().iter().any(|font| font.as_ref().charmap().map(letter) != 0), "{letter:?}");
        }
    }

    #[test]
    fn what_has_no_letters_is_known_and_what_nobody_sees_is_left_out() {
        for text in ["Łódź", "Ґанок, Їжак", "“No” – it’s 5 €", "soft\u{ad}hyphen", "two\nlines\tand\u{202e}turned"]
        {
            assert!(covers(text), "{text:?}");
        }
        for text in ["习近平", "محمد", "Việt", "🙂"] {
            assert!(!covers(text), "{text:?}");
        }
    }
}
