// Pages on paper and in forced colours: `node media.mjs SITE...`. Prints each fault, exits with 1 for any. Hard-case L1.
//
// 1. On paper, on a dark screen too: black on white, no navigation and no buttons, the addresses of sources in words, and nothing
//    that leads nowhere on paper. The page fits the paper.
// 2. In forced colours: what has focus is seen, all text and every mark has a colour of the reader's, diagrams too.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browser, pages, serve } from "./lib.mjs";

// How many pages of one kind are looked at, the longest first.
const OF_A_KIND = 2;
const KINDS = ["articles", "people", "events", "stories"];

const faults = [];

/** Returns what is wrong with a page on paper. */
function onPaper() {
  const found = [];
  const isSeen = (it) => it.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().width > 1;
  const named = (it) => `<${it.tagName.toLowerCase()} class="${it.getAttribute("class") ?? ""}">`;
  for (const it of document.querySelectorAll("nav, button, input:not(.body *), select, summary:not(.body *), .skip, .preview, .back")) {
    if (isSeen(it)) found.push(`${named(it)} is printed`);
  }
  const light = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return alpha === 0 ? 255 : 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  if (light(getComputedStyle(document.body).backgroundColor) < 254) found.push("the paper is not white");
  for (const it of document.querySelectorAll("main :is(h1, h2, h3, p, dd, dt, li, td, a)")) {
    if (isSeen(it) && it.textContent.trim() && light(getComputedStyle(it).color) > 110) {
      found.push(`${named(it)} is ${getComputedStyle(it).color} on white`);
    }
  }
  for (const it of document.querySelectorAll(".strip text, .arcs text")) {
    if (isSeen(it) && light(getComputedStyle(it).fill) > 110) found.push(`a name in ${named(it.closest("figure"))} is pale`);
  }
  for (const it of document.querySelectorAll('.srcs a[href^="http"], .body a[rel="external"]')) {
    if (isSeen(it) && getComputedStyle(it, "::after").content === "none") found.push(`${it.href} is not printed`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} px wide`);
  return [...new Set(found)];
}

/** Returns what is wrong with a page in forced colours. */
function forced() {
  const found = [];
  const system = (name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = name;
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  };
  const own = new Set(["CanvasText", "LinkText", "VisitedText", "GrayText", "ButtonText", "FieldText"].map(system));
  const paper = system("Canvas");
  if (getComputedStyle(document.body).backgroundColor !== paper) found.push("the page is not the reader's colour");
  for (const it of document.querySelectorAll("svg text")) {
    if (!own.has(getComputedStyle(it).fill)) found.push(`a name in a drawing is ${getComputedStyle(it).fill}`);
  }
  for (const it of document.querySelectorAll("svg :is(line:not(.gap), .day, .bar, .arcs path, .arcs circle)")) {
    const { fill, stroke } = getComputedStyle(it);
    if (![fill, stroke].some((color) => own.has(color))) found.push(`a mark in a drawing is ${fill} and ${stroke}`);
  }
  return [...new Set(found)];
}

async function look(page, root, origin, paths) {
  for (const path of paths) {
    const fault = (words) => faults.push(`${root}${path}: ${words}`);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ media: "print", colorScheme, forcedColors: "none" });
      await page.goto(origin + path, { waitUntil: "load" });
      for (const words of await page.evaluate(onPaper)) fault(`on paper (${colorScheme}): ${words}`);
      await page.emulateMedia({ media: "screen", colorScheme, forcedColors: "active" });
      for (const words of await page.evaluate(forced)) fault(`in forced colours (${colorScheme}): ${words}`);
    }
    const links = await page.locator("main a:visible").all();
    for (const link of links.slice(0, 60)) {
      await link.focus();
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      });
      if (!seen) fault(`in forced colours: the focus on ${await link.getAttribute("href")} is not seen`);
    }
  }
}

const chromium = await browser();
let count = 0;
for (const root of process.argv.slice(2)) {
  const site = await serve(root);
  const all = pages(root);
  const length = (path) => readFileSync(join(root, path, "index.html")).length;
  const paths = KINDS.flatMap((kind) => {
    const of = all.filter((path) => new RegExp(`^/${kind}/[^/]+/$`).test(path));
    return of.toSorted((a, b) => length(b) - length(a)).slice(0, OF_A_KIND);
  });
  // A4 less its margins, in CSS pixels.
  const context = await chromium.newContext({ viewport: { width: 673, height: 986 } });
  await look(await context.newPage(), root, site.origin, paths);
  await context.close();
  site.close();
  count += paths.length;
}
await chromium.close();
for (const words of faults) console.error(words);
console.log(`on paper and in forced colours: ${count} pages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
