// What a browser and two checkers make of a built site: `node check.mjs SITE[=BASE]...`, BASE being the path on its
// host. Prints each fault, exits with 1 for any. Hard-cases F9, I7, L1 and L2.
//
// 1. The Nu HTML checker reads every page.
// 2. Of each kind of page, some: in light, in dark, and at 320 px: no rule of axe broken, no message on the console, no
//    request to elsewhere, nothing that the policy of `lib.mjs` forbids, no horizontal scroll, nor with text twice as large.
// 3. By keyboard: the first stop is the skip link, and it leads to the content.
// 4. The budget of a page, as a host sends it (gzip): HTML, styles, fonts, requests.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browser, pages, serve } from "./lib.mjs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const VNU = require.resolve("vnu-jar/build/dist/vnu.jar");
// How many pages of one kind a browser opens.
const OF_A_KIND = 3;

const faults = [];
const fault = (site, path, words) => faults.push(`${site}${path}: ${words}`);

/** Runs the Nu checker on all pages at once. */
function nu(root, paths) {
  const files = paths.map((path) => join(root, path.endsWith("/") ? `${path}index.html` : path));
  let report;
  try {
    execFileSync("java", ["-jar", VNU, "--errors-only", "--format", "json", "--stdout", ...files], { maxBuffer: 1 << 26 });
    return;
  } catch (error) {
    report = JSON.parse(error.stdout.toString());
  }
  for (const message of report.messages) {
    fault("", new URL(message.url ?? "file:///").pathname, `${message.message} (line ${message.lastLine})`);
  }
}

/** Returns some pages of each kind: the largest, the smallest, and one between them. */
function chosen(root, paths) {
  const kinds = new Map();
  for (const path of paths) {
    const parts = path.split("/").filter(Boolean);
    const kind = parts.length > 1 ? `${parts[0]}/*` : path;
    if (readFileSync(file(root, path), "utf8").includes('http-equiv="refresh"')) continue;
    kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
  }
  return [...kinds.values()].flatMap((of) => {
    const bySize = of.toSorted((a, b) => size(root, a) - size(root, b));
    const step = Math.max(1, (bySize.length - 1) / (OF_A_KIND - 1));
    return [...new Set(Array.from({ length: OF_A_KIND }, (_, at) => bySize[Math.min(bySize.length - 1, Math.round(at * step))]))];
  });
}

const file = (root, path) => join(root, path.endsWith("/") ? `${path}index.html` : path);
const size = (root, path) => readFileSync(file(root, path)).length;

