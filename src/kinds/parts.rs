//! The keys of the maps that stand in front matter: a reference in its long form, a role, a quote, a claim.

use super::{ACTORS, CORRECTED, EVENTS, ORGANIZATIONS, PLACES, also, field, required};
use crate::kind::Field;
use crate::kind::Type::{Choice, Date, KnownRef, KnownRefs, Map, Number, Prose, Ref, Refs, Sources, Text, Texts, Url};

/// The keys of a reference in its long form.
pub static REFERENCE: &[Field] = &[
    required("ref", Text, "the id, name or alias of the record"),
    field("as", Prose, "the part played here"),
    field("name_used", Text, "the spelling that the document uses"),
    field("since", Date, "since when this is known"),
    field("sources", Sources, "what this rests on"),
];

/// The keys of a source that is written where it is cited.
pub static CITED: &[Field] = &[
    field("key", Text, "a key of `sources.yaml`"),
    field("title", Prose, "what it is called"),
    field("publisher", Prose, "who published it"),
    field("author", Texts, "who wrote or said it"),
    field("url", Url, "where it is"),
    field("published", Date, "when it was published"),
    field("accessed", Date, "when it was read"),
    field("archived", Url, "where a copy is kept"),
    field("type", Prose, "what sort of source"),
    field("lang", Text, "its language"),
    field("tier", Number(1, 3), "how strong it is"),
    field("page", Text, "where in the source"),
];

/// The keys of an alias in its long form.
pub static ALIAS: &[Field] = &[
    required("name", Text, "the spelling"),
    field(
        "kind",
        Choice(&["spelling", "transliteration", "native", "former", "nickname", "weak"]),
        "what sort of alias",
    ),
    field("lang", Text, "its language"),
    field("from", Date, "since when it is used"),
    also("until", "to", Date, "until when it was used"),
];

/// The keys of an image in its long form.
pub static IMAGE: &[Field] = &[
    required("file", Text, "the file's name or path"),
    field("alt", Prose, "what it shows"),
    field("caption", Prose, "what stands below it"),
    field("credit", Prose, "whose picture it is"),
    field("licence", Prose, "under which terms it is used"),
];

pub(super) static FINDING: &[Field] = &[
    required("text", Prose, "the statement"),
    field("date", Date, "when it became so"),
    field("since", Date, "since when this is known"),
    field("sources", Sources, "what it rests on"),
];

pub(super) static CORRECTION: &[Field] = &[
    required("date", Date, "when it was corrected"),
    field("was", Prose, "what stood there"),
    field("now", Prose, "what stands there now"),
    field("note", Prose, "what readers should know"),
    field("kind", Choice(&["correction", "clarification", "retraction"]), "`correction` unless said otherwise"),
    field("about", KnownRefs(&CORRECTED), "the records that it concerns; all of the article's unless given"),
];

pub(super) static QUOTE: &[Field] = &[
    required("text", Prose, "the words"),
    required("speaker", KnownRef(&ACTORS), "who said them"),
    field("to", Prose, "to whom"),
    field("venue", Prose, "where"),
    field("date", Date, "when"),
    field("source", Sources, "according to whom"),
    field("original", Prose, "the words in the original language"),
    field("lang", Text, "the language of the original"),
];

pub(super) static ROLE: &[Field] = &[
    required("title", Prose, "the position"),
    field("organization", Ref(&ORGANIZATIONS), "where"),
    field("from", Date, "since when"),
    also("until", "to", Date, "until when"),
    field("sources", Sources, "what it rests on"),
];

pub(super) static RELATION: &[Field] = &[
    required("to", KnownRef(&ACTORS), "the other one"),
    field("as", Prose, "what the tie is, seen from here"),
    field("inverse", Prose, "what it is, seen from the other one"),
    field("from", Date, "since when"),
    field("until", Date, "until when"),
    field("status", Prose, "how sure it is"),
    field("sources", Sources, "what it rests on"),
];

pub(super) static ANNOUNCEMENT: &[Field] = &[
    field("said_on", Date, "when it was announced"),
    field("status", Choice(&["happened", "planned", "postponed", "cancelled", "disputed"]), "what was announced"),
    field("date", Date, "for when"),
    field("source", Sources, "according to whom"),
];

pub(super) static ACCOUNT: &[Field] = &[
    required("field", Text, "which fact: date, place, participants, a number"),
    required("value", Prose, "what this source says"),
    field("source", Sources, "which source"),
];

/// The keys of an article's account of an event.
pub static SAID: &[Field] = &SAID_KEYS;

// A named place, so that the two are one wherever they are compared.
static SAID_KEYS: [Field; 7] = [
    required("event", KnownRef(&EVENTS), "of which event"),
    field("date", Date, "when it was, by this account"),
    field("place", Ref(&PLACES), "where"),
    field("participants", Refs(&ACTORS), "who took part"),
    field("field", Text, "which other fact, as in `accounts` of the event: a number"),
    field("value", Prose, "what is said of that"),
    field("source", Sources, "by which source, where the article has it from one"),
];

pub(super) static RULING: &[Field] = &[
    required("field", Text, "which fact, as in `accounts`"),
    required("value", Prose, "what the desk holds"),
    field("reason", Prose, "why"),
    field("by", Prose, "who decided"),
    field("date", Date, "when"),
    field("sources", Sources, "what it rests on"),
];

pub(super) static CLAIM: &[Field] = &[
    required("text", Prose, "what is claimed"),
    field("by", Ref(&ACTORS), "who claims it"),
    field("about", Ref(&ACTORS), "about whom"),
    field("status", Choice(&["accepted", "disputed", "unverified", "rejected"]), "how it stands"),
    field("date", Date, "when it was claimed"),
    field("sources", Sources, "where"),
    field("ruled_by", Prose, "who decided how it stands"),
    field("ruled_on", Date, "when"),
    field("reason", Prose, "why it stands so"),
    field("reply", Map(Some("text"), REPLY), "what the one concerned says"),
];

pub(super) static REPLY: &[Field] = &[
    field("asked", Date, "when they were asked"),
    field("via", Prose, "how"),
    field("deadline", Date, "until when they could answer"),
    field("status", Prose, "what came of it"),
    field("date", Date, "when they replied"),
    field("text", Prose, "what they said"),
];

pub(super) static WITHDRAWAL: &[Field] =
    &[field("date", Date, "when it was withdrawn"), field("note", Prose, "what readers should know")];
