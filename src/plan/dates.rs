//! A date as pages show it: its words, its parts, and what stands in the gutter of a list, as large as it is exact.
//!
//! The gutter is written once for each date and not by a template for each of the many entries that show it.

use std::sync::Arc;

use super::parts::{DateView, SharedDate};
use super::view::{Html, Shared};
use crate::date::{Certainty, Date, Language, Shape};
use crate::html;

/// Returns a date in words and parts of a language; an author's own words come first.
#[must_use]
pub(super) fn date_view(language: Language, date: Option<&Date>, words: Option<&Arc<str>>) -> Option<SharedDate> {
    let Some(date) = date else {
        return words.map(|words| {
            finished(
                language,
                DateView {
                    text: Arc::clone(words),
                    exact: None,
                    edtf: "".into(),
                    datetime: None,
                    time: None,
                    day: None,
                    span: None,
                    month: None,
                    year: "".into(),
                    mark: "none",
                    lead: "",
                    doubt: "",
                    html: Html::default(),
                    dated: Html::default(),
                    gutter: Html::default(),
                },
                false,
            )
        });
    };
    let (spine, shape) = (date.spine(language), date.shape());
    let text: Arc<str> = date.words(language).into();
    let left_open = date.left_open(language);
    let mark = match mark(date) {
        "since" if left_open.is_some() => "range",
        mark => mark,
    };
    let beside = language.beside();
    let shared = |piece: Option<String>| piece.map(Into::into);
    let (text, exact) = match words {
        Some(words) if words.contains(&*text) => (Arc::clone(words), None),
        Some(words) => (Arc::clone(words), Some(text)),
        None => (text, None),
    };
    Some(finished(
        language,
        DateView {
            text,
            exact,
            edtf: date.edtf().into(),
            datetime: shared(date.html_datetime()),
            time: date.time().map(|clock| format!("{:02}:{:02}", clock.hour, clock.minute).into()),
            day: shared(spine.day),
            span: shared(spine.span),
            month: shared(spine.month),
            year: spine.year.into(),
            mark,
            lead: match mark {
                "about" => beside.about,
                "since" => beside.since,
                "until" => beside.until,
                _ => "",
            },
            doubt: left_open.unwrap_or(if mark == "maybe" { beside.uncertain } else { "" }),
            html: Html::default(),
            dated: Html::default(),
            gutter: Html::default(),
        },
        left_open.is_none() && matches!(shape, Shape::OneOf | Shape::AllOf),
    ))
}

fn finished(language: Language, mut date: DateView, is_set: bool) -> SharedDate {
    date.html = words(&date);
    let day_not_given = language.beside().day_not_given;
    let written = |with_year| gutter(&date, with_year, is_set, day_not_given);
    (date.dated, date.gutter) = (written(true), written(false));
    Shared::new(date)
}

fn mark(date: &Date) -> &'static str {
    match (date.certainty(), date.shape()) {
        (Certainty::Approximate | Certainty::Both, _) => "about",
        (Certainty::Uncertain, _) => "maybe",
        (Certainty::Certain, Shape::Day) => "day",
        (Certainty::Certain, Shape::Since) => "since",
        (Certainty::Certain, Shape::Until) => "until",
        (Certainty::Certain, Shape::Unknown) => "none",
        (Certainty::Certain, _) => "range",
    }
}

/// Returns the words of a date in `<time>`; what is no value of that element (HTML, 4.5.14) is set apart only.
fn words(date: &DateView) -> Html {
    let mut words = String::with_capacity(64);
    if let Some(datetime) = &date.datetime {
        words.push_str("<time datetime=\"");
        html::push_attribute(&mut words, datetime);
        // The author's own words may run in another direction than the page.
        let (open, close) = if date.exact.is_some() { ("\"><bdi>", "</bdi></time>") } else { ("\">", "</time>") };
        push(&mut words, open, &[&date.text], close);
    } else {
        push(&mut words, "<bdi>", &[&date.text], "</bdi>");
    }
    Html(words)
}

/// Returns what stands in the gutter for a date; below the heading of its year, the year is for screen readers only.
/// A set of dates, of which the pieces are the extent, is told in words, too: it is no span. `day_not_given` is said of a year alone that
/// stands below its own heading.
fn gutter(date: &DateView, with_year: bool, is_set: bool, day_not_given: &str) -> Html {
    let mut gutter = String::with_capacity(160);
    if date.year.is_empty() {
        push(&mut gutter, "<small><bdi>", &[&date.text], "</bdi></small>");
        return Html(gutter);
    }
    if let Some(datetime) = &date.datetime {
        gutter.push_str("<time datetime=\"");
        html::push_attribute(&mut gutter, datetime);
        gutter.push_str("\">");
    }
    let lead: &[&str] = if date.lead.is_empty() { &[] } else { &[date.lead, " "] };
    let year_class = if with_year { "<span class=\"yr\">" } else { "<span class=\"vh\">" };
    match (date.day.as_ref().or(date.span.as_ref()), &date.month) {
        (Some(large), month) => {
            let is_day = date.day.is_some() && date.mark == "day";
            let class = if is_day { "<span class=\"day\">" } else { "<span class=\"span\">" };
            push(&mut gutter, class, &[lead, &[large]].concat(), "</span> ");
            if let Some(month) = month {
                push(&mut gutter, "<span class=\"mon\">", &[month], "</span> ");
            }
            push(&mut gutter, year_class, &[&date.year], "</span>");
        }
        (None, Some(month)) => {
            push(&mut gutter, "<span class=\"span\">", &[lead, &[month]].concat(), "</span> ");
            push(&mut gutter, year_class, &[&date.year], "</span>");
        }
        (None, None) if with_year || date.mark != "range" => {
            push(&mut gutter, "<span class=\"span\">", &[lead, &[&date.year]].concat(), "</span>");
        }
        (None, None) => push(&mut gutter, year_class, &[&date.year], "</span>"),
    }
    if let (Some(time), Some(_)) = (&date.time, &date.datetime) {
        push(&mut gutter, " <small>", &[time], "</small>");
    }
    if date.datetime.is_some() {
        gutter.push_str("</time>");
    }
    let is_year = date.mark == "range" && date.year.chars().count() == 4;
    let is_alone = is_year && date.day.is_none() && date.span.is_none() && date.month.is_none();
    if date.exact.is_some() || is_set {
        push(&mut gutter, " <small><bdi>", &[&date.text], "</bdi></small>");
    } else if !date.doubt.is_empty() {
        push(&mut gutter, " <small>", &[date.doubt], "</small>");
    } else if !with_year && is_alone {
        push(&mut gutter, " <small>", &[day_not_given], "</small>");
    }
    Html(gutter)
}

/// Appends an element that holds these texts one after the other.
fn push(gutter: &mut String, open: &str, texts: &[&str], close: &str) {
    gutter.push_str(open);
    for text in texts {
        html::push_text(gutter, text);
    }
    gutter.push_str(close);
}
