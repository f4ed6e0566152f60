// What the browser tests share: a server over loopback for a built site, and Debian's Chromium.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ico": "image/x-icon",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

// The policy under which the theme promises to hold.
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Serves the files of `root` below `base` on a free port of loopback, packed as a host does; resolves to `{ origin, close }`. */
export function serve(root, base = "/") {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x/").pathname));
    let file = path.startsWith(base) ? join(root, path.slice(base.length)) : "";
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = existsSync(file);
    if (!found) file = join(root, "404.html");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const packed = /^(text|application)\//.test(type) || type === "image/svg+xml";
    response.writeHead(found ? 200 : 404, {
      "content-type": type,
      ...(packed && { "content-encoding": "gzip" }),
      "content-security-policy": POLICY,
      "cache-control": "max-age=600",
    });
    const bytes = readFileSync(file);
    response.end(packed ? gzipSync(bytes) : bytes);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve({ origin: `http://127.0.0.1:${server.address().port}${base.replace(/\/$/, "")}`, close: () => server.close() });
    });
  });
}

/** Starts Chromium, with more arguments where given. */
export function browser(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", ...more],
  });
}

/** Returns the paths of all pages below `root`, sorted: `/people/ada/`, `/404.html`. */
export function pages(root) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(".html")) found.push(`/${relative(root, path)}`.replace(/index\.html$/, ""));
    }
  };
  walk(root);
  return found.sort();
}
