//! A project with a record of each kind, the trees that builds of it write, and how two of these differ.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dossier::diagnostic::Diagnostic;
use dossier::engine::{Engine, Options, Outcome};
use dossier::render::Change;
use jiff::Timestamp;
use tempfile::TempDir;

/// The moment of every build: 2025-02-19T21:20:00Z.
pub(crate) const MOMENT: i64 = 1_740_000_000;

/// The files of a folder by their paths.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Eight records that refer to each other in every way that matters here.
pub(crate) const RECORDS: &[(&str, &str)] = &[
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
         Grace Hopper answered. Nobody else did. ^told\n",
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
pub(crate) struct Project {
    pub(crate) folder: TempDir,
}

impl Project {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: folder() };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub(crate) fn root(&self) -> PathBuf {
        let root = self.folder.path().join("site");
        fs::create_dir_all(&root).unwrap();
        root.canonicalize().unwrap()
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.write(path, &text.replace(from, to));
    }

    pub(crate) fn options(&self) -> Options {
        Options {
            root: self.root(),
            now: Timestamp::from_second(MOMENT).unwrap(),
            as_of: None,
            drafts: false,
            strict: false,
            base_url: None,
        }
    }

    pub(crate) fn build(&self) -> Outcome {
        Engine::new(self.options()).build(&self.public()).unwrap()
    }

    /// Returns what a clean build of the project writes, or `None` if it has errors.
    pub(crate) fn clean(&self) -> Option<Tree> {
        Self::clean_by(self.options())
    }

    /// Returns what a clean build of the project finds.
    pub(crate) fn found(&self) -> Vec<Diagnostic> {
        Engine::new(self.options()).build(folder().path()).unwrap().planned.report.into_all()
    }

    /// Returns what a clean build with these options writes, or `None` if it has errors.
    pub(crate) fn clean_by(options: Options) -> Option<Tree> {
        let output = folder();
        let outcome = Engine::new(options).build(output.path()).unwrap();
        (!outcome.planned.report.has_errors()).then(|| tree(output.path()))
    }

    /// Runs the program in the project's folder.
    pub(crate) fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
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
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub(crate) fn errors(outcome: &Outcome) -> String {
    outcome.planned.report.all().iter().fold(String::new(), |mut text, diagnostic| {
        let _ = writeln!(text, "{} {} {:?}", diagnostic.code.code, diagnostic.message, diagnostic.place);
        text
    })
}

/// Reads all files below a folder, the manifest included.
pub(crate) fn tree(folder: &Path) -> Tree {
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
pub(crate) fn difference(one: &Tree, other: &Tree) -> Vec<String> {
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
pub(crate) fn rendered(outcome: &Outcome) -> Vec<String> {
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

pub(crate) fn hits(tree: &Tree, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    tree.iter().filter(|(path, bytes)| path.contains(word) || holds(bytes)).map(|(path, _)| path.clone()).collect()
}
