//! Who and what a site connects, for the formats of graphs: people, organizations, events and places as nodes; parts, roles,
//! ties, places and larger wholes as edges.
//!
//! A span is the days that a certain date may touch: it is widened, never made exact. A date that is qualified gives none.

use std::collections::{BTreeMap, BTreeSet};

use super::Scope;
use crate::date::{Certainty, Date, Shape};
use crate::kind::Kind;
use crate::kinds;
use crate::link::{Entity, Handle, Resolved, bare_name, meant_kind};
use crate::name;
use crate::parse::Reference;
use crate::plan::desk::{Desk, status};
use crate::plan::facts;

/// The kinds that are nodes.
pub(super) static NODES: [&Kind; 4] = [&kinds::PERSON, &kinds::EVENT, &kinds::ORGANIZATION, &kinds::PLACE];

/// Nodes by their ids, and edges in the order of records.
pub(super) struct Graph {
    /// The nodes.
    pub(super) nodes: BTreeMap<String, Node>,
    /// The edges.
    pub(super) edges: Vec<Edge>,
}

/// A record, or somebody or something that one names.
pub(super) struct Node {
    /// The display name.
    pub(super) label: String,
    /// The kind: `person`.
    pub(super) kind: &'static str,
    /// The address of its page; none where it is only a name.
    pub(super) url: Option<String>,
    /// How an event stands.
    pub(super) status: Option<String>,
    /// Its date in words.
    pub(super) date: Option<String>,
    /// When it was.
    pub(super) span: Span,
}

/// What one node has to do with another.
pub(super) struct Edge {
    /// The id of the node that it goes out from.
    pub(super) from: String,
    /// The id of the other one.
    pub(super) to: String,
    /// Of what sort it is: `part`, `role`, `tie`, `place`, `whole`, `follows`.
    pub(super) sort: &'static str,
    /// What the record calls it.
    pub(super) label: Option<String>,
    /// When it holds.
    pub(super) span: Span,
}

/// The first and the last day of something, as far as they are known: `2025-02-01`.
#[derive(Clone, Default)]
pub(super) struct Span {
    /// The first day that it may touch.
    pub(super) start: Option<String>,
    /// The last one.
    pub(super) end: Option<String>,
}

impl Span {
    fn of(date: Option<&Date>) -> Self {
        Self::between(date, date)
    }

    fn between(from: Option<&Date>, until: Option<&Date>) -> Self {
        let certain = |date: &&Date| date.certainty() == Certainty::Certain && date.shape() != Shape::Unknown;
        // The formats know years of four digits.
        let day = |day: crate::date::Day| (1..=9999).contains(&day.year).then(|| day.to_string());
        Self {
            start: from.filter(certain).and_then(Date::earliest).and_then(day),
            end: until.filter(certain).and_then(Date::latest).and_then(day),
        }
    }
}

/// A graph, or a part of one.
pub(super) struct Part<'g> {
    /// The nodes by their ids.
    pub(super) nodes: Vec<(&'g String, &'g Node)>,
    /// The edges.
    pub(super) edges: Vec<&'g Edge>,
}

/// Returns the graph of a site, or of a part of it with what that is connected to.
pub(super) fn graph(desk: &Desk, scope: Scope) -> Part<'_> {
    let whole = desk.collected.graph.get_or_init(|| collect(desk));
    match seeds(desk, scope) {
        None => Part { nodes: whole.nodes.iter().collect(), edges: whole.edges.iter().collect() },
        Some(seeds) => whole.around(&seeds),
    }
}

fn collect(desk: &Desk) -> Graph {
    let mut graph = Graph { nodes: BTreeMap::new(), edges: Vec::new() };
    for (_, record) in desk.site.all().filter(|(_, record)| is_node(record)) {
        graph.add(desk, record);
    }
    for (handle, record) in desk.site.all().filter(|(_, record)| is_node(record)) {
        graph.connect(desk, handle, record);
    }
    graph
}

fn is_node(record: &Entity) -> bool {
    !record.withdrawn && (NODES.contains(&record.id.kind) || record.id.kind.own.is_some())
}

fn id(record: &Entity) -> String {
    format!("{}/{}", record.id.kind.name, record.id.id)
}

/// Returns the nodes that were asked for; `None` for all.
fn seeds(desk: &Desk, scope: Scope) -> Option<BTreeSet<String>> {
    let of = |handle: Handle| id(desk.entity(handle));
    match scope {
        Scope::Site => None,
        Scope::Kind(kind) => Some(desk.site.of_kind(kind).map(|(_, record)| id(record)).collect()),
        Scope::Record(story) if *desk.entity(story).id.kind == kinds::STORY => {
            let cast = [true, false].into_iter().flat_map(|people| desk.cast(story, people));
            Some(desk.story_events(story).into_iter().chain(cast.map(|role| role.handle)).map(of).collect())
        }
        Scope::Record(handle) => Some(BTreeSet::from([of(handle)])),
    }
}

impl Graph {
    fn add(&mut self, desk: &Desk, record: &Entity) {
        let fields = &record.document.fields;
        let own = fields.date("date");
        let span = match record.id.kind {
            kind if *kind == kinds::PERSON => Span::between(fields.date("born"), fields.date("died")),
            _ => Span::of(own),
        };
        let words = fields.text("words").map(ToString::to_string);
        let node = Node {
            label: record.document.name.to_string(),
            kind: record.id.kind.name,
            url: Some(desk.site.config.address(record.route.path())),
            status: status(record).map(|status| status.to_string()),
            date: words.or_else(|| own.map(|date| date.words(desk.language))),
            span,
        };
        self.nodes.insert(id(record), node);
    }

