//! The repository's own site: what it promises its readers, and that users get the same theme.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            let _ = fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Returns the sample in a folder of its own, with the theme beside it or without.
fn sample(folder: &Path, with_templates: bool) -> PathBuf {
    let site = folder.join(if with_templates { "with" } else { "without" });
    copy(&root().join("content"), &site.join("content"));
    fs::copy(root().join("dossier.yaml"), site.join("dossier.yaml")).unwrap();
    if with_templates {
        copy(&root().join("templates"), &site.join("templates"));
    }
    site
}

fn dossier(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dossier")).args(arguments).current_dir(folder).output().unwrap()
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, root: &Path, tree: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, tree);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                tree.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// A line of `--timings`: the stage, and what is said of memory.
fn timed(line: &str) -> Option<(&str, Option<[u64; 2]>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        [stage, _, "ms", _, "%"] => Some((stage, None)),
        [stage, _, "ms", _, "%", held, "MiB,", "peak", peak, "MiB"] => {
            Some((stage, Some([held.parse().unwrap(), peak.parse().unwrap()])))
        }
        _ => None,
    }
}

#[test]
fn timings_tell_the_memory_of_each_stage_where_the_system_does() {
    let folder = tempfile::tempdir().unwrap();
    let site = sample(folder.path(), false);
    let output = dossier(&site, &["build", "--timings"]);
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    let (stages, memory): (Vec<_>, Vec<_>) = said.lines().filter_map(timed).unzip();
    assert_eq!(stages, ["load", "parse", "link", "check", "plan", "render", "write"], "{said}");
    let measured = memory.iter().flatten();
    assert_eq!(measured.clone().count(), if cfg!(target_os = "linux") { stages.len() } else { 0 }, "{said}");
    assert!(measured.clone().all(|[held, peak]| 1 <= *held && held <= peak), "{said}");
    assert!(measured.clone().map(|[_, peak]| peak).is_sorted(), "{said}");
    let output = dossier(&site, &["build"]);
    assert!(!String::from_utf8(output.stderr).unwrap().contains("MiB"));
}

#[test]
fn the_theme_inside_the_program_is_the_one_in_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let trees: Vec<_> = [true, false]
        .into_iter()
        .map(|with| {
            let site = sample(folder.path(), with);
            let output = dossier(&site, &["build"]);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            tree(&site.join("public"))
        })
        .collect();
    assert!(trees[0].len() > 150, "only {} files", trees[0].len());
    assert!(trees[0] == trees[1], "the two sites differ");
}

