// What the theme's script adds, used by keyboard and pointer in the built sample: `node behaviour.mjs SITE`. Prints each
// promise that does not hold, exits with 1 for any. With script off, the same pages say and do all that they must.
import { equal, match, ok } from "node:assert/strict";
import { browser, serve } from "./lib.mjs";

const PERSON = "/people/donald-trump/";
const ARTICLE = "/articles/trump-and-putin-agree-to-start-talks/";
const STORY = "/stories/ukraine-talks/";
const LISTS = ["/people/", "/events/", "/sources/", "/organizations/", "/places/"];

const site = await serve(process.argv[2]);
const chromium = await browser();
const faults = [];
let count = 0;

/** Opens a page for one promise; what the console says, and what the policy forbids, breaks every promise. */
async function promise(name, path, check, options = {}) {
  count += 1;
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`script: ${error.message}`));
  const forbidden = [];
  if (options.javaScriptEnabled !== false) {
    await page.exposeFunction("forbidden", (directive) => forbidden.push(`forbidden by ${directive}`));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => globalThis.forbidden(event.violatedDirective));
    });
  }
  try {
    await page.goto(site.origin + path, { waitUntil: "load" });
    await check(page);
    equal([...heard, ...forbidden].join("; "), "");
  } catch (error) {
    faults.push(`${path}: ${name}: ${error.message}`);
  }
  await context.close();
}

const preview = (page) => page.locator(".preview");
const said = (page) => page.locator(".said");
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const shown = (page, selector) => page.evaluate((selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility()).length, selector);
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Presses Tab until the focus is on what the selector finds. */
async function tabTo(page, selector) {
  for (let at = 0; at < 400; at += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  throw new Error(`no stop of the Tab key at ${selector}`);
}

await promise("the skip link leads into the content", STORY, async (page) => {
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});

await promise("a focused link opens a preview, Esc closes it, and the focus stays", ARTICLE, async (page) => {
  await tabTo(page, '.body a[href$="people/vladimir-putin/"]');
  equal(await preview(page).isVisible(), false, "not at once");
  await preview(page).waitFor({ state: "visible", timeout: 2000 });
  match(await preview(page).textContent(), /Vladimir Putin/);
  const tied = await page.evaluate(() => {
    const [link, preview] = [document.activeElement, document.querySelector(".preview")];
    const [at, box] = [link.getBoundingClientRect(), preview.getBoundingClientRect()];
    const covers = !(box.top >= at.bottom || box.bottom <= at.top);
    return { role: preview.role, described: link.getAttribute("aria-describedby") === preview.id, covers, inside: box.left >= 0 && box.right <= innerWidth };
  });
  equal(JSON.stringify(tied), JSON.stringify({ role: "tooltip", described: true, covers: false, inside: true }));
  await page.keyboard.press("Escape");
  equal(await preview(page).isVisible(), false);
  ok(await page.evaluate(() => document.activeElement.matches(".body a") && !document.activeElement.hasAttribute("aria-describedby")));
});

for (const width of [360, 1280]) {
  await promise(`a preview can be hovered and causes no sideways scroll at ${width} px`, ARTICLE, async (page) => {
    const link = page.locator('.body a[href$="people/john-ratcliffe/"]').first();
    await link.hover();
    await preview(page).waitFor({ state: "visible", timeout: 2000 });
    await preview(page).hover();
    await page.waitForTimeout(500);
    ok(await preview(page).isVisible(), "open while the pointer is on it");
    equal(await overflow(page), 0);
    await page.mouse.move(2, 2);
    await preview(page).waitFor({ state: "hidden", timeout: 1000 });
  }, { viewport: { width, height: 800 } });
}

await promise("passing over a link asks for nothing, dwelling asks once", ARTICLE, async (page) => {
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/") && asked.push(request.url()));
  const link = page.locator('.body a[href$="people/vladimir-putin/"]').first();
  await link.scrollIntoViewIfNeeded();
  // In one task, so that it passes in no time on a busy machine, too.
  await link.evaluate((link) => {
    for (const type of ["pointerover", "pointerout"]) link.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: "mouse" }));
  });
  await page.waitForTimeout(400);
  equal(asked.join(), "");
  for (let at = 0; at < 2; at += 1) {
    await link.hover();
    await preview(page).waitFor({ state: "visible", timeout: 2000 });
    await page.mouse.move(2, 2);
    await preview(page).waitFor({ state: "hidden", timeout: 1000 });
  }
  equal(asked.filter((url) => url.endsWith("/people/vladimir-putin/")).length, 1);
});

