//! The registry of claims: what somebody says about somebody, how it stands, and what the one concerned replies.
//!
//! A claim and its reply are one thing: every page that shows the one shows the other.

use std::sync::Arc;

use foldhash::HashMap;

use super::desk::{Desk, date_view};
use super::parts::{Card, NamedView, SharedDate, SourceView};
use super::view::view;
use crate::date::Date;
use crate::digest::Digest;
use crate::link::publishers::is_single;
use crate::link::{Entity, Handle, Resolved, Site};
use crate::name;
use crate::parse::fields::Fields;

view! {
    /// A claim with its reply.
    ClaimView {
        /// Its anchor: `claim-0f3a9c21`.
        id: Arc<str>,
        /// What is claimed.
        text: Arc<str>,
        /// How it stands: `accepted`, `disputed`, `unverified` or `rejected`.
        status: Option<Arc<str>>,
        /// Who claims it.
        by: Option<NamedView>,
        /// About whom.
        about: Option<NamedView>,
        /// When it was claimed.
        date: Option<SharedDate>,
        /// Who decided how it stands.
        ruled_by: Option<Arc<str>>,
        /// When that was decided.
        ruled_on: Option<SharedDate>,
        /// Why it stands so.
        reason: Option<Arc<str>>,
        /// Where it was made.
        sources: Vec<SourceView>,
        /// Whether all of these come from one publisher.
        single_source: bool,
        /// What the one concerned says, or that nothing is on record.
        reply: ReplyView,
        /// The record that holds it, with its anchor, from the site's root.
        path: Arc<str>,
        /// The records that hold it.
        within: Vec<Card>,
    }
}

view! {
    /// What the one concerned by a claim says.
    ReplyView {
        /// When they were asked.
        asked: Option<SharedDate>,
        /// How.
        via: Option<Arc<str>>,
        /// Until when they could answer.
        deadline: Option<SharedDate>,
        /// What came of it.
        status: Option<Arc<str>>,
        /// When they replied.
        date: Option<SharedDate>,
        /// What they said.
        text: Option<Arc<str>>,
    }
}

/// One claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its anchor.
    pub id: Arc<str>,
    /// Who claims it: words, and the record.
    pub by: Option<(Arc<str>, Option<Handle>)>,
    /// About whom.
    pub about: Option<(Arc<str>, Option<Handle>)>,
    /// The records that hold it, each with the position in its list.
    pub places: Vec<(Handle, usize)>,
}

impl Claim {
    /// Returns the value that `find` finds in the first record that holds the claim and says it.
    pub fn first<'s, T>(&self, site: &'s Site, find: impl Fn(&'s Fields) -> Option<T>) -> Option<T> {
        let maps =
            self.places.iter().filter_map(|(record, at)| site.get(*record).document.fields.maps("claims").get(*at));
        maps.into_iter().find_map(find)
    }

    /// Returns a text of the claim.
    #[must_use]
    pub fn text<'s>(&self, site: &'s Site, key: &str) -> Option<&'s Arc<str>> {
        self.first(site, |fields| fields.text(key))
    }

    /// Returns a date of the claim.
    #[must_use]
    pub fn date<'s>(&self, site: &'s Site, key: &str) -> Option<&'s Date> {
        self.first(site, |fields| fields.date(key))
    }

    /// Returns where the claim was made.
    #[must_use]
    pub fn sources<'s>(&self, site: &'s Site) -> &'s [Fields] {
        self.first(site, |fields| Some(fields.maps("sources")).filter(|sources| !sources.is_empty()))
            .unwrap_or_default()
    }

    /// Returns the reply of the one concerned.
    #[must_use]
    pub fn reply<'s>(&self, site: &'s Site) -> Option<&'s Fields> {
        self.first(site, |fields| fields.maps("reply").first())
    }
}

/// All claims with the ways to find them.
#[derive(Default)]
pub struct Claims {
    claims: Vec<Claim>,
    on: HashMap<Handle, Vec<u32>>,
    /// By the record that holds it and the position in its list.
    held: HashMap<(Handle, u32), u32>,
}

