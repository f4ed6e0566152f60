// The timeline, filtered and sorted: reads `events.json`, renders choices with counts, a histogram of years, and the list.
//
// 1. The state is in the address: what is chosen, the words, the years, the order, the view.
// 2. Of each event it is found out once which conditions it fails. It is listed if it fails none, and counts beside a
//    choice if it fails none but perhaps that of the choice's own group.
// 3. The list has the anatomy of the static one, which stands as long as nothing is chosen. Long lists grow on demand.
//
// Words for readers stand in the page as `data-*`; texts of records become text nodes, never HTML.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const form = document.getElementById("_facets");
  const panel = document.getElementById("_explore");
  const results = document.getElementById("_found");
  if (!main || !form || !panel || !results) return;

  const FIRST = 50, STEP = 100; // entries
  const ROWS = 6, MORE_ROWS = 20; // choices of a group
  const BARS = 80;
  const NICE = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000];
  const words = panel.dataset;
  const input = form.elements.words;
  const importance = form.elements.importance;
  const [sort, view] = panel.querySelectorAll("select");
  const clear = panel.querySelector("button");
  const chart = panel.querySelector(".chart");
  const handles = [...panel.querySelectorAll("input[type=range]")];
  const yearTable = document.getElementById("_years");
  const rest = results.querySelector("button");
  const still = [...main.querySelectorAll("#timeline, #_coming, #contents")];

  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  // Numbers and years as pages say them, in their digits.
  const digits = (text) => (data.digits ? text.replace(/\d/g, (digit) => data.digits[digit]) : text);
  const number = (value) => digits(String(value));
  const yearOf = (year) => (year > 999 ? number(year) : data.eras[year > 0 ? 1 : 0].replace("{}", number(year > 0 ? year : 1 - year)));
  const { fold } = globalThis.docket;
  const el = (name, attributes, ...children) => {
    const it = document.createElement(name);
    for (const key in attributes) it.setAttribute(key, attributes[key]);
    it.append(...children);
    return it;
  };
  const svg = (name, attributes) => {
    const it = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) it.setAttribute(key, attributes[key]);
    return it;
  };

  // What is read: `data` as it is in the file, and what is made of it once.
  let data, total, titles, columns, bins;
  // What is chosen.
  let state;
  // What came of it: the events that are listed, in order of time, and how many of them are on the page.
  let found = [], shown = 0, last = {}, timer, unwritten = {};

  /** Returns the id of an event: as it is written, or that which begins as its title does. */
  const id = (event) => {
    const [rest, length] = String(data.id[event]).split(":").reverse();
    const slug = data.title[event].toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return length === undefined && rest === "0" ? slug : length ? slug.slice(0, length) + rest : rest;
  };
  const path = (event) => `${words.root}events/${id(event)}/`;
  /** Returns the first and the last year that an event may touch; none of what has no date. */
  const first = (event) => data.first[event] ?? bins.start;
  const until = (event) => data.last[event] ?? Math.max(bins.today, first(event));
  const isDated = (event) => data.form[event] !== null && (data.first[event] ?? data.last[event] ?? null) !== null;

  // 1 The state and the address

  const nothing = () => ({ words: "", from: null, until: null, least: 0, sort: "", view: "", chosen: columns.map(() => new Set()), all: columns.map(() => false) });

  const read = () => {
    const query = new URLSearchParams(location.search);
    const year = (key) => (/^-?\d+$/.test(query.get(key) ?? "") ? Number(query.get(key)) : null);
    state = nothing();
    state.words = query.get("words") ?? "";
    state.from = year("from");
    state.until = year("until");
    state.least = Math.min(10, Math.max(0, year("importance") ?? 0));
    state.sort = query.get("sort") === "oldest" ? "oldest" : "";
    state.view = query.get("view") === "table" ? "table" : "";
    columns.forEach((column, at) => {
      for (const key of query.getAll(column.key)) {
        const known = column.ids.indexOf(key);
        if (known >= 0) state.chosen[at].add(known);
      }
      state.all[at] = query.get(`${column.key}.all`) === "1";
    });
  };

  const write = () => {
    clearTimeout(unwritten.timer);
    const { isStep } = unwritten;
    unwritten = {};
    const query = new URLSearchParams();
    if (state.words.trim()) query.set("words", state.words.trim());
    columns.forEach((column, at) => {
      for (const one of state.chosen[at]) query.append(column.key, column.ids[one]);
      if (state.all[at] && state.chosen[at].size > 1) query.set(`${column.key}.all`, "1");
    });
    if (state.from !== null) query.set("from", state.from);
    if (state.until !== null) query.set("until", state.until);
    if (state.least) query.set("importance", state.least);
    if (state.sort) query.set("sort", state.sort);
    if (state.view) query.set("view", state.view);
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) {
      history[isStep ? "pushState" : "replaceState"](null, "", location.pathname + search + location.hash);
    }
  };

  /** Has the address written after the list is seen, which it would hold up; that of words when the keys rest. */
  const writeSoon = (isStep, after = isStep ? 20 : 250) => {
    clearTimeout(unwritten.timer);
    isStep ||= unwritten.isStep;
    unwritten = { isStep, timer: setTimeout(write, after) };
  };

  const isFiltered = () =>
    state.words.trim() !== "" || state.from !== null || state.until !== null || state.least > 0 || state.chosen.some((chosen) => chosen.size);

  // 2 Who fits

  /** Returns which events lack one of the words, in title and names alike. */
  const withoutWords = () => {
    const lacking = new Uint8Array(total);
    for (const word of fold(state.words).split(/\s+/).filter(Boolean)) {
      const has = new Uint8Array(total);
      for (const { key, folded, starts, values } of columns) {
        const named = key === "status" ? [] : folded.map((name) => name.includes(word));
        if (!named.includes(true)) continue;
        for (let event = 0; event < total; event += 1) {
          for (let at = starts[event]; at < starts[event + 1]; at += 1) if (named[values[at]]) has[event] = 1;
        }
      }
      for (let event = 0; event < total; event += 1) {
        if (!has[event] && !titles[event].includes(word)) lacking[event] = 1;
      }
    }
    return lacking;
  };

  const WORDS = 1, LEAST = 2, YEARS = 4, COLUMN = 8;

  /** Returns for each event the conditions that it fails, as bits. */
  const failing = () => {
    if (last.words !== state.words) Object.assign(last, { words: state.words, lacking: withoutWords() });
    const fails = Uint16Array.from(last.lacking);
    for (let event = 0; event < total; event += 1) if (data.importance[event] < state.least) fails[event] |= LEAST;
    if (state.from !== null || state.until !== null) {
      const [from, to] = [state.from ?? -Infinity, state.until ?? Infinity];
      for (let event = 0; event < total; event += 1) {
        if (!(isDated(event) && first(event) <= to && until(event) >= from)) fails[event] |= YEARS;
      }
    }
    for (const { at, starts, values, ids } of columns) {
      const chosen = state.chosen[at];
      if (!chosen.size) continue;
      const isChosen = Uint8Array.from(ids, (_, one) => chosen.has(one));
      const least = state.all[at] ? chosen.size : 1;
      for (let event = 0; event < total; event += 1) {
        let has = 0;
        for (let value = starts[event]; value < starts[event + 1]; value += 1) has += isChosen[values[value]];
        if (has < least) fails[event] |= COLUMN << at;
      }
    }
    return fails;
  };

  /** Finds the events that fit, and counts those beside each choice, each year, each level of importance. */
  const find = () => {
    const fails = failing();
    const counts = columns.map(({ at, ids, starts, values }) => {
      const counts = new Uint32Array(ids.length);
      const others = ~(state.all[at] ? 0 : COLUMN << at);
      for (let event = 0; event < total; event += 1) {
        if (fails[event] & others) continue;
        for (let value = starts[event]; value < starts[event + 1]; value += 1) counts[values[value]] += 1;
      }
      return counts;
    });
    const bars = new Int32Array(bins.count + 1);
    const levels = new Uint32Array(11);
    found = [];
    for (let event = 0; event < total; event += 1) {
      if (!fails[event]) found.push(event);
      if (!(fails[event] & ~LEAST)) levels[data.importance[event]] += 1;
      if (!(fails[event] & ~YEARS) && isDated(event)) {
        bars[bin(first(event))] += 1;
        bars[bin(until(event)) + 1] -= 1;
      }
    }
    for (let at = 1; at <= bins.count; at += 1) bars[at] += bars[at - 1];
    for (let at = 9; at >= 0; at -= 1) levels[at] += levels[at + 1];
    return { counts, bars, levels };
  };

  // 3 The years

  const bin = (year) => Math.min(bins.count - 1, Math.max(0, Math.floor((year - bins.start) / bins.size)));

  const layOut = () => {
    const years = [...data.first, ...data.last].filter((year) => year !== null);
    const [start, end] = years.length ? [years.reduce((one, other) => Math.min(one, other)), years.reduce((one, other) => Math.max(one, other))] : [0, 0];
    const size = NICE.find((size) => (end - start) / size < BARS) ?? 5000;
    const floor = Math.floor(start / size) * size;
    bins = { start: floor, size, count: Math.floor((end - floor) / size) + 1, today: Math.min(end, data.today ?? end), ends: [start, end] };
    const { count } = bins;
    const drawing = svg("svg", { viewBox: `0 0 ${count} 100`, preserveAspectRatio: "none", role: "img" });
    for (const name of ["out", "in"]) drawing.append(svg("path", { class: name }));
    const axis = el("div", { class: "axis", "aria-hidden": "true" });
    const every = NICE.find((size) => size >= bins.size && (count * bins.size) / size <= 8) ?? size;
    for (let year = Math.ceil(floor / every) * every; year < floor + count * size; year += every) {
      const tick = el("span", {}, yearOf(year));
      tick.style.insetInlineStart = `${(100 * (year - floor + size / 2)) / (count * size)}%`;
      axis.append(tick);
    }
    chart.prepend(drawing);
    chart.append(axis);
    chart.style.setProperty("--bars", count);
    for (const handle of handles) handle.max = count - 1;
    if (count < 2) for (const it of [chart, yearTable, ...panel.querySelectorAll("h2, .count")]) it.hidden = true;
    brush(drawing);
  };

  /** Takes the years between two bars; all of them are none. */
  const span = (one, other) => {
    const [low, high] = one < other ? [one, other] : [other, one];
    state.from = low > 0 ? bins.start + low * bins.size : null;
    state.until = high < bins.count - 1 ? bins.start + (high + 1) * bins.size - 1 : null;
  };

  const brush = (drawing) => {
    let anchor = null, before = "", frame = 0;
    const at = (event) => {
      const box = drawing.getBoundingClientRect();
      return Math.min(bins.count - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bins.count)));
    };
    drawing.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      drawing.setPointerCapture(event.pointerId);
      [anchor, before] = [at(event), `${state.from} ${state.until}`];
      span(anchor, anchor);
      update(null);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (anchor === null) return;
      const were = `${state.from} ${state.until}`;
      span(anchor, at(event));
      // One list for each frame, however often the pointer moves.
      if (were !== `${state.from} ${state.until}` && !frame) {
        frame = requestAnimationFrame(() => {
          frame = 0;
          update(null);
        });
      }
    });
    drawing.addEventListener("pointerup", () => {
      anchor = null;
      // A second click on the only bar takes it back.
      if (before === `${state.from} ${state.until}`) {
        state.from = state.until = null;
        update(true);
      } else {
        writeSoon(true);
      }
    });
    drawing.addEventListener("pointercancel", () => {
      anchor = null;
      writeSoon(true);
    });
  };

  /** Says some years, of which none lies before the first event or after the last one. */
  const years = (one, other) => {
    const [from, until] = [Math.max(one, bins.ends[0]), Math.min(other, bins.ends[1])].map(yearOf);
    return from === until ? from : say(words.years, { from, until });
  };
  const label = (at) => years(bins.start + at * bins.size, bins.start + (at + 1) * bins.size - 1);

  const drawYears = (bars) => {
    const low = state.from === null ? 0 : bin(state.from), high = state.until === null ? bins.count - 1 : bin(state.until);
    let peak = 0;
    for (let at = 0; at < bins.count; at += 1) if (bars[at] > bars[peak]) peak = at;
    const half = Math.min(0.3, bins.count / 90);
    const lines = ["", ""];
    for (let at = 0; at < bins.count; at += 1) {
      if (!bars[at]) continue;
      const height = Math.max(3, (100 * bars[at]) / bars[peak]);
      lines[at >= low && at <= high ? 1 : 0] += `M${at + 0.5 - half} 100V${100 - height}H${at + 0.5 + half}V100Z`;
    }
    [...chart.querySelectorAll("path")].forEach((path, at) => path.setAttribute("d", lines[at]));
    const [from, until] = bins.ends.map(yearOf);
    chart.firstChild.setAttribute("aria-label", say(words.chart, { from, until, peak: label(peak), count: number(bars[peak]) }));
    [low, high].forEach((value, at) => {
      handles[at].value = value;
      handles[at].setAttribute("aria-valuetext", label(value));
    });
    panel.querySelector(".count").textContent = years(state.from ?? -Infinity, state.until ?? Infinity);
    if (yearTable.open) fillYears(bars);
    last.bars = bars;
  };

  const fillYears = (bars) => {
    const rows = yearTable.querySelector("tbody");
    const focused = rows.contains(document.activeElement) ? document.activeElement.value : null;
    rows.replaceChildren();
    for (let at = bins.count - 1; at >= 0; at -= 1) {
      if (!bars[at]) continue;
      const button = el("button", { type: "button", value: at }, label(at));
      rows.append(el("tr", {}, el("th", { scope: "row" }, button), el("td", { class: "right" }, number(bars[at]))));
      if (focused === String(at)) button.focus();
    }
  };

  // 4 The choices

  const name = (column, one) => column.words?.[column.ids[one]] ?? column.names[one];

  const row = (column, one) => {
    const box = el("input", { type: "checkbox", value: column.ids[one] });
    const count = el("span", { class: "number" });
    const it = { box, count, item: el("li", {}, el("label", {}, box, el("bdi", {}, name(column, one)), count)) };
    box.addEventListener("change", () => {
      const chosen = state.chosen[column.at];
      if (box.checked) chosen.add(one);
      else chosen.delete(one);
      update(true);
    });
    return it;
  };

  /** Makes the field of a group: a field to find names where they are many, the names, a button for more of them. */
  const group = (column) => {
    column.rows = new Map();
    column.most = ROWS;
    column.list = el("ul", {});
    column.field.hidden = false;
    if (column.ids.length > ROWS) {
      column.find = el("input", { type: "search", "aria-label": column.field.dataset.find, placeholder: column.field.dataset.find, autocomplete: "off" });
      column.find.addEventListener("input", (event) => {
        event.stopPropagation();
        column.most = ROWS;
        choices(column, last.counts[column.at]);
      });
      column.field.append(column.find);
      column.more = el("button", { type: "button", hidden: "" });
      column.more.addEventListener("click", () => {
        const before = column.list.lastChild;
        column.most += MORE_ROWS;
        choices(column, last.counts[column.at]);
        (before?.nextSibling ?? before)?.querySelector("input").focus();
      });
    }
    column.field.append(column.list);
    if (column.more) column.field.append(column.more);
    if (column.of.some((of) => of.length > 1)) {
      column.every = el("input", { type: "checkbox" });
      column.everyone = el("label", { class: "every", hidden: "" }, column.every, words.several);
      column.every.addEventListener("change", () => {
        state.all[column.at] = column.every.checked;
        update(true);
      });
      column.field.append(column.everyone);
    }
  };

  const choices = (column, counts) => {
    const chosen = state.chosen[column.at];
    const sought = fold(column.find?.value ?? "").trim();
    const fits = [];
    for (let one = 0; one < column.ids.length; one += 1) {
      if (sought ? column.folded[one].includes(sought) : counts[one] || column.key === "status") fits.push(one);
    }
    if (column.key !== "status") fits.sort((a, b) => counts[b] - counts[a] || a - b);
    const rows = fits.slice(0, column.most);
    for (const one of chosen) if (!rows.includes(one)) rows.push(one);
    // What has the focus keeps it: its row stays, and the others are put around it.
    const focused = column.list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
    const items = rows.map((one) => {
      if (!column.rows.has(one)) column.rows.set(one, row(column, one));
      const it = column.rows.get(one);
      it.box.checked = chosen.has(one);
      it.count.textContent = number(counts[one]);
      it.item.classList.toggle("zero", !counts[one]);
      return it.item;
    });
    if (focused && !items.includes(focused)) items.push(focused);
    for (const item of [...column.list.children]) if (!items.includes(item)) item.remove();
    let past = false;
    for (const item of items) {
      if (item === focused) past = true;
      else if (focused && !past) column.list.insertBefore(item, focused);
      else column.list.append(item);
    }
    if (column.more) {
      column.more.hidden = fits.length <= column.most;
      column.more.textContent = say(words.rest, { count: number(fits.length - column.most) });
    }
    if (column.everyone) {
      column.everyone.hidden = chosen.size < 2;
      column.every.checked = state.all[column.at];
    }
  };

  const gradations = (levels) => {
    for (const option of [...importance.options].slice(1)) {
      option.textContent = say(importance.dataset.level, { level: option.value, count: number(levels[option.value]) });
    }
    importance.value = state.least || "";
  };

  // 5 The list, in the anatomy of the static one

  const dateOf = (event) => {
    if (data.form[event] === null) return null;
    const form = data.forms[data.form[event]];
    const year = String(data.year[event] || ""), day = String(data.day[event] || "");
    const fill = (text) => text?.replace("\u0003", () => day.padStart(2, "0")).replace("\u0002", () => day).replace("\u0001", () => year);
    return { ...form, day, isDay: form.day, year, text: fill(form.text), exact: fill(form.exact), datetime: fill(form.datetime) };
  };

  /** Returns what stands in the gutter for a date below the heading of its year. */
  const gutter = (date) => {
    const parts = [], large = (text, kind = "span") => el("span", { class: kind }, date.lead ? `${date.lead} ${text}` : text);
    const year = () => el("span", { class: "vh" }, date.year);
    if (date.day) {
      parts.push(large(date.day, date.isDay && date.mark === "day" ? "day" : "span"), " ");
      if (date.month) parts.push(el("span", { class: "mon" }, date.month), " ");
      parts.push(year());
    } else if (date.month) parts.push(large(date.month), " ", year());
    else if (date.mark === "range") parts.push(year());
    else parts.push(large(date.year));
    if (date.time && date.datetime) parts.push(" ", el("small", {}, date.time));
    const it = date.datetime ? [el("time", { datetime: date.datetime }, ...parts)] : parts;
    const isAlone = date.mark === "range" && date.year.length === 4 && !date.day && !date.month;
    const note = date.exact ? el("bdi", {}, date.text) : date.doubt || (isAlone ? words.alone : "");
    if (note) it.push(" ", el("small", {}, note));
    return it;
  };

  const MARKS = { planned: "plan", postponed: "plan", cancelled: "void", disputed: "diff" };
  const statusOf = (event) => {
    const column = columns.find((column) => column.key === "status");
    return column ? column.ids[column.of[event][0]] ?? "" : "";
  };
  /** Returns how an event stands in words; that it happened is not said. */
  const standing = (event, status) => {
    if (!MARKS[status]) return null;
    const column = columns.find((column) => column.key === "status");
    const overdue = MARKS[status] === "plan" && data.late.has(event) ? `: ${words.outcome}` : "";
    return el("span", { class: `word ${MARKS[status]}` }, `${column.words[status]}${overdue}`);
  };

  const entry = (event, date, same) => {
    const status = statusOf(event);
    const mark = MARKS[status] ?? date?.mark ?? "none";
    const when = el("p", { class: "when" });
    if (same) when.append(el("span", { class: "vh" }, date.text));
    else if (date?.year) when.append(...gutter(date));
    else if (date) when.append(el("small", {}, el("bdi", {}, date.text)));
    else if (MARKS[status] === "plan") when.append(el("span", { class: "span" }, words.unplanned));
    else when.append(el("small", {}, words.undated));
    const what = el("div", { class: "what" }, el("h4", {}, el("a", { href: path(event) }, data.title[event])));
    const facts = [];
    const said = standing(event, status);
    if (said) facts.push(said);
    if (data.before.has(event)) {
      const dates = data.before.get(event).flatMap((text, at) => [at ? words.comma : " ", el("s", {}, text)]);
      facts.push(el("span", {}, words.former, ...dates));
    }
    if (data.whole.has(event)) {
      const whole = data.whole.get(event);
      facts.push(el("span", {}, `${words.part} `, el("a", { href: path(whole) }, data.title[whole])));
    }
    if (data.alone.has(event)) facts.push(el("span", { class: "word" }, words.single));
    if (facts.length) what.append(el("p", { class: "meta" }, ...facts.flatMap((fact) => [fact, "\n"])));
    return el("li", { class: `entry ${mark}${same ? " same" : ""}` }, when, what);
  };

  const grow = (most) => {
    const isTable = state.view === "table";
    const place = results.querySelector(isTable ? "tbody" : ".line");
    let list = place.lastElementChild;
    for (const end = Math.min(found.length, shown + most); shown < end; shown += 1) {
      const event = found[shown], date = dateOf(event);
      if (isTable) {
        place.append(line(event, date));
        continue;
      }
      const year = date?.year || data.undated;
      if (!list || last.year !== year) {
        list = el("ol", {});
        place.append(el("h3", { class: "year" }, el("span", {}, year)), list);
        last.text = "";
      }
      list.append(entry(event, date, Boolean(date?.text) && date.text === last.text));
      [last.year, last.text] = [year, date?.text ?? ""];
    }
    rest.hidden = shown >= found.length;
    rest.textContent = say(words.rest, { count: number(Math.min(STEP, found.length - shown)) });
  };

  const line = (event, date) => {
    const names = columns.filter((column) => ["people", "organizations", "places"].includes(column.key));
    const named = names.flatMap((column) => column.of[event].map((one) => el("bdi", {}, column.names[one])));
    const status = statusOf(event);
    return el(
      "tr",
      {},
      el("td", {}, el("bdi", {}, date?.text ?? words.undated)),
      el("th", { scope: "row" }, el("a", { href: path(event) }, data.title[event])),
      el("td", {}, ...named.flatMap((it, at) => (at ? [words.comma, it] : [it]))),
      el("td", {}, standing(event, status) ?? ""),
    );
  };

  const list = () => {
    const isOn = isFiltered() || state.sort !== "" || state.view !== "";
    for (const it of still) it.hidden = isOn;
    results.hidden = !isOn;
    const isTable = state.view === "table";
    results.classList.toggle("dated", !isTable);
    results.querySelector(".line").hidden = isTable || !found.length;
    results.querySelector(".table").hidden = !isTable || !found.length;
    results.querySelector(".line").replaceChildren();
    results.querySelector("tbody").replaceChildren();
    [shown, last.year, last.text] = [0, null, ""];
    if (!isOn) return;
    if (!state.sort) {
      // Newest first, and what has no date stays last.
      const undated = found.filter((event) => !isDated(event)).reverse();
      found = found.filter(isDated).reverse().concat(undated);
    }
    results.querySelector(".count").textContent = sort.options[sort.selectedIndex].text;
    grow(FIRST);
  };

  // 6 All of it

  /** Shows what fits. `isStep` tells whether going back undoes it; null writes no address yet. */
  const update = (isStep) => {
    const { counts, bars, levels } = find();
    last.counts = counts;
    for (const column of columns) choices(column, counts[column.at]);
    gradations(levels);
    drawYears(bars);
    if (input.value !== state.words) input.value = state.words;
    [sort.value, view.value] = [state.sort, state.view];
    const said = found.length ? say(isFiltered() ? words.found : words.all, { count: number(found.length), total: number(total) }) : words.none;
    panel.querySelector("output").textContent = said;
    const chosen = columns.flatMap((column) => [...state.chosen[column.at]].flatMap((one) => [el("span", {}, el("bdi", {}, name(column, one))), "\n"]));
    panel.querySelector(".chosen").replaceChildren(...chosen);
    if (clear.hidden !== !isFiltered()) {
      if (document.activeElement === clear) input.focus();
      clear.hidden = !isFiltered();
    }
    list();
    if (isStep !== null) writeSoon(isStep);
    // Said once the keys rest, so that each key is not read out; and not of the page as it was opened.
    clearTimeout(timer);
    if (last.said !== undefined) timer = setTimeout(() => (panel.querySelector("[role=status]").textContent = said), 400);
    last.said = said;
  };

  const listen = () => {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      const { sort, view } = state;
      state = { ...nothing(), sort, view };
      for (const column of columns) if (column.find) column.find.value = "";
      update(true);
    });
    input.addEventListener("input", () => {
      state.words = input.value;
      update(false);
    });
    importance.addEventListener("change", () => {
      state.least = Number(importance.value);
      update(true);
    });
    for (const select of [sort, view]) {
      select.addEventListener("change", () => {
        state[select.name] = select.value;
        update(true);
      });
    }
    for (const handle of handles) {
      const [low, high] = handles;
      handle.addEventListener("input", () => {
        if (Number(low.value) > Number(high.value)) (handle === low ? high : low).value = handle.value;
        span(Number(low.value), Number(high.value));
        update(null);
      });
      // Let go, and by keys when they rest, it is one step to go back.
      handle.addEventListener("change", () => writeSoon(true, 250));
    }
    yearTable.addEventListener("toggle", () => yearTable.open && fillYears(last.bars));
    yearTable.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      span(Number(button.value), Number(button.value));
      update(true);
    });
    rest.addEventListener("click", () => {
      const links = results.getElementsByTagName("a");
      const before = links.length;
      grow(STEP);
      links[before]?.focus();
    });
    main.addEventListener("click", () => unwritten.timer && write(), true);
    addEventListener("popstate", () => {
      clearTimeout(unwritten.timer);
      unwritten = {};
      read();
      update(false);
    });
  };

  const start = (events) => {
    data = events;
    total = data.title.length;
    titles = data.title.map(fold);
    data.late = new Set(data.overdue);
    data.alone = new Set(data.single);
    data.whole = new Map(data.part_of);
    data.before = new Map((data.earlier ?? []).map((it) => [it.event, it.dates]));
    columns = [...form.querySelectorAll("fieldset")]
      .filter((field) => data[field.dataset.column])
      .map((field, at) => {
        const { names, ids, of } = data[field.dataset.column];
        const key = field.dataset.column;
        // The values of all events after each other, and where those of each begin.
        const starts = new Uint32Array(total + 1);
        of.forEach((values, event) => (starts[event + 1] = starts[event] + values.length));
        const values = Uint32Array.from(of.flat());
        return { key, at, field, names, ids, of, starts, values, folded: names.map(fold), words: key === "status" ? field.dataset : null };
      });
    columns.forEach(group);
    const levels = data.importance.reduce((most, level) => Math.max(most, level), 0);
    for (let level = 1; level <= levels; level += 1) importance.append(el("option", { value: level }));
    importance.closest("p").hidden = levels === 0;
    layOut();
    document.getElementById("_more").open = matchMedia("(min-width: 64em)").matches;
    read();
    listen();
    form.hidden = panel.hidden = false;
    update(false);
  };

  const giveUp = () => [form, panel, results].forEach((it) => it.remove());
  fetch(words.events)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then(start).catch(giveUp);
})();
