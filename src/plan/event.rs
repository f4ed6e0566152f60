//! An event's page.

use std::sync::Arc;

use super::accounts::AccountsView;
use super::archive;
use super::cited::{self, ListedView};
use super::claims::ClaimView;
use super::corrections::CorrectedView;
use super::desk::{Desk, date_view, status};
use super::entry::{announcements, group_by_year, previous_dates};
use super::facts::FactView;
use super::mentions::MentionsView;
use super::order::Around;
use super::pages::{Made, Pages};
use super::parts::{
    Card, EntryView, FindingView, ImageView, NamedView, Part, PartLinkView, SharedDate, SourceView, WithdrawalView,
};
use super::quotes::QuoteView;
use super::ranks;
use super::record;
use super::view::{Free, Html, view};
use super::wants::Wanted;
use crate::kinds;
use crate::link::{Handle, Site};

view! {
    /// What `event.html` sees.
    EventView {
        /// What happened, in a sentence.
        summary: Option<Arc<str>>,
        /// What sort of event.
        sort: Option<Arc<str>>,
        /// `happened`, `planned`, `postponed`, `cancelled` or `disputed`.
        status: Option<Arc<str>>,
        /// Whether a plan's date has passed without a report.
        overdue: bool,
        /// When.
        date: Option<SharedDate>,
        /// The dates for which it was announced before, in the order of their announcements.
        previous_dates: Vec<SharedDate>,
        /// Where.
        place: Option<NamedView>,
        /// The stories that it belongs to.
        stories: Vec<Card>,
        /// What was announced when, oldest first.
        history: Vec<AnnouncementView>,
        /// Whether it is only named, without a file.
        stub: bool,
        /// In how many documents it is named.
        named_in: usize,
        /// A picture.
        image: Option<ImageView>,
        /// The text.
        content: Html,
        /// Who took part, with their roles on that day.
        participants: Vec<Part>,
        /// What came of it.
        outcomes: Vec<FindingView>,
        /// What articles, sources and the record say differently, by fact.
        accounts: Vec<AccountsView>,
        /// What the desk holds of facts on which no accounts differ.
        rulings: Vec<AccountsView>,
        /// The larger event that holds it.
        part_of: Option<Card>,
        /// The events that it holds, in the order of time.
        parts: Vec<EntryView>,
        /// What came directly before.
        follows: Vec<Card>,
        /// What came directly after.
        followed_by: Vec<Card>,
        /// What was said there.
        quotes: Vec<QuoteView>,
        /// What is claimed of it, each with the reply.
        claims: Vec<ClaimView>,
        /// The corrections of articles that concern it, newest first.
        corrections: Vec<CorrectedView>,
        /// The event before it in its first story.
        previous: Option<Card>,
        /// The event after it there.
        next: Option<Card>,
        /// What came before and after it in each of its stories; empty where nothing did, nor directly before or after.
        around: Vec<AroundView>,
        /// The newest documents that mention it, with their sentences.
        mentions: MentionsView,
        /// The pages of older mentions.
        older_mentions: Vec<PartLinkView>,
        /// What it rests on.
        sources: Vec<ListedView>,
        /// How many sources these are.
        source_count: usize,
        /// Whether all of them come from one publisher.
        single_source: bool,
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

view! {
    /// What came before and after an event in one story.
    AroundView {
        /// The story.
        story: Option<Card>,
        /// The event before it.
        previous: Option<Card>,
        /// The event after it.
        next: Option<Card>,
        /// These, the event itself and, in the first story, what came directly before and after, in the order of time.
        events: Vec<NeighbourView>,
    }
}

view! {
    /// An event among those before and after one.
    NeighbourView {
        /// The event.
        event: Card,
        /// Whether it is the one whose page this is.
        here: bool,
        /// Why it is not known which of the two came first: `same` date, or dates that `overlap`; empty where it is known.
        unsure: &'static str,
    }
}

view! {
    /// One announcement in the history of a plan.
    AnnouncementView {
        /// When it was made.
        said_on: Option<SharedDate>,
        /// What was announced.
        status: Option<Arc<str>>,
        /// For when.
        date: Option<SharedDate>,
        /// Whether that is no longer the date.
        former: bool,
        /// According to whom.
        sources: Vec<SourceView>,
    }
}

pub(super) fn pages(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::EVENT, pages, "event.html", made);
    archive::pages(site, &kinds::EVENT, pages);
}

fn made(desk: &Desk, wanted: &Wanted, handle: Handle) -> Made {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let (date, language) = (fields.date("date"), desk.language_of(entity));
    let status = status(entity);
    let previous_dates = previous_dates(fields, language);
    let history = announcements(fields).into_iter().map(|(_, map)| {
        let date = date_view(language, map.date("date"), None);
        let former = date.as_ref().is_some_and(|date| previous_dates.iter().any(|it| it.view.edtf == date.view.edtf));
        AnnouncementView {
            said_on: date_view(language, map.date("said_on"), None),
            status: map.text("status").cloned(),
            date,
            former: former || status.as_deref() == Some("cancelled"),
            sources: desk.cited(map.maps("source")),
        }
    });
    let history = history.collect();
    let found = |field: &str| desk.cards_of(entity.refs(field).filter_map(|(_, _, resolved)| resolved.found()));
    let in_time = |mut events: Vec<Handle>| {
        desk.sort_by_time(&mut events);
        desk.cards_of(events)
    };
    let naming = |field: &'static str| -> Vec<Handle> {
        desk.naming(handle, &kinds::EVENT, &[field]).into_iter().map(|(event, _)| event).collect()
    };
    let follows: Vec<Handle> = entity.refs("follows").filter_map(|(_, _, resolved)| resolved.found()).collect();
    let followed_by = naming("follows");
    let around = wanted.then("around", || around(desk, handle, [&follows, &followed_by]));
    let (follows, followed_by) = (in_time(follows), in_time(followed_by));
    let (previous, next) = desk.order.around(handle);
    let (mentions, older_mentions, named_in) = archive::newest_mentions(desk, wanted, handle);
    let basis = desk.bases[handle.ix()];
    let accounts = wanted.then_any(&["accounts", "rulings"], || desk.accounts(handle));
    let (rulings, accounts) = accounts.into_iter().partition(|group| !group.differs());
    let view = EventView {
        summary: fields.text("summary").cloned(),
        sort: fields.text("type").cloned(),
        overdue: desk.card(handle).view.overdue,
        status,
        date: date_view(language, date, fields.text("words")),
        place: entity.refs("place").find_map(|(_, reference, resolved)| desk.named(resolved, &reference.target)),
        stories: found("story"),
        previous_dates,
        history,
        stub: entity.stub,
        named_in,
        image: desk.image(entity),
        content: record::content(desk, handle),
        participants: wanted.then("participants", || desk.parts(entity, "participants", date)),
        outcomes: desk.findings(entity, "outcomes"),
        accounts,
        rulings,
        part_of: found("part_of").into_iter().next(),
        parts: parts(desk, naming("part_of")),
        around,
        follows,
        followed_by,
        quotes: wanted.then("quotes", || desk.quote_views(desk.quotes.of_event(&desk.site, handle), handle)),
        claims: wanted.then("claims", || desk.claims_on(handle)),
        corrections: wanted.then("corrections", || desk.corrections_on(handle)),
        previous: previous.map(|handle| desk.card(handle)),
        next: next.map(|handle| desk.card(handle)),
        mentions,
        older_mentions,
        sources: wanted.then("sources", || cited::listed(desk, handle, &[])),
        source_count: basis.count as usize,
        single_source: basis.single,
        tags: fields.texts("tags").to_vec(),
        withdrawn: record::withdrawn(desk, entity),
        facts: wanted.then("facts", || desk.facts(handle)),
        extra: record::extra(entity),
    };
    (record::head(desk, wanted, handle), Box::new(view))
}

