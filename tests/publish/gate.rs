//! What must never leave is found in every format, and named without being told.

use super::{Project, SETTINGS, said};

/// A JPEG's beginning with Exif that holds a place, or only a maker.
fn exif(place: bool, big: bool) -> Vec<u8> {
    let short = |number: u16| if big { number.to_be_bytes() } else { number.to_le_bytes() };
    let long = |number: u32| if big { number.to_be_bytes() } else { number.to_le_bytes() };
    let entry =
        |tag: u16, ty: u16, count: u32, value: u32| [&short(tag)[..], &short(ty), &long(count), &long(value)].concat();
    let tag = if place { 0x8825 } else { 0x8769 };
    let tiff = [
        if big { b"MM\0*" } else { b"II*\0" }.to_vec(),
        long(8).to_vec(),
        short(1).to_vec(),
        entry(tag, 4, 1, 26),
        long(0).to_vec(),
        short(2).to_vec(),
        entry(1, 2, 2, 0x4e00_0000),
        entry(2, 5, 3, 60),
        [0; 32].to_vec(),
    ];
    [b"\xff\xd8\xff\xe1\0\x80Exif\0\0".to_vec(), tiff.concat()].concat()
}

/// Returns why publishing was refused with this file in `static/`; nothing if it was not.
fn refused(project: &Project, name: &str, content: &[u8]) -> Option<String> {
    let path = format!("static/{name}");
    project.write(&path, content);
    let output = project.publish(&["--dry-run"]);
    project.remove(&path);
    let said = said(&output);
    match output.status.code() {
        Some(0) => None,
        Some(3) => {
            assert!(said.contains(&format!("public/{name}")), "the file is not named: {said}");
            Some(said)
        }
        code => panic!("{code:?}: {said}"),
    }
}

/// K4: no key in a log, not even in that of the refusal.
#[test]
fn keys_and_tokens_are_refused_and_never_told() {
    let project = Project::new();
    let letters = "Q7rT9zK3mX5vB8nL2pW4sD6fG1hJ0cYeUaIoZxCv";
    let keys = [
        (format!("AKIA{}", "7Q2XW5RB9KZ3MVNT"), "AWS"),
        (format!("ghp_{}", &letters[..36]), "GitHub"),
        (format!("github_pat_{}_{}", &letters[..22], &letters[..20]), "GitHub"),
        (format!("glpat-{}", &letters[..20]), "GitLab"),
        (format!("xoxb-{}-{}", "123456789012", &letters[..24]), "Slack"),
        (format!("AIza{}", &letters[..35]), "Google"),
        (format!("sk_live_{}", &letters[..24]), "Stripe"),
        (format!("Authorization: Bearer {letters}"), "Bearer"),
        (format!("-----BEGIN OPENSSH {}-----\n{letters}", "PRIVATE KEY"), "private key"),
        (format!("-----BEGIN {}-----\n{letters}", "PRIVATE KEY"), "private key"),
        (format!("-----BEGIN PGP {} BLOCK-----\n{letters}", "PRIVATE KEY"), "private key"),
    ];
    for (key, what) in &keys {
        for name in ["a.txt", "a.json", "a.js", "a.html", "a.bin"] {
            let content = format!("{{\"x\": \"{key}\"}}\n");
            let said = refused(&project, name, content.as_bytes()).unwrap_or_else(|| panic!("{key} in {name}"));
            assert!(said.contains("error[D075]") && said.contains(what), "{said}");
            for secret in [key.as_str(), &letters[..20]] {
                assert!(!said.contains(secret), "{said}");
            }
        }
    }
    let harmless = [
        "AKIA is a prefix. AKIATOOSHORT",
        "xAKIA7Q2XW5RB9KZ3MVNTx of a longer word",
        "Bearer representatives-of-the-state-spoke",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "ghp_short",
    ];
    assert_eq!(refused(&project, "a.txt", harmless.join("\n").as_bytes()), None);
}

/// I6.
#[test]
fn paths_of_the_machine_are_refused() {
    let project = Project::new();
    let (home, root) = (project.home().display().to_string(), project.root().display().to_string());
    for (content, what) in [
        (format!("<a href=\"file://{home}/x\">"), "the home folder"),
        (format!("{{\"file\": \"{root}/content/x.md\"}}"), "the project's folder"),
        (format!("# sourceMappingURL={root}\n"), "the project's folder"),
    ] {
        let said = refused(&project, "a.js", content.as_bytes()).unwrap_or_else(|| panic!("{content}"));
        assert!(said.contains("error[D074]") && said.contains(what), "{said}");
    }
    let others = format!("https://example.org{home}/ {home}more x{root}");
    assert_eq!(refused(&project, "a.js", others.as_bytes()), None);
}

