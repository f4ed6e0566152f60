//! The formats in which the record goes on to other programs: feed readers, calendars, spreadsheets.
//!
//! Each format is one file below and one line in [`FORMATS`]. The line makes the files of a build and those of `dossier export`,
//! the README's table and the links on pages. No format says more than the record: a vague date is widened or left out.

mod atom;
mod calendar;
mod csv;
mod feed;
pub mod ftm;
mod gexf;
mod graph;
mod graphml;
mod ids;
mod json_feed;
mod jsonl;
mod moments;
mod timeline_js;
mod whole;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::desk::Desk;
use super::pages::Pages;
use super::record;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::link::{Handle, Site};
use crate::route::Route;

/// One format.
pub struct Format {
    /// Its name for `dossier export`: `json-feed`.
    pub name: &'static str,
    /// Its file, at the site's root or beside a record's page: `feed.json`. One that is made kind by kind has `{kind}` in it, where
    /// the kind's plural stands: `{kind}.csv`.
    pub file: &'static str,
    /// The word of the setting `outputs` with which a build writes it: `feeds`.
    pub output: &'static str,
    /// Its media type: `application/feed+json`.
    pub media: &'static str,
    /// What it is and who reads it, for the README: its title, then ` (`, ` for ` or a comma.
    pub about: &'static str,
    /// Of what it can be made.
    pub of: Of,
    /// Appends the text.
    pub(super) write: fn(&Desk, Asked, &mut String),
}

/// Of what a format can be made.
pub struct Of {
    /// Whether of the whole site.
    pub site: bool,
    /// Of all records of a kind together, for these kinds.
    pub kinds: &'static [&'static Kind],
    /// Of one record, for these kinds; a build does so for those that the setting `outputs_for` names.
    pub records: &'static [&'static Kind],
    /// Of which kinds of the site's own it can be made likewise, together or of one record.
    pub own: OfOwn,
}

/// Of which kinds of a site's own a format can be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfOwn {
    /// Of none.
    Not,
    /// Of all, together.
    Together,
    /// Of all, together or of one record.
    Each,
    /// Of those that FollowTheMoney has a word for, together or of one record.
    Entities,
}

impl Of {
    /// Returns the kinds of a site of whose records it can be made together.
    pub fn together(&self, kinds: Kinds) -> impl Iterator<Item = &'static Kind> {
        let own = self.own;
        self.kinds.iter().copied().chain(kinds.own().filter(move |kind| own.takes(kind)))
    }

    /// Returns the kinds of a site of whose single records it can be made.
    pub fn single(&self, kinds: Kinds) -> impl Iterator<Item = &'static Kind> {
        let own = self.own;
        let single = move |kind: &&'static Kind| own != OfOwn::Together && own.takes(kind);
        self.records.iter().copied().chain(kinds.own().filter(single))
    }
}

impl OfOwn {
    fn takes(self, kind: &Kind) -> bool {
        match self {
            Self::Not => false,
            Self::Together | Self::Each => true,
            Self::Entities => kind.own.as_ref().is_some_and(|own| own.followthemoney.is_some()),
        }
    }
}

/// Of what a format is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The whole site.
    Site,
    /// All records of a kind.
    Kind(&'static Kind),
    /// One record.
    Record(Handle),
}

/// What a format is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Of what.
    pub scope: Scope,
    /// Whether dates vaguer than a day are wanted where a format can only say days: such a date stands for all days that it may touch.
    pub vague: bool,
}

/// What the files of a build have in common, collected when first asked for.
#[derive(Default)]
pub(super) struct Collected {
    /// All entities of FollowTheMoney by their ids.
    entities: OnceLock<BTreeMap<String, ftm::Entity>>,
    /// The graph of the whole site.
    graph: OnceLock<graph::Graph>,
}

/// The kinds whose records can have feeds.
static FOLLOWED: [&Kind; 3] = [&kinds::STORY, &kinds::PERSON, &kinds::EVENT];

