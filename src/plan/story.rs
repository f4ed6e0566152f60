//! A story's page: where things stand, what comes, what happened, who is in it.

use std::sync::Arc;

use super::among::TieView;
use super::arcs::DiagramView;
use super::bonds::MetView;
use super::cast::{self, MemberView};
use super::cited::{self, ListedView};
use super::claims::ClaimView;
use super::corrections::CorrectedView;
use super::desk::{Desk, date_view, status};
use super::entry::group_by_year;
use super::facts::FactView;
use super::pages::{Made, Pages};
use super::parts::{Card, EntryView, FindingView, ImageView, SharedDate, WithdrawalView};
use super::quotes::QuoteView;
use super::record;
use super::strip::{self, StripView};
use super::timeline::{self, Moment};
use super::view::{Free, Html, view};
use super::wants::Wanted;
use crate::kinds;
use crate::link::{Handle, Site};

view! {
    /// What `story.html` sees.
    StoryView {
        /// Where things stand, in a sentence or two.
        summary: Option<Arc<str>>,
        /// `ongoing` or `closed`.
        status: Option<Arc<str>>,
        /// A picture.
        image: Option<ImageView>,
        /// When the first event or article was.
        first: Option<SharedDate>,
        /// When the newest article or update was.
        updated: Option<SharedDate>,
        /// The newest article or update.
        latest: Option<EntryView>,
        /// The text.
        content: Html,
        /// What is known.
        known: Vec<FindingView>,
        /// What is not known yet.
        unknown: Vec<FindingView>,
        /// Where accounts differ.
        disputed: Vec<FindingView>,
        /// Planned and postponed events, nearest first.
        upcoming: Vec<EntryView>,
        /// Events, articles and updates, newest first.
        timeline: Vec<EntryView>,
        /// The events along a line of time, planned ones too; none where too few have dates.
        strip: Option<StripView>,
        /// The people, those of one part together, those without a part last; within a part, most often named first.
        cast: Vec<MemberView>,
        /// The organizations, in the same order.
        organizations: Vec<MemberView>,
        /// The ties among all of these, each once.
        relations: Vec<TieView>,
        /// Those who share most of its events with others, each pair once.
        met: Vec<MetView>,
        /// Both, drawn.
        diagram: Option<DiagramView>,
        /// What was said, newest first.
        quotes: Vec<QuoteView>,
        /// All articles, newest first.
        articles: Vec<Card>,
        /// The sources of the story and its articles.
        sources: Vec<ListedView>,
        /// The corrections of its articles, newest first, each with the article.
        corrections: Vec<CorrectedView>,
        /// What is claimed in it, each with the reply.
        claims: Vec<ClaimView>,
        /// Words to group by.
        tags: Vec<Arc<str>>,
        /// Whether it was withdrawn.
        withdrawn: Option<WithdrawalView>,
        /// What it says by keys of the site's own, and who leads there by relations of such kinds.
        facts: Vec<FactView>,
        /// Free data.
        extra: Free,
    }
}

impl Desk {
    /// Returns the events of a story, oldest first: those that name it, and those that its articles declare.
    #[must_use]
    pub fn story_events(&self, story: Handle) -> Vec<Handle> {
        let mut events: Vec<Handle> =
            self.naming(story, &kinds::EVENT, &["story"]).into_iter().map(|(event, _)| event).collect();
        for article in self.articles_of(story) {
            let declared = self.entity(article).refs("events").filter_map(|(_, _, resolved)| resolved.found());
            // An event that names another story belongs to that one.
            events.extend(declared.filter(|event| self.entity(*event).refs("story").next().is_none()));
        }
        events.retain(|event| !self.entity(*event).withdrawn);
        events.sort_unstable();
        events.dedup();
        self.sort_by_time(&mut events);
        events
    }
}

pub(super) fn pages(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::STORY, pages, "story.html", made);
}

fn made(desk: &Desk, wanted: &Wanted, handle: Handle) -> Made {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let language = desk.language_of(entity);
    let articles = desk.articles_of(handle);
    let (upcoming, past): (Vec<Moment>, Vec<Moment>) =
        timeline::of_story(desk, handle).into_iter().partition(|moment| moment.is_plan(desk));
    let first = past.iter().find(|moment| moment.is_coverage()).and_then(|moment| moment.date.clone());
    let latest = past.iter().rfind(|moment| moment.is_coverage() && moment.date.is_some()).cloned();
    let upcoming = upcoming.iter().map(|moment| desk.entry(moment)).collect();
    let (dated, undated): (Vec<Moment>, Vec<Moment>) = past.into_iter().partition(|moment| moment.date.is_some());
    let mut timeline: Vec<EntryView> = dated.iter().rev().chain(&undated).map(|moment| desk.entry(moment)).collect();
    group_by_year(desk, &mut timeline);
    let (people, organizations) = (desk.cast(handle, true), desk.cast(handle, false));
    let (diagram, met) = desk.story_diagram(handle, &people, &organizations);
    let view = StoryView {
        summary: fields.text("summary").cloned(),
        status: status(entity),
        image: desk.image(entity),
        first: date_view(language, first.as_ref(), None),
        updated: date_view(language, latest.as_ref().and_then(|moment| moment.date.as_ref()), None),
        latest: latest.map(|moment| desk.entry(&moment)),
        content: record::content(desk, handle),
        known: desk.findings(entity, "known"),
        unknown: desk.findings(entity, "unknown"),
        disputed: desk.findings(entity, "disputed"),
        upcoming,
        timeline,
        strip: strip::of_story(desk, &desk.story_events(handle), language),
        relations: desk.ties_of_cast(&people, &organizations),
        met,
        diagram,
        cast: cast::members(desk, people),
        organizations: cast::members(desk, organizations),
        quotes: desk.quote_views(desk.quotes.of_story(&articles), handle),
        sources: cited::listed(desk, handle, &articles),
        articles: desk.cards_of(articles),
        corrections: wanted.then("corrections", || desk.corrections_on(handle)),
        claims: wanted.then("claims", || desk.claims_on(handle)),
        tags: fields.texts("tags").to_vec(),
        withdrawn: record::withdrawn(desk, entity),
        facts: wanted.then("facts", || desk.facts(handle)),
        extra: record::extra(entity),
    };
    (record::head(desk, wanted, handle), Box::new(view))
}
