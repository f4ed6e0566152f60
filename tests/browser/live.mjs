// What the preview does in a browser: `node live.mjs DOSSIER`. It copies the sample, starts `dossier serve` on a free port, edits
// files, and looks at what the open page makes of it, under the policy of `lib.mjs`. Prints each promise that does not hold.
import { equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { POLICY, browser } from "./lib.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ARTICLE = "/articles/trump-and-putin-agree-to-start-talks/";
const TEXT = `content${ARTICLE.slice(0, -1)}.md`;
const PEOPLE = "/people/";

const root = mkdtempSync(join(tmpdir(), "dossier-live-"));
for (const name of ["content", "dossier.yaml"]) cpSync(join(import.meta.dirname, "../..", name), join(root, name), { recursive: true });

/** Starts the preview; resolves to where it is, and ends it. */
function start() {
  const child = spawn(process.argv[2], ["serve", "--root", root, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const url = said.match(/http:\/\/[^/\s]+/);
      if (url) resolve({ origin: url[0], close: () => child.kill() });
    });
    child.on("exit", () => reject(new Error(said)));
  });
}

const live = await start();
const chromium = await browser();
const faults = [];
let count = 0;

/** Opens a page for one promise, puts the files back in the end; what the console says breaks every promise. */
async function promise(name, path, check, wanted = []) {
  count += 1;
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const heard = [];
  const open = async (path) => {
    const page = await context.newPage();
    page.on("console", (message) => heard.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => heard.push(`script: ${error.message}`));
    // The theme's policy, which the preview does not send by itself.
    await page.route((url) => url.pathname.endsWith("/"), async (route) => {
      if (route.request().resourceType() !== "document") return route.continue();
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": POLICY } });
    });
    await page.goto(live.origin + path, { waitUntil: "load" });
    await page.evaluate(() => (globalThis.mark = "same page"));
    return page;
  };
  const before = new Map();
  const edit = (file, change) => {
    const path = join(root, file);
    let text = null;
    try {
      text = readFileSync(path, "utf8");
    } catch {
      mkdirSync(join(path, ".."), { recursive: true });
    }
    if (!before.has(path)) before.set(path, text);
    const next = change(text ?? "");
    ok(next !== text, `nothing to edit in ${file}`);
    writeFileSync(path, next);
  };
  try {
    await check(await open(path), edit, open);
    const unexpected = heard.filter((line) => !wanted.some((words) => words.test(line)));
    equal(unexpected.join("; "), "");
  } catch (error) {
    faults.push(`${path}: ${name}: ${error.message}`);
  }
  await context.close();
  for (const [path, text] of before) {
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
  }
  await new Promise((done) => setTimeout(done, 1500));
}

const same = async (page) => equal(await page.evaluate(() => globalThis.mark), "same page", "the page was loaded anew");
const add = (words) => (text) => `${text.trimEnd()}\n\n${words}\n`;
const shows = (page, words) => page.getByText(words).first().waitFor({ timeout: 5000 });

await promise("an edit shows in place: scroll, focus, open details and what scripts made stay", ARTICLE, async (page, edit) => {
  await page.locator(".body a").nth(3).focus();
  const button = page.locator("#cite button").first();
  ok(await button.count(), "a script made a button");
  await page.evaluate(() => {
    document.querySelector("main details")?.setAttribute("open", "");
    scrollTo({ top: 300, behavior: "instant" });
    globalThis.focused = document.activeElement;
    globalThis.button = document.querySelector("#cite button");
    globalThis.opened = document.querySelector("main details[open]");
  });
  const start = Date.now();
  edit(TEXT, (text) => text.replace(/\n\n(?=[A-Z])/, "\n\nA new sentence stands here. "));
  await shows(page, "A new sentence stands here.");
  console.log(`an edit shows after ${Date.now() - start} ms`);
  await same(page);
  equal(await page.evaluate(() => scrollY), 300);
  ok(await page.evaluate(() => document.activeElement === globalThis.focused), "the focus stays");
  ok(await page.evaluate(() => globalThis.button.isConnected), "what a script made stays");
  ok(await page.evaluate(() => !globalThis.opened || (globalThis.opened.isConnected && globalThis.opened.open)), "open details stay open");
});