#[test]
fn everybody_who_is_named_has_a_page_with_the_right_role() {
    let folder = tempfile::tempdir().unwrap();
    let site = sample(folder.path(), false);
    let people = dossier(&site, &["query", "people"]);
    let people: Vec<serde_json::Value> =
        String::from_utf8(people.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (name, role) in [
        ("Donald Trump", "President of the United States"),
        ("Vladimir Putin", "President of Russia"),
        ("Volodymyr Zelensky", "President of Ukraine"),
        ("Marco Rubio", "Secretary of State"),
        ("John Ratcliffe", "CIA"),
        ("Michael Waltz", "National Security Advi"),
        ("Steve Witkoff", "Special Envoy"),
        ("Dmitry Peskov", "Kremlin"),
        ("Pete Hegseth", "Defence Secretary"),
        ("Xi Jinping", "President of China"),
    ] {
        let person = people.iter().find(|person| person["title"] == name).unwrap_or_else(|| panic!("no {name}"));
        let held = person["role"].as_str().unwrap_or("");
        assert!(held.to_lowercase().contains(&role.to_lowercase()), "{name} is `{held}`, not `{role}`");
    }
    for name in ["Marc Fogel", "Alexander Vinnik", "Joe Biden"] {
        assert!(people.iter().any(|person| person["title"] == name), "no {name}");
    }
    let biden = people.iter().find(|person| person["title"] == "Joe Biden").unwrap();
    assert!(!biden["role"].as_str().unwrap_or("").starts_with("President"), "Joe Biden is no longer president");
    let zelensky = people.iter().find(|person| person["title"] == "Volodymyr Zelensky").unwrap();
    let spellings = zelensky["aliases"].to_string();
    assert!(spellings.contains("Zelenskyy") && spellings.contains("Володимир Зеленський"), "{spellings}");
}

#[test]
fn publish_copies_to_a_folder_and_says_what_changes() {
    let folder = tempfile::tempdir().unwrap();
    let site = sample(folder.path(), false);
    let settings = site.join("dossier.yaml");
    let text = fs::read_to_string(&settings).unwrap() + "publish:\n  live: {kind: folder, path: ../live}\n";
    fs::write(&settings, text).unwrap();
    let dry = dossier(&site, &["publish", "--dry-run"]);
    assert!(dry.status.success(), "{}", String::from_utf8_lossy(&dry.stderr));
    assert!(!folder.path().join("live/index.html").exists(), "a dry run changes nothing");
    let planned = String::from_utf8(dry.stdout).unwrap().lines().count();
    assert_eq!(dossier(&site, &["publish"]).status.code(), Some(3), "without a terminal only --yes goes on");
    assert!(dossier(&site, &["publish", "--yes"]).status.success());
    let (local, live) = (tree(&site.join("public")), tree(&folder.path().join("live")));
    let own = |name: &String| name.starts_with(".dossier-") || name == "SHA256SUMS";
    let files = |tree: BTreeMap<String, Vec<u8>>| tree.into_iter().filter(|(name, _)| !own(name)).collect::<Vec<_>>();
    assert_eq!(planned, local.len(), "the dry run is exact: each file, and the sums where the site has its manifest");
    assert!(files(local) == files(live), "the published site is the built one");
    fs::write(folder.path().join("live/foreign.txt"), "not ours").unwrap();
    fs::remove_file(site.join("content/pages/about.md")).unwrap();
    let index = fs::read_to_string(site.join("content/index.md")).unwrap();
    fs::write(site.join("content/index.md"), index.replace("[[about]]", "about")).unwrap();
    let output = dossier(&site, &["publish", "live", "--yes"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("live/about/index.html").exists());
    assert!(folder.path().join("live/foreign.txt").exists(), "what we did not write stays");
}

#[test]
fn a_second_build_renders_nothing_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let site = sample(folder.path(), false);
    assert!(dossier(&site, &["build"]).status.success());
    let before = tree(&site.join("public"));
    let times = || -> BTreeMap<String, std::time::SystemTime> {
        let modified = |name: &String| fs::metadata(site.join("public").join(name)).unwrap().modified().unwrap();
        before.keys().map(|name| (name.clone(), modified(name))).collect()
    };
    let first = times();
    let output = dossier(&site, &["build", "--verify"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains(": 0 rendered, "), "{said}");
    assert!(tree(&site.join("public")) == before && times() == first);
}

/// A place with 99 past events and one plan: the plan must not make a page of older events appear that nobody writes.
#[test]
fn links_to_older_events_lead_to_pages() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("dossier.yaml", "title: T\nbase_url: https://example.org/\nlanguage: en\n");
    write("content/places/hall.md", "---\nname: Hall\n---\n");
    for past in [99, 100] {
        for number in 0..=past {
            let status = if number == past { "planned" } else { "happened" };
            let day = format!("20{:02}-05-01", number % 100);
            let text = format!("---\ntitle: Meeting {number}\ndate: {day}\nstatus: {status}\nplace: hall\n---\n");
            write(&format!("content/events/meeting-{number}.md"), &text);
        }
        let output = dossier(folder.path(), &["build"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let page = fs::read_to_string(folder.path().join("public/places/hall/index.html")).unwrap();
        let older = folder.path().join("public/places/hall/events/1/index.html").exists();
        assert_eq!(page.contains("places/hall/events/1/"), older, "with {past} past events");
        assert_eq!(older, past == 100, "a full page is made of 50 past events, with 50 or more above it");
        assert!(page.contains(&format!("Meeting {past}<")), "the plan is shown");
    }
}

/// What came on the 14th of February has left no trace in the site as it was known on the 13th: not in a page, not in data,
/// feeds or addresses.
#[test]
fn the_site_as_of_the_13th_holds_no_trace_of_the_14th() {
    let folder = tempfile::tempdir().unwrap();
    let site = sample(folder.path(), true);
    let build = |day: &[&str]| {
        let output = dossier(&site, &[&["build", "--output", "out"], day].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stderr).ends_with("0 warnings.\n"));
        let tree = tree(&site.join("out"));
        fs::remove_dir_all(site.join("out")).unwrap();
        tree
    };
    let whole = build(&[]);
    let traces = [
        "paris",
        "france",
        "germany",
        "britain",
        "europe",
        "joint statement",
        "joint-statement",
        "security guarantees",
        "china",
        "xi jinping",
        "hegseth",
        "14 february",
        "14 feb",
        "2025-02-14",
        "clarification",
    ];
    let holding = |tree: &BTreeMap<String, Vec<u8>>, trace: &str| -> Vec<String> {
        let found = tree.iter().filter(|(name, _)| !name.starts_with("assets/") && !name.starts_with('.'));
        let found = found.filter(|(name, bytes)| {
            name.to_lowercase().contains(trace) || String::from_utf8_lossy(bytes).to_lowercase().contains(trace)
        });
        found.map(|(name, _)| name.clone()).collect()
    };
    let then = build(&["--as-of", "2025-02-13"]);
    for trace in traces {
        assert!(!holding(&whole, trace).is_empty(), "the whole site should hold `{trace}`");
        let found = holding(&then, trace);
        assert!(found.is_empty(), "`{trace}` in {found:?}");
    }
    assert!(then.contains_key("articles/trump-and-putin-agree-to-start-talks/index.html"));
    assert!(String::from_utf8_lossy(&then["atom.xml"]).matches("<entry>").count() >= 3);
    // On the day of the newest update everything is known.
    assert!(build(&["--as-of", "2025-02-14"]) == whole, "the day of the newest update shows the whole site");
}
