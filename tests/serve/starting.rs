//! A start after another one: every answer is the one that it was, whether it was kept or waits for the plan.

use crate::preview::{Preview, status};

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

#[test]
fn a_second_start_answers_as_the_first_one_did() {
    let preview = Preview::start();
    let asked = ["/", "/people/ada/", "/plain.txt"];
    let all =
        ["/", "/people/ada/", "/plain.txt", "/articles/call/", "/people/ada", "/nowhere/", "/.dossier/problems.json"];
    let answers =
        |preview: &Preview, paths: &[&str]| -> Vec<String> { paths.iter().map(|path| preview.get(path)).collect() };
    answers(&preview, &asked);
    preview.wait_for_kept();
    let before = answers(&preview, &all);
    let preview = preview.again();
    for (path, before) in all.iter().zip(&before) {
        assert_eq!(status(&preview.get(path)), status(before), "{path}");
    }
    for (path, before) in all.iter().zip(&before) {
        preview.wait(path, "it is another one", |answer| body(answer) == body(before));
    }
    assert_eq!(body(&preview.ask("HEAD", "/people/ada/", &[])), "");
    let said = preview.said("Open http://");
    assert!(!said.starts_with("0 pages") && said.contains(" pages in 0."), "{said}");
}
