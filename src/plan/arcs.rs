//! An arc diagram: names in one column, and an arc beside it for each two of them that have to do with each other.
//!
//! 1. The names come by rank; each then moves to where its arcs are shortest, so that those who belong together stand together.
//! 2. Every name has a row of its own, so that names never meet, and is cut where it would leave the drawing.
//! 3. An arc is half an ellipse, the wider the further apart its ends stand.
//!
//! All numbers are whole units of the drawing, so that it is the same on every machine.

use std::fmt::Write as _;
use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;

use super::parts::NamedView;
use super::view::view;

/// The most names of one diagram.
pub(super) const MOST: usize = 24;
/// The height of a row.
const ROW: usize = 32;
/// Where the dots stand from the left: arcs have the room before it.
const DOTS: usize = 112;
/// The width of the narrowest and of the widest arc.
const ARC: [usize; 2] = [27, 104];
/// By how much one row more widens an arc at most.
const STEP: usize = 17;
/// How wide a name may be on narrow and on wide pages, in tenths of a small letter.
const NAME: [usize; 2] = [195, 500];
/// How often each name looks for a better place.
const PASSES: usize = 3;

view! {
    /// A diagram of those who have to do with each other.
    DiagramView {
        /// The height of the drawing.
        height: usize,
        /// The names, from the top.
        nodes: Vec<NodeView>,
        /// The ties.
        ties: Vec<ArcView>,
        /// The arcs of those who are only in the same events, as the path of one shape; empty where there are none.
        met: String,
    }
}

view! {
    /// A name of a diagram.
    NodeView {
        /// The whole name.
        title: Arc<str>,
        /// The name where it had to be cut.
        short: Option<Arc<str>>,
        /// As much of it as there is room for on wide pages, where it was cut.
        wide: Option<Arc<str>>,
        /// The address from the site's root; none for the one whose page it is.
        path: Option<Arc<str>>,
        /// The middle of its row.
        y: usize,
    }
}

view! {
    /// An arc of a diagram.
    ArcView {
        /// The path of its shape.
        path: String,
        /// Whether all that it stands for has ended.
        ended: bool,
        /// What it stands for.
        told: Vec<ToldView>,
    }
}

view! {
    /// A tie in a few words.
    ToldView {
        /// The one who is tied.
        of: Arc<str>,
        /// What the tie is.
        label: Option<Arc<str>>,
        /// The other one.
        to: Arc<str>,
    }
}

/// What two names of a diagram have to do with each other.
pub(super) struct Bond {
    /// Their places among the names.
    pub(super) ends: [usize; 2],
    /// The ties that are recorded; none for two who are in the same events only.
    pub(super) told: Vec<ToldView>,
    /// Whether all of these have ended.
    pub(super) ended: bool,
}

impl Bond {
    /// Returns how strongly it draws its ends together.
    fn weight(&self) -> usize {
        if self.told.is_empty() { 1 } else { 3 }
    }
}

/// Draws names, of which the first ones stay at the head, with their bonds. Those without a bond are left out.
#[must_use]
pub(super) fn drawn(names: Vec<NamedView>, mut bonds: Vec<Bond>, head: usize) -> DiagramView {
    let rows = rows(names.len(), &bonds, head);
    bonds.sort_by_key(|bond| {
        let [a, b] = bond.ends.map(|end| rows[end]);
        (a.min(b), a.max(b))
    });
    let apart = |bond: &Bond| rows[bond.ends[0]].unwrap_or(0).abs_diff(rows[bond.ends[1]].unwrap_or(0));
    let widest = bonds.iter().map(apart).max().unwrap_or(1).max(2);
    let step = (10 * STEP).min(10 * (ARC[1] - ARC[0]) / (widest - 1));
    let (mut ties, mut met) = (Vec::new(), String::new());
    for bond in bonds {
        let [Some(a), Some(b)] = bond.ends.map(|end| rows[end]) else { continue };
        let distance = a.abs_diff(b);
        let width = ARC[0] + (distance.max(1) - 1) * step / 10;
        let (top, bottom) = (middle(a.min(b)), middle(a.max(b)));
        let mut path = String::new();
        // Writing to a text cannot fail.
        let _ = write!(path, "M{DOTS} {top}A{width} {} 0 0 0 {DOTS} {bottom}", distance * ROW / 2);
        if bond.told.is_empty() {
            met.push_str(&path);
        } else {
            ties.push(ArcView { path, ended: bond.ended, told: bond.told });
        }
    }
    let mut nodes: Vec<NodeView> = names
        .into_iter()
        .zip(&rows)
        .filter_map(|(name, row)| {
            let [short, wide] = NAME.map(|most| cut(&name.title, most).map(Arc::from));
            let wide = short.is_some().then(|| wide.unwrap_or_else(|| Arc::clone(&name.title)));
            Some(NodeView { short, wide, title: name.title, path: name.path, y: middle((*row)?) })
        })
        .collect();
    nodes.sort_by_key(|node| node.y);
    DiagramView { height: nodes.len() * ROW, nodes, ties, met }
}

fn middle(row: usize) -> usize {
    row * ROW + ROW / 2
}

