//! `/tags/` and a page for each tag, with all that bears it.
//!
//! Spellings of one name are one tag, as they are one person; its name is the spelling of most records. `C` and `C++` are two,
//! and a number tells their addresses apart.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use super::desk::{Desk, is_plan};
use super::entry::group_by_year;
use super::front::is_home;
use super::json::Object;
use super::paged::{List, Part};
use super::pages::{Made, Pages};
use super::parts::{Card, EntryView, PartLinkView};
use super::record::list_head;
use super::view::view;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::kinds;
use crate::link::{Entity, Handle, Site};
use crate::name::{self, Letters, slug};
use crate::parse::At;
use crate::route::Route;

/// How many entries a full page has.
const SIZE: usize = 100;

view! {
    /// What `tags.html` sees.
    TagsView {
        /// The tags in the order of their slugs.
        tags: Vec<TagLinkView>,
        /// The number of all tags.
        total: usize,
    }
}

view! {
    /// A tag in the list of all.
    TagLinkView {
        /// The name.
        title: Arc<str>,
        /// The address from the site's root.
        path: Arc<str>,
        /// How many records bear it.
        count: usize,
    }
}

view! {
    /// What `tag.html` sees.
    TagView {
        /// The address of its first page, from the site's root.
        tag: Arc<str>,
        /// The other spellings of the tag; on the first page only.
        spellings: Vec<Arc<str>>,
        /// The events and articles that bear it, newest first.
        entries: Vec<EntryView>,
        /// Planned and postponed events, nearest first; on the first page only.
        upcoming: Vec<EntryView>,
        /// The stories, people, organizations, places, sources and plain pages that bear it, or the first of them; on the
        /// first page only.
        records: Vec<Card>,
        /// Links to the pages with the rest of them.
        record_parts: Vec<PartLinkView>,
        /// The number of all of them; 0 on other pages than the first.
        others: usize,
        /// Links to the other pages of the tag.
        parts: Vec<PartLinkView>,
        /// The number of all records that bear it; 0 on other pages than the first.
        total: usize,
        /// The day that counts as today.
        as_of: Option<Arc<str>>,
    }
}

view! {
    /// What `tag-records.html` sees.
    TagRecordsView {
        /// The address of the tag's first page, from the site's root.
        tag: Arc<str>,
        /// Some of the stories, people, organizations, places, sources and plain pages that bear it.
        records: Vec<Card>,
        /// Links to the pages before and after.
        parts: Vec<PartLinkView>,
    }
}

/// A tag with the records that bear it.
pub(super) struct Tag {
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: Arc<str>,
    /// Its other spellings, sorted.
    pub spellings: Vec<Arc<str>>,
    /// The records in the order of kinds and ids.
    pub records: Vec<Handle>,
    /// The same as its pages show them.
    shown: OnceLock<Shown>,
}

/// The records of a tag as its pages show them.
struct Shown {
    /// Events and articles, the oldest first; what has no date before all.
    happened: Vec<Handle>,
    /// Planned and postponed events, nearest first.
    plans: Vec<Handle>,
    others: Vec<Handle>,
}

/// A spelling with the records that use it.
type Spelling<'a> = (&'a Arc<str>, Vec<Handle>);

/// Returns all tags of what readers may see, in the order of their slugs.
#[must_use]
pub(super) fn of(site: &Site) -> Vec<Tag> {
    let mut spellings: BTreeMap<&Arc<str>, Vec<Handle>> = BTreeMap::new();
    for (handle, entity) in site.all() {
        for tag in of_record(entity) {
            spellings.entry(tag).or_default().push(handle);
        }
    }
    let lettered = spellings.into_iter().map(|spelling| (Letters::of(spelling.0), spelling));
    let mut tags: Vec<Tag> = name::gathered(lettered).into_iter().filter_map(merged).collect();
    tags.sort_by(|a, b| a.slug.cmp(&b.slug));
    let mut taken = HashMap::default();
    for tag in &mut tags {
        tag.slug = name::unique(&mut taken, &tag.slug);
    }
    tags.sort_by(|a, b| a.slug.cmp(&b.slug));
    tags
}

/// Makes one tag of its spellings, which come sorted.
fn merged(mut spellings: Vec<Spelling>) -> Option<Tag> {
    let slug = spellings.iter().map(|(name, _)| slug(name)).min()?;
    spellings.sort_by_key(|(_, records)| std::cmp::Reverse(records.len()));
    let mut names = spellings.iter().map(|(name, _)| Arc::clone(name));
    let name = names.next()?;
    let mut others: Vec<Arc<str>> = names.collect();
    others.sort_unstable();
    let mut records: Vec<Handle> = spellings.into_iter().flat_map(|(_, records)| records).collect();
    records.sort_unstable();
    records.dedup();
    Some(Tag { slug, name, spellings: others, records, shown: OnceLock::new() })
}

/// Returns the tags of a record as they are written; the text of the home page and records with a notice only have none.
pub(super) fn of_record(entity: &Entity) -> impl Iterator<Item = &Arc<str>> {
    let tags = entity.document.fields.texts("tags").iter();
    tags.filter(|tag| !entity.withdrawn && !is_home(entity) && !tag.trim().is_empty())
}

/// Returns each tag by the part of its address, as JSON: its names, and the references to the records that bear it.
#[must_use]
pub fn tags_json(desk: &Desk) -> Vec<(String, String)> {
    let written = |tag: &Tag| {
        let mut json = String::new();
        let mut it = Object::new(&mut json);
        it.text("kind", "tag").text("id", &tag.slug).text("title", &tag.name);
        it.text("url", &format!("{}tags/{}/", desk.site.config.base_path, tag.slug));
        it.texts("spellings", &tag.spellings);
        it.list("records", &tag.records, |json, record| json.push_str(&desk.written[record.ix()]));
        it.end();
        json
    };
    of(&desk.site).iter().map(|tag| (tag.slug.clone(), written(tag))).collect()
}

