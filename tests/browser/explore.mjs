// The timeline of a site of many events, as `events.mjs` writes it: `node explore.mjs SITE`. Prints each fault, exits with 1
// for any.
//
// 1. Without script the list, its years, and the pages of people, places and tags are there, and nothing else.
// 2. With it: words by keyboard, choices by keyboard and mouse, years by keyboard and by brush, order, table; each with the
//    right number of events, told to screen readers, kept in the address, restored from it, and the focus stays.
// 3. From a key or a click to the new list it takes less than 100 ms, or on a slow machine than twice what the browser alone takes to lay
//    the list of the page out; the data is small; texts stay texts.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browser, serve } from "./lib.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const KB = 1000;
const MOST = { data: 200 * KB, script: 20 * KB, milliseconds: 100 };
const root = process.argv[2];
const faults = [];
const wants = (holds, words) => holds || faults.push(words);

const bytes = readFileSync(join(root, "timeline/events.json"));
const data = JSON.parse(bytes);
const size = gzipSync(bytes).length;
wants(size <= MOST.data, `events.json: ${size} bytes, the budget is ${MOST.data}`);
const total = data.title.length;

/** Counts the events that fit, in the plainest way. */
function count({ word = "", person = null, from = -Infinity, until = Infinity }) {
  const named = (column, at) => (data[column]?.of[at] ?? []).some((one) => data[column].names[one].toLowerCase().includes(word));
  const columns = ["people", "organizations", "places", "stories", "tags"];
  return data.title.filter((title, at) => {
    const said = title.toLowerCase().includes(word) || columns.some((column) => named(column, at));
    const took = person === null || data.people.of[at].includes(person);
    const [first, last] = [data.first[at], data.last[at]];
    const inYears = from === -Infinity && until === Infinity ? true : first !== null && first <= until && (last ?? first) >= from;
    return said && took && inYears;
  }).length;
}
const said = (found) => `Events: ${found} of ${total}`;

const site = await serve(root);
const chromium = await browser();

