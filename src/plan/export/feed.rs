//! What feeds hold: the newest articles, updates and corrections of the site, or of one record, with what is said of each.
//!
//! A person's or event's feed has the articles that declare it, with all that changed in them, and of those that only name it in
//! their texts the article itself and the updates that do so, and the corrections that concern it.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Scope, ids, moments, whole};
use crate::date::{Date, OrderKey};
use crate::kinds;
use crate::link::{Entity, Handle};
use crate::parse::body::Update;
use crate::plan::corrections::Corrected;
use crate::plan::desk::Desk;
use crate::plan::entry::excerpt;

/// How many entries a feed holds.
const MOST: usize = 50;

/// How many words of a text stand for it where its author wrote no summary.
const WORDS: usize = 80;

/// What an entry tells of its article.
#[derive(Clone, Copy)]
pub(super) enum Part<'d> {
    /// That it was published.
    Whole,
    /// An update of it.
    Update(&'d Update),
    /// A correction of it.
    Correction(&'d Corrected),
}

/// One entry.
#[derive(Clone, Copy)]
pub(super) struct Entry<'d> {
    desk: &'d Desk,
    date: &'d Date,
    part: Part<'d>,
    article: Handle,
}

/// What a feed is about.
pub(super) struct Feed {
    /// The stable id.
    pub id: String,
    /// The title.
    pub title: String,
    /// What it is, in a sentence.
    pub about: Option<Arc<str>>,
    /// The address of the page for readers.
    pub page: String,
    /// The language.
    pub lang: Arc<str>,
}

impl Feed {
    /// Returns what the feed of a scope is about.
    pub(super) fn of(desk: &Desk, scope: Scope) -> Self {
        let config = &desk.site.config;
        let Scope::Record(handle) = scope else {
            return Self {
                id: ids::site(config),
                title: config.title.to_string(),
                about: config.description.clone(),
                page: config.base_url.to_string(),
                lang: Arc::clone(&config.language),
            };
        };
        let entity = desk.entity(handle);
        Self {
            id: ids::tag(config, entity, None),
            title: format!("{} · {}", entity.document.name, config.title),
            about: entity.document.fields.text("summary").cloned(),
            page: config.address(entity.route.path()),
            lang: Arc::clone(&config.language),
        }
    }
}

/// Returns the newest entries of a scope, newest first.
pub(super) fn entries(desk: &Desk, scope: Scope) -> Vec<Entry<'_>> {
    let mut found = Found { desk, entries: Vec::new() };
    match scope {
        Scope::Record(record) => found.of_record(record),
        Scope::Site | Scope::Kind(_) => {
            for (article, entity) in desk.site.of_kind(&kinds::ARTICLE) {
                found.article(article, entity);
            }
            desk.corrections.all().iter().for_each(|corrected| found.correction(corrected));
        }
    }
    let mut entries = found.entries;
    if entries.len() > MOST {
        entries.select_nth_unstable_by_key(MOST - 1, |(order, _)| *order);
        entries.truncate(MOST);
    }
    entries.sort_unstable_by_key(|(order, _)| *order);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The newest first, then by article, then as it was found.
type Order = (Reverse<OrderKey>, Handle, usize);

/// The entries that were found so far.
struct Found<'d> {
    desk: &'d Desk,
    entries: Vec<(Order, Entry<'d>)>,
}

impl<'d> Found<'d> {
    fn add(&mut self, article: Handle, date: &'d Date, part: Part<'d>) {
        let order = (Reverse(date.order_key()), article, self.entries.len());
        self.entries.push((order, Entry { desk: self.desk, date, part, article }));
    }

    /// Adds an article itself.
    fn whole(&mut self, article: Handle, entity: &'d Entity) {
        if let Some(date) = entity.document.fields.date("date") {
            self.add(article, date, Part::Whole);
        }
    }

    /// Adds an article and its updates.
    fn article(&mut self, article: Handle, entity: &'d Entity) {
        self.whole(article, entity);
        for update in &entity.document.updates {
            self.add(article, &update.date, Part::Update(update));
        }
    }

    fn correction(&mut self, corrected: &'d Corrected) {
        if let Some(date) = corrected.fields(&self.desk.site).date("date") {
            self.add(corrected.article, date, Part::Correction(corrected));
        }
    }