/// Returns the parts of an event as entries in the order of time; that they are part of it goes without saying.
fn parts(desk: &Desk, mut events: Vec<Handle>) -> Vec<EntryView> {
    desk.sort_by_time(&mut events);
    let entry = |event| desk.event_entry(event, None).within_its_parent();
    let mut entries: Vec<EntryView> = events.into_iter().map(entry).collect();
    group_by_year(desk, &mut entries);
    entries
}

/// Returns what came before and after an event in each of its stories. Where nothing did, there is one without neighbours for
/// the events directly before and after, unless there are none of these either.
fn around(desk: &Desk, event: Handle, direct: [&[Handle]; 2]) -> Vec<AroundView> {
    let each = desk.order.around_in_each(event).filter(|it| it.previous.is_some() || it.next.is_some());
    let mut around: Vec<Around> = each.collect();
    if around.is_empty() && direct.iter().any(|events| !events.is_empty()) {
        around.push(Around { story: None, previous: None, next: None });
    }
    let card = |record: Option<Handle>| record.map(|record| desk.card(record));
    let view = |(at, it): (usize, &Around)| {
        // What `follows` says counts, where dates say the contrary.
        let [previous, next] = [(it.previous, direct[1]), (it.next, direct[0])]
            .map(|(neighbour, contrary)| neighbour.filter(|event| !contrary.contains(event)));
        let direct = if at == 0 { direct } else { [&[][..]; 2] };
        let [before, after] = [(direct[0], previous), (direct[1], next)].map(|(direct, neighbour)| {
            let mut events: Vec<Handle> = direct.iter().copied().chain(neighbour).collect();
            desk.sort_by_time(&mut events);
            events.dedup();
            events
        });
        let neighbour = |other: Handle, pair: [Handle; 2]| NeighbourView {
            event: desk.card(other),
            here: false,
            unsure: unsure(desk, pair),
        };
        let here = NeighbourView { event: desk.card(event), here: true, unsure: "" };
        let before = before.into_iter().map(|other| neighbour(other, [other, event]));
        let after = after.into_iter().map(|other| neighbour(other, [event, other]));
        AroundView {
            story: card(it.story),
            previous: card(previous),
            next: card(next),
            events: before.chain([here]).chain(after).collect(),
        }
    };
    around.iter().enumerate().map(view).collect()
}

/// Returns why it is not known which of two events came first, as pages order them: `same` or `overlap`, else nothing.
fn unsure(desk: &Desk, [first, then]: [Handle; 2]) -> &'static str {
    let fields = |event: Handle| &desk.entity(event).document.fields;
    let (Some(one), Some(other)) = (fields(first).date("date"), fields(then).date("date")) else { return "" };
    let seq = |event| fields(event).number("seq").unwrap_or(0);
    let holds = |whole: Handle, part: Handle| {
        desk.entity(part).refs("part_of").any(|(_, _, resolved)| resolved.found() == Some(whole))
    };
    if one.starts_before(other) || other.starts_before(one) {
        return "";
    }
    let is_numbered = one.order_key() == other.order_key() && seq(first) != seq(then);
    if is_numbered || ranks::follows(&desk.site, then, first) || holds(first, then) || holds(then, first) {
        return "";
    }
    if one.edtf() == other.edtf() { "same" } else { "overlap" }
}
