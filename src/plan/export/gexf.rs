//! GEXF 1.3 for Gephi: a graph whose nodes and edges are there for a time.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use quick_xml::writer::ElementWriter;

use super::Asked;
use super::graph::{Span, graph};
use crate::plan::desk::Desk;
use crate::plan::sitemap::xml_text;

type Xml = Writer<Vec<u8>>;

/// What is said of a node beside its label; each has its place here for a number.
const OF_NODES: [&str; 4] = ["kind", "url", "status", "date"];
/// What is said of an edge beside its label.
const OF_EDGES: [&str; 1] = ["sort"];

/// Appends the graph.
pub(super) fn write(desk: &Desk, asked: Asked, text: &mut String) {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into memory does not fail.
    let _ = document(desk, asked, &mut xml);
    text.push_str(&String::from_utf8_lossy(&xml.into_inner()));
    text.push('\n');
}

fn document(desk: &Desk, asked: Asked, xml: &mut Xml) -> io::Result<()> {
    let graph = graph(desk, asked.scope);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let gexf = xml.create_element("gexf").with_attribute(("xmlns", "http://gexf.net/1.3"));
    gexf.with_attribute(("version", "1.3")).write_inner_content(|xml| {
        xml.create_element("meta").write_inner_content(|xml| {
            for (name, words) in [("creator", "dossier"), ("title", &*desk.site.config.title)] {
                let words = xml_text(words);
                xml.create_element(name).write_text_content(quick_xml::events::BytesText::new(&words))?;
            }
            Ok(())
        })?;
        let whole =
            xml.create_element("graph").with_attribute(("mode", "dynamic")).with_attribute(("timeformat", "date"));
        whole.with_attribute(("defaultedgetype", "directed")).write_inner_content(|xml| {
            declare(xml, "node", &OF_NODES)?;
            declare(xml, "edge", &OF_EDGES)?;
            xml.create_element("nodes").write_inner_content(|xml| {
                for (id, node) in &graph.nodes {
                    let element = xml.create_element("node").with_attribute(("id", id.as_str()));
                    let element = element.with_attribute(("label", &*xml_text(&node.label)));
                    let said = [Some(node.kind), node.url.as_deref(), node.status.as_deref(), node.date.as_deref()];
                    timed(element, &node.span).write_inner_content(|xml| values(xml, &said))?;
                }
                Ok(())
            })?;
            xml.create_element("edges").write_inner_content(|xml| {
                for (at, edge) in graph.edges.iter().enumerate() {
                    let at = at.to_string();
                    let mut element = xml.create_element("edge").with_attribute(("id", &*at));
                    element = element.with_attribute(("source", &*edge.from)).with_attribute(("target", &*edge.to));
                    if let Some(label) = &edge.label {
                        element = element.with_attribute(("label", &*xml_text(label)));
                    }
                    timed(element, &edge.span).write_inner_content(|xml| values(xml, &[Some(edge.sort)]))?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn declare(xml: &mut Xml, class: &str, titles: &[&str]) -> io::Result<()> {
    let element = xml.create_element("attributes").with_attribute(("class", class)).with_attribute(("mode", "static"));
    element.write_inner_content(|xml| {
        for (at, title) in titles.iter().enumerate() {
            let id = at.to_string();
            let element = xml.create_element("attribute").with_attribute(("id", &*id));
            element.with_attribute(("title", *title)).with_attribute(("type", "string")).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn values(xml: &mut Xml, said: &[Option<&str>]) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for (at, value) in said.iter().enumerate() {
            if let Some(value) = value {
                let id = at.to_string();
                let element = xml.create_element("attvalue").with_attribute(("for", &*id));
                element.with_attribute(("value", &*xml_text(value))).write_empty()?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn timed<'a>(mut element: ElementWriter<'a, Vec<u8>>, span: &Span) -> ElementWriter<'a, Vec<u8>> {
    for (name, day) in [("start", &span.start), ("end", &span.end)] {
        if let Some(day) = day {
            element = element.with_attribute((name, &**day));
        }
    }
    element
}
