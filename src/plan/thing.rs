//! The pages of organizations, places and records of a site's own kinds, which have much in common.

use std::sync::Arc;

use super::archive::{self, Split};
use super::cited::{self, ListedView};
use super::claims::ClaimView;
use super::corrections::CorrectedView;
use super::desk::{Desk, is_plan};
use super::entry::group_by_year;
use super::facts::FactView;
use super::mentions::MentionsView;
use super::pages::{Made, Pages};
use super::parts::{Card, EntryView, ImageView, NamedView, NativeView, PartLinkView, RelationView, WithdrawalView};
use super::quotes::QuoteView;
use super::record;
use super::view::{Free, Html, view};
use super::wants::Wanted;
use crate::kinds;
use crate::link::{Handle, Site};

view! {
    /// What `organization.html`, `place.html` and `record.html` see.
    ThingView {
        /// What it is, in a line.
        summary: Option<Arc<str>>,
        /// The name in its own scripts.
        native: Vec<NativeView>,
        /// Other spellings and names.
        aliases: Vec<Arc<str>>,
        /// What holds it.
        parent: Option<NamedView>,
        /// What it holds.
        parts: Vec<Card>,
        /// Latitude and longitude in degrees.
        coordinates: Option<CoordinatesView>,
        /// Whether it is only named, without a file.
        stub: bool,
        /// In how many documents it is named.
        named_in: usize,
        /// A picture.
        image: Option<ImageView>,
        /// The text.
        content: Html,
        /// Who holds or held a position there.
        members: Vec<MemberView>,
        /// The newest events there or with it, newest first.
        timeline: Vec<EntryView>,
        /// The pages of older events.
        older_events: Vec<PartLinkView>,
        /// Ties to others.
        relations: Vec<RelationView>,
        /// What was said by it or there.
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
        /// The newest documents that mention it, with their sentences.
        mentions: MentionsView,
        /// The pages of older mentions.
        older_mentions: Vec<PartLinkView>,
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
    /// Somebody with a position.
    MemberView {
        /// Who.
        record: Card,
        /// The position.
        title: Arc<str>,
        /// The span in words.
        span: Arc<str>,
    }
}

view! {
    /// A point on Earth.
    CoordinatesView {
        /// Degrees north.
        latitude: Arc<str>,
        /// Degrees east.
        longitude: Arc<str>,
    }
}

pub(super) fn organizations(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::ORGANIZATION, pages, "organization.html", made);
    archive::pages(site, &kinds::ORGANIZATION, pages);
}

pub(super) fn places(site: &Site, pages: &mut Pages) {
    record::each(site, &kinds::PLACE, pages, "place.html", made);
    archive::pages(site, &kinds::PLACE, pages);
}

/// Adds the pages of the kinds that a site declares.
pub(super) fn own(site: &Site, pages: &mut Pages) {
    for kind in site.config.kinds().own() {
        let Some(own) = &kind.own else { continue };
        record::each(site, kind, pages, own.template, made);
        archive::pages(site, kind, pages);
    }
}

fn made(desk: &Desk, wanted: &Wanted, handle: Handle) -> Made {
    let entity = desk.entity(handle);
    let fields = &entity.document.fields;
    let (plans, mut past): (Vec<_>, Vec<_>) =
        desk.events_of(handle).into_iter().partition(|(event, _)| is_plan(desk.entity(*event)));
    desk.undated_first(&mut past);
    // The full pages hold what has happened; plans stand above it and are not counted among it.
    let split = Split::of(past.len());
    let mut timeline: Vec<EntryView> = past[split.first..]
        .iter()
        .chain(&plans)
        .rev()
        .map(|(event, mention)| desk.event_entry(*event, Some((handle, mention))))
        .collect();
    group_by_year(desk, &mut timeline);
    let said = desk.said(handle);
    let (mentions, older_mentions, named_in) = archive::newest_mentions(desk, wanted, handle);
    let coordinates = match fields.get("coordinates") {
        Some(crate::parse::fields::Value::Coordinates(latitude, longitude)) => {
            Some(CoordinatesView { latitude: latitude.to_string().into(), longitude: longitude.to_string().into() })
        }
        _ => None,
    };
    // In a kind of the site's own `parent` is a relation like others.
    let parent: &[&str] = if entity.id.kind.own.is_some() { &[] } else { &["parent"] };
    let parts = desk.naming(handle, entity.id.kind, parent).into_iter().map(|(part, _)| part);
    let mut aliases: Vec<Arc<str>> = entity
        .document
        .shown_aliases()
        .filter(|alias| alias.kind.as_deref() != Some("native"))
        .map(|alias| Arc::clone(&alias.name))
        .collect();
    aliases.extend(entity.spellings.iter().skip(1).cloned());
    let view = ThingView {
        summary: fields.text("summary").cloned(),
        native: fields
            .text_map("native")
            .iter()
            .map(|(lang, name)| NativeView { lang: lang.clone(), name: name.clone() })
            .collect(),
        aliases,
        parent: parent
            .iter()
            .flat_map(|key| entity.refs(key))
            .find_map(|(_, parent, resolved)| desk.named(resolved, &parent.target)),
        parts: desk.cards_of(parts),
        coordinates,
        stub: entity.stub,
        named_in,
        image: desk.image(entity),
        content: record::content(desk, handle),
        members: desk.members(handle),
        timeline,
        older_events: split.links(entity.route.path(), "events"),
        relations: wanted.then("relations", || desk.relations(handle)),
        quotes: said.newest,
        older_quotes: said.older,
        quote_count: said.count,
        addressed: said.to,
        addressed_count: said.to_count,
        claims: wanted.then("claims", || desk.claims_on(handle)),
        corrections: wanted.then("corrections", || desk.corrections_on(handle)),
        mentions,
        older_mentions,
        sources: wanted.then("sources", || cited::listed(desk, handle, &[])),
        tags: fields.texts("tags").to_vec(),
        withdrawn: record::withdrawn(desk, entity),
        facts: wanted.then("facts", || desk.facts(handle)),
        extra: record::extra(entity),
    };
    (record::head(desk, wanted, handle), Box::new(view))
}

impl Desk {
    /// Returns those whose roles name an organization, in the order of their ids.
    #[must_use]
    pub fn members(&self, organization: Handle) -> Vec<MemberView> {
        let roles = self.site.mentions_of(organization).iter().filter_map(|mention| {
            let at = mention.at.filter(|at| at.field == "roles")?;
            let role = self.entity(mention.from).document.fields.maps("roles").get(usize::from(at.index))?;
            let span = self.language.span(role.date("from"), role.date("until")).into();
            Some((
                mention.from,
                at.index,
                MemberView { record: self.card(mention.from), title: role.text("title")?.clone(), span },
            ))
        });
        let mut members: Vec<_> = roles.collect();
        members.sort_by_key(|(person, index, _)| (*person, *index));
        members.into_iter().map(|(_, _, member)| member).collect()
    }
}
