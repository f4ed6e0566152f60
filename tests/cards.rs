//! Card images: each is drawn once from what it says, stands for the right pages, and is gone with its record.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::fs;
use std::path::Path;

use dossier::date::Day;
use dossier::engine::{Engine, Options, Outcome};
use dossier::poster::{HEIGHT, Mark, Poster, WIDTH};
use dossier::render::Change;
use image::ImageFormat;
use jiff::Timestamp;
use tempfile::TempDir;

const ALL: &str = "cards: [stories, articles, people, events]\n";

/// A site of a few records.
struct Site(TempDir);

impl Site {
    fn new(settings: &str) -> Self {
        let site = Self(TempDir::new().unwrap());
        site.write(
            "dossier.yaml",
            &format!("title: The Desk\nbase_url: https://example.org/desk/\nlanguage: en\n{settings}"),
        );
        site.write("content/stories/bridge.md", "---\ntitle: The bridge\nsummary: Who sold it.\n---\n");
        site.write(
            "content/articles/sold.md",
            "---\ntitle: The bridge is sold\ndate: 2025-02-14\nstory: bridge\n---\n\nText.\n",
        );
        site.write("content/articles/alone.md", "---\ntitle: Alone\ndate: 2025-02-15\n---\n\nText.\n");
        site.write("content/people/ada.md", "---\nname: Ada Lovelace\n---\n");
        site.write("content/events/sale.md", "---\ntitle: The sale\ndate: 2025-02\nstory: bridge\n---\n");
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.0.path().join(path)).unwrap();
        assert!(text.contains(from), "{path} lacks {from}");
        self.write(path, &text.replace(from, to));
    }

    fn build(&self) -> Outcome {
        self.build_as_of(None)
    }

    fn build_as_of(&self, as_of: Option<Day>) -> Outcome {
        let options = Options {
            root: self.0.path().to_path_buf(),
            now: Timestamp::from_second(1_740_000_000).unwrap(),
            as_of,
            drafts: false,
            strict: true,
            base_url: None,
        };
        let outcome = Engine::new(options).build(&self.0.path().join("public")).unwrap();
        assert!(!outcome.planned.report.has_errors(), "{:?}", outcome.planned.report.all());
        outcome
    }

    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.0.path().join("public").join(path)).unwrap_or_else(|_| panic!("no {path}"))
    }

    /// Returns the address of the picture that stands for a page.
    fn card_of(&self, page: &str) -> Option<String> {
        let html = String::from_utf8(self.read(&format!("{page}index.html"))).unwrap();
        let start = html.find("<meta property=\"og:image\" content=\"")? + 35;
        let address = &html[start..start + html[start..].find('"').unwrap()];
        assert!(html.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"), "{page}");
        assert!(html.contains("<meta property=\"og:image:alt\" content=\""), "{page}");
        Some(address.to_owned())
    }

    /// Returns the cards that stand in the output.
    fn cards(&self) -> Vec<String> {
        let mut cards = Vec::new();
        walk(&self.0.path().join("public"), "", &mut cards);
        cards.sort();
        cards
    }
}

fn walk(folder: &Path, below: &str, cards: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), cards);
        } else if name.ends_with("card.png") {
            cards.push(name);
        }
    }
}

/// Returns how many pixels of a card are dark, and wants it to be a picture of its size.
fn ink(bytes: &[u8]) -> usize {
    let image = image::load_from_memory_with_format(bytes, ImageFormat::Png).unwrap().into_luma8();
    assert_eq!(image.dimensions(), (WIDTH, HEIGHT));
    image.pixels().filter(|pixel| pixel.0[0] < 128).count()
}

/// Returns what became of cards in a build.
fn changed(outcome: &Outcome) -> Vec<String> {
    let cards = outcome.changes.iter().filter(|(route, _)| route.as_str().ends_with("card.png"));
    cards
        .map(|(route, change)| match change {
            Change::Added => format!("{route} added"),
            Change::Rendered(reasons) => format!("{route} {}", reasons.join(", ")),
            Change::Removed => format!("{route} removed"),
        })
        .collect()
}

#[test]
fn each_record_of_the_chosen_kinds_has_a_card_that_shows_something() {
    let site = Site::new(ALL);
    site.build();
    let cards = [
        "articles/alone/card.png",
        "articles/sold/card.png",
        "card.png",
        "events/sale/card.png",
        "people/ada/card.png",
        "stories/bridge/card.png",
    ];
    assert_eq!(site.cards(), cards);
    for card in cards {
        let (bytes, page) = (site.read(card), card.trim_end_matches("card.png"));
        assert!((3_000..200_000).contains(&ink(&bytes)), "{card} has {} dark pixels", ink(&bytes));
        assert!(bytes.len() < 60_000, "{card} has {} bytes", bytes.len());
        assert_eq!(site.card_of(page), Some(format!("https://example.org/desk/{card}")));
    }
    assert_eq!(site.card_of("people/").as_deref(), Some("https://example.org/desk/card.png"));
}

#[test]
fn a_page_without_a_card_is_stood_for_by_its_story_else_by_the_site() {
    let site = Site::new("");
    site.build();
    assert_eq!(site.cards(), ["card.png", "stories/bridge/card.png"]);
    let of_story = "https://example.org/desk/stories/bridge/card.png";
    for page in ["stories/bridge/", "articles/sold/", "events/sale/"] {
        assert_eq!(site.card_of(page).as_deref(), Some(of_story), "{page}");
    }
    for page in ["", "articles/alone/", "people/ada/", "timeline/"] {
        assert_eq!(site.card_of(page).as_deref(), Some("https://example.org/desk/card.png"), "{page}");
    }
    let none = Site::new("cards: []\n");
    none.build();
    assert_eq!(none.cards(), Vec::<String>::new());
    assert_eq!(none.card_of("stories/bridge/"), None);
}

