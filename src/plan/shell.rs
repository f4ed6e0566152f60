//! What every template sees of the site itself, as `site`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::assets::FIRST_FONT;
use super::desk::Desk;
use super::export::{self, Format};
use super::front::is_home;
use super::tags;
use super::view::{Free, View, view};
use crate::date::Beside;
use crate::digest::{Digestible, Hasher};
use crate::kind::Kind;
use crate::kinds;
use crate::link::Site;
use crate::parse::url;

view! {
    /// What every template sees as `site`.
    SiteView {
        /// The name of the site.
        title: Arc<str>,
        /// What it is, in a sentence.
        description: Option<Arc<str>>,
        /// The language of the site, as in BCP 47.
        language: Arc<str>,
        /// The whole address of the root, ending in a slash.
        base_url: Arc<str>,
        /// The path of the root on its host, beginning and ending in a slash.
        base_path: Arc<str>,
        /// Who makes it.
        authors: Vec<Arc<str>>,
        /// Under which terms its texts may be used.
        licence: Option<Arc<str>>,
        /// The links of the header, where the site has its own.
        menu: Vec<MenuView>,
        /// The lists of the kinds that the site declares, for the footer.
        kinds: Vec<MenuView>,
        /// The plain pages, for the footer.
        pages: Vec<MenuView>,
        /// The day that counts as today, in words.
        as_of: Option<Arc<str>>,
        /// The words beside dates, in the language of the site.
        words: WordsView,
        /// The theme's files: the address from the site's root by name, as in `site.assets["docket.css"]`.
        assets: Addresses,
        /// The address of the font that pages need at once, from the site's root; none with `font: system`.
        font: Option<Arc<str>>,
        /// Whether something bears a tag, so that there are pages of tags.
        tags: bool,
        /// Whether readers can search the site.
        search: bool,
        /// Whether there is a feed at `atom.xml`.
        feeds: bool,
        /// The formats for other programs that are written.
        formats: FormatsView,
        /// What made the pages.
        generator: &'static str,
        /// Free data from the settings.
        extra: Free,
    }
}

view! {
    /// The formats for other programs, by what they are made of.
    FormatsView {
        /// Of the site.
        site: Vec<FormatView>,
        /// Of each story.
        story: Vec<FormatView>,
        /// Of each person.
        person: Vec<FormatView>,
        /// Of each event.
        event: Vec<FormatView>,
    }
}

view! {
    /// A format for other programs.
    FormatView {
        /// What people call it: `JSON Feed 1.1`.
        title: &'static str,
        /// Its file, at the site's root or beside a record's page: `feed.json`.
        file: &'static str,
        /// Its media type.
        media: &'static str,
        /// Whether feed readers or calendars follow it.
        followed: bool,
    }
}

view! {
    /// The words beside dates, in the language of the site.
    WordsView {
        /// Before the day that counts as today, within a line: `as of`.
        as_of: Arc<str>,
        /// The same at the start of a line: `As of`.
        as_of_line: Arc<str>,
        /// In place of a date: `no date`.
        no_date: Arc<str>,
        /// In place of the date of what is planned: `No date yet`.
        no_date_yet: Arc<str>,
        /// Beside a year alone: `day not given`.
        day_not_given: Arc<str>,
    }
}

view! {
    /// A link of the header or the footer.
    MenuView {
        /// The words.
        title: Arc<str>,
        /// The address: from the site's root, without a leading slash, unless it is a whole one.
        path: Arc<str>,
        /// Whether it leads out of the site.
        external: bool,
    }
}

/// Addresses by name.
#[derive(Clone, Debug, Default)]
pub struct Addresses(pub Vec<(Arc<str>, Arc<str>)>);

impl Digestible for Addresses {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.number(self.0.len() as u64);
        for (name, address) in &self.0 {
            name.digest(hasher);
            address.digest(hasher);
        }
    }
}

impl Serialize for Addresses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sorted: BTreeMap<&str, &str> = self.0.iter().map(|(name, address)| (&**name, &**address)).collect();
        sorted.serialize(serializer)
    }
}

impl View for Addresses {}

/// Returns what every template sees of the site.
#[must_use]
pub fn site(desk: &Desk) -> SiteView {
    let config = &desk.site.config;
    let menu = config.menu.iter().map(|item| {
        let external = url::is_external(&item.url);
        let path = match item.url.trim_start_matches('/') {
            _ if external => Arc::clone(&item.url),
            path if url::is_safe(path) => path.into(),
            // `/a:b` would have a scheme without its slash.
            path => format!("./{path}").into(),
        };
        MenuView { title: Arc::clone(&item.title), path, external }
    });
    let pages = desk
        .site
        .of_kind(&kinds::PAGE)
        .filter(|(_, entity)| !is_home(entity) && entity.document.fields.flag("menu") != Some(false));
    let assets = desk.assets.iter().map(|(name, route)| (name.as_str().into(), route.path().into()));
    SiteView {
        title: Arc::clone(&config.title),
        description: config.description.clone(),
        language: Arc::clone(&config.language),
        base_url: Arc::clone(&config.base_url),
        base_path: Arc::clone(&config.base_path),
        authors: config.authors.clone(),
        licence: config.licence.clone(),
        menu: menu.collect(),
        kinds: own_kinds(desk),
        pages: pages
            .map(|(_, entity)| MenuView {
                title: Arc::clone(&entity.document.name),
                path: entity.route.path().into(),
                external: false,
            })
            .collect(),
        as_of: desk.site.as_of.map(|day| day.words(desk.language).into()),
        words: words(desk.language.beside()),
        font: desk.assets.get(FIRST_FONT).map(|route| route.path().into()),
        assets: Addresses(assets.collect()),
        tags: desk.site.all().any(|(_, entity)| tags::of_record(entity).next().is_some()),
        search: config.writes("search"),
        feeds: config.writes("feeds"),
        formats: formats(&desk.site),
        generator: concat!("dossier ", env!("CARGO_PKG_VERSION")),
        extra: Free(config.extra.clone()),
    }
}

/// Returns the lists of the kinds that the site declares.
fn own_kinds(desk: &Desk) -> Vec<MenuView> {
    let view = |kind: &'static Kind| {
        let title = kind.own.as_ref()?.plural_label.in_language(&desk.site.config.language);
        Some(MenuView { title: Arc::clone(title), path: format!("{}/", kind.plural).into(), external: false })
    };
    desk.kinds().own().filter_map(view).collect()
}

fn formats(site: &Site) -> FormatsView {
    let view = |format: &Format| FormatView {
        title: format.title(),
        file: format.file,
        media: format.media,
        followed: format.is_followed(),
    };
    let data = FormatView { title: "JSON", file: "index.json", media: "application/json", followed: false };
    let of_records = |kind| {
        let formats: Vec<FormatView> = export::of_records(site, kind).map(view).collect();
        let has_data = site.config.writes("json") && !formats.is_empty();
        has_data.then(|| data.clone()).into_iter().chain(formats).collect()
    };
    FormatsView {
        site: export::of_site(site).map(view).collect(),
        story: of_records(&kinds::STORY),
        person: of_records(&kinds::PERSON),
        event: of_records(&kinds::EVENT),
    }
}

fn words(beside: &Beside) -> WordsView {
    let Beside { as_of, as_of_line, no_date, no_date_yet, day_not_given, .. } = *beside;
    WordsView {
        as_of: as_of.into(),
        as_of_line: as_of_line.into(),
        no_date: no_date.into(),
        no_date_yet: no_date_yet.into(),
        day_not_given: day_not_given.into(),
    }
}