async function look(chromium, root, origin, paths, { scheme, width, zoom }) {
  const context = await chromium.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: false });
  const page = await context.newPage();
  const where = `${width} px, ${scheme}${zoom > 1 ? `, text ${zoom * 100} %` : ""}`;
  let path;
  page.on("console", (message) => fault(root, path, `console (${where}): ${message.text()}`));
  page.on("pageerror", (error) => fault(root, path, `script (${where}): ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
      fault(root, path, `asks elsewhere (${where}): ${request.url()}`);
    }
  });
  for (path of paths) {
    await page.goto(origin + path, { waitUntil: "load" });
    if (zoom > 1) await page.evaluate((zoom) => (document.documentElement.style.fontSize = `${zoom * 100}%`), zoom);
    const over = await page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return null;
      const wide = [...document.body.querySelectorAll("*")].find((it) => it.getBoundingClientRect().right > root.clientWidth + 1);
      return `${root.scrollWidth} px wide; first: <${wide?.tagName.toLowerCase()} class="${wide?.className}">`;
    });
    if (over) fault(root, path, `scrolls sideways (${where}): ${over}`);
    if (zoom > 1) continue;
    // axe is put in by the driver, past the policy that holds for the page's own scripts.
    await page.evaluate(AXE);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const broken of result.violations) {
      fault(root, path, `axe (${where}) ${broken.id}: ${broken.help}: ${broken.nodes[0].target} (${broken.nodes.length})`);
    }
  }
  await context.close();
}

async function keyboard(chromium, root, origin, paths) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(origin + path, { waitUntil: "load" });
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return { class: document.activeElement.className, seen: box.width > 24 && box.height >= 24 && box.top >= 0 };
    });
    if (first.class !== "skip" || !first.seen) {
      fault(root, path, `the first stop of the Tab key is .${first.class}, seen: ${first.seen}`);
      continue;
    }
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const within = await page.evaluate(() => {
      const main = document.querySelector("main");
      return main.contains(document.activeElement) || !main.querySelector("a, button, input, select, summary");
    });
    if (!within) fault(root, path, "the skip link does not lead to the content");
  }
  await context.close();
}

const KB = 1000;
const BUDGET = { median: 15 * KB, page: 100 * KB, styles: 12 * KB, script: 8 * KB, latin: 52 * KB, fonts: 140 * KB, requests: 5 };
// These have a script of their own, the timeline data, too.
const OWN = {
  "/search/": { script: BUDGET.script + 15 * KB, requests: BUDGET.requests + 1 },
  "/timeline/": { script: BUDGET.script + 20 * KB, requests: BUDGET.requests + 2 },
};

function within(root, path, what, got, most) {
  if (got > most) fault(root, path, `${what}: ${got}, the budget is ${most}`);
}

/** Weighs all pages, and what a browser fetches for some. */
async function weigh(chromium, root, origin, all, some) {
  const sizes = all.map((path) => [gzipSync(readFileSync(file(root, path))).length, path]).sort((a, b) => a[0] - b[0]);
  within(root, "/", "median of the HTML", sizes[Math.floor(sizes.length / 2)][0], BUDGET.median);
  within(root, sizes.at(-1)[1], "the largest HTML", sizes.at(-1)[0], BUDGET.page);
  for (const path of some) {
    const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const got = { styles: 0, script: 0, fonts: 0, requests: 0 };
    const answers = [];
    page.on("response", (response) => answers.push(response));
    await page.goto(origin + path, { waitUntil: "networkidle" });
    for (const answer of answers) {
      const type = answer.request().resourceType();
      const body = await answer.body();
      if (type === "stylesheet") got.styles += gzipSync(body).length;
      else if (type === "script") got.script += gzipSync(body).length;
      else if (type === "font") got.fonts += body.length;
      // Pictures, and scripts of type beside Latin, are not counted.
      if (type !== "image" && !(type === "font" && !/latin-wght-normal/.test(answer.url()))) got.requests += 1;
    }
    const plain = (await page.evaluate(() => document.body.innerText)).match(/[^\u0000-\u00ff\u2000-\u206f]/) === null;
    const italic = answers.some((answer) => answer.url().includes("italic"));
    const budget = { ...BUDGET, ...OWN[path] };
    within(root, path, "styles", got.styles, budget.styles);
    within(root, path, "script", got.script, budget.script);
    within(root, path, "fonts", got.fonts, plain && !italic ? budget.latin : budget.fonts);
    within(root, path, "requests", got.requests, budget.requests);
    await context.close();
  }
}

for (const argument of process.argv.slice(2)) {
  const [root, base] = argument.split("=");
  const all = pages(root);
  nu(root, all);
  const site = await serve(root, base);
  const chromium = await browser();
  const some = chosen(root, all);
  for (const scheme of ["light", "dark"]) await look(chromium, root, site.origin, some, { scheme, width: 1280, zoom: 1 });
  await look(chromium, root, site.origin, some, { scheme: "light", width: 320, zoom: 1 });
  await look(chromium, root, site.origin, some, { scheme: "light", width: 320, zoom: 2 });
  await keyboard(chromium, root, site.origin, some);
  await weigh(chromium, root, site.origin, all, some);
  await chromium.close();
  site.close();
  console.log(`${root}: ${all.length} pages by the Nu checker, ${some.length} in a browser`);
}
for (const words of faults) console.error(words);
console.log(faults.length ? `${faults.length} faults` : "no faults");
process.exit(faults.length ? 1 : 0);
