//! What every page is made from: the linked site, a card for each record, the registry of quotes, the pictures.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;
use rayon::prelude::*;

use super::alike::{Alike, alike};
use super::claims::Claims;
use super::corrections::Corrections;
pub(super) use super::dates::date_view;
use super::entry::last_changed;
use super::export::Collected;
use super::front;
use super::gather::Related;
use super::linked_data;
use super::order::Order;
use super::parts::{Card, CardView, ImageView, NamedView, NativeView, Part, SharedDate, SizeView};
use super::pictures::Shown;
use super::posters::Posters;
use super::quotes::Registry;
use super::spellings::SpellingView;
use super::supports::{self, Support};
use super::view::Shared;
use super::wants::Wants;
use super::wording::Text;
use crate::date::{Date, Language};
use crate::kinds::{self, Kinds};
use crate::link::publishers::Basis;
use crate::link::{Entity, Handle, Resolved, Site, bare_name, roles};
use crate::parse::fields::Fields;
use crate::route::Route;
use crate::source::SourcePath;
use crate::words::{Said, Words};

/// The material of all pages.
pub struct Desk {
    /// The linked site.
    pub site: Arc<Site>,
    /// The card of each record, by handle.
    pub cards: Vec<Card>,
    /// For each record, its text: close together, since lists of mentions look into thousands of them.
    pub texts: Vec<Text>,
    /// For each record, the reference to it in JSON.
    pub written: Vec<String>,
    /// For each record, the reference to it in the words of schema.org; empty where it has none.
    pub(super) linked: Vec<String>,
    /// For each record, its date in JSON; empty where it has none.
    pub dates: Vec<String>,
    /// All quotes.
    pub quotes: Registry,
    /// All corrections.
    pub corrections: Corrections,
    /// All claims.
    pub claims: Claims,
    /// What comes before and after what.
    pub order: Order,
    /// How each picture is shown that something refers to.
    pub pictures: BTreeMap<SourcePath, Shown>,
    /// Where each of the theme's assets stands.
    pub assets: BTreeMap<String, Route>,
    /// The pictures that stand for pages where their addresses are shared.
    pub posters: Posters,
    /// The facts of front matter that rest on each source, in the order of kinds, ids and keys.
    pub supports: HashMap<Handle, Vec<Support>>,
    /// For each record, on how much it rests, where that is an event.
    pub bases: Vec<Basis>,
    /// What templates ask for beside the usual.
    pub wants: Arc<Wants>,
    /// The language in which the site says dates: in cards, lists, rows of mentions and data. The facts of a record's own
    /// page are said in [`Desk::language_of`] it.
    pub language: Language,
    /// The words of the interface in the language of the site.
    pub words: Arc<Words>,
    /// For each record, what is made of it once.
    pub(super) once: Vec<Once>,
    /// What the files for other programs have in common.
    pub(super) collected: Collected,
    /// The people who may be the same.
    pub(super) alike: Alike,
    pub(super) sources: HashMap<Arc<str>, Handle>,
}

/// What several pages show of a record, or its page and its data both: found or made when first asked for.
#[derive(Default)]
pub(super) struct Once {
    pub(super) spellings: OnceLock<Vec<SpellingView>>,
    pub(super) related: OnceLock<Vec<Related>>,
    pub(super) part: OnceLock<Part>,
}

/// Where the files stand that pages show.
#[derive(Clone, Default)]
pub struct FileRoutes {
    /// The pictures that something refers to.
    pub pictures: BTreeMap<SourcePath, Shown>,
    /// The theme's assets, by name.
    pub assets: BTreeMap<String, Route>,
    /// The posters.
    pub posters: Posters,
}

impl Desk {
    /// Returns the kinds of records that there are.
    #[must_use]
    pub fn kinds(&self) -> Kinds {
        self.site.config.kinds()
    }