/// The kinds that have entities of FollowTheMoney.
static ENTITIES: [&Kind; 6] =
    [&kinds::PERSON, &kinds::EVENT, &kinds::ORGANIZATION, &kinds::PLACE, &kinds::ARTICLE, &kinds::SOURCE];
/// The kinds of records whose surroundings can be had alone: those of [`ENTITIES`] and stories.
static SURROUNDED: [&Kind; 7] = [
    &kinds::STORY,
    &kinds::PERSON,
    &kinds::EVENT,
    &kinds::ORGANIZATION,
    &kinds::PLACE,
    &kinds::ARTICLE,
    &kinds::SOURCE,
];
/// The same of graphs, which have no documents.
static AROUND: [&Kind; 5] = [&kinds::STORY, &kinds::PERSON, &kinds::EVENT, &kinds::ORGANIZATION, &kinds::PLACE];
/// The kinds whose records have events in order of time.
static TIMED: [&Kind; 4] = [&kinds::STORY, &kinds::PERSON, &kinds::ORGANIZATION, &kinds::PLACE];

/// Every format, in the order of the README's table.
pub static FORMATS: &[Format] = &[
    Format {
        name: "atom",
        file: "atom.xml",
        output: "feeds",
        media: "application/atom+xml",
        about: "Atom (RFC 4287) for feed readers: an entry for each article, update and correction",
        of: Of { site: true, kinds: &[], records: &FOLLOWED, own: OfOwn::Not },
        write: atom::write,
    },
    Format {
        name: "json-feed",
        file: "feed.json",
        output: "feeds",
        media: "application/feed+json",
        about: "JSON Feed 1.1 for feed readers: the same entries",
        of: Of { site: true, kinds: &[], records: &FOLLOWED, own: OfOwn::Not },
        write: json_feed::write,
    },
    Format {
        name: "ics",
        file: "calendar.ics",
        output: "calendar",
        media: "text/calendar",
        about: "iCalendar (RFC 5545) for calendars: events, planned and past, on their days",
        of: Of { site: true, kinds: &[], records: &FOLLOWED, own: OfOwn::Not },
        write: calendar::write,
    },
    Format {
        name: "csv",
        file: "{kind}.csv",
        output: "csv",
        media: "text/csv",
        about: "CSV (RFC 4180) for spreadsheets: a record a row, with a fixed header",
        of: Of { site: false, kinds: &csv::TABLED, records: &[], own: OfOwn::Together },
        write: csv::write,
    },
    Format {
        name: "jsonl",
        file: "records.jsonl",
        output: "jsonl",
        media: "application/jsonl",
        about: "JSON lines, a record a line as in its `index.json`, for scripts and `dossier query`",
        of: Of { site: true, kinds: &kinds::KINDS, records: &[], own: OfOwn::Together },
        write: jsonl::write,
    },
    Format {
        name: "ftm",
        file: "entities.ftm.json",
        output: "ftm",
        media: "application/json+ftm",
        about: "FollowTheMoney JSON lines for Aleph and OpenSanctions: people, events, organizations, places, articles and sources as entities, roles, parts, ties and quotes as links",
        of: Of { site: true, kinds: &ENTITIES, records: &SURROUNDED, own: OfOwn::Entities },
        write: ftm::write,
    },
    Format {
        name: "timeline",
        file: "timeline.json",
        output: "timeline",
        media: "application/json",
        about: "TimelineJS 3 for timelines on other pages: a slide for each event, roles and stories as eras; what has no date is in `undated`",
        of: Of { site: true, kinds: &[], records: &TIMED, own: OfOwn::Each },
        write: timeline_js::write,
    },
    Format {
        name: "gexf",
        file: "graph.gexf",
        output: "graph",
        media: "application/gexf+xml",
        about: "GEXF 1.3 for Gephi: people, organizations, events and places, and what they have to do with one another, with spans",
        of: Of { site: true, kinds: &graph::NODES, records: &AROUND, own: OfOwn::Each },
        write: gexf::write,
    },
    Format {
        name: "graphml",
        file: "graph.graphml",
        output: "graph",
        media: "application/graphml+xml",
        about: "GraphML for networkx, Cytoscape, yEd and igraph: the same graph",
        of: Of { site: true, kinds: &graph::NODES, records: &AROUND, own: OfOwn::Each },
        write: graphml::write,
    },
];

