//! Hard-cases A3, B3, C, I and J: a build after an edit gives exactly what a clean build gives, it renders only what the
//! edit shows on, and nothing that must stay private leaves the sources.
//!
//! The state machine starts from the seed in `SEED` (1 unless set) and runs `SEQUENCES` sequences (100 unless set) of
//! edits; a failure prints both, with the edits that led to it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and works on files")]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use dossier::digest::Digest;
use dossier::engine::{Engine, Options, Outcome};
use dossier::render::Change;
use dossier::write::Inputs;
use jiff::Timestamp;
use rayon::prelude::*;
use tempfile::TempDir;

/// The moment of every build: 2025-02-19T21:20:00Z.
const MOMENT: i64 = 1_740_000_000;
/// The files of a folder by their paths.
type Tree = BTreeMap<String, Vec<u8>>;

/// Eight records that refer to each other in every way that matters here.
const RECORDS: &[(&str, &str)] = &[
    ("dossier.yaml", "title: Test\nbase_url: https://example.org/\nlanguage: en\n"),
    (
        "content/stories/talks.md",
        "---\ntitle: The talks\nsummary: Where things stand.\n---\n\nAda Lovelace began it.\n",
    ),
    (
        "content/articles/call.md",
        "---\ntitle: The call\ndate: 2025-02-12\nstory: talks\npeople: [ada, {ref: grace, as: caller}, New Name]\nevents: [call]\n\
         sources: [report]\n---\n\nAda Lovelace called Grace Hopper in Paris. Then [[call|the call]] ended [@report].\n\n\
         ![A handshake](handshake.svg)\n\n## Update 2025-02-13: More\n\nThe Office agreed.\n\n> We will see.\n> — Ada Lovelace, 2025-02-12, Paris\n",
    ),
    (
        "content/articles/answer.md",
        "---\ntitle: The answer\ndate: 2025-02-14\nstory: talks\npeople: [grace]\nplaces: [paris]\n---\n\n\
         Grace Hopper answered. Nobody else did.\n",
    ),
    (
        "content/people/ada.md",
        "---\nname: Ada Lovelace\naliases: [Countess]\nroles:\n  - {title: Minister, organization: office, from: 2024}\n\
         relations:\n  - {to: grace, as: colleague}\n---\n\nShe wrote notes.\n",
    ),
    (
        "content/people/grace.md",
        "---\nname: Grace Hopper\nsummary: An admiral.\n---\n\nShe knew <b>Ada Lovelace</b>.\n",
    ),
    (
        "content/events/call.md",
        "---\ntitle: A call of two\ndate: 2025-02-12\nstory: talks\nplace: paris\nparticipants: [ada, grace]\n---\n\nThey spoke.\n",
    ),
    ("content/organizations/office.md", "---\nname: The Office\n---\n\nIn Paris.\n"),
    ("content/places/paris.md", "---\nname: Paris\n---\n\nA city.\n"),
    ("content/sources.yaml", "report:\n  title: The report\n  url: https://example.org/report\n"),
    ("content/articles/handshake.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("content/articles/unused.jpg", "nobody refers to this"),
    ("static/robots-extra.txt", "hello\n"),
];

/// A project in a temporary folder, and where it is built to.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: folder() };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    fn root(&self) -> PathBuf {
        let root = self.folder.path().join("site");
        fs::create_dir_all(&root).unwrap();
        root.canonicalize().unwrap()
    }

    fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.write(path, &text.replace(from, to));
    }

    fn options(&self) -> Options {
        Options {
            root: self.root(),
            now: Timestamp::from_second(MOMENT).unwrap(),
            as_of: None,
            drafts: false,
            strict: false,
            base_url: None,
        }
    }

    fn build(&self) -> Outcome {
        Engine::new(self.options()).build(&self.public()).unwrap()
    }

    /// Returns what a clean build of the project writes, or `None` if it has errors.
    fn clean(&self) -> Option<Tree> {
        let output = folder();
        let outcome = Engine::new(self.options()).build(output.path()).unwrap();
        (!outcome.planned.report.has_errors()).then(|| tree(output.path()))
    }

    /// Runs the program in the project's folder.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dossier"))
            .args(arguments)
            .current_dir(self.root())
            .env("SOURCE_DATE_EPOCH", MOMENT.to_string())
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }
}

