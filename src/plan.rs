//! The fifth stage: a site into its outputs, as data. Nothing is rendered here.
//!
//! Each output is one file below and one line in [`OUTPUTS`]. A page is a route and a way to make its view from the
//! [`Desk`]; whether it is rendered is decided by what the view says, so no output declares what it depends on.

mod accounts;
mod addresses;
mod alike;
mod amend;
mod among;
mod archive;
mod arcs;
mod article;
mod assets;
mod body;
mod bonds;
mod cast;
mod changes;
mod cited;
mod claims;
mod collate;
mod corrections;
mod data;
mod dates;
mod desk;
mod entry;
mod event;
mod explore;
pub mod export;
mod facts;
mod front;
mod gather;
mod hosts;
mod indexes;
mod json;
mod linked_data;
mod lists;
mod mentions;
mod open_plans;
mod order;
mod outline;
mod paged;
mod pages;
mod parts;
mod person;
mod pictures;
mod posters;
mod quotes;
mod ranks;
mod record;
mod search;
mod shell;
mod sitemap;
mod source;
mod spellings;
mod story;
mod strip;
mod supports;
mod tags;
mod thing;
mod ties;
mod timeline;
mod told;
pub mod view;
mod wants;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use amend::{Extent, again};
pub use archive::ArchiveView;
pub use article::ArticleView;
pub use changes::ChangesView;
pub use claims::{Claim, ClaimView, Claims};
pub use corrections::{Corrected, CorrectedView, CorrectionView, Corrections, CorrectionsView};
pub use data::record_json;
pub use desk::{Desk, FileRoutes};
pub use event::EventView;
pub use facts::declared;
pub use front::{HOME, HomeView, NotFoundView, PlainView, RedirectView};
pub use indexes::NamesView;
pub use lists::EntriesView;
pub use open_plans::OpenPlansView;
pub use outline::{leads_to, shown_by_others};
pub use pages::{Made, Make, Maker, Page, Pages, Serializer, digests, fields};
pub use parts::{CardView, HeadView};
pub use person::PersonView;
pub use pictures::{Original, Shown};
pub use posters::{PosterView, Posters};
pub use quotes::{Place, Quote, QuoteView, QuotesView, Registry};
pub use search::SearchView;
pub use shell::{SiteView, site as shell};
pub use source::SourcePageView;
pub use story::StoryView;
pub use supports::{FactView, Support};
pub use tags::{TagRecordsView, TagView, TagsView, tags_json};
pub use thing::ThingView;

use crate::diagnostic::Report;
use crate::link::{ImageFile, Site};
use crate::name;
use crate::route::Route;
use crate::source::SourcePath;
use view::FieldDoc;
pub use wants::{Wanted, Wants};

/// One format or kind of page that a site has.
pub struct Output {
    /// Which format it belongs to, as in the setting `outputs`.
    pub format: &'static str,
    /// What it is, for readers of this table.
    pub name: &'static str,
    /// Adds its pages.
    add: fn(&Site, &mut Pages),
}

const fn html(name: &'static str, add: fn(&Site, &mut Pages)) -> Output {
    Output { format: "html", name, add }
}

/// Every output but the files that are copied, the lists of quotes and the index of the search, whose number is known from
/// the desk alone, the formats of [`export::FORMATS`], redirects, which come last because everything else goes before them, and
/// what hosts read of them.
pub static OUTPUTS: &[Output] = &[
    html("home", front::home),
    html("stories", story::pages),
    html("articles", article::pages),
    html("people", person::pages),
    html("events", event::pages),
    html("organizations", thing::organizations),
    html("places", thing::places),
    html("kinds of the site's own", thing::own),
    html("sources", source::pages),
    html("plain pages", front::plain),
    html("lists of names", indexes::pages),
    html("list of articles", lists::articles),
    html("lists of events", lists::events),
    html("list of corrections", corrections::pages),
    html("list of changes", changes::pages),
    html("open plans", open_plans::pages),
    html("tags", tags::pages),
    html("timeline/events.json", explore::pages),
    html("not found", front::not_found),
    Output { format: "json", name: "index.json", add: data::pages },
    html("sitemap.xml and robots.txt", sitemap::pages),
];

