//! `dossier import ftm`: what is exported and imported is the same, nothing that is there changes, and bad bytes harm nothing.

use std::fs;
use std::path::Path;

use crate::ftm::entities;
use crate::site::{Site, dossier, export};
use crate::{articles, corpus};

fn import(root: &Path, lines: &[u8], more: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.json");
    fs::write(&file, lines).unwrap();
    let output = dossier(root, &[&["import", "ftm", file.to_str().unwrap()], more].concat());
    let said = String::from_utf8_lossy(&output.stderr).replace(file.to_str().unwrap(), "in.json");
    (output.status.code().unwrap(), said)
}

fn comes_round(from: &Path) {
    let first = export(from, &["ftm"]);
    let site = Site::empty();
    let (code, said) = import(site.root(), first.as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("Not taken over"), "{said}");
    let second = export(site.root(), &["ftm"]);
    let (first, second) = (entities(&first), entities(&second));
    for (id, entity) in &first {
        assert_eq!(second.get(id), Some(entity), "{id}");
    }
    let new: Vec<_> = second.keys().filter(|id| !first.contains_key(*id)).collect();
    assert!(new.is_empty(), "new: {new:?}");
    let before = site.files();
    let (code, said) = import(site.root(), export(from, &["ftm"]).as_bytes(), &[]);
    assert!(code == 0 && said.contains("Made 0 files") && !said.contains("Not taken over"), "{said}");
    assert_eq!(site.files(), before, "a second import changes something");
    let output = dossier(site.root(), &["build"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_sample_comes_round_unchanged() {
    comes_round(&Site::sample());
}

#[test]
fn a_hostile_site_comes_round_unchanged() {
    comes_round(Site::hostile().root());
}

#[test]
fn a_generated_site_comes_round_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), articles());
    comes_round(folder.path());
}

/// Entities as OpenSanctions and Aleph have them.
const FOREIGN: &str = r#"{"id":"NK-1","schema":"Person","caption":"x","datasets":["a"],"properties":{"name":["Ada Lovelace","Ada King"],"country":["gb"],"topics":["poi"],"birthDate":["1815-12-10"],"wikidataId":["Q7259"],"sourceUrl":["https://other.example/1"]}}
{"id":"NK-2","schema":"Company","properties":{"name":["Analytical Engines"],"jurisdiction":["gb"]}}
{"id":"m.1","schema":"Directorship","properties":{"director":["NK-1"],"organization":["NK-2"],"role":["Chair"],"startDate":["1840"]}}
{"id":"f.1","schema":"Family","properties":{"person":["NK-1"],"relative":["NK-3"],"relationship":["daughter of"]}}
{"id":"NK-3","schema":"Person","properties":{"name":["Lord Byron"],"birthDate":["1788-01-22","1788-01-23"]}}
{"id":"v.1","schema":"Vessel","properties":{"name":["Beagle"]}}
{"id":"n.1","schema":"Note","properties":{"description":["Somebody's note"],"entity":["NK-1"]}}
{"id":"o.1","schema":"UnknownLink","properties":{"subject":["NK-1"],"object":["gone"]}}
"#;

