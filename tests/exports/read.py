"""Reads every export of a built site with the programs that others use: `read.py PUBLIC TRUTH`. The truth is JSON with what a generated site
says, or `null`. All faults are told, and none is forgiven."""

import csv
import json
import re
import sys
from pathlib import Path
from urllib.parse import urljoin

import extruct
import feedparser
import icalendar
import vobject
from lxml import html as lxml_html
from rdflib import SDO

PUBLIC, TRUTH = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
FAULTS, SEEN = [], {}

# schema.org's own vocabulary, as rdflib generates it from schemaorg-current-https.jsonld.
VOCABULARY = {str(term).rsplit("/", 1)[-1] for term in dir(SDO)}
BASE = re.search(r"<loc>(.*?)</loc>", (PUBLIC / "sitemap.xml").read_text())[1]


def check(holds, file, message):
    SEEN[message.split(":")[0]] = SEEN.get(message.split(":")[0], 0) + 1
    if not holds:
        FAULTS.append(f"{file}: {message}")


def files(pattern):
    found = sorted(PUBLIC.glob(pattern))
    check(found, pattern, "there are such files")
    return [(str(path.relative_to(PUBLIC)), path) for path in found]


def record(kind, id):
    """What the generated site says of a record; nothing for another site."""
    return TRUTH and TRUTH[kind].get(id)


def by_address(address):
    """The kind and id of a record by its address."""
    found = re.fullmatch(re.escape(BASE) + r"(\w+)/([^/]+)/.*", address)
    return found and (found[1], found[2])


def plain(text):
    """A text without what XML and iCalendar cannot hold; a vertical line break is white space to all readers."""
    return " ".join(text.split())


def same(file, what, found, said):
    if said is not None:
        check(plain(found) == plain(said), file, f"{what} comes back: {found!r} for {said!r}")


def feeds():
    for name, path in files("**/atom.xml"):
        raw = path.read_bytes()
        feed = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
        check(not feed.bozo, name, f"well formed: {feed.get('bozo_exception')}")
        check(feed.version == "atom10", name, f"the version is known: {feed.version}")
        ids = [entry.id for entry in feed.entries]
        check(len(ids) == len(set(ids)), name, "ids are told apart")
        other = json.loads((path.parent / "feed.json").read_text())
        check([item["id"] for item in other["items"]] == ids, name, "both feeds have the same entries")
        check(other["version"] == "https://jsonfeed.org/version/1.1", name, "the version of the JSON feed")
        check(other["title"] == feed.feed.get("title"), name, "both feeds have one title")
        check(other["feed_url"].endswith("feed.json"), name, "a feed knows its address")
        for entry, item in zip(feed.entries, other["items"]):
            check(re.fullmatch(r"tag:[\w.@-]+,\d{4}(-\d\d){0,2}:[\w/.#-]+", entry.id), name, f"ids are tags: {entry.id}")
            check(item["url"] == entry.link and item["title"] == entry.title, name, "both feeds say the same")
            check("content_text" in item or "content_html" in item, name, "an item has content")
            check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["date_modified"]), name, "dates are of RFC 3339")
            known = by_address(entry.link)
            check(known and (PUBLIC / known[0] / known[1] / "index.html").exists(), name, f"an entry leads to a page: {entry.link}")
            page, _, anchor = entry.link.partition("#")
            if known and not anchor:
                said = record(known[0], known[1])
                same(name, "a title", entry.title, said)
                check(said is None or item["title"] == said, name, f"a title is the same to the letter: {item['title']!r}")
            if known and anchor:
                text = (PUBLIC / known[0] / known[1] / "index.html").read_text()
                check(f'id="{anchor}"' in text, name, f"an entry leads to a part of a page: {entry.link}")
            if TRUTH and TRUTH.get("full"):
                check(entry.get("content"), name, "a whole text is there")
            for content in entry.get("content", []):
                whole_text(name, content.value, page)
                check(plain(item.get("content_html", "")) == plain(content.value), name, "both feeds have the same text")
    if TRUTH:
        feed = feedparser.parse((PUBLIC / "atom.xml").read_bytes())
        same("atom.xml", "the title of the site", feed.feed.title, TRUTH["site"])


