// Writes a site of many events that are as different as those of a real story: `node events.mjs FOLDER [EVENTS]`. The same
// arguments give the same files.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [root, wanted = "5000"] = process.argv.slice(2);
const EVENTS = Number(wanted);

// A generator of random numbers that is the same everywhere (mulberry32).
let seed = 20250219;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let it = Math.imul(seed ^ (seed >>> 15), seed | 1);
  it ^= it + Math.imul(it ^ (it >>> 7), it | 61);
  return ((it ^ (it >>> 14)) >>> 0) / 4294967296;
}
const below = (most) => Math.floor(random() * most);
const one = (from) => from[below(from.length)];
// The first are taken far more often than the last, as in life.
const skewed = (from) => from[Math.floor(random() ** 3 * from.length)];

const SYLLABLES = "ka ro mi ten dal vor sha lin gre bo na zil ter mon ev ra sto pel kin ada hu rem tov sa bri len os cha var dim".split(" ");
const made = (parts) => {
  const word = Array.from({ length: parts }, () => one(SYLLABLES)).join("");
  return word[0].toUpperCase() + word.slice(1);
};
const some = (count, make) => [...new Set(Array.from({ length: count }, make))];
const people = some(600, () => `${made(2)} ${made(3)}`);
const organizations = some(120, () => `${one(["Ministry of", "Institute for", "Union of", "Bank of", "Court of"])} ${made(2 + below(2))}`);
const places = some(150, () => made(2 + below(2)));
const stories = some(12, () => `The ${made(2)} ${one(["talks", "affair", "inquiry", "strike", "election"])}`);
const tags = some(60, () => made(2 + below(2)).toLowerCase());
const nouns = some(900, () => made(2 + below(3)).toLowerCase());
const VERBS = "meets calls accuses visits sues questions warns thanks dismisses appoints arrests releases joins leaves rejects signs denies reports".split(" ");
const HOW = ["after a vote", "behind closed doors", "for the second time", "without a statement", "in the presence of witnesses", "against advice"];

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
function write(path, text) {
  const file = join(root, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
}
const pad = (value) => String(value).padStart(2, "0");

function date(at) {
  const year = 1994 + Math.floor(31 * (at / EVENTS) ** 0.6), month = pad(1 + below(12)), day = pad(1 + below(28));
  const kind = random();
  if (kind < 0.8) return `${year}-${month}-${day}`;
  if (kind < 0.85) return `${year}-${month}`;
  if (kind < 0.9) return `${year}-${month}-${day}~`;
  if (kind < 0.93) return `${year}-${month}-01/${year}-${month}-${day}`;
  if (kind < 0.96) return `${year}`;
  return kind < 0.98 ? `${year}/${year + 2}` : `${year}-${month}-${day}?`;
}

write("dossier.yaml", "title: Many events\nbase_url: https://example.org/\nlanguage: en\n");
for (const name of organizations) write(`content/organizations/${slug(name)}.md`, `---\nname: ${name}\n---\n`);
for (const name of places) write(`content/places/${slug(name)}.md`, `---\nname: ${name}\n---\n`);
for (const name of stories) write(`content/stories/${slug(name)}.md`, `---\ntitle: ${name}\n---\n`);
for (const name of people) write(`content/people/${slug(name)}.md`, `---\nname: ${name}\n---\n`);
for (let at = 0; at < EVENTS - 1; at += 1) {
  const who = some(1 + below(3), () => skewed(people));
  const title = `${who[0].split(" ")[1]} ${one(VERBS)} the ${one(nouns)} of ${one(nouns)} ${one(HOW)}`;
  const status = random();
  const body = [
    `title: ${title}`,
    at % 200 === 7 ? "" : `date: ${date(at)}`,
    `id: ${slug(title).slice(0, 60)}-${at}`,
    status > 0.98 ? `status: ${one(["cancelled", "disputed"])}` : "",
    status < 0.9 && at > EVENTS - 40 ? `status: ${one(["planned", "postponed"])}` : "",
    `participants: [${[...who.map((name) => `people/${slug(name)}`), ...(random() < 0.5 ? [`organizations/${slug(skewed(organizations))}`] : [])].join(", ")}]`,
    `place: ${slug(skewed(places))}`,
    `story: ${slug(skewed(stories))}`,
    `tags: [${some(1 + below(3), () => skewed(tags)).join(", ")}]`,
    random() < 0.6 ? `importance: ${1 + below(10)}` : "",
    `summary: ${title}, and ${one(people)} looks on.`,
  ];
  write(`content/events/${at}.md`, `---\n${body.filter(Boolean).join("\n")}\n---\n`);
}
// What must stay text wherever it is shown.
const hostile = '<img src="x" onerror="globalThis.hit = 1"></script>';
write("content/people/mallory.md", `---\nname: ${JSON.stringify(`Mallory ${hostile}`)}\n---\n`);
write("content/events/hostile.md", `---\ntitle: ${JSON.stringify(`Tampering ${hostile}`)}\ndate: 2024-12-24\nparticipants: [mallory]\ntags: [${JSON.stringify(hostile)}]\n---\n`);
console.log(`${root}: ${EVENTS} events`);
