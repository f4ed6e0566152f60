//! A site in a temporary folder, and the sample, with what the program says of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Texts that break out of something, somewhere, or that a format would rather have otherwise.
pub(super) const PAYLOADS: [&str; 14] = [
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</script><!--<script>",
    "]]> & <![CDATA[ x",
    "&lt;b&gt;&amp;&#106;",
    "javascript:alert(8)",
    "a\u{2028}b\u{2029}c",
    "\\\"\\u003c\\",
    "{{ 7 * 7 }}{% raw %}",
    "- key: [value, {a: b}] # comment",
    "ein „Wort“, l’été; Зеленський 习近平",
    "=HYPERLINK(\"x\")",
    "two\nlines\tand a tab",
    "\u{202e}reversed\u{202c} \u{1f469}\u{200d}\u{1f680}",
];

pub(super) struct Site {
    folder: TempDir,
}

impl Site {
    pub(super) fn new(settings: &str) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.put("dossier.yaml", settings);
        site
    }

    /// A site that says nothing yet, and is another one than those that export.
    pub(super) fn empty() -> Self {
        Self::new("title: Elsewhere\nbase_url: https://elsewhere.example/deep/\nlanguage: de\nauthors: [Nobody]\n")
    }

    /// A site with a payload in every text.
    pub(super) fn hostile() -> Self {
        let site = Self::new("title: \"</title>]]>&\"\nbase_url: https://example.org/\nlanguage: en\n");
        let mut sources = String::new();
        for (at, payload) in PAYLOADS.into_iter().enumerate() {
            let text = quoted(payload);
            let named = |what: &str| quoted(&format!("{what}{at} {payload}"));
            let _ = writeln!(
                sources,
                "s{at}: {{title: {}, publisher: {text}, author: {text}, summary: {text}}}",
                named("S")
            );
            site.put(&format!("content/people/p{at}.md"), &format!(
                "---\nname: {}\naliases: [{}, {{name: {}, kind: weak}}, {{name: {}, kind: former}}]\nnative: {{uk: {text}}}\nsummary: {text}\n\
                 roles: [{{title: {text}, organization: o{at}, from: 2020-03, until: 2021, sources: [s{at}]}}, {{title: {text}, organization: {}}}]\n\
                 tags: [{text}]\nids: {{wikidata: {text}, lei: {text}, viaf: {text}}}\nrelations: [{{to: organizations/o{at}, as: {text}, status: {text}}}]\nsources: [s{at}, {{title: {text}, publisher: {text}}}]\n---\n",
                named("P"), named("Alias "), named("Weak "), named("Former "), named("Unknown "),
            ));
            site.put(
                &format!("content/organizations/o{at}.md"),
                &format!(
                    "---\nname: {}\nsummary: {text}\nids: {{wikidata: Q7259{at}, lei: {text}}}\n---\n",
                    named("O")
                ),
            );
            site.put(
                &format!("content/places/l{at}.md"),
                &format!(
                    "---\nname: {}\ncoordinates: [50.45, 30.5{at}]\nparent: {}\n---\n",
                    named("L"),
                    named("Realm "),
                ),
            );
            site.put(&format!("content/events/e{at}.md"), &format!(
                "---\ntitle: {}\ndate: 2025-02-12~\nwords: {text}\nsummary: {text}\ntype: {text}\nstatus: disputed\nplace: l{at}\nstory: t\n\
                 participants: [{{ref: p{at}, as: {text}, sources: [s{at}]}}, {{ref: organizations/o{at}, as: {text}}}, {}]\n---\n",
                named("E"), named("Stub "),
            ));
            site.put(&format!("content/articles/a{at}.md"), &format!(
                "---\ntitle: {}\ndate: 2025-02-13\nsummary: {text}\nstory: t\nauthors: [{text}]\npeople: [{{ref: p{at}, as: {text}}}]\nevents: [e{at}]\n\
                 quotes:\n  - {{text: {text}, speaker: p{at}, to: {text}, venue: {text}, date: 2025-02}}\n  - {{text: {text}, speaker: {}}}\n---\n",
                named("A"), quoted(&format!("({payload})")),
            ));
        }
        site.put("content/sources.yaml", &sources);
        site.put("content/stories/t.md", &format!("---\ntitle: {0}\nsummary: {0}\n---\n", quoted(PAYLOADS[0])));
        site
    }

    /// The sample, which is only looked at.
    pub(super) fn sample() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// All texts of the site, by path.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.root()).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        files
    }
}

/// Runs the program in a folder.
pub(super) fn dossier(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments).current_dir(root).env("SOURCE_DATE_EPOCH", "1740000000").env("NO_COLOR", "1");
    command.output().unwrap()
}

/// Returns what an export prints; it must not fail.
pub(super) fn export(root: &Path, arguments: &[&str]) -> String {
    let output = dossier(root, &[&["export"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Returns a text as YAML holds any: with escapes for what it would take for the end of a line.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap();
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