    /// Lays everything out. `files` tells where the files stand that pages show.
    #[must_use]
    pub fn new(site: Arc<Site>, wants: Arc<Wants>, files: FileRoutes) -> Self {
        let language = site.config.reading.language;
        let words = Arc::clone(site.config.reading.words.own());
        let once = site.entities.iter().map(|_| Once::default()).collect();
        let texts = site.entities.par_iter().map(|entity| Text::of(&site, entity)).collect();
        // What is made record by record fills the time of those that must go through all of them in order.
        let ((quotes, order), (written, linked, dates, cards, bases, claims, corrections, (sources, supports))) =
            rayon::join(
                || (Registry::new(&site), Order::new(&site)),
                || {
                    let records = || site.entities.par_iter();
                    let cards: Vec<Card> = records().map(|entity| Shared::new(card(&site, entity, language))).collect();
                    (
                        records().map(|entity| super::data::write_reference(&site, entity)).collect(),
                        records().map(|entity| linked_data::write_reference(&site, entity)).collect(),
                        records().zip(&cards).map(|it| super::data::write_date(it.0, &it.1.view, language)).collect(),
                        cards,
                        records().map(|entity| basis(&site, entity)).collect(),
                        Claims::new(&site),
                        Corrections::new(&site),
                        supports::index(&site),
                    )
                },
            );
        let FileRoutes { pictures, assets, posters } = files;
        let alike = alike(&site);
        Self {
            site,
            cards,
            texts,
            written,
            linked,
            dates,
            quotes,
            corrections,
            claims,
            order,
            pictures,
            assets,
            posters,
            supports,
            bases,
            wants,
            language,
            words,
            once,
            collected: Collected::default(),
            alike,
            sources,
        }
    }

    /// Lays out anew what others show of a record, and how they refer to it.
    pub(super) fn show(&mut self, own: Handle) {
        let (site, at) = (&self.site, own.ix());
        let entity = site.get(own);
        self.cards[at] = Shared::new(card(site, entity, self.language));
        self.written[at] = super::data::write_reference(site, entity);
        self.linked[at] = linked_data::write_reference(site, entity);
    }

    /// Returns the language in which a record's own page says its facts: that of its text.
    #[must_use]
    pub fn language_of(&self, entity: &Entity) -> Language {
        entity.document.fields.text("lang").map_or(self.language, |tag| Language::of(tag))
    }

    /// Returns the words of the interface for a record's own page: those in the language of its text.
    #[must_use]
    pub fn words_of(&self, entity: &Entity) -> Arc<Words> {
        let lang = entity.document.fields.text("lang");
        lang.map_or_else(|| Arc::clone(&self.words), |lang| self.site.config.reading.words.of(lang))
    }

    /// Returns a record's own date for its page: that of its card, where both speak one language.
    #[must_use]
    pub(super) fn date_of(&self, handle: Handle) -> Option<SharedDate> {
        let (entity, card) = (self.entity(handle), &self.cards[handle.ix()].view);
        let language = self.language_of(entity);
        let fields = &entity.document.fields;
        let own = || date_view(language, fields.date("date"), fields.text("words"));
        if language == self.language { card.date.clone() } else { own() }
    }

    /// Returns when an article was last changed, for its page: by its card, where both speak one language.
    #[must_use]
    pub(super) fn updated_of(&self, article: Handle) -> Option<SharedDate> {
        let entity = self.entity(article);
        let language = self.language_of(entity);
        let said = if language == self.language { self.cards[article.ix()].view.updated.clone() } else { None };
        said.or_else(|| date_view(language, last_changed(entity).filter(|_| !entity.withdrawn), None))
    }

    /// Returns a record's card.
    #[must_use]
    pub fn card(&self, handle: Handle) -> Card {
        self.cards[handle.ix()].clone()
    }

    /// Returns a record.
    #[must_use]
    pub fn entity(&self, handle: Handle) -> &Entity {
        self.site.get(handle)
    }

    /// Returns a reference as a name that may link; `None` where the record is hidden.
    #[must_use]
    pub fn named(&self, resolved: Resolved, written: &Arc<str>) -> Option<NamedView> {
        match resolved {
            Resolved::Found(handle) => Some(self.named_record(handle)),
            Resolved::Plain => Some(NamedView { title: bare_name(written, self.kinds()).into(), path: None }),
            Resolved::Hidden => None,
        }
    }

    /// Returns a record as a name that links.
    #[must_use]
    pub fn named_record(&self, handle: Handle) -> NamedView {
        let card = &self.cards[handle.ix()].view;
        NamedView { title: Arc::clone(&card.title), path: Some(Arc::clone(&card.path)) }
    }

    /// Returns the roles that a person surely holds throughout a date, in file order.
    #[must_use]
    pub fn held_at(&self, person: Handle, date: Option<&Date>) -> Vec<Held> {
        let fields = &self.entity(person).document.fields;
        let held = date.map(|date| roles::throughout(fields, date)).unwrap_or_default();
        let then = |role: &Fields| self.site.as_of.is_some_and(|today| !roles::holds(fields, role, today));
        let roles = fields.maps("roles");
        let held = held.iter().filter_map(|at| {
            let role = roles.get(*at)?;
            Some(Held { title: Arc::clone(role.text("title")?), then: then(role) })
        });
        held.collect()
    }

