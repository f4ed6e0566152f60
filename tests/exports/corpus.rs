//! A site of as many articles as are asked for, whose names, titles and quotes are what breaks formats; the same each time.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// What breaks out of one format or another.
const HOSTILE: [&str; 14] = [
    "</script><script>alert(1)</script>",
    "<!--<script> & --> <b>bold</b>",
    "]]> and <![CDATA[ and ?>",
    "U+2028 \u{2028}and U+2029 \u{2029}within",
    "\"double\" and 'single' and `back` quotes, \u{201c}curly\u{201d}",
    "back\\slash, \\n no break; semi;colon: and, comma",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "'apostrophe",
    "END:VEVENT BEGIN:VCALENDAR",
    "&amp; &lt;i&gt; &#0; &nbsp;",
    "Очень длинное имя, которое длиннее семидесяти пяти байтов, чтобы строка была согнута 🎩👩‍👧‍👦 и ещё раз",
    "{{ 7 * 7 }} {% raw %} ${x} %0d%0a",
];

fn hostile(number: usize) -> String {
    format!("{} {number}", HOSTILE[number % HOSTILE.len()])
}

/// Returns a text as YAML reads it: JSON, in which YAML takes two characters more for line breaks.
fn yaml(text: &str) -> String {
    Value::from(text).to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn write_file(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn day(number: usize) -> String {
    format!("20{:02}-{:02}-{:02}", 20 + number / 336 % 5, 1 + number / 28 % 12, 1 + number % 28)
}

/// The dates of events, from exact to open.
fn date(number: usize) -> String {
    let day = day(number);
    match number % 8 {
        0 => format!("\"{day} 18:30+02:00\""),
        1 => format!("\"{day}/2026-02-14\""),
        2 => day[..7].to_owned(),
        3 => format!("\"{}~\"", &day[..4]),
        4 => format!("\"{}/..\"", &day[..7]),
        5 => format!("\"{day}?\""),
        _ => day,
    }
}

/// Writes the site, and returns what its readers must find.
pub(super) fn write(root: &Path, articles: usize) -> Value {
    let settings = format!(
        "title: {}\nbase_url: https://example.org/desk/\nlanguage: en\nauthors: [{}]\n\
         outputs: [html, json, feeds, calendar, csv, jsonl]\noutputs_for: [stories, people, events]\n",
        yaml(HOSTILE[0]),
        yaml(HOSTILE[4])
    );
    write_file(root, "dossier.yaml", &settings);
    let (people, events, stories) = (articles / 4 + 5, articles / 2 + 8, articles / 50 + 2);
    let mut truth =
        json!({"site": HOSTILE[0], "people": {}, "events": {}, "stories": {}, "articles": {}, "quotes": []});
    for number in 0..stories {
        let (id, title) = (format!("story-{number}"), hostile(number));
        write_file(root, &format!("content/stories/{id}.md"), &format!("---\ntitle: {}\n---\n", yaml(&title)));
        truth["stories"][&id] = title.into();
    }
    for number in 0..people {
        let (id, name) = (format!("person-{number}"), hostile(number));
        let text = format!(
            "---\nname: {}\nborn: 19{:02}\nroles:\n  - {{title: {}, from: 2019, until: 2023-05}}\n---\n",
            yaml(&name),
            number % 100,
            yaml(&hostile(number + 3))
        );
        write_file(root, &format!("content/people/{id}.md"), &text);
        truth["people"][&id] = name.into();
    }
    for number in 0..events {
        let (id, title, date) = (format!("event-{number}"), hostile(number + 1), date(number));
        let status = ["happened", "planned", "cancelled", "postponed", "disputed"][number % 5];
        let text = format!(
            "---\ntitle: {}\ndate: {date}\nstatus: {status}\nstory: story-{}\nsummary: {}\nparticipants:\n  - {{ref: person-{}, as: {}}}\n\
             history:\n  - {{said_on: 2020-01-02, status: planned, date: 2026-05}}\n---\n",
            yaml(&title),
            number % stories,
            yaml(&hostile(number + 5)),
            number % people,
            yaml(&hostile(number + 2))
        );
        write_file(root, &format!("content/events/{id}.md"), &text);
        truth["events"][&id] =
            json!({"title": title, "date": date.trim_matches('"'), "status": status, "summary": hostile(number + 5)});
    }
    for number in 0..articles {
        let (id, title, quote) = (format!("article-{number}"), hostile(number + 2), hostile(number + 4));
        let text = format!(
            "---\ntitle: {}\ndate: {}\nstory: story-{}\npeople: [person-{}]\nevents: [event-{}]\nauthors: [{}]\nsummary: {}\n\
             corrections:\n  - {{date: 2025-03-01, note: {}, was: {}, now: right}}\n\
             quotes:\n  - {{text: {}, speaker: person-{}, date: 2024-05}}\n---\n\n\
             A text with [[people/person-{}|a link]], a [way out](https://elsewhere.example/?a=1&b=2) and [one in](/events/).[^1] <script>alert(2)</script>\n\n\
             ## A heading\n\nMore.\n\n[^1]: A note.\n\n\
             ## Update 2025-03-02: A headline\n\nAn update, and [[events/event-{}|an event]] [above](#a-heading).\n",
            yaml(&title),
            day(number * 7),
            number % stories,
            number % people,
            number % events,
            yaml(&hostile(number)),
            yaml(&hostile(number + 6)),
            yaml(&hostile(number + 1)),
            yaml(&hostile(number + 9)),
            yaml(&quote),
            (number + 1) % people,
            (number + 2) % people,
            (number + 3) % events,
        );
        write_file(root, &format!("content/articles/{id}.md"), &text);
        truth["articles"][&id] = title.into();
        truth["quotes"].as_array_mut().unwrap().push(json!([id, quote]));
    }
    truth
}
