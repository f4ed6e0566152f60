//! Ties between records, told from both sides.

use std::borrow::Cow;
use std::sync::Arc;

use super::desk::Desk;
use super::parts::RelationView;
use super::told::Told;
use crate::link::{Handle, Resolved};
use crate::name;

/// What a tie is from one side and from the other; each pair is read in both directions.
const PAIRS: &[(&str, &str)] = &[
    ("employer of", "employed by"),
    ("parent of", "child of"),
    ("speaks for", "represented by"),
    ("spokesperson for", "represented by"),
    ("lawyer of", "represented by"),
    ("represents", "represented by"),
    ("owner of", "owned by"),
    ("owns", "owned by"),
    ("founder of", "founded by"),
    ("founded", "founded by"),
    ("adviser to", "advised by"),
    ("advises", "advised by"),
    ("leads", "led by"),
    ("leader of", "led by"),
    ("funds", "funded by"),
    ("appointed", "appointed by"),
    ("mentor of", "mentored by"),
    ("predecessor of", "successor of"),
    ("part of", "includes"),
    ("grandparent of", "grandchild of"),
];

/// More words for one side, each with what is said of the other.
const ONE_WAY: &[(&str, &str)] = &[
    ("works for", "employer of"),
    ("employee of", "employer of"),
    ("father of", "child of"),
    ("mother of", "child of"),
    ("son of", "parent of"),
    ("daughter of", "parent of"),
    ("advisor to", "advised by"),
    ("spokesman for", "represented by"),
    ("spokeswoman for", "represented by"),
    ("brother of", "sibling of"),
    ("sister of", "sibling of"),
    ("husband of", "spouse of"),
    ("wife of", "spouse of"),
];

/// Ties that are the same from both sides.
const SYMMETRIC: &[&str] = &[
    "spouse of",
    "partner of",
    "married to",
    "divorced from",
    "sibling of",
    "cousin of",
    "relative of",
    "related to",
    "ally of",
    "allied with",
    "friend of",
    "colleague of",
    "classmate of",
    "neighbour of",
    "rival of",
    "opponent of",
    "works with",
    "associate of",
    "tied to",
];

/// Returns what a tie is, seen from the other side: `employed by` for `employer of`, `spouse` for `spouse`.
#[must_use]
pub(super) fn inverse(label: &str) -> Option<Cow<'static, str>> {
    let lower = label.trim().to_lowercase();
    let (prefix, bare) = lower.strip_prefix("is ").map_or(("", &*lower), |bare| ("is ", bare));
    // `spouse` alone is as good as `spouse of`.
    let long = format!("{bare} of");
    let turned = |bare: &str| {
        let symmetric = SYMMETRIC.iter().find(|word| **word == bare).copied();
        let paired = || {
            PAIRS.iter().find_map(|(one, other)| match bare {
                bare if bare == *one => Some(*other),
                bare if bare == *other => Some(*one),
                _ => None,
            })
        };
        let one_way = || ONE_WAY.iter().find(|(one, _)| *one == bare).map(|(_, other)| *other);
        symmetric.or_else(paired).or_else(one_way)
    };
    if let Some(found) = turned(bare) {
        return Some(if prefix.is_empty() { Cow::Borrowed(found) } else { Cow::Owned(format!("{prefix}{found}")) });
    }
    let found = turned(&long)?;
    Some(Cow::Borrowed(found.strip_suffix(" of").unwrap_or(found)))
}

/// Returns what sort of tie a label tells from its side, so that `mother`, `parent` and `is parent of` are one.
#[must_use]
pub(super) fn sort_of(label: &str) -> String {
    let twice = inverse(label).and_then(|other| inverse(&other));
    let key = name::key(twice.as_deref().unwrap_or(label));
    let bare = key.strip_prefix("is ").unwrap_or(&key);
    bare.strip_suffix(" of").unwrap_or(bare).to_owned()
}

/// A tie as one side sees it.
pub(super) struct Tie<'a> {
    /// What the records say of it, that of this side first.
    pub(super) told: Told<'a>,
    /// The other one, as written.
    pub(super) words: &'a Arc<str>,
    /// The other one, where that is a record.
    pub(super) other: Option<Handle>,
    /// What the tie is, seen from here, or from the other one if `inverse`.
    pub(super) label: Option<Arc<str>>,
    /// Whether the label is the other one's, because nothing says what it is from here.
    pub(super) inverse: bool,
}

impl Desk {
    /// Returns the ties of a record: its own, then those that only others declare with it.
    #[must_use]
    pub(super) fn ties(&self, handle: Handle) -> Vec<Tie<'_>> {
        let entity = self.entity(handle);
        let mut ties: Vec<Tie<'_>> = Vec::new();
        for (at, fields) in entity.document.fields.maps("relations").iter().enumerate() {
            let Some(written) = fields.refs("to").first() else { continue };
            let resolved = entity.nested("relations", at, "to").unwrap_or(Resolved::Plain);
            // That somebody is tied to themself is a mistake, which a check tells.
            if resolved != Resolved::Hidden && resolved != Resolved::Found(handle) {
                let label = fields.text("as").cloned();
                let (told, words) = (Told::by(fields), &written.target);
                ties.push(Tie { told, words, other: resolved.found(), label, inverse: false });
            }
        }
        for mention in self.site.mentions_of(handle) {
            let Some(at) = mention.at.filter(|at| at.field == "relations" && at.sub == "to") else { continue };
            let document = &self.entity(mention.from).document;
            let Some(fields) = document.fields.maps("relations").get(usize::from(at.index)) else { continue };
            if mention.from == handle {
                continue;
            }
            if ties.iter_mut().any(|tie| tie.other == Some(mention.from) && tie.told.takes(fields)) {
                continue;
            }
            let label = fields.text("as");
            let turned = fields.text("inverse").cloned();
            let turned = turned.or_else(|| label.and_then(|label| inverse(label)).map(|label| label.as_ref().into()));
            ties.push(Tie {
                told: Told::by(fields),
                words: &document.name,
                other: Some(mention.from),
                inverse: turned.is_none(),
                label: turned.or_else(|| label.cloned()),
            });
        }
        ties
    }

    /// Returns the ties of a record for its page.
    #[must_use]
    pub fn relations(&self, handle: Handle) -> Vec<RelationView> {
        let language = self.language_of(self.entity(handle));
        let view = |tie: Tie<'_>| {
            let to = self.named(tie.other.map_or(Resolved::Plain, Resolved::Found), tie.words)?;
            Some(RelationView {
                label: tie.label.clone(),
                to,
                span: language.span(tie.told.date("from"), tie.told.date("until")).into(),
                status: tie.told.text("status").cloned(),
                inverse: tie.inverse,
                sources: self.cited(&tie.told.sources()),
            })
        };
        self.ties(handle).into_iter().filter_map(view).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::inverse;

    #[test]
    fn a_tie_is_turned_round_in_both_directions() {
        for (label, other) in [
            ("employer of", "employed by"),
            ("employed by", "employer of"),
            ("parent", "child"),
            ("Parent of", "child of"),
            ("is parent of", "is child of"),
            ("daughter of", "parent of"),
            ("spokesperson for", "represented by"),
            ("spouse", "spouse"),
            ("employee", "employer"),
            ("sister of", "sibling of"),
        ] {
            assert_eq!(inverse(label).as_deref(), Some(other), "{label}");
        }
        assert_eq!(inverse("once met"), None);
    }
}
