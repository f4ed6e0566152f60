//! The resolver: from what an author wrote to the record that is meant. Text, front matter, checks and exports ask here.

use std::sync::{Arc, OnceLock};

use crate::entity::EntityId;
use crate::kind::{Kind, Targets};
use crate::kinds::{self, Kinds};
use crate::name::{self, Letters};
use crate::parse::Document;
use foldhash::HashMap;
use foldhash::fast::RandomState;
use smallvec::SmallVec;

/// A record that names may mean, visible or not.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) id: EntityId,
    pub(crate) standing: Standing,
}

/// How a record stands towards those who name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It has a page.
    Shown,
    /// It is not published: whoever names it is told.
    Hidden,
    /// It was not known on the day that the site is shown for: it is left out without a word.
    Unknown,
}

/// The position of a [`Subject`].
pub(crate) type SubjectIx = u32;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// One record.
    Found(SubjectIx),
    /// One record, of which only the id is like the name.
    FoundBySlug(SubjectIx),
    /// Several records.
    Ambiguous(Vec<SubjectIx>),
    /// None.
    Missing,
}

/// All names of all records.
#[derive(Default)]
pub(crate) struct Names {
    /// The kinds that may stand before a name.
    pub(crate) kinds: Kinds,
    subjects: Vec<Subject>,
    ids: HashMap<Arc<str>, Few>,
    names: HashMap<Arc<str>, Few>,
    of_subject: Vec<Vec<Arc<str>>>,
    /// Keys by each of their words, to find what is near; made when it is first asked for.
    words: OnceLock<Words>,
}

/// The records of one id or name, mostly one.
type Few = SmallVec<[SubjectIx; 2]>;

/// For each word, the records and their keys that hold it.
type Words = HashMap<Box<str>, Vec<(SubjectIx, Arc<str>)>>;

impl Names {
    /// Collects records, each with its names in the form in which they are compared.
    pub(crate) fn of(subjects: Vec<Subject>, of_subject: Vec<Vec<Arc<str>>>, kinds: Kinds) -> Self {
        let add = |map: &mut HashMap<Arc<str>, Few>, key: &Arc<str>, at: usize| {
            map.entry(Arc::clone(key)).or_default().push(at as SubjectIx);
        };
        let ids = || {
            let mut ids = HashMap::with_capacity_and_hasher(subjects.len(), RandomState::default());
            subjects.iter().enumerate().for_each(|(at, subject)| add(&mut ids, &subject.id.id, at));
            ids
        };
        let names = || {
            let mut names = HashMap::with_capacity_and_hasher(subjects.len() * 2, RandomState::default());
            let keys = of_subject.iter().enumerate().flat_map(|(at, keys)| keys.iter().map(move |key| (at, key)));
            keys.for_each(|(at, key)| add(&mut names, key, at));
            names
        };
        let (ids, names) = rayon::join(ids, names);
        Self { kinds, subjects, ids, names, of_subject, words: OnceLock::new() }
    }

    /// Adds one more record; its names follow by [`Names::name`].
    pub(crate) fn subject(&mut self, subject: Subject) -> SubjectIx {
        let at = self.subjects.len() as SubjectIx;
        self.ids.entry(Arc::clone(&subject.id.id)).or_default().push(at);
        self.subjects.push(subject);
        self.of_subject.push(Vec::new());
        at
    }

