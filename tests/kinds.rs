//! `kinds/` has two kinds of its own: it passes check, build, schema and every export, and its records are treated like all others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

#[path = "support/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use program::{copy, dossier, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A copy of the site.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds"), folder.path());
    folder
}

/// The site with its pages.
fn built() -> TempDir {
    let folder = site();
    run(folder.path(), &["build"]);
    folder
}

fn page(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("public").join(path).join("index.html")).unwrap()
}

fn data(root: &Path, path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root.join("public").join(path).join("index.json")).unwrap()).unwrap()
}

/// Returns the fact of a page that has this title, without its tags.
fn fact(page: &str, title: &str) -> String {
    let start = page.find(&format!("<dt>{title}</dt>")).unwrap_or_else(|| panic!("no `{title}` in {page}"));
    let value = page[start..].split_once("<dd>").unwrap().1.split_once("</dd>").unwrap().0;
    let pieces = value.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect()
}

#[test]
fn it_passes_check() {
    let told = run(site().path(), &["check"]);
    assert!(told.ends_with(": 0 errors, 0 warnings, 0 hints.\n"), "{told}");
}

#[test]
fn more_kinds_than_there_may_be_are_told() {
    let site = tempfile::tempdir().unwrap();
    let kinds = (0..=100).map(|at| format!("  k{at:03}x: {{}}")).collect::<Vec<_>>().join("\n");
    let settings = format!("title: x\nbase_url: https://example.org/\nlanguage: en\nkinds:\n{kinds}\n");
    fs::write(site.path().join("dossier.yaml"), settings).unwrap();
    let output = dossier(site.path(), &["check"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && told.contains("more than 100 kinds"), "{told}");
    assert!(told.contains("dossier.yaml:105:3"), "at the first one too many: {told}");
}

#[test]
fn pages_show_facts_and_relations_from_both_sides() {
    let site = built();
    let vessel = page(site.path(), "vessels/pioneer");
    assert!(vessel.contains("<p class=\"kicker\">Vessel</p>"), "{vessel}");
    for (title, value) in [
        ("IMO number", "IMO9321483"),
        ("Built", "November 2004"),
        ("Gross tonnage", "42172.5"),
        ("Sort", "tanker"),
        ("Laid up", "no"),
        ("Register", "register.example/9321483"),
        ("Callsigns", "UWAB, 3FZP4"),
        ("Owner", "Acme Shipping, Ada King (since 2019)"),
        ("Seized in", "Prosecutor v. Acme Shipping"),
    ] {
        assert_eq!(fact(&vessel, title), value, "{title}");
    }
    assert!(vessel.contains("Inspectors find empty tanks") && vessel.contains("Inspectors board the MT Pioneer"));
    assert_eq!(fact(&page(site.path(), "organizations/acme-shipping"), "Owns"), "MT Pioneer");
    assert_eq!(fact(&page(site.path(), "people/ada-king"), "Owns"), "MT Pioneer");
    assert_eq!(fact(&page(site.path(), "events/boarding"), "Vessels"), "MT Pioneer (boarded)");
    // Without a name of its own for the way back, a relation is told by those who lead here.
    assert_eq!(fact(&page(site.path(), "places/odesa"), "Court cases"), "Prosecutor v. Acme Shipping");
    let case = page(site.path(), "cases/flotilla");
    assert!(case.contains("<p class=\"kicker\">Court case · docket</p>"), "{case}");
    assert!(case.contains("that <a class=\"rec\" href=\"../../vessels/pioneer/\">the tanker</a> stay"), "{case}");
}

#[test]
fn articles_name_and_link_them_like_others() {
    let site = built();
    let article = page(site.path(), "articles/inspection");
    for link in ["vessels/pioneer/", "vessels/aurora/", "cases/flotilla/"] {
        assert!(article.contains(&format!("href=\"../../{link}\"")), "no {link} in {article}");
    }
    assert!(article.contains("<h3>Vessels</h3>") && article.contains("<h3>Court cases</h3>"), "{article}");
    // A name in another script is found in the text, and the page says its words in the language of that.
    let other = page(site.path(), "articles/ukrainske");
    assert!(other.contains("<a class=\"rec\" href=\"../../vessels/pioneer/\">Піонер</a>"), "{other}");
    assert!(other.contains("<h3>Судна</h3>"), "{other}");
}

#[test]
fn lists_footer_and_search_have_them() {
    let site = built();
    let list = page(site.path(), "vessels");
    assert!(list.contains("<h1>Vessels</h1>") && list.contains("2 entries on record."), "{list}");
    assert!(list.contains("<a href=\"../vessels/\">Vessels</a>"), "{list}");
    let search = page(site.path(), "search");
    assert!(search.contains("<section class=\"sec\" id=\"vessels\" hidden>\n<h2>Vessels</h2>"), "{search}");
    let found = fs::read_to_string(site.path().join("public/search/vessels/0.json")).unwrap();
    assert!(found.contains("MT Pioneer") && found.contains("Aurora"), "{found}");
    let words = fs::read_to_string(site.path().join("public/search/words/0.json")).unwrap();
    assert!(words.contains("\"imo9321483\":"), "the number of a vessel is not found");
    let sitemap = fs::read_to_string(site.path().join("public/sitemap.xml")).unwrap();
    assert!(sitemap.contains("https://harbour.example/watch/vessels/pioneer/"), "{sitemap}");
}

#[test]
fn data_follows_its_schema() {
    let site = built();
    let vessel = data(site.path(), "vessels/pioneer");
    let reference = |kind: &str, folder: &str, id: &str, title: &str| json!({ "kind": kind, "id": id, "title": title, "url": format!("/watch/{folder}/{id}/") });
    let facts = &vessel["facts"];
    assert_eq!(facts["tonnage"], json!(42172.5));
    assert_eq!(facts["built"]["edtf"], "2004-11");
    assert_eq!(facts["laid_up"], json!(false));
    assert_eq!(facts["owner"][0], reference("organization", "organizations", "acme-shipping", "Acme Shipping"));
    assert_eq!(facts["owner"][1]["as"], "since 2019");
    let case = reference("case", "cases", "flotilla", "Prosecutor v. Acme Shipping");
    assert_eq!(vessel["related_by"], json!([{ "relation": "seized", "label": "Seized in", "record": case }]));
    assert_eq!(data(site.path(), "articles/inspection")["named"]["cases"], json!([case]));
    assert_eq!(data(site.path(), "events/boarding")["named"]["vessels"][0]["as"], "boarded");
    let schema: Value = serde_json::from_str(&run(site.path(), &["schema"])).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let records = fs::read_to_string(site.path().join("public/records.jsonl")).unwrap();
    assert_eq!(
        records.lines().filter(|line| line.starts_with("{\"schema\":\"dossier/1\",\"kind\":\"vessel\"")).count(),
        2,
        "{records}"
    );
    for record in records.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let faults: Vec<String> = validator.iter_errors(&record).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{record}: {faults:?}");
    }
    let printed = run(site.path(), &["query", "vessels", "pioneer"]);
    assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), vessel);
}

