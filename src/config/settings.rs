//! The table of settings, and the words that some of them choose from.

use super::outputs::OUTPUTS;
use super::{Host, limits, outputs};
use crate::kind::Type::{Choice, Free, Map, Maps, Text, TextMap, Texts, Url};
use crate::kind::{Field, Kind, Type};
use crate::kinds;

pub(super) const fn setting(name: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { name, also: "", ty, required: false, doc }
}

pub(super) const fn required(name: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { name, also: "", ty, required: true, doc }
}

/// The settings, in the order of the README's table.
pub static SETTINGS: &[Field] = &[
    required("title", Text, "the name of the site"),
    required("base_url", Url, "the address of the site's root, such as `https://example.org/desk/`"),
    required("language", Text, "the language of the site, as in BCP 47: `en`, `uk`"),
    setting("description", Text, "what the site is, in a sentence"),
    setting("authors", Texts, "who makes it"),
    setting("licence", Text, "under which terms its texts may be used"),
    setting("menu", Maps(None, MENU), "the links in the header, instead of the usual ones"),
    setting("timezone", Text, "the zone of times without an offset, such as `Europe/Kyiv`"),
    setting(
        "dates",
        Choice(&["ymd", "dmy", "mdy"]),
        "how dates in update headings and attributions may be written; `ymd` unless set",
    ),
    setting("autolink", Choice(&["known", "declared", "off"]), "which names in texts become links; `known` unless set"),
    setting("raw_html", Choice(&["inert", "trusted"]), "whether HTML in texts is passed on; `inert` unless set"),
    setting("stubs", Texts, "the kinds that get a page by being named; `[people, events]` unless set"),
    setting(
        "outputs",
        Texts,
        "what is written: `html`, `search` (its page and index), `json`, `feeds`, `calendar`, and only where named here `csv`, `jsonl`, `ftm`, `timeline`, `graph`; the first five unless set",
    ),
    setting(
        "outputs_for",
        Texts,
        "the kinds of records that get feeds, calendars and the like of their own: `stories`, `people`, `events`; `[stories]` unless set, `[]` for none",
    ),
    setting("feed_text", Choice(&["summary", "full"]), "what feeds hold of a text; `summary` unless set"),
    setting(
        "feed_ids",
        Text,
        "a host and a date on which it was yours, such as `example.org,2025`: the start of all ids in feeds and calendars, to stay when the site moves; `base_url` and each record's year unless set",
    ),
    setting(
        "calendar_dates",
        Choice(&["days", "vague"]),
        "whether calendars hold months and vaguer dates too, as long as they may have lasted; `days` unless set",
    ),
    setting(
        "cards",
        Texts,
        "the kinds of records that get a card image of their own: `stories`, `articles`, `people`, `events`; `[stories]` unless set, `[]` for no card images",
    ),
    setting("font", Choice(&["docket", "system"]), "`system` for no web font"),
    setting(
        "house_spelling",
        Free,
        "the spellings of the house, each with those that it stands for: `{Zelensky: [Zelenskyy]}`",
    ),
    setting("checks", TextMap, "`off`, `hint`, `warning` or `error` by code: `{D058: off, D028: error}`"),
    setting(
        "limits",
        Map(None, limits::TABLE),
        "from where on a thing is too much: `text` (MiB of a file, 16), `front_matter` (KiB of it, 64), `depth` (levels of lists and maps in YAML, 64), `pixels` (millions of a picture, 120), `page` (MiB that a template writes, 32), `seconds` (that it takes, 10)",
    ),
    setting(
        "private_words",
        Texts,
        "words that `dossier publish` never lets out, and patterns between slashes: `[Falcon, '/op-\\d+/']`",
    ),
    setting(
        "hosts",
        Texts,
        "who serves the site: `netlify`, `cloudflare`, `nginx`, `caddy`; each gets its file of redirects and headers",
    ),
    setting(
        "kinds",
        Free,
        "kinds of records of the site's own, by name: `{vessel: {plural: vessels, fields: {imo: text}, relations: {owner: organizations}}}`",
    ),
    setting("publish", Free, "where `dossier publish` sends the site, by name"),
    setting("extra", Free, "free data for templates, as `site.extra`"),
];

const MENU: &[Field] =
    &[required("title", Text, "the words of the link"), required("url", Url, "where it leads, from the site's root")];

/// Which kinds can be chosen in `cards`.
pub(super) const CARDS: [&str; 4] = ["stories", "articles", "people", "events"];

/// Returns the words that a setting may hold, where it holds a list of such.
#[must_use]
pub fn known_words(setting: &str) -> Option<Vec<&'static str>> {
    match setting {
        "outputs" => Some(OUTPUTS.to_vec()),
        "outputs_for" => Some(outputs::FOLLOWED.to_vec()),
        "cards" => Some(CARDS.to_vec()),
        "hosts" => Some(Host::WORDS.to_vec()),
        "stubs" => Some(kinds::KINDS.iter().filter(|kind| is_stub(kind)).map(|kind| kind.plural).collect()),
        _ => None,
    }
}

/// Tells whether records of a kind may exist by being named only.
pub(super) fn is_stub(kind: &'static Kind) -> bool {
    *kind != kinds::SOURCE && *kind != kinds::PAGE
}