    /// Adds a name of a record.
    pub(crate) fn name(&mut self, at: SubjectIx, name: &str) {
        let key: Arc<str> = name::key(name).into();
        let known = self.names.entry(Arc::clone(&key)).or_default();
        if known.contains(&at) {
            return;
        }
        known.push(at);
        self.of_subject[at as usize].push(key);
        self.words.take();
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let mut words = Words::default();
            for (at, names) in self.of_subject.iter().enumerate() {
                for name in names {
                    for word in name.split(' ') {
                        words.entry(word.into()).or_default().push((at as SubjectIx, Arc::clone(name)));
                    }
                }
            }
            words
        })
    }

    /// Returns a record.
    pub(crate) fn get(&self, at: SubjectIx) -> &Subject {
        &self.subjects[at as usize]
    }

    /// Returns all records in the order in which they were added.
    pub(crate) fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// Returns the names of a record in the form in which they are compared.
    pub(crate) fn names_of(&self, id: &EntityId) -> &[Arc<str>] {
        let found = self.ids.get(&id.id).and_then(|found| found.iter().find(|at| self.get(**at).id == *id));
        found.map_or(&[], |at| &self.of_subject[*at as usize])
    }

    /// Resolves what was written: an id, a display name or an alias, perhaps after a kind and a slash.
    pub(crate) fn resolve(&self, written: &str, targets: Option<Targets>) -> Resolution {
        let (prefix, written) = split_kind(written, self.kinds);
        let fits = |at: &SubjectIx| {
            let kind = self.get(*at).id.kind;
            match (prefix, targets) {
                (Some(prefix), Some(targets)) => kind == prefix && targets.contains(&kind),
                (Some(prefix), None) => kind == prefix,
                (None, Some(targets)) => targets.contains(&kind),
                (None, None) => *kind != kinds::SOURCE && *kind != kinds::PAGE,
            }
        };
        let key = name::key(written);
        let one_of = |found: Vec<SubjectIx>| match found.as_slice() {
            [] => None,
            [one] => Some(Resolution::Found(*one)),
            _ => Some(Resolution::Ambiguous(found)),
        };
        let by_id = |id: &str| -> Vec<SubjectIx> {
            self.ids.get(id).map(|found| found.iter().copied().filter(|at| fits(at)).collect()).unwrap_or_default()
        };
        let by_name = || -> Vec<SubjectIx> {
            self.names.get(&*key).map(|found| found.iter().copied().filter(|at| fits(at)).collect()).unwrap_or_default()
        };
        if let Some(found) = one_of(by_id(&key)).or_else(|| one_of(by_name())) {
            return found;
        }
        let slug = name::slug(written);
        let mut found = by_id(&slug);
        found.retain(|at| !self.contradicts(*at, written, &slug));
        match found.as_slice() {
            [] => Resolution::Missing,
            [one] => Resolution::FoundBySlug(*one),
            several => Resolution::Ambiguous(several.to_vec()),
        }
    }

    /// Tells whether a record bears another name of the same slug than what was written: two people, not two spellings.
    fn contradicts(&self, at: SubjectIx, written: &str, slug: &str) -> bool {
        let written = Letters::of(written);
        let alike = self.of_subject[at as usize].iter().filter(|name| name::slug(name) == *slug);
        let alike: Vec<Letters> = alike.map(|name| Letters::of(name)).collect();
        alike.iter().any(|name| name.contradict(&written)) && !alike.iter().any(|name| name.agree(&written))
    }

    /// Returns the one of several records that a document's front matter declares, if it is exactly one.
    pub(crate) fn declared(&self, document: &Document, among: &[SubjectIx]) -> Option<SubjectIx> {
        let resolved =
            document.references.iter().map(|reference| self.resolve(&reference.target, Some(reference.targets)));
        let mut declared = resolved.filter_map(|resolution| match resolution {
            Resolution::Found(subject) | Resolution::FoundBySlug(subject) => Some(subject),
            Resolution::Ambiguous(_) | Resolution::Missing => None,
        });
        let one = declared.find(|subject| among.contains(subject))?;
        declared.all(|subject| subject == one || !among.contains(&subject)).then_some(one)
    }

    /// Returns up to three ids of records whose names are near to what was written, nearest first.
    pub(crate) fn nearest(&self, written: &str, targets: Option<Targets>) -> Vec<EntityId> {
        let (_, written) = split_kind(written, self.kinds);
        // What stands before a slash was meant to be a kind.
        let key = name::key(written.rsplit('/').next().unwrap_or(written));
        let mut candidates: Vec<(&str, SubjectIx)> = Vec::new();
        for word in key.split(' ') {
            for (at, name) in self.words().get(word).map(Vec::as_slice).unwrap_or_default() {
                candidates.push((name, *at));
            }
        }
        if candidates.len() < 3 {
            let length = letters(&key);
            candidates.extend(
                self.names
                    .iter()
                    .filter(|(name, _)| letters(name).abs_diff(length) <= 3)
                    .flat_map(|(name, found)| found.iter().map(|at| (&**name, *at))),
            );
        }
        candidates.retain(|(_, at)| {
            let subject = self.get(*at);
            targets.map_or(*subject.id.kind != kinds::SOURCE, |targets| targets.contains(&subject.id.kind))
        });
        candidates.sort_unstable_by(|a, b| a.0.cmp(b.0).then_with(|| self.get(a.1).id.cmp(&self.get(b.1).id)));
        let near = name::nearest(&key, candidates.iter().map(|(name, _)| *name), 6);
        let mut ids: Vec<EntityId> = Vec::new();
        for name in near {
            for (_, at) in candidates.iter().filter(|(candidate, _)| *candidate == name) {
                let id = &self.get(*at).id;
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
        }
        ids.truncate(3);
        ids
    }
}

/// Returns all names of a document's record in the form in which they are compared, each once: its own, that of its file,
/// its aliases.
pub(crate) fn keys_of(document: &Document) -> Vec<Arc<str>> {
    // Vaults written in Obsidian link by the name of the file; sources share one.
    let stem = (*document.id.kind != kinds::SOURCE).then(|| document.source.path.stem());
    let aliases = document.aliases.iter().map(|alias| &*alias.name);
    let mut keys: Vec<Arc<str>> = Vec::with_capacity(2);
    for name in [&*document.name].into_iter().chain(stem).chain(aliases) {
        let key = name::key(name);
        if !keys.iter().any(|known| **known == *key) {
            keys.push(key.into());
        }
    }
    keys
}

/// Counts the characters of a name; most have one byte each.
fn letters(name: &str) -> usize {
    if name.is_ascii() { name.len() } else { name.chars().count() }
}

/// Splits `people/ada` into the kind and what names the record; folders below the kind's and `.md` do not count.
pub(crate) fn split_kind(written: &str, kinds: Kinds) -> (Option<&'static Kind>, &str) {
    let written = written.trim();
    let written = written.strip_suffix(".md").unwrap_or(written);
    let below = written.strip_prefix("content/").unwrap_or(written).trim_start_matches('/');
    match below.split_once('/') {
        // As names: however the letters stand.
        Some((first, rest)) => match kinds.iter().find(|kind| kind.plural.eq_ignore_ascii_case(first)) {
            Some(kind) => (Some(kind), rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest).trim()),
            None => (None, written),
        },
        None => (None, written),
    }
}

impl Names {
    /// Returns the record of a kind with exactly this id.
    pub(crate) fn by_exact_id(&self, kind: &'static Kind, id: &str) -> Option<SubjectIx> {
        self.ids.get(id)?.iter().copied().find(|at| self.get(*at).id.kind == kind)
    }

    /// Returns the ids of a kind, in the order in which the records were added.
    pub(crate) fn ids_of(&self, kind: &'static Kind) -> impl Iterator<Item = &str> {
        self.subjects.iter().filter(move |subject| subject.id.kind == kind).map(|subject| &*subject.id.id)
    }
}