/// Returns a temporary folder, in memory where there is room for that: the state machine builds more than a thousand sites.
fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn errors(outcome: &Outcome) -> String {
    outcome.planned.report.all().iter().fold(String::new(), |mut text, diagnostic| {
        let _ = writeln!(text, "{} {} {:?}", diagnostic.code.code, diagnostic.message, diagnostic.place);
        text
    })
}

/// Reads all files below a folder, the manifest included.
fn tree(folder: &Path) -> Tree {
    fn visit(folder: &Path, below: &Path, tree: &mut Tree) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, below, tree);
                // A folder without a file is a difference, too.
                if fs::read_dir(&path).unwrap().next().is_none() {
                    tree.insert(format!("{}/", path.strip_prefix(below).unwrap().display()), Vec::new());
                }
            } else {
                let name = path.strip_prefix(below).unwrap().to_string_lossy().into_owned();
                tree.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut tree = Tree::new();
    visit(folder, folder, &mut tree);
    tree
}

/// Returns the paths at which two trees differ, with the words around the first differing byte.
fn difference(one: &Tree, other: &Tree) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let around = |bytes: &[u8], at: usize| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(40).min(bytes.len())..(at + 60).min(bytes.len())]).into_owned()
    };
    paths
        .into_iter()
        .filter_map(|path| match (one.get(path), other.get(path)) {
            (Some(one), Some(other)) if one == other => None,
            (Some(one), Some(other)) => {
                let at = one.iter().zip(other).take_while(|(a, b)| a == b).count();
                Some(format!("{path}: {:?} instead of {:?}", around(one, at), around(other, at)))
            }
            (Some(_), None) => Some(format!("{path} should not be there")),
            (None, _) => Some(format!("{path} is missing")),
        })
        .collect()
}

/// Returns what a build rendered, added and removed, pages for readers only: `/people/ada/: content, mentions`.
fn rendered(outcome: &Outcome) -> Vec<String> {
    let pages =
        outcome.changes.iter().filter(|(route, _)| route.as_str().ends_with('/') || route.as_str() == "/404.html");
    pages
        .map(|(route, change)| match change {
            Change::Added => format!("{route}: added"),
            Change::Removed => format!("{route}: removed"),
            Change::Rendered(reasons) => format!("{route}: {}", reasons.join(", ")),
        })
        .collect()
}

fn hits(tree: &Tree, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    tree.iter().filter(|(path, bytes)| path.contains(word) || holds(bytes)).map(|(path, _)| path.clone()).collect()
}

// ---------------------------------------------------------------- C1

/// Numbers that are the same on every machine: splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        if items.is_empty() { None } else { Some(items[self.below(items.len())].clone()) }
    }
}

/// The words that edits put into texts: names, so that mentions come and go.
const WORDS: &[&str] = &[
    "Ada Lovelace",
    "Grace Hopper",
    "the Countess",
    "Paris",
    "The Office",
    "Mary Somerville",
    "New Name",
    "A call of two",
    "nobody",
    "a long silence",
];

impl Project {
    fn markdown(&self) -> Vec<String> {
        let files = tree(&self.path("content"));
        files.into_keys().filter(|path| path.ends_with(".md")).map(|path| format!("content/{path}")).collect()
    }