async function open(path, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => {
    globalThis.slowest = { duration: 0 };
    new PerformanceObserver((list) => {
      for (const { name, duration, processingStart, processingEnd } of list.getEntries()) {
        if (duration > globalThis.slowest.duration) globalThis.slowest = { duration, name, script: Math.round(processingEnd - processingStart) };
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  const page = await context.newPage();
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  await page.goto(site.origin + path, { waitUntil: "networkidle" });
  return page;
}
/** Waits until the address says what is chosen. */
const settled = (page) => page.waitForTimeout(400);
const found = (page) => page.locator("#_explore output").textContent();

async function withoutScript() {
  const page = await open("/timeline/", { javaScriptEnabled: false });
  for (const shown of ["#timeline .entry", "#contents a", 'a[href="../tags/"]', 'a[href="../people/"]']) {
    wants(await page.locator(shown).first().isVisible(), `without script: no ${shown}`);
  }
  for (const hidden of ["#_facets", "#_explore", "#_found"]) {
    wants(await page.locator(hidden).isHidden(), `without script: ${hidden} shows`);
  }
  await page.context().close();
}

async function byKeyboard() {
  const page = await open("/timeline/");
  wants((await found(page)) === `Events: ${total}`, `at first: ${await found(page)}`);
  wants(await page.locator("#timeline").isVisible(), "at first the static list is hidden");

  await page.focus("#_words");
  for (const key of "vote") await page.keyboard.press(key);
  wants((await found(page)) === said(count({ word: "vote" })), `words: ${await found(page)}`);
  wants(await page.locator("#timeline").isHidden(), "the static list stands beside the new one");
  wants((await page.locator("#_found .entry").count()) === 50, "the list does not begin with 50 entries");
  await page.waitForTimeout(800);
  const told = await page.locator("#_explore [role=status]").textContent();
  wants(told === (await found(page)), `screen readers are told: ${told}`);

  await page.keyboard.press("Tab"); // The field to find a person.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  const box = await page.evaluate(() => ({ value: document.activeElement.value, checked: document.activeElement.checked }));
  const person = data.people.ids.indexOf(box.value);
  wants(box.checked && person >= 0, `the focus left the choice: ${JSON.stringify(box)}`);
  wants((await found(page)) === said(count({ word: "vote", person })), `a person: ${await found(page)}`);

  await page.focus('input[name="from"]');
  for (let step = 0; step < 10; step += 1) await page.keyboard.press("ArrowRight");
  const from = Math.min(...data.first.filter((year) => year !== null)) + 10;
  const end = { word: "vote", person, from };
  wants((await page.getAttribute('input[name="from"]', "aria-valuetext")) === String(from), "the years are not told");
  wants((await found(page)) === said(count(end)), `years: ${await found(page)}`);
  await settled(page);
  const address = page.url();
  for (const part of ["words=vote", `people=${box.value}`, `from=${from}`]) wants(address.includes(part), `${address} lacks ${part}`);

  await page.reload({ waitUntil: "networkidle" });
  wants((await found(page)) === said(count(end)), `restored: ${await found(page)}`);
  wants(await page.locator(`input[value="${box.value}"]`).isChecked(), "the choice is not restored");
  wants((await page.inputValue("#_words")) === "vote", "the words are not restored");

  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const broken of violations) faults.push(`axe ${broken.id}: ${broken.help}: ${broken.nodes[0].target}`);

  await page.focus("#_explore button[type=reset]");
  await page.keyboard.press("Enter");
  wants((await found(page)) === `Events: ${total}`, `cleared: ${await found(page)}`);
  wants(await page.evaluate(() => document.activeElement.id === "_words"), "the focus is lost with `Clear`");
  await settled(page);
  wants(page.url().endsWith("/timeline/"), `cleared, but at ${page.url()}`);
  await page.goBack();
  await settled(page);
  wants((await found(page)) === said(count(end)), `back: ${await found(page)}`);
  await page.context().close();
}

async function byMouse() {
  const page = await open("/timeline/");
  const box = await page.locator(".chart svg").boundingBox();
  const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
  await page.mouse.move(...at(0.3));
  await page.mouse.down();
  for (let part = 0.32; part < 0.6; part += 0.02) await page.mouse.move(...at(part));
  await page.mouse.up();
  await settled(page);
  const query = new URL(page.url()).searchParams;
  const [from, until] = [Number(query.get("from")), Number(query.get("until"))];
  wants(from > 0 && until > from, `the brush leads to ${page.url()}`);
  wants((await found(page)) === said(count({ from, until })), `brushed: ${await found(page)}`);

  await page.click("#_years summary");
  await page.locator("#_years tbody tr").first().waitFor();
  const rows = await page.locator("#_years tbody tr").count();
  wants(rows > 5, `the years as a table: ${rows} rows`);

  await page.selectOption('select[name="sort"]', "oldest");
  const year = parseInt(await page.locator("#_found .year").first().textContent(), 10);
  wants(year <= from, `oldest first begins with ${year}`);
  await page.click("#_found button");
  wants((await page.locator("#_found .entry").count()) === 150, "the list does not grow");
  wants(await page.evaluate(() => document.activeElement.closest("#_found .entry") !== null), "the focus is not on the first new entry");
  await page.selectOption('select[name="view"]', "table");
  wants((await page.locator("#_found tbody tr").count()) === 50, "the table does not begin with 50 rows");

  for (const box of await page.locator('fieldset[data-column="tags"] li input').all()) await box.check();
  await page.fill('fieldset[data-column="people"] [type=search]', "mallory");
  await page.click("#_explore button[type=reset]");
  const slowest = await page.evaluate(() => globalThis.slowest);
  await page.context().close();
  return slowest;
}

async function texts() {
  const page = await open("/timeline/?people=mallory&view=table");
  wants((await found(page)) === said(1), `a hostile name: ${await found(page)}`);
  wants((await page.locator("#_found tbody").textContent()).includes('<img src="x"'), "a hostile title is not text");
  wants(await page.evaluate(() => globalThis.hit === undefined && !document.querySelector("main img")), "a text became an element");
  await page.context().close();
}

async function keys() {
  const page = await open("/timeline/");
  await page.focus("#_words");
  for (const key of "a vote mallory") await page.keyboard.press(key === " " ? "Space" : key);
  for (let key = 0; key < 14; key += 1) await page.keyboard.press("Backspace");
  await page.waitForTimeout(200);
  const slowest = await page.evaluate(() => globalThis.slowest);
  await page.context().close();
  return slowest;
}

/** Returns how many milliseconds the browser alone takes to lay the list out that the page has without script. */
async function floor() {
  const page = await open("/timeline/");
  const took = await page.evaluate(() => {
    const lists = [...document.querySelectorAll("#timeline, #_coming, #contents")];
    const once = () => {
      for (const list of lists) list.hidden = true;
      void document.body.offsetHeight;
      const start = performance.now();
      for (const list of lists) list.hidden = false;
      void document.body.offsetHeight;
      return performance.now() - start;
    };
    return Array.from({ length: 9 }, once).sort((one, other) => one - other)[4];
  });
  await page.context().close();
  return Math.round(took);
}

await withoutScript();
await byKeyboard();
await texts();
// A machine that does other things, too, is given some attempts: what is slow by itself is so in each of them.
const alone = await floor();
const most = Math.max(MOST.milliseconds, 2 * alone);
let slowest = { duration: Infinity };
for (let attempt = 0; attempt < 10 && slowest.duration > most; attempt += 1) {
  const [mouse, key] = [await byMouse(), await keys()];
  const worst = mouse.duration > key.duration ? mouse : key;
  if (worst.duration < slowest.duration) slowest = worst;
}
const speed = `${slowest.duration} ms (${slowest.name}, ${slowest.script} ms of it in the script)`;
wants(slowest.duration <= most, `from a key or a click to the new list: ${speed}`);
await chromium.close();
site.close();
for (const words of faults) console.error(words);
console.log(`${total} events: data of ${size} bytes, from a key or a click to the new list at most ${speed}, the layout alone ${alone} ms; ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
