//! `index.json` follows its JSON Schema: for every record of the sample, and of a site of a thousand articles that uses every
//! key of every kind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A linear congruential generator (Knuth, MMIX): the same site each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }

    fn date(&mut self) -> String {
        let (year, month, day) = (2010 + self.roll(15), 1 + self.roll(12), 1 + self.roll(28));
        match self.roll(9) {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            2 => format!("{year}-{month:02}~"),
            3 => format!("{year}-{month:02}-{day:02}?"),
            4 => format!("{year}-{month:02}-XX"),
            5 => format!("{year}-{month:02}-{day:02}/{}-{month:02}-{day:02}", year + 1),
            6 => format!("{year}-{month:02}-{day:02}/.."),
            7 => "Y17000".to_owned(),
            _ => self.day(),
        }
    }

    fn day(&mut self) -> String {
        format!("{}-{:02}-{:02}", 2010 + self.roll(15), 1 + self.roll(12), 1 + self.roll(28))
    }
}

const GIVEN: [&str; 8] = ["Ada", "Grace", "Émilie", "Mary", "Людмила", "Sofia", "Rosalind", "Chien-Shiung"];
const FAMILY: [&str; 10] = [
    "Lovelace",
    "Hopper",
    "du Châtelet",
    "Somerville",
    "Павличенко",
    "Kovalevskaya",
    "Franklin",
    "Wu",
    "O’Neill",
    "Ł\"ódź",
];