    /// Changes one thing and says what.
    #[allow(clippy::too_many_lines, reason = "a table of edits")]
    fn step(&self, random: &mut Random) -> String {
        let files = self.markdown();
        let Some(file) = random.pick(&files) else { return "nothing is left".into() };
        let word = WORDS[random.below(WORDS.len())];
        match random.below(19) {
            0 => {
                let path = format!("content/people/person-{}.md", random.below(3));
                self.write(
                    &path,
                    &format!("---\nname: Mary Somerville\naliases: [{word} II]\n---\n\nShe met {word}.\n"),
                );
                format!("create {path}")
            }
            1 => {
                let path = format!("content/articles/news-{}.md", random.below(3));
                let date = 10 + random.below(9);
                let text = format!(
                    "---\ntitle: News of {word}\ndate: 2025-02-{date}\nstory: talks\npeople: [{word}]\n---\n\nThen {word} spoke.\n"
                );
                self.write(&path, &text);
                format!("create {path}")
            }
            2 | 3 => {
                let text = self.read(&file);
                self.write(&file, &format!("{text}\nAfterwards {word} left.\n"));
                format!("add `{word}` to {file}")
            }
            4 => {
                fs::remove_file(self.path(&file)).unwrap();
                format!("delete {file}")
            }
            5 => {
                let (folder, _) = file.rsplit_once('/').unwrap();
                let to = format!("{folder}/renamed-{}.md", random.below(4));
                fs::rename(self.path(&file), self.path(&to)).unwrap();
                format!("rename {file} to {to}")
            }
            6 => {
                let other = random.pick(&files).unwrap();
                let (one, two) = (self.read(&file), self.read(&other));
                self.write(&file, &two);
                self.write(&other, &one);
                format!("swap {file} and {other}")
            }
            7 | 8 => self.toggle(&file, "draft: true\n"),
            9 => self.toggle(&file, &format!("aliases: [{word} of old]\n")),
            10 => {
                let path = "content/people/ada.md";
                if self.path(path).exists() {
                    let text = self.read(path);
                    let (from, to) =
                        if text.contains("Minister") { ("Minister", "Chancellor") } else { ("Chancellor", "Minister") };
                    self.write(path, &text.replace(from, to));
                }
                "another role".into()
            }
            11 => {
                let own = self.path("templates/person.html");
                if own.exists() && random.below(2) == 0 {
                    fs::remove_file(own).unwrap();
                    return "no template of its own".into();
                }
                let number = random.below(5);
                if number == 0 {
                    let built_in =
                        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/event.html")).unwrap();
                    self.write(
                        "templates/event.html",
                        &built_in
                            .replace("endcomponent around %}", &format!("endcomponent around %}}{word}"))
                            .replace("<li", "<li "),
                    );
                    return "another event.html".into();
                }
                self.write(
                    "templates/person.html",
                    &format!("{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.title }}}} {number}</h1>{{% endblock main %}}"),
                );
                format!("person.html {number}")
            }
            12 => {
                let number = random.below(4);
                let more = [
                    "",
                    "description: A test.\n",
                    "autolink: declared\n",
                    "stubs: [people]\n",
                    "raw_html: trusted\n",
                    "dates: dmy\n",
                    "outputs: [html]\n",
                ][random.below(7)];
                self.write(
                    "dossier.yaml",
                    &format!(
                        "title: Test {number}\nbase_url: https://example.org/{}\nlanguage: en\n{more}",
                        ["", "desk/"][number % 2]
                    ),
                );
                format!("settings {number} {more}")
            }
            13 => {
                self.write("content/articles/handshake.svg", &format!("<svg><title>{word}</title></svg>"));
                format!("the picture is `{word}`")
            }
            14 => {
                let name = ["static/one.txt", "templates/assets/extra.css", "static/people/two.txt"][random.below(3)];
                self.write(name, word);
                format!("{name} is `{word}`")
            }
            15 => {
                File::options().write(true).open(self.path(&file)).unwrap().set_modified(SystemTime::now()).unwrap();
                format!("touch {file}")
            }
            16 => {
                let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
                let text = self.read(&file);
                self.write(&file, &format!("{text}\nLong ago {word} left.\n"));
                File::options().write(true).open(self.path(&file)).unwrap().set_modified(past).unwrap();
                format!("add to {file} with an older time")
            }
            17 => {
                // Other bytes, but neither the size nor the time says so.
                let modified = fs::metadata(self.path(&file)).unwrap().modified().unwrap();
                let text = self.read(&file);
                self.write(&file, &text.replace("Ada Lovelace", "Eda Lovelace").replace("left.", "came."));
                File::options().write(true).open(self.path(&file)).unwrap().set_modified(modified).unwrap();
                format!("new bytes of the same size and time in {file}")
            }
            _ => {
                let number = random.below(3);
                self.write("content/sources.yaml", &format!("report:\n  title: The report {number}\n"));
                format!("the source {number}")
            }
        }
    }

    /// Goes back to the first state, as a checkout does.
    fn restore(&self) {
        fs::remove_dir_all(self.path("content")).unwrap();
        for (path, text) in RECORDS {
            self.write(path, text);
        }
    }