/// Adds the list of tags and their pages, where there are tags.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    let tags = Arc::new(of(site));
    if tags.is_empty() {
        return;
    }
    for at in 0..tags.len() {
        let tag = &tags[at];
        pages.report(moved(site, &tags, tag));
        let is_dated = |handle: &&Handle| [&kinds::ARTICLE, &kinds::EVENT].contains(&site.get(**handle).id.kind);
        let is_entry = |handle: &&Handle| is_dated(handle) && !is_plan(site.get(**handle));
        let length = tag.records.iter().filter(is_entry).count();
        let others = tag.records.len() - tag.records.iter().filter(is_dated).count();
        let list = List::new("tag", |said| &said.titles.tags, "tag.html", SIZE)
            .named(&format!("tags/{}", tag.slug), &tag.name);
        let of_records = Arc::clone(&tags);
        record_list(tag).full_pages(others, pages, move |desk, part| records_page(desk, &of_records[at], part));
        let tags = Arc::clone(&tags);
        list.pages(length, pages, move |desk, part| tag_page(desk, &tags[at], part));
    }
    pages.view(Route::new("/tags/"), None, "tags.html", move |desk| {
        let link = |tag: &Tag| TagLinkView {
            title: Arc::clone(&tag.name),
            path: format!("tags/{}/", tag.slug).into(),
            count: tag.records.len(),
        };
        let view = TagsView { tags: tags.iter().map(link).collect(), total: tags.len() };
        (list_head(desk, "tags", &desk.words.said.titles.tags, "tags/"), Box::new(view))
    });
}

/// Returns what is told of a tag whose address another tag would have too.
fn moved(site: &Site, tags: &[Tag], tag: &Tag) -> Option<Diagnostic> {
    let wanted = slug(&tag.name);
    let other = tags.iter().find(|other| other.slug == wanted && tag.slug != wanted)?;
    let document = &site.get(*tag.records.first()?).document;
    let message =
        format!("the tag `{}` would have the address of `{}`, and stands at `{}`", tag.name, other.name, tag.slug);
    let place = document.locate(At { field: "tags", index: 0, sub: "" });
    let diagnostic = Diagnostic::new(&codes::SHARED_ADDRESS, message).at(&document.source.path, place);
    Some(diagnostic.help("write one of the two in other words for an address that stays"))
}

/// Describes the list of what bears a tag and stands in no order of time.
fn record_list(tag: &Tag) -> List {
    let folder = format!("tags/{}/records", tag.slug);
    List::new("tag", |said| &said.titles.tags, "tag-records.html", SIZE).named(&folder, &tag.name)
}

impl Shown {
    fn of(desk: &Desk, tag: &Tag) -> Self {
        let is = |handle: &Handle, kinds: [&'static Kind; 2]| kinds.contains(&desk.entity(*handle).id.kind);
        let (dated, others): (Vec<Handle>, Vec<Handle>) =
            tag.records.iter().copied().partition(|handle| is(handle, [&kinds::ARTICLE, &kinds::EVENT]));
        let (mut plans, mut happened): (Vec<Handle>, Vec<Handle>) =
            dated.into_iter().partition(|handle| is_plan(desk.entity(*handle)));
        desk.sort_by_time(&mut happened);
        desk.sort_by_time(&mut plans);
        // In a list that begins with the newest, what has no date comes last.
        happened.sort_by_key(|handle| desk.entity(*handle).document.fields.date("date").is_some());
        Self { happened, plans, others }
    }
}

fn tag_page(desk: &Desk, tag: &Tag, part: &Part) -> Made {
    let Shown { happened, plans, others } = tag.shown.get_or_init(|| Shown::of(desk, tag));
    let entry = |handle: Handle| {
        if *desk.entity(handle).id.kind == kinds::EVENT {
            desk.event_entry(handle, None)
        } else {
            desk.article_entry(handle)
        }
    };
    let mut entries: Vec<EntryView> = happened[part.oldest_first()].iter().rev().map(|handle| entry(*handle)).collect();
    group_by_year(desk, &mut entries);
    let mut view = TagView {
        tag: format!("tags/{}/", tag.slug).into(),
        spellings: Vec::new(),
        entries,
        upcoming: Vec::new(),
        records: Vec::new(),
        record_parts: Vec::new(),
        others: 0,
        parts: part.links(),
        total: 0,
        as_of: None,
    };
    if part.is_first() {
        view.upcoming = plans.iter().copied().map(entry).collect();
        let part = Part::first(record_list(tag), others.len());
        view.records = desk.cards_of(others[part.newest_first()].iter().copied());
        view.record_parts = part.links();
        view.others = others.len();
        view.spellings.clone_from(&tag.spellings);
        view.total = tag.records.len();
        view.as_of = desk.site.as_of.map(|day| day.words(desk.language).into());
    }
    (part.head(desk), Box::new(view))
}

/// Makes a full page of what bears a tag and stands in no order of time. As those of other lists they are counted from the
/// end, so that a new record changes as few as it can.
fn records_page(desk: &Desk, tag: &Tag, part: &Part) -> Made {
    let Shown { others, .. } = tag.shown.get_or_init(|| Shown::of(desk, tag));
    let view = TagRecordsView {
        tag: format!("tags/{}/", tag.slug).into(),
        records: desk.cards_of(others[part.newest_first()].iter().copied()),
        parts: part.links(),
    };
    (part.head(desk), Box::new(view))
}
