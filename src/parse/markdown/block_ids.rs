//! Ids of blocks, as Obsidian writes them: `^id` at the end of a paragraph, a list item or a heading. They are no words of the text.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::events::Events;

/// Takes the ids of blocks out of a text's events.
pub(super) fn strip(text: &str, events: &mut Events<'_>) {
    if !text.contains('^') {
        return;
    }
    let mut gone = Vec::new();
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
        let Some(kept) = without_id(words) else { continue };
        if kept > 0 {
            let words = words[..kept].to_owned();
            events[at - 1].0 = Event::Text(CowStr::from(words));
        } else if matches!(events.get(at.wrapping_sub(2)), Some((Event::SoftBreak, _))) {
            gone.extend([at - 2, at - 1]);
        } else if matches!(events.get(at.wrapping_sub(2)), Some((Event::Start(Tag::Paragraph), _))) {
            // A line of its own names the block before it.
            gone.extend([at - 2, at - 1, at]);
        }
    }
    if !gone.is_empty() {
        let mut at = 0;
        events.retain(|_| {
            at += 1;
            gone.binary_search(&(at - 1)).is_err()
        });
    }
}

/// Returns how much of a text stands before the id at its end; none where it ends with no id.
fn without_id(words: &str) -> Option<usize> {
    let (before, id) = words.rsplit_once('^')?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_apart = before.is_empty() || before.ends_with([' ', '\t']);
    (is_id && is_apart).then(|| before.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::without_id;

    #[test]
    fn an_id_stands_apart_at_the_end() {
        assert_eq!(without_id("The end. ^first-1"), Some(8));
        assert_eq!(without_id("^first"), Some(0));
        for words in ["2^10", "a ^b c", "a ^", "a ^b_c", "x^2 + y^2"] {
            assert_eq!(without_id(words), None, "{words}");
        }
    }
}
