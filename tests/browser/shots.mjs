// Screenshots of the main pages of a built site: `node shots.mjs SITE FOLDER [PATH...]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, serve } from "./lib.mjs";

const [root, folder, ...wanted] = process.argv.slice(2);
const PAGES = {
  home: "/",
  story: "/stories/ukraine-talks/",
  article: "/articles/trump-and-putin-agree-to-start-talks/",
  person: "/people/donald-trump/",
  event: "/events/riyadh-meeting/",
  people: "/people/",
  timeline: "/timeline/",
  search: "/search/?q=talks",
  quotes: "/quotes/",
};
const chosen = wanted.length
  ? Object.fromEntries(wanted.map((path) => [path.replace(/^\/|\/$/g, "").replaceAll("/", "-") || "home", path]))
  : PAGES;
mkdirSync(folder, { recursive: true });
const site = await serve(root);
const chromium = await browser();
for (const scheme of ["light", "dark"]) {
  for (const width of [360, 768, 1280]) {
    const context = await chromium.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(chosen)) {
      const answer = await page.goto(site.origin + path, { waitUntil: "networkidle" });
      if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}`);
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
    await context.close();
  }
}
await chromium.close();
site.close();
