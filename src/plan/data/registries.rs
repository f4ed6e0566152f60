//! What is collected from many records and told on each that it concerns: quotes, claims, corrections, ties.

use super::{cited, dated, named, reference, url, with_role};
use crate::link::publishers::is_single;
use crate::link::{Handle, accounts as said};
use crate::parse::fields::Fields;
use crate::plan::accounts::articles;
use crate::plan::claims::Claim;
use crate::plan::corrections::Corrected;
use crate::plan::desk::Desk;
use crate::plan::json::Object;
use crate::plan::quotes::Quote;

/// Writes quotes under a key of a record's data.
pub(super) fn quotes(desk: &Desk, it: &mut Object<'_>, key: &str, record: Handle, found: Vec<&Quote>) {
    it.list(key, found, |json, quote| push_quote(desk, json, quote, record));
}

fn push_quote(desk: &Desk, json: &mut String, quote: &Quote, record: Handle) {
    let mut it = Object::new(json);
    it.text("id", &quote.id).text("text", &quote.text);
    it.with("speaker", |json| named(desk, json, &quote.speaker_words, quote.speaker));
    if let Some(speaker) = quote.speaker {
        with_role(desk, speaker, desk.quote_date(quote), &mut it);
    }
    for (key, words) in [("to", quote.to(Some(record))), ("venue", desk.quote_venue(quote, record))] {
        if let Some((words, record)) = words {
            it.with(key, |json| named(desk, json, words, *record));
        }
    }
    dated(desk, &mut it, "date", quote.date.as_ref());
    if let Some((original, lang)) = &quote.original {
        it.text("original", original).maybe("lang", lang.as_ref());
    }
    cited(desk, &mut it, "sources", desk.quote_sources(quote));
    it.maybe("response_to", desk.quotes.answered(quote).map(|answered| &answered.id));
    it.text("url", &format!("{}{}", desk.site.config.base_path, desk.quote_path(quote)));
    let within = quote.places.chunk_by(|a, b| a.document == b.document);
    it.list("in", within, |json, places| json.push_str(reference(desk, places[0].document)));
    it.end();
}

/// Writes the claims that belong to a record, each with the reply.
pub(super) fn claims(desk: &Desk, it: &mut Object<'_>, record: Handle) {
    it.list("claims", desk.claims.on(&desk.site, record), |json, claim| push_claim(desk, json, claim));
}

fn push_claim(desk: &Desk, json: &mut String, claim: &Claim) {
    let site = &desk.site;
    let mut it = Object::new(json);
    it.text("id", &claim.id).maybe("text", claim.text(site, "text")).maybe("status", claim.text(site, "status"));
    for (key, side) in [("by", &claim.by), ("about", &claim.about)] {
        if let Some((words, record)) = side {
            it.with(key, |json| named(desk, json, words, *record));
        }
    }
    dated(desk, &mut it, "date", claim.date(site, "date"));
    it.maybe("ruled_by", claim.text(site, "ruled_by"));
    dated(desk, &mut it, "ruled_on", claim.date(site, "ruled_on"));
    it.maybe("reason", claim.text(site, "reason"));
    cited(desk, &mut it, "sources", claim.sources(site));
    it.flag("single_source", is_single(site, claim.sources(site)));
    if let Some(reply) = claim.reply(site) {
        it.with("reply", |json| {
            let mut it = Object::new(json);
            dated(desk, &mut it, "asked", reply.date("asked"));
            it.maybe("via", reply.text("via"));
            dated(desk, &mut it, "deadline", reply.date("deadline"));
            it.maybe("status", reply.text("status"));
            dated(desk, &mut it, "date", reply.date("date"));
            it.maybe("text", reply.text("text"));
            it.end();
        });
    }
    it.text("url", &format!("{}{}", site.config.base_path, desk.claim_path(claim)));
    let within = claim.places.chunk_by(|a, b| a.0 == b.0);
    it.list("in", within, |json, places| json.push_str(reference(desk, places[0].0)));
    it.end();
}

/// Writes corrections; away from their article each names it.
pub(super) fn corrections<'a>(
    desk: &Desk,
    it: &mut Object<'_>,
    found: impl Iterator<Item = &'a Corrected>,
    with_article: bool,
) {
    it.list("corrections", found, |json, corrected| {
        let fields = corrected.fields(&desk.site);
        let mut it = Object::new(json);
        it.text("id", &corrected.id);
        dated(desk, &mut it, "date", fields.date("date"));
        it.text("kind", fields.text("kind").map_or("correction", |kind| kind));
        it.maybe("was", fields.text("was")).maybe("now", fields.text("now")).maybe("note", fields.text("note"));
        if with_article {
            it.raw("in", reference(desk, corrected.article));
        }
        it.text("url", &format!("{}#{}", url(desk, desk.entity(corrected.article)), corrected.id));
        it.end();
    });
}

/// Writes the ties of a record: its own, then those that others declare with it.
pub(super) fn relations(desk: &Desk, it: &mut Object<'_>, handle: Handle) {
    it.list("relations", desk.ties(handle), |json, tie| {
        let mut it = Object::new(json);
        it.with("to", |json| named(desk, json, tie.words, tie.other)).maybe("as", tie.label.as_ref());
        dated(desk, &mut it, "from", tie.told.date("from"));
        dated(desk, &mut it, "until", tie.told.date("until"));
        it.maybe("status", tie.told.text("status"));
        cited(desk, &mut it, "sources", &tie.told.sources());
        it.flag("inverse", tie.inverse);
        it.end();
    });
}

/// Writes the accounts of an event that differ, fact by fact.
pub(super) fn accounts(desk: &Desk, it: &mut Object<'_>, event: Handle) {
    let points = said::of(&desk.site, event);
    let rows = points.iter().flat_map(|point| point.rows.iter().map(|row| (&point.field, row)));
    it.list("accounts", rows, |json, (field, row)| {
        let mut it = Object::new(json);
        it.text("field", field).text("value", &row.value.words(&desk.site, desk.language));
        if row.record {
            it.raw("record", "true");
        }
        it.list("in", articles(row), |json, article| json.push_str(reference(desk, article)));
        let sources: Vec<Fields> = desk.account_sources(event, row).concat();
        cited(desk, &mut it, "sources", &sources);
        it.end();
    });
}

/// Writes the ties among the members of a cast, each once.
pub(super) fn ties(desk: &Desk, it: &mut Object<'_>, members: &[Handle]) {
    it.list("relations", desk.ties_among(members), |json, tie| {
        let mut it = Object::new(json);
        it.raw("of", reference(desk, tie.of)).raw("to", reference(desk, tie.to)).maybe("as", tie.told.label());
        dated(desk, &mut it, "from", tie.told.date("from"));
        dated(desk, &mut it, "until", tie.told.date("until"));
        it.maybe("status", tie.told.text("status"));
        cited(desk, &mut it, "sources", &tie.told.sources());
        it.end();
    });
}