impl Format {
    /// Returns the format of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Tells whether it can be made of this.
    #[must_use]
    pub fn takes(&self, site: &Site, scope: Scope) -> bool {
        match scope {
            Scope::Site => self.of.site,
            Scope::Kind(kind) => self.of.together(site.config.kinds()).any(|known| known == kind),
            Scope::Record(handle) => {
                let kind = site.get(handle).id.kind;
                self.of.single(site.config.kinds()).any(|known| known == kind)
            }
        }
    }

    /// Returns what people call it: `JSON Feed 1.1`.
    #[must_use]
    pub fn title(&self) -> &'static str {
        [" (", " for ", ","].iter().fold(self.about, |title, end| title.split(end).next().unwrap_or(title))
    }

    /// Tells whether feed readers and calendars are to find it from the page of what it is about.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        matches!(self.output, "feeds" | "calendar")
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self, desk: &Desk, asked: Asked) -> String {
        let mut text = String::new();
        (self.write)(desk, asked, &mut text);
        text
    }

    /// Returns what a build makes it of.
    fn scopes(&self, site: &Site) -> Vec<Scope> {
        if self.is_by_kind() {
            return self.of.together(site.config.kinds()).map(Scope::Kind).collect();
        }
        let mut scopes = Vec::new();
        if self.of.site {
            scopes.push(Scope::Site);
        }
        let is_asked = |kind: &&'static Kind| site.config.outputs_for.contains(kind) && self.is_built_of(kind);
        for kind in site.config.kinds().iter().filter(is_asked) {
            scopes.extend(site.of_kind(kind).map(|(handle, _)| Scope::Record(handle)));
        }
        scopes
    }

    /// Returns where its file of a scope stands.
    #[must_use]
    pub fn route(&self, site: &Site, scope: Scope) -> Route {
        match scope {
            Scope::Site => Route::new(self.file),
            Scope::Kind(kind) => Route::new(&self.file.replace("{kind}", kind.plural)),
            Scope::Record(handle) => site.get(handle).route.join(self.file),
        }
    }

    /// Tells whether a build makes it of single records of a kind: what surrounds somebody is most of a site, over and over.
    fn is_built_of(&self, kind: &Kind) -> bool {
        self.of.records.contains(&kind) && (*kind == kinds::STORY || !matches!(self.output, "ftm" | "graph"))
    }

    fn is_by_kind(&self) -> bool {
        self.file.contains("{kind}")
    }
}

/// Returns the formats that a build makes of each record of a kind.
pub(super) fn of_records(site: &Site, kind: &'static Kind) -> impl Iterator<Item = &'static Format> {
    let config = &site.config;
    let are_made = config.outputs_for.contains(&kind);
    FORMATS.iter().filter(move |it| are_made && config.writes(it.output) && it.is_built_of(kind))
}

/// Returns the formats that a build makes of the whole site.
pub(super) fn of_site(site: &Site) -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| site.config.writes(format.output) && format.of.site)
}

/// Adds the files of all formats that the site writes.
pub(super) fn pages(site: &Site, pages: &mut Pages) {
    let vague = site.config.vague_dates;
    for format in FORMATS.iter().filter(|format| site.config.writes(format.output)) {
        for scope in format.scopes(site) {
            let origin = match scope {
                Scope::Record(handle) => record::origin(site.get(handle)),
                Scope::Site | Scope::Kind(_) => None,
            };
            let asked = Asked { scope, vague };
            pages.text(format.route(site, scope), origin, move |desk, text| (format.write)(desk, asked, text));
        }
    }
}
