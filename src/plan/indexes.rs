//! The lists of records by name, and of sources by publisher, split into stable pages where they are long.
//!
//! 1. Records are put in the order of the site's language: by name, sources by who published them and the newest first.
//! 2. Names fall into groups by their letter, sources by their publisher; a publisher has a letter, too.
//! 3. From 300 records on, each letter has a page.

use std::cmp::Reverse;
use std::sync::Arc;

use super::collate::Collation;
use super::desk::Desk;
use super::lists::LONG;
use super::paged::{Title, part_title};
use super::pages::{Made, Pages};
use super::parts::{Card, PartLinkView};
use super::record::list_head;
use super::view::view;
use crate::date::Date;
use crate::kind::Kind;
use crate::kinds::{self, Label};
use crate::link::{Entity, Handle, Site};
use crate::name;
use crate::route::Route;

view! {
    /// What `people.html`, `organizations.html`, `places.html`, `sources.html`, `stories.html` and `records.html` see.
    NamesView {
        /// The records in groups: by letter, or one group.
        groups: Vec<GroupView>,
        /// Links to the letters.
        letters: Vec<PartLinkView>,
        /// The number of all records.
        total: usize,
    }
}

view! {
    /// Records under one heading.
    GroupView {
        /// The heading: a letter, or the publisher of sources; empty where there is none.
        title: Arc<str>,
        /// Its anchor: the first group of a letter has one.
        id: Option<Arc<str>>,
        /// The records in their order.
        records: Vec<NameView>,
    }
}

view! {
    /// A record in a list of names.
    NameView {
        /// The record.
        record: Card,
        /// The name by which it is ordered, where that is another.
        sort_as: Option<Arc<str>>,
        /// In how many documents it is named.
        named_in: usize,
    }
}

/// Records below one heading.
struct Group {
    letter: String,
    heading: String,
    records: Vec<Handle>,
}

/// What a list is called.
#[derive(Clone, Copy)]
enum Called {
    /// By a word of the interface.
    Word(Title),
    /// As the site says.
    Own(&'static Label),
}

impl Called {
    fn in_words(self, desk: &Desk) -> &Arc<str> {
        match self {
            Self::Word(title) => title(&desk.words.said),
            Self::Own(label) => label.in_language(&desk.site.config.language),
        }
    }
}

/// Adds the lists of records by name.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    let built_in: [(&'static Kind, &'static str, Title); 5] = [
        (&kinds::STORY, "stories.html", |said| &said.titles.stories),
        (&kinds::PERSON, "people.html", |said| &said.titles.people),
        (&kinds::ORGANIZATION, "organizations.html", |said| &said.titles.organizations),
        (&kinds::PLACE, "places.html", |said| &said.titles.places),
        (&kinds::SOURCE, "sources.html", |said| &said.titles.sources),
    ];
    let built_in = built_in.map(|(kind, template, title)| (kind, template, Called::Word(title)));
    let own = site.config.kinds().own();
    let own = own.filter_map(|kind| Some((kind, "records.html", Called::Own(&kind.own.as_ref()?.plural_label))));
    for (kind, template, title) in built_in.into_iter().chain(own) {
        let route = Route::new(&format!("/{}/", kind.plural));
        let collation = Collation::new(&site.config.language);
        let groups =
            if *kind == kinds::SOURCE { by_publisher(site, &collation) } else { by_letter(site, kind, &collation) };
        let groups = Arc::new(groups);
        let total: usize = groups.iter().map(|group| group.records.len()).sum();
        if total > LONG {
            for letter in letters(&groups) {
                let (page, shared) = (route.join(&format!("a-z/{}/", letter_slug(letter))), Arc::clone(&groups));
                let (path, only) = (page.path().to_owned(), letter.to_owned());
                pages.view(page, None, template, move |desk| list(desk, kind, title, &path, &shared, Some(&only)));
            }
        }
        let path = route.path().to_owned();
        pages.view(route, None, template, move |desk| list(desk, kind, title, &path, &groups, None));
    }
}

