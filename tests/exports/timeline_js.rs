//! TimelineJS: what its file says. That it draws it is looked at by `tests/browser/timelinejs.mjs`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::site::{PAYLOADS, Site, export};

fn timeline(site: &Site, of: &[&str]) -> Value {
    serde_json::from_str(&export(site.root(), &[&["timeline"], of].concat())).unwrap()
}

#[test]
fn slides_say_dates_in_words_and_stand_no_closer_than_those() {
    let site = Site::new("title: x\nbase_url: https://example.org/\nlanguage: en\n");
    let cases = [
        ("2025-02-12", json!({"year": 2025, "month": 2, "day": 12}), Value::Null, "12 February 2025"),
        ("2025-02~", json!({"year": 2025, "month": 2}), Value::Null, "about February 2025"),
        ("2024", json!({"year": 2024}), Value::Null, "2024"),
        (
            "2023-02-12/2023-03-01",
            json!({"year": 2023, "month": 2, "day": 12}),
            json!({"year": 2023, "month": 3, "day": 1}),
            "12 February – 1 March 2023",
        ),
        ("../2019", json!({"year": 2019}), Value::Null, "until 2019"),
        ("2017/2018-02", json!({"year": 2017}), json!({"year": 2018, "month": 2}), "from 2017 to February 2018"),
    ];
    for (at, (date, ..)) in cases.iter().enumerate() {
        site.put(
            &format!("content/events/e{at}.md"),
            &format!("---\ntitle: E{at}\ndate: \"{date}\"\nstatus: planned\n---\n"),
        );
    }
    site.put("content/events/none.md", "---\ntitle: Nobody knows\nwords: before that\n---\n");
    site.put("content/events/vague.md", "---\ntitle: Nor this\ndate: XXXX\n---\n");
    let timeline = timeline(&site, &[]);
    let slides = timeline["events"].as_array().unwrap();
    assert_eq!(slides.len(), cases.len());
    for (at, (date, start, end, words)) in cases.into_iter().enumerate() {
        let slide = slides.iter().find(|slide| slide["unique_id"] == json!(format!("event-e{at}"))).unwrap();
        assert_eq!((&slide["start_date"], &slide["end_date"]), (&start, &end), "{date}");
        assert_eq!(slide["display_date"], json!(words));
        assert!(slide["text"]["text"].as_str().unwrap().starts_with("<p>Planned</p>"));
    }
    let undated: Vec<&str> =
        timeline["undated"].as_array().unwrap().iter().map(|slide| slide["unique_id"].as_str().unwrap()).collect();
    assert_eq!(undated, ["event-vague", "event-none"]);
    assert_eq!(timeline["undated"][1]["display_date"], json!("before that"));
}

#[test]
fn texts_are_escaped_for_a_reader_that_takes_them_for_html() {
    let site = Site::hostile();
    let of_story = timeline(&site, &["stories/t"]);
    assert_eq!(of_story["events"].as_array().unwrap().len(), PAYLOADS.len());
    let (mut seen, mut ids) = (0, BTreeSet::new());
    for slide in of_story["events"].as_array().unwrap() {
        assert!(ids.insert(slide["unique_id"].as_str().unwrap().to_owned()));
        for text in [&slide["text"]["headline"], &slide["display_date"]] {
            let text = text.as_str().unwrap();
            assert!(!text.contains('<'), "{text}");
            let unescaped = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let plain = if text == slide["display_date"] { unescaped(&unescaped(text)) } else { unescaped(text) };
            seen += usize::from(PAYLOADS.iter().any(|payload| plain.ends_with(payload)));
        }
        let text = slide["text"]["text"].as_str().unwrap();
        let tags = ["<p>", "</p>", "<a href=", "</a>"];
        assert_eq!(
            tags.iter().map(|tag| text.matches(tag).count()).sum::<usize>(),
            text.matches('<').count(),
            "{text}"
        );
    }
    assert_eq!(seen, 2 * PAYLOADS.len());
}

#[test]
fn spans_are_eras() {
    let site = Site::new("title: x\nbase_url: https://example.org/\nlanguage: en\n");
    site.put("content/stories/s.md", "---\ntitle: A & B\n---\n");
    site.put(
        "content/people/ada.md",
        "---\nname: Ada\nroles: [{title: Chair, from: 2020, until: 2021-03}, {title: Member, from: 2022~}]\n---\n",
    );
    for (at, date) in ["2020-02-01", "2021-05", "2023?"].into_iter().enumerate() {
        site.put(
            &format!("content/events/e{at}.md"),
            &format!("---\ntitle: E{at}\ndate: {date}\nstory: s\nparticipants: [Ada]\n---\n"),
        );
    }
    let day = |year: u16, month: u8, day: u8| json!({"year": year, "month": month, "day": day});
    let story = json!({"start_date": day(2020, 2, 1), "end_date": day(2021, 5, 31), "text": {"headline": "A &amp; B"}});
    let chair = json!({"start_date": day(2020, 1, 1), "end_date": day(2021, 3, 31), "text": {"headline": "Chair"}});
    assert_eq!(timeline(&site, &[])["eras"], json!([story]));
    assert_eq!(timeline(&site, &["people/ada"])["eras"], json!([chair, story]));
    assert_eq!(timeline(&site, &["stories/s"])["eras"], Value::Null);
}