    /// Adds a line to the front matter, or takes it out.
    fn toggle(&self, file: &str, line: &str) -> String {
        let text = self.read(file);
        let key = line.split(':').next().unwrap();
        let without: String = text.split_inclusive('\n').filter(|line| !line.starts_with(key)).collect();
        if without == text {
            self.write(file, &text.replacen("---\n", &format!("---\n{line}"), 1));
            format!("{key} on in {file}")
        } else {
            self.write(file, &without);
            format!("{key} off in {file}")
        }
    }
}

/// C1. After every step of random edits the output equals that of a clean build, in bytes and absences, whether the
/// program was started anew or kept its memos; with errors, the old site stands.
#[test]
fn c1_an_incremental_build_equals_a_clean_one() {
    let number = |name: &str, default: u64| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (seed, sequences) = (number("SEED", 1), number("SEQUENCES", 100));
    let failures: Vec<String> =
        (seed..seed + sequences).into_par_iter().filter_map(|seed| sequence(seed).err()).collect();
    assert!(failures.is_empty(), "{} of {sequences} sequences fail; the first: {}", failures.len(), failures[0]);
}

fn sequence(seed: u64) -> Result<(), String> {
    let project = Project::new(RECORDS);
    let mut random = Random(seed);
    let mut kept = Engine::new(project.options());
    let mut built = tree(&project.public());
    let mut steps: Vec<String> = Vec::new();
    for _ in 0..6 {
        for _ in 0..=random.below(2) {
            steps.push(project.step(&mut random));
        }
        let fresh = random.below(4) == 0;
        if fresh {
            kept = Engine::new(project.options());
        }
        let outcome = kept.build(&project.public()).unwrap();
        let now = tree(&project.public());
        let fail = |what: &str, differences: &[String]| {
            Err(format!("SEED={seed} SEQUENCES=1: {what}\n{}\nafter\n{}", differences.join("\n"), steps.join("\n")))
        };
        let Some(clean) = project.clean() else {
            if !outcome.planned.report.has_errors() {
                return fail("only the clean build has errors", &[]);
            }
            let differences = difference(&now, &built);
            if !differences.is_empty() {
                return fail("errors, and yet something was written", &differences);
            }
            if random.below(3) > 0 {
                project.restore();
                steps.push("restore the first files".into());
            }
            continue;
        };
        if outcome.planned.report.has_errors() {
            return fail("only the incremental build has errors", &[errors(&outcome)]);
        }
        let differences = difference(&now, &clean);
        if !differences.is_empty() {
            return fail("the output differs from a clean build", &differences);
        }
        built = now;
    }
    Ok(())
}

// ---------------------------------------------------------------- C3, C4

/// C3. Another sentence that names nobody shows on the article's own page alone, and in what quotes the sentence.
#[test]
fn c3_editing_one_sentence_rerenders_only_what_shows_it() {
    let project = Project::new(RECORDS);
    project.build();
    project.edit("content/articles/answer.md", "Nobody else did.", "Nobody else spoke.");
    let outcome = project.build();
    assert_eq!(rendered(&outcome), ["/articles/answer/: content"]);
    let files: Vec<&str> = outcome.changes.iter().map(|(route, _)| route.as_str()).collect();
    assert_eq!(files, ["/articles/answer/", "/atom.xml"], "the feed holds the text, too");
}

/// C3. A sentence that names a person shows on that person's page, in context, and nowhere else.
#[test]
fn c3_editing_a_mention_rerenders_the_page_of_who_is_mentioned() {
    let project = Project::new(RECORDS);
    project.build();
    project.edit("content/articles/answer.md", "Grace Hopper answered.", "Grace Hopper answered at once.");
    let outcome = project.build();
    assert_eq!(rendered(&outcome), ["/articles/answer/: content", "/people/grace/: mentions"]);
}

/// C3. A second build renders nothing and touches no file: not its bytes, not its time.
#[test]
fn c3_a_second_build_changes_no_byte_and_no_time() {
    let project = Project::new(RECORDS);
    project.build();
    let times = || -> Vec<(String, SystemTime)> {
        let modified = |path: &String| fs::metadata(project.public().join(path)).unwrap().modified().unwrap();
        tree(&project.public()).into_keys().map(|path| (path.clone(), modified(&path))).collect()
    };
    let (before, stamps) = (tree(&project.public()), times());
    let outcome = project.build();
    assert_eq!((outcome.rendered, outcome.removed), (0, 0));
    assert!(outcome.changes.is_empty(), "{:?}", outcome.changes);
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
    assert_eq!(times(), stamps);
    let printed = project.run(&["build"], &[]);
    let printed = String::from_utf8(printed.stderr).unwrap();
    assert!(printed.contains(": 0 rendered, "), "{printed}");
}