#[test]
fn linked_data_has_the_type_and_the_properties_that_are_declared() {
    let site = built();
    let of = |path: &str| -> Value {
        let page = page(site.path(), path);
        let json =
            page.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
        serde_json::from_str(json).unwrap()
    };
    let vessel = of("vessels/pioneer");
    assert_eq!((&vessel["@type"], &vessel["identifier"]), (&json!("Vehicle"), &json!("IMO9321483")));
    assert_eq!(of("cases/flotilla")["@type"], "Thing");
    let named: Vec<Value> = of("articles/inspection")["mentions"].as_array().unwrap().clone();
    assert!(named.iter().any(|it| it["@type"] == "Vehicle" && it["name"] == "MT Pioneer"), "{named:?}");
}

#[test]
fn the_schemas_of_its_front_matter_and_settings_take_what_the_program_takes() {
    let site = site();
    let schema: Value = serde_json::from_str(&run(site.path(), &["schema", "vessel"])).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let text = fs::read_to_string(site.path().join("content/vessels/pioneer.md")).unwrap();
    let front: Value = serde_yaml::from_str(text.split("---\n").nth(1).unwrap()).unwrap();
    assert!(
        validator.is_valid(&front),
        "{:?}",
        validator.iter_errors(&front).map(|it| it.to_string()).collect::<Vec<_>>()
    );
    for wrong in
        [json!({ "tonnage": "heavy" }), json!({ "sort": "canoe" }), json!({ "immo": "1" }), json!({ "laid_up": "yes" })]
    {
        let mut front = front.clone();
        front.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        assert!(!validator.is_valid(&front), "{wrong} is taken");
    }
    let settings: Value = serde_json::from_str(&run(site.path(), &["schema", "settings"])).unwrap();
    let validator = jsonschema::draft202012::new(&settings).unwrap();
    let mut own: Value = serde_yaml::from_str(&fs::read_to_string(site.path().join("dossier.yaml")).unwrap()).unwrap();
    assert!(validator.is_valid(&own), "{:?}", validator.iter_errors(&own).map(|it| it.to_string()).collect::<Vec<_>>());
    own["kinds"]["vessel"]["fields"]["imo"]["typ"] = json!("text");
    assert!(!validator.is_valid(&own));
    run(site.path(), &["init", "--editor", "vscode"]);
    assert!(site.path().join(".vscode/dossier/vessel.json").exists());
}