fn person(number: usize) -> String {
    format!("{} {} {number}", GIVEN[number % GIVEN.len()], FAMILY[number / GIVEN.len() % FAMILY.len()])
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes a site that uses every key of every kind.
#[allow(clippy::too_many_lines, reason = "one kind after the other")]
fn site(root: &Path, articles: usize) {
    let (people, events, things) = (articles / 5, articles / 10, 20);
    let mut dice = Dice(7);
    write(root, "dossier.yaml", "title: Made up\nbase_url: https://example.org/below/\nlanguage: en\n");
    let mut sources = String::new();
    for number in 0..things {
        let (published, tier) = (dice.date(), 1 + dice.roll(3));
        let _ = writeln!(
            sources,
            "s{number}: {{title: Source {number}, publisher: Press {}, author: Somebody, url: \"https://example.com/{number}\", \
             archived: \"https://archive.example/{number}\", published: {published}, accessed: 2025-01-01, type: report, tier: {tier}, claims: [It was copied.]}}",
            number % 4
        );
        let parent = if number > 0 { "parent: Body 0\n" } else { "" };
        write(
            root,
            &format!("content/organizations/body-{number}.md"),
            &format!(
                "---\nname: Body {number}\n{parent}summary: A body.\naliases: [\"B{number}\"]\ntags: [one, two]\nsources: [s{number}]\n---\n\nBody {number} in short. [@s0]\n"
            ),
        );
        let parent = if number > 0 { "parent: Town 0\n" } else { "" };
        write(
            root,
            &format!("content/places/town-{number}.md"),
            &format!(
                "---\nname: Town {number}\n{parent}coordinates: [50.{number}, 30.5]\nclaims: [{{text: The river is deep., by: Body 1, status: accepted}}]\n---\n\nTown {number} lies by a river.\n"
            ),
        );
    }
    write(root, "content/sources.yaml", &sources);
    for number in 0..3 {
        write(
            root,
            &format!("content/stories/story-{number}.md"),
            &format!(
                "---\ntitle: Story {number}\nsummary: A story.\nknown:\n  - {{text: A \"fact\"., date: 2020, sources: [s0, {{title: Elsewhere, url: \"https://example.com/x\"}}]}}\n  - A bare fact.\nunknown: [What else?]\ndisputed:\n  - {{text: Who?, date: 2020-02~}}\n---\n\nAbout [[{}]].\n",
                person(number)
            ),
        );
    }
    for number in 0..people {
        let (from, until) = (2000 + dice.roll(10), 2011 + dice.roll(10));
        let mut text = format!("---\nname: {}\nsummary: A person.\n", quoted(&person(number)));
        if dice.one_in(2) {
            let _ = write!(
                text,
                "roles:\n  - {{title: Chair, organization: Body {}, from: {from}, to: {until}, sources: [s1]}}\n  - {{title: Member, from: {from}}}\n",
                dice.roll(things)
            );
        }
        if dice.one_in(3) && number > 0 {
            let _ = write!(
                text,
                "relations:\n  - {{to: {}, as: ally of, from: {from}, until: {until}, status: reported, sources: [s2]}}\n  - {{to: Body 5, as: employed by}}\n",
                quoted(&person(number - 1))
            );
        }
        if dice.one_in(4) {
            let _ = write!(
                text,
                "native: {{uk: Особа {number}}}\naliases: [\"Alias {number}\", {{name: \"Old {number}\", kind: former}}]\nids: {{wikidata: Q{}}}\nborn: {}\n",
                number / 3,
                1900 + dice.roll(90)
            );
        }
        if dice.one_in(9) && number > 0 {
            let key = dice.pick(&["same_as", "not_same_as"]);
            let _ = writeln!(text, "{key}: person-{}", number - 1);
        }
        let _ = write!(text, "---\n\n{} is known for [[Body {}]].\n", person(number), dice.roll(things));
        write(root, &format!("content/people/person-{number}.md"), &text);
    }
    for number in 0..events {
        let status = dice.pick(&["happened", "planned", "postponed", "cancelled", "disputed"]);
        let mut text = format!(
            "---\ntitle: Event {number}\nstatus: {status}\nplace: Town {}\nstory: {}\nparticipants:\n  - {{ref: {}, as: host, name_used: Somebody, sources: [s7, {{title: A list}}]}}\n  - organizations/Body 1\n  - Only Named {}\n",
            dice.roll(things),
            if number % 4 == 0 { "[story-0, story-1]".to_owned() } else { format!("story-{}", number % 3) },
            quoted(&person(dice.roll(people))),
            dice.roll(20)
        );
        if !dice.one_in(6) {
            let _ = writeln!(text, "date: {}", dice.date());
        }
        if dice.one_in(3) {
            text.push_str("words: some day\nhistory:\n  - {said_on: 2019-05-01, status: planned, date: 2019-06, source: s3}\n  - {said_on: 2019-05-20, status: postponed}\naccounts:\n  - {field: date, value: May, source: s4}\n  - {field: date, value: June, source: {title: A letter, publisher: Post}}\noutcomes: [Nothing came of it.]\nrulings:\n  - {field: date, value: June, reason: The letter is dated., by: the desk, date: 2020, sources: s4}\nclaims: [It rained.]\n");
        }
        if number % 4 > 0 {
            let _ = writeln!(text, "sources: [s{}, s{}]", number % 3, number % 4);
        }
        if number > 0 && dice.one_in(3) {
            let _ = write!(text, "part_of: event-0\nfollows: event-{}\n", number - 1);
        }
        let _ = write!(text, "---\n\nEvent {number} took place.\n");
        write(root, &format!("content/events/event-{number}.md"), &text);
    }
    for number in 0..articles {
        let (one, two) = (person(dice.roll(people)), person(dice.roll(people)));
        let mut text = format!(
            "---\ntitle: {}\ndate: {}\nsummary: In short.\nstory: [story-{}]\nauthors: [A. Writer]\npeople:\n  - {{ref: {}, as: speaker, name_used: \"S. {number}\"}}\n  - {}\nevents: [event-{}]\norganizations: [Body {}, Nowhere Body]\nplaces: [Town {}]\ncredits: [Body 2, Some Agency]\nsources: [s5, \"https://example.com/free\"]\ntags: [tag]\n",
            quoted(&format!("Article {number}: “{one}” & <more>")),
            dice.day(),
            number % 3,
            quoted(&one),
            quoted(&two),
            dice.roll(events),
            dice.roll(things),
            dice.roll(things)
        );
        let retracted = dice.one_in(50);
        if !retracted && dice.one_in(5) {
            text.push_str("corrections:\n  - {date: 2025-01-05, kind: clarification, was: this, now: that, note: A slip.}\n  - {date: 2025-01-05, note: Another.}\n");
        }
        if dice.one_in(7) {
            let _ = write!(
                text,
                "quotes:\n  - {{text: Words in front {number}., speaker: {}, to: Body 3, venue: Town 4, date: 2021, source: s6, original: Слова, lang: uk}}\n",
                quoted(&two)
            );
        }
        if dice.one_in(6) {
            let _ = write!(
                text,
                "claims:\n  - text: Claim {number}.\n    by: {}\n    about: {}\n    status: disputed\n    date: 2021\n    ruled_by: the desk\n    ruled_on: 2022\n    reason: None was given.\n    sources: s8\n    reply: {{asked: 2021-02, via: letter, deadline: 2021-03, status: declined, text: No.}}\n  - {{text: Another claim {number}., about: {}}}\n",
                quoted(&one),
                quoted(&two),
                quoted(&two)
            );
        }
        if dice.one_in(4) {
            let event = dice.roll(events);
            let _ = write!(
                text,
                "accounts:\n  - {{event: event-{event}, date: {}, place: Town {}, participants: [Body 1, {}], source: s9}}\n  - {{event: event-{event}, field: ships, value: {number}}}\n",
                dice.date(),
                dice.roll(things),
                quoted(&one)
            );
        }
        if retracted {
            text.push_str(
                "corrections: {date: 2025-01-07, kind: retraction, was: All of it., note: Nothing stands.}\n",
            );
        } else if dice.one_in(40) {
            text.push_str("withdrawn: {date: 2025-01-06, note: It was wrong.}\n");
        }
        let _ = write!(
            text,
            "---\n\n{one} met {two} in [[Town 1|a town]].[^n] See [[Story {}]]. [@s7, p. 3]\n\n## Words\n\n> “Said {number}” she said, & more.\n>\n> — {one}, Town 2, to Body 4, 2020-01-0{}\n\n> No.\n>\n> — (a clerk), to {two}\n\n",
            number % 3,
            1 + number % 9
        );
        if dice.one_in(3) {
            let _ = write!(text, "## Update 2025-01-0{}: News\n\nMore of {two}.\n\n", 1 + number % 9);
        }
        text.push_str("[^n]: A note on [[Body 0]].\n");
        write(root, &format!("content/articles/article-{number}.md"), &text);
    }
}

/// Builds a site and returns the data of its records by their paths.
fn data(root: &Path, public: &Path) -> BTreeMap<PathBuf, Value> {
    let arguments = ["build", "--root"];
    let output = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .args(arguments)
        .arg(root)
        .arg("--output")
        .arg(public)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = BTreeMap::new();
    let mut folders = vec![public.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "index.json") {
                found.insert(path.clone(), serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap());
            }
        }
    }
    found
}