def whole_text(name, content, page):
    """A text in a feed is read far from its page and its styles."""
    tree = lxml_html.fragment_fromstring(content, create_parent="div")
    for element in tree.iter():
        check(element.tag not in ("script", "style", "iframe", "object", "form", "svg"), name, f"no element can do harm: {element.tag}")
        for key, value in element.attrib.items():
            check(not key.startswith("on") and key != "style", name, f"no attribute can do harm: {key}")
            if key in ("href", "src"):
                check(urljoin("x:", value) == value and re.match(r"(https?|mailto|tel):", value), name, f"addresses are whole: {value}")
                if value.startswith(BASE) and key == "href":
                    path = value[len(BASE) :].split("#")[0]
                    target = PUBLIC / path / "index.html" if path.endswith("/") or not path else PUBLIC / path
                    check(target.exists(), name, f"links lead somewhere: {value}")


def calendars():
    for name, path in files("**/calendar.ics"):
        raw = path.read_bytes()
        check(raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b""), name, "lines end in CRLF")
        for line in raw.split(b"\r\n"):
            check(len(line) <= 75, name, f"lines are folded: {line!r}")
            try:
                line.decode()
            except UnicodeDecodeError:
                check(False, name, f"no character is cut: {line!r}")
        calendar = icalendar.Calendar.from_ical(raw)
        again = icalendar.Calendar.from_ical(calendar.to_ical())
        check(calendar.to_ical() == again.to_ical() and not calendar.errors, name, f"icalendar reads it: {calendar.errors}")
        other = vobject.readOne(raw.decode())
        copy = vobject.readOne(other.serialize())
        events, others = list(calendar.walk("VEVENT")), getattr(other, "vevent_list", [])
        check(len(events) == len(others) == len(getattr(copy, "vevent_list", [])), name, "both readers find the same events")
        uids = [str(event["UID"]) for event in events]
        check(len(uids) == len(set(uids)), name, "uids are told apart")
        for event, one, two in zip(events, others, getattr(copy, "vevent_list", [])):
            check(not event.errors, name, f"icalendar reads an event: {event.errors}")
            summary, id = str(event["SUMMARY"]), str(event["UID"]).split("/")[-1].split("@")[0]
            check(summary == one.summary.value == two.summary.value, name, f"both readers read one title: {summary!r}")
            start, end = event["DTSTART"].dt, event.get("DTEND") and event["DTEND"].dt
            check(start == one.dtstart.value, name, f"both readers read one date: {start}")
            check(end is None or end > start, name, f"an end comes after its start: {end}")
            check(event["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED"), name, "a status is one of three")
            known = record("events", id)
            if known:
                check(summary == known["title"], name, f"a title comes back: {summary!r} for {known['title']!r}")
                check(event["DESCRIPTION"] == known["summary"], name, f"a summary comes back: {event['DESCRIPTION']!r}")
                check(int(event["SEQUENCE"]) == 1, name, "a date that changed is a new sequence")
                first, _, last = known["date"].partition("/")
                if ":" in first:
                    check(start.isoformat() == first.split(" ")[0] + "T16:30:00+00:00", name, f"a moment is in UTC: {start}")
                else:
                    check(start.isoformat() == first, name, f"a day is that day: {start}")
                    check((end - start).days >= 1 and (not last or (end.day, end.month) == (15, 2)), name, "an end is not included")
                check(not re.search(r"[~?]|\.\.", known["date"]) and len(first) >= 10, name, f"nothing vague is there: {known['date']}")
    if TRUTH:
        site = icalendar.Calendar.from_ical((PUBLIC / "calendar.ics").read_bytes())
        exact = [event for event in TRUTH["events"].values() if re.fullmatch(r"[\d-]{10}([ /].*)?", event["date"])]
        check(len(list(site.walk("VEVENT"))) == len(exact), "calendar.ics", "every exact event is there")
        same("calendar.ics", "the name of the site", str(site["NAME"]), TRUTH["site"])