/// I1, I5: `static/` is copied byte for byte, so pictures there are looked at.
#[test]
fn pictures_that_tell_their_place_are_refused() {
    let project = Project::new();
    for big in [false, true] {
        let said = refused(&project, "photo.jpg", &exif(true, big)).expect("a place in Exif");
        assert!(said.contains("error[D076]"), "{said}");
        assert_eq!(refused(&project, "photo.jpg", &exif(false, big)), None, "a camera is no place");
    }
    let xmp = b"RIFF....WEBP\0XMP <rdf:Description exif:GPSLatitude=\"52,31N\"/>";
    assert!(refused(&project, "photo.webp", xmp).is_some());
    let single = b"RIFF....WEBP\0XMP <rdf:Description exif:GPSLatitude = '52,31N'/>";
    assert!(refused(&project, "single.webp", single).is_some());
    assert!(refused(&project, "phone.3gp", b"\0\0\0\x18ftyp3gp4\0\0\0\x30udta\0\0\0\x28loci\0\0\0\0").is_some());
    assert_eq!(refused(&project, "odd.bin", b"\0\0\0\x18loci of a circle"), None);
    assert!(refused(&project, "film.mp4", b"\0\0\0\x18ftypmp42\0\0udta\0\xa9xyz+52.5+13.4/").is_some());
    assert_eq!(refused(&project, "scene.txt", b"GPSLatitude is a tag of Exif"), None);
}

/// I1 in every format that has escapes of its own; a word of the interface or of a published record is no secret.
#[test]
fn text_of_what_is_hidden_is_found_in_every_format() {
    let project = Project::new();
    for (name, front) in [
        ("draft", "draft: true"),
        ("embargoed", "embargo: 2030-01-01T00:00:00Z"),
        ("expired", "expires: 2020-01-01T00:00:00Z"),
        ("withdrawn", "status: withdrawn"),
    ] {
        let text = format!(
            "---\ntitle: Title of {name}\ndate: 2025-02-12\nsummary: The call\n{front}\n---\n\nThe {name} witness \"saw\" the coach — at nine & left. It was a short call. Corrections.\n\nСекретний свідок {name} бачив потяг о дев'ятій. 秘密の証人は九時に列車を見た{name}。\n"
        );
        project.write(&format!("content/articles/{name}.md"), text);
        let sentence = format!("The {name} witness saw the coach at nine & left");
        let formats = [
            (
                "a.html",
                format!(
                    "<p>The <b>{name}</b> witness &quot;saw&quot; <a href=\"x\">the coach</a> &#8212; at nine &amp; left.</p>"
                ),
            ),
            ("a.html", format!("<p title=\"The {name} witness 'saw' the coach: at nine &amp; left\">x</p>")),
            ("a.html", format!("<!-- The {name} witness saw the coach at nine left -->")),
            ("a.json", format!("[\"The {name} witness \\\"saw\\\" the\\ncoach \\u2014 at \\u006eine \\u0026 left\"]")),
            (
                "a.json",
                format!(
                    "[\"\\u003cp\\u003eThe {name} witness \\u003cem\\u003esaw\\u003c/em\\u003e the coach at nine left\"]"
                ),
            ),
            (
                "a.xml",
                format!(
                    "<c>&lt;p&gt;The {name} witness &lt;b&gt;saw&lt;/b&gt; the coach, at nine &amp;amp; left&lt;/p&gt;</c>"
                ),
            ),
            ("a.js", format!("x = 'THE {name} WITNESS SAW THE COACH\\nAT NINE. LEFT'")),
            ("a.csv", format!("1,\"The {name} witness \"\"saw\"\" the coach at nine, left\"")),
            ("a.ics", format!("DESCRIPTION:The {name} witn\r\n ess saw\\, the coach at nine left")),
            ("a.txt", sentence),
            ("a.txt", format!("секретний свідок {name} БАЧИВ потяг о дев’ятій")),
            ("a.txt", format!("x秘密の証人は九時に列車を見た{name}。x")),
            ("a.txt", format!("Title of {name}")),
            (&*format!("title-of-{name}.txt"), "x".to_owned()),
        ];
        // The name of what was withdrawn stays with its notice.
        let named = if name == "withdrawn" { 2 } else { 0 };
        for (file, content) in formats.into_iter().rev().skip(named) {
            let said = refused(&project, file, content.as_bytes()).unwrap_or_else(|| panic!("{file}: {content}"));
            assert!(said.contains("error[D072]") && said.contains(&format!("content/articles/{name}.md")), "{said}");
            assert!(!said.contains("witness") && !said.contains("Title of"), "{said}");
        }
    }
    for harmless in
        ["It was a short call. The call. Corrections.", "The draft witness saw the coach", "Title of something"]
    {
        assert_eq!(refused(&project, "a.txt", harmless.as_bytes()), None, "{harmless}");
    }
}

