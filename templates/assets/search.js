// The search: asks the index that the build wrote beside the page, see `plan/search.rs`.
(() => {
  "use strict";
  const form = document.getElementById("find");
  const field = document.getElementById("q");
  const status = document.getElementById("found");
  const results = document.getElementById("results");
  const lists = document.getElementById("lists");
  const root = document.querySelector(".home").getAttribute("href");
  const FEW = 3; // How many of each group are shown at first, where several groups have some.
  const MANY = 8; // And where only one has.
  const MORE = 20; // How many more a press of the button shows.
  const WORDS = 8; // How many words of a query count.
  const NEAR = 6; // How many words stand for one that is nowhere.

  const { fold } = globalThis.docket;

  // Words, as in `plan/search/words.rs`.
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3134f}";
  const RUNS = new RegExp(`(?:(?=[${UNSPACED}])[\\p{Alphabetic}\\p{M}\\p{N}])+|(?:(?![${UNSPACED}])[\\p{Alphabetic}\\p{M}\\p{N}])+`, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
  const words = (text) =>
    (fold(text).match(RUNS) ?? []).flatMap((run) => {
      const letters = [...run];
      if (!IS_UNSPACED.test(run) || letters.length === 1) return [run];
      return letters.slice(1).map((letter, at) => letters[at] + letter);
    });

  // Files of the index, each fetched once: the list of them anew, the others as they were when the list was written.
  const files = new Map();
  let build;
  const get = (path) => {
    if (!files.has(path)) {
      const asked = build ? fetch(`${path}?${build}`) : fetch(path, { cache: "no-cache" });
      const file = asked.then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(path))));
      file.catch(() => files.delete(path));
      files.set(path, file);
    }
    return files.get(path);
  };

  // The index is in the order of code points, which is not that of strings here.
  const before = (one, other) => {
    const [a, b] = [[...one], [...other]];
    const at = a.findIndex((letter, at) => letter !== b[at]);
    return at < 0 ? a.length < b.length : at < b.length && a[at].codePointAt(0) < b[at].codePointAt(0);
  };

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Map([...DIGITS].map((digit, at) => [digit, at]));
  const places = (written, add) => {
    let [place, part, scale] = [0, 0, 1];
    for (const digit of written) {
      const value = VALUES.get(digit);
      part += (value % 32) * scale;
      scale *= 32;
      if (value < 32) {
        place += part;
        add(place >> 1, place % 2 === 0);
        [part, scale] = [0, 1];
      }
    }
  };

  /** Resolves to what each entry with a word that begins so is worth; only the word itself counts where `whole`. */
  const found = async (index, word, whole) => {
    let first = index.words.findIndex((start) => before(word, start));
    first = Math.max(0, (first < 0 ? index.words.length : first) - 1);
    let last = first;
    while (!whole && index.words[last + 1]?.startsWith(word)) last += 1;
    const worth = new Map();
    const numbers = index.words.length ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : [];
    for (const file of await Promise.all(numbers.map((number) => get(`words/${number}.json`)))) {
      for (const [known, written] of Object.entries(file)) {
        const same = known === word;
        if (!same && (whole || !known.startsWith(word))) continue;
        places(written, (entry, named) => {
          worth.set(entry, Math.max(worth.get(entry) ?? 0, (named ? 4 : 1) * (same ? 2 : 1)));
        });
      }
    }
    return worth;
  };

  /** Tells whether one letter makes the difference, or two neighbours changed places. */
  const slip = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false;
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    const [a, b] = [one.slice(at), other.slice(at)];
    if (a.slice(1) === b || b.slice(1) === a || a.slice(1) === b.slice(1)) return true;
    return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  };

  /** Resolves to the entries that have all words, best first in each group, and to the words that stood for others. */
  const search = async (text) => {
    const index = await get("files.json");
    build = index.build;
    digits = index.digits;
    index.words ??= [];
    const wanted = [...new Set(words(text))].slice(0, WORDS);
    const near = [];
    const worths = await Promise.all(
      wanted.map(async (word) => {
        // One letter of an alphabet begins too much.
        const worth = await found(index, word, word.length === 1 && !IS_UNSPACED.test(word));
        if (worth.size || word.length < 4) return worth;
        const names = (await get("names.json")).filter((name) => slip(word, name)).slice(0, NEAR);
        if (names.length) near.push({ word, names });
        for (const one of await Promise.all(names.map((name) => found(index, name, true)))) {
          for (const [entry, of] of one) worth.set(entry, Math.max(worth.get(entry) ?? 0, of / 2));
        }
        return worth;
      }),
    );
    worths.sort((a, b) => a.size - b.size);
    const [fewest = new Map(), ...others] = worths;
    const all = [...fewest].filter(([entry]) => others.every((worth) => worth.has(entry)));
    const entries = all.map(([entry, of]) => ({ entry, worth: others.reduce((sum, worth) => sum + worth.get(entry), of) }));
    let start = 0;
    const groups = index.groups.map(({ name, count, weights }) => {
      const own = entries
        .filter(({ entry }) => entry >= start && entry < start + count)
        .map(({ entry, worth }) => ({ at: entry - start, worth, weight: weights ? parseInt(weights[entry - start], 36) : entry }));
      start += count;
      own.sort((a, b) => b.worth - a.worth || b.weight - a.weight || a.at - b.at);
      return { name, entries: own };
    });
    return { size: index.file, groups, near, wanted: [...wanted, ...near.flatMap(({ names }) => names)] };
  };

  // What is shown; numbers in the digits of the page.
  let digits;
  const number = (value) => String(value).replace(/\d/g, (digit) => digits?.[digit] ?? digit);
  const say = (key, values) => status.dataset[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };
  /** Returns a text in pieces, the words that were asked for marked. */
  const marked = (text, wanted) =>
    text.split(/([\p{Alphabetic}\p{M}\p{N}'’]+)/u).map((piece, at) => {
      const hit = at % 2 && words(piece).some((word) => wanted.some((asked) => word.startsWith(asked)));
      return hit ? element("mark", piece) : piece;
    });

  const row = ([title, path, date = "", note = "", standing = ""], wanted) => {
    const link = element("a", element("bdi", ...marked(title, wanted)));
    link.href = root + path;
    const what = element("div", element("h3", link));
    what.className = "what";
    if (standing) {
      const word = element("span", results.dataset[standing] ?? standing);
      word.className = `word ${standing === "cancelled" ? "void" : standing === "disputed" ? "diff" : "plan"}`;
      what.append(element("p", word));
      what.lastChild.className = "meta";
    }
    if (note) {
      what.append(element("p", ...marked(note, wanted)));
      what.lastChild.dir = "auto";
    }
    const when = element("p", element("small", date));
    when.className = "when";
    const item = element("li", when, what);
    item.className = "entry bare";
    return item;
  };

  const show = async (section, { name, entries }, most, { size, wanted }, current) => {
    const list = section.querySelector("ol");
    const button = section.querySelector("button");
    const from = list.children.length;
    const some = entries.slice(from, most);
    const rows = await Promise.all(some.map(async ({ at }) => (await get(`${name}/${Math.floor(at / size)}.json`))[at % size]));
    if (!current()) return false;
    list.append(...rows.map((found) => row(found, wanted)));
    section.querySelector(".count").textContent = number(entries.length);
    section.hidden = entries.length === 0;
    button.hidden = entries.length <= most;
    button.disabled = false;
    button.textContent = results.dataset.more.replace("{count}", number(Math.min(MORE, entries.length - most)));
    button.onclick = async () => {
      const next = list.children.length;
      button.disabled = true;
      try {
        const shown = await show(section, { name, entries }, next + MORE, { size, wanted }, current);
        if (shown) list.children[next]?.querySelector("a").focus();
      } catch {
        if (current()) fail();
      }
    };
    return true;
  };

  let runs = 0;
  const fail = () => {
    runs += 1;
    for (const section of results.children) section.hidden = true;
    status.textContent = say("failed", {});
    lists.hidden = false;
  };
  const run = async () => {
    const mine = (runs += 1);
    const current = () => mine === runs;
    const text = field.value.trim();
    const sections = [...results.children];
    if (!words(text).length) {
      // Of signs alone there are no words to look for.
      status.textContent = text && say("none", {});
      for (const section of sections) section.hidden = true;
      lists.hidden = false;
      return;
    }
    try {
      const answer = await search(text);
      if (!current()) return;
      const filled = answer.groups.filter(({ entries }) => entries.length);
      const most = filled.length > 1 ? FEW : MANY;
      for (const section of sections) section.querySelector("ol").replaceChildren();
      const shown = answer.groups.map((group) => show(document.getElementById(group.name), group, most, answer, current));
      if (!(await Promise.all(shown)).every(Boolean)) return;
      const n = filled.reduce((sum, { entries }) => sum + entries.length, 0);
      const near = answer.near.map(({ word, names }) => say("near", { word, near: names.join(results.dataset.comma) }));
      status.textContent = [...near, say(n ? "found" : "none", { n: number(n) })].join(" ");
      lists.hidden = n > 0;
    } catch {
      if (current()) fail();
    }
  };

  // The query stands in the address; the page can be sent and gone back to.
  const address = () => {
    const text = field.value.trim();
    return text ? `?q=${encodeURIComponent(text)}` : location.pathname;
  };
  const read = () => {
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    run();
  };
  let pause;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      history.replaceState(null, "", address());
      run();
    }, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    history.pushState(null, "", address());
    run();
  });
  addEventListener("popstate", read);

  // Arrow keys go from the field through what was found, and back; Esc goes back at once.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...results.querySelectorAll("section:not([hidden]) h3 a")];
    const at = document.activeElement === field ? -1 : links.indexOf(document.activeElement);
    const listed = at >= 0 || document.activeElement === field;
    let to;
    if (event.key === "ArrowDown" && listed) to = links[at + 1];
    else if (event.key === "ArrowUp" && at >= 0) to = links[at - 1] ?? field;
    else if (event.key === "Escape" && at >= 0) to = field;
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  read();
})();
