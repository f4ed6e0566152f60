//! Posters: the picture that stands for a page where its address is shared.
//!
//! 1. The words are laid out like an entry of the docket: the date in the gutter, the spine with a mark, the title beside it, all
//!    on one baseline; below a rule the site.
//! 2. A title takes the largest size in which it has room, in lines of about one length; one that is too long for the smallest is
//!    cut.
//! 3. Letters are those of the theme (`face`), drawn into an image of one ink (`canvas`). The same words give the same bytes.
//!
//! Words in a script that the theme has no letters for get no poster at all.

mod canvas;
mod face;

use std::sync::Arc;

use crate::digest::{Digest, Digestible as _, Hasher};
use canvas::{Canvas, Ink};
use face::{Line, Pen, Style, Weight};

/// The width in pixels.
pub const WIDTH: u32 = 1200;
/// The height in pixels.
pub const HEIGHT: u32 = 630;
/// Raised when the same words come to another picture than before.
const VERSION: u64 = 1;

/// Where the gutter ends, where the spine stands, and from where to where the text goes.
const GUTTER: f32 = 226.0;
const SPINE: f32 = 256.0;
const TEXT: [f32; 2] = [300.0, 1124.0];
/// The baseline of the label above the title, and the top of the title.
const LABEL: f32 = 110.0;
const TOP: f32 = 136.0;
/// How far down title and note may go, and where the rule stands.
const BOTTOM: f32 = 498.0;
const RULE: f32 = 540.0;
/// The sizes of a title, with the most lines of each.
const TITLES: [(f32, usize); 5] = [(84.0, 2), (76.0, 3), (66.0, 4), (56.0, 5), (48.0, 6)];

/// A mark on the spine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mark {
    /// A dot: what has a day, or no date.
    #[default]
    Dot,
    /// A bracket: some day within a span.
    Bracket,
    /// A ring: what is planned, or will not be.
    Ring,
}

/// What a poster says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Poster {
    /// What the page is, or the story that it belongs to: `Running story`.
    pub label: Arc<str>,
    /// The title.
    pub title: Arc<str>,
    /// A sentence on it.
    pub note: Option<Arc<str>>,
    /// The date, from the largest piece to the smallest: `14`, `Feb`, `2025`.
    pub date: Vec<Arc<str>>,
    /// How it is marked on the spine.
    pub mark: Mark,
    /// The name of the site.
    pub site: Arc<str>,
    /// Its address without the scheme: `example.org`.
    pub address: Arc<str>,
}

impl Poster {
    /// Returns this poster if the theme has letters for its title; what else it lacks letters for is left out.
    #[must_use]
    pub fn legible(mut self) -> Option<Self> {
        self.note = self.note.filter(|note| face::covers(note));
        if !self.date.iter().all(|piece| face::covers(piece)) {
            self.date.clear();
        }
        for words in [&mut self.label, &mut self.site, &mut self.address] {
            if !face::covers(words) {
                *words = Arc::default();
            }
        }
        (!self.title.trim().is_empty() && face::covers(&self.title)).then_some(self)
    }