#[test]
fn tables_graphs_and_timelines_have_them() {
    let site = built();
    let table = run(site.path(), &["export", "csv", "vessels"]);
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    for column in ["imo", "built", "built_text", "tonnage", "owner", "owner_ids", "laid_up"] {
        assert!(header.contains(&column), "no column {column} in {header:?}");
    }
    assert!(table.contains("IMO9321483") && table.contains("42172.5"), "{table}");
    assert_eq!(fs::read_to_string(site.path().join("public/vessels.csv")).unwrap().trim_end(), table.trim_end());
    let graph = run(site.path(), &["export", "graphml", "vessels/pioneer"]);
    assert!(graph.contains("vessel/pioneer") && graph.contains("Ada King") && graph.contains("Seized"), "{graph}");
    let slides = run(site.path(), &["export", "timeline", "vessels/pioneer"]);
    assert!(slides.contains("Inspectors board"), "{slides}");
    assert_eq!(run(site.path(), &["export", "jsonl", "cases"]).lines().count(), 1);
    // The file knows its kinds without the project.
    let elsewhere = tempfile::tempdir().unwrap();
    let file = site.path().join("public/records.jsonl");
    for kind in ["vessels", "vessel"] {
        let asked = ["query", kind, "--lines", file.to_str().unwrap()];
        assert_eq!(run(elsewhere.path(), &asked), run(site.path(), &["query", "vessels"]));
    }
}

fn entities(lines: &str) -> BTreeMap<String, Value> {
    let entity = |line: &str| {
        let entity: Value = serde_json::from_str(line).unwrap();
        (entity["id"].as_str().unwrap().to_owned(), entity)
    };
    lines.lines().map(entity).collect()
}

#[test]
fn followthemoney_comes_round_unchanged() {
    let site = site();
    let lines = run(site.path(), &["export", "ftm"]);
    let first = entities(&lines);
    let vessel = &first["vessel-pioneer"];
    assert_eq!(vessel["schema"], "Vessel");
    let property = |key: &str| vessel["properties"][key].clone();
    assert_eq!((property("imoNumber"), property("buildDate")), (json!(["IMO9321483"]), json!(["2004-11"])));
    let owned: Vec<&Value> = first.values().filter(|it| it["schema"] == "Ownership").collect();
    assert!(owned.iter().all(|it| it["properties"]["asset"] == json!(["vessel-pioneer"])), "{owned:?}");
    let mut owners: Vec<&Value> = owned.iter().map(|it| &it["properties"]["owner"][0]).collect();
    owners.sort_by_key(ToString::to_string);
    assert_eq!(owners, ["organization-acme-shipping", "person-ada-king"]);
    let party = first.values().find(|it| it["schema"] == "CourtCaseParty").unwrap();
    assert_eq!(party["properties"]["role"], json!(["defendant"]));
    // What no property holds is told in words, and which relation it is that has no word of its own.
    let notes = |id: &str| first[id]["properties"]["notes"].clone();
    assert_eq!(
        (notes("vessel-aurora"), notes("person-ada-king")),
        (json!(["Built: about 1999"]), json!(["born: about 1950"]))
    );
    let heard = first.values().find(|it| it["properties"]["role"] == json!(["Heard in: first instance"]));
    assert_eq!(heard.unwrap()["schema"], "UnknownLink");
    // Into a site with the same kinds and no records.
    let empty = tempfile::tempdir().unwrap();
    fs::copy(site.path().join("dossier.yaml"), empty.path().join("dossier.yaml")).unwrap();
    copy(&site.path().join("templates"), &empty.path().join("templates"));
    fs::write(empty.path().join("in.json"), &lines).unwrap();
    let told = run(empty.path(), &["import", "ftm", "in.json"]);
    assert!(!told.contains("Not taken over"), "{told}");
    let vessel = fs::read_to_string(empty.path().join("content/vessels/pioneer.md")).unwrap();
    assert!(vessel.contains("imo: ") && vessel.contains("owner:") && !vessel.contains("imoNumber"), "{vessel}");
    let second = entities(&run(empty.path(), &["export", "ftm"]));
    assert_eq!(first, second);
}