/// Returns the row of each name; none for one without a bond.
fn rows(count: usize, bonds: &[Bond], head: usize) -> Vec<Option<usize>> {
    let bound = |name: &usize| bonds.iter().any(|bond| bond.ends.contains(name));
    let mut order: Vec<usize> = (0..count).filter(bound).collect();
    let mut rows = vec![0; count];
    let mut length = |order: &[usize]| -> usize {
        for (row, name) in order.iter().enumerate() {
            rows[*name] = row;
        }
        bonds.iter().map(|bond| bond.weight() * rows[bond.ends[0]].abs_diff(rows[bond.ends[1]])).sum()
    };
    let mut shortest = length(&order);
    for _ in 0..PASSES {
        let before = shortest;
        for name in head..count {
            let Some(from) = order.iter().position(|other| *other == name) else { continue };
            let mut tried = order.clone();
            tried.remove(from);
            for to in head..order.len() {
                tried.insert(to, name);
                let found = length(&tried);
                if found < shortest {
                    shortest = found;
                    order.clone_from(&tried);
                }
                tried.remove(to);
            }
        }
        if shortest == before {
            break;
        }
    }
    let mut rows = vec![None; count];
    for (row, name) in order.into_iter().enumerate() {
        rows[name] = Some(row);
    }
    rows
}

/// Returns how wide words are, in tenths of a small letter.
pub(super) fn width(words: &str) -> usize {
    words.chars().map(letter_width).sum()
}

/// Returns the beginning of words that are wider than `room`, in tenths of a small letter.
pub(super) fn cut(words: &str, room: usize) -> Option<String> {
    let mut wide = 0;
    let mut fits = 0;
    for (at, letter) in words.char_indices() {
        wide += letter_width(letter);
        if wide > room {
            return Some(format!("{}…", words[..fits].trim_end()));
        }
        // Room for the mark that it was cut.
        if wide + 10 <= room {
            fits = at + letter.len_utf8();
        }
    }
    None
}

fn letter_width(letter: char) -> usize {
    match letter {
        letter if is_combining_mark(letter) => 0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'.. => 20,
        letter if letter.is_uppercase() => 14,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<NamedView> {
        (0..count).map(|at| NamedView { title: format!("Name {at}").into(), path: Some("x/".into()) }).collect()
    }

    fn bond(a: usize, b: usize, is_tie: bool) -> Bond {
        let told = ToldView { of: "a".into(), label: None, to: "b".into() };
        Bond { ends: [a, b], told: if is_tie { vec![told] } else { Vec::new() }, ended: false }
    }

    #[test]
    fn names_have_rows_of_their_own_and_those_without_a_bond_none() {
        let bonds: Vec<Bond> = (0..MOST).map(|at| bond(at, (at * 7 + 3) % MOST, at % 3 == 0)).collect();
        let bonds: Vec<Bond> = bonds.into_iter().filter(|it| it.ends[0] != it.ends[1]).collect();
        let diagram = drawn(names(MOST + 1), bonds, 0);
        assert_eq!(diagram.nodes.len(), MOST);
        assert_eq!(diagram.height, MOST * ROW);
        assert!(diagram.nodes.windows(2).all(|pair| pair[1].y - pair[0].y == ROW));
        assert!(diagram.nodes.iter().all(|node| node.y < diagram.height));
    }

    #[test]
    fn those_who_are_tied_stand_together() {
        let diagram = drawn(names(6), vec![bond(0, 5, true), bond(1, 4, true), bond(2, 3, false)], 0);
        let rows: Vec<&str> = diagram.nodes.iter().map(|node| &node.title[5..]).collect();
        let beside = |a: &str, b: &str| rows.windows(2).any(|pair| pair == [a, b] || pair == [b, a]);
        assert!(beside("0", "5") && beside("1", "4") && beside("2", "3"), "{rows:?}");
        assert!(diagram.ties[0].path.starts_with("M112 ") && diagram.ties[0].path.contains("A27 16 0 0 0 112 "));
        assert!(diagram.met.contains("A27 16 0 0 0 112 "));
    }

    #[test]
    fn the_head_stays_and_no_arc_leaves_the_drawing() {
        let diagram = drawn(names(MOST), (1..MOST).map(|at| bond(0, at, at > 20)).collect(), 1);
        assert_eq!(&*diagram.nodes[0].title, "Name 0");
        let widest =
            diagram.ties.iter().map(|tie| &tie.path).chain([&diagram.met]).flat_map(|path| path.split('A').skip(1));
        let widest = widest.filter_map(|arc| arc.split(' ').next()?.parse::<usize>().ok()).max();
        assert!(widest.is_some_and(|widest| (ARC[0]..=ARC[1]).contains(&widest) && widest < DOTS), "{widest:?}");
    }

    #[test]
    fn long_names_are_cut_by_the_room_that_their_letters_take() {
        for (name, cut) in [
            ("Volodymyr Zelensky", None),
            ("Central Intelligence Agency", Some("Central Intellige…")),
            ("习近平", None),
            ("习近平习近平习近平习近平", Some("习近平习近平习近平…")),
            ("Ōōōōōōōōōōōōōōōō", None),
            ("WWWWWWWWWWWWWWWWWWWW", Some("WWWWWWWWWWWWW…")),
        ] {
            assert_eq!(super::cut(name, NAME[0]).as_deref(), cut, "{name}");
        }
    }
}