fn schema() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_dossier")).arg("schema").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Checks each record against the schema of its kind, so that a message names the key that is wrong.
fn check(records: &BTreeMap<PathBuf, Value>) {
    let schema = schema();
    let of_kind = |kind: &str| {
        let mut one = schema.clone();
        let name = if kind == "source" { "sourceRecord" } else { kind };
        one["oneOf"] = serde_json::json!([{ "$ref": format!("#/$defs/{name}") }]);
        jsonschema::validator_for(&one).unwrap()
    };
    let mut validators = BTreeMap::new();
    for (path, record) in records {
        let kind = record["kind"].as_str().unwrap().to_owned();
        let validator = validators.entry(kind.clone()).or_insert_with(|| of_kind(&kind));
        let faults: Vec<String> =
            validator.iter_errors(record).map(|fault| format!("{fault} at {}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}:\n{}", path.display(), faults.join("\n"));
    }
    assert_eq!(validators.len(), 7, "records of every kind");
}

#[test]
fn every_record_of_the_sample_follows_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let records = data(Path::new(env!("CARGO_MANIFEST_DIR")), &folder.path().join("public"));
    assert!(records.len() > 60, "only {} records", records.len());
    check(&records);
}

#[test]
fn every_record_of_a_thousand_articles_follows_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), 1000);
    let records = data(folder.path(), &folder.path().join("public"));
    assert!(records.len() > 1300, "only {} records", records.len());
    check(&records);
    let keys_of = |kind: &str| -> std::collections::BTreeSet<String> {
        let of_kind = records.values().filter(|record| record["kind"] == kind);
        of_kind.flat_map(|record| record.as_object().unwrap().keys().cloned()).collect()
    };
    // Each key that the schema has is there in some record: none of it is about nothing.
    for (definition, kind) in [
        ("article", "article"),
        ("person", "person"),
        ("event", "event"),
        ("story", "story"),
        ("organization", "organization"),
        ("place", "place"),
        ("sourceRecord", "source"),
    ] {
        let schema = schema();
        let known: Vec<&String> = schema["$defs"][definition]["properties"].as_object().unwrap().keys().collect();
        let there = keys_of(kind);
        let missing: Vec<&&String> = known.iter().filter(|key| !there.contains(**key)).collect();
        let unused = [
            "related_by",
            "named",
            "aliases",
            "tags",
            "summary",
            "status",
            "sources",
            "quotes",
            "parts",
            "parent",
            "role",
            "notice",
        ];
        let missing: Vec<_> = missing.into_iter().filter(|key| !unused.contains(&key.as_str())).collect();
        assert!(missing.is_empty(), "no {kind} has {missing:?}");
    }
}

