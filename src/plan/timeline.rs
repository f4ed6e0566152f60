//! A story in order of time: its events, articles, updates and corrections.

use std::sync::Arc;

use super::corrections::Corrected;
use super::desk::{Desk, is_plan};
use super::parts::EntryView;
use crate::date::{Date, by_instant};
use crate::link::Handle;

/// One entry of a story's timeline.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// When; an event may have no date.
    pub date: Option<Date>,
    /// What it is.
    pub what: What,
}

/// What an entry of a timeline is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// An event.
    Event(Handle),
    /// An article.
    Article(Handle),
    /// An update of an article: its anchor and headline.
    Update(Handle, Arc<str>, Option<Arc<str>>),
    /// A correction of an article.
    Correction(Corrected),
    /// An announcement from the history of an event, by its position there.
    Announcement(Handle, usize),
}

impl Moment {
    /// Tells whether it is an event that has not happened yet.
    #[must_use]
    pub(super) fn is_plan(&self, desk: &Desk) -> bool {
        matches!(&self.what, What::Event(event) if is_plan(desk.entity(*event)))
    }

    /// Tells whether it is coverage, and not an event.
    #[must_use]
    pub(super) fn is_coverage(&self) -> bool {
        !matches!(self.what, What::Event(_) | What::Announcement(..))
    }
}

impl What {
    /// Returns the place among what bears one date, and the record.
    #[must_use]
    pub(super) fn rank(&self) -> (u8, Handle) {
        match self {
            Self::Event(event) => (0, *event),
            Self::Announcement(event, _) => (1, *event),
            Self::Article(article) => (2, *article),
            Self::Update(article, ..) => (3, *article),
            Self::Correction(corrected) => (4, corrected.article),
        }
    }
}

/// Returns the timeline of a story, oldest first; what has no date comes last.
#[must_use]
pub(super) fn of_story(desk: &Desk, story: Handle) -> Vec<Moment> {
    let date = |handle: Handle| desk.entity(handle).document.fields.date("date").cloned();
    let mut moments: Vec<Moment> = desk
        .story_events(story)
        .into_iter()
        .map(|event| Moment { date: date(event), what: What::Event(event) })
        .collect();
    for article in desk.articles_of(story) {
        let document = &desk.entity(article).document;
        moments.push(Moment { date: date(article), what: What::Article(article) });
        moments.extend(document.updates.iter().map(|update| Moment {
            date: Some(update.date.clone()),
            what: What::Update(article, Arc::clone(&update.id), update.headline.clone()),
        }));
        moments.extend(desk.corrections.of(article).map(|corrected| Moment {
            date: corrected.fields(&desk.site).date("date").cloned(),
            what: What::Correction(corrected.clone()),
        }));
    }
    moments.sort_by_cached_key(|moment| {
        let (rank, handle) = moment.what.rank();
        let order = moment.date.as_ref().map(|date| match moment.what {
            What::Event(event) => desk.order.key(event, date),
            _ => date.order_key(),
        });
        (order.is_none(), order, rank, desk.order.rank(handle))
    });
    by_instant(moments, |moment| moment.date.as_ref()?.instant())
}

impl Desk {
    /// Returns an entry of a timeline for a page.
    #[must_use]
    pub(super) fn entry(&self, moment: &Moment) -> EntryView {
        match &moment.what {
            What::Event(event) => self.event_entry(*event, None),
            What::Article(article) => self.article_entry(*article),
            What::Update(article, id, _) => self.update_entry(*article, id),
            What::Correction(corrected) => self.correction_entry(corrected),
            What::Announcement(event, index) => self.announcement_entry(*event, *index),
        }
    }
}
