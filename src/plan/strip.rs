//! A strip of time: the events of a story along one line, each as exact as its date.
//!
//! 1. Days become places on a line (`scale`).
//! 2. From the left each mark takes the first lane where it has room, with its title beside it, or over it if it is long; else
//!    the title before it is cut or left out. Titles never meet, and what has none still is a link that says all.
//! 3. Too many marks for the lanes become columns, which count what begins in each part of the line.
//!
//! Places are shares of the width, so that the drawing fills narrow and wide pages alike and its letters keep their size: room is
//! reckoned in a phone's width for marks, and for titles in that and a page's. All numbers are whole, the same on every machine.

mod scale;

use std::sync::Arc;

use super::arcs::cut;
use super::desk::{Desk, status};
use super::view::view;
use crate::date::{Certainty, Date, Language, Shape};
use crate::link::Handle;
use scale::{LENGTH, Scale, count};

/// The fewest events of a strip.
const FEWEST: usize = 3;
/// The most lanes.
const LANES: usize = 10;
/// The height of a lane in pixels: enough for a finger.
const LANE: usize = 26;
/// What stays free above the lanes, for titles over the first of them.
const ABOVE: usize = 6;
/// The height of the columns.
const COLUMNS: usize = 96;
/// How many columns there are.
const BINS: i64 = 48;
/// The widths in pixels for which room is reckoned: of a phone and of a page.
const WIDTHS: [i64; 2] = [288, 608];
/// How wide a mark is at least, in pixels.
const MARK: i64 = 24;
/// How wide a tenth of a small letter is, in hundredths of a pixel.
const LETTER: i64 = 68;
/// The smallest room in which a title is begun, in pixels.
const WORTH: i64 = 64;

view! {
    /// A story's events along a line of time.
    StripView {
        /// The height of the drawing, labels of the line included.
        height: usize,
        /// Where the line stands from the top.
        base: usize,
        /// How many events it shows.
        events: usize,
        /// The events, oldest first; none where there are too many.
        marks: Vec<MarkView>,
        /// How many begin in each part of the line, where there are too many for marks.
        columns: Vec<ColumnView>,
        /// The labels of the line.
        ticks: Vec<TickView>,
        /// Where the line is broken.
        breaks: Vec<BreakView>,
        /// Where the day stands that counts as today.
        today: Option<Arc<str>>,
    }
}

view! {
    /// An event on a strip.
    MarkView {
        /// The title.
        title: Arc<str>,
        /// The address from the site's root.
        path: Arc<str>,
        /// The date in words.
        date: Arc<str>,
        /// How it is drawn: `day`, `bar` for what lasted, `some` for some day within a span, `vague` for a span that may be
        /// wrong, `unsure` for a day that may be.
        shape: &'static str,
        /// The event's status.
        status: Option<Arc<str>>,
        /// Whether its end is open.
        open: bool,
        /// Where it begins: a share of the width.
        x: Arc<str>,
        /// How long it is, unless it is one day.
        width: Option<Arc<str>>,
        /// Where it ends.
        end: Arc<str>,
        /// Where its middle stands from the top.
        y: usize,
        /// The title beside it on wide pages, perhaps cut.
        label: Option<Arc<str>>,
        /// The same on narrow pages, where there is less room; none where it is the same or where there is no room at all.
        short: Option<Arc<str>>,
        /// Where the title begins, or ends if it stands before the mark.
        at: Arc<str>,
        /// Whether the title stands before the mark.
        before: bool,
        /// Whether the title stands over the mark, which is long enough for it.
        over: bool,
        /// Whether there is room for the title on wide pages only.
        wide: bool,
    }
}

view! {
    /// A column of a strip.
    ColumnView {
        /// Where it begins.
        x: Arc<str>,
        /// Its top.
        y: usize,
        /// Its height.
        height: usize,
    }
}

view! {
    /// A label of a strip's line.
    TickView {
        /// Where it stands.
        x: Arc<str>,
        /// The words.
        words: Arc<str>,
        /// Whether there is room for it on wide pages only.
        wide: bool,
    }
}

view! {
    /// A stretch of time that is drawn short.
    BreakView {
        /// Where it begins.
        x: Arc<str>,
        /// Where it ends.
        to: Arc<str>,
    }
}

