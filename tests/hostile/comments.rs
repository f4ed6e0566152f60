//! Hard-cases F1 and I1: trusted HTML passes, and comments never leave the source.

use dossier::codes;

use crate::project::{Project, article};
use crate::seen::Seen;

/// F1: `raw_html: trusted` passes HTML on, and comments never leave, whatever stands around them.
#[test]
fn trusted_html_passes_and_comments_never_leave() {
    let comments = [
        "<!-- secret -->",
        "a <!-- secret --> b",
        "<!-- secret\n\nsecret -->",
        "a <!-- secret\n\nsecret --> b",
        "<div>\n<!-- secret\n\nsecret -->\n</div>",
        "%%secret%%",
        "a %%secret\n\nsecret%% b",
        "<p title=\"<!-- secret -->\">x</p>",
        "- a\n  <!-- secret -->\n- b",
        "> a\n> <!-- secret\n> secret -->\n",
        "| a |\n|---|\n| <!-- secret --> |",
        "# x <!-- secret -->",
        "[x](/people/ \"<!-- secret -->\")",
        "<!--> <!-- secret -->",
        "<!-- a --!> secret -->",
        "\\` <!-- secret --> `",
        "a ` b\n\n<!-- secret --> `",
        "[^1]\n\n[^1]: a <!-- secret -->",
        "<script>/* <!-- secret --> */</script>",
        "%% <!-- %% <!-- secret -->",
    ];
    for setting in ["", "raw_html: trusted\n"] {
        let project = Project::new(setting);
        for (at, comment) in comments.into_iter().enumerate() {
            let text = format!(
                "---\ntitle: x # secret\ndate: 2025\nprivate: secret\n---\n\nFirst.\n\n{comment}\n\nLast words.\n"
            );
            project.put(&format!("content/articles/a{at}.md"), &text);
        }
        project.put(
            "content/articles/raw.md",
            "---\ntitle: x\ndate: 2025\n---\n\n<div class=\"own\"><u>kept</u></div>\n\nAnd <kbd>this</kbd>.\n",
        );
        let (files, _) = project.build();
        for (path, text) in &files {
            assert!(!text.contains("secret"), "{setting:?} {path}: {text}");
        }
        for at in 0..comments.len() {
            assert!(files[&format!("articles/a{at}/index.html")].contains("Last words."), "{at}");
        }
        let raw = &files["articles/raw/index.html"];
        assert_eq!(
            raw.contains("<div class=\"own\"><u>kept</u></div>") && raw.contains("<kbd>this</kbd>"),
            !setting.is_empty()
        );
    }
}

/// I1: a comment that Markdown might not take for one is an error, never shown.
#[test]
fn comments_in_doubt_are_errors() {
    for body in [
        "%%secret",
        "<!-- secret",
        "a ` b\n# %%secret%% `",
        "<a title=\"`\">%%secret%%</a> `",
        "| ` | %%secret%% | ` |\n|---|---|---|\n| a | b | c |",
        "- ```\n  a\n\nb %%secret%%\n```",
        "<div>\n`%%secret%%`\n</div>",
        "<div>\n```\n<!-- secret -->\n```\n</div>",
        "a ` b\n- %%secret%% `",
    ] {
        let document = article(body);
        let told = document.diagnostics.iter().any(|each| each.code == &codes::UNCLOSED_COMMENT);
        assert!(told || !document.body.html.contains("secret"), "{body}: {}", document.body.html);
    }
    for (body, shown) in [
        ("`%%code%%`", "%%code%%"),
        ("```\n%%code%%\n<!-- code -->\n```", "%%code%%\n<!-- code -->"),
        ("100 \\%% sure", "100 %% sure"),
        ("`` <!-- code ` --> ``", "<!-- code ` -->"),
        ("\\<!-- shown -->", "<!-- shown -->"),
        ("50 % and 60 %", "50 % and 60 %"),
    ] {
        let document = article(body);
        assert!(document.diagnostics.is_empty(), "{body}: {:?}", document.diagnostics);
        assert!(Seen::page(&document.body.html).text.contains(shown), "{body}: {}", document.body.html);
    }
}