    /// Returns the roles that a person surely holds throughout a date, in words.
    #[must_use]
    pub fn role_at(&self, person: Handle, date: Option<&Date>) -> Option<Arc<str>> {
        Held::words(&self.held_at(person, date), &self.words.said)
    }

    /// Returns the picture of a record's front matter.
    #[must_use]
    pub fn image(&self, entity: &Entity) -> Option<ImageView> {
        let Shown { path, size, sizes } = self.shown(entity.links.image.as_ref()?)?;
        let fields = &entity.document.fields;
        let image = ["image", "cover"].into_iter().find_map(|key| fields.maps(key).first())?;
        let text = |key: &str| image.text(key).or_else(|| fields.text(key)).cloned();
        Some(ImageView {
            path,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            sizes: sizes.into_iter().map(|(width, path)| SizeView { width, path }).collect(),
            alt: text("alt").unwrap_or_else(|| "".into()),
            caption: text("caption"),
            credit: text("credit"),
            licence: text("licence"),
        })
    }
}

/// A role that somebody held on a day.
#[derive(Clone, Debug)]
pub struct Held {
    /// The position.
    pub title: Arc<str>,
    /// Whether it is not held today.
    pub then: bool,
}

impl Held {
    /// Returns roles in words: `foreign minister`, `then foreign minister, then party leader`.
    #[must_use]
    pub fn words(roles: &[Self], said: &Said) -> Option<Arc<str>> {
        match roles {
            [] => None,
            [Self { title, then: false }] => Some(Arc::clone(title)),
            several => {
                let words = several.iter().map(|held| {
                    if held.then { said.list.then.fill(&[("role", &held.title)]) } else { held.title.to_string() }
                });
                Some(words.collect::<Vec<_>>().join(&said.list.comma).into())
            }
        }
    }
}

/// Returns on how much an event rests; of other records that is not said.
fn basis(site: &Site, entity: &Entity) -> Basis {
    if *entity.id.kind == kinds::EVENT { Basis::of(site, entity) } else { Basis::default() }
}

fn card(site: &Site, entity: &Entity, language: Language) -> CardView {
    let fields = &entity.document.fields;
    let role = site.as_of.and_then(|day| {
        let current = roles::on_day(fields, day).first().copied()?;
        fields.maps("roles").get(current)?.text("title").cloned()
    });
    let native =
        fields.text_map("native").first().map(|(lang, name)| NativeView { lang: lang.clone(), name: name.clone() });
    CardView {
        kind: entity.id.kind.name,
        id: Arc::clone(&entity.id.id),
        title: Arc::clone(front::title(site, entity)),
        path: entity.route.path().into(),
        summary: fields.text("summary").cloned(),
        role,
        date: date_view(language, fields.date("date").or_else(|| fields.date("published")), fields.text("words")),
        updated: updated(entity, language),
        status: status(entity),
        overdue: is_overdue(site, entity),
        native,
        stub: entity.stub,
    }
}

/// Returns when an article was last changed, where that was after its publication.
fn updated(entity: &Entity, language: Language) -> Option<SharedDate> {
    if *entity.id.kind != kinds::ARTICLE || entity.withdrawn {
        return None;
    }
    let (changed, date) = (last_changed(entity)?, entity.document.fields.date("date"));
    date.is_none_or(|date| date.order_key() < changed.order_key()).then(|| date_view(language, Some(changed), None))?
}

/// Tells whether an event has not happened yet: it is planned or postponed.
#[must_use]
pub(super) fn is_plan(entity: &Entity) -> bool {
    *entity.id.kind == kinds::EVENT && matches!(status(entity).as_deref(), Some("planned" | "postponed"))
}

/// Tells whether an event was planned for a date that has passed, and nothing says what came of it.
fn is_overdue(site: &Site, event: &Entity) -> bool {
    let latest = event.document.fields.date("date").and_then(Date::latest);
    is_plan(event) && latest.zip(site.as_of).is_some_and(|(latest, today)| latest < today)
}

/// Returns an event's or a story's own status.
#[must_use]
pub(super) fn status(entity: &Entity) -> Option<Arc<str>> {
    let fields = &entity.document.fields;
    let (given, usual) = match entity.id.kind {
        kind if *kind == kinds::EVENT => (fields.text("status"), "happened"),
        kind if *kind == kinds::STORY => (fields.text("state"), "ongoing"),
        _ => return None,
    };
    let own = given.filter(|status| !matches!(&***status, "draft" | "published" | "withdrawn"));
    Some(own.cloned().unwrap_or_else(|| usual.into()))
}