/// Orders the records of a kind and groups them by their first letter.
fn by_letter(site: &Site, kind: &'static Kind, collation: &Collation) -> Vec<Group> {
    let mut records: Vec<(String, Handle)> = site
        .of_kind(kind)
        .map(|(handle, entity)| {
            let sort = entity.document.fields.text("sort_as").unwrap_or(&entity.document.name);
            (sort.to_string(), handle)
        })
        .collect();
    records.sort_by(|a, b| collation.compare(&a.0, &b.0).then_with(|| a.1.cmp(&b.1)));
    let mut groups: Vec<Group> = Vec::new();
    for (sort, handle) in records {
        let letter = Collation::letter(&sort);
        // A letter whose names the locale orders apart is still one group.
        match groups.iter_mut().find(|group| group.letter == letter) {
            Some(group) => group.records.push(handle),
            None => groups.push(Group { heading: letter.clone(), letter, records: vec![handle] }),
        }
    }
    groups
}

/// Orders sources by who published them, or else by who wrote them, and each of these from the newest to the oldest.
fn by_publisher(site: &Site, collation: &Collation) -> Vec<Group> {
    let mut records: Vec<(String, &Entity, Handle)> =
        site.of_kind(&kinds::SOURCE).map(|(handle, entity)| (publisher(entity), entity, handle)).collect();
    let day = |entity: &Entity| Reverse(entity.document.fields.date("published").map(Date::order_key));
    records.sort_by(|(a, one, here), (b, other, there)| {
        let unnamed = a.is_empty().cmp(&b.is_empty());
        let names = || collation.compare(&one.document.name, &other.document.name);
        let by_day = || day(one).cmp(&day(other));
        unnamed.then_with(|| collation.compare(a, b)).then_with(by_day).then_with(names).then_with(|| here.cmp(there))
    });
    let mut groups: Vec<Group> = Vec::new();
    for (heading, _, handle) in records {
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.records.push(handle),
            None => groups.push(Group { letter: Collation::letter(&heading), heading, records: vec![handle] }),
        }
    }
    // A page for a letter has all of its publishers, also where the locale orders them apart.
    let order: Vec<String> = letters(&groups).into_iter().map(str::to_owned).collect();
    groups.sort_by_key(|group| order.iter().position(|letter| *letter == group.letter));
    groups
}

/// Returns under whose name a source stands; empty where nobody is named.
fn publisher(source: &Entity) -> String {
    let fields = &source.document.fields;
    fields.text("publisher").or_else(|| fields.texts("author").first()).map_or_else(String::new, ToString::to_string)
}

/// Returns the letters of groups, each once, in their order.
fn letters(groups: &[Group]) -> Vec<&str> {
    let mut letters: Vec<&str> = Vec::new();
    for group in groups {
        if !letters.contains(&group.letter.as_str()) {
            letters.push(&group.letter);
        }
    }
    letters
}

fn letter_slug(letter: &str) -> String {
    if letter.is_ascii() {
        name::slug(letter)
    } else {
        format!("{}-{:x}", name::slug(letter), letter.chars().next().map_or(0, u32::from))
    }
}

fn list(desk: &Desk, kind: &'static Kind, title: Called, path: &str, groups: &[Group], only: Option<&str>) -> Made {
    let total: usize = groups.iter().map(|group| group.records.len()).sum();
    let long = total > LONG;
    let shown = |group: &Group| only.map_or(!long, |only| only == group.letter);
    let is_first = |at: usize| at == 0 || groups[at - 1].letter != groups[at].letter;
    let views = groups.iter().enumerate().filter(|(_, group)| shown(group)).map(|(at, group)| GroupView {
        title: group.heading.as_str().into(),
        id: is_first(at).then(|| format!("letter-{}", letter_slug(&group.letter)).into()),
        records: group.records.iter().map(|handle| name_view(desk, *handle)).collect(),
    });
    let links = letters(groups).into_iter().map(|letter| PartLinkView {
        title: letter.into(),
        path: if long {
            format!("{}/a-z/{}/", kind.plural, letter_slug(letter))
        } else {
            format!("{}/#letter-{}", kind.plural, letter_slug(letter))
        }
        .into(),
        current: only == Some(letter),
    });
    let view = NamesView { groups: views.collect(), letters: links.collect(), total };
    let said = &desk.words.said;
    let title: &str = title.in_words(desk);
    let title = only.map_or_else(|| title.to_owned(), |letter| part_title(said, title, letter));
    (list_head(desk, kind.plural, &title, path), Box::new(view))
}

fn name_view(desk: &Desk, handle: Handle) -> NameView {
    let sort_as = desk.entity(handle).document.fields.text("sort_as").cloned();
    NameView { record: desk.card(handle), sort_as, named_in: desk.mentioning(handle).count() }
}