/// Every text of a hidden record's front matter counts, free data too; what a published one says there is no secret.
#[test]
fn texts_of_hidden_front_matter_are_found() {
    let project = Project::new();
    let keys = |who: &str| {
        format!(
            "name: {who} Example\naliases: [{who} alias of the harbour]\nids: {{note: {who} has this long number in a list}}\nextra:\n  note: {who} was told about it in the harbour\n  deep: [{{words: {who} keeps this in a list of maps}}]\nroles:\n  - {{title: {who} adviser to the board of ports}}\n"
        )
    };
    project.write("content/people/open.md", format!("---\n{}---\n", keys("Grace")));
    project.write("content/people/shut.md", format!("---\n{}draft: true\n---\n", keys("Ada")));
    for part in [
        "WHO Example",
        "WHO alias of the harbour",
        "WHO has this long number in a list",
        "WHO was told about it in the harbour",
        "WHO keeps this in a list of maps",
        "WHO adviser to the board of ports",
    ] {
        let said =
            refused(&project, "a.txt", part.replace("WHO", "Ada").as_bytes()).unwrap_or_else(|| panic!("{part}"));
        assert!(said.contains("error[D072]") && said.contains("content/people/shut.md"), "{said}");
        assert_eq!(refused(&project, "a.txt", part.replace("WHO", "Grace").as_bytes()), None, "{part}");
    }
    // The same words in both are known.
    let same = keys("Grace").replacen("Grace Example", "Somebody", 1);
    project.write("content/people/shut.md", format!("---\n{same}draft: true\n---\n"));
    assert_eq!(refused(&project, "a.txt", b"Grace keeps this in a list of maps"), None);
}

/// Notes and comments stand in published records, and are no less private.
#[test]
fn notes_and_comments_are_found() {
    let project = Project::new();
    project.write(
        "content/people/ada.md",
        "---\nname: Ada Lovelace\nprivate: {source: the man who sold us the ledger}\n---\n\nShe wrote. %%Ask her brother about the second letter.%%\n\n<!-- He called us at home after midnight -->\n",
    );
    for secret in [
        "the man who sold us the ledger",
        "ask her brother about the second letter",
        "he called us at home after midnight",
    ] {
        assert!(refused(&project, "a.txt", secret.as_bytes()).is_some(), "{secret}");
    }
}