/// An event with its days.
struct Placed<'a> {
    event: Handle,
    date: &'a Date,
    from: i64,
    to: i64,
}

/// A mark on its lane.
struct Laid {
    lane: usize,
    /// Where it begins and ends, as drawn.
    ends: [i64; 2],
    /// Whether its title stands before it.
    before: bool,
    /// Whether its title stands over it.
    over: bool,
}

/// Draws the events of a story; none where too few have dates that differ.
pub(super) fn of_story(desk: &Desk, events: &[Handle], language: Language) -> Option<StripView> {
    let today = desk.site.as_of.map(count);
    let known: Vec<(Handle, &Date)> = events
        .iter()
        .filter_map(|event| Some((*event, desk.entity(*event).document.fields.date("date")?)))
        .filter(|(_, date)| date.earliest().or_else(|| date.latest()).is_some())
        .collect();
    if known.len() < FEWEST {
        return None;
    }
    let bounds = |date: &Date| [date.earliest().map(count), date.latest().map(count)];
    let mut days: Vec<i64> = known.iter().flat_map(|(_, date)| bounds(date)).flatten().collect();
    // A line that leads to what is planned shows where today is; one that ended long ago does not reach up to it.
    let [first, last] = [days.iter().min().copied()?, days.iter().max().copied()?];
    let today = today.filter(|today| (first..last).contains(today));
    days.extend(today);
    let scale = Scale::new(days)?;
    let mut placed: Vec<Placed<'_>> = known
        .into_iter()
        .map(|(event, date)| {
            let [from, to] = bounds(date);
            let until = if date.shape() == Shape::Since { today.unwrap_or(last) } else { last };
            Placed { event, date, from: from.unwrap_or(first), to: to.unwrap_or(until) }
        })
        .collect();
    placed.sort_by_key(|it| it.from);
    let titles: Vec<&str> = placed.iter().map(|it| &*desk.cards[it.event.ix()].view.title).collect();
    let ends: Vec<[i64; 2]> = placed.iter().map(|it| drawn(&scale, it)).collect();
    let laid = lanes(&ends, &titles);
    let height = laid.as_ref().map_or(COLUMNS, |laid| laid.iter().map(|it| it.lane + 1).max().unwrap_or(1) * LANE);
    let marks = laid.as_ref().map_or_else(Vec::new, |laid| {
        let labels = labels(laid, &titles);
        let each = placed.iter().zip(laid).zip(labels);
        each.map(|((it, laid), label)| mark(desk, it, laid, label, language)).collect()
    });
    Some(StripView {
        height: ABOVE + height + 28,
        base: ABOVE + height + 4,
        events: placed.len(),
        columns: if laid.is_none() { columns(&ends) } else { Vec::new() },
        marks,
        ticks: ticks(&scale, language),
        breaks: scale.breaks().map(|[x, to]| BreakView { x: share(x), to: share(to) }).collect(),
        today: today.map(|today| share(scale.place(today))),
    })
}

/// Returns where a mark begins and ends: a day is its middle, and what lasts is long enough to be seen.
fn drawn(scale: &Scale, it: &Placed<'_>) -> [i64; 2] {
    let [from, to] = [it.from, it.to].map(|day| scale.place(day));
    if it.date.day().is_some() || it.from == it.to {
        return [from, from];
    }
    let least = units(14, WIDTHS[0]);
    if to - from >= least { [from, to] } else { [from.min(LENGTH - least), from.min(LENGTH - least) + least] }
}

/// Gives each mark a lane; none where one finds no room. They come in the order of their beginnings.
fn lanes(ends: &[[i64; 2]], titles: &[&str]) -> Option<Vec<Laid>> {
    // Where the last mark of each lane ends, on a phone, and where its title does, on a page.
    let mut taken: Vec<[i64; 2]> = Vec::new();
    let mut laid = Vec::with_capacity(ends.len());
    let half = units(MARK / 2, WIDTHS[0]);
    for ([from, to], title) in ends.iter().zip(titles) {
        let room = units(wide(title) + MARK, WIDTHS[1]);
        let over = to - from >= room;
        let after = over || to + room <= LENGTH;
        let start = if after { from - units(MARK / 2, WIDTHS[1]) } else { from - room };
        let is_free = |lane: &[i64; 2]| lane[0] + half <= *from - half && lane[1] <= start;
        let free = taken.iter().position(is_free).or_else(|| (taken.len() < LANES).then_some(taken.len()));
        // With no lane for its title, it still may have one for itself: that where least of a title is lost.
        let lost = |lane: &usize| taken[*lane][1];
        let bare = || (0..taken.len()).filter(|lane| taken[*lane][0] + half <= *from - half).min_by_key(lost);
        let lane = free.or_else(bare)?;
        let told = free.is_some() && (after || start >= 0);
        let end = if told && after && !over { to + room } else { to + units(MARK / 2, WIDTHS[1]) };
        if lane == taken.len() {
            taken.push([*to, end]);
        } else {
            taken[lane] = [*to, end];
        }
        laid.push(Laid { lane, ends: [*from, *to], before: told && !after, over });
    }
    Some(laid)
}