    /// Returns the digest of all that it is drawn from.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let Self { label, title, note, date, mark, site, address } = self;
        let mut hasher = Hasher::default();
        hasher.number(VERSION);
        for words in [label, title, site, address] {
            words.digest(&mut hasher);
        }
        note.digest(&mut hasher);
        date.digest(&mut hasher);
        hasher.number(*mark as u64);
        hasher.finish()
    }

    /// Draws it, as a PNG of [`WIDTH`] by [`HEIGHT`] pixels.
    #[must_use]
    pub fn drawn(&self) -> Vec<u8> {
        face::with_pen(|pen| {
            let mut canvas = Canvas::new();
            self.draw(pen, &mut canvas);
            canvas.png()
        })
    }

    fn draw(&self, pen: &mut Pen, canvas: &mut Canvas) {
        let room = TEXT[1] - TEXT[0];
        canvas.fill([SPINE - 1.0, SPINE + 1.0], [0.0, canvas::TALL], Ink::Rule);
        let label = Style { size: 26.0, weight: Weight::Bold, tracking: 0.07 };
        let words = pen.cut(&self.label.to_uppercase(), label, room);
        pen.draw(canvas, &words, [TEXT[0], LABEL], Ink::Second);
        let (size, lines) = title(pen, &self.title, room);
        let first = TOP + size;
        let step = (size * 1.1).round();
        let mut base = first;
        for line in &lines {
            pen.draw(canvas, line, [TEXT[0] - size * 0.03, base], Ink::Full);
            base += step;
        }
        self.draw_note(pen, canvas, base - step);
        self.draw_date(pen, canvas, first);
        self.draw_mark(canvas, first - size * 0.31);
        self.draw_site(pen, canvas);
    }

    /// Draws the sentence below the last line of the title, as much of it as there is room for.
    fn draw_note(&self, pen: &mut Pen, canvas: &mut Canvas, last: f32) {
        let Some(note) = &self.note else { return };
        let style = Style { size: 32.0, weight: Weight::Regular, tracking: 0.0 };
        let step = 43.0;
        let first = last + 64.0;
        let mut most = 0_u8;
        while most < 4 && first + step * f32::from(most) <= BOTTOM {
            most += 1;
        }
        let lines = pen.lines(note, style, TEXT[1] - TEXT[0], usize::from(most));
        for (at, line) in (0_u8..).zip(&lines) {
            pen.draw(canvas, line, [TEXT[0], first + step * f32::from(at)], Ink::Second);
        }
    }

    /// Draws the date into the gutter: as large as it is exact, the largest piece on the baseline of the title.
    fn draw_date(&self, pen: &mut Pen, canvas: &mut Canvas, first: f32) {
        let is_day = self.date.first().is_some_and(|piece| piece.chars().count() < 3);
        let small = Style { size: 28.0, weight: Weight::Regular, tracking: 0.05 };
        let mut base = first;
        for (at, piece) in self.date.iter().enumerate() {
            let line = if at == 0 {
                let large = if is_day { 112.0 } else { 52.0 };
                pen.fitting(piece, Style { size: large, weight: Weight::Regular, tracking: 0.0 }, GUTTER - 24.0)
            } else {
                pen.fitting(&piece.to_uppercase(), small, GUTTER - 24.0)
            };
            pen.draw(canvas, &line, [GUTTER - line.width, base], if at == 0 { Ink::Full } else { Ink::Second });
            base += if at == 0 { 46.0 } else { 38.0 };
        }
    }

    /// Draws the mark on the spine.
    fn draw_mark(&self, canvas: &mut Canvas, middle: f32) {
        match self.mark {
            Mark::Dot => return canvas.dot([SPINE, middle], [0.0, 13.0]),
            Mark::Ring => return canvas.dot([SPINE, middle], [9.0, 14.0]),
            Mark::Bracket => {}
        }
        canvas.fill([SPINE - 3.0, SPINE + 3.0], [middle - 22.0, middle + 22.0], Ink::Full);
        for end in [middle - 22.0, middle + 18.0] {
            canvas.fill([SPINE - 13.0, SPINE + 13.0], [end, end + 5.0], Ink::Full);
        }
    }

    /// Draws what stands below the rule: the site and its address.
    fn draw_site(&self, pen: &mut Pen, canvas: &mut Canvas) {
        canvas.fill(TEXT, [RULE, RULE + 2.0], Ink::Rule);
        let address = Style { size: 24.0, weight: Weight::Regular, tracking: 0.0 };
        let site = Style { size: 30.0, weight: Weight::Bold, tracking: 0.0 };
        let room = TEXT[1] - TEXT[0];
        let address = pen.cut(&self.address, address, room * 0.45);
        let site = pen.cut(&self.site, site, room - address.width - 32.0);
        pen.draw(canvas, &site, [TEXT[0], RULE + 46.0], Ink::Full);
        pen.draw(canvas, &address, [TEXT[1] - address.width, RULE + 46.0], Ink::Second);
    }
}

/// Returns the lines of a title and their size.
fn title(pen: &mut Pen, words: &str, room: f32) -> (f32, Vec<Line>) {
    let style = |size| Style { size, weight: Weight::Bold, tracking: -0.008 };
    for (size, most) in TITLES {
        let lines = pen.lines(words, style(size), room, most + 1);
        if lines.len() <= most {
            return (size, pen.balanced(words, style(size), room, lines));
        }
    }
    let (size, most) = TITLES[TITLES.len() - 1];
    (size, pen.lines(words, style(size), room, most))
}
