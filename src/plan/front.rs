//! The home page, plain pages, the page for what is not found, and redirects.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::body;
use super::cited::{self, ListedView};
use super::desk::{Desk, is_plan, status};
use super::hosts::Redirect;
use super::linked_data;
use super::pages::{Made, Pages};
use super::parts::{Card, EntryView, ImageView, WithdrawalView};
use super::record::{self, list_head};
use super::timeline;
use super::view::{Free, Html, view};
use crate::codes;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Report};
use crate::entity::EntityId;
use crate::kinds;
use crate::link::{Entity, Handle, Site, decoded};
use crate::name;
use crate::parse::At;
use crate::route::Route;

view! {
    /// What `home.html` sees.
    HomeView {
        /// The text of `content/index.md`.
        content: Html,
        /// The story that leads: the one with `lead: true`, else the one with the newest article.
        lead: Option<HomeStoryView>,
        /// The other stories, the most recently changed first.
        stories: Vec<HomeStoryView>,
        /// The next planned events.
        upcoming: Vec<EntryView>,
        /// The newest articles.
        articles: Vec<Card>,
        /// The people of the newest articles.
        people: Vec<Card>,
        /// How many articles there are.
        article_count: usize,
        /// How many people.
        person_count: usize,
        /// How many events.
        event_count: usize,
    }
}

view! {
    /// A story on the home page.
    HomeStoryView {
        /// The story.
        record: Card,
        /// Its newest article or update.
        latest: Option<EntryView>,
        /// How many articles it has.
        article_count: usize,
        /// How many events.
        event_count: usize,
    }
}

view! {
    /// What `page.html` sees.
    PlainView {
        /// What it is about.
        summary: Option<Arc<str>>,
        /// A picture.
        image: Option<ImageView>,
        /// The text.
        content: Html,
        /// What it rests on.
        sources: Vec<ListedView>,
        /// Whether it was withdrawn.
        withdrawn: Option<WithdrawalView>,
        /// Free data.
        extra: Free,
    }
}

view! {
    /// What `404.html` sees.
    NotFoundView {
        /// The path of the site's root on its host, since this page is shown at any depth.
        base_path: Arc<str>,
    }
}

view! {
    /// What `redirect.html` sees.
    RedirectView {
        /// Where it leads, from the site's root.
        to: Arc<str>,
    }
}

/// The id of the text of the home page, which no file in `pages/` can have.
pub const HOME: &str = ".";

/// Tells whether a record is the text of the home page.
pub(super) fn is_home(entity: &Entity) -> bool {
    *entity.id.kind == kinds::PAGE && &*entity.id.id == HOME
}

/// Returns what pages call a record: the text of the home page has the site's name unless it has a title of its own.
pub(super) fn title<'s>(site: &'s Site, entity: &'s Entity) -> &'s Arc<str> {
    if is_home(entity) && entity.document.fields.text("title").is_none() {
        return &site.config.title;
    }
    &entity.document.name
}

pub(super) fn home(_: &Site, pages: &mut Pages) {
    pages.view(Route::new("/"), None, "home.html", made);
}

fn made(desk: &Desk) -> Made {
    let site = &desk.site;
    let story = |handle: Handle| {
        let articles = desk.articles_of(handle);
        let timeline = timeline::of_story(desk, handle);
        let latest = timeline.iter().rfind(|moment| moment.is_coverage() && moment.date.is_some());
        let newest = latest.and_then(|moment| moment.date.as_ref()).map(Date::order_key);
        let view = HomeStoryView {
            record: desk.card(handle),
            latest: latest.map(|moment| desk.entry(moment)),
            article_count: articles.len(),
            event_count: desk.story_events(handle).len(),
        };
        (newest, view)
    };
    let mut stories: Vec<_> = site
        .of_kind(&kinds::STORY)
        .map(|(handle, entity)| {
            let (newest, view) = story(handle);
            (
                entity.document.fields.flag("lead") == Some(true),
                status(entity).as_deref() != Some("closed"),
                newest,
                handle,
                view,
            )
        })
        .collect();
    stories.sort_by(|a, b| (b.0, b.1, b.2).cmp(&(a.0, a.1, a.2)).then(a.3.cmp(&b.3)));
    let mut stories = stories.into_iter().map(|(.., view)| view);
    let lead = stories.next();
    let mut plans: Vec<Handle> =
        site.of_kind(&kinds::EVENT).filter(|(_, entity)| is_plan(entity)).map(|(handle, _)| handle).collect();
    desk.sort_by_time(&mut plans);
    let mut articles: Vec<Handle> = site.of_kind(&kinds::ARTICLE).map(|(handle, _)| handle).collect();
    let article_count = articles.len();
    articles.sort_unstable_by_key(|handle| std::cmp::Reverse(desk.order.rank(*handle)));
    articles.truncate(12);
    let mut people: Vec<Handle> = Vec::new();
    for article in &articles {
        for (_, _, resolved) in desk.entity(*article).refs("people") {
            if let Some(person) = resolved.found().filter(|person| !people.contains(person)) {
                people.push(person);
            }
        }
    }
    people.truncate(12);
    let text = site.find(&EntityId::new(&kinds::PAGE, HOME));
    let view = HomeView {
        content: text.map(|text| body::html(desk, text, "")).unwrap_or_default(),
        lead,
        stories: stories.collect(),
        upcoming: plans.into_iter().take(8).map(|event| desk.event_entry(event, None)).collect(),
        articles: desk.cards_of(articles),
        people: desk.cards_of(people),
        article_count,
        person_count: site.of_kind(&kinds::PERSON).count(),
        event_count: site.of_kind(&kinds::EVENT).count(),
    };
    let mut head = list_head(desk, "home", &site.config.title, "");
    head.linked_data = linked_data::of_site(desk);
    head.description.clone_from(&site.config.description);
    (head, Box::new(view))
}

