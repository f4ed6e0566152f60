//! The views that several pages share: cards, dates, quotes, mentions, lists.

use std::sync::Arc;

use super::posters::SharedPoster;
use super::view::{Html, Shared, view};

/// A card as pages hold it.
pub(super) type Card = Shared<CardView>;

/// A date as pages hold it.
pub(super) type SharedDate = Shared<DateView>;

/// A record's part as pages hold it.
pub(super) type Part = Shared<PartView>;

view! {
    /// The little of a record that other pages show.
    CardView {
        /// The kind of record: `person`.
        kind: &'static str,
        /// The id.
        id: Arc<str>,
        /// The display name.
        title: Arc<str>,
        /// The address from the site's root, without a leading slash; write `{{ root }}{{ card.path }}`. Empty for what
        /// is only a name.
        path: Arc<str>,
        /// A line on what it is.
        summary: Option<Arc<str>>,
        /// A person's role today.
        role: Option<Arc<str>>,
        /// Its date.
        date: Option<SharedDate>,
        /// When an article was changed after that: updated or corrected.
        updated: Option<SharedDate>,
        /// An event's or a story's status.
        status: Option<Arc<str>>,
        /// Whether it is a plan whose date has passed without a report.
        overdue: bool,
        /// The name in its own script, with its language.
        native: Option<NativeView>,
        /// Whether it is only named, without a file.
        stub: bool,
    }
}

view! {
    /// A name in another script.
    NativeView {
        /// The language, as in BCP 47.
        lang: Arc<str>,
        /// The name.
        name: Arc<str>,
    }
}

view! {
    /// A date in words and in parts.
    DateView {
        /// The words for readers, such as `about February 2025`; an author's own words where there are any.
        text: Arc<str>,
        /// What the words rest on, where the author's own words stand in their place.
        exact: Option<Arc<str>>,
        /// The date in EDTF.
        edtf: Arc<str>,
        /// A value for `<time datetime>`, where the date is one.
        datetime: Option<Arc<str>>,
        /// The time of day, where it is known: `18:54`.
        time: Option<Arc<str>>,
        /// The day of the month, where it is known.
        day: Option<Arc<str>>,
        /// What stands in the gutter instead of a day: `12–14`.
        span: Option<Arc<str>>,
        /// The month's short name.
        month: Option<Arc<str>>,
        /// The year.
        year: Arc<str>,
        /// How it is drawn: `day`, `range`, `about`, `maybe`, `since`, `until`, `none`.
        mark: &'static str,
        /// The word before its parts, in the language of the date: `about`, `since`, `until`, or empty.
        lead: &'static str,
        /// The words for a date that may be wrong, in its language: `date uncertain`, or empty.
        doubt: &'static str,
        /// The words as HTML: in `<time>` where the date has a value for it.
        html: Html,
        /// What stands in the gutter of a list, with the year.
        dated: Html,
        /// The same below the heading of its year, where the year is for screen readers only.
        gutter: Html,
    }
}

view! {
    /// A name that may be a record.
    NamedView {
        /// The words.
        title: Arc<str>,
        /// The address from the site's root, where it is a record.
        path: Option<Arc<str>>,
    }
}

view! {
    /// A record that takes part, with its part and its role on that day.
    PartView {
        /// The record.
        record: Card,
        /// The part played.
        part: Option<Arc<str>>,
        /// The roles held on that day in words; `then` stands before one that is not held today.
        role: Option<Arc<str>>,
        /// The spelling used, where it is not the display name.
        name_used: Option<Arc<str>>,
        /// What it rests on that it took part.
        sources: Vec<SourceView>,
    }
}

view! {
    /// A source as it is cited.
    SourceView {
        /// What it is called.
        title: Arc<str>,
        /// Its page from the site's root.
        path: Option<Arc<str>>,
        /// Its address elsewhere.
        url: Option<Arc<str>>,
        /// A kept copy.
        archived: Option<Arc<str>>,
        /// Who published it.
        publisher: Option<Arc<str>>,
        /// When.
        date: Option<Arc<str>>,
    }
}

view! {
    /// One sentence that mentions a record.
    ContextView {
        /// The sentence, with the words between `<mark>` and `</mark>`.
        sentence: Html,
        /// The anchor of its paragraph, perhaps empty.
        anchor: Arc<str>,
        /// The number of its paragraph, or 0.
        paragraph: u32,
    }
}

view! {
    /// A document that mentions a record.
    MentionView {
        /// The document.
        record: Card,
        /// Its sentences that do.
        contexts: Vec<ContextView>,
        /// The part that its front matter gives the record.
        part: Option<Arc<str>>,
    }
}

view! {
    /// An event on the spine of a person, a place or a story, or an article or update among them.
    EntryView {
        /// What it is: `event`, `article`, `update`, `correction`, `announcement`.
        kind: &'static str,
        /// The record.
        record: Card,
        /// The heading.
        title: Arc<str>,
        /// The address from the site's root.
        path: Arc<str>,
        /// When.
        date: Option<SharedDate>,
        /// The year by which it is grouped, where it begins a new one.
        year: Option<Arc<str>>,
        /// Whether the date is the same as that of the entry before.
        same_date: bool,
        /// What happened.
        summary: Option<Arc<str>>,
        /// How it is drawn: `day`, `plan`, `void`, `diff`, `text` and the marks of dates.
        mark: &'static str,
        /// What it rests on.
        sources: Vec<SourceView>,
        /// What else is said of it, where there is something.
        meta: Option<EntryMetaView>,
    }
}

