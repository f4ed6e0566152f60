//! What hosts take is known before anything is sent.

use super::{Project, SETTINGS, said};

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