/// C3. A page that is missing or was changed by hand is made again.
#[test]
fn c3_a_page_that_was_changed_by_hand_is_made_again() {
    let project = Project::new(RECORDS);
    project.build();
    let before = tree(&project.public());
    fs::write(project.public().join("people/ada/index.html"), "mine").unwrap();
    fs::remove_file(project.public().join("people/grace/index.html")).unwrap();
    let outcome = project.build();
    let reason = "the output is missing or was changed";
    assert_eq!(rendered(&outcome), [format!("/people/ada/: {reason}"), format!("/people/grace/: {reason}")]);
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
}

/// C4. The digests of a view's fields decide: where the manifest holds another one, the page is rendered for that field.
#[test]
fn c4_each_digest_of_a_view_matters() {
    let project = Project::new(RECORDS);
    let outcome = project.build();
    let path = dossier::route::FilePath::new("people/ada/index.html").unwrap();
    let record = outcome.manifest.get(&path).unwrap().clone();
    let inputs: Vec<(String, u64)> = record.inputs.iter().map(|(name, short)| (name.to_owned(), short)).collect();
    assert!(inputs.len() > 5, "{inputs:?}");
    for (at, (name, _)) in inputs.iter().enumerate() {
        let mut manifest = outcome.manifest.clone();
        let mut changed = record.clone();
        let flipped = inputs.iter().enumerate().map(|(other, (name, short))| {
            let short = if other == at { short ^ 1 } else { *short };
            (name.as_str(), Digest(u128::from(short) << 64))
        });
        changed.inputs = Inputs::of(flipped);
        manifest.insert(path.clone(), changed);
        fs::write(project.public().join(".dossier-manifest"), manifest.to_bytes()).unwrap();
        assert_eq!(rendered(&project.build()), [format!("/people/ada/: {name}")]);
    }
}

// ---------------------------------------------------------------- A3, B3

/// A3. Deleting an article removes its own outputs and nothing else; what the program did not write stays.
#[test]
fn a3_deleting_an_article_removes_exactly_its_outputs() {
    let project = Project::new(RECORDS);
    project.build();
    let ours = tree(&project.public());
    for (path, text) in [
        ("CNAME", "example.org"),
        (".nojekyll", ""),
        (".git/HEAD", "ref"),
        (".well-known/x", "y"),
        ("articles/answer/mine.txt", "z"),
    ] {
        project.write(&format!("public/{path}"), text);
    }
    fs::remove_file(project.path("content/articles/answer.md")).unwrap();
    let outcome = project.build();
    let after = tree(&project.public());
    let gone: Vec<&String> = ours.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(gone, ["articles/answer/index.html", "articles/answer/index.json"]);
    assert_eq!(outcome.removed, 2);
    let new: Vec<&String> = after.keys().filter(|path| !ours.contains_key(*path)).collect();
    assert_eq!(new, [".git/HEAD", ".nojekyll", ".well-known/x", "CNAME", "articles/answer/mine.txt"]);
}

/// B3. A template that fails on the very last page: the old site stands as it was, the program exits 1.
#[test]
fn b3_a_template_error_in_the_last_page_leaves_the_old_site() {
    let project = Project::new(RECORDS);
    project.build();
    let before = tree(&project.public());
    project.edit("content/people/ada.md", "She wrote notes.", "She wrote many notes.");
    project.edit("content/stories/talks.md", "title: The talks", "title: The long talks");
    project.write(
        "templates/story.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.title }}{{ page.extra.nothing.at.all }}{% endblock main %}",
    );
    let output = project.run(&["build"], &[]);
    let printed = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.contains("templates/story.html:1:"), "{printed}");
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
}

// ---------------------------------------------------------------- I

const CANARY: &str = "xylophonist";