await promise("what was typed stays while the list changes", PEOPLE, async (page, edit) => {
  const field = page.locator("main input[type='search']");
  await field.fill("vl");
  edit("content/people/vlad-example.md", () => "---\nname: Vlad Example\n---\n\nA person.\n");
  await page.locator(".rows a", { hasText: "Vlad Example" }).waitFor({ state: "attached", timeout: 5000 });
  await same(page);
  equal(await field.inputValue(), "vl");
  ok(await field.evaluate((it) => it === document.activeElement), "the focus stays");
});

await promise("a timeline that is filtered takes a new event in, and stays filtered", "/timeline/", async (page, edit) => {
  const field = page.locator("#_words");
  await field.fill("talks");
  await page.locator("#_found .entry").first().waitFor({ timeout: 5000 });
  const found = await page.locator("#_found .entry").count();
  edit("content/events/a-call-back.md", () => "---\ntitle: A call back\ndate: 2025-02-19\nstory: ukraine-talks\n---\n\nThey spoke again.\n");
  await page.locator("#timeline a", { hasText: "A call back" }).waitFor({ state: "attached", timeout: 5000 });
  await same(page);
  equal(await field.inputValue(), "talks");
  ok(await page.locator("#_found").isVisible(), "what was found stays");
  equal(await page.locator("#_found .entry").count(), found);
  ok(await page.locator("#timeline").isHidden(), "the list of all stays hidden");
});

await promise("a title shows on a timeline in place", "/timeline/", async (page, edit) => {
  edit("content/events/paris-meeting.md", (text) => text.replace(/^title: .*$/m, "title: A meeting by another name"));
  await shows(page, "A meeting by another name");
  await same(page);
});

await promise("what was asked of the search stays, with its answers, while the site changes", "/search/", async (page, edit) => {
  const field = page.locator("main input[type='search']").first();
  await field.fill("putin");
  await page.locator("main a", { hasText: "Vladimir Putin" }).first().waitFor({ timeout: 5000 });
  edit("content/people/vlad-example.md", () => "---\nname: Vlad Example\n---\n\nA person.\n");
  await page.waitForTimeout(2500);
  await same(page);
  equal(await field.inputValue(), "putin");
  ok(await page.locator("main a", { hasText: "Vladimir Putin" }).count(), "the answers stay");
  await page.reload({ waitUntil: "load" });
  await field.fill("vlad example");
  await page.locator("main a", { hasText: "Vlad Example" }).first().waitFor({ timeout: 5000 });
});

await promise("what changed out of sight is scrolled to, unless that is turned off", ARTICLE, async (page, edit) => {
  edit(TEXT, add("The last words of all."));
  await shows(page, "The last words of all.");
  await page.waitForFunction(() => scrollY > 300, null, { timeout: 2000 });
  await page.evaluate(() => { localStorage.setItem("dossier-jump", "off"); scrollTo({ top: 0, behavior: "instant" }); });
  edit(TEXT, add("And one more."));
  await shows(page, "And one more.");
  await page.waitForTimeout(200);
  equal(await page.evaluate(() => scrollY), 0);
});

await promise("an error is laid over the page with a link to its line, and goes away when it is mended", ARTICLE, async (page, edit) => {
  edit(TEXT, add("Then [[nobody-at-all]] came."));
  const layer = page.locator(".dossier-problems");
  await layer.waitFor({ timeout: 5000 });
  match(await layer.textContent(), /D012/);
  match(await layer.locator("a").first().getAttribute("href"), /^vscode:\/\/file\/.*trump-and-putin-agree-to-start-talks\.md:\d+:\d+$/);
  edit(TEXT, (text) => text.replace("[[nobody-at-all]]", "nobody"));
  await layer.waitFor({ state: "detached", timeout: 5000 });
  await shows(page, "Then nobody came.");
  await same(page);
});

