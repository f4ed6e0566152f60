//! The posters of a site: what each says, where it stands, and which page it stands for.
//!
//! A record of a kind that the setting `cards` names has its own. A page without one is stood for by that of its story, else by
//! that of the site: so a few pictures serve all pages. A record that is withdrawn, or only named, has none.

use std::sync::Arc;

use foldhash::HashMap;

use super::desk::{Desk, date_view, status};
use super::pages::{Make, Pages};
use super::parts::DateView;
use super::record::origin;
use super::view::{Shared, view};
use crate::date::Language;
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, Site};
use crate::poster::{self, Mark, Poster};
use crate::route::Route;
use crate::source::SourcePath;
use crate::words::Words;

/// The name of a poster's file, below the page that it stands for. It stays the same when the poster is drawn anew, so that
/// the pages of a story do not change with it.
const FILE: &str = "card.png";

/// A poster as pages hold it.
pub(super) type SharedPoster = Shared<PosterView>;

view! {
    /// The picture that stands for a page where its address is shared.
    PosterView {
        /// The whole address.
        url: Arc<str>,
        /// What it says.
        alt: Arc<str>,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    }
}

/// Where the posters of a site stand.
#[derive(Clone, Default)]
pub struct Posters {
    /// Those of records.
    records: HashMap<Handle, SharedPoster>,
    /// That of the site.
    site: Option<SharedPoster>,
}

/// Adds the posters to the outputs and returns where each stands.
pub(super) fn place(site: &Site, pages: &mut Pages) -> Posters {
    let config = &site.config;
    if config.cards.is_empty() || !config.writes("html") {
        return Posters::default();
    }
    let mut add = |poster: Poster, below: &Route, origin: Option<&SourcePath>| {
        let poster = poster.legible()?;
        let route = below.join(FILE);
        let url = config.address(route.path()).into();
        let alt = Arc::clone(&poster.title);
        pages.add(route, origin, Make::Poster(Box::new(poster)));
        Some(Shared::new(PosterView { url, alt, width: poster::WIDTH, height: poster::HEIGHT }))
    };
    let mut posters = Posters { site: add(of_site(site), &Route::new("/"), None), ..Posters::default() };
    for (handle, entity) in config.cards.iter().flat_map(|kind| site.of_kind(kind)) {
        // A picture of its own stands for the record itself, but not for the pages of a story.
        let needs_one = !entity.stub && (*entity.id.kind == kinds::STORY || entity.links.image.is_none());
        let placed = needs_one.then(|| add(of_record(site, entity), &entity.route, origin(entity)));
        posters.records.extend(placed.flatten().map(|placed| (handle, placed)));
    }
    posters
}

impl Posters {
    /// Returns the poster for a page that is no record.
    pub(super) fn of_site(&self) -> Option<SharedPoster> {
        self.site.clone()
    }
}

impl Desk {
    /// Returns the poster for a record's page: its own, that of its story, or that of the site.
    pub(super) fn poster(&self, handle: Handle) -> Option<SharedPoster> {
        let of_story =
            || self.entity(handle).refs("story").find_map(|(_, _, story)| self.posters.records.get(&story.found()?));
        let posters = &self.posters;
        posters.records.get(&handle).or_else(of_story).or(posters.site.as_ref()).cloned()
    }
}

fn of_site(site: &Site) -> Poster {
    let config = &site.config;
    Poster {
        title: Arc::clone(&config.title),
        note: config.description.clone(),
        address: address(site),
        ..Poster::default()
    }
}

fn of_record(site: &Site, entity: &Entity) -> Poster {
    let (config, fields) = (&site.config, &entity.document.fields);
    let lang = fields.text("lang");
    let words = lang.map_or_else(|| Arc::clone(config.reading.words.own()), |lang| config.reading.words.of(lang));
    let language = lang.map_or(config.reading.language, |tag| Language::of(tag));
    let is_dated = [&kinds::ARTICLE, &kinds::EVENT].contains(&entity.id.kind);
    let date = date_view(language, fields.date("date").filter(|_| is_dated), None);
    Poster {
        label: label(site, entity, &words).into(),
        title: Arc::clone(&entity.document.name),
        note: fields.text("summary").cloned(),
        date: date.as_ref().map(|date| pieces(&date.view)).unwrap_or_default(),
        mark: match status(entity).as_deref() {
            Some("planned" | "postponed" | "cancelled") => Mark::Ring,
            _ if date.is_none_or(|date| date.view.mark == "day") => Mark::Dot,
            _ => Mark::Bracket,
        },
        site: Arc::clone(&config.title),
        address: address(site),
    }
}

/// Returns what stands above the title: the story of an article or event, else what the record is. That something is only
/// planned, or will not be, is told first.
fn label(site: &Site, entity: &Entity, words: &Words) -> String {
    let kind = words.look_up_at_start("kind", entity.id.kind.name);
    let status = status(entity);
    match entity.id.kind {
        it if *it == kinds::STORY => {
            let key = if status.as_deref() == Some("closed") { "story.closed" } else { "story.running" };
            words.text(key).map_or(kind, ToString::to_string)
        }
        it if *it == kinds::ARTICLE || *it == kinds::EVENT => {
            let story = entity.refs("story").find_map(|(_, _, story)| match story {
                Resolved::Found(story) => Some(&site.entities[story.ix()]).filter(|story| !story.withdrawn),
                _ => None,
            });
            let told = story.map_or(kind, |story| story.document.name.to_string());
            match status.as_deref() {
                Some(status) if status != "happened" => {
                    format!("{} · {told}", words.look_up_at_start("event_status", status))
                }
                _ => told,
            }
        }
        _ => kind,
    }
}

/// Returns the pieces of a date, the largest first, no more exact than the date.
fn pieces(date: &DateView) -> Vec<Arc<str>> {
    let all = [&date.day, &date.span, &date.month].into_iter().flatten().chain([&date.year]);
    let mut pieces: Vec<Arc<str>> = all.filter(|piece| !piece.is_empty()).cloned().collect();
    if let Some(first) = pieces.first_mut().filter(|_| !date.lead.is_empty()) {
        *first = format!("{} {first}", date.lead).into();
    }
    pieces.extend(Some(date.doubt).filter(|doubt| !doubt.is_empty()).map(Into::into));
    pieces
}

/// Returns the address of a site without the scheme: `example.org/desk`.
fn address(site: &Site) -> Arc<str> {
    let address = site.config.base_url.trim_end_matches('/');
    address.split_once("://").map_or(address, |(_, address)| address).into()
}