impl Claims {
    /// Collects the claims of all records: the same words by the same one about the same one are one claim.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut registry = Self::default();
        let mut known: HashMap<String, u32> = HashMap::default();
        for (handle, entity) in site.all() {
            for (at, fields) in entity.document.fields.maps("claims").iter().enumerate() {
                let Some(text) = fields.text("text") else { continue };
                let (Some(by), Some(about)) = (side(entity, at, fields, "by"), side(entity, at, fields, "about"))
                else {
                    continue;
                };
                let identity = identity(site, text, &by, &about);
                let id = format!("claim-{}", Digest::of(identity.as_bytes()).short()).into();
                let number = registry.claims.len() as u32;
                let number = *known.entry(identity).or_insert(number);
                registry.held.insert((handle, at as u32), number);
                if let Some(claim) = registry.claims.get_mut(number as usize) {
                    claim.places.push((handle, at));
                } else {
                    registry.claims.push(Claim { id, by, about, places: vec![(handle, at)] });
                }
            }
        }
        registry.index(site);
        registry
    }

    fn index(&mut self, site: &Site) {
        for (number, claim) in self.claims.iter().enumerate() {
            let mut records: Vec<Handle> = claim.places.iter().map(|(record, _)| *record).collect();
            for (record, _) in &claim.places {
                records.extend(site.get(*record).refs("story").filter_map(|(_, _, resolved)| resolved.found()));
            }
            records.extend([&claim.by, &claim.about].into_iter().flatten().filter_map(|(_, record)| *record));
            records.sort_unstable();
            records.dedup();
            for record in records {
                self.on.entry(record).or_default().push(number as u32);
            }
        }
    }

    /// Returns the claim that a record holds at a position of its list.
    #[must_use]
    pub fn held(&self, record: Handle, index: u32) -> Option<&Claim> {
        self.held.get(&(record, index)).and_then(|number| self.claims.get(*number as usize))
    }

    /// Returns the claims that belong on the page of a record, newest first: those that it holds or that its articles and
    /// events hold, those by it and those about it.
    #[must_use]
    pub fn on(&self, site: &Site, record: Handle) -> Vec<&Claim> {
        let found = self.on.get(&record).into_iter().flatten();
        let mut claims: Vec<&Claim> = found.map(|at| &self.claims[*at as usize]).collect();
        claims.sort_by_cached_key(|claim| std::cmp::Reverse(claim.date(site, "date").map(Date::order_key)));
        claims
    }
}

/// Who claims something, or about whom: words, and the record.
type Side = Option<(Arc<str>, Option<Handle>)>;

/// Reads one side of a claim; nothing where it is hidden, since then the claim is, too.
fn side(entity: &Entity, at: usize, fields: &Fields, key: &str) -> Option<Side> {
    let Some(written) = fields.refs(key).first() else { return Some(None) };
    match entity.nested("claims", at, key) {
        Some(Resolved::Hidden) => None,
        Some(Resolved::Found(handle)) => Some(Some((Arc::clone(&written.target), Some(handle)))),
        Some(Resolved::Plain) | None => Some(Some((Arc::clone(&written.target), None))),
    }
}

/// Returns what tells a claim from others, whatever the case and spaces: its words, who makes it, about whom.
fn identity(site: &Site, text: &str, by: &Side, about: &Side) -> String {
    let letters =
        |text: &str| -> String { name::key(text).chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let name_of = |side: &Side| match side {
        Some((_, Some(record))) => site.get(*record).id.to_string(),
        Some((words, None)) => letters(words),
        None => String::new(),
    };
    format!("{}\n{}\n{}", letters(text), name_of(by), name_of(about))
}

impl Desk {
    /// Returns the claims for the page of a record, each with its reply.
    #[must_use]
    pub fn claims_on(&self, record: Handle) -> Vec<ClaimView> {
        self.claims.on(&self.site, record).into_iter().map(|claim| self.claim_view(claim)).collect()
    }

    fn claim_view(&self, claim: &Claim) -> ClaimView {
        let site = &self.site;
        let text = |key| claim.text(site, key).cloned();
        let date = |key| date_view(self.language, claim.date(site, key), None);
        let named = |side: &Side| {
            let (words, record) = side.as_ref()?;
            self.named(record.map_or(Resolved::Plain, Resolved::Found), words)
        };
        let reply = claim.reply(site);
        let said = |key| reply.and_then(|reply| reply.text(key)).cloned();
        let when = |key| date_view(self.language, reply.and_then(|reply| reply.date(key)), None);
        let mut within: Vec<Handle> = claim.places.iter().map(|(record, _)| *record).collect();
        within.dedup();
        ClaimView {
            id: Arc::clone(&claim.id),
            text: text("text").unwrap_or_else(|| "".into()),
            status: text("status"),
            by: named(&claim.by),
            about: named(&claim.about),
            date: date("date"),
            ruled_by: text("ruled_by"),
            ruled_on: date("ruled_on"),
            reason: text("reason"),
            sources: self.cited(claim.sources(site)),
            single_source: is_single(site, claim.sources(site)),
            reply: ReplyView {
                asked: when("asked"),
                via: said("via"),
                deadline: when("deadline"),
                status: said("status"),
                date: when("date"),
                text: said("text"),
            },
            path: self.claim_path(claim).into(),
            within: self.cards_of(within),
        }
    }

    /// Returns the address of a claim on the page of the record that holds it first, from the site's root.
    #[must_use]
    pub fn claim_path(&self, claim: &Claim) -> String {
        let path = claim.places.first().map_or("", |(record, _)| self.entity(*record).route.path());
        format!("{path}#{}", claim.id)
    }
}