await promise("a mistake in a template that only other pages have shows, and the page stays", ARTICLE, async (page, edit) => {
  const heading = await page.locator("h1").textContent();
  edit("templates/place.html", () => '{% extends "base.html" %}{% block main %}{{ page.nothing.at.all }}{% endblock main %}');
  const layer = page.locator(".dossier-problems");
  await layer.waitFor({ timeout: 10000 });
  match(await layer.textContent(), /templates\/place\.html/);
  equal(await page.locator("h1").textContent(), heading);
  edit("templates/place.html", () => '{% extends "base.html" %}{% block main %}<main id="main"></main>{% endblock main %}');
  await layer.waitFor({ state: "detached", timeout: 10000 });
  await same(page);
}, [/500/]);

await promise("a page whose template fails stays as it was last", "/places/paris/", async (page, edit) => {
  const heading = await page.locator("h1").textContent();
  edit("templates/place.html", () => '{% extends "base.html" %}{% block main %}{{ page.nothing.at.all }}{% endblock main %}');
  await page.locator(".dossier-problems").waitFor({ timeout: 10000 });
  equal(await page.locator("h1").textContent(), heading);
  await same(page);
}, [/500/]);

await promise("the panel stays open while its page changes, and turns scrolling off", ARTICLE, async (page, edit) => {
  await page.locator(".dossier-panel summary").click();
  match(await page.locator(".dossier-panel").textContent(), /Donald Trump, President of the United States/);
  await page.getByLabel("Scroll to what changed").uncheck();
  edit(TEXT, add("Words below the panel."));
  await page.getByText("Words below the panel.").waitFor({ state: "attached", timeout: 5000 });
  ok(await page.locator(".dossier-panel details").evaluate((it) => it.open), "the panel stays open");
  equal(await page.getByLabel("Scroll to what changed").isChecked(), false);
  equal(await page.evaluate(() => scrollY), 0);
  await same(page);
});

await promise("what the preview adds can be used by everybody, at 320 px, too", ARTICLE, async (page, edit) => {
  await page.setViewportSize({ width: 320, height: 800 });
  edit(TEXT, (text) => text.replace("---\n", "---\ndraft: true\n"));
  await page.locator(".dossier-banner").waitFor({ timeout: 5000 });
  await page.locator(".dossier-panel summary").click();
  const look = async () => {
    equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    equal(violations.map((it) => `${it.id} ${it.nodes[0].target}`).join("; "), "");
  };
  await look();
  edit(TEXT, add("Then [[nobody-at-all]] came."));
  await page.locator(".dossier-problems").waitFor({ timeout: 5000 });
  await look();
});

await promise("two tabs are patched, each with its page", ARTICLE, async (page, edit, open) => {
  const other = await open("/people/donald-trump/");
  edit("content/people/donald-trump.md", add("Words on his own page."));
  await shows(other, "Words on his own page.");
  await same(other);
  await same(page);
});

await promise("a hidden tab catches up when it is shown", ARTICLE, async (page, edit) => {
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await hide(true);
  edit(TEXT, add("Said while nobody looked."));
  await page.waitForTimeout(700);
  equal(await page.getByText("Said while nobody looked.").count(), 0);
  await hide(false);
  await shows(page, "Said while nobody looked.");
  await same(page);
});

await promise("styles are exchanged without a reload", ARTICLE, async (page, edit) => {
  const sheet = join(import.meta.dirname, "../../templates/assets/docket.css");
  edit("templates/assets/docket.css", () => `${readFileSync(sheet, "utf8")}\nh1 { letter-spacing: 7px; }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px", null, { timeout: 5000 });
  await same(page);
  equal(await page.locator("link[rel='stylesheet'][href*='docket']").count(), 1);
});

await promise("who reads a page that moved is led there, and told", ARTICLE, async (page, edit) => {
  edit(TEXT, (text) => text.replace("---\n", "---\nid: begin-again\n"));
  await page.waitForURL(/\/articles\/begin-again\/$/, { timeout: 5000 });
  match(await page.locator(".dossier-said").textContent(), /moved here/);
}, [/404/]);

await chromium.close();
live.close();
rmSync(root, { recursive: true });
for (const words of faults) console.error(words);
console.log(`${count} promises of the preview, ${faults.length} broken`);
process.exit(faults.length ? 1 : 0);
