//! What several records' pages gather: mentions in context, events and articles in order of time, ties.

use std::borrow::Cow;
use std::sync::Arc;

use super::desk::{Desk, date_view};
use super::parts::{Card, CardView, FindingView, Part, PartView, RelatedView, RoleView};
use super::view::{Html, Shared};
use crate::date::Date;
use crate::html;
use crate::kind::Kind;
use crate::kinds::{self, Kinds};
use crate::link::publishers::{STATEMENTS, is_single};
use crate::link::{Entity, Handle, Mention, Resolved, bare_name, meant_kind, roles};
use crate::parse::Reference;

/// Somebody with the numbers of events and of articles that both are in.
pub(super) type Related = (Handle, (usize, usize));

/// A place on a record's page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor<'a> {
    /// The page itself.
    None,
    /// A paragraph, by its number.
    Paragraph(u16),
    /// A part with this id, perhaps empty.
    Id(&'a str),
}

impl Anchor<'_> {
    /// Tells whether it is the page itself.
    #[must_use]
    pub fn is_none(self) -> bool {
        matches!(self, Self::None | Self::Id(""))
    }

    /// Appends the fragment without its `#`: `p3`. Ids are made of what needs no escape in HTML and JSON.
    pub fn push(self, text: &mut String) {
        match self {
            Self::None => {}
            Self::Paragraph(number) => {
                text.push('p');
                text.push_str(itoa::Buffer::new().format(number));
            }
            Self::Id(id) => text.push_str(id),
        }
    }
}

impl Desk {
    /// Returns the records of a kind whose front matter names this one in the given keys, in the order of handles.
    #[must_use]
    pub fn naming(&self, handle: Handle, kind: &'static Kind, fields: &[&str]) -> Vec<(Handle, &Mention)> {
        let mut found: Vec<(Handle, &Mention)> = self
            .site
            .mentions_of(handle)
            .iter()
            .filter(|mention| mention.at.is_some_and(|at| at.sub.is_empty() && fields.contains(&at.field)))
            .filter(|mention| *self.entity(mention.from).id.kind == *kind)
            .map(|mention| (mention.from, mention))
            .collect();
        found.sort_by_key(|(from, _)| *from);
        found.dedup_by_key(|(from, _)| *from);
        found
    }

    /// Returns the part that a mention of front matter gives.
    #[must_use]
    pub fn part(&self, mention: &Mention) -> Option<Arc<str>> {
        let reference = mention.reference?;
        self.entity(mention.from).document.references.get(reference as usize)?.role.clone()
    }

    /// Sorts records by time, oldest first; those without a date come last.
    pub fn sort_by_time(&self, records: &mut [Handle]) {
        records.sort_unstable_by_key(|handle| self.order.rank(*handle));
    }

    /// Returns the events in which a record takes part, or which play at it, oldest first.
    #[must_use]
    pub fn events_of(&self, handle: Handle) -> Vec<(Handle, &Mention)> {
        let own = self.own_key(handle);
        let mut events = self.naming(handle, &kinds::EVENT, &["participants", "place", "part_of", own]);
        events.sort_unstable_by_key(|(event, _)| self.order.rank(*event));
        events
    }

