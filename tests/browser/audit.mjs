// Lighthouse on the main pages of a built site: `node audit.mjs SITE`. Prints the median of three for each of its four
// groups, and what keeps a page from 100; exits with 1 then.
import lighthouse from "lighthouse";
import { browser, serve } from "./lib.mjs";

const RUNS = 3;
const PORT = 9222 + (process.pid % 1000);
const PAGES = [
  "/",
  "/stories/ukraine-talks/",
  "/articles/trump-and-putin-agree-to-start-talks/",
  "/people/donald-trump/",
  "/events/riyadh-meeting/",
];
const GROUPS = ["performance", "accessibility", "best-practices", "seo"];

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const site = await serve(process.argv[2]);
const chromium = await browser([`--remote-debugging-port=${PORT}`]);
let perfect = true;
for (const path of PAGES) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { lhr } = await lighthouse(site.origin + path, { port: PORT, logLevel: "error", onlyCategories: GROUPS });
    runs.push(lhr);
  }
  const scores = GROUPS.map((group) => Math.round(100 * median(runs.map((run) => run.categories[group].score ?? 0))));
  console.log(`${path}  ${GROUPS.map((group, at) => `${group} ${scores[at]}`).join(", ")}`);
  if (scores.every((score) => score === 100)) continue;
  perfect = false;
  const last = runs.at(-1);
  for (const [at, group] of GROUPS.entries()) {
    if (scores[at] === 100) continue;
    for (const { id, weight } of last.categories[group].auditRefs) {
      const audit = last.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${group}: ${audit.title} ${audit.displayValue ?? ""}`);
    }
  }
}
await chromium.close();
site.close();
process.exit(perfect ? 0 : 1);
