//! The third stage: documents that know nothing of each other into one [`Site`] in which every reference is resolved.
//!
//! 1. Who may be seen: drafts, embargoed and expired records are set aside; withdrawn ones keep their name only.
//! 2. Every id, name and alias goes into one resolver, the hidden ones too.
//! 3. The references of front matter are resolved; a person or an event that is only named becomes a record of its own.
//! 4. The links, images and citations of texts are resolved, and names in running text found, in parallel.
//! 5. All of these are mentions; each record gets those of itself.
//!
//! Names that cannot be resolved are diagnostics; nothing here fails.

pub mod accounts;
mod address;
mod amend;
mod answer;
pub mod corrections;
mod finder;
pub mod known;
mod mentions;
mod names;
pub mod near;
mod outward;
pub mod publishers;
mod refs;
pub mod roles;
mod sentence;
mod sources;
mod stubs;
mod today;
mod unique;
pub mod visibility;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use foldhash::HashMap;
use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::Config;
use crate::date::Day;
use crate::diagnostic::Report;
use crate::entity::EntityId;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::parse::{At, Document, Reference};
use crate::route::Route;
use crate::source::SourcePath;
use crate::trust::Trust;
pub(crate) use address::decoded;
pub use amend::Amendment;
use names::{Names, Standing, Subject, SubjectIx};
use outward::Lexicon;
use refs::Positions;
pub use today::next_arrival;
use visibility::Visibility;

/// The position of a record in [`Site::entities`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Handle(u32);

impl Handle {
    /// Returns the position.
    #[must_use]
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}

/// What the stage is given beside the documents.
pub struct Input<'a> {
    /// The settings.
    pub config: Arc<Config>,
    /// The files below `content/` that are no texts.
    pub files: &'a BTreeSet<SourcePath>,
    /// The files below `static/`.
    pub statics: &'a BTreeSet<SourcePath>,
    /// The moment by which embargo and expiry are judged.
    pub now: Timestamp,
    /// Whether hidden records are shown.
    pub drafts: bool,
    /// The day that counts as today, unless it follows from the articles.
    pub as_of: Option<Day>,
    /// What was not known by then.
    pub unknown: &'a known::Unknown,
    /// What is not looked at although what is used again rests on it: a test shows that this is noticed.
    pub doubt: Option<Trust>,
}

/// All records with their ties.
pub struct Site {
    /// The settings.
    pub config: Arc<Config>,
    /// The records that readers may see, sorted by kind and id.
    pub entities: Vec<Entity>,
    /// For each record, where it is mentioned: newest document first, then in the order of the text.
    pub mentions: Vec<Vec<Mention>>,
    /// The records of which readers may see nothing, or a notice only, as they were written.
    pub hidden: Vec<Arc<Document>>,
    /// The people who may be the same, and about whom no record says whether they are.
    pub near_people: Vec<near::Pair>,
    /// Today, for roles and plans: the newest date of a published article.
    pub as_of: Option<Day>,
    /// When a record appears or disappears next by the clock.
    pub next_change: Option<Timestamp>,
    positions: Positions,
    lexicon: Lexicon,
    /// What the lexicon does not know yet: names that records got or lost since, for which no other text and record asked.
    renamed: amend::Rename,
}

/// One record that readers may see.
pub struct Entity {
    /// Which record.
    pub id: EntityId,
    /// What its author wrote; a record that is only named has no text.
    pub document: Arc<Document>,
    /// Where its page stands.
    pub route: Route,
    /// Whether it is only named, without a file.
    pub stub: bool,
    /// Whether it keeps its address with a notice only.
    pub withdrawn: bool,
    /// The spellings under which it is named, where it has no file.
    pub spellings: Vec<Arc<str>>,
    /// What it refers to.
    pub links: Links,
}

/// Where the references of one record lead; each list runs in step with the document's own.
#[derive(Default)]
pub struct Links {
    /// Of [`Document::references`].
    pub references: Vec<Resolved>,
    /// Of the links of its text.
    pub body: Vec<BodyLink>,
    /// Of the images of its text.
    pub images: Vec<Option<ImageFile>>,
    /// Of the citations of its text.
    pub cites: Vec<Option<Handle>>,
    /// Of the speakers of its quotes.
    pub speakers: Vec<Resolved>,
    /// Of the venues of its quotes.
    pub venues: Vec<Resolved>,
    /// Of those to whom its quotes are addressed.
    pub addressees: Vec<Resolved>,
    /// Of the quotes of its front matter: where each was said, and to whom.
    pub fielded: Vec<[Resolved; 2]>,
    /// The picture of its front matter.
    pub image: Option<ImageFile>,
    /// The names in its text that became links by themselves, in order.
    pub automatic: Vec<Automatic>,
}