    /// Returns the key by which articles and events name a record of a site's own kind; empty for others.
    fn own_key(&self, handle: Handle) -> &'static str {
        let kind = self.entity(handle).id.kind;
        if kind.own.is_some() { kind.plural } else { "" }
    }

    /// Puts events without a date before all others: in a list that begins with the newest they come last.
    pub fn undated_first(&self, events: &mut [(Handle, &Mention)]) {
        events.sort_by_key(|(event, _)| self.entity(*event).document.fields.date("date").is_some());
    }

    /// Returns the articles whose front matter names a record, newest first.
    #[must_use]
    pub fn articles_of(&self, handle: Handle) -> Vec<Handle> {
        let keys = ["people", "events", "organizations", "places", "credits", "story", self.own_key(handle)];
        let mut articles: Vec<Handle> =
            self.naming(handle, &kinds::ARTICLE, &keys).into_iter().map(|(article, _)| article).collect();
        self.sort_by_time(&mut articles);
        articles.reverse();
        articles
    }

    /// Returns the documents that mention a record, newest first: each one's mentions stand together.
    #[must_use]
    pub fn mentioning(&self, handle: Handle) -> impl DoubleEndedIterator<Item = &[Mention]> {
        self.site.mentions_of(handle).chunk_by(|a, b| a.from == b.from)
    }

    /// Returns the sentence around a mention in a text, as the text's page shows it, in three pieces: before the words, the words, after
    /// them.
    #[must_use]
    pub fn sentence(&self, mention: &Mention) -> Option<[Cow<'_, str>; 3]> {
        mention.block?;
        let text = &self.texts[mention.from.ix()];
        let (whole, words) = (&mention.sentence, &mention.text);
        let inner = words.start.clamp(whole.start, whole.end)..words.end.clamp(whole.start, whole.end);
        let piece = |start: u32, end: u32| {
            if text.is_renamed {
                self.as_shown(self.entity(mention.from), start..end)
            } else {
                text.words[start as usize..end as usize].into()
            }
        };
        Some([piece(whole.start, inner.start), piece(inner.start, inner.end), piece(inner.end, whole.end)])
    }

    /// Returns the heading above a mention in a text; empty before the first heading.
    #[must_use]
    pub fn section(&self, mention: &Mention) -> &str {
        let body = &self.entity(mention.from).document.body;
        let block = mention.block.and_then(|block| body.blocks.get(block as usize));
        let section = block.and_then(|block| body.sections.get(usize::from(block.section)));
        section.map_or("", |section| &*section.title)
    }

    /// Returns the anchor of the paragraph, quote or section that holds a mention; none for front matter.
    #[must_use]
    pub fn anchor(&self, mention: &Mention) -> Anchor<'_> {
        if mention.paragraph > 0 {
            return Anchor::Paragraph(mention.paragraph);
        }
        self.anchor_of(mention.from, mention.block)
    }

    /// Returns the anchor of the paragraph, quote or section that holds a block of a text.
    #[must_use]
    pub fn anchor_of(&self, record: Handle, block: Option<u32>) -> Anchor<'_> {
        let document = &self.entity(record).document;
        let block = block.and_then(|block| document.body.blocks.get(block as usize));
        let Some(block) = block else { return Anchor::None };
        if block.paragraph > 0 {
            return Anchor::Paragraph(block.paragraph);
        }
        if let Some(quote) = block.quote.and_then(|quote| document.quotes.get(usize::from(quote))) {
            return Anchor::Id(&quote.id);
        }
        let section = document.body.sections.get(usize::from(block.section));
        section.map_or(Anchor::None, |section| Anchor::Id(&section.id))
    }

    /// Returns those who take part in an event, or are declared by an article, with their roles on that day.
    #[must_use]
    pub fn parts(&self, entity: &Entity, field: &str, date: Option<&Date>) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let items = entity.document.fields.refs(field);
        for (_, reference, resolved) in entity.refs(field) {
            let handle = match resolved {
                Resolved::Found(handle) => Some(handle),
                Resolved::Plain => None,
                Resolved::Hidden => continue,
            };
            let sources = items.get(usize::from(reference.at.index)).map_or(&[][..], |item| &item.sources);
            let role = handle.and_then(|handle| self.role_at(handle, date));
            if let Some(handle) = handle
                && reference.role.is_none()
                && reference.name_used.is_none()
                && sources.is_empty()
            {
                parts.push(self.bare_part(handle, role));
                continue;
            }
            parts.push(Shared::new(PartView {
                record: handle.map_or_else(|| plain(reference, self.kinds()), |handle| self.card(handle)),
                part: reference.role.clone(),
                role,
                name_used: reference.name_used.clone(),
                sources: self.cited(sources),
            }));
        }
        parts
    }

    /// Returns a part of which nothing is said but the role held: most articles name the same people in the same roles.
    fn bare_part(&self, handle: Handle, role: Option<Arc<str>>) -> Part {
        let make = |role| {
            let (part, name_used, sources) = (None, None, Vec::new());
            Shared::new(PartView { record: self.card(handle), part, role, name_used, sources })
        };
        let known = self.once[handle.ix()].part.get_or_init(|| make(role.clone()));
        if known.view.role == role { known.clone() } else { make(role) }
    }

    /// Returns the statements of a key, such as `known`.
    #[must_use]
    pub fn findings(&self, entity: &Entity, field: &str) -> Vec<FindingView> {
        let maps = entity.document.fields.maps(field).iter();
        let language = self.language_of(entity);
        let alone = STATEMENTS.contains(&field);
        maps.filter_map(|map| {
            Some(FindingView {
                text: Html(html::text(map.text("text")?)),
                date: date_view(language, map.date("date"), None),
                sources: self.cited(map.maps("sources")),
                single_source: alone && is_single(&self.site, map.maps("sources")),
            })
        })
        .collect()
    }

    /// Returns a person's roles in file order.
    #[must_use]
    pub fn roles(&self, entity: &Entity) -> Vec<RoleView> {
        let fields = &entity.document.fields;
        let current = self.site.as_of.map(|day| roles::on_day(fields, day)).unwrap_or_default();
        let maps = fields.maps("roles").iter().enumerate();
        let language = self.language_of(entity);
        maps.filter_map(|(at, role)| {
            let organization = role.refs("organization").first();
            Some(RoleView {
                title: role.text("title").cloned()?,
                organization: organization.and_then(|item| {
                    self.named(entity.nested("roles", at, "organization").unwrap_or(Resolved::Plain), &item.target)
                }),
                span: language.span(role.date("from"), role.date("until")).into(),
                current: current.contains(&at),
                sources: self.cited(role.maps("sources")),
            })
        })
        .collect()
    }

    /// Returns the people who share events and articles with a person, most first, at most `most`.
    #[must_use]
    pub fn related(&self, person: Handle, most: usize) -> Vec<RelatedView> {
        let view = |(other, (shared_events, shared_articles)): &Related| RelatedView {
            record: self.card(*other),
            shared_events: *shared_events,
            shared_articles: *shared_articles,
        };
        self.all_related(person).iter().take(most).map(view).collect()
    }

    /// Returns all who share events and articles with a person, most first.
    pub(super) fn all_related(&self, person: Handle) -> &[Related] {
        self.once[person.ix()].related.get_or_init(|| self.find_related(person))
    }

    fn find_related(&self, person: Handle) -> Vec<Related> {
        let mut met: Vec<(Handle, bool)> = Vec::new();
        let mut here: Vec<Handle> = Vec::new();
        for (kind, field, is_event) in [(&kinds::EVENT, "participants", true), (&kinds::ARTICLE, "people", false)] {
            for (document, _) in self.naming(person, kind, &[field]) {
                let found = self.entity(document).refs(field).filter_map(|(_, _, resolved)| resolved.found());
                here.clear();
                let is_other = |other: &Handle| {
                    let entity = self.entity(*other);
                    *other != person && *entity.id.kind == kinds::PERSON && !entity.withdrawn
                };
                here.extend(found.filter(is_other));
                here.sort_unstable();
                here.dedup();
                met.extend(here.iter().map(|other| (*other, is_event)));
            }
        }
        met.sort_unstable();
        let mut related: Vec<Related> = met
            .chunk_by(|a, b| a.0 == b.0)
            .map(|meetings| {
                let events = meetings.iter().filter(|(_, is_event)| *is_event).count();
                (meetings[0].0, (events, meetings.len() - events))
            })
            .collect();
        related.sort_by(|a, b| (b.1.0 + b.1.1).cmp(&(a.1.0 + a.1.1)).then(b.1.0.cmp(&a.1.0)).then(a.0.cmp(&b.0)));
        related
    }

    /// Returns cards.
    #[must_use]
    pub fn cards_of(&self, handles: impl IntoIterator<Item = Handle>) -> Vec<Card> {
        handles.into_iter().map(|handle| self.card(handle)).collect()
    }
}

/// Returns the card of a reference that no record answers and whose kind gets no page by being named.
fn plain(reference: &Reference, kinds: Kinds) -> Card {
    Shared::new(CardView {
        kind: meant_kind(reference, kinds).map_or("", |kind| kind.name),
        id: "".into(),
        title: bare_name(&reference.target, kinds).into(),
        path: "".into(),
        summary: None,
        role: None,
        date: None,
        updated: None,
        status: None,
        overdue: false,
        native: None,
        stub: false,
    })
}
