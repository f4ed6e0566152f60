//! A folder as the target.

use std::fs;

use super::gate::python;
use super::{Project, SETTINGS, files, lines, said};

/// Three records change; counted by the files that are others on the disk.
#[test]
fn only_what_changed_is_written_to_a_folder_and_foreign_files_stay() {
    let project = Project::new();
    let article = |word: &str| format!("---\ntitle: Talk\ndate: 2025-02-12\n---\n\nIt was {word}.\n");
    for at in 0..9 {
        project.write(&format!("content/articles/talk-{at}.md"), article("long"));
    }
    assert!(project.publish(&["--yes"]).status.success());
    for foreign in ["foreign.txt", "articles/foreign.txt", ".well-known"] {
        fs::write(project.live().join(foreign), "not ours").unwrap();
    }
    let before = files(&project.live());
    for at in 0..2 {
        project.write(&format!("content/articles/talk-{at}.md"), article("short"));
    }
    project.remove("content/articles/talk-2.md");
    let dry = project.publish(&["--dry-run"]);
    assert!(before == files(&project.live()), "a dry run only reads");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let mut after = files(&project.live());
    let is_new = |(name, held): &(&String, &(Vec<u8>, u64))| before.get(*name).is_none_or(|old| old.1 != held.1);
    let written: Vec<&String> = after.iter().filter(is_new).map(|(name, _)| name).collect();
    assert!(lines(&dry, "+~").iter().eq(written.iter().copied()), "{written:?}");
    assert!(written.len() < after.len() / 2, "{written:?}");
    let gone: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert!(lines(&dry, "-").iter().eq(gone.iter().copied()) && !gone.is_empty(), "{gone:?}");
    for foreign in ["foreign.txt", "articles/foreign.txt", ".well-known"] {
        assert_eq!(after.remove(foreign).unwrap().0, b"not ours");
    }
    assert!(after.remove("SHA256SUMS").is_some());
    let built = files(&project.root().join("public"));
    assert!(after.iter().map(|(name, held)| (name, &held.0)).eq(built.iter().map(|(name, held)| (name, &held.0))));
}

/// Compressed files are the same everywhere, come and go with their files, and are looked at like them.
#[test]
fn compressed_files_are_beside_the_others_where_a_target_asks() {
    let publish = |compress: &str| {
        let project = Project::new();
        project.write("dossier.yaml", SETTINGS.replace("path: ../live", &format!("path: ../live{compress}")));
        project.write("static/list.txt.gz", "of the site itself");
        project
            .write("static/list.txt", "a list, a list, a list, a list, a list, a list, a list, a list, a list, a list");
        let output = project.publish(&["--yes"]);
        assert!(output.status.success(), "{}", said(&output));
        project
    };
    let project = publish(", compress: [brotli, gzip]");
    let held = files(&project.live());
    let built = files(&project.root().join("public"));
    let endings = ["html", "css", "js", "json", "xml", "txt", "ics"];
    for (name, (bytes, _)) in built.iter().filter(|(name, _)| !name.ends_with(".gz")) {
        let is_text = name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending));
        for (ending, code) in [("gz", "gzip.decompress(x)"), ("br", "")] {
            let packed = held.get(&format!("{name}.{ending}")).map(|(packed, _)| packed);
            assert!(packed.is_none_or(|packed| packed.len() < bytes.len()), "{name}.{ending}");
            assert!(packed.is_none() || is_text || name.ends_with(".svg") || name.ends_with(".webmanifest"), "{name}");
            assert!(packed.is_some() || !is_text || bytes.len() < 200, "{name}.{ending}");
            // One in many is enough: a process is started for each.
            if let Some(packed) = packed.filter(|_| !code.is_empty() && name.contains("call")) {
                assert!(python(&format!("sys.stdout.buffer.write({code})"), packed) == *bytes, "{name}.{ending}");
            }
        }
    }
    assert_eq!(held["list.txt.gz"].0, b"of the site itself");
    let other = files(&publish(", compress: [gzip, brotli]").live());
    assert!(held.iter().map(|(name, file)| (name, &file.0)).eq(other.iter().map(|(name, file)| (name, &file.0))));
    assert!(!String::from_utf8_lossy(&held["SHA256SUMS"].0).contains(".br"), "a compressed file has no sum of its own");

    project.write("content/articles/call.md", "---\ntitle: The call\ndate: 2025-02-12\ndraft: true\n---\n\nIt was.\n");
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!project.live().join("articles/call").exists(), "they go with their file");
    project.write("dossier.yaml", SETTINGS);
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(3), "many go where they are not asked for any more: {}", said(&output));
    let number = lines(&project.publish(&["--dry-run", "--shrink"]), "-").len();
    let output = project.publish(&[&format!("--yes={number}"), "--shrink"]);
    assert!(output.status.success(), "{}", said(&output));
    let left = files(&project.live()).into_keys().filter(|name| name.ends_with(".gz") || name.ends_with(".br"));
    assert_eq!(left.collect::<Vec<_>>(), ["list.txt.gz"]);

    project.write(
        "dossier.yaml",
        format!("{SETTINGS}private_words: [zucchini]\n").replace("../live", "../live, compress: gzip"),
    );
    project.write("static/a.txt", "zucchini ".repeat(20));
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("public/a.txt.gz") && !said(&output).contains("zucchini"), "{}", said(&output));
    for (settings, what) in [
        ("kind: folder, path: ../live, compress: zip", "the `compress` of `live` is `gzip`, `brotli`"),
        ("kind: s3, bucket: news, compress: gzip", "the target `live` has a `compress`"),
    ] {
        project.write("dossier.yaml", SETTINGS.replace("kind: folder, path: ../live", settings));
        project.write("static/a.txt", "x");
        let output = project.publish(&["--yes"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(what), "{}", said(&output));
    }
}

/// A3, A6. A folder that an older version published to is gone on with; one of a newer version is refused and stays as it is.
#[test]
fn a6_a_folder_that_another_version_published_to_is_gone_on_with_or_refused() {
    let project = Project::new();
    assert!(project.publish(&["--yes"]).status.success());
    let path = project.live().join(".dossier-manifest");
    let manifest = fs::read_to_string(&path).unwrap();
    let of_format = |format: &str| {
        let lines = manifest.lines().skip(1).filter(|line| !line.starts_with("end "));
        let bare: String = lines.flat_map(|line| [line.split('\t').next().unwrap(), "\n"]).collect();
        let text = format!("dossier-manifest {format}\n{bare}");
        format!("{text}end {}\n", dossier::digest::Digest::of(text.as_bytes()))
    };
    project.write("content/articles/call.md", "---\ntitle: The call\ndate: 2025-02-12\n---\n\nIt was a long call.\n");
    fs::write(&path, of_format("3")).unwrap();
    let before = files(&project.live());
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("format `3`"), "{}", said(&output));
    assert!(files(&project.live()) == before && fs::read_to_string(&path).unwrap() == of_format("3"));
    fs::write(&path, of_format("1")).unwrap();
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let page = &files(&project.live())["articles/call/index.html"].0;
    assert!(String::from_utf8_lossy(page).contains("a long call"));
    assert!(lines(&output, "-").is_empty(), "nothing was lost");
    assert!(fs::read_to_string(&path).unwrap().starts_with("dossier-manifest 2\n"));
}
