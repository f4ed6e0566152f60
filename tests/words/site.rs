//! The site of `site.md` in any language, built and looked at.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dossier::engine::{Engine, Options, Outcome};
use jiff::Timestamp;
use tempfile::TempDir;

/// The moment of every build: 2025-02-19T21:20:00Z.
const MOMENT: i64 = 1_740_000_000;

/// With so many records of each kind, lists are split by letter and by year.
pub(crate) const MANY: usize = 320;
/// With so many articles, older mentions, quotes and events of one person have pages of their own.
pub(crate) const SOME: usize = 110;

/// The files of the site, in fences as those of a case; `§1` to `§24` are the letters, `xx` is the language.
const FILES: &str = include_str!("site.md");

/// A site in a temporary folder.
pub(crate) struct Site(TempDir);

impl Site {
    /// Writes a site without a record.
    pub(crate) fn empty(language: &str) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write("dossier.yaml", &format!("title: \"1\"\nbase_url: https://example.org/\nlanguage: {language}\n"));
        site
    }

    /// Writes a site in a language; `letters` are what an author writes, and of each kind there are `many` records more.
    pub(crate) fn new(language: &str, letters: &[&str], many: usize) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        let mut sources = String::new();
        for block in FILES.split("```file ").skip(1) {
            let (path, rest) = block.split_once('\n').unwrap();
            let text = letter(rest.split_once("\n```").unwrap().0, letters) + "\n";
            match path {
                "content/sources.yaml" => sources = text,
                _ => site.write(path, &text.replace("language: xx", &format!("language: {language}"))),
            }
        }
        for number in 0..many {
            let day = format!("2024-{:02}-{:02}", number % 12 + 1, number / 12 + 1);
            let text = format!(
                "---\ntitle: §9 {number}\ndate: {day}\npeople: [ada]\n---\n\n[[ada|§18 §19]] §2 {number}.\n\n> §3 {number}\n> — [[ada]], {day}\n"
            );
            site.write(&format!("content/articles/n{number}.md"), &letter(&text, letters));
            let text = format!("---\ntitle: §8 {number}\ndate: {day}\nparticipants: [ada]\nsources: [wire]\n---\n");
            site.write(&format!("content/events/n{number}.md"), &letter(&text, letters));
            site.write(
                &format!("content/people/n{number}.md"),
                &letter(&format!("---\nname: §{} §9 {number}\n---\n", number % 24 + 1), letters),
            );
            let _ = writeln!(sources, "s{number}: {{title: {} {number}}}", letters[number % letters.len()]);
        }
        site.write("content/sources.yaml", &sources);
        site
    }

    /// Writes one file of the site.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Builds the site.
    pub(crate) fn build(&self) -> Outcome {
        let options = Options {
            root: self.0.path().canonicalize().unwrap(),
            now: Timestamp::from_second(MOMENT).unwrap(),
            as_of: None,
            drafts: false,
            strict: false,
            base_url: None,
        };
        Engine::new(options).build(&self.public()).unwrap()
    }

    /// Returns its pages with their paths, sorted.
    pub(crate) fn pages(&self) -> Vec<(String, String)> {
        let mut pages = Vec::new();
        collect(&self.public(), &self.public(), &mut pages);
        pages.sort();
        pages
    }

    fn public(&self) -> PathBuf {
        self.0.path().join("public")
    }
}

/// Puts letters into a text, the largest numbers first.
fn letter(text: &str, letters: &[&str]) -> String {
    let mut text = text.to_owned();
    for (at, letter) in letters.iter().enumerate().rev() {
        text = text.replace(&format!("§{}", at + 1), letter);
    }
    text
}

fn collect(root: &Path, folder: &Path, pages: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, pages);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            pages.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}