/// I1. A word that stands only in what nobody may see is in no file of the output, and in no name of one.
#[test]
fn i1_a_canary_in_what_is_hidden_is_nowhere_in_the_output() {
    let project = Project::new(RECORDS);
    let c = CANARY;
    let hidden = [
        (
            "content/articles/secret.md",
            format!(
                "---\ntitle: The {c} talks\ndate: 2025-02-15\ndraft: true\npeople: [ada, The {c}]\ntags: [{c}]\n---\n\nA {c}.\n\n> {c}\n> — Ada Lovelace\n"
            ),
        ),
        (
            "content/articles/embargoed.md",
            format!(
                "---\ntitle: Later {c}\ndate: 2025-02-20\nembargo: 2025-02-19T21:20:01Z\naliases: [{c} alias]\nredirect_from: /{c}/\n---\n\nA {c}.\n"
            ),
        ),
        (
            "content/articles/expired.md",
            format!("---\ntitle: Past {c}\ndate: 2025-02-01\nexpires: 2025-02-19T21:20:00Z\n---\n\n{c}\n"),
        ),
        (
            "content/people/unpublished.md",
            format!(
                "---\nname: Mr Unpublished\nsummary: {c}\nstatus: draft\naliases: [{c}]\nimage: {{file: {c}.svg, alt: {c}, credit: {c}}}\n---\n\n{c}\n"
            ),
        ),
        (
            "content/people/noted.md",
            format!(
                "---\nname: Noted Person\nprivate: a {c}\n---\n\nKnown. %%{c}%% More.\n\n%%\n{c}\n%%\n\n<!-- {c} -->\n\nText <!-- {c} --> text.\n"
            ),
        ),
        ("content/people/noted-too.md", format!("---\nname: Noted Too\nprivate: {{source: {c}, [x]: y}}\n---\n")),
        (
            "content/events/hidden.md",
            format!(
                "---\ntitle: Hidden {c}\ndate: 2025-02-11\ndraft: true\nstory: talks\nparticipants: [ada]\nplace: {c} City\n---\n"
            ),
        ),
        ("content/organizations/hidden.md", format!("---\nname: The {c} Office\ndraft: true\n---\n")),
        ("content/stories/hidden.md", format!("---\ntitle: The {c}\ndraft: true\nknown: [{c}]\n---\n")),
        ("content/places/hidden.md", format!("---\nname: {c} Town\nexpires: 2020-01-01T00:00:00Z\n---\n")),
        (
            "content/articles/visible.md",
            format!(
                "---\ntitle: Visible\ndate: 2025-02-13\nstory: [talks, hidden]\npeople: [unpublished]\nevents: [\"Hidden {c}\"]\norganizations: [\"The {c} Office\"]\nplaces: [\"{c} Town\"]\naccounts:\n  - {{event: \"Hidden {c}\", date: 2025-02-14}}\n  - {{event: call, date: 2025-02-15, place: \"{c} Town\", participants: [unpublished]}}\n---\n\nHe met [[unpublished|someone]] and [another](../people/unpublished.md) [third](secret.md).\n"
            ),
        ),
        ("content/articles/xylophonist.svg", format!("<svg>{c}</svg>")),
        ("content/_notes.md", c.to_owned()),
        ("content/README.md", c.to_owned()),
        ("content/.obsidian/x.md", c.to_owned()),
        (
            "content/articles/withdrawn.md",
            format!(
                "---\ntitle: Withdrawn\ndate: 2025-02-10\nwithdrawn: {{date: 2025-02-11, note: A mistake.}}\nsummary: {c}\npeople: [The {c} Man]\ntags: [{c}]\n---\n\n{c}\n"
            ),
        ),
    ];
    for (path, text) in &hidden {
        project.write(path, &text.replace(", [x]: y", ", key: y"));
    }
    let outcome = project.build();
    assert!(!outcome.planned.report.has_errors(), "{}", errors(&outcome));
    assert_eq!(hits(&tree(&project.public()), c), Vec::<String>::new());
    // The word would have been there.
    let shown = tempfile::tempdir().unwrap();
    let mut all = Engine::new(Options { drafts: true, ..project.options() });
    assert!(!all.build(shown.path()).unwrap().planned.report.has_errors());
    assert!(hits(&tree(shown.path()), c).len() > 10);
}

