//! Hard-case C1: after any edits a build gives what a clean build gives.
//!
//! The state machine starts from the seed in `SEED` (1 unless set) and runs `SEQUENCES` sequences (100 unless set) of edits; a
//! failure prints both, with the edits that led to it.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use dossier::digest::Digest;
use dossier::engine::{Built, Engine};
use rayon::prelude::*;

use crate::project::{Project, RECORDS, difference, errors, tree};

/// Numbers that are the same on every machine: splitmix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub(crate) fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        if items.is_empty() { None } else { Some(items[self.below(items.len())].clone()) }
    }
}

/// The words that edits put into texts: names, so that mentions come and go.
pub(crate) const WORDS: &[&str] = &[
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
    pub(crate) fn step(&self, random: &mut Random) -> String {
        let files = self.markdown();
        let Some(file) = random.pick(&files) else { return "nothing is left".into() };
        let word = WORDS[random.below(WORDS.len())];
        match random.below(21) {
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
            18 => {
                let label = ["Ship", "Vessel"][random.below(2)];
                let inverse = ["", ", inverse: Owns"][random.below(2)];
                let kinds = format!(
                    "kinds:\n  vessel:\n    label: {label}\n    fields: {{built: date}}\n    relations: {{owner: {{to: [people, organizations]{inverse}}}}}\n"
                );
                self.write(
                    "dossier.yaml",
                    &format!("title: Test\nbase_url: https://example.org/\nlanguage: en\n{kinds}"),
                );
                format!("kinds of its own: {label}{inverse}")
            }
            19 => {
                let path = format!("content/vessels/vessel-{}.md", random.below(3));
                let owner = ["ada", "grace", word][random.below(3)];
                let text =
                    format!("---\nname: {word} III\nbuilt: 200{}\nowner: {owner}\n---\n\nHers.\n", random.below(9));
                self.write(&path, &text);
                format!("create {path} of {owner}")
            }
            _ => {
                let number = random.below(3);
                self.write("content/sources.yaml", &format!("report:\n  title: The report {number}\n"));
                format!("the source {number}")
            }
        }
    }

    /// Goes back to the first state, as a checkout does.
    pub(crate) fn restore(&self) {
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
    run(300, sequence);
}

/// Runs as many sequences as are asked for, or the usual number, from the seed that is asked for.
pub(crate) fn run(usual: u64, sequence: impl Fn(u64) -> Result<(), String> + Sync) {
    let number = |name: &str, default: u64| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (seed, sequences) = (number("SEED", 1), number("SEQUENCES", usual));
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
        for _ in 0..random.below(4) {
            steps.push(project.step(&mut random));
        }
        let fresh = random.below(4) == 0;
        if fresh {
            kept = Engine::new(project.options());
        }
        let built_now = kept.build_if_changed(&project.public(), &|| Some(Digest(1))).unwrap();
        let wrong = match &built_now {
            Built::New(outcome) if outcome.planned.report.has_errors() => Some(errors(outcome)),
            Built::Same(settled) if settled.report.all() != project.found() => {
                Some("it tells something else".to_owned())
            }
            Built::New(_) | Built::Same(_) => None,
        };
        let now = tree(&project.public());
        let fail = |what: &str, differences: &[String]| {
            Err(format!("SEED={seed} SEQUENCES=1: {what}\n{}\nafter\n{}", differences.join("\n"), steps.join("\n")))
        };
        let Some(clean) = project.clean() else {
            if wrong.is_none() {
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
        if let Some(errors) = wrong {
            return fail("only the incremental build has errors", &[errors]);
        }
        let differences = difference(&now, &clean);
        if !differences.is_empty() {
            return fail("the output differs from a clean build", &differences);
        }
        built = now;
    }
    Ok(())
}
