//! An event's page.

use std::sync::Arc;

use super::archive;
use super::desk::{Desk, date_view, status};
use super::mentions::MentionsView;
use super::pages::{Made, Pages};
use super::parts::{
    Card, FindingView, ImageView, NamedView, PartLinkView, PartView, QuoteView, SharedDate, SourceView, WithdrawalView,
};
use super::record;
use super::view::{Free, Html, view};
use crate::date::Date;
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
        participants: Vec<PartView>,
        /// What came of it.
        outcomes: Vec<FindingView>,
        /// What single sources say differently.
        accounts: Vec<AccountView>,
        /// The larger event that holds it.
        part_of: Option<Card>,
        /// The events that it holds.
        parts: Vec<Card>,
        /// What came directly before.
        follows: Vec<Card>,
        /// What came directly after.
        followed_by: Vec<Card>,
        /// What was said there.
        quotes: Vec<QuoteView>,
        /// The event before it in its story.
        previous: Option<Card>,
        /// The event after it.
        next: Option<Card>,
        /// The newest documents that mention it, with their sentences.
        mentions: MentionsView,
        /// The pages of older mentions.
        older_mentions: Vec<PartLinkView>,
        /// What it rests on.
        sources: Vec<SourceView>,
        /// Words to group by.
        tags: Vec<Arc<str>>,
        /// Whether it was withdrawn.
        withdrawn: Option<WithdrawalView>,
        /// Free data.
        extra: Free,
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
        /// According to whom.
        sources: Vec<SourceView>,
    }
}

view! {
    /// What one source says about one fact.
    AccountView {
        /// Which fact.
        field: Arc<str>,
        /// What it says.
        value: Arc<str>,
        /// Which source.
        sources: Vec<SourceView>,
    }
}

pub(super) fn pages(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::EVENT, pages, "event.html", made);
    archive::pages(site, &kinds::EVENT, pages);
}

fn made(desk: &Desk, handle: Handle) -> Made {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let (date, language) = (fields.date("date"), desk.language_of(entity));
    let status = status(entity);
    let overdue = desk.event_entry(handle, None).overdue;
    let mut history: Vec<_> = fields.maps("history").iter().collect();
    history.sort_by_key(|map| map.date("said_on").map(Date::order_key));
    let history = history.into_iter().map(|map| AnnouncementView {
        said_on: date_view(language, map.date("said_on"), None),
        status: map.text("status").cloned(),
        date: date_view(language, map.date("date"), None),
        sources: desk.cited(map.maps("source")),
    });
    let accounts = fields.maps("accounts").iter().filter_map(|map| {
        let (field, value) = (map.text("field")?.clone(), map.text("value")?.clone());
        Some(AccountView { field, value, sources: desk.cited(map.maps("source")) })
    });
    let found = |field: &str| desk.cards_of(entity.refs(field).filter_map(|(_, _, resolved)| resolved.found()));
    let in_time = |mut events: Vec<Handle>| {
        desk.sort_by_time(&mut events);
        desk.cards_of(events)
    };
    let naming = |field: &'static str| {
        in_time(desk.naming(handle, &kinds::EVENT, &[field]).into_iter().map(|(event, _)| event).collect())
    };
    let (previous, next) = desk.order.around(handle);
    let (mentions, older_mentions, named_in) = archive::newest_mentions(desk, handle);
    let view = EventView {
        summary: fields.text("summary").cloned(),
        sort: fields.text("type").cloned(),
        status,
        overdue,
        date: date_view(language, date, fields.text("words")),
        place: entity.refs("place").find_map(|(_, reference, resolved)| desk.named(resolved, &reference.target)),
        stories: found("story"),
        history: history.collect(),
        stub: entity.stub,
        named_in,
        image: desk.image(entity),
        content: record::content(desk, handle),
        participants: desk.parts(entity, "participants", date),
        outcomes: desk.findings(entity, "outcomes"),
        accounts: accounts.collect(),
        part_of: found("part_of").into_iter().next(),
        parts: naming("part_of"),
        follows: in_time(entity.refs("follows").filter_map(|(_, _, resolved)| resolved.found()).collect()),
        followed_by: naming("follows"),
        quotes: desk
            .quotes
            .of_event(&desk.site, handle)
            .into_iter()
            .map(|quote| desk.quote_view(quote, handle))
            .collect(),
        previous: previous.map(|handle| desk.card(handle)),
        next: next.map(|handle| desk.card(handle)),
        mentions,
        older_mentions,
        sources: record::sources(desk, [handle]),
        tags: fields.texts("tags").to_vec(),
        withdrawn: record::withdrawn(desk, entity),
        extra: record::extra(entity),
    };
    (record::head(desk, handle), Box::new(view))
}