/// The title beside a mark, as much of it as there is room for: on a phone and on a page.
type Labels = [Option<String>; 2];

/// Returns the title beside each mark.
fn labels(laid: &[Laid], titles: &[&str]) -> Vec<Labels> {
    let each = laid.iter().enumerate().map(|(at, it)| {
        let lane = |(other, (laid, _)): &(usize, (&Laid, &&str))| *other != at && laid.lane == it.lane;
        let mut others = laid.iter().zip(titles).enumerate().filter(lane);
        // A phone's letters take more of the line, so that what stands before the next mark there is not told.
        let gaps = if it.over {
            [it.ends[1] - it.ends[0]; 2]
        } else if it.before {
            let before = others.filter(|(other, _)| *other < at).map(|(_, (other, _))| other.ends[1]).max();
            [it.ends[0] - before.unwrap_or(0); 2]
        } else {
            let next = others.find(|(other, _)| *other > at).map(|(_, (other, title))| {
                let told = units(wide(title) + MARK, WIDTHS[1]);
                if other.before { [it.ends[1], other.ends[0] - told] } else { [other.ends[0]; 2] }
            });
            next.unwrap_or([LENGTH; 2]).map(|next| next - it.ends[1])
        };
        let mut rooms = gaps.into_iter().zip(WIDTHS).map(|(gap, width)| gap * width / LENGTH - MARK);
        [(); 2].map(|()| {
            let room = rooms.next().unwrap_or(0);
            let is_worth = room >= WORTH.min(wide(titles[at]));
            is_worth.then(|| cut(titles[at], (room * 100 / LETTER) as usize).unwrap_or_else(|| titles[at].to_owned()))
        })
    });
    each.collect()
}

fn mark(desk: &Desk, it: &Placed<'_>, laid: &Laid, [phone, page]: Labels, language: Language) -> MarkView {
    let card = &desk.cards[it.event.ix()].view;
    let [from, to] = laid.ends;
    let wide = page != phone;
    MarkView {
        title: Arc::clone(&card.title),
        path: Arc::clone(&card.path),
        date: it.date.words(language).into(),
        shape: shape(it.date, from == to),
        status: status(desk.entity(it.event)),
        open: it.date.shape() == Shape::Since,
        x: share(from),
        width: (from != to).then(|| share(to - from)),
        end: share(to),
        y: ABOVE + laid.lane * LANE + LANE / 2,
        label: page.map(Into::into),
        short: phone.filter(|_| wide).map(Into::into),
        at: share(if laid.before || laid.over { from } else { to }),
        before: laid.before,
        over: laid.over,
        wide,
    }
}

fn shape(date: &Date, is_point: bool) -> &'static str {
    match (date.certainty(), date.shape()) {
        (Certainty::Certain, _) if is_point => "day",
        (_, _) if is_point => "unsure",
        (Certainty::Certain, Shape::Since | Shape::Until | Shape::AllOf) => "bar",
        (Certainty::Certain, _) => "some",
        _ => "vague",
    }
}

