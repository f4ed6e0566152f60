//! Hard-cases I3 and J2: the moment of the build decides about embargo and expiry, and about nothing else.

use std::fs;

use crate::project::{Built, Project, run};

/// I3: hidden until the second before the embargo ends, shown from it on, in every zone; the other way round for expiry.
#[test]
fn embargo_and_expiry_turn_on_the_second() {
    let moments =
        ["2025-02-14T05:00:00Z", "2025-02-14T06:00:00+01:00", "2025-02-13T19:00:00-10:00", "2025-02-14T10:30:00+05:30"];
    let before = ["2025-02-14T04:59:59Z", "2025-02-14T05:59:59+01:00", "2025-02-13T18:59:59-10:00"];
    let after = ["2025-02-14T05:00:00Z", "2025-02-14T06:00:00+01:00", "2025-02-14T19:00:00+14:00"];
    for moment in moments {
        let project = Project::new();
        project.put("content/people/late.md", &format!("---\nname: Canary Late\nembargo: {moment}\n---\n"));
        project.put("content/people/early.md", &format!("---\nname: Canary Early\nexpires: {moment}\n---\n"));
        let text = "---\ntitle: News\ndate: 2025-02-01\npeople: [Canary Late, Canary Early]\n---\n\nWords.\n";
        project.put("content/articles/news.md", text);
        for (nows, shown, hidden) in [(before, "Early", "Late"), (after, "Late", "Early")] {
            for now in nows {
                let built = project.build_with(&["--now", now]);
                assert_eq!(built.code, Some(0), "{:?}", built.told);
                let found = |name: &str| {
                    built.files.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(name)).count()
                };
                assert!(found(&format!("Canary {shown}")) > 0, "{moment} {now}");
                let slug = hidden.to_lowercase();
                assert_eq!(found(&format!("Canary {hidden}")) + found(&format!("people/{slug}/")), 0, "{moment} {now}");
                assert!(!built.has(&format!("people/{slug}/index.html")));
            }
        }
    }
}

/// J2: the moment of the build changes what is hidden and nothing else; `--now` wins over `SOURCE_DATE_EPOCH`, that over the clock.
#[test]
fn the_clock_decides_about_embargo_and_expiry_alone() {
    let project = Project::new();
    project.put("content/people/ada.md", "---\nname: Ada\nroles: [{title: Chair, from: 2020}]\n---\n");
    project.put("content/articles/news.md", "---\ntitle: News\ndate: 2025-02-01\npeople: ada\n---\n\nWords.\n");
    project.put("content/events/plan.md", "---\ntitle: Plan\ndate: 2025-03\nstatus: planned\n---\n");
    let built = |now: &[&str], environment: &[(&str, &str)]| {
        let _ = fs::remove_dir_all(project.root().join("public"));
        let output = run(project.root(), &[&["build", "--format", "json"], now].concat(), environment);
        Built::of(project.root(), &output)
    };
    let files = |built: Built| {
        assert_eq!(built.code, Some(0), "{:?}", built.told);
        built.files
    };
    let today = files(built(&[], &[]));
    for zone in ["UTC", "Pacific/Kiritimati", "America/Adak"] {
        for now in ["1999-01-01T00:00:00Z", "2025-02-01T12:00:00Z", "2099-12-31T23:59:59Z"] {
            assert!(files(built(&["--now", now], &[("TZ", zone)])) == today, "{now} {zone}");
        }
    }
    assert!(files(built(&[], &[("SOURCE_DATE_EPOCH", "0")])) == today);

    project.put("content/people/late.md", "---\nname: Late\nembargo: 2025-02-14T05:00:00Z\n---\n");
    let shown = |now: &[&str], epoch: &str| built(now, &[("SOURCE_DATE_EPOCH", epoch)]).has("people/late/index.html");
    assert!(!shown(&[], "1739509199"));
    assert!(shown(&[], "1739509200"));
    assert!(shown(&["--now", "2025-02-14T05:00:00Z"], "0"));
    assert!(!shown(&["--now", "2025-02-14T04:59:59Z"], "1739509200"));
    for wrong in ["x", "", "1e9", "99999999999999999999"] {
        assert_eq!(built(&[], &[("SOURCE_DATE_EPOCH", wrong)]).code, Some(2), "{wrong}");
    }
    assert_eq!(built(&["--now", "2025-02-14"], &[]).code, Some(2));
}
