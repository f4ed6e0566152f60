//! Events that are part of themselves, or follow themselves, by way of others.

use foldhash::HashMap;

use super::place::{finding, place};
use crate::diagnostic::{Code, Report, Severity};
use crate::kinds;
use crate::link::{Handle, Site};
use crate::parse::At;

pub(super) static CODE: Code = Code {
    code: "D044",
    title: "events that lead back to themselves",
    severity: Severity::Error,
    doc: "Going from an event to what it is `part_of`, or to what it `follows`, must come to an end. Here it leads back to where it \
          began, so that no event of the circle can be the larger one, or the first. Remove the key from one of them; where two \
          events belong together without an order, give both one `part_of`.",
};

/// The keys that must not lead back, each with what a circle of them says.
const KEYS: [(&str, &str); 2] = [("part_of", "is part of itself"), ("follows", "follows itself")];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (key, says) in KEYS {
        for circle in circles(site, key) {
            let Some((start, at)) = circle.first() else { continue };
            let name = |handle: &Handle| format!("`{}`", site.get(*handle).id.id);
            let mut way: Vec<String> = circle.iter().map(|(event, _)| name(event)).collect();
            way.push(name(start));
            let message = format!("`{}` {says}: {}", site.get(*start).document.name, way.join(" → "));
            let mut found = finding(&CODE, site.get(*start), *at, message);
            for (event, at) in &circle[1..] {
                let event = site.get(*event);
                found = found.note(Some(place(event, *at)), "and this leads on");
            }
            let help =
                if circle.len() == 1 { "remove it".to_owned() } else { format!("remove `{key}` from one of them") };
            report.push(found.help(help));
        }
    }
}

/// An event with the place of a reference: in a circle, of its own to the next event.
type Step = (Handle, At);

/// Returns the circles that a key makes, each beginning with its first event by id: one for each reference that closes one.
/// Every event and every reference is looked at once.
fn circles(site: &Site, key: &str) -> Vec<Vec<Step>> {
    #[derive(PartialEq)]
    enum Seen {
        /// At this place of the way that is gone now.
        OnTheWay(usize),
        Done,
    }
    // The references of an event, the last one first.
    let onward = |event: Handle| -> Vec<Step> {
        let refs = site.get(event).refs(key);
        let mut steps: Vec<Step> =
            refs.filter_map(|(_, reference, resolved)| Some((resolved.found()?, reference.at))).collect();
        steps.reverse();
        steps
    };
    let mut circles = Vec::new();
    let mut seen: HashMap<Handle, Seen> = HashMap::default();
    for (start, _) in site.of_kind(&kinds::EVENT) {
        if seen.contains_key(&start) {
            continue;
        }
        // The way from the start to here: each event, the reference that was taken, and those that are left.
        let mut way = vec![(start, None, onward(start))];
        seen.insert(start, Seen::OnTheWay(0));
        while let Some((event, taken, left)) = way.last_mut() {
            let Some((next, at)) = left.pop() else {
                seen.insert(*event, Seen::Done);
                way.pop();
                continue;
            };
            *taken = Some(at);
            match seen.get(&next) {
                Some(Seen::OnTheWay(from)) => {
                    let steps = way[*from..].iter().filter_map(|(event, taken, _)| Some((*event, (*taken)?)));
                    circles.push(from_first(steps.collect()));
                }
                Some(Seen::Done) => {}
                None => {
                    seen.insert(next, Seen::OnTheWay(way.len()));
                    way.push((next, None, onward(next)));
                }
            }
        }
    }
    circles
}

/// Turns a circle so that it begins with its first event by id.
fn from_first(mut circle: Vec<Step>) -> Vec<Step> {
    let first = circle.iter().enumerate().min_by_key(|(_, (event, _))| *event).map_or(0, |(at, _)| at);
    circle.rotate_left(first);
    circle
}