#[test]
fn what_others_hold_comes_in_and_goes_out_with_their_ids() {
    let site = Site::empty();
    let (code, said) = import(site.root(), FOREIGN.as_bytes(), &["--dry-run"]);
    assert!(code == 0 && said.contains("Would make 3 files") && site.files().len() == 1, "{said}");
    let (code, said) = import(site.root(), FOREIGN.as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "Made 3 files",
        "Not taken over: Vessel: a site has no such records (line 6)",
        "Not taken over: Note: it is no quote of this program (line 7)",
        "Not taken over: UnknownLink: one of its ends is not in the file and not in the site (line 8)",
        "country of people",
        "birthDate of people",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let files = site.files();
    let ada = &files["content/people/ada-king.md"];
    for line in
        ["name: \"Ada King\"", "  - \"Ada Lovelace\"", "born: \"1815-12-10\"", "wikidata: \"Q7259\"", "ftm: \"NK-1\""]
    {
        assert!(ada.contains(line), "{line}: {ada}");
    }
    assert!(
        ada.contains("{title: \"Chair\", organization: \"organizations/analytical-engines\", from: \"1840\"}"),
        "{ada}"
    );
    assert!(ada.contains("{to: \"people/lord-byron\", as: \"daughter of\"}"), "{ada}");
    let out = entities(&export(site.root(), &["ftm"]));
    for (id, came) in entities(FOREIGN).into_iter().filter(|(id, _)| id.starts_with("NK-")) {
        let went = &out[&id];
        assert_eq!(went["schema"], came["schema"]);
        for (key, values) in came["properties"].as_object().unwrap().iter().filter(|(key, _)| *key != "name") {
            assert_eq!(&went["properties"][key], values, "{key} of {id}");
        }
    }
    let before = site.files();
    assert!(import(site.root(), FOREIGN.as_bytes(), &[]).1.contains("Made 0 files"));
    assert_eq!(site.files(), before);
}

#[test]
fn no_line_of_what_is_there_changes() {
    let site = Site::empty();
    let hand = "---\nname: Ada K.  # by hand\nid: ada-king\n---\n";
    site.put("content/people/ada.md", hand);
    site.put("content/sources.yaml", "wire: {title: The wire}\n");
    site.put("content/people/mine.md", "---\nname: Mine\nids: {ftm: NK-3}\n---\n");
    let lines = format!(
        "{FOREIGN}{}\n{}\n",
        r#"{"id":"d.1","schema":"Document","properties":{"fileName":["x"],"title":["A report"],"sourceUrl":["https://other.example/r"]}}"#,
        r#"{"id":"e.1","schema":"Event","properties":{"name":["A talk"],"date":["1840-02"],"involved":["NK-3"],"proof":["d.1"]}}"#,
    );
    let (code, said) = import(site.root(), lines.as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
    let files = site.files();
    assert_eq!(files["content/people/ada.md"], hand);
    assert_eq!(files["content/sources.yaml"], "wire: {title: The wire}\n");
    assert!(files["content/people/ada-king-2.md"].contains("NK-1"), "two of one name are two");
    assert!(!files.contains_key("content/people/lord-byron.md"), "who has the id is the one");
    let talk = &files["content/events/a-talk.md"];
    assert!(talk.contains("- \"people/mine\"") && talk.contains("url: \"https://other.example/r\""), "{talk}");
    let output = dossier(site.root(), &["build"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn bad_lines_are_told_by_their_numbers_and_make_nothing() {
    let fine = r#"{"id":"a","schema":"Person","properties":{"name":["A"]}}"#;
    let deep = format!("{{\"id\":{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long =
        format!("{{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{{\"name\":[\"{}\"]}}}}", "x".repeat(10_000_000));
    let huge = format!(
        "{{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{{\"name\":[\"B\"],\"summary\":[\"{}\"]}}}}",
        "x".repeat(100_000)
    );
    let bad: [(&[u8], &str); 15] = [
        (b"[1, 2]", "an entity is a map"),
        (b"{\"id\": \"b\"", "no JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (deep.as_bytes(), "no JSON: recursion limit exceeded"),
        (long.as_bytes(), "the line has 10000"),
        (huge.as_bytes(), "bytes; a record has 65536 at most"),
        (br#"{"schema":"Person","properties":{}}"#, "`id` is missing"),
        (br#"{"id":7,"schema":"Person","properties":{}}"#, "`id` must be text"),
        (br#"{"id":"../../etc/passwd","schema":"Person","properties":{}}"#, "`../../etc/passwd` is no id"),
        (br#"{"id":"b","schema":"../x","properties":{}}"#, "`schema` must be a word"),
        (br#"{"id":"b","schema":"Person","properties":[]}"#, "`properties` must be a map"),
        (br#"{"id":"b","schema":"Person","properties":{"name":[["x"]]}}"#, "`name` must be a list of texts"),
        (br#"{"id":"b","schema":"Person","properties":{"na/me":["x"]}}"#, "the name of a property must be a word"),
        (
            br#"{"id":"b","schema":"Person","properties":{"name":["a\u0000b"]}}"#,
            "`name` holds the control character U+0000",
        ),
        (br#"{"id":"a","schema":"Vessel","properties":{"name":["x"]}}"#, "`a` is Vessel here and Person in line 1"),
    ];
    for (line, words) in bad {
        let site = Site::empty();
        let (code, said) = import(site.root(), &[fine.as_bytes(), b"\n", line, b"\n"].concat(), &[]);
        let shown: String = said.chars().take(300).collect();
        assert!(code == 1 && said.contains("in.json:2: ") && said.contains(words), "{words}: {code} {shown}");
        assert_eq!(site.files().len(), 1, "something was made of {words}");
    }
}

#[test]
fn whole_texts_of_documents_are_told_and_left() {
    let site = Site::empty();
    let text = "x".repeat(9000);
    let line = format!(
        r#"{{"id":"a","schema":"Article","properties":{{"title":["A"],"indexText":["{text}"],"mood":["m"]}}}}"#
    );
    let (code, said) = import(site.root(), line.as_bytes(), &[]);
    assert!(code == 0 && said.contains("Article: `indexText` is too long for front matter (line 1)"), "{said}");
    let made = &site.files()["content/articles/a.md"];
    assert!(!made.contains(&text) && made.contains("mood"), "{made}");
}

#[test]
fn only_a_plain_file_is_read() {
    let site = Site::empty();
    for file in ["/dev/zero", ".", "missing.json"] {
        let output = dossier(site.root(), &["import", "ftm", file]);
        assert_eq!(output.status.code(), Some(2), "{file}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn names_never_lead_out_of_the_folder() {
    let site = Site::empty();
    let names = ["../../etc/passwd", "/", "..", "con", ".hidden", "x/../../y", "\u{1f469}", "index"];
    let lines: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!(r#"{{"id":"x{at}","schema":"Person","properties":{{"name":["{name}"]}}}}"#))
        .chain([r#"{"id":"person-...-x","schema":"Person","properties":{"name":["P"]}}"#.to_owned()])
        .chain([r#"{"id":"source-..-x","schema":"Document","properties":{"fileName":["../x"]}}"#.to_owned()])
        .collect();
    let (code, said) = import(site.root(), lines.join("\n").as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
    let files = site.files();
    assert_eq!(files.len(), names.len() + 3, "{files:?}");
    assert!(
        files.keys().all(|path| path == "dossier.yaml"
            || path == "content/sources.yaml"
            || path.starts_with("content/people/"))
    );
    assert!(files.keys().all(|path| !path.contains("..") && !path.contains("/.")), "{:?}", files.keys());
}
