// A site of many articles, always the same: `node corpus.mjs FOLDER [ARTICLES]`. For each ten articles it has two people
// and one event. What it says makes no sense.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, wanted = "10000"] = process.argv.slice(2);
const articles = Number(wanted);
// Numbers that look drawn, the same on each machine (Park and Miller).
let seed = 20250214;
const draw = (most) => (seed = (seed * 48271) % 2147483647) % most;
const one = (list) => list[draw(list.length)];

const PARTS = ["bar", "cal", "den", "fel", "gar", "hol", "jor", "kas", "lin", "mor", "nel", "ost", "per", "ros", "sel", "tor", "ul", "ver", "wes", "yar"];
const ENDS = ["berg", "bury", "field", "ford", "ham", "hurst", "ley", "mark", "son", "stone", "ton", "wick", "win", "wood"];
const GIVEN = ["Ada", "Bruno", "Clara", "Dmytro", "Edith", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Katya", "Lucia", "Marek", "Nadia", "Omar", "Petra", "Quinn", "Rosa", "Samir", "Thea", "Uma", "Viktor", "Wanda", "Yusuf", "Zora"];
const NOUNS = ["audit", "budget", "contract", "dispute", "election", "fund", "grant", "harbour", "inquiry", "licence", "merger", "permit", "report", "schedule", "strike", "survey", "tariff", "tender", "treaty", "verdict"];
const VERBS = ["approves", "challenges", "delays", "defends", "extends", "questions", "reopens", "rejects", "signs", "unveils"];
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const surname = () => capital(one(PARTS) + one(PARTS) + one(ENDS));
const unique = (make) => {
  const seen = new Set();
  return () => {
    let made;
    do made = make();
    while (seen.has(made));
    seen.add(made);
    return made;
  };
};
const person = unique(() => `${one(GIVEN)} ${surname()}`);
const event = unique(() => `${1990 + draw(35)} ${surname()} ${capital(one(NOUNS))}`);
const title = unique(() => `${surname()} ${one(VERBS)} ${one(NOUNS)} in ${surname()} (${draw(99999)})`);
const day = () => `${2000 + draw(25)}-${String(1 + draw(12)).padStart(2, "0")}-${String(1 + draw(28)).padStart(2, "0")}`;
const sentence = () => `In ${surname()} the ${one(NOUNS)} was put off again, and the ${one(NOUNS)} of ${surname()} ${one(VERBS)} what the ${one(NOUNS)} said.`;

rmSync(folder, { recursive: true, force: true });
const write = (kind, name, front, body) => {
  mkdirSync(join(folder, "content", kind), { recursive: true });
  writeFileSync(join(folder, "content", kind, `${name}.md`), `---\n${front.join("\n")}\n---\n\n${body}\n`);
};
const people = Array.from({ length: articles / 5 }, person);
const events = Array.from({ length: articles / 10 }, event);
people.forEach((name, at) => write("people", `p${at}`, [`name: ${name}`, `summary: ${capital(one(NOUNS))} officer of ${surname()}`], sentence()));
events.forEach((name, at) => write("events", `e${at}`, [`title: ${name}`, `date: ${day()}`, `participants: ["${one(people)}", "${one(people)}"]`], sentence()));
for (let at = 0; at < articles; at += 1) {
  const who = one(people);
  write(
    "articles",
    `a${at}`,
    [`title: "${title()}"`, `date: ${day()}`, `summary: "${sentence()}"`, `people: ["${who}", "${one(people)}"]`, `events: ["${one(events)}"]`],
    `${who} spoke. ${sentence()}\n\n> The ${one(NOUNS)} of ${surname()} is what the ${one(NOUNS)} ${one(VERBS)}, number ${at}.\n>\n> — ${who}\n\n${sentence()}`,
  );
}
writeFileSync(join(folder, "dossier.yaml"), "title: Corpus\nlanguage: en\nbase_url: https://example.org/\n");