#[test]
fn a_record_can_be_made_renamed_and_read_from_a_table() {
    let site = site();
    run(site.path(), &["new", "vessel", "MV Dawn"]);
    let made = fs::read_to_string(site.path().join("content/vessels/mv-dawn.md")).unwrap();
    assert!(made.contains("name: \"MV Dawn\"") && made.contains("\nimo:\n") && made.contains("\nowner:\n"), "{made}");
    fs::remove_file(site.path().join("content/vessels/mv-dawn.md")).unwrap();
    run(site.path(), &["rename", "cases/flotilla", "fleet-case"]);
    let read = |path: &str| fs::read_to_string(site.path().join("content").join(path)).unwrap();
    assert!(read("articles/inspection.md").contains("cases: [fleet-case]"), "{}", read("articles/inspection.md"));
    assert!(
        read("cases/fleet-case.md").contains("redirect_from: [/cases/flotilla/]"),
        "{}",
        read("cases/fleet-case.md")
    );
    let told = run(site.path(), &["check"]);
    assert!(told.ends_with(": 0 errors, 0 warnings, 0 hints.\n"), "{told}");
    fs::write(site.path().join("fleet.csv"), "name,imo,tonnage\nGannet,9321500,12.5\n").unwrap();
    run(site.path(), &["import", "csv", "fleet.csv", "--kind", "vessels"]);
    assert!(read("vessels/gannet.md").contains("tonnage: 12.5"), "{}", read("vessels/gannet.md"));
}

/// Without kinds of its own a site is what it was: they leave nothing behind.
#[test]
fn a_site_that_gives_its_kinds_up_has_none() {
    let site = site();
    let settings = fs::read_to_string(site.path().join("dossier.yaml")).unwrap();
    fs::write(site.path().join("dossier.yaml"), settings.split_once("kinds:").unwrap().0).unwrap();
    let output = dossier(site.path(), &["check"]);
    let told = String::from_utf8(output.stderr).unwrap();
    for message in ["content/vessels/aurora.md` is in no folder of a kind", "unknown key `vessels`"] {
        assert!(told.contains(message), "{told}");
    }
}

/// What the README shows is a site that passes.
#[test]
fn the_example_of_the_readme_holds() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme.split_once("## Kinds of your own").unwrap().1;
    let example = section.split_once("```yaml\n").unwrap().1.split_once("```").unwrap().0;
    let folder = tempfile::tempdir().unwrap();
    let settings = format!("title: Example\nbase_url: https://example.org/\nlanguage: en\n{example}");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("dossier.yaml", &settings);
    write("content/organizations/acme.md", "---\nname: Acme\n---\n");
    let vessel = "---\nname: Pioneer\nimo: IMO9321483\nbuilt: 2004\ntonnage: 12.5\nowner: acme\n---\n";
    write("content/vessels/pioneer.md", vessel);
    write("content/cases/first.md", "---\nname: The first case\nseized: pioneer\n---\n\nAgainst [[acme]].\n");
    let article = "---\ntitle: A\ndate: 2025-02-12\ncases: [first]\n---\n\nThe first case began.\n";
    write("content/articles/a.md", article);
    let told = run(folder.path(), &["check", "--strict"]);
    assert!(told.ends_with(": 0 errors, 0 warnings, 0 hints.\n"), "{told}");
    run(folder.path(), &["build"]);
    assert_eq!(fact(&page(folder.path(), "organizations/acme"), "Owns"), "Pioneer");
}
