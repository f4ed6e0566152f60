//! The words that code writes itself, each a field: a missing one is found when the program is compiled or tested.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::{Pattern, Sections};

/// Defines the words of one section of the file, or the sections themselves.
macro_rules! said {
    ($(#[doc = $about:literal])* $name:ident { $($(#[doc = $doc:literal])+ $(#[key = $key:literal])? $field:ident: $ty:ty,)* }) => {
        $(#[doc = $about])*
        #[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
        pub struct $name {
            $($(#[doc = $doc])+ $(#[serde(rename = $key)])? pub $field: $ty,)*
        }
    };
}

said! {
    /// The words that code writes itself, by section.
    Said {
        /// The titles of pages.
        #[key = "title"]
        titles: Titles,
        /// Marks between words.
        #[key = "mark"]
        marks: Marks,
        /// What lists share.
        list: Lists,
        /// What stands in entries of lists.
        entry: Entries,
        /// Sources as they are cited.
        source: Sources,
        /// What stands below a quote.
        quote: Quotes,
        /// What stands below a claim.
        claim: Claims,
        /// Ties.
        relation: Relations,
        /// The titles of entries of the feed.
        feed: Feed,
        /// The titles of corrections among other entries.
        corrected: Corrected,
        /// What was announced of a plan, within a sentence.
        plan: Announced,
        /// What rests on a source that a record cites as a whole.
        whole: Whole,
        /// What rests on a source, where a sentence says it.
        told: Told,
        /// The titles of callouts that have none of their own, by kind.
        callout: BTreeMap<String, Arc<str>>,
    }
}

said! {
    /// The titles of pages.
    Titles {
        /// `Stories`.
        stories: Arc<str>,
        /// `People`.
        people: Arc<str>,
        /// `Events`.
        events: Arc<str>,
        /// `Organizations`.
        organizations: Arc<str>,
        /// `Places`.
        places: Arc<str>,
        /// `Sources`.
        sources: Arc<str>,
        /// `Articles`.
        articles: Arc<str>,
        /// `Quotes`.
        quotes: Arc<str>,
        /// `Timeline`.
        timeline: Arc<str>,
        /// `Changes`.
        changes: Arc<str>,
        /// `Corrections`.
        corrections: Arc<str>,
        /// `Open plans`.
        open_plans: Arc<str>,
        /// `Tags`.
        tags: Arc<str>,
        /// `Search`.
        search: Arc<str>,
        /// `Page not found`.
        not_found: Arc<str>,
        /// `This page has moved`.
        moved: Arc<str>,
        /// `{title}: {part}`, for a letter or a year of a list.
        part: Pattern,
        /// `{title} {range}`, for a full page of a list.
        range: Pattern,
        /// `{name}: mentions {range}`.
        mentions_of: Pattern,
        /// `{name}: events {range}`.
        events_of: Pattern,
        /// `{name}: quotes {range}`.
        quotes_of: Pattern,
    }
}

said! {
    /// Marks between words.
    Marks {
        /// `“{text}”`.
        quoted: Pattern,
    }
}

said! {
    /// What lists share.
    Lists {
        /// Between two of several, with its space.
        comma: Arc<str>,
        /// Between two clauses, with its space.
        semicolon: Arc<str>,
        /// `Passage`.
        passage: Arc<str>,
        /// `Passage {number}`.
        passage_at: Pattern,
        /// `Back to the text`.
        back: Arc<str>,
        /// `then {role}`, of a role that is not held today.
        then: Pattern,
    }
}

said! {
    /// What stands in entries of lists.
    Entries {
        /// `Update of “{title}”`.
        update_of: Pattern,
        /// `Update, {date}`.
        update_on: Pattern,
        /// `updated {date}`.
        updated: Pattern,
        /// `Part: {part}`.
        part: Pattern,
    }
}

said! {
    /// Sources as they are cited.
    Sources {
        /// `Source {number}`.
        number: Pattern,
        /// `original`.
        original_here: Arc<str>,
        /// `archived`.
        archived: Arc<str>,
    }
}

said! {
    /// What stands below a quote.
    Quotes {
        /// `to {name}`.
        to: Pattern,
        /// `permalink`.
        permalink: Arc<str>,
        /// `also in {names}`.
        also: Pattern,
    }
}

said! {
    /// What stands below a claim.
    Claims {
        /// `claimed by {name}`.
        by: Pattern,
        /// `about {name}`.
        about: Pattern,
    }
}

said! {
    /// Ties.
    Relations {
        /// `is tied to`.
        tied: Arc<str>,
    }
}

said! {
    /// The titles of entries of the feed.
    Feed {
        /// `Update: {title}`.
        update: Pattern,
        /// `Correction: {title}`.
        correction: Pattern,
        /// `Clarification: {title}`.
        clarification: Pattern,
        /// `Retraction: {title}`.
        retraction: Pattern,
    }
}

said! {
    /// The titles of corrections among other entries.
    Corrected {
        /// `Correction of “{title}”`.
        correction: Pattern,
        /// `Clarification of “{title}”`.
        clarification: Pattern,
        /// `Retraction of “{title}”`.
        retraction: Pattern,
    }
}

said! {
    /// What was announced of a plan, within a sentence.
    Announced {
        /// `announced`.
        announced: Arc<str>,
        /// `announced for {date}`.
        announced_for: Pattern,
        /// `planned`.
        planned: Arc<str>,
        /// `planned for {date}`.
        planned_for: Pattern,
        /// `postponed`.
        postponed: Arc<str>,
        /// `postponed to {date}`.
        postponed_for: Pattern,
        /// `cancelled`.
        cancelled: Arc<str>,
        /// `cancelled, it was for {date}`.
        cancelled_for: Pattern,
        /// `reported to have happened`.
        happened: Arc<str>,
        /// `reported to have happened, {date}`.
        happened_for: Pattern,
        /// `disputed`.
        disputed: Arc<str>,
        /// `disputed for {date}`.
        disputed_for: Pattern,
    }
}

said! {
    /// What rests on a source that a record cites as a whole.
    Whole {
        /// `the event as a whole`.
        event: Arc<str>,
        /// `the article as a whole`.
        article: Arc<str>,
        /// `the story as a whole`.
        story: Arc<str>,
        /// `the record as a whole`.
        record: Arc<str>,
    }
}

said! {
    /// What rests on a source, where a sentence says it.
    Told {
        /// `{field}: {value}`.
        account: Pattern,
        /// `{field}: we hold {value}`.
        ruling: Pattern,
        /// `{what}, said on {date}`.
        said_on: Pattern,
    }
}

impl Said {
    /// Reads them from a file of words; where one is missing, all of them are empty.
    #[must_use]
    pub(super) fn of(sections: &Sections) -> Self {
        Self::read(sections).unwrap_or_default()
    }

    /// Reads them from a file of words, or says what is missing.
    pub fn read(sections: &Sections) -> Result<Self, String> {
        let value = serde_json::to_value(sections).map_err(|error| error.to_string())?;
        serde_json::from_value(value).map_err(|error| error.to_string())
    }
}
