//! What is said before anything is sent, and what stops it.

use std::fs;

use super::{Project, SETTINGS, said};

fn lines(output: &std::process::Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn article(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2025-02-12\n{more}---\n\nAda Lovelace spoke.\n")
}

/// K1: what a dry run prints is what the next run does.
#[test]
fn the_plan_is_told_in_the_words_of_readers_and_the_dry_run_is_exact() {
    let project = Project::new();
    let ada = |role: &str| format!("---\nname: Ada Lovelace\nroles: [{{title: {role}, from: 2020}}]\n---\n");
    project.write("content/people/ada-lovelace.md", ada("Minister"));
    for at in 0..3 {
        let people = "people: [ada-lovelace]\n";
        project.write(&format!("content/articles/talk-{at}.md"), article(&format!("Talk {at}"), people));
    }
    let first = project.publish(&["--dry-run"]);
    assert!(said(&first).contains(": +4 articles, +1 person; nothing was sent."), "{}", said(&first));
    let sent = project.publish(&["--yes"]);
    assert!(sent.status.success() && lines(&first) == lines(&sent), "{}", said(&sent));

    project.write("content/people/ada-lovelace.md", ada("Prime Minister"));
    project.write("content/events/vote.md", "---\ntitle: The vote\ndate: 2025-02-12\n---\n\nIt was held.\n");
    let correction = "people: [ada-lovelace]\ncorrections: [{date: 2025-02-13, note: It was Tuesday.}]\n";
    project.write("content/articles/talk-0.md", article("Talk 0", correction));
    project.remove("content/articles/call.md");
    let dry = project.publish(&["--dry-run"]);
    let words = "+1 event, -1 article, Ada Lovelace's role changed on 4 pages, 1 correction";
    assert!(said(&dry).contains(words), "{}", said(&dry));
    let sent = project.publish(&["--yes"]);
    assert!(sent.status.success(), "{}", said(&sent));
    assert_eq!(lines(&dry), lines(&sent));
    let count = |signs: [char; 2]| lines(&dry).iter().filter(|line| line.starts_with(signs)).count();
    let done = format!("{} files written, {} removed.", count(['+', '~']), count(['-', '-']));
    assert!(said(&sent).contains(&done), "{done}: {}", said(&sent));
    for line in lines(&dry).iter().filter(|line| !line.starts_with('-')) {
        let (path, len) = line[2..].split_once('\t').unwrap();
        assert_eq!(fs::metadata(project.live().join(path)).unwrap().len().to_string(), len, "{path}");
    }
    let again = project.publish(&["--dry-run"]);
    assert!(lines(&again).is_empty(), "{}", said(&again));
}

/// K1, K3.
#[test]
fn many_deletions_need_their_number_and_half_a_site_stops() {
    let project = Project::new();
    for at in 0..40 {
        project.write(&format!("content/articles/talk-{at}.md"), article(&format!("Talk {at}"), ""));
    }
    assert!(project.publish(&["--yes"]).status.success());
    let pages = || fs::read_dir(project.live().join("articles")).unwrap().count();
    let before = pages();
    for at in 0..16 {
        project.remove(&format!("content/articles/talk-{at}.md"));
    }
    let dry = project.publish(&["--dry-run"]);
    assert!(dry.status.success(), "{}", said(&dry));
    let number = lines(&dry).iter().filter(|line| line.starts_with('-')).count();
    for wrong in ["--yes".to_owned(), format!("--yes={}", number - 1)] {
        let output = project.publish(&[&wrong]);
        assert_eq!(output.status.code(), Some(3), "{wrong}");
        assert!(said(&output).contains(&format!("--yes={number}")), "{}", said(&output));
        assert_eq!(pages(), before);
    }
    assert!(project.publish(&[&format!("--yes={number}")]).status.success());
    assert!(pages() < before);

    let before = pages();
    for at in 16..40 {
        project.remove(&format!("content/articles/talk-{at}.md"));
    }
    for arguments in [&["--yes"][..], &["--yes=48"], &["--dry-run"]] {
        let output = project.publish(arguments);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains("under half"), "{}", said(&output));
        assert_eq!(pages(), before);
    }
    let dry = project.publish(&["--dry-run", "--shrink"]);
    let number = lines(&dry).iter().filter(|line| line.starts_with('-')).count();
    let output = project.publish(&["--shrink", &format!("--yes={number}")]);
    assert!(output.status.success(), "{}", said(&output));
}

/// K4: a target that holds another site of this program is as foreign as any.
#[test]
fn the_place_of_another_site_is_refused() {
    let project = Project::new();
    assert!(project.publish(&["--yes"]).status.success());
    assert_eq!(fs::read_to_string(project.live().join(".dossier-site")).unwrap(), "https://example.org/\n");
    project.write("dossier.yaml", SETTINGS.replace("example.org", "other.example"));
    let output = project.publish(&["--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("that of https://example.org/"), "{}", said(&output));
    fs::remove_file(project.live().join(".dossier-site")).unwrap();
    assert!(project.publish(&["--yes"]).status.success());
}