/// The views by template, for `dossier explain page`.
pub static CONTEXTS: &[(&str, &[FieldDoc])] = &[
    ("404.html", NotFoundView::FIELDS),
    ("archive.html", ArchiveView::FIELDS),
    ("article.html", ArticleView::FIELDS),
    ("articles.html", EntriesView::FIELDS),
    ("changes.html", ChangesView::FIELDS),
    ("corrections.html", CorrectionsView::FIELDS),
    ("event.html", EventView::FIELDS),
    ("events.html", EntriesView::FIELDS),
    ("home.html", HomeView::FIELDS),
    ("organization.html", ThingView::FIELDS),
    ("organizations.html", NamesView::FIELDS),
    ("open-plans.html", OpenPlansView::FIELDS),
    ("page.html", PlainView::FIELDS),
    ("people.html", NamesView::FIELDS),
    ("person.html", PersonView::FIELDS),
    ("place.html", ThingView::FIELDS),
    ("places.html", NamesView::FIELDS),
    ("quotes.html", QuotesView::FIELDS),
    ("record.html", ThingView::FIELDS),
    ("records.html", NamesView::FIELDS),
    ("redirect.html", RedirectView::FIELDS),
    ("search.html", SearchView::FIELDS),
    ("source.html", SourcePageView::FIELDS),
    ("sources.html", NamesView::FIELDS),
    ("stories.html", NamesView::FIELDS),
    ("story.html", StoryView::FIELDS),
    ("tag-records.html", TagRecordsView::FIELDS),
    ("tag.html", TagView::FIELDS),
    ("tags.html", TagsView::FIELDS),
    ("timeline.html", EntriesView::FIELDS),
];

/// What the stage is given beside the site: the files that are copied, and what templates ask for.
#[derive(Clone, Default)]
pub struct Files {
    /// The pictures that something refers to.
    pub pictures: BTreeMap<SourcePath, Original>,
    /// The theme's assets.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The files below `static/`.
    pub statics: Vec<SourcePath>,
    /// What the templates ask for beside the usual.
    pub wants: Arc<Wants>,
}

/// Returns the pictures that a site refers to, sorted, each once.
#[must_use]
pub fn pictures(site: &Site) -> Vec<SourcePath> {
    let mut pictures: Vec<SourcePath> = site
        .entities
        .iter()
        .flat_map(|entity| entity.links.images.iter().flatten().chain(&entity.links.image))
        .filter_map(|file| match file {
            ImageFile::Content(path) => Some(path.clone()),
            ImageFile::Static(_) => None,
        })
        .collect();
    pictures.sort_unstable();
    pictures.dedup();
    pictures
}

/// Plans every output of a site.
#[must_use]
pub fn pages(site: &Arc<Site>, files: &Files, report: &mut Report) -> (Desk, Pages) {
    let mut pages = Pages::default();
    // Only pages for readers show pictures, and need styles, scripts and fonts.
    let addresses = if site.config.writes("html") {
        FileRoutes {
            pictures: pictures::place(&files.pictures, &mut pages),
            assets: assets::place(&files.assets, site.config.web_fonts, &mut pages),
            posters: posters::place(site, &mut pages),
        }
    } else {
        FileRoutes::default()
    };
    assemble(site, files, addresses, pages, search::pages, report)
}

/// Lays the desk out, and adds all outputs but those of files, which are there, to the pages.
fn assemble(
    site: &Arc<Site>,
    files: &Files,
    addresses: FileRoutes,
    pages: Pages,
    search: fn(&Desk, &mut Pages),
    report: &mut Report,
) -> (Desk, Pages) {
    // The two know nothing of each other.
    let desk = || Desk::new(Arc::clone(site), Arc::clone(&files.wants), addresses);
    let (desk, mut pages) = rayon::join(desk, || routes(site, files, pages));
    let mut redirects = Vec::new();
    if site.config.writes("html") {
        quotes::pages(site, &desk.quotes, &mut pages);
        if site.config.writes("search") {
            search(&desk, &mut pages);
        }
        redirects = front::redirects(site, &mut pages, report);
        addresses::report_loose(site, &pages, report);
    }
    hosts::pages(site, redirects, &mut pages, report);
    weigh(site, &mut pages);
    pages.settle(report);
    (desk, pages)
}

/// Says of which records the pages and data take long.
fn weigh(site: &Site, pages: &mut Pages) {
    for (handle, entity) in site.all() {
        let mentions = site.mentions_of(handle).len();
        if mentions > MANY_MENTIONS {
            pages.weigh(&entity.route, mentions);
            pages.weigh(&entity.route.join("index.json"), mentions);
        }
    }
}

/// With more mentions than these a record's data takes longer than any article.
const MANY_MENTIONS: usize = 100;

/// Adds the outputs that follow from the site alone to those of its files.
fn routes(site: &Site, files: &Files, mut pages: Pages) -> Pages {
    for output in OUTPUTS.iter().filter(|output| site.config.writes(output.format)) {
        (output.add)(site, &mut pages);
    }
    export::pages(site, &mut pages);
    for path in &files.statics {
        let below = path.as_str().strip_prefix("static/").unwrap_or(path.as_str());
        // Links to it are composed as well, on whatever system it was made.
        pages.add(Route::new(&name::composed(below)), Some(path), Make::Copy(path.clone()));
    }
    pages
}
