//! Which names in a running text become links, and where each record is mentioned.

use std::ops::Range;

use foldhash::HashSet;
use rayon::prelude::*;

use super::finder::{Bearer, Finder, Found};
use super::sentence::Sentences;
use super::{Automatic, BodyLink, Entity, Handle, Links, Mention, Via};
use crate::config::Autolink;
use crate::date;
use crate::kinds;
use crate::name;
use crate::parse::body::{Body, Run};

/// What decides about the names in one text.
pub(super) struct Scope<'a> {
    pub(super) me: Handle,
    pub(super) declared: &'a HashSet<Handle>,
    pub(super) mode: Autolink,
    pub(super) finder: &'a Finder,
    pub(super) inward: &'a [Autolink],
    pub(super) words: &'a [Vec<String>],
    pub(super) entities: &'a [Entity],
}

/// A name that was not linked because it could mean several records.
pub(super) struct Hint {
    pub(super) name: String,
    pub(super) candidates: Vec<Handle>,
    pub(super) short: bool,
    /// Where it stands first, in the body's text.
    pub(super) text: Range<u32>,
}

/// The links that a text gets, and what was left alone.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) links: Vec<Automatic>,
    pub(super) hints: Vec<Hint>,
}

/// Finds the names in a text that become links.
///
/// 1. Block by block, from left to right, the longest name first.
/// 2. A short name counts only for people that are established by then: declared, linked, or named in full before.
/// 3. Of several records that share the name, one that alone is declared is meant; else none is.
/// 4. The first mention of a record in a section becomes a link, unless it is linked there already.
pub(super) fn automatic(body: &Body, links: &Links, scope: &Scope<'_>) -> Outcome {
    let mut state = State {
        scope,
        established: scope.declared.iter().copied().chain([scope.me]).collect(),
        seen: HashSet::default(),
        outcome: Outcome::default(),
    };
    let mut found = Vec::new();
    let mut section = u16::MAX;
    let mut quote = None;
    let (mut next_link, mut next_run) = (0, 0);
    for (number, block) in body.blocks.iter().enumerate() {
        if block.section != section {
            section = block.section;
            state.seen.clear();
        }
        // The line below a quote links its speaker, after the words.
        if quote != block.quote {
            state.quoted(quote, links);
            quote = block.quote;
        }
        let text = &body.text[block.text.start as usize..block.text.end as usize];
        let folded = name::fold(text);
        scope.finder.find(&folded.text, &mut found);
        let (mut consumed, mut link_end) = (0, 0);
        for hit in &found {
            let start = folded.original(hit.start) as u32 + block.text.start;
            let end = folded.original(hit.end) as u32 + block.text.start;
            while let Some(link) = body.links.get(next_link).filter(|link| {
                (link.block as usize) < number || (link.block as usize == number && link.label.start <= start)
            }) {
                state.linked(links.body.get(next_link));
                if link.block as usize == number {
                    link_end = link.label.end;
                }
                next_link += 1;
            }
            // Words that are linked already are not looked into.
            if hit.start < consumed || start < link_end {
                continue;
            }
            while body.runs.get(next_run).is_some_and(|run| run.text.end <= start) {
                next_run += 1;
            }
            let run = body.runs.get(next_run).filter(|run| run.text.start <= start && end <= run.text.end);
            if state.name(*hit, start, end, run, number as u32, body) {
                consumed = hit.end;
            }
        }
        while body.links.get(next_link).is_some_and(|link| link.block as usize <= number) {
            state.linked(links.body.get(next_link));
            next_link += 1;
        }
    }
    state.outcome
}

struct State<'a> {
    scope: &'a Scope<'a>,
    established: HashSet<Handle>,
    seen: HashSet<Handle>,
    outcome: Outcome,
}