def tables():
    headers = {}
    for name, path in files("*.csv"):
        raw = path.read_bytes()
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
        header, rows = rows[0], rows[1:]
        headers[name] = header
        check(raw.endswith(b"\r\n"), name, "rows end in CRLF")
        check(len(header) == len(set(header)), name, "columns are told apart")
        kind = name.removesuffix(".csv")
        folder = PUBLIC / kind
        records = [path for path in folder.glob("*/index.json")] if folder.exists() else []
        check(len(rows) == len(records), name, f"a record is a row: {len(rows)} for {len(records)}")
        for row in rows:
            check(len(row) == len(header), name, "a row is as wide as the header")
            for column, cell in zip(header, row):
                is_number = re.fullmatch(r"-?\d+(\.\d+)?", cell) and column in ("latitude", "longitude", "seq")
                check(is_number or not re.match(r"[=+\-@\t\r\n]", cell), name, f"no cell is a formula: {cell!r}")
            cells = {column: cell.removeprefix("'") for column, cell in zip(header, row)}
            data = json.loads((folder / cells["id"] / "index.json").read_text())
            check(cells.get("name", cells.get("title")) == data["title"], name, f"a name comes back: {cells}")
            check(cells.get("summary", "") == data.get("summary", ""), name, "a summary comes back")
            if "date" in data:
                check(cells["date"] == data["date"]["edtf"], name, "a date comes back")
            known = record(kind, cells["id"])
            if known:
                same(name, "a name", data["title"], known["title"] if isinstance(known, dict) else known)
    check(headers["events.csv"][:4] == ["id", "address", "title", "date"], "events.csv", "the header is fixed")


def lines():
    path = PUBLIC / "records.jsonl"
    lines = path.read_text().split("\n")
    check(lines.pop() == "", path.name, "a line ends")
    kinds = ("stories", "articles", "people", "events", "organizations", "places", "sources")
    beside = {json.dumps(json.loads(file.read_text())) for kind in kinds for file in PUBLIC.glob(f"{kind}/*/index.json")}
    found = {json.dumps(json.loads(line)) for line in lines}
    check(beside <= found, path.name, "every record is there as in its index.json")
    quotes = {(at["id"], quote["text"]) for line in map(json.loads, found) for quote in line.get("quotes", []) for at in quote["in"]}
    for id, text in TRUTH["quotes"] if TRUTH else []:
        check((id, text) in quotes, path.name, f"a quote comes back: {text!r}")


def terms(name, value):
    """Every type and property is one of schema.org's."""
    if isinstance(value, list):
        for item in value:
            terms(name, item)
    elif isinstance(value, dict):
        check("@type" in value, name, f"everything has a type: {value}")
        for key, item in value.items():
            if key == "@type":
                check(item in VOCABULARY, name, f"types are of schema.org: {item}")
            elif key == "eventStatus":
                check(item.removeprefix("https://schema.org/") in VOCABULARY, name, f"a status is of schema.org: {item}")
            elif not key.startswith("@"):
                check(key in VOCABULARY, name, f"properties are of schema.org: {key}")
            terms(name, item)


def linked_data():
    types = set()
    for kind in ("stories", "articles", "people", "events", "organizations", "places"):
        for path in sorted(PUBLIC.glob(f"{kind}/*/index.html")):
            name = str(path.relative_to(PUBLIC))
            found = extruct.extract(path.read_text(), syntaxes=["json-ld"], errors="strict")["json-ld"]
            if kind == "people" and not found or 'http-equiv="refresh"' in path.read_text():
                continue
            check(len(found) == 1, name, f"a page says once what it is: {len(found)}")
            for item in found:
                terms(name, {key: value for key, value in item.items()})
                types.add(item["@type"])
                known = record(kind, path.parent.name) if kind not in ("organizations", "places") else None
                said = known["title"] if isinstance(known, dict) else known
                if said is not None:
                    check(item.get("headline", item.get("name")) == said, name, f"a name comes back: {item.get('name')!r}")
                if TRUTH and kind == "articles":
                    quote = dict(map(tuple, TRUTH["quotes"]))[path.parent.name]
                    check([part["text"] for part in item["hasPart"]] == [quote], name, f"a quote comes back: {quote!r}")
    wanted = {"Person", "Event", "CollectionPage"} | ({"LiveBlogPosting"} if TRUTH else {"ReportageNewsArticle", "Place", "Organization"})
    check(wanted <= types, "pages", f"records say what they are: {types}")


for step in (feeds, calendars, tables, lines, linked_data):
    try:
        step()
    except Exception as fault:  # what a reader refuses to read is a fault like any other
        FAULTS.append(f"{step.__name__}: {fault!r}")
for what in ("well formed", "icalendar reads an event", "no cell is a formula", "properties are of schema.org"):
    check(SEEN.get(what, 0) > 20, "read.py", f"enough was looked at: {what}")
print("\n".join(FAULTS[:40]) + f"\n{len(FAULTS)} faults", file=sys.stderr if FAULTS else sys.stdout)
sys.exit(bool(FAULTS))
