//! A person's page.

use std::sync::Arc;

use super::archive::{self, Split};
use super::arcs::DiagramView;
use super::cited::{self, ListedView};
use super::claims::ClaimView;
use super::corrections::CorrectedView;
use super::desk::{Desk, date_view, is_plan, status};
use super::entry::group_by_year;
use super::facts::FactView;
use super::linked_data::register_address;
use super::mentions::MentionsView;
use super::pages::{Made, Pages};
use super::parts::{
    Card, EntryView, ImageView, NativeView, PartLinkView, RelatedView, RelationView, RoleView, SharedDate,
    WithdrawalView,
};
use super::quotes::QuoteView;
use super::record;
use super::spellings::SpellingView;
use super::view::{Free, Html, view};
use super::wants::Wanted;
use crate::kinds;
use crate::link::{Handle, Site};

view! {
    /// What `person.html` sees.
    PersonView {
        /// Who this is, in a line.
        summary: Option<Arc<str>>,
        /// The role that surely holds today: the first of `held`.
        role: Option<Arc<str>>,
        /// All roles that surely hold today.
        held: Vec<Arc<str>>,
        /// The name in its own scripts.
        native: Vec<NativeView>,
        /// Other spellings and names.
        aliases: Vec<Arc<str>>,
        /// The spellings that documents use, most frequent first.
        spellings: Vec<SpellingView>,
        /// Whether it is only named, without a file.
        stub: bool,
        /// In how many documents it is named.
        named_in: usize,
        /// A picture.
        image: Option<ImageView>,
        /// Positions with their spans, in file order.
        roles: Vec<RoleView>,
        /// Date of birth.
        born: Option<SharedDate>,
        /// Date of death.
        died: Option<SharedDate>,
        /// Ids elsewhere, by name.
        ids: Vec<IdView>,
        /// The text.
        content: Html,
        /// Planned events, nearest first.
        upcoming: Vec<EntryView>,
        /// The newest event that was not called off, where there is more than one.
        latest: Option<EntryView>,
        /// The newest events, newest first.
        timeline: Vec<EntryView>,
        /// The number of all events.
        event_count: usize,
        /// The pages of older events.
        older_events: Vec<PartLinkView>,
        /// Ties to others.
        relations: Vec<RelationView>,
        /// Those whom it is tied to and who are most often in the same events, drawn.
        diagram: Option<DiagramView>,
        /// What this person said, newest first.
        quotes: Vec<QuoteView>,
        /// The pages of older quotes.
        older_quotes: Vec<PartLinkView>,
        /// The number of all of these quotes.
        quote_count: usize,
        /// What others said to it, newest first, at most fifty; `index.json` has all.
        addressed: Vec<QuoteView>,
        /// The number of all quotes that are addressed to it.
        addressed_count: usize,
        /// What it claims and what is claimed about it, each with the reply.
        claims: Vec<ClaimView>,
        /// The corrections of articles that concern it, newest first.
        corrections: Vec<CorrectedView>,
        /// The newest documents that mention this person, with their sentences.
        mentions: MentionsView,
        /// The pages of older mentions.
        older_mentions: Vec<PartLinkView>,
        /// Who appears in the same events and articles.
        related: Vec<RelatedView>,
        /// The stories that this person is in.
        stories: Vec<Card>,
        /// Records of the same person, whichever of them says so.
        same_as: Vec<Card>,
        /// Records of people who are easily taken for this one, whichever of them says so.
        not_same_as: Vec<Card>,
        /// Records of people who may be this one: nothing says whether they are.
        perhaps_same: Vec<Card>,
        /// What it rests on.
        sources: Vec<ListedView>,
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
    /// An id elsewhere.
    IdView {
        /// Where: `wikidata`.
        scheme: Arc<str>,
        /// The id.
        id: Arc<str>,
        /// Where the web tells of it, for the registers that are known.
        url: Option<Arc<str>>,
    }
}

pub(super) fn pages(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::PERSON, pages, "person.html", made);
    archive::pages(site, &kinds::PERSON, pages);
}

