// Writes a site that is hard on its theme: `node torture.mjs FOLDER`. Names of 200 letters and of one, four scripts, pages
// from right to left, a timeline of 500 entries, records that say nothing, every status of an event, no pictures.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = process.argv[2];
rmSync(root, { recursive: true, force: true });
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const record = (path, front, body = "") => write(`content/${path}.md`, `---\n${front.trim()}\n---\n${body}`);

const LONG = "Bartholomew-Maximilian von und zu Hohenlohe-Schillingsfürst-Waldenburg-Langenburg ".repeat(3).slice(0, 199).trim();
const UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

write("dossier.yaml", "title: A site with a name that goes on and on, and on, as names of public bodies do\nbase_url: https://torture.example/deep/down/\nlanguage: en\n");

// People of all lengths and scripts.
record("people/long", `name: "${LONG}"\nsummary: "${"Words without end. ".repeat(30)}"\nroles:\n  - {title: "${UNBROKEN}", from: 2001, to: 2010}\n  - {title: "Minister for ${"very ".repeat(30)}small matters", from: 2011}\nborn: 1950?\naliases: [${Array.from({ length: 30 }, (_, at) => `"Spelling number ${at} of a long name"`).join(", ")}]`, `${UNBROKEN} ${"word ".repeat(300)}\n`);
record("people/x", "name: X");
record("people/zelenskyy", "name: Володимир Олександрович Зеленський\nnative: {uk: Володимир Зеленський}\nroles:\n  - {title: президент України, from: 2019-05-20}");
record("people/arabic", "name: عبد الرحمن بن محمد بن خلدون الحضرمي\nlang: ar\nsummary: مؤرخ وفيلسوف", "كتب عن تاريخ العرب في كتابه. [[X]] شخص آخر.\n");
record("people/chinese", "name: 习近平\nnative: {zh: 习近平}\nsummary: 国家主席", "习近平在北京会见了客人。\n");
record("people/hebrew", "name: משה בן מימון\nlang: he", "טקסט בעברית עם English באמצע.\n");
for (let at = 0; at < 120; at += 1) {
  record(`people/p${at}`, `name: "Person Number${at} ${"ABCDEFGHIJKLMNOPQRSTUVWXYZÄŠ"[at % 28]}surname"\nroles:\n  - {title: member, from: ${1990 + (at % 30)}}`);
}

// Every status, every precision; 500 entries of one story.
record("stories/story", `title: "${"The story with a title that needs three lines on a telephone and more on a watch ".repeat(2).trim()}"\nsummary: In short.\nknown:\n  - {text: "${"What is known. ".repeat(20)}", date: 2020}\nunknown:\n  - {text: What is not known}\ndisputed:\n  - {text: What is disputed, date: 2021-XX}`);
record("stories/empty", "title: A story about which nothing was written");
const statuses = ["happened", "planned", "postponed", "cancelled", "disputed"];
const dates = ["2020-01-05", "2020-02", "2020~", "2020-03-01?", "2020-03-01/2020-03-09", "2020-05-01/..", "../2020-07", "202X", "2020-04-XX", "2020-06-01T09:30:00Z", "1950", "-0043-03-15"];
statuses.forEach((status, at) => {
  record(`events/${status}`, `title: "An event that is ${status}"\nstatus: ${status}\ndate: ${dates[at]}\nstory: story\nplace: Taumatawhakatangihangakoauauotamatea\nparticipants:\n  - {ref: long, as: "${UNBROKEN}"}\n  - {ref: x, as: host}\n  - {ref: zelenskyy}\n  - {ref: arabic, as: guest}\nhistory:\n  - {said_on: 2019-01-01, status: planned, date: 2019-12}\n  - {said_on: 2019-06-01, status: ${status}, date: ${dates[at]}}`, "What happened.\n");
});
dates.forEach((date, at) => record(`events/date-${at}`, `title: "Dated ${date.replaceAll('"', "")}"\ndate: ${date}\nstory: story\nparticipants: [long]`));
record("events/none", "title: An event without anything");
for (let at = 0; at < 500; at += 1) {
  record(`events/e${at}`, `title: "Entry ${at}"\ndate: ${2000 + Math.floor(at / 25)}-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}\nstory: story\nparticipants:\n  - {ref: p${at % 120}, as: part}\n  - long`);
}

// Articles: long, empty, from right to left, with all that Markdown has.
const everything = `# Heading one

## A heading with \`code\` and ${UNBROKEN}

Text with **strong**, *emphasis*, ~~struck~~ and a link to <https://example.org/${"a".repeat(150)}>.

| A | Table | With | Many | Columns | That | Are | Wide | On | Purpose | To | Test |
|---|---|---|---|---|---|---|---|---|---|---|---|
${"| cell with words | cell | cell | cell | cell | cell | cell | cell | cell | cell | cell | cell |\n".repeat(5)}

- [ ] a task
- [x] another
  1. nested
     - deeper

> [!warning] A callout
> with words.

> ${"Words that were said. ".repeat(12)}
> — [[${LONG}]], to X, Taumatawhakatangihangakoauauotamatea, 2020-01-05

\`\`\`
${"code that is much wider than any telephone ".repeat(6)}
\`\`\`

Term
: what it means

A footnote[^1].

[^1]: Its text.

---

## Update 2020-02-01: ${"what is new ".repeat(20)}

Words.
`;
record("articles/everything", `title: "${LONG}"\ndate: 2020-01-06\nstory: story\nauthors: [${Array.from({ length: 12 }, (_, at) => `"Author ${at}"`).join(", ")}]\npeople: [long, x, zelenskyy, arabic, chinese]\nevents: [happened, planned]\ncorrections:\n  - {date: 2020-01-07, was: "${UNBROKEN}", now: less, note: A note}`, everything);
record("articles/empty", "title: Nothing\ndate: 2020-01-01");
record("articles/arabic", "title: مقال طويل عن المحادثات بين الرئيسين\ndate: 2020-01-08\nlang: ar\nstory: story\npeople: [arabic, x]", `اتفق الرئيسان على بدء المفاوضات. ${"كلمات كثيرة في هذا النص الطويل. ".repeat(40)}\n\n> كلمات قيلت.\n> — [[X]], 2020-01-08\n`);
record("articles/chinese", "title: 中国欢迎会谈\ndate: 2020-01-09\nlang: zh\nstory: story\npeople: [chinese]", `${"习近平说会谈很重要。".repeat(60)}\n`);
record("articles/ukrainian", "title: Розмова тривала півтори години\ndate: 2020-01-10\nlang: uk\npeople: [zelenskyy]", `${"Зеленський сказав, що знає про розмову. ".repeat(20)}\n`);
for (let at = 0; at < 60; at += 1) {
  record(`articles/a${at}`, `title: "Article ${at}"\ndate: 2019-${String(1 + (at % 12)).padStart(2, "0")}-11\nstory: story\npeople: [p${at}, long]`, `${LONG} met Person Number${at} again.\n`);
}
