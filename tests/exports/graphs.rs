//! GEXF and GraphML, read by `networkx`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::site::{PAYLOADS, Site, export};
use crate::{articles, corpus, readers};

/// What `networkx` reads of a graph.
fn read(root: &Path, format: &str, of: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("graph.{format}"));
    fs::write(&file, export(root, &[&[format], of].concat())).unwrap();
    serde_json::from_str(&readers::script("graphs.py", &file)).unwrap()
}

fn find<'g>(graph: &'g Value, from: &str, to: &str) -> &'g Value {
    let edges = graph["edges"].as_array().unwrap();
    &edges.iter().find(|edge| edge[0] == from && edge[1] == to).unwrap()[2]
}

#[test]
fn both_forms_of_the_sample_hold_the_same_graph() {
    let [gexf, graphml] = ["gexf", "graphml"].map(|format| read(&Site::sample(), format, &[]));
    let (nodes, edges) = (gexf["nodes"].as_object().unwrap(), gexf["edges"].as_array().unwrap());
    assert!(nodes.len() > 45 && edges.len() > 60, "{} nodes, {} edges", nodes.len(), edges.len());
    assert_eq!(gexf["directed"], json!(true));
    assert_eq!(graphml["edges"].as_array().unwrap().len(), edges.len());
    for (id, node) in nodes {
        for key in ["label", "kind", "url", "status", "start", "end"] {
            assert_eq!(node[key], graphml["nodes"][id][key], "{key} of {id}");
        }
    }
    let call = find(&gexf, "person/donald-trump", "event/trump-putin-call");
    assert_eq!((&call["label"], &call["sort"]), (&json!("on the call"), &json!("part")));
    assert_eq!((&call["start"], &call["end"]), (&json!("2025-02-12"), &json!("2025-02-12")));
    let role = find(&graphml, "person/vladimir-putin", "organization/kremlin");
    assert_eq!((&role["label"], &role["start"]), (&json!("President of Russia"), &json!("2012-05-07")));
    assert!(role.get("end").is_none(), "who knows when it ends?");
}

#[test]
fn both_forms_of_a_generated_site_are_read() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), articles());
    let [gexf, graphml] = ["gexf", "graphml"].map(|format| read(folder.path(), format, &[]));
    for part in ["nodes", "edges"] {
        let count =
            |graph: &Value| graph[part].as_array().map_or_else(|| graph[part].as_object().unwrap().len(), Vec::len);
        assert!(count(&gexf) > 20 && count(&gexf) == count(&graphml), "{part}: {}, {}", count(&gexf), count(&graphml));
    }
}

#[test]
fn texts_come_back_unchanged_from_both_forms() {
    let site = Site::hostile();
    for format in ["gexf", "graphml"] {
        let graph = read(site.root(), format, &[]);
        for (at, payload) in PAYLOADS.into_iter().enumerate() {
            let (person, event) = (format!("person/p{at}"), format!("event/e{at}"));
            assert_eq!(graph["nodes"][&person]["label"], json!(format!("P{at} {payload}")), "{format}");
            assert_eq!(graph["nodes"][&event]["date"], json!(payload), "{format}");
            assert_eq!(find(&graph, &person, &event)["label"], json!(payload), "{format}");
        }
    }
}

#[test]
fn spans_are_widened_or_left_out_and_never_made_exact() {
    let site = Site::new("title: x\nbase_url: https://example.org/\nlanguage: en\n");
    let cases = [
        ("2025-02", Some("2025-02-01"), Some("2025-02-28")),
        ("2025-02-12/2025-03", Some("2025-02-12"), Some("2025-03-31")),
        ("2019/..", Some("2019-01-01"), None),
        ("../2019", None, Some("2019-12-31")),
        ("2025-02~", None, None),
        ("2025?", None, None),
        ("XXXX", None, None),
    ];
    for (at, (date, ..)) in cases.iter().enumerate() {
        site.put(&format!("content/events/e{at}.md"), &format!("---\ntitle: E{at}\ndate: \"{date}\"\n---\n"));
    }
    for format in ["gexf", "graphml"] {
        let graph = read(site.root(), format, &[]);
        for (at, (date, start, end)) in cases.into_iter().enumerate() {
            let node = &graph["nodes"][format!("event/e{at}")];
            let said = [node.get("start").and_then(Value::as_str), node.get("end").and_then(Value::as_str)];
            assert_eq!(said, [start, end], "{format}: {date}");
        }
    }
}

#[test]
fn a_part_has_what_it_is_connected_to() {
    let graph = read(&Site::sample(), "graphml", &["people/marc-fogel"]);
    let ids: Vec<&String> = graph["nodes"].as_object().unwrap().keys().collect();
    assert!(
        ids.iter().any(|id| *id == "event/fogel-detention") && !ids.iter().any(|id| *id == "person/xi-jinping"),
        "{ids:?}"
    );
    for edge in graph["edges"].as_array().unwrap() {
        assert!(edge[0] == "person/marc-fogel" || edge[1] == "person/marc-fogel");
    }
}