/// Counts what begins in each part of the line.
fn columns(ends: &[[i64; 2]]) -> Vec<ColumnView> {
    let mut counts = vec![0_usize; BINS as usize];
    for [from, _] in ends {
        counts[(from * BINS / LENGTH).clamp(0, BINS - 1) as usize] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let counted = (0..BINS).zip(counts).filter(|(_, count)| *count > 0);
    let columns = counted.map(|(bin, count)| {
        let height = (COLUMNS * count / most).max(3);
        ColumnView { x: share(bin * LENGTH / BINS), y: ABOVE + COLUMNS + 4 - height, height }
    });
    columns.collect()
}

/// Returns the labels of the line that do not meet.
fn ticks(scale: &Scale, language: Language) -> Vec<TickView> {
    let mut ticks = Vec::new();
    let mut ends = [0, 0];
    for tick in scale.ticks(language) {
        let [phone, page] = WIDTHS.map(|width| units(wide(&tick.words) / 2 + 6, width));
        let fits = [phone, page].map(|half| tick.place + half.min(LENGTH) <= LENGTH);
        let [on_phone, on_page] = [tick.place - phone >= ends[0] && fits[0], tick.place - page >= ends[1] && fits[1]];
        // What a phone shows a page shows, too.
        if on_page {
            ends[1] = tick.place + page;
            if on_phone {
                ends[0] = tick.place + phone;
            }
            ticks.push(TickView { x: share(tick.place), words: tick.words.into(), wide: !on_phone });
        }
    }
    ticks
}

/// Returns how wide words are, in pixels.
fn wide(words: &str) -> i64 {
    i64::try_from(super::arcs::width(words)).unwrap_or(LENGTH) * LETTER / 100
}

/// Returns pixels of a width in units of the line, rounded up.
fn units(pixels: i64, width: i64) -> i64 {
    (pixels * LENGTH + width - 1) / width
}

/// Writes a place as a share of the width: `34.2%`.
fn share(place: i64) -> Arc<str> {
    format!("{}.{}%", place / 10, place % 10).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns marks that come in bursts, with titles of all lengths, the same on each run.
    fn bursts(count: usize) -> (Vec<[i64; 2]>, Vec<String>) {
        let mut ends: Vec<[i64; 2]> = (0..i64::try_from(count).unwrap_or(0))
            .map(|at| {
                let from = (at * at * 37 + at * 11) % 900 + 50;
                [from, if at % 3 == 0 { (from + at % 200).min(950) } else { from }]
            })
            .collect();
        ends.sort_unstable();
        let titles = (0..count).map(|at| "A title of some length and more".chars().take(4 + at * 7 % 27).collect());
        (ends, titles.collect())
    }

    #[test]
    fn neither_marks_nor_titles_meet_on_a_phone_or_a_page() {
        for count in 3..60 {
            let (ends, titles) = bursts(count);
            let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
            let Some(laid) = lanes(&ends, &titles) else { continue };
            let labels = labels(&laid, &titles);
            for (at, width) in WIDTHS.into_iter().enumerate() {
                let mut taken: Vec<(usize, [i64; 2])> = Vec::new();
                for (mark, labels) in laid.iter().zip(&labels) {
                    let pixels = mark.ends.map(|end| end * width / LENGTH);
                    let told = labels[at].as_ref().map_or(MARK / 2 - 1, |label| wide(label) + 12);
                    let [left, right] = if mark.over {
                        assert!(pixels[0] + told <= pixels[1] + MARK, "a title is longer than its mark");
                        [MARK / 2 - 1; 2]
                    } else if mark.before {
                        [told, MARK / 2 - 1]
                    } else {
                        [MARK / 2 - 1, told]
                    };
                    let it = (mark.lane, [pixels[0] - left, pixels[1] + right]);
                    let meets =
                        |other: &(usize, [i64; 2])| other.0 == it.0 && other.1[1] > it.1[0] && it.1[1] > other.1[0];
                    assert!(!taken.iter().any(meets), "{count} marks, {width} px: {it:?} among {taken:?}");
                    assert!(it.1[0] >= 0 && it.1[1] <= width, "{count} marks, {width} px: {it:?} is cut off");
                    taken.push(it);
                }
            }
        }
    }

    #[test]
    fn a_few_events_have_marks_with_titles_and_hundreds_are_counted() {
        let (ends, titles) = bursts(8);
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let laid = lanes(&ends, &titles);
        assert!(laid.is_some_and(|laid| labels(&laid, &titles).iter().all(|labels| labels[1].is_some())));
        let (ends, titles) = bursts(500);
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        assert!(lanes(&ends, &titles).is_none());
        let columns = columns(&ends);
        assert!(columns.len() <= BINS as usize);
        assert!(columns.iter().all(|column| column.y + column.height == ABOVE + COLUMNS + 4));
    }
}