/// A template and the settings' `extra` are ways around all that hides a record.
#[test]
fn text_that_a_template_brings_is_found() {
    let project = Project::new();
    let motto = "The minister will resign on a Tuesday";
    project.write(
        "content/articles/secret.md",
        format!("---\ntitle: T\ndate: 2025-02-12\ndraft: true\n---\n\n{motto}.\n"),
    );
    project.write("dossier.yaml", format!("{SETTINGS}extra: {{motto: {motto}}}\n"));
    assert!(project.publish(&["--dry-run"]).status.success(), "no page shows it");
    project.write("templates/site-footer.html", "<footer>{{ site.extra.motto }}</footer>");
    let output = project.publish(&["--dry-run"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("public/404.html"), "{}", said(&output));
}

#[test]
fn what_is_refused_changes_nothing_and_a_clean_site_goes_out() {
    let project = Project::new();
    project.write("dossier.yaml", SETTINGS.to_owned() + "private_words: [Falcon]\n");
    project.write("static/a.txt", "The falcon flies.");
    assert_eq!(project.publish(&["--yes"]).status.code(), Some(3));
    assert!(!project.live().exists());
    project.write("static/a.txt", "The falconer walks.");
    // A comment in a picture may be as short as the word itself.
    std::fs::write(project.root().join("static/x.jpg"), b"\xff\xd8\xff\xfe\0\x08Falcon\xff\xd9").unwrap();
    assert_eq!(project.publish(&["--yes"]).status.code(), Some(3));
    std::fs::remove_file(project.root().join("static/x.jpg")).unwrap();
    let output = project.publish(&["--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(project.live().join("a.txt").exists());
}

pub(super) fn python(code: &str, content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new("python3")
        .args([
            "-c",
            &format!("import sys, io, gzip, zipfile, tarfile\nx = sys.stdin.buffer.read()\no = io.BytesIO()\n{code}"),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(content).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    output.stdout
}

/// I1: inside compressed files and archives, too.
#[test]
fn what_is_packed_is_looked_at() {
    let project = Project::new();
    project.write("dossier.yaml", SETTINGS.to_owned() + "private_words: [Falcon]\n");
    let brotli = |content: &[u8]| {
        let mut packed = Vec::new();
        let how = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut &content[..], &mut packed, &how).unwrap();
        packed
    };
    let gzip = "sys.stdout.buffer.write(gzip.compress(x))";
    let zip = "z = zipfile.ZipFile(o, 'w', zipfile.ZIP_DEFLATED)\nz.writestr('a.txt', 'nothing')\nz.writestr('b/c.html', x)\nz.close()\nsys.stdout.buffer.write(o.getvalue())";
    let tar = "t = tarfile.open(fileobj=o, mode='w')\ni = tarfile.TarInfo('c.html')\ni.size = len(x)\nt.addfile(i, io.BytesIO(x))\nt.close()\nsys.stdout.buffer.write(o.getvalue())";
    let key = format!("ghp_{}", "Q7rT9zK3mX5vB8nL2pW4sD6fG1hJ0cYeUaIoZx");
    for (content, code) in [("<p>The fal<b>con</b> flies &amp; flies", "D073"), (key.as_str(), "D075")] {
        let bytes = content.as_bytes();
        let packed = [
            ("a.html.gz", python(gzip, bytes)),
            // What is short is stored as it is.
            ("a.html.br", brotli(format!("{content}\n").repeat(20).as_bytes())),
            ("a.zip", python(zip, bytes)),
            // A tar by itself hides nothing.
            ("a.tar", python(tar, &python(gzip, bytes))),
            ("a.tgz", python(gzip, &python(tar, bytes))),
            ("a.docx", python(zip, &python(gzip, bytes))),
        ];
        for (name, packed) in packed {
            let said = refused(&project, name, &packed).unwrap_or_else(|| panic!("{content} in {name}"));
            assert!(said.contains(&format!("error[{code}]")), "{said}");
        }
    }
    for (name, damaged) in
        [("a.gz", &b"\x1f\x8b\x08\0damaged"[..]), ("a.zip", b"PK\x03\x04PK\x05\x06"), ("a.br", b"damaged")]
    {
        assert_eq!(refused(&project, name, damaged), None, "{name}");
    }
}

/// I1: what a program wrote beside a picture is text as well.
#[test]
fn captions_in_pictures_are_looked_at() {
    let project = Project::new();
    project.write(
        "content/articles/secret.md",
        "---\ntitle: T\ndate: 2025-02-12\ndraft: true\n---\n\nThe coach left the yard at nine with two men.\n",
    );
    let caption = b"The coach left the yard at nine with two men.";
    let chunk = |sort: &[u8], data: &[u8]| [&(data.len() as u32).to_be_bytes()[..], sort, data, b"sum!"].concat();
    let png = |chunk: Vec<u8>| [b"\x89PNG\r\n\x1a\n".to_vec(), chunk, b"\0\0\0\0IENDsum!".to_vec()].concat();
    let zlib = python("import zlib\nsys.stdout.buffer.write(zlib.compress(x))", caption);
    let jpeg = |sort: u8, data: &[u8]| {
        [&[0xff, 0xd8, 0xff, sort][..], &(data.len() as u16 + 2).to_be_bytes(), data, b"\xff\xdb\0\x05\x01\xa9\x9f"]
            .concat()
    };
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0<dc:description><rdf:li>", &caption[..], b"</rdf:li></dc:description>"];
    for (name, bytes) in [
        ("a.jpg", jpeg(0xfe, caption)),
        ("a.jpg", jpeg(0xe1, &xmp.concat())),
        ("a.jpg", jpeg(0xed, &[b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x34\x1c\x02\x78\0\x2d", &caption[..]].concat())),
        ("a.png", png(chunk(b"tEXt", &[b"Comment\0", &caption[..]].concat()))),
        ("a.png", png(chunk(b"zTXt", &[b"Extra x\0\0", &zlib[..]].concat()))),
        ("a.png", png(chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &zlib[..]].concat()))),
    ] {
        let said = refused(&project, name, &bytes).unwrap_or_else(|| panic!("{name}: {bytes:?}"));
        assert!(said.contains("error[D072]") && !said.contains("coach"), "{said}");
    }
    assert_eq!(refused(&project, "a.png", include_bytes!("../readme/story.png")), None);
}
