// The preview in the browser: patches the page when what it shows has changed, and leaves alone what readers and scripts did to it.
//
// 1. Before any other script runs, what was served is noted, node by node (`served`). A node that isn't noted was made by a script.
// 2. The channel of changes is open only while the tab can be seen, since a browser has few connections for one address. A tab says
//    which version it shows, so that what it missed is told when it is opened again.
// 3. A patch compares what was served with what is served now. Where both are the same nothing is touched: scroll, focus, an open
//    `<details>`, what was typed and what scripts made stay. Where they differ, idiomorph changes only what differs.
(() => {
  "use strict";
  const own = document.currentScript;
  const jumps = "dossier-jump";
  const words = "dossier-note";
  const served = new WeakMap();
  const scripts = (page) => [...page.querySelectorAll("script[src]")].map((it) => it.getAttribute("src")).join();
  const running = scripts(document);
  let channel = null;
  let patching = false;
  let again = false;

  /** Notes for each node below `live` what was served for it: `copy` has the same nodes in the same order. */
  function note(live, copy) {
    served.set(live, copy);
    for (let at = 0; at < live.childNodes.length; at += 1) {
      if (copy.childNodes[at]) note(live.childNodes[at], copy.childNodes[at]);
    }
  }
  note(document.body, document.body.cloneNode(true));

  function listen() {
    const query = new URLSearchParams({ page: decodeURI(location.pathname) });
    for (const [key, value] of Object.entries(own.dataset)) query.set(key, value || "1");
    channel = new EventSource(`/.dossier/changes?${query.toString().replaceAll("+", "%20")}`);
    channel.onmessage = (message) => hear(JSON.parse(message.data));
  }

  function hear(event) {
    if (event.state === "gone") leadOn(event.to);
    else if (event.state === "files") files(event.files);
    else patch();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      channel?.close();
      channel = null;
    } else if (!channel) {
      listen();
    }
  });

  /** The page is gone: leads to where its record stands now, or else to the home page, with a word on why. */
  function leadOn(to) {
    const what = to ? "moved here" : "is gone; this is the home page";
    sessionStorage.setItem(words, `${decodeURI(location.pathname)} ${what}`);
    location.replace(to ?? "/");
  }

  /** Files that keep their addresses: pictures and sheets are fetched anew in place, a script starts the page anew. */
  function files(paths) {
    const fresh = (address) => {
      const url = new URL(address, location.href);
      if (url.origin !== location.origin || !paths.includes(decodeURI(url.pathname))) return null;
      url.searchParams.set("fresh", Date.now());
      return url.href;
    };
    for (const it of document.querySelectorAll("script[src]")) {
      if (it !== own && fresh(it.src)) return location.reload();
    }
    for (const it of document.querySelectorAll("img[src]")) it.src = fresh(it.src) ?? it.src;
    for (const it of document.querySelectorAll("link[rel='stylesheet']")) {
      const href = fresh(it.href);
      if (href) swap([it], [Object.assign(it.cloneNode(), { href })]);
    }
  }

  /** Puts style sheets in the place of others once they are there, so that nothing flashes. */
  async function swap(old, sheets) {
    await Promise.all(sheets.map((sheet) => new Promise((done) => {
      sheet.onload = sheet.onerror = done;
      document.head.append(sheet);
    })));
    for (const sheet of old) sheet.remove();
  }

  /** Fetches the page and patches it; while one patch runs, one more is wanted at most. */
  async function patch() {
    again = true;
    if (patching) return;
    patching = true;
    while (again) {
      again = false;
      try {
        const answer = await fetch(location.href, { cache: "no-store", headers: { accept: "text/html" } });
        await show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        // The preview has ended; when it is back, the channel says what has changed.
      }
    }
    patching = false;
  }

  const sheets = (page) => [...page.head.querySelectorAll("link[rel='stylesheet']")];

  async function show(next) {
    const script = next.querySelector("script[data-version]");
    const leaves = next.querySelector("meta[http-equiv='refresh']");
    if (!script || leaves || scripts(next) !== running || lost()) return location.reload();
    for (const { name } of [...own.attributes]) if (name.startsWith("data-")) own.removeAttribute(name);
    Object.assign(own.dataset, script.dataset);
    await head(next);
    for (const name of ["lang", "dir"]) {
      if (next.documentElement.hasAttribute(name)) document.documentElement.setAttribute(name, next.documentElement.getAttribute(name));
      else document.documentElement.removeAttribute(name);
    }
    body(next.body);
    choices();
    document.dispatchEvent(new CustomEvent("dossier:patched"));
  }

  /** Tells whether a script took away what was served inside a part that only it can put together again. */
  function lost() {
    const has = (live) => {
      const copy = served.get(live);
      if (!copy) return true;
      const kept = [...live.childNodes].filter((it) => served.has(it));
      return kept.length === copy.childNodes.length && kept.every(has);
    };
    return !has(document.querySelector("main") ?? document.body);
  }

  /** The title, what is said about the page, and the sheets, which are taken away only when others are there. */
  async function head(next) {
    document.title = next.title;
    const about = (page) => [...page.head.querySelectorAll("meta, link:not([rel='stylesheet']), script[type='application/ld+json']")];
    const [old, now] = [about(document), about(next)];
    if (old.map((it) => it.outerHTML).join() !== now.map((it) => it.outerHTML).join()) {
      for (const it of old) it.remove();
      document.head.append(...now.map((it) => document.importNode(it, true)));
    }
    const plain = (it) => it.getAttribute("href");
    const has = (list, sheet) => list.some((it) => plain(it) === plain(sheet));
    const gone = sheets(document).filter((it) => !has(sheets(next), it) && !it.href.includes("fresh="));
    const come = sheets(next).filter((it) => !has(sheets(document), it)).map((it) => document.importNode(it, true));
    if (gone.length || come.length) await swap(gone, come);
  }

  /** Patches the body, and keeps what scripts made beside what they made it for. */
  function body(next) {
    const at = [scrollX, scrollY];
    const active = document.activeElement;
    const selection = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    const made = takeOut(document.body);
    const changed = [];
    const pairs = new WeakMap();
    Idiomorph.morph(document.body, next, {
      morphStyle: "outerHTML",
      callbacks: {
        beforeNodeMorphed(live, now) {
          if (served.get(live)?.isEqualNode(now)) return false;
          if (live.nodeType === Node.ELEMENT_NODE) pairs.set(live, [served.get(live), now]);
          else changed.push(live);
          return true;
        },
        // What was served for it stays at hand until its attributes are compared.
        afterNodeMorphed(live, now) { served.set(live, now); },
        afterNodeAdded(live) { note(live, live.cloneNode(true)); changed.push(live); },
        // What a script or a reader made of an attribute stays, unless what is served for it changed.
        beforeAttributeUpdated(name, live) {
          const [before, now] = pairs.get(live) ?? [];
          return !before || before.getAttribute(name) !== now.getAttribute(name);
        },
      },
    });
    for (const { node, parent, before } of made) {
      if (parent.isConnected) parent.insertBefore(node, before?.parentNode === parent ? before : null);
    }
    if (active && active !== document.activeElement && active.isConnected) {
      active.focus({ preventScroll: true });
      try {
        if (selection) active.setSelectionRange(...selection);
      } catch {
        // Not every field has a selection.
      }
    }
    scrollTo({ left: at[0], top: at[1], behavior: "instant" });
    point(changed);
  }

  /** Takes out what scripts made, where what was served around it is about to be compared. */
  function takeOut(within) {
    const made = [];
    const walk = document.createTreeWalker(within, NodeFilter.SHOW_ALL, {
      acceptNode(node) {
        if (served.has(node)) return NodeFilter.FILTER_SKIP;
        made.push({ node, parent: node.parentNode, before: node.nextSibling });
        return NodeFilter.FILTER_REJECT;
      },
    });
    walk.nextNode();
    while (walk.nextNode());
    for (const { node } of made) node.remove();
    return made.reverse();
  }

  /** Shows the paragraph that changed: marks it, and scrolls to it unless it is in sight or jumping is turned off. */
  function point(changed) {
    const main = document.querySelector("main") ?? document.body;
    const blocks = changed
      .filter((it) => it.isConnected && main.contains(it) && it.textContent.trim())
      .map((it) => (it.nodeType === Node.ELEMENT_NODE ? it : it.parentElement).closest("p, li, h1, h2, h3, h4, blockquote, figure, tr, dl, div, section, main"));
    const first = blocks.find((it) => it && it !== main && it.checkVisibility?.() !== false);
    if (!first) return;
    for (const it of document.querySelectorAll(".dossier-changed")) it.classList.remove("dossier-changed");
    first.classList.add("dossier-changed");
    setTimeout(() => {
      first.classList.remove("dossier-changed");
      if (!first.className) first.removeAttribute("class");
    }, 1600);
    const { top, bottom } = first.getBoundingClientRect();
    if (localStorage.getItem(jumps) !== "off" && (bottom < 0 || top > innerHeight)) first.scrollIntoView({ block: "center", behavior: "instant" });
  }

  /** What the preview has to say: a line that goes away when it was read. */
  function say(text) {
    const line = document.createElement("p");
    line.className = "dossier-said";
    line.setAttribute("role", "status");
    line.textContent = text;
    document.body.append(line);
    setTimeout(() => line.remove(), 8000);
  }

  /** The panel's choice whether to scroll to what changed. */
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-dossier-jump]")) localStorage.setItem(jumps, target.checked ? "on" : "off");
  });
  function choices() {
    for (const box of document.querySelectorAll("[data-dossier-jump]")) {
      box.checked = localStorage.getItem(jumps) !== "off";
      box.closest("p").hidden = false;
    }
  }
  choices();

  const noted = sessionStorage.getItem(words);
  if (noted) {
    sessionStorage.removeItem(words);
    say(noted);
  }
  if (!document.hidden) listen();
})();