/// A reference after linking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// A record.
    Found(Handle),
    /// A record that readers may not see: the reference is left out.
    Hidden,
    /// A name without a record, shown as it is written.
    Plain,
}

impl Resolved {
    /// Returns the record, if there is one to show.
    #[must_use]
    pub fn found(self) -> Option<Handle> {
        match self {
            Self::Found(handle) => Some(handle),
            Self::Hidden | Self::Plain => None,
        }
    }
}

/// A link of a text after linking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BodyLink {
    /// To a record, and an anchor on its page.
    Record(Handle, Option<Box<str>>),
    /// To a page or file that is no record, with what follows the path.
    Page(Route, Box<str>),
    /// To a hidden record, or broken: the words stay without a link.
    Text,
}

/// A picture's file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ImageFile {
    /// Below `content/`; it is copied because something refers to it.
    Content(SourcePath),
    /// Below `static/`, which is copied as it is.
    Static(SourcePath),
}

/// A name in running text that became a link by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Automatic {
    /// The record.
    pub target: Handle,
    /// The words, in the body's text.
    pub text: Range<u32>,
    /// The byte of the body's HTML at which they begin.
    pub html: u32,
    /// Their block.
    pub block: u32,
}

/// How a record is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Via {
    /// By a link in the text.
    Link,
    /// By name in the text.
    Auto,
    /// By a key of the front matter.
    Field,
}

impl Via {
    /// Returns the word of the data contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Auto => "auto",
            Self::Field => "field",
        }
    }
}

/// One place where a record is mentioned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// The record whose document mentions it.
    pub from: Handle,
    /// How.
    pub via: Via,
    /// The number of the paragraph in the text, or 0.
    pub paragraph: u16,
    /// The block of the text; none in front matter.
    pub block: Option<u32>,
    /// The words, in the body's text; empty in front matter.
    pub text: Range<u32>,
    /// The sentence around the words, in the body's text; empty in front matter.
    pub sentence: Range<u32>,
    /// The place in front matter.
    pub at: Option<At>,
    /// Which reference of the document, in front matter.
    pub reference: Option<u32>,
}

impl Site {
    /// Returns a record.
    #[must_use]
    pub fn get(&self, handle: Handle) -> &Entity {
        &self.entities[handle.ix()]
    }

    /// Returns the record of this id.
    #[must_use]
    pub fn find(&self, id: &EntityId) -> Option<Handle> {
        self.positions.get(id).copied()
    }

    /// Returns the records of one kind in the order of their ids, those with a notice only left out.
    pub fn of_kind(&self, kind: &'static crate::kind::Kind) -> impl Iterator<Item = (Handle, &Entity)> {
        let start = self.entities.partition_point(|entity| entity.id.kind.order < kind.order);
        let end = self.entities.partition_point(|entity| entity.id.kind.order <= kind.order);
        (start..end).map(|at| (Handle(at as u32), &self.entities[at])).filter(|(_, entity)| !entity.withdrawn)
    }

    /// Returns every record with its handle.
    pub fn all(&self) -> impl Iterator<Item = (Handle, &Entity)> {
        self.entities.iter().enumerate().map(|(at, entity)| (Handle(at as u32), entity))
    }

    /// Returns the mentions of a record.
    #[must_use]
    pub fn mentions_of(&self, handle: Handle) -> &[Mention] {
        &self.mentions[handle.ix()]
    }
}

impl Entity {
    /// Returns the records that a key of the front matter refers to, with the position of each reference.
    pub fn refs(&self, field: &str) -> impl Iterator<Item = (usize, &crate::parse::Reference, Resolved)> {
        let pairs = self.document.references.iter().zip(&self.links.references).enumerate();
        pairs
            .filter(move |(_, (reference, _))| reference.at.field == field && reference.at.sub.is_empty())
            .map(|(at, (reference, resolved))| (at, reference, *resolved))
    }

    /// Returns what a key of an item of a list refers to: the organization of the second role.
    #[must_use]
    pub fn nested(&self, field: &str, index: usize, sub: &str) -> Option<Resolved> {
        let pairs = self.document.references.iter().zip(&self.links.references);
        let mut found = pairs.filter(|(reference, _)| {
            reference.at.field == field && usize::from(reference.at.index) == index && reference.at.sub == sub
        });
        found.next().map(|(_, resolved)| *resolved)
    }

