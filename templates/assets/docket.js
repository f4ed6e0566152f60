// What the pages of the docket gain by a script; without it each of them says and does all that it must. The words that
// it says stand on its own element, so that they can be in any language.
(() => {
  "use strict";
  // Letters in the form in which searches and filters compare them, as in `plan/search/words.rs`: the one table of all scripts.
  const PLAIN = /^[\x20-\x7e]*$/;
  const UNSEEN = /['`´\u02b9\u02bb-\u02bf\u2018\u2019\u2032\uff07\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0640]/g;
  const TWINS = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", ς: "σ", ґ: "г", ى: "ي", ة: "ه" };
  const letters = (text) => text.replace(UNSEEN, "").normalize("NFKD").toLowerCase().replace(ACCENTS, "").replace(/[ßæœþøđðħıłŋςґىة]/g, (letter) => TWINS[letter]);
  const fold = (text) => (PLAIN.test(text) ? text.replace(/['`]/g, "").toLowerCase() : letters(text));
  globalThis.docket = { fold };

  const script = document.currentScript;
  const words = script.dataset;
  const root = new URL("..", script.src);
  const main = document.querySelector("main");
  if (!main) return;

  /** Makes an element with properties and children. */
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // A polite live region, which also shows for a while what it says.
  const status = make("p", { className: "said", role: "status" });
  document.body.append(status);
  let silence;
  const say = (text) => {
    clearTimeout(silence);
    status.textContent = text;
    silence = setTimeout(() => (status.textContent = ""), 4000);
  };

  // 1 Previews of the records that are linked, from the heads of their pages.
  const RECORD = /^(people|events|stories|organizations|places|articles)\/./;
  const HEAD = 16384;
  const heads = new Map();

  /** Reads a page up to the end of its head, or as far as a head may reach. */
  const head = async (address) => {
    const aborter = new AbortController();
    const answer = await fetch(address, { signal: aborter.signal });
    if (!answer.ok) return null;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("</head>") && text.length < HEAD) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
    }
    aborter.abort();
    return new DOMParser().parseFromString(text, "text/html");
  };

  /** Returns what a page says of itself to machines. */
  const data = (page) => {
    try {
      return JSON.parse(page.querySelector('script[type="application/ld+json"]').textContent);
    } catch {
      return {};
    }
  };

  /** Returns a date of machines, or the part of it that is given, for readers. */
  const inWords = (date, lang) => {
    const [year, month, day] = (/^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date) ?? []).slice(1);
    if (!year) return "";
    const parts = { timeZone: "UTC", year: "numeric", month: month && "long", day: day && "numeric" };
    return new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1)).toLocaleDateString(lang === "en" ? "en-GB" : lang, parts);
  };

  /** Returns the title of a linked page with what it says beyond that; nothing where it says no more. */
  const about = async (address) => {
    const page = await head(address);
    if (!page) return null;
    const of = (name) => page.querySelector(`meta[${name}]`)?.content ?? "";
    const title = of('property="og:title"') || page.title.replace(/ · [^·]*$/, "");
    const it = data(page);
    const roles = (it.hasOccupation ?? []).filter((role) => !role.endDate).map((role) => role.roleName);
    const text = it.description ?? of('name="description"');
    const held = roles.filter((role) => !text.startsWith(role)).join(", ");
    const facts = inWords(it.datePublished ?? it.startDate, page.documentElement.lang) || held;
    // Where nobody described the page, its description is its title with the name of the site.
    const summary = text.startsWith(title) ? "" : text;
    if (!facts && !summary) return null;
    const { lang, dir } = page.documentElement;
    return { title, facts, summary: summary.length > 240 ? `${summary.slice(0, 239).trimEnd()}…` : summary, lang, dir };
  };

  const preview = make("div", { className: "preview", id: "_preview", role: "tooltip", hidden: true });
  let link = null;
  let opening;
  let closing;

  const close = () => {
    clearTimeout(opening);
    clearTimeout(closing);
    link?.removeAttribute("aria-describedby");
    link = null;
    preview.hidden = true;
  };
  const closeLater = () => {
    clearTimeout(closing);
    closing = setTimeout(close, preview.hidden ? 0 : 300);
  };
  const keep = () => clearTimeout(closing);

  /** Shows the preview below its link, or above it where there is more room; never on it. */
  const show = ({ title, facts, summary, lang, dir }) => {
    preview.replaceChildren(make("b", { textContent: title }));
    if (facts) preview.append(make("small", { textContent: facts }));
    if (summary) preview.append(make("p", { textContent: summary }));
    Object.assign(preview, { lang, dir, hidden: false });
    link.setAttribute("aria-describedby", preview.id);
    preview.style.left = preview.style.top = "0";
    const [at, own] = [link.getBoundingClientRect(), preview.getBoundingClientRect()];
    const edge = document.documentElement.clientWidth - own.width - 8;
    const above = at.bottom + own.height + 8 > innerHeight && at.top > own.height + 8;
    preview.style.left = `${Math.max(8, Math.min(at.left, edge)) - own.left}px`;
    preview.style.top = `${(above ? at.top - own.height - 6 : at.bottom + 6) - own.top}px`;
  };

  /** Returns the address of the page that a link leads to; in a drawing, links know no address of their own. */
  const pageOf = (it) => new URL(it.getAttribute("href"), location).href.split(/[?#]/)[0];

  const open = (next) => {
    keep();
    if (next === link) return;
    close();
    link = next;
    const address = pageOf(next);
    opening = setTimeout(() => {
      if (!heads.has(address)) heads.set(address, about(address).catch(() => null));
      const found = heads.get(address);
      opening = setTimeout(async () => {
        const it = await found;
        if (it && link === next) show(it);
      }, 250);
    }, 150);
  };

  /** Returns the link to another page's record that an event is about. */
  const record = (event) => {
    const it = event.target.closest("a[href]");
    const address = it ? pageOf(it) : "";
    const other = address.startsWith(root) && address !== location.href.split(/[?#]/)[0];
    return other && RECORD.test(address.slice(root.href.length)) ? it : null;
  };

  if (matchMedia("(hover: hover)").matches && location.protocol.startsWith("http")) {
    main.prepend(preview);
    preview.addEventListener("pointerenter", keep);
    preview.addEventListener("pointerleave", closeLater);
    const enter = (event) => {
      const it = record(event);
      if (it && event.pointerType !== "touch") open(it);
    };
    const leave = (event) => link && event.target.closest("a") === link && closeLater();
    main.addEventListener("pointerover", enter);
    main.addEventListener("pointerout", leave);
    main.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && enter(event));
    main.addEventListener("focusout", leave);
    document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  }

  // 2 The section that is being read, in the list of contents.
  const toc = document.querySelector(".toc");
  const entries = [...(toc?.querySelectorAll("a[href]") ?? [])]
    .filter((entry) => entry.pathname === location.pathname && entry.hash)
    .map((entry) => ({ entry, part: document.getElementById(decodeURIComponent(entry.hash.slice(1))) }))
    .filter(({ part }) => part);

  const follow = () => {
    const line = innerHeight / 4;
    const top = ({ part }) => part.getBoundingClientRect().top;
    const ended = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const shown = entries.filter(({ part }) => part.getClientRects().length);
    // What was jumped to is what is read, be it short or too near the end of the page.
    const jumped = shown.find((it) => it.entry.hash === location.hash && top(it) >= 0 && top(it) <= (ended ? innerHeight : line));
    const now = jumped ?? (ended ? shown.at(-1) : shown.findLast((it) => top(it) <= line));
    for (const { entry } of entries) {
      if (entry === now?.entry) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
    }
    if (now && toc.scrollHeight > toc.clientHeight) {
      toc.scrollTop += now.entry.getBoundingClientRect().top - toc.getBoundingClientRect().top - toc.clientHeight / 2;
    }
  };
  if (entries.length) {
    let due = false;
    const soon = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        follow();
      });
    };
    for (const event of ["scroll", "resize", "hashchange"]) addEventListener(event, soon, { passive: true });
    // Not before the first paint, which would wait for a layout of its own.
    requestAnimationFrame(() => setTimeout(follow));
  }

  // 3 Links and citations to copy.
  const copy = (text, done) => navigator.clipboard.writeText(text).then(() => say(done), () => say(words.failed));

  /** Returns the fields of a citation. */
  const cited = () => {
    const it = data(document);
    const url = document.querySelector('link[rel="canonical"]')?.href ?? location.href.split("#")[0];
    return {
      article: "headline" in it,
      title: it.headline ?? document.querySelector("h1").textContent,
      authors: (it.author ?? []).map((author) => author.name),
      date: it.datePublished?.slice(0, 10),
      site: document.querySelector(".home").textContent,
      url,
      key: url.replace(/\/$/, "").split("/").at(-1),
      lang: document.documentElement.lang,
      today: new Date().toISOString().slice(0, 10),
    };
  };

  const bibtex = ({ title, authors, date, site, url, key, today }) => {
    const plain = (text) => text.replace(/[\\{}$&#%_^~]/g, (sign) => ({ "\\": "\\textbackslash{}", "^": "\\^{}", "~": "\\~{}" })[sign] ?? `\\${sign}`);
    const fields = {
      author: authors.map((name) => (/,| and /.test(name) ? `{${plain(name)}}` : plain(name))).join(" and "),
      title: `{${plain(title)}}`,
      date,
      organization: plain(site),
      url,
      urldate: today,
    };
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`);
    return `@online{${key},\n${lines.join("")}}\n`;
  };

  const csl = ({ article, title, authors, date, site, url, key, lang, today }) => {
    const day = (date) => ({ "date-parts": [date.split("-").map(Number)] });
    return JSON.stringify([{
      id: key,
      type: article ? "article-newspaper" : "webpage",
      title,
      author: authors.length ? authors.map((literal) => ({ literal })) : undefined,
      issued: date && day(date),
      accessed: day(today),
      "container-title": site,
      URL: url,
      language: lang,
    }], null, 2);
  };

  if (navigator.clipboard) {
    main.addEventListener("click", (event) => {
      // A link to what holds the link itself is a permalink.
      const it = event.target.closest('a[href*="#"]');
      const id = it && it.pathname === location.pathname && decodeURIComponent(it.hash.slice(1));
      const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      if (id && plain && document.getElementById(id)?.contains(it)) copy(it.href, words.copied);
    });
    const citation = document.querySelector("#cite p");
    if (citation) {
      const forms = [[words.text, () => citation.textContent], ["BibTeX", () => bibtex(cited())], ["CSL-JSON", () => csl(cited())]];
      const buttons = forms.map(([name, form]) => {
        const button = make("button", { type: "button", textContent: words.copy.replace("{form}", name) });
        button.addEventListener("click", () => copy(form(), words.cited));
        return button;
      });
      citation.after(make("div", { className: "copies" }, ...buttons));
    }
  }

  // 4 A filter for lists of names. It only hides rows.
  if ("filter" in main.dataset) {
    const rows = [...main.querySelectorAll(".rows > li, .line .entry")].map((row) => {
      const number = row.querySelector(".number")?.textContent ?? "";
      const date = row.matches(".same") ? row.querySelector(".when .vh") : null;
      const by = row.closest(".by")?.firstElementChild.textContent ?? "";
      return { row, date, text: fold(`${by} ${row.textContent.replace(number, "")}`) };
    });
    const groups = [...main.querySelectorAll(".letter, .line > ol, .sec")];
    const input = make("input", { type: "search", id: "_filter", autocomplete: "off", spellcheck: false });
    const count = make("span", { className: "count", role: "status" });
    let telling;

    const filter = () => {
      const terms = fold(input.value).split(/\s+/).filter(Boolean);
      let found = 0;
      let before = true;
      for (const { row, date, text } of rows) {
        row.hidden = !terms.every((term) => text.includes(term));
        if (!row.hidden) found += 1;
        // A date that repeats the one above is told again where that one is hidden.
        if (date) for (const it of [[row, "same"], [date, "vh"]]) it[0].classList.toggle(it[1], before && !row.hidden);
        before = !row.hidden;
      }
      for (const group of groups) {
        group.hidden = !group.querySelector(":is(.rows > li, .entry):not([hidden])");
        const heading = group.previousElementSibling;
        if (heading?.matches(".year")) heading.hidden = group.hidden;
      }
      for (const { entry, part } of entries) entry.parentElement.hidden = part.hidden;
      clearTimeout(telling);
      const told = words.count.replace("{n}", found).replace("{total}", rows.length);
      telling = setTimeout(() => (count.textContent = terms.length ? told : ""), 200);
    };
    input.addEventListener("input", filter);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !input.value) return;
      event.preventDefault();
      input.value = "";
      filter();
    });
    if (rows.length > 1) {
      const label = make("label", { htmlFor: input.id, textContent: words.filter });
      main.querySelector(".head").append(make("div", { className: "filter", role: "search" }, label, input, count));
    }
  }
})();
