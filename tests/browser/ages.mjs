// A small site of old and vague dates with digits of its own, ar-EG: `node ages.mjs write FOLDER` writes it, and
// `node ages.mjs check SITE` looks at its timeline and its search. Prints each fault, exits with 1 for any.
//
// 1. The list of the script has the order of the one that stands without it.
// 2. The chart begins and ends with the years of the events, and says those before the common era as pages do.
// 3. A page has one sort of digits.
// 4. The author's words in the gutter keep their own direction.
// 5. The timeline, the filter of a list and the search know that ł is l.
// 6. One step back undoes what the chart or its handles chose.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browser, serve } from "./lib.mjs";

const [task, folder] = process.argv.slice(2);
const DATES = {
  "The walls": "-0212", "The crossing": "-0043-03-15", "The count": "0000", "The fire": "0079-10-24",
  "Until the treaty": "../1900", "Since the strike": "1900-05-01/..", "The strike": "1900-04-30", "The year": "1900",
  "The fair": "1900-07", "The call": "2025-02-12", "The parade": "2025-02-12", "Łukasz’ speech": "2025-02-12", "Nobody knows": null, "Nor this": null,
};
// What an author says of a date, from left to right.
const WORDS = { "The fair": "High summer (1900)", "Nobody knows": "Before my time." };

if (task === "write") {
  const write = (path, text) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("dossier.yaml", "title: عصور\nbase_url: https://example.org/\nlanguage: ar-EG\n");
  for (const [title, date] of Object.entries(DATES)) {
    const dated = (date ? `date: "${date}"\n` : "") + (WORDS[title] ? `words: "${WORDS[title]}"\n` : "");
    write(`content/events/${title.toLowerCase().replaceAll(" ", "-")}.md`, `---\ntitle: ${title}\n${dated}tags: [age]\n---\n`);
  }
  process.exit(0);
}

const faults = [];
const equal = (what, got, wanted) => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) faults.push(`${what}: ${a}, not ${b}`);
};
const site = await serve(folder);
const chromium = await browser();
const page = await (await chromium.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
page.on("console", (message) => faults.push(`console: ${message.text()}`));
page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
const open = (path) => page.goto(site.origin + path, { waitUntil: "networkidle" });
const text = (selector) => page.locator(selector).textContent();
const titles = (list) => page.evaluate((list) => [...document.querySelectorAll(`${list} .entry h4`)].map((it) => it.textContent.trim()), list);
/** Returns the Western digits that readers see. */
const western = () => page.evaluate(() => (document.body.innerText.match(/.{0,20}[0-9]+.{0,20}/g) ?? []).filter((words) => !words.includes("summer")));
/** Tells which of the author's words in a list stand in the direction of the page. */
const unset = (list) => page.evaluate(([list, words]) => words.filter((words) => ![...document.querySelectorAll(`${list} .when bdi`)].some((it) => it.textContent === words)), [list, Object.values(WORDS)]);

await open("/timeline/");
const still = await titles("#timeline");
equal("events without script", still.length, Object.keys(DATES).length);
const old = ["The fire", "The count", "The crossing", "The walls"];
equal("the oldest", still.filter((title) => old.includes(title)), old);
equal("digits of the timeline", await western(), []);
equal("words that are not set apart", await unset("#timeline"), []);
equal("the years of the chart", await text("#_explore .count"), "٢١٣ ق.م–٢٠٢٥");
const axis = await page.locator("#_explore .axis span").allTextContents();
if (!axis.some((year) => year.includes("ق.م"))) faults.push(`years before the common era are not said: ${axis}`);
await open("/timeline/?tags=age");
equal("the order of the list", await titles("#_found"), still);
equal("words of the list that are not set apart", await unset("#_found"), []);
equal("digits of the list", await western(), []);

// One step back for each thing chosen.
const shown = () => text("#_explore output");
const settled = () => page.waitForTimeout(500);
await open("/timeline/");
const all = await shown();
const box = await page.locator(".chart svg").boundingBox();
const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
await page.mouse.move(...at(0.05));
await page.mouse.down();
await page.mouse.move(...at(0.3));
await settled();
await page.mouse.move(...at(0.5));
await page.mouse.up();
await settled();
const brushed = await shown();
if (brushed === all) faults.push("the brush chooses nothing");
await page.focus('input[name="from"]');
for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
await settled();
const moved = page.url();
await page.goBack();
await settled();
equal("a step back from the handle", await shown(), brushed);
await page.goBack();
await settled();
equal("a step back from the brush", await shown(), all);
await page.goForward();
await page.goForward();
await settled();
equal("and forward again", page.url(), moved);

await open("/timeline/?words=lukasz");
equal("found on the timeline", await titles("#_found"), ["Łukasz’ speech"]);
await open("/events/");
await page.fill("#_filter", "lukasz speech");
equal("found in the list of events", await page.locator(".entry h4:visible").allTextContents(), ["Łukasz’ speech"]);
await open("/search/?q=lukasz");
equal("found by the search", await page.locator("#events h3").allTextContents(), ["Łukasz’ speech"]);
await open("/search/?q=the");
equal("digits of the search", await western(), []);
await chromium.close();
site.close();
for (const words of faults) console.error(words);
console.log(faults.length ? `${faults.length} faults with old dates` : "no faults with old dates");
process.exit(faults.length ? 1 : 0);