await promise("a page that cannot be read has no preview, and nothing says so", ARTICLE, async (page) => {
  await page.evaluate(() => (globalThis.fetch = () => Promise.reject(new TypeError("off"))));
  await page.locator('.body a[href$="people/vladimir-putin/"]').first().hover();
  await page.waitForTimeout(700);
  equal(await preview(page).isVisible(), false);
});

await promise("a touch screen has no previews", ARTICLE, async (page) => {
  equal(await preview(page).count(), 0);
}, { hasTouch: true, isMobile: true });

await promise("the list of contents tells what is being read", STORY, async (page) => {
  const current = () => page.evaluate(() => [...document.querySelectorAll('.toc [aria-current="true"]')].map((it) => it.hash).join());
  await page.locator('.toc a[href="#quotes"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector('.toc a[href="#quotes"]').ariaCurrent === "true");
  equal(await current(), "#quotes");
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await page.waitForFunction(() => document.querySelector('.toc a[href="#quotes"]').ariaCurrent !== "true");
  await page.evaluate(() => scrollTo({ top: document.querySelector("#timeline").offsetTop + 100, behavior: "instant" }));
  await page.waitForFunction(() => document.querySelector('.toc a[href="#timeline"]').ariaCurrent === "true");
  equal(await current(), "#timeline");
}, { reducedMotion: "reduce" });

for (const width of [320, 700, 1280]) {
  await promise(`titles on the line of time neither meet nor leave the page at ${width} px`, STORY, async (page) => {
    const boxes = await page.evaluate(() =>
      [...document.querySelectorAll(".strip text")]
        .filter((it) => it.checkVisibility())
        .map((it) => ({ words: it.textContent, ...it.getBoundingClientRect().toJSON() })),
    );
    ok(boxes.length > 8, `${boxes.length} titles and labels`);
    for (const [at, a] of boxes.entries()) {
      ok(a.left >= 0 && a.right <= width, `${a.words} leaves the page`);
      for (const b of boxes.slice(at + 1)) {
        const meet = a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
        ok(!meet, `${a.words} meets ${b.words}`);
      }
    }
    ok((await page.locator(".strip a").count()) >= 8);
    equal(await page.locator(".strip svg").first().getAttribute("aria-details"), "_entries");
    equal(await page.locator("#_entries").count(), 1);
  }, { viewport: { width, height: 800 } });
}

await promise("a permalink copies its whole address, and what it leads to is marked", STORY, async (page) => {
  const link = page.locator(".quote figcaption a[href^='#']").first();
  await link.focus();
  await page.keyboard.press("Enter");
  await said(page).filter({ hasText: "Link copied" }).waitFor();
  equal(await said(page).getAttribute("role"), "status");
  const address = await page.evaluate(() => location.href);
  match(address, /#q-/);
  equal(await clipboard(page), address);
});

await promise("what an address leads to is marked", `${ARTICLE}#p4`, async (page) => {
  const ground = (selector) => page.evaluate((selector) => getComputedStyle(document.querySelector(selector)).backgroundColor, selector);
  ok((await ground("#p4")) !== (await ground("#p6")));
});

await promise("a citation can be copied in three forms", ARTICLE, async (page) => {
  const copied = async (name) => {
    await page.getByRole("button", { name }).focus();
    await page.keyboard.press("Enter");
    await said(page).filter({ hasText: "Citation copied" }).waitFor();
    return clipboard(page);
  };
  equal(await copied("Copy text"), await page.locator("#cite p").first().textContent());
  const bibtex = await copied("Copy BibTeX");
  match(bibtex, /^@online\{trump-and-putin-agree-to-start-talks,\n/);
  match(bibtex, /\n {2}title = \{\{Trump and Putin agree on the telephone to start talks on Ukraine\}\},\n {2}date = \{2025-02-13\},\n/);
  const [csl] = JSON.parse(await copied("Copy CSL-JSON"));
  equal(csl.title, "Trump and Putin agree on the telephone to start talks on Ukraine");
  equal(JSON.stringify(csl.issued), '{"date-parts":[[2025,2,13]]}');
  equal(csl.URL, "https://docket.example/articles/trump-and-putin-agree-to-start-talks/");
});

await promise("a dossier can be cited, too", PERSON, async (page) => {
  await page.getByRole("button", { name: "Copy CSL-JSON" }).click();
  await said(page).filter({ hasText: "Citation copied" }).waitFor();
  equal(JSON.parse(await clipboard(page))[0].title, "Donald Trump");
});

for (const path of LISTS) {
  await promise("a filter hides rows and empty groups, tells how many are left, and Esc clears it", path, async (page) => {
    const [rows, groups] = [":is(.rows > li, .line .entry)", ":is(.letter, .year)"];
    const all = [await shown(page, rows), await shown(page, groups)];
    await tabTo(page, "input[type='search']");
    equal(await page.evaluate(() => document.activeElement.labels[0].textContent), "Filter this list");
    const word = await page.evaluate((rows) => document.querySelector(rows).querySelector(".who a, :is(h3, h4) a").textContent, rows);
    await page.keyboard.type(word.toUpperCase());
    equal(await shown(page, rows), 1);
    await page.locator(".filter [role='status']").filter({ hasText: `1 of ${all[0]} shown` }).waitFor();
    ok((await shown(page, groups)) <= 1, "empty groups are hidden");
    await page.keyboard.press("Escape");
    equal(JSON.stringify([await shown(page, rows), await shown(page, groups)]), JSON.stringify(all));
    await page.keyboard.type("no such name");
    equal(await shown(page, rows), 0);
  });
}

await promise("a filter does not mind accents", "/people/", async (page) => {
  await page.locator("input[type='search']").fill("pútin");
  equal(await shown(page, ".rows > li"), 1);
});

await promise("a date that repeats the hidden one above is told", "/events/", async (page) => {
  await page.locator("input[type='search']").fill("hegseth");
  equal(await page.evaluate(() => {
    const row = document.querySelector(".entry:not([hidden])");
    return row.querySelector(".when").innerText.includes("2025") && !row.querySelector(".when .vh");
  }), true);
  await page.locator("input[type='search']").fill("");
  ok(await shown(page, ".entry.same"));
});

await promise("the names of a diagram are stops of the Tab key with previews, and can be read at 320 px", STORY, async (page) => {
  await tabTo(page, '.arcs a[href$="people/vladimir-putin/"]');
  await preview(page).filter({ hasText: "Vladimir Putin" }).waitFor();
  await page.keyboard.press("Escape");
  const seen = await page.evaluate(() => {
    const names = [...document.querySelectorAll(".arcs text")].filter((it) => it.checkVisibility()).map((it) => it.getBoundingClientRect());
    const drawing = document.querySelector(".arcs svg");
    const [box, scale] = [drawing.getBoundingClientRect(), drawing.getScreenCTM().a];
    return {
      inside: names.every((it) => it.left >= box.left && it.right <= box.right && it.top >= box.top && it.bottom <= box.bottom),
      apart: names.every((it, at) => !at || names[at - 1].bottom <= it.top),
      size: 16 * scale,
    };
  });
  ok(seen.inside && seen.apart, JSON.stringify(seen));
  ok(seen.size >= 11, `text of ${seen.size} px`);
  equal(await overflow(page), 0);
}, { viewport: { width: 320, height: 800 } });

await promise("a name that a phone cuts is whole in the diagram of a wide page", STORY, async (page) => {
  const names = () => page.evaluate(() => [...document.querySelectorAll(".arcs text")].filter((it) => it.checkVisibility()).map((it) => it.textContent));
  ok((await names()).includes("Russian state television"));
  await page.setViewportSize({ width: 320, height: 800 });
  ok((await names()).some((name) => /^Russian state.*…$/.test(name)));
  ok(!(await names()).includes("Russian state television"));
});
await promise("the filter of sources finds a publisher, and leaves no heading without a source", "/sources/", async (page) => {
  await page.getByRole("searchbox").fill("truth social");
  equal(await shown(page, ".rows > li"), 1);
  equal(await shown(page, ".by > h2"), 1);
});

const off = { javaScriptEnabled: false };
await promise("without script a citation stands in the page, without buttons", ARTICLE, async (page) => {
  match(await page.locator("#cite p").textContent(), /The Docket, 13 February 2025, https:/);
  equal(await page.getByRole("button").count(), 0);
}, off);
await promise("without script all rows of a list are shown, and no filter", "/people/", async (page) => {
  equal(await page.locator(".rows > li").count(), await page.locator(".rows > li:visible").count());
  equal(await page.getByRole("searchbox").count(), 0);
}, off);
await promise("without script the contents lead to their sections, and permalinks to themselves", STORY, async (page) => {
  await page.locator('.toc a[href="#quotes"]').click();
  match(page.url(), /#quotes$/);
  await page.locator(".quote figcaption a[href^='#']").first().click();
  match(page.url(), /#q-/);
}, off);

await chromium.close();
site.close();
for (const words of faults) console.error(words);
console.log(`${count} promises of the script, ${faults.length} broken`);
process.exit(faults.length ? 1 : 0);
