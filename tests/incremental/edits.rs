//! Hard-cases A3, B3, C3 and C4: an edit renders what shows it, and nothing else.

use std::fs;
use std::time::SystemTime;

use dossier::digest::Digest;
use dossier::write::Inputs;

use crate::project::{Project, RECORDS, difference, rendered, tree};

/// C3. Another sentence that names nobody shows on the article's own page alone, and in what quotes the sentence.
#[test]
fn c3_editing_one_sentence_rerenders_only_what_shows_it() {
    let project = Project::new(RECORDS);
    project.build();
    project.edit("content/articles/answer.md", "Nobody else did.", "Nobody else spoke.");
    let outcome = project.build();
    assert_eq!(rendered(&outcome), ["/articles/answer/: content"]);
    let files: Vec<&str> = outcome.changes.iter().map(|(route, _)| route.as_str()).collect();
    assert_eq!(files[..3], ["/articles/answer/", "/atom.xml", "/feed.json"], "the feeds hold the text, too");
    let search = ["/search/articles/0.json", "/search/files.json", "/search/words/0.json"];
    assert_eq!(files[3..6], search, "and so does what is found, since the article has no summary");
    assert_eq!(files[6..], ["/stories/talks/atom.xml", "/stories/talks/feed.json"], "and the feeds of its story");
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