pub(super) fn plain(site: &Site, pages: &mut Pages) {
    for (handle, entity) in site.all().filter(|(_, entity)| *entity.id.kind == kinds::PAGE && !is_home(entity)) {
        pages.view(entity.route.clone(), record::origin(entity), "page.html", move |desk| {
            let entity = desk.entity(handle);
            let view = PlainView {
                summary: entity.document.fields.text("summary").cloned(),
                image: desk.image(entity),
                content: record::content(desk, handle),
                sources: cited::listed(desk, handle, &[]),
                withdrawn: record::withdrawn(desk, entity),
                extra: record::extra(entity),
            };
            let mut head = record::head(desk, desk.wants.of_template("page.html"), handle);
            head.data = false;
            (head, Box::new(view))
        });
    }
}

pub(super) fn not_found(_: &Site, pages: &mut Pages) {
    pages.view(Route::new("/404.html"), None, "404.html", |desk| {
        let mut head = list_head(desk, "404", &desk.words.said.titles.not_found, "404.html");
        head.noindex = true;
        (head, Box::new(NotFoundView { base_path: Arc::clone(&desk.site.config.base_path) }))
    });
}

/// Adds a page that leads on for each `redirect_from`, and for each alias that one record alone has; returns from where to
/// where.
/// Tells whether a path is one at which no page may stand: where `git` keeps its own files, or the sums of what is published do.
fn is_kept_for_others(path: &str) -> bool {
    let mut segments = path.split('/');
    path.split('/').any(|segment| segment.eq_ignore_ascii_case(".git"))
        || segments.next().is_some_and(|first| first.eq_ignore_ascii_case("SHA256SUMS"))
        || path.chars().any(char::is_control)
}

pub(super) fn redirects(site: &Site, pages: &mut Pages, report: &mut Report) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (_, entity) in site.all() {
        for (index, old) in entity.document.fields.texts("redirect_from").iter().enumerate() {
            let at = At { field: "redirect_from", index: index as u16, sub: "" };
            let path = old.trim().trim_start_matches('/');
            let route = if path.is_empty()
                || path.ends_with('/')
                || path.rsplit('/').next().is_some_and(|name| name.contains('.'))
            {
                Route::new(&format!("/{path}"))
            } else {
                Route::new(&format!("/{path}/"))
            };
            let problem = if crate::parse::url::is_external(old) || route.file().is_none() {
                Some(format!("`{old}` is no path of this site"))
            } else if is_kept_for_others(&decoded(path)) {
                Some(format!("no page of a site can have the path `{old}`"))
            } else if route == entity.route {
                Some(format!("`{old}` leads to itself"))
            } else {
                pages.get(&route).map(|other| match &other.origin {
                    Some(origin) => format!("`{old}` is taken by `{origin}`"),
                    None => format!("`{old}` is a page that the site always has"),
                })
            };
            match problem {
                Some(message) => {
                    report.push(
                        Diagnostic::new(&codes::BAD_REDIRECT, message)
                            .at(&entity.document.source.path, entity.document.locate(at))
                            .help("write an old path such as `/2024/old-name/`"),
                    );
                }
                None => redirects.push(redirect(pages, route, entity.route.clone(), record::origin(entity))),
            }
        }
    }
    let mut aliases: BTreeMap<Route, Vec<Handle>> = BTreeMap::new();
    for (handle, entity) in site.all().filter(|(_, entity)| !entity.withdrawn && *entity.id.kind != kinds::PAGE) {
        for alias in entity.document.shown_aliases() {
            // One word is too little for an address that should last.
            if !name::is_short(&alias.name) {
                let route = Route::new(&format!("/{}/{}/", entity.id.kind.plural, name::slug(&alias.name)));
                let records = aliases.entry(route).or_default();
                if records.last() != Some(&handle) {
                    records.push(handle);
                }
            }
        }
    }
    for (route, records) in aliases {
        let first = site.get(records[0]);
        // The record's own address, or one that its `redirect_from` keeps.
        let is_kept = route == first.route || redirects.iter().any(|(from, to)| *from == route && *to == first.route);
        if is_kept && records.len() == 1 {
            continue;
        }
        if records.len() > 1 || pages.answers(&route) {
            let message = format!("no redirect from `{route}`: another page or record has it");
            report.push(Diagnostic::new(&codes::ALIAS_TAKEN, message).in_file(&first.document.source.path));
            continue;
        }
        redirects.push(redirect(pages, route, first.route.clone(), record::origin(first)));
    }
    redirects
}

fn redirect(pages: &mut Pages, from: Route, to: Route, origin: Option<&crate::source::SourcePath>) -> Redirect {
    let path = from.path().to_owned();
    let redirect = (from.clone(), to.clone());
    pages.view(from, origin, "redirect.html", move |desk| {
        let mut head = list_head(desk, "redirect", &desk.words.said.titles.moved, &path);
        head.noindex = true;
        head.url = desk.site.config.address(to.path()).into();
        (head, Box::new(RedirectView { to: to.path().into() }))
    });
    redirect
}
