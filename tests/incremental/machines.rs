//! Hard-case J1: the same bytes on every machine.

use std::env;
use std::process::Command;

use crate::project::{Project, RECORDS, difference, tree};

/// J1. The folder, the time zone, the language, the number of threads, the order in which files came to be and the
/// umask change no byte, and neither does the clock.
#[test]
fn j1_the_same_bytes_on_every_machine() {
    let base = Project::new(RECORDS);
    base.build();
    let expected = tree(&base.public());
    let mut reversed: Vec<(&str, &str)> = RECORDS.to_vec();
    reversed.reverse();
    for (threads, zone, language, umask) in
        [("1", "Pacific/Kiritimati", "tr_TR.UTF-8", "0077"), ("7", "America/St_Johns", "C", "0000")]
    {
        let project = Project::new(&reversed);
        let command = format!("umask {umask}; exec \"$0\" build");
        let output = Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_dossier")])
            .current_dir(project.root())
            .env("RAYON_NUM_THREADS", threads)
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(difference(&tree(&project.public()), &expected), Vec::<String>::new());
        reversed.swap(0, 5);
        reversed.swap(2, 9);
    }
}
