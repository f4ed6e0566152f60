//! The ledger of spellings: under which names the documents of a site know somebody, and how often.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::Desk;
use super::view::view;
use crate::link::{Handle, Mention, bare_name};
use crate::name;

view! {
    /// One spelling of a name.
    SpellingView {
        /// As it is written.
        name: Arc<str>,
        /// In how many documents.
        texts: usize,
        /// What sort of name it is, where the record says so: `spelling`, `native`, `former`, `nickname`, `weak`.
        kind: Option<Arc<str>>,
        /// Whether it is the display name.
        house: bool,
        /// Whether it is another name that the record has.
        alias: bool,
    }
}

impl Desk {
    /// Returns the spellings that documents use for a record, those of most documents first: words of texts that are one
    /// of its names, and what front matter says that a document writes. A label such as `the president` is none.
    #[must_use]
    pub fn spellings(&self, handle: Handle) -> &[SpellingView] {
        self.once[handle.ix()].spellings.get_or_init(|| self.find_spellings(handle))
    }

    fn find_spellings(&self, handle: Handle) -> Vec<SpellingView> {
        let entity = self.entity(handle);
        let document = &entity.document;
        let aliases = document.shown_aliases().map(|alias| (&*alias.name, alias.kind.clone()));
        let others = entity.spellings.iter().map(|spelling| (&**spelling, None));
        let names: Vec<(&str, Option<Arc<str>>)> =
            [(&*document.name, None)].into_iter().chain(aliases).chain(others).collect();
        let house = name::key(&document.name);
        let keys: Vec<String> = names.iter().map(|(name, _)| name::key(name)).collect();
        // Nearly all are written as the record has them: only others are folded.
        let is_name =
            |spelling: &str| names.iter().any(|(name, _)| *name == spelling) || keys.contains(&name::key(spelling));
        let mut counts: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        let mut here: Vec<Cow<'_, str>> = Vec::new();
        for mentions in self.mentioning(handle) {
            for mention in mentions {
                let Some((spelling, said)) = self.spelling(mention) else { continue };
                if !here.contains(&spelling) && (said || is_name(&spelling)) {
                    here.push(spelling);
                }
            }
            for spelling in here.drain(..) {
                *counts.entry(spelling).or_default() += 1;
            }
        }
        let view = |(spelling, texts): (Cow<'_, str>, usize)| {
            let key = name::key(&spelling);
            let kind = keys.iter().position(|known| *known == key).and_then(|at| names[at].1.clone());
            let alias = key != house && keys.contains(&key);
            SpellingView { house: key == house, alias, name: spelling.as_ref().into(), texts, kind }
        };
        let mut spellings: Vec<SpellingView> = counts.into_iter().map(view).collect();
        spellings.sort_by(|a, b| b.texts.cmp(&a.texts).then_with(|| a.name.cmp(&b.name)));
        spellings
    }

    /// Returns how a mention spells the name, and whether front matter says so by `name_used`.
    fn spelling(&self, mention: &Mention) -> Option<(Cow<'_, str>, bool)> {
        if let Some([_, words, _]) = self.sentence(mention) {
            let broken = words.contains('\n') || words.contains("  ");
            let words = if broken { words.split_whitespace().collect::<Vec<_>>().join(" ").into() } else { words };
            return Some((words, false)).filter(|(words, _): &(Cow<'_, str>, bool)| !words.is_empty());
        }
        let references = &self.entity(mention.from).document.references;
        let reference = references.get(mention.reference? as usize)?;
        match &reference.name_used {
            Some(used) => Some(((&**used).into(), true)),
            None if reference.target.contains('/') => Some((bare_name(&reference.target, self.kinds()).into(), false)),
            None => Some(((&*reference.target).into(), false)),
        }
    }
}