view! {
    /// What is said of an entry in small print.
    EntryMetaView {
        /// An event's status, unless it happened; for an announcement, the status that was announced.
        status: Option<Arc<str>>,
        /// Whether a plan's date has passed without a report.
        overdue: bool,
        /// For an announcement, the date that was announced.
        announced: Option<SharedDate>,
        /// The dates for which a plan was announced before.
        previous_dates: Vec<SharedDate>,
        /// The larger event that holds an event.
        part_of: Option<Card>,
        /// The part that the page's record played.
        part: Option<Arc<str>>,
        /// The roles that the page's record held on that day in words; `then` stands before one that is not held today.
        role: Option<Arc<str>>,
        /// Whether an event's sources all come from one publisher.
        single_source: bool,
    }
}

view! {
    /// A statement of a story or an event, with its date and sources.
    FindingView {
        /// The statement.
        text: Html,
        /// When.
        date: Option<SharedDate>,
        /// What it rests on.
        sources: Vec<SourceView>,
        /// Whether it stands for itself, and all of its sources come from one publisher.
        single_source: bool,
    }
}

view! {
    /// A position with its span.
    RoleView {
        /// The position.
        title: Arc<str>,
        /// Where.
        organization: Option<NamedView>,
        /// The span in words; empty where nothing is known of it.
        span: Arc<str>,
        /// Whether it surely holds today.
        current: bool,
        /// What it rests on.
        sources: Vec<SourceView>,
    }
}

view! {
    /// A tie to another record.
    RelationView {
        /// What the tie is, seen from here, or from the other one if `inverse`.
        label: Option<Arc<str>>,
        /// The other one.
        to: NamedView,
        /// The span in words; empty where nothing is known of it.
        span: Arc<str>,
        /// How sure it is.
        status: Option<Arc<str>>,
        /// Whether only the other record says what it is, so that the sentence begins there.
        inverse: bool,
        /// What it rests on.
        sources: Vec<SourceView>,
    }
}

view! {
    /// Somebody who appears in the same places.
    RelatedView {
        /// The record.
        record: Card,
        /// How many events they share.
        shared_events: usize,
        /// How many articles they share.
        shared_articles: usize,
    }
}

view! {
    /// A picture.
    ImageView {
        /// The address from the site's root.
        path: Arc<str>,
        /// Its width in pixels, where that is known.
        width: Option<u32>,
        /// Its height in pixels, where that is known.
        height: Option<u32>,
        /// The widths in which it is offered, its own as the last; none where there is one only.
        sizes: Vec<SizeView>,
        /// What it shows.
        alt: Arc<str>,
        /// What stands below it.
        caption: Option<Arc<str>>,
        /// Whose picture it is.
        credit: Option<Arc<str>>,
        /// Under which terms it is used.
        licence: Option<Arc<str>>,
    }
}

view! {
    /// A picture in one of its widths.
    SizeView {
        /// The width in pixels.
        width: u32,
        /// The address from the site's root.
        path: Arc<str>,
    }
}

view! {
    /// A dated update of an article.
    UpdateView {
        /// Its anchor.
        id: Arc<str>,
        /// When.
        date: SharedDate,
        /// Its headline.
        headline: Option<Arc<str>>,
        /// Its first words.
        excerpt: Arc<str>,
    }
}

view! {
    /// What a withdrawn record leaves.
    WithdrawalView {
        /// Whether it was retracted, because what it said was wrong.
        retracted: bool,
        /// When.
        date: Option<SharedDate>,
        /// What readers should know.
        note: Option<Arc<str>>,
    }
}

view! {
    /// What every page has.
    HeadView {
        /// The kind of page: `article`, `people`, `home`.
        kind: &'static str,
        /// The title, also of the browser's tab.
        title: Arc<str>,
        /// A sentence on the page, for search engines.
        description: Option<Arc<str>>,
        /// The address from the site's root, without a leading slash.
        path: Arc<str>,
        /// The whole address.
        url: Arc<str>,
        /// The language of the page's text.
        lang: Arc<str>,
        /// Whether that language is written from right to left.
        rtl: bool,
        /// Whether search engines should leave it out.
        noindex: bool,
        /// Whether there is an `index.json` beside the page.
        data: bool,
        /// What the page says of its record to search engines: an element with JSON-LD in the words of schema.org.
        linked_data: Html,
        /// The article in all of its languages, its own included; empty where it has one.
        translations: Vec<TranslationView>,
        /// The picture that stands for the page where its address is shared, unless the page has a picture of its own.
        poster: Option<SharedPoster>,
    }
}

view! {
    /// An article in one of its languages.
    TranslationView {
        /// The language, as in BCP 47.
        lang: Arc<str>,
        /// What the language calls itself: `Українська`.
        language: Arc<str>,
        /// Whether that language is written from right to left.
        rtl: bool,
        /// Whether the others are translations of this one.
        original: bool,
        /// The title in that language.
        title: Arc<str>,
        /// The address from the site's root.
        path: Arc<str>,
        /// The whole address.
        url: Arc<str>,
    }
}

view! {
    /// A link to another part of a long list.
    PartLinkView {
        /// The words.
        title: Arc<str>,
        /// The address from the site's root.
        path: Arc<str>,
        /// Whether it is this page.
        current: bool,
    }
}