    /// Returns the node that is named, made where it has no record; none for what readers may not see.
    fn named(&mut self, desk: &Desk, kind: &'static Kind, words: &str, resolved: Resolved) -> Option<String> {
        match resolved {
            Resolved::Found(handle) => Some(desk.entity(handle)).filter(|record| is_node(record)).map(id),
            Resolved::Plain => {
                let label = bare_name(words, desk.kinds()).to_owned();
                let id = format!("{}/{}", kind.name, name::slug(&label));
                let (kind, span) = (kind.name, Span::default());
                let node = Node { label, kind, url: None, status: None, date: None, span };
                self.nodes.entry(id.clone()).or_insert(node);
                Some(id)
            }
            Resolved::Hidden => None,
        }
    }

    fn refers(&mut self, desk: &Desk, written: &Reference, resolved: Resolved) -> Option<String> {
        self.named(desk, meant_kind(written, desk.kinds())?, &written.target, resolved)
    }

    fn connect(&mut self, desk: &Desk, handle: Handle, record: &Entity) {
        let (own, fields) = (id(record), &record.document.fields);
        let when = Span::of(fields.date("date"));
        for (_, written, resolved) in record.refs("participants") {
            if let Some(from) = self.refers(desk, written, resolved) {
                let label = written.role.as_ref().map(ToString::to_string);
                self.edges.push(Edge { from, to: own.clone(), sort: "part", label, span: when.clone() });
            }
        }
        for kind in desk.kinds().own() {
            for (_, written, resolved) in record.refs(kind.plural).filter(|_| *record.id.kind == kinds::EVENT) {
                if let Some(from) = self.refers(desk, written, resolved) {
                    let label = written.role.as_ref().map(ToString::to_string);
                    self.edges.push(Edge { from, to: own.clone(), sort: "part", label, span: when.clone() });
                }
            }
        }
        if record.id.kind.own.is_some() {
            return self.relate(desk, handle, record);
        }
        for (field, sort) in [("place", "place"), ("parent", "whole"), ("part_of", "whole"), ("follows", "follows")] {
            for (_, written, resolved) in record.refs(field) {
                if let Some(to) = self.refers(desk, written, resolved) {
                    let span = if field == "parent" { Span::default() } else { when.clone() };
                    self.edges.push(Edge { from: own.clone(), to, sort, label: None, span });
                }
            }
        }
        for (at, role) in fields.maps("roles").iter().enumerate() {
            let [written, ..] = role.refs("organization") else { continue };
            let resolved = record.nested("roles", at, "organization").unwrap_or(Resolved::Plain);
            if let Some(to) = self.named(desk, &kinds::ORGANIZATION, &written.target, resolved) {
                let span = Span::between(role.date("from"), role.date("until"));
                let label = role.text("title").map(ToString::to_string);
                self.edges.push(Edge { from: own.clone(), to, sort: "role", label, span });
            }
        }
        for (at, tie) in fields.maps("relations").iter().enumerate() {
            let [written, ..] = tie.refs("to") else { continue };
            let resolved = record.nested("relations", at, "to").unwrap_or(Resolved::Plain);
            if resolved == Resolved::Found(handle) {
                continue;
            }
            if let Some(to) = self.named(desk, &kinds::PERSON, &written.target, resolved) {
                let span = Span::between(tie.date("from"), tie.date("until"));
                // What only the other one says of it leads from there.
                let (from, to, label) = match (tie.text("as"), tie.text("inverse")) {
                    (None, Some(inverse)) => (to, own.clone(), Some(inverse)),
                    (label, _) => (own.clone(), to, label),
                };
                self.edges.push(Edge { from, to, sort: "tie", label: label.map(ToString::to_string), span });
            }
        }
    }

    /// Adds the relations of a record of a site's own kind, each with what it is called.
    fn relate(&mut self, desk: &Desk, handle: Handle, record: &Entity) {
        for (fact, field) in facts::declared(record.id.kind).filter(|(_, field)| field.ty.reference().is_some()) {
            for (_, written, resolved) in record.refs(field.name) {
                let to = self.refers(desk, written, resolved).filter(|_| resolved != Resolved::Found(handle));
                let called = fact.label.in_language(&desk.site.config.language);
                let called = match &written.role {
                    Some(part) => format!("{called}: {part}"),
                    None => called.to_string(),
                };
                let (label, span) = (Some(called), Span::default());
                self.edges.extend(to.map(|to| Edge { from: id(record), to, sort: "tie", label, span }));
            }
        }
    }

    /// Returns these nodes, the edges that touch them, and what is at the other ends.
    fn around(&self, seeds: &BTreeSet<String>) -> Part<'_> {
        let touches = |edge: &&Edge| seeds.contains(&edge.from) || seeds.contains(&edge.to);
        let edges: Vec<&Edge> = self.edges.iter().filter(touches).collect();
        let mut kept = seeds.clone();
        kept.extend(edges.iter().flat_map(|edge| [edge.from.clone(), edge.to.clone()]));
        Part { nodes: self.nodes.iter().filter(|(id, _)| kept.contains(*id)).collect(), edges }
    }
}