    /// Tells whether it is withdrawn because what it said was retracted.
    #[must_use]
    pub fn retracted(&self) -> bool {
        self.withdrawn && visibility::retraction(&self.document.fields).is_some()
    }
}

/// Returns a name as readers see it, without the kind that may stand before it: `organizations/Reuters` is `Reuters`.
#[must_use]
pub fn bare_name(written: &str, kinds: Kinds) -> &str {
    names::split_kind(written, kinds).1
}

/// Returns the kind that a reference means where no record has its name: what stands before it, else the first that it may
/// name.
#[must_use]
pub fn meant_kind(reference: &Reference, kinds: Kinds) -> Option<&'static Kind> {
    names::split_kind(&reference.target, kinds).0.or(reference.targets.first().copied())
}

/// Links the documents of a site.
#[must_use]
pub fn site(documents: Vec<Arc<Document>>, input: &Input<'_>, report: &mut Report) -> Site {
    let next_change = documents.iter().filter_map(|document| visibility::next_change(document, input.now)).min();
    let documents = unique::unique(documents, report);
    let (mut standings, keys): (Vec<_>, Vec<_>) =
        documents.par_iter().map(|document| (standing(document, input), names::keys_of(document))).unzip();
    hide_sources(&documents, &mut standings);
    let subjects = documents.iter().zip(&standings);
    let subjects = subjects.map(|(document, (_, standing))| Subject { id: document.id.clone(), standing: *standing });
    let mut names = Names::of(subjects.collect(), keys, input.config.kinds());
    let mut paths: HashMap<SourcePath, SubjectIx> = HashMap::default();
    let mut shown: Vec<(SubjectIx, Arc<Document>, bool)> = Vec::with_capacity(documents.len());
    let mut hidden = Vec::new();
    for (subject, (document, (visibility, _))) in documents.into_iter().zip(standings).enumerate() {
        let subject = subject as SubjectIx;
        if *document.id.kind != kinds::SOURCE {
            paths.insert(address::key(&document.source.path), subject);
        }
        match visibility {
            Visibility::Shown => shown.push((subject, document, false)),
            Visibility::Withdrawn => {
                shown.push((subject, Arc::new(visibility::without_content(&document)), true));
                hidden.push(document);
            }
            Visibility::Hidden => hidden.push(document),
        }
    }
    let resolved = refs::resolve(&shown, &names, input, report);
    let (mut entities, positions) = refs::entities(shown, resolved, &mut names, report);
    let lexicon = Lexicon::of(&entities, names, &positions, paths);
    let made = outward::resolve(&mut entities, &lexicon, input, report);
    let as_of = || input.as_of.or_else(|| today::of(&entities));
    let (mentions, (near_people, as_of)) =
        rayon::join(|| mentions::invert(&entities, &made), || (near::undecided(&entities), as_of()));
    today::warn_of_future(&entities, input, report);
    Site {
        config: Arc::clone(&input.config),
        entities,
        mentions,
        hidden,
        near_people,
        as_of,
        next_change,
        positions,
        lexicon,
        renamed: amend::Rename::default(),
    }
}

/// Tells who may see a record, and how it stands towards those who name it.
fn standing(document: &Document, input: &Input<'_>) -> (Visibility, Standing) {
    if input.unknown.records.contains(&document.id) {
        return (Visibility::Hidden, Standing::Unknown);
    }
    match visibility::of(document, input.now, input.drafts, input.as_of) {
        Visibility::Hidden => (Visibility::Hidden, Standing::Hidden),
        visibility => (visibility, Standing::Shown),
    }
}

/// Hides the sources of which only what is hidden speaks.
fn hide_sources(documents: &[Arc<Document>], standings: &mut [(Visibility, Standing)]) {
    if standings.iter().all(|(visibility, _)| *visibility != Visibility::Hidden) {
        return;
    }
    let known = documents.iter().map(|document| &**document);
    let secret = visibility::secret_sources(known.zip(standings.iter().map(|(visibility, _)| *visibility)));
    for (document, standing) in documents.iter().zip(standings) {
        if *document.id.kind == kinds::SOURCE && secret.contains(&*document.id.id) {
            *standing = (Visibility::Hidden, Standing::Hidden);
        }
    }
}