    /// Adds the articles that declare a record, and what those that only name it say of it.
    fn of_record(&mut self, record: Handle) {
        let desk = self.desk;
        let mut declaring = desk.articles_of(record);
        declaring.sort_unstable();
        for article in &declaring {
            self.article(*article, desk.entity(*article));
            desk.corrections.of(*article).for_each(|corrected| self.correction(corrected));
        }
        let declares = |article: Handle| declaring.binary_search(&article).is_ok();
        for mentions in desk.mentioning(record) {
            let article = mentions[0].from;
            let entity = desk.entity(article);
            if *entity.id.kind != kinds::ARTICLE || entity.withdrawn || declares(article) {
                continue;
            }
            self.whole(article, entity);
            let names =
                |update: &&Update| mentions.iter().any(|it| it.block.is_some_and(|at| update.blocks.contains(&at)));
            for update in entity.document.updates.iter().filter(names) {
                self.add(article, &update.date, Part::Update(update));
            }
        }
        desk.corrections.on(record).filter(|it| !declares(it.article)).for_each(|it| self.correction(it));
    }
}

impl<'d> Entry<'d> {
    fn entity(&self) -> &'d Entity {
        self.desk.entity(self.article)
    }

    /// Returns the stable id, which does not change with the title.
    pub(super) fn id(&self) -> String {
        ids::tag(&self.desk.site.config, self.entity(), self.anchor())
    }

    fn anchor(&self) -> Option<&'d str> {
        match self.part {
            Part::Whole => None,
            Part::Update(update) => Some(&update.id),
            Part::Correction(corrected) => Some(&corrected.id),
        }
    }

    /// Returns the address for readers.
    pub(super) fn url(&self) -> String {
        let page = self.desk.site.config.address(self.entity().route.path());
        self.anchor().map_or_else(|| page.clone(), |anchor| format!("{page}#{anchor}"))
    }

    /// Returns the title.
    pub(super) fn title(&self) -> String {
        let (name, said) = (&self.entity().document.name, &self.desk.words.said.feed);
        match self.part {
            Part::Whole => name.to_string(),
            Part::Update(update) => said.update.fill(&[("title", update.headline.as_ref().unwrap_or(name))]),
            Part::Correction(corrected) => {
                let patterns = [&said.correction, &said.clarification, &said.retraction];
                corrected.by_kind(&self.desk.site, patterns).fill(&[("title", name)])
            }
        }
    }

    /// Returns what it says, in short; empty where nothing is said.
    pub(super) fn summary(&self) -> Arc<str> {
        let entity = self.entity();
        match self.part {
            Part::Whole => {
                let summary = entity.document.fields.text("summary").cloned();
                summary.unwrap_or_else(|| excerpt(self.desk, entity, 0, WORDS))
            }
            Part::Update(update) => excerpt(self.desk, entity, update.blocks.start, WORDS),
            Part::Correction(corrected) => {
                let fields = corrected.fields(&self.desk.site);
                fields.text("note").or_else(|| fields.text("now")).cloned().unwrap_or_else(|| "".into())
            }
        }
    }

    /// Returns what it says, whole, as HTML, where the site wants that.
    pub(super) fn whole(&self) -> Option<String> {
        let wanted = self.desk.site.config.full_text;
        wanted.then(|| whole::html(self.desk, self.article, self.part)).flatten().filter(|html| !html.trim().is_empty())
    }

    /// Returns the language of its text, where that is not the site's.
    pub(super) fn lang(&self) -> Option<&'d Arc<str>> {
        let lang = self.entity().document.fields.text("lang")?;
        (*lang != self.desk.site.config.language).then_some(lang)
    }

    /// Returns who wrote it.
    pub(super) fn authors(&self) -> &'d [Arc<str>] {
        self.entity().document.fields.texts("authors")
    }

    /// Returns when it appeared, where that is one day or moment.
    pub(super) fn published(&self) -> Option<Timestamp> {
        moments::exact(self.desk, self.date)
    }

    /// Returns the moment of its last change, or the beginning of the last day that was surely reached.
    pub(super) fn updated(&self) -> Timestamp {
        let date = match self.part {
            Part::Whole => self.entity().document.fields.date("updated").unwrap_or(self.date),
            Part::Update(_) | Part::Correction(_) => self.date,
        };
        moments::reached(self.desk, date)
    }
}
