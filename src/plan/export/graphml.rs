//! GraphML for networkx, yEd, Cytoscape and igraph.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Asked;
use super::graph::graph;
use crate::plan::desk::Desk;
use crate::plan::sitemap::xml_text;

type Xml = Writer<Vec<u8>>;

/// What is said of nodes and of edges, all of it text.
const KEYS: [(&str, &[&str]); 2] = [
    ("node", &["label", "kind", "url", "status", "date", "start", "end"]),
    ("edge", &["label", "sort", "start", "end"]),
];

/// Appends the graph.
pub(super) fn write(desk: &Desk, asked: Asked, text: &mut String) {
    let mut xml = Writer::new(Vec::new());
    // Writing into memory does not fail.
    let _ = document(desk, asked, &mut xml);
    text.push_str(&String::from_utf8_lossy(&xml.into_inner()));
    text.push('\n');
}

fn document(desk: &Desk, asked: Asked, xml: &mut Xml) -> io::Result<()> {
    let graph = graph(desk, asked.scope);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    root.write_inner_content(|xml| {
        for (class, names) in KEYS {
            for name in names {
                line(xml)?;
                let key = xml.create_element("key").with_attribute(("id", &*format!("{class}-{name}")));
                let key = key.with_attribute(("for", class)).with_attribute(("attr.name", *name));
                key.with_attribute(("attr.type", "string")).write_empty()?;
            }
        }
        line(xml)?;
        xml.create_element("graph").with_attribute(("edgedefault", "directed")).write_inner_content(|xml| {
            for (id, node) in &graph.nodes {
                line(xml)?;
                xml.create_element("node").with_attribute(("id", id.as_str())).write_inner_content(|xml| {
                    let span = [node.span.start.as_deref(), node.span.end.as_deref()];
                    let [start, end] = span;
                    let (url, status, date) = (node.url.as_deref(), node.status.as_deref(), node.date.as_deref());
                    data(xml, 0, &[Some(&node.label), Some(node.kind), url, status, date, start, end])
                })?;
            }
            for (at, edge) in graph.edges.iter().enumerate() {
                line(xml)?;
                let at = format!("e{at}");
                let element = xml.create_element("edge").with_attribute(("id", &*at));
                let element = element.with_attribute(("source", &*edge.from)).with_attribute(("target", &*edge.to));
                element.write_inner_content(|xml| {
                    let (start, end) = (edge.span.start.as_deref(), edge.span.end.as_deref());
                    data(xml, 1, &[edge.label.as_deref(), Some(edge.sort), start, end])
                })?;
            }
            line(xml)
        })?;
        line(xml)
    })?;
    Ok(())
}

/// Begins a line. What stands within an element is its text to the last blank, so nothing is indented.
fn line(xml: &mut Xml) -> io::Result<()> {
    xml.write_event(Event::Text(BytesText::from_escaped("\n")))
}

fn data(xml: &mut Xml, class: usize, said: &[Option<&str>]) -> io::Result<()> {
    let (class, names) = KEYS[class];
    for (name, value) in names.iter().zip(said) {
        if let Some(value) = value {
            let value = xml_text(value);
            let element = xml.create_element("data").with_attribute(("key", &*format!("{class}-{name}")));
            element.write_text_content(BytesText::new(&value))?;
        }
    }
    Ok(())
}
