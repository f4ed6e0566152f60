//! Ids of blocks, as Obsidian writes them: `^id` at the end of a paragraph, a list item or a heading, or on a line of its own below a
//! block. They are no words of the text; links may lead there.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::events::Events;

/// The id of a block, with the position of an event in that block after which no other block begins before the next event.
pub(super) type BlockId = (usize, Box<str>);

/// Takes the ids of blocks out of a text's events, and returns them in their order.
pub(super) fn strip(text: &str, events: &mut Events<'_>) -> Vec<BlockId> {
    let (mut gone, mut ids) = (Vec::new(), Vec::new());
    if !text.contains('^') {
        return ids;
    }
    // The last line that names the block before it: where it ends, and where that block begins.
    let mut named: Option<(usize, Option<usize>)> = None;
    for at in 1..events.len() {
        let is_bare = LinkType::WikiLink { has_pothole: false };
        if let (Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }), Event::Text(words)) =
            (&events[at - 1].0, &events[at].0)
            && *link_type == is_bare
            && let Some(name) = words.split_once("#^").map(|(name, _)| name.to_owned())
        {
            // A link to a block says whose block it is.
            events[at].0 = Event::Text(CowStr::from(name));
        }
        if !matches!(
            events[at].0,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) | Event::Start(Tag::List(_))
        ) {
            continue;
        }
        let Event::Text(words) = &events[at - 1].0 else { continue };
        let Some((kept, id)) = without_id(words) else { continue };
        let id: Box<str> = id.into();
        let before = at.checked_sub(2).map(|before| &events[before].0);
        let first_gone = if kept > 0 {
            let words = words[..kept].to_owned();
            events[at - 1].0 = Event::Text(CowStr::from(words));
            at
        } else if matches!(before, Some(Event::SoftBreak)) {
            gone.extend([at - 2, at - 1]);
            at - 2
        } else if matches!(before, Some(Event::Start(Tag::Paragraph))) {
            // A line of its own names the block before it.
            gone.extend([at - 2, at - 1, at]);
            let beginning = match named.filter(|(end, _)| end + 3 == at) {
                // So does the line after it.
                Some((_, beginning)) => beginning,
                None => beginning_before(events, at - 2),
            };
            named = Some((at, beginning));
            ids.extend(beginning.map(|beginning| (beginning, id)));
            continue;
        } else if matches!(before, Some(Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) | Event::Code(_)))
        {
            gone.push(at - 1);
            at - 1
        } else {
            continue;
        };
        ids.extend(first_gone.checked_sub(1).map(|last| (last, id)));
    }
    ids.sort_by_key(|(last, _)| *last);
    if !gone.is_empty() {
        for (last, _) in &mut ids {
            *last -= gone.partition_point(|gone| gone < last);
        }
        let mut at = 0;
        events.retain(|_| {
            at += 1;
            gone.binary_search(&(at - 1)).is_err()
        });
    }
    ids
}

/// Returns the last event before the words of the block that ends before `at`: those of the first item of a list.
fn beginning_before(events: &Events<'_>, at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    let mut depth = 0usize;
    let first = (0..=last).rev().find(|at| {
        match events[*at].0 {
            Event::End(_) => depth += 1,
            Event::Start(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    let opens = |at: usize| {
        let (event, _) = &events[at];
        matches!(event, Event::Start(Tag::List(_) | Tag::Item | Tag::Paragraph | Tag::BlockQuote(_)))
    };
    Some((first..last).take_while(|at| opens(*at)).last().unwrap_or(last))
}

/// Returns how much of a text stands before the id at its end, and the id; none where it ends with no id.
fn without_id(words: &str) -> Option<(usize, &str)> {
    let (before, id) = words.rsplit_once('^')?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_apart = before.is_empty() || before.ends_with([' ', '\t']);
    (is_id && is_apart).then(|| (before.trim_end().len(), id))
}

#[cfg(test)]
mod tests {
    use super::without_id;

    #[test]
    fn an_id_stands_apart_at_the_end() {
        assert_eq!(without_id("The end. ^first-1"), Some((8, "first-1")));
        assert_eq!(without_id("^first"), Some((0, "first")));
        for words in ["2^10", "a ^b c", "a ^", "a ^b_c", "x^2 + y^2"] {
            assert_eq!(without_id(words), None, "{words}");
        }
    }
}
