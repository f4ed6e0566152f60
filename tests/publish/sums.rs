//! `dossier verify` compares a folder with the sums that went out with the site.

use std::fs;
use std::process::Command;

use super::{Project, said};

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
    let check =
        Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(project.live()).output();
    let check = check.expect("sha256sum, of coreutils, is there");
    assert!(check.status.success(), "{}", said(&check));
    fs::write(project.live().join("foreign.txt"), "somebody else's").unwrap();
    fs::write(project.live().join("a name.txt"), "altered").unwrap();
    fs::remove_file(project.live().join("404.html")).unwrap();
    let output = verify();
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "- 404.html\n~ a name.txt\n");
    fs::write(project.live().join("SHA256SUMS"), sums.replace("  404.html", "  ../x")).unwrap();
    assert_eq!(verify().status.code(), Some(2), "a list that leads out of the folder is none");
}
