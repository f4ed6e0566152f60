//! FollowTheMoney JSON lines, read by `followthemoney` itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::site::{PAYLOADS, Site, dossier, export};
use crate::{articles, corpus, readers};

/// The entities of an export by their ids.
pub(super) fn entities(lines: &str) -> BTreeMap<String, Value> {
    let entity = |line: &str| {
        let entity: Value = serde_json::from_str(line).unwrap();
        (entity["id"].as_str().unwrap().to_owned(), entity)
    };
    lines.lines().map(entity).collect()
}

fn is_valid(root: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("entities.ftm.json");
    let lines = export(root, &["ftm"]);
    fs::write(&file, &lines).unwrap();
    readers::script("ftm.py", &file);
    let file = file.to_str().unwrap();
    let validated = readers::run("ftm", &["validate", "-i", file]);
    assert_eq!(validated.lines().count(), lines.lines().count());
    for (of, value) in entities(&validated) {
        let ours: Value = entities(&lines)[&of].clone();
        let keys = |entity: &Value| entity["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let sorted = |mut keys: Vec<String>| {
            keys.sort();
            keys
        };
        assert_eq!(sorted(keys(&value)), sorted(keys(&ours)), "{of} loses a property when it is validated");
    }
    let graph = folder.path().join("graph.gexf");
    readers::run("ftm", &["export-gexf", "-i", file, "-o", graph.to_str().unwrap()]);
    assert!(fs::metadata(graph).unwrap().len() > 1000);
}

#[test]
fn the_sample_is_valid_line_by_line() {
    is_valid(&Site::sample());
}

#[test]
fn a_site_with_kinds_of_its_own_is_valid_line_by_line() {
    is_valid(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds"));
}

#[test]
fn a_hostile_site_is_valid_line_by_line_and_comes_back_unchanged() {
    let site = Site::hostile();
    is_valid(site.root());
    let entities = entities(&export(site.root(), &["ftm"]));
    for (at, payload) in PAYLOADS.into_iter().enumerate() {
        let first = |id: &str, key: &str| entities[id]["properties"][key][0].as_str().unwrap().to_owned();
        for (id, key, what) in [("person-p", "name", "P"), ("event-e", "name", "E"), ("article-a", "title", "A")] {
            assert_eq!(first(&format!("{id}{at}"), key), format!("{what}{at} {payload}"));
        }
        assert_eq!(first(&format!("person-p{at}"), "weakAlias"), format!("Weak {at} {payload}"));
        assert_eq!(first(&format!("event-e{at}"), "summary"), payload);
        let quoted = |entity: &&Value| {
            entity["schema"] == "Note" && entity["properties"]["description"][0].as_str() == Some(payload)
        };
        assert_eq!(entities.values().filter(quoted).count(), 2, "the quotes of {payload}");
    }
}

#[test]
fn a_generated_site_is_valid_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), articles());
    is_valid(folder.path());
}

#[test]
fn dates_are_only_what_surely_holds() {
    let site = Site::new("title: x\nbase_url: https://example.org/\nlanguage: en\n");
    let cases = [
        ("2025-02-12", r#"{"date":["2025-02-12"]}"#),
        ("2025-02-12 18:30+01:00", r#"{"date":["2025-02-12"]}"#),
        ("2025-02-XX", r#"{"date":["2025-02"]}"#),
        ("2025-21", r#"{"date":["2025"]}"#),
        ("2025-02~", r#"{"notes":["date: about February 2025"]}"#),
        ("2025?", r#"{"notes":["date: 2025 (date uncertain)"]}"#),
        ("2019/..", r#"{"startDate":["2019"]}"#),
        ("2025-02-12/2025-03", r#"{"endDate":["2025-03"],"startDate":["2025-02-12"]}"#),
        ("2025-02-12~/2025-03", r#"{"endDate":["2025-03"]}"#),
    ];
    for (at, (date, _)) in cases.iter().enumerate() {
        site.put(&format!("content/events/e{at}.md"), &format!("---\ntitle: E{at}\ndate: \"{date}\"\n---\n"));
    }
    let entities = entities(&export(site.root(), &["ftm"]));
    for (at, (date, wanted)) in cases.into_iter().enumerate() {
        let mut properties = entities[&format!("event-e{at}")]["properties"].as_object().unwrap().clone();
        properties.retain(|key, _| ["date", "startDate", "endDate", "notes"].contains(&key.as_str()));
        assert_eq!(Value::Object(properties).to_string(), wanted, "{date}");
    }
}

#[test]
fn a_record_comes_with_its_links_and_their_other_ends() {
    let all = entities(&export(&Site::sample(), &["ftm"]));
    let one = entities(&export(&Site::sample(), &["ftm", "events/trump-putin-call"]));
    for id in ["event-trump-putin-call", "person-donald-trump", "person-vladimir-putin", "source-trump-readout"] {
        assert_eq!(one.get(id), all.get(id), "{id}");
    }
    assert!(!one.contains_key("person-xi-jinping") && one.len() < all.len() / 2);
    for entity in one.values() {
        for (key, values) in entity["properties"].as_object().unwrap() {
            let names =
                ["subject", "object", "document", "entity", "holder", "post", "proof", "involved", "addressEntity"];
            for id in values.as_array().unwrap().iter().filter(|_| names.contains(&key.as_str())) {
                assert!(one.contains_key(id.as_str().unwrap()), "{id} of {key} is not there");
            }
        }
    }
    let story = entities(&export(&Site::sample(), &["ftm", "stories/ukraine-talks"]));
    assert!(story.contains_key("article-china-welcomes-the-talks") && story.contains_key("event-riyadh-meeting"));
}

#[test]
fn what_readers_may_not_see_is_in_no_line() {
    let site = Site::new("title: x\nbase_url: https://example.org/\nlanguage: en\n");
    site.put("content/people/canary.md", "---\nname: Secret Canary\ndraft: true\n---\n");
    site.put("content/people/gone.md", "---\nname: Withdrawn Canary\nwithdrawn: it was wrong\n---\n");
    site.put("content/events/e.md", "---\ntitle: E\nparticipants: [canary, gone]\nprivate: canary\n---\n");
    for format in ["ftm", "gexf", "graphml", "timeline"] {
        let output = dossier(site.root(), &["export", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains('E'));
        assert!(!text.to_lowercase().contains("canary") && !text.contains("gone"), "{format}: {text}");
    }
}