#[test]
fn the_same_words_are_the_same_bytes_and_a_new_title_redraws_its_card_alone() {
    let (site, again) = (Site::new(ALL), Site::new(ALL));
    assert_eq!(changed(&site.build()).len(), 6);
    again.build();
    for card in site.cards() {
        assert!(site.read(&card) == again.read(&card), "{card} differs");
    }
    assert_eq!(changed(&site.build()), Vec::<String>::new());
    let before = site.read("articles/sold/card.png");
    site.edit("content/articles/sold.md", "The bridge is sold", "The bridge is not sold");
    assert_eq!(changed(&site.build()), ["/articles/sold/card.png card"]);
    assert!(site.read("articles/sold/card.png") != before);
    site.edit("content/stories/bridge.md", "Who sold it.", "Who bought it.");
    assert_eq!(changed(&site.build()), ["/stories/bridge/card.png card"]);
}

#[test]
fn a_card_is_gone_with_its_record() {
    let site = Site::new(ALL);
    site.build();
    // What was not known on a day has none either.
    let outcome = site.build_as_of(Day::from_ymd(2025, 2, 14));
    assert_eq!(changed(&outcome), ["/articles/alone/card.png removed", "/events/sale/card.png removed"]);
    site.build();
    site.edit("content/articles/sold.md", "story: bridge", "story: bridge\nstatus: draft");
    site.edit("content/events/sale.md", "story: bridge", "story: bridge\nwithdrawn: {date: 2025-02-16}");
    site.edit("content/people/ada.md", "name:", "draft: true\nname:");
    let outcome = site.build();
    let gone = ["/articles/sold/card.png removed", "/events/sale/card.png removed", "/people/ada/card.png removed"];
    assert_eq!(changed(&outcome), gone);
    assert_eq!(site.cards(), ["articles/alone/card.png", "card.png", "stories/bridge/card.png"]);
}

#[test]
fn a_picture_of_its_own_stands_for_a_page() {
    let site = Site::new(ALL);
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(640, 480).write_to(&mut png, ImageFormat::Png).unwrap();
    fs::write(site.0.path().join("content/articles/bridge.png"), png.into_inner()).unwrap();
    site.edit("content/articles/sold.md", "story: bridge", "story: bridge\nimage: {file: bridge.png, alt: The bridge}");
    site.build();
    assert!(!site.cards().contains(&"articles/sold/card.png".to_owned()));
    let shown = site.card_of("articles/sold/").unwrap();
    assert!(shown.starts_with("https://example.org/desk/files/bridge."), "{shown}");
}

#[test]
fn scripts_without_letters_have_no_card_and_no_boxes() {
    let site = Site::new(ALL);
    for (id, name) in [("xi", "习近平"), ("salih", "علي عبد الله صالح"), ("kovalenko", "Олена Коваленко")]
    {
        site.write(&format!("content/people/{id}.md"), &format!("---\nname: {name}\n---\n"));
    }
    site.build();
    assert_eq!(site.card_of("people/xi/").as_deref(), Some("https://example.org/desk/card.png"));
    assert_eq!(site.card_of("people/salih/").as_deref(), Some("https://example.org/desk/card.png"));
    assert!(ink(&site.read("people/kovalenko/card.png")) > 3_000);
}

#[test]
fn a_site_named_in_another_script_has_cards_without_its_name() {
    let site = Site::new(ALL);
    site.edit("dossier.yaml", "title: The Desk", "title: السجل");
    site.build();
    assert_eq!(site.card_of("people/ada/").as_deref(), Some("https://example.org/desk/people/ada/card.png"));
    assert!(ink(&site.read("people/ada/card.png")) > 3_000);
    assert_eq!(site.card_of("people/"), None, "the site's own card would say nothing");
}

#[test]
fn a_date_is_no_more_exact_than_the_record() {
    let dates = ["2025-02-12", "2025-02-12?", "2025-02-12~", "2025-02", "2025-02-12/..", "2025-02-12/2025-02-14"];
    let mut cards = Vec::new();
    for date in dates {
        let site = Site::new(ALL);
        site.edit("content/events/sale.md", "2025-02", date);
        site.build();
        cards.push(site.read("events/sale/card.png"));
    }
    cards.sort();
    cards.dedup();
    assert_eq!(cards.len(), dates.len(), "two dates look the same");
}

#[test]
fn hostile_titles_stay_within_the_card() {
    let titles = [
        "W".repeat(500),
        "word ".repeat(400),
        "a\u{301}".repeat(300),
        "\u{202e}turned\u{202c} \u{0}\u{7}\t\n lines".to_owned(),
        "<script>alert(1)</script> & \"quotes\"".to_owned(),
        "—".repeat(90),
        ".".to_owned(),
    ];
    for title in titles {
        let text = |words: &str| -> std::sync::Arc<str> { words.into() };
        let long = text(&title);
        let poster = Poster {
            label: text(&title),
            note: Some(text(&title)),
            date: vec![text(&title), text(&title), text(&title)],
            site: text(&title),
            address: text(&title),
            title: long,
            mark: Mark::Ring,
        };
        let bytes = poster.drawn();
        assert!(ink(&bytes) < 300_000, "{title}");
        let image = image::load_from_memory(&bytes).unwrap().into_luma8();
        let edge = |x: u32| (0..HEIGHT).filter(|y| image.get_pixel(x, *y).0[0] < 200).count();
        assert_eq!((edge(0), edge(WIDTH - 1)), (0, 0), "{title} reaches the edge");
        assert_eq!(bytes, poster.drawn(), "{title}");
    }
}