/// I2. What was published and is made a draft is gone everywhere.
#[test]
fn i2_published_and_then_a_draft_is_gone_everywhere() {
    let project = Project::new(RECORDS);
    let c = CANARY;
    let text = format!(
        "---\ntitle: The {c} affair\ndate: 2025-02-15\nstory: talks\npeople: [ada, The {c}]\n---\n\nAda Lovelace heard a {c}. ![A {c}]({c}.svg)\n\n> A {c}!\n> — Ada Lovelace\n"
    );
    project.build();
    let before = tree(&project.public());
    project.write("content/articles/affair.md", &text);
    project.write(&format!("content/articles/{c}.svg"), &format!("<svg>{c}</svg>"));
    project.build();
    assert!(hits(&tree(&project.public()), c).len() > 5);
    project.edit("content/articles/affair.md", "---\ntitle", "---\ndraft: true\ntitle");
    project.build();
    assert_eq!(hits(&tree(&project.public()), c), Vec::<String>::new());
    assert_eq!(difference(&tree(&project.public()), &before), Vec::<String>::new());
}

/// I3. An embargo ends at its very moment, in whatever zone it is written.
#[test]
fn i3_an_embargo_ends_at_its_moment_across_zones() {
    let project = Project::new(RECORDS);
    let c = CANARY;
    for (embargo, seen) in [
        ("2025-02-19T21:20:00Z", true),
        ("2025-02-19T21:20:01Z", false),
        ("2025-02-20T07:20:00+10:00", true),
        ("2025-02-20T07:20:01+10:00", false),
        ("2025-02-19T16:20:00-05:00", true),
        ("2025-02-19T16:20:01-05:00", false),
    ] {
        project
            .write("content/articles/e.md", &format!("---\ntitle: {c}\ndate: 2025-02-15\nembargo: {embargo}\n---\n"));
        let outcome = project.build();
        assert!(!outcome.planned.report.has_errors(), "{}", errors(&outcome));
        assert_eq!(!hits(&tree(&project.public()), c).is_empty(), seen, "{embargo}");
    }
}

/// I4. Of `content/`, only pictures that something shows are copied.
#[test]
fn i4_only_referenced_files_of_content_are_copied() {
    let project = Project::new(RECORDS);
    project.write("content/articles/notes.pdf", "for the desk");
    project.build();
    let tree = tree(&project.public());
    let files: Vec<&String> = tree.keys().filter(|path| path.starts_with("files/")).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].starts_with("files/handshake."), "{files:?}");
    for word in ["nobody refers to this", "for the desk", "unused"] {
        assert_eq!(hits(&tree, word), Vec::<String>::new(), "{word}");
    }
}

/// I6. No path of this machine, no user and no host is in the output.
#[test]
fn i6_no_path_user_or_host_is_in_the_output() {
    let folder = folder();
    let home = folder.path().join("home-of-zebulon");
    let project = Project::new(RECORDS);
    let site = home.join("site");
    fs::create_dir_all(&home).unwrap();
    fs::rename(project.root(), &site).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .args(["build"])
        .current_dir(&site)
        .env("HOME", &home)
        .env("USER", "zebulon")
        .env("LOGNAME", "zebulon")
        .env("HOSTNAME", "zebulon-host")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let built = tree(&site.join("public"));
    let words = ["zebulon", home.to_str().unwrap(), folder.path().to_str().unwrap(), env!("CARGO_MANIFEST_DIR")];
    for word in words.into_iter().chain([host.trim()].into_iter().filter(|host| host.len() > 5)) {
        assert_eq!(hits(&built, word), Vec::<String>::new(), "{word}");
    }
}

// ---------------------------------------------------------------- J

/// J1. The folder, the time zone, the language, the number of threads, the order in which files came to be and the
/// umask change no byte, and neither does the clock.
#[test]
fn j1_the_same_bytes_on_every_machine() {
    let base = Project::new(RECORDS);
    base.build();
    let expected = tree(&base.public());
    let mut reversed: Vec<(&str, &str)> = RECORDS.to_vec();
    reversed.reverse();
    for (threads, zone, language, umask) in
        [("1", "Pacific/Kiritimati", "tr_TR.UTF-8", "0077"), ("7", "America/St_Johns", "C", "0000")]
    {
        let project = Project::new(&reversed);
        let command = format!("umask {umask}; exec \"$0\" build");
        let output = Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_dossier")])
            .current_dir(project.root())
            .env("RAYON_NUM_THREADS", threads)
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(difference(&tree(&project.public()), &expected), Vec::<String>::new());
        reversed.swap(0, 5);
        reversed.swap(2, 9);
    }
}
