//! Hard-cases F8 and G4: whatever the Markdown, a page has only what it may, and it takes its length in time.

use std::time::{Duration, Instant};

use dossier::render::{self, Shell};
use dossier::route::Route;
use proptest::prelude::*;

use crate::project::{Project, article};
use crate::seen::Seen;

/// G4: what nests or repeats without end takes time by its length, and no stack.
#[test]
fn pathological_markdown_takes_its_length_in_time() {
    let size = 100_000;
    let repeated = |unit: &str| unit.repeat(size / unit.len());
    let cases = [
        ("quotes", repeated("> ")),
        ("bare quotes", repeated(">")),
        ("lists", repeated("- ")),
        ("brackets", repeated("[")),
        ("citations", repeated("[@")),
        ("wikilinks", repeated("[[")),
        ("images", repeated("![")),
        ("stars", repeated("*a ")),
        ("mixed emphasis", repeated("*_")),
        ("ticks", repeated("`a")),
        ("rising ticks", (1..400).map(|at| "`".repeat(at)).collect::<Vec<_>>().join(" ")),
        ("comments and ticks", format!("%%x%% {}", repeated("` "))),
        ("tags", repeated("<a ")),
        ("open comments", repeated("<!- ")),
        ("lines", repeated("a\n")),
        ("footnotes", repeated("[^1]")),
        ("notes", repeated("[^a]: x\n\n")),
        ("tables", format!("{}\n{}\n", repeated("|a"), repeated("|-"))),
        ("headings", repeated("# a\n")),
        ("equal headings", repeated("# x\n\n")),
        ("entities", repeated("&amp;")),
        ("closed wikilinks", repeated("[[a]] ")),
        ("updates", repeated("## Update 2025\n\n")),
        ("quote blocks", repeated("> a\n> — (b)\n\n")),
        ("percent signs", repeated("\\%% ")),
        ("nested quotes", (0..400).map(|depth| "> ".repeat(depth)).collect::<Vec<_>>().join("a\n")),
        ("nested lists", (0..300).map(|depth| "  ".repeat(depth)).collect::<Vec<_>>().join("- a\n")),
    ];
    for (what, body) in cases {
        let start = Instant::now();
        let document = article(&body);
        let took = start.elapsed();
        println!("{what}: {took:?}, {} bytes", document.body.html.len());
        assert!(took < Duration::from_secs(10), "{what} took {took:?}");
    }
}

/// Pieces of Markdown that break something when they meet.
#[expect(clippy::too_many_lines, reason = "a list")]
fn fragment() -> impl Strategy<Value = String> {
    let seeds = vec![
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n# ",
        "\n## Update 2025-02-14: ",
        "\n## Update 2025-02-14\n",
        "\n# update-2025-02-14-h\n",
        "\n# fn-1\n",
        "\n# p1\n",
        "\n# main\n",
        "\n# q-x {#fnref-1}\n",
        "\n|a|b|\n|-|-:|\n|",
        "|",
        "\n```",
        "\n~~~ js\"onload=x\n",
        "\n    ",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "![",
        "[[",
        "]]",
        "[x](javascript:a)",
        "<javascript:a>",
        "![x](data:x)",
        "[x](<java\tscript:a>)",
        "[r]",
        "\n\n[r]: javascript:a \"t\"\n",
        "[^1]",
        "\n[^1]: ",
        "[^1][^2]",
        "\n[^2]: see [^1]\n",
        "[@k]",
        "[@k, p. 3]",
        "[Ada](/people/ada/)",
        "[[Ada]]",
        "[[Ada|\"><b>]]",
        "![[photo.png|100]]",
        "![[photo.png]]",
        "![a \"b](photo.png \"t\")",
        "[![a](photo.png)](https://example.org/)",
        "[![a](https://example.org/x.png)](https://example.org/)",
        "[a [[Ada]] b](https://example.org/)",
        "[a[^1] [@k]](https://example.org/)",
        "Ada",
        "Ada Lovelace",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<svg/onload=x>",
        "<!--",
        "-->",
        "%%",
        "\\%%",
        "<?php",
        "<![CDATA[",
        "]]>",
        "<a href=\"",
        "\">",
        "'",
        "&quot;",
        "&lt;",
        "&#0;",
        "&#106;",
        "{#id onclick=x}",
        "\n> [!note] t\n> ",
        "\n> words\n> — Ada, 2025\n\n",
        "\n> — ",
        "\n: ",
        "\n- [ ] ",
        "\n- [x] ",
        "\n---\n",
        "\n***\n",
        "  \n",
        "\\",
        "\u{202e}",
        "\u{2028}",
        "\u{fffd}",
        "é\u{301}",
        "文",
        "\t",
        "\r",
        "https://example.org/",
        "$x$",
        "\n$$x$$\n",
        "^a^",
        "H~2~O",
        "\n<div>\n",
        "\n</div>\n",
        "\n<details>\n",
    ];
    prop_oneof![6 => prop::sample::select(seeds).prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => "[a-z ]{1,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// F8: whatever the Markdown, a page has only what pages may have, its ids are its own, and nothing panics.
    #[test]
    fn whatever_the_markdown_a_page_has_only_what_it_may(
        bodies in prop::collection::vec(prop::collection::vec(fragment(), 0..30), 20),
    ) {
        let project = Project::new("");
        project.put("content/people/ada.md", "---\nname: Ada Lovelace\naliases: Ada\n---\n");
        project.put("content/sources.yaml", "k: {title: \"T<b>\", url: https://example.org/}\n");
        project.put("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        for (at, body) in bodies.iter().enumerate() {
            let text = format!("---\ntitle: x\ndate: 2025\npeople: ada\n---\n\n{}\n", body.concat());
            project.put(&format!("content/articles/a{at}.md"), &text);
        }
        let planned = project.engine().plan().unwrap();
        let shell = Shell::new(&planned.desk);
        let templates = planned.templates.as_ref().unwrap();
        for (at, body) in bodies.iter().enumerate() {
            let page = planned.pages.get(&Route::new(&format!("/articles/a{at}/"))).unwrap();
            let Ok(bytes) = render::page(&planned.desk, page, templates, &shell, project.root()) else { panic!("{body:?}") };
            let html = String::from_utf8(bytes).unwrap();
            let seen = Seen::page(&html);
            prop_assert_eq!(seen.faults, Vec::<String>::new(), "{:?}:\n{}", body.concat(), html);
        }
        for diagnostic in planned.report.all() {
            let Some(place) = &diagnostic.place else { continue };
            let text = planned.snapshot.sources.get(&place.path).map_or(0, |source| source.text.len());
            let end = place.span.map_or(0, |span| span.end as usize);
            prop_assert!(end <= text, "{:?}", diagnostic);
        }
    }
}