fn made(desk: &Desk, wanted: &Wanted, handle: Handle) -> Made {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let events = desk.events_of(handle);
    let event_count = events.len();
    let (upcoming, mut past): (Vec<_>, Vec<_>) =
        events.into_iter().partition(|(event, _)| is_plan(desk.entity(*event)));
    desk.undated_first(&mut past);
    let split = Split::of(past.len());
    let mut timeline: Vec<EntryView> = past[split.first..]
        .iter()
        .rev()
        .map(|(event, mention)| desk.event_entry(*event, Some((handle, mention))))
        .collect();
    group_by_year(desk, &mut timeline);
    // What was called off involves nobody.
    let is_void = |event: Handle| status(desk.entity(event)).as_deref() == Some("cancelled");
    let newest = past[split.first..].iter().rev().position(|(event, _)| !is_void(*event));
    let latest = newest.filter(|_| timeline.len() > 1).and_then(|at| timeline.get(at)).cloned();
    let roles = desk.roles(entity);
    let relations = wanted.then_any(&["relations", "diagram"], || desk.relations(handle));
    let said = desk.said(handle);
    let (mentions, older_mentions, named_in) = archive::newest_mentions(desk, wanted, handle);
    let mut aliases: Vec<Arc<str>> = entity
        .document
        .shown_aliases()
        .filter(|alias| alias.kind.as_deref() != Some("native"))
        .map(|alias| Arc::clone(&alias.name))
        .collect();
    aliases.extend(entity.spellings.iter().skip(1).cloned());
    let language = desk.language_of(entity);
    let view = PersonView {
        summary: fields.text("summary").cloned(),
        role: desk.card(handle).view.role.clone(),
        native: fields
            .text_map("native")
            .iter()
            .map(|(lang, name)| NativeView { lang: lang.clone(), name: name.clone() })
            .collect(),
        aliases,
        spellings: desk.spellings(handle).to_vec(),
        stub: entity.stub,
        named_in,
        image: desk.image(entity),
        held: roles.iter().filter(|role| role.current).map(|role| Arc::clone(&role.title)).collect(),
        roles,
        born: date_view(language, fields.date("born"), None),
        died: date_view(language, fields.date("died"), None),
        ids: fields
            .text_map("ids")
            .iter()
            .map(|(scheme, id)| IdView {
                scheme: scheme.clone(),
                id: id.clone(),
                url: register_address(scheme, id).map(Into::into),
            })
            .collect(),
        content: record::content(desk, handle),
        upcoming: upcoming
            .into_iter()
            .map(|(event, mention)| desk.event_entry(event, Some((handle, mention))))
            .collect(),
        latest,
        timeline,
        event_count,
        older_events: split.links(entity.route.path(), "events"),
        diagram: if relations.is_empty() { None } else { wanted.then("diagram", || desk.person_diagram(handle)) },
        relations,
        quotes: said.newest,
        older_quotes: said.older,
        quote_count: said.count,
        addressed: said.to,
        addressed_count: said.to_count,
        claims: wanted.then("claims", || desk.claims_on(handle)),
        corrections: wanted.then("corrections", || desk.corrections_on(handle)),
        mentions,
        older_mentions,
        related: wanted.then("related", || desk.related(handle, 24)),
        stories: wanted.then("stories", || desk.stories_of(handle)),
        same_as: desk.cards_said_of(handle, "same_as"),
        not_same_as: desk.cards_said_of(handle, "not_same_as"),
        perhaps_same: desk.cards_of(desk.perhaps_same(handle).iter().copied()),
        sources: wanted.then("sources", || cited::listed(desk, handle, &[])),
        tags: fields.texts("tags").to_vec(),
        withdrawn: record::withdrawn(desk, entity),
        facts: wanted.then("facts", || desk.facts(handle)),
        extra: record::extra(entity),
    };
    (record::head(desk, wanted, handle), Box::new(view))
}

impl Desk {
    /// Returns the stories of the events and articles that name a record, in the order of their ids.
    #[must_use]
    pub fn stories_of(&self, handle: Handle) -> Vec<Card> {
        let mut stories: Vec<Handle> = Vec::new();
        for mention in
            self.site.mentions_of(handle).iter().filter(|mention| mention.at.is_some_and(|at| at.sub.is_empty()))
        {
            stories.extend(self.entity(mention.from).refs("story").filter_map(|(_, _, resolved)| resolved.found()));
        }
        stories.sort_unstable();
        stories.dedup();
        self.cards_of(stories)
    }
}
