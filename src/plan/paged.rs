//! Long lists of a whole site in stable pages, such as `/articles/` with `/articles/page/1/`.

use std::ops::Range;
use std::sync::Arc;

use super::archive::Split;
use super::desk::Desk;
use super::pages::{Made, Pages};
use super::parts::{HeadView, PartLinkView};
use super::record::list_head;
use crate::route::Route;
use crate::words::Said;

/// Finds the title of a list among the words of a language.
pub(super) type Title = fn(&Said) -> &Arc<str>;

/// Returns the title of a part of a list: `Changes: 2025`.
pub(super) fn part_title(said: &Said, title: &str, part: &str) -> String {
    said.titles.part.fill(&[("title", title), ("part", part)])
}

/// A list of the site, before it is split.
#[derive(Clone, Debug)]
pub(super) struct List {
    /// The kind of page: `articles`.
    kind: &'static str,
    /// Where it stands below the root: `articles`, `changes/2025`.
    folder: Arc<str>,
    /// The title of its first page.
    title: Title,
    /// What part of the whole list it is: `2025`.
    part: Option<Arc<str>>,
    /// Whether the part is a list of its own, with its own title.
    own: bool,
    template: &'static str,
    /// How many entries a full page has.
    size: usize,
}

impl List {
    /// Describes a list that stands in the folder of its kind.
    #[must_use]
    pub(super) fn new(kind: &'static str, title: Title, template: &'static str, size: usize) -> Self {
        Self { kind, folder: kind.into(), title, part: None, own: false, template, size }
    }

    /// Puts a part of the list into a folder of its own.
    #[must_use]
    pub(super) fn within(self, folder: &str, part: &str) -> Self {
        Self { folder: folder.into(), part: Some(part.into()), ..self }
    }

    /// Puts a list that has a title of its own into a folder of its own.
    #[must_use]
    pub(super) fn named(self, folder: &str, title: &str) -> Self {
        Self { own: true, ..self.within(folder, title) }
    }

    /// Adds the pages of this list, which has so many entries; `made` makes one of them.
    pub(super) fn pages(
        self,
        length: usize,
        pages: &mut Pages,
        made: impl Fn(&Desk, &Part) -> Made + Clone + Send + Sync + 'static,
    ) {
        self.full_pages(length, pages, made.clone());
        let template = self.template;
        let part = Part::first(self, length);
        pages.view(part.route(), None, template, move |desk| made(desk, &part));
    }

    /// Adds the full pages of this list, of which the first page stands elsewhere.
    pub(super) fn full_pages(
        &self,
        length: usize,
        pages: &mut Pages,
        made: impl Fn(&Desk, &Part) -> Made + Clone + Send + Sync + 'static,
    ) {
        let split = Split::by(length, self.size);
        for number in 1..=split.full {
            let part = Part { list: self.clone(), split, length, number: Some(number) };
            let made = made.clone();
            pages.view(part.route(), None, self.template, move |desk| made(desk, &part));
        }
    }
}

/// One page of a list: the first one, with the newest entries, or a full one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    list: List,
    split: Split,
    length: usize,
    /// Which full page it is, counted from the oldest entry; none for the first page.
    number: Option<usize>,
}

impl Part {
    /// Describes the first page of a list of which the full pages stand elsewhere.
    #[must_use]
    pub(super) fn first(list: List, length: usize) -> Self {
        let split = Split::by(length, list.size);
        Self { list, split, length, number: None }
    }

    /// Tells whether it is the first page.
    #[must_use]
    pub(super) fn is_first(&self) -> bool {
        self.number.is_none()
    }

    /// Returns where it stands.
    #[must_use]
    pub(super) fn route(&self) -> Route {
        Route::new(&self.path())
    }

    /// Returns the positions of its entries in the list, oldest first.
    #[must_use]
    pub(super) fn oldest_first(&self) -> Range<usize> {
        self.number
            .map_or(self.split.first..self.length, |number| (number - 1) * self.split.size..number * self.split.size)
    }

    /// Returns the positions of its entries in the list turned round, newest first.
    #[must_use]
    pub(super) fn newest_first(&self) -> Range<usize> {
        let range = self.oldest_first();
        self.length - range.end..self.length - range.start
    }

    /// Returns the number of all entries for the first page; full pages would change with each new entry, and have 0.
    #[must_use]
    pub(super) fn total(&self) -> usize {
        if self.number.is_some() { 0 } else { self.length }
    }

    /// Returns the links to the full pages; a full page names itself and the one before only, for the same reason.
    #[must_use]
    pub(super) fn links(&self) -> Vec<PartLinkView> {
        let folder = format!("{}/", self.list.folder);
        match self.number {
            Some(number) => self.split.links_of(number, &folder, "page"),
            None => self.split.links(&folder, "page"),
        }
    }

    /// Returns the path from the site's root, without a leading slash.
    #[must_use]
    pub(super) fn path(&self) -> String {
        let folder = &self.list.folder;
        self.number.map_or_else(|| format!("{folder}/"), |number| format!("{folder}/page/{number}/"))
    }

    /// Returns what every page has.
    #[must_use]
    pub(super) fn head(&self, desk: &Desk) -> HeadView {
        let said = &desk.words.said;
        let title = (self.list.title)(said);
        let part = self.list.part.as_ref();
        let title = match part {
            Some(own) if self.list.own => own.to_string(),
            Some(part) => part_title(said, title, part),
            None => title.to_string(),
        };
        let title = match self.number {
            Some(number) => said.titles.range.fill(&[("title", &title), ("range", &self.split.range(number))]),
            None => title,
        };
        list_head(desk, self.list.kind, &title, &self.path())
    }
}
