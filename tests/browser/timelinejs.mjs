// TimelineJS 3, as newsrooms use it, draws what `dossier export timeline` prints: `node timelinejs.mjs check FILE...`. Prints each
// fault, exits with 1 for any. `node timelinejs.mjs write FOLDER` writes a site of old, vague and open dates and of texts that break
// out of HTML.
//
// 1. It starts without an error, in the console or elsewhere, and asks nothing of other hosts.
// 2. Each event is a slide and a mark on the axis, each era a span behind them; what is in `undated` is passed over.
// 3. Headlines and dates are those of the file, letter by letter, and no text comes to anything but text.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { browser } from "./lib.mjs";

const [task, ...files] = process.argv.slice(2);
const DATES = ["-0043-03-15", "0079-10-24", "1900", "2024-05~", "2024-06?", "2025-02-12 18:30+01:00", "2025-02-12/2025-03", "2019/..", "../2018", "2025-21", "201X", "XXXX"];
const TEXTS = ["<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "&lt;b&gt;&amp;", "</p><svg onload=alert(3)>", "<a href=javascript:alert(4)>x</a>", "\"quoted\" 'texts'"];

if (task === "write") {
  const write = (path, text) => {
    mkdirSync(join(files[0], path, ".."), { recursive: true });
    writeFileSync(join(files[0], path), text);
  };
  const all = JSON.stringify(TEXTS.join(" "));
  write("dossier.yaml", `title: ${all}\nbase_url: https://example.org/\nlanguage: en\ndescription: ${all}\n`);
  write("content/stories/s.md", `---\ntitle: ${all}\nsummary: ${all}\n---\n`);
  DATES.forEach((date, at) => {
    const [text, words] = [TEXTS[at % TEXTS.length], TEXTS[(at + 1) % TEXTS.length]].map((it) => JSON.stringify(`${at} ${it}`));
    const own = at % 2 ? `words: ${words}\n` : "";
    write(`content/events/e${at}.md`, `---\ntitle: ${text}\ndate: "${date}"\n${own}summary: ${words}\nstory: s\nstatus: disputed\n---\n`);
  });
  process.exit(0);
}

const library = dirname(createRequire(import.meta.url).resolve("@knight-lab/timelinejs/dist/js/timeline.js"));
const TYPES = { js: "text/javascript", css: "text/css", woff: "font/woff", html: "text/html; charset=utf-8" };
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Timeline</title>
<link rel="stylesheet" href="/css/timeline.css"><link rel="icon" href="data:,">
<div id="line" style="height: 640px"></div><script src="/js/timeline.js"></script></html>`;
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

const faults = [];
const chromium = await browser();
for (const file of files) {
  const fault = (words) => faults.push(`${file}: ${words}`);
  const data = JSON.parse(readFileSync(file, "utf8"));
  // Of somebody who took part in nothing that has a date there is nothing to draw.
  if (!data.events) continue;
  const pictures = new Set([data.title, ...data.events].map((slide) => slide.media?.url));
  const page = await (await chromium.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && fault(`console: ${message.text()}`));
  page.on("pageerror", (error) => fault(`script: ${error.message}`));
  page.on("dialog", (dialog) => (fault(`a text became a script: ${dialog.message()}`), dialog.dismiss()));
  await page.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (pictures.has(url.href)) return route.fulfill({ body: PICTURE, contentType: "image/png" });
    if (url.host !== "line.test") return fault(`asks for ${url.href}`), route.abort();
    if (url.pathname === "/") return route.fulfill({ body: PAGE, contentType: TYPES.html });
    const type = TYPES[url.pathname.split(".").pop()] ?? "application/octet-stream";
    return route.fulfill({ body: readFileSync(join(library, "..", url.pathname)), contentType: type });
  });
  await page.goto("http://line.test/");
  const drawn = await page.evaluate(async (data) => {
    const timeline = new window.TL.Timeline("line", data, { script_path: "/js/", font: null, language: "en", hash_bookmark: false });
    await new Promise((resolve, reject) => {
      timeline.on("ready", resolve);
      setTimeout(() => reject(new Error("it is never ready")), 20000);
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
      headlines: all(".tl-slide .tl-headline").map((it) => it.textContent),
      dates: all(".tl-slide .tl-headline-date").map((it) => it.textContent),
      marks: all(".tl-timemarker").length,
      eras: all(".tl-timeera").length,
      foreign: all("#line script, #line iframe, #line svg, #line form, #line style, #line [onerror], #line [onload]").length,
    };
  }, data).catch((error) => fault(error.message));
  if (drawn) {
    const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const equal = (what, got, wanted) => {
      const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
      if (a !== b) fault(`${what}: ${a}, not ${b}`);
    };
    // The title has no date.
    const sorted = (texts) => texts.map((text) => text.trim()).filter(Boolean).sort();
    equal("headlines", sorted(drawn.headlines), sorted([data.title, ...data.events].map((slide) => plain(slide.text.headline))));
    equal("dates", sorted(drawn.dates), sorted(data.events.map((slide) => plain(plain(slide.display_date)))));
    equal("marks", drawn.marks, data.events.length);
    equal("eras", drawn.eras, data.eras?.length ?? 0);
    equal("elements that no timeline has", drawn.foreign, 0);
  }
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
  await page.close();
}
await chromium.close();
for (const words of faults) console.error(words);
console.log(faults.length ? `${faults.length} faults of TimelineJS` : `TimelineJS draws ${files.length} timelines`);
process.exit(faults.length ? 1 : 0);