impl State<'_> {
    fn linked(&mut self, link: Option<&BodyLink>) {
        if let Some(BodyLink::Record(target, _)) = link {
            self.established.insert(*target);
            self.seen.insert(*target);
        }
    }

    /// Establishes those that the line below a quote names.
    fn quoted(&mut self, quote: Option<u16>, links: &Links) {
        let Some(at) = quote.map(usize::from) else { return };
        let speaker = links.speakers.get(at).and_then(|speaker| speaker.found());
        let others = [&links.addressees, &links.venues].into_iter().filter_map(|list| list.get(at)?.found());
        self.established.extend(speaker.into_iter().chain(others));
    }

    /// Decides about one name and tells whether its words are taken.
    fn name(&mut self, hit: Found, start: u32, end: u32, run: Option<&Run>, block: u32, body: &Body) -> bool {
        let counts = |bearer: &&Bearer| !bearer.short || self.established.contains(&bearer.handle);
        let candidates: Vec<Bearer> = self.scope.finder.bearers(hit.name).iter().filter(counts).copied().collect();
        let declared =
            |bearer: &&Bearer| self.scope.declared.contains(&bearer.handle) || bearer.handle == self.scope.me;
        let is_short = candidates.iter().any(|bearer| bearer.short);
        let bearer = match candidates.as_slice() {
            [] => return false,
            // The month of May is nobody's name.
            _ if is_short && is_month_of_date(&body.text, start as usize..end as usize) => return true,
            [one] => *one,
            several => {
                if let [one] = several.iter().filter(declared).collect::<Vec<_>>().as_slice() {
                    **one
                } else {
                    self.hint(
                        hit,
                        run,
                        start..end,
                        several.iter().map(|bearer| bearer.handle).collect(),
                        several.iter().any(|bearer| bearer.short),
                    );
                    return true;
                }
            }
        };
        let target = bearer.handle;
        if bearer.short && *self.scope.entities[target.ix()].id.kind == kinds::PERSON {
            let others = self.others_with_word(hit, target);
            if !others.is_empty() {
                self.hint(hit, run, start..end, others.into_iter().chain([target]).collect(), true);
                return true;
            }
        } else {
            self.established.insert(target);
        }
        if target == self.scope.me || run.is_none() {
            return true;
        }
        let inward = self.scope.inward[target.ix()];
        let wanted = match (self.scope.mode, inward) {
            (_, Autolink::Off) | (Autolink::Off, _) => false,
            (Autolink::Declared, _) | (_, Autolink::Declared) => self.scope.declared.contains(&target),
            (Autolink::Known, Autolink::Known) => true,
        };
        if let Some(run) = run.filter(|_| wanted && !self.seen.contains(&target)) {
            self.seen.insert(target);
            let before = &body.text[run.text.start as usize..start as usize];
            let html = run.html + crate::html::text_len(before) as u32;
            self.outcome.links.push(Automatic { target, text: start..end, html, block });
        }
        true
    }

    /// Returns the other established people of whose names the short name is a word.
    fn others_with_word(&self, hit: Found, target: Handle) -> Vec<Handle> {
        let word = self.scope.finder.name(hit.name);
        let mut others: Vec<Handle> = self
            .established
            .iter()
            .copied()
            .filter(|other| *other != target)
            .filter(|other| self.scope.words[other.ix()].binary_search_by(|known| known.as_str().cmp(word)).is_ok())
            .collect();
        others.sort_unstable();
        others
    }

    /// Notes a name that was left alone, unless it stands where none becomes a link.
    fn hint(&mut self, hit: Found, run: Option<&Run>, text: Range<u32>, mut candidates: Vec<Handle>, short: bool) {
        if run.is_none() {
            return;
        }
        candidates.sort_unstable();
        candidates.dedup();
        let name = self.scope.finder.name(hit.name).to_owned();
        if !self.outcome.hints.iter().any(|hint| hint.name == name) {
            self.outcome.hints.push(Hint { name, candidates, short, text });
        }
    }
}

/// Tells whether a word is a month beside a number: `May 2024`, `12 May`.
fn is_month_of_date(text: &str, word: Range<usize>) -> bool {
    let after = text[word.end..].trim_start_matches([' ', ',']);
    let before = text[..word.start].trim_end_matches([' ', '.']);
    let is_beside =
        after.starts_with(|it: char| it.is_ascii_digit()) || before.ends_with(|it: char| it.is_ascii_digit());
    is_beside && date::is_month(&text[word])
}

/// Turns the mentions that each record makes into those of each record: newest document first, then in the order of the
/// text, front matter last.
pub(super) fn invert(entities: &[Entity], outward: &[Vec<Made>]) -> Vec<Vec<Mention>> {
    let mut order: Vec<Handle> = (0..entities.len() as u32).map(Handle).collect();
    order.sort_by_cached_key(|handle| {
        let date = entities[handle.ix()].document.fields.date("date").map(crate::date::Date::order_key);
        (std::cmp::Reverse(date), *handle)
    });
    let in_order = || order.iter().flat_map(|from| &outward[from.ix()]);
    let mut counts = vec![0; entities.len()];
    for (target, _) in in_order() {
        counts[target.ix()] += 1;
    }
    // Each thread looks at all mentions and takes those of a share of the records.
    let of_share = |start: usize, counts: &[usize]| {
        let mut mentions: Vec<Vec<Mention>> = counts.iter().map(|count| Vec::with_capacity(*count)).collect();
        for (target, mention) in in_order() {
            if let Some(own) = target.ix().checked_sub(start).and_then(|at| mentions.get_mut(at)) {
                own.push(mention.clone());
            }
        }
        mentions
    };
    let shares: Vec<Vec<Vec<Mention>>> = shares(&counts, rayon::current_num_threads())
        .into_par_iter()
        .map(|share| of_share(share.start, &counts[share.clone()]))
        .collect();
    shares.into_iter().flatten().collect()
}