/// Plain pages have no `index.json`, but stand in lists of all records. A link around no words is told by what it leads to.
#[test]
fn plain_pages_and_links_without_words_follow_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("dossier.yaml", "title: T\nbase_url: https://example.org/\nlanguage: en\noutputs: [html, json, jsonl]\n");
    put("content/people/ada.md", "---\nname: Ada\n---\n\nShe wrote. ^first\n");
    put("content/pages/about.md", "---\ntitle: About\nsummary: Who we are\ntags: [us]\n---\n\nWritten by [[Ada]].\n");
    put(
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2025-01-01\n---\n\n[](../people/ada.md) and [[ada| ]] came. ^end\n\n[[#^end]]\n",
    );
    data(folder.path(), &folder.path().join("public"));
    let lines = fs::read_to_string(folder.path().join("public/records.jsonl")).unwrap();
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut kinds = Vec::new();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&record), "{record:#}");
        kinds.push(record["kind"].as_str().unwrap().to_owned());
    }
    assert_eq!(kinds, ["article", "person", "page"]);
}

/// A wrong record is found: the schema says something.
#[test]
fn the_schema_refuses_what_the_contract_does_not_have() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let good = serde_json::json!({
        "schema": "dossier/1", "kind": "place", "id": "kyiv", "url": "/places/kyiv/", "title": "Kyiv", "lang": "en"
    });
    assert!(validator.is_valid(&good));
    for (key, wrong) in [
        ("schema", serde_json::json!("dossier/2")),
        ("kind", serde_json::json!("a town")),
        ("url", serde_json::json!("https://example.org/")),
        ("title", serde_json::json!("")),
        ("tags", serde_json::json!([])),
        ("population", serde_json::json!(3_000_000)),
        ("mentions", serde_json::json!([{ "via": "auto" }])),
        ("parent", serde_json::json!("Ukraine")),
    ] {
        let mut bad = good.clone();
        bad[key] = wrong;
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}
