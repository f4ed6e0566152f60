//! Publishing: what must never leave is found in every format, and what leaves is what was planned (hard-cases I, K).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const SETTINGS: &str =
    "title: Test\nbase_url: https://example.org/\nlanguage: en\npublish:\n  live: {kind: folder, path: ../live}\n";

/// A site in a folder of its own, below a home folder.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.write("dossier.yaml", SETTINGS);
        project
            .write("content/articles/call.md", "---\ntitle: The call\ndate: 2025-02-12\n---\n\nIt was a short call.\n");
        project
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home-of-zebulon")
    }

    fn root(&self) -> PathBuf {
        self.home().join("site")
    }

    fn live(&self) -> PathBuf {
        self.home().join("live")
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    fn publish(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dossier"))
            .arg("publish")
            .args(arguments)
            .current_dir(self.root())
            .env("HOME", self.home())
            .env("SOURCE_DATE_EPOCH", "1740000000")
            .output()
            .unwrap()
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A JPEG's beginning with Exif that holds a place, or only a maker.
fn exif(place: bool, big: bool) -> Vec<u8> {
    let short = |number: u16| if big { number.to_be_bytes() } else { number.to_le_bytes() };
    let long = |number: u32| if big { number.to_be_bytes() } else { number.to_le_bytes() };
    let entry =
        |tag: u16, ty: u16, count: u32, value: u32| [&short(tag)[..], &short(ty), &long(count), &long(value)].concat();
    let tag = if place { 0x8825 } else { 0x8769 };
    let tiff = [
        if big { b"MM\0*" } else { b"II*\0" }.to_vec(),
        long(8).to_vec(),
        short(1).to_vec(),
        entry(tag, 4, 1, 26),
        long(0).to_vec(),
        short(2).to_vec(),
        entry(1, 2, 2, 0x4e00_0000),
        entry(2, 5, 3, 60),
        [0; 32].to_vec(),
    ];
    [b"\xff\xd8\xff\xe1\0\x80Exif\0\0".to_vec(), tiff.concat()].concat()
}

/// Returns why publishing was refused with this file in `static/`; nothing if it was not.
fn refused(project: &Project, name: &str, content: &[u8]) -> Option<String> {
    let path = format!("static/{name}");
    project.write(&path, content);
    let output = project.publish(&["--dry-run"]);
    project.remove(&path);
    let said = said(&output);
    match output.status.code() {
        Some(0) => None,
        Some(3) => {
            assert!(said.contains(&format!("public/{name}")), "the file is not named: {said}");
            Some(said)
        }
        code => panic!("{code:?}: {said}"),
    }
}

/// K4: no key in a log, not even in that of the refusal.
#[test]
fn keys_and_tokens_are_refused_and_never_told() {
    let project = Project::new();
    let letters = "Q7rT9zK3mX5vB8nL2pW4sD6fG1hJ0cYeUaIoZxCv";
    let keys = [
        (format!("AKIA{}", "7Q2XW5RB9KZ3MVNT"), "AWS"),
        (format!("ghp_{}", &letters[..36]), "GitHub"),
        (format!("github_pat_{}_{}", &letters[..22], &letters[..20]), "GitHub"),
        (format!("glpat-{}", &letters[..20]), "GitLab"),
        (format!("xoxb-{}-{}", "123456789012", &letters[..24]), "Slack"),
        (format!("AIza{}", &letters[..35]), "Google"),
        (format!("sk_live_{}", &letters[..24]), "Stripe"),
        (format!("Authorization: Bearer {letters}"), "Bearer"),
        (format!("-----BEGIN OPENSSH {}-----\n{letters}", "PRIVATE KEY"), "private key"),
        (format!("-----BEGIN {}-----\n{letters}", "PRIVATE KEY"), "private key"),
        (format!("-----BEGIN PGP {} BLOCK-----\n{letters}", "PRIVATE KEY"), "private key"),
    ];
    for (key, what) in &keys {
        for name in ["a.txt", "a.json", "a.js", "a.html", "a.bin"] {
            let content = format!("{{\"x\": \"{key}\"}}\n");
            let said = refused(&project, name, content.as_bytes()).unwrap_or_else(|| panic!("{key} in {name}"));
            assert!(said.contains("error[D075]") && said.contains(what), "{said}");
            for secret in [key.as_str(), &letters[..20]] {
                assert!(!said.contains(secret), "{said}");
            }
        }
    }
    let harmless = [
        "AKIA is a prefix. AKIATOOSHORT",
        "xAKIA7Q2XW5RB9KZ3MVNTx of a longer word",
        "Bearer representatives-of-the-state-spoke",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "ghp_short",
    ];
    assert_eq!(refused(&project, "a.txt", harmless.join("\n").as_bytes()), None);
}

/// I6.
#[test]
fn paths_of_the_machine_are_refused() {
    let project = Project::new();
    let (home, root) = (project.home().display().to_string(), project.root().display().to_string());
    for (content, what) in [
        (format!("<a href=\"file://{home}/x\">"), "the home folder"),
        (format!("{{\"file\": \"{root}/content/x.md\"}}"), "the project's folder"),
        (format!("# sourceMappingURL={root}\n"), "the project's folder"),
    ] {
        let said = refused(&project, "a.js", content.as_bytes()).unwrap_or_else(|| panic!("{content}"));
        assert!(said.contains("error[D074]") && said.contains(what), "{said}");
    }
    let others = format!("https://example.org{home}/ {home}more x{root}");
    assert_eq!(refused(&project, "a.js", others.as_bytes()), None);
}

/// I1, I5: `static/` is copied byte for byte, so pictures there are looked at.
#[test]
fn pictures_that_tell_their_place_are_refused() {
    let project = Project::new();
    for big in [false, true] {
        let said = refused(&project, "photo.jpg", &exif(true, big)).expect("a place in Exif");
        assert!(said.contains("error[D076]"), "{said}");
        assert_eq!(refused(&project, "photo.jpg", &exif(false, big)), None, "a camera is no place");
    }
    let xmp = b"RIFF....WEBP\0XMP <rdf:Description exif:GPSLatitude=\"52,31N\"/>";
    assert!(refused(&project, "photo.webp", xmp).is_some());
    assert!(refused(&project, "film.mp4", b"\0\0\0\x18ftypmp42\0\0udta\0\xa9xyz+52.5+13.4/").is_some());
    assert_eq!(refused(&project, "scene.txt", b"GPSLatitude is a tag of Exif"), None);
}

/// I1 in every format that has escapes of its own; a word of the interface or of a published record is no secret.
#[test]
fn text_of_what_is_hidden_is_found_in_every_format() {
    let project = Project::new();
    for (name, front) in [
        ("draft", "draft: true"),
        ("embargoed", "embargo: 2030-01-01T00:00:00Z"),
        ("expired", "expires: 2020-01-01T00:00:00Z"),
        ("withdrawn", "status: withdrawn"),
    ] {
        let text = format!(
            "---\ntitle: Title of {name}\ndate: 2025-02-12\nsummary: The call\n{front}\n---\n\nThe {name} witness \"saw\" the coach — at nine & left. It was a short call. Corrections.\n\nСекретний свідок {name} бачив потяг о дев'ятій. 秘密の証人は九時に列車を見た{name}。\n"
        );
        project.write(&format!("content/articles/{name}.md"), text);
        let sentence = format!("The {name} witness saw the coach at nine & left");
        let formats = [
            (
                "a.html",
                format!(
                    "<p>The <b>{name}</b> witness &quot;saw&quot; <a href=\"x\">the coach</a> &#8212; at nine &amp; left.</p>"
                ),
            ),
            ("a.html", format!("<p title=\"The {name} witness 'saw' the coach: at nine &amp; left\">x</p>")),
            ("a.html", format!("<!-- The {name} witness saw the coach at nine left -->")),
            ("a.json", format!("[\"The {name} witness \\\"saw\\\" the\\ncoach \\u2014 at \\u006eine \\u0026 left\"]")),
            (
                "a.json",
                format!(
                    "[\"\\u003cp\\u003eThe {name} witness \\u003cem\\u003esaw\\u003c/em\\u003e the coach at nine left\"]"
                ),
            ),
            (
                "a.xml",
                format!(
                    "<c>&lt;p&gt;The {name} witness &lt;b&gt;saw&lt;/b&gt; the coach, at nine &amp;amp; left&lt;/p&gt;</c>"
                ),
            ),
            ("a.js", format!("x = 'THE {name} WITNESS SAW THE COACH\\nAT NINE. LEFT'")),
            ("a.csv", format!("1,\"The {name} witness \"\"saw\"\" the coach at nine, left\"")),
            ("a.ics", format!("DESCRIPTION:The {name} witn\r\n ess saw\\, the coach at nine left")),
            ("a.txt", sentence),
            ("a.txt", format!("секретний свідок {name} БАЧИВ потяг о дев’ятій")),
            ("a.txt", format!("x秘密の証人は九時に列車を見た{name}。x")),
            ("a.txt", format!("Title of {name}")),
            (&*format!("title-of-{name}.txt"), "x".to_owned()),
        ];
        // The name of what was withdrawn stays with its notice.
        let named = if name == "withdrawn" { 2 } else { 0 };
        for (file, content) in formats.into_iter().rev().skip(named) {
            let said = refused(&project, file, content.as_bytes()).unwrap_or_else(|| panic!("{file}: {content}"));
            assert!(said.contains("error[D072]") && said.contains(&format!("content/articles/{name}.md")), "{said}");
            assert!(!said.contains("witness") && !said.contains("Title of"), "{said}");
        }
    }
    for harmless in
        ["It was a short call. The call. Corrections.", "The draft witness saw the coach", "Title of something"]
    {
        assert_eq!(refused(&project, "a.txt", harmless.as_bytes()), None, "{harmless}");
    }
}

/// Notes and comments stand in published records, and are no less private.
#[test]
fn notes_and_comments_are_found() {
    let project = Project::new();
    project.write(
        "content/people/ada.md",
        "---\nname: Ada Lovelace\nprivate: {source: the man who sold us the ledger}\n---\n\nShe wrote. %%Ask her brother about the second letter.%%\n\n<!-- He called us at home after midnight -->\n",
    );
    for secret in [
        "the man who sold us the ledger",
        "ask her brother about the second letter",
        "he called us at home after midnight",
    ] {
        assert!(refused(&project, "a.txt", secret.as_bytes()).is_some(), "{secret}");
    }
}

/// A template and the settings' `extra` are ways around all that hides a record.
#[test]
fn text_that_a_template_brings_is_found() {
    let project = Project::new();
    let motto = "The minister will resign on a Tuesday";
    project.write(
        "content/articles/secret.md",
        format!("---\ntitle: T\ndate: 2025-02-12\ndraft: true\n---\n\n{motto}.\n"),
    );
    project.write("dossier.yaml", format!("{SETTINGS}extra: {{motto: {motto}}}\n"));
    assert!(project.publish(&["--dry-run"]).status.success(), "no page shows it");
    project.write("templates/site-footer.html", "<footer>{{ site.extra.motto }}</footer>");
    let output = project.publish(&["--dry-run"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("public/404.html"), "{}", said(&output));
}

#[test]
fn what_was_published_is_verified_by_its_sums() {
    let project = Project::new();
    project.write("static/a name.txt", "as it was");
    assert!(project.publish(&["--yes"]).status.success());
    let verify = || Command::new(env!("CARGO_BIN_EXE_dossier")).arg("verify").arg(project.live()).output().unwrap();
    assert!(verify().status.success(), "{}", said(&verify()));
    let again = project.publish(&["--dry-run"]);
    assert!(said(&again).contains("0 to add, 0 to change, 0 to remove"), "{}", said(&again));
    let sums = fs::read_to_string(project.live().join("SHA256SUMS")).unwrap();
    assert!(sums.lines().is_sorted_by_key(|line| &line[64..]) && sums.contains("  a name.txt\n"), "{sums}");
    if let Ok(check) =
        Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(project.live()).output()
    {
        assert!(check.status.success(), "{}", said(&check));
    }
    fs::write(project.live().join("foreign.txt"), "somebody else's").unwrap();
    fs::write(project.live().join("a name.txt"), "altered").unwrap();
    fs::remove_file(project.live().join("404.html")).unwrap();
    let output = verify();
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "- 404.html\n~ a name.txt\n");
    fs::write(project.live().join("SHA256SUMS"), sums.replace("  404.html", "  ../x")).unwrap();
    assert_eq!(verify().status.code(), Some(2), "a list that leads out of the folder is none");
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// A branch gets what changed as one commit; foreign files stay, foreign branches are refused (K4).
#[test]
fn a_branch_is_published_to() {
    let project = Project::new();
    let bare = project.home().join("site.git");
    git(project.folder.path(), &["init", "--quiet", "--bare", bare.to_str().unwrap()]);
    let settings = |history: &str, branch: &str| {
        SETTINGS.replace(
            "kind: folder, path: ../live",
            &format!("kind: git, repository: ../site.git, branch: {branch}, history: {history}"),
        )
    };
    project.write("dossier.yaml", settings("keep", "pages"));
    assert!(project.publish(&["--dry-run"]).status.success());
    assert_eq!(git(&bare, &["branch", "--list"]), "", "a dry run pushes nothing");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let files = || git(&bare, &["ls-tree", "-r", "--name-only", "pages"]);
    assert!(files().contains("index.html\n") && files().contains(".nojekyll\n"), "{}", files());
    let count = || git(&bare, &["rev-list", "--count", "pages"]).trim().to_owned();

    let desk = project.home().join("desk");
    git(project.folder.path(), &["clone", "--quiet", "--branch=pages", bare.to_str().unwrap(), desk.to_str().unwrap()]);
    fs::write(desk.join("CNAME"), "news.example.org\n").unwrap();
    let commit = ["-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--message=name"];
    git(&desk, &["add", "CNAME"]);
    git(&desk, &commit);
    git(&desk, &["push", "--quiet"]);
    assert!(project.publish(&["--yes"]).status.success());
    assert_eq!(count(), "2", "nothing changed, so there is no commit");

    project.write("content/articles/second.md", "---\ntitle: The second\ndate: 2025-02-13\n---\n\nMore.\n");
    assert!(project.publish(&["--yes"]).status.success());
    assert_eq!(count(), "3");
    assert!(files().contains("CNAME\n") && files().contains("articles/second/index.html\n"));
    for file in files()
        .lines()
        .filter(|file| !["CNAME", ".nojekyll", "SHA256SUMS"].contains(file) && !file.starts_with(".dossier"))
    {
        let there = Command::new("git").arg("-C").arg(&bare).args(["show", &format!("pages:{file}")]).output().unwrap();
        assert!(there.stdout == fs::read(project.root().join("public").join(file)).unwrap(), "{file}");
    }

    project.write("dossier.yaml", settings("one", "pages"));
    project.write("content/articles/third.md", "---\ntitle: The third\ndate: 2025-02-14\n---\n\nMore.\n");
    assert!(project.publish(&["--yes"]).status.success());
    assert_eq!(count(), "1", "one commit is left");
    assert!(files().contains("CNAME\n") && files().contains("articles/third/index.html\n"));

    git(&desk, &["checkout", "--quiet", "--orphan", "foreign"]);
    git(&desk, &["rm", "--quiet", "-r", "--force", "."]);
    fs::write(desk.join("code.c"), "int main;").unwrap();
    git(&desk, &["add", "code.c"]);
    git(&desk, &commit);
    git(&desk, &["push", "--quiet", "origin", "foreign"]);
    project.write("dossier.yaml", settings("one", "foreign"));
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(git(&bare, &["ls-tree", "-r", "--name-only", "foreign"]), "code.c\n");
}

/// K4: no password in the settings, none in a log.
#[test]
fn passwords_of_repositories_are_refused_and_never_told() {
    let project = Project::new();
    let target =
        |url: &str| SETTINGS.replace("kind: folder, path: ../live", &format!("kind: git, repository: '{url}'"));
    for url in ["https://desk:sesame-4711@127.0.0.1:1/x.git", "https://sesame-4711@127.0.0.1:1/x.git"] {
        project.write("dossier.yaml", target(url));
        let output = project.publish(&["--yes"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(!said(&output).contains("sesame"), "{}", said(&output));
        assert!(said(&output).contains("holds a user or password"), "{}", said(&output));
    }
    project.write("dossier.yaml", target("--upload-pack=touch x:"));
    assert_eq!(project.publish(&["--yes"]).status.code(), Some(2));
}

#[test]
fn more_redirects_than_cloudflare_takes_are_warned_of() {
    let project = Project::new();
    let count = |number: usize| {
        let old: Vec<String> = (0..number).map(|at| format!("/old/{at}/")).collect();
        let text = format!("---\nname: Ada Lovelace\nredirect_from: [{}]\n---\n", old.join(", "));
        project.write("content/people/ada.md", text);
        said(&project.publish(&["--dry-run"]))
    };
    project.write("dossier.yaml", format!("{SETTINGS}hosts: cloudflare\n"));
    assert!(!count(2000).contains("D077"));
    let said = count(2001);
    assert!(said.contains("warning[D077]: 2001 redirects; Cloudflare Pages takes 2000"), "{said}");
}

#[test]
fn what_is_refused_changes_nothing_and_a_clean_site_goes_out() {
    let project = Project::new();
    project.write("dossier.yaml", SETTINGS.to_owned() + "private_words: [Falcon]\n");
    project.write("static/a.txt", "The falcon flies.");
    assert_eq!(project.publish(&["--yes"]).status.code(), Some(3));
    assert!(!project.live().exists());
    project.write("static/a.txt", "The falconer walks.");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(Path::new(&project.live().join("a.txt")).exists());
}