/// Splits counted things into about `parts` ranges with as many in each.
fn shares(counts: &[usize], parts: usize) -> Vec<Range<usize>> {
    let most = counts.iter().sum::<usize>() / parts + 1;
    let (mut shares, mut start, mut sum) = (Vec::with_capacity(parts + 1), 0, 0);
    for (at, count) in counts.iter().enumerate() {
        sum += count;
        if sum >= most {
            shares.push(start..at + 1);
            (start, sum) = (at + 1, 0);
        }
    }
    shares.push(start..counts.len());
    shares
}

/// A mention with the record that it is of.
pub(super) type Made = (Handle, Mention);

/// Returns the mentions that one record makes, in the order of its text, front matter last. `links` are those of its text.
pub(super) fn of_record(from: Handle, entity: &Entity, links: &Links) -> Vec<Made> {
    if entity.withdrawn {
        return Vec::new();
    }
    let body = &entity.document.body;
    // There are as many as there are links at most: what is reserved beyond is held until all records are linked.
    let most = links.body.len() + links.automatic.len() + links.cites.len() + entity.links.references.len();
    let mut own: Vec<Made> = Vec::with_capacity(most);
    let mut add = |target: Handle, via: Via, block: u32, text: Range<u32>| {
        let paragraph = body.blocks.get(block as usize).map_or(0, |block| block.paragraph);
        let (block, sentence) = (Some(block), text.clone());
        own.push((target, Mention { from, via, paragraph, block, text, sentence, at: None, reference: None }));
    };
    for (link, resolved) in body.links.iter().zip(&links.body) {
        if let BodyLink::Record(target, _) = resolved {
            add(*target, Via::Link, link.block, link.label.clone());
        }
    }
    for link in &links.automatic {
        add(link.target, Via::Auto, link.block, link.text.clone());
    }
    for (cite, found) in body.cites.iter().zip(&links.cites) {
        if let Some(target) = found {
            // It stands for the words before it, also where these end a sentence.
            let start = body.blocks.get(cite.block as usize).map_or(0, |block| block.text.start.min(cite.at));
            let before = &body.text[start as usize..cite.at as usize];
            let at = start + before.trim_end().len() as u32;
            add(*target, Via::Link, cite.block, at..at);
        }
    }
    own.sort_by_key(|(_, mention)| (mention.block, mention.text.start));
    place_in_sentences(body, &mut own);
    // A sentence that cites a source twice in a row is one passage.
    own.dedup_by(|(next_target, next), (target, one)| {
        let cites = next.text.is_empty() && one.text.is_empty();
        cites && next_target == target && next.block == one.block && next.sentence == one.sentence
    });
    for (number, (reference, resolved)) in entity.document.references.iter().zip(&entity.links.references).enumerate() {
        if let Some(target) = resolved.found() {
            let (at, reference) = (Some(reference.at), Some(number as u32));
            own.push((
                target,
                Mention { from, via: Via::Field, paragraph: 0, block: None, text: 0..0, sentence: 0..0, at, reference },
            ));
        }
    }
    own.retain(|(target, _)| *target != from);
    own
}

/// Gives mentions, in the order of the text, the sentences that hold them.
fn place_in_sentences(body: &Body, mentions: &mut [Made]) {
    let mut sentences = Sentences::default();
    let mut read = None;
    for (_, mention) in mentions {
        let Some(block) = mention.block.and_then(|block| body.blocks.get(block as usize)) else { continue };
        let base = block.text.start;
        let text = &body.text[base as usize..block.text.end as usize];
        if read != mention.block {
            sentences.read(text);
            read = mention.block;
        }
        let place = |at: u32| at.saturating_sub(base) as usize;
        let found = sentences.around(text, place(mention.text.start)..place(mention.text.end));
        mention.sentence = base + found.start as u32..base + found.end as u32;
    }
}
