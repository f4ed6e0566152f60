// The search in a browser: `node search.mjs SAMPLE CORPUS`. Prints each fault, exits with 1 for any.
//
// 1. On the sample: names by every spelling and a slip away, words, prefixes, the keyboard, the address, going back.
// 2. Its words are those of the build: `tests/search/words.json`.
// 3. Without script the page leads on.
// 4. On a corpus of 10,000 articles: what a query fetches, as a host sends it (gzip).
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { browser, serve } from "./lib.mjs";

const [sample, corpus] = process.argv.slice(2);
const BUDGET = 100_000;
const faults = [];
const equal = (what, got, wanted) => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) faults.push(`${what}: ${a}, not ${b}`);
};
const holds = (what, it) => it || faults.push(what);

/** Returns a part of a script of the theme. */
const part = (name, from, to) => {
  const script = readFileSync(new URL(`../../templates/assets/${name}`, import.meta.url), "utf8");
  return script.slice(script.indexOf(from), script.indexOf(to));
};
const letters = part("docket.js", "// Letters in the form", "globalThis.docket");
const words = new Function(`${letters} ${part("search.js", "// Words, as in", "// Files of the index")} return words;`)();
for (const row of JSON.parse(readFileSync(new URL("../search/words.json", import.meta.url), "utf8"))) {
  equal(`words of ${row.text}`, words(row.text), row.typed ?? row.words);
}

const chromium = await browser();

/** Opens the search of a site; `fetched` are the files of the index that were asked for. */
async function open(root, query = "", options = {}) {
  const site = await serve(root);
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const fetched = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("response", (answer) => new URL(answer.url()).pathname.endsWith(".json") && fetched.push(answer));
  await page.goto(`${site.origin}/search/${query}`, { waitUntil: "networkidle" });
  const close = async () => {
    await context.close();
    site.close();
  };
  return { page, fetched, close };
}

/** Types a query and returns the titles found, by group. */
async function ask(page, text) {
  await page.fill("#q", text);
  await page.waitForTimeout(200);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(50);
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll("#results > section:not([hidden])")];
    return Object.fromEntries(shown.map((it) => [it.id, [...it.querySelectorAll("h3 a")].map((link) => link.textContent)]));
  });
}

{
  const { page, fetched, close } = await open(sample);
  equal("fetched before a query", fetched.length, 0);
  for (const spelling of ["zelensky", "ZELENSKYY", "Зеленський", "зеленский", "volodymyr zel", "zelnesky", "zelenski", "elensky"]) {
    const found = await ask(page, spelling);
    holds(`${spelling} does not find Volodymyr Zelensky: ${JSON.stringify(found)}`, found.people?.[0] === "Volodymyr Zelensky");
  }
  holds("a slip is not said", /nearly/.test(await page.textContent("#found")));
  equal("the first person for Putin", (await ask(page, "putin")).people[0], "Vladimir Putin");
  const talks = await ask(page, "talks");
  holds(`talks: ${JSON.stringify(talks)}`, talks.stories?.length === 1 && talks.articles?.length > 1 && talks.events?.length > 0);
  equal("words that nothing has", await ask(page, "quarterdeck bicycle"), {});
  holds("nothing is not said", /Nothing/.test(await page.textContent("#found")));
  holds("the lists are not shown where nothing is found", await page.isVisible("#lists"));

  for (const signs of ["🙂", "?!", "— … —"]) {
    equal(`found for ${signs}`, await ask(page, signs), {});
    holds(`${signs} is not answered`, /Nothing/.test(await page.textContent("#found")));
    holds(`the lists are not shown for ${signs}`, await page.isVisible("#lists"));
  }
  await ask(page, " ");
  equal("what is said of an empty field", await page.textContent("#found"), "");

  // The keyboard.
  await ask(page, "trump");
  equal("the address", new URL(page.url()).search, "?q=trump");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  const first = await page.textContent("#results section:not([hidden]) h3 a");
  await page.keyboard.press("ArrowDown");
  equal("the first found after the field", await focused(), first);
  await page.keyboard.press("ArrowDown");
  holds("the second is not reached", ![first, "q"].includes(await focused()));
  await page.keyboard.press("Escape");
  equal("Esc", await focused(), "q");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  equal("back to the field", await focused(), "q");
  holds("the words are not marked", (await page.textContent("#people mark")) === "Trump");

  // The address and going back.
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/people/);
  await page.goBack({ waitUntil: "networkidle" });
  equal("the query after going back", await page.inputValue("#q"), "trump");
  equal("found after going back", await page.textContent("#results section:not([hidden]) h3 a"), first);
  await close();
}
{
  const { page, close } = await open(sample, "?q=riyadh");
  equal("found by an address", await page.textContent("#places h3 a"), "Riyadh");
  holds("how many were found is not said", /^Found: \d+$/.test(await page.textContent("#found")));
  await close();
}
{
  const { page, close } = await open(sample, "?q=riyadh", { javaScriptEnabled: false });
  const ways = await page.evaluate(() => [...document.querySelectorAll("#lists a")].length);
  holds("without script nothing leads on", ways >= 8);
  await close();
}
{
  const { page, fetched, close } = await open(corpus);
  const name = (await (await page.request.get(new URL("people/0.json", page.url()).href)).json())[7][0];
  let most = [0, ""];
  for (const query of [name, name.slice(0, 3), name.replace(/.(.)$/, "$1"), "the", "budget", "reopens tender", "ve", "budget of the harbour", "number 77", "19"]) {
    await page.reload({ waitUntil: "networkidle" });
    fetched.length = 0;
    const found = await ask(page, query);
    holds(`nothing found for ${query}`, Object.keys(found).length > 0);
    let bytes = 0;
    for (const answer of fetched) bytes += gzipSync(await answer.body()).length;
    if (bytes > most[0]) most = [bytes, query];
    if (bytes > BUDGET) faults.push(`“${query}” fetches ${bytes} bytes, the budget is ${BUDGET}`);
  }
  console.log(`the search fetches at most ${most[0]} bytes (gzip), for “${most[1]}”`);
  await close();
}
await chromium.close();
for (const words of faults) console.error(words);
console.log(faults.length ? `${faults.length} faults in the search` : "no faults in the search");
process.exit(faults.length ? 1 : 0);
